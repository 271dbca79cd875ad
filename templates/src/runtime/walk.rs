//! The walk over a JSON value that reports how it differs from its shape: one function for all types.

use super::context::DEPTH;
use super::decode::Decode;
use super::mismatch::{Mismatch, MismatchKind};
use super::scan;
use super::select::select;
use super::shape::{JsonKind, Member, Shape};

/// The state of one walk.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) mismatches: Vec<Mismatch>,
    /// Whether absent members are what the caller asked for.
    pub(super) sparse: bool,
    pointer: String,
    depth: u32,
}

impl Walk {
    /// Reports the value `text` where it differs from `shape`. Null differs from all but `Any`.
    pub(super) fn value(&mut self, shape: &Shape, text: &str) {
        if self.depth >= DEPTH && matches!(scan::kind(text), JsonKind::Array | JsonKind::Object) {
            // Decoding stopped here, too.
            self.report(MismatchKind::WrongType, "a value that is nested less deep", Some(text));
            return;
        }
        match shape {
            Shape::Any => {}
            Shape::Recursive(shape) => self.value(shape(), text),
            Shape::Enum(values) => self.enumeration(shape, values, text),
            Shape::IntegerEnum(values) => self.integer_enumeration(shape, values, text),
            Shape::Constant(constant) => self.constant(shape, constant, text),
            Shape::List(element) => self.list(shape, element, text),
            Shape::Map(value) => self.record(shape, &[], Some(value), text),
            Shape::Record(members) => self.record(shape, members, None, text),
            Shape::OpenRecord(members, rest) => self.record(shape, members, Some(rest), text),
            Shape::Union(alternatives) => match select(text, alternatives) {
                Some(index) => {
                    if let Some(alternative) = alternatives.get(index) {
                        self.value(alternative.shape, text);
                    }
                }
                None => self.other_value(shape, text),
            },
            Shape::ToOne(target) => self.related_one(*target, text),
            Shape::ToMany(target) => self.related_many(*target, text),
            Shape::Bool | Shape::Integer | Shape::Number | Shape::String | Shape::Object => {
                self.is(shape, text);
            }
        }
    }

    /// Runs `walk` on the member or element `key` of the value it is at.
    pub(super) fn at(&mut self, key: &str, walk: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        self.depth += 1;
        walk(self);
        self.depth -= 1;
        self.pointer.truncate(length);
    }

    /// Reports the place it is at.
    pub(super) fn report(&mut self, kind: MismatchKind, expected: impl Into<String>, found: Option<&str>) {
        self.mismatches.push(Mismatch {
            pointer: self.pointer.clone(),
            kind,
            expected: expected.into(),
            found: found.map(str::to_owned),
        });
    }

    /// Reports a member that nothing names.
    pub(super) fn undeclared(&mut self, key: &str, text: &str) {
        self.at(key, |walk| walk.report(MismatchKind::Undeclared, "no such member", Some(text)));
    }

    /// Reports a member that ought to be there.
    pub(super) fn missing(&mut self, key: &str, shape: &Shape) {
        self.at(key, |walk| walk.report(MismatchKind::Missing, describe(shape), None));
    }

    /// Whether the value is of the shape's JSON type; reports it otherwise.
    pub(super) fn is(&mut self, shape: &Shape, text: &str) -> bool {
        let fits = is_of_type(shape, text);
        if !fits {
            let null = scan::kind(text) == JsonKind::Null;
            let kind = if null { MismatchKind::Null } else { MismatchKind::WrongType };
            self.report(kind, describe(shape), Some(text));
        }
        fits
    }

    fn enumeration(&mut self, shape: &Shape, values: &[&str], text: &str) {
        let listed = scan::string(text).is_some_and(|value| values.contains(&&*value));
        if self.is(shape, text) && !listed {
            self.report(MismatchKind::UnknownValue, describe(shape), Some(text));
        }
    }

    fn integer_enumeration(&mut self, shape: &Shape, values: &[i64], text: &str) {
        let listed = integer(text).is_some_and(|value| values.contains(&value));
        if self.is(shape, text) && !listed {
            self.report(MismatchKind::UnknownValue, describe(shape), Some(text));
        }
    }

