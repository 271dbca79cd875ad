//! Diagnostics with the lines of the source, in the style of rustc.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet};

use crate::diag::{Diagnostic, Diagnostics, Place, Severity};
use crate::repair::ConfigProblem;
use crate::report::{Group as Kind, grouped, how_many, printable, severity};
use crate::source::{Locator, Position, Source};

/// Characters to show on either side of a place in a line that is longer than `LONG_LINE`.
const AROUND: usize = 60;

/// Bytes from which a line is cut before it is rendered: minified documents are one line of
/// megabytes.
const LONG_LINE: usize = 2000;

/// Returns the diagnostics with the lines they are about, in colours if wanted.
pub fn rich(locator: &Locator<'_>, diagnostics: &Diagnostics, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for Kind { shown, more } in grouped(locator, diagnostics) {
        text.push_str(&render(&renderer, locator, shown));
        text.push_str("\n\n");
        if let Some(first) = more.first() {
            let severity = severity(first.severity());
            text.push_str(&format!("{severity}[{}]: {}\n\n", first.code.as_str(), how_many(locator, &more)));
        }
    }
    text
}

/// Returns what is wrong with a configuration file, with the lines that it is about.
pub fn problems(locator: &Locator<'_>, problems: &[ConfigProblem], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let render = |problem: &ConfigProblem| {
        let position = locator.locate(&Place::Offset(problem.range.start));
        // What is about several lines is shown at the first one.
        let main = position.map(|position| {
            let Range { start, end } = problem.range.clone();
            let range = start..end.min(locator.line(position.line).end).max(start);
            PlacedLabel { main: true, position: Position { range, ..position }, text: String::new() }
        });
        let title = Level::ERROR.primary_title(printable(&problem.message));
        let mut corrections = Vec::new();
        let mut group = title.elements(Vec::<Element<'_>>::new());
        group = shown(group, locator, main.into_iter().collect(), &mut corrections);
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        format!("{}\n\n", correct(&renderer.render(&[group]), corrections))
    };
    problems.iter().map(render).collect()
}

