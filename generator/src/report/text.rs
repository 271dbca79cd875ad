//! Pieces of text that several reports have.

/// Returns a number with its noun: `1 file`, `2 files`.
pub fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// Adds a line to a text.
pub fn line(text: &mut String, content: &str) {
    text.push_str(content);
    text.push('\n');
}
