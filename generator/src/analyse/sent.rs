//! Types that requests contain.

use std::collections::BTreeSet;

use crate::ir::visit::Visit;
use crate::ir::{Api, TypeId};
use crate::source::Pointer;

/// Follows every body and parameter to the types that it needs.
pub(crate) fn types_sent(api: &Api) -> BTreeSet<TypeId> {
    let mut sent = UsedTypes { api, types: BTreeSet::new() };
    api.write_views.iter().for_each(|(_, view)| sent.visit_write_view(view));
    for (_, operation) in api.operations.iter() {
        operation.body.iter().for_each(|body| sent.visit_body(body));
        operation.all_parameters().for_each(|item| sent.visit_type(&item.at, &item.ty));
        operation.path_parameters.iter().for_each(|item| sent.visit_type(&item.at, &item.ty));
    }
    sent.types
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
