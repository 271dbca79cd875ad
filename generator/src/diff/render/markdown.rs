//! A diff as a section of a changelog.

use std::fmt::Write;

use super::{Sources, groups, places};
use crate::diff::change::{Diff, Impact};
use crate::report::{count, printable};

/// Returns the diff as Markdown: a list for each impact, without a title of its own. Of `sources` it says where
/// each change is, when they are given.
pub fn markdown(diff: &Diff, sources: Option<Sources<'_>>) -> String {
    let mut text = String::new();
    let mut line = |content: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{content}");
    };
    let (old, new) = (span(&diff.versions.0), span(&diff.versions.1));
    line(match old == new {
        true => format!("From another publication of document {new}."),
        false => format!("From document {old} to {new}."),
    });
    for impact in Impact::ALL {
        let groups = groups(diff, impact);
        if groups.is_empty() {
            continue;
        }
        line(format!("\n### {}\n", title(impact)));
        for (of, changes) in groups {
            line(format!("* {}", printable(of)));
            for change in changes {
                let how =
                    if impact == Impact::Absorbed { String::new() } else { format!(": {}", printable(&change.how)) };
                line(format!("  * {}{how}.", printable(&change.what)));
                let places = sources.map(|sources| places(sources, change)).unwrap_or_default();
                if !places.is_empty() {
                    let places: Vec<String> = places.iter().map(|place| span(place)).collect();
                    line(format!("    ({})", places.join(" → ")));
                }
            }
        }
    }
    if diff.texts > 0 {
        line(format!("\nThe documentation differs in {}.", count(diff.texts, "text")));
    }
    text
}

/// Returns foreign text as a code span.
pub(crate) fn span(text: &str) -> String {
    crate::diff::words::code(printable(text))
}

fn title(impact: Impact) -> &'static str {
    match impact {
        Impact::Breaking => "Breaking changes",
        Impact::Addition => "Additions",
        Impact::Absorbed => "Other changes",
    }
}
