//! Resource objects (JSON:API "Resource Objects"), recognised by their structure.
//!
//! ```yaml
//! properties:
//!   type: {enum: [book]}
//!   id: {type: string}
//!   attributes: {properties: {title: {type: string}}}
//!   relationships: {properties: {author: {properties: {data: {.. one person ..}}}}}
//! ```
//!
//! is the resource type `book` with the attribute `title` and the relationship `author`.

use std::collections::BTreeSet;

use crate::ir::{
    DocumentMeta, Field, GivenId, IdRule, IdType, Presence, ReadView, Relationship, ResourceId, StringFormat, Type,
    WriteRole, WriteView, WriteViewId,
};
use crate::lower::changes::{Change, ChangedPart};
use crate::lower::context::{Cx, Direction, Standing};
use crate::lower::shape::{Group, Object, Rest, ShapeKind};
use crate::lower::unify::Unifier;
use crate::lower::wire_type::{WireTypes, wire_types};
use crate::lower::{relationship, schema, text, union};
use crate::source::Pointer;
use crate::spec::JsonType;

/// A schema that describes a resource object or a resource identifier object.
#[derive(Debug)]
pub(super) struct ResourceShape<'a> {
    pub(super) at: &'a Pointer,
    pub(super) key: Group,
    pub(super) docs: Option<&'a str>,
    /// The wire types it may have.
    pub(super) types: WireTypes,
    pub(super) id: IdRule,
    pub(super) id_type: IdType,
    pub(super) id_docs: Option<String>,
    /// Whether its `id` is only read.
    id_is_read_only: bool,
    pub(super) attributes: Option<Group>,
    pub(super) relationships: Option<Group>,
    pub(super) meta: Option<Group>,
    /// Whether it must have `meta`.
    pub(super) requires_meta: bool,
    /// Whether it must have `attributes`.
    requires_attributes: bool,
    /// Whether it must have `relationships`.
    requires_relationships: bool,
    /// `included` inside a resource is a mistake of documents: services send it at the top.
    pub(super) included: Option<Group>,
    /// Whether it may have a local id (`lid`).
    pub(super) local: bool,
    /// Members that JSON:API does not know, where there are no `attributes` to hold them.
    pub(super) beside: Vec<String>,
    links: bool,
}

impl ResourceShape<'_> {
    /// Returns whether it can only be a resource identifier object.
    pub(super) fn is_identifier(&self) -> bool {
        (self.id != IdRule::None || self.local)
            && self.attributes.is_none()
            && self.relationships.is_none()
            && !self.links
    }

    /// Returns whether nothing but the whole resource tells what is meant: it has no id, or need not have one and must have
    /// attributes.
    pub(super) fn is_sent_whole(&self) -> bool {
        self.id == IdRule::None || (self.requires_attributes && self.id == IdRule::Optional)
    }

    /// Returns its only wire type, if it has one.
    pub(super) fn only_type(&self) -> Option<&str> {
        match &self.types {
            WireTypes::Fixed(types) => match types.as_slice() {
                [only] => Some(only),
                _ => None,
            },
            WireTypes::Open(_) => None,
        }
    }

    /// Returns whether it has no members but those that are described.
    pub(super) fn is_closed(&self, cx: &mut Cx<'_>) -> bool {
        matches!(&cx.shape(&self.key).kind, ShapeKind::Object(object) if matches!(object.rest, Rest::Forbidden))
    }

    /// Returns the rule for the `id` of this resource when it is sent. An id that is only read is not for the client to
    /// choose, unless the request names by it the resource that it changes (JSON:API "Updating Resources").
    pub(super) fn sent_id(&self, is_named: bool) -> IdRule {
        if self.id_is_read_only && !is_named { IdRule::None } else { self.id }
    }
}

/// Recognises a resource object: one that has a `type` and an `id`, or a fixed `type` and `attributes` or
/// `relationships`.
pub(super) fn recognise<'a>(cx: &mut Cx<'a>, group: &Group) -> Option<ResourceShape<'a>> {
    let found = recognise_sent(cx, group)?;
    (found.id != IdRule::None || found.local || matches!(found.types, WireTypes::Fixed(_))).then_some(found)
}

