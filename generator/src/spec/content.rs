//! Request bodies, responses, and what they hold.

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic};
use crate::ir::Status;
use crate::source::Pointer;
use crate::spec::model::{Content, RequestBody, Response};
use crate::spec::reader::{Reader, without};
use crate::spec::reference;

/// Reads the `requestBody` of an operation.
pub(super) fn read_body<'a>(
    reader: &mut Reader<'a>,
    operation: &'a Map<String, Value>,
    at: &Pointer,
) -> Option<RequestBody> {
    let (at, value) = reference::follow(reader, operation.get("requestBody")?, at.key("requestBody"))?;
    let members = reader.object(value, &at, "a request body")?;
    let contents = contents(reader, members, &at);
    let decoded: openapiv3::RequestBody = reader.decode(without(members, |key| ["content"].contains(&key)), &at)?;
    Some(RequestBody { at, required: decoded.required, contents })
}

/// Reads the `responses` of an operation.
pub(super) fn read_responses<'a>(
    reader: &mut Reader<'a>,
    operation: &'a Map<String, Value>,
    at: &Pointer,
) -> Vec<Response> {
    let Some(value) = operation.get("responses") else {
        let problem = Diagnostic::new(Code::Structure, at.clone(), "the operation has no `responses`")
            .help("say at least which status it answers with when it succeeds");
        reader.diagnostics.push(problem);
        return Vec::new();
    };
    let at = at.key("responses");
    let Some(members) = reader.object(value, &at, "`responses`") else { return Vec::new() };
    let described = members.iter().filter(|(key, _)| !key.starts_with("x-"));
    described.filter_map(|(key, value)| response(reader, key, value, at.key(key))).collect()
}

fn response<'a>(reader: &mut Reader<'a>, key: &str, value: &'a Value, at: Pointer) -> Option<Response> {
    let status = status(reader, key, &at)?;
    let (at, value) = reference::follow(reader, value, at)?;
    let members = reader.object(value, &at, "a response")?;
    let contents = contents(reader, members, &at);
    reader
        .decode::<openapiv3::Response>(without(members, |key| ["content", "headers", "links"].contains(&key)), &at)?;
    let headers = members.get("headers").and_then(Value::as_object);
    let headers = headers.into_iter().flat_map(Map::keys).cloned().collect();
    Some(Response { at, status, headers, contents })
}

fn status(reader: &mut Reader<'_>, key: &str, at: &Pointer) -> Option<Status> {
    let status = parsed_status(key);
    if status.is_none() {
        let problem = Diagnostic::new(Code::Structure, at.clone(), format!("`{key}` is not a status"))
            .help("a status is a number such as 200, a range such as 4XX, or `default`");
        reader.diagnostics.push(problem);
    }
    status
}

fn parsed_status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    match key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
        Some(range) => range.parse().ok().filter(|range| (1..6).contains(range)).map(Status::Range),
        None => key.parse().ok().filter(|code| (100..600).contains(code)).map(Status::Code),
    }
}

/// The media types of a body or a response, with their schemas.
fn contents<'a>(reader: &mut Reader<'a>, owner: &'a Map<String, Value>, at: &Pointer) -> Vec<Content> {
    let Some(value) = owner.get("content") else { return Vec::new() };
    let at = at.key("content");
    let Some(members) = reader.object(value, &at, "`content`") else { return Vec::new() };
    let mut contents = Vec::new();
    for (media_type, value) in members {
        let Some((at, value)) = reference::follow(reader, value, at.key(media_type)) else { continue };
        let Some(members) = reader.object(value, &at, "a media type") else { continue };
        let schema = members.get("schema").map(|schema| reader.schema(at.key("schema"), schema));
        contents.push(Content { at, media_type: media_type.clone(), schema });
    }
    contents
}
