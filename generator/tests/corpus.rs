//! Real documents go in; every operation comes out. The documents are other people's and lie
//! beside the repository; without them the tests say so and pass.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "tests report what they counted")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use jsonapi_forge::diag::Diagnostics;
use jsonapi_forge::dialect::{Dialect, ForeignTypes};
use jsonapi_forge::ir::{Api, Filter, FilterEvidence, Test, TypeDef, Union};
use jsonapi_forge::{check, lower, spec};
use serde_json::Value;

struct Lowered {
    name: String,
    document: Value,
    api: Api,
    diagnostics: Diagnostics,
    spec: spec::Spec,
}

/// The documents below a folder of the corpus, by name.
fn documents(folder: &str) -> Vec<(String, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/specs").join(folder);
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("SKIPPED: the documents are not there; nothing was tested");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    };
    paths.into_iter().map(read).collect()
}

/// All documents, read and lowered once.
fn corpus() -> &'static [Lowered] {
    static CORPUS: OnceLock<Vec<Lowered>> = OnceLock::new();
    CORPUS.get_or_init(|| documents("klaviyo").into_iter().chain(documents("jsonapidotnet")).map(lowered).collect())
}

fn lowered((name, document): (String, Value)) -> Lowered {
    let spec = spec::open(document.clone()).unwrap();
    let (api, diagnostics) = lower::lower(&spec, &Dialect::default(), &ForeignTypes::default());
    Lowered { name, document, api, diagnostics, spec }
}

/// How many operations the raw document describes.
fn described(document: &Value) -> usize {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let paths = document["paths"].as_object().unwrap();
    paths.values().map(|item| METHODS.iter().filter(|method| item.get(method).is_some()).count()).sum()
}

/// How the alternatives of a union are told apart.
fn class(union: &Union) -> &'static str {
    let tests = || union.alternatives.iter().flat_map(|alternative| &alternative.when);
    let keys: Vec<&String> = tests()
        .filter_map(|test| match test {
            Test::Equals { key, .. } => Some(key),
            _ => None,
        })
        .collect();
    if union.alternatives.iter().filter(|alternative| alternative.when.is_empty()).count() > 1 {
        "in order"
    } else if tests().all(|test| matches!(test, Test::Is(_) | Test::OneOf(_) | Test::ListOf(_))) {
        "JSON type"
    } else if tests().any(|test| matches!(test, Test::Has(_))) {
        "required key"
    } else if keys.iter().all(|key| Some(key) == keys.first()) {
        "one constant"
    } else {
        "several constants"
    }
}

fn report(lowered: &Lowered) {
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, definition) in lowered.api.types.iter() {
        if let TypeDef::Union(union) = definition {
            *classes.entry(class(union)).or_default() += 1;
        }
    }
    println!(
        "{}: {} operations, {} resources, {} write views, {} types, unions {classes:?}, {} warnings",
        lowered.name,
        lowered.api.operations.len(),
        lowered.api.resources.len(),
        lowered.api.write_views.len(),
        lowered.api.types.len(),
        lowered.diagnostics.iter().count(),
    );
    for warning in &lowered.diagnostics {
        let place = warning.labels.first().map(|label| &label.at);
        println!("  {}: {} at {place:?}", warning.code.as_str(), warning.message);
    }
}

#[test]
fn every_operation_comes_out() {
    for lowered in corpus() {
        report(lowered);
        let name = &lowered.name;
        assert!(!lowered.diagnostics.has_errors(), "{name}");
        assert_eq!(lowered.api.operations.len(), described(&lowered.document), "{name}");
        assert!(lowered.api.skipped.is_empty(), "{name}");
        let checked = check::check(lowered.api.clone(), &lowered.spec);
        assert!(checked.is_ok(), "{name}: {:#?}", checked.err());
    }
}

#[test]
fn the_newest_revision_is_complete() {
    let Some(lowered) = corpus().iter().find(|lowered| lowered.name == "2026-07-15") else { return };
    assert_eq!(lowered.api.operations.len(), 345);
    let facts = || lowered.api.operations.iter().map(|(_, operation)| &operation.vendor);
    assert_eq!(facts().filter(|facts| !facts.rate_limits.is_empty()).count(), 345);
    assert_eq!(facts().map(|facts| facts.aliases.len()).sum::<usize>(), 299);
    assert_eq!(facts().filter(|facts| facts.subtag.is_some()).count(), 155);
}

#[test]
fn every_filter_is_understood() {
    let (mut described, mut understood) = (0, 0);
    for lowered in corpus() {
        let named = |name: &str| parameters(&lowered.document).filter(|parameter| parameter["name"] == name).count();
        let filters = lowered.api.operations.iter().map(|(_, operation)| &operation.query.filter);
        let is_told = |filter: &&Filter| {
            matches!(filter, Filter::Expression { evidence: FilterEvidence::Extension | FilterEvidence::Prose, .. })
        };
        described += named("filter");
        understood += filters.filter(is_told).count() - named("X-Klaviyo-API-Filters");
    }
    println!("{understood} of {described} filter parameters are understood");
    if !corpus().is_empty() {
        assert_eq!((described, understood), (483, 483));
    }
}

/// The parameters of all operations of a raw document.
fn parameters(document: &Value) -> impl Iterator<Item = &Value> {
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    operations.flat_map(|operation| operation["parameters"].as_array().into_iter().flatten())
}
