//! A [`Diff`] as text, Markdown, JSON and HTML.
//!
//! What documents say stands between backticks in a [`Change`]'s words, and nowhere else: so prose
//! and foreign text are told apart, and each is made harmless in the way of its format.

mod html;
mod json;
mod markdown;
mod text;

pub use html::html;
pub use json::json;
#[cfg(feature = "cli")]
pub(crate) use json::value;
pub use markdown::markdown;
#[cfg(feature = "cli")]
pub(crate) use markdown::span;
#[cfg(feature = "cli")]
pub(crate) use text::style;
pub use text::text;

use super::change::{Change, Diff, Impact};
use crate::diag::Place;
use crate::report::{count, printable};
use crate::source::{Locator, Pointer, Position};

/// The texts that were compared, to say where in them a change is.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'s> {
    /// The old document.
    pub old: &'s Locator<'s>,
    /// The new document.
    pub new: &'s Locator<'s>,
}

/// Returns where something is in a text.
fn position(locator: &Locator<'_>, pointer: Option<&Pointer>) -> Option<Position> {
    locator.locate(&Place::Key(pointer?.clone()))
}

/// Returns `file:line:column`, or as much of it as is known.
fn place(locator: &Locator<'_>, pointer: &Pointer) -> String {
    let name = printable(locator.name());
    match position(locator, Some(pointer)) {
        Some(Position { line, column, .. }) => format!("{name}:{line}:{column}"),
        None => name,
    }
}

/// Returns the places of a change, the old one first.
fn places(sources: Sources<'_>, change: &Change) -> Vec<String> {
    let old = change.at_old.as_ref().map(|pointer| place(sources.old, pointer));
    let new = change.at_new.as_ref().map(|pointer| place(sources.new, pointer));
    old.into_iter().chain(new).collect()
}

/// Returns both documents with their versions: `old.yaml (1) -> new.yaml (2)`.
pub(crate) fn heading(diff: &Diff, sources: Sources<'_>) -> String {
    let document = |locator: &Locator<'_>, version| format!("{} ({})", printable(locator.name()), printable(version));
    format!("{} -> {}", document(sources.old, &diff.versions.0), document(sources.new, &diff.versions.1))
}

/// Returns `2 breaking, 1 addition, 3 absorbed`.
fn counts(diff: &Diff) -> String {
    let additions = count(diff.count(Impact::Addition), "addition");
    format!("{} breaking, {additions}, {} absorbed", diff.count(Impact::Breaking), diff.count(Impact::Absorbed))
}

/// Returns what the version has to become, in words.
fn verdict(diff: &Diff) -> String {
    let verdict = diff.verdict();
    let from = |version| verdict.next(version).unwrap_or_default();
    match verdict {
        super::Verdict::None => "none: callers see no difference".to_owned(),
        verdict => format!("{}: 1.0.0 becomes {}, 0.1.0 becomes {}", verdict.as_str(), from("1.0.0"), from("0.1.0")),
    }
}

/// Returns the changes of one impact, by what they are of, in order.
fn groups(diff: &Diff, impact: Impact) -> Vec<(&str, Vec<&Change>)> {
    let mut groups: Vec<(&str, Vec<&Change>)> = Vec::new();
    for change in diff.changes.iter().filter(|change| change.impact == impact) {
        match groups.iter_mut().find(|(of, _)| *of == change.of) {
            Some((_, changes)) => changes.push(change),
            None => groups.push((&change.of, vec![change])),
        }
    }
    groups
}
