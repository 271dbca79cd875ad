//! Applies an action to a document.

use serde_json::Value;

use super::OverlayFile;
use super::read::{Action, Change};
use crate::diag::{Diagnostic, Label, Place};
use crate::source::{Moves, PartOrigin, Pointer, count_values};

/// The largest number of values of a document with what an overlay inserts: a copy of a part into each of its members grows
/// with every action.
const BUDGET: usize = 2_000_000;

/// Nesting that no document has, in levels: a copy of a part into itself deepens with every action.
const DEPTH: usize = 120;

/// Applies an action.
pub(super) fn apply(
    document: &mut Value,
    action: &Action,
    file: &OverlayFile,
    moves: &mut Moves,
) -> Result<(), Diagnostic> {
    let mut targets: Vec<String> =
        action.target.query_located(document).locations().map(|location| location.to_json_pointer()).collect();
    targets.sort_by_cached_key(|target| order(target));
    targets.dedup();
    if targets.is_empty() {
        if action.may_be_empty {
            return Ok(());
        }
        let problem = file.problem(&action.at.key("target"), format!("`{}` matches nothing", action.text));
        return Err(problem.help("correct the query, remove the action, or allow it with `x-allow-empty: true`"));
    }
    let (value, from) = match &action.change {
        Change::Remove => return remove(document, &targets, action, file, moves),
        Change::Update(value) => (value.clone(), action.at.key("update")),
        Change::Copy(query, text) => (copied(document, query, text, action, file)?, action.at.key("copy")),
    };
    if let Some(message) = exceeded(document, &targets, &value) {
        return Err(file.problem(&action.at, message).help("change fewer places, or insert less"));
    }
    // A copy stands in the overlay as a whole; of an update, each part does.
    let is_copy = matches!(action.change, Change::Copy(..));
    for target in targets {
        let Some(old) = document.pointer_mut(&target) else { continue };
        let mut merge = Merge { file, moves, is_copy };
        match old {
            Value::Array(elements) if !value.is_array() || action.appends_lists => {
                merge.append(elements, value.clone(), &target, &from);
            }
            _ => merge.value(old, value.clone(), &target, &from)?,
        }
    }
    Ok(())
}

/// Returns which limit a document exceeds with a value at each target.
fn exceeded(document: &Value, targets: &[String], value: &Value) -> Option<String> {
    let grown = count_values(value).saturating_mul(targets.len()).saturating_add(count_values(document));
    if grown > BUDGET {
        return Some(format!("this makes the document larger than can be read: {BUDGET} values at most"));
    }
    let around = targets.iter().map(|target| target.matches('/').count()).max().unwrap_or_default();
    let is_deep = around + depth(value) > DEPTH;
    is_deep.then(|| format!("this nests the document deeper than can be read: {DEPTH} levels at most"))
}

/// Returns the only part of the document that a `copy` names.
fn copied(
    document: &Value,
    query: &serde_json_path::JsonPath,
    text: &str,
    action: &Action,
    file: &OverlayFile,
) -> Result<Value, Diagnostic> {
    let found = query.query(document);
    match found.exactly_one() {
        Ok(value) => Ok(value.clone()),
        Err(_) => {
            let message = format!("`{text}` matches {} values, not one", found.len());
            Err(file.problem(&action.at.key("copy"), message).help("name the one value that is to be copied"))
        }
    }
}

struct Merge<'m> {
    file: &'m OverlayFile,
    moves: &'m mut Moves,
    /// Whether all of the value stands at one place of the overlay.
    is_copy: bool,
}

