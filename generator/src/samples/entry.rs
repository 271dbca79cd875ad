//! The facts of a recording besides its body: by the index of the folder, or in its own file.

use serde_json::{Map, Value};

use crate::spec::nearest::hint;

/// The entry of a recording in the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RecordingEntry {
    /// The operation, by id or by the name of its method.
    pub(super) operation: Option<String>,
    /// What was asked, such as `GET https://api.example/books?fields[book]=title`.
    pub(super) request: Option<String>,
    pub(super) status: Option<u16>,
    /// The wire types whose members were chosen by `fields[..]`.
    pub(super) fields: Vec<String>,
}

/// The keys that are understood.
const KEYS: [&str; 9] = ["operation", "request", "sent", "status", "fields", "headers", "body", "text", "base64"];

impl RecordingEntry {
    /// Reads the members of an object; headers and bodies are for others to read.
    pub(super) fn read(members: &Map<String, Value>) -> Result<Self, String> {
        let mut entry = Self::default();
        for (key, value) in members {
            match key.as_str() {
                "operation" => entry.operation = Some(string(key, value)?),
                "request" => entry.request = Some(string(key, value)?),
                "status" => entry.status = Some(status(value)?),
                "fields" => entry.fields = strings(key, value)?,
                "sent" | "headers" | "body" | "text" | "base64" => {}
                other => return Err(format!("`{other}` is no key of a recording{}", hint(other, KEYS))),
            }
        }
        Ok(entry)
    }
}

/// Returns whether a key is one that is understood.
pub(super) fn is_key(key: &str) -> bool {
    KEYS.contains(&key)
}

fn string(key: &str, value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` must be a string, not `{value}`"))
}

fn strings(key: &str, value: &Value) -> Result<Vec<String>, String> {
    let list = value.as_array().ok_or_else(|| format!("`{key}` must be a list of resource types, not `{value}`"))?;
    list.iter().map(|value| string(key, value)).collect()
}

fn status(value: &Value) -> Result<u16, String> {
    let status = value.as_u64().and_then(|status| u16::try_from(status).ok());
    let status = status.filter(|status| (100..600).contains(status));
    status.ok_or_else(|| format!("`status` must be a number from 100 to 599, not `{value}`"))
}
