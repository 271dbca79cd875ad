//! Free-form JSON that is sent: whatever serde writes as such.

use serde::Serialize;

use super::encode::{Change, Encode};
use super::unsendable::unsendable;
use super::values::Value;

/// An object that the OpenAPI document does not describe, from any value that serde writes as an object: `json!({..})`, a map,
/// a type of yours.
///
/// What serde refuses or does not write as an object refuses the request. As always with `serde_json`, a number that JSON
/// does not have, such as NaN, is null.
#[derive(Debug, Clone, PartialEq)]
pub struct AnyObject(Value);

/// A value that the OpenAPI document does not describe, from any value that serde writes.
#[derive(Debug, Clone, PartialEq)]
pub struct AnyValue(Value);

// These types implement no `Serialize`, as the conversions would overlap with `From<T> for T`.

impl<T: Serialize> From<T> for AnyObject {
    fn from(value: T) -> Self {
        Self(object(serde_json::to_value(value)))
    }
}

impl<T: Serialize> From<T> for Change<AnyObject> {
    fn from(value: T) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::Null) => Self::Null,
            json => Self::Value(AnyObject(object(json))),
        }
    }
}

impl<T: Serialize> From<T> for AnyValue {
    fn from(value: T) -> Self {
        Self(written(serde_json::to_value(value)))
    }
}

impl Encode for AnyObject {
    fn encode(self) -> Value {
        self.0
    }
}

impl Encode for AnyValue {
    fn encode(self) -> Value {
        self.0
    }
}

/// Returns an object as it is sent.
fn object(json: serde_json::Result<Value>) -> Value {
    match json {
        Ok(Value::Object(members)) => Value::Object(members),
        Ok(other) => unsendable(format!("expected an object, found {}", kind(&other))),
        refused => written(refused),
    }
}

/// Returns a value as it is sent.
fn written(json: serde_json::Result<Value>) -> Value {
    json.unwrap_or_else(|error| unsendable(format!("serde does not write it: {error}")))
}

fn kind(json: &Value) -> &'static str {
    match json {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
