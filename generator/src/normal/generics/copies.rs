//! Copies of generic schemas, one for each meaning that their dynamic references have.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::Edit;
use super::gather::below;
use super::scope::{Scope, Scopes};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Moves, Pointer, count_values};

/// The largest number of copies of a document.
const MOST: usize = 2_000;

/// The largest number of values in all copies.
const BUDGET: usize = 1_000_000;

/// A copy of a schema.
#[derive(Debug)]
pub(super) struct Copy {
    /// The pointer of the schema.
    pub(super) of: String,
    /// The meaning of the names.
    pub(super) scope: Scope,
    /// The name of the component.
    name: String,
    /// The references, which stand in the original at their places.
    edits: Vec<Edit>,
}

/// All copies.
pub(super) struct Copies {
    all: Vec<Copy>,
    known: HashMap<(String, Scope), usize>,
    names: HashSet<String>,
    budget: usize,
    /// The pointer of the first schema whose copy would have exceeded a limit.
    exceeded: Option<String>,
}

impl Copies {
    /// Returns an empty list. Components of the document keep their names.
    pub(super) fn new(document: &Value) -> Self {
        let names = document.pointer("/components/schemas").and_then(Value::as_object);
        let names = names.into_iter().flat_map(Map::keys).cloned().collect();
        Self { all: Vec::new(), known: HashMap::new(), names, budget: BUDGET, exceeded: None }
    }

    pub(super) fn get(&self, number: usize) -> Option<&Copy> {
        self.all.get(number)
    }

    /// Sets the references of a copy.
    pub(super) fn edit(&mut self, number: usize, edits: Vec<Edit>) {
        if let Some(copy) = self.all.get_mut(number) {
            copy.edits = edits;
        }
    }

    /// Returns the pointer of the copy for a scope, and its number if it is new.
    pub(super) fn find(&mut self, of: &str, scope: Scope, own: &Scope, document: &Value) -> (String, Option<usize>) {
        let key = (of.to_owned(), scope);
        if let Some(copy) = self.known.get(&key).and_then(|number| self.all.get(*number)) {
            return (pointer(&copy.name), None);
        }
        let size = document.pointer(of).map_or(0, count_values);
        if self.all.len() >= MOST || size > self.budget {
            self.exceeded.get_or_insert_with(|| of.to_owned());
            return (of.to_owned(), None);
        }
        self.budget -= size;
        let mut name = name(of, &key.1, own);
        while !self.names.insert(name.clone()) {
            name.push('_');
        }
        let number = self.all.len();
        self.known.insert(key.clone(), number);
        let at = pointer(&name);
        self.all.push(Copy { of: key.0, scope: key.1, name, edits: Vec::new() });
        (at, Some(number))
    }

    /// Returns the error for copies that were too many.
    pub(super) fn problems(&self) -> Diagnostics {
        let mut problems = Diagnostics::new();
        if let Some(at) = &self.exceeded {
            let message = format!("generic schemas have more than {MOST} meanings, or {BUDGET} values in all of them");
            let help = "bind fewer names by `$dynamicAnchor`, or write a `$ref` where a reference has one meaning";
            problems.push(Diagnostic::new(Code::AmbiguousReference, Pointer::from_text(at), message).help(help));
        }
        problems
    }

    /// Puts the copies into the document, as components.
    pub(super) fn insert(self, document: &mut Value, scopes: &Scopes, moves: &mut Moves) {
        let copied: Vec<(Copy, Value)> = self
            .all
            .into_iter()
            .filter_map(|copy| {
                let value = document.pointer(&copy.of)?.clone();
                Some((copy, value))
            })
            .collect();
        for (copy, mut value) in copied {
            remove_names(&mut value, &copy.of, scopes);
            let at = pointer(&copy.name);
            let Some(components) = document.as_object_mut() else { return };
            let components = components.entry("components").or_insert_with(|| json!({}));
            let Some(components) = components.as_object_mut() else { return };
            let schemas = components.entry("schemas").or_insert_with(|| json!({}));
            let Some(schemas) = schemas.as_object_mut() else { return };
            schemas.insert(copy.name, value);
            moves.copy(copy.of.clone(), at.clone());
            for Edit { at: written, to } in copy.edits {
                let below = written.strip_prefix(&copy.of).unwrap_or_default();
                Edit { at: format!("{at}{below}"), to }.apply(document, "", moves);
            }
        }
    }
}

/// Takes the names of schemas out of a copy: they are those of the original.
fn remove_names(copy: &mut Value, of: &str, scopes: &Scopes) {
    let below = scopes.gathered.named.range(below(of));
    let named = below.filter_map(|at| at.strip_prefix(of)).chain([""]);
    for at in named {
        if let Some(Value::Object(members)) = copy.pointer_mut(at) {
            ["$id", "$anchor", "$dynamicAnchor"].iter().for_each(|key| drop(members.shift_remove(*key)));
        }
    }
}

fn pointer(name: &str) -> String {
    Pointer::root().key("components").key("schemas").key(name).to_string()
}

/// Returns the name of a copy: the schema, and what differs from its own meaning.
fn name(of: &str, scope: &Scope, own: &Scope) -> String {
    let bound = scope.iter().filter(|(name, at)| own.get(*name) != Some(at));
    bound.fold(label(of), |text, (name, at)| format!("{text}.{}-{}", plain(name), label(at)))
}

/// Returns the name of a schema, made of the pointer to it.
fn label(pointer: &str) -> String {
    let short = pointer.strip_prefix(super::COMPONENTS).or_else(|| pointer.strip_prefix('/')).unwrap_or(pointer);
    short.split('/').map(plain).collect::<Vec<_>>().join(".")
}

fn plain(text: &str) -> String {
    let is_plain = |character: &char| character.is_ascii_alphanumeric() || ['-', '_', '.'].contains(character);
    text.chars().filter(is_plain).collect()
}
