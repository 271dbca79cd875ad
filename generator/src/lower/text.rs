//! Text of a document as plain Markdown.

/// Cleans a text: HTML line breaks become lines, blank lines are folded. `None` when nothing is
/// left.
pub(super) fn clean(text: &str) -> Option<String> {
    joined(lines(text).iter().map(String::as_str))
}

/// Returns the lines of a text.
pub(super) fn lines(text: &str) -> Vec<String> {
    let text = text.replace("<br/>", "\n").replace("<br />", "\n").replace("<br>", "\n");
    text.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Lines as one text, at most one blank line in a row. `None` when they are all blank.
pub(super) fn joined<'a>(lines: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut text = String::new();
    let mut gap = false;
    for line in lines {
        if line.trim().is_empty() {
            gap = true;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if gap { "\n\n" } else { "\n" });
        }
        text.push_str(line);
        gap = false;
    }
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns a description, unless it only says once more what the summary says.
pub(super) fn beyond(summary: Option<&str>, description: Option<String>) -> Option<String> {
    let said = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    let is_repeated = |text: &String| summary.is_some_and(|summary| said(summary) == said(text));
    description.filter(|text| !is_repeated(text))
}

/// Returns the words of a text or of a name on the wire, in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    let mut before = ' ';
    for letter in text.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.extend(letter.to_lowercase());
        before = letter;
    }
    let words = spaced.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{beyond, clean};

    #[test]
    fn breaks_become_lines() {
        assert_eq!(clean("one<br>two<br><br><br/>three  \n").as_deref(), Some("one\ntwo\n\nthree"));
        assert_eq!(clean(" <br> \n"), None);
    }

    #[test]
    fn a_description_that_repeats_the_summary_says_nothing() {
        let beyond = |summary, description: &str| beyond(summary, Some(description.to_owned()));
        assert_eq!(beyond(Some("List books"), "List books."), None);
        assert_eq!(beyond(Some("List books"), "List books by name.").as_deref(), Some("List books by name."));
        assert_eq!(beyond(None, "List books").as_deref(), Some("List books"));
    }
}
