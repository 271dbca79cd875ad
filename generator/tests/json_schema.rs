//! The JSON Schema Test Suite, draft 2020-12, against the types that are made of its schemas.
//!
//! `JSON_SCHEMA_TEST_SUITE=FOLDER cargo test -p jsonapi-forge --test json_schema -- --ignored` reads the suite's files from
//! `FOLDER` (`tests/draft2020-12`; the source distribution of the Python package `jsonschema` has them). Each schema is the
//! body of a response, and each of its values is one that a service might send: a client accepts it where it reports no
//! mismatch. What differs from the suite is listed by keyword in `json_schema/outcome.txt`, and explained in
//! `docs/openapi.md`; `UPDATE_EXPECT=1` renews the list.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use expect_test::expect_file;
use jsonapi_forge::compile::{Refused, model_with};
use jsonapi_forge::diag::Severity;
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::Overrides;
use jsonapi_forge::samples::{Checker, Memory};
use serde_json::{Value, json};

/// What became of the values of a file.
#[derive(Default)]
struct Outcome {
    /// The schemas that are refused, each with the codes of the errors.
    refused: Vec<String>,
    /// How many values are judged as the suite judges them.
    alike: usize,
    /// The values that are not valid, and accepted.
    accepted: Vec<String>,
    /// The values that are valid, and reported.
    reported: Vec<String>,
}

#[test]
#[ignore = "needs the suite, from the folder that JSON_SCHEMA_TEST_SUITE names"]
fn values_are_accepted_as_the_page_of_the_documentation_says() {
    let folder =
        env::var_os("JSON_SCHEMA_TEST_SUITE").map(PathBuf::from).expect("JSON_SCHEMA_TEST_SUITE names a folder");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    assert!(files.len() > 40, "{} has {} files of the suite", folder.display(), files.len());
    let mut text = String::new();
    let (mut schemas, mut values, mut alike) = (0, 0, 0);
    for path in files {
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let groups: Vec<Value> = serde_json::from_str(&fs::read_to_string(&path).expect("it can be read"))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let outcome = judge(&groups);
        schemas += groups.len();
        alike += outcome.alike;
        values += outcome.alike + outcome.accepted.len() + outcome.reported.len();
        write_outcome(&mut text, &name, &outcome);
    }
    println!("{schemas} schemas, {values} values, {alike} judged as the suite judges them");
    let figures = format!("Of {values} values, {alike} are");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.md");
    let page = fs::read_to_string(page).expect("it can be read");
    assert!(page.contains(&figures), "the page does not have: {figures}");
    let of_this_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/json_schema/outcome.txt");
    expect_file![of_this_folder].assert_eq(&text);
}

fn write_outcome(text: &mut String, name: &str, outcome: &Outcome) {
    let Outcome { refused, alike, accepted, reported } = outcome;
    writeln!(text, "{name}: {alike} alike, {} accepted, {} reported", accepted.len(), reported.len())
        .expect("a string takes all");
    for (word, list) in [("refused", refused), ("accepted", accepted), ("reported", reported)] {
        for line in list {
            writeln!(text, "  {word}: {line}").expect("a string takes all");
        }
    }
}

fn judge(groups: &[Value]) -> Outcome {
    let mut outcome = Outcome::default();
    for (position, group) in groups.iter().enumerate() {
        let words = |value: &Value| value["description"].as_str().unwrap_or_default().to_owned();
        let document = document(&group["schema"], position).to_string();
        let model = match model_with(&document, &Lock::default(), &Overrides::default()) {
            Ok(model) => model,
            Err(refused) => {
                let Refused::Document(problems) = refused else { panic!("nothing is overridden: {refused:#?}") };
                let errors = problems.iter().filter(|one| one.severity() == Severity::Error);
                let codes: BTreeSet<&str> = errors.map(|one| one.code.as_str()).collect();
                let codes: Vec<&str> = codes.into_iter().collect();
                outcome.refused.push(format!("{} ({})", words(group), codes.join(", ")));
                continue;
            }
        };
        let memory = Memory::default();
        let checker = Checker::new(&model, &memory);
        for test in group["tests"].as_array().into_iter().flatten() {
            let found = checker.mismatches("get", 200, &test["data"].to_string()).expect("the operation is there");
            match (test["valid"] == json!(true), found.is_empty()) {
                (true, true) | (false, false) => outcome.alike += 1,
                (false, true) => outcome.accepted.push(format!("{}: {}", words(group), words(test))),
                (true, false) => {
                    let kinds: BTreeSet<String> = found.iter().map(|one| format!("{:?}", one.kind)).collect();
                    let kinds: Vec<String> = kinds.into_iter().collect();
                    outcome.reported.push(format!("{}: {} ({})", words(group), words(test), kinds.join(", ")));
                }
            }
        }
    }
    outcome
}

/// A document with one response of this schema, which has an address of its own so that its references stay in it.
fn document(schema: &Value, position: usize) -> Value {
    let mut schema = schema.clone();
    if let Some(members) = schema.as_object_mut() {
        members.entry("$id").or_insert_with(|| json!(format!("https://suite.example/{position}")));
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Suite", "version": "1"},
        "servers": [{"url": "https://suite.example"}],
        "paths": {"/value": {"get": {
            "operationId": "get",
            "responses": {"200": {
                "description": "A value.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Value"}}},
            }},
        }}},
        "components": {"schemas": {"Value": schema}},
    })
}
