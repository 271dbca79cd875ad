//! A diff as plain text, for terminals and logs.

use super::{Sources, counts, groups, heading, places, verdict};
use crate::diff::change::{Change, Diff, Impact};
use crate::report::{self, count, printable};

/// Returns the diff as text, most severe changes first; in colours if `colour`.
pub fn text(diff: &Diff, sources: Sources<'_>, colour: bool) -> String {
    let mut text = String::new();
    let mut line = |content: String| report::line(&mut text, &content);
    line(heading(diff, sources));
    line(format!("{}; {} of documentation", counts(diff), count(diff.texts, "other text")));
    line(format!("version: {}", style(colour, BOLD, &verdict(diff))));
    for impact in Impact::ALL {
        let groups = groups(diff, impact);
        if groups.is_empty() {
            continue;
        }
        line(format!("\n{}", style(colour, code(impact), title(impact))));
        for (of, changes) in groups {
            line(format!("\n  {}", style(colour, BOLD, &printable(of))));
            for change in changes {
                lines(change, sources, colour).into_iter().for_each(&mut line);
            }
        }
    }
    text
}

fn lines(change: &Change, sources: Sources<'_>, colour: bool) -> Vec<String> {
    let mut lines = vec![format!("    {}: {}", change.area.as_str(), printable(&change.what))];
    if change.impact != Impact::Absorbed {
        lines.push(format!("      {}", printable(&change.how)));
    }
    let places = places(sources, change);
    if !places.is_empty() {
        lines.push(format!("      {}", style(colour, FAINT, &places.join(" -> "))));
    }
    lines
}

fn title(impact: Impact) -> &'static str {
    match impact {
        Impact::Breaking => "Breaking: callers may not compile",
        Impact::Addition => "Additions: callers have something new",
        Impact::Absorbed => "Absorbed: callers see the same items",
    }
}

// Select Graphic Rendition (ECMA-48).
const BOLD: &str = "1";
const FAINT: &str = "2";

fn code(impact: Impact) -> &'static str {
    match impact {
        Impact::Breaking => "1;31",
        Impact::Addition => "1;32",
        Impact::Absorbed => "1;34",
    }
}

/// Returns text in the colour of a code, where there are colours.
pub(crate) fn style(colour: bool, code: &str, text: &str) -> String {
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
