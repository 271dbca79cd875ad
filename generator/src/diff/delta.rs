//! The difference between two shapes of one node for callers, part by part.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Impact, Item};
use super::surface::{ApiLine, PartKind, Shape, SurfacePart};

/// The effect of a change on callers.
#[derive(Debug, Default)]
pub(super) struct Delta {
    pub(super) items: Vec<Item>,
    /// Arguments that differ: of which function, what they were, and what they are.
    arguments: Vec<(String, Option<String>, Option<String>)>,
    /// What is better said in other words than item by item.
    said: Option<String>,
}

/// The deltas of a node's parts that nothing explains yet.
#[derive(Debug, Default)]
pub(super) struct Deltas(BTreeMap<SurfacePart, Delta>);

impl Deltas {
    /// Compares two shapes.
    pub(super) fn new(old: &Shape, new: &Shape) -> Self {
        let mut deltas = Self::default();
        let parts: BTreeSet<&SurfacePart> = old.parts.keys().chain(new.parts.keys()).collect();
        for part in parts {
            let lines = |shape: &Shape| shape.parts.get(part).cloned().unwrap_or_default();
            deltas.add(part, items(&lines(old), &lines(new)));
        }
        deltas.function(old, new);
        deltas
    }

    /// Explains what becomes of the function by its arguments; if they are the same, by the node.
    fn function(&mut self, old: &Shape, new: &Shape) {
        let signature = |shape: &Shape| {
            shape.function.as_ref().map(|function| (function.line.path.clone(), function.signature.clone()))
        };
        if signature(old) == signature(new) {
            return;
        }
        let lines = |shape: &Shape| shape.function.iter().map(|function| function.line.clone()).collect::<Vec<_>>();
        let found = items(&lines(old), &lines(new));
        let arguments = |shape: &Shape| shape.function.as_ref().map(|it| it.arguments.clone()).unwrap_or_default();
        let (before, after) = (arguments(old), arguments(new));
        let parts: BTreeSet<&SurfacePart> = before.keys().chain(after.keys()).collect();
        let path = new.function.as_ref().or(old.function.as_ref()).map(|it| it.line.path.clone()).unwrap_or_default();
        let differ: Vec<&SurfacePart> = parts.into_iter().filter(|part| before.get(part) != after.get(part)).collect();
        for part in &differ {
            let argument = (path.clone(), before.get(part).cloned(), after.get(part).cloned());
            self.0.entry((*part).clone()).or_default().arguments.push(argument);
            self.add(part, found.clone());
        }
        if differ.is_empty() {
            self.add(&SurfacePart::new(PartKind::Head, ""), found);
        }
    }

    fn add(&mut self, part: &SurfacePart, items: Vec<Item>) {
        if !items.is_empty() {
            self.0.entry(part.clone()).or_default().items.extend(items);
        }
    }

    /// Returns what callers see of a part; what is taken is explained.
    pub(super) fn take(&mut self, kind: PartKind, name: &str) -> Delta {
        self.0.remove(&SurfacePart::new(kind, name)).unwrap_or_default()
    }

    /// Returns what callers see of all parts of a kind, by their names.
    pub(super) fn take_all(&mut self, kind: PartKind) -> Vec<(String, Delta)> {
        let names: Vec<String> = self.0.keys().filter(|part| part.kind == kind).map(|part| part.name.clone()).collect();
        names.into_iter().map(|name| (name.clone(), self.take(kind, &name))).collect()
    }

    /// Has a part explain what callers see of another one as well.
    pub(super) fn merge(&mut self, kind: PartKind, name: &str, delta: Delta) {
        self.0.entry(SurfacePart::new(kind, name)).or_default().merge(delta);
    }

    /// Has the node itself explain what callers see of something.
    pub(super) fn merge_head(&mut self, delta: Delta) {
        self.merge(PartKind::Head, "", delta);
    }

    /// Returns what nothing has explained.
    pub(super) fn rest(self) -> impl Iterator<Item = (SurfacePart, Delta)> {
        self.0.into_iter()
    }
}

impl Delta {
    /// Returns all lines of something that is new.
    pub(super) fn added(lines: &[ApiLine]) -> Self {
        Self::of(items(&[], lines))
    }

    /// Returns all lines of something that is gone.
    pub(super) fn removed(lines: &[ApiLine]) -> Self {
        Self::of(items(lines, &[]))
    }

    /// Returns these items.
    pub(super) fn of(items: Vec<Item>) -> Self {
        Self { items, ..Self::default() }
    }

