//! What a request must have of a resource that it changes or creates.
//!
//! A document that describes `PATCH` by the schema with which the resource is read or created lists as `required` what the
//! resource has. A change has what is to be different, and what it leaves out stays as it is (JSON:API "Updating a Resource's
//! Attributes"); a client that asked for all of it would overwrite what others changed since. So does one that describes
//! what is to be created by the schema of what is read: that has an `id`, and a new resource gets its own from the service
//! unless that says otherwise ("Client-Generated IDs").

use std::collections::{BTreeMap, HashSet};

use crate::diag::{Code, Diagnostic};
use crate::ir::{Api, BodyContent, IdRule, Method, Operation, Presence, WriteRole, WriteView, WriteViewId};
use crate::lower::context::Cx;
use crate::lower::shape::Group;

/// A part of a resource that is sent, with the schema that describes it.
pub(super) struct Change {
    pub(super) view: WriteViewId,
    pub(super) part: ChangedPart,
    pub(super) schema: Group,
}

/// A member of a resource object that holds what a change may have.
#[derive(Clone, Copy)]
pub(super) enum ChangedPart {
    Attributes,
    Relationships,
    /// Its id, of what is to be created.
    Id,
    /// Its `meta`.
    Meta,
    /// Its members that JSON:API does not know.
    Others,
}

/// Leaves it to callers which members a change has, where its schema is that of the whole resource, or where a change need not
/// have the object that requires them.
pub(super) fn relax_all(cx: &mut Cx<'_>) {
    let SentBy { replacing, changing } = SentBy::of(&cx.api);
    // The views of those that replace a resource as well as change it, as they are sent to change it.
    let mut parted: BTreeMap<WriteViewId, WriteViewId> = BTreeMap::new();
    for Change { view, part, schema } in std::mem::take(&mut cx.changes) {
        let may_be_absent = is_optional(&cx.api.write_views[view], part);
        let is_whole = cx.wholes.contains(&schema);
        if !is_whole && !may_be_absent || replacing.contains(&view) && !changing.contains(&view) {
            continue;
        }
        let mut relaxed = cx.api.write_views[parted.get(&view).copied().unwrap_or(view)].clone();
        if !relax(&mut relaxed, part) {
            continue;
        }
        if is_whole {
            remark(cx, &relaxed, part);
        } else if matches!(part, ChangedPart::Attributes) {
            relaxed.requires_some_attributes = true;
        }
        match (replacing.contains(&view), parted.get(&view)) {
            (true, None) => {
                parted.insert(view, cx.api.write_views.push(relaxed));
            }
            (true, Some(parted)) => cx.api.write_views[*parted] = relaxed,
            (false, _) => cx.api.write_views[view] = relaxed,
        }
    }
    if !parted.is_empty() {
        let operations = cx.api.operations.ids().filter(|id| cx.api.operations[*id].method != Method::Put);
        for id in operations.collect::<Vec<_>>() {
            for view in views_mut(&mut cx.api.operations[id]) {
                *view = parted.get(view).copied().unwrap_or(*view);
            }
        }
    }
}

/// Returns whether a change may come without a part, and have another one: what the part requires is required of those changes
/// only that have it.
fn is_optional(view: &WriteView, part: ChangedPart) -> bool {
    view.role == WriteRole::Update
        && match part {
            ChangedPart::Attributes => !view.requires_attributes && !view.relationships.is_empty(),
            ChangedPart::Relationships => !view.requires_relationships && !view.attributes.is_empty(),
            ChangedPart::Id | ChangedPart::Meta | ChangedPart::Others => false,
        }
}

/// Warns that callers need not set all that a schema requires of what they send.
fn remark(cx: &mut Cx<'_>, view: &WriteView, part: ChangedPart) {
    let wire_type = &cx.api.resources[view.resource].wire_type;
    let (message, help) = match part {
        ChangedPart::Attributes | ChangedPart::Relationships | ChangedPart::Others => (
            format!("changes of `{wire_type}` have the schema of the whole resource, with what that requires"),
            "the client lets callers send any part of it; describe changes by a schema of their own",
        ),
        ChangedPart::Meta => (
            format!("`{wire_type}` is sent by the schema of one that is read, which requires `meta`"),
            "the client lets callers leave it out; describe what is sent by a schema of its own",
        ),
        ChangedPart::Id => (
            format!("`{wire_type}` is sent by the schema of one that is read, which requires an `id`"),
            "the client lets callers leave it to the service; describe what is sent by a schema of its own",
        ),
    };
    cx.diagnostics.push(Diagnostic::new(Code::Assumed, view.at.clone(), message).help(help));
}

/// The shapes of resources that are sent, by what their requests do. `PUT` replaces a resource, and must have all of it (RFC
/// 9110, section 9.3.4).
#[derive(Default)]
pub(super) struct SentBy {
    /// Those that `PUT` sends.
    pub(super) replacing: HashSet<WriteViewId>,
    /// Those that other requests send.
    pub(super) changing: HashSet<WriteViewId>,
}

impl SentBy {
    pub(super) fn of(api: &Api) -> Self {
        let mut sent = Self::default();
        for (_, operation) in api.operations.iter() {
            let by_method = if operation.method == Method::Put { &mut sent.replacing } else { &mut sent.changing };
            by_method.extend(operation.sent_views());
            if let Some(BodyContent::Batch(operations)) = operation.body.as_ref().map(|body| &body.content) {
                by_method.extend(operations.iter().filter_map(|operation| operation.change.view()));
            }
        }
        sent
    }
}

/// Returns the resources that a request sends, by themselves or as changes of a batch.
fn views_mut(operation: &mut Operation) -> Vec<&mut WriteViewId> {
    match operation.body.as_mut().map(|body| &mut body.content) {
        Some(BodyContent::Resource { view, .. }) => vec![view],
        Some(BodyContent::AnyResource { views, .. }) => views.iter_mut().collect(),
        Some(BodyContent::Batch(operations)) => {
            operations.iter_mut().filter_map(|operation| operation.change.view_mut()).collect()
        }
        Some(BodyContent::Linkage { .. } | BodyContent::Json(_) | BodyContent::Form { .. } | BodyContent::Raw)
        | None => Vec::new(),
    }
}

/// Makes all members of a part optional. Returns whether any was required.
fn relax(view: &mut WriteView, part: ChangedPart) -> bool {
    let mut was_required = false;
    match part {
        ChangedPart::Attributes | ChangedPart::Others => {
            let fields = if matches!(part, ChangedPart::Others) { &mut view.others } else { &mut view.attributes };
            for field in fields.iter_mut().filter(|field| field.presence.required()) {
                field.presence = Presence::new(false, field.presence.nullable());
                was_required = true;
            }
        }
        ChangedPart::Id if view.requires_id() => {
            view.id = IdRule::Optional;
            was_required = true;
        }
        ChangedPart::Id => {}
        ChangedPart::Meta => {
            for meta in view.meta.iter_mut().filter(|meta| meta.required) {
                meta.required = false;
                was_required = true;
            }
        }
        ChangedPart::Relationships => {
            for relationship in view.relationships.iter_mut().filter(|relationship| relationship.required) {
                relationship.required = false;
                was_required = true;
            }
        }
    }
    was_required
}
