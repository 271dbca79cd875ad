//! Findings, counted per place.

use jsonapi_forge_runtime::mismatches::{MismatchKind, Step};

use crate::samples::origin::Trail;

/// A difference between a service and its document, at one place of one operation's responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The id of the operation.
    pub operation: String,
    /// The status.
    pub status: u16,
    /// Where: a JSON pointer (RFC 6901) with `*` for any position in a list and any key of a map.
    pub pointer: String,
    /// The same place, as steps through the model.
    pub(super) trail: Vec<Trail>,
    /// The wire type of the innermost resource that the place is in.
    pub resource: Option<String>,
    /// What it is.
    pub kind: FindingKind,
    /// How often.
    pub count: usize,
    /// What the document says of the place, in words.
    pub expected: String,
    /// Different texts that were found there, in order of appearance, the first few only and not longer
    /// than 200 characters each.
    pub found: Vec<String>,
    /// The first of them.
    pub example: Example,
}

/// A place where something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The file, below the folder of recordings.
    pub file: String,
    /// The place in the body, as a JSON pointer.
    pub pointer: String,
}

/// The kind of a difference between a service and its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FindingKind {
    /// It answers with a status that is not described.
    UndeclaredStatus,
    /// It answers with a body that is not as described.
    Mismatch(MismatchKind),
}

impl FindingKind {
    /// Returns its name, in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UndeclaredStatus => "undeclared status",
            Self::Mismatch(MismatchKind::WrongType) => "wrong type",
            Self::Mismatch(MismatchKind::Null) => "null",
            Self::Mismatch(MismatchKind::UnknownValue) => "unknown value",
            Self::Mismatch(MismatchKind::Undeclared) => "undeclared",
            Self::Mismatch(MismatchKind::Missing) => "missing",
            Self::Mismatch(_) => "mismatch",
        }
    }
}

/// The number of different values that are kept for a place.
const DIFFERENT: usize = 20;

/// The number of characters that are kept of a value.
pub(super) const LONGEST: usize = 200;

impl Finding {
    /// Counts once more, with the text that was found.
    pub(super) fn count(&mut self, found: Option<&str>) {
        self.count += 1;
        if let Some(found) = found.filter(|_| self.found.len() < DIFFERENT) {
            let found = shortened(found);
            if !self.found.contains(&found) {
                self.found.push(found);
            }
        }
    }

    /// Returns whether [`Finding::found`] has all texts, each to its end.
    pub(super) fn is_whole(&self) -> bool {
        // No JSON ends so.
        self.found.len() < DIFFERENT && !self.found.iter().any(|text| text.ends_with(CUT))
    }
}

/// The mark for the rest of a shortened text.
const CUT: char = '…';

/// Returns the text, cut off when it is long.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}{CUT}", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Returns a place without what differs from one body to the next, as text: for [`Finding::pointer`].
pub(super) fn pattern(steps: &[Step<'_>], kind: MismatchKind) -> String {
    let mut text = String::new();
    for (position, step) in steps.iter().enumerate() {
        let last = position + 1 == steps.len();
        match step {
            Step::Member(key) => push(&mut text, key),
            // The key is what was found.
            Step::Entry(key) if last && kind == MismatchKind::Undeclared => push(&mut text, key),
            Step::Place(index) => push(&mut text, &index.to_string()),
            Step::Entry(_) | Step::Element(_) => text.push_str("/*"),
            Step::Resource(_) | Step::Alternative(_) => {}
        }
    }
    text
}

fn push(text: &mut String, key: &str) {
    text.push('/');
    text.push_str(&key.replace('~', "~0").replace('/', "~1"));
}