    /// Returns all of one shape instead of all of another.
    pub(super) fn replaced(old: &Shape, new: &Shape) -> Self {
        let lines = |shape: &Shape| shape.lines().cloned().collect::<Vec<_>>();
        Self::of(items(&lines(old), &lines(new)))
    }

    /// Returns what changed of a type that is another one, even where it is declared by the same word: what is
    /// implemented for it differs.
    pub(super) fn another(path: &str, old: &Shape, new: &Shape) -> Self {
        let mut delta = Self::replaced(old, new);
        let is_head = |line: &&ApiLine| line.path == path;
        let heads = (old.lines().find(is_head), new.lines().find(is_head));
        if let (Some(before), Some(after)) = heads
            && before == after
        {
            delta.items.push(Item::another(path, &after.text));
        }
        delta
    }

    pub(super) fn merge(&mut self, more: Self) {
        self.items.extend(more.items);
        self.arguments.extend(more.arguments);
    }

    /// Says it in these words.
    pub(super) fn say(&mut self, said: String) {
        self.said = Some(said);
    }

    /// Makes one item of what is gone and new under one path.
    pub(super) fn settle(&mut self) {
        let lines = |of: fn(&Item) -> &Option<String>| -> Vec<ApiLine> {
            let lines = self.items.iter().filter_map(|item| Some(ApiLine::new(&item.path, of(item).as_deref()?)));
            lines.collect()
        };
        self.items = items(&lines(|item| &item.old), &lines(|item| &item.new));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns what it means to callers.
    pub(super) fn impact(&self) -> Impact {
        match self.items.iter().map(|item| item.old.is_some()).max() {
            Some(true) => Impact::Breaking,
            Some(false) => Impact::Addition,
            None => Impact::Absorbed,
        }
    }

    /// Returns what callers see, in words.
    pub(super) fn how(&self) -> String {
        if let Some(said) = &self.said {
            return said.clone();
        }
        let mut said: Vec<String> = self.arguments.iter().map(argument).collect();
        let functions: BTreeSet<&String> = self.arguments.iter().map(|(path, ..)| path).collect();
        let others = self.items.iter().filter(|item| !functions.contains(&item.path) || item.new.is_none());
        let mut others: Vec<&Item> = others.collect();
        // What is gone or other comes before what is new, and a method before the setters of its call.
        others.sort_by_key(|item| (item.old.is_none(), item.path.contains('<')));
        said.extend(others.iter().map(|item| said_of(item)));
        said.dedup();
        let more = said.len().saturating_sub(SAID);
        said.truncate(SAID);
        let more = match more {
            0 => String::new(),
            number => format!("; and {number} more"),
        };
        match said.is_empty() {
            true => "callers see no difference".to_owned(),
            false => format!("{}{more}", said.join("; ")),
        }
    }
}

/// The number of items that are described in words; the list has all of them.
const SAID: usize = 3;

fn argument((path, old, new): &(String, Option<String>, Option<String>)) -> String {
    match (old, new) {
        (None, Some(new)) => format!("`{path}` takes `{new}` as well"),
        (Some(old), None) => format!("`{path}` does not take `{old}` any more"),
        (Some(old), Some(new)) => format!("`{path}` takes `{new}` instead of `{old}`"),
        (None, None) => format!("`{path}` takes other arguments"),
    }
}

fn said_of(item: &Item) -> String {
    let path = &item.path;
    match (&item.old, &item.new) {
        (Some(_), None) => format!("`{path}` is gone"),
        (None, Some(_)) => format!("`{path}` is new"),
        (Some(old), Some(new)) if old == new => format!("`{path}` is another type of that name"),
        (Some(old), Some(new)) => {
            format!("`{path}` is `{}`, was `{}`", new.trim_start_matches("= "), old.trim_start_matches("= "))
        }
        (None, None) => format!("`{path}` differs"),
    }
}

/// Returns the lines that differ. A line of the same path and another text is one item that changed.
fn items(old: &[ApiLine], new: &[ApiLine]) -> Vec<Item> {
    let before: BTreeSet<&ApiLine> = old.iter().collect();
    let after: BTreeSet<&ApiLine> = new.iter().collect();
    let mut gone: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in before.difference(&after) {
        gone.entry(&line.path).or_default().push(&line.text);
    }
    let mut found = Vec::new();
    for line in after.difference(&before) {
        let old = gone.get_mut(line.path.as_str()).and_then(Vec::pop).map(str::to_owned);
        found.push(Item { path: line.path.clone(), old, new: Some(line.text.clone()) });
    }
    for (path, texts) in gone {
        let item = |text: &str| Item { path: path.to_owned(), old: Some(text.to_owned()), new: None };
        found.extend(texts.into_iter().map(item));
    }
    found.sort();
    found
}
