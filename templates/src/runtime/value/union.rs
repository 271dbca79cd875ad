//! Values that are one of several types.
//!
//! The alternative is chosen by a look at the value, which is then read as any other of that type.

use super::super::schema::shape::Shape;
use super::decode::Input;
use super::values::Value;
use super::view::Viewed;

/// One of several types: what is emitted for each.
pub trait Union: Viewed + Sized {
    /// The alternatives and what tells them apart: a shape of a union.
    const SHAPE: &'static Shape;

    /// Reads the alternative at this position of the table.
    fn read(index: usize, input: Input<'_>) -> Option<Self>;

    /// Keeps a value that is none of the alternatives.
    fn unknown(value: Value) -> Self;
}

/// Reads a union: how all of them implement [`Decode`](super::super::Decode).
#[doc(hidden)]
pub fn decode_union<U: Union>(slot: &mut Option<U>, input: Input<'_>) {
    // By hand, as in all that is compiled for each type: a closure would be a function of its own.
    if let Some(index) = input.alternative(U::SHAPE) {
        *slot = U::read(index, input);
    }
    if slot.is_some() {
        return;
    }
    if let Some(value) = unlisted(input) {
        *slot = Some(U::unknown(value));
    }
}

/// Returns a value that is none of the alternatives; null is absence, as everywhere.
fn unlisted(input: Input<'_>) -> Option<Value> {
    if input.is_null() && !input.cx().is_hole {
        return None;
    }
    input.mark_dirty();
    Some(input.value().unwrap_or_default())
}
