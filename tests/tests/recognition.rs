//! What of real documents is recognised as JSON:API, and why lists have no pages, as tables in `docs/recognition.md`.
//!
//! What a document has is counted in its own text, apart from the compiler. Without the documents, which lie
//! beside the repository, the test says so and passes. `UPDATE_EXPECT=1` renews the table.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use jsonapi_forge::compile::{Model, model};
use jsonapi_forge::diag::{Code, Diagnostic, Place};
use jsonapi_forge::ir::{Method, Operation, Payload};
use jsonapi_forge::name::Lock;
use jsonapi_forge::source;
use jsonapi_forge_tests::program::workspace;
use serde_json::{Map, Value};

/// The documents, each of a dialect of its own.
const DOCUMENTS: &[&str] = &[
    "autodesk/datamanagement.yaml",
    "datacite/datacite.yaml",
    "datadog/v2.yaml",
    "elasticpath/pim.yaml",
    "elasticpath/subscriptions.yaml",
    "jsonapidotnet/JsonApiDotNetCoreExample.json",
    "klaviyo/2026-07-15.json",
    "rootly/rootly.json",
    "snyk/policy-2024-10-15.yaml",
    "snyk/snyk.json",
    "tidal/tidal.json",
];

/// How many of a hundred JSON:API documents are to be recognised, in every document.
const RECOGNISED: usize = 99;

/// The counts of one OpenAPI document.
#[derive(Debug, Default)]
struct Row {
    documents: usize,
    recognised: usize,
    lists: usize,
    paged: usize,
    relationships: usize,
    typed: usize,
    /// Lists without pages, by what the document describes of them.
    unpaged: Unpaged,
}

/// The lists without pages of one OpenAPI document.
#[derive(Debug, Default)]
struct Unpaged {
    /// Answers to something else than `GET`, and no searches.
    changes: usize,
    /// They take a parameter about pages, such as a size, and none that names a page.
    sized: usize,
    /// Their responses describe pages, and no parameter takes one.
    counted: usize,
    /// Nothing about pages is described.
    silent: usize,
}

#[test]
fn the_table_is_what_is_recognised() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/specs");
    if !folder.is_dir() {
        println!("SKIPPED: the documents of the services are not beside the repository; nothing was tested");
        return;
    }
    let mut table = String::from(
        "| Document | Success bodies that are JSON:API | Recognised | Lists | Lists with pages | Relationships | With types |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let mut reasons = String::from(
        "| Lists without pages of | Answers to changes | No way on | No parameter | Nothing described |\n| --- | --- | --- | --- | --- |\n",
    );
    let mut short = Vec::new();
    for name in DOCUMENTS {
        let row = row(&folder.join(name));
        let Row { documents, recognised, lists, paged, relationships, typed, unpaged } = &row;
        let Unpaged { changes, sized, counted, silent } = unpaged;
        if lists > paged {
            writeln!(reasons, "| {name} | {changes} | {sized} | {counted} | {silent} |").expect("it is a string");
        }
        writeln!(table, "| {name} | {documents} | {recognised} | {lists} | {paged} | {relationships} | {typed} |")
            .expect("writing to a string cannot fail");
        if recognised * 100 < documents * RECOGNISED {
            short.push(format!("{name}: {row:?}"));
        }
    }
    hold(&workspace().join("docs/recognition.md"), "| Document |", &table);
    hold(&workspace().join("docs/recognition.md"), "| Lists without pages of |", &reasons);
    assert!(short.is_empty(), "too few documents are recognised:\n{}", short.join("\n"));
}

/// Compares the table in a guide with one that was made, or renews it.
/// `head` is its beginning.
fn hold(path: &Path, head: &str, table: &str) {
    let text = fs::read_to_string(path).expect("the guide is there");
    let (before, rest) = text.split_once(head).expect("the guide has the table");
    let after = rest.split_once("\n\n").map_or("", |(_, after)| after);
    let renewed = format!("{before}{table}\n{after}");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, renewed).expect("the guide can be written");
    } else {
        assert!(renewed == text, "{}: the table is now\n{table}\nUPDATE_EXPECT=1 renews it", path.display());
    }
}

fn row(path: &PathBuf) -> Row {
    let text = fs::read_to_string(path).expect("the documents are text");
    let document = source::read(&text).expect("the documents can be read").value;
    let model = model(&text, &Lock::default()).unwrap_or_else(|found| panic!("{}: {found:#?}", path.display()));
    let described = documents(&document);
    let mut row = Row { documents: described.len(), ..Row::default() };
    let warned = |operation: &Operation| {
        let of_pages = model.diagnostics.iter().filter(|one| one.code == Code::UnknownPaging);
        let is_of = |one: &&Diagnostic| one.labels.iter().any(|label| label.at == Place::Value(operation.at.clone()));
        of_pages.filter(is_of).map(|one| one.message.clone()).next()
    };
    for (_, operation) in model.api.operations.iter() {
        count(&mut row, operation, described.contains(operation.at.as_str()));
        if is_list(operation) && operation.pages().is_none() {
            let counter = match (operation.method, warned(operation)) {
                (Method::Get, Some(message)) if message.contains("` takes `") => &mut row.unpaged.sized,
                (Method::Get, Some(_)) => &mut row.unpaged.counted,
                (Method::Get, None) => &mut row.unpaged.silent,
                _ => &mut row.unpaged.changes,
            };
            *counter += 1;
        }
    }
    relationships(&mut row, &model);
    row
}

