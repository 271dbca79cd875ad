//! What a decode carries along: the body, whether something did not fit, and how deep it is.

use std::cell::Cell;

use bytes::Bytes;

use super::super::schema::scan::DEPTH;

/// The state of one decode.
#[derive(Debug)]
pub struct Context {
    body: Bytes,
    dirty: Cell<bool>,
    depth: Cell<u32>,
}

impl Context {
    /// For a decode of `body` or a part of it.
    pub fn new(body: Bytes) -> Self {
        Self { body, dirty: Cell::new(false), depth: Cell::new(0) }
    }

    /// Marks that a value was not what its place is described to hold.
    pub fn mark_dirty(&self) {
        self.dirty.set(true);
    }

    /// Whether some value was not what its place is described to hold.
    pub fn is_dirty(&self) -> bool {
        self.dirty.get()
    }

    /// The bytes of `text`, which must be a part of the body; shared with the body, not copied.
    pub(crate) fn slice(&self, text: &str) -> Bytes {
        self.body.slice_ref(text.as_bytes())
    }

    /// Enters an array or object; `None` when it lies too deep.
    pub(crate) fn enter(&self) -> Option<Level<'_>> {
        if self.depth.get() >= DEPTH {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        Some(Level(self))
    }
}

/// Stands for an array or object that is being read; left when dropped.
pub(crate) struct Level<'c>(&'c Context);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.depth.set(self.0.depth.get() - 1);
    }
}
