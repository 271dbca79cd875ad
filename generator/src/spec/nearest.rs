//! Finds the known name that is nearest to a misspelt one.

/// Returns the closest of `known`, when it is close enough to be meant, or what a name begins.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    closest(name, known, |candidate| if is_begun(name, candidate) { 1 } else { distance(name, candidate) })
}

/// Returns the closest of `known`, when it differs so little that it may be a slip.
pub(crate) fn misspelt<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    closest(name, known, |candidate| distance(name, candidate))
}

/// Returns the candidate at the smallest distance; of several, one that begins like the name, and then the one whose length
/// is closest.
fn closest<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
    distance: impl Fn(&str) -> usize,
) -> Option<&'a str> {
    // Of a short name, most has to be left.
    let limit = match name.chars().count() {
        0 | 1 => 0,
        2 | 3 => 1,
        length => length / 3 + 1,
    };
    known
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= limit || is_begun(name, candidate))
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, candidate)| {
            (*distance, !candidate.starts_with(name), candidate.len().abs_diff(name.len()))
        })
        .map(|(_, candidate)| candidate)
}

/// Returns whether a name is the beginning of a longer one, as `int` is of `integer`.
fn is_begun(name: &str, candidate: &str) -> bool {
    name.len() > 2 && candidate.len() > name.len() && candidate.starts_with(name)
}

/// Returns the question whether the closest of `known` was meant.
pub(crate) fn meant<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|near| format!("did you mean `{near}`?"))
}

/// Returns the same as the end of a sentence; nothing where none is close.
pub(crate) fn hint<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    meant(name, known).map(|question| format!("; {question}")).unwrap_or_default()
}

/// Returns Levenshtein's distance, without regard to case.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, a) in left.to_lowercase().chars().enumerate() {
        let mut diagonal = line;
        let mut before = line + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(&right) {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = *cell;
            *cell = replaced.min(before + 1).min(diagonal + 1);
            before = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, misspelt, nearest};

    #[test]
    fn counts_edits() {
        assert_eq!(distance("intger", "integer"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("Same", "same"), 0);
    }

    #[test]
    fn suggests_only_what_is_close() {
        assert_eq!(nearest("intger", ["string", "integer"]), Some("integer"));
        assert_eq!(nearest("A", ["if", "a"]), Some("a"));
        assert_eq!(nearest("/a", ["if"]), None);
        assert_eq!(nearest("Profil", ["Profile", "Profiles"]), Some("Profile"));
        assert_eq!(nearest("zzz", ["string", "integer"]), None);
        assert_eq!(nearest("int", ["string", "any", "integer"]), Some("integer"));
        assert_eq!(nearest("int", ["string", "any"]), None);
        assert_eq!(nearest("typ", ["type", "tip"]), Some("type"));
        assert_eq!(nearest("limit", ["limits_of_all", "limit_"]), Some("limit_"));
        assert_eq!(misspelt("limit", ["limits_of_all", "limit_"]), Some("limit_"));
        assert_eq!(misspelt("page", ["page_size"]), None);
    }
}
