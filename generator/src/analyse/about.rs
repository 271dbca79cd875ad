//! The operations that read or change each resource.

use crate::ir::{Api, BodyContent, Data, Operation, OperationId, Payload, ResourceId};

/// Returns, by resource, the operations that are about it.
pub(crate) fn operations_about(api: &Api) -> Vec<Vec<OperationId>> {
    let mut reached: Vec<Vec<OperationId>> = vec![Vec::new(); api.resources.len()];
    for (operation, node) in api.operations.iter() {
        for id in about(api, node) {
            if let Some(operations) = reached.get_mut(id.index()) {
                operations.push(operation);
            }
        }
    }
    reached
}

/// Returns what an operation brings as primary data or sends; what it deletes is only named by its path.
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
        Some(BodyContent::AnyResource { views, .. }) => {
            about.extend(views.iter().map(|view| api.write_views[*view].resource));
        }
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
