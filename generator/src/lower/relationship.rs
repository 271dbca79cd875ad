//! Relationship objects (JSON:API "Relationships").
//!
//! | Schema of `data` | Relationship |
//! | --- | --- |
//! | an identifier of a `person` | to one `person` |
//! | the same, `nullable: true` | to one `person` or none |
//! | a list of identifiers of `book` and `person` | to many, of two types |
//! | none, `links` alone | of unknown arity |
//!
//! An identifier, or a list of such, without `data` around it is taken for the `data`.

use crate::diag::{Code, Diagnostic};
use crate::ir::{Arity, Discriminator, IdType, OpenRelationships, Relationship, ResourceId};
use crate::lower::context::{Cx, Direction, Standing};
use crate::lower::document::{self, DataShape};
use crate::lower::resource::{self, ResourceShape};
use crate::lower::shape::{Group, Object, Rest, ShapeKind};
use crate::lower::wire_type::WireTypes;
use crate::lower::{embedded, schema, text, union, view};
use crate::source::Pointer;

/// Returns the relationships that a `relationships` object describes: of a union, those of all alternatives, which are
/// required where all require them.
pub(super) fn lower(cx: &mut Cx<'_>, group: Option<&Group>, direction: Direction) -> Vec<Relationship> {
    let Some(group) = group else { return Vec::new() };
    let alternatives = union::alternatives(cx, group).into_iter();
    let described: Vec<_> = alternatives.filter_map(|group| of_object(cx, &group, direction)).collect();
    described.into_iter().reduce(view::relationships).unwrap_or_default()
}

/// Returns the relationships of one object; `None` where it is none.
fn of_object(cx: &mut Cx<'_>, group: &Group, direction: Direction) -> Option<Vec<Relationship>> {
    let shape = cx.shape(group);
    let object = match &shape.kind {
        ShapeKind::Object(object) => object,
        ShapeKind::Any | ShapeKind::Contradiction(_) | ShapeKind::Union(_) => return None,
        ShapeKind::Scalar(_) | ShapeKind::Array(_) | ShapeKind::Tuple(_) => {
            let help = "the client has no relationships of the resource; describe an object with a member for each";
            cx.unsupported(shape.at, "`relationships` is not an object", help);
            return None;
        }
    };
    let misplaced = misplaced(cx, object);
    if !misplaced.is_empty() {
        let help = "its members are no relationships, and are left out; describe an object with a member for each relationship";
        cx.unsupported(shape.at, "one relationship is described in the place of all", help);
    }
    if direction == Direction::Write && matches!(object.rest, Rest::Allowed | Rest::Of(_)) {
        let help = "name the relationships in `properties`; the client has setters for those";
        cx.unsupported(shape.at, "relationships that the document does not name cannot be sent", help);
    }
    let is_tag = |name: &str| shape.tags.iter().any(|(key, _)| *key == name);
    let named = object.properties.iter().filter(|(name, _)| !is_tag(name) && !misplaced.contains(name));
    Some(named.filter_map(|(name, group)| one(cx, name, group, object.required.contains(name), direction)).collect())
}

/// Returns whether an object describes relationships: each of its members is a relationship object.
pub(super) fn are_described(cx: &mut Cx<'_>, group: &Group) -> bool {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return false };
    let mut members = object.properties.iter();
    let mut is_one = |group: &Group| cx.property(group, "data").or_else(|| cx.property(group, "links")).is_some();
    !object.properties.is_empty() && members.all(|(_, group)| is_one(group))
}

/// Returns the members of `relationships` that are those of one relationship object: documents that copy a general
/// description of JSON:API describe the object of all by that of one.
fn misplaced(cx: &mut Cx<'_>, object: &Object<'_>) -> Vec<&'static str> {
    let is_one = object.property("links").is_some()
        && object.property("data").is_some_and(|data| document::data(cx, data).is_some_and(|data| data.identifiers()));
    if is_one { vec!["data", "links", "meta"] } else { Vec::new() }
}

