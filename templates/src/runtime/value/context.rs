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
    /// What the ids in identifiers are, in the relationship that is read.
    pub(crate) ids: Cell<&'static Shape>,
    /// Whether what is read stands in for an element that is not one.
    pub(crate) is_hole: bool,
}

impl<'t> Context<'t> {
    /// For a decode of `text`, a part of `body`.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub(crate) fn new(body: &'t Bytes, text: &'t str) -> Result<Self, SyntaxError> {
        let (dirty, ids) = (Cell::new(false), Cell::new(Shape::STRING));
        Ok(Self { tape: Tape::new(text)?, body, dirty, ids, is_hole: false })
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
