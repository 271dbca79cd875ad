//! The JSON Schemas of what operations return: they accept all that is read, also from a response that is not as its
//! document says, and every response that is.

#![expect(clippy::indexing_slicing, reason = "a test that panics is a test that fails")]

use std::collections::HashMap;
use std::fs;

use jsonapi_forge_goldens::case_minimal::resources::book::Book;
use jsonapi_forge_goldens::case_minimal::runtime::{Date, Resource};
use jsonapi_forge_goldens::{Reading, read, schema};
use jsonapi_forge_tests::fuzz::mutate;
use jsonapi_forge_tests::program::workspace;
use jsonapi_forge_tests::random::Random;
use jsonapi_forge_tests::recorded::{RecordedResponse, recorded};
use jsonschema::Validator;
use serde_json::Value;

/// How many mutated responses are read.
const RESPONSES: u64 = 3_000;

/// The schemas of the operations that were asked for.
#[derive(Default)]
struct Schemas(HashMap<(String, String), Option<Validator>>);

impl Schemas {
    /// Returns why a value is not valid for what an operation returns; nothing where it has no form on the wire.
    fn errors(&mut self, of: &RecordedResponse, value: &Value) -> Vec<String> {
        let key = (of.case.clone(), of.operation.clone());
        let validator = self.0.entry(key).or_insert_with(|| {
            let schema = schema(&of.case, &of.operation)?;
            jsonschema::meta::validate(&schema).expect("it is a schema of its draft");
            Some(jsonschema::validator_for(&schema).expect("its references lead somewhere"))
        });
        let errors = validator.iter().flat_map(|validator| validator.iter_errors(value));
        errors.map(|error| format!("{}/{} {}: {error}", of.case, of.operation, error.instance_path())).collect()
    }
}

#[test]
fn what_is_written_is_valid() {
    let responses = recorded();
    let (mut schemas, mut written, mut failures) = (Schemas::default(), 0_u64, Vec::new());
    for seed in 0..RESPONSES {
        let mut random = Random::new(seed);
        let response = responses.get(random.below(responses.len())).expect("there are responses");
        let body = mutate::tree(&response.body, &mut random);
        let Some(wire) = reading(response, &body).wire else { continue };
        written += 1;
        let errors = schemas.errors(response, &wire);
        failures.extend(errors.into_iter().map(|error| format!("seed {seed}: {error}\n{wire}")));
    }
    let shown: Vec<String> = failures.into_iter().take(10).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n\n"));
    assert!(written > RESPONSES / 4, "only {written} of {RESPONSES} responses were read");
}

#[test]
fn what_is_as_described_is_valid_as_it_came() {
    let (mut schemas, mut clean, mut failures) = (Schemas::default(), 0, Vec::new());
    for response in recorded() {
        let reading = reading(&response, &response.body);
        let is_kept = reading.wire.as_ref().is_some_and(|wire| is_kept(&response.body, wire));
        if is_kept && reading.clean && reading.mismatches.is_empty() {
            clean += 1;
            failures.extend(schemas.errors(&response, &response.body));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(clean > 40, "only {clean} responses are as described");
}

/// Returns whether the lists of a document are written as they came: one resource, or null, in place of a list is written as a
/// list.
fn is_kept(body: &Value, wire: &Value) -> bool {
    ["data", "included"].iter().all(|key| match (body.get(key), wire.get(key)) {
        (Some(came), Some(written)) => came.is_array() == written.is_array(),
        (came, written) => came.is_some() == written.is_some(),
    })
}

#[test]
fn a_struct_of_a_users_own_has_a_schema() {
    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    struct Loan {
        book: Resource<Book>,
        since: Date,
    }

    let schema = schemars::schema_for!(Loan);

    let schema = schema.to_value();
    assert_eq!(schema["properties"]["book"]["$ref"], "#/$defs/Resource_of_Book");
    assert_eq!(schema["$defs"]["Resource_of_Book"]["properties"]["attributes"]["$ref"], "#/$defs/Book");
    assert_eq!(schema["$defs"]["Book"]["properties"]["title"]["type"], "string");
    let loan = Loan { book: Resource::new("1"), since: Date::from("2026-12-24") };
    let written = serde_json::to_value(&loan).expect("it is written");
    jsonschema::validate(&schema, &written).expect("it is valid");

    let guide = fs::read_to_string(workspace().join("docs/configuration.md")).expect("there is a guide");
    let (_, block) = guide.split_once("schemars::JsonSchema)]\nstruct").expect("the guide has a struct");
    let (block, _) = block.split_once("```").expect("the block ends");
    let lines = |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    assert!(lines(include_str!("json_schema.rs")).contains(&lines(block)), "{block}");
}

fn reading(response: &RecordedResponse, body: &Value) -> Reading {
    read(&response.case, &response.operation, response.status, body.to_string().into_bytes())
        .expect("the responses are of operations")
}
