//! Notes on the calls that break: one sentence each, and the code before and after.

use std::ops::Range;

use super::index::{ApiIndex, ApiItem, Core, ItemKind};
use super::uses::{Arguments, ChainedCall, Syntax, SyntaxKind};
use crate::diff::{Change, ChangeKind, Item};

/// Methods of a call that send it: what follows is called on what it brings.
const SENDING: [&str; 7] =
    ["send", "send_if_changed", "send_blocking", "items", "items_with", "blocking_items", "pages"];

/// A note on how a use has to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The change in a sentence.
    pub text: String,
    /// Lines of the program before and after. `/* name: type */` stands for a value that only the program knows. `None`
    /// where the change of the document does not tell them.
    pub code: Option<(String, String)>,
}

/// Another text for a part of a file.
struct Edit {
    range: Range<usize>,
    text: String,
}

/// A use of an item that breaks, with everything that a note on it depends on.
pub(super) struct Case<'c> {
    pub(super) changes: &'c [&'c Change],
    pub(super) item: &'c Item,
    pub(super) syntax: &'c Syntax,
    /// The text of the file.
    pub(super) text: &'c str,
    /// The items of the new client.
    pub(super) new: &'c ApiIndex,
}

impl Case<'_> {
    /// Writes the note; `None` where the code can stay as it is.
    pub(super) fn note(&self) -> Option<Note> {
        let old = ApiItem::new(&self.item.path, self.item.old.as_deref().unwrap_or_default());
        match &self.item.new {
            Some(new) => Some(self.differs(&old, &ApiItem::new(&self.item.path, new))),
            None => self.gone(&old),
        }
    }

    /// Returns whether code that uses the item fails to compile for certain. Where only a type differs, the value that the
    /// program gives may fit both.
    pub(super) fn is_error(&self) -> bool {
        let (Some(old), Some(new)) = (&self.item.old, &self.item.new) else { return true };
        let (old, new) = (ApiItem::new(&self.item.path, old), ApiItem::new(&self.item.path, new));
        match (old.role, new.role) {
            (ItemKind::Function | ItemKind::Method, ItemKind::Function | ItemKind::Method) => {
                arguments(&old.text).len() != arguments(&new.text).len()
            }
            (ItemKind::Variant, ItemKind::Variant) => (old.text == "variant") != (new.text == "variant"),
            (old, new) => old != new,
        }
    }

    fn gone(&self, old: &ApiItem) -> Option<Note> {
        if let Some(new) = self.successor(old) {
            let is_other = new.name != old.name;
            if !is_other && self.syntax.kind != SyntaxKind::Path {
                return None;
            }
            let edits = match is_other {
                true => vec![Edit { range: self.syntax.name.clone(), text: new.name.clone() }],
                false => Vec::new(),
            };
            return Some(self.with(format!("it is `{}` now", new.path), edits));
        }
        if old.role == ItemKind::Function
            && old.name == "new"
            && let Some(note) = self.by_name(old)
        {
            return Some(note);
        }
        if let Some(function) = self.taker(old) {
            let text = format!("`{}` takes its value, as the argument `{}`", function.path, old.name);
            return Some(Note { text, code: None });
        }
        let edits = match (old.role, self.syntax.kind) {
            (ItemKind::Method, SyntaxKind::Method) if old.text.ends_with("-> Self") => {
                vec![Edit { range: self.syntax.whole.clone(), text: String::new() }]
            }
            _ => Vec::new(),
        };
        Some(self.with("nothing takes its place".to_owned(), edits))
    }

    /// Returns the item that an item became, if the changes tell.
    fn successor(&self, old: &ApiItem) -> Option<ApiItem> {
        let items = || self.changes.iter().flat_map(|change| &change.items);
        let new = items().filter(|item| item.old.is_none());
        let new = new.filter_map(|item| Some(ApiItem::new(&item.path, item.new.as_deref()?)));
        let alike: Vec<ApiItem> = new.filter(|entry| entry.role == old.role).collect();
        if let Some(same) = alike.iter().find(|entry| entry.name == old.name) {
            return Some(same.clone());
        }
        if !self.changes.iter().any(|change| matches!(change.kind, ChangeKind::Renamed | ChangeKind::Moved)) {
            return None;
        }
        if let [only] = alike.as_slice() {
            return Some(only.clone());
        }
        // Types are named after the operation: `ListBooksSort` becomes `FindBooksSort`.
        let common = |entry: &ApiItem| {
            let pairs = entry.name.bytes().rev().zip(old.name.bytes().rev());
            pairs.take_while(|(new, old)| new == old).count()
        };
        let best = alike.iter().map(&common).max().filter(|length| *length > 2)?;
        let mut best = alike.iter().filter(|entry| common(entry) == best);
        best.next().filter(|_| best.next().is_none()).cloned()
    }

    /// Returns the function that takes what a setter took.
    fn taker(&self, old: &ApiItem) -> Option<ApiItem> {
        let items = self.changes.iter().flat_map(|change| &change.items);
        let functions = items.filter_map(|item| Some(ApiItem::new(&item.path, item.new.as_deref()?)));
        let mut takers = functions
            .filter(|entry| matches!(entry.role, ItemKind::Function | ItemKind::Method) && entry.path != old.path);
        takers.find(|entry| arguments(&entry.text).iter().any(|(name, _)| *name == old.name))
    }

    /// Tells of `new(a, b)` that has become `builder().a(a).b(b).build()`.
    fn by_name(&self, old: &ApiItem) -> Option<Note> {
        let builder = self.new.member(&old.owner, "builder", &[ItemKind::Function])?;
        let Core::Builder(path) = self.new.given(builder)? else { return None };
        let mut steps = String::from("builder()");
        let given = arguments(&old.text);
        let call = self.syntax.arguments.as_ref().filter(|call| call.each.len() == given.len());
        let mut edits = Vec::new();
        for step in self.new.members(&Core::Builder(path)).filter(|step| step.name != "build") {
            let known = call.and_then(|call| self.known(call, &given, &step.name));
            let wanted = || arguments(&step.text).into_iter().map(placeholder).collect::<String>();
            let value = known.map_or_else(wanted, |(value, edit)| {
                edits.extend(edit);
                value
            });
            steps.push_str(&format!(".{}({value})", step.name));
        }
        steps.push_str(".build()");
        match call {
            Some(call) => edits.push(Edit { range: self.syntax.name.start..call.inside.end + 1, text: steps }),
            None => edits.clear(),
        }
        Some(self.with(format!("`{}` takes what is required by name", builder.path), edits))
    }

    /// Returns the value that a call gives for an argument, and the edit that takes it from the setter that has it.
    fn known(&self, call: &Arguments, before: &[(&str, &str)], name: &str) -> Option<(String, Option<Edit>)> {
        let text = |range: &Range<usize>| self.text.get(range.clone()).map(str::to_owned);
        if let Some(position) = before.iter().position(|(known, _)| *known == name) {
            return Some((call.each.get(position).and_then(text)?, None));
        }
        // A method of a response is not a setter, even if it has the name of one.
        let sends =
            |link: &&ChainedCall| self.syntax.kind == SyntaxKind::Method && SENDING.contains(&link.name.as_str());
        let mut setters = call.chain.iter().rev().take_while(|link| !sends(link));
        let setter = setters.find(|link| link.name == name)?;
        Some((text(&setter.inside)?, Some(Edit { range: setter.whole.clone(), text: String::new() })))
    }

    /// Tells of an item that is declared otherwise.
    fn differs(&self, old: &ApiItem, new: &ApiItem) -> Note {
        if !matches!(old.role, ItemKind::Function | ItemKind::Method)
            || !matches!(new.role, ItemKind::Function | ItemKind::Method)
        {
            let (old, new) = (old.text.trim_start_matches("= "), new.text.trim_start_matches("= "));
            let text = match old == new {
                true => "it is another type of that name".to_owned(),
                false => format!("it is `{new}`, was `{old}`"),
            };
            return Note { text, code: None };
        }
        let (before, after) = (arguments(&old.text), arguments(&new.text));
        let mut said = Vec::new();
        for (name, ty) in &after {
            match before.iter().find(|(known, _)| known == name) {
                None => said.push(format!("takes `{name}: {ty}` as well")),
                Some((_, was)) if was != ty => said.push(format!("takes `{name}: {ty}`, was `{was}`")),
                Some(_) => {}
            }
        }
        let lost = before.iter().filter(|(name, _)| !after.iter().any(|(known, _)| known == name));
        said.extend(lost.map(|(name, _)| format!("does not take `{name}` any more")));
        let text = match said.is_empty() {
            true => format!("it is `{}`, was `{}`", new.text, old.text),
            false => format!("it {}", said.join(", ")),
        };
        let edits = self.syntax.arguments.as_ref().map(|call| self.edits(call, &before, &after)).unwrap_or_default();
        self.with(text, edits)
    }

    /// Returns the edits by which a call gives other arguments. A value that a setter took is moved.
    fn edits(&self, call: &Arguments, before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<Edit> {
        let names = |list: &[(&str, &str)]| list.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
        if call.each.len() != before.len() || names(before) == names(after) {
            return Vec::new();
        }
        let mut edits = Vec::new();
        let mut given = Vec::new();
        for (name, ty) in after {
            match self.known(call, before, name) {
                Some((value, edit)) => {
                    given.push(value);
                    edits.extend(edit);
                }
                None => given.push(placeholder((name, ty))),
            }
        }
        edits.push(Edit { range: call.inside.clone(), text: given.join(", ") });
        edits
    }

    /// Returns the note with the lines that the edits are in, as they are and as the edits make them.
    fn with(&self, text: String, mut edits: Vec<Edit>) -> Note {
        edits.sort_by_key(|edit| edit.range.start);
        let code = edits.first().zip(edits.iter().map(|edit| edit.range.end).max()).and_then(|(first, end)| {
            let start = self.text.get(..first.range.start)?.rfind('\n').map_or(0, |position| position + 1);
            let end = self.text.get(end..)?.find('\n').map_or(self.text.len(), |position| end + position);
            let mut after = String::new();
            let mut from = start;
            for edit in &edits {
                after.push_str(self.text.get(from..edit.range.start)?);
                after.push_str(&edit.text);
                from = edit.range.end;
            }
            after.push_str(self.text.get(from..end)?);
            Some((dedented(self.text.get(start..end)?), dedented(&after)))
        });
        Note { text, code }
    }
}

/// Returns a comment in the place of a value.
fn placeholder((name, ty): (&str, &str)) -> String {
    format!("/* {name}: {ty} */")
}

/// Returns lines without the indentation that they share, and without blank ones.
fn dedented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let indentation = lines.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or_default();
    lines.iter().map(|line| line.get(indentation..).unwrap_or(line).trim_end()).collect::<Vec<_>>().join("\n")
}

/// Returns the arguments of a signature but for `self`: names and types.
fn arguments(signature: &str) -> Vec<(&str, &str)> {
    let Some((_, rest)) = signature.split_once('(') else { return Vec::new() };
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    let mut before = ' ';
    for (position, character) in rest.char_indices() {
        match character {
            // An arrow is no bracket.
            '>' if before == '-' => {}
            '(' | '<' | '[' => depth += 1,
            ',' if depth == 0 => {
                found.extend(rest.get(start..position));
                start = position + 1;
            }
            ')' if depth == 0 => {
                found.extend(rest.get(start..position));
                break;
            }
            ')' | '>' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = character;
    }
    found.into_iter().filter_map(|argument| argument.trim().split_once(": ")).collect()
}
