//! Compares members of what is read and sent: attributes, parts of a form, members of objects.

use super::delta::{Delta, Deltas};
use super::surface::PartKind;
use super::words::code;
use super::{ChangeKind, Differ, Places, Subject, words};
use crate::ir::{Annotations, Field, Type};
use crate::source::Pointer;

/// The direction in which something travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Read,
    Sent,
}

/// The changes to something that both documents have: the gravest, and all in words.
#[derive(Debug, Default)]
pub(super) struct Happened {
    kind: Option<ChangeKind>,
    words: Vec<String>,
}

impl Happened {
    pub(super) fn add(&mut self, kind: ChangeKind, words: String) {
        self.kind.get_or_insert(kind);
        self.words.push(words);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kind.is_none()
    }

    /// Returns the kind, and a sentence on `subject`.
    pub(super) fn of(self, subject: &str) -> (ChangeKind, String) {
        (self.kind.unwrap_or(ChangeKind::Changed), format!("{subject} {}", self.words.join(", and ")))
    }
}

impl Differ<'_> {
    /// Compares two lists of members, by their keys.
    pub(super) fn fields(
        &mut self,
        subject: Subject<'_>,
        (kind, way): (PartKind, Way),
        (old, new): (&[Field], &[Field]),
        deltas: &mut Deltas,
    ) {
        for before in old {
            let delta = deltas.take(kind, &before.wire);
            match new.iter().find(|field| field.wire == before.wire) {
                Some(after) => self.field(subject, kind, way, (before, after), delta),
                None => self.lost(subject, kind, (&before.wire, &before.ty, &before.at), delta),
            }
        }
        let is_new = |field: &&Field| old.iter().all(|before| before.wire != field.wire);
        for after in new.iter().filter(is_new) {
            let must = if way == Way::Sent && after.presence.required() { ", and must be sent" } else { "" };
            self.gained(subject, kind, (&after.wire, &after.ty, &after.at), must, deltas.take(kind, &after.wire));
        }
    }

    /// Records that a value of a name and a type was removed.
    pub(super) fn lost(
        &mut self,
        subject: Subject<'_>,
        kind: PartKind,
        (wire, ty, at): (&str, &Type, &Pointer),
        mut delta: Delta,
    ) {
        self.claim(&mut delta, [ty], []);
        self.removed(subject, &format!("{} {}", kind.noun(), code(wire)), Some(at), delta);
    }

    /// Records that a value of a name and a type is new; `must` says whether it must be there.
    pub(super) fn gained(
        &mut self,
        subject: Subject<'_>,
        kind: PartKind,
        (wire, ty, at): (&str, &Type, &Pointer),
        must: &str,
        mut delta: Delta,
    ) {
        self.claim(&mut delta, [], [ty]);
        let details = format!(": {}{must}", words::of_type(self.new, ty));
        self.added(subject, &format!("{} {}", kind.noun(), code(wire)), &details, Some(at), delta);
    }

    fn field(
        &mut self,
        subject: Subject<'_>,
        kind: PartKind,
        way: Way,
        (old, new): (&Field, &Field),
        mut delta: Delta,
    ) {
        self.text(old.docs.as_ref(), new.docs.as_ref());
        self.text(old.annotations.example.as_ref(), new.annotations.example.as_ref());
        self.claim(&mut delta, [&old.ty], [&new.ty]);
        let mut happened = Happened::default();
        self.retyped(&mut happened, &old.ty, &new.ty);
        let (before, after) = (old.presence, new.presence);
        if before.required() != after.required() {
            let (kind, words) = match (way, after.required()) {
                (Way::Read, true) => (ChangeKind::Required, "is always there now"),
                (Way::Read, false) => (ChangeKind::Optional, "may be missing now"),
                (Way::Sent, true) => (ChangeKind::Required, "must be sent now"),
                (Way::Sent, false) => (ChangeKind::Optional, "need not be sent any more"),
            };
            happened.add(kind, words.to_owned());
        }
        if before.nullable() != after.nullable() {
            let words = if after.nullable() { "may be null now" } else { "is never null any more" };
            happened.add(ChangeKind::Nullable, words.to_owned());
        }
        annotated(&mut happened, &old.annotations, &new.annotations);
        self.happened(
            subject,
            &format!("{} {}", kind.noun(), code(&new.wire)),
            happened,
            Places::both(&old.at, &new.at),
            delta,
        );
    }

    /// Records what happened to something that both have; also where callers alone see a difference.
    pub(super) fn happened(
        &mut self,
        subject: Subject<'_>,
        name: &str,
        mut happened: Happened,
        places: Places<'_>,
        delta: Delta,
    ) {
        if happened.is_empty() {
            if delta.is_empty() {
                return;
            }
            happened.add(ChangeKind::Renamed, "has another form in Rust".to_owned());
        }
        let (kind, what) = happened.of(name);
        self.change(subject, kind, places, what, delta);
    }

    /// Compares two types, but for what definitions say of themselves.
    pub(super) fn retyped(&self, happened: &mut Happened, old: &Type, new: &Type) {
        let (before, after) = (words::of_type(self.old, old), words::of_type(self.new, new));
        if before != after {
            happened.add(ChangeKind::Retyped, format!("is {after}, was {before}"));
        }
    }
}

