//! What a decode carries along: the values of the body, and whether something did not fit.

use std::cell::Cell;

use bytes::Bytes;

use super::super::schema::shape::Shape;
use super::super::schema::tape::{SyntaxError, Tape};

/// The state of one decode.
pub(crate) struct Context<'t> {
    pub(crate) tape: Tape<'t>,
    body: &'t Bytes,
    dirty: Cell<bool>,
    /// The shape of the ids that are read: that of a resource, or those of the identifiers in a relationship.
    pub(crate) ids: Cell<&'static Shape>,
    /// Whether what is read stands in for an element that is not one.
    pub(crate) is_hole: bool,
    /// How many bytes of memory the elements of lists and the members of maps may still take; `None` when they wanted
    /// more.
    room: Cell<Option<usize>>,
}

/// The bytes of memory that elements and members may take for each byte of a body. An element takes what its type
/// takes, however short its text is: a service that sends `[1,1,1,..]` for resources must not take all memory.
const ROOM_FOR_BYTE: usize = 8;

/// The bytes that they may take in any case: a page of a few hundred thousand small values is not an attack.
const LEAST_ROOM: usize = 256 << 20;

impl<'t> Context<'t> {
    /// Creates the context of a decode of `text`, a part of `body`.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub(crate) fn new(body: &'t Bytes, text: &'t str) -> Result<Self, SyntaxError> {
        let (dirty, ids) = (Cell::new(false), Cell::new(Shape::STRING));
        let room = Cell::new(Some(text.len().saturating_mul(ROOM_FOR_BYTE).max(LEAST_ROOM)));
        Ok(Self { tape: Tape::new(text)?, body, dirty, ids, is_hole: false, room })
    }

    /// Takes memory for so many elements or members of this size. Returns whether there is any; once there was none,
    /// there is none any more.
    pub(crate) fn take(&self, count: usize, size: usize) -> bool {
        let left = self.room.get().and_then(|room| room.checked_sub(count.checked_mul(size)?));
        self.room.set(left);
        left.is_some()
    }

    /// Returns whether there was memory for all that was read.
    pub(crate) fn is_whole(&self) -> bool {
        self.room.get().is_some()
    }

    /// Marks that a value was not what its place is described to hold.
    pub(crate) fn mark_dirty(&self) {
        self.dirty.set(true);
    }

    /// Returns whether some value was not what its place is described to hold.
    pub(crate) fn is_dirty(&self) -> bool {
        self.dirty.get()
    }

    /// Returns the bytes of `text`, which must be a part of the body; shared with the body, not copied.
    pub(crate) fn slice(&self, text: &str) -> Bytes {
        self.body.slice_ref(text.as_bytes())
    }
}
