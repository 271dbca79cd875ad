//! The walk over documents, resources and relationships: the members that JSON:API itself names.
//!
//! Links may be a string, an object or null anywhere, and are not looked into.

use super::mismatch::{Mismatch, MismatchKind};
use super::scan;
use super::service::Service;
use super::shape::{DataShape, IdRule, Member, PayloadShape, PrimaryShape, ResourceShape, Shape, Target};
use super::walk::Walk;

/// What the walk needs to know beside the text.
#[derive(Debug, Clone)]
pub(super) struct Expectation {
    /// Its resource types say what may be included.
    pub(super) service: &'static Service,
    /// The wire types whose members the caller chose; no member of theirs is missed.
    pub(super) sparse: Vec<String>,
}

/// Reports where the body of a response differs from its description.
pub(super) fn walk(text: &str, shape: PayloadShape, expected: &Expectation) -> Vec<Mismatch> {
    let mut walk = Walk::default();
    match shape {
        PayloadShape::Opaque => {}
        PayloadShape::Json(shape) => walk.value(shape, text),
        PayloadShape::Document(data) => walk.document(data, expected, text),
    }
    walk.mismatches
}

impl Walk {
    fn document(&mut self, shape: DataShape, expected: &Expectation, text: &str) {
        if !self.is(Shape::OBJECT, text) {
            return;
        }
        let members = scan::members(text);
        for (key, value) in &members {
            match &**key {
                "data" => self.at(key, |walk| walk.data(shape, expected, value)),
                "included" => self.at(key, |walk| walk.included(expected, value)),
                "links" | "meta" | "jsonapi" | "errors" => {}
                key => self.undeclared(key, value),
            }
        }
        if !matches!(shape, DataShape::None) && !members.iter().any(|(key, _)| key == "data") {
            self.missing("data", Shape::ANY);
        }
    }

    fn data(&mut self, shape: DataShape, expected: &Expectation, text: &str) {
        match shape {
            DataShape::None => self.report(MismatchKind::Undeclared, "no such member", Some(text)),
            DataShape::ZeroOrOne(_) if text == "null" => {}
            DataShape::One(primary) | DataShape::ZeroOrOne(primary) => self.primary(primary, expected, text),
            DataShape::Many(primary) => {
                self.elements(text, |walk, text| walk.primary(primary, expected, text));
            }
        }
    }

    fn primary(&mut self, shape: PrimaryShape, expected: &Expectation, text: &str) {
        match shape {
            PrimaryShape::Resource(shape) => self.resource(shape, expected, text),
            PrimaryShape::OneOf(shapes) => self.one_of(shapes, expected, text),
            PrimaryShape::AnyResource => self.any_resource(expected, text),
            PrimaryShape::Identifier(target) => self.identifier(target, text),
        }
    }

    fn included(&mut self, expected: &Expectation, text: &str) {
        self.elements(text, |walk, text| walk.any_resource(expected, text));
    }

    fn elements(&mut self, text: &str, walk: impl Fn(&mut Self, &str)) {
        if self.is(&Shape::List(Shape::ANY), text) {
            for (position, element) in scan::elements(text).into_iter().enumerate() {
                self.at(&position.to_string(), |place| walk(place, element));
            }
        }
    }

    /// A resource of any type of the service. Of one that the enabled features do not read, nothing but its
    /// type is known.
    fn any_resource(&mut self, expected: &Expectation, text: &str) {
        let Service { resources, types, .. } = expected.service;
        self.typed(resources, expected, text, |walk, kind| {
            if !scan::string(kind).is_some_and(|kind| types.contains(&&*kind)) {
                walk.report(MismatchKind::UnknownValue, "a resource type of the description", Some(kind));
            }
        });
    }

    /// A resource of one of several types.
    fn one_of(&mut self, shapes: &[&ResourceShape], expected: &Expectation, text: &str) {
        self.typed(shapes, expected, text, |walk, kind| {
            let listed: Vec<String> = shapes.iter().map(|shape| format!("`{}`", shape.kind)).collect();
            walk.report(MismatchKind::UnknownValue, format!("one of {}", listed.join(", ")), Some(kind));
        });
    }

