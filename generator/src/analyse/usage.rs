//! Types that responses contain, and types that requests contain.

use std::collections::BTreeSet;

use crate::ir::visit::Visit;
use crate::ir::{Api, TypeId};
use crate::source::Pointer;

/// The types that are read and those that are sent.
pub(crate) struct Usage {
    pub(crate) read: BTreeSet<TypeId>,
    pub(crate) write: BTreeSet<TypeId>,
}

/// Follows every payload, body and parameter to the types that it needs.
pub(crate) fn usage(api: &Api) -> Usage {
    let mut read = UsedTypes { api, types: BTreeSet::new() };
    let mut write = UsedTypes { api, types: BTreeSet::new() };
    api.resources.iter().for_each(|(_, resource)| read.visit_resource(resource));
    api.write_views.iter().for_each(|(_, view)| write.visit_write_view(view));
    api.webhooks.iter().for_each(|webhook| read.visit_webhook(webhook));
    for (_, operation) in api.operations.iter() {
        operation.success.payloads().for_each(|payload| read.visit_payload(&operation.at, payload));
        operation.parts.iter().for_each(|part| read.visit_type(&part.at, &part.ty));
        operation.body.iter().for_each(|body| write.visit_body(body));
        operation.all_parameters().for_each(|item| write.visit_type(&item.at, &item.ty));
        operation.path_parameters.iter().for_each(|item| write.visit_type(&item.at, &item.ty));
    }
    Usage { read: read.types, write: write.types }
}

/// The types that were found so far.
struct UsedTypes<'a> {
    api: &'a Api,
    types: BTreeSet<TypeId>,
}

impl Visit for UsedTypes<'_> {
    fn visit_type_id(&mut self, _: &Pointer, id: &TypeId) {
        if self.types.insert(*id) {
            self.visit_definition(&self.api.types[*id]);
        }
    }
}
