//! `index.json`: the operations that the files of a folder belong to, where their names do not tell.
//!
//! ```json
//! {"page-1.json": {"operation": "list_books", "status": 200}}
//! ```

use std::collections::BTreeMap;

use serde_json::Value;

use crate::samples::entry::RecordingEntry;

/// The name of the index, in the folder of recordings.
pub(super) const FILE: &str = "index.json";

/// The entries of the index, by path below the folder.
pub(super) type Index = BTreeMap<String, RecordingEntry>;

/// Reads the index. What is wrong with one entry does not keep the others from being read.
pub(super) fn read(text: &str) -> (Index, Vec<String>) {
    let files = match serde_json::from_str(text) {
        Ok(Value::Object(files)) => files,
        Ok(_) => return (Index::new(), vec!["the index must be an object: an entry for each file".to_owned()]),
        Err(error) => return (Index::new(), vec![format!("the index is no JSON: {error}; mend the text there")]),
    };
    let mut index = Index::new();
    let mut problems = Vec::new();
    for (file, value) in files {
        let entry = match &value {
            Value::Object(members) => RecordingEntry::read(members),
            other => Err(format!("an object is expected, not `{other}`")),
        };
        match entry {
            Ok(entry) => drop(index.insert(file, entry)),
            Err(problem) => problems.push(format!("`{file}`: {problem}")),
        }
    }
    (index, problems)
}
