//! Batches of changes (the extension "Atomic Operations" of JSON:API), recognised by its members.

use crate::diag::{Code, Diagnostic};
use crate::ir::{
    BatchResults, BatchedChange, BatchedOperation, BodyContent, Discriminator, Field, IdType, Payload, ResourceId,
    Verb, WriteRole,
};
use crate::lower::context::Cx;
use crate::lower::resource;
use crate::lower::shape::{Group, GroupMember, Object, ShapeKind};
use crate::lower::{document, relationship, union};
use crate::source::Pointer;

/// Returns the body of a batch; `None`, with a remark, when some operation of it is none that the client knows, so that
/// nothing that the document allows is lost.
pub(super) fn request(cx: &mut Cx<'_>, object: &Object<'_>) -> Option<BodyContent> {
    let list = object.property("atomic:operations")?;
    let members = members(cx, list).unwrap_or_default();
    if members.is_empty() {
        let at = cx.shape(list).at;
        cx.diagnostics.push(plain(at, "nothing tells the operations of this batch".to_owned()));
        return None;
    }
    let mut operations = Vec::new();
    for member in &members {
        match operation(cx, &member.group) {
            Ok(operation) => operations.push(operation),
            Err(reason) => {
                let at = cx.shape(&member.group).at;
                cx.diagnostics.push(plain(at, format!("the client cannot send this operation of a batch: {reason}")));
                return None;
            }
        }
    }
    Some(BodyContent::Batch(operations))
}

/// Returns the remark that a batch is sent as plain JSON.
fn plain(at: &Pointer, message: String) -> Diagnostic {
    Diagnostic::new(Code::NearlyJsonApi, at.clone(), message).help(
        "the client sends the whole batch as plain JSON; describe `op` as an `enum` of one value, the target as `ref` \
         with an `enum` of one `type` (and one `relationship`), and `data` as a resource or as linkage",
    )
}

/// Returns the results of a batch.
pub(super) fn response(cx: &mut Cx<'_>, group: &Group) -> Option<Payload> {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return None };
    let mut of: Vec<ResourceId> = Vec::new();
    let results = members(cx, object.property("atomic:results")?)?;
    let meta_of_result = match results.as_slice() {
        [only] => meta(cx, &only.group),
        _ => None,
    };
    for member in results {
        let shape = cx.shape(&member.group);
        let ShapeKind::Object(result) = &shape.kind else { return None };
        let Some(data) = result.property("data") else { continue };
        let data = document::data(cx, data)?;
        for resource in data.resources.iter().filter(|resource| resource.only_type().is_some()) {
            let ids = resource::read(cx, resource);
            of.extend(ids.into_iter().filter(|id| !of.contains(id)).collect::<Vec<_>>());
        }
    }
    let meta = meta(cx, group);
    Some(Payload::Batch(Box::new(BatchResults { resources: of, meta, meta_of_result })))
}

/// Returns the `meta` of an object, where it is described.
fn meta(cx: &mut Cx<'_>, group: &Group) -> Option<Field> {
    resource::others(cx, group, &[]).into_iter().find(|field| field.wire == "meta")
}

/// Returns what the elements of a list may be.
fn members<'a>(cx: &mut Cx<'a>, list: &Group) -> Option<Vec<GroupMember<'a>>> {
    let shape = cx.shape(list);
    let ShapeKind::Array(Some(items)) = &shape.kind else { return None };
    let shape = cx.shape(items);
    match &shape.kind {
        ShapeKind::Union(members) => Some(union::flattened(cx, members).0),
        _ => Some(vec![GroupMember { group: items.clone(), tag: None, is_default: false }]),
    }
}

