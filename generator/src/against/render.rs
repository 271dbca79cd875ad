//! The calls that break as text, Markdown and JSON.

use serde_json::{Value, json};

use super::{Affected, Call};
use crate::diff::{self, Diff, Sources};
use crate::report::{self, count, printable};

/// Returns the calls as text: each with the change, the signatures, and the lines before and after.
pub fn text(affected: &Affected, diff: &Diff, sources: Sources<'_>, colour: bool) -> String {
    let mut text = String::new();
    let mut line = |content: String| report::line(&mut text, &content);
    line(diff::heading(diff, sources));
    line(summary(affected, diff));
    unread(affected).into_iter().for_each(&mut line);
    for call in &affected.calls {
        let head = format!("{}:{}:{}", printable(&call.file), call.line, call.column);
        line(format!("\n{}: {}", diff::style(colour, BOLD, &head), verdict(call)));
        for what in whats(call, diff) {
            line(format!("  {what}"));
        }
        let (was, is) = signatures(call);
        line(format!("  was: {was}"));
        is.into_iter().for_each(|is| line(format!("  is:  {is}")));
        line(format!("  {}", printable(&call.note.text)));
        if let Some((before, after)) = &call.note.code {
            before.lines().for_each(|code| line(diff::style(colour, "31", &format!("    - {}", printable(code)))));
            after.lines().for_each(|code| line(diff::style(colour, "32", &format!("    + {}", printable(code)))));
        }
    }
    text
}

// Select Graphic Rendition (ECMA-48).
const BOLD: &str = "1";

/// Returns the calls as Markdown, without a title.
pub fn markdown(affected: &Affected, diff: &Diff) -> String {
    let mut text = format!("{}\n", summary(affected, diff));
    let mut line = |content: String| report::line(&mut text, &content);
    unread(affected).into_iter().for_each(|one| line(format!("\n{one}")));
    for call in &affected.calls {
        let place = diff::span(&format!("{}:{}:{}", call.file, call.line, call.column));
        line(format!("\n* {place}: {}", verdict(call)));
        whats(call, diff).into_iter().for_each(|what| line(format!("  * {what}.")));
        let (was, is) = signatures(call);
        let is = is.map_or_else(String::new, |is| format!(", is {}", diff::span(&is)));
        line(format!("  * was {}{is}: {}.", diff::span(&was), printable(&call.note.text)));
        if let Some((before, after)) = &call.note.code {
            line("\n  ```diff".to_owned());
            before.lines().for_each(|code| line(format!("  - {}", printable(code))));
            after.lines().for_each(|code| line(format!("  + {}", printable(code))));
            line("  ```".to_owned());
        }
    }
    text
}

/// Returns the comparison as JSON, as [`diff::json`] does, with the calls in the member `against`.
pub fn json(affected: &Affected, diff: &Diff, sources: Sources<'_>) -> String {
    let mut whole = diff::value(diff, sources);
    let (breaks, may_break) = affected.counts();
    let unread = affected.unread.iter().map(|one| json!({"file": one.file, "reason": one.reason}));
    let calls = affected.calls.iter().map(|call| {
        json!({
            "file": call.file,
            "line": call.line,
            "column": call.column,
            "certain": call.is_certain,
            "changes": call.changes,
            "item": {"path": call.item.path, "old": call.item.old, "new": call.item.new},
            "note": call.note.text,
            "before": call.note.code.as_ref().map(|(before, _)| before),
            "after": call.note.code.as_ref().map(|(_, after)| after),
        })
    });
    if let Value::Object(members) = &mut whole {
        let value = json!({
            "program": affected.program,
            "files": affected.files,
            "unread": unread.collect::<Vec<_>>(),
            "counts": {"breaks": breaks, "may_break": may_break},
            "calls": calls.collect::<Vec<_>>(),
        });
        members.insert("against".to_owned(), value);
    }
    format!("{whole:#}\n")
}

fn summary(affected: &Affected, diff: &Diff) -> String {
    let (breaks, may) = affected.counts();
    let places = match breaks {
        1 => "1 place breaks".to_owned(),
        more => format!("{more} places break"),
    };
    let program = diff::span(&affected.program);
    let files = count(affected.files, "file");
    let untouched = match affected.untouched(diff) {
        0 => String::new(),
        1 => "; 1 other breaking change is not used".to_owned(),
        number => format!("; {number} other breaking changes are not used"),
    };
    format!("{places} in {program} ({files}), {may} more may break{untouched}")
}

fn unread(affected: &Affected) -> Vec<String> {
    affected
        .unread
        .iter()
        .map(|one| format!("not searched: {}: {}", diff::span(&one.file), printable(&one.reason)))
        .collect()
}

fn verdict(call: &Call) -> &'static str {
    if call.is_certain { "breaks" } else { "may break" }
}

/// Returns what changed in the document.
fn whats(call: &Call, diff: &Diff) -> Vec<String> {
    let changes = call.changes.iter().filter_map(|position| diff.changes.get(*position));
    changes.map(|change| format!("{}: {}", printable(&change.of), printable(&change.what))).collect()
}

/// Returns the item as it was and as it is.
fn signatures(call: &Call) -> (String, Option<String>) {
    let line = |text: &Option<String>| {
        text.as_ref().map(|text| match text.as_str() {
            "" => printable(&call.item.path),
            text if text.starts_with('=') => printable(&format!("{} {text}", call.item.path)),
            text => printable(&format!("{}: {text}", call.item.path)),
        })
    };
    (line(&call.item.old).unwrap_or_default(), line(&call.item.new))
}
