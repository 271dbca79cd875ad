//! Compares what an operation takes besides its body: parameters of the path and the query, and headers.

use std::collections::BTreeSet;

use super::delta::Deltas;
use super::operation::Pair;
use super::part::{Happened, annotated, deprecation, renamed};
use super::surface::{PartKind, Surface};
use super::words::code;
use super::{Area, ChangeKind, Differ, Impact, Places, Subject, words};
use crate::ir::{Data, FieldChoice, FieldSet, Operation, PageStart, ParameterKind, Payload, Query, ResourceId, Sort};

impl Differ<'_> {
    pub(super) fn parameters(&mut self, of: &str, pair: Pair<'_>, deltas: &mut Deltas) {
        let subject = Subject { area: Area::Parameter, of };
        self.path_parameters(subject, pair, deltas);
        let (old, new) = (&pair.old.query, &pair.new.query);
        for kind in [ParameterKind::Query, ParameterKind::Header, ParameterKind::Cookie] {
            self.parameters_of(subject, kind, pair, deltas);
        }
        for choice in FieldChoice::ALL {
            self.field_sets(subject, choice, pair, deltas);
        }
        self.include(subject, pair, deltas);
        self.sort(subject, pair, deltas);
        self.pages(subject, pair, deltas);
        for name in old.docs.keys().chain(new.docs.keys()).collect::<BTreeSet<_>>() {
            self.text(old.docs.get(name), new.docs.get(name));
        }
        for name in old.deprecated.symmetric_difference(&new.deprecated) {
            let what = format!("{} {}", code(name), deprecation(new.deprecated.contains(name)));
            self.change(subject, ChangeKind::Deprecated, pair.places(), what, super::Delta::default());
        }
    }

    fn field_sets(&mut self, subject: Subject<'_>, choice: FieldChoice, pair: Pair<'_>, deltas: &mut Deltas) {
        let (old, new) = (&pair.old.query, &pair.new.query);
        let kind = PartKind::Fields(choice);
        let sets = |query: &'_ Query| -> Vec<FieldSet> {
            query.field_sets.iter().filter(|set| set.choice == choice).cloned().collect()
        };
        let (mut before, after) = (sets(old), sets(new));
        before.iter_mut().for_each(|set| set.resource_type = self.type_now(&set.resource_type));
        let names = |sets: &[FieldSet]| sets.iter().map(|set| set.resource_type.clone()).collect::<BTreeSet<String>>();
        self.presence(subject, kind, (&names(&before), &names(&after)), pair.places(), deltas);
        for set in &after {
            let Some(was) = before.iter().find(|was| was.resource_type == set.resource_type) else { continue };
            let mut happened = Happened::default();
            requirement(&mut happened, was.required, set.required);
            let delta = deltas.take(kind, &set.resource_type);
            let (what, places) =
                (format!("{} {}", kind.noun(), code(&set.resource_type)), Places::both(&was.at, &set.at));
            self.happened(subject, &what, happened, places, delta);
            self.values_of(subject, &code(&set.parameter), (&was.values, &set.values), places);
        }
    }

    fn path_parameters(&mut self, subject: Subject<'_>, pair: Pair<'_>, deltas: &mut Deltas) {
        let (old, new) = (&pair.old.path_parameters, &pair.new.path_parameters);
        for position in 0..old.len().max(new.len()) {
            let mut delta = deltas.take(PartKind::Path, &position.to_string());
            let mut happened = Happened::default();
            let (name, places) = match (old.get(position), new.get(position)) {
                (Some(before), Some(after)) => {
                    self.text(before.docs.as_ref(), after.docs.as_ref());
                    self.claim(&mut delta, [&before.ty], [&after.ty]);
                    if before.wire != after.wire {
                        happened.add(ChangeKind::Renamed, format!("is called so, was {}", code(&before.wire)));
                    }
                    self.retyped(&mut happened, &before.ty, &after.ty);
                    if before.style != after.style {
                        happened.add(ChangeKind::Changed, "is written in another style".to_owned());
                    }
                    annotated(&mut happened, &before.annotations, &after.annotations);
                    let wire = |surface: &Surface<'_>, id: Option<ResourceId>| {
                        id.map(|id| surface.api.resources[id].wire_type.clone())
                    };
                    let (was, is) = (wire(self.old, before.identifies), wire(self.new, after.identifies));
                    if was != is {
                        let id = |of: Option<String>| {
                            of.map_or_else(|| "of no type".to_owned(), |of| format!("of {}", code(&of)))
                        };
                        happened.add(ChangeKind::Retyped, format!("is an id {}, was {}", id(is), id(was)));
                    }
                    (&after.wire, Places::both(&before.at, &after.at))
                }
                (Some(before), None) => {
                    self.claim(&mut delta, [&before.ty], []);
                    happened.add(ChangeKind::Removed, "was removed".to_owned());
                    (&before.wire, Places { old: Some(&before.at), new: None })
                }
                (None, Some(after)) => {
                    self.claim(&mut delta, [], [&after.ty]);
                    happened.add(ChangeKind::Added, "is new".to_owned());
                    (&after.wire, Places { old: None, new: Some(&after.at) })
                }
                (None, None) => continue,
            };
            self.happened(subject, &format!("path parameter {}", code(name)), happened, places, delta);
        }
    }

    /// Compares the parameters of a kind, by their names.
    pub(super) fn parameters_of(
        &mut self,
        subject: Subject<'_>,
        of: ParameterKind,
        pair: Pair<'_>,
        deltas: &mut Deltas,
    ) {
        let kind = PartKind::of(of);
        for before in pair.old.parameters_of(of) {
            let mut delta = deltas.take(kind, &before.wire);
            let name = format!("{} {}", kind.noun(), code(&before.wire));
            let Some(after) = pair.new.parameter(of, &before.wire) else {
                self.lost(subject, kind, (&before.wire, &before.ty, &before.at), delta);
                continue;
            };
            self.text(before.docs.as_ref(), after.docs.as_ref());
            self.claim(&mut delta, [&before.ty], [&after.ty]);
            let mut happened = Happened::default();
            self.retyped(&mut happened, &before.ty, &after.ty);
            requirement(&mut happened, before.required, after.required);
            if before.style != after.style {
                happened.add(ChangeKind::Changed, "is written in another style".to_owned());
            }
            if before.allow_empty != after.allow_empty {
                let verb = if after.allow_empty { "may be" } else { "can no longer be" };
                happened.add(ChangeKind::Changed, format!("{verb} sent without a value"));
            }
            annotated(&mut happened, &before.annotations, &after.annotations);
            self.happened(subject, &name, happened, Places::both(&before.at, &after.at), delta);
        }
        for after in pair.new.parameters_of(of).filter(|after| pair.old.parameter(of, &after.wire).is_none()) {
            let must = if after.required { ", and must be given" } else { "" };
            self.gained(subject, kind, (&after.wire, &after.ty, &after.at), must, deltas.take(kind, &after.wire));
        }
    }

    /// Compares parameters that are named by a type or a value, each of which is there or not.
    fn presence(
        &mut self,
        subject: Subject<'_>,
        kind: PartKind,
        (old, new): (&BTreeSet<String>, &BTreeSet<String>),
        places: Places<'_>,
        deltas: &mut Deltas,
    ) {
        for name in old.difference(new) {
            let delta = deltas.take(kind, name);
            self.removed(subject, &format!("{} {}", kind.noun(), code(name)), places.old, delta);
        }
        for name in new.difference(old) {
            let delta = deltas.take(kind, name);
            self.added(subject, &format!("{} {}", kind.noun(), code(name)), "", places.new, delta);
        }
    }

    /// Compares what one operation takes of the values that all of them have in one type: callers see it when the
    /// service refuses.
    fn values_of(&mut self, subject: Subject<'_>, name: &str, (old, new): (&[String], &[String]), places: Places<'_>) {
        if old.is_empty() && !new.is_empty() {
            let what = format!("{name} takes only {}", words::list(new.iter().map(String::as_str)));
            self.change(subject, ChangeKind::Changed, places, what, super::Delta::default());
        }
        let gone: Vec<&str> = old.iter().filter(|value| !new.contains(value)).map(String::as_str).collect();
        if !gone.is_empty() && !new.is_empty() {
            let what = format!("{name} no longer takes {}", words::list(gone));
            self.change(subject, ChangeKind::Changed, places, what, super::Delta::default());
        }
    }

    fn include(&mut self, subject: Subject<'_>, pair: Pair<'_>, deltas: &mut Deltas) {
        let paths = |operation: &Operation| -> BTreeSet<String> {
            operation.query.include.iter().flat_map(|include| include.paths.iter().cloned()).collect()
        };
        let head = deltas.take(PartKind::Include, "");
        let (old, new) = (pair.old.query.include.as_ref(), pair.new.query.include.as_ref());
        let places = Places { old: old.map(|it| &it.at), new: new.map(|it| &it.at) };
        let required = [old, new].map(|include| include.map(|include| include.required));
        self.family(subject, "include", required, places, head);
        let (mut before, mut after) = (paths(pair.old), paths(pair.new));
        let only = |surface: &Surface<'_>, operation: &Operation, list: &BTreeSet<String>, other: &BTreeSet<String>| {
            let only = list.difference(other);
            let led = only.filter_map(|path| Some((path.clone(), targets(surface, operation, path)?)));
            led.collect::<Vec<_>>()
        };
        let gone = only(self.old, pair.old, &before, &after);
        for (was, is) in renamed(gone, only(self.new, pair.new, &after, &before)) {
            let mut delta = deltas.take(PartKind::IncludeValue, &was);
            delta.merge(deltas.take(PartKind::IncludeValue, &is));
            let what = format!("{} {} is called so, was {}", PartKind::IncludeValue.noun(), code(&is), code(&was));
            self.change(subject, ChangeKind::Renamed, places, what, delta);
            before.remove(&was);
            after.remove(&is);
        }
        self.presence(subject, PartKind::IncludeValue, (&before, &after), places, deltas);
    }

    fn sort(&mut self, subject: Subject<'_>, pair: Pair<'_>, deltas: &mut Deltas) {
        let (old, new) = (pair.old.query.sort.as_ref(), pair.new.query.sort.as_ref());
        let head = deltas.take(PartKind::Sort, "");
        let places = Places { old: old.map(|it| &it.at), new: new.map(|it| &it.at) };
        let required = [old, new].map(|sort| sort.map(|sort| sort.required));
        self.family(subject, "sort", required, places, head);
        let keys = |sort: Option<&Sort>| -> BTreeSet<String> {
            sort.iter().flat_map(|sort| sort.keys.iter().map(|key| key.field.clone())).collect()
        };
        self.presence(subject, PartKind::SortValue, (&keys(old), &keys(new)), places, deltas);
        for key in new.iter().flat_map(|sort| &sort.keys) {
            let was = old.and_then(|sort| sort.keys.iter().find(|was| was.field == key.field));
            let Some(was) = was.filter(|was| *was != key) else { continue };
            let direction = |key: &crate::ir::SortKey| match (key.ascending, key.descending) {
                (true, true) => "both ways",
                (true, false) => "ascending",
                _ => "descending",
            };
            let what = format!("sort field {} sorts {}, was {}", code(&key.field), direction(key), direction(was));
            self.change(subject, ChangeKind::Changed, places, what, super::Delta::default());
        }
    }

    /// Compares a family of JSON:API: whether it is required, where it is there. What its setter takes may differ.
    fn family(
        &mut self,
        subject: Subject<'_>,
        name: &str,
        [old, new]: [Option<bool>; 2],
        places: Places<'_>,
        delta: super::Delta,
    ) {
        let (kind, what) = match (old, new) {
            (None, Some(_)) => (ChangeKind::Added, format!("{} is new", code(name))),
            (Some(_), None) => (ChangeKind::Removed, format!("{} was removed", code(name))),
            (Some(false), Some(true)) => (ChangeKind::Required, format!("{} must be given now", code(name))),
            (Some(true), Some(false)) => (ChangeKind::Optional, format!("{} need not be given any more", code(name))),
            _ if delta.is_empty() => return,
            _ => (ChangeKind::Retyped, format!("{} takes something else", code(name))),
        };
        self.change(subject, kind, places, what, delta);
    }

    fn pages(&mut self, subject: Subject<'_>, pair: Pair<'_>, deltas: &mut Deltas) {
        let (old, new) = (pair.old.query.page.as_ref(), pair.new.query.page.as_ref());
        let delta = deltas.take(PartKind::PageStart, "");
        let style = |page: Option<&crate::ir::Page>| match page.map(|page| &page.start) {
            Some(Some(PageStart::Cursor(place))) => format!("a cursor in {}", code(place.name())),
            Some(Some(PageStart::Number { place, first })) => {
                format!("a number in {}, from {first} on", code(place.name()))
            }
            Some(Some(PageStart::Offset { place, first: 0 })) => format!("an offset in {}", code(place.name())),
            Some(Some(PageStart::Offset { place, first })) => {
                format!("an offset in {}, from {first} on", code(place.name()))
            }
            Some(None) => "links only".to_owned(),
            None => "nothing".to_owned(),
        };
        let (was, is) = (style(old), style(new));
        if was != is || delta.impact() != Impact::Absorbed {
            let what = format!("pages are reached by {is}, were by {was}");
            self.change(subject, ChangeKind::Changed, pair.places(), what, delta);
        }
        let delta = deltas.take(PartKind::PageSize, "");
        let size = |page: Option<&crate::ir::Page>| page.and_then(|page| page.size.clone());
        let (was, is) = (size(old), size(new));
        if was == is {
            return;
        }
        let (kind, what) = match (&was, &is) {
            (None, Some(size)) => (ChangeKind::Added, format!("{} is new", code(size.place.name()))),
            (Some(size), None) => (ChangeKind::Removed, format!("{} was removed", code(size.place.name()))),
            (Some(was), Some(is)) if was.place != is.place => (
                ChangeKind::Renamed,
                format!("the size of a page is in {}, was in {}", code(is.place.name()), code(was.place.name())),
            ),
            (Some(was), Some(is)) => {
                let bounds = |size: &crate::ir::PageSize| {
                    let values: Vec<String> = size.values.iter().map(u32::to_string).collect();
                    let number =
                        |number: Option<u32>| number.map_or_else(|| "any".to_owned(), |number| number.to_string());
                    let sizes = match values.as_slice() {
                        [] => format!("{} to {}", number(size.minimum), number(size.maximum)),
                        values => format!("one of {}", values.join(", ")),
                    };
                    format!("{sizes}, by default {}", number(size.default))
                };
                (ChangeKind::Changed, format!("the size of a page is {}, was {}", bounds(is), bounds(was)))
            }
            (None, None) => return,
        };
        self.change(Subject { area: Area::Limit, of: subject.of }, kind, pair.places(), what, delta);
    }
}

