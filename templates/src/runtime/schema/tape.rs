//! JSON text, split into its values once.
//!
//! Everything that reads a response reads its tape: decoding, the choice of a union's alternative, the report of
//! mismatches. None of them looks at a byte twice to find where a value ends, and what they need of a value that lies
//! deep in a document costs a step per value around it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::place::unescaped;
use super::scan;
use super::table::JsonKind;
use super::tokenize::tokenize;

/// The values of a JSON text, in the order in which they begin.
pub(crate) struct Tape<'t> {
    text: &'t str,
    entries: Vec<TapeEntry>,
}

/// The position of a value in the text. Eight bytes, since a text may have a value in every second byte.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TapeEntry {
    /// The offset of the first byte, and [`CONTAINER`].
    pub(crate) start: u32,
    /// Of an array or object, the index of the entry that follows it; the one before that is its closing bracket.
    /// Of any other value, the offset of the byte that follows it, and [`ODD`].
    pub(crate) end: u32,
}

/// Marks a string that is not its own text: it has escapes, or characters that JSON does not allow in it.
pub(crate) const ODD: u32 = 1 << 31;

/// Marks an array or object.
pub(crate) const CONTAINER: u32 = 1 << 31;

impl TapeEntry {
    /// Returns the offset of the first byte.
    pub(crate) fn offset(self) -> usize {
        (self.start & !CONTAINER) as usize
    }

    fn is_container(self) -> bool {
        self.start & CONTAINER != 0
    }

    fn is_odd(self) -> bool {
        !self.is_container() && self.end & ODD != 0
    }
}

/// Why a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) reason: &'static str,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.reason, self.line, self.column)
    }
}

impl<'t> Tape<'t> {
    /// Splits a text.
    ///
    /// # Errors
    /// When it is not JSON.
    pub(crate) fn new(text: &'t str) -> Result<Self, SyntaxError> {
        Ok(Self { text, entries: tokenize(text)? })
    }

    /// Returns the value that is the whole text.
    pub(crate) fn root(&self) -> Node<'_> {
        self.node(0)
    }

    /// Returns the value at this index.
    #[inline]
    pub(crate) fn node(&self, index: u32) -> Node<'_> {
        Node { tape: self, index, entry: self.entry(index) }
    }

    #[inline]
    fn entry(&self, index: u32) -> TapeEntry {
        self.entries.get(index as usize).copied().unwrap_or(TapeEntry { start: 0, end: 0 })
    }
}

/// A value of a tape.
#[derive(Clone, Copy)]
pub(crate) struct Node<'t> {
    tape: &'t Tape<'t>,
    index: u32,
    entry: TapeEntry,
}

impl<'t> Node<'t> {
    /// Returns its index on the tape.
    #[allow(dead_code, reason = "the search for mismatches alone does not need it")]
    pub(crate) fn index(self) -> u32 {
        self.index
    }