/// Recognises a resource object that is sent, which may have an open `type` and no `id`.
pub(super) fn recognise_sent<'a>(cx: &mut Cx<'a>, group: &Group) -> Option<ResourceShape<'a>> {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return None };
    // Any object at the address of a relationship is an identifier, where nothing of it is described.
    let is_any_identifier = object.properties.is_empty() && is_linkage(cx, &shape.key);
    let types = match is_any_identifier {
        true => WireTypes::Open("identifier".to_owned()),
        false => wire_types(cx, &shape, object)?,
    };
    let member = |name: &str| object.property(name).cloned();
    let recognised = ResourceShape {
        at: shape.at,
        key: shape.key.clone(),
        docs: shape.docs,
        types,
        id: if is_any_identifier { IdRule::Required } else { id_rule(cx, object) },
        id_type: id_type(cx, object),
        id_docs: object.property("id").and_then(|group| cx.shape(group).notes.docs).and_then(text::clean),
        id_is_read_only: object.property("id").is_some_and(|group| cx.shape(group).notes.read_only),
        attributes: member("attributes"),
        relationships: member("relationships"),
        meta: member("meta"),
        requires_meta: object.required.contains("meta"),
        requires_attributes: object.required.contains("attributes"),
        requires_relationships: object.required.contains("relationships"),
        included: member("included"),
        local: member("lid").is_some(),
        beside: if is_linkage(cx, &shape.key) { Vec::new() } else { beside(object) },
        links: member("links").is_some() && !is_linkage(cx, &shape.key),
    };
    let described = recognised.attributes.is_some() || recognised.relationships.is_some();
    // Some services create what has nothing but its type.
    let is_type_alone = object.properties.len() == 1 && recognised.only_type().is_some();
    (recognised.id != IdRule::None || recognised.local || described || is_type_alone).then_some(recognised)
}

/// Returns whether a schema describes what a relationship relates.
fn is_linkage(cx: &Cx<'_>, schema: &Group) -> bool {
    schema.0.iter().any(|part| cx.identifiers.contains(&part.id()))
}

/// Returns the members of an object without `attributes` that JSON:API does not know: fields of a plain object, which
/// only has a `type` and an `id` too. Extension members and `@`-members do not count (JSON:API "Extension Members",
/// "@-Members").
fn beside(object: &Object<'_>) -> Vec<String> {
    if object.property("attributes").is_some() {
        return Vec::new();
    }
    let names = object.properties.iter().map(|(name, _)| *name);
    names.filter(|name| !MEMBERS.contains(name) && !name.contains(['@', ':'])).map(str::to_owned).collect()
}

/// The members of resource objects that JSON:API knows.
const MEMBERS: [&str; 8] = ["attributes", "id", "included", "lid", "links", "meta", "relationships", "type"];

/// Returns whether a member of a resource object is none of these, and none that JSON:API ignores ("@-Members").
fn is_other(name: &str) -> bool {
    !MEMBERS.contains(&name) && !name.starts_with('@')
}

/// Returns the members of an object that are none of these, without those that JSON:API ignores ("@-Members").
pub(super) fn others(cx: &mut Cx<'_>, group: &Group, known: &[&str]) -> Vec<Field> {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return Vec::new() };
    let others = object.properties.iter().filter(|(name, _)| !known.contains(name) && !name.starts_with('@'));
    others.filter_map(|(name, group)| other(cx, name, group, object.required.contains(name))).collect()
}

/// Remarks the members of an object to send that are none of these, and that the client does not send: they stand beside
/// the member of this name.
pub(super) fn remark_unsent(cx: &mut Cx<'_>, group: &Group, known: &[&str], beside: &str) {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return };
    let others = object.properties.iter().filter(|(name, _)| !known.contains(name) && !name.starts_with('@'));
    for (name, member) in others {
        let is_sent = !cx.shape(member).notes.read_only;
        if let Some(at) = member.at(cx.spec).filter(|_| is_sent) {
            let message = format!("`{name}` is described beside `{beside}` in what is sent");
            cx.unsupported(at, message, "the client does not send it");
        }
    }
}

