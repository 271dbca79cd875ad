//! The values that links of responses take (OpenAPI "Runtime Expressions"), for the functions that follow them.

use bytes::Bytes;
use http::HeaderMap;

use super::super::schema::tape::at_pointer;
use super::super::value::encode::Encode;
use super::super::value::serialize::value_of;
use super::super::value::values::Value;

/// Returns the part of a body at a JSON pointer; `None` where there is none, or null.
pub fn linked_body(body: &Bytes, pointer: &str) -> Option<Value> {
    let text = str::from_utf8(body).ok()?.trim();
    Some(value_of(at_pointer(text, pointer)?)).filter(|value| !value.is_null())
}

/// Returns the text of a header field; `None` where there is none.
pub fn linked_header(headers: &HeaderMap, name: &str) -> Option<Value> {
    headers.get(name)?.to_str().ok().map(Value::from)
}

/// Returns the value of a JSON text.
pub fn linked_json(text: &str) -> Value {
    value_of(text)
}

/// Returns an argument as JSON.
#[inline]
pub fn linked_argument<T: Encode>(argument: impl Into<T>) -> Value {
    argument.into().encode()
}

/// Puts texts and values together; `None` where one of them is a list or an object.
pub fn linked_text(pieces: &[Value]) -> Option<Value> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Value::String(piece) => text.push_str(piece),
            Value::Bool(_) | Value::Number(_) => text.push_str(&piece.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        }
    }
    Some(text.into())
}