/// Compares the annotations of something.
pub(super) fn annotated(happened: &mut Happened, old: &Annotations, new: &Annotations) {
    if old.deprecated != new.deprecated {
        happened.add(ChangeKind::Deprecated, deprecation(new.deprecated).to_owned());
    }
    let bounds = |said: &Annotations| {
        let bounds = Annotations { bounds: said.bounds.clone(), ..Annotations::default() }.to_string();
        if bounds.is_empty() { "none".to_owned() } else { code(bounds.trim()) }
    };
    if old.bounds != new.bounds {
        happened.add(ChangeKind::Changed, format!("has other bounds: {}, was {}", bounds(new), bounds(old)));
    }
    if formats(old) != formats(new) {
        happened.add(ChangeKind::Changed, "has another format".to_owned());
    }
    let of_elements = |of: &Annotations| elements(of).map(|of| of.bounds.clone()).unwrap_or_default();
    if of_elements(old) != of_elements(new) {
        happened.add(ChangeKind::Changed, "has other bounds of its elements".to_owned());
    }
    if old.default != new.default {
        let default = |said: &Annotations| said.default.as_deref().map_or_else(|| "none".to_owned(), code);
        happened.add(ChangeKind::Changed, format!("has another default: {}, was {}", default(new), default(old)));
    }
}

/// Returns the formats of a value, of its elements, and so on, each with how deep it is.
fn formats(of: &Annotations) -> Vec<(usize, &String)> {
    let nested = std::iter::successors(Some(of), |of| elements(of)).enumerate();
    nested.filter_map(|(depth, of)| Some((depth, of.plausible.format.as_ref()?))).collect()
}

fn elements(of: &Annotations) -> Option<&Annotations> {
    of.plausible.elements.as_deref()
}

pub(super) fn deprecation(deprecated: bool) -> &'static str {
    if deprecated { "is deprecated now" } else { "is not deprecated any more" }
}

/// Returns which names were replaced: of what is gone and what is new, those that are the only ones of their sort on
/// either side.
pub(super) fn renamed<K: PartialEq>(gone: Vec<(String, K)>, fresh: Vec<(String, K)>) -> Vec<(String, String)> {
    let alone = |list: &[(String, K)], sort: &K| list.iter().filter(|(_, other)| other == sort).count() == 1;
    let pairs = gone.iter().filter_map(|(was, sort)| {
        let (is, _) = fresh.iter().find(|(_, other)| other == sort)?;
        (alone(&gone, sort) && alone(&fresh, sort)).then(|| (was.clone(), is.clone()))
    });
    pairs.collect()
}
