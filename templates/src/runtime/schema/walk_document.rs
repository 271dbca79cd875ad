//! The walk over documents, resources and relationships: the members that JSON:API itself names.
//!
//! Of links, it is looked at whether they are a string, an object with `href`, or null.

use super::mismatch::{Mismatch, MismatchKind};
use super::place::{Place, Step};
use super::table::{
    DataShape, DocumentShape, IdRule, JsonKind, LinkageShape, Member, PayloadShape, PrimaryShape, ResourceShape, Shape,
    Target,
};
use super::tape::{Node, Tape};
use super::walk::{Finding, OneOf, Walk};

/// An array of anything.
const LIST: &Shape<'static> = &Shape::List(Shape::ANY);

/// The links that JSON:API names, and clients follow.
const LINKS: [&str; 6] = ["self", "related", "first", "prev", "next", "last"];

/// The facts that the walk needs besides the text.
#[derive(Debug, Clone)]
pub(crate) struct Expectation<'t> {
    /// The resource types that may be included, as far as their attributes are known.
    pub(crate) resources: &'t [&'t ResourceShape<'t>],
    /// All wire types of resources that may be included.
    pub(crate) types: &'t [&'t str],
    /// The wire types whose members the caller chose; no member of theirs is missed.
    pub(crate) sparse: Vec<String>,
    /// What else is described of the document.
    pub(crate) document: &'t DocumentShape<'t>,
}

impl Default for Expectation<'_> {
    fn default() -> Self {
        Self { resources: &[], types: &[], sparse: Vec::new(), document: DocumentShape::NOTHING }
    }
}

/// Returns where the body of a response differs from the OpenAPI document.
pub(crate) fn mismatches<'t>(text: &str, shape: PayloadShape<'t>, expected: &Expectation<'t>) -> Vec<Mismatch> {
    let mut mismatches = Vec::new();
    walk(text, shape, expected, &mut |finding| {
        if mismatches.len() < MOST {
            mismatches.push(finding.mismatch());
        }
    });
    mismatches
}

/// The number of mismatches that are kept: a body of millions of wrong values must not take all memory.
const MOST: usize = 100_000;

/// Returns the first mismatch of a kind.
#[allow(dead_code, reason = "the search for mismatches alone does not need it")]
pub(crate) fn first_mismatch<'t>(
    text: &str,
    shape: PayloadShape<'t>,
    expected: &Expectation<'t>,
    kind: MismatchKind,
) -> Option<Mismatch> {
    let mut first = None;
    walk(text, shape, expected, &mut |finding| {
        if first.is_none() && finding.kind == kind {
            first = Some(finding.mismatch());
        }
    });
    first
}

/// Reports where the body of a response differs from the OpenAPI document.
pub(crate) fn walk<'t>(
    text: &str,
    shape: PayloadShape<'t>,
    expected: &Expectation<'t>,
    report: &mut dyn FnMut(&Finding<'_>),
) {
    let Ok(tape) = Tape::new(text) else { return };
    let (node, mut walk) = (tape.root(), Walk { report, sparse: false, linkage: LinkageShape::TEXT });
    match shape {
        PayloadShape::Opaque => {}
        PayloadShape::Json(shape) => walk.value(&Place::ROOT, shape, node),
        PayloadShape::DocumentOr(_, other) if !is_document(node, other) => walk.value(&Place::ROOT, other, node),
        PayloadShape::Document(data) | PayloadShape::DocumentOr(data, _) => {
            walk.document(&Place::ROOT, data, expected, node);
        }
        PayloadShape::Results => walk.results(&Place::ROOT, expected, node),
    }
}