/// Returns an operation, or why the client cannot send it.
fn operation(cx: &mut Cx<'_>, group: &Group) -> Result<BatchedOperation, String> {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return Err("it is not an object".to_owned()) };
    let is_tag = |key: &str| shape.tags.iter().any(|(tag, _)| *tag == key);
    let is_always_sent = |key: &str| matches!(key, "op" | "ref" | "data") || is_tag(key);
    if let Some(other) = object.required.iter().find(|key| !is_always_sent(key)) {
        return Err(format!("it requires `{other}`"));
    }
    let change = change(cx, object)?;
    let is_sent = |key: &str| matches!(key, "href" | "meta") || is_always_sent(key);
    for (name, group) in object.properties.iter().filter(|(name, _)| !is_sent(name)) {
        let at = group.at(cx.spec).unwrap_or(shape.at).clone();
        let help = "the client sends the operation without it";
        cx.unsupported(&at, format!("`{name}` of this operation of a batch is not sent"), help);
    }
    let target = object.property("ref").and_then(|target| resource::recognise(cx, target));
    let target_id = target.map_or(IdType::Text, |target| target.id_type);
    let tag = |(key, value): &(&str, &str)| Discriminator { wire: (*key).to_owned(), value: (*value).to_owned() };
    Ok(BatchedOperation {
        at: shape.at.clone(),
        tags: shape.tags.iter().map(tag).collect(),
        target_id,
        has_href: object.property("href").is_some(),
        has_meta: object.property("meta").is_some(),
        change,
    })
}

fn change(cx: &mut Cx<'_>, object: &Object<'_>) -> Result<BatchedChange, String> {
    let verb = match object.property("op").and_then(|op| constant(cx, op)).as_deref() {
        Some("add") => Verb::Add,
        Some("update") => Verb::Update,
        Some("remove") => Verb::Remove,
        Some(other) => return Err(format!("its `op` is `{other}`")),
        None => return Err("its `op` is not one constant".to_owned()),
    };
    let unread = || "its `ref` and `data` do not tell which resources it is about".to_owned();
    described(cx, verb, object).ok_or_else(unread)
}

/// Returns the change that the target and the data of an operation describe.
fn described(cx: &mut Cx<'_>, verb: Verb, object: &Object<'_>) -> Option<BatchedChange> {
    let target = object.property("ref");
    let relationship = target.and_then(|target| relationship_name(cx, target));
    match (verb, relationship, object.property("data")) {
        (verb, Some(relationship), Some(data)) => {
            let resource = identified(cx, target?)?;
            let data = document::data(cx, data)?;
            let targets = relationship::targets(cx, &data);
            let arity = relationship::arity(&data);
            Some(BatchedChange::Relate { verb, resource, relationship, arity, targets, id_type: data.id_type() })
        }
        (Verb::Add, None, Some(data)) => Some(BatchedChange::Add(view(cx, data, WriteRole::Create)?)),
        (Verb::Update, None, Some(data)) => Some(BatchedChange::Update(view(cx, data, WriteRole::Update)?)),
        (Verb::Remove, None, None) => Some(BatchedChange::Remove(identified(cx, target?)?)),
        _ => None,
    }
}

fn view(cx: &mut Cx<'_>, data: &Group, role: WriteRole) -> Option<crate::ir::WriteViewId> {
    let data = document::data(cx, data)?;
    match data.resources.as_slice() {
        [only] if !data.many && data.is_complete() => resource::write(cx, only, role),
        _ => None,
    }
}

/// Returns the type of what a `ref` names.
fn identified(cx: &mut Cx<'_>, target: &Group) -> Option<ResourceId> {
    let found = resource::recognise(cx, target)?;
    Some(cx.resource(found.only_type()?, found.at))
}

fn relationship_name(cx: &mut Cx<'_>, target: &Group) -> Option<String> {
    let shape = cx.shape(target);
    let ShapeKind::Object(object) = &shape.kind else { return None };
    constant(cx, object.property("relationship")?)
}

/// Returns the one text that a value may be.
fn constant(cx: &mut Cx<'_>, group: &Group) -> Option<String> {
    let shape = cx.shape(group);
    let ShapeKind::Scalar(scalar) = &shape.kind else { return None };
    match scalar.values.as_deref()? {
        [only] => only.as_str().map(str::to_owned),
        _ => None,
    }
}
