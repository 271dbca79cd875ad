//! Batches whose operations the document describes for resources of any type: they are those that its other requests
//! create, change and delete.
//!
//! ```text
//! op: {enum: [add, update, remove]}
//! ref: {type: {type: string}, ..}         add_users(NewUsers), update_users(.., UsersUpdate),
//! data: {type: {type: string}, ..}   ->   remove_users(..), add_to_users_books(..), ..
//! ```

use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Api, Arity, BatchedChange, BatchedOperation, BodyContent, Data, Discriminator, IdType, Method, Operation,
    OperationId, OperationKind, Payload, Relationship, ResourceId, Verb, WriteRole, WriteViewId,
};
use crate::lower::batch::{OwnTarget, add, plain, tags};
use crate::lower::context::{Cx, Direction};
use crate::lower::document::DataShape;
use crate::lower::resource::ResourceShape;
use crate::lower::same::same_view;
use crate::lower::shape::{Group, Object, Shape};
use crate::lower::wire_type::WireTypes;
use crate::lower::{document, resource, schema};
use crate::source::Pointer;

/// The body of an operation that is a batch of changes of any resources.
pub(in crate::lower) struct OpenBatch {
    /// Where the operation is described.
    pub(super) operation: Pointer,
    /// The whole body.
    pub(super) body: Group,
    /// What may stand in it.
    pub(super) changes: Vec<OpenChanges>,
}

/// Operations of a batch that are described as one.
pub(super) struct OpenChanges {
    at: Pointer,
    tags: Vec<Discriminator>,
    target_id: IdType,
    has_href: bool,
    /// The `ref` that additions are required to have.
    own_target: Option<OwnTarget>,
    has_meta: bool,
    verbs: Vec<Verb>,
    /// The types of the resources; `None` for any.
    types: Option<Vec<String>>,
    /// The shapes in which resources are sent that are described beside identifiers.
    views: Vec<WriteViewId>,
    /// Whether a relationship may be the target.
    relates: bool,
    /// Whether local ids may name what the batch creates.
    is_local: bool,
}

impl OpenChanges {
    /// Returns whether it is described which resources are changed.
    pub(super) fn names_types(&self) -> bool {
        self.types.is_some()
    }

    /// Adds the `ref` that additions are required to have, or returns why they cannot have it.
    pub(super) fn with_own_target(self, own_target: Option<OwnTarget>) -> Result<Self, String> {
        match own_target.as_ref().and_then(|target| target.lack(false)) {
            Some(lack) => Err(lack),
            None => Ok(Self { own_target, ..self }),
        }
    }
}

/// Returns what a schema says of changes whose resources it leaves open; `None` where it describes something else.
pub(super) fn changes(cx: &mut Cx<'_>, shape: &Shape<'_>, object: &Object<'_>, verbs: &[Verb]) -> Option<OpenChanges> {
    let target = match object.property("ref") {
        Some(group) if !document::is_free(cx, group) => Some(resource::recognise(cx, group)?),
        _ => None,
    };
    let relationship = object.property("ref").and_then(|group| cx.property(group, "relationship"));
    let data = match object.property("data") {
        Some(group) if !document::is_free(cx, group) => {
            Some(document::sent_data(cx, group).filter(|data| data.is_complete())?)
        }
        _ => None,
    };
    let of_target = target.as_ref().and_then(|target| types([target]));
    let types = of_target.or_else(|| {
        let resources = data.iter().flat_map(|data| &data.resources);
        types(resources.filter(|resource| !resource.is_identifier()))
    });
    let views = data.as_ref().map(|data| views(cx, data, verbs)).unwrap_or_default();
    let is_local = data.iter().flat_map(|data| &data.resources).chain(&target).any(|resource| resource.local);
    Some(OpenChanges {
        at: shape.at.clone(),
        tags: tags(shape),
        target_id: target.map_or(IdType::Text, |target| target.id_type),
        has_href: object.property("href").is_some(),
        own_target: None,
        has_meta: object.property("meta").is_some(),
        verbs: verbs.to_vec(),
        types,
        views,
        relates: relationship.is_some(),
        is_local,
    })
}

