//! The end of lowering: merges equal write views, and removes nodes that nothing refers to.

use std::collections::{HashMap, HashSet};

use crate::ir::visit::{self, Visit, VisitMut};
use crate::ir::{Api, ResourceId, TypeId, WriteRole, WriteViewId};
use crate::lower::same::same_view;
use crate::source::Pointer;

/// Makes write views of the same shape one.
pub(super) fn share_write_views(api: &mut Api) {
    let ids: Vec<WriteViewId> = api.write_views.ids().collect();
    let mut kept: HashMap<(ResourceId, WriteRole), Vec<WriteViewId>> = HashMap::new();
    let mut shared: HashMap<WriteViewId, WriteViewId> = HashMap::new();
    for id in ids {
        let view = &api.write_views[id];
        let kept = kept.entry((view.resource, view.role)).or_default();
        match kept.iter().find(|known| same_view(api, **known, id)) {
            Some(known) => {
                shared.insert(id, *known);
            }
            None => kept.push(id),
        }
    }
    visit::change_api(&mut Renumbering { types: HashMap::new(), views: shared }, api);
}

/// Leaves out types and write views that no resource or operation leads to, and numbers the rest
/// in the order in which they are reached. The types that stay, by their old ids.
pub(super) fn unreferenced(api: &mut Api) -> HashSet<TypeId> {
    let mut reached = Reached::default();
    visit::visit_roots(&mut reached, api);
    let (mut types, mut views) = (0, 0);
    loop {
        if let Some(id) = reached.types.get(types).copied() {
            types += 1;
            reached.visit_definition(&api.types[id]);
        } else if let Some(id) = reached.views.get(views).copied() {
            views += 1;
            reached.visit_write_view(&api.write_views[id]);
        } else {
            break;
        }
    }
    renumber(api, &reached);
    reached.known_types
}

fn renumber(api: &mut Api, reached: &Reached) {
    let (old_types, old_views) = (std::mem::take(&mut api.types), std::mem::take(&mut api.write_views));
    let mut new_ids = Renumbering { types: HashMap::new(), views: HashMap::new() };
    for id in &reached.types {
        new_ids.types.insert(*id, api.types.push(old_types[*id].clone()));
    }
    for id in &reached.views {
        new_ids.views.insert(*id, api.write_views.push(old_views[*id].clone()));
    }
    visit::change_api(&mut new_ids, api);
}

/// The ids that were met, in order.
#[derive(Default)]
struct Reached {
    types: Vec<TypeId>,
    known_types: HashSet<TypeId>,
    views: Vec<WriteViewId>,
    known_views: HashSet<WriteViewId>,
}

impl Visit for Reached {
    fn visit_type_id(&mut self, _: &Pointer, id: &TypeId) {
        if self.known_types.insert(*id) {
            self.types.push(*id);
        }
    }

    fn visit_view_id(&mut self, _: &Pointer, id: &WriteViewId) {
        if self.known_views.insert(*id) {
            self.views.push(*id);
        }
    }
}

/// Ids and what they become; others stay.
struct Renumbering {
    types: HashMap<TypeId, TypeId>,
    views: HashMap<WriteViewId, WriteViewId>,
}

impl VisitMut for Renumbering {
    fn visit_type_id(&mut self, _: &Pointer, id: &mut TypeId) {
        *id = self.types.get(id).copied().unwrap_or(*id);
    }

    fn visit_view_id(&mut self, _: &Pointer, id: &mut WriteViewId) {
        *id = self.views.get(id).copied().unwrap_or(*id);
    }
}
