//! Compares resource types as responses contain them.

use std::collections::BTreeSet;

use super::claim::When;
use super::delta::{Delta, Deltas};
use super::facts::{of_relationship, read_facts};
use super::part::{Happened, Way, renamed};
use super::surface::{ApiLine, PartKind, Surface};
use super::words::code;
use super::{Area, ChangeKind, Differ, Impact, Places, Subject, words};
use crate::ir::{Field, FieldChoice, Job, ReadView, Relationship, Resource, ResourceId};
use crate::name::Module;

impl Differ<'_> {
    pub(super) fn resources(&mut self) {
        let (old, new) = (self.old.api, self.new.api);
        let mut successors = BTreeSet::new();
        for (id, resource) in old.resources.iter() {
            let of = format!("resource {}", code(&resource.wire_type));
            let subject = Subject { area: Area::Resource, of: &of };
            let Some(successor) = self.successor(id) else {
                let mut delta = Delta::removed(&self.heads(When::Old, id));
                self.claim_module(&mut delta, When::Old, Module::Resource(id));
                let name = format!("the resource type {}", code(&resource.wire_type));
                self.removed(subject, &name, Some(&resource.at), delta);
                continue;
            };
            successors.insert(successor);
            self.resource((id, resource), (successor, &new.resources[successor]));
        }
        for (id, resource) in new.resources.iter().filter(|(id, _)| !successors.contains(id)) {
            let mut delta = Delta::added(&self.heads(When::New, id));
            self.claim_module(&mut delta, When::New, Module::Resource(id));
            let of = format!("resource {}", code(&resource.wire_type));
            let name = format!("the resource type {}", code(&resource.wire_type));
            self.added(Subject { area: Area::Resource, of: &of }, &name, "", Some(&resource.at), delta);
        }
    }

    /// Returns the lines that stand for a resource; members go with them.
    fn heads(&self, when: When, id: ResourceId) -> Vec<ApiLine> {
        let surface = if when == When::Old { self.old } else { self.new };
        let prefix = surface.prefix(Module::Resource(id));
        let shape = surface.resource(id);
        let is_member = |line: &ApiLine| line.path.strip_prefix(&prefix).is_some_and(|name| name.contains([':', '.']));
        shape.lines().filter(|line| !is_member(line)).cloned().collect()
    }

    fn resource(&mut self, (id, old): (ResourceId, &Resource), (after, new): (ResourceId, &Resource)) {
        let of = &format!("resource {}", code(&new.wire_type));
        let subject = |area| Subject { area, of };
        let places = Places::both(&old.at, &new.at);
        if old.wire_type != new.wire_type {
            let what = format!("the resource type {} was called {}", code(&new.wire_type), code(&old.wire_type));
            self.change(subject(Area::Resource), ChangeKind::Renamed, places, what, Delta::default());
        }
        let (before_view, after_view) =
            (old.read.as_ref().unwrap_or(ReadView::EMPTY), new.read.as_ref().unwrap_or(ReadView::EMPTY));
        let mut deltas = Deltas::new(&self.old.resource(id), &self.new.resource(after));
        self.text(old.docs.as_ref(), new.docs.as_ref());
        let id_delta = deltas.take(PartKind::Id, "");
        let mut happened = Happened::default();
        if old.read.is_some() && new.read.is_some() && before_view.id != after_view.id {
            let words = format!("is {}, was {}", words::of_id(after_view.id), words::of_id(before_view.id));
            happened.add(ChangeKind::Changed, words);
        }
        if before_view.id_type != after_view.id_type {
            let (now, before) = (words::of_id_type(after_view.id_type), words::of_id_type(before_view.id_type));
            happened.add(ChangeKind::Changed, format!("is {now}, was {before}"));
        }
        self.happened(subject(Area::Resource), "its id", happened, places, id_delta);
        self.job(subject(Area::Resource), places, (old.job.as_ref(), new.job.as_ref()), deltas.take(PartKind::Job, ""));
        if old.read.is_some() && new.read.is_some() {
            let (was, is) = (read_facts(self.old, before_view), read_facts(self.new, after_view));
            self.compare_facts(subject(Area::Resource), places, was, is);
        }
        self.fields_to_ask_for(of, places, (before_view, after_view), &mut deltas);
        let fields: (&[Field], &[Field]) = (&before_view.attributes, &after_view.attributes);
        self.fields(subject(Area::Attribute), (PartKind::Attribute, Way::Read), fields, &mut deltas);
        let rest = (before_view.rest.as_ref(), after_view.rest.as_ref());
        self.members_not_named(subject(Area::Attribute), places, rest, &mut deltas);
        self.relationships(of, (&before_view.relationships, &after_view.relationships), &mut deltas);
        let meta = (before_view.meta.as_ref(), after_view.meta.as_ref());
        self.meta(subject(Area::Resource), places, meta, Happened::default(), Delta::default());
        self.rest(subject(Area::Resource), places, deltas);
    }

    /// Compares whether something can be waited for.
    fn job(
        &mut self,
        subject: Subject<'_>,
        places: Places<'_>,
        (old, new): (Option<&Job>, Option<&Job>),
        delta: Delta,
    ) {
        let (kind, what) = match (delta.impact(), old, new) {
            (Impact::Absorbed, Some(before), Some(after)) if before != after => {
                (ChangeKind::Changed, "other values or attributes tell how far it is")
            }
            (Impact::Absorbed, ..) => return,
            (Impact::Addition, ..) => (ChangeKind::Added, "it can be waited for now"),
            (Impact::Breaking, ..) => (ChangeKind::Removed, "it can no longer be waited for"),
        };
        self.change(subject, kind, places, what.to_owned(), delta);
    }

    /// Compares what `fields[..]` takes, over all operations. A field that is an attribute goes with it.
    fn fields_to_ask_for(
        &mut self,
        of: &str,
        places: Places<'_>,
        (old, new): (&ReadView, &ReadView),
        deltas: &mut Deltas,
    ) {
        let names = |view: &ReadView| -> BTreeSet<String> {
            let attributes = view.attributes.iter().map(|field| field.wire.clone());
            attributes.chain(view.relationships.iter().map(|item| item.wire.clone())).collect()
        };
        let (before, after) = (names(old), names(new));
        for choice in FieldChoice::ALL {
            let (fields, field) = match choice {
                FieldChoice::Only => ("its fields", "the field"),
                FieldChoice::Additional => ("its additional fields", "the additional field"),
            };
            let head = deltas.take(PartKind::Fields(choice), "");
            let subject = Subject { area: Area::Parameter, of };
            if head.impact() != Impact::Absorbed {
                let (kind, verb) = can(&head);
                self.change(subject, kind, places, format!("{fields} {verb} be chosen"), head);
            }
            for (value, delta) in deltas.take_all(PartKind::FieldValue(choice)) {
                let moved = before.contains(&value) != after.contains(&value);
                let attribute = self.kind_of(&value, (old, new)).filter(|_| moved);
                if let Some(attribute) = attribute {
                    deltas.merge(attribute, &value, delta);
                    continue;
                }
                let (kind, verb) = can(&delta);
                self.change(subject, kind, places, format!("{field} {} {verb} be asked for", code(&value)), delta);
            }
        }
    }

    fn kind_of(&self, value: &str, (old, new): (&ReadView, &ReadView)) -> Option<PartKind> {
        let of = |view: &ReadView| {
            let attribute = view.attributes.iter().any(|field| field.wire == value);
            let relationship = view.relationships.iter().any(|item| item.wire == value);
            if attribute { Some(PartKind::Attribute) } else { relationship.then_some(PartKind::Relationship) }
        };
        of(old).or_else(|| of(new))
    }

    /// Compares relationships by name, of what is read or sent.
    pub(super) fn relationships(
        &mut self,
        of: &str,
        (old, new): (&[Relationship], &[Relationship]),
        deltas: &mut Deltas,
    ) {
        let subject = Subject { area: Area::Relationship, of };
        let kind = PartKind::Relationship;
        // The struct that holds them came with the first one, or went with the last.
        let mut head =
            if old.is_empty() != new.is_empty() { deltas.take(PartKind::Head, "") } else { Delta::default() };
        let renamed = renamed(self.only_in((self.old, old), new), self.only_in((self.new, new), old));
        let successor =
            |wire: &str| renamed.iter().find(|(was, _)| was == wire).map_or(wire.to_owned(), |(_, is)| is.clone());
        for before in old {
            let mut delta = deltas.take(kind, &before.wire);
            let name = successor(&before.wire);
            let Some(after) = new.iter().find(|item| item.wire == name) else {
                delta.merge(std::mem::take(&mut head));
                self.removed(subject, &format!("relationship {}", code(&before.wire)), Some(&before.at), delta);
                continue;
            };
            self.text(before.docs.as_ref(), after.docs.as_ref());
            let mut happened = Happened::default();
            if before.wire != after.wire {
                delta.merge(deltas.take(kind, &after.wire));
                happened.add(ChangeKind::Renamed, format!("is called so, was {}", code(&before.wire)));
            }
            let (was, is) = (words::of_relationship(self.old, before), words::of_relationship(self.new, after));
            if was != is {
                happened.add(ChangeKind::Retyped, format!("names {is}, was {was}"));
            }
            let (was, is) = (of_relationship(self.old, before), of_relationship(self.new, after));
            if was != is {
                happened.add(ChangeKind::Changed, format!("is described by {}, was by {}", code(is), code(was)));
            }
            if before.required != after.required {
                match after.required {
                    true => happened.add(ChangeKind::Required, "must be sent now".to_owned()),
                    false => happened.add(ChangeKind::Optional, "need not be sent any more".to_owned()),
                }
            }
            let name = format!("relationship {}", code(&after.wire));
            self.happened(subject, &name, happened, Places::both(&before.at, &after.at), delta);
        }
        let is_new = |after: &&Relationship| {
            let is_successor = renamed.iter().any(|(_, is)| *is == after.wire);
            !is_successor && old.iter().all(|before| before.wire != after.wire)
        };
        for after in new.iter().filter(is_new) {
            let mut delta = deltas.take(kind, &after.wire);
            delta.merge(std::mem::take(&mut head));
            let must = if after.required { ", and must be sent" } else { "" };
            let name = format!("relationship {}", code(&after.wire));
            let details = format!(": {}{must}", words::of_relationship(self.new, after));
            self.added(subject, &name, &details, Some(&after.at), delta);
        }
    }

    /// Returns the relationships that the other document does not have, each with what it names.
    fn only_in(
        &self,
        (surface, list): (&Surface<'_>, &[Relationship]),
        other: &[Relationship],
    ) -> Vec<(String, String)> {
        let only = list.iter().filter(|one| other.iter().all(|other| other.wire != one.wire));
        only.map(|one| (one.wire.clone(), words::of_relationship(surface, one))).collect()
    }

    /// Compares what `meta` is of.
    pub(super) fn meta(
        &mut self,
        subject: Subject<'_>,
        places: Places<'_>,
        (old, new): (Option<&crate::ir::Type>, Option<&crate::ir::Type>),
        mut happened: Happened,
        mut delta: Delta,
    ) {
        self.claim(&mut delta, old, new);
        match (old, new) {
            (Some(before), Some(after)) => self.retyped(&mut happened, before, after),
            (None, Some(after)) => {
                happened.add(ChangeKind::Added, format!("is new: {}", words::of_type(self.new, after)))
            }
            (Some(_), None) => happened.add(ChangeKind::Removed, "is no longer described".to_owned()),
            (None, None) => {}
        }
        self.happened(subject, "its `meta`", happened, places, delta);
    }
}

/// Returns what becomes of a choice, and the words for it.
fn can(delta: &Delta) -> (ChangeKind, &'static str) {
    match delta.impact() {
        Impact::Breaking => (ChangeKind::Removed, "can no longer"),
        Impact::Absorbed | Impact::Addition => (ChangeKind::Added, "can"),
    }
}
