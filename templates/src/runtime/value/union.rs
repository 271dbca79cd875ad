//! Values that are one of several types.
//!
//! The text of the value is kept aside, its alternative is chosen by a look at it, and it is read
//! again as that alternative: the code of the alternative is the same as anywhere else.

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::value::RawValue;

use super::super::schema::select::select;
use super::super::schema::shape::Shape;
use super::context::Context;
use super::decode::Decode;
use super::values::Value;

/// One of several types: what is emitted for each.
pub trait Union: Sized {
    /// The alternatives and what tells them apart; a [`Shape::Union`].
    const SHAPE: &'static Shape;

    /// Reads the alternative at this position of the table.
    fn read<R: ReadAlternative>(index: usize, raw: R) -> Option<Self>;

    /// Keeps a value that is none of the alternatives.
    fn unknown(value: Value) -> Self;
}

/// Reads a value as an alternative.
///
/// There is one implementation. It is a type parameter of [`Union::read`] so that the code which reads the
/// alternatives is made where a union is decoded, and not for every union of the description.
pub trait ReadAlternative {
    /// Reads the value as a `T`; `None` when it is none.
    fn read<T: Decode>(self) -> Option<T>;

    /// Reads the value as a `T` on the heap; `None` when it is none.
    fn read_boxed<T: Decode>(self) -> Option<Box<T>>;
}

/// The text of a value that is to be read as an alternative.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raw<'t> {
    text: &'t str,
    cx: &'t Context,
}

impl<'t> Raw<'t> {
    /// The text of a part of the body, which is to be read in the course of a decode.
    pub(crate) fn new(text: &'t str, cx: &'t Context) -> Self {
        Self { text, cx }
    }
}

impl ReadAlternative for Raw<'_> {
    fn read<T: Decode>(self) -> Option<T> {
        let mut slot = None;
        T::decode(&mut slot, &mut serde_json::Deserializer::from_str(self.text), self.cx).ok()?;
        slot
    }

    fn read_boxed<T: Decode>(self) -> Option<Box<T>> {
        self.read().map(Box::new)
    }
}

/// How unions implement [`Decode::decode`].
///
/// # Errors
/// When the text is no JSON.
pub fn decode_union<'de, U: Union, D: Deserializer<'de>>(
    slot: &mut Option<U>,
    deserializer: D,
    cx: &Context,
) -> Result<(), D::Error> {
    let text = <&RawValue>::deserialize(deserializer)?.get();
    let raw = Raw::new(text, cx);
    *slot = alternative(raw).or_else(|| unknown(raw));
    Ok(())
}

fn alternative<U: Union>(raw: Raw<'_>) -> Option<U> {
    let Shape::Union(alternatives) = U::SHAPE else {
        return None;
    };
    U::read(select(raw.text, alternatives)?, raw)
}

/// A value that is none of the alternatives; null is absence, as everywhere.
fn unknown<U: Union>(raw: Raw<'_>) -> Option<U> {
    if raw.text == "null" {
        return None;
    }
    raw.cx.mark_dirty();
    Some(U::unknown(raw.read().unwrap_or(Value::Null)))
}
