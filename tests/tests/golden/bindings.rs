//! `bindings.json` of every golden case, against its schema and against the listing of the crate.

use std::collections::BTreeSet;

use jsonapi_forge::compile::compile;
use jsonapi_forge_tests::cases::{Case, cases};
use jsonapi_forge_tests::program::workspace;
use jsonapi_forge_tests::public_api::public_api;
use serde_json::Value;

#[test]
fn bindings_are_by_their_schema_and_name_what_is_public() {
    let schema = std::fs::read_to_string(workspace().join("docs/bindings.schema.json")).expect("the schema is there");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let failures: Vec<String> = cases().iter().flat_map(|case| problems(case, &validator)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn problems(case: &Case, validator: &jsonschema::Validator) -> Vec<String> {
    let name = &case.name;
    let compiled = compile(&case.text, "spec.yaml", &case.options());
    let compiled = compiled.unwrap_or_else(|failure| panic!("{name}: {failure}"));
    let bindings = compiled.tree.get("bindings.json").expect("every crate has bindings");
    let bindings: Value = serde_json::from_slice(bindings).expect("they are JSON");
    let mut problems: Vec<String> =
        validator.iter_errors(&bindings).map(|error| format!("{name}: {error} at {}", error.instance_path())).collect();
    let listing = public_api(&compiled.tree).unwrap_or_else(|bug| panic!("{name}: {bug}"));
    let public: BTreeSet<&str> = listing.iter().map(|(line, _)| line).collect();
    let mut found = Vec::new();
    collect(&bindings, &mut found);
    assert!(!found.is_empty(), "{name}: no item is named");
    problems.extend(unknown_kinds(&bindings).into_iter().map(|kind| format!("{name}: `{kind}` is not a type")));
    problems.extend(unplaced(&bindings).into_iter().map(|part| format!("{name}: no pointer of {part}")));
    problems.extend(found.iter().filter(|line| !public.contains(line.as_str())).map(|line| format!("{name}: {line}")));
    problems
}

/// Returns the parts of operations that are about pages and have no place in the document.
fn unplaced(bindings: &Value) -> Vec<String> {
    let operations = bindings["operations"].as_array().into_iter().flatten();
    let parts = operations.flat_map(|operation| operation["parts"].as_array().into_iter().flatten());
    let is_of_pages =
        |part: &&Value| ["start of the page", "size of the page"].iter().any(|kind| part["kind"] == *kind);
    parts.filter(is_of_pages).filter(|part| part.get("pointer").is_none()).map(Value::to_string).collect()
}

/// Returns the kinds of bodies that no type of the file is, and the bodies of `AnyDraft`s that list none.
fn unknown_kinds(bindings: &Value) -> Vec<String> {
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let of_type = |one: Value| list(&one, "others").into_iter().chain(one.get("item").cloned()).collect::<Vec<_>>();
    let types = list(bindings, "types").into_iter().flat_map(of_type);
    let types: BTreeSet<String> = types.filter_map(|item| item.get("path")?.as_str().map(str::to_owned)).collect();
    let parts = list(bindings, "operations").into_iter().flat_map(|operation| list(&operation, "parts"));
    let mut unknown = Vec::new();
    for part in parts {
        let kinds = list(&part, "kinds");
        if kinds.is_empty() && part.to_string().contains("AnyDraft") {
            unknown.push(part.to_string());
        }
        let kinds = kinds.iter().filter_map(Value::as_str).map(str::to_owned);
        unknown.extend(kinds.filter(|kind| !types.contains(kind)));
    }
    unknown
}

/// Collects the items of a value as lines of a listing.
fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(members) => match (members.get("path"), members.get("signature")) {
            (Some(Value::String(path)), Some(Value::String(signature))) => {
                let colon = if signature.is_empty() { "" } else { ": " };
                found.push(format!("{path}{colon}{signature}"));
            }
            _ => members.values().for_each(|value| collect(value, found)),
        },
        _ => {}
    }
}
