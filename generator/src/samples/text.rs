//! The findings as text.

use jsonapi_forge_runtime::mismatches::MismatchKind;

use crate::report::{count, line, printable};
use crate::samples::check::Report;
use crate::samples::finding::{Finding, FindingKind};

/// The number of characters that are shown of a value.
const SHOWN: usize = 80;

/// Returns the report as text: what was found, operation by operation, and a line that sums it up.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    let mut before = None;
    for finding in &report.findings {
        let heading = (&finding.operation, finding.status);
        if before != Some(heading) {
            line(&mut text, &format!("{}, status {}", printable(&finding.operation), finding.status));
            before = Some(heading);
        }
        write(&mut text, finding);
    }
    line(&mut text, &summary(report));
    text
}

fn write(text: &mut String, finding: &Finding) {
    let Finding { pointer, resource, kind, count, expected, found, example, .. } = finding;
    if *kind == FindingKind::UndeclaredStatus {
        line(text, &format!("  {} × {}, first in {}", count, kind.as_str(), printable(&example.file)));
        return;
    }
    let of = resource.as_ref().map_or_else(String::new, |kind| format!("  (of {})", printable(kind)));
    line(text, &format!("  {count} × {}  {}{of}", kind.as_str(), printable(place(pointer))));
    let what = match (kind, found.as_slice()) {
        (FindingKind::Mismatch(MismatchKind::Missing), _) => format!("expected {}", printable(expected)),
        (FindingKind::Mismatch(MismatchKind::Undeclared), _) => format!("found {}", list(found)),
        _ => format!("expected {}, found {}", printable(expected), list(found)),
    };
    line(text, &format!("      {what}"));
    line(text, &format!("      first at {} of {}", printable(place(&example.pointer)), printable(&example.file)));
}

/// Returns a pointer in words where it is empty.
fn place(pointer: &str) -> &str {
    if pointer.is_empty() { "the whole body" } else { pointer }
}

/// Returns the first of the texts that were found, and that there are others.
fn list(found: &[String]) -> String {
    let Some(first) = found.first() else { return "nothing".to_owned() };
    let first = match first.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", first.get(..end).unwrap_or_default()),
        None => first.clone(),
    };
    let others = match found.len() {
        1 => String::new(),
        2 => " and another".to_owned(),
        number => format!(" and {} others", number - 1),
    };
    format!("`{}`{others}", printable(&first))
}

fn summary(report: &Report) -> String {
    let recordings = count(report.recordings, "recording");
    let places = report.findings.len();
    if report.recordings == 0 && !report.problems.is_empty() {
        return "no recording could be checked".to_owned();
    }
    if places == 0 {
        return format!("{recordings}: the document agrees");
    }
    let disagreements = report.findings.iter().map(|finding| finding.count).sum();
    format!("{recordings}: {} at {}", count(disagreements, "disagreement"), count(places, "place"))
}