    /// A resource whose own `type` says what it is; `other` looks at one that is none of the types.
    fn typed(
        &mut self,
        shapes: &[&ResourceShape],
        expected: &Expectation,
        text: &str,
        other: impl Fn(&mut Self, &str),
    ) {
        if !self.is(Shape::OBJECT, text) {
            return;
        }
        let members = scan::members(text);
        let Some((_, kind)) = members.iter().find(|(key, _)| key == "type") else {
            return self.missing("type", Shape::STRING);
        };
        match shapes.iter().find(|shape| scan::string(kind).as_deref() == Some(shape.kind)) {
            Some(shape) => self.resource(shape, expected, text),
            None => self.at("type", |walk| {
                if walk.is(Shape::STRING, kind) {
                    other(walk, kind);
                }
            }),
        }
    }

    fn resource(&mut self, shape: &ResourceShape, expected: &Expectation, text: &str) {
        if !self.is(Shape::OBJECT, text) {
            return;
        }
        self.sparse = expected.sparse.iter().any(|kind| kind == shape.kind);
        let members = scan::members(text);
        for (key, value) in &members {
            match &**key {
                "type" => self.at(key, |walk| walk.kind(Some(shape.kind), value)),
                "id" => self.at(key, |walk| walk.value(Shape::STRING, value)),
                "attributes" => self.at(key, |walk| walk.value(shape.attributes, value)),
                "relationships" => self.at(key, |walk| walk.value(shape.relationships, value)),
                "links" | "meta" => {}
                key => self.undeclared(key, value),
            }
        }
        let has = |name: &str| members.iter().any(|(key, _)| key == name);
        if !has("type") {
            self.missing("type", Shape::STRING);
        }
        if shape.id == IdRule::Required && !has("id") {
            self.missing("id", Shape::STRING);
        }
        if !has("attributes") && !self.sparse && requires_member(shape.attributes) {
            self.missing("attributes", shape.attributes);
        }
        self.sparse = false;
    }

    /// The `type` of a resource or identifier.
    fn kind(&mut self, target: Target, text: &str) {
        let fits = self.is(Shape::STRING, text);
        match target {
            Some(target) if fits && scan::string(text).as_deref() != Some(target) => {
                self.report(MismatchKind::UnknownValue, format!("`{target}`"), Some(text));
            }
            _ => {}
        }
    }

    /// A relationship to one resource.
    pub(super) fn related_one(&mut self, target: Target, text: &str) {
        self.relationship(text, |walk, data| {
            if data != "null" {
                walk.identifier(target, data);
            }
        });
    }

    /// A relationship to many resources.
    pub(super) fn related_many(&mut self, target: Target, text: &str) {
        self.relationship(text, |walk, data| {
            walk.elements(data, |walk, text| walk.identifier(target, text));
        });
    }

    fn relationship(&mut self, text: &str, data: impl Fn(&mut Self, &str)) {
        if !self.is(Shape::OBJECT, text) {
            return;
        }
        for (key, value) in scan::members(text) {
            match &*key {
                "data" => self.at(&key, |walk| data(walk, value)),
                "links" | "meta" => {}
                key => self.undeclared(key, value),
            }
        }
    }

    fn identifier(&mut self, target: Target, text: &str) {
        if !self.is(Shape::OBJECT, text) {
            return;
        }
        let members = scan::members(text);
        for (key, value) in &members {
            match &**key {
                "type" => self.at(key, |walk| walk.kind(target, value)),
                "id" => self.at(key, |walk| walk.value(Shape::STRING, value)),
                "meta" | "lid" => {}
                key => self.undeclared(key, value),
            }
        }
        for name in ["type", "id"] {
            if !members.iter().any(|(key, _)| key == name) {
                self.missing(name, Shape::STRING);
            }
        }
    }
}

/// Whether an object of this shape cannot be empty, and so cannot be absent either. A constant tells nothing.
fn requires_member(shape: &Shape) -> bool {
    let tells = |member: &Member| !matches!(member.shape(), Shape::Constant(_));
    let required = |members: &[Member]| members.iter().any(|member| member.is_required() && tells(member));
    match shape {
        Shape::Record(members) | Shape::OpenRecord(members, _) => required(members),
        _ => false,
    }
}
