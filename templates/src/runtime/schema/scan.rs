//! A shallow look into JSON text: its type, and its members or elements as text.
//!
//! Not generic, and not recursive: what lies deeper is skipped without a call per level.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::shape::JsonKind;

/// How many arrays and objects may be nested in one another before the rest is left out.
///
/// Below serde_json's own limit of 128, because crossing that one fails the whole page. Unions
/// replay their text through a new reader, which starts serde_json's count again; this one goes on.
pub(crate) const DEPTH: u32 = 120;

/// The JSON type of a value; the text must be JSON without space around it.
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

/// Whether a value of type `found` is one of type `wanted`.
pub(crate) fn is_kind(found: JsonKind, wanted: JsonKind) -> bool {
    found == wanted || (found == JsonKind::Integer && wanted == JsonKind::Number)
}

/// The members of an object, in order; none when the text is no object.
#[inline]
pub(crate) fn members(text: &str) -> Vec<(Cow<'_, str>, &str)> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.deserialize_map(Members).unwrap_or_default()
}

/// The elements of an array, in order; none when the text is no array.
#[inline]
pub(crate) fn elements(text: &str) -> Vec<&str> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.deserialize_seq(Elements).unwrap_or_default()
}

/// The position of the member that `is_it` holds of, out of so many. Servers mostly send members in the order of the
/// description, so those from `next` on are looked at first.
#[inline]
pub(crate) fn position(count: usize, next: usize, is_it: impl Fn(usize) -> bool) -> Option<usize> {
    (next..count).chain(0..next).find(|position| is_it(*position))
}

/// The whole number that decoding makes of a number.
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

/// A number without a fraction as an integer, as servers send it that are written in languages with one
/// number type: 1.0 for 1.
#[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
#[inline]
pub(crate) fn whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (number.fract() == 0.0 && (-LIMIT..LIMIT).contains(&number)).then_some(number as i64)
}

/// The text that a JSON string stands for; `None` when it is no string.
#[inline]
pub(crate) fn string(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if inner.as_bytes().contains(&b'\\') {
        return serde_json::from_str(text).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inner))
}

/// Whether two scalars are equal, each as JSON text.
#[inline]
pub(crate) fn same_scalar(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match (kind(a), kind(b)) {
        (JsonKind::String, JsonKind::String) => string(a) == string(b),
        (JsonKind::Integer | JsonKind::Number, JsonKind::Integer | JsonKind::Number) => {
            a.parse::<f64>().ok().is_some_and(|a| b.parse() == Ok(a))
        }
        _ => false,
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(Cow<'de, str>, &'de str)>;

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(key) = access.next_key::<&RawValue>()? {
            let value: &RawValue = access.next_value()?;
            members.push((string(key.get()).unwrap_or_default(), value.get()));
        }
        Ok(members)
    }
}

struct Elements;

impl<'de> Visitor<'de> for Elements {
    type Value = Vec<&'de str>;

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element::<&RawValue>()? {
            elements.push(element.get());
        }
        Ok(elements)
    }
}
