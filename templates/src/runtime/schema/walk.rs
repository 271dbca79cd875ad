//! The walk over a JSON value that reports how it differs from its shape: one function for all types.

use std::fmt;

use super::mismatch::{Mismatch, MismatchKind};
use super::place::{Place, Step};
use super::scan::{self, DEPTH};
use super::select::select;
use super::table::{JsonKind, LinkageShape, Member, Places, Shape};
use super::tape::Node;

/// A walk under way.
pub(crate) struct Walk<'r, 't> {
    /// Who is told of every place where the value differs from the OpenAPI document.
    pub(crate) report: &'r mut dyn FnMut(&Finding<'_>),
    /// Whether absent members are what the caller asked for.
    pub(crate) sparse: bool,
    /// What relationship objects and identifiers are, besides what they name.
    pub(crate) linkage: &'t LinkageShape<'t>,
}

/// A place where a value differs from the OpenAPI document. Nothing in it is copied yet.
pub(crate) struct Finding<'f> {
    pub(crate) place: &'f Place<'f>,
    pub(crate) kind: MismatchKind,
    pub(crate) expected: &'f dyn fmt::Display,
    pub(crate) found: Option<Node<'f>>,
    /// Whether what was found may be a secret: also where it is of another type than one.
    pub(crate) is_secret: bool,
}

impl Finding<'_> {
    /// Returns what is kept of it.
    pub(crate) fn mismatch(&self) -> Mismatch {
        Mismatch {
            pointer: self.place.to_string(),
            kind: self.kind,
            expected: self.expected.to_string(),
            found: self.found.map(|found| if self.is_secret { ".." } else { found.text() }.to_owned()),
        }
    }
}

