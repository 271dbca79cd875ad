//! Values of types of other crates (`types` in `jsonapi-forge.toml`), which are read and written by their serde.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::schema::shape::Shape;
use super::decode::{Decode, Input};
use super::encode::{Change, Encode};
use super::unsendable::unsendable;
use super::values::Value;
use super::view::{View, Viewed};

/// A value of a type of another crate, such as `uuid::Uuid`, with the JSON that it is on the wire.
///
/// What the type does not read is kept as JSON and reported as a mismatch; the page around it is not lost.
///
/// ```rust,ignore
/// let host: Foreign<Ipv4Addr> = Ipv4Addr::LOCALHOST.into();
/// assert_eq!(host.get(), Some(&Ipv4Addr::LOCALHOST));
/// let other = Foreign::<Ipv4Addr>::from_json("unknown");
/// assert_eq!(other.get(), None);
/// assert_eq!(other.json(), "unknown");
/// ```
#[derive(Clone)]
pub struct Foreign<T> {
    json: Value,
    value: Option<T>,
}

impl<T> Foreign<T> {
    /// Returns the value; `None` where its type does not read the JSON.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Returns the value, or else the JSON, which its type does not read.
    ///
    /// # Errors
    /// When the type does not read the JSON.
    pub fn into_value(self) -> Result<T, Value> {
        self.value.ok_or(self.json)
    }

    /// Returns the JSON on the wire. Of a number it has the double that is nearest; [`get`](Self::get) has what the
    /// type reads of all its digits.
    pub fn json(&self) -> &Value {
        &self.json
    }
}

impl<T: DeserializeOwned> Foreign<T> {
    /// Makes a value of any JSON, also of what the type does not read.
    pub fn from_json(json: impl Into<Value>) -> Self {
        let json = json.into();
        Self { value: T::deserialize(&json).ok(), json }
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// Returns whether a type reads a value, for the tables of types that hold it.
pub fn reads<T: DeserializeOwned>(json: &str) -> bool {
    read::<T>(json).is_some()
}

impl<T: Serialize> From<T> for Foreign<T> {
    fn from(value: T) -> Self {
        let json = serde_json::to_value(&value).unwrap_or_else(|error| unsendable(error.to_string()));
        Self { json, value: Some(value) }
    }
}

impl<T: Serialize> From<T> for Change<Foreign<T>> {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}

impl<T: DeserializeOwned> Decode for Foreign<T> {
    const SHAPE: &'static Shape = &Shape::Foreign(Shape::ANY, "value of its type", reads::<T>);

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        // What stands in for an element that is not one may be null.
        if input.is_null() && !input.cx().is_hole {
            return;
        }
        let value = read(input.node().text());
        if value.is_none() {
            input.mark_dirty();
        }
        *slot = input.value().map(|json| Self { json, value });
    }
}

impl<T> Viewed for Foreign<T> {
    fn view(&self) -> View<'_> {
        match &self.json {
            Value::String(text) => View::Text(text),
            other => View::Value(other),
        }
    }
}

impl<T> Encode for Foreign<T> {
    fn encode(self) -> Value {
        self.json
    }
}

/// Prints the JSON.
impl<T> fmt::Debug for Foreign<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Foreign").field(&self.view()).finish()
    }
}
