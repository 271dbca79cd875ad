//! Replaces the media types of bodies.

use serde_json::{Map, Value};

use crate::repair::Refusal;
use crate::repair::place::operations;
use crate::source::{Moves, Pointer};
use crate::spec::nearest::meant;

/// Replaces a media type of all requests or of all responses. Where a body is described with both, the document of
/// the new one counts.
pub(super) fn replace(
    document: &mut Value,
    of_requests: bool,
    old: &str,
    new: &str,
    moves: &mut Moves,
) -> Result<(), Refusal> {
    let mut known: Vec<String> = Vec::new();
    let mut is_found = false;
    for at in contents(document, of_requests) {
        let Some(content) = document.pointer_mut(at.as_str()).and_then(Value::as_object_mut) else { continue };
        known.extend(content.keys().filter(|key| *key != new).cloned());
        if content.contains_key(old) && old != new {
            is_found = true;
            if rename(content, old, new) {
                moves.push(at.key(old).as_str(), at.key(new).as_str());
            }
        }
    }
    if is_found {
        return Ok(());
    }
    let bodies = if of_requests { "request" } else { "response" };
    let refusal = Refusal::new(format!("no {bodies} of the document has the media type `{old}`"));
    known.sort();
    known.dedup();
    Err(refusal.help(match meant(old, known.iter().map(String::as_str)) {
        Some(question) => question,
        None if known.is_empty() => "remove this repair".to_owned(),
        None => format!("there are `{}`", known.join("`, `")),
    }))
}

/// Renames a key in its place; returns whether what it held was kept.
fn rename(content: &mut Map<String, Value>, old: &str, new: &str) -> bool {
    let is_new = !content.contains_key(new);
    let members = std::mem::take(content);
    for (key, value) in members {
        match key == old {
            true if is_new => drop(content.insert(new.to_owned(), value)),
            true => {}
            false => drop(content.insert(key, value)),
        }
    }
    is_new
}

/// Returns the `content` of all requests or of all responses.
fn contents(document: &Value, of_requests: bool) -> Vec<Pointer> {
    let components = Pointer::root().key("components");
    let mut owners = Vec::new();
    for operation in operations(document) {
        match of_requests {
            true => owners.push(operation.at.key("requestBody")),
            false => owners.extend(children(document, &operation.at.key("responses"))),
        }
    }
    owners.extend(children(document, &components.key(if of_requests { "requestBodies" } else { "responses" })));
    owners.into_iter().map(|owner| owner.key("content")).collect()
}

fn children(document: &Value, at: &Pointer) -> Vec<Pointer> {
    let members = document.pointer(at.as_str()).and_then(Value::as_object);
    members.into_iter().flatten().map(|(key, _)| at.key(key)).collect()
}
