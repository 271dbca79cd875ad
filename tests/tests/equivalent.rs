//! Each case, and documents of the smith, written in other words that mean the same: the client stays as it is, byte for byte.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Options, compile};
use jsonapi_forge::source;
use jsonapi_forge_tests::smith::document;
use serde_json::{Map, Value, json};

#[path = "../../generator/tests/normal/schemas.rs"]
mod schemas;

/// A way to say the same of a schema: returns whether it had anything to rewrite.
type Rewriting = fn(&mut Map<String, Value>) -> bool;

/// The rewritings, by name.
const REWRITINGS: [(&str, Rewriting); 6] = [
    ("a reference in an `allOf` of its own", reference_in_all_of),
    ("a reference in an `anyOf` of its own", reference_in_any_of),
    ("a part of an `allOf` that says nothing", silent_part),
    ("listed values as one alternative each", alternatives),
    ("the members of an object in two parts of an `allOf`", two_parts),
    ("the defaults of keywords, written out", defaults),
];

/// The cases that a rewriting changes, and why.
const OTHERWISE: [(&str, &str, &str); 1] = [(
    "slips",
    "the members of an object in two parts of an `allOf`",
    "parts that contradict each other are told apart by where they are written",
)];

fn reference_in_all_of(schema: &mut Map<String, Value>) -> bool {
    reference_in(schema, "allOf")
}

fn reference_in_any_of(schema: &mut Map<String, Value>) -> bool {
    reference_in(schema, "anyOf")
}

fn reference_in(schema: &mut Map<String, Value>, keyword: &str) -> bool {
    let Some(target) = schema.shift_remove("$ref") else { return false };
    schema.insert(keyword.to_owned(), json!([{ "$ref": target }]));
    true
}

fn silent_part(schema: &mut Map<String, Value>) -> bool {
    let Some(target) = schema.shift_remove("$ref") else { return false };
    schema.insert("allOf".to_owned(), json!([{ "$ref": target }, { "deprecated": false }]));
    true
}

fn alternatives(schema: &mut Map<String, Value>) -> bool {
    let is_plain = schema.keys().all(|key| ["type", "enum", "description", "example"].contains(&key.as_str()));
    let json_type = schema.get("type").cloned();
    let listed = schema.get("enum").and_then(Value::as_array).filter(|values| values.len() > 1).cloned();
    let (true, Some(json_type), Some(listed)) = (is_plain, json_type, listed) else { return false };
    if listed.contains(&Value::Null) {
        return false;
    }
    schema.shift_remove("enum");
    schema.shift_remove("type");
    let each = listed.iter().map(|value| json!({ "type": json_type, "enum": [value] }));
    schema.insert("oneOf".to_owned(), each.collect());
    true
}

fn two_parts(schema: &mut Map<String, Value>) -> bool {
    let is_plain = schema.keys().all(|key| ["type", "properties", "required", "description"].contains(&key.as_str()));
    let properties =
        schema.get("properties").and_then(Value::as_object).filter(|members| is_plain && members.len() > 1);
    let Some(properties) = properties.cloned() else { return false };
    let half = properties.len() / 2;
    schema.shift_remove("properties");
    schema.shift_remove("type");
    let part = |properties: Map<String, Value>| json!({ "type": "object", "properties": properties });
    let (first, second): (Vec<_>, Vec<_>) = properties.into_iter().enumerate().partition(|(index, _)| *index < half);
    let parts = [first, second].map(|half| part(half.into_iter().map(|(_, member)| member).collect()));
    schema.insert("allOf".to_owned(), parts.into_iter().collect());
    true
}

fn defaults(schema: &mut Map<String, Value>) -> bool {
    if schema.contains_key("$ref") {
        return false;
    }
    for keyword in ["nullable", "readOnly", "writeOnly", "deprecated"] {
        schema.entry(keyword).or_insert(json!(false));
    }
    schema.entry("x-other").or_insert(json!(true));
    true
}

