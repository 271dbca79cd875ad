//! Batches of changes (the extension "Atomic Operations" of JSON:API), recognised by its members.

mod open;

use crate::diag::{Code, Diagnostic};
use crate::ir::{
    BatchResults, BatchedChange, BatchedOperation, BodyContent, Discriminator, Field, IdRule, IdType, Payload,
    ResourceId, Verb, WriteRole, WriteViewId,
};
use crate::lower::context::{Cx, Standing};
use crate::lower::resource;
use crate::lower::same::same_view;
use crate::lower::shape::{Group, GroupMember, Object, Shape, ShapeKind};
use crate::lower::{document, relationship, union};
use crate::source::Pointer;
use crate::spec::{JsonType, Operation};

pub(super) use open::{OpenBatch, complete_all};

/// Returns the body of a batch; `None`, with a remark, when some operation of it is none that the client knows, so that
/// nothing that the document allows is lost.
pub(super) fn request(
    cx: &mut Cx<'_>,
    whole: &Group,
    object: &Object<'_>,
    operation: &Operation,
) -> Option<BodyContent> {
    let list = object.property("atomic:operations")?;
    let members = members(cx, list).unwrap_or_default();
    if members.is_empty() {
        let at = cx.shape(list).at;
        cx.diagnostics.push(plain(at, "nothing tells the operations of this batch".to_owned()));
        return None;
    }
    let (mut operations, mut open) = (Vec::new(), Vec::new());
    for member in &members {
        match described_operation(cx, &member.group) {
            Ok(described) => {
                described.known.into_iter().for_each(|one| add(cx, &mut operations, one));
                open.extend(described.open);
            }
            Err(reason) => {
                let at = cx.shape(&member.group).at;
                cx.diagnostics.push(plain(at, format!("the client cannot send this operation of a batch: {reason}")));
                return None;
            }
        }
    }
    if !open.is_empty() {
        cx.open_batches.push(OpenBatch { operation: operation.at.clone(), body: whole.clone(), changes: open });
    }
    Some(BodyContent::Batch(operations))
}

/// The operations that an element of a batch may be.
struct Described {
    /// Those that its own schema tells.
    known: Vec<BatchedOperation>,
    /// Changes of resources that the rest of the document describes.
    open: Option<open::OpenChanges>,
}

/// Adds an operation to those of a batch, unless it is one of them. One that only differs in what is sent with it has no
/// method of its own: the method of the first sends the members of both.
fn add(cx: &mut Cx<'_>, operations: &mut Vec<BatchedOperation>, operation: BatchedOperation) {
    let words = operation.change.words(&cx.api);
    let Some(known) = operations.iter_mut().find(|known| known.change.words(&cx.api) == words) else {
        operations.push(operation);
        return;
    };
    let are_same_views = match (known.change.view(), operation.change.view()) {
        (Some(one), Some(other)) => same_view(&cx.api, one, other),
        (one, other) => one == other,
    };
    if are_same_views && known.tags == operation.tags {
        return;
    }
    let are_alike = known.tags == operation.tags;
    let views = known.change.view_mut().zip(operation.change.view());
    let help = match views.filter(|_| are_alike) {
        Some((known, other)) => {
            *known = resource::united(cx, *known, other);
            "callers set the members of one of them; describe each by a resource type of its own"
        }
        None => "the client sends the one that is described first",
    };
    let message = format!("two operations of this batch are to `{words}`, and differ in what they send");
    cx.unsupported(&operation.at, message, help);
}

