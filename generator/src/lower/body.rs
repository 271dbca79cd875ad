//! Request bodies.
//!
//! | Media type and schema | Content |
//! | --- | --- |
//! | `application/vnd.api+json`, `data` is a resource object | a resource, with a view of what is sent |
//! | the same, `data` is a list of identifiers | linkage |
//! | the same, `atomic:operations` | a batch |
//! | `application/json`, anything else | a value of a type |
//! | `multipart/form-data` | a form of parts |
//! | `image/png` | bytes |

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Arity, Body, BodyContent, DocumentMeta, FormEncoding, GivenId, IdRule, Method, ResourceCount, SentIncluded, Status,
    Type, WriteRole, WriteViewId, relationship_at,
};
use crate::lower::context::{Cx, Direction};
use crate::lower::document::{self, DataShape};
use crate::lower::leaves::walk;
use crate::lower::media::{JSON_API, Treatment, essence, is_range, named, of_media_type, preferred, treatment};
use crate::lower::resource::ResourceShape;
use crate::lower::shape::{Group, GroupMember, ShapeKind};
use crate::lower::wire_type::WireTypes;
use crate::lower::{batch, form, nearly, relationship, resource, schema, stream, success, union};
use crate::source::Pointer;
use crate::spec::{Content, Operation, RequestBody, SchemaId};

/// The known facts about the resources in a body, besides their schema.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// What they are sent for.
    pub(super) role: WriteRole,
    /// The operation that sends them.
    pub(super) operation: &'a Operation,
}

/// Returns the body that is sent.
pub(super) fn lower(cx: &mut Cx<'_>, body: &RequestBody, context: Context<'_>) -> Option<Body> {
    let chosen = preferred(cx, &body.contents)?;
    stream::remark(cx, chosen, "the body is sent as bytes or a stream of them; write the items into it");
    remark_others(cx, body, chosen);
    let content = match of_content(cx, chosen, context) {
        // Instead of null, the body is left out.
        BodyContent::Json(Type::Nullable(ty)) if !body.required => BodyContent::Json(*ty),
        content => content,
    };
    let meta = if is_document(&content) { meta(cx, chosen) } else { None };
    let version = if is_document(&content) { version(cx, chosen) } else { None };
    if is_document(&content) {
        remark_required(cx, chosen, version.is_some());
    }
    let sends_resources = matches!(content, BodyContent::Resource { .. } | BodyContent::AnyResource { .. });
    let included = if sends_resources { included(cx, chosen) } else { None };
    Some(Body {
        at: body.at.clone(),
        required: body.required || is_document(&content) && !may_be_left_out(cx, body, chosen, context.operation),
        media_type: media_type(chosen, &content),
        content,
        meta,
        version,
        included,
    })
}

