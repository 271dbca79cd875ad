//! Which of the shapes a resource is sent in has the plain name, `New…` or `…Update`.

use std::collections::BTreeMap;

use crate::ir::{Api, BodyContent, Kind, ResourceId, WriteRole, WriteViewId};
use crate::name::case::camel;

/// The plain names, by [`WriteViewId`]: `None` for a view that is named by where it is used.
///
/// A view has the plain name when it is the only one of its type and role, or the only one that an
/// operation sends by itself to create or change that very resource.
pub(crate) fn plain_names(api: &Api) -> Vec<Option<String>> {
    let mut groups: BTreeMap<(ResourceId, WriteRole), Vec<WriteViewId>> = BTreeMap::new();
    for (id, view) in api.write_views.iter() {
        groups.entry((view.resource, view.role)).or_default().push(id);
    }
    let mut names = vec![None; api.write_views.len()];
    for ((resource, role), views) in groups {
        let principal = match views.as_slice() {
            [only] => Some(*only),
            several => principal(api, several),
        };
        if let Some(slot) = principal.and_then(|view| names.get_mut(view.index())) {
            *slot = Some(plain_name(&api.resources[resource].wire_type, role));
        }
    }
    names
}

fn plain_name(wire_type: &str, role: WriteRole) -> String {
    match role {
        WriteRole::Create => format!("New{}", camel(wire_type)),
        WriteRole::Update => format!("{}Update", camel(wire_type)),
    }
}

fn principal(api: &Api, views: &[WriteViewId]) -> Option<WriteViewId> {
    let mut found = None;
    for (_, operation) in api.operations.iter() {
        let Some(BodyContent::Resource { view, many: false }) = operation.body.as_ref().map(|body| &body.content)
        else {
            continue;
        };
        if matches!(operation.kind, Kind::Create | Kind::Update) && views.contains(view) {
            match found {
                None => found = Some(*view),
                Some(other) if other == *view => {}
                Some(_) => return None,
            }
        }
    }
    found
}
