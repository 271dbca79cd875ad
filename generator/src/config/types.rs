//! The table `types` of a client: Rust types of other crates, and additional derives of generated types.
//!
//! ```toml
//! types.formats.uuid = "uuid::Uuid"
//! types.schemas.Money = "rust_decimal::Decimal"
//! types.crates.uuid = { version = "1", features = ["serde"] }
//! types.crates.rust_decimal = "1"
//! types.derive.enums = ["strum::AsRefStr"]
//! types.attributes.enums = ["strum(serialize_all = \"snake_case\")"]
//! ```

use std::path::Path;

use crate::compile::Runtime;
use crate::config::runtime::source;
use crate::config::table::ConfigTable;
use crate::repair::{ForeignCrate, Located, Types};
use crate::rust_path::{RustAttribute, RustPath};

/// Reads `types`; a path of a crate is as that of the runtime.
pub(super) fn read(table: &mut ConfigTable<'_, '_>, folder: &Path, output: Option<&Path>) -> Types {
    let Some(mut table) = table.inner("types") else { return Types::default() };
    let mut types = Types { crates: crates(&mut table, folder, output), ..Types::default() };
    let known: Vec<String> = types.crates.iter().map(|one| one.name.text.replace('-', "_")).collect();
    types.formats = paths(&mut table, "formats", &known);
    types.schemas = paths(&mut table, "schemas", &known);
    derives(&mut table, &mut types, &known);
    attributes(&mut table, &mut types);
    table.finish();
    types
}

fn paths(table: &mut ConfigTable<'_, '_>, key: &'static str, known: &[String]) -> Vec<(Located, RustPath)> {
    let texts = table.texts(key).into_iter();
    texts
        .filter_map(|(key, text)| {
            let said = Located { at: text.span(), text: text.into_inner() };
            Some((key, path(table, &said, known)?))
        })
        .collect()
}

/// Returns the path of an item of one of the crates that are known.
fn path(table: &mut ConfigTable<'_, '_>, said: &Located, known: &[String]) -> Option<RustPath> {
    let path = match RustPath::new(&said.text) {
        Ok(path) => path,
        Err(error) => {
            let help = "write it with its crate, as in `uuid::Uuid` or `std::net::IpAddr`";
            table.problem(said.at.clone(), &error.to_string(), Some(help));
            return None;
        }
    };
    if path.is_of_including_crate() {
        let help = "write a type of another crate; `crate` is of use in build scripts only";
        table.problem(said.at.clone(), "`crate` is the generated crate itself", Some(help));
    }
    let unknown = path.crates().find(|name| !known.iter().any(|known| known == name));
    if let Some(name) = unknown {
        let help =
            format!("add `types.crates.{name}`, its version or `{{ version = \"..\", features = [\"serde\"] }}`");
        table.problem(said.at.clone(), &format!("nothing tells where the crate `{name}` is from"), Some(&help));
    }
    Some(path)
}

/// Reads `derive`: a list for enums and records, each of those that lacks what is derived, or a list for each of them.
fn derives(table: &mut ConfigTable<'_, '_>, types: &mut Types, known: &[String]) {
    if table.is_list("derive") {
        for said in table.list("derive") {
            let refused = path(table, &said, known).and_then(|path| types.derive(path).err());
            if let Some(path) = refused {
                table.problem(said.at, &format!("enums and records have `{}` already", path.last()), Some(has(&path)));
            }
        }
        return;
    }
    let Some(mut table) = table.inner("derive") else { return };
    for (key, may) in [("enums", Types::may_enums as fn(&RustPath) -> bool), ("records", Types::may_records)] {
        for said in table.list(key) {
            let Some(path) = path(&mut table, &said, known) else { continue };
            if !may(&path) {
                table.problem(said.at, &format!("{key} have `{}` already", path.last()), Some(has(&path)));
            } else if key == "enums" {
                types.derive_for_enums.push(path);
            } else {
                types.derive_for_records.push(path);
            }
        }
    }
    table.finish();
}

/// Returns what to do about a derive of what all have.
fn has(path: &RustPath) -> &'static str {
    if path.last() == "JsonSchema" { "remove it, and switch on the feature `schemars`" } else { "remove it" }
}

/// Reads `attributes`: a list for enums and records, or a list for each of them.
fn attributes(table: &mut ConfigTable<'_, '_>, types: &mut Types) {
    let taken = |table: &mut ConfigTable<'_, '_>, key: &'static str| -> Vec<RustAttribute> {
        let mut taken = Vec::new();
        for said in table.list(key) {
            match RustAttribute::new(&said.text) {
                Ok(attribute) => taken.push(attribute),
                Err(error) => {
                    let help =
                        "write what stands in the brackets of `#[..]`, as in `strum(serialize_all = \"snake_case\")`";
                    table.problem(said.at, &error.to_string(), Some(help));
                }
            }
        }
        taken
    };
    if table.is_list("attributes") {
        types.attributes_of_enums = taken(table, "attributes");
        types.attributes_of_records.clone_from(&types.attributes_of_enums);
        return;
    }
    let Some(mut table) = table.inner("attributes") else { return };
    types.attributes_of_enums = taken(&mut table, "enums");
    types.attributes_of_records = taken(&mut table, "records");
    table.finish();
}

fn crates(table: &mut ConfigTable<'_, '_>, folder: &Path, output: Option<&Path>) -> Vec<ForeignCrate> {
    let Some(mut crates) = table.inner("crates") else { return Vec::new() };
    let mut known = Vec::new();
    for (name, value) in crates.entries() {
        let is_name =
            !name.text.is_empty() && name.text.chars().all(|one| one.is_ascii_alphanumeric() || "-_".contains(one));
        if !is_name {
            crates.problem(name.at.clone(), &format!("`{}` cannot be the name of a crate", name.text), None);
            continue;
        }
        let (default_features, features) = (true, Vec::new());
        known.push(match (value.get_ref().as_str(), value.get_ref().as_table()) {
            (Some(version), _) => {
                let source = Runtime::Version(version.to_owned());
                ForeignCrate { name, source, default_features, features }
            }
            (None, Some(inner)) => {
                let mut inner = ConfigTable::new(inner, value.span(), crates.problems);
                let source = source(&mut inner, folder, output);
                let default_features = inner.flag("default-features").unwrap_or(true);
                let features = inner.list("features").into_iter().map(|feature| feature.text).collect();
                inner.finish();
                ForeignCrate { name, source, default_features, features }
            }
            (None, None) => {
                crates.wrong_type(value, "a version or a table");
                continue;
            }
        });
    }
    known
}
