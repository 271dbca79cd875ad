//! Runs the example against a local server, and checks that it depends on what it is told to.

#![expect(clippy::panic, reason = "a test that panics is a test that fails")]

use std::error::Error;
use std::process::Command;

use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::{Value, json};

type Outcome = Result<(), Box<dyn Error>>;

const ADDED: &str = r#"{"data": {"type": "book", "id": "B9", "attributes": {"title": "Small Worlds"}}}"#;

const FIRST: &str = r#"{
    "data": [{"type": "book", "id": "B1", "attributes": {"title": "One"},
              "relationships": {"author": {"data": {"type": "person", "id": "P1"}}}}],
    "included": [{"type": "person", "id": "P1", "attributes": {"name": "Ada"}}],
    "links": {"next": "/v1/books?page%5Bcursor%5D=two"}
}"#;

const SECOND: &str =
    r#"{"data": [{"type": "book", "id": "B2", "attributes": {"title": "Two"}}], "links": {"next": null}}"#;

#[test]
fn the_example_talks_to_a_server() -> Outcome {
    let server = Server::start([Reply::json(201, ADDED), Reply::json(200, FIRST), Reply::json(200, SECOND)])?;
    let output =
        Command::new(env!("CARGO_BIN_EXE_build-script-example")).arg(format!("{}/v1", server.url())).output()?;
    let (shown, complaints) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    assert!(output.status.success(), "{complaints}");
    assert_eq!(shown, "added B9\nOne, by Ada\nTwo, by nobody\n");
    let lines: Vec<String> = server.seen().into_iter().map(|request| request.line).collect();
    assert_eq!(lines, ["POST /v1/books", "GET /v1/books?include=author", "GET /v1/books?page%5Bcursor%5D=two"]);
    let added: Value = serde_json::from_slice(server.seen().first().map_or(&[][..], |request| &request.body))?;
    assert_eq!(added, json!({ "data": { "type": "book", "attributes": { "title": "Small Worlds", "pages": 212 } } }));
    Ok(())
}

#[test]
fn the_dependencies_are_those_that_the_generated_file_lists() {
    let generated = include_str!(concat!(env!("OUT_DIR"), "/library.rs"));
    let listed: Vec<&str> = generated.lines().filter_map(|line| line.strip_prefix("//     ")).collect();
    let [line] = listed.as_slice() else { panic!("one line is all that is needed: {listed:?}") };
    // The README's reader has the crate from a registry.
    let published = line.replace("path = \"../../templates\"", "version = \"0.1\"");
    assert_ne!(*line, published);
    for (text, line) in
        [(include_str!("../Cargo.toml"), *line), (include_str!("../../../README.md"), published.as_str())]
    {
        assert!(text.lines().any(|own| includes(own, line)), "{line}");
    }
}

/// Whether a line of a manifest is this dependency, with its version and its features at least.
fn includes(own: &str, line: &str) -> bool {
    let mut quoted = line.split('"').skip(1).step_by(2);
    own.split(' ').next() == line.split(' ').next() && quoted.all(|text| own.contains(&format!("\"{text}\"")))
}