impl<'t> Walk<'_, 't> {
    fn document(&mut self, place: &Place<'_>, shape: DataShape<'t>, expected: &Expectation<'t>, node: Node<'_>) {
        if !self.is(place, Shape::OBJECT, node) {
            return;
        }
        for (key, value) in node.members() {
            let key = key.key();
            match &*key {
                "data" => self.data(&place.member(&key), shape, expected, value),
                "included" if value.is_null() && expected.document.included_is_nullable => {}
                "included" => self.included(&place.member(&key), expected, value),
                "links" => self.links(&place.member(&key), value),
                "errors" if !describes_errors(expected.document) => self.errors(place, value),
                "meta" => self.meta(&place.member(&key), expected.document.meta, value),
                "jsonapi" => {}
                key => self.other(place, expected.document.others, key, value),
            }
        }
        if !matches!(shape, DataShape::None) && node.member("data").is_none() {
            self.missing(place, "data", Shape::ANY);
        }
        self.missing_others(place, expected.document.others, node);
    }

    /// Compares a member that JSON:API does not know: one of these, or undeclared.
    fn other(&mut self, place: &Place<'_>, others: &[Member<'t>], key: &str, node: Node<'_>) {
        match others.iter().find(|member| member.name() == key) {
            Some(member) => self.member(place, member, node),
            None => self.undeclared(place, key, node),
        }
    }

    /// Reports those of these members that must be there and are not.
    fn missing_others(&mut self, place: &Place<'_>, others: &[Member<'t>], node: Node<'_>) {
        for member in others.iter().filter(|member| member.is_required() && node.member(member.name()).is_none()) {
            self.missing(place, member.name(), member.shape());
        }
    }

    /// Compares `meta`. Where the OpenAPI document does not describe it, and where it is null, nothing is said of it.
    fn meta(&mut self, place: &Place<'_>, shape: Option<&Shape<'t>>, node: Node<'_>) {
        if let (Some(shape), false) = (shape, node.is_null()) {
            self.value(place, shape, node);
        }
    }

    /// Reports errors in a response that succeeded.
    fn errors(&mut self, place: &Place<'_>, node: Node<'_>) {
        if are_errors(node) {
            let place = place.at(Step::Entry("errors"));
            self.report(&place, MismatchKind::Undeclared, &"no errors in a success", Some(node));
        }
    }

    /// Compares the links of a document, resource or relationship, as far as JSON:API names them.
    fn links(&mut self, place: &Place<'_>, node: Node<'_>) {
        if node.is_null() || !self.is(place, Shape::OBJECT, node) {
            return;
        }
        for (key, link) in node.members() {
            let key = key.key();
            if !LINKS.contains(&&*key) {
                continue;
            }
            let place = place.member(&key);
            let href = link.member("href").map(|href| href.kind());
            if !matches!(link.kind(), JsonKind::Null | JsonKind::String) && href != Some(JsonKind::String) {
                self.report(&place, MismatchKind::WrongType, &"a link", Some(link));
            }
        }
    }

    /// Compares the document that answers a batch (the extension "Atomic Operations").
    fn results(&mut self, place: &Place<'_>, expected: &Expectation<'t>, node: Node<'_>) {
        if !self.is(place, Shape::OBJECT, node) {
            return;
        }
        for (key, value) in node.members() {
            let key = key.key();
            match &*key {
                "atomic:results" => {
                    self.elements(&place.member(&key), value, |walk, place, node| walk.result(place, expected, node));
                }
                "errors" => self.errors(place, value),
                "links" => self.links(&place.member(&key), value),
                "jsonapi" => {}
                key => self.described(place, expected.document.others, key, value),
            }
        }
        if node.member("atomic:results").is_none() {
            self.missing(place, "atomic:results", Shape::ANY);
        }
        self.missing_others(place, expected.document.others, node);
    }

    fn result(&mut self, place: &Place<'_>, expected: &Expectation<'t>, node: Node<'_>) {
        if !self.is(place, Shape::OBJECT, node) {
            return;
        }
        for (key, value) in node.members() {
            let key = key.key();
            match &*key {
                "data" if !value.is_null() => self.any_resource(&place.member(&key), expected, value),
                "data" => {}
                key => self.described(place, expected.document.of_result, key, value),
            }
        }
        self.missing_others(place, expected.document.of_result, node);
    }

    /// Compares a member as [`other`](Self::other) does. Of `meta`, nothing is said where it is not described, or null.
    fn described(&mut self, place: &Place<'_>, members: &[Member<'t>], key: &str, node: Node<'_>) {
        let is_described = members.iter().any(|member| member.name() == key);
        if key != "meta" || (is_described && !node.is_null()) {
            self.other(place, members, key, node);
        }
    }

    fn data(&mut self, place: &Place<'_>, shape: DataShape<'t>, expected: &Expectation<'t>, node: Node<'_>) {
        match shape {
            DataShape::None => self.report(place, MismatchKind::Undeclared, &"no such member", Some(node)),
            DataShape::ZeroOrOne(_) if node.is_null() => {}
            // Decoding takes a list of one for that one, and one for a list of one.
            DataShape::One(primary) | DataShape::ZeroOrOne(primary) if node.is_array() => {
                self.is(place, Shape::OBJECT, node);
                let mut elements = node.elements();
                if let (Some(only), None) = (elements.next(), elements.next()) {
                    self.primary(&place.at(Step::Element(0)), primary, expected, only);
                }
            }
            DataShape::One(primary) | DataShape::ZeroOrOne(primary) => self.primary(place, primary, expected, node),
            DataShape::Many(_) if node.is_null() && expected.document.may_be_one => {}
            DataShape::Many(primary) if node.member("type").is_some() => {
                if !expected.document.may_be_one {
                    self.is(place, LIST, node);
                }
                self.primary(place, primary, expected, node);
            }
            DataShape::Many(primary) => {
                self.elements(place, node, |walk, place, node| walk.primary(place, primary, expected, node));
            }
        }
    }

    fn primary(&mut self, place: &Place<'_>, shape: PrimaryShape<'t>, expected: &Expectation<'t>, node: Node<'_>) {
        match shape {
            PrimaryShape::Resource(shape) => self.resource(place, shape, expected, node),
            PrimaryShape::OneOf(shapes) => self.one_of(place, shapes, expected, node),
            PrimaryShape::AnyResource => self.any_resource(place, expected, node),
            PrimaryShape::Identifier(target) => {
                self.linkage = expected.document.linkage;
                self.identifier(place, target, node);
                self.linkage = LinkageShape::TEXT;
            }
        }
    }

    fn included(&mut self, place: &Place<'_>, expected: &Expectation<'t>, node: Node<'_>) {
        let list = |walk: &mut Self, place: &Place<'_>, node: Node<'_>| {
            walk.elements(place, node, |walk, place, node| walk.any_resource(place, expected, node));
        };
        if !expected.document.included_in_groups {
            list(self, place, node);
        } else if self.is(place, Shape::OBJECT, node) {
            node.members().for_each(|(key, node)| list(self, &place.member(&key.key()), node));
        }
    }

    /// Compares a resource of any type of the service. Of one that the enabled features do not read, nothing but its
    /// type is known, and nothing of one that may be a resource whose type the document does not tell.
    fn any_resource(&mut self, place: &Place<'_>, expected: &Expectation<'t>, node: Node<'_>) {
        let may_be_untold = expected.resources.iter().any(|shape| shape.target().is_none());
        self.typed(place, (expected.resources, None), expected, node, |walk, place, kind| {
            if !may_be_untold && !kind.string().is_some_and(|kind| expected.types.contains(&&*kind)) {
                walk.report(place, MismatchKind::UnknownValue, &"a resource type of the OpenAPI document", Some(kind));
            }
        });
    }

    /// Compares a resource of one of several types.
    fn one_of(&mut self, place: &Place<'_>, shapes: &[&ResourceShape<'t>], expected: &Expectation<'t>, node: Node<'_>) {
        let untold = shapes.iter().copied().find(|shape| shape.target().is_none());
        self.typed(place, (shapes, untold), expected, node, |walk, place, kind| {
            let listed: Vec<&str> = shapes.iter().map(|shape| shape.kind).collect();
            walk.report(place, MismatchKind::UnknownValue, &OneOf(&listed), Some(kind));
        });
    }

    /// Compares a resource with the shape of its `type`, or with `untold` where no shape has that type. `other` looks at a
    /// resource for which there is neither.
    fn typed(
        &mut self,
        place: &Place<'_>,
        (shapes, untold): (&[&ResourceShape<'t>], Option<&ResourceShape<'t>>),
        expected: &Expectation<'t>,
        node: Node<'_>,
        other: impl Fn(&mut Self, &Place<'_>, Node<'_>),
    ) {
        if !self.is(place, Shape::OBJECT, node) {
            return;
        }
        let kind = node.member("type");
        let name = kind.and_then(Node::string);
        let is_it = |shape: &&&ResourceShape<'t>| shape.target().is_some_and(|target| name.as_deref() == Some(target));
        match (shapes.iter().find(is_it).copied().or(untold), kind) {
            (Some(shape), _) => self.resource(place, shape, expected, node),
            (None, None) => self.missing(place, "type", Shape::STRING),
            (None, Some(kind)) => {
                let place = place.member("type");
                if self.is(&place, Shape::STRING, kind) {
                    other(self, &place, kind);
                }
            }
        }
    }

    fn resource(&mut self, place: &Place<'_>, shape: &ResourceShape<'t>, expected: &Expectation<'t>, node: Node<'_>) {
        if !self.is(place, Shape::OBJECT, node) {
            return;
        }
        let place = &place.at(Step::Resource(shape.kind));
        self.sparse = expected.sparse.iter().any(|kind| kind == shape.kind);
        for (key, value) in node.members() {
            let key = key.key();
            match &*key {
                "type" => self.kind(&place.member(&key), shape.target(), value),
                key if value.is_null() && shape.nullable.contains(&key) => {}
                "id" => self.id(&place.member(&key), shape.id_shape, value),
                "attributes" => self.value(&place.member(&key), shape.attributes, value),
                "relationships" => self.value(&place.member(&key), shape.relationships, value),
                "links" => self.links(&place.member(&key), value),
                "meta" => self.meta(&place.member(&key), shape.meta, value),
                key => self.other(place, shape.others, key, value),
            }
        }
        let has = |name: &str| node.member(name).is_some();
        if !has("type") {
            self.missing(place, "type", Shape::STRING);
        }
        if shape.id == IdRule::Required && !has("id") {
            self.missing(place, "id", shape.id_shape);
        }
        self.missing_others(place, shape.others, node);
        let may_lack = self.sparse || !shape.requires_attributes;
        if !has("attributes") && !may_lack && requires_member(shape.attributes) {
            self.missing(place, "attributes", shape.attributes);
        }
        self.sparse = false;
    }

    /// Compares the `type` of a resource or identifier.
    fn kind(&mut self, place: &Place<'_>, target: Target<'t>, node: Node<'_>) {
        let fits = self.is(place, Shape::STRING, node);
        match target {
            Some(target) if fits && node.string().as_deref() != Some(target) => {
                self.report(place, MismatchKind::UnknownValue, &format_args!("`{target}`"), Some(node));
            }
            _ => {}
        }
    }

    /// Compares the `id` of a resource or identifier. An empty one names nothing, and is read as if it were absent.
    fn id(&mut self, place: &Place<'_>, shape: &Shape<'t>, node: Node<'_>) {
        if node.string().as_deref() == Some("") {
            self.report(place, MismatchKind::UnknownValue, &"an id", Some(node));
        } else {
            self.value(place, shape, node);
        }
    }

    /// Compares a relationship to one resource.
    pub(crate) fn related_one(&mut self, place: &Place<'_>, target: Target<'t>, node: Node<'_>) {
        self.relationship(place, node, |walk, place, data| {
            if !data.is_null() {
                walk.identifier(place, target, data);
            }
        });
    }

    /// Compares a relationship to many resources.
    pub(crate) fn related_many(&mut self, place: &Place<'_>, target: Target<'t>, node: Node<'_>) {
        let may_be_one = self.linkage.may_be_one;
        self.relationship(place, node, |walk, place, data| match data.kind() {
            JsonKind::Null if may_be_one => {}
            JsonKind::Object if may_be_one => walk.identifier(place, target, data),
            _ => walk.elements(place, data, |walk, place, node| walk.identifier(place, target, node)),
        });
    }

    /// Compares a relationship to one resource or to many.
    pub(crate) fn related_one_or_many(&mut self, place: &Place<'_>, target: Target<'t>, node: Node<'_>) {
        match node.member("data").is_some_and(|data| data.kind() == JsonKind::Array) {
            true => self.related_many(place, target, node),
            false => self.related_one(place, target, node),
        }
    }

    fn relationship(&mut self, place: &Place<'_>, node: Node<'_>, data: impl Fn(&mut Self, &Place<'_>, Node<'_>)) {
        if !self.is(place, Shape::OBJECT, node) {
            return;
        }
        for (key, value) in node.members() {
            let key = key.key();
            match &*key {
                "data" => data(self, &place.member(&key), value),
                "links" => self.links(&place.member(&key), value),
                key => self.beside(place, self.linkage.relationship, key, value),
            }
        }
        self.missing_others(place, self.linkage.relationship, node);
    }

    /// Compares a member of a relationship object or an identifier. Nothing is said of `meta` where it is not
    /// described.
    fn beside(&mut self, place: &Place<'_>, others: &[Member<'t>], key: &str, node: Node<'_>) {
        if key != "meta" || others.iter().any(|member| member.name() == key) {
            self.other(place, others, key, node);
        }
    }

    fn identifier(&mut self, place: &Place<'_>, target: Target<'t>, node: Node<'_>) {
        if !self.is(place, Shape::OBJECT, node) {
            return;
        }
        for (key, value) in node.members() {
            let key = key.key();
            match &*key {
                "type" => self.kind(&place.member(&key), target, value),
                "id" => self.id(&place.member(&key), self.linkage.ids, value),
                "lid" => {}
                key => self.beside(place, self.linkage.identifier, key, value),
            }
        }
        for (name, shape) in [("type", Shape::STRING), ("id", self.linkage.ids)] {
            if node.member(name).is_none() {
                self.missing(place, name, shape);
            }
        }
        self.missing_others(place, self.linkage.identifier, node);
    }
}