/// Remarks the media types in which a body is not sent, unless they are other names for the same JSON.
fn remark_others(cx: &mut Cx<'_>, body: &RequestBody, chosen: &Content) {
    let root = |schema: Option<SchemaId>| schema.map(|id| walk(cx.spec, &Group::one(id)).roots);
    let is_other = |content: &&Content| content.at != chosen.at && root(content.schema) != root(chosen.schema);
    let others: Vec<&Content> = body.contents.iter().filter(is_other).collect();
    let is_form = |content: &&Content| of_media_type(&content.media_type) != of_media_type(&chosen.media_type);
    let forms = body.contents.iter().filter(|content| content.at != chosen.at).filter(is_form);
    let mut names: Vec<String> = Vec::new();
    for content in others.into_iter().chain(forms) {
        let name = format!("`{}`", content.media_type);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if !names.is_empty() {
        let message = format!("of a body that may also be {}, the client sends one kind", names.join(" or "));
        let help = format!("it sends `{}`; to send another one, remove that by an overlay", chosen.media_type);
        cx.unsupported(&body.at, message, &help);
    }
}

/// Returns the `meta` beside `data`. The documents of a batch have theirs in its changes. Of several documents, one of which
/// is sent, it is the `meta` of any of them, and required where all of them require it.
fn meta(cx: &mut Cx<'_>, content: &Content) -> Option<DocumentMeta> {
    let documents = document::alternatives(cx, &Group::one(content.schema?))?;
    let (mut metas, mut required) = (Vec::new(), true);
    for document in &documents {
        let shape = cx.shape(document);
        let ShapeKind::Object(object) = &shape.kind else { return None };
        object.property("data")?;
        let group =
            object.property("meta").filter(|meta| !schema::is_absent(&cx.shape(meta), Direction::Write)).cloned();
        required &= group.is_some() && object.required.contains("meta");
        metas.extend(group.map(|group| GroupMember { group, tag: None, is_default: false }));
    }
    let ty = match metas.as_slice() {
        [] => return None,
        [only] => schema::lower(cx, &only.group, Direction::Write).ty,
        [first, ..] => {
            let at = cx.shape(&first.group).at.clone();
            let (metas, _) = union::flattened(cx, &metas);
            union::of_members(cx, &at, &metas, Direction::Write)
        }
    };
    Some(DocumentMeta { ty, required })
}

/// Returns the version of JSON:API that a document has to state, where each of those that may be sent says which (JSON:API
/// "JSON:API Object").
///
/// ```yaml
/// required: [jsonapi, data]
/// properties: {jsonapi: {required: [version], properties: {version: {enum: ["1.0"]}}}}   # `1.0`
/// ```
fn version(cx: &mut Cx<'_>, content: &Content) -> Option<String> {
    let documents = document::alternatives(cx, &Group::one(content.schema?))?;
    let versions: BTreeSet<_> = documents.iter().map(|document| version_of(cx, document)).collect();
    if versions.len() == 1 { versions.into_iter().next().flatten() } else { None }
}

/// Remarks what documents require beside `data`, and the client does not send.
fn remark_required(cx: &mut Cx<'_>, content: &Content, states_version: bool) {
    let documents = content.schema.and_then(|schema| document::alternatives(cx, &Group::one(schema)));
    let unsent: &[&str] = if states_version { &["links"] } else { &["jsonapi", "links"] };
    documents.iter().flatten().for_each(|document| resource::remark_required(cx, document, unsent));
}

fn version_of(cx: &mut Cx<'_>, document: &Group) -> Option<String> {
    if !required(cx, document).contains(&"jsonapi") {
        return None;
    }
    let stated = cx.property(document, "jsonapi")?;
    let version =
        cx.property(&stated, "version").filter(|_| required(cx, &stated).iter().all(|name| *name == "version"))?;
    let shape = cx.shape(&version);
    let ShapeKind::Scalar(scalar) = &shape.kind else { return None };
    let only = match scalar.values.as_deref() {
        Some([only]) => Some(*only),
        _ => shape.notes.default,
    };
    only.and_then(Value::as_str).map(str::to_owned)
}

/// Returns the media type that is sent. A range is none.
fn media_type(chosen: &Content, content: &BodyContent) -> String {
    let essence = essence(&chosen.media_type);
    match content {
        _ if !essence.contains('*') => named(&chosen.media_type),
        _ if is_document(content) => JSON_API.to_owned(),
        BodyContent::Json(_) => "application/json".to_owned(),
        _ if essence.starts_with("text/") => "text/plain".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
}

/// Returns whether a body is a JSON:API document. A request that creates, changes or relates resources has no meaning
/// without one (JSON:API "Creating, Updating and Deleting Resources"), and `required: false` is only the default
/// of OpenAPI.
fn is_document(content: &BodyContent) -> bool {
    match content {
        BodyContent::Resource { .. }
        | BodyContent::AnyResource { .. }
        | BodyContent::Linkage { .. }
        | BodyContent::Batch(_) => true,
        BodyContent::Json(_) | BodyContent::Form { .. } | BodyContent::Raw => false,
    }
}

/// Returns whether a document may be left out: `required: false` is written in the description, and the body may be null, or
/// the request has a meaning without one, such as `DELETE /books/{id}` or `PUT /books/{id}/publish`.
fn may_be_left_out(cx: &mut Cx<'_>, body: &RequestBody, chosen: &Content, operation: &Operation) -> bool {
    let Some(schema) = chosen.schema.filter(|_| body.is_stated_optional) else { return false };
    let may_be_null = cx.shape(&Group::one(schema)).notes.nullable;
    let documents = document::alternatives(cx, &Group::one(schema)).unwrap_or_default();
    // What is set beside `data` needs a document.
    let is_free = |cx: &mut Cx<'_>, group: &Group| {
        cx.property(group, "data").is_some()
            && ["meta", "included"].iter().all(|name| cx.property(group, name).is_none())
    };
    let are_free = !documents.is_empty() && documents.iter().all(|group| is_free(cx, group));
    let requires_data = documents.iter().any(|group| required(cx, group).contains(&"data"));
    are_free && (may_be_null || has_meaning_alone(operation, requires_data))
}

/// Returns whether a request has a meaning without a document: it deletes a resource, or does something with it. What creates
/// a resource has none.
fn has_meaning_alone(operation: &Operation, requires_data: bool) -> bool {
    let acts_on_resource = operation.path.contains('{') && !operation.path.trim_end_matches('/').ends_with('}');
    let creates = requires_data && operation.responses.iter().any(|response| response.status == Status::Code(201));
    relationship_at(&operation.path).is_none()
        && match operation.method {
            Method::Delete => true,
            Method::Post | Method::Put | Method::Patch => acts_on_resource && !creates,
            _ => false,
        }
}

fn of_content(cx: &mut Cx<'_>, content: &Content, context: Context<'_>) -> BodyContent {
    let group = content.schema.map(Group::one);
    match (treatment(cx, content), group) {
        (Treatment::Json, Some(group)) => {
            let document = document(cx, &group, context).or_else(|| bare(cx, content, &group, context));
            document.unwrap_or_else(|| {
                nearly::remark_sent(cx, content, &group);
                BodyContent::Json(schema::whole(cx, &group, Direction::Write))
            })
        }
        (Treatment::Json, None) => BodyContent::Json(Type::Json),
        (Treatment::Multipart, _) => form::lower(cx, content, FormEncoding::Multipart),
        (Treatment::Urlencoded, _) => form::lower(cx, content, FormEncoding::Urlencoded),
        (Treatment::Raw, _) => {
            remark_raw(cx, content);
            BodyContent::Raw
        }
    }
}

/// Remarks that bytes are not sent as they are described: in parts, or in one media type of a range.
fn remark_raw(cx: &mut Cx<'_>, content: &Content) {
    let essence = essence(&content.media_type);
    if essence.starts_with("multipart/") {
        let message = format!("the client does not write the parts of `{essence}`");
        let help = "the body is sent as it is given; write its parts into it, and state their boundary: \
                    `.header(\"content-type\", \"multipart/mixed; boundary=..\")`";
        cx.unsupported(&content.at, message, help);
    } else if essence.contains('*') && !is_range(&essence) {
        let message = format!("a body is sent in one media type, and `{essence}` is a range of them");
        let help = format!(
            "the client sends `{}`; state another one by `.header(\"content-type\", ..)`",
            media_type(content, &BodyContent::Raw)
        );
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, content.at.clone(), message).help(help));
    }
}

