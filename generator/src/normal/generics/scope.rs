//! Dynamic scopes: which schema each anchor's name means on the way to a reference.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::super::identity::{Identity, ancestors};
use super::super::position::Position;
use super::Meaning;
use super::gather::{Anchor, Edge, Gathered};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FILES, Pointer, percent_decoded};

/// The pointers of anchors by their names: the outermost ones on the way.
pub(super) type Scope = BTreeMap<String, String>;

/// The anchors of a document, by the schema resources that they are in.
pub(super) struct Scopes {
    identity: Identity,
    pub(super) gathered: Gathered,
    /// The anchors of each schema resource, by its pointer. The outermost schema around an anchor is one where the
    /// resource has several anchors of the name, which then have no meaning otherwise.
    anchors: HashMap<String, Scope>,
    /// Names that one resource has twice: nothing tells which is meant.
    broken: HashSet<String>,
    /// The names that an outermost schema depends on.
    free: HashMap<String, BTreeSet<String>>,
}

/// Returns the name of an anchor in the text of a reference.
pub(super) fn name_of(text: &str) -> &str {
    text.rsplit_once('#').map_or(text, |(_, name)| name)
}

impl Scopes {
    /// Returns the scopes of what was gathered.
    pub(super) fn new(identity: Identity, gathered: Gathered) -> Self {
        let mut scopes =
            Self { identity, gathered, anchors: HashMap::new(), broken: HashSet::new(), free: HashMap::new() };
        scopes.place_anchors();
        scopes.free = scopes.free_names();
        scopes
    }

    /// Assigns each anchor to its resource.
    fn place_anchors(&mut self) {
        let mut count: HashMap<(String, &str), usize> = HashMap::new();
        for anchor in &self.gathered.anchors {
            *count.entry((outer(anchor), anchor.name.as_str())).or_default() += 1;
        }
        for anchor in &self.gathered.anchors {
            let outer = outer(anchor);
            let is_only = anchor.resource.is_some() || count.get(&(outer.clone(), anchor.name.as_str())) == Some(&1);
            let key = if is_only { outer } else { anchor.root.clone() };
            let known = self.anchors.entry(key).or_default();
            if known.insert(anchor.name.clone(), anchor.at.clone()).is_some() {
                self.broken.insert(anchor.name.clone());
            }
        }
        let Self { anchors, broken, .. } = self;
        anchors.values_mut().for_each(|scope| scope.retain(|name, _| !broken.contains(name)));
    }

    /// Returns a warning for each name of several anchors that only their outermost schemas distinguish.
    pub(super) fn assumed(&self) -> Diagnostics {
        let mut found = Diagnostics::new();
        let mut first: HashMap<(String, &str), &Anchor> = HashMap::new();
        let mut told = HashSet::new();
        for anchor in self.gathered.anchors.iter().filter(|anchor| anchor.resource.is_none()) {
            let key = (outer(anchor), anchor.name.as_str());
            let Some(known) = first.get(&key) else {
                first.insert(key, anchor);
                continue;
            };
            if self.broken.contains(&anchor.name) || !told.insert(key) {
                continue;
            }
            let message = format!("several schemas have the `$dynamicAnchor` `{}`, and no `$id`", anchor.name);
            let help = "each is read as if the schema around it had an `$id` of its own; give it one, such as \
                        `$id: book-page`";
            let at = Pointer::from_text(&anchor.at).key("$dynamicAnchor");
            let problem = Diagnostic::new(Code::Assumed, at, message);
            found.push(problem.also(Pointer::from_text(&known.at), "the first one").help(help));
        }
        found
    }

    /// Returns the address of the document, where a reference needs one.
    pub(super) fn document_uri(&self) -> String {
        if self.gathered.is_resource.is_empty() { String::new() } else { self.identity.document_uri().to_owned() }
    }

    /// Returns the outermost schema around a pointer.
    pub(super) fn root(&self, pointer: &str) -> String {
        let found = ancestors(pointer).filter(|at| self.gathered.is_root.contains(*at)).last();
        found.unwrap_or(pointer).to_owned()
    }

    /// Adds the anchors of the resource that a pointer is in, for the names that mean nothing yet.
    pub(super) fn enter(&self, scope: &mut Scope, pointer: &str) {
        for (name, at) in self.anchors_around(pointer).into_iter().flatten() {
            if !scope.contains_key(name) {
                scope.insert(name.clone(), self.plain(at));
            }
        }
    }

    /// Returns the anchors of the resource that a pointer is in.
    fn anchors_around(&self, pointer: &str) -> Vec<&Scope> {
        let resource = ancestors(pointer).find(|at| self.gathered.is_resource.contains(*at));
        let keys = match resource {
            Some(resource) => vec![resource.to_owned()],
            None => vec![file_of(pointer), self.root(pointer)],
        };
        keys.iter().filter_map(|key| self.anchors.get(key)).collect()
    }

    /// Returns the scope of a schema where it is written: what is around it counts.
    pub(super) fn own(&self, pointer: &str) -> Scope {
        let mut scope = Scope::new();
        let root = self.root(pointer);
        self.enter(&mut scope, &root);
        let inner: Vec<&str> = ancestors(pointer).filter(|at| self.gathered.is_resource.contains(*at)).collect();
        inner.into_iter().rev().for_each(|at| self.enter(&mut scope, at));
        scope
    }

