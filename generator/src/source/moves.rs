//! The original places of the parts of a document that were moved or inserted.

use std::sync::Arc;

use crate::source::{Pointer, Source};

/// The changes to a document after its text was read, in order.
///
/// ```
/// use jsonapi_forge::source::{Moves, PartOrigin, Pointer};
///
/// let mut moves = Moves::default();
/// moves.push("/s/oneOf/1", "/s/allOf/0");
/// let here = Pointer::from_text("/s/allOf/0/type");
/// let there = Pointer::from_text("/s/oneOf/1/type");
/// assert_eq!(moves.origin(&here), PartOrigin::Text(there.clone()));
/// assert_eq!(moves.destination(&there), here);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    steps: Vec<Move>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Move {
    /// What stood at `from` stands at `to`.
    Moved { from: String, to: String },
    /// What stands at `from` was copied to `to`.
    Copied { from: String, to: String },
    /// An element of a list was removed, and those behind it moved up.
    Removed { list: String, index: usize },
    /// What stands at `to` is from another file.
    Inserted { to: String, source: Arc<Source>, from: String },
}

/// The source of a part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartOrigin {
    /// In the text of the document.
    Text(Pointer),
    /// In another file.
    File(Arc<Source>, Pointer),
}

impl Moves {
    /// Notes that what stood at `from` stands at `to`.
    pub fn push(&mut self, from: impl Into<String>, to: impl Into<String>) {
        self.steps.push(Move::Moved { from: from.into(), to: to.into() });
    }

    /// Notes that what stands at `from` was copied to `to`.
    pub fn copy(&mut self, from: impl Into<String>, to: impl Into<String>) {
        self.steps.push(Move::Copied { from: from.into(), to: to.into() });
    }

    /// Notes that an element of a list was removed.
    pub fn remove(&mut self, list: impl Into<String>, index: usize) {
        self.steps.push(Move::Removed { list: list.into(), index });
    }

    /// Returns how many copies there are of what was written at a pointer.
    pub fn copies(&self, written: &Pointer) -> usize {
        let is_copied = |step: &&Move| match step {
            Move::Copied { from, to } => replaced(written.as_str(), from, to).is_some(),
            _ => false,
        };
        self.steps.iter().filter(is_copied).count()
    }

    /// Notes that what stands at `to` stands in another file at `from`.
    pub fn insert(&mut self, to: impl Into<String>, source: &Arc<Source>, from: impl Into<String>) {
        self.steps.push(Move::Inserted { to: to.into(), source: Arc::clone(source), from: from.into() });
    }

    /// Returns whether nothing was moved.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Adds what was done later.
    pub fn extend(&mut self, later: Self) {
        self.steps.extend(later.steps);
    }

    /// Returns where something was written that stands here now.
    pub fn origin(&self, here: &Pointer) -> PartOrigin {
        let mut moved: Option<String> = None;
        for step in self.steps.iter().rev() {
            let current = moved.as_deref().unwrap_or(here.as_str());
            match step {
                Move::Moved { from, to } | Move::Copied { from, to } => {
                    moved = replaced(current, to, from).or(moved);
                }
                Move::Removed { list, index } => {
                    let before = |place: usize| if place < *index { place } else { place + 1 };
                    moved = renumbered(current, list, before).or(moved);
                }
                Move::Inserted { to, source, from } => {
                    if let Some(there) = replaced(current, to, from) {
                        return PartOrigin::File(Arc::clone(source), Pointer::from_text(&there));
                    }
                }
            }
        }
        PartOrigin::Text(moved.map_or_else(|| here.clone(), |text| Pointer::from_text(&text)))
    }

    /// Returns where something stands now that stands at a pointer in the text.
    pub fn destination(&self, written: &Pointer) -> Pointer {
        let mut moved: Option<String> = None;
        for step in &self.steps {
            let current = moved.as_deref().unwrap_or(written.as_str());
            match step {
                Move::Moved { from, to } => moved = replaced(current, from, to).or(moved),
                Move::Removed { list, index } => {
                    let after = |place: usize| if place <= *index { place } else { place - 1 };
                    moved = renumbered(current, list, after).or(moved);
                }
                Move::Copied { .. } | Move::Inserted { .. } => {}
            }
        }
        moved.map_or_else(|| written.clone(), |text| Pointer::from_text(&text))
    }
}

impl PartOrigin {
    /// Returns the pointer in the text of the document; for what is from another file, in that.
    pub fn pointer(&self) -> &Pointer {
        match self {
            Self::Text(pointer) | Self::File(_, pointer) => pointer,
        }
    }
}

/// Returns the pointer with another beginning, where it begins with `old`.
fn replaced(pointer: &str, old: &str, new: &str) -> Option<String> {
    let rest = pointer.strip_prefix(old)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| format!("{new}{rest}"))
}

/// Returns the pointer with another number of the element, where it leads into a list.
fn renumbered(pointer: &str, list: &str, number: impl Fn(usize) -> usize) -> Option<String> {
    let within = pointer.strip_prefix(list)?.strip_prefix('/')?;
    let (place, rest) = within.split_at(within.find('/').unwrap_or(within.len()));
    Some(format!("{list}/{}{rest}", number(place.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Moves, PartOrigin};
    use crate::source::{Pointer, Source};

    #[test]
    fn moves_of_parts_of_what_is_moved_compose() {
        let mut moves = Moves::default();
        moves.push("/a/items/oneOf/1", "/a/items/allOf/0");
        moves.push("/a/items", "/a/oneOf/0/items");
        let here = Pointer::from_text("/a/oneOf/0/items/allOf/0/type");
        let there = Pointer::from_text("/a/items/oneOf/1/type");
        assert_eq!(moves.origin(&here), PartOrigin::Text(there.clone()));
        assert_eq!(moves.destination(&there), here);
        let other = Pointer::from_text("/a/itemsX");
        assert_eq!(moves.destination(&other), other);
    }

    #[test]
    fn elements_behind_those_that_were_removed_moved_up() {
        let mut moves = Moves::default();
        moves.remove("/a", 2);
        moves.remove("/a", 0);
        for (here, there) in
            [("/a/0", "/a/1"), ("/a/1/b", "/a/3/b"), ("/a/2", "/a/4"), ("/ab/1", "/ab/1"), ("/a", "/a")]
        {
            let (here, there) = (Pointer::from_text(here), Pointer::from_text(there));
            assert_eq!(moves.origin(&here), PartOrigin::Text(there.clone()));
            assert_eq!(moves.destination(&there), here);
        }
    }

    #[test]
    fn what_was_inserted_is_found_in_its_file_also_after_it_was_moved() {
        let file = Arc::new(Source { name: "fix.yaml".to_owned(), text: String::new() });
        let mut moves = Moves::default();
        moves.insert("/a/b", &file, "/actions/0/update");
        moves.push("/a/b/c", "/a/d");
        let origin = moves.origin(&Pointer::from_text("/a/d/e"));
        assert_eq!(origin, PartOrigin::File(file, Pointer::from_text("/actions/0/update/c/e")));
    }
}
