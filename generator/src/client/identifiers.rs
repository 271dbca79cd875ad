//! The types and ids of resources and identifiers in a request body, where the types of the arguments do not state them
//! fully.
//!
//! ```text
//! relationships:                                   IdentifiersAt {
//!   owner:                                           at: ["data", "relationships", "owner", "data"],
//!     data:                                          of: [NamedAs { wire_type: "person", id_type: Number },
//!       oneOf:                                            NamedAs { wire_type: "team", id_type: Number }] }
//!         - {type: {enum: [person]}, id: {type: integer}}
//!         - {type: {enum: [team]}, id: {type: integer}}
//! ```

use crate::client::Client;
use crate::ir::{
    BatchedChange, BodyContent, IdRule, IdType, Operation, OperationId, Relationship, ResourceId, WriteViewId,
};

/// The resources and identifiers at one place of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentifiersAt {
    /// The members that lead there; lists on the way are passed through.
    pub at: Vec<String>,
    /// The types that may stand there; none where any may.
    pub of: Vec<NamedAs>,
}

/// A type that may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAs {
    /// Its wire `type`; `None` for any.
    pub wire_type: Option<String>,
    /// What its ids are; `None` where it has none.
    pub id_type: Option<IdType>,
    /// Whether a request without the id is refused, because no argument asks for it.
    pub must_have_id: bool,
}

impl Client<'_> {
    /// Returns what must hold of resources and identifiers in the body of an operation, where the types of its
    /// arguments do not say all of that: ids that are numbers, ids of changes that the path does not name, and arguments
    /// that take several types.
    pub fn identifiers(&self, id: OperationId) -> Vec<IdentifiersAt> {
        let mut found = Places { client: self, places: Vec::new() };
        let operation = &self.api.operations[id];
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Resource { view, .. }) => {
                found.view(&["data"], *view);
                found.identified(operation, &[*view]);
            }
            Some(BodyContent::AnyResource { views, .. }) => {
                found.any_view(&["data"], views);
                found.identified(operation, views);
            }
            Some(BodyContent::Linkage { targets, id_type, .. }) => found.add(&["data"], targets, Some(*id_type)),
            Some(BodyContent::Batch(operations)) => {
                for operation in operations {
                    found.change(&operation.change, operation.target_id);
                }
            }
            Some(BodyContent::Json(_) | BodyContent::Form { .. } | BodyContent::Raw) | None => {}
        }
        if let Some(included) = operation.sent_included() {
            found.any_view(&["included"], &included.views);
        }
        let is_told_of = |one: &NamedAs| one.id_type != Some(IdType::Number) && !one.must_have_id;
        let is_told = |place: &IdentifiersAt| place.of.iter().all(is_told_of);
        let places = found.places.into_iter().filter(|(place, is_of_several)| *is_of_several || !is_told(place));
        places.map(|(place, _)| place).collect()
    }
}

struct Places<'a> {
    client: &'a Client<'a>,
    /// Each with whether one argument takes several types there.
    places: Vec<(IdentifiersAt, bool)>,
}

impl Places<'_> {
    /// Takes in a resource to send.
    fn view(&mut self, at: &[&str], view: WriteViewId) {
        let view = &self.client.api.write_views[view];
        let id_type = (view.id != IdRule::None).then_some(view.id_type);
        self.add(at, &[view.resource], id_type);
        let named = view.relationships.iter().filter(|relationship| relationship.whole.is_none());
        for Relationship { wire, targets, id_type, .. } in named {
            self.add(&[at, &["relationships", wire, "data"]].concat(), targets, Some(*id_type));
        }
    }

    /// Takes in what is one of several resources to send, which one argument takes.
    fn any_view(&mut self, at: &[&str], views: &[WriteViewId]) {
        views.iter().for_each(|view| self.view(at, *view));
        if let Some((_, is_of_several)) = self.places.iter_mut().find(|(place, _)| place.at == at) {
            *is_of_several = true;
        }
    }

    /// Takes in that changes must have an id where neither the path of the operation nor a constructor asks for it.
    fn identified(&mut self, operation: &Operation, views: &[WriteViewId]) {
        let api = self.client.api;
        if api.changed_by(operation).is_some() {
            return;
        }
        let views = views.iter().map(|view| &api.write_views[*view]);
        let must = views.filter(|view| view.id == IdRule::Required && !view.requires_id());
        let types: Vec<&str> = must.map(|view| api.resources[view.resource].wire_type.as_str()).collect();
        let named = self.places.iter_mut().filter(|(place, _)| place.at == ["data"]);
        for named in named.flat_map(|(place, _)| &mut place.of) {
            named.must_have_id = named.wire_type.as_deref().is_some_and(|wire| types.contains(&wire));
        }
    }

    /// Takes in a change of a batch.
    fn change(&mut self, change: &BatchedChange, target_id: IdType) {
        let target_id = Some(target_id);
        let (target, data) = (["atomic:operations", "ref"], ["atomic:operations", "data"]);
        match change {
            BatchedChange::Add(view) => self.view(&data, *view),
            BatchedChange::Update(view) => {
                self.add(&target, &[self.client.api.write_views[*view].resource], target_id);
                self.view(&data, *view);
            }
            BatchedChange::Remove(resource) => self.add(&target, &[*resource], target_id),
            BatchedChange::Relate { resource, targets, id_type, .. } => {
                self.add(&target, &[*resource], target_id);
                self.add(&data, targets, Some(*id_type));
            }
        }
    }

    /// Adds what may stand at a place, besides what may already.
    fn add(&mut self, at: &[&str], targets: &[ResourceId], id_type: Option<IdType>) {
        let api = self.client.api;
        let named = |id: &ResourceId| {
            // Ids that differ by type are what each type has.
            let differs = id_type == Some(IdType::Any) && targets.len() > 1;
            let own = if differs { api.id_type(*id) } else { None };
            (Some(api.resources[*id].wire_type.clone()), own.or(id_type))
        };
        let named = if targets.is_empty() { vec![(None, id_type)] } else { targets.iter().map(named).collect() };
        let position = self.places.iter().position(|(place, _)| place.at == at).unwrap_or_else(|| {
            let at = at.iter().map(|step| (*step).to_owned()).collect();
            self.places.push((IdentifiersAt { at, of: Vec::new() }, false));
            self.places.len() - 1
        });
        let Some((place, is_of_several)) = self.places.get_mut(position) else { return };
        *is_of_several |= targets.len() > 1;
        for (wire_type, id_type) in named {
            match place.of.iter_mut().find(|known| known.wire_type == wire_type) {
                Some(known) => known.id_type = known.id_type.into_iter().chain(id_type).reduce(IdType::or),
                None => place.of.push(NamedAs { wire_type, id_type, must_have_id: false }),
            }
        }
        // What may be of any type comes last: the first that fits is taken.
        place.of.sort_by_key(|one| one.wire_type.is_none());
    }
}