    /// Returns its JSON text.
    pub(crate) fn text(self) -> &'t str {
        self.tape.text.get(self.range()).unwrap_or_default()
    }

    /// Returns where it is in the text.
    #[inline]
    pub(crate) fn range(self) -> Range<usize> {
        let end = if self.entry.is_container() {
            self.tape.entry(self.entry.end.saturating_sub(1)).offset() + 1
        } else {
            (self.entry.end & !ODD) as usize
        };
        self.entry.offset()..end
    }

    /// Returns its JSON type.
    pub(crate) fn kind(self) -> JsonKind {
        match self.first_byte() {
            Some(b'{') => JsonKind::Object,
            Some(b'[') => JsonKind::Array,
            Some(b'"') => JsonKind::String,
            Some(b't' | b'f') => JsonKind::Bool,
            Some(b'n') | None => JsonKind::Null,
            Some(_) => scan::kind(self.text()),
        }
    }

    /// Returns whether it is `null`.
    pub(crate) fn is_null(self) -> bool {
        matches!(self.first_byte(), Some(b'n') | None)
    }

    /// Returns whether it is an object.
    pub(crate) fn is_object(self) -> bool {
        self.first_byte() == Some(b'{')
    }

    /// Returns whether it is an array.
    pub(crate) fn is_array(self) -> bool {
        self.first_byte() == Some(b'[')
    }

    /// Returns the text of a string; `None` for any other value, and for a string that is not text, such as half of a
    /// surrogate pair.
    pub(crate) fn string(self) -> Option<Cow<'t, str>> {
        let inner = self.inner()?;
        if self.entry.is_odd() { scan::unescape(inner).map(Cow::Owned) } else { Some(Cow::Borrowed(inner)) }
    }

    /// Returns the text of a string, and of a number as it stands on the wire; `None` for any other value.
    #[allow(dead_code, reason = "the search for mismatches alone does not need it")]
    pub(crate) fn string_or_digits(self) -> Option<Cow<'t, str>> {
        let is_number = matches!(self.first_byte(), Some(b'0'..=b'9' | b'-'));
        if is_number { Some(Cow::Borrowed(self.text())) } else { self.string() }
    }

    /// Returns whether it has a value in Rust: a string is text, and a number is in the range of doubles.
    pub(crate) fn is_kept(self) -> bool {
        match self.kind() {
            JsonKind::String => !self.entry.is_odd() || self.string().is_some(),
            JsonKind::Number | JsonKind::Integer => self.text().parse::<f64>().is_ok_and(f64::is_finite),
            JsonKind::Null | JsonKind::Bool | JsonKind::Array | JsonKind::Object => true,
        }
    }

    /// Returns the text of a key. What is not text in it is replaced by U+FFFD.
    pub(crate) fn key(self) -> Cow<'t, str> {
        let inner = self.inner().unwrap_or_default();
        if self.entry.is_odd() { Cow::Owned(scan::unescape_lossy(inner)) } else { Cow::Borrowed(inner) }
    }

    /// Returns whether it is the key `name`.
    #[inline]
    pub(crate) fn is_key(self, name: &str) -> bool {
        if self.entry.is_odd() {
            return self.key() == name;
        }
        let Range { start, end } = self.range();
        let inner = self.tape.text.as_bytes().get(start + 1..end.saturating_sub(1));
        inner.is_some_and(|inner| inner == name.as_bytes())
    }

    /// Returns the members of an object, in order; none of any other value.
    pub(crate) fn members(self) -> Members<'t> {
        Members(if self.is_object() { self.parts() } else { self.nothing() })
    }

    /// Returns the elements of an array, in order; none of any other value.
    pub(crate) fn elements(self) -> Elements<'t> {
        if self.is_array() { self.parts() } else { self.nothing() }
    }

    /// Returns the value of the member of this name. Where several have it, the last one counts.
    pub(crate) fn member(self, name: &str) -> Option<Self> {
        self.members().filter(|(key, _)| key.is_key(name)).last().map(|(_, value)| value)
    }

    /// Returns the value that a JSON pointer (RFC 6901) leads to, from this one on.
    #[allow(dead_code, reason = "the search for mismatches alone does not need it")]
    pub(crate) fn pointed(self, pointer: &str) -> Option<Self> {
        let mut steps = pointer.split('/');
        // What does not begin with a slash is no pointer.
        steps.next().filter(|before| before.is_empty())?;
        steps.try_fold(self, |value, step| match value.is_array() {
            true => value.elements().nth(step.parse().ok()?),
            false => value.member(&unescaped(step)),
        })
    }

    #[inline]
    fn first_byte(self) -> Option<u8> {
        self.tape.text.as_bytes().get(self.entry.offset()).copied()
    }

    /// Returns what is between the quotes of a string.
    #[inline]
    fn inner(self) -> Option<&'t str> {
        if self.first_byte() != Some(b'"') {
            return None;
        }
        let Range { start, end } = self.range();
        self.tape.text.get(start + 1..end.saturating_sub(1))
    }

    fn parts(self) -> Elements<'t> {
        let close = self.entry.end.saturating_sub(1);
        Elements { tape: self.tape, next: self.index + 1, close }
    }

    fn nothing(self) -> Elements<'t> {
        Elements { tape: self.tape, next: 0, close: 0 }
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// The elements of an array.
#[derive(Clone)]
pub(crate) struct Elements<'t> {
    tape: &'t Tape<'t>,
    next: u32,
    /// The index of the closing bracket.
    close: u32,
}

impl<'t> Iterator for Elements<'t> {
    type Item = Node<'t>;

    #[inline]
    fn next(&mut self) -> Option<Node<'t>> {
        if self.next >= self.close {
            return None;
        }
        let node = self.tape.node(self.next);
        self.next = if node.entry.is_container() { node.entry.end } else { self.next + 1 };
        Some(node)
    }
}

/// The members of an object: keys and values.
#[derive(Clone)]
pub(crate) struct Members<'t>(Elements<'t>);

impl<'t> Iterator for Members<'t> {
    type Item = (Node<'t>, Node<'t>);

    #[inline]
    fn next(&mut self) -> Option<(Node<'t>, Node<'t>)> {
        Some((self.0.next()?, self.0.next()?))
    }
}

/// Returns the text of the value that a JSON pointer (RFC 6901) leads to; `None` when the text is not JSON, or has none
/// there.
#[allow(dead_code, reason = "the search for mismatches alone does not need it")]
pub(crate) fn at_pointer<'t>(text: &'t str, pointer: &str) -> Option<&'t str> {
    let tape = Tape::new(text).ok()?;
    text.get(tape.root().pointed(pointer)?.range())
}

/// Returns the members of an object, as text, for who wants no tape; none when the text is not an object.
#[allow(dead_code, reason = "the search for mismatches alone does not need it")]
pub(crate) fn members(text: &str) -> Vec<(Cow<'_, str>, &str)> {
    let Ok(tape) = Tape::new(text) else { return Vec::new() };
    let part = |node: Node<'_>| text.get(node.range()).unwrap_or_default();
    let members = tape.root().members();
    members.map(|(key, value)| (scan::string(part(key)).unwrap_or_default(), part(value))).collect()
}
