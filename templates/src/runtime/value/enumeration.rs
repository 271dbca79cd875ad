//! Enums that are open: a value that the OpenAPI document does not list is kept as it came.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

use super::decode::{Input, Word};
use super::view::View;

/// A string out of a list.
///
/// Both ways are a search instead of a `match` of each enum: that would be a fifth of what a large client holds.
///
/// ```rust,ignore
/// assert_eq!(CampaignStatus::from_wire("Draft").as_str(), "Draft");
/// assert!(matches!(CampaignStatus::from_wire("Paused"), CampaignStatus::Unknown(_)));
/// ```
pub trait Enumeration: Open + Clone + 'static {
    /// The values that the OpenAPI document lists.
    const VALUES: &'static [&'static str];

    /// Their variants, in the same order.
    const VARIANTS: &'static [Self];

    /// Returns the value as it stands on the wire.
    #[inline(never)]
    fn as_str(&self) -> &str {
        word(Self::VALUES, self.unlisted(), &|position| {
            Self::VARIANTS.get(position).is_some_and(|variant| discriminant(variant) == discriminant(self))
        })
    }

    /// Returns the variant of a value; `Unknown` when the OpenAPI document does not list it.
    fn from_wire(value: &str) -> Self {
        let known = Self::VALUES.iter().position(|known| *known == value);
        match known.and_then(|position| Self::VARIANTS.get(position)) {
            Some(variant) => variant.clone(),
            None => Self::from_unlisted(value.to_owned()),
        }
    }
}

/// Returns the value of a variant: what is not listed, or the value at the position where `is_it` says so. Not generic,
/// since a client has hundreds of enums.
fn word<'w>(values: &'static [&'static str], unlisted: Option<&'w str>, is_it: &dyn Fn(usize) -> bool) -> &'w str {
    let listed = || values.iter().enumerate().find(|(position, _)| is_it(*position)).map(|(_, value)| *value);
    unlisted.or_else(listed).unwrap_or_default()
}

/// An open enum, which has a variant for values that the OpenAPI document does not list.
pub trait Open: Sized {
    /// Returns the variant of such a value.
    fn from_unlisted(value: String) -> Self;

    /// Returns the value of that variant.
    fn unlisted(&self) -> Option<&str>;
}

/// Reads a value: how all enums of text implement [`Decode`](super::Decode).
#[doc(hidden)]
pub fn decode_word<E: Enumeration>(slot: &mut Option<E>, input: Input<'_>) {
    *slot = match input.word(E::VALUES) {
        None => None,
        Some(Word::Listed(position)) => E::VARIANTS.get(position).cloned(),
        Some(Word::Unlisted(value)) => Some(E::from_unlisted(value)),
    };
}

/// Shows a value: how all enums of text implement [`Viewed`](super::Viewed).
#[doc(hidden)]
pub fn view_word<E: Enumeration>(word: &E) -> View<'_> {
    if word.unlisted().is_some() { View::UnlistedText(word.as_str()) } else { View::Text(word.as_str()) }
}

/// Reads a whole number: how all enums of whole numbers implement [`Decode`](super::Decode).
#[doc(hidden)]
pub fn decode_whole<E: IntegerEnumeration>(slot: &mut Option<E>, input: Input<'_>) {
    let Some(whole) = input.integer() else { return };
    if !E::VALUES.contains(&whole) {
        input.mark_dirty();
    }
    *slot = Some(E::from_wire(whole));
}

/// Prints a value as it stands on the wire, and tells when the OpenAPI document does not list it: how all enums of values
/// implement `Debug`.
///
/// # Errors
/// Those of the formatter.
#[doc(hidden)]
#[inline]
pub fn debug_word(is_unlisted: bool, value: &dyn fmt::Debug, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if is_unlisted { f.debug_tuple("Unknown").field(value).finish() } else { value.fmt(f) }
}

/// A whole number out of a list.
pub trait IntegerEnumeration: Sized {
    /// The values that the OpenAPI document lists.
    const VALUES: &'static [i64];

    /// Returns the variant of a value; `Unknown` when the OpenAPI document does not list it.
    fn from_wire(value: i64) -> Self;

    /// Returns the value as it stands on the wire.
    fn as_i64(&self) -> i64;
}

/// A word in a list of a query parameter: a value of an [`Enumeration`], or any text.
pub trait Token {
    /// Returns the word as it stands on the wire.
    fn token(&self) -> &str;
}

impl<E: Enumeration> Token for E {
    fn token(&self) -> &str {
        self.as_str()
    }
}

impl Token for String {
    fn token(&self) -> &str {
        self
    }
}

impl Token for &str {
    fn token(&self) -> &str {
        self
    }
}

/// Prints a word as it stands on the wire: the display of all enums of text.
///
/// # Errors
/// Those of the formatter.
#[doc(hidden)]
#[inline]
pub fn display_token<T: Token>(word: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(word.token())
}

/// Orders two words by their text.
#[doc(hidden)]
#[inline]
pub fn order_tokens<T: Token>(one: &T, other: &T) -> Ordering {
    one.token().cmp(other.token())
}

/// Returns whether two words are the same; the equality of all enums. Not inlined: a client has hundreds of them.
#[doc(hidden)]
#[inline(never)]
pub fn same_token<T: Token>(one: &T, other: &T) -> bool {
    one.token() == other.token()
}

/// Adds the hash of a word, which goes with [`same_token`].
#[doc(hidden)]
#[inline(never)]
pub fn hash_token<T: Token, H: Hasher>(word: &T, state: &mut H) {
    word.token().hash(state);
}