/// Returns what relationships are that the document does not name, where there may be such.
pub(super) fn open(cx: &mut Cx<'_>, group: Option<&Group>) -> Option<OpenRelationships> {
    let alternatives = union::alternatives(cx, group?);
    alternatives.iter().map(|group| open_of_object(cx, group)).reduce(view::open).flatten()
}

/// What relationships without a description are, by JSON:API ("Relationships").
const UNTOLD: OpenRelationships = OpenRelationships::ToOneOrMany(IdType::Text);

fn open_of_object(cx: &mut Cx<'_>, group: &Group) -> Option<OpenRelationships> {
    let shape = cx.shape(group);
    let object = match &shape.kind {
        ShapeKind::Object(object) => object,
        ShapeKind::Any => return Some(UNTOLD),
        _ => return None,
    };
    let each = match &object.rest {
        Rest::Of(each) => each,
        Rest::Unsaid if object.properties.is_empty() => return Some(UNTOLD),
        Rest::Allowed => return Some(UNTOLD),
        Rest::Unsaid | Rest::Forbidden => return None,
    };
    let each = one(cx, "*", each, false, Direction::Read)?;
    Some(match each.arity {
        Arity::One | Arity::ZeroOrOne => OpenRelationships::ToOne(each.id_type),
        Arity::Many => OpenRelationships::ToMany(each.id_type),
        Arity::OneOrMany | Arity::ZeroOneOrMany | Arity::Unknown => OpenRelationships::ToOneOrMany(each.id_type),
    })
}

/// Returns the members of a `relationships` object that are none: what a discriminator says of the whole.
pub(super) fn tags(cx: &mut Cx<'_>, group: Option<&Group>) -> Vec<Discriminator> {
    let Some(group) = group else { return Vec::new() };
    let shape = cx.shape(group);
    let tag = |(key, value): &(&str, &str)| Discriminator { wire: (*key).to_owned(), value: (*value).to_owned() };
    shape.tags.iter().map(tag).collect()
}

fn one(cx: &mut Cx<'_>, name: &str, group: &Group, required: bool, direction: Direction) -> Option<Relationship> {
    let shape = cx.shape(group);
    let linkage = cx.property(group, "data").map(|data| cx.shape(&data));
    if [Some(&shape), linkage.as_ref()].into_iter().flatten().any(|shape| schema::is_absent(shape, direction)) {
        return None;
    }
    let alternatives = union::alternatives(cx, group);
    let mut described: Vec<DataShape<'_>> = alternatives.iter().filter_map(|group| data(cx, group)).collect();
    if described.iter().all(|data| data.resources.is_empty()) {
        described.clear();
    }
    let arity = described.iter().map(arity).reduce(view::arity);
    let mut free = |group| cx.property(group, "data").and_then(|data| free_arity(cx, &data));
    let arity = arity.or_else(|| alternatives.iter().find_map(&mut free)).unwrap_or(Arity::Unknown);
    let data = described.into_iter().reduce(DataShape::or);
    let at = group.at(cx.spec)?.clone();
    if let Some((lack, is_data)) = alternatives.iter().find_map(|group| lack(cx, group)) {
        let message = format!("`{name}` is not a relationship object: {lack}");
        let help = match is_data {
            true => "it is taken for the `data` of one; describe an object with that member",
            false => {
                "the client reads its members as far as JSON:API has them, and reports the rest as mismatches; \
                 describe an object with `data`, `links` or `meta`"
            }
        };
        cx.diagnostics.push(Diagnostic::new(Code::NearlyJsonApi, at.clone(), message).help(help));
    }
    let whole = match (direction, &data) {
        (Direction::Write, Some(data))
            if !data.identifiers()
                && data.resources.iter().all(ResourceShape::is_sent_whole)
                && matches!(arity, Arity::One | Arity::Many) =>
        {
            embedded::of_data(cx, data)
        }
        _ => None,
    };
    if let (Direction::Write, Some(data), None) = (direction, &data, &whole) {
        remark_unsent(cx, name, &at, data);
        for group in alternatives.iter().filter(|group| !is_data(cx, group)).collect::<Vec<_>>() {
            remark_unsent_beside(cx, name, group);
        }
    }
    let (identifier_members, members) = match (direction, &data) {
        (Direction::Read, data) => {
            let identifier_members = data.as_ref().map(|data| data.identifier_members(cx)).unwrap_or_default();
            let objects = alternatives.iter().filter(|group| !is_data(cx, group)).collect::<Vec<_>>();
            let members = objects.into_iter().map(|group| resource::others(cx, group, &["data", "links"]));
            (identifier_members, members.reduce(view::united).unwrap_or_default())
        }
        (Direction::Write, _) => (Vec::new(), Vec::new()),
    };
    let resources = match (direction, &data) {
        (Direction::Read, Some(data)) => read_whole(cx, data),
        _ => Vec::new(),
    };
    let is_read = direction == Direction::Read;
    let may_be_one = is_read && arity == Arity::Many && data.as_ref().is_some_and(DataShape::may_be_one);
    let local = data.as_ref().is_some_and(|data| data.resources.iter().any(|one| one.local));
    Some(Relationship {
        local,
        whole,
        nullable: is_read && shape.notes.nullable,
        may_be_one,
        id_type: data.as_ref().map_or(IdType::Text, DataShape::id_type),
        identifier_members,
        members,
        wire: name.to_owned(),
        arity,
        resources,
        targets: data.map(|data| targets(cx, &data)).unwrap_or_default(),
        required,
        docs: shape.notes.docs.and_then(text::clean),
        at,
    })
}