impl<'t> Walk<'_, 't> {
    /// Reports the value where it differs from `shape`. Null differs from all but `Any`.
    pub(crate) fn value(&mut self, place: &Place<'_>, shape: &Shape<'t>, node: Node<'_>) {
        if place.depth >= DEPTH && matches!(node.kind(), JsonKind::Array | JsonKind::Object) {
            // Decoding stopped here, too.
            self.report(place, MismatchKind::WrongType, &"a value that is nested less deep", Some(node));
            return;
        }
        match shape {
            Shape::Any => self.any(place, node),
            Shape::Recursive(shape) => self.value(place, shape.shape(), node),
            Shape::Enum(values) => self.enumeration(place, shape, values, node),
            Shape::IntegerEnum(values) => self.integer_enumeration(place, shape, values, node),
            Shape::Constant(constant) => self.constant(place, shape, constant, node),
            Shape::List(element) => self.elements(place, node, |walk, place, node| walk.value(place, element, node)),
            Shape::Tuple(places) => self.tuple(place, shape, places, node),
            Shape::Map(value) => self.record(place, shape, &[], Some(value), node),
            Shape::Record(members) => self.record(place, shape, members, None, node),
            Shape::OpenRecord(members, rest) => self.record(place, shape, members, Some(rest), node),
            Shape::Union(alternatives) => {
                let index = select(node, alternatives);
                match index.and_then(|index| Some((index, alternatives.get(index)?))) {
                    Some((index, taken)) => self.value(&place.at(Step::Alternative(index)), taken.shape, node),
                    None => self.other_value(place, shape, node),
                }
            }
            Shape::Nullable(_) if node.is_null() => {}
            Shape::Nullable(shape) => self.value(place, shape, node),
            Shape::ToOne(target) => self.related_one(place, *target, node),
            Shape::ToMany(target) => self.related_many(place, *target, node),
            Shape::ToOneOrMany(target) => self.related_one_or_many(place, *target, node),
            Shape::Linked(linkage, shape) => {
                self.linkage = linkage;
                self.value(place, shape, node);
                self.linkage = LinkageShape::TEXT;
            }
            Shape::Object => {
                if self.is(place, shape, node) {
                    self.any(place, node);
                }
            }
            Shape::Bool
            | Shape::Integer
            | Shape::Unsigned
            | Shape::Number
            | Shape::String
            | Shape::Date
            | Shape::DateTime
            | Shape::Secret
            | Shape::Foreign(..) => {
                self.is(place, shape, node);
            }
        }
    }

    /// Reports what decoding cannot keep of any JSON: text that is not Unicode, numbers that no double is near, and
    /// what is nested too deep.
    fn any(&mut self, place: &Place<'_>, node: Node<'_>) {
        let is_container = matches!(node.kind(), JsonKind::Array | JsonKind::Object);
        if is_container && place.depth >= DEPTH {
            self.report(place, MismatchKind::WrongType, &"a value that is nested less deep", Some(node));
        } else if is_container {
            for (position, element) in node.elements().enumerate() {
                self.any(&place.at(Step::Element(position)), element);
            }
            for (key, value) in node.members() {
                self.any(&place.at(Step::Entry(&key.key())), value);
            }
        } else if !node.is_kept() {
            self.report(place, MismatchKind::WrongType, &"a value that can be kept", Some(node));
        }
    }

    /// Reports a place.
    pub(crate) fn report(
        &mut self,
        place: &Place<'_>,
        kind: MismatchKind,
        expected: &dyn fmt::Display,
        found: Option<Node<'_>>,
    ) {
        (self.report)(&Finding { place, kind, expected, found, is_secret: false });
    }

    /// Reports a member that nothing names, unless it is to be ignored (JSON:API "@-Members").
    pub(crate) fn undeclared(&mut self, place: &Place<'_>, key: &str, node: Node<'_>) {
        if key.starts_with('@') {
            return;
        }
        self.report(&place.at(Step::Entry(key)), MismatchKind::Undeclared, &"no such member", Some(node));
    }

    /// Reports a member that ought to be there.
    pub(crate) fn missing(&mut self, place: &Place<'_>, key: &str, shape: &Shape<'t>) {
        self.report(&place.member(key), MismatchKind::Missing, shape, None);
    }

    /// Returns whether the value is of the shape's JSON type; reports it otherwise.
    pub(crate) fn is(&mut self, place: &Place<'_>, shape: &Shape<'t>, node: Node<'_>) -> bool {
        let fits = is_of_type(shape, node);
        if !fits {
            let null = node.kind() == JsonKind::Null;
            let kind = if null { MismatchKind::Null } else { MismatchKind::WrongType };
            let is_secret = !null && matches!(shape, Shape::Secret);
            (self.report)(&Finding { place, kind, expected: shape, found: Some(node), is_secret });
        }
        fits
    }

    /// Runs `walk` on every element of an array; reports what is no array.
    pub(crate) fn elements(
        &mut self,
        place: &Place<'_>,
        node: Node<'_>,
        walk: impl Fn(&mut Self, &Place<'_>, Node<'_>),
    ) {
        if self.is(place, &Shape::List(Shape::ANY), node) {
            for (position, element) in node.elements().enumerate() {
                walk(self, &place.at(Step::Element(position)), element);
            }
        }
    }

    /// Reports the elements of an array that has a shape for each of the first ones.
    fn tuple(&mut self, place: &Place<'_>, shape: &Shape<'t>, places: &Places<'t>, node: Node<'_>) {
        if !self.is(place, shape, node) {
            return;
        }
        let mut count = 0;
        for (position, element) in node.elements().enumerate() {
            count = position + 1;
            match (places.shapes.get(position), places.rest) {
                (Some(shape), _) => self.value(&place.at(Step::Place(position)), shape, element),
                (None, Some(rest)) => self.value(&place.at(Step::Element(position)), rest, element),
                (None, None) => {
                    let place = place.at(Step::Element(position));
                    self.report(&place, MismatchKind::Undeclared, &"no such element", Some(element));
                }
            }
        }
        let absent = places.shapes.iter().enumerate().take(places.required).skip(count);
        for (position, shape) in absent {
            self.report(&place.at(Step::Place(position)), MismatchKind::Missing, shape, None);
        }
    }

    fn enumeration(&mut self, place: &Place<'_>, shape: &Shape<'t>, values: &[&str], node: Node<'_>) {
        let listed = node.string().is_some_and(|value| values.contains(&&*value));
        if !listed && self.is(place, shape, node) {
            self.report(place, MismatchKind::UnknownValue, shape, Some(node));
        }
    }

    fn integer_enumeration(&mut self, place: &Place<'_>, shape: &Shape<'t>, values: &[i64], node: Node<'_>) {
        let listed = scan::integer(node.text()).is_some_and(|value| values.contains(&value));
        if !listed && self.is(place, shape, node) {
            self.report(place, MismatchKind::UnknownValue, shape, Some(node));
        }
    }

    fn constant(&mut self, place: &Place<'_>, shape: &Shape<'t>, constant: &str, node: Node<'_>) {
        if !scan::same_scalar(node.text(), constant) && self.is(place, shape, node) {
            self.report(place, MismatchKind::UnknownValue, shape, Some(node));
        }
    }

    /// Reports a value that is no alternative of a union.
    fn other_value(&mut self, place: &Place<'_>, shape: &Shape<'t>, node: Node<'_>) {
        let null = node.kind() == JsonKind::Null;
        let kind = if null { MismatchKind::Null } else { MismatchKind::UnknownValue };
        self.report(place, kind, shape, Some(node));
    }

    fn record(
        &mut self,
        place: &Place<'_>,
        shape: &Shape<'t>,
        members: &[Member<'t>],
        rest: Option<&Shape<'t>>,
        node: Node<'_>,
    ) {
        if !self.is(place, shape, node) {
            return;
        }
        let mut seen = vec![false; members.len()];
        let mut next = 0;
        for (key, value) in node.members() {
            let is_it = |position: usize| members.get(position).is_some_and(|member| key.is_key(member.name()));
            let position = scan::position(members.len(), next, is_it);
            match position.and_then(|position| Some((position, members.get(position)?, seen.get_mut(position)?))) {
                Some((position, member, seen)) => {
                    next = position + 1;
                    *seen = true;
                    self.member(place, member, value);
                }
                None => match rest {
                    Some(rest) => self.value(&place.at(Step::Entry(&key.key())), rest, value),
                    None => self.undeclared(place, &key.key(), value),
                },
            }
        }
        if !self.sparse {
            let absent = members.iter().zip(seen).filter(|(_, seen)| !seen).map(|(member, _)| member);
            for member in absent.filter(|member| member.is_required()) {
                self.missing(place, member.name(), member.shape());
            }
        }
    }

    pub(crate) fn member(&mut self, place: &Place<'_>, member: &Member<'t>, node: Node<'_>) {
        if !node.is_null() || !member.is_nullable() {
            self.value(&place.member(member.name()), member.shape(), node);
        }
    }
}

