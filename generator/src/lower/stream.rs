//! Responses that are streams of items (OpenAPI 3.2, "Sequential Media Types").
//!
//! ```text
//! application/jsonl: {itemSchema: {$ref: Book}}             an item per line
//! text/event-stream: {itemSchema: {properties: {data: S}}}  an item per event, with the fields of the event
//! text/event-stream: {schema: S}                            assumed: an item per event, which is its data
//! ```

use crate::diag::{Code, Diagnostic};
use crate::ir::{ResponsePart, ResponsePartKind, StreamFormat};
use crate::lower::context::{Cx, Direction};
use crate::lower::media::{Treatment, essence, treatment};
use crate::lower::shape::{Group, ShapeKind};
use crate::lower::{schema, success, text};
use crate::spec::{Content, JsonType, Response, SchemaId};

/// The fields of an event (HTML Living Standard, section 9.2.6).
const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

/// A media type whose content is a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sequence {
    Lines,
    Records,
    Events,
}

/// Returns the items of the response of an operation, if it is a stream.
pub(super) fn lower(cx: &mut Cx<'_>, responses: &[Response]) -> Option<ResponsePart> {
    let (response, content) = success::described(cx, responses)?;
    let sequence = sequence(&content.media_type).filter(|_| treatment(cx, content) == Treatment::Raw);
    for other in responses.iter().flat_map(|response| &response.contents) {
        if other.at != content.at || sequence.is_none() {
            remark(cx, other, "the body is read as a whole; describe it by `schema`, or as JSON lines or events");
        }
    }
    let schema = item(cx, content, sequence?)?;
    let group = Group::one(schema);
    let format = match sequence? {
        Sequence::Lines => StreamFormat::Lines,
        Sequence::Records => StreamFormat::Sequence,
        Sequence::Events => event(cx, &group),
    };
    Some(ResponsePart {
        at: content.at.clone(),
        kind: ResponsePartKind::Item(format),
        ty: schema::whole(cx, &group, Direction::Read),
        docs: response.description.as_deref().and_then(text::clean),
    })
}

/// Remarks that the items of a content have no type.
pub(super) fn remark(cx: &mut Cx<'_>, content: &Content, help: &str) {
    if content.item.is_some() {
        let message = format!("the items of `{}` are not typed here", content.media_type);
        cx.unsupported(&content.at.key("itemSchema"), message, help);
    }
}

fn sequence(media_type: &str) -> Option<Sequence> {
    match essence(media_type).as_str() {
        "application/jsonl" | "application/x-jsonl" | "application/jsonlines" | "application/x-jsonlines" => {
            Some(Sequence::Lines)
        }
        "application/ndjson" | "application/x-ndjson" => Some(Sequence::Lines),
        "text/event-stream" => Some(Sequence::Events),
        other if other == "application/json-seq" || other.ends_with("+json-seq") => Some(Sequence::Records),
        _ => None,
    }
}

/// Returns the schema of an item. Before OpenAPI 3.2 there was none: a schema is taken for that of an item, and a list for
/// the list of them. A text says nothing of items.
fn item(cx: &mut Cx<'_>, content: &Content, sequence: Sequence) -> Option<SchemaId> {
    if content.item.is_some() {
        return content.item;
    }
    let schema = content.schema?;
    let shape = cx.shape(&Group::one(schema));
    let (item, words) = match &shape.kind {
        ShapeKind::Scalar(scalar) if scalar.json_type == Some(JsonType::String) && scalar.values.is_none() => {
            return None;
        }
        ShapeKind::Any | ShapeKind::Contradiction(_) => return None,
        ShapeKind::Array(items) => match items.as_ref()?.0.as_slice() {
            [only] => (only.id(), "is taken for an element of that list"),
            _ => return None,
        },
        ShapeKind::Scalar(_) | ShapeKind::Tuple(_) | ShapeKind::Object(_) | ShapeKind::Union(_) => {
            (schema, "is taken for a value of that schema")
        }
    };
    let of = if sequence == Sequence::Events { "the data of each event" } else { "each item" };
    let at = content.at.key("schema");
    let message = format!("`{}` has a schema and no `itemSchema`", content.media_type);
    let problem = Diagnostic::new(Code::Assumed, at, message)
        .label(format!("{of} {words}"))
        .help("write `itemSchema`, which OpenAPI 3.2 has for each item, in place of `schema`");
    cx.diagnostics.push(problem);
    Some(item)
}

/// Returns whether an item is an event with its fields or its data alone, and whether the data is JSON.
fn event(cx: &mut Cx<'_>, group: &Group) -> StreamFormat {
    let mut objects = Vec::new();
    match &cx.shape(group).kind {
        ShapeKind::Union(members) => objects.extend(members.iter().map(|member| member.group.clone())),
        _ => objects.push(group.clone()),
    }
    let data: Vec<Option<bool>> = objects.iter().map(|object| event_data(cx, object)).collect();
    match data.iter().copied().collect::<Option<Vec<bool>>>() {
        Some(data) => StreamFormat::Events { is_json: data.contains(&true) },
        None => StreamFormat::EventData { is_json: !is_text(cx, group) },
    }
}

/// Returns whether the field `data` of an event is JSON; `None` where an object is no event.
fn event_data(cx: &mut Cx<'_>, group: &Group) -> Option<bool> {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return None };
    if object.properties.is_empty() || object.properties.iter().any(|(name, _)| !FIELDS.contains(name)) {
        return None;
    }
    let Some(data) = object.property("data") else { return Some(false) };
    Some(!is_text(cx, data))
}

/// Returns whether a value is a text, so that data stands for it as it is.
fn is_text(cx: &mut Cx<'_>, group: &Group) -> bool {
    match &cx.shape(group).kind {
        ShapeKind::Scalar(scalar) => scalar.json_type.is_none_or(|ty| ty == JsonType::String),
        _ => false,
    }
}
