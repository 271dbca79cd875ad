//! Responses of an operation that succeeds.
//!
//! | `responses` | Success |
//! | --- | --- |
//! | `200` with a book, `404` | the payload, a book |
//! | `200` with a book, `204` | the payload or nothing |
//! | `201` with a book, `202` with a job | an outcome for each status |

use std::mem;

use crate::ir::{Method, Outcome, OutcomeContent, Payload, Status, Success, Type};
use crate::lower::context::{Cx, Direction};
use crate::lower::media::{Treatment, named, preferred, treatment};
use crate::lower::shape::{Group, ShapeKind};
use crate::lower::{batch, document, nearly, schema};
use crate::spec::{Content, Operation, Response};

/// Returns the successful responses of an operation as one.
pub(super) fn lower(cx: &mut Cx<'_>, responses: &[Response]) -> Success {
    let described = successes(cx, responses);
    let bodies = bodies(cx, &described);
    let payloads: Vec<Payload> = bodies.iter().map(|(_, _, content)| payload(cx, content)).collect();
    let differ = payloads.split_first().is_some_and(|(first, others)| others.iter().any(|other| !alike(first, other)));
    let has_body = |status: &u16| bodies.iter().any(|(other, ..)| other == status);
    let empty = described.iter().map(|(status, _)| *status).filter(|status| !has_body(status)).collect();
    let mut payloads = payloads.into_iter();
    let payload = payloads.next().unwrap_or(Payload::Empty);
    let outcomes = if differ { outcomes(cx, &described, payloads) } else { Vec::new() };
    Success {
        statuses: described.iter().map(|(status, _)| *status).collect(),
        media_type: accepted(&bodies),
        payload,
        empty,
        outcomes,
    }
}

/// Remarks that a `GET` brings nothing by its description: what it answers with (RFC 9110, section 15.3.1) is not read.
pub(super) fn remark_nothing(cx: &mut Cx<'_>, operation: &Operation, success: &Success) {
    let is_ok = |response: &&Response| successful(response).is_some_and(|(status, _)| status == 200);
    let is_error = |response: &Response| matches!(response.status, Status::Code(400..) | Status::Range(4..));
    let at = match operation.responses.iter().find(is_ok) {
        Some(ok) => &ok.at,
        None if !operation.responses.is_empty() && operation.responses.iter().all(is_error) => &operation.at,
        // A status such as 204 brings nothing by itself, and a redirect is an answer, too.
        None => return,
    };
    if operation.method == Method::Get && matches!(success.payload, Payload::Empty) {
        let help = "the client reads nothing of it; add `content` with the media type and the schema";
        cx.unsupported(at, "what this `GET` answers with is not described", help);
    }
}

/// Returns the media types of all bodies, as a request asks for them.
fn accepted(bodies: &[(u16, &Response, &Content)]) -> Option<String> {
    let mut media_types: Vec<String> = Vec::new();
    for (_, _, content) in bodies {
        let media_type = named(&content.media_type);
        if !media_types.contains(&media_type) {
            media_types.push(media_type);
        }
    }
    if media_types.is_empty() { None } else { Some(media_types.join(", ")) }
}

/// Returns whether two payloads are read as the same Rust type.
fn alike(one: &Payload, other: &Payload) -> bool {
    match (one, other) {
        (Payload::Document(one), Payload::Document(other)) => one.data == other.data && one.meta == other.meta,
        (Payload::Json(one), Payload::Json(other)) => one == other,
        (Payload::Batch(_), Payload::Batch(_)) | (Payload::Raw, Payload::Raw) | (Payload::Empty, Payload::Empty) => {
            true
        }
        _ => false,
    }
}

