//! The files that the references of a document lead to.

use std::collections::{HashSet, VecDeque};
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::source::{Source, percent_decoded, read, read_regular};

/// The most files that make one document, and the most bytes that they have together.
const MOST_FILES: usize = 1_000;
const BYTES: usize = 64 << 20;

/// A document of several files: `$ref: ./schemas/book.yaml#/Book`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// The name of the document's own file, by which others refer back to it.
    pub document: String,
    /// The other files. Their names are paths from the folder of the document, with slashes.
    pub others: Vec<Source>,
}

impl Files {
    /// Reads the files that the document at `path` refers to; none where it cannot be read.
    pub fn beside(path: &Path) -> Self {
        let text = read_regular(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        text.map(|text| Self::of(path, &text)).unwrap_or_default()
    }

    /// Reads the files that the references of a document lead to, and those that these lead to. Only files in
    /// the folder of the document, or below it, are read; what cannot be read is left out, and reported where
    /// it is referred to.
    pub fn of(path: &Path, text: &str) -> Self {
        let document = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut files = Self { document: document.clone(), others: Vec::new() };
        let Some(folder) = path.parent().map(|folder| if folder == Path::new("") { Path::new(".") } else { folder })
        else {
            return files;
        };
        let Ok(root) = folder.canonicalize() else { return files };
        let mut seen = HashSet::from([document.clone()]);
        let mut waiting: VecDeque<String> = references(text, &document).into();
        let mut bytes = text.len();
        while let Some(name) = waiting.pop_front() {
            if files.others.len() == MOST_FILES || !seen.insert(name.clone()) {
                continue;
            }
            let Some(text) = below(&root, &name).filter(|text| bytes + text.len() <= BYTES) else { continue };
            bytes += text.len();
            waiting.extend(references(&text, &name));
            files.others.push(Source { name, text });
        }
        files
    }
}

/// Returns the text of a file, unless it is outside of the folder, also by a link.
fn below(root: &Path, name: &str) -> Option<String> {
    let path = root.join(name).canonicalize().ok()?;
    if !path.starts_with(root) || fs::metadata(&path).ok()?.len() > BYTES as u64 {
        return None;
    }
    String::from_utf8(read_regular(&path).ok()?).ok()
}

/// Returns the files that a text refers to, by their paths from the folder of the document; none without parsing where
/// every `$ref` begins with `#`.
fn references(text: &str, file: &str) -> Vec<String> {
    let leads_out = |rest: &str| {
        let value = rest.trim_start_matches(['"', '\'', ' ', '\t', ':', '\n', '\r']);
        !value.starts_with('#')
    };
    let ends = |(at, ending): (usize, &str)| {
        text.get(at + ending.len()..).is_some_and(|rest| rest.starts_with(['"', '\'', '#', '\n', '\r']))
    };
    let names_file = |ending: &str| text.match_indices(ending).any(ends);
    let is_key = |(at, key): (usize, &str)| {
        let (before, rest) = (text.get(..at).unwrap_or_default(), text.get(at + key.len()..).unwrap_or_default());
        !before.ends_with(|one: char| one.is_alphanumeric() || one == '_' || one == '-')
            && rest.trim_start_matches(['"', '\'', ' ', '\t', '\n', '\r']).starts_with(':')
    };
    let has_mapping = ["mapping", "defaultMapping"].into_iter().any(|key| text.match_indices(key).any(is_key))
        && [".yaml", ".yml", ".json"].into_iter().any(names_file);
    if !has_mapping
        && !text.match_indices("$ref").any(|(at, found)| text.get(at + found.len()..).is_some_and(leads_out))
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    if let Ok(document) = read(text) {
        collect(&document.value, file, &mut found);
    }
    found
}

fn collect(value: &Value, file: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let mapping = members.get("mapping").and_then(Value::as_object);
            let texts = ["$ref", "defaultMapping"].into_iter().filter_map(|key| members.get(key));
            let texts = texts.chain(mapping.into_iter().flat_map(|mapping| mapping.values()));
            found.extend(texts.filter_map(Value::as_str).filter_map(|text| target(text, file)).map(|(path, _)| path));
            members.values().for_each(|value| collect(value, file, found));
        }
        Value::Array(elements) => elements.iter().for_each(|value| collect(value, file, found)),
        _ => {}
    }
}

/// The member of a document of several files that holds the others.
pub(crate) const FILES: &str = "x-files";

/// Returns the file that a reference in a file leads to, by its path from the folder of the document, and the fragment.
/// `None` for references within the file, to the network, and out of the folder.
pub(crate) fn target<'t>(text: &'t str, file: &str) -> Option<(String, &'t str)> {
    let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
    let is_file = !path.is_empty() && !path.starts_with('/') && !path.contains([':', '\\', '?']);
    // A mapping may name a component instead.
    let is_named = path.contains('/') || path.contains('.');
    if !is_file || !is_named {
        return None;
    }
    let decoded = percent_decoded(path);
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    let mut parts: PathBuf = PathBuf::new();
    for component in folder.join(decoded).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(part),
            Component::ParentDir if parts.file_name().is_some() => drop(parts.pop()),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    Some((parts.join("/"), fragment))
}

#[cfg(test)]
mod tests {
    use super::{references, target};

    #[test]
    fn references_lead_to_files_below_the_folder() {
        let at = |text, file| target(text, file).map(|(path, _)| path);
        assert_eq!(at("./schemas/book.yaml#/Book", "api.yaml").as_deref(), Some("schemas/book.yaml"));
        assert_eq!(at("../parts/a%20b.yaml", "schemas/book.yaml").as_deref(), Some("parts/a b.yaml"));
        assert_eq!(at("book.yaml", "schemas/author.yaml").as_deref(), Some("schemas/book.yaml"));
        for outside in [
            "../x.yaml", "/etc/passwd", "https://example.com/a.yaml", "//example.com/a", "file:a.yaml", "#/a", "Book",
            "a/../../b.yaml", "c:\\x.yaml",
        ] {
            assert_eq!(at(outside, "api.yaml"), None, "{outside}");
        }
    }

    #[test]
    fn only_texts_that_refer_to_files_are_parsed() {
        assert_eq!(references("a: {$ref: '#/b'}\nb: {}", "api.yaml"), [""; 0]);
        // A text that no parser takes shows that none is asked.
        assert_eq!(references("{ \"get_mapping\": the mapping of \"a.json\"", "api.json"), [""; 0]);
        assert_eq!(references("mapping: {a: 'a.yaml#/A'}", "api.yaml"), ["a.yaml"]);
        assert_eq!(references("{\"a\": {\"$ref\": \"b.json#/c\"}}", "api.json"), ["b.json"]);
    }
}
