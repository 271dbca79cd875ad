//! Definitions that only one of the documents has, and which change they go with.
//!
//! A type has no change of its own where the attribute that is of the type came or went: it is listed
//! with that one. Each goes with the first change that names it.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Item;
use super::delta::Delta;
use super::surface::{Definition, PartKind, Surface};
use super::words::code;
use super::{Area, Differ, Kind, Places, Subject, words};
use crate::ir::{FilterField, FilterValue, Type, TypeDef, TypeId, WriteViewId};
use crate::name::{Module, operator_set, set_name};

/// The items that no change has claimed yet.
#[derive(Debug)]
pub(super) struct Claims {
    gone: Side,
    fresh: Side,
}

/// The items that only one document has.
#[derive(Debug, Default)]
struct Side {
    definitions: BTreeMap<String, Definition>,
    operators: BTreeSet<String>,
}

impl Claims {
    pub(super) fn new(old: &Surface<'_>, new: &Surface<'_>) -> Self {
        Self { gone: only(old, new), fresh: only(new, old) }
    }
}

fn only(of: &Surface<'_>, other: &Surface<'_>) -> Side {
    let mut definitions = of.definitions.clone();
    definitions.retain(|path, _| !other.definitions.contains_key(path));
    let operators = of.operator_sets().difference(&other.operator_sets()).cloned().collect();
    Side { definitions, operators }
}

/// One of the two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Old,
    New,
}

/// A walk from a type to all that it needs and that only its document has.
struct Walk<'a, 's> {
    surface: &'a Surface<'a>,
    side: &'s mut Side,
    when: When,
    seen: BTreeSet<TypeId>,
    seen_views: BTreeSet<WriteViewId>,
    items: Vec<Item>,
}

impl Differ<'_> {
    /// Adds to `delta` what goes with types: `old` in the old document, `new` in the new one.
    pub(super) fn claim<'t>(
        &mut self,
        delta: &mut Delta,
        old: impl IntoIterator<Item = &'t Type>,
        new: impl IntoIterator<Item = &'t Type>,
    ) {
        delta.items.extend(self.walk(When::Old, |walk| old.into_iter().for_each(|ty| walk.ty(ty))));
        delta.items.extend(self.walk(When::New, |walk| new.into_iter().for_each(|ty| walk.ty(ty))));
    }

    /// Adds to `delta` what goes with what is sent.
    pub(super) fn claim_views(&mut self, delta: &mut Delta, old: Vec<WriteViewId>, new: Vec<WriteViewId>) {
        delta.items.extend(self.walk(When::Old, |walk| old.into_iter().for_each(|id| walk.view(id))));
        delta.items.extend(self.walk(When::New, |walk| new.into_iter().for_each(|id| walk.view(id))));
    }

    /// Adds to `delta` what goes with fields of filters.
    pub(super) fn claim_filters<'f>(
        &mut self,
        delta: &mut Delta,
        old: impl IntoIterator<Item = &'f FilterField>,
        new: impl IntoIterator<Item = &'f FilterField>,
    ) {
        delta.items.extend(self.walk(When::Old, |walk| old.into_iter().for_each(|field| walk.filter(field))));
        delta.items.extend(self.walk(When::New, |walk| new.into_iter().for_each(|field| walk.filter(field))));
    }

    /// Adds to `delta` all definitions of a module.
    pub(super) fn claim_module(&mut self, delta: &mut Delta, when: When, module: Module) {
        let surface = if when == When::Old { self.old } else { self.new };
        let prefix = surface.prefix(module);
        let side = if when == When::Old { &mut self.claims.gone } else { &mut self.claims.fresh };
        let inside = |path: &String| path.strip_prefix(&prefix).is_some_and(|name| !name.contains("::"));
        let paths: Vec<String> = side.definitions.keys().filter(|path| inside(path)).cloned().collect();
        for path in paths {
            if let Some(definition) = side.definitions.remove(&path) {
                delta.items.extend(heads(surface, &path, definition, when));
            }
        }
    }

    fn walk(&mut self, when: When, start: impl FnOnce(&mut Walk<'_, '_>)) -> Vec<Item> {
        let (surface, side) = match when {
            When::Old => (self.old, &mut self.claims.gone),
            When::New => (self.new, &mut self.claims.fresh),
        };
        let (seen, seen_views) = (BTreeSet::new(), BTreeSet::new());
        let mut walk = Walk { surface, side, when, seen, seen_views, items: Vec::new() };
        start(&mut walk);
        walk.items
    }

    /// Compares what no change has named: types whose names follow from others that came or went.
    pub(super) fn unclaimed(&mut self) {
        for when in [When::Old, When::New] {
            let (surface, side) = match when {
                When::Old => (self.old, &mut self.claims.gone),
                When::New => (self.new, &mut self.claims.fresh),
            };
            let definitions = std::mem::take(&mut side.definitions);
            let operators = std::mem::take(&mut side.operators);
            let kind = if when == When::Old { Kind::Removed } else { Kind::Added };
            for (path, definition) in definitions {
                let (area, what, at) = described(surface, definition);
                let places = match when {
                    When::Old => Places { old: Some(at), new: None },
                    When::New => Places { old: None, new: Some(at) },
                };
                let mut delta = Delta::default();
                delta.items.extend(heads(surface, &path, definition, when));
                let verb = if when == When::Old { "there no more" } else { "new" };
                self.change(
                    Subject { area, of: &code(&path) },
                    kind,
                    places,
                    format!("{what} is {verb} under this name"),
                    delta,
                );
            }
            for name in operators {
                let path = format!("filters::{name}");
                let mut delta = Delta::default();
                delta.items.push(item(path.clone(), "enum".to_owned(), when));
                let what = "the operators that fields of filters take together".to_owned();
                self.change(Subject { area: Area::Filter, of: &code(&path) }, kind, Places::default(), what, delta);
            }
        }
    }
}

