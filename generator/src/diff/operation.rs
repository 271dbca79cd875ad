//! Compares operations: those that were added, removed or changed.

use std::collections::{BTreeMap, BTreeSet};

use super::delta::{Delta, Deltas};
use super::part::deprecation;
use super::surface::{ApiLine, PartKind, Shape, Surface, SurfacePart};
use super::words::code;
use super::{Area, ChangeKind, Differ, Item, Places, Subject, words};
use crate::ir::visit::Visit;
use crate::ir::{Method, Operation, OperationId, Security};
use crate::name::names_of;

/// An operation in both documents.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) old: &'a Operation,
    pub(super) new: &'a Operation,
}

impl Pair<'_> {
    pub(super) fn places(&self) -> Places<'_> {
        Places::both(&self.old.at, &self.new.at)
    }
}

impl Differ<'_> {
    pub(super) fn operations(&mut self) {
        let pairs = pairs(self.old, self.new);
        let (old, new) = (self.old.api, self.new.api);
        for (id, operation) in old.operations.iter() {
            let of = code(title(operation));
            match pairs.get(&id) {
                Some(after) => self.operation(&of, (id, *after)),
                None => {
                    let mut delta = Delta::removed(&heads(self.old, id));
                    self.claim_operation(&mut delta, Some(operation), None);
                    let name = format!("the operation {}", code(&operation.id));
                    self.removed(Subject { area: Area::Operation, of: &of }, &name, Some(&operation.at), delta);
                }
            }
        }
        for (id, operation) in new.operations.iter() {
            if pairs.values().any(|known| *known == id) {
                continue;
            }
            let mut delta = Delta::added(&heads(self.new, id));
            self.claim_operation(&mut delta, None, Some(operation));
            let (of, name) = (code(title(operation)), format!("the operation {}", code(&operation.id)));
            self.added(Subject { area: Area::Operation, of: &of }, &name, "", Some(&operation.at), delta);
        }
    }

    fn operation(&mut self, of: &str, (old_id, new_id): (OperationId, OperationId)) {
        let pair = Pair { old: &self.old.api.operations[old_id], new: &self.new.api.operations[new_id] };
        let subject = |area| Subject { area, of };
        self.text(pair.old.summary.as_ref(), pair.new.summary.as_ref());
        self.text(pair.old.docs.as_ref(), pair.new.docs.as_ref());
        let before = self.old.operation(old_id);
        let after = self.new.operation(new_id);
        let renaming = Renaming::new((self.old, old_id), (self.new, new_id));
        self.identity(of, pair, &renaming, (old_id, new_id));
        let first = self.changes.len();
        let forwarded = self.with_types_now(renaming.forwards(before));
        let mut deltas = Deltas::new(&forwarded, &after);
        if renaming.renames() {
            // It has the earlier name by itself now.
            deltas.take_all(PartKind::Alias);
            deltas.take(PartKind::Head, "");
        }
        for (alias, delta) in deltas.take_all(PartKind::Alias) {
            let known = after.parts.keys().any(|part| part.kind == PartKind::Alias && part.name == alias);
            let was = self.old.names.operation(old_id).aliases.contains(&alias);
            // A name whose signature differs follows the method, and the names of the path's parameters
            // are none of callers' business.
            if known && was {
                let signature = |shape: &Shape| shape.function.as_ref().map(|function| function.signature.clone());
                if signature(&forwarded) != signature(&after) {
                    deltas.merge_head(delta);
                }
                continue;
            }
            let verb = if known { "is kept" } else { "is no longer kept" };
            let kind = if known { ChangeKind::Added } else { ChangeKind::Removed };
            let what = format!("its earlier name {} {verb}", code(alias));
            self.change(subject(Area::Operation), kind, pair.places(), what, delta);
        }
        self.facts(of, pair);
        self.facts_of_operation(of, pair);
        self.parameters(of, pair, &mut deltas);
        self.filters(of, pair, &mut deltas);
        self.body(of, pair, &mut deltas);
        self.response(of, pair, &mut deltas);
        self.limits(of, pair, &mut deltas);
        if renaming.renames() {
            // The names of its types follow its own, which is reported.
            let changes = self.changes.iter_mut().skip(first);
            changes.for_each(|change| renaming.backwards(&mut change.items));
            return;
        }
        self.rest(subject(Area::Operation), pair.places(), deltas);
    }

    /// Returns an old shape with its sparse fieldsets under what their resource types are called now.
    fn with_types_now(&self, mut shape: Shape) -> Shape {
        let now = |mut part: SurfacePart| {
            if let PartKind::Fields(_) = part.kind {
                part.name = self.type_now(&part.name);
            }
            part
        };
        shape.parts = std::mem::take(&mut shape.parts).into_iter().map(|(part, lines)| (now(part), lines)).collect();
        if let Some(function) = &mut shape.function {
            let arguments = std::mem::take(&mut function.arguments);
            function.arguments = arguments.into_iter().map(|(part, argument)| (now(part), argument)).collect();
        }
        shape
    }

    /// Compares whether it has another name, path or tag: then all that is named after it is another.
    fn identity(&mut self, of: &str, pair: Pair<'_>, renaming: &Renaming, (old, new): (OperationId, OperationId)) {
        let (before, after) = (pair.old, pair.new);
        let mut said = Vec::new();
        let mut kind = ChangeKind::Moved;
        if before.id != after.id {
            kind = ChangeKind::Renamed;
            said.push(format!("is called {}, was {}", code(&after.id), code(&before.id)));
        }
        if key(before) != key(after) {
            said.push(format!("is at {}, was at {}", code(title(after)), code(title(before))));
        } else if before.path_template() != after.path_template() {
            said.push("is at another spelling of its path".to_owned());
        }
        let tag = |surface: &Surface<'_>, operation: &Operation| {
            surface.api.tags.get(operation.tag).map(|tag| tag.name.clone()).unwrap_or_default()
        };
        let (was, is) = (tag(self.old, before), tag(self.new, after));
        if was != is {
            said.push(format!("is in tag {}, was in {}", code(&is), code(&was)));
        }
        let mut delta = Delta::default();
        if renaming.renames() {
            delta.merge(Delta::removed(&heads(self.old, old)));
            delta.merge(Delta::added(&heads(self.new, new)));
            delta.settle();
            delta.say(renaming.said(&self.new.names.operation(new).aliases));
        }
        if said.is_empty() && delta.is_empty() {
            return;
        }
        if said.is_empty() {
            said.push("callers write it differently".to_owned());
        }
        let what = format!("the operation {}", said.join(", and "));
        self.change(Subject { area: Area::Operation, of }, kind, pair.places(), what, delta);
    }

    /// Compares what no signature of an operation shows.
    fn facts(&mut self, of: &str, pair: Pair<'_>) {
        let (old, new) = (pair.old, pair.new);
        let mut fact = |area, kind, what: String| {
            self.change(Subject { area, of }, kind, pair.places(), what, Delta::default());
        };
        if old.deprecated != new.deprecated {
            fact(Area::Operation, ChangeKind::Deprecated, format!("the operation {}", deprecation(new.deprecated)));
        }
        if old.security != new.security {
            let verb = match new.security {
                Security::Credentials => "sends the client's credentials now",
                Security::Public => "sends no credentials any more",
            };
            fact(Area::Operation, ChangeKind::Changed, format!("the operation {verb}"));
        }
        let (was, is) = (&old.vendor.pre_release, &new.vendor.pre_release);
        if was != is {
            let stage = |stage: &Option<String>| stage.clone().unwrap_or_else(|| "generally available".to_owned());
            fact(
                Area::Operation,
                ChangeKind::Changed,
                format!("its stage is {}, was {}", code(stage(is)), code(stage(was))),
            );
        }
        let (was, is) = (&old.vendor.scopes, &new.vendor.scopes);
        let only = |of: &[String], other: &[String]| -> Vec<String> {
            of.iter().filter(|scope| !other.contains(scope)).cloned().collect()
        };
        let (added, removed) = (only(is, was), only(was, is));
        if !added.is_empty() {
            let list = words::list(added.iter().map(String::as_str));
            fact(Area::Scope, ChangeKind::Added, format!("a token needs {list} as well"));
        }
        if !removed.is_empty() {
            let list = words::list(removed.iter().map(String::as_str));
            fact(Area::Scope, ChangeKind::Removed, format!("a token does not need {list} any more"));
        }
    }

    /// Adds what goes with an operation that came or went.
    fn claim_operation(&mut self, delta: &mut Delta, old: Option<&Operation>, new: Option<&Operation>) {
        self.claim_nodes(delta, old, new, |claiming, operation| claiming.visit_operation(operation));
    }
}

