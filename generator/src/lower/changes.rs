//! What a request must have of a resource that it changes or creates.
//!
//! A document that describes `PATCH` by the schema with which the resource is read or created lists as `required` what the
//! resource has. A change has what is to be different, and what it leaves out stays as it is (JSON:API "Updating a Resource's
//! Attributes"); a client that asked for all of it would overwrite what others changed since. So does one that describes
//! what is to be created by the schema of what is read: that has an `id`, and a new resource gets its own from the service
//! unless that says otherwise ("Client-Generated IDs").

use std::collections::HashSet;

use crate::diag::{Code, Diagnostic};
use crate::ir::{BodyContent, IdRule, Method, Presence, WriteView, WriteViewId};
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

/// Leaves it to callers which members a change has, where its schema is that of the whole resource.
pub(super) fn relax_all(cx: &mut Cx<'_>) {
    let replacements = replacements(cx);
    for Change { view, part, schema } in std::mem::take(&mut cx.changes) {
        let is_of_whole = cx.wholes.contains(&schema) && !replacements.contains(&view);
        if is_of_whole && relax(&mut cx.api.write_views[view], part) {
            let view = &cx.api.write_views[view];
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
                    format!("a new `{wire_type}` has the schema of one that is read, which requires an `id`"),
                    "the client lets callers leave it to the service; describe what is created by a schema of its own",
                ),
            };
            let at = view.at.clone();
            cx.diagnostics.push(Diagnostic::new(Code::Assumed, at, message).help(help));
        }
    }
}

/// Returns what `PUT` sends: it replaces the resource, and must have all of it (RFC 9110, section 9.3.4).
fn replacements(cx: &Cx<'_>) -> HashSet<WriteViewId> {
    let operations = cx.api.operations.iter().map(|(_, operation)| operation);
    let bodies = operations.filter(|one| one.method == Method::Put).filter_map(|one| Some(&one.body.as_ref()?.content));
    let sent = bodies.flat_map(|content| match content {
        BodyContent::Resource { view, .. } => vec![*view],
        BodyContent::AnyResource { views, .. } => views.clone(),
        BodyContent::Linkage { .. }
        | BodyContent::Batch(_)
        | BodyContent::Json(_)
        | BodyContent::Form { .. }
        | BodyContent::Raw => Vec::new(),
    });
    sent.collect()
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
