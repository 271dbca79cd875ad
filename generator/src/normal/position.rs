//! The position of a walk.

use crate::source::{Pointer, push_token};

/// The way from the root to a value, as a list on the stack: most places are never asked for their pointer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position<'p> {
    parent: Option<&'p Self>,
    step: PositionStep<'p>,
}

#[derive(Debug, Clone, Copy)]
enum PositionStep<'p> {
    /// A place that is named by its pointer.
    Start(&'p str),
    Member(&'p str),
    Element(usize),
}

impl<'p> Position<'p> {
    /// Returns the place that a pointer names.
    pub(super) fn start(pointer: &'p str) -> Self {
        Self { parent: None, step: PositionStep::Start(pointer) }
    }

    /// Returns the place of a member.
    pub(super) fn key(&'p self, name: &'p str) -> Self {
        Self { parent: Some(self), step: PositionStep::Member(name) }
    }

    /// Returns the place of an element.
    pub(super) fn index(&'p self, index: usize) -> Self {
        Self { parent: Some(self), step: PositionStep::Element(index) }
    }

    /// Returns the pointer as text.
    pub(super) fn text(&self) -> String {
        let mut text = self.parent.map(Self::text).unwrap_or_default();
        match self.step {
            PositionStep::Start(pointer) => text.push_str(pointer),
            PositionStep::Member(name) => push_token(&mut text, name),
            PositionStep::Element(index) => push_token(&mut text, &index.to_string()),
        }
        text
    }

    /// Returns the pointer.
    pub(super) fn pointer(&self) -> Pointer {
        Pointer::from_text(&self.text())
    }
}