/// Notes that responses carry the whole resources that are described in the place of identifiers, and returns their
/// types. One of an unknown type is read as any JSON.
fn read_whole(cx: &mut Cx<'_>, data: &DataShape<'_>) -> Vec<ResourceId> {
    let is_whole = |shape: &&ResourceShape<'_>| !shape.is_identifier() && matches!(shape.types, WireTypes::Fixed(_));
    let whole = data.resources.iter().filter(is_whole);
    whole.flat_map(|shape| resource::read(cx, Standing::Relationship, shape)).collect()
}

/// Remarks on what a relationship describes and the client does not send.
fn remark_unsent(cx: &mut Cx<'_>, name: &str, at: &Pointer, data: &DataShape<'_>) {
    if !data.identifiers() {
        let message = format!("the relationship `{name}` is sent with whole resources");
        cx.unsupported(at, message, "only identifiers can be given in the client");
    }
    if has_described_meta(cx, data) {
        let verb = if data.resources.iter().any(|one| one.requires_meta) { "require" } else { "may have" };
        let message = format!("identifiers in the relationship `{name}` {verb} `meta`");
        cx.unsupported(at, message, "the client sends them without it");
    }
    for identifier in data.resources.iter().filter(|one| one.is_identifier()) {
        resource::remark_unsent(cx, &identifier.key, &["type", "id", "lid", "meta"], "id");
    }
}

/// Remarks on what a relationship describes beside its `data`, and the client does not send.
fn remark_unsent_beside(cx: &mut Cx<'_>, name: &str, group: &Group) {
    resource::remark_unsent(cx, group, &["data", "links", "meta"], "data");
    resource::remark_required(cx, group, &["links"]);
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return };
    let meta = object.property("meta").filter(|meta| !cx.shape(meta).notes.read_only);
    let is_required = object.required.contains("meta");
    if is_required || meta.is_some_and(|meta| has_members(cx, meta)) {
        let at = meta.and_then(|meta| meta.at(cx.spec)).unwrap_or(shape.at);
        let verb = if is_required { "requires" } else { "may have" };
        let message = format!("the relationship `{name}` {verb} `meta`");
        cx.unsupported(at, message, "the client sends it without");
    }
}

