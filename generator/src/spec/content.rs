//! Request bodies, responses, and their content.

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic};
use crate::ir::Status;
use crate::source::Pointer;
use crate::spec::model::{Content, Encoding, RequestBody, Response, Style};
use crate::spec::reader::{Reader, without};
use crate::spec::{link, parameter, reference};

/// Reads the `requestBody` of an operation.
pub(super) fn read_body<'a>(
    reader: &mut Reader<'a>,
    operation: &'a Map<String, Value>,
    at: &Pointer,
) -> Option<RequestBody> {
    let (at, value) = reference::follow(reader, operation.get("requestBody")?, at.key("requestBody"))?;
    let members = reader.object(value, &at, "a request body")?;
    let contents = contents(reader, members, &at);
    let decoded: openapiv3::RequestBody = reader.decode(without(members, |key| key == "content"), &at)?;
    if members.get("content").is_none_or(|content| content.as_object().is_some_and(Map::is_empty)) {
        let problem = Diagnostic::new(Code::Assumed, at.clone(), "the request body has no media type in `content`");
        reader.diagnostics.push(problem.help("no body is sent; add its media type, with the schema"));
    }
    let is_stated_optional = members.get("required").and_then(Value::as_bool) == Some(false);
    Some(RequestBody { at, required: decoded.required, is_stated_optional, contents })
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
    let of_one: Vec<Status> = members.keys().filter_map(|key| parsed_status(key)).collect();
    let read = described.flat_map(|(key, value)| {
        let at = at.key(key);
        let mut statuses = statuses(reader, key, &at);
        // What a status has by itself says more than what it shares.
        statuses.retain(|status| parsed_status(key).is_some() || !of_one.contains(status));
        response(reader, &statuses, value, at)
    });
    read.collect()
}

/// Reads a response, which is one for each of its statuses.
fn response<'a>(reader: &mut Reader<'a>, statuses: &[Status], value: &'a Value, at: Pointer) -> Vec<Response> {
    let Some(first) = statuses.first() else { return Vec::new() };
    let Some(read) = response_of(reader, *first, value, at) else { return Vec::new() };
    let may_have_content = statuses.iter().any(|status| !is_empty(*status));
    if let (Status::Code(code), false, false) = (first, may_have_content, read.contents.is_empty()) {
        let message = format!("a response with the status {code} has no content");
        let problem = Diagnostic::new(Code::Assumed, read.at.key("content"), message);
        reader.diagnostics.push(problem.help("it is ignored; describe it for another status, such as 200"));
    }
    let of = |status: &Status| Response {
        status: *status,
        contents: if is_empty(*status) { Vec::new() } else { read.contents.clone() },
        ..read.clone()
    };
    statuses.iter().map(of).collect()
}

fn response_of<'a>(reader: &mut Reader<'a>, status: Status, value: &'a Value, at: Pointer) -> Option<Response> {
    let (at, value) = reference::follow(reader, value, at)?;
    let members = reader.object(value, &at, "a response")?;
    let contents = contents(reader, members, &at);
    reader
        .decode::<openapiv3::Response>(without(members, |key| ["content", "headers", "links"].contains(&key)), &at)?;
    let headers = parameter::read_headers(reader, members, &at);
    let description = members.get("description").and_then(Value::as_str).map(str::to_owned);
    let links = link::read_links(reader, members, &at);
    Some(Response { at, status, description, headers, contents, links })
}

/// Returns whether responses with a status have no content, whatever is described (RFC 9110, sections 15.3.5 and 15.3.6).
fn is_empty(status: Status) -> bool {
    matches!(status, Status::Code(204 | 205))
}

/// Returns the status that a key names, or several, with a remark: `4XX-5XX` or `400, 404`.
fn statuses(reader: &mut Reader<'_>, key: &str, at: &Pointer) -> Vec<Status> {
    if let Some(status) = parsed_status(key) {
        return vec![status];
    }
    let found = ranges(key).or_else(|| key.split([',', '/', '|']).map(|part| parsed_status(part.trim())).collect());
    let (found, message, help) = match found {
        Some(found) if found.len() == 1 => (
            found,
            format!("the status `{key}` has blanks around it"),
            format!("it is taken for `{}`; leave them out", key.trim()),
        ),
        Some(found) => (
            found,
            format!("`{key}` is not one status"),
            "it is taken for the statuses that it names; describe a response for each".to_owned(),
        ),
        None => (
            Vec::new(),
            format!("`{key}` is not a status"),
            "the response is left out; a status is a number such as 200, a range such as 4XX, or `default`".to_owned(),
        ),
    };
    let code = if found.is_empty() { Code::Unsupported } else { Code::Assumed };
    reader.diagnostics.push(Diagnostic::new(code, at.clone(), message).help(help));
    found
}

/// Returns the ranges from one to another: `3XX-5XX` are three.
fn ranges(key: &str) -> Option<Vec<Status>> {
    let (first, last) = key.split_once('-')?;
    match (parsed_status(first.trim())?, parsed_status(last.trim())?) {
        (Status::Range(first), Status::Range(last)) if first < last => {
            Some((first..=last).map(Status::Range).collect())
        }
        _ => None,
    }
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

/// Returns the media types of a body or a response, with their schemas.
fn contents<'a>(reader: &mut Reader<'a>, owner: &'a Map<String, Value>, at: &Pointer) -> Vec<Content> {
    let Some(value) = owner.get("content") else { return Vec::new() };
    let at = at.key("content");
    let Some(members) = reader.object(value, &at, "`content`") else { return Vec::new() };
    let mut contents = Vec::new();
    for (media_type, value) in members {
        let Some((at, value)) = reference::follow(reader, value, at.key(media_type)) else { continue };
        let Some(members) = reader.object(value, &at, "a media type") else { continue };
        let schema = members.get("schema").map(|schema| reader.schema(at.key("schema"), schema));
        let item = members.get("itemSchema").map(|schema| reader.schema(at.key("itemSchema"), schema));
        let encoding = encodings(reader, members, &at);
        contents.push(Content { at, media_type: media_type.clone(), schema, item, encoding });
    }
    contents
}

/// Returns how the parts of a form are written.
fn encodings<'a>(reader: &mut Reader<'a>, content: &'a Map<String, Value>, at: &Pointer) -> Vec<(String, Encoding)> {
    let Some(value) = content.get("encoding") else { return Vec::new() };
    let at = at.key("encoding");
    let Some(members) = reader.object(value, &at, "`encoding`") else { return Vec::new() };
    let mut encodings = Vec::new();
    for (name, value) in members {
        let at = at.key(name);
        let Some(members) = reader.object(value, &at, "an encoding") else { continue };
        encodings.push((name.clone(), encoding(reader, members, &at)));
    }
    encodings
}

fn encoding<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer) -> Encoding {
    let text = |key: &str| members.get(key).and_then(Value::as_str);
    let style = match text("style") {
        Some("form") => Some(Style::Form),
        Some("spaceDelimited") => Some(Style::SpaceDelimited),
        Some("pipeDelimited") => Some(Style::PipeDelimited),
        Some("deepObject") => Some(Style::DeepObject),
        _ => None,
    };
    let media_types = text("contentType").into_iter().flat_map(|list| list.split(',')).map(str::trim);
    Encoding {
        media_types: media_types.filter(|media_type| !media_type.is_empty()).map(str::to_owned).collect(),
        headers: parameter::read_headers(reader, members, at),
        style,
        explode: members.get("explode").and_then(Value::as_bool),
        allow_reserved: members.get("allowReserved").and_then(Value::as_bool).unwrap_or(false),
    }
}
