//! The grammar of JSON (RFC 8259).
//!
//! Not recursive: how deep a text is nested is limited where it is read, not here. What a string holds is left to who
//! reads it, so that a bad escape costs one value and not the response.

use super::tape::{CONTAINER, ODD, SyntaxError, TapeEntry};

/// Splits a text into its values: an entry for each, one for each closing bracket, and one for each key.
///
/// # Errors
/// When it is not JSON, or as large as two gigabytes.
pub(crate) fn tokenize(text: &str) -> Result<Vec<TapeEntry>, SyntaxError> {
    let mut tokenizer =
        Tokenizer { text: text.as_bytes(), at: 0, entries: Vec::with_capacity(text.len() / 10), open: None };
    let done = if text.len() < ODD as usize { tokenizer.document() } else { Err("a text of two gigabytes or more") };
    match done {
        Ok(()) => Ok(tokenizer.entries),
        Err(reason) => Err(tokenizer.error(reason)),
    }
}

struct Tokenizer<'t> {
    text: &'t [u8],
    at: usize,
    entries: Vec<TapeEntry>,
    /// The innermost array or object that is open. Until it is closed, the `end` of its entry is the index of the one
    /// around it.
    open: Option<Open>,
}

#[derive(Clone, Copy)]
struct Open {
    index: u32,
    is_object: bool,
}

/// Why a text is not JSON.
type Reason = &'static str;

impl Tokenizer<'_> {
    fn document(&mut self) -> Result<(), Reason> {
        loop {
            // A container has parts, unless it is closed at once.
            if self.value()? && !self.is_closed_at_once() {
                if self.in_object() {
                    self.key()?;
                }
                continue;
            }
            if self.after_value()? {
                return Ok(());
            }
        }
    }

    /// Reads a scalar or an opening bracket; whether it was one.
    #[inline]
    fn value(&mut self) -> Result<bool, Reason> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => self.string()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'{') => {
                self.open(true);
                return Ok(true);
            }
            Some(b'[') => {
                self.open(false);
                return Ok(true);
            }
            Some(b't') => self.literal(b"true")?,
            Some(b'f') => self.literal(b"false")?,
            Some(b'n') => self.literal(b"null")?,
            Some(_) => return Err("expected value"),
            None => return Err("EOF while parsing a value"),
        }
        Ok(false)
    }

    /// Goes on behind a value to where the next one begins; whether the text is over.
    #[inline]
    fn after_value(&mut self) -> Result<bool, Reason> {
        loop {
            self.skip_space();
            let next = self.peek();
            let Some(Open { is_object, .. }) = self.open else {
                return if next.is_none() { Ok(true) } else { Err("trailing characters") };
            };
            match (next, is_object) {
                (Some(b','), _) => {
                    self.at += 1;
                    if is_object {
                        self.key()?;
                    }
                    return Ok(false);
                }
                (Some(b'}'), true) | (Some(b']'), false) => self.close(),
                (Some(_), true) => return Err("expected `,` or `}`"),
                (Some(_), false) => return Err("expected `,` or `]`"),
                (None, true) => return Err("EOF while parsing an object"),
                (None, false) => return Err("EOF while parsing a list"),
            }
        }
    }

    /// Reads a key and its colon.
    #[inline]
    fn key(&mut self) -> Result<(), Reason> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => self.string()?,
            Some(_) => return Err("key must be a string"),
            None => return Err("EOF while parsing an object"),
        }
        self.skip_space();
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(_) => return Err("expected `:`"),
            None => return Err("EOF while parsing an object"),
        }
        Ok(())
    }

    #[inline]
    fn open(&mut self, is_object: bool) {
        let index = offset(self.entries.len());
        let around = self.open.map_or(u32::MAX, |open| open.index);
        self.entries.push(TapeEntry { start: offset(self.at) | CONTAINER, end: around });
        self.open = Some(Open { index, is_object });
        self.at += 1;
    }

    /// Closes what was just opened, where the closing bracket comes at once.
    #[inline]
    fn is_closed_at_once(&mut self) -> bool {
        self.skip_space();
        let bracket = if self.in_object() { b'}' } else { b']' };
        let closed = self.peek() == Some(bracket);
        if closed {
            self.close();
        }
        closed
    }

    #[inline]
    fn close(&mut self) {
        self.entries.push(TapeEntry { start: offset(self.at), end: offset(self.at + 1) });
        self.at += 1;
        let next = offset(self.entries.len());
        let Some(entry) = self.open.and_then(|open| self.entries.get_mut(open.index as usize)) else { return };
        let around = std::mem::replace(&mut entry.end, next);
        self.open = self
            .entries
            .get(around as usize)
            .map(|entry| Open { index: around, is_object: self.text.get(entry.offset()) == Some(&b'{') });
    }

    fn in_object(&self) -> bool {
        self.open.is_some_and(|open| open.is_object)
    }

    #[inline]
    fn string(&mut self) -> Result<(), Reason> {
        let start = self.at;
        let mut odd = 0;
        self.at += 1;
        loop {
            self.at = end_of_plain(self.text, self.at);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    self.entries.push(TapeEntry { start: offset(start), end: offset(self.at) | odd });
                    return Ok(());
                }
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
                None => return Err("EOF while parsing a string"),
            }
            odd = ODD;
        }
    }

    #[inline]
    fn number(&mut self) -> Result<(), Reason> {
        let start = self.at;
        self.skip_any(b"-");
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.skip_any(b".") {
            self.digits()?;
        }
        if self.skip_any(b"eE") {
            self.skip_any(b"+-");
            self.digits()?;
        }
        self.entries.push(TapeEntry { start: offset(start), end: offset(self.at) });
        Ok(())
    }

    #[inline]
    fn digits(&mut self) -> Result<(), Reason> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { Err("invalid number") } else { Ok(()) }
    }

    fn literal(&mut self, literal: &[u8]) -> Result<(), Reason> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(literal) {
            return Err("expected ident");
        }
        let end = self.at + literal.len();
        self.entries.push(TapeEntry { start: offset(self.at), end: offset(end) });
        self.at = end;
        Ok(())
    }

    /// Goes past one of these bytes; whether there was one.
    fn skip_any(&mut self, bytes: &[u8]) -> bool {
        let found = self.peek().is_some_and(|byte| bytes.contains(&byte));
        if found {
            self.at += 1;
        }
        found
    }

    #[inline]
    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Returns the error at the place that was reached.
    fn error(&self, reason: Reason) -> SyntaxError {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |position| position + 1);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        SyntaxError { reason, line, column: before.len() - line_start + 1 }
    }
}

/// Returns an offset or index. The text is short enough for it, and has no more values than bytes.
fn offset(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// Returns the offset of the first byte from `at` on that is not simply a part of a string: a quote, a backslash, a
/// control character. Looks at eight bytes at a time.
#[inline]
fn end_of_plain(text: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    // Whether a byte is zero; sure for the lowest such byte, which is the one that counts.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    while let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*chunk);
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let ends = zero(word ^ (ONES * u64::from(b'"'))) | zero(word ^ (ONES * u64::from(b'\\'))) | control;
        if ends & HIGH != 0 {
            return at + ((ends & HIGH).trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len())
}