/// Returns what each status brings, by status. `others` are the payloads after that of the lowest status.
fn outcomes(
    cx: &mut Cx<'_>,
    described: &[(u16, &Response)],
    mut others: impl Iterator<Item = Payload>,
) -> Vec<Outcome> {
    let mut is_first = true;
    let mut outcomes = Vec::new();
    for (_, response) in described {
        let has_body = preferred(cx, &response.contents).is_some();
        let content = match has_body {
            true if mem::take(&mut is_first) => OutcomeContent::Main,
            true => others.next().map_or(OutcomeContent::Empty, OutcomeContent::Other),
            false => OutcomeContent::Empty,
        };
        outcomes.push(Outcome { status: response.status, content });
    }
    outcomes
}

/// Returns the response of the lowest successful status that has a body, and its content.
pub(super) fn described<'r>(cx: &mut Cx<'_>, responses: &'r [Response]) -> Option<(&'r Response, &'r Content)> {
    let described = successes(cx, responses);
    let bodies = bodies(cx, &described);
    bodies.into_iter().next().map(|(_, response, content)| (response, content))
}

/// Returns the successful responses, by status. Where no other one describes success, `default` does: if it is the only
/// response of an operation and no document of errors, or has primary data, which errors never have (JSON:API "Top Level").
fn successes<'r>(cx: &mut Cx<'_>, responses: &'r [Response]) -> Vec<(u16, &'r Response)> {
    let mut described: Vec<(u16, &Response)> = responses.iter().filter_map(successful).collect();
    if described.is_empty() {
        let default = responses.iter().find(|response| response.status == Status::Default);
        let is_success = |one: &&Response| match responses.len() {
            1 => !has_member(cx, one, "errors") || has_member(cx, one, "data"),
            _ => has_member(cx, one, "data"),
        };
        described.extend(default.filter(is_success).map(|one| (200, one)));
    }
    // A range is for all statuses that are not described by themselves.
    described.sort_by_key(|(status, response)| (matches!(response.status, Status::Range(_)), *status));
    described
}

/// Returns whether `default` describes success.
pub(super) fn is_by_default(cx: &mut Cx<'_>, responses: &[Response]) -> bool {
    successes(cx, responses).iter().any(|(_, response)| response.status == Status::Default)
}

/// Returns whether the content of a response has a member.
fn has_member(cx: &mut Cx<'_>, response: &Response, name: &str) -> bool {
    let schema = preferred(cx, &response.contents).and_then(|content| content.schema);
    schema.is_some_and(|schema| match &cx.shape(&Group::one(schema)).kind {
        ShapeKind::Object(object) => object.property(name).is_some(),
        _ => false,
    })
}

/// Returns the content of each response that has one.
fn bodies<'r>(cx: &mut Cx<'_>, described: &[(u16, &'r Response)]) -> Vec<(u16, &'r Response, &'r Content)> {
    let mut bodies = Vec::new();
    for (status, response) in described {
        bodies.extend(preferred(cx, &response.contents).map(|content| (*status, *response, content)));
    }
    bodies
}

/// Returns the status of a successful response; of the range `2XX` its first.
fn successful(response: &Response) -> Option<(u16, &Response)> {
    match response.status {
        Status::Code(code) if (200..300).contains(&code) => Some((code, response)),
        Status::Range(2) => Some((200, response)),
        _ => None,
    }
}

pub(super) fn payload(cx: &mut Cx<'_>, content: &Content) -> Payload {
    if treatment(cx, content) != Treatment::Json {
        return Payload::Raw;
    }
    if let Some(document) = document::exemplified(cx, content) {
        return Payload::Document(document);
    }
    let Some(schema) = content.schema else {
        nearly::remark_untold(cx, content);
        return Payload::Json(Type::Json);
    };
    let group = Group::one(schema);
    if let Some(results) = batch::response(cx, &group) {
        return results;
    }
    match document::response(cx, &group, nearly::is_meant(content)) {
        Some(document) => Payload::Document(document),
        None => {
            nearly::remark(cx, content, &group);
            Payload::Json(schema::whole(cx, &group, Direction::Read))
        }
    }
}
