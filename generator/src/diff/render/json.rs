//! A diff as JSON, for programs. Keys are only ever added.
//!
//! ```json
//! {
//!   "old": {"file": "..", "version": ".."}, "new": {"file": "..", "version": ".."},
//!   "verdict": "major", "counts": {"breaking": 1, "addition": 0, "absorbed": 2}, "texts": 3,
//!   "changes": [{
//!     "area": "operation", "kind": "removed", "impact": "breaking", "of": "..", "what": "..", "how": "..",
//!     "old": {"pointer": "/paths/..", "line": 12, "column": 5}, "new": null,
//!     "items": [{"path": "books::Books::list_books", "old": "fn(&self) -> ..", "new": null}]
//!   }]
//! }
//! ```

use serde_json::{Value, json};

use super::{Sources, position};
use crate::diff::change::{Change, Diff, Impact, Item};
use crate::source::{Locator, Pointer};

/// Returns the diff as one JSON object, on several lines.
pub fn json(diff: &Diff, sources: Sources<'_>) -> String {
    format!("{:#}\n", value(diff, sources))
}

/// Returns the diff as a JSON object.
pub(crate) fn value(diff: &Diff, sources: Sources<'_>) -> Value {
    let counts = |impact| Value::from(diff.count(impact));
    let changes: Vec<Value> = diff.changes.iter().map(|change| of_change(change, sources)).collect();
    json!({
        "old": {"file": sources.old.name(), "version": diff.versions.0},
        "new": {"file": sources.new.name(), "version": diff.versions.1},
        "verdict": diff.verdict().as_str(),
        "counts": {
            "breaking": counts(Impact::Breaking),
            "addition": counts(Impact::Addition),
            "absorbed": counts(Impact::Absorbed),
        },
        "texts": diff.texts,
        "changes": changes,
    })
}

fn of_change(change: &Change, sources: Sources<'_>) -> Value {
    json!({
        "area": change.area.as_str(),
        "kind": change.kind.as_str(),
        "impact": change.impact.as_str(),
        "of": change.of,
        "what": change.what,
        "how": change.how,
        "old": place(sources.old, change.at_old.as_ref()),
        "new": place(sources.new, change.at_new.as_ref()),
        "items": change.items.iter().map(item).collect::<Vec<_>>(),
    })
}

fn place(locator: &Locator<'_>, pointer: Option<&Pointer>) -> Value {
    let Some(pointer) = pointer else { return Value::Null };
    let position = position(locator, Some(pointer));
    json!({
        "pointer": pointer.as_str(),
        "line": position.as_ref().map(|position| position.line),
        "column": position.as_ref().map(|position| position.column),
    })
}

fn item(item: &Item) -> Value {
    json!({"path": item.path, "old": item.old, "new": item.new})
}
