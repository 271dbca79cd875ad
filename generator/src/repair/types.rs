//! Types of other crates for values of a document, and additional derives of generated types.

use serde_json::Value;

use crate::dialect::ForeignTypes;
use crate::package::Runtime;
use crate::repair::{ConfigProblem, Located, Refusal, missing, place};
use crate::rust_path::{RustAttribute, RustPath};
use crate::source::Moves;
use crate::spec::Spec;

/// The Rust types that a user chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Types {
    /// The type of values of a `format`.
    pub formats: Vec<(Located, RustPath)>,
    /// The type of what a schema describes: the name of a schema, or a place as in [`Repair::place`](super::Repair).
    pub schemas: Vec<(Located, RustPath)>,
    /// The crates that a generated crate depends on for them.
    pub crates: Vec<ForeignCrate>,
    /// What enums derive besides.
    pub derive_for_enums: Vec<RustPath>,
    /// What records that are read derive besides: attributes, and objects in them.
    pub derive_for_records: Vec<RustPath>,
    /// The attributes that enums have besides.
    pub attributes_of_enums: Vec<RustAttribute>,
    /// The attributes that records have besides that are read.
    pub attributes_of_records: Vec<RustAttribute>,
}

/// A dependency of a generated crate, for its types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignCrate {
    /// The name of the crate, as in a manifest.
    pub name: Located,
    /// Where it is from.
    pub source: Runtime,
    /// Whether its default features are on.
    pub default_features: bool,
    /// The features that are on.
    pub features: Vec<String>,
}

/// The traits that enums and records implement anyway, so that deriving them would conflict.
const OF_ENUMS: [&str; 10] =
    ["Clone", "Debug", "Deserialize", "Eq", "Hash", "JsonSchema", "Ord", "PartialEq", "PartialOrd", "Serialize"];
const OF_RECORDS: [&str; 7] = ["Clone", "Debug", "Default", "Deserialize", "JsonSchema", "PartialEq", "Serialize"];

impl Types {
    /// Adds what enums and records derive, each of those that does not have it already.
    ///
    /// # Errors
    ///
    /// When all of them have it.
    pub fn derive(&mut self, path: RustPath) -> Result<(), RustPath> {
        let (enums, records) = (Self::may_enums(&path), Self::may_records(&path));
        if enums {
            self.derive_for_enums.push(path.clone());
        }
        if records {
            self.derive_for_records.push(path.clone());
        }
        if enums || records { Ok(()) } else { Err(path) }
    }

    /// Returns whether enums do not have what is to be derived.
    pub fn may_enums(path: &RustPath) -> bool {
        !OF_ENUMS.contains(&path.last())
    }

    /// Returns whether records do not have what is to be derived.
    pub fn may_records(path: &RustPath) -> bool {
        !OF_RECORDS.contains(&path.last())
    }

    /// Returns the types with their places.
    ///
    /// # Errors
    ///
    /// Each schema that the document does not have.
    pub(crate) fn placed(&self, document: &Value, moves: &Moves) -> Result<ForeignTypes, Vec<ConfigProblem>> {
        let mut problems = Vec::new();
        let mut placed = ForeignTypes::default();
        placed.formats.extend(self.formats.iter().map(|(format, path)| (format.text.clone(), path.clone())));
        for (schema, path) in &self.schemas {
            match place::find(document, &place::of_schema(&schema.text), false, moves) {
                Ok(at) => placed.schemas.push((at, path.clone())),
                Err(refusal) => problems.push(refusal.at(schema)),
            }
        }
        if problems.is_empty() { Ok(placed) } else { Err(problems) }
    }

    /// Returns the overrides of formats that the document does not have, or that have types of the runtime.
    pub(crate) fn problems(&self, spec: &Spec) -> Vec<ConfigProblem> {
        let known = spec.schemas.iter().filter_map(|(_, schema)| schema.format.clone()).collect();
        let problem = |(format, _): &(Located, RustPath)| match refused(&format.text) {
            Some(why) => Some(
                Refusal::new(format!("no other type can stand for the format `{}`", format.text)).help(why).at(format),
            ),
            None => missing("format", format, &known),
        };
        self.formats.iter().filter_map(problem).collect()
    }
}

/// Returns why a type cannot stand for values of a format; `None` where it can.
fn refused(format: &str) -> Option<&'static str> {
    match format {
        "password" => Some("passwords are of the runtime's own type, which never prints them"),
        "binary" => Some("binary content is bytes, which have no JSON that a type could read"),
        _ => None,
    }
}
