//! Which alternative of a union a value is: one function, for decoding and for the walk.

use super::scan;
use super::table::{Alternative, JsonKind, Test};
use super::tape::Node;

/// Returns the position of the first alternative whose tests all hold of the value.
pub(crate) fn select(value: Node<'_>, alternatives: &[Alternative<'_>]) -> Option<usize> {
    let facts = Facts { value, kind: value.kind() };
    alternatives.iter().position(|alternative| facts.pass_all(alternative.when))
}

/// Returns whether all tests hold of a value.
#[allow(dead_code, reason = "the validation of requests alone needs it")]
pub(crate) fn passes(value: Node<'_>, tests: &[Test<'_>]) -> bool {
    Facts { value, kind: value.kind() }.pass_all(tests)
}

/// The facts about a value that the tests need.
struct Facts<'t> {
    value: Node<'t>,
    kind: JsonKind,
}

impl Facts<'_> {
    fn pass_all(&self, tests: &[Test<'_>]) -> bool {
        tests.iter().all(|test| self.pass(test))
    }

    fn pass(&self, test: &Test<'_>) -> bool {
        match test {
            Test::Is(kind) => scan::is_kind(self.kind, *kind),
            Test::Equals(key, values) => self.value.member(key).is_some_and(|found| is_one_of(found, values)),
            Test::Has(key) => self.value.member(key).is_some(),
            Test::Member(key, kind) => self.value.member(key).is_some_and(|found| scan::is_kind(found.kind(), *kind)),
            Test::OneOf(values) => is_one_of(self.value, values),
            Test::ListOf(kind) => self.kind == JsonKind::Array && starts_with(self.value, *kind),
            Test::Element(position, values) => {
                self.value.elements().nth(*position).is_some_and(|found| is_one_of(found, values))
            }
            Test::AtMost(count) => self.kind == JsonKind::Array && self.value.elements().nth(*count).is_none(),
        }
    }
}

fn is_one_of(found: Node<'_>, values: &[&str]) -> bool {
    values.iter().any(|value| scan::same_scalar(found.text(), value))
}

fn starts_with(array: Node<'_>, kind: JsonKind) -> bool {
    array.elements().find(|element| !element.is_null()).is_none_or(|first| scan::is_kind(first.kind(), kind))
}
