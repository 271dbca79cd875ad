//! Finds the positions in a JSON text.
//!
//! A scanner of our own beside `serde_json`, which gives no positions. A YAML parser does not do:
//! JSON's surrogate escapes and its tabs before a value are not YAML. The scanner runs on texts
//! that `serde_json` has read, so it need not tell good from bad; on others it stops early.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::index::{Builder, DEPTH, Index};

/// Indexes a JSON text, as far as it can be followed.
pub(crate) fn index(text: &str, builder: Builder) -> Index {
    let mut scanner = Scanner { text, at: 0, builder };
    // A text that ends early has the index of what it has.
    let _ = scanner.value();
    scanner.builder.finish()
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    builder: Builder,
}

impl Scanner<'_> {
    fn value(&mut self) -> Option<()> {
        match self.peek()? {
            b'{' => self.object(),
            b'[' => self.list(),
            _ => {
                let range = self.scalar()?;
                self.builder.value(range, false);
                Some(())
            }
        }
    }

    fn object(&mut self) -> Option<()> {
        self.open()?;
        while self.peek()? != b'}' {
            let range = self.scalar()?;
            let key = unquote(self.text.get(range.clone())?)?;
            self.expect(b':')?;
            self.builder.member(&key, range);
            self.value()?;
            self.builder.leave();
            self.skip_comma();
        }
        self.at += 1;
        Some(())
    }

    fn list(&mut self) -> Option<()> {
        self.open()?;
        let mut position = 0;
        while self.peek()? != b']' {
            self.builder.item(position);
            self.value()?;
            self.builder.leave();
            position += 1;
            self.skip_comma();
        }
        self.at += 1;
        Some(())
    }

    /// Records and passes the bracket at hand, unless it is nested too deep to be followed.
    fn open(&mut self) -> Option<()> {
        self.builder.value(self.at..self.at + 1, true);
        self.at += 1;
        (self.builder.depth() < DEPTH).then_some(())
    }

    /// Passes a string, number or word and gives its bytes, quotes included.
    fn scalar(&mut self) -> Option<Range<usize>> {
        let first = self.peek()?;
        let start = self.at;
        let rest = self.text.as_bytes().get(start..)?;
        let length = match first {
            b'"' => string_length(rest)?,
            _ => rest.iter().position(|byte| ends_word(*byte)).unwrap_or(rest.len()),
        };
        // A byte that starts no value would hold the scanner where it is.
        self.at += length.max(1);
        (length > 0).then_some(start..self.at)
    }

    /// Returns the next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at)? {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                other => return Some(*other),
            }
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn skip_comma(&mut self) {
        // The closing bracket, or the end of the text, is met by the caller.
        let _ = self.expect(b',');
    }
}

/// Returns the length of the string that starts with the quote at hand.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn ends_word(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n')
}

/// Returns the content of a string in quotes.
fn unquote(quoted: &str) -> Option<Cow<'_, str>> {
    if quoted.contains('\\') {
        return serde_json::from_str(quoted).ok().map(Cow::Owned);
    }
    quoted.strip_prefix('"')?.strip_suffix('"').map(Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::index;
    use crate::source::index::Builder;

    #[track_caller]
    fn check(text: &str, pointer: &str, key: Option<&str>, value: &str) {
        let index = index(text, Builder::default());
        let found = index.get(pointer).expect("the pointer is in the text");
        assert_eq!(found.key.clone().map(|range| &text[range]), key);
        assert_eq!(&text[found.value.clone()], value);
    }

    #[test]
    fn finds_members_and_elements() {
        let text = "{\n\t\"a\":\t[1, {\"b/c\": \"x\\\"y\"}, []],\r\n \"\\ud83d\\ude00\"\n: true }";
        check(text, "", None, "{");
        check(text, "/a", Some("\"a\""), "[");
        check(text, "/a/0", None, "1");
        check(text, "/a/1/b~1c", Some("\"b/c\""), "\"x\\\"y\"");
        check(text, "/a/2", None, "[");
        check(text, "/😀", Some("\"\\ud83d\\ude00\""), "true");
    }

    #[test]
    fn finds_repeated_keys_but_not_what_is_in_them() {
        let text = r#"{"a": {"x": 1}, "b": 2, "a": {"x": 3, "y": 4}, "a": 5, "b": 6}"#;
        let index = index(text, Builder::default());
        let found: Vec<_> =
            index.duplicates.iter().map(|d| (d.pointer.as_str(), d.first.start, d.second.start)).collect();
        assert_eq!(found, [("/a", 1, 24), ("/a", 1, 47), ("/b", 16, 55)]);
        assert_eq!(index.get("/a/y"), None);
    }

    #[test]
    fn follows_broken_text_as_far_as_it_goes() {
        for text in ["", "{", "{\"a\"", "{\"a\":", "[1, }", "{,}", "[,,]", "\"abc", "{\"a\":1]", ":::", "{1:2}"] {
            index(text, Builder::default());
        }
        index(&"[".repeat(100_000), Builder::default());
        index(&"{\"a\":".repeat(100_000), Builder::default());
    }
}
