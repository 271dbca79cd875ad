//! Lines, columns and character counts of a text.

use std::ops::Range;

/// The starts of a text's lines.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// How many characters are before each stretch of so many bytes, since a document may be one long line.
    characters: Vec<usize>,
}

/// The bytes of a stretch.
const STRETCH: usize = 1024;

impl<'t> Lines<'t> {
    /// Goes through the text once.
    pub(crate) fn new(text: &'t str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let stretches = text.as_bytes().chunks(STRETCH).scan(0, |before, stretch| {
            *before += characters(stretch);
            Some(*before)
        });
        Self {
            text,
            starts: std::iter::once(0).chain(after_breaks).collect(),
            characters: std::iter::once(0).chain(stretches).collect(),
        }
    }

    /// Returns the line and the column of a byte offset, both from 1; the column counts characters.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let offset = floor(self.text, offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        (line, self.before(offset) - self.before(self.start(line)) + 1)
    }

    /// Returns the bytes of a line, which counts from 1, without its line break.
    pub(crate) fn bytes(&self, line: usize) -> Range<usize> {
        let start = self.start(line);
        let content = self.text.get(start..self.start(line + 1)).unwrap_or_default();
        let content = content.strip_suffix('\n').unwrap_or(content);
        start..start + content.trim_end_matches('\r').len()
    }

    /// Returns the byte offset of a line and a column, both from 1; the column counts bytes.
    pub(crate) fn offset(&self, line: usize, byte_column: usize) -> usize {
        (self.start(line) + byte_column.saturating_sub(1)).min(self.text.len())
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// Returns how many characters are before a byte offset.
    fn before(&self, offset: usize) -> usize {
        let stretch = offset / STRETCH;
        let rest = self.text.as_bytes().get(stretch * STRETCH..offset).unwrap_or_default();
        self.characters.get(stretch).copied().unwrap_or_default() + characters(rest)
    }
}

/// Returns how many characters begin among these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

/// Does what `str::floor_char_boundary` does, which the oldest supported compiler does not have.
pub(crate) fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Turns character counts into byte offsets: both YAML parsers count characters.
#[derive(Debug)]
pub(crate) struct CharOffsets {
    /// For every character of more than one byte, its position in characters and the bytes that
    /// the text has beyond its characters after it.
    wide: Vec<(usize, usize)>,
    /// The length of the text in bytes.
    length: usize,
}

impl CharOffsets {
    /// Goes through the text once.
    pub(crate) fn new(text: &str) -> Self {
        let mut beyond = 0;
        let wide = text.chars().enumerate().filter_map(|(at, character)| {
            let more = character.len_utf8() - 1;
            beyond += more;
            (more > 0).then_some((at, beyond))
        });
        Self { wide: wide.collect(), length: text.len() }
    }

    /// Returns the byte offset of the character at position `characters`.
    pub(crate) fn byte(&self, characters: usize) -> usize {
        let before = self.wide.partition_point(|(at, _)| *at < characters);
        let beyond = before.checked_sub(1).and_then(|last| self.wide.get(last)).map_or(0, |(_, beyond)| *beyond);
        (characters + beyond).min(self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::{CharOffsets, Lines};

    #[test]
    fn columns_of_a_long_line_count_characters() {
        let text = "añ😀".repeat(1_000);
        let lines = Lines::new(&text);
        let all = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        assert!(all.enumerate().all(|(column, at)| lines.position(at) == (1, column + 1)));
    }

    #[test]
    fn positions_count_characters_and_offsets_count_bytes() {
        let text = "añb\r\nc😀d\n";
        let lines = Lines::new(text);
        assert_eq!(lines.position(0), (1, 1));
        assert_eq!(lines.position(3), (1, 3));
        assert_eq!(lines.position(2), (1, 2), "inside a character is at its start");
        assert_eq!(lines.position(text.find('d').expect("is there")), (2, 3));
        assert_eq!(lines.position(999), (3, 1));
        assert_eq!(lines.bytes(1), 0..4);
        let characters = CharOffsets::new(text);
        for (at, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(characters.byte(at), byte);
        }
        assert_eq!(characters.byte(999), text.len());
    }
}
