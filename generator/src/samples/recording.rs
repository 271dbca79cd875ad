//! The call that a recording is of: by its entry, or else by the name of its file.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::ir::{Api, OperationId};
use crate::name::Names;
use crate::samples::entry::{RecordingEntry, is_key};
use crate::samples::request;
use crate::spec::nearest::hint;

/// A recorded response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recording<'t> {
    pub(super) operation: OperationId,
    pub(super) status: u16,
    /// The body without space around it; JSON, if it was looked at. Empty where there was none.
    pub(super) body: &'t str,
    /// The wire types whose members were chosen by `fields[..]`.
    pub(super) fields: Vec<String>,
}

/// Why a file was not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UncheckedFile {
    /// The file, below the folder of recordings.
    pub file: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for UncheckedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.file, self.message)
    }
}

/// Takes the text of a file for a recording.
pub(super) fn recording<'t>(
    api: &Api,
    names: &Names,
    path: &str,
    indexed: Option<&RecordingEntry>,
    text: &'t str,
) -> Result<Recording<'t>, String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let envelope = envelope(text)?;
    let body = envelope.as_ref().map_or(text, |envelope| envelope.body);
    let named = named(api, names, path);
    let mut said: Vec<&RecordingEntry> = envelope.iter().map(|envelope| &envelope.entry).chain(indexed).collect();
    if said.iter().all(|entry| entry.operation.is_none() && entry.request.is_none()) {
        said.extend(&named);
    }
    let status = status(&said)?;
    let (operation, fields) = operation(api, names, &said)?;
    Ok(Recording { operation, status, body, fields })
}

/// A file that holds more than a body.
struct Envelope<'t> {
    entry: RecordingEntry,
    body: &'t str,
}

/// The members that have a body.
const BODIES: [&str; 3] = ["body", "text", "base64"];

/// Returns a body with its status and its other facts: an object with `status` and `body` or `headers`,
/// and no members but those that are understood. Any other is a body. A body that is not JSON is in `text` or `base64`,
/// as JSON text that stands for it.
fn envelope(text: &str) -> Result<Option<Envelope<'_>>, String> {
    if !text.starts_with('{') {
        return Ok(None);
    }
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(|error| no_json(&error))?;
    let is_one = members.contains_key("status") && (members.contains_key("body") || members.contains_key("headers"));
    if !is_one || !members.keys().all(|key| is_key(key)) {
        return Ok(None);
    }
    let body = BODIES.iter().find_map(|key| members.get(*key)).map_or("", |body| body.get());
    let said = members.into_iter().filter(|(key, _)| !BODIES.contains(&key.as_str()) && key != "sent");
    let said = said.map(|(key, value)| Ok((key, serde_json::from_str(value.get()).map_err(|error| no_json(&error))?)));
    let said: Map<String, Value> = said.collect::<Result<_, String>>()?;
    Ok(Some(Envelope { entry: RecordingEntry::read(&said)?, body }))
}

/// Says that a text is no JSON, and where it stops to be.
pub(super) fn no_json(error: &serde_json::Error) -> String {
    format!("this is no JSON: {error}; record it again, or keep what is no JSON in a member `text` beside `status`")
}

/// Returns what the name of a file says: `OPERATION.STATUS.json`, or `OPERATION.STATUS.ANYTHING.json`.
fn named(api: &Api, names: &Names, path: &str) -> Option<RecordingEntry> {
    let name = path.rsplit('/').next()?.strip_suffix(".json")?;
    let is_status = |part: &str| part.len() == 3 && matches!(part.parse(), Ok(100..600u16));
    let splits = name.match_indices('.').filter_map(|(dot, _)| {
        let (operation, rest) = (name.get(..dot)?, name.get(dot + 1..)?);
        let status = rest.split('.').next()?;
        is_status(status).then(|| RecordingEntry {
            operation: Some(operation.to_owned()),
            status: status.parse().ok(),
            ..RecordingEntry::default()
        })
    });
    let splits: Vec<RecordingEntry> = splits.collect();
    // Ids may hold dots.
    let known =
        |entry: &&RecordingEntry| entry.operation.as_deref().is_some_and(|word| by_name(api, names, word).is_ok());
    splits.iter().find(known).or_else(|| splits.first()).cloned()
}

/// Returns the status, on which all must agree that tell one.
fn status(said: &[&RecordingEntry]) -> Result<u16, String> {
    let mut statuses = said.iter().filter_map(|entry| entry.status);
    let Some(first) = statuses.next() else { return Err(UNNAMED.to_owned()) };
    match statuses.find(|status| *status != first) {
        Some(other) => Err(format!("its status is given as {first} and as {other}")),
        None => Ok(first),
    }
}

/// Returns the operation, on which all must agree that tell one, and all chosen types.
fn operation(api: &Api, names: &Names, said: &[&RecordingEntry]) -> Result<(OperationId, Vec<String>), String> {
    let mut found: Option<OperationId> = None;
    let mut fields: Vec<String> = Vec::new();
    let mut take = |id: OperationId| match found.replace(id) {
        Some(other) if other != id => {
            let (one, two) = (&api.operations[other].id, &api.operations[id].id);
            Err(format!("its operation is given as `{one}` and as `{two}`"))
        }
        _ => Ok(()),
    };
    for entry in said {
        if let Some(word) = &entry.operation {
            take(by_name(api, names, word)?)?;
        }
        if let Some(request) = &entry.request {
            let (id, chosen) = request::find(api, request)?;
            take(id)?;
            fields.extend(chosen);
        }
        fields.extend(entry.fields.iter().cloned());
    }
    Ok((found.ok_or(UNNAMED)?, fields))
}

/// The remedy for a file whose operation is unknown.
const UNNAMED: &str = "nothing tells its operation and status; call it OPERATION.STATUS.json or list it in index.json";

/// Returns the operation of an id, or of a method's name.
pub(super) fn by_name(api: &Api, names: &Names, word: &str) -> Result<OperationId, String> {
    if let Some((id, _)) = api.operations.iter().find(|(_, operation)| operation.id == word) {
        return Ok(id);
    }
    let is_called = |id: &OperationId| {
        let names = names.operation(*id);
        names.method == word || names.aliases.iter().any(|alias| alias == word)
    };
    let called: Vec<OperationId> = api.operations.ids().filter(is_called).collect();
    match called.as_slice() {
        [id] => Ok(*id),
        [] => {
            let ids = api.operations.iter().map(|(_, operation)| operation.id.as_str());
            let methods = names.operations.iter().map(|names| names.method.as_str());
            Err(format!("there is no operation `{word}`{}", hint(word, ids.chain(methods))))
        }
        several => {
            let ids: Vec<String> = several.iter().map(|id| format!("`{}`", api.operations[*id].id)).collect();
            Err(format!("several operations are called `{word}`; give an id: {}", ids.join(", ")))
        }
    }
}
