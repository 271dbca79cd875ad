//! Diagnostics as JSON, for programs.

use serde_json::{Value, json};

use super::{severity, sorted};
use crate::diag::{Diagnostic, Diagnostics, Label, Place};
use crate::source::Locator;

/// Returns findings as a list in JSON.
pub fn list(findings: Vec<Value>) -> String {
    format!("{:#}\n", Value::Array(findings))
}

/// Returns the diagnostics as objects, in the order of the text, all of them:
///
/// ```json
/// [{"severity": "warning", "code": "unknown-paging", "message": "..", "help": "..",
///   "places": [{"file": "books.yaml", "line": 7, "column": 3, "pointer": "/paths/~1books/get", "text": ".."}]}]
/// ```
///
/// The first place is the main one. `help`, and of a place all but `file` and `text`, are null where there is none.
pub fn json(locator: &Locator<'_>, diagnostics: &Diagnostics) -> Vec<Value> {
    sorted(locator, diagnostics).into_iter().map(|diagnostic| entry(locator, diagnostic)).collect()
}

fn entry(locator: &Locator<'_>, diagnostic: &Diagnostic) -> Value {
    let places: Vec<Value> = diagnostic.labels.iter().map(|label| place(locator, label)).collect();
    json!({
        "severity": severity(diagnostic.severity()),
        "code": diagnostic.code.as_str(),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "places": places,
    })
}

fn place(locator: &Locator<'_>, label: &Label) -> Value {
    let position = locator.locate(&label.at);
    json!({
        "file": position.as_ref().map_or(locator.name(), |position| locator.file_of(position)),
        "line": position.as_ref().map(|position| position.line),
        "column": position.as_ref().map(|position| position.column),
        "pointer": pointer(&label.at),
        "text": label.text,
    })
}

/// Returns the JSON pointer (RFC 6901) of a place, where it has one.
fn pointer(at: &Place) -> Option<String> {
    match at {
        Place::Value(pointer) | Place::Key(pointer) => Some(pointer.to_string()),
        Place::Offset(_) => None,
        Place::File(_, at) => pointer(at),
    }
}
