//! Decodes one piece of a document, and finds the member that an error is about.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Pointer;

/// Members that OpenAPI requires and a client can do without, with what stands in for them.
const DISPENSABLE: &[&str] = &["description", "title", "version"];

/// Decodes `piece`, which stands at `at`. Members that are wrong are left out with a remark, and texts that nothing
/// depends on are supplied; without anything else that is required there is an error.
pub(super) fn decode<T>(piece: Map<String, Value>, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<T>
where
    T: for<'de> Deserialize<'de>,
{
    let mut piece = Value::Object(piece);
    let mut left_out: Vec<String> = Vec::new();
    loop {
        let error = match T::deserialize(&piece) {
            Ok(decoded) => return Some(decoded),
            Err(error) => error.to_string(),
        };
        if let Some(key) = DISPENSABLE.iter().find(|key| error == missing(key)) {
            if !left_out.iter().any(|known| known == key) {
                diagnostics.push(supplied(key, at));
            }
            piece.as_object_mut()?.insert((*key).to_owned(), Value::from(""));
            continue;
        }
        if left_out.iter().any(|key| error == missing(key)) {
            return None;
        }
        let Some((key, rest)) = culprit::<T>(&piece, &error) else {
            let (message, help) = (reason(&error), remedy(&error));
            diagnostics.push(Diagnostic::new(Code::Structure, at.clone(), message).help(help));
            return None;
        };
        let is_missed = T::deserialize(&rest).is_err_and(|other| other.to_string() == missing(&key));
        diagnostics.push(unreadable(&key, &error, is_missed, at));
        piece = rest;
        left_out.push(key);
    }
}

/// Returns the remark that a text which nothing depends on is not there.
fn supplied(key: &str, at: &Pointer) -> Diagnostic {
    let message = format!("there is no `{key}`, which OpenAPI requires");
    Diagnostic::new(Code::Assumed, at.clone(), message).help(format!("it is taken for an empty text; add `{key}`"))
}

/// Returns what is wrong with a member: an error where the piece is nothing without it, else a remark that it is
/// ignored.
fn unreadable(key: &str, error: &str, is_missed: bool, at: &Pointer) -> Diagnostic {
    let is_error = is_missed && !DISPENSABLE.contains(&key);
    let (code, ignored) = if is_error { (Code::Structure, "") } else { (Code::Assumed, "; until then it is ignored") };
    let message = format!("`{key}` cannot be read: {}", reason(error));
    Diagnostic::new(code, at.key(key), message).help(format!("{}{ignored}", remedy(error)))
}

/// Returns what serde says of a member that is not there.
fn missing(key: &str) -> String {
    format!("missing field `{key}`")
}

/// The words of serde for what it expects, and ours.
const EXPECTED: &[(&str, &str)] = &[
    ("a boolean", "a boolean"),
    ("a map", "an object"),
    ("a sequence", "a list"),
    ("a string", "a text"),
    ("f64", "a number"),
    ("i64", "a whole number"),
    ("map", "an object"),
    ("struct", "an object"),
    ("u64", "a whole number"),
    ("usize", "a whole number"),
];

/// Returns what serde expected, in our words.
fn expected(error: &str) -> Option<&'static str> {
    let (_, wanted) = error.rsplit_once("expected ")?;
    EXPECTED.iter().find(|(theirs, _)| wanted.starts_with(theirs)).map(|(_, ours)| *ours)
}

/// Returns what is wrong, in our words.
fn reason(error: &str) -> String {
    let found = error.strip_prefix("invalid type: ").or_else(|| error.strip_prefix("invalid value: "));
    let found = found.and_then(|rest| rest.split_once(", expected ")).map(|(found, _)| found);
    if let (Some(found), Some(wanted)) = (found, expected(error)) {
        return format!("{} where {wanted} belongs", article(found));
    }
    if let Some(key) = error.strip_prefix("missing field ") {
        return format!("there is no {key}");
    }
    if let Some(rest) = error.strip_prefix("unknown variant ") {
        return format!("{} is not a value that OpenAPI has here", rest.split(", ").next().unwrap_or_default());
    }
    "it does not have the form that OpenAPI gives it".to_owned()
}

/// Returns what serde found, as a phrase.
fn article(found: &str) -> String {
    let found = found.replace("sequence", "list").replace("map", "object").replace("floating point", "number");
    match found.split(' ').next() {
        Some("integer") => format!("an {found}"),
        Some("object") => format!("an {found}"),
        Some("null") => found,
        _ => format!("a {found}"),
    }
}

/// Returns what to do about it.
fn remedy(error: &str) -> String {
    if let Some(wanted) = expected(error) {
        return format!("write {wanted}");
    }
    if let Some(key) = error.strip_prefix("missing field ") {
        return format!("add {key}");
    }
    if ["`body`", "`formData`"].iter().any(|left| error.starts_with(&format!("unknown variant {left}"))) {
        return "it is of Swagger 2.0; describe it as `requestBody`".to_owned();
    }
    match error.split_once("expected one of ").or_else(|| error.split_once("expected ")) {
        Some((_, words)) if error.starts_with("unknown variant") => format!("write one of {words}"),
        _ => "compare it with the OpenAPI specification".to_owned(),
    }
}

/// Returns the member without which the same error no longer occurs, and the piece without it. Where a member
/// is missing, one that would be missed as well is not to blame.
fn culprit<T>(piece: &Value, error: &str) -> Option<(String, Value)>
where
    T: for<'de> Deserialize<'de>,
{
    let members = piece.as_object()?;
    let is_missing = error.starts_with("missing field");
    members.keys().find_map(|key| {
        let mut rest = members.clone();
        rest.shift_remove(key);
        let rest = Value::Object(rest);
        match T::deserialize(&rest) {
            Err(other) if other.to_string() == error => None,
            Err(other) if is_missing && other.to_string() == missing(key) => None,
            _ => Some((key.clone(), rest)),
        }
    })
}
