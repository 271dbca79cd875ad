//! Names that are given, as entries of the names file.

use std::collections::HashSet;

use crate::ir::Api;
use crate::name::{Lock, Named, Section, described};
use crate::repair::{Problem, Rename, Renamed, missing};
use crate::source::Pointer;

/// Returns the names file with the names that are given; `renames` have pointers as places.
///
/// # Errors
///
/// What is renamed and is not there.
pub(crate) fn give(renames: &[Rename], names: &Lock, api: &Api) -> Result<Lock, Vec<Problem>> {
    let is_by_place = |rename: &Rename| matches!(rename.what, Renamed::Type | Renamed::Member);
    // Only looked for where somebody asks: there are tens of thousands of members.
    let described = if renames.iter().any(is_by_place) { described(api, names) } else { Vec::new() };
    let problems: Vec<Problem> = renames.iter().filter_map(|rename| check(rename, api, &described)).collect();
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

fn check(Rename { what, key, .. }: &Rename, api: &Api, described: &[(Pointer, Named)]) -> Option<Problem> {
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

fn of_kind(what: Renamed, described: &[(Pointer, Named)]) -> impl Iterator<Item = &(Pointer, Named)> {
    described.iter().filter(move |(_, named)| matches!(named, Named::Type(..)) == (what == Renamed::Type))
}