/// Returns whether identifiers have a `meta` that is required, or described with members of its own.
fn has_described_meta(cx: &mut Cx<'_>, data: &DataShape<'_>) -> bool {
    let mut identifiers = data.resources.iter().filter(|one| one.is_identifier());
    identifiers.any(|one| one.requires_meta || one.meta.as_ref().is_some_and(|meta| has_members(cx, meta)))
}

/// Returns whether a schema describes members of an object.
fn has_members(cx: &mut Cx<'_>, group: &Group) -> bool {
    matches!(&cx.shape(group).kind, ShapeKind::Object(object) if !object.properties.is_empty())
}

/// Returns what an alternative lacks of a relationship object (JSON:API "Relationships"), and whether it is taken for the
/// `data` of one.
fn lack(cx: &mut Cx<'_>, group: &Group) -> Option<(&'static str, bool)> {
    let is_data = is_data(cx, group);
    let lack = match &cx.shape(group).kind {
        ShapeKind::Object(_) => is_data.then_some("it is an identifier without `data` around it"),
        ShapeKind::Array(_) | ShapeKind::Tuple(_) => Some("it is a list without `data` around it"),
        kind @ ShapeKind::Scalar(_) => (!union::is_null(kind)).then_some("it is not an object"),
        ShapeKind::Any | ShapeKind::Union(_) | ShapeKind::Contradiction(_) => None,
    };
    lack.map(|lack| (lack, is_data))
}

/// Returns whether an alternative is the `data` of a relationship object: it names resources, and has none of the members of
/// a relationship object.
fn is_data(cx: &mut Cx<'_>, group: &Group) -> bool {
    match &cx.shape(group).kind {
        ShapeKind::Object(object) => {
            let has = |name: &str| object.property(name).is_some();
            has("type") && has("id") && !["data", "links"].into_iter().any(has)
        }
        ShapeKind::Array(Some(items)) => document::data(cx, items).is_some_and(|items| !items.many),
        _ => false,
    }
}

/// Returns the `data` of a relationship object.
fn data<'a>(cx: &mut Cx<'a>, group: &Group) -> Option<DataShape<'a>> {
    if is_data(cx, group) {
        return document::data(cx, group);
    }
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return None };
    let data = object.property("data")?;
    document::data(cx, data).or_else(|| document::no_data(cx, data))
}

/// Returns how many resources `data` has that is a list or an object of which nothing is described.
pub(super) fn free_arity(cx: &mut Cx<'_>, data: &Group) -> Option<Arity> {
    if !document::is_free(cx, data) {
        return None;
    }
    let shape = cx.shape(data);
    match &shape.kind {
        ShapeKind::Array(_) => Some(Arity::Many),
        ShapeKind::Object(_) if shape.notes.nullable => Some(Arity::ZeroOrOne),
        ShapeKind::Object(_) => Some(Arity::One),
        _ => None,
    }
}

/// Returns how many resources linkage names.
pub(super) fn arity(data: &DataShape<'_>) -> Arity {
    match (data.many, data.one, data.nullable) {
        // By null and by an empty list a service may tell one from several.
        (true, true, _) if data.may_be_null => Arity::ZeroOneOrMany,
        (true, true, _) => Arity::OneOrMany,
        (true, false, _) => Arity::Many,
        (false, _, true) => Arity::ZeroOrOne,
        (false, _, false) => Arity::One,
    }
}

/// Returns the resource types that identifiers may have, each once; none where they may be of any.
pub(super) fn targets(cx: &mut Cx<'_>, data: &DataShape<'_>) -> Vec<ResourceId> {
    let is_open = |shape: &ResourceShape<'_>| matches!(shape.types, WireTypes::Open(_));
    if !data.others.is_empty() || data.resources.iter().any(is_open) {
        return Vec::new();
    }
    let mut targets = Vec::new();
    for shape in &data.resources {
        for id in cx.resources(&shape.types, shape.at) {
            if !targets.contains(&id) {
                targets.push(id);
            }
        }
    }
    targets
}
