//! Makes text of diagnostics: sorted by place, all of them.
//!
//! [`plain`] is for build scripts and logs, one line for each place. [`rich`], behind the feature
//! `cli`, shows the source as rustc does. Whatever a description says is shown with its control
//! characters escaped, so that it cannot move the cursor or recolour a terminal.

mod escape;
#[cfg(feature = "cli")]
mod rich;

use std::fmt::Write;

pub use escape::printable;
#[cfg(feature = "cli")]
pub use rich::rich;

use crate::diag::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::{Locator, Position};

/// The diagnostics as lines of `file:line:column: error[code]: message`, each followed by its
/// further places and by what to do, indented.
pub fn plain(locator: &Locator<'_>, diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in sorted(locator, diagnostics) {
        write_plain(&mut text, locator, diagnostic);
    }
    text
}

fn write_plain(text: &mut String, locator: &Locator<'_>, diagnostic: &Diagnostic) {
    let mut labels = diagnostic.labels.iter();
    let main = labels.next();
    let place = place(locator, main.map(|label| &label.at));
    let severity = severity(diagnostic.severity());
    line(text, format_args!("{place}: {severity}[{}]: {}", diagnostic.code.as_str(), printable(&diagnostic.message)));
    if let Some(label) = main.filter(|label| !label.text.is_empty()) {
        line(text, format_args!("  note: {}", printable(&label.text)));
    }
    for label in labels {
        line(text, format_args!("  {}: {}", self::place(locator, Some(&label.at)), printable(&label.text)));
    }
    if let Some(help) = &diagnostic.help {
        line(text, format_args!("  help: {}", printable(help)));
    }
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{content}");
}

/// `file:line:column`, or as much of it as can be told.
fn place(locator: &Locator<'_>, at: Option<&Place>) -> String {
    match at.and_then(|at| locator.locate(at)) {
        Some(position) => {
            let Position { line, column, .. } = position;
            format!("{}:{line}:{column}", printable(locator.file_of(&position)))
        }
        None => printable(locator.name()),
    }
}

/// How a severity is printed.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The diagnostics in the order of the text, those in other files last; those of one place in the order they were found.
fn sorted<'d>(locator: &Locator<'_>, diagnostics: &'d Diagnostics) -> Vec<&'d Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_cached_key(|diagnostic| {
        let main = diagnostic.labels.first().and_then(|label| locator.locate(&label.at));
        main.map(|position| (position.file.map(|file| file.name.clone()), position.range.start))
    });
    sorted
}
