//! Which operations reach a resource.

use std::collections::BTreeMap;

use crate::ir::{Api, BodyContent, Data, Operation, Payload, ResourceId};

/// By resource, the operations that are about it.
pub(crate) fn operations(api: &Api) -> Vec<Vec<&Operation>> {
    let mut reached: Vec<Vec<&Operation>> = vec![Vec::new(); api.resources.len()];
    for (_, operation) in api.operations.iter() {
        for id in about(api, operation) {
            if let Some(operations) = reached.get_mut(id.index()) {
                operations.push(operation);
            }
        }
    }
    reached
}

/// What an operation brings as primary data or sends; what it deletes is only named by its path.
fn about(api: &Api, operation: &Operation) -> Vec<ResourceId> {
    let mut about: Vec<ResourceId> = Vec::new();
    for payload in operation.success.payloads() {
        let Payload::Document(document) = payload else { continue };
        match &document.data {
            Data::One(id) | Data::ZeroOrOne(id) | Data::Many(id) => about.push(*id),
            Data::Identifier(id) | Data::Identifiers(id) => about.extend(*id),
            Data::Mixed { of, .. } => about.extend(of),
            Data::None => {}
        }
    }
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Resource { view, .. }) => about.push(api.write_views[*view].resource),
        Some(BodyContent::Linkage { targets, .. }) => about.extend(targets),
        _ => {}
    }
    if about.is_empty() {
        about.extend(operation.path_parameters.iter().rev().find_map(|parameter| parameter.identifies));
    }
    about.sort();
    about.dedup();
    about
}

/// The tag of most operations; of several the first by name.
pub(crate) fn area(api: &Api, operations: &[&Operation]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in operations {
        let tag = api.tags.get(operation.tag).map(|tag| tag.name.as_str()).unwrap_or_default();
        *counts.entry(tag).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    let area = counts.into_iter().find(|(_, count)| *count == most).map(|(tag, _)| tag);
    area.unwrap_or_default().to_owned()
}
