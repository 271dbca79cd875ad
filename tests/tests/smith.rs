//! Inputs that nobody wrote: mutated ones, which must do no harm, and documents of the smith, which must become
//! clients. Short here; `fuzz/run.sh` runs for hours.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::BTreeMap;
use std::env;
use std::panic::catch_unwind;

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Compiled, Options, compile};
use jsonapi_forge::write::{apply, plan};
use jsonapi_forge_tests::fuzz::wire::follow_link;
use jsonapi_forge_tests::fuzz::{TARGETS, read_source};
use jsonapi_forge_tests::scratch::Scratch;
use jsonapi_forge_tests::smith::document;
use serde_json::Value;

#[path = "../../generator/tests/normal/lift.rs"]
mod lift;

/// How many inputs of each target are tried.
const INPUTS: u64 = 400;

/// How many documents of the smith are compiled.
const DOCUMENTS: u64 = 60;

/// Found by libFuzzer.
#[test]
fn zero_with_a_sign_is_zero() {
    read_source(b"-0");
    read_source(br#"{"openapi": "3.0.3", "example": [-0, -0.0, 1e2]}"#);
}

/// Found by libFuzzer.
#[test]
fn a_control_character_is_no_part_of_a_link() {
    for link in ["\u{e}", " ?page=2\u{1}", "\u{a0}"] {
        follow_link(link.as_bytes());
    }
}

#[test]
fn mutated_inputs_do_no_harm() {
    for target in TARGETS {
        let corpus = target.corpus();
        for seed in 0..INPUTS {
            let input = target.input(&corpus, seed);
            let run = target.run;
            assert!(catch_unwind(|| run(&input)).is_ok(), "`fuzz {} 1 {seed}` shows it again", target.name);
        }
    }
}

fn compiled(seed: u64) -> Compiled {
    compiled_from(seed, &document(seed))
}

fn compiled_from(seed: u64, document: &Value) -> Compiled {
    let options = Options::new(CrateName::new("smith").expect("a crate can be called so"));
    compile(&document.to_string(), "smith.json", &options).unwrap_or_else(|failure| panic!("{seed}: {failure:#?}"))
}

/// Returns the Rust of a client, without the lines that name the hash of its document.
fn sources(compiled: &Compiled) -> BTreeMap<String, String> {
    let rust = compiled.tree.iter().filter(|(path, _)| path.as_str().ends_with(".rs"));
    let of_all = |line: &&str| !line.contains("SHA");
    let texts = rust.map(|(path, content)| (path.as_str().to_owned(), String::from_utf8_lossy(content)));
    texts.map(|(path, text)| (path, text.lines().filter(of_all).collect::<Vec<_>>().join("\n"))).collect()
}

#[test]
fn documents_of_the_smith_become_the_same_clients_when_they_are_lifted_to_3_1() {
    for seed in 0..DOCUMENTS / 3 {
        let document = document(seed);
        let mut lifted = document.clone();
        assert!(lift::lift(&mut lifted) > 0, "{seed}: nothing was lifted");
        let (older, newer) = (sources(&compiled_from(seed, &document)), sources(&compiled_from(seed, &lifted)));
        for (path, text) in &older {
            assert_eq!(newer.get(path), Some(text), "document {seed}: {path}");
        }
        assert_eq!(older.len(), newer.len(), "document {seed}");
    }
}

#[test]
fn documents_of_the_smith_become_clients() {
    let mut operations = 0;
    for seed in 0..DOCUMENTS {
        assert_eq!(document(seed), document(seed), "a seed has one document");
        operations += compiled(seed).summary.operations;
    }
    assert!(operations > 200, "{operations}");
}

/// Every client with every single feature, without a warning of the compiler, of clippy or of rustdoc: for those
/// documents that `JSONAPI_FORGE_SMITH=COUNT` asks for.
#[test]
fn clients_of_the_smith_compile_with_every_feature_alone() {
    let count = env::var("JSONAPI_FORGE_SMITH").ok().and_then(|count| count.parse().ok()).unwrap_or(0_u64);
    for seed in 0..count {
        let (compiled, scratch) = (compiled(seed), Scratch::new("smith"));
        apply(&plan(&compiled.tree, &scratch.folder).expect("the folder is empty")).expect("it can be written to");
        let all = scratch.all_features();
        let mut commands = vec![format!("clippy --features {all}"), format!("doc --no-deps --features {all}")];
        commands.extend(all.split(',').map(|feature| format!("check --no-default-features --features {feature}")));
        for command in commands {
            let words: Vec<&str> = command.split(' ').collect();
            scratch.cargo(&words).unwrap_or_else(|report| panic!("document {seed}: {report}"));
        }
        println!("document {seed}: {} operations, every feature alone", compiled.summary.operations);
    }
}
