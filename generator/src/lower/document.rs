//! Top-level documents (JSON:API "Document Structure"), recognised by their structure.

use crate::ir::{Data, Document, ResourceId};
use crate::lower::context::{Cx, Direction};
use crate::lower::resource::{self, ResourceShape};
use crate::lower::shape::{Group, Kind, Object};
use crate::lower::{schema, union};

/// What a `data` member may hold.
pub(super) struct DataShape<'a> {
    pub(super) resources: Vec<ResourceShape<'a>>,
    pub(super) many: bool,
    pub(super) nullable: bool,
}

impl DataShape<'_> {
    /// Whether it holds nothing but identifiers.
    pub(super) fn identifiers(&self) -> bool {
        self.resources.iter().all(ResourceShape::is_identifier)
    }
}

/// Recognises primary data or resource linkage.
pub(super) fn data<'a>(cx: &mut Cx<'a>, group: &Group) -> Option<DataShape<'a>> {
    let shape = cx.shape(group);
    let ((resources, null), many) = match &shape.kind {
        Kind::Array(Some(items)) => (resources(cx, items)?, true),
        _ => (resources(cx, group)?, false),
    };
    Some(DataShape { resources, many, nullable: shape.notes.nullable || (null && !many) })
}

/// The resource that a group describes, or those of all its alternatives; and whether null is one.
fn resources<'a>(cx: &mut Cx<'a>, group: &Group) -> Option<(Vec<ResourceShape<'a>>, bool)> {
    let shape = cx.shape(group);
    let Kind::Union(members) = &shape.kind else {
        return Some((vec![resource::recognise(cx, group)?], false));
    };
    let (members, null) = union::flattened(cx, members);
    let resources: Option<Vec<_>> = members.iter().map(|member| resource::recognise(cx, &member.group)).collect();
    resources.filter(|resources| !resources.is_empty()).map(|resources| (resources, null))
}

/// The document that a response schema describes, if it is one.
pub(super) fn response(cx: &mut Cx<'_>, group: &Group) -> Option<Document> {
    let shape = cx.shape(group);
    let Kind::Object(object) = &shape.kind else { return None };
    let (primary, mut included) = match object.property("data") {
        Some(group) => primary(cx, group)?,
        None if is_meta_only(object) => (Data::None, Vec::new()),
        None => return None,
    };
    if let Some(group) = object.property("included") {
        include(cx, group, &mut included);
    }
    Some(Document {
        at: shape.at.clone(),
        data: primary,
        included,
        meta: object.property("meta").map(|group| schema::lower(cx, group, Direction::Read).ty),
    })
}

fn is_meta_only(object: &Object<'_>) -> bool {
    object.property("meta").is_some()
        && object.properties.iter().all(|(name, _)| ["meta", "links", "jsonapi"].contains(name))
}

/// The primary data, and what is wrongly described as included inside it.
fn primary(cx: &mut Cx<'_>, group: &Group) -> Option<(Data, Vec<ResourceId>)> {
    let data = data(cx, group)?;
    let mut of: Vec<ResourceId> = Vec::new();
    let mut included = Vec::new();
    for shape in &data.resources {
        let ids = resource::read(cx, shape);
        of.extend(ids.into_iter().filter(|id| !of.contains(id)).collect::<Vec<_>>());
        if let Some(group) = &shape.included {
            include(cx, group, &mut included);
        }
    }
    let primary = match (of.as_slice(), data.many, data.identifiers()) {
        ([only], true, true) => Data::Identifiers(*only),
        ([only], false, true) => Data::Identifier(*only),
        ([only], true, false) => Data::Many(*only),
        ([only], false, false) if data.nullable => Data::ZeroOrOne(*only),
        ([only], false, false) => Data::One(*only),
        (_, many, _) => Data::Mixed { of, many },
    };
    Some((primary, included))
}

fn include(cx: &mut Cx<'_>, group: &Group, included: &mut Vec<ResourceId>) {
    let Some(data) = data(cx, group) else {
        let at = cx.shape(group).at;
        cx.unsupported(at, "`included` does not list resources", "included resources are given as plain JSON");
        return;
    };
    for shape in &data.resources {
        for id in resource::read(cx, shape) {
            if !included.contains(&id) {
                included.push(id);
            }
        }
    }
}