/// Returns which operations are one and the same: by method and path, else by id, else by an earlier id.
pub(super) fn pairs(old: &Surface<'_>, new: &Surface<'_>) -> BTreeMap<OperationId, OperationId> {
    let mut pairs = BTreeMap::new();
    let mut free: BTreeMap<OperationId, &Operation> = new.api.operations.iter().collect();
    let by_key: BTreeMap<(Method, String), OperationId> =
        new.api.operations.iter().map(|(id, operation)| (key(operation), id)).collect();
    for (id, operation) in old.api.operations.iter() {
        if let Some(found) = by_key.get(&key(operation)).filter(|found| free.contains_key(found)) {
            free.remove(found);
            pairs.insert(id, *found);
        }
    }
    let same_id = |before: &Operation, after: &Operation| before.id == after.id;
    // An earlier id that an operation has by now, or one of another method, tells of no renaming.
    let ids = |surface: &Surface<'_>| -> BTreeSet<String> {
        surface.api.operations.iter().map(|(_, operation)| operation.id.clone()).collect()
    };
    let (ids_before, ids_after) = (ids(old), ids(new));
    let alias = |before: &Operation, after: &Operation| {
        let forwards = after.vendor.aliases.contains(&before.id) && !ids_after.contains(&before.id);
        let backwards = before.vendor.aliases.contains(&after.id) && !ids_before.contains(&after.id);
        before.method == after.method && (forwards || backwards)
    };
    for is_same in [&same_id as &dyn Fn(&Operation, &Operation) -> bool, &alias] {
        for (id, operation) in old.api.operations.iter() {
            if pairs.contains_key(&id) {
                continue;
            }
            let mut matching = free.iter().filter(|(_, after)| is_same(operation, after)).map(|(found, _)| *found);
            if let (Some(found), None) = (matching.next(), matching.next()) {
                free.remove(&found);
                pairs.insert(id, found);
            }
        }
    }
    pairs
}