/// The files of a client, without the hash of its document and the places in it.
fn files(name: &str, document: &Value) -> Result<BTreeMap<String, String>, String> {
    let text = document.to_string();
    let hash = source::Source { name: String::new(), text: text.clone() }.sha256();
    let short = hash.get(..12).unwrap_or_default();
    let crate_name = CrateName::new("case").expect("it is the name of a crate");
    let compiled = compile(&text, name, &Options::new(crate_name)).map_err(|failure| failure.to_string())?;
    let texts = compiled.tree.iter().filter(|(path, _)| path.as_str() != "bindings.json").map(|(path, content)| {
        let text = String::from_utf8_lossy(content).replace(&hash, "HASH").replace(short, "HASH");
        (path.as_str().to_owned(), text)
    });
    Ok(texts.collect())
}

/// Returns the first line in which two clients differ.
fn difference(expected: &BTreeMap<String, String>, made: &BTreeMap<String, String>) -> Option<String> {
    if expected.keys().ne(made.keys()) {
        let only = |one: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
            one.keys().filter(|path| !other.contains_key(*path)).cloned().collect::<Vec<_>>().join(", ")
        };
        return Some(format!("- {}\n+ {}", only(expected, made), only(made, expected)));
    }
    let (path, text) = expected.iter().find(|(path, text)| made.get(*path) != Some(text))?;
    let other = made.get(path).map(String::as_str).unwrap_or_default();
    let (left, right) = text.lines().zip(other.lines()).find(|(left, right)| left != right).unwrap_or_default();
    Some(format!("{path}\n- {left}\n+ {right}"))
}

fn cases() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut cases: Vec<(String, PathBuf)> = entries
        .map(|entry| entry.expect("a folder that was opened can be listed"))
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path().join("spec.yaml")))
        .filter(|(_, path)| path.is_file())
        .collect();
    cases.sort();
    cases
}

/// The number of the smith's documents that are rewritten.
const DOCUMENTS: u64 = 12;

#[test]
fn other_words_for_the_same_give_the_same_client() {
    let cases = cases();
    assert!(cases.len() > 50, "{}", cases.len());
    let mut compared = Compared::default();
    for (case, path) in cases {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{case}: {error}"));
        let document = source::read(&text).unwrap_or_else(|_| panic!("{case} cannot be read")).value;
        compared.compare(&case, &document);
    }
    println!("{:?}; left out, as they need a configuration: {:?}", compared.counts, compared.configured);
    assert!(compared.configured.len() < 5, "{:?}", compared.configured);
    assert!(compared.failures.is_empty(), "{}", compared.failures.join("\n\n"));
}

#[test]
fn so_do_those_for_documents_of_the_smith() {
    let mut compared = Compared::default();
    let count = env::var("JSONAPI_FORGE_SMITH").ok().and_then(|count| count.parse().ok()).unwrap_or(DOCUMENTS);
    (0..count).for_each(|seed| compared.compare(&format!("document {seed} of the smith"), &document(seed)));
    println!("{:?}", compared.counts);
    assert!(compared.configured.is_empty(), "{:?}", compared.configured);
    assert!(compared.failures.is_empty(), "{}", compared.failures.join("\n\n"));
}

/// What came of comparing documents with themselves in other words.
#[derive(Default)]
struct Compared {
    /// How many schemas there were for each rewriting.
    counts: BTreeMap<&'static str, usize>,
    /// The documents that cannot be compiled without a configuration.
    configured: Vec<String>,
    failures: Vec<String>,
}

impl Compared {
    fn compare(&mut self, name: &str, document: &Value) {
        let Ok(expected) = files(name, document) else {
            self.configured.push(name.to_owned());
            return;
        };
        for (way, rewriting) in REWRITINGS {
            let mut other = document.clone();
            let count = schemas::rewrite(&mut other, &mut |schema| usize::from(rewriting(schema)));
            *self.counts.entry(way).or_insert(0) += count;
            if count == 0 || OTHERWISE.iter().any(|(known, other, _)| *known == name && *other == way) {
                continue;
            }
            match files(name, &other) {
                Ok(made) => {
                    self.failures.extend(difference(&expected, &made).map(|one| format!("{name}: {way}: {one}")));
                }
                Err(failure) => self.failures.push(format!("{name}: {way}: {failure}")),
            }
        }
    }
}
