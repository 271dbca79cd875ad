//! Relationships that are described by `links` alone, where something else tells what is related.
//!
//! ```yaml
//! author: {properties: {links: {..}}}                                         of unknown arity, to any type
//! /posts/{post}/relationships/author: {get: {.. one identifier of users ..}}  to one `users`
//! ```
//!
//! What a relationship relates is the same wherever it is described: in the resource that is read, in one that is sent, and at
//! the address of the relationship itself (JSON:API "Fetching Relationships").

use std::collections::{HashMap, HashSet};

use crate::ir::{
    Api, Arity, BodyContent, Data, Document, IdType, Operation, PathSegment, Relationship, ResourceId, relationship_at,
};
use crate::lower::leaves::walk;
use crate::lower::shape::Group;
use crate::spec::{self, SchemaId, Spec};

/// Returns the schemas that describe `data` at the addresses of relationships, and nowhere else. They are identifiers,
/// whatever members they have beside `type` and `id`.
pub(super) fn identifiers(spec: &Spec) -> HashSet<SchemaId> {
    let is_address = |operation: &&spec::Operation| relationship_at(&operation.path).is_some();
    let (at_addresses, elsewhere): (Vec<_>, Vec<_>) = spec.operations.iter().partition(is_address);
    let mut found: HashSet<SchemaId> = at_addresses.into_iter().flat_map(|operation| data(spec, operation)).collect();
    if !found.is_empty() {
        let others: HashSet<SchemaId> = elsewhere.into_iter().flat_map(|operation| data(spec, operation)).collect();
        found.retain(|schema| !others.contains(schema));
    }
    found
}

/// Returns the schemas of what documents of an operation have in `data`.
fn data(spec: &Spec, operation: &spec::Operation) -> Vec<SchemaId> {
    let sent = operation.body.iter().flat_map(|body| &body.contents);
    let read = operation.responses.iter().flat_map(|response| &response.contents);
    let mut found = Vec::new();
    for document in sent.chain(read).filter_map(|content| content.schema) {
        for alternative in alternatives(spec, document) {
            let leaves = walk(spec, &Group::one(alternative)).leaves;
            let members = leaves.iter().flat_map(|part| &spec.schemas[part.id()].properties);
            let data = members.filter(|(name, _)| name == "data").map(|(_, data)| *data);
            found.extend(data.flat_map(|data| alternatives(spec, data)));
        }
    }
    found
}

/// Returns the schemas of which a value has one, those of the elements of lists among them.
fn alternatives(spec: &Spec, schema: SchemaId) -> Vec<SchemaId> {
    let (mut found, mut waiting) = (Vec::new(), vec![schema]);
    while let Some(schema) = waiting.pop() {
        for root in walk(spec, &Group::one(schema)).roots.iter().map(|root| root.id()) {
            if found.contains(&root) {
                continue;
            }
            found.push(root);
            waiting.extend(&spec.schemas[root].one_of);
            waiting.extend(spec.schemas[root].items);
        }
    }
    found
}

/// The resources that a relationship relates.
#[derive(Clone)]
struct Linkage {
    arity: Arity,
    targets: Vec<ResourceId>,
    id_type: IdType,
}

/// Fills in the relationships of all resources that do not say what they relate.
pub(super) fn infer_all(api: &mut Api) {
    let known = known(api);
    let learn = |resource: ResourceId, relationship: &mut Relationship| {
        let linkage = known.get(&(resource, relationship.wire.clone()));
        if let Some(linkage) = linkage.filter(|_| relationship.arity == Arity::Unknown) {
            let Linkage { arity, targets, id_type } = linkage.clone();
            (relationship.arity, relationship.targets, relationship.id_type) = (arity, targets, id_type);
        }
    };
    for id in api.resources.ids() {
        let view = api.resources[id].read.as_mut();
        view.into_iter().flat_map(|view| &mut view.relationships).for_each(|one| learn(id, one));
    }
    for id in api.write_views.ids() {
        let view = &mut api.write_views[id];
        view.relationships.iter_mut().for_each(|one| learn(view.resource, one));
    }
}

/// Returns what is described of the relationships of each resource, that of their own addresses last.
fn known(api: &Api) -> HashMap<(ResourceId, String), Linkage> {
    let read = api.resources.iter().filter_map(|(id, resource)| Some((id, &resource.read.as_ref()?.relationships)));
    let sent = api.write_views.iter().map(|(_, view)| (view.resource, &view.relationships));
    let mut known = HashMap::new();
    for (id, relationships) in read.chain(sent) {
        for one in relationships.iter().filter(|one| one.arity != Arity::Unknown) {
            let linkage = Linkage { arity: one.arity, targets: one.targets.clone(), id_type: one.id_type };
            known.entry((id, one.wire.clone())).or_insert(linkage);
        }
    }
    for (_, operation) in api.operations.iter() {
        if let Some(place) = addressed(operation)
            && let Some(linkage) = of_operation(operation)
        {
            known.entry(place).or_insert(linkage);
        }
    }
    known
}

/// Returns the resource and the relationship at whose address an operation is, such as `/posts/{post}/relationships/author`.
fn addressed(operation: &Operation) -> Option<(ResourceId, String)> {
    let [.., PathSegment::Parameter(owner), PathSegment::Literal(rest)] = operation.path.as_slice() else {
        return None;
    };
    let name = rest.starts_with("/relationships/").then(|| relationship_at(rest))??;
    let owner = operation.path_parameters.get(*owner)?.identifies?;
    Some((owner, name.to_owned()))
}

/// Returns what an operation brings or takes as resource linkage. One identifier that comes may be null another time.
fn of_operation(operation: &Operation) -> Option<Linkage> {
    if let Some(Document { data, linkage, .. }) = operation.document() {
        let (arity, target) = match data {
            Data::Identifier(target) => (Arity::ZeroOrOne, target),
            Data::Identifiers(target) => (Arity::Many, target),
            _ => return None,
        };
        let id_type = linkage.as_ref().map_or(IdType::Text, |linkage| linkage.id_type);
        return Some(Linkage { arity, targets: target.iter().copied().collect(), id_type });
    }
    match &operation.body.as_ref()?.content {
        BodyContent::Linkage { arity, targets, id_type, .. } => {
            Some(Linkage { arity: *arity, targets: targets.clone(), id_type: *id_type })
        }
        _ => None,
    }
}