/// Returns the shapes in which whole resources in `data` are created and changed.
fn views(cx: &mut Cx<'_>, data: &DataShape<'_>, verbs: &[Verb]) -> Vec<WriteViewId> {
    let roles = [(Verb::Add, WriteRole::Create), (Verb::Update, WriteRole::Update)];
    let roles = roles.into_iter().filter(|(verb, _)| verbs.contains(verb));
    let whole = data.resources.iter().filter(|resource| !resource.is_identifier());
    let pairs = whole.flat_map(|resource| roles.clone().map(move |(_, role)| (resource, role)));
    pairs.filter_map(|(resource, role)| resource::write(cx, resource, role)).collect()
}

/// Returns the types that resources are described to have; `None` where one of them may have any.
fn types<'r, 'a: 'r>(resources: impl IntoIterator<Item = &'r ResourceShape<'a>>) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for resource in resources {
        match &resource.types {
            WireTypes::Fixed(types) => all.extend(types.iter().cloned()),
            WireTypes::Open(_) => return None,
        }
    }
    (!all.is_empty()).then_some(all)
}

/// The requests of a document that create, change and delete a resource.
#[derive(Debug, Clone, Copy)]
struct Writable {
    resource: ResourceId,
    create: Option<WriteViewId>,
    update: Option<WriteViewId>,
    is_deleted: bool,
}

/// Fills the batches that are left open with the changes that the other requests of the document make. A batch with an
/// operation for which there are none is sent as plain JSON, so that nothing that the document allows is lost.
pub(in crate::lower) fn complete_all(cx: &mut Cx<'_>) {
    let batches = std::mem::take(&mut cx.open_batches);
    if batches.is_empty() {
        return;
    }
    let writable = writable(cx);
    for batch in batches {
        let mut ids = cx.api.operations.ids();
        let Some(id) = ids.find(|id| cx.api.operations[*id].at == batch.operation) else { continue };
        let told: Vec<Vec<BatchedOperation>> =
            batch.changes.iter().map(|changes| operations_of(cx, changes, &writable)).collect();
        match batch.changes.iter().zip(&told).find(|(_, operations)| operations.is_empty()) {
            Some((untold, _)) => send_plain(cx, id, &batch.body, &untold.at),
            None => complete(cx, id, &batch, told.into_iter().flatten().collect()),
        }
    }
}

/// Gives an operation the changes of its batch.
fn complete(cx: &mut Cx<'_>, id: OperationId, batch: &OpenBatch, operations: Vec<BatchedOperation>) {
    for changes in &batch.changes {
        let message =
            "what this operation of a batch changes is taken to be what other requests create, change and delete";
        let help =
            "the client sends these; for others, describe `type` as an `enum` of one value, and `data` as a resource";
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, changes.at.clone(), message).help(help));
    }
    let Some(BodyContent::Batch(known)) = content(&mut cx.api, id) else { return };
    let mut known = std::mem::take(known);
    operations.into_iter().for_each(|one| add(cx, &mut known, one));
    let changed: Vec<WriteViewId> = known.iter().filter_map(|operation| operation.change.view()).collect();
    if let Some(content) = content(&mut cx.api, id) {
        *content = BodyContent::Batch(known);
    }
    let mut answered: Vec<ResourceId> = Vec::new();
    for view in changed {
        let resource = cx.api.write_views[view].resource;
        if !answered.contains(&resource) {
            answered.push(resource);
        }
    }
    for payload in cx.api.operations[id].success.payloads_mut() {
        if let Payload::Batch(results) = payload
            && results.resources.is_empty()
        {
            results.resources.clone_from(&answered);
        }
    }
}

