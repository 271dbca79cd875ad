//! Values that cannot be sent, such as the numbers that JSON does not have (RFC 8259, section 6).
//!
//! Setters give no errors. What cannot be sent stands in their place as an object that nothing else makes,
//! and the request that holds it is refused.

use std::fmt::Display;

use super::values::{Object, Value};

/// The one member of such an object.
const KEY: &str = "$unsendable";

/// Separates the text of a local id from the number of its batch, until the batch is sent. Batches give the same texts
/// to different resources, and outside of a batch there is no such resource.
pub(crate) const OF_BATCH: char = '\u{1f}';

/// Returns a number as JSON.
#[inline]
pub(crate) fn number(number: f64) -> Value {
    if number.is_finite() { number.into() } else { unsendable(format!("{number} is no number of JSON")) }
}

/// Returns what stands for a value that cannot be sent, for this reason.
#[inline]
pub(crate) fn unsendable(reason: String) -> Value {
    let mut object = Object::new();
    object.insert(KEY.to_owned(), reason.into());
    Value::Object(object)
}

/// Returns where something in a value cannot be sent, and why: `name` with the rest of the JSON pointer.
#[inline]
pub(crate) fn find(name: &str, value: &Value) -> Option<String> {
    let (pointer, reason) = locate(value)?;
    Some(format!("`{name}{pointer}`: {reason}"))
}

/// Finds the pointer of what cannot be sent. It is put together on the way back, so that what can be sent costs a walk
/// and nothing else.
pub(crate) fn locate(value: &Value) -> Option<(String, &str)> {
    let below = |key: &dyn Display, value| {
        let (pointer, reason) = locate(value)?;
        Some((format!("/{key}{pointer}"), reason))
    };
    match value {
        Value::Array(values) => values.iter().enumerate().find_map(|(position, value)| below(&position, value)),
        Value::Object(members) => match members.get(KEY) {
            Some(reason) if members.len() == 1 => Some((String::new(), reason.as_str().unwrap_or_default())),
            _ if is_of_batch(members) => Some((String::new(), "it is a change of a batch, and known in that alone")),
            _ => members.iter().find_map(|(key, value)| below(key, value)),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Returns whether an identifier names a change of a batch that is not sent.
fn is_of_batch(identifier: &Object) -> bool {
    matches!(identifier.get("lid"), Some(Value::String(lid)) if lid.contains(OF_BATCH))
}