/// Remarks the members of these names that an object to send requires, and that the client does not send.
pub(super) fn remark_required(cx: &mut Cx<'_>, group: &Group, names: &[&str]) {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return };
    for name in names.iter().filter(|name| object.required.contains(**name)) {
        let member = object.property(name);
        let is_sent = member.is_none_or(|member| !cx.shape(member).notes.read_only);
        if is_sent {
            let at = member.and_then(|member| member.at(cx.spec)).unwrap_or(shape.at);
            let message = format!("`{name}` is required of what is sent");
            cx.unsupported(
                at,
                message,
                "the client does not send it; take it out of `required` if the service needs none",
            );
        }
    }
}

/// Returns one such member, with the JSON type of its value.
fn other(cx: &mut Cx<'_>, name: &str, group: &Group, required: bool) -> Option<Field> {
    let shape = cx.shape(group);
    let ty = match &shape.kind {
        ShapeKind::Scalar(scalar) => match scalar.json_type {
            Some(JsonType::Boolean) => Type::Bool,
            Some(JsonType::Integer) => Type::Integer,
            Some(JsonType::Number) => Type::Number,
            Some(JsonType::String) => Type::String(StringFormat::Text),
            _ => Type::Json,
        },
        ShapeKind::Array(_) | ShapeKind::Tuple(_) => Type::List(Box::new(Type::Json)),
        ShapeKind::Object(_) => Type::Object,
        ShapeKind::Any | ShapeKind::Union(_) | ShapeKind::Contradiction(_) => Type::Json,
    };
    Some(Field {
        at: group.at(cx.spec)?.clone(),
        wire: name.to_owned(),
        presence: Presence::new(required, shape.notes.nullable || union::lists_null(&shape.kind) || ty == Type::Json),
        ty,
        docs: shape.notes.docs.and_then(text::clean),
        annotations: schema::annotations(&shape.notes),
    })
}

/// Returns what the `id` of an object is described to be.
fn id_type(cx: &mut Cx<'_>, object: &Object<'_>) -> IdType {
    let Some(group) = object.property("id") else { return IdType::Text };
    match &cx.shape(group).kind {
        ShapeKind::Scalar(scalar) => match (scalar.json_type, &scalar.values) {
            (Some(JsonType::Integer | JsonType::Number), _) => IdType::Number,
            (None, Some(values)) if !values.is_empty() && values.iter().all(|value| value.is_number()) => {
                IdType::Number
            }
            (None, None) => IdType::Any,
            _ => IdType::Text,
        },
        ShapeKind::Any | ShapeKind::Union(_) => IdType::Any,
        ShapeKind::Array(_) | ShapeKind::Tuple(_) | ShapeKind::Object(_) | ShapeKind::Contradiction(_) => IdType::Text,
    }
}

/// Returns whether an object has an `id`. One that may be null is there or not.
fn id_rule(cx: &mut Cx<'_>, object: &Object<'_>) -> IdRule {
    match object.property("id") {
        None if object.required.contains("id") => IdRule::Required,
        None => IdRule::None,
        Some(group) if object.required.contains("id") && !cx.shape(group).notes.nullable => IdRule::Required,
        Some(_) => IdRule::Optional,
    }
}

/// Notes that responses carry this resource, and gives its types.
pub(super) fn read(cx: &mut Cx<'_>, standing: Standing, shape: &ResourceShape<'_>) -> Vec<ResourceId> {
    let ids = cx.resources(&shape.types, shape.at);
    for id in &ids {
        if !shape.is_identifier() || !shape.beside.is_empty() {
            add_views(cx, *id, standing, shape);
        }
    }
    ids
}

/// Adds one view, or one for each alternative when the attributes are a union.
fn add_views(cx: &mut Cx<'_>, id: ResourceId, standing: Standing, shape: &ResourceShape<'_>) {
    // The same schema may have relationships beside it in one document only.
    if !cx.viewed.insert((id, standing, shape.key.clone(), shape.relationships.clone())) {
        return;
    }
    let docs = &mut cx.api.resources[id].docs;
    *docs = docs.take().or_else(|| shape.docs.and_then(text::clean));
    let alternatives = match &shape.attributes {
        Some(group) => alternatives(cx, group),
        None => vec![None],
    };
    for attributes in alternatives {
        let view = view(cx, shape, attributes.as_ref());
        if let Some(views) = cx.views.get_mut(id.index()) {
            views.push((standing, view));
        }
    }
}

