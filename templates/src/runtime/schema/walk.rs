//! The walk over a JSON value that reports how it differs from its shape: one function for all types.

use std::fmt;

use super::mismatch::{Mismatch, MismatchKind};
use super::place::{Place, Step};
use super::scan::{self, DEPTH};
use super::select::select;
use super::shape::{JsonKind, Member, Shape};

/// A walk under way. Generic over its report, so that it is compiled by programs that ask for one.
pub(crate) struct Walk<R> {
    /// What is told of every place where the value differs from its description.
    pub(crate) report: R,
    /// Whether absent members are what the caller asked for.
    pub(crate) sparse: bool,
}

/// A place where a value differs from its description. Nothing in it is copied yet.
pub(crate) struct Finding<'f> {
    pub(crate) place: &'f Place<'f>,
    pub(crate) kind: MismatchKind,
    pub(crate) expected: &'f dyn fmt::Display,
    pub(crate) found: Option<&'f str>,
}

impl Finding<'_> {
    /// What is kept of it.
    #[inline]
    pub(crate) fn mismatch(&self) -> Mismatch {
        Mismatch {
            pointer: self.place.to_string(),
            kind: self.kind,
            expected: self.expected.to_string(),
            found: self.found.map(str::to_owned),
        }
    }
}

impl<R: FnMut(&Finding<'_>)> Walk<R> {
    /// Reports the value `text` where it differs from `shape`. Null differs from all but `Any`.
    pub(crate) fn value(&mut self, place: &Place<'_>, shape: &Shape, text: &str) {
        if place.depth >= DEPTH && matches!(scan::kind(text), JsonKind::Array | JsonKind::Object) {
            // Decoding stopped here, too.
            self.report(place, MismatchKind::WrongType, &"a value that is nested less deep", Some(text));
            return;
        }
        match shape {
            Shape::Any => {}
            Shape::Recursive(shape) => self.value(place, shape.shape(), text),
            Shape::Enum(values) => self.enumeration(place, shape, values, text),
            Shape::IntegerEnum(values) => self.integer_enumeration(place, shape, values, text),
            Shape::Constant(constant) => self.constant(place, shape, constant, text),
            Shape::List(element) => self.elements(place, text, |walk, place, text| walk.value(place, element, text)),
            Shape::Map(value) => self.record(place, shape, &[], Some(value), text),
            Shape::Record(members) => self.record(place, shape, members, None, text),
            Shape::OpenRecord(members, rest) => self.record(place, shape, members, Some(rest), text),
            Shape::Union(alternatives) => {
                let index = select(text, alternatives);
                match index.and_then(|index| Some((index, alternatives.get(index)?))) {
                    Some((index, taken)) => self.value(&place.at(Step::Alternative(index)), taken.shape, text),
                    None => self.other_value(place, shape, text),
                }
            }
            Shape::ToOne(target) => self.related_one(place, *target, text),
            Shape::ToMany(target) => self.related_many(place, *target, text),
            Shape::Bool | Shape::Integer | Shape::Number | Shape::String | Shape::Object => {
                self.is(place, shape, text);
            }
        }
    }

    /// Reports a place.
    pub(crate) fn report(
        &mut self,
        place: &Place<'_>,
        kind: MismatchKind,
        expected: &dyn fmt::Display,
        found: Option<&str>,
    ) {
        (self.report)(&Finding { place, kind, expected, found });
    }

    /// Reports a member that nothing names.
    pub(crate) fn undeclared(&mut self, place: &Place<'_>, key: &str, text: &str) {
        self.report(&place.at(Step::Entry(key)), MismatchKind::Undeclared, &"no such member", Some(text));
    }

    /// Reports a member that ought to be there.
    pub(crate) fn missing(&mut self, place: &Place<'_>, key: &str, shape: &Shape) {
        self.report(&place.member(key), MismatchKind::Missing, shape, None);
    }

    /// Whether the value is of the shape's JSON type; reports it otherwise.
    pub(crate) fn is(&mut self, place: &Place<'_>, shape: &Shape, text: &str) -> bool {
        let fits = is_of_type(shape, text);
        if !fits {
            let null = scan::kind(text) == JsonKind::Null;
            let kind = if null { MismatchKind::Null } else { MismatchKind::WrongType };
            self.report(place, kind, shape, Some(text));
        }
        fits
    }

    /// Runs `walk` on every element of an array; reports what is no array.
    pub(crate) fn elements(&mut self, place: &Place<'_>, text: &str, walk: impl Fn(&mut Self, &Place<'_>, &str)) {
        if self.is(place, &Shape::List(Shape::ANY), text) {
            for (position, element) in scan::elements(text).into_iter().enumerate() {
                walk(self, &place.at(Step::Element(position)), element);
            }
        }
    }

    fn enumeration(&mut self, place: &Place<'_>, shape: &Shape, values: &[&str], text: &str) {
        let listed = scan::string(text).is_some_and(|value| values.contains(&&*value));
        if !listed && self.is(place, shape, text) {
            self.report(place, MismatchKind::UnknownValue, shape, Some(text));
        }
    }

    fn integer_enumeration(&mut self, place: &Place<'_>, shape: &Shape, values: &[i64], text: &str) {
        let listed = scan::integer(text).is_some_and(|value| values.contains(&value));
        if !listed && self.is(place, shape, text) {
            self.report(place, MismatchKind::UnknownValue, shape, Some(text));
        }
    }

    fn constant(&mut self, place: &Place<'_>, shape: &Shape, constant: &str, text: &str) {
        if !scan::same_scalar(text, constant) && self.is(place, shape, text) {
            self.report(place, MismatchKind::UnknownValue, shape, Some(text));
        }
    }

    /// Reports a value that is no alternative of a union.
    fn other_value(&mut self, place: &Place<'_>, shape: &Shape, text: &str) {
        let null = scan::kind(text) == JsonKind::Null;
        let kind = if null { MismatchKind::Null } else { MismatchKind::UnknownValue };
        self.report(place, kind, shape, Some(text));
    }

    fn record(&mut self, place: &Place<'_>, shape: &Shape, members: &[Member], rest: Option<&Shape>, text: &str) {
        if !self.is(place, shape, text) {
            return;
        }
        let found = scan::members(text);
        let mut next = 0;
        for (key, value) in &found {
            let is_it = |position: usize| members.get(position).is_some_and(|member| member.name() == key);
            let position = scan::position(members.len(), next, is_it);
            match position.and_then(|position| Some((position, members.get(position)?))) {
                Some((position, member)) => {
                    next = position + 1;
                    self.member(place, member, value);
                }
                None => match rest {
                    Some(rest) => self.value(&place.at(Step::Entry(key)), rest, value),
                    None => self.undeclared(place, key, value),
                },
            }
        }
        if !self.sparse {
            let absent = |member: &&Member| !found.iter().any(|(key, _)| key == member.name());
            for member in members.iter().filter(|member| member.is_required()).filter(absent) {
                self.missing(place, member.name(), member.shape());
            }
        }
    }

    fn member(&mut self, place: &Place<'_>, member: &Member, text: &str) {
        if text != "null" || !member.is_nullable() {
            self.value(&place.member(member.name()), member.shape(), text);
        }
    }
}

