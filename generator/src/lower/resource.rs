//! Resource objects (JSON:API "Resource Objects"), recognised by their structure.

use crate::ir::{Field, IdRule, ResourceId, Type, WriteRole, WriteView, WriteViewId};
use crate::lower::context::{Cx, Direction, View};
use crate::lower::shape::{Group, Kind, Object, Rest, Shape};
use crate::lower::{relationship, schema, text};
use crate::source::Pointer;

/// A schema that describes a resource object or a resource identifier object.
#[derive(Debug)]
pub(super) struct ResourceShape<'a> {
    pub(super) at: &'a Pointer,
    pub(super) key: Group,
    pub(super) docs: Option<&'a str>,
    /// The wire types it may have; usually one.
    pub(super) types: Vec<String>,
    pub(super) id: IdRule,
    pub(super) attributes: Option<Group>,
    pub(super) relationships: Option<Group>,
    pub(super) meta: Option<Group>,
    /// `included` inside a resource is a mistake of descriptions: services send it at the top.
    pub(super) included: Option<Group>,
    /// Whether it may have a local id (`lid`).
    pub(super) local: bool,
    links: bool,
}

impl ResourceShape<'_> {
    /// Whether it can only be a resource identifier object.
    pub(super) fn is_identifier(&self) -> bool {
        self.id != IdRule::None && self.attributes.is_none() && self.relationships.is_none() && !self.links
    }
}

/// Recognises a resource object: one whose `type` is fixed and which has an `id`, `attributes` or
/// `relationships`.
pub(super) fn recognise<'a>(cx: &mut Cx<'a>, group: &Group) -> Option<ResourceShape<'a>> {
    let shape = cx.shape(group);
    let Kind::Object(object) = &shape.kind else { return None };
    let types = wire_types(cx, &shape, object)?;
    let member = |name: &str| object.property(name).cloned();
    let recognised = ResourceShape {
        at: shape.at,
        key: shape.key.clone(),
        docs: shape.docs,
        types,
        id: id_rule(object),
        attributes: member("attributes"),
        relationships: member("relationships"),
        meta: member("meta"),
        included: member("included"),
        local: member("lid").is_some(),
        links: member("links").is_some(),
    };
    let resource =
        recognised.id != IdRule::None || recognised.attributes.is_some() || recognised.relationships.is_some();
    resource.then_some(recognised)
}

fn wire_types(cx: &mut Cx<'_>, shape: &Shape<'_>, object: &Object<'_>) -> Option<Vec<String>> {
    if let Some((_, value)) = shape.tags.iter().find(|(key, _)| *key == "type") {
        return Some(vec![(*value).to_owned()]);
    }
    let shape = cx.shape(object.property("type")?);
    let Kind::Scalar(scalar) = &shape.kind else { return None };
    let values = scalar.values.as_ref()?;
    let types: Option<Vec<String>> = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
    types.filter(|types| !types.is_empty())
}

fn id_rule(object: &Object<'_>) -> IdRule {
    match (object.property("id"), object.required.contains("id")) {
        (None, _) => IdRule::None,
        (Some(_), true) => IdRule::Required,
        (Some(_), false) => IdRule::Optional,
    }
}

/// Notes that responses carry this resource, and gives its types.
pub(super) fn read(cx: &mut Cx<'_>, shape: &ResourceShape<'_>) -> Vec<ResourceId> {
    let ids: Vec<ResourceId> = shape.types.iter().map(|wire_type| cx.resource(wire_type, shape.at)).collect();
    for id in &ids {
        if !shape.is_identifier() {
            add_views(cx, *id, shape);
        }
    }
    ids
}

