//! The map of a service: its resources, how they are related, and the operations that reach them.
//!
//! The map is plain data, in an order that only names decide. [`mermaid()`] and `svg()` draw it.

mod mermaid;
#[cfg(feature = "cli")]
mod svg;

use std::collections::BTreeMap;

use crate::analyse::operations_about;
use crate::ir::{self, Api, Arity, OperationId, ResourceId};
use crate::spec::nearest::hint;
use crate::words::words;

pub use mermaid::mermaid;
#[cfg(feature = "cli")]
pub use svg::svg;

/// The map of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// The resources that operations read or write or that others are related to, by wire type.
    pub resources: Vec<Resource>,
    /// The relationships, in order of both ends and the name.
    pub relationships: Vec<Relationship>,
}

/// A resource type on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// The wire `type`.
    pub kind: String,
    /// The tag of most of the operations that reach it; empty where none does or they have no tag.
    pub area: String,
    /// The ids of the operations of which it is the primary data, or what is sent.
    pub operations: Vec<String>,
}

impl Resource {
    /// Returns whether an operation reaches it; others are only related to some that are.
    pub fn is_reached(&self) -> bool {
        !self.operations.is_empty()
    }
}

/// A relationship on the map.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relationship {
    /// The position of the resource that has it.
    pub from: usize,
    /// The position of the resource it leads to; `None` where that may be of any type.
    pub to: Option<usize>,
    /// Its name on the wire.
    pub name: String,
    /// How many it leads to.
    pub many: Many,
}

words! {
    /// The number of resources that a relationship leads to.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Many {
        /// Exactly one.
        One = "1",
        /// At most one.
        ZeroOrOne = "0..1",
        /// Any number.
        Any = "0..*",
        /// The document does not say.
        Unknown = "?",
    }
}

/// Draws the map of a service.
pub fn graph(api: &Api) -> Graph {
    let reached = operations_about(api);
    let mut order: Vec<ResourceId> = api.resources.ids().collect();
    order.sort_by(|a, b| api.resources[*a].wire_type.cmp(&api.resources[*b].wire_type));
    let position = |id: ResourceId| order.iter().position(|other| *other == id);
    let resources = order.iter().map(|id| {
        let operations = reached.get(id.index()).map(Vec::as_slice).unwrap_or_default();
        let mut ids: Vec<String> = operations.iter().map(|id| api.operations[*id].id.clone()).collect();
        ids.sort();
        Resource { kind: api.resources[*id].wire_type.clone(), area: area(api, operations), operations: ids }
    });
    let resources = resources.collect();
    let mut relationships = Vec::new();
    for (from, id) in order.iter().enumerate() {
        for (name, relationship) in relationships_of(api, *id) {
            let many = many(relationship.arity);
            let mut add = |to| relationships.push(Relationship { from, to, name: name.to_owned(), many });
            match relationship.targets.as_slice() {
                [] => add(None),
                targets => targets.iter().for_each(|target| add(position(*target))),
            }
        }
    }
    relationships.sort();
    relationships.dedup();
    Graph { resources, relationships }
}

/// Returns the tag of most operations; of several the first by name.
fn area(api: &Api, operations: &[OperationId]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in operations {
        let tag = api.tags.get(api.operations[*id].tag).map(|tag| tag.name.as_str()).unwrap_or_default();
        *counts.entry(tag).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    let area = counts.into_iter().find(|(_, count)| *count == most).map(|(tag, _)| tag);
    area.unwrap_or_default().to_owned()
}

/// Returns the relationships of a resource by name: as it is read, else as it is sent.
fn relationships_of(api: &Api, id: ResourceId) -> BTreeMap<&str, &ir::Relationship> {
    let read = api.resources[id].read.iter().flat_map(|view| &view.relationships);
    let sent = api.write_views.iter().filter(|(_, view)| view.resource == id);
    let mut relationships = BTreeMap::new();
    for relationship in read.chain(sent.flat_map(|(_, view)| &view.relationships)) {
        relationships.entry(relationship.wire.as_str()).or_insert(relationship);
    }
    relationships
}

fn many(arity: Arity) -> Many {
    match arity {
        Arity::One => Many::One,
        Arity::ZeroOrOne => Many::ZeroOrOne,
        Arity::Many | Arity::OneOrMany | Arity::ZeroOneOrMany => Many::Any,
        Arity::Unknown => Many::Unknown,
    }
}

impl Graph {
    /// Returns an area as it is called, with the part of the map that shows it: its resources, and those that are
    /// related to them.
    ///
    /// # Errors
    ///
    /// When no resource is in the area.
    pub fn area(&self, name: &str) -> Result<(&str, Self), String> {
        let areas = || self.resources.iter().map(|resource| resource.area.as_str());
        match areas().find(|area| area.eq_ignore_ascii_case(name)) {
            Some(area) => Ok((area, self.around(area))),
            None => Err(format!("no resource is in the area `{name}`{}", hint(name, areas()))),
        }
    }

    /// Returns the areas with something that operations reach, in order, each as [`Graph::area`] has it. What nothing
    /// reaches is shown where it is related. A map without such an area is one by itself.
    pub fn by_area(&self) -> Vec<(&str, Self)> {
        let is_reached = |position: &usize| self.resources.get(*position).is_some_and(Resource::is_reached);
        let areas = self.areas().into_iter().filter(|(_, resources)| resources.iter().any(is_reached));
        let areas: Vec<_> = areas.map(|(area, _)| (area, self.around(area))).collect();
        if areas.is_empty() { vec![("", self.clone())] } else { areas }
    }

    fn around(&self, area: &str) -> Self {
        let is_in = |position: usize| self.resources.get(position).is_some_and(|resource| resource.area == area);
        let touches = |one: &&Relationship| is_in(one.from) || one.to.is_some_and(is_in);
        let lines: Vec<&Relationship> = self.relationships.iter().filter(touches).collect();
        let is_shown = |position: usize| {
            is_in(position) || lines.iter().any(|one| one.from == position || one.to == Some(position))
        };
        let shown: Vec<usize> = (0..self.resources.len()).filter(|position| is_shown(*position)).collect();
        let moved = |position: usize| shown.iter().position(|other| *other == position);
        let lines = lines
            .into_iter()
            .filter_map(|one| Some(Relationship { from: moved(one.from)?, to: one.to.and_then(moved), ..one.clone() }));
        let relationships = lines.collect();
        let resources = shown.iter().filter_map(|position| self.resources.get(*position)).cloned().collect();
        Self { resources, relationships }
    }

    /// Returns the areas, in order, each with the positions of its resources.
    pub fn areas(&self) -> BTreeMap<&str, Vec<usize>> {
        let mut areas: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (position, resource) in self.resources.iter().enumerate() {
            areas.entry(&resource.area).or_default().push(position);
        }
        areas
    }
}
