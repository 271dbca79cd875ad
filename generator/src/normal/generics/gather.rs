//! Collects what generic schemas are made of: references, anchors, and the schemas that a dynamic scope consists of.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value};

use super::super::position::Position;
use super::super::references;
use super::super::walk::{Pass, walk};
use crate::spec::{Field, Object};

/// Keywords of a schema that is another name of what its `$ref` leads to.
const ALIAS: [&str; 4] = ["$ref", "$dynamicAnchor", "$anchor", "$comment"];

/// A reference of a schema.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    /// The text of the reference.
    pub(super) text: String,
    /// Whether it is a `$dynamicRef`.
    pub(super) is_dynamic: bool,
    /// The pointers of the schemas with an `$id` that it is in, outer ones first.
    pub(super) resources: Vec<String>,
}

/// A `$dynamicAnchor`.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    pub(super) name: String,
    /// The pointer of the schema.
    pub(super) at: String,
    /// The pointer of the schema with an `$id` around it.
    pub(super) resource: Option<String>,
    /// The pointer of the outermost schema around it.
    pub(super) root: String,
}

/// The parts of a document that its dynamic references depend on.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// References by the pointer of their text.
    pub(super) edges: BTreeMap<String, Edge>,
    pub(super) anchors: Vec<Anchor>,
    /// The pointers of schemas that no schema is around, in the order of the document.
    pub(super) roots: Vec<String>,
    /// The same, and those of schemas with an `$id`.
    pub(super) is_root: HashSet<String>,
    pub(super) is_resource: HashSet<String>,
    /// The pointers of schemas with a name of their own.
    pub(super) named: BTreeSet<String>,
    /// The pointers of schemas that say nothing but a `$ref`.
    pub(super) aliases: HashSet<String>,
    /// The pointers of anchors by their names.
    pub(super) by_name: HashMap<String, Vec<String>>,
}

/// Goes through a document, which is not changed.
pub(super) fn gather(document: &mut Value) -> Gathered {
    let mut gather = Gather::default();
    walk(document, &mut gather);
    gather.gathered
}

/// Returns the part of an ordered map or set that is below a pointer, as its bounds.
pub(super) fn below(pointer: &str) -> std::ops::Range<String> {
    // `0` is the character after `/`.
    format!("{pointer}/")..format!("{pointer}0")
}

#[derive(Default)]
struct Gather {
    gathered: Gathered,
    /// The pointers of the schemas around, from the outermost one, and whether each has an `$id`.
    around: Vec<(String, bool)>,
}

impl Pass for Gather {
    fn enter(&mut self, object: Object, members: &mut Map<String, Value>, at: &Position<'_>) {
        match object {
            Object::Schema => self.schema(members, at.text()),
            Object::Discriminator => {
                for (at, text) in references::mapped(members, &at.pointer()) {
                    self.edge(at.as_str().to_owned(), text, false);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, _: Object, _: &str, _: Option<&'static Field>, _: &Position<'_>) {}

    fn leave(&mut self, object: Object, value: &mut Value, _: &Position<'_>) {
        if object == Object::Schema && value.is_object() {
            self.around.pop();
        }
    }
}

impl Gather {
    fn schema(&mut self, members: &Map<String, Value>, here: String) {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        if self.around.is_empty() && self.gathered.is_root.insert(here.clone()) {
            self.gathered.roots.push(here.clone());
        }
        let is_resource = text("$id").is_some();
        self.around.push((here.clone(), is_resource));
        if is_resource {
            self.gathered.is_resource.insert(here.clone());
        }
        if ["$id", "$anchor", "$dynamicAnchor"].iter().any(|key| text(key).is_some()) {
            self.gathered.named.insert(here.clone());
        }
        if let Some(name) = text("$dynamicAnchor") {
            self.anchor(name, &here);
        }
        if text("$ref").is_some() && members.keys().all(|key| ALIAS.contains(&key.as_str())) {
            self.gathered.aliases.insert(here.clone());
        }
        for (key, is_dynamic) in [("$ref", false), ("$dynamicRef", true)] {
            if let Some(text) = text(key) {
                self.edge(format!("{here}/{key}"), text, is_dynamic);
            }
        }
    }

    fn edge(&mut self, at: String, text: &str, is_dynamic: bool) {
        let resources = self.around.iter().filter(|(_, is_resource)| *is_resource).map(|(at, _)| at.clone()).collect();
        self.gathered.edges.insert(at, Edge { text: text.to_owned(), is_dynamic, resources });
    }

    fn anchor(&mut self, name: &str, here: &str) {
        let resource = self.around.iter().rev().find(|(_, is_resource)| *is_resource).map(|(at, _)| at.clone());
        let root = self.around.first().map(|(at, _)| at.clone()).unwrap_or_default();
        self.gathered.anchors.push(Anchor { name: name.to_owned(), at: here.to_owned(), resource, root });
        self.gathered.by_name.entry(name.to_owned()).or_default().push(here.to_owned());
    }
}