/// Returns a JSON:API document, if the schema describes one or several. One that requires more than `data` is sent as
/// plain JSON, because the envelope could not be filled.
fn document(cx: &mut Cx<'_>, group: &Group, context: Context<'_>) -> Option<BodyContent> {
    let shape = cx.shape(group);
    if let ShapeKind::Object(object) = &shape.kind
        && let Some(batch) = batch::request(cx, group, object, context.operation)
    {
        return Some(batch);
    }
    let groups = document::alternatives(cx, group)?;
    let data = document::united_sent_data(cx, &groups)?;
    let mut known = vec!["data", "errors", "jsonapi", "links", "meta"];
    if included_data(cx, &groups).is_some() {
        known.push("included");
    }
    for group in &groups {
        if let Some(other) = required(cx, group).into_iter().find(|key| !known.contains(key)) {
            cx.diagnostics.push(nearly::sent(shape.at, format!("the document that is sent requires `{other}`")));
            return None;
        }
    }
    if !data.is_complete() {
        return None;
    }
    for at in document::without_data(cx, group) {
        let help = "the client sends one that has; describe the other one as a request of its own";
        cx.unsupported(at, "one of the documents that may be sent has no `data`", help);
    }
    if data.identifiers() {
        for identifier in &data.resources {
            resource::remark_unsent(cx, &identifier.key, &["type", "id", "lid", "meta"], "id");
        }
        return Some(linkage(cx, &data));
    }
    let content = resources(cx, &data, context)?;
    groups.iter().for_each(|group| resource::remark_unsent(cx, group, &known, "data"));
    Some(content)
}