impl Merge<'_> {
    /// Merges a value into one that is there.
    fn value(&mut self, old: &mut Value, new: Value, at: &str, from: &Pointer) -> Result<(), Diagnostic> {
        match (old, new) {
            (Value::Object(members), Value::Object(new)) => {
                for (name, value) in new {
                    let at = Pointer::from_text(at).key(&name);
                    let from = if self.is_copy { from.clone() } else { from.key(&name) };
                    match members.get_mut(&name) {
                        Some(old) => self.value(old, value, at.as_str(), &from)?,
                        None => {
                            self.moves.insert(at.as_str(), &self.file.source, from.as_str());
                            members.insert(name, value);
                        }
                    }
                }
                Ok(())
            }
            (Value::Array(elements), Value::Array(new)) => {
                for (index, value) in new.into_iter().enumerate() {
                    let from = if self.is_copy { from.clone() } else { from.index(index) };
                    self.append(elements, value, at, &from);
                }
                Ok(())
            }
            // An empty member of YAML changes nothing in what is there.
            (Value::Object(_) | Value::Array(_), Value::Null) => Ok(()),
            (old, new) if old.is_null() || (is_primitive(old) && is_primitive(&new)) => {
                self.moves.insert(at, &self.file.source, from.as_str());
                *old = new;
                Ok(())
            }
            _ => {
                let message = format!("what stands at `{at}` is of another kind, and cannot be merged with this");
                let mut problem = self.file.problem(from, message).help("remove it by an action before this one");
                let origin = self.moves.origin(&Pointer::from_text(at));
                if let PartOrigin::Text(at) = origin {
                    problem.labels.push(Label { at: Place::Value(at), text: "this is there".to_owned() });
                }
                Err(problem)
            }
        }
    }

    fn append(&mut self, elements: &mut Vec<Value>, value: Value, at: &str, from: &Pointer) {
        self.moves.insert(format!("{at}/{}", elements.len()), &self.file.source, from.as_str());
        elements.push(value);
    }
}