/// Whether a value is of a shape's JSON type, whatever is in it.
#[inline]
fn is_of_type(shape: &Shape, text: &str) -> bool {
    let kind = scan::kind(text);
    match shape {
        Shape::Any | Shape::Union(_) => true,
        Shape::Recursive(shape) => is_of_type(shape.shape(), text),
        Shape::Bool => kind == JsonKind::Bool,
        Shape::Integer | Shape::IntegerEnum(_) => scan::integer(text).is_some(),
        Shape::Number => scan::is_kind(kind, JsonKind::Number),
        Shape::String | Shape::Enum(_) => kind == JsonKind::String,
        Shape::Constant(constant) => scan::is_kind(kind, scan::kind(constant)) || scan::same_scalar(text, constant),
        Shape::List(_) => kind == JsonKind::Array,
        Shape::Object | Shape::Map(_) | Shape::Record(_) | Shape::OpenRecord(..) => kind == JsonKind::Object,
        Shape::ToOne(_) | Shape::ToMany(_) => kind == JsonKind::Object,
    }
}

/// A shape in words.
impl fmt::Display for Shape {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any value"),
            Self::Recursive(shape) => shape.shape().fmt(f),
            Self::Bool => f.write_str("a boolean"),
            Self::Integer => f.write_str("a whole number"),
            Self::Number => f.write_str("a number"),
            Self::String => f.write_str("a string"),
            Self::Enum(values) => OneOf(values).fmt(f),
            Self::IntegerEnum(values) => OneOf(values).fmt(f),
            Self::Constant(constant) => write!(f, "`{constant}`"),
            Self::List(_) => f.write_str("an array"),
            Self::Union(_) => f.write_str("one of the described alternatives"),
            Self::ToOne(_) | Self::ToMany(_) => f.write_str("a relationship object"),
            Self::Object | Self::Map(_) | Self::Record(_) | Self::OpenRecord(..) => f.write_str("an object"),
        }
    }
}

/// A list of values, in words.
pub(crate) struct OneOf<'v, T>(pub(crate) &'v [T]);

impl<T: fmt::Display> fmt::Display for OneOf<'_, T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of ")?;
        for (position, value) in self.0.iter().enumerate() {
            write!(f, "{}`{value}`", if position == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
