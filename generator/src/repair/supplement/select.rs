//! Selects operations of a document by their id, or by method and path.

use serde_json::{Map, Value};

use crate::repair::Refusal;
use crate::repair::place::{Place, operations};
use crate::spec::nearest::meant;

/// Returns the operations that a text selects, at least one.
pub(super) fn select(document: &Value, selector: &str) -> Result<Vec<Place>, Refusal> {
    let all = operations(document);
    let head = |place: &Place| format!("{} {}", place.method, place.path);
    let Some((method, pattern)) = selector.split_once(' ') else {
        let known: Vec<String> = all.iter().map(|place| place.id.clone()).collect();
        let found: Vec<Place> = all.into_iter().filter(|place| place.id == selector).collect();
        return if found.is_empty() { Err(unknown(selector, &known)) } else { Ok(found) };
    };
    let (method, pattern) = (method.to_ascii_uppercase(), pattern.trim());
    let known: Vec<String> = all.iter().map(head).collect();
    let matches = |place: &Place| {
        (method == "*" || place.method == method) && (place.path == pattern || fits(pattern, &place.path))
    };
    let found: Vec<Place> = all.into_iter().filter(matches).collect();
    if found.is_empty() { Err(unknown(selector, &known)) } else { Ok(found) }
}

/// Returns what is wrong with a text that selects no operation.
fn unknown(selector: &str, known: &[String]) -> Refusal {
    let remedy = || "write the id of an operation, or its method and path, as in `GET /books/*`".to_owned();
    let help = meant(selector, known.iter().map(String::as_str)).unwrap_or_else(remedy);
    Refusal::new(format!("the document has no operation `{selector}`")).help(help)
}

/// Returns the members of an operation.
pub(super) fn members<'d>(document: &'d mut Value, place: &Place) -> Option<&'d mut Map<String, Value>> {
    document.pointer_mut(place.at.as_str())?.as_object_mut()
}

/// Returns whether a path is of the form of a pattern.
fn fits(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    segments_fit(&pattern, &path)
}

fn segments_fit(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        (["**", rest @ ..], path) => {
            (0..=path.len()).any(|skipped| segments_fit(rest, path.get(skipped..).unwrap_or_default()))
        }
        ([first, rest @ ..], [segment, others @ ..]) => segment_fits(first, segment) && segments_fit(rest, others),
        _ => false,
    }
}

/// Returns whether a segment is of the form of a pattern, in which `*` is any text.
fn segment_fits(pattern: &str, segment: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == segment };
    let Some(rest) = segment.strip_prefix(before) else { return false };
    let mut ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.any(|at| rest.get(at..).is_some_and(|rest| segment_fits(after, rest)))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_stand_for_segments() {
        for (pattern, path) in [
            ("/books", "/books"),
            ("/*", "/books"),
            ("/books/*", "/books/{id}"),
            ("/books/*/relationships/*", "/books/{id}/relationships/author"),
            ("/**", "/books/{id}/author"),
            ("/api/**/books", "/api/books"),
            ("/book*", "/bookshelves"),
            ("/{id}", "/{id}"),
        ] {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [("/*", "/books/{id}"), ("/books", "/book"), ("/book*", "/books/{id}"), ("/*/a", "/a")] {
            assert!(!fits(pattern, path), "{pattern} {path}");
        }
    }
}
