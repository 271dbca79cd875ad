//! Names that are given, as entries of the names file.

use std::collections::HashSet;

use crate::ir::Api;
use crate::name::{Lock, Named, Section, described, method_by_rule, module_by_rule, resource_by_rule};
use crate::repair::{ConfigProblem, Rename, Renamed, missing};
use crate::source::Pointer;

/// Returns the names file with the names that are given; `renames` have pointers as places.
///
/// # Errors
///
/// What is renamed and is not there.
pub(crate) fn give(renames: &[Rename], names: &Lock, api: &Api) -> Result<Lock, Vec<ConfigProblem>> {
    let is_by_place = |rename: &Rename| matches!(rename.what, Renamed::Type | Renamed::Member);
    // Only looked for where somebody asks: there are tens of thousands of members.
    let described = if renames.iter().any(is_by_place) { described(api, names) } else { Vec::new() };
    let problems: Vec<ConfigProblem> = renames.iter().filter_map(|rename| check(rename, api, &described)).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let problems: Vec<ConfigProblem> = [Renamed::Tag, Renamed::Operation, Renamed::Resource]
        .into_iter()
        .flat_map(|what| taken(what, renames, &names_of(what, names, api)))
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut given = names.clone();
    for Rename { what, key, name } in renames {
        match what {
            Renamed::Tag => given.give(Section::Tags, &key.text, name),
            Renamed::Operation => given.give(Section::Methods, &key.text, name),
            Renamed::Resource => given.give(Section::Resources, &key.text, name),
            Renamed::Type | Renamed::Member => {
                let here = of_kind(*what, &described).filter(|(at, _)| at.as_str() == key.text);
                here.for_each(|(_, named)| given.rename(named, name));
            }
        }
    }
    Ok(given)
}

fn check(Rename { what, key, .. }: &Rename, api: &Api, described: &[(Pointer, Named)]) -> Option<ConfigProblem> {
    let places = || of_kind(*what, described).map(|(at, _)| at.as_str().to_owned()).collect();
    let (what, known): (&str, HashSet<String>) = match what {
        Renamed::Tag => ("tag", api.tags.iter().map(|tag| tag.name.clone()).collect()),
        Renamed::Operation => ("operation", api.operations.iter().map(|(_, one)| one.id.clone()).collect()),
        Renamed::Resource => ("resource type", api.resources.iter().map(|(_, one)| one.wire_type.clone()).collect()),
        Renamed::Type => ("type with a name at", places()),
        Renamed::Member => ("member with a name at", places()),
    };
    missing(what, key, &known)
}

/// A thing that has a name without a rename.
struct Present<'a> {
    key: &'a str,
    at: Pointer,
    name: String,
}

/// Returns the names that the things of a kind have in the names file, or by the rules.
fn names_of<'a>(what: Renamed, names: &Lock, api: &'a Api) -> Vec<Present<'a>> {
    let present = |section: Section, key: &'a str, at: Pointer, by_rule: String| {
        let name = names.get(section, key).map_or(by_rule, str::to_owned);
        Present { key, at, name }
    };
    match what {
        Renamed::Tag => {
            let at = |number: usize| {
                let mut operations = api.operations.iter().map(|(_, operation)| operation);
                operations.find(|one| one.tag == number).map(|one| one.at.clone()).unwrap_or_default()
            };
            let tags = api.tags.iter().enumerate();
            tags.map(|(number, tag)| present(Section::Tags, &tag.name, at(number), module_by_rule(&tag.name))).collect()
        }
        Renamed::Operation => {
            let operations = api.operations.iter().map(|(_, operation)| operation);
            operations
                .map(|one| present(Section::Methods, &one.id, one.at.clone(), method_by_rule(&one.name)))
                .collect()
        }
        Renamed::Resource => {
            let resources = api.resources.iter().map(|(_, resource)| resource);
            resources
                .map(|one| {
                    present(Section::Resources, &one.wire_type, one.at.clone(), resource_by_rule(&one.wire_type))
                })
                .collect()
        }
        Renamed::Type | Renamed::Member => Vec::new(),
    }
}

/// Reports renames onto the name of something else: that would be called otherwise without a word.
fn taken(what: Renamed, renames: &[Rename], present: &[Present<'_>]) -> Vec<ConfigProblem> {
    let renames: Vec<&Rename> = renames.iter().filter(|rename| rename.what == what).collect();
    let is_renamed = |key: &str| renames.iter().any(|rename| rename.key.text == key);
    let noun = match what {
        Renamed::Tag => "tag",
        Renamed::Operation => "operation",
        _ => "resource type",
    };
    let problem = |rename: &Rename, message: String, help: String| ConfigProblem {
        range: rename.key.at.clone(),
        message,
        help: Some(help),
    };
    let mut problems = Vec::new();
    for (position, rename) in renames.iter().enumerate() {
        let Rename { key, name, .. } = rename;
        let other = present.iter().find(|one| one.key != key.text && one.name == *name && !is_renamed(one.key));
        if let Some(Present { key: other, at, .. }) = other {
            let message = format!("`{name}` is the name of the {noun} `{other}` already, at `{}`", at.as_str());
            problems.push(problem(rename, message, format!("choose another name, or rename `{other}`, too")));
        }
        if let Some(first) = renames.iter().take(position).find(|first| first.name == *name) {
            let message = format!("`{name}` is given to the {noun} `{}` as well", first.key.text);
            problems.push(problem(rename, message, "choose another name for one of them".to_owned()));
        }
    }
    problems
}

fn of_kind(what: Renamed, described: &[(Pointer, Named)]) -> impl Iterator<Item = &(Pointer, Named)> {
    described.iter().filter(move |(_, named)| matches!(named, Named::Type(..)) == (what == Renamed::Type))
}