/// Returns the remark that a batch is sent as plain JSON.
fn plain(at: &Pointer, message: String) -> Diagnostic {
    Diagnostic::new(Code::NearlyJsonApi, at.clone(), message).help(
        "the client sends the whole batch as plain JSON; describe `op` as an `enum`, the target as `ref` with an `enum` of \
         one `type` (and one `relationship`), and `data` as a resource or as linkage",
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
        let Some(data) = result.property("data").filter(|data| !document::is_free(cx, data)) else { continue };
        let data = document::data(cx, data)?;
        for resource in data.resources.iter().filter(|resource| resource.only_type().is_some()) {
            let ids = resource::read(cx, Standing::Document, resource);
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

/// Returns the operations that one schema describes, or why the client cannot send them.
fn described_operation(cx: &mut Cx<'_>, group: &Group) -> Result<Described, String> {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return Err("it is not an object".to_owned()) };
    let is_tag = |key: &str| shape.tags.iter().any(|(tag, _)| *tag == key);
    let is_always_sent = |key: &str| matches!(key, "op" | "ref" | "data") || is_tag(key);
    if let Some(other) = object.required.iter().find(|key| !is_always_sent(key)) {
        return Err(format!("it requires `{other}`"));
    }
    let verbs = verbs(cx, object)?;
    let target = object.property("ref").filter(|_| object.required.contains("ref"));
    let relationship = target.and_then(|target| relationship_name(cx, target));
    let names_added = target.filter(|_| relationship.is_none() && verbs.contains(&Verb::Add));
    let own_target = names_added.map(|target| own_target(cx, target));
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    for verb in &verbs {
        match described(cx, *verb, object) {
            changes if changes.is_empty() => unknown.push(*verb),
            changes => known.extend(changes),
        }
    }
    let open = if unknown.is_empty() { None } else { open::changes(cx, &shape, object, &unknown) };
    let found = match known.is_empty() {
        false => {
            // What is removed is named by `ref`, and has no data.
            let may_remove = object.property("ref").is_some() && !object.required.contains("data");
            let open = open.filter(|changes| may_remove && changes.names_types());
            for verb in unknown.iter().filter(|_| open.is_none()) {
                let message = format!("nothing tells what `{}` of this operation of a batch changes", verb.as_str());
                cx.unsupported(shape.at, message, "the client does not send it");
            }
            let own_target = own_target.as_ref();
            let operation = |change| operation(cx, &shape, object, change, own_target);
            Described { known: known.into_iter().map(operation).collect::<Result<_, _>>()?, open }
        }
        true => {
            let open = open.ok_or_else(|| "its `ref` and `data` do not tell which resources it is about".to_owned())?;
            Described { known: Vec::new(), open: Some(open.with_own_target(own_target)?) }
        }
    };
    let is_sent = |key: &str| matches!(key, "href" | "meta") || is_always_sent(key);
    for (name, group) in object.properties.iter().filter(|(name, _)| !is_sent(name)) {
        let at = group.at(cx.spec).unwrap_or(shape.at).clone();
        let help = "the client sends the operation without it";
        cx.unsupported(&at, format!("`{name}` of this operation of a batch is not sent"), help);
    }
    Ok(found)
}

/// The `ref` of additions, which a document requires although their `data` names what they add.
pub(super) struct OwnTarget {
    /// Its members besides `type`.
    members: Vec<&'static str>,
    /// Whether it requires the id of what is added.
    requires_id: bool,
}

impl OwnTarget {
    /// Returns why an addition cannot have such a `ref`, if it cannot: without the id that is required.
    fn lack(&self, has_id: bool) -> Option<String> {
        let message = "it requires the `id` of what is added in its `ref`, and nothing has an id before it is added";
        (self.requires_id && !has_id).then(|| message.to_owned())
    }
}

/// Returns the `ref` of additions.
fn own_target(cx: &mut Cx<'_>, target: &Group) -> OwnTarget {
    let shape = cx.shape(target);
    let ShapeKind::Object(object) = &shape.kind else {
        return OwnTarget { members: vec!["id", "lid"], requires_id: false };
    };
    let members = ["id", "lid"].into_iter().filter(|name| object.property(name).is_some()).collect();
    OwnTarget { members, requires_id: object.required.contains("id") }
}

/// Returns an operation that makes a change, or why the client cannot send it.
fn operation(
    cx: &mut Cx<'_>,
    shape: &Shape<'_>,
    object: &Object<'_>,
    change: BatchedChange,
    own_target: Option<&OwnTarget>,
) -> Result<BatchedOperation, String> {
    let target = object.property("ref").and_then(|target| resource::recognise(cx, target));
    let own_target = match change {
        BatchedChange::Add(view) => {
            let has_id = cx.api.write_views[view].id != IdRule::None;
            own_target.and_then(|target| target.lack(has_id)).map_or(Ok(own_target), Err)?
        }
        _ => None,
    };
    Ok(BatchedOperation {
        at: shape.at.clone(),
        tags: tags(shape),
        target_id: target.map_or(IdType::Text, |target| target.id_type),
        has_href: object.property("href").is_some(),
        own_target: own_target.map(|target| target.members.clone()),
        has_meta: object.property("meta").is_some(),
        change,
    })
}

/// Returns the members by which the document tells an operation from others.
fn tags(shape: &Shape<'_>) -> Vec<Discriminator> {
    let tag = |(key, value): &(&str, &str)| Discriminator { wire: (*key).to_owned(), value: (*value).to_owned() };
    shape.tags.iter().map(tag).collect()
}

/// Returns what the operation may do. Text without listed values is any of the codes that the extension has.
fn verbs(cx: &mut Cx<'_>, object: &Object<'_>) -> Result<Vec<Verb>, String> {
    const ALL: [Verb; 3] = [Verb::Add, Verb::Update, Verb::Remove];
    let unread = || "its `op` is not text".to_owned();
    let shape = cx.shape(object.property("op").ok_or_else(unread)?);
    let ShapeKind::Scalar(scalar) = &shape.kind else { return Err(unread()) };
    let Some(values) = &scalar.values else {
        return if scalar.json_type == Some(JsonType::String) { Ok(ALL.to_vec()) } else { Err(unread()) };
    };
    let verb = |value: &&serde_json::Value| {
        let text = value.as_str().ok_or_else(unread)?;
        ALL.into_iter().find(|verb| verb.as_str() == text).ok_or_else(|| format!("its `op` is `{text}`"))
    };
    values.iter().map(verb).collect()
}

/// Returns the changes that the target and the data of an operation describe; none where they do not tell.
fn described(cx: &mut Cx<'_>, verb: Verb, object: &Object<'_>) -> Vec<BatchedChange> {
    let target = object.property("ref");
    let relationship = target.and_then(|target| relationship_name(cx, target));
    match (verb, relationship, object.property("data")) {
        (verb, Some(relationship), Some(data)) => {
            target.and_then(|target| related(cx, verb, target, relationship, data)).into_iter().collect()
        }
        (Verb::Add, None, Some(data)) => views(cx, data, WriteRole::Create, BatchedChange::Add),
        (Verb::Update, None, Some(data)) => views(cx, data, WriteRole::Update, BatchedChange::Update),
        // Nothing but its target is sent of what is removed.
        (Verb::Remove, None, data) if data.is_none() || !object.required.contains("data") => {
            target.and_then(|target| identified(cx, target)).map(BatchedChange::Remove).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the change of a relationship.
fn related(cx: &mut Cx<'_>, verb: Verb, target: &Group, relationship: String, data: &Group) -> Option<BatchedChange> {
    let resource = identified(cx, target)?;
    let data = document::data(cx, data)?;
    let targets = relationship::targets(cx, &data);
    let arity = relationship::arity(&data);
    Some(BatchedChange::Relate { verb, resource, relationship, arity, targets, id_type: data.id_type() })
}

/// Returns a change for each resource that `data` may be; none where one of them has an open type.
fn views(
    cx: &mut Cx<'_>,
    data: &Group,
    role: WriteRole,
    change: fn(WriteViewId) -> BatchedChange,
) -> Vec<BatchedChange> {
    let Some(data) = document::data(cx, data).filter(|data| !data.many && data.is_complete()) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    for resource in &data.resources {
        let Some(view) = resource::write(cx, resource, role) else { return Vec::new() };
        changes.push(change(view));
    }
    changes
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