fn count(row: &mut Row, operation: &Operation, is_described: bool) {
    let Payload::Document(document) = &operation.success.payload else {
        row.recognised += usize::from(is_described && matches!(operation.success.payload, Payload::Batch(_)));
        return;
    };
    row.recognised += usize::from(is_described);
    if document.data.is_list() {
        row.lists += 1;
        row.paged += usize::from(operation.pages().is_some());
    }
}

fn is_list(operation: &Operation) -> bool {
    matches!(&operation.success.payload, Payload::Document(document) if document.data.is_list())
}

fn relationships(row: &mut Row, model: &Model) {
    let views = model.api.resources.iter().filter_map(|(_, resource)| resource.read.as_ref());
    for relationship in views.flat_map(|view| &view.relationships) {
        row.relationships += 1;
        row.typed += usize::from(!relationship.targets.is_empty());
    }
}

/// The pointers of the operations whose body of success is a JSON:API document, told from the text alone.
fn documents(document: &Value) -> BTreeSet<String> {
    let paths = document.get("paths").and_then(Value::as_object).expect("the documents have paths");
    let mut found = BTreeSet::new();
    for (path, item) in paths {
        for method in ["get", "put", "post", "delete", "patch"] {
            let Some(operation) = item.get(method) else { continue };
            if body(document, operation).is_some_and(|schema| is_document(document, schema)) {
                let path = path.replace('~', "~0").replace('/', "~1");
                found.insert(format!("/paths/{path}/{method}"));
            }
        }
    }
    found
}

/// The schema of the body of the lowest successful status that has one.
fn body<'a>(document: &'a Value, operation: &'a Value) -> Option<&'a Value> {
    let responses = operation.get("responses")?.as_object()?;
    let mut successes: Vec<(&String, &Value)> =
        responses.iter().filter(|(status, _)| status.starts_with('2')).collect();
    successes.sort_by_key(|(status, _)| *status);
    successes.into_iter().find_map(|(_, response)| {
        let content = resolved(document, response).get("content")?.as_object()?;
        let json = content.iter().filter(|(media_type, _)| media_type.contains("json"));
        json.min_by_key(|(media_type, _)| !media_type.contains("vnd.api"))?.1.get("schema")
    })
}

/// Whether a schema has `data` that holds resources or identifiers: objects with `type` and `id`, and no members
/// that belong into `attributes`.
fn is_document(document: &Value, schema: &Value) -> bool {
    let Some(data) = properties(document, schema).remove("data") else { return false };
    let alternatives = alternatives(document, &data);
    let elements = alternatives.iter().flat_map(|one| match resolved(document, one).get("items") {
        Some(items) => self::alternatives(document, items),
        None => vec![one.clone()],
    });
    let resources = elements.filter(|one| is_resource(document, one));
    resources.count() > 0
}

fn is_resource(document: &Value, schema: &Value) -> bool {
    const MEMBERS: [&str; 8] = ["attributes", "id", "included", "lid", "links", "meta", "relationships", "type"];
    let members = properties(document, schema);
    let has = |name: &str| members.contains_key(name);
    let is_flat = !has("attributes") && members.keys().any(|name| !MEMBERS.contains(&name.as_str()));
    has("type") && has("id") && !is_flat
}

/// The alternatives of a schema, those of alternatives in their place.
fn alternatives(document: &Value, schema: &Value) -> Vec<Value> {
    let schema = resolved(document, schema);
    let listed = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array());
    match listed {
        Some(listed) => listed.iter().flat_map(|one| alternatives(document, one)).collect(),
        None => vec![schema.clone()],
    }
}

/// The members of an object, those of its `allOf` too.
fn properties(document: &Value, schema: &Value) -> Map<String, Value> {
    let schema = resolved(document, schema);
    let mut members = Map::new();
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        members.extend(properties(document, part));
    }
    members.extend(schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default());
    members
}

/// What a value is once its references are followed.
fn resolved<'a>(document: &'a Value, mut value: &'a Value) -> &'a Value {
    while let Some(target) = value.get("$ref").and_then(Value::as_str) {
        let Some(found) = target.strip_prefix('#').and_then(|pointer| document.pointer(pointer)) else { break };
        value = found;
    }
    value
}