fn alternatives(cx: &mut Cx<'_>, group: &Group) -> Vec<Option<Group>> {
    match &cx.shape(group).kind {
        ShapeKind::Union(members) => members.iter().map(|member| Some(member.group.clone())).collect(),
        _ => vec![Some(group.clone())],
    }
}

fn view(cx: &mut Cx<'_>, shape: &ResourceShape<'_>, attributes: Option<&Group>) -> ReadView {
    for (_, schema) in parts(cx, shape) {
        cx.wholes.insert(schema);
    }
    cx.wholes.insert(shape.key.clone());
    let whole = cx.shape(&shape.key);
    if let ShapeKind::Object(object) = &whole.kind {
        schema::remark_undescribed(cx, &whole, object, is_other);
    }
    let (fields, rest) = attributes.map(|group| attributes_read(cx, group)).unwrap_or_default();
    let id = cx.property(&shape.key, "id");
    let members = [("id", &id), ("attributes", &shape.attributes), ("relationships", &shape.relationships)];
    let nullable =
        members.into_iter().filter(|(_, group)| group.as_ref().is_some_and(|one| cx.shape(one).notes.nullable));
    let nullable = nullable.map(|(name, _)| name).collect();
    ReadView {
        rest,
        open_relationships: relationship::open(cx, shape.relationships.as_ref()),
        id: shape.id,
        id_type: shape.id_type,
        others: others(cx, &shape.key, &MEMBERS),
        attributes: fields,
        requires_attributes: shape.requires_attributes,
        nullable,
        relationships: relationship::lower(cx, shape.relationships.as_ref(), Direction::Read),
        relationship_tags: relationship::tags(cx, shape.relationships.as_ref()),
        meta: meta(cx, shape, Direction::Read),
    }
}

fn meta(cx: &mut Cx<'_>, shape: &ResourceShape<'_>, direction: Direction) -> Option<Type> {
    shape.meta.as_ref().map(|group| schema::lower(cx, group, direction).ty)
}

/// Returns the shape in which a resource is sent; `None` when its type is not fixed.
pub(super) fn write(cx: &mut Cx<'_>, shape: &ResourceShape<'_>, role: WriteRole) -> Option<WriteViewId> {
    write_as(cx, shape, shape.only_type()?, role, shape.sent_id(role == WriteRole::Update))
}

/// Returns the shape in which a resource is sent as one of this type, with this rule for its `id`.
pub(super) fn write_as(
    cx: &mut Cx<'_>,
    shape: &ResourceShape<'_>,
    wire_type: &str,
    role: WriteRole,
    id: IdRule,
) -> Option<WriteViewId> {
    let key = (shape.key.clone(), role, wire_type.to_owned(), id);
    if let Some(known) = cx.write_views.get(&key) {
        return Some(*known);
    }
    let view = WriteView {
        at: shape.at.clone(),
        resource: cx.resource(wire_type, shape.at),
        role,
        id,
        id_type: shape.id_type,
        given_id: GivenId { docs: shape.id_docs.clone(), names: None },
        // The requests that send it are looked at when all of them are known.
        replaces: false,
        is_named_by_request: true,
        // What is changed has an id.
        local: shape.local && role == WriteRole::Create,
        attributes: Vec::new(),
        open: false,
        relationships: Vec::new(),
        relationship_tags: Vec::new(),
        requires_attributes: shape.requires_attributes,
        requires_some_attributes: false,
        requires_relationships: shape.requires_relationships,
        meta: None,
        others: Vec::new(),
        docs: shape.docs.and_then(text::clean),
    };
    let id = cx.api.write_views.push(view);
    cx.write_views.insert(key, id);
    remark_required(cx, &shape.key, &["links"]);
    fill(cx, id, shape);
    Some(id)
}