/// One view, or one for each alternative when the attributes are a union.
fn add_views(cx: &mut Cx<'_>, id: ResourceId, shape: &ResourceShape<'_>) {
    let known = cx.views.get(id.index()).is_some_and(|views| views.iter().any(|view| view.key == shape.key));
    if known {
        return;
    }
    let alternatives = match &shape.attributes {
        Some(group) => alternatives(cx, group),
        None => vec![None],
    };
    for attributes in alternatives {
        let view = view(cx, shape, attributes.as_ref());
        if let Some(views) = cx.views.get_mut(id.index()) {
            views.push(view);
        }
    }
}

fn alternatives(cx: &mut Cx<'_>, group: &Group) -> Vec<Option<Group>> {
    match &cx.shape(group).kind {
        Kind::Union(members) => members.iter().map(|member| Some(member.group.clone())).collect(),
        _ => vec![Some(group.clone())],
    }
}

fn view(cx: &mut Cx<'_>, shape: &ResourceShape<'_>, attributes: Option<&Group>) -> View {
    View {
        key: shape.key.clone(),
        docs: shape.docs.and_then(text::clean),
        id: shape.id,
        attributes: attributes.map(|group| attributes_of(cx, group, Direction::Read).0).unwrap_or_default(),
        relationships: relationship::lower(cx, shape.relationships.as_ref(), Direction::Read),
        relationship_tags: relationship::tags(cx, shape.relationships.as_ref()),
        meta: meta(cx, shape, Direction::Read),
    }
}

fn meta(cx: &mut Cx<'_>, shape: &ResourceShape<'_>, direction: Direction) -> Option<Type> {
    shape.meta.as_ref().map(|group| schema::lower(cx, group, direction).ty)
}

/// The shape in which a resource is sent; `None` when its type is not fixed.
pub(super) fn write(cx: &mut Cx<'_>, shape: &ResourceShape<'_>, role: WriteRole) -> Option<WriteViewId> {
    let [wire_type] = shape.types.as_slice() else { return None };
    let key = (shape.key.clone(), role);
    if let Some(known) = cx.write_views.get(&key) {
        return Some(*known);
    }
    let view = WriteView {
        at: shape.at.clone(),
        resource: cx.resource(wire_type, shape.at),
        role,
        id: shape.id,
        attributes: Vec::new(),
        open: false,
        relationships: Vec::new(),
        relationship_tags: Vec::new(),
        meta: None,
        docs: shape.docs.and_then(text::clean),
    };
    let id = cx.api.write_views.push(view);
    cx.write_views.insert(key, id);
    fill(cx, id, shape);
    Some(id)
}

/// Lowers what a write view holds; apart, because it may hold itself.
fn fill(cx: &mut Cx<'_>, id: WriteViewId, shape: &ResourceShape<'_>) {
    let (attributes, open) = match &shape.attributes {
        Some(group) => attributes_of(cx, group, Direction::Write),
        None => (Vec::new(), false),
    };
    let relationships = relationship::lower(cx, shape.relationships.as_ref(), Direction::Write);
    let relationship_tags = relationship::tags(cx, shape.relationships.as_ref());
    let meta = meta(cx, shape, Direction::Write);
    let view = &mut cx.api.write_views[id];
    view.attributes = attributes;
    view.open = open;
    view.relationships = relationships;
    view.relationship_tags = relationship_tags;
    view.meta = meta;
}

/// The attributes, and whether others are allowed. What a discriminator says beside them is a constant.
fn attributes_of(cx: &mut Cx<'_>, group: &Group, direction: Direction) -> (Vec<Field>, bool) {
    let shape = cx.shape(group);
    match &shape.kind {
        Kind::Object(object) => {
            let fields = schema::fields(cx, &shape, object, direction);
            let free = object.properties.is_empty() && !matches!(object.rest, Rest::Forbidden);
            (fields, free || matches!(object.rest, Rest::Allowed | Rest::Of(_)))
        }
        Kind::Any => (Vec::new(), true),
        _ => {
            cx.unsupported(shape.at, "`attributes` is not a plain object", "its members are given as plain JSON");
            (Vec::new(), true)
        }
    }
}
