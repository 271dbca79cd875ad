//! Content that is encoded as text, and binary content.
//!
//! ```yaml
//! # before                                                     # after
//! {type: string, contentEncoding: base64}                      {type: string, format: byte}
//! {contentMediaType: image/png}                                {type: string, format: binary}
//! content: {application/pdf: {}}                               content: {application/pdf: {schema: {type: string, format: binary}}}
//! data: {contentMediaType: application/json, contentSchema: S} data: S              in the items of text/event-stream
//! ```

use serde_json::{Map, Value, json};

use super::position::Position;
use super::rewrite::Rewrite;
use super::types;
use crate::spec::media_type::is_binary;

/// Gives a schema of encoded or binary content its format.
pub(super) fn rewrite(cx: &Rewrite, members: &mut Map<String, Value>) {
    if !cx.is_json_schema() || members.contains_key("format") {
        return;
    }
    let text = |key: &str| members.get(key).and_then(Value::as_str);
    let is_bytes = text("contentMediaType").is_some_and(is_binary);
    let format = match text("contentEncoding").map(str::to_ascii_lowercase).as_deref() {
        Some(encoding) if encoding.starts_with("base") => "byte",
        None | Some("binary") if is_bytes => "binary",
        _ => return,
    };
    members.entry("type").or_insert_with(|| json!("string"));
    members.insert("format".to_owned(), json!(format));
}

/// Gives a media type of binary content a schema where it has none.
pub(super) fn media_type(cx: &Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    types::boolean_member(members, "schema");
    types::boolean_member(members, "itemSchema");
    let name = at.pointer().last().unwrap_or_default();
    let is_missing = !members.contains_key("schema") && !members.contains_key("itemSchema");
    if cx.is_json_schema() && is_missing && !name.contains('*') && is_binary(&name) {
        members.insert("schema".to_owned(), json!({ "type": "string", "format": "binary" }));
    }
}

/// Rewrites the items of server-sent events, before what is in them is read.
pub(super) fn events(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    if let Some(schema) = members.get_mut("itemSchema")
        && at.pointer().last().is_some_and(|name| is_events(&name))
    {
        event(cx, schema, &at.key("itemSchema").text());
    }
}

fn is_events(media_type: &str) -> bool {
    media_type.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("text/event-stream"))
}

/// Gives the data of an event, where it is JSON, the schema of that JSON: the client reads it from there.
fn event(cx: &mut Rewrite, schema: &mut Value, here: &str) {
    for key in ["oneOf", "anyOf", "allOf"] {
        for (index, inner) in schema.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
            event(cx, inner, &format!("{here}/{key}/{index}"));
        }
    }
    let Some(data) = schema.pointer_mut("/properties/data").and_then(Value::as_object_mut) else { return };
    let is_json = data.get("contentMediaType").and_then(Value::as_str).is_some_and(|name| name.ends_with("json"));
    if !is_json || !data.contains_key("contentSchema") {
        return;
    }
    cx.moves.push(format!("{here}/properties/data/contentSchema"), format!("{here}/properties/data"));
    let described = data.shift_remove("contentSchema");
    *data = described.and_then(|described| described.as_object().cloned()).unwrap_or_default();
}