/// Returns the types that a path of relationships leads to from the primary data of an operation, with its length; `None`
/// where some step of it is not described.
fn targets(surface: &Surface<'_>, operation: &Operation, path: &str) -> Option<(usize, Vec<String>)> {
    let Payload::Document(document) = &operation.success.payload else { return None };
    let mut at: Vec<ResourceId> = match &document.data {
        Data::One(id) | Data::ZeroOrOne(id) | Data::Many(id) => vec![*id],
        Data::Mixed { of, .. } => of.clone(),
        Data::Identifier(id) | Data::Identifiers(id) => id.iter().copied().collect(),
        Data::None => Vec::new(),
    };
    let steps: Vec<&str> = path.split('.').collect();
    for step in &steps {
        let views = at.iter().filter_map(|id| surface.api.resources[*id].read.as_ref());
        let led = views.flat_map(|view| view.relationships.iter().filter(|one| one.wire == *step));
        at = led.flat_map(|relationship| relationship.targets.iter().copied()).collect();
    }
    let mut types: Vec<String> = at.iter().map(|id| surface.api.resources[*id].wire_type.clone()).collect();
    types.sort();
    types.dedup();
    (!types.is_empty()).then_some((steps.len(), types))
}

/// Compares whether something must be given.
pub(super) fn requirement(happened: &mut Happened, old: bool, new: bool) {
    match (old, new) {
        (false, true) => happened.add(ChangeKind::Required, "must be given now".to_owned()),
        (true, false) => happened.add(ChangeKind::Optional, "need not be given any more".to_owned()),
        _ => {}
    }
}
