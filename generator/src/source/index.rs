//! The positions of all values and keys of a text.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::source::pointer::{Pointer, push_token};

/// Nesting beyond which nothing is recorded. Reading stops earlier, so that only texts that could
/// not be read are concerned.
pub(crate) const DEPTH: usize = 256;

/// The places of a text's values, by pointer.
#[derive(Debug, Default)]
pub(crate) struct Index {
    places: HashMap<String, ValueRange>,
    /// Members whose key was there before, in order.
    pub(crate) duplicates: Vec<Duplicate>,
}

/// The position of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ValueRange {
    /// The bytes of its key, when it is a member of an object.
    pub(crate) key: Option<Range<usize>>,
    /// The bytes of a scalar, or what opens an object or a list.
    pub(crate) value: Range<usize>,
    /// Whether it is an object or a list.
    pub(crate) container: bool,
}

/// A key that an object has twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Duplicate {
    /// The member.
    pub(crate) pointer: Pointer,
    /// The key that counts.
    pub(crate) first: Range<usize>,
    /// The key that repeats it.
    pub(crate) second: Range<usize>,
}

impl Index {
    /// Returns where the value of a pointer is.
    pub(crate) fn get(&self, pointer: &str) -> Option<&ValueRange> {
        self.places.get(pointer)
    }
}

/// Makes an index from what a parser meets, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    index: Index,
    path: String,
    /// Lengths of `path` to go back to, one for every open member or item.
    marks: Vec<usize>,
    /// The key of the member whose value comes next.
    key: Option<Range<usize>>,
    /// The number of marks when a repeated member began; what is in it is not recorded.
    repeated: Option<usize>,
    /// The pointers that are asked for and all those around them; `None` where all are.
    wanted: Option<HashSet<String>>,
    /// How many of the open members and items are wanted, from the root on.
    wanted_depth: usize,
}

impl Builder {
    /// Returns a builder that records these pointers and what is around them, and nothing else.
    pub(crate) fn of<'p>(pointers: impl IntoIterator<Item = &'p Pointer>) -> Self {
        let mut wanted = HashSet::new();
        for pointer in pointers {
            let mut text = pointer.as_str();
            while !text.is_empty() && wanted.insert(text.to_owned()) {
                text = text.rfind('/').and_then(|end| text.get(..end)).unwrap_or_default();
            }
        }
        Self { wanted: Some(wanted), ..Self::default() }
    }

    /// Goes into a member of the object at hand.
    pub(crate) fn member(&mut self, key: &str, at: Range<usize>) {
        self.key = Some(at);
        self.enter(|path| push_token(path, key));
    }

    /// Goes into an element of the list at hand.
    pub(crate) fn item(&mut self, position: usize) {
        self.key = None;
        self.enter(|path| push_token(path, &position.to_string()));
    }

    fn enter(&mut self, push: impl FnOnce(&mut String)) {
        let is_wanted = self.is_wanted();
        self.marks.push(self.path.len());
        // Nothing below of what is not wanted is either.
        if is_wanted {
            push(&mut self.path);
            let is_wanted = self.wanted.as_ref().is_none_or(|wanted| wanted.contains(&self.path));
            self.wanted_depth += usize::from(is_wanted);
        }
    }

    fn is_wanted(&self) -> bool {
        self.wanted_depth == self.marks.len()
    }

    /// Goes back to what the member or element is part of.
    pub(crate) fn leave(&mut self) {
        self.path.truncate(self.marks.pop().unwrap_or_default());
        self.wanted_depth = self.wanted_depth.min(self.marks.len());
        self.key = None;
        if self.repeated.is_some_and(|depth| depth > self.marks.len()) {
            self.repeated = None;
        }
    }

    /// Records the value at hand: a scalar, or what opens an object or a list.
    pub(crate) fn value(&mut self, value: Range<usize>, container: bool) {
        if self.repeated.is_some() || !self.is_wanted() {
            return;
        }
        let key = self.key.take();
        match self.index.places.entry(self.path.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(ValueRange { key, value, container });
            }
            Entry::Occupied(entry) => {
                self.repeated = Some(self.marks.len());
                if let (Some(first), Some(second)) = (entry.get().key.clone(), key) {
                    let pointer = Pointer::from_text(&self.path);
                    self.index.duplicates.push(Duplicate { pointer, first, second });
                }
            }
        }
    }

    /// Returns how deep the value at hand is.
    pub(crate) fn depth(&self) -> usize {
        self.marks.len()
    }

    /// Returns the index of all that was recorded.
    pub(crate) fn finish(self) -> Index {
        self.index
    }
}