fn render(renderer: &Renderer, locator: &Locator<'_>, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(printable(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group: Group<'_> = title.elements(Vec::<Element<'_>>::new());
    let mut corrections = Vec::new();
    for (file, labels) in by_file(found(locator, diagnostic)) {
        group = match &file {
            Some(file) => shown(group, &Locator::new(&file.name, &file.text), labels, &mut corrections),
            None => shown(group, locator, labels, &mut corrections),
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    correct(&renderer.render(&[group]), corrections)
}

/// Adds the lines of labels that are in one file.
fn shown<'g>(
    group: Group<'g>,
    locator: &Locator<'_>,
    labels: Vec<PlacedLabel>,
    corrections: &mut Vec<(String, String)>,
) -> Group<'g> {
    excerpts(locator, labels).into_iter().fold(group, |group, excerpt| {
        corrections.extend(excerpt.correction(locator));
        group.element(excerpt.snippet(locator))
    })
}

/// Puts the right places, each after the one before, where the renderer wrote wrong ones.
fn correct(text: &str, corrections: Vec<(String, String)>) -> String {
    let (mut corrected, mut rest) = (String::new(), text);
    for (wrong, right) in corrections {
        let ends = |at: usize| {
            rest.get(at + wrong.len()..).is_none_or(|after| !after.starts_with(|next: char| next.is_ascii_digit()))
        };
        let Some(at) = rest.match_indices(&wrong).map(|(at, _)| at).find(|at| ends(*at)) else { continue };
        corrected.push_str(rest.get(..at).unwrap_or_default());
        corrected.push_str(&right);
        rest = rest.get(at + wrong.len()..).unwrap_or_default();
    }
    corrected + rest
}

/// A part of the source with the places in it that a diagnostic is about.
struct Excerpt {
    text: String,
    /// The bytes of the source that are shown.
    of: Range<usize>,
    /// The bytes of dots before them.
    dots: usize,
    first_line: usize,
    labels: Vec<PlacedLabel>,
}

/// A label whose place was found.
struct PlacedLabel {
    main: bool,
    position: Position,
    text: String,
}

/// Returns one excerpt with all the lines, or one for every label when a line is too long to be shown.
fn excerpts(locator: &Locator<'_>, labels: Vec<PlacedLabel>) -> Vec<Excerpt> {
    let lines = labels.iter().map(|label| label.position.line);
    let Some((first, last)) = lines.clone().min().zip(lines.clone().max()) else { return Vec::new() };
    if lines.clone().any(|line| locator.line(line).len() > LONG_LINE) {
        return labels.into_iter().map(|label| excerpt(locator, label)).collect();
    }
    let of = locator.line(first).start..locator.line(last).end;
    let text = locator.text().get(of.clone()).unwrap_or_default().to_owned();
    vec![Excerpt { text, of, dots: 0, first_line: first, labels }]
}

/// Returns the labels of each file, in the order of the first of each.
fn by_file(labels: Vec<PlacedLabel>) -> Vec<(Option<Arc<Source>>, Vec<PlacedLabel>)> {
    let mut files: Vec<(Option<Arc<Source>>, Vec<PlacedLabel>)> = Vec::new();
    for label in labels {
        match files.iter_mut().find(|(file, _)| *file == label.position.file) {
            Some((_, labels)) => labels.push(label),
            None => files.push((label.position.file.clone(), vec![label])),
        }
    }
    files
}

fn found(locator: &Locator<'_>, diagnostic: &Diagnostic) -> Vec<PlacedLabel> {
    let numbered = diagnostic.labels.iter().enumerate();
    let found = numbered.filter_map(|(number, label)| {
        let position = locator.locate(&label.at)?;
        Some(PlacedLabel { main: number == 0, position, text: printable(&label.text) })
    });
    found.collect()
}

/// Returns what is around a label in a long line, with dots where it was cut.
fn excerpt(locator: &Locator<'_>, label: PlacedLabel) -> Excerpt {
    let source = locator.text();
    let line = locator.line(label.position.line);
    let Range { start, end } = label.position.range.clone();
    let of = back(source, start, line.start)..forth(source, end.min(start + AROUND), line.end);
    let before = if of.start > line.start { "..." } else { "" };
    let after = if of.end < line.end { "..." } else { "" };
    let content = source.get(of.clone()).unwrap_or_default();
    let text = format!("{before}{content}{after}");
    Excerpt { text, of, dots: before.len(), first_line: label.position.line, labels: vec![label] }
}

impl Excerpt {
    fn snippet(self, locator: &Locator<'_>) -> Snippet<'static, Annotation<'static>> {
        let annotations: Vec<_> = self.labels.iter().map(|label| self.annotation(label)).collect();
        Snippet::source(self.text).line_start(self.first_line).path(printable(locator.name())).annotations(annotations)
    }

    fn annotation(&self, label: &PlacedLabel) -> Annotation<'static> {
        let kind = if label.main { AnnotationKind::Primary } else { AnnotationKind::Context };
        let Range { start, end } = label.position.range;
        let annotation = kind.span(self.shown(start)..self.shown(end));
        if label.text.is_empty() { annotation } else { annotation.label(label.text.clone()) }
    }

    /// Returns where a byte of the source is in what is shown.
    fn shown(&self, at: usize) -> usize {
        at.clamp(self.of.start, self.of.end) - self.of.start + self.dots
    }

    /// Returns what the renderer writes and what it should write. It counts columns in what it is given. In a line that
    /// was cut they are wrong; this is what it writes and what it should write.
    fn correction(&self, locator: &Locator<'_>) -> Option<(String, String)> {
        let label = self.labels.first().filter(|_| self.dots > 0)?;
        let before = self.text.get(..self.shown(label.position.range.start))?;
        let place = |column: usize| format!("{}:{}:{column}", printable(locator.name()), self.first_line);
        Some((place(before.chars().count() + 1), place(label.position.column)))
    }
}

/// Returns the offset some characters before `at`, not before `limit`.
fn back(text: &str, at: usize, limit: usize) -> usize {
    let before = text.get(limit..at).unwrap_or_default();
    before.char_indices().rev().nth(AROUND).map_or(limit, |(offset, _)| limit + offset)
}

/// Returns the offset some characters after the first boundary from `at`, not after `limit`.
fn forth(text: &str, at: usize, limit: usize) -> usize {
    let start = (at..=limit).find(|offset| text.is_char_boundary(*offset)).unwrap_or(limit);
    let after = text.get(start..limit).unwrap_or_default();
    after.char_indices().nth(AROUND).map_or(limit, |(offset, _)| start + offset)
}

#[cfg(test)]
mod tests {
    use super::correct;

    #[test]
    fn places_are_corrected_one_after_the_other() {
        let corrections = [("a:3:65", "a:3:6515"), ("a:3:65", "a:3:6223")];
        let corrections = corrections.map(|(wrong, right)| (wrong.to_owned(), right.to_owned())).to_vec();
        let text = correct("a:3:651 --> a:3:65\n::: a:3:65\n", corrections);
        assert_eq!(text, "a:3:651 --> a:3:6515\n::: a:3:6223\n");
    }
}
