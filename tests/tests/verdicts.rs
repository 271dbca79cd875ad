//! A change of a document that changes generated code is never without a verdict: `update` keeps the version of a crate,
//! and writes nothing to its changelog, only where nothing differs.
//!
//! Each document is changed in one place at a time. With `JSONAPI_FORGE_CORPUS=all` all golden cases are, not some.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::BTreeMap;
use std::env;

use jsonapi_forge::compile::{Model, compile, model_with};
use jsonapi_forge::diff;
use jsonapi_forge::name::Lock;
use jsonapi_forge::source;
use jsonapi_forge_tests::cases::{Case, cases};
use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;

/// The cases whose documents are changed in every run.
const ALWAYS: &[&str] = &["credentials", "jobs", "links", "minimal", "servers"];

/// Members of a document that only documentation is made of, or that no code follows from.
const PROSE: &[&str] = &["description", "summary", "title", "example", "examples", "externalDocs", "info", "openapi"];

/// The code of a client: tokens without comments, by file.
type Code = BTreeMap<String, String>;

/// The change of one place of a document.
#[derive(Debug, Clone)]
enum Edit {
    Remove,
    Replace(Value),
}

#[test]
fn other_code_has_a_verdict() {
    let all = env::var_os("JSONAPI_FORGE_CORPUS").is_some_and(|value| value == "all");
    let mut failures = Vec::new();
    let mut seen = 0;
    for case in cases().iter().filter(|case| all || ALWAYS.contains(&case.name.as_str())) {
        let (edits, found) = untold(case);
        seen += edits;
        failures.extend(found);
    }
    assert!(seen > 100, "documents are changed: {seen}");
    assert!(failures.is_empty(), "{} of {seen}:\n{}", failures.len(), failures.join("\n"));
}

/// Returns how many changes of the document of a case were tried, and those that change code though nothing tells of them.
fn untold(case: &Case) -> (usize, Vec<String>) {
    let document = source::read(&case.text).unwrap_or_else(|_| panic!("{}: it is a good document", case.name)).value;
    let (Some(old), Some(old_code)) = (model(case, &document), code_of(case, &document)) else {
        panic!("{}: it is a good document", case.name)
    };
    let (mut seen, mut found) = (0, Vec::new());
    for (pointer, edit) in edits(&document) {
        let edited = edited(&document, &pointer, &edit);
        let Some(new) = model(case, &edited) else { continue };
        seen += 1;
        if !diff::diff(&old, &new).changes.is_empty() {
            continue;
        }
        let difference = code_of(case, &edited).and_then(|new_code| difference(&old_code, &new_code));
        found.extend(difference.map(|difference| format!("{} {pointer} {edit:?}: {difference}", case.name)));
    }
    (seen, found)
}

/// Returns the model of a document; `None` where it is refused.
fn model(case: &Case, document: &Value) -> Option<Model> {
    model_with(&document.to_string(), &Lock::default(), &case.overrides).ok()
}

/// Returns the code of the client of a document.
fn code_of(case: &Case, document: &Value) -> Option<Code> {
    let compiled = compile(&document.to_string(), "spec.json", &case.options()).ok()?;
    let files = compiled.tree.iter().map(|(path, bytes)| (path.as_str(), bytes));
    let files = files.filter(|(path, _)| path.starts_with("src/") && !path.ends_with("cookbook.rs"));
    Some(files.map(|(path, bytes)| (path.to_owned(), code(&String::from_utf8_lossy(bytes)))).collect())
}

/// Returns the tokens of a file, a line each, without what is documentation.
fn code(text: &str) -> String {
    let text: String = text.lines().filter(|line| !line.contains("DESCRIPTION_SHA256")).collect::<Vec<_>>().join("\n");
    let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("generated code is Rust: {error}"));
    let mut out = String::new();
    write(tokens, &mut out);
    out
}

fn write(tokens: TokenStream, out: &mut String) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for token in tokens {
        match &token {
            TokenTree::Group(group) if is_doc(&group.stream()) => {}
            TokenTree::Group(group) => {
                out.push_str("(\n");
                write(group.stream(), out);
                out.push_str(")\n");
            }
            // Of an attribute, whether of documentation or not.
            TokenTree::Punct(punct) if matches!(punct.as_char(), '#' | '!') => {}
            token => {
                out.push_str(&token.to_string());
                out.push('\n');
            }
        }
    }
}

fn is_doc(tokens: &TokenStream) -> bool {
    let words: Vec<String> = tokens.clone().into_iter().map(|token| token.to_string()).collect();
    match words.as_slice() {
        [first, ..] if first == "doc" => true,
        [first, arguments] => first == "cfg_attr" && arguments.contains("doc = "),
        _ => false,
    }
}

/// Returns the first tokens that differ.
fn difference(old: &Code, new: &Code) -> Option<String> {
    for path in old.keys().chain(new.keys()) {
        let (before, after) = (old.get(path).map_or("", String::as_str), new.get(path).map_or("", String::as_str));
        let lines = before.lines().map(Some).chain(std::iter::repeat(None));
        let others = after.lines().map(Some).chain(std::iter::repeat(None));
        let mut pairs = lines.zip(others).take_while(|pair| *pair != (None, None));
        if let Some((was, is)) = pairs.find(|(was, is)| was != is) {
            return Some(format!("{path}: {} -> {}", was.unwrap_or_default(), is.unwrap_or_default()));
        }
    }
    None
}

/// Returns changes of each place of a document.
fn edits(document: &Value) -> Vec<(String, Edit)> {
    let mut found = Vec::new();
    collect(document, String::new(), &mut found);
    found
}

fn collect(value: &Value, pointer: String, found: &mut Vec<(String, Edit)>) {
    if !pointer.is_empty() {
        found.push((pointer.clone(), Edit::Remove));
    }
    match value {
        Value::Object(members) => {
            for (name, inner) in members.iter().filter(|(name, _)| !PROSE.contains(&name.as_str())) {
                let name = name.replace('~', "~0").replace('/', "~1");
                collect(inner, format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(at, inner)| collect(inner, format!("{pointer}/{at}"), found));
        }
        Value::Bool(is) => found.push((pointer, Edit::Replace(Value::from(!is)))),
        Value::Number(number) => {
            found.extend(number.as_u64().map(|number| (pointer, Edit::Replace(Value::from(number + 1)))));
        }
        Value::String(text) => found.push((pointer, Edit::Replace(Value::from(format!("{text}x"))))),
        Value::Null => {}
    }
}

/// Returns a document with one place changed.
fn edited(document: &Value, pointer: &str, edit: &Edit) -> Value {
    let mut document = document.clone();
    let (parent, name) = pointer.rsplit_once('/').expect("it is no edit of the whole");
    let name = name.replace("~1", "/").replace("~0", "~");
    match (document.pointer_mut(parent).expect("the place is there"), edit) {
        (Value::Object(members), Edit::Remove) => drop(members.shift_remove(&name)),
        (Value::Object(members), Edit::Replace(value)) => drop(members.insert(name, value.clone())),
        (Value::Array(elements), edit) => {
            let at: usize = name.parse().expect("it is a position");
            let removed = elements.remove(at);
            if let Edit::Replace(value) = edit {
                elements.insert(at, value.clone());
            }
            drop(removed);
        }
        _ => unreachable!("a place is in an object or a list"),
    }
    document
}