/// Returns the schemas of the attributes and of the relationships of a resource.
fn parts(cx: &mut Cx<'_>, shape: &ResourceShape<'_>) -> Vec<(ChangedPart, Group)> {
    let members = [(ChangedPart::Attributes, &shape.attributes), (ChangedPart::Relationships, &shape.relationships)];
    let described = members.into_iter().filter_map(|(part, group)| Some((part, group.as_ref()?)));
    described.map(|(part, group)| (part, cx.shape(group).key.clone())).collect()
}

/// Returns a member of a resource that is sent, unless it is only read.
fn sent<'g>(cx: &mut Cx<'_>, member: Option<&'g Group>) -> Option<&'g Group> {
    member.filter(|group| !cx.shape(group).notes.read_only)
}

/// Lowers what a write view holds; apart, because it may hold itself.
fn fill(cx: &mut Cx<'_>, id: WriteViewId, shape: &ResourceShape<'_>) {
    let (attributes, open) = match sent(cx, shape.attributes.as_ref()) {
        Some(group) => attributes_of(cx, group, Direction::Write),
        None => (Vec::new(), false),
    };
    let group = sent(cx, shape.relationships.as_ref());
    if let Some(group) = group {
        remark_alternatives(cx, group, "relationships");
    }
    let relationships = relationship::lower(cx, group, Direction::Write);
    let relationship_tags = relationship::tags(cx, group);
    let meta = sent(cx, shape.meta.as_ref())
        .map(|group| DocumentMeta { ty: schema::lower(cx, group, Direction::Write).ty, required: shape.requires_meta });
    let others = others_sent(cx, &shape.key);
    let role = cx.api.write_views[id].role;
    for part in [ChangedPart::Id, ChangedPart::Meta] {
        cx.changes.push(Change { view: id, part, schema: shape.key.clone() });
    }
    if role == WriteRole::Update {
        cx.changes.push(Change { view: id, part: ChangedPart::Others, schema: shape.key.clone() });
    }
    for (part, schema) in parts(cx, shape) {
        match role {
            WriteRole::Create => {
                cx.wholes.insert(schema);
            }
            WriteRole::Update => cx.changes.push(Change { view: id, part, schema }),
        }
    }
    let view = &mut cx.api.write_views[id];
    view.attributes = attributes;
    view.open = open;
    view.relationships = relationships;
    view.relationship_tags = relationship_tags;
    view.meta = meta;
    view.others = others;
}

/// Returns the members of a resource object to send that JSON:API does not know, without those that it ignores
/// ("@-Members").
fn others_sent(cx: &mut Cx<'_>, group: &Group) -> Vec<Field> {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return Vec::new() };
    schema::remark_undescribed(cx, &shape, object, is_other);
    schema::fields_named(cx, &shape, object, Direction::Write, is_other)
}

/// Returns the attributes as they are read, and the type of those that are not named.
fn attributes_read(cx: &mut Cx<'_>, group: &Group) -> (Vec<Field>, Option<Type>) {
    let (fields, is_open) = attributes_of(cx, group, Direction::Read);
    let shape = cx.shape(group);
    let rest = match &shape.kind {
        ShapeKind::Object(object) => schema::rest(cx, &object.rest, Direction::Read),
        _ => None,
    };
    (fields, rest.or_else(|| is_open.then_some(Type::Json)))
}

/// Returns the attributes of alternatives as those of one: required where all require it, and of a type that holds the values
/// of each; any JSON where there is none.
fn merged(cx: &mut Cx<'_>, alternatives: Vec<(Vec<Field>, bool)>) -> (Vec<Field>, bool) {
    let open = alternatives.iter().any(|(_, open)| *open);
    let mut unifier = Unifier::new(&mut cx.api);
    let fields = alternatives.into_iter().map(|(fields, _)| fields).reduce(|merged, fields| {
        unifier.next_view();
        unifier.fields(merged, &fields)
    });
    let (conflicts, mut unions) = (unifier.conflicts, unifier.unions);
    cx.unions.append(&mut unions);
    for conflict in conflicts {
        let message = format!("`{}` has different types in different kinds of attributes", conflict.wire);
        let help = "the client gives and takes it as plain JSON; describe it once and refer to that";
        cx.diagnostics.push(conflict.diagnostic(message).help(help));
    }
    (fields.unwrap_or_default(), open)
}