/// Returns whether errors are described beside the primary data.
pub(crate) fn describes_errors(document: &DocumentShape<'_>) -> bool {
    document.others.iter().any(|member| member.name() == "errors")
}

/// Returns whether a body that may also be of another shape is a document: it has `data`, or `errors` that are not those
/// of the other shape.
pub(crate) fn is_document(node: Node<'_>, other: &Shape<'_>) -> bool {
    node.member("data").is_some() || (node.member("errors").is_some() && !names(other, "errors"))
}

/// Returns whether an object of this shape has a member of this name.
fn names(shape: &Shape<'_>, name: &str) -> bool {
    match shape {
        Shape::Union(alternatives) => alternatives.iter().any(|alternative| names(alternative.shape, name)),
        Shape::Nullable(inner) => names(inner, name),
        Shape::Recursive(recursion) => names(recursion.shape(), name),
        shape => shape.members().iter().any(|member| member.name() == name),
    }
}

/// Returns whether a member `errors` tells of an error: it is neither null nor empty.
pub(crate) fn are_errors(errors: Node<'_>) -> bool {
    let is_empty = errors.elements().next().is_none() && errors.members().next().is_none();
    !errors.is_null() && !(is_empty && (errors.is_array() || errors.is_object()))
}

/// Returns whether an object of this shape cannot be empty, and so cannot be absent either. A constant tells nothing.
#[inline]
fn requires_member(shape: &Shape<'_>) -> bool {
    let tells = |member: &Member<'_>| !matches!(member.shape(), Shape::Constant(_));
    shape.members().iter().any(|member| member.is_required() && tells(member))
}
