//! The golden cases: what is made of each document, against what is in its folder.
//!
//! `UPDATE_EXPECT=1 cargo test -p jsonapi-forge-tests` renews the files.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

#[path = "golden/bindings.rs"]
mod bindings;
#[path = "golden/samples.rs"]
mod samples;

use std::collections::BTreeSet;

use jsonapi_forge::compile::{Compiled, compile, model_with};
use jsonapi_forge::diff;
use jsonapi_forge::graph::{graph, mermaid, svg};
use jsonapi_forge::name::Lock;
use jsonapi_forge::{ir, report, source::Locator};
use jsonapi_forge_tests::cases::{Case, cases};
use jsonapi_forge_tests::golden::{Files, compare};
use jsonapi_forge_tests::listing::{follows_from_a_head, is_of_every_crate};
use jsonapi_forge_tests::public_api::public_api;

#[test]
fn cases_are_as_their_files_say() {
    let failures: Vec<String> = cases().iter().filter_map(|case| check(case).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// `diff` tells from the model alone what is public, so that it need not generate anything: what it knows
/// is what is emitted.
#[test]
fn diff_knows_what_is_emitted() {
    let failures: Vec<String> = cases().iter().filter_map(|case| known(case).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn known(case: &Case) -> Result<(), String> {
    let name = &case.name;
    let model = model_with(&case.text, &Lock::default(), &case.overrides);
    let model = model.unwrap_or_else(|refused| panic!("{name}: {refused:#?}"));
    let compiled =
        compile(&case.text, "spec.yaml", &case.options()).unwrap_or_else(|failure| panic!("{name}: {failure}"));
    let public_api = public_api(&compiled.tree).unwrap_or_else(|bug| panic!("{name}: {bug}"));
    let known = diff::known_items(&model);
    let emitted: BTreeSet<&str> = public_api.iter().map(|(line, _)| line).collect();
    let invented = known.iter().filter(|line| !emitted.contains(line.as_str())).map(|line| format!("+ {line}"));
    let missed = emitted
        .iter()
        .filter(|line| !known.contains(**line) && !is_of_every_crate(line) && !follows_from_a_head(line, &known));
    let found: Vec<String> = invented.chain(missed.map(|line| format!("- {line}"))).collect();
    if found.is_empty() {
        Ok(())
    } else {
        Err(format!("{name}: diff knows (+) and does not know (-):\n{}", found.join("\n")))
    }
}

fn check(case: &Case) -> Result<(), String> {
    let ours = |path: &str| !["spec.yaml", "jsonapi-forge.toml"].contains(&path) && !path.starts_with("responses/");
    compare(&case.folder, &files(case), ours)
}

/// Everything that is made of a case.
fn files(case: &Case) -> Files {
    let name = &case.name;
    let model = model_with(&case.text, &Lock::default(), &case.overrides);
    let model = model.unwrap_or_else(|refused| panic!("{name}: {refused:#?}"));
    let compiled =
        compile(&case.text, "spec.yaml", &case.options()).unwrap_or_else(|failure| panic!("{name}: {failure}"));
    let warnings = report::plain(&Locator::new("spec.yaml", &case.text), &model.diagnostics);
    let public_api = public_api(&compiled.tree).unwrap_or_else(|bug| panic!("{name}: {bug}"));
    let map = graph(&model.api);
    let mut files = Files::from([
        ("graph.mmd".to_owned(), mermaid(&map.by_area())),
        ("graph.svg".to_owned(), svg(&model.api.info.title, &map.by_area())),
        ("ir.txt".to_owned(), ir::dump(&model.api)),
        ("public_api.txt".to_owned(), public_api.to_string()),
    ]);
    files.extend(emitted(&compiled));
    files.extend(samples::found(case, &model).map(|found| ("samples.txt".to_owned(), found)));
    if !warnings.is_empty() {
        files.insert("warnings.txt".to_owned(), warnings);
    }
    files
}

/// The files of the crate but for those that are alike in all crates.
fn emitted(compiled: &Compiled) -> Files {
    let files = compiled.tree.iter().map(|(path, content)| (path.as_str(), String::from_utf8_lossy(content)));
    let own = files.filter(|(path, _)| {
        !path.starts_with("src/runtime/")
            && *path != "src/rt.rs"
            && !path.starts_with("LICENSE-")
            && *path != "rustfmt.toml"
    });
    own.map(|(path, text)| (format!("out/{path}"), text.into_owned())).collect()
}
