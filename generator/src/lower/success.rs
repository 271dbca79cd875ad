//! What comes back when an operation succeeds.

use crate::ir::{Payload, Status, Success, Type};
use crate::lower::context::{Cx, Direction};
use crate::lower::media::{Treatment, preferred, treatment};
use crate::lower::shape::Group;
use crate::lower::{batch, document, nearly, schema};
use crate::spec::{Content, Response};

/// The successful responses of an operation as one.
pub(super) fn lower(cx: &mut Cx<'_>, responses: &[Response]) -> Success {
    let described = successes(responses);
    let bodies = bodies(cx, &described);
    warn_of_others(cx, &bodies);
    let first = bodies.first().map(|(_, _, content)| *content);
    Success {
        statuses: described.iter().map(|(status, _)| *status).collect(),
        media_type: first.map(|content| content.media_type.clone()),
        payload: first.map_or(Payload::Empty, |content| payload(cx, content)),
        may_be_empty: !bodies.is_empty() && bodies.len() < described.len(),
    }
}

/// The response of the lowest successful status that has a body, and its content.
pub(super) fn described<'r>(cx: &mut Cx<'_>, responses: &'r [Response]) -> Option<(&'r Response, &'r Content)> {
    let bodies = bodies(cx, &successes(responses));
    bodies.into_iter().next().map(|(_, response, content)| (response, content))
}

/// The successful responses, by status. The only response of an operation describes success as well, where it is
/// `default`.
fn successes(responses: &[Response]) -> Vec<(u16, &Response)> {
    let mut described: Vec<(u16, &Response)> = responses.iter().filter_map(successful).collect();
    if let ([only], true) = (responses, described.is_empty()) {
        described.extend((only.status == Status::Default).then_some((200, only)));
    }
    described.sort_by_key(|(status, _)| *status);
    described
}

/// The content of each response that has one.
fn bodies<'r>(cx: &mut Cx<'_>, described: &[(u16, &'r Response)]) -> Vec<(u16, &'r Response, &'r Content)> {
    let mut bodies = Vec::new();
    for (status, response) in described {
        bodies.extend(preferred(cx, &response.contents).map(|content| (*status, *response, content)));
    }
    bodies
}

/// The status of a successful response; of the range `2XX` its first.
fn successful(response: &Response) -> Option<(u16, &Response)> {
    match response.status {
        Status::Code(code) if (200..300).contains(&code) => Some((code, response)),
        Status::Range(2) => Some((200, response)),
        _ => None,
    }
}

/// Only the body of the lowest status is described in the client; another would need its own type.
fn warn_of_others(cx: &mut Cx<'_>, bodies: &[(u16, &Response, &Content)]) {
    let mut keys = Vec::new();
    for (status, response, content) in bodies {
        let key = content.schema.map(|schema| cx.shape(&Group::one(schema)).key.clone());
        if keys.first().is_some_and(|first| *first != key) {
            let message = format!("status {status} has a body of another type than the lowest successful status");
            cx.unsupported(&response.at, message, "the client describes the body of the lowest status only");
        }
        keys.push(key);
    }
}

fn payload(cx: &mut Cx<'_>, content: &Content) -> Payload {
    if treatment(cx, content) != Treatment::Json {
        return Payload::Raw;
    }
    let Some(schema) = content.schema else { return Payload::Json(Type::Json) };
    let group = Group::one(schema);
    if let Some(results) = batch::response(cx, &group) {
        return results;
    }
    match document::response(cx, &group) {
        Some(document) => Payload::Document(document),
        None => {
            nearly::remark(cx, content, &group);
            Payload::Json(schema::lower(cx, &group, Direction::Read).ty)
        }
    }
}
