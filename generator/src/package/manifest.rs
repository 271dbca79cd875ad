//! `Cargo.toml` of a generated crate.

use std::collections::BTreeSet;

use jsonapi_forge_runtime::vendor::{DEPENDENCIES, Dependency, FEATURES, Feature, MANIFEST, RUST_VERSION};

use crate::features::{FeatureTable, Features};
use crate::package::{Package, Runtime, fill};
use crate::repair::ForeignCrate;

/// Returns the manifest.
pub(crate) fn render(package: &Package<'_>, features: &FeatureTable) -> String {
    let values = [
        ("name", package.name.as_str()),
        ("version", &inner(package.version)),
        ("description", &inner(&package.description)),
        ("rust_version", RUST_VERSION),
        ("metadata", &package.metadata.lines()),
        ("features", &feature_lines(features)),
        ("dependencies", &crate_dependencies(package.runtime, package.crates)),
    ];
    fill(MANIFEST, &values)
}

/// Returns the features of a crate: one for each tag, those of the runtime, `default` and `full`.
pub(crate) fn feature_table(package: &Package<'_>) -> FeatureTable {
    let Package { tags, default_tags, runtime, crates, .. } = package;
    let mut table = FeatureTable::new();
    for tag in tags {
        table.insert(tag.feature.clone(), Vec::new());
    }
    // A crate that types are of is there without a feature, and only what is optional can be switched on.
    let is_there = |on: &String| crates.iter().any(|one| on.strip_prefix("dep:") == Some(&one.name.text));
    for feature in FEATURES {
        let enabled = runtime.enables(feature.name).into_iter().filter(|on| !is_there(on));
        table.insert(feature.name.to_owned(), enabled.collect());
    }
    table.insert("full".to_owned(), tags.iter().map(|tag| tag.feature.clone()).collect());
    let runtime = FEATURES.iter().filter(|feature| feature.default).map(|feature| feature.name.to_owned());
    table.insert("default".to_owned(), default_tags.iter().cloned().chain(runtime).collect());
    table
}

/// Returns the table's lines: `default` and `full` first.
fn feature_lines(table: &FeatureTable) -> String {
    let first = ["default", "full"].into_iter().filter_map(|name| table.get_key_value(name));
    let rest = table.iter().filter(|(name, _)| *name != "default" && *name != "full");
    let lines: Vec<String> = first.chain(rest).map(|(name, on)| format!("{name} = {}", list(on))).collect();
    lines.join("\n")
}

/// Returns the lines of the dependencies of a crate of its own, whose features switch the optional ones on.
fn crate_dependencies(runtime: &Runtime, crates: &[ForeignCrate]) -> String {
    let of_runtime = match runtime.dependency(&[]) {
        Some(line) => vec![line],
        None => DEPENDENCIES
            .iter()
            .map(|dependency| line(dependency, dependency.features, dependency.optional, crates))
            .collect(),
    };
    with_foreign(of_runtime, runtime, crates)
}

/// Adds the lines of the crates that types are of; what a runtime of the crate itself depends on has a line already.
fn with_foreign(mut lines: Vec<String>, runtime: &Runtime, crates: &[ForeignCrate]) -> String {
    let is_there = |one: &&ForeignCrate| {
        runtime.is_vendored() && DEPENDENCIES.iter().any(|dependency| dependency.name == one.name.text)
    };
    let others = crates.iter().filter(|one| !is_there(one));
    lines
        .extend(others.filter_map(|one| one.source.as_dependency(&one.name.text, one.default_features, &one.features)));
    lines.join("\n")
}

/// Returns the lines of the dependencies that a crate needs for a module with these features.
pub(crate) fn module_dependencies(features: &Features, runtime: &Runtime, crates: &[ForeignCrate]) -> String {
    let on: Vec<&Feature> = FEATURES.iter().filter(|feature| features.contains(feature.name)).collect();
    let names: Vec<&str> = on.iter().map(|feature| feature.name).collect();
    if let Some(line) = runtime.dependency(&names) {
        return with_foreign(vec![line], runtime, crates);
    }
    let enabled: Vec<&str> = on.iter().flat_map(|feature| feature.enables.iter().copied()).collect();
    let is_wanted = |dependency: &&Dependency| {
        !dependency.optional
            || enabled.iter().any(|on| on.strip_prefix("dep:") == Some(dependency.name))
            || crates.iter().any(|one| one.name.text == dependency.name)
    };
    let lines = DEPENDENCIES.iter().filter(is_wanted).map(|dependency| {
        let more = enabled.iter().filter_map(|on| on.strip_prefix(dependency.name)?.strip_prefix('/'));
        let features: Vec<&str> = dependency.features.iter().copied().chain(more).collect();
        line(dependency, &features, false, crates)
    });
    with_foreign(lines.collect(), runtime, crates)
}

/// Returns the line of a dependency of the runtime, with what types of the same crate need of it.
fn line(dependency: &Dependency, features: &[&str], optional: bool, crates: &[ForeignCrate]) -> String {
    let foreign = crates.iter().find(|one| one.name.text == dependency.name);
    let more = foreign.into_iter().flat_map(|one| &one.features).map(String::as_str);
    let features: BTreeSet<&str> = features.iter().copied().chain(more).collect();
    let mut parts = vec![format!("version = {}", quoted(dependency.version))];
    if !dependency.default_features && !foreign.is_some_and(|one| one.default_features) {
        parts.push("default-features = false".to_owned());
    }
    if !features.is_empty() {
        parts.push(format!("features = {}", list(&features.into_iter().collect::<Vec<_>>())));
    }
    if optional && foreign.is_none() {
        parts.push("optional = true".to_owned());
    }
    match parts.as_slice() {
        [_] => format!("{} = {}", dependency.name, quoted(dependency.version)),
        parts => format!("{} = {{ {} }}", dependency.name, parts.join(", ")),
    }
}

pub(super) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name.as_ref())).collect();
    format!("[{}]", names.join(", "))
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", inner(text))
}

/// Returns what stands between the quotes of a basic string of TOML.
pub(super) fn inner(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\\' => escaped.extend(['\\', character]),
            '\n' | '\r' | '\t' => escaped.push(' '),
            _ if character.is_control() => {}
            _ => escaped.push(character),
        }
    }
    escaped
}