    /// Returns the part of a scope that an outermost schema depends on.
    pub(super) fn restricted(&self, scope: &Scope, root: &str) -> Scope {
        let Some(free) = self.free.get(root).filter(|free| !free.is_empty()) else { return Scope::new() };
        scope.iter().filter(|(name, _)| free.contains(*name)).map(|(name, at)| (name.clone(), at.clone())).collect()
    }

    /// Returns what a reference means in a scope.
    pub(super) fn meaning(&self, at: &str, edge: &Edge, scope: &Scope) -> Meaning {
        let Edge { text, is_dynamic, .. } = edge;
        let target = self.target(at, text);
        if !*is_dynamic {
            return target.map_or(Meaning::Unknown, Meaning::To);
        }
        let name = name_of(text);
        let anchors = self.gathered.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        match (scope.get(name), anchors) {
            _ if target.as_ref().is_some_and(|target| !anchors.contains(target)) => {
                target.map_or(Meaning::Unknown, Meaning::To)
            }
            (Some(bound), _) => Meaning::To(bound.clone()),
            // `page#item` means the anchor that it names where nothing else does.
            (None, _) if target.is_some() && !text.starts_with('#') => target.map_or(Meaning::Unknown, Meaning::To),
            (None, []) => Meaning::Unknown,
            (None, [only]) => Meaning::To(only.clone()),
            (None, _) if self.broken.contains(name) => Meaning::Unknown,
            (None, _) => Meaning::Unbound,
        }
    }

    /// Returns the pointer that the text of a reference means by itself.
    fn target(&self, at: &str, text: &str) -> Option<String> {
        let named = text.strip_prefix('#').filter(|name| self.gathered.by_name.contains_key(*name));
        let anchor = named.and_then(|name| self.anchors_around(at).into_iter().find_map(|scope| scope.get(name)));
        if let Some(anchor) = anchor {
            return Some(anchor.clone());
        }
        match self.identity.local(text, &Position::start(at)) {
            Some(local) => local.strip_prefix('#').map(str::to_owned),
            None => {
                let pointer = text.strip_prefix('#').filter(|rest| rest.is_empty() || rest.starts_with('/'));
                pointer.map(percent_decoded)
            }
        }
    }

    /// Returns what an anchor that is only a reference leads to, if nothing there depends on the way.
    fn plain(&self, anchor: &str) -> String {
        let target = self.gathered.aliases.contains(anchor).then(|| format!("{anchor}/$ref"));
        let target = target.and_then(|at| self.target_of_alias(&at));
        target
            .filter(|target| self.free.get(&self.root(target)).is_none_or(BTreeSet::is_empty))
            .unwrap_or_else(|| anchor.to_owned())
    }

    fn target_of_alias(&self, at: &str) -> Option<String> {
        let edge = self.gathered.edges.get(at)?;
        // Another anchor's name is left for the copy to resolve.
        if edge.text.contains('/') { self.target(at, &edge.text) } else { None }
    }

    /// Returns the names that each outermost schema depends on, through its references.
    fn free_names(&self) -> HashMap<String, BTreeSet<String>> {
        let mut free: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut users: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut work: Vec<(String, String)> = Vec::new();
        for (at, edge) in &self.gathered.edges {
            let root = self.root(at);
            let mut targets = Vec::from_iter(self.target(at, &edge.text));
            if edge.is_dynamic {
                let name = name_of(&edge.text);
                targets.extend(self.gathered.by_name.get(name).into_iter().flatten().cloned());
                if self.gathered.by_name.contains_key(name) {
                    work.push((root.clone(), name.to_owned()));
                }
            }
            for target in targets {
                users.entry(self.root(&target)).or_default().insert(root.clone());
            }
        }
        while let Some((root, name)) = work.pop() {
            if free.entry(root.clone()).or_default().insert(name.clone()) {
                let users = users.get(&root).into_iter().flatten();
                work.extend(users.map(|user| (user.clone(), name.clone())));
            }
        }
        free
    }

    /// Takes the names out of the document that have their meaning by now.
    pub(super) fn remove_anchors(&self, document: &mut Value) {
        for anchor in self.gathered.anchors.iter().filter(|anchor| !self.broken.contains(&anchor.name)) {
            if let Some(Value::Object(members)) = document.pointer_mut(&anchor.at) {
                members.shift_remove("$dynamicAnchor");
            }
        }
    }
}

/// Returns the resource that an anchor is in: a schema with an `$id`, a file, or the document.
fn outer(anchor: &Anchor) -> String {
    anchor.resource.clone().unwrap_or_else(|| file_of(&anchor.at))
}

/// Returns the pointer of the file that a pointer is in; empty for the document.
fn file_of(pointer: &str) -> String {
    let rest =
        pointer.strip_prefix('/').and_then(|rest| rest.strip_prefix(FILES)).and_then(|rest| rest.strip_prefix('/'));
    let name = rest.map(|rest| rest.split_once('/').map_or(rest, |(name, _)| name));
    name.map_or_else(String::new, |name| format!("/{FILES}/{name}"))
}
