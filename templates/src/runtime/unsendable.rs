//! Values that cannot be sent, such as the numbers that JSON does not have (RFC 8259, section 6).
//!
//! Setters give no errors. What cannot be sent stands in their place as an object that nothing else makes,
//! and the request that holds it is refused.

use super::values::{Object, Value};

/// The one member of such an object.
const KEY: &str = "$unsendable";

/// A number as JSON.
pub(super) fn number(number: f64) -> Value {
    if number.is_finite() { number.into() } else { unsendable(format!("{number} is no number of JSON")) }
}

/// What stands for a value that cannot be sent, for this reason.
pub(super) fn unsendable(reason: String) -> Value {
    Value::Object(Object::from_iter([(KEY.to_owned(), reason.into())]))
}

/// Where something in a value cannot be sent, and why: `name` with the rest of the JSON pointer.
pub(super) fn find(name: &str, value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => {
            values.iter().enumerate().find_map(|(position, value)| find(&format!("{name}/{position}"), value))
        }
        Value::Object(members) => match members.get(KEY) {
            Some(reason) if members.len() == 1 => Some(format!("`{name}`: {}", reason.as_str().unwrap_or_default())),
            _ => members.iter().find_map(|(key, value)| find(&format!("{name}/{key}"), value)),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