/// Sends a body as plain JSON: nothing tells what the operation at this place may be.
fn send_plain(cx: &mut Cx<'_>, id: OperationId, body: &Group, at: &Pointer) {
    let message = "no other request tells which resources this operation of a batch may change";
    cx.diagnostics.push(plain(at, message.to_owned()));
    let ty = schema::whole(cx, body, Direction::Write);
    if let Some(content @ BodyContent::Batch(_)) = content(&mut cx.api, id) {
        *content = BodyContent::Json(ty);
    }
}

/// Returns the content of the body of an operation.
fn content(api: &mut Api, id: OperationId) -> Option<&mut BodyContent> {
    api.operations[id].body.as_mut().map(|body| &mut body.content)
}

/// Returns the operations that one description stands for.
fn operations_of(cx: &mut Cx<'_>, changes: &OpenChanges, writable: &[Writable]) -> Vec<BatchedOperation> {
    let meant: Vec<Writable> = match &changes.types {
        Some(types) => types.iter().map(|wire_type| listed(cx, changes, wire_type, writable)).collect(),
        None => writable.to_vec(),
    };
    let mut found = Vec::new();
    for writable in &meant {
        let views = [writable.update, writable.create];
        if changes.is_local {
            views.into_iter().flatten().for_each(|view| allow_local(cx, view));
        }
        found.extend(of_resource(writable, &changes.verbs));
        if changes.relates {
            found.extend(relations(&cx.api, writable, &changes.verbs));
        }
    }
    let own_target = |change: &BatchedChange| match change {
        BatchedChange::Add(_) => changes.own_target.as_ref().map(|target| target.members.clone()),
        _ => None,
    };
    let operation = |change: BatchedChange| BatchedOperation {
        at: changes.at.clone(),
        tags: changes.tags.clone(),
        target_id: changes.target_id,
        has_href: changes.has_href,
        own_target: own_target(&change),
        has_meta: changes.has_meta,
        change,
    };
    found.into_iter().map(operation).collect()
}

/// Returns what a batch does with a type that it lists: it removes any of these.
fn listed(cx: &mut Cx<'_>, changes: &OpenChanges, wire_type: &str, writable: &[Writable]) -> Writable {
    let resource = cx.resource(wire_type, &changes.at);
    let known = writable.iter().find(|one| one.resource == resource);
    let own = |role| {
        let mut views = changes.views.iter().copied().map(|id| (id, &cx.api.write_views[id]));
        views.find(|(_, view)| (view.resource, view.role) == (resource, role)).map(|(id, _)| id)
    };
    let create = own(WriteRole::Create).or_else(|| known?.create);
    let update = own(WriteRole::Update).or_else(|| known?.update);
    for (verb, view) in [(Verb::Add, create), (Verb::Update, update)] {
        if changes.verbs.contains(&verb) && view.is_none() {
            let message = format!("nothing tells what a batch sends to {} `{wire_type}`", verb.as_str());
            cx.unsupported(
                &changes.at,
                message,
                "the client has no method for it; describe a request that does the same",
            );
        }
    }
    Writable { resource, create, update, is_deleted: true }
}

/// Lets the relationships of a resource that is sent name what the same batch creates.
fn allow_local(cx: &mut Cx<'_>, view: WriteViewId) {
    cx.api.write_views[view].relationships.iter_mut().for_each(|relationship| relationship.local = true);
}

/// Returns the changes of a resource itself.
fn of_resource(writable: &Writable, verbs: &[Verb]) -> Vec<BatchedChange> {
    let change = |verb: &Verb| match verb {
        Verb::Add => writable.create.map(BatchedChange::Add),
        Verb::Update => writable.update.map(BatchedChange::Update),
        Verb::Remove => writable.is_deleted.then_some(BatchedChange::Remove(writable.resource)),
    };
    verbs.iter().filter_map(change).collect()
}