/// Returns what an operation is known by.
pub(super) fn key(operation: &Operation) -> (Method, String) {
    (operation.method, operation.path_key())
}

/// Returns `GET /api/profiles`.
pub(super) fn title(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.path_template())
}

/// Returns the lines that stand for an operation; its constants, variants and filter fields go with them.
fn heads(surface: &Surface<'_>, id: OperationId) -> Vec<ApiLine> {
    let shape = surface.operation(id);
    let marker = &surface.names.operation(id).marker;
    let prefix = surface.prefix(crate::name::Module::Tag(surface.api.operations[id].tag));
    // The handle may begin with the marker: `Orders` with `Order`.
    let handle = format!("{prefix}{}::", surface.names.tag(surface.api.operations[id].tag).handle);
    let is_member = |line: &ApiLine| {
        let rest = line.path.strip_prefix(&prefix).and_then(|rest| rest.strip_prefix(marker.as_str()));
        rest.is_some_and(|rest| rest.contains(':')) && !line.path.starts_with(&handle)
    };
    shape.lines().filter(|line| !is_member(line)).cloned().collect()
}

/// The beginnings of the names of an operation's items, in both documents.
struct Renaming {
    old: (String, String, String),
    new: (String, String, String),
    /// What the names of the operation's types have after its marker, in either document.
    suffixes: BTreeSet<String>,
}