/// Returns the document whose `data` a body of JSON:API's media type describes without the document around it, with a remark.
/// Sent as it is described, it would be no document, which a service of JSON:API refuses ("Document Structure").
fn bare(cx: &mut Cx<'_>, content: &Content, group: &Group, context: Context<'_>) -> Option<BodyContent> {
    let alternatives = union::alternatives(cx, group);
    if !nearly::is_meant(content) || alternatives.iter().any(|group| cx.property(group, "data").is_some()) {
        return None;
    }
    let data = document::sent_data(cx, group).filter(DataShape::is_complete)?;
    let at = cx.shape(group).at.clone();
    let found = if data.identifiers() { linkage(cx, &data) } else { resources(cx, &data, context)? };
    cx.diagnostics.push(nearly::bare(&at, "sends"));
    Some(found)
}

/// Returns the members that an object requires.
fn required<'a>(cx: &mut Cx<'a>, group: &Group) -> Vec<&'a str> {
    match &cx.shape(group).kind {
        ShapeKind::Object(object) => object.required.iter().copied().collect(),
        _ => Vec::new(),
    }
}

/// Returns the resources that a document to send has in `data`.
fn resources(cx: &mut Cx<'_>, data: &DataShape<'_>, context: Context<'_>) -> Option<BodyContent> {
    // A change names its resource in the body; what replaces one has the id in its path only.
    let is_named = context.role == WriteRole::Update && context.operation.method != Method::Put;
    let (only, others) = data.resources.split_first()?;
    let other = others.iter().find(|other| other.key != only.key);
    if other.is_some() || matches!(&only.types, WireTypes::Fixed(types) if types.len() > 1) {
        let are_told = data.resources.iter().all(|resource| matches!(resource.types, WireTypes::Fixed(_)));
        if !are_told || data.many && data.one {
            let at = other.unwrap_or(only).at;
            cx.diagnostics.push(nearly::sent(at, "the resource that is sent is one of several".to_owned()));
            return None;
        }
        return any_resource(cx, data, context, is_named);
    }
    let wire_type = match only.only_type() {
        Some(wire_type) => wire_type.to_owned(),
        None => answered_type(cx, context.operation).or_else(|| {
            cx.diagnostics.push(untold(only.at));
            None
        })?,
    };
    let view = write(cx, only, &wire_type, context, is_named)?;
    let count = match (data.many, data.one) {
        (true, true) => ResourceCount::OneOrMany,
        (true, false) => ResourceCount::Many,
        (false, _) => ResourceCount::One,
    };
    Some(BodyContent::Resource { view, count })
}

/// Returns the shape in which a resource is sent. A change may have an id also where the document does not describe it:
/// JSON:API requires one ("Updating Resources").
fn write(
    cx: &mut Cx<'_>,
    resource: &ResourceShape<'_>,
    wire_type: &str,
    Context { role, operation }: Context<'_>,
    is_named: bool,
) -> Option<WriteViewId> {
    let id = resource.sent_id(is_named);
    let body = operation.body.as_ref().and_then(|body| preferred(cx, &body.contents));
    if id != IdRule::None || !is_named || !body.is_some_and(nearly::is_meant) || resource.is_closed(cx) {
        return resource::write_as(cx, resource, wire_type, role, id);
    }
    let view = resource::write_as(cx, resource, wire_type, role, IdRule::Optional)?;
    cx.assumed_ids.insert(view);
    Some(view)
}

/// Returns the resources of several types, each with a view for each type that it may have.
fn any_resource(cx: &mut Cx<'_>, data: &DataShape<'_>, context: Context<'_>, is_named: bool) -> Option<BodyContent> {
    let mut views = Vec::new();
    for resource in &data.resources {
        let WireTypes::Fixed(types) = &resource.types else { return None };
        for wire_type in types {
            let view = write(cx, resource, wire_type, context, is_named)?;
            if !views.contains(&view) {
                views.push(view);
            }
        }
    }
    Some(BodyContent::AnyResource { views, many: data.many })
}

/// The resources that the `included` of documents to send may hold.
enum IncludedData<'a> {
    /// Of these types, each told by its own `type`.
    Told(DataShape<'a>),
    /// Of any type: the document does not tell.
    Any,
}