/// Returns whether a value is of a shape's JSON type, whatever is in it.
fn is_of_type(shape: &Shape<'_>, node: Node<'_>) -> bool {
    let kind = node.kind();
    match shape {
        Shape::Any | Shape::Union(_) => true,
        Shape::Nullable(shape) => kind == JsonKind::Null || is_of_type(shape, node),
        Shape::Linked(_, shape) => is_of_type(shape, node),
        Shape::Recursive(shape) => is_of_type(shape.shape(), node),
        Shape::Foreign(_, _, reads) => kind != JsonKind::Null && reads(node.text()),
        Shape::Bool => kind == JsonKind::Bool,
        Shape::Integer | Shape::IntegerEnum(_) => scan::integer(node.text()).is_some(),
        Shape::Unsigned => scan::unsigned(node.text()).is_some(),
        Shape::Number => scan::is_kind(kind, JsonKind::Number) && node.is_kept(),
        Shape::String | Shape::Date | Shape::DateTime | Shape::Secret | Shape::Enum(_) => {
            kind == JsonKind::String && node.is_kept()
        }
        Shape::Constant(constant) => {
            scan::is_kind(kind, scan::kind(constant)) || scan::same_scalar(node.text(), constant)
        }
        Shape::List(_) | Shape::Tuple(_) => kind == JsonKind::Array,
        Shape::Object | Shape::Map(_) | Shape::Record(_) | Shape::OpenRecord(..) => kind == JsonKind::Object,
        Shape::ToOne(_) | Shape::ToMany(_) | Shape::ToOneOrMany(_) => kind == JsonKind::Object,
    }
}

/// A shape in words.
impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any value"),
            Self::Recursive(shape) => shape.shape().fmt(f),
            Self::Nullable(shape) | Self::Linked(_, shape) => shape.fmt(f),
            Self::Bool => f.write_str("a boolean"),
            Self::Integer => f.write_str("a whole number"),
            Self::Unsigned => f.write_str("a whole number that is not negative"),
            Self::Number => f.write_str("a number"),
            Self::String | Self::Date | Self::DateTime => f.write_str("a string"),
            Self::Secret => f.write_str("a secret string"),
            Self::Foreign(_, name, _) => write!(f, "a `{name}`"),
            Self::Enum(values) => OneOf(values).fmt(f),
            Self::IntegerEnum(values) => OneOf(values).fmt(f),
            Self::Constant(constant) => write!(f, "`{constant}`"),
            Self::List(_) | Self::Tuple(_) => f.write_str("an array"),
            Self::Union(_) => f.write_str("one of the described alternatives"),
            Self::ToOne(_) | Self::ToMany(_) | Self::ToOneOrMany(_) => f.write_str("a relationship object"),
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