impl Renaming {
    fn new(old: (&Surface<'_>, OperationId), new: (&Surface<'_>, OperationId)) -> Self {
        let names = |(surface, id): (&Surface<'_>, OperationId)| {
            let names = surface.names.operation(id);
            let tag = surface.api.operations[id].tag;
            let prefix = surface.prefix(crate::name::Module::Tag(tag));
            let method = format!("{prefix}{}::{}", surface.names.tag(tag).handle, names.method);
            (prefix, names.marker.clone(), method)
        };
        let suffixes = [old, new].into_iter().flat_map(|(surface, id)| names_of(&surface.api.operations[id], ""));
        Self { old: names(old), new: names(new), suffixes: suffixes.collect() }
    }

    /// Returns what is called otherwise, and what is kept of the old names.
    fn said(&self, aliases: &[String]) -> String {
        let ((_, old_marker, old_method), (_, marker, method)) = (&self.old, &self.new);
        let mut said = Vec::new();
        let kept = aliases.iter().any(|alias| {
            let (was, is) = (old_method.rsplit_once("::"), method.rsplit_once("::"));
            was.zip(is).is_some_and(|(was, is)| was.0 == is.0 && was.1 == alias)
        });
        match kept {
            _ if old_method == method => {}
            true => said.push(format!("`{old_method}` is a deprecated name of `{method}`")),
            false => said.push(format!("`{old_method}` is `{method}` now")),
        }
        if self.old.0 != self.new.0 || old_marker != marker {
            let (old, new) = (format!("{}{old_marker}", self.old.0), format!("{}{marker}", self.new.0));
            said.push(format!("the types that begin with `{old}` begin with `{new}` now"));
        }
        said.join("; ")
    }

    /// Returns whether callers write the operation's items differently.
    fn renames(&self) -> bool {
        self.old != self.new
    }

    /// Returns the old shape as it would be under the new names.
    fn forwards(&self, mut shape: Shape) -> Shape {
        if !self.renames() {
            return shape;
        }
        for line in shape.parts.values_mut().flatten() {
            line.path = self.path(&line.path);
            line.text = self.words(&line.text);
        }
        if let Some(function) = &mut shape.function {
            function.line.path.clone_from(&self.new.2);
            function.line.text = self.words(&function.line.text);
            function.signature = self.words(&function.signature);
            function.arguments.values_mut().for_each(|argument| *argument = self.words(argument));
        }
        shape
    }

    /// Returns items as they were called in truth: what changed and has another path is gone and new.
    fn backwards(&self, items: &mut Vec<Item>) {
        let back = Self { old: self.new.clone(), new: self.old.clone(), suffixes: self.suffixes.clone() };
        let mut found: Vec<Item> = Vec::new();
        for item in items.drain(..) {
            let is_method = item.path == self.new.2;
            let path = if is_method { self.old.2.clone() } else { back.path(&item.path) };
            let old = item.old.as_ref().map(|text| back.words(text));
            match (old, item.new.clone()) {
                (Some(old), Some(new)) if path != item.path => {
                    found.push(Item { path, old: Some(old), new: None });
                    found.push(Item { path: item.path, old: None, new: Some(new) });
                }
                (None, new) => found.push(Item { path: item.path, old: None, new }),
                (old, new) => found.push(Item { path, old, new }),
            }
        }
        *items = found;
    }

    fn path(&self, path: &str) -> String {
        match path.strip_prefix(self.old.0.as_str()) {
            Some(rest) => format!("{}{}", self.new.0, self.words(rest)),
            // It is of no module of an operation.
            None => path.to_owned(),
        }
    }

    /// Returns a text with the old type's name replaced, and those that begin with it. Behind `::` stand names of other
    /// modules, which may be alike.
    fn words(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(|character: char| character.is_alphanumeric() || character == '_') {
            let (before, from) = rest.split_at(start);
            out.push_str(before);
            let end =
                from.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            let is_own = !out.ends_with("::");
            match word.strip_prefix(self.old.1.as_str()).filter(|suffix| is_own && self.suffixes.contains(*suffix)) {
                Some(suffix) => {
                    out.push_str(&self.new.1);
                    out.push_str(suffix);
                }
                None => out.push_str(word),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}