/// Returns what the `included` of documents to send may hold.
fn included_data<'a>(cx: &mut Cx<'a>, documents: &[Group]) -> Option<IncludedData<'a>> {
    let mut listed = Vec::new();
    for document in documents {
        listed.extend(
            cx.property(document, "included")
                .filter(|included| !schema::is_absent(&cx.shape(included), Direction::Write)),
        );
    }
    if !listed.is_empty() && listed.iter().all(|group| document::is_open_list(cx, group)) {
        return Some(IncludedData::Any);
    }
    let data = document::united_sent(cx, &listed).filter(DataShape::is_complete)?;
    let is_told = |resource: &ResourceShape<'_>| resource.only_type().is_some() && !resource.is_identifier();
    let is_open = |resource: &ResourceShape<'_>| matches!(resource.types, WireTypes::Open(_));
    match data.resources.as_slice() {
        [] => None,
        resources if resources.iter().all(is_told) => Some(IncludedData::Told(data)),
        resources if resources.iter().all(is_open) => Some(IncludedData::Any),
        _ => None,
    }
}

/// Returns the `included` that is sent with primary data.
fn included(cx: &mut Cx<'_>, content: &Content) -> Option<SentIncluded> {
    let documents = document::alternatives(cx, &Group::one(content.schema?))?;
    let data = included_data(cx, &documents)?;
    let is_required = |group: &Group| required(cx, group).contains(&"included");
    let required = documents.iter().all(is_required);
    let mut views = Vec::new();
    if let IncludedData::Told(data) = data {
        for resource in &data.resources {
            let view = resource::write(cx, resource, WriteRole::Create)?;
            if !views.contains(&view) {
                views.push(view);
            }
        }
    }
    Some(SentIncluded { views, required })
}

/// Returns the remark that nothing tells the `type` of a resource that is sent.
fn untold(at: &Pointer) -> Diagnostic {
    Diagnostic::new(Code::NearlyJsonApi, at.clone(), "nothing tells the `type` of the resource that is sent")
        .help("the client sends the body as plain JSON; describe `type` as an `enum` of one value, or a `default`, or state it \
               by `repair.resource-type`")
}

/// Returns the type of the resources that an operation answers with, or that others on its path do: a body of which the
/// document does not tell the type holds the same.
fn answered_type(cx: &mut Cx<'_>, operation: &Operation) -> Option<String> {
    let spec = cx.spec;
    let of_collection = |path: &str| path.rsplit_once("/{").map(|(before, _)| before.to_owned());
    let own = operation.path.trim_end_matches('/');
    let is_near = |other: &&Operation| {
        let path = other.path.trim_end_matches('/');
        path == own || of_collection(path).as_deref() == Some(own) || of_collection(own).as_deref() == Some(path)
    };
    let others = spec.operations.iter().filter(is_near).filter(|other| other.at != operation.at);
    [operation].into_iter().chain(others).find_map(|answering| {
        let content = success::described(cx, &answering.responses)?.1;
        let shape = cx.shape(&Group::one(content.schema?));
        let ShapeKind::Object(object) = &shape.kind else { return None };
        let data = document::data(cx, object.property("data")?)?;
        match data.resources.as_slice() {
            [only] => only.only_type().map(str::to_owned),
            _ => None,
        }
    })
}

fn linkage(cx: &mut Cx<'_>, data: &DataShape<'_>) -> BodyContent {
    let (targets, meta) = (relationship::targets(cx, data), linkage_meta(cx, data));
    let docs = match data.resources.as_slice() {
        [only] if !data.many => only.id_docs.clone(),
        _ => None,
    };
    let given_id = GivenId { docs, names: None };
    let mut arity = relationship::arity(data);
    if let (Some(identifier), true, true) = (data.resources.first(), meta.is_some(), data.many && data.one) {
        let help = "the client sends a list; describe a request for each relationship to send one, or null";
        cx.unsupported(identifier.at, "the linkage that is sent is one or several, with `meta`", help);
        arity = Arity::Many;
    }
    BodyContent::Linkage { targets, id_type: data.id_type(), arity, given_id, meta }
}

/// Returns the `meta` of each link, where it is described with members of its own: JSON where the identifiers of
/// several types differ in it. It is required where all of them require it.
fn linkage_meta(cx: &mut Cx<'_>, data: &DataShape<'_>) -> Option<DocumentMeta> {
    let described = data.resources.iter().filter_map(|one| one.meta.as_ref());
    let types: Vec<Type> = described.map(|meta| schema::lower(cx, meta, Direction::Write).ty).collect();
    let required = data.resources.iter().all(|one| one.requires_meta);
    let is_described = required || types.iter().any(|ty| matches!(ty, Type::Named(_)));
    let ty = types.into_iter().reduce(|one, other| if one == other { one } else { Type::Json })?;
    is_described.then_some(DocumentMeta { ty, required })
}