/// Returns the changes of the relationships of a resource. What names one resource is replaced, and not added to.
fn relations(api: &Api, writable: &Writable, verbs: &[Verb]) -> Vec<BatchedChange> {
    let mut known: Vec<&Relationship> = Vec::new();
    for view in [writable.update, writable.create].into_iter().flatten() {
        for relationship in api.write_views[view].relationships.iter().filter(|one| one.whole.is_none()) {
            if !known.iter().any(|one| one.wire == relationship.wire) {
                known.push(relationship);
            }
        }
    }
    let mut changes = Vec::new();
    for relationship in known {
        let is_one = matches!(relationship.arity, Arity::One | Arity::ZeroOrOne);
        for verb in verbs.iter().filter(|verb| !is_one || **verb == Verb::Update) {
            changes.push(BatchedChange::Relate {
                verb: *verb,
                resource: writable.resource,
                relationship: relationship.wire.clone(),
                arity: relationship.arity,
                targets: relationship.targets.clone(),
                id_type: relationship.id_type,
            });
        }
    }
    changes
}

/// Returns the resources that a document creates, changes or deletes, in its order. Where nothing tells which ones are
/// deleted, all of them are.
fn writable(cx: &mut Cx<'_>) -> Vec<Writable> {
    let mut all: Vec<Writable> = Vec::new();
    let ids: Vec<ResourceId> = cx.api.resources.ids().collect();
    for resource in ids {
        let create = sent(cx, resource, WriteRole::Create);
        let update = sent(cx, resource, WriteRole::Update);
        let is_deleted = cx.api.operations.iter().any(|(_, one)| deleted(&cx.api, one) == Some(resource));
        if create.is_some() || update.is_some() || is_deleted {
            all.push(Writable { resource, create, update, is_deleted });
        }
    }
    if !all.iter().any(|one| one.is_deleted) {
        all.iter_mut().for_each(|one| one.is_deleted = true);
    }
    all
}

/// Returns the shape in which a resource is created or changed. Of several, that of the request with the shortest path.
fn sent(cx: &mut Cx<'_>, resource: ResourceId, role: WriteRole) -> Option<WriteViewId> {
    let api = &cx.api;
    let mut found: Vec<(usize, WriteViewId, &Operation)> = Vec::new();
    for (_, operation) in api.operations.iter() {
        let views = operation.sent_views().iter().filter(|view| {
            let view = &api.write_views[**view];
            view.resource == resource && view.role == role
        });
        found.extend(views.map(|view| (operation.path.len(), *view, operation)));
    }
    // The order of the document does not decide.
    found.sort_by_key(|(length, _, operation)| (*length, operation.id.clone()));
    let (_, chosen, operation) = *found.first()?;
    let other = found.iter().find(|(_, view, _)| !same_view(api, *view, chosen));
    if let Some((_, _, other)) = other {
        let wire_type = &api.resources[resource].wire_type;
        let message = format!("`{}` and `{}` send `{wire_type}` in different shapes", operation.id, other.id);
        let remark = Diagnostic::new(Code::Assumed, other.at.clone(), message)
            .help(format!("batches send it as `{}` does", operation.id));
        cx.diagnostics.push(remark);
    }
    Some(chosen)
}

/// Returns the type of what an operation deletes: that which others fetch or change by the same path.
fn deleted(api: &Api, operation: &Operation) -> Option<ResourceId> {
    if operation.method != Method::Delete || operation.kind != OperationKind::Delete {
        return None;
    }
    let path = operation.path_key();
    let mut others = api.operations.iter().map(|(_, other)| other).filter(|other| other.path_key() == path);
    others.find_map(|other| match (&other.body.as_ref().map(|body| &body.content), &other.success.payload) {
        (Some(BodyContent::Resource { view, .. }), _) => Some(api.write_views[*view].resource),
        (_, Payload::Document(document)) => match document.data {
            Data::One(resource) | Data::ZeroOrOne(resource) => Some(resource),
            _ => None,
        },
        _ => None,
    })
}
