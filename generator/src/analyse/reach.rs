//! The tags that reach each part of the model. A cargo feature enables what its tag reaches.

use std::collections::BTreeSet;

use crate::ir::visit::{self, Visit};
use crate::ir::{Api, Operation, ResourceId, TypeId, WriteViewId};
use crate::source::Pointer;

/// Positions in [`Api::tags`].
pub(crate) type TagSet = BTreeSet<usize>;

/// For each part of the model, the tags whose operations need it.
#[derive(Debug)]
pub(crate) struct Reach {
    /// Enums, records and unions.
    pub(crate) types: Vec<TagSet>,
    /// What is sent.
    pub(crate) views: Vec<TagSet>,
    /// Resources whose attributes are read.
    pub(crate) resources: Vec<TagSet>,
    /// Resources that are named: read, sent, or the target of a relationship or an id.
    pub(crate) identities: Vec<TagSet>,
    /// Resources whose `fields[..]` can be chosen.
    pub(crate) fields: Vec<TagSet>,
}

/// Follows every operation to all it needs.
pub(crate) fn reach(api: &Api) -> Reach {
    let mut reach = Reach {
        types: vec![TagSet::new(); api.types.len()],
        views: vec![TagSet::new(); api.write_views.len()],
        resources: vec![TagSet::new(); api.resources.len()],
        identities: vec![TagSet::new(); api.resources.len()],
        fields: vec![TagSet::new(); api.resources.len()],
    };
    for (_, operation) in api.operations.iter() {
        Tagging { api, reach: &mut reach, tag: operation.tag }.visit_operation(operation);
    }
    for webhook in &api.webhooks {
        Tagging { api, reach: &mut reach, tag: webhook.tag }.visit_webhook(webhook);
    }
    reach
}

impl Reach {
    /// Adds to the tags of a type, and of all it needs.
    pub(crate) fn extend(&mut self, api: &Api, id: TypeId, tags: &TagSet) {
        for tag in tags {
            Tagging { api, reach: self, tag: *tag }.visit_type_id(api.types[id].at(), &id);
        }
    }
}

/// A walk from an operation or webhook with this tag.
struct Tagging<'a> {
    api: &'a Api,
    reach: &'a mut Reach,
    tag: usize,
}

impl Visit for Tagging<'_> {
    fn visit_operation(&mut self, operation: &Operation) {
        visit::visit_operation(self, operation);
        for set in &operation.query.field_sets {
            if let Some((id, _)) = self.api.resource_of_type(&set.resource_type) {
                insert(&mut self.reach.fields, id.index(), self.tag);
                self.visit_resource_id(&set.at, &id);
            }
        }
    }

    fn visit_resource_id(&mut self, _: &Pointer, id: &ResourceId) {
        insert(&mut self.reach.identities, id.index(), self.tag);
    }

    fn visit_read_id(&mut self, at: &Pointer, id: &ResourceId) {
        self.visit_resource_id(at, id);
        if insert(&mut self.reach.resources, id.index(), self.tag) {
            self.visit_resource(&self.api.resources[*id]);
        }
    }

    fn visit_view_id(&mut self, _: &Pointer, id: &WriteViewId) {
        if insert(&mut self.reach.views, id.index(), self.tag) {
            self.visit_write_view(&self.api.write_views[*id]);
        }
    }

    fn visit_type_id(&mut self, _: &Pointer, id: &TypeId) {
        if insert(&mut self.reach.types, id.index(), self.tag) {
            self.visit_definition(&self.api.types[*id]);
        }
    }
}

/// Returns whether the tag is new there.
fn insert(sets: &mut [TagSet], index: usize, tag: usize) -> bool {
    sets.get_mut(index).is_some_and(|set| set.insert(tag))
}
