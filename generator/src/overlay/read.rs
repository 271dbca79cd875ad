//! Parses the text of an overlay to its actions.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::{OverlayFile, only};
use crate::diag::Diagnostics;
use crate::source::{self, Pointer};
use crate::spec::nearest::meant;

/// The members of an overlay, and of an action.
const MEMBERS: [&str; 4] = ["overlay", "info", "extends", "actions"];
const ACTION: [&str; 6] = ["target", "description", "update", "remove", "copy", "x-allow-empty"];

/// An action of an overlay.
pub(super) struct Action {
    /// Where it stands in the overlay.
    pub(super) at: Pointer,
    /// What is changed.
    pub(super) target: JsonPath,
    /// The text of the target.
    pub(super) text: String,
    /// How it is changed.
    pub(super) change: Change,
    /// Whether there need not be anything to change.
    pub(super) may_be_empty: bool,
    /// Whether a list becomes one element of a list, as in version 1.0. From 1.1 on, its elements are appended.
    pub(super) appends_lists: bool,
}

/// The effect of an action on its targets.
pub(super) enum Change {
    /// Merges a value into them.
    Update(Value),
    /// Merges what another part of the document holds into them.
    Copy(JsonPath, String),
    /// Takes them out of what contains them.
    Remove,
}

/// Reads the actions of an overlay.
pub(super) fn actions(file: &OverlayFile) -> Result<Vec<Action>, Diagnostics> {
    let document = source::read(&file.source.text).map_err(|problem| only(problem.within(&file.source)))?;
    let mut problems = Diagnostics::new();
    let root = Pointer::root();
    let Some(members) = document.value.as_object() else {
        return Err(only(file.problem(&root, "an overlay is an object with `overlay`, `info` and `actions`")));
    };
    let Some(version) = members.get("overlay").and_then(Value::as_str) else {
        let problem = file.problem(&root, "an overlay says in `overlay` which version of the specification it is of");
        return Err(only(problem.help("write `overlay: 1.1.0`, if this file is one")));
    };
    if !["1.0.", "1.1."].iter().any(|known| version.starts_with(known)) {
        let message = format!("`{version}` is not a supported version of the Overlay Specification");
        let problem = file.problem(&root.key("overlay"), message);
        return Err(only(problem.help("write `overlay: 1.1.0`; 1.0 and 1.1 are supported")));
    }
    unlisted(file, members, &root, &MEMBERS, &mut problems);
    let at = root.key("actions");
    let Some(Value::Array(listed)) = members.get("actions") else {
        return Err(only(file.problem(&at, "`actions` is not a list")));
    };
    let mut actions = Vec::new();
    for (index, value) in listed.iter().enumerate() {
        actions.extend(action(file, value, at.index(index), version, &mut problems));
    }
    if problems.is_empty() { Ok(actions) } else { Err(problems) }
}

fn action(file: &OverlayFile, value: &Value, at: Pointer, version: &str, problems: &mut Diagnostics) -> Option<Action> {
    let Some(members) = value.as_object() else {
        problems.push(file.problem(&at, "an action is an object"));
        return None;
    };
    unlisted(file, members, &at, &ACTION, problems);
    let (target, text) = query(file, members, &at, "target", problems)?;
    let is = |key: &str| members.get(key) == Some(&Value::Bool(true));
    if members.contains_key("update") && members.contains_key("copy") {
        let problem = file.problem(&at.key("copy"), "the action has both `update` and `copy`");
        problems.push(problem.help("make two actions of them; each has an effect only without the other"));
        return None;
    }
    let change = if is("remove") {
        Change::Remove
    } else if members.contains_key("copy") {
        let (source, text) = query(file, members, &at, "copy", problems)?;
        Change::Copy(source, text)
    } else if let Some(update) = members.get("update") {
        Change::Update(update.clone())
    } else {
        let problem = file.problem(&at, "the action does nothing");
        problems.push(problem.help("give it one of `update`, `copy` and `remove: true`"));
        return None;
    };
    let appends_lists = version.starts_with("1.0.");
    Some(Action { at, target, text, change, may_be_empty: is("x-allow-empty"), appends_lists })
}

fn query(
    file: &OverlayFile,
    members: &Map<String, Value>,
    at: &Pointer,
    key: &str,
    problems: &mut Diagnostics,
) -> Option<(JsonPath, String)> {
    let Some(text) = members.get(key).and_then(Value::as_str) else {
        let problem = file.problem(at, format!("the action has no text as `{key}`"));
        problems.push(problem.help("write a query of what is meant, as in `$.paths['/books'].get.parameters[0]`"));
        return None;
    };
    match JsonPath::parse(text) {
        Ok(query) => Some((query, text.to_owned())),
        Err(error) => {
            let rest = text.get(error.position()..).filter(|rest| !rest.is_empty() && *rest != text);
            let rest = rest.map(|rest| format!(", from `{rest}` on")).unwrap_or_default();
            let message = format!("`{text}` is not a query (RFC 9535){rest}");
            let help = match text.starts_with('$') {
                true => {
                    "a name with other characters than letters, digits and `_` is in brackets and quotes, as in \
                         `$.paths['/books'].get.parameters[0]`"
                }
                false => "a query begins with `$`, as in `$.paths['/books'].get.parameters[0]`",
            };
            problems.push(file.problem(&at.key(key), message).help(help));
            None
        }
    }
}

/// Reports misspelt members: an action whose `remove` is not read would do something else.
fn unlisted(
    file: &OverlayFile,
    members: &Map<String, Value>,
    at: &Pointer,
    known: &[&str],
    problems: &mut Diagnostics,
) {
    for name in members.keys().filter(|name| !known.contains(&name.as_str()) && !name.starts_with("x-")) {
        let problem = file.problem(&at.key(name), format!("`{name}` is not a member of an overlay"));
        let remedy = || "remove it, or begin its name with `x-`".to_owned();
        problems.push(problem.help(meant(name, known.iter().copied()).unwrap_or_else(remedy)));
    }
}
