//! Inputs that nobody wrote: mutated ones, which must do no harm, and documents of the smith, which must become
//! clients. Short here; `fuzz/run.sh` runs for hours.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::env;
use std::panic::catch_unwind;

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Compiled, Options, compile};
use jsonapi_forge::write::{apply, plan};
use jsonapi_forge_tests::fuzz::{TARGETS, read_source};
use jsonapi_forge_tests::scratch::Scratch;
use jsonapi_forge_tests::smith::document;

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
    let options = Options::new(CrateName::new("smith").expect("a crate can be called so"));
    compile(&document(seed).to_string(), "smith.json", &options)
        .unwrap_or_else(|failure| panic!("{seed}: {failure:#?}"))
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