    fn constant(&mut self, shape: &Shape, constant: &str, text: &str) {
        if self.is(shape, text) && !scan::same_scalar(text, constant) {
            self.report(MismatchKind::UnknownValue, describe(shape), Some(text));
        }
    }

    /// Reports a value that is no alternative of a union.
    fn other_value(&mut self, shape: &Shape, text: &str) {
        let null = scan::kind(text) == JsonKind::Null;
        let kind = if null { MismatchKind::Null } else { MismatchKind::UnknownValue };
        self.report(kind, describe(shape), Some(text));
    }

    fn list(&mut self, shape: &Shape, element: &Shape, text: &str) {
        if self.is(shape, text) {
            for (position, value) in scan::elements(text).into_iter().enumerate() {
                self.at(&position.to_string(), |walk| walk.value(element, value));
            }
        }
    }

    fn record(&mut self, shape: &Shape, members: &[Member], rest: Option<&Shape>, text: &str) {
        if !self.is(shape, text) {
            return;
        }
        let found = scan::members(text);
        for (key, value) in &found {
            match members.iter().find(|member| member.name() == key) {
                Some(member) => self.member(member, value),
                None => match rest {
                    Some(rest) => self.at(key, |walk| walk.value(rest, value)),
                    None => self.undeclared(key, value),
                },
            }
        }
        if !self.sparse {
            let absent = |member: &&Member| !found.iter().any(|(key, _)| key == member.name());
            for member in members.iter().filter(|member| member.is_required()).filter(absent) {
                self.missing(member.name(), member.shape());
            }
        }
    }

    fn member(&mut self, member: &Member, text: &str) {
        if text != "null" || !member.is_nullable() {
            self.at(member.name(), |walk| walk.value(member.shape(), text));
        }
    }
}

/// Whether a value is of a shape's JSON type, whatever is in it.
fn is_of_type(shape: &Shape, text: &str) -> bool {
    let kind = scan::kind(text);
    match shape {
        Shape::Any | Shape::Union(_) => true,
        Shape::Recursive(shape) => is_of_type(shape(), text),
        Shape::Bool => kind == JsonKind::Bool,
        Shape::Integer | Shape::IntegerEnum(_) => integer(text).is_some(),
        Shape::Number => scan::is_kind(kind, JsonKind::Number),
        Shape::String | Shape::Enum(_) => kind == JsonKind::String,
        Shape::Constant(constant) => scan::is_kind(kind, scan::kind(constant)) || scan::same_scalar(text, constant),
        Shape::List(_) => kind == JsonKind::Array,
        Shape::Object | Shape::Map(_) | Shape::Record(_) | Shape::OpenRecord(..) => kind == JsonKind::Object,
        Shape::ToOne(_) | Shape::ToMany(_) => kind == JsonKind::Object,
    }
}

/// The whole number that decoding makes of a value.
fn integer(text: &str) -> Option<i64> {
    match scan::kind(text) {
        JsonKind::Integer | JsonKind::Number => match text.parse() {
            Ok(whole) => Some(whole),
            Err(_) => text.parse().ok().and_then(i64::from_f64),
        },
        _ => None,
    }
}

/// A shape in words.
pub(super) fn describe(shape: &Shape) -> String {
    match shape {
        Shape::Any => "any value".to_owned(),
        Shape::Recursive(shape) => describe(shape()),
        Shape::Bool => "a boolean".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::String => "a string".to_owned(),
        Shape::Enum(values) => one_of(values.iter()),
        Shape::IntegerEnum(values) => one_of(values.iter()),
        Shape::Constant(constant) => format!("`{constant}`"),
        Shape::List(_) => "an array".to_owned(),
        Shape::Union(_) => "one of the described alternatives".to_owned(),
        Shape::ToOne(_) | Shape::ToMany(_) => "a relationship object".to_owned(),
        Shape::Object | Shape::Map(_) | Shape::Record(_) | Shape::OpenRecord(..) => "an object".to_owned(),
    }
}

fn one_of<T: std::fmt::Display>(values: impl Iterator<Item = T>) -> String {
    let values: Vec<String> = values.map(|value| format!("`{value}`")).collect();
    format!("one of {}", values.join(", "))
}
