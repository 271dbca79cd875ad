//! The schema of `jsonapi-forge.toml`, for editors: what it allows is what the compiler reads.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonapi_forge::config::parse;
use jsonapi_forge_tests::golden;
use jsonapi_forge_tests::program::workspace;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

/// The tables of a client that have keys of their own.
const TABLES: [&str; 11] = [
    "package", "features", "include", "exclude", "rename", "repair", "security", "types", "paging", "filter", "origin",
];

fn schema() -> Value {
    let text = fs::read_to_string(workspace().join("docs/jsonapi-forge.schema.json")).expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

/// A configuration as JSON, which schemas are about.
fn json(text: &str) -> Value {
    table(DeTable::parse(text).expect("the configuration is TOML").get_ref())
}

fn table(members: &DeTable<'_>) -> Value {
    let members = members.iter().map(|(key, found)| (key.get_ref().to_string(), value(found.get_ref())));
    Value::Object(members.collect::<Map<_, _>>())
}

fn value(found: &DeValue<'_>) -> Value {
    match found {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Boolean(value) => Value::from(*value),
        DeValue::Array(elements) => elements.iter().map(|element| value(element.get_ref())).collect(),
        DeValue::Table(members) => table(members),
        DeValue::Integer(_) | DeValue::Float(_) => Value::from(0),
        DeValue::Datetime(_) => Value::Null,
    }
}

/// The keys that the compiler knows of a table, as it lists them where one is not known.
fn known(table: &str) -> BTreeSet<String> {
    let wrong = if table.is_empty() { String::new() } else { format!("{table}.") };
    let text = format!("[api.x]\ninput = \"a\"\noutput = \"b\"\n{wrong}no-such-key-at-all = 1\n");
    let problems = parse(&text, Path::new("")).expect_err("the key is not known");
    let help = problems.first().and_then(|problem| problem.help.as_deref()).unwrap_or_default();
    let list = help.strip_prefix("known here: ").unwrap_or_else(|| panic!("{problems:?}"));
    list.split(", ").map(|key| key.trim_matches('`').to_owned()).collect()
}

#[test]
fn it_has_the_keys_that_the_compiler_knows() {
    let schema = schema();
    let client = "/properties/api/additionalProperties";
    for table in [""].into_iter().chain(TABLES) {
        let at = if table.is_empty() { client.to_owned() } else { format!("{client}/properties/{table}") };
        let of = schema.pointer(&at).unwrap_or_else(|| panic!("the schema has no `{table}`"));
        let properties = of.get("properties").and_then(Value::as_object).expect("it has properties");
        assert_eq!(properties.keys().cloned().collect::<BTreeSet<_>>(), known(table), "`{table}`");
        assert_eq!(of.get("additionalProperties"), Some(&Value::Bool(false)), "`{table}`");
    }
}

#[test]
fn what_the_compiler_reads_is_valid() {
    let validator = jsonschema::validator_for(&schema()).expect("it is a schema");
    let read = |path: &str| fs::read_to_string(workspace().join(path)).expect("the file is there");
    let docs = read("docs/configuration.md");
    let examples = docs.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let own = [
        read("jsonapi-forge.toml"),
        read("tests/cases/overrides/jsonapi-forge.toml"),
        read("tests/cases/lacking/jsonapi-forge.toml"),
    ];
    let mut number = 0;
    for text in examples.map(str::to_owned).chain(own) {
        let problems: Vec<String> = validator.iter_errors(&json(&text)).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{problems:#?}\n{text}");
        number += 1;
    }
    assert!(number > 6);
}

#[test]
fn what_the_compiler_refuses_for_its_keys_is_not() {
    let validator = jsonschema::validator_for(&schema()).expect("it is a schema");
    let folder = workspace().join("tests/bad-overrides");
    let keys = golden::read(&folder).remove("keys.toml").expect("the configuration is there");
    let found = validator.iter_errors(&json(&keys)).count();
    assert!(found > 8, "{found}");
    for text in
        ["", "[api]\n", "[api.\"2\"]\ninput = \"a\"\noutput = \"b\"\n", "[api.a]\ninput = \"\"\noutput = \"b\"\n"]
    {
        assert!(parse(text, Path::new("")).is_err(), "{text}");
        assert!(!validator.is_valid(&json(text)), "{text}");
    }
}
