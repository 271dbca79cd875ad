//! Names that are given, as entries of the names file.

use std::collections::HashSet;

use crate::ir::Api;
use crate::name::{Lock, Section};
use crate::repair::{Problem, Rename, Renamed, missing};

/// The names file with the names that are given.
pub(crate) fn give(renames: &[Rename], names: &Lock) -> Lock {
    let mut names = names.clone();
    for Rename { what, key, name } in renames {
        let section = match what {
            Renamed::Tag => Section::Tags,
            Renamed::Operation => Section::Methods,
            Renamed::Resource => Section::Resources,
        };
        names.give(section, &key.text, name);
    }
    names
}

/// What is renamed and is not there.
pub(crate) fn check(renames: &[Rename], api: &Api) -> Vec<Problem> {
    let tags: HashSet<String> = api.tags.iter().map(|tag| tag.name.clone()).collect();
    let operations: HashSet<String> = api.operations.iter().map(|(_, operation)| operation.id.clone()).collect();
    let resources: HashSet<String> = api.resources.iter().map(|(_, resource)| resource.wire_type.clone()).collect();
    let check = |Rename { what, key, .. }: &Rename| match what {
        Renamed::Tag => missing("tag", key, &tags),
        Renamed::Operation => missing("operation", key, &operations),
        Renamed::Resource => missing("resource type", key, &resources),
    };
    renames.iter().filter_map(check).collect()
}
