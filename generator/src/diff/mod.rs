//! Compares two documents of a service: the effect of the new one on callers of the generated crate.
//!
//! Two models are compared, never two texts, and by meaning: operations by method and path or by an
//! earlier id, resources by wire type, members by their keys on the wire, types by the place that they
//! are named after. The names of schemas say nothing.
//!
//! What a change means to callers is not guessed. Every node is compared as a part of the service and
//! as lines of the generated crate's public API (`surface`): a change breaks callers when a line is
//! gone or another, and only then.

mod availability;
mod body;
mod change;
mod claim;
mod delta;
mod facts;
mod filter;
mod limits;
mod operation;
mod parameters;
mod part;
mod render;
mod resource;
mod response;
mod service;
pub(crate) mod surface;
mod types;
mod view;
mod words;

use std::collections::BTreeSet;

use crate::compile::Model;
use crate::ir::ResourceId;
use crate::source::Pointer;

pub use change::{Area, Change, ChangeKind, Diff, Impact, Item, Verdict};
use claim::Claims;
use delta::Delta;
pub use render::{Sources, html, json, markdown, text};
#[cfg(feature = "cli")]
pub(crate) use render::{heading, span, style, value};
use surface::Surface;

/// Compares two documents.
pub fn diff(old: &Model, new: &Model) -> Diff {
    let old_surface = Surface::new(&old.api, &old.names);
    let new_surface = Surface::new(&new.api, &new.names);
    let claims = Claims::new(&old_surface, &new_surface);
    let mut differ = Differ { old: &old_surface, new: &new_surface, claims, changes: Vec::new(), texts: 0 };
    differ.service();
    differ.operations();
    differ.resources();
    differ.definitions();
    differ.unclaimed();
    differ.availability();
    differ.constraints();
    let Differ { mut changes, texts, .. } = differ;
    changes.sort_by(|a, b| (a.impact, a.area, &a.of, &a.what).cmp(&(b.impact, b.area, &b.of, &b.what)));
    for change in &mut changes {
        change.at_old = change.at_old.as_ref().map(|at| old.moves.origin(at).pointer().clone());
        change.at_new = change.at_new.as_ref().map(|at| new.moves.origin(at).pointer().clone());
    }
    Diff { versions: (old.api.info.version.clone(), new.api.info.version.clone()), changes, texts }
}

/// Returns every public item of the crate that is generated from a document, as the comparison knows it: for
/// the tests that hold it against what is emitted.
#[doc(hidden)]
pub fn known_items(model: &Model) -> BTreeSet<String> {
    Surface::new(&model.api, &model.names).lines().iter().map(ToString::to_string).collect()
}

/// Two descriptions, and what was found so far.
struct Differ<'a> {
    old: &'a Surface<'a>,
    new: &'a Surface<'a>,
    claims: Claims,
    changes: Vec<Change>,
    texts: usize,
}

/// The subject of a change.
#[derive(Debug, Clone, Copy)]
struct Subject<'s> {
    area: Area,
    of: &'s str,
}

/// The places of something in both documents.
#[derive(Debug, Clone, Copy, Default)]
struct Places<'p> {
    old: Option<&'p Pointer>,
    new: Option<&'p Pointer>,
}

impl<'p> Places<'p> {
    fn both(old: &'p Pointer, new: &'p Pointer) -> Self {
        Self { old: Some(old), new: Some(new) }
    }
}

impl Differ<'_> {
    /// Returns the resource type of the new document that an old one is: by wire type, or else by the name that callers
    /// write, if neither document has the wire type of the other.
    fn successor(&self, old: ResourceId) -> Option<ResourceId> {
        let (wire, names) = (&self.old.api.resources[old].wire_type, self.old.names.resource(old));
        let same = self.new.api.resource_of_type(wire).map(|(id, _)| id);
        let is_called_so = |id: &ResourceId| {
            let (other, wire) = (self.new.names.resource(*id), &self.new.api.resources[*id].wire_type);
            (&other.module, &other.ident) == (&names.module, &names.ident)
                && self.old.api.resource_of_type(wire).is_none()
        };
        same.or_else(|| self.new.api.resources.ids().find(is_called_so))
    }

    /// Returns the wire type that a resource type of the old document has in the new one.
    fn type_now(&self, wire: &str) -> String {
        let successor = self.old.api.resource_of_type(wire).and_then(|(id, _)| self.successor(id));
        successor.map_or(wire.to_owned(), |id| self.new.api.resources[id].wire_type.clone())
    }

    /// Returns the position of the tag in the new document that an old one is, as [`successor`](Self::successor) does.
    fn successor_of_tag(&self, old: usize) -> Option<usize> {
        let (before, after) = (&self.old.api.tags, &self.new.api.tags);
        let name = &before.get(old)?.name;
        let same = after.iter().position(|tag| tag.name == *name);
        let is_new = |position: &usize| {
            let name = after.get(*position).map(|tag| &tag.name);
            before.iter().all(|tag| Some(&tag.name) != name)
        };
        let is_called_so = |position: &usize| self.new.names.tag(*position).module == self.old.names.tag(old).module;
        same.or_else(|| (0..after.len()).find(|position| is_called_so(position) && is_new(position)))
    }

    /// Records a change, with what callers see of it.
    fn change(&mut self, subject: Subject<'_>, kind: ChangeKind, places: Places<'_>, what: String, delta: Delta) {
        let (impact, how) = (delta.impact(), delta.how());
        let mut items = delta.items;
        items.sort();
        items.dedup();
        self.changes.push(Change {
            area: subject.area,
            kind,
            impact,
            of: subject.of.to_owned(),
            at_old: places.old.cloned(),
            at_new: places.new.cloned(),
            what,
            how,
            items,
        });
    }

    /// Records that something was removed, with where it was described.
    fn removed(&mut self, subject: Subject<'_>, name: &str, old: Option<&Pointer>, delta: Delta) {
        let what = format!("{name} was removed");
        self.change(subject, ChangeKind::Removed, Places { old, new: None }, what, delta);
    }

    /// Records that something is new, with where it is described; `details` end the sentence.
    fn added(&mut self, subject: Subject<'_>, name: &str, details: &str, new: Option<&Pointer>, delta: Delta) {
        let what = format!("{name} is new{details}");
        self.change(subject, ChangeKind::Added, Places { old: None, new }, what, delta);
    }

    /// Counts a text that only documentation is made of, if it differs.
    fn text(&mut self, old: Option<&String>, new: Option<&String>) {
        self.texts += usize::from(old != new);
    }
}
