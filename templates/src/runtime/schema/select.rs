//! Which alternative of a union a value is: one function, for decoding and for the walk.

use std::borrow::Cow;

use super::scan;
use super::shape::{Alternative, JsonKind, Test};

/// The position of the first alternative whose tests all hold of the value; `text` is its JSON.
#[inline]
pub(crate) fn select(text: &str, alternatives: &[Alternative]) -> Option<usize> {
    let value = Facts { text, kind: scan::kind(text), members: members(text, alternatives) };
    alternatives.iter().position(|alternative| alternative.when.iter().all(|test| value.passes(test)))
}

/// What the tests ask of a value.
struct Facts<'t> {
    text: &'t str,
    kind: JsonKind,
    members: Vec<(Cow<'t, str>, &'t str)>,
}

/// The members of the value, where some test asks for members.
#[inline]
fn members<'t>(text: &'t str, alternatives: &[Alternative]) -> Vec<(Cow<'t, str>, &'t str)> {
    let asked = |test: &Test| matches!(test, Test::Equals(..) | Test::Has(_));
    if alternatives.iter().any(|alternative| alternative.when.iter().any(asked)) {
        scan::members(text)
    } else {
        Vec::new()
    }
}

impl Facts<'_> {
    #[inline]
    fn passes(&self, test: &Test) -> bool {
        match test {
            Test::Is(kind) => scan::is_kind(self.kind, *kind),
            Test::Equals(key, values) => self.member(key).is_some_and(|found| is_one_of(found, values)),
            Test::Has(key) => self.member(key).is_some(),
            Test::OneOf(values) => is_one_of(self.text, values),
            Test::ListOf(kind) => self.kind == JsonKind::Array && starts_with(self.text, *kind),
        }
    }

    // Of a key that stands twice the last counts, as in decoding.
    #[inline]
    fn member(&self, key: &str) -> Option<&str> {
        self.members.iter().rev().find(|(name, _)| name == key).map(|(_, value)| *value)
    }
}

#[inline]
fn is_one_of(found: &str, values: &[&str]) -> bool {
    values.iter().any(|value| scan::same_scalar(found, value))
}

#[inline]
fn starts_with(array: &str, kind: JsonKind) -> bool {
    match scan::elements(array).first() {
        Some(first) => scan::is_kind(scan::kind(first), kind),
        None => true,
    }
}