/// Returns a definition in words, and where it is.
fn described<'a>(surface: &Surface<'a>, definition: Definition) -> (Area, String, &'a crate::source::Pointer) {
    match definition {
        Definition::View(id) => {
            let view = &surface.api.write_views[id];
            (Area::Sent, words::of_view(surface, view), &view.at)
        }
        Definition::Read(id) | Definition::Sent(id) | Definition::Borrowed(_, id) => {
            let ty = &surface.api.types[id];
            (area(ty), words::of_definition(ty).to_owned(), ty.at())
        }
    }
}

pub(super) fn area(ty: &TypeDef) -> Area {
    match ty {
        TypeDef::Enum(_) => Area::Enum,
        TypeDef::Record(_) => Area::Object,
        TypeDef::Union(_) => Area::Union,
        TypeDef::Filter(_) => Area::Filter,
    }
}

fn item(path: String, text: String, when: When) -> Item {
    match when {
        When::Old => Item { path, old: Some(text), new: None },
        When::New => Item { path, old: None, new: Some(text) },
    }
}

/// Returns the lines that stand for a definition: members go with it, but what is implemented for other types
/// does not.
fn heads(surface: &Surface<'_>, path: &str, definition: Definition, when: When) -> Vec<Item> {
    let shape = surface.definition(path, definition);
    let goes_with = |line: &str| line.strip_prefix(path).is_some_and(|rest| rest.starts_with([':', '.']));
    let lines = shape.lines().filter(|line| line.path == path || !goes_with(&line.path));
    lines.map(|line| item(line.path.clone(), line.text.clone(), when)).collect()
}

impl Walk<'_, '_> {
    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => self.ty(inner),
            Type::Named(id) => self.named(*id),
            Type::Embedded { view, .. } => self.view(*view),
            _ => {}
        }
    }

    /// Takes a definition, if only this document has it and no change has it yet.
    fn take(&mut self, path: &str) -> bool {
        let Some(definition) = self.side.definitions.remove(path) else { return false };
        self.items.extend(heads(self.surface, path, definition, self.when));
        true
    }

    fn named(&mut self, id: TypeId) {
        let emitted = self.surface.names.ty(id).emitted_as;
        if !self.seen.insert(id) {
            return;
        }
        let names = self.surface.names.ty(emitted);
        let prefix = self.surface.prefix(names.module);
        let read = self.take(&format!("{prefix}{}", names.ident));
        let sent = self.take(&format!("{prefix}{}", names.sent));
        let others = self.surface.names.aliases.iter().filter(|((_, of), _)| *of == emitted);
        let others: Vec<String> =
            others.map(|((module, _), name)| format!("{}{name}", self.surface.prefix(*module))).collect();
        let borrowed = others.iter().filter(|path| self.take(path)).count() > 0;
        if !(read || sent || borrowed) {
            return;
        }
        let surface = self.surface;
        match &surface.api.types[id] {
            TypeDef::Enum(_) => {}
            TypeDef::Record(record) => {
                record.fields.iter().map(|field| &field.ty).chain(&record.rest).for_each(|ty| self.ty(ty))
            }
            TypeDef::Union(union) => union.alternatives.iter().for_each(|item| self.ty(&item.ty)),
            TypeDef::Filter(filter) => filter.fields.iter().for_each(|field| self.filter(field)),
        }
    }

    fn view(&mut self, id: WriteViewId) {
        let names = self.surface.names.view(id);
        if !self.seen_views.insert(id) || !self.take(&format!("{}{}", self.surface.prefix(names.module), names.ident)) {
            return;
        }
        let view = &self.surface.api.write_views[id];
        view.attributes.iter().map(|field| &field.ty).chain(&view.meta).for_each(|ty| self.ty(ty));
    }

    fn filter(&mut self, field: &FilterField) {
        let name = set_name(&operator_set(field));
        if self.side.operators.remove(&name) {
            self.items.push(item(format!("filters::{name}"), "enum".to_owned(), self.when));
        }
        if let FilterValue::Enum(id) = field.value {
            self.named(id);
        }
    }
}

/// What is left of a node's lines when all of its parts were looked at: something is written
/// differently, though it means the same.
impl Differ<'_> {
    pub(super) fn rest(&mut self, subject: Subject<'_>, places: Places<'_>, deltas: super::delta::Deltas) {
        for (part, delta) in deltas.rest() {
            let what = match part.kind {
                PartKind::Head => {
                    "callers write it differently, because of what it is named after or shares its type with".to_owned()
                }
                _ => format!("{part}: callers write it differently, because of what it is named after"),
            };
            self.change(subject, Kind::Renamed, places, what, delta);
        }
    }
}
