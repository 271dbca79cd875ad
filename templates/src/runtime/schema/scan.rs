//! The text of scalars: their JSON type, and what they stand for.

use std::borrow::Cow;

use super::table::JsonKind;

/// The number of arrays and objects that may be nested in each other; deeper values are left out.
pub(crate) const DEPTH: u32 = 120;

/// Returns the JSON type of a value; the text must be JSON without space around it.
#[inline]
pub(crate) fn kind(text: &str) -> JsonKind {
    match text.as_bytes().first() {
        Some(b'{') => JsonKind::Object,
        Some(b'[') => JsonKind::Array,
        Some(b'"') => JsonKind::String,
        Some(b't' | b'f') => JsonKind::Bool,
        Some(b'n') | None => JsonKind::Null,
        Some(_) if text.contains(['.', 'e', 'E']) => JsonKind::Number,
        Some(_) => JsonKind::Integer,
    }
}

/// Returns whether a value of type `found` is one of type `wanted`.
pub(crate) fn is_kind(found: JsonKind, wanted: JsonKind) -> bool {
    found == wanted || (found == JsonKind::Integer && wanted == JsonKind::Number)
}

/// Returns the position of the member that `is_it` holds of, out of so many. Servers mostly send members in the order
/// of the OpenAPI document, so those from `next` on are looked at first.
#[inline]
pub(crate) fn position(count: usize, next: usize, is_it: impl Fn(usize) -> bool) -> Option<usize> {
    (next..count).chain(0..next).find(|position| is_it(*position))
}

/// Returns the whole number that decoding makes of a number.
#[inline]
pub(crate) fn integer(text: &str) -> Option<i64> {
    match kind(text) {
        JsonKind::Integer | JsonKind::Number => match text.parse() {
            Ok(whole) => Some(whole),
            Err(_) => text.parse().ok().and_then(whole),
        },
        _ => None,
    }
}

/// Returns the same of a number that is not negative, of up to 64 bits.
#[inline]
pub(crate) fn unsigned(text: &str) -> Option<u64> {
    let whole = || integer(text).and_then(|whole| u64::try_from(whole).ok());
    if kind(text) == JsonKind::Integer { text.parse().ok().or_else(whole) } else { whole() }
}

/// Returns a number without a fraction as an integer, as servers send it that are written in languages with one
/// number type: 1.0 for 1.
#[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
#[inline]
fn whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (number.fract() == 0.0 && (-LIMIT..LIMIT).contains(&number)).then_some(number as i64)
}

/// Returns the text that a JSON string stands for; `None` when it is not a string, or not text.
#[inline]
pub(crate) fn string(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let is_plain = !inner.bytes().any(|byte| byte == b'\\' || byte < b' ');
    if is_plain { Some(Cow::Borrowed(inner)) } else { unescape(inner).map(Cow::Owned) }
}

/// Returns whether two scalars are equal, each as JSON text.
#[inline]
pub(crate) fn same_scalar(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match (kind(a), kind(b)) {
        (JsonKind::String, JsonKind::String) => string(a).is_some_and(|a| string(b) == Some(a)),
        (JsonKind::Integer | JsonKind::Number, JsonKind::Integer | JsonKind::Number) => {
            a.parse::<f64>().ok().is_some_and(|a| b.parse() == Ok(a))
        }
        _ => false,
    }
}

/// Returns the text that the inside of a string stands for (RFC 8259, section 7); `None` when it is not text.
pub(crate) fn unescape(inner: &str) -> Option<String> {
    replace_escapes(inner, None)
}

/// Returns the same, with U+FFFD for what is not text.
pub(crate) fn unescape_lossy(inner: &str) -> String {
    replace_escapes(inner, Some(char::REPLACEMENT_CHARACTER)).unwrap_or_default()
}

/// Replaces escapes by characters: `other` stands for each escape that is not a character, and for characters that may not stand in a string.
fn replace_escapes(inner: &str, other: Option<char>) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(position) = rest.bytes().position(|byte| byte == b'\\' || byte < b' ') {
        let (plain, escape) = rest.split_at(position);
        text.push_str(plain);
        let (character, length) = escaped(escape);
        text.push(character.or(other)?);
        rest = escape.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    Some(text)
}

/// Returns the character that an escape stands for, and how long the escape is.
fn escaped(escape: &str) -> (Option<char>, usize) {
    let Some(letter) = escape.strip_prefix('\\').and_then(|rest| rest.chars().next()) else {
        return (None, 1);
    };
    let character = match letter {
        '"' | '\\' | '/' => letter,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return code_point(escape),
        other => return (None, 1 + other.len_utf8()),
    };
    (Some(character), 2)
}

/// Returns the same for `\u` and four hexadecimal digits, or two of them that are a surrogate pair.
fn code_point(escape: &str) -> (Option<char>, usize) {
    let unit = |at: usize| {
        let digits = escape.get(at..at + 6)?.strip_prefix("\\u")?;
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
    };
    let Some(first) = unit(0) else {
        return (None, 2);
    };
    match (char::from_u32(first.into()), unit(6)) {
        (Some(character), _) => (Some(character), 6),
        (None, Some(second)) => match char::decode_utf16([first, second]).next() {
            Some(Ok(character)) => (Some(character), 12),
            _ => (None, 6),
        },
        (None, None) => (None, 6),
    }
}