/// Returns a shape in which a resource is sent that has the members of two: those are required that both require.
pub(super) fn united(cx: &mut Cx<'_>, one: WriteViewId, other: WriteViewId) -> WriteViewId {
    let (one, other) = (cx.api.write_views[one].clone(), cx.api.write_views[other].clone());
    let requires_attributes = one.requires_attributes && other.requires_attributes;
    let requires_relationships = one.requires_relationships && other.requires_relationships;
    let (attributes, open) = merged(cx, vec![(one.attributes, one.open), (other.attributes, other.open)]);
    let (others, _) = merged(cx, vec![(one.others, false), (other.others, false)]);
    let mut relationships = one.relationships;
    for relationship in &mut relationships {
        let is_same = |known: &&Relationship| known.wire == relationship.wire;
        relationship.required &= other.relationships.iter().find(is_same).is_some_and(|known| known.required);
    }
    for relationship in other.relationships {
        if !relationships.iter().any(|known| known.wire == relationship.wire) {
            relationships.push(Relationship { required: false, ..relationship });
        }
    }
    let meta = one.meta.or(other.meta).map(|meta| DocumentMeta { required: false, ..meta });
    cx.api.write_views.push(WriteView {
        attributes,
        open,
        relationships,
        requires_attributes,
        requires_relationships,
        meta,
        others,
        ..one
    })
}

/// Returns the attributes, and whether others are allowed. What a discriminator says beside them is a constant.
fn attributes_of(cx: &mut Cx<'_>, group: &Group, direction: Direction) -> (Vec<Field>, bool) {
    let shape = cx.shape(group);
    match &shape.kind {
        ShapeKind::Object(object) => {
            let fields = schema::fields(cx, &shape, object, direction);
            let free = object.properties.is_empty() && !matches!(object.rest, Rest::Forbidden);
            (fields, free || matches!(object.rest, Rest::Allowed | Rest::Of(_)))
        }
        ShapeKind::Any => (Vec::new(), true),
        ShapeKind::Union(members) => {
            // A schema that adds nothing to its base is the base, and so is an alternative of itself.
            if members.iter().any(|member| cx.shape(&member.group).key == shape.key) {
                let help = "the client takes those of all that inherit from the base; describe what is special to each";
                cx.unsupported(shape.at, "attributes that inherit from a base add nothing to it", help);
            }
            if direction == Direction::Write {
                remark_alternatives(cx, group, "attributes");
            }
            let mut groups = union::alternatives(cx, group);
            groups.retain(|group| !matches!(cx.shape(group).kind, ShapeKind::Union(_)));
            let alternatives = groups.iter().map(|group| attributes_of(cx, group, direction)).collect();
            merged(cx, alternatives)
        }
        _ => {
            cx.unsupported(shape.at, "`attributes` is not a plain object", "its members are given as plain JSON");
            (Vec::new(), true)
        }
    }
}

/// Warns of attributes or relationships to send that are one of several kinds, each with required members of its own: the
/// client takes the members of all kinds, and cannot check that those of one kind are complete.
fn remark_alternatives(cx: &mut Cx<'_>, group: &Group, what: &str) {
    let mut required: Vec<BTreeSet<&str>> = Vec::new();
    for group in union::alternatives(cx, group) {
        let ShapeKind::Object(object) = &cx.shape(&group).kind else { continue };
        required.push(object.required.iter().copied().collect());
    }
    let Some((first, others)) = required.split_first() else { return };
    let common = others.iter().fold(first.clone(), |common, one| &common & one);
    if required.contains(&common) {
        return;
    }
    let kinds: Vec<String> = required
        .iter()
        .map(|one| one.difference(&common).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and "))
        .collect();
    let at = cx.shape(group).at;
    let message = format!(
        "the {what} are one of several kinds, and each kind requires members of its own: {}",
        kinds.join(", or ")
    );
    let help = "all of them are optional in the client; set the members that one kind requires";
    cx.unsupported(at, message, help);
}
