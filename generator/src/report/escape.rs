//! Escapes foreign text, for a terminal and for a page.

use std::fmt::Write;

/// Returns the text on one line, with control characters and those that turn the direction of writing
/// replaced by their escapes.
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push(' '),
            _ if disturbs(character) => {
                // Writing to a string cannot fail.
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// Returns the text as HTML and SVG show it, inside of an element or an attribute.
pub(crate) fn markup(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            _ => shown.push(character),
        }
    }
    shown
}

/// Returns whether a character acts on the terminal instead of showing.
fn disturbs(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn escapes_what_acts_on_a_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}c\r\nd\té"), "a\\u{1b}[31mb\\u{202e}c\\u{d}\\nd é");
    }
}
