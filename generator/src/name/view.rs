//! Chooses the view of a resource that gets the plain name, `New…` or `…Update`.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Api, BodyContent, Field, OperationKind, ResourceCount, ResourceId, Security, WriteRole, WriteView, WriteViewId,
};
use crate::name::case::camel;
use crate::name::lock::{Lock, Section};

/// Returns the plain names, by [`WriteViewId`]: `None` for a view that is named by where it is used.
///
/// A view has the plain name when it had it before; otherwise when it is the only one of its type and
/// role, or the one that the most general operation sends by itself to create or change that very
/// resource. One that was named by its place stays so.
pub(crate) fn plain_names(api: &Api, lock: &Lock, places: &[BTreeSet<String>]) -> Vec<Option<String>> {
    let of = |view: WriteViewId| places.get(view.index()).into_iter().flatten();
    let given = |view: WriteViewId| of(view).find_map(|place| lock.get(Section::Views, place));
    let is_placed = |view: &WriteViewId| of(*view).any(|place| lock.get(Section::Types, place).is_some());
    let mut groups: BTreeMap<(ResourceId, WriteRole), Vec<WriteViewId>> = BTreeMap::new();
    for (id, view) in api.write_views.iter() {
        groups.entry((view.resource, view.role)).or_default().push(id);
    }
    let mut names = vec![None; api.write_views.len()];
    for ((resource, role), views) in groups {
        let views: Vec<WriteViewId> = views.into_iter().filter(|view| !is_placed(view)).collect();
        let before = views.iter().copied().find(|view| given(*view).is_some());
        let principal = before.or_else(|| match views.as_slice() {
            [only] => Some(*only),
            several => principal(api, several),
        });
        let Some(view) = principal else { continue };
        let name = given(view).map(str::to_owned);
        if let Some(slot) = names.get_mut(view.index()) {
            *slot = Some(name.unwrap_or_else(|| plain_name(&api.resources[resource].wire_type, role)));
        }
    }
    names
}

/// Returns what the setters of a view are named by: attributes, then relationships, then members beside them. JSON:API
/// gives attributes and relationships one namespace; where a document does not, the relationship says what it is.
pub(crate) fn setter_texts(view: &WriteView) -> Vec<String> {
    let attributes: Vec<String> = view.attributes.iter().map(|field| field.wire.clone()).collect();
    let relationships = view.relationships.iter().map(|item| &item.wire);
    let relationships = relationships.map(|wire| match attributes.contains(wire) {
        true => format!("{wire} relationship"),
        false => wire.clone(),
    });
    let relationships: Vec<String> = relationships.collect();
    let others = view.others.iter().map(|field| other_text(view, field));
    let others: Vec<String> = others.collect();
    attributes.into_iter().chain(relationships).chain(others).collect()
}

/// Returns what a member beside the attributes is named by: it says what it is where an attribute or a relationship has
/// its name.
pub(crate) fn other_text(view: &WriteView, field: &Field) -> String {
    let of_attributes = view.attributes.iter().map(|field| &field.wire);
    let mut fields = of_attributes.chain(view.relationships.iter().map(|item| &item.wire));
    if fields.any(|wire| *wire == field.wire) { format!("{} member", field.wire) } else { field.wire.clone() }
}

fn plain_name(wire_type: &str, role: WriteRole) -> String {
    match role {
        WriteRole::Create => format!("New{}", camel(wire_type)),
        WriteRole::Update => format!("{}Update", camel(wire_type)),
    }
}

/// Returns, of the views that operations send by themselves, the one of the most general operation: that of the
/// collection whose items have a path of their own, then one with credentials, then of the shortest
/// path.
fn principal(api: &Api, views: &[WriteViewId]) -> Option<WriteViewId> {
    let sent = api.operations.iter().filter_map(|(_, operation)| {
        let content = operation.body.as_ref().map(|body| &body.content);
        match content {
            Some(BodyContent::Resource { view, count: ResourceCount::One | ResourceCount::OneOrMany })
                if views.contains(view) =>
            {
                let path = operation.path_key();
                let specific =
                    !matches!(operation.kind, OperationKind::Create | OperationKind::Update) || !has_items(api, &path);
                Some(((specific, operation.security == Security::Public, path.len(), path), *view))
            }
            _ => None,
        }
    });
    sent.min().map(|(_, view)| view)
}

fn has_items(api: &Api, path: &str) -> bool {
    let collection = path.trim_end_matches("/{}");
    api.operations.iter().any(|(_, operation)| operation.path_key().strip_prefix(collection) == Some("/{}"))
}
