//! Assigns definitions that only one of the documents has to the changes that add or remove them.
//!
//! A type has no change of its own where the attribute that is of the type came or went: it is listed
//! with that one. Each goes with the first change that names it.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Item;
use super::delta::Delta;
use super::surface::{Definition, PartKind, Surface};
use super::words::code;
use super::{Area, ChangeKind, Differ, Places, Subject, words};
use crate::ir::visit::{self, Visit};
use crate::ir::{FilterField, Type, TypeDef, TypeId, WriteViewId};
use crate::name::{Module, operator_set, set_name};
use crate::source::Pointer;

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
pub(super) struct Claiming<'a, 's> {
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
        self.claim_nodes(delta, old, new, |claiming, ty| claiming.visit_type(&Pointer::root(), ty));
    }

    /// Adds to `delta` what goes with fields of filters.
    pub(super) fn claim_filters<'f>(
        &mut self,
        delta: &mut Delta,
        old: impl IntoIterator<Item = &'f FilterField>,
        new: impl IntoIterator<Item = &'f FilterField>,
    ) {
        self.claim_nodes(delta, old, new, |claiming, field| claiming.visit_filter_field(&Pointer::root(), field));
    }

    /// Adds to `delta` what goes with nodes of the model, each visited by `visit`.
    pub(super) fn claim_nodes<N>(
        &mut self,
        delta: &mut Delta,
        old: impl IntoIterator<Item = N>,
        new: impl IntoIterator<Item = N>,
        visit: impl Fn(&mut Claiming<'_, '_>, N),
    ) {
        let mut old_side = Claiming::new(self.old, &mut self.claims.gone, When::Old);
        old.into_iter().for_each(|node| visit(&mut old_side, node));
        delta.items.append(&mut old_side.items);
        let mut new_side = Claiming::new(self.new, &mut self.claims.fresh, When::New);
        new.into_iter().for_each(|node| visit(&mut new_side, node));
        delta.items.append(&mut new_side.items);
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

    /// Compares what no change has named: types whose names follow from others that came or went.
    pub(super) fn unclaimed(&mut self) {
        for when in [When::Old, When::New] {
            let (surface, side) = match when {
                When::Old => (self.old, &mut self.claims.gone),
                When::New => (self.new, &mut self.claims.fresh),
            };
            let definitions = std::mem::take(&mut side.definitions);
            let operators = std::mem::take(&mut side.operators);
            let kind = if when == When::Old { ChangeKind::Removed } else { ChangeKind::Added };
            for (path, definition) in definitions {
                let (area, what, at) = described(surface, definition);
                let places = match when {
                    When::Old => Places { old: Some(at), new: None },
                    When::New => Places { old: None, new: Some(at) },
                };
                let mut delta = Delta::default();
                delta.items.extend(heads(surface, &path, definition, when));
                let verb = if when == When::Old { "is no longer there" } else { "is new" };
                self.change(
                    Subject { area, of: &code(&path) },
                    kind,
                    places,
                    format!("{what} {verb} under this name"),
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
fn described<'a>(surface: &Surface<'a>, definition: Definition) -> (Area, String, &'a Pointer) {
    match definition {
        Definition::View(id) => {
            let view = &surface.api.write_views[id];
            (Area::Sent, words::of_view(surface, view), &view.at)
        }
        Definition::Type(id) | Definition::Borrowed(_, id) => {
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

impl<'a, 's> Claiming<'a, 's> {
    fn new(surface: &'a Surface<'a>, side: &'s mut Side, when: When) -> Self {
        Self { surface, side, when, seen: BTreeSet::new(), seen_views: BTreeSet::new(), items: Vec::new() }
    }

    /// Takes a definition, if only this document has it and no change has it yet.
    fn take(&mut self, path: &str) -> bool {
        let Some(definition) = self.side.definitions.remove(path) else { return false };
        self.items.extend(heads(self.surface, path, definition, self.when));
        true
    }
}

impl Visit for Claiming<'_, '_> {
    fn visit_type_id(&mut self, _: &Pointer, id: &TypeId) {
        let emitted = self.surface.names.ty(*id).emitted_as;
        if !self.seen.insert(*id) {
            return;
        }
        let names = self.surface.names.ty(emitted);
        let prefix = self.surface.prefix(names.module);
        let is_own = self.take(&format!("{prefix}{}", names.ident));
        let others = self.surface.names.aliases.iter().filter(|((_, of), _)| *of == emitted);
        let others: Vec<String> =
            others.map(|((module, _), name)| format!("{}{name}", self.surface.prefix(*module))).collect();
        let borrowed = others.iter().filter(|path| self.take(path)).count() > 0;
        if is_own || borrowed {
            self.visit_definition(&self.surface.api.types[*id]);
        }
    }

    fn visit_view_id(&mut self, _: &Pointer, id: &WriteViewId) {
        let names = self.surface.names.view(*id);
        let path = format!("{}{}", self.surface.prefix(names.module), names.ident);
        if self.seen_views.insert(*id) && self.take(&path) {
            self.visit_write_view(&self.surface.api.write_views[*id]);
        }
    }

    fn visit_filter_field(&mut self, at: &Pointer, field: &FilterField) {
        let name = set_name(&operator_set(field));
        if self.side.operators.remove(&name) {
            self.items.push(item(format!("filters::{name}"), "enum".to_owned(), self.when));
        }
        visit::visit_filter_field(self, at, field);
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
            self.change(subject, ChangeKind::Renamed, places, what, delta);
        }
    }
}
