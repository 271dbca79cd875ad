//! The first line of a body that is not what was expected, such as a proxy's HTML page.

use std::fmt;

/// How much of a body is looked at.
const MOST_BYTES: usize = 8 * 1024;

/// How much of a line is shown.
const MOST_CHARACTERS: usize = 200;

/// Writes the first line of a body that has a word, after a colon. Of HTML that is the title, or the first text.
pub(super) fn write(f: &mut fmt::Formatter<'_>, body: &[u8]) -> fmt::Result {
    let text = String::from_utf8_lossy(body.get(..MOST_BYTES).unwrap_or(body));
    let text = if text.trim_start().starts_with('<') { without_tags(&text) } else { text.into_owned() };
    let Some(line) = text.lines().map(str::trim).find(|line| line.contains(char::is_alphanumeric)) else {
        return Ok(());
    };
    write!(f, ": `{}`", one_line(line, MOST_CHARACTERS))
}

/// Returns a text of the service as it may stand in a log: one line of at most so many characters, without those that
/// control a terminal.
pub(crate) fn one_line(text: &str, most: usize) -> String {
    let words = text.split(|character: char| character.is_whitespace() || character.is_control());
    let mut line = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if let Some((end, _)) = line.char_indices().nth(most) {
            line.truncate(end);
            line.push_str("..");
            break;
        }
    }
    line
}

/// Returns the text of HTML or XML, with a line for each piece of it.
fn without_tags(text: &str) -> String {
    let mut lines = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        lines.push_str(before);
        lines.push('\n');
        // What is in these elements is for programs.
        let hidden = ["script", "style", "!--"]
            .into_iter()
            .find(|name| after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)));
        let end = match hidden {
            Some("!--") => "-->",
            Some("script") => "</script>",
            Some(_) => "</style>",
            None => ">",
        };
        rest = match after.to_ascii_lowercase().find(end).and_then(|at| after.get(at + end.len()..)) {
            Some(rest) => rest,
            None => return lines,
        };
    }
    lines.push_str(rest);
    lines
}
