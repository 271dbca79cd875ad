//! Decoding of one piece, with the blame put on the member that is wrong.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Pointer;

/// Decodes `piece`, which stands at `at`. Members that are wrong are reported, and left out.
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
        if left_out.iter().any(|key| error == missing(key)) {
            return None;
        }
        let Some((key, rest)) = culprit::<T>(&piece, &error) else {
            diagnostics.push(Diagnostic::new(Code::Structure, at.clone(), error));
            return None;
        };
        let message = format!("`{key}` cannot be read: {error}");
        diagnostics.push(Diagnostic::new(Code::Structure, at.key(&key), message));
        piece = rest;
        left_out.push(key);
    }
}

/// What serde says of a member that is not there.
fn missing(key: &str) -> String {
    format!("missing field `{key}`")
}

/// The member without which the same error no longer occurs, and the piece without it. Where a member
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
