//! Renders diagnostics as text, sorted by position.
//!
//! [`plain`] is for build scripts and logs, one line for each place. [`rich`], behind the feature
//! `cli`, shows the source as rustc does, and [`json`], behind the same, is for programs. Whatever a document says
//! is shown with its control characters escaped, so that it cannot move the cursor or recolour a terminal.

mod escape;
#[cfg(feature = "cli")]
mod json;
#[cfg(feature = "cli")]
mod rich;
mod text;

use std::collections::HashMap;

pub(crate) use escape::markup;
pub use escape::printable;
#[cfg(feature = "cli")]
pub use json::{json, list};
#[cfg(feature = "cli")]
pub use rich::{problems, rich};
pub use text::{count, line};

use crate::diag::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::{Locator, Position};

/// Returns the diagnostics as lines of `file:line:column: error[code]: message`, each followed by its
/// further places and by what to do, indented.
pub fn plain(locator: &Locator<'_>, diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for Group { shown, more } in grouped(locator, diagnostics) {
        write_plain(&mut text, locator, shown);
        if let Some(first) = more.first() {
            let at = place(locator, main_place(first));
            let (severity, code) = (severity(first.severity()), first.code.as_str());
            line(&mut text, &format!("{at}: {severity}[{code}]: {}", how_many(locator, &more)));
        }
    }
    text
}

/// The number of remarks and of errors of one kind that are shown; the others are only counted.
const SHOWN: (usize, usize) = (3, 20);

/// The number of places that are listed of those that are only counted.
const LISTED: usize = 8;

/// A diagnostic, with those of its kind that are only counted.
struct Group<'d> {
    shown: &'d Diagnostic,
    /// Those that are only counted.
    more: Vec<&'d Diagnostic>,
}

/// Returns the diagnostics in the order of the text. Of many of one kind the first few are shown in full.
fn grouped<'d>(locator: &Locator<'_>, diagnostics: &'d Diagnostics) -> Vec<Group<'d>> {
    let sorted = sorted(locator, diagnostics);
    let mut counts: HashMap<String, usize> = HashMap::new();
    for diagnostic in &sorted {
        *counts.entry(kind(diagnostic)).or_default() += 1;
    }
    let mut groups: Vec<Group<'d>> = Vec::new();
    // By kind: how many were met, and the group of the last one that is shown.
    let mut met: HashMap<String, (usize, usize)> = HashMap::new();
    for diagnostic in sorted {
        let kind = kind(diagnostic);
        let shown = match diagnostic.severity() {
            Severity::Warning => SHOWN.0,
            Severity::Error => SHOWN.1,
        };
        let folds = counts.get(&kind).is_some_and(|all| *all > shown + 1);
        let (seen, last) = met.entry(kind).or_default();
        *seen += 1;
        match groups.get_mut(*last).filter(|_| folds && *seen > shown) {
            Some(group) => group.more.push(diagnostic),
            None => {
                *last = groups.len();
                groups.push(Group { shown: diagnostic, more: Vec::new() });
            }
        }
    }
    groups
}

/// Returns what makes diagnostics one kind: all that they say but for the names in it.
fn kind(diagnostic: &Diagnostic) -> String {
    let unnamed = |text: &str| text.split('`').step_by(2).collect::<Vec<_>>().join("`");
    let help = diagnostic.help.as_deref().map(unnamed).unwrap_or_default();
    format!("{} {} {help}", diagnostic.code.as_str(), unnamed(&diagnostic.message))
}

/// Returns how many more there are of a kind, and where the first of them are.
fn how_many(locator: &Locator<'_>, more: &[&Diagnostic]) -> String {
    let positions = more.iter().filter_map(|one| main_place(one).and_then(|at| locator.locate(at)));
    let places: Vec<String> = positions.take(LISTED).map(|at| format!("{}:{}", at.line, at.column)).collect();
    let dots = if more.len() > places.len() { ", .." } else { "" };
    format!("{} more of this kind, at {}{dots}", more.len(), places.join(", "))
}

/// Returns the main place of a diagnostic.
fn main_place(diagnostic: &Diagnostic) -> Option<&Place> {
    diagnostic.labels.first().map(|label| &label.at)
}

fn write_plain(text: &mut String, locator: &Locator<'_>, diagnostic: &Diagnostic) {
    let mut labels = diagnostic.labels.iter();
    let main = labels.next();
    let place = place(locator, main.map(|label| &label.at));
    let severity = severity(diagnostic.severity());
    line(text, &format!("{place}: {severity}[{}]: {}", diagnostic.code.as_str(), printable(&diagnostic.message)));
    if let Some(label) = main.filter(|label| !label.text.is_empty()) {
        line(text, &format!("  note: {}", printable(&label.text)));
    }
    for label in labels {
        line(text, &format!("  {}: {}", self::place(locator, Some(&label.at)), printable(&label.text)));
    }
    if let Some(help) = &diagnostic.help {
        line(text, &format!("  help: {}", printable(help)));
    }
}

/// Returns `file:line:column`, or as much of it as is known.
fn place(locator: &Locator<'_>, at: Option<&Place>) -> String {
    match at.and_then(|at| locator.locate(at)) {
        Some(position) => {
            let Position { line, column, .. } = position;
            format!("{}:{line}:{column}", printable(locator.file_of(&position)))
        }
        None => printable(locator.name()),
    }
}

/// Returns how a severity is printed.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Returns the diagnostics in the order of the text, those in other files last; those of one place in the order they
/// were found.
fn sorted<'d>(locator: &Locator<'_>, diagnostics: &'d Diagnostics) -> Vec<&'d Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_cached_key(|diagnostic| {
        let main = diagnostic.labels.first().and_then(|label| locator.locate(&label.at));
        main.map(|position| (position.file.map(|file| file.name.clone()), position.range.start))
    });
    sorted
}
