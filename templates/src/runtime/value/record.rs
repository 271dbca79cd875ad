//! Records: objects with named members.

use super::super::schema::shape::Shape;
use super::decode::{Input, Slot};
use super::hint::Hints;
use super::view::{Fields, RecordView, See, View, Viewed};

/// An object with named members: what is emitted for each.
///
/// Its fields are listed twice, to be read into and to be looked at, in the order of its shape. A member that is
/// described and not kept stands in the lists as `()`.
pub trait Record: Default + Viewed {
    /// Its shape.
    const SHAPE: &'static Shape;

    /// The values that the document suggests for the members, with the features `mock` and `testing` only.
    const HINTS: Hints = &[];

    /// Reads the members of an object.
    fn read(&mut self, input: Input<'_>);

    /// Shows the fields, and then the map of all other members where there is one.
    fn list(&self, see: See<'_>);
}

impl<T: Record> Fields for T {
    fn list(&self, see: See<'_>) {
        Record::list(self, see);
    }
}

/// Returns what is suggested for the members of a record.
#[doc(hidden)]
pub fn hints<T: Record>() -> Hints {
    T::HINTS
}

/// Reads a record: how all of them implement [`Decode`](super::super::Decode).
#[doc(hidden)]
pub fn decode_record<T: Record>(slot: &mut Option<T>, input: Input<'_>) {
    if input.is_object() {
        *slot = Some(T::default());
        // By hand: `Option::insert` would be compiled anew for each record.
        if let Some(record) = slot {
            record.read(input);
        }
    }
}

/// A record in place.
impl<T: Record> Slot for T {
    fn decode(&mut self, input: Input<'_>) {
        if input.is_object() {
            self.read(input);
        }
    }
}

/// Shows a record, under this name of its type: how all of them implement [`Viewed`].
#[doc(hidden)]
pub fn view_record<'r, T: Record>(record: &'r T, name: &'static str) -> View<'r> {
    View::Record(RecordView { name, shape: T::SHAPE, fields: record })
}