fn is_primitive(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// Takes targets out, the last one first, so that those before it stay where they are.
fn remove(
    document: &mut Value,
    targets: &[String],
    action: &Action,
    file: &OverlayFile,
    moves: &mut Moves,
) -> Result<(), Diagnostic> {
    for target in targets.iter().rev() {
        let pointer = Pointer::from_text(target);
        let Some(name) = pointer.last() else {
            let problem = file.problem(&action.at.key("target"), "the whole document cannot be removed");
            return Err(problem.help("name what is to be removed"));
        };
        match document.pointer_mut(pointer.parent().as_str()) {
            Some(Value::Object(members)) => drop(members.shift_remove(&name)),
            Some(Value::Array(elements)) => {
                let Some(index) = name.parse::<usize>().ok().filter(|index| *index < elements.len()) else { continue };
                elements.remove(index);
                moves.remove(pointer.parent().as_str(), index);
            }
            // What contained it was removed.
            _ => {}
        }
    }
    Ok(())
}

/// Returns the key by which pointers are in the order of what they name, with elements by their number.
fn order(pointer: &str) -> Vec<(usize, String)> {
    Pointer::from_text(pointer).tokens().map(|token| (token.parse().unwrap_or(0), token)).collect()
}

/// Returns how many levels a value is nested.
fn depth(value: &Value) -> usize {
    let inner = match value {
        Value::Object(members) => members.values().map(depth).max(),
        Value::Array(elements) => elements.iter().map(depth).max(),
        _ => None,
    };
    1 + inner.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diag::Diagnostics;
    use crate::overlay::apply;
    use crate::source::{Moves, PartOrigin, Pointer, Source};

    fn applied(document: &Value, actions: &Value) -> Result<(Value, Moves), Diagnostics> {
        let text = json!({ "overlay": "1.1.0", "info": {}, "actions": actions }).to_string();
        let (mut document, mut moves) = (document.clone(), Moves::default());
        let overlay = Source { name: "fix.yaml".to_owned(), text };
        apply(&mut document, &[overlay], &mut moves).map(|()| (document, moves))
    }

    #[test]
    fn updates_merge_objects_append_to_lists_and_replace_the_rest() {
        let document = json!({ "a": { "b": 1, "c": { "d": [1] } }, "l": [] });
        let actions = json!([
            { "target": "$.a", "update": { "b": 2, "c": { "d": [2, 3], "e": null } } },
            { "target": "$.l", "update": { "x": 1 } },
            { "target": "$.a.b", "update": 3 },
        ]);
        let (made, moves) = applied(&document, &actions).expect("it applies");
        assert_eq!(made, json!({ "a": { "b": 3, "c": { "d": [1, 2, 3], "e": null } }, "l": [{ "x": 1 }] }));
        let origin = |at| moves.origin(&Pointer::from_text(at));
        assert!(matches!(origin("/a/c/d/2"), PartOrigin::File(_, at) if at.as_str() == "/actions/0/update/c/d/1"));
        assert!(matches!(origin("/l/0/x"), PartOrigin::File(_, at) if at.as_str() == "/actions/1/update/x"));
        assert_eq!(origin("/a/c/d/0"), PartOrigin::Text(Pointer::from_text("/a/c/d/0")));
    }

    #[test]
    fn removals_keep_track_of_what_follows() {
        let document = json!({ "l": [0, 1, 2, 3], "m": { "x": 1 } });
        let actions = json!([
            { "target": "$.l[?@ == 0 || @ == 2]", "remove": true },
            { "target": "$.m.x", "remove": true },
        ]);
        let (made, moves) = applied(&document, &actions).expect("it applies");
        assert_eq!(made, json!({ "l": [1, 3], "m": {} }));
        let origin = |at| moves.origin(&Pointer::from_text(at)).pointer().as_str().to_owned();
        assert_eq!((origin("/l/0"), origin("/l/1")), ("/l/1".to_owned(), "/l/3".to_owned()));
    }

    #[test]
    fn copies_are_of_what_is_there_by_then() {
        let document = json!({ "a": { "x": 1 }, "b": {} });
        let actions = json!([
            { "target": "$.a", "update": { "y": 2 } },
            { "target": "$.b", "copy": "$.a" },
            { "target": "$.a", "copy": "$" },
        ]);
        let (made, _) = applied(&document, &actions).expect("it applies");
        assert_eq!(made.pointer("/b"), Some(&json!({ "x": 1, "y": 2 })));
        assert_eq!(made.pointer("/a/a/y"), Some(&json!(2)), "a copy into itself is of the document before it");
    }

    #[test]
    fn an_overlay_that_feeds_itself_ends() {
        let document = json!({ "a": {} });
        let copy = json!({ "target": "$.a", "copy": "$" });
        let problems = applied(&document, &Value::Array(vec![copy; 500])).expect_err("it does not apply");
        assert!(problems.iter().all(|problem| problem.message.contains("deeper than")), "{problems:#?}");
    }

    #[test]
    fn an_overlay_that_squares_the_document_ends() {
        let members: serde_json::Map<String, Value> = (0..100).map(|n| (format!("m{n}"), json!({}))).collect();
        let square = json!({ "target": "$.a.*", "copy": "$.a" });
        let document = json!({ "a": members });
        assert!(applied(&document, &Value::Array(vec![square.clone(); 2])).is_ok());
        let problems = applied(&document, &Value::Array(vec![square; 3])).expect_err("it does not apply");
        let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages, ["this makes the document larger than can be read: 2000000 values at most"]);
    }

    #[test]
    fn what_has_no_effect_is_an_error() {
        // The other errors are in `tests/bad-overlays`.
        let document = json!({ "a": { "b": [] }, "paths": {} });
        let message = |actions: Value| {
            let problems = applied(&document, &actions).expect_err("it does not apply");
            problems.iter().map(|one| one.message.clone()).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(message(json!([{ "target": "$.a", "copy": "$.none" }])), "`$.none` matches 0 values, not one");
        assert_eq!(message(json!([{ "target": "$", "remove": true }])), "the whole document cannot be removed");
        assert!(applied(&document, &json!([{ "target": "$.none", "remove": true, "x-allow-empty": true }])).is_ok());
    }
}
