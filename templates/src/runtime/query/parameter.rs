//! How values stand in queries, headers and forms (OpenAPI "Style Values").

use super::super::value::values::Value;

/// How a list or an object is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A list as `a=1,2`.
    Joined,
    /// A list as `a=1&a=2`.
    Exploded,
    /// An object as `a[key]=1`.
    DeepObject,
}

/// A parameter as it is written: under each name, a list of texts.
#[inline]
pub(crate) fn texts(name: &str, style: Style, value: &Value) -> Vec<(String, Vec<String>)> {
    let one = |value| vec![text(value)];
    match (value, style) {
        (Value::Null, _) => Vec::new(),
        (Value::Array(values), Style::Joined) => vec![(name.to_owned(), values.iter().map(text).collect())],
        (Value::Array(values), Style::Exploded | Style::DeepObject) => {
            values.iter().map(|value| (name.to_owned(), one(value))).collect()
        }
        (Value::Object(members), Style::DeepObject) => {
            members.iter().map(|(key, value)| (format!("{name}[{key}]"), one(value))).collect()
        }
        // Exploded objects stand for themselves (OpenAPI style `form`).
        (Value::Object(members), Style::Exploded) => {
            members.iter().map(|(key, value)| (key.clone(), one(value))).collect()
        }
        (value, _) => vec![(name.to_owned(), one(value))],
    }
}

/// A value as text: strings without quotes, lists joined by commas.
#[inline]
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Object(members) => {
            members.iter().map(|(key, value)| format!("{key},{}", text(value))).collect::<Vec<_>>().join(",")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
