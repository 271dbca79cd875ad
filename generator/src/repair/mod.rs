//! Overrides that a user gives for a document: the selection of operations, other names, and corrections.
//!
//! [`Overrides`] is plain data. Repairs change the tree before it is read as OpenAPI, so that no later stage
//! knows of them; which operations are wanted is asked while operations are read, so that nothing is read
//! that only others need. An override without an effect is a [`ConfigProblem`]: a document that changes
//! must not silently outgrow its overrides.

mod choose;
mod fix;
mod place;
mod supplement;
mod types;

use std::ops::Range;

use serde_json::Value;

use crate::dialect::Dialect;
use crate::rust_path::{RustAttribute, RustPath};
#[cfg(feature = "overlay")]
use crate::source::Source;
use crate::source::{Files, Moves};

pub use crate::dialect::AliasSource;
pub use choose::Chosen;
pub(crate) use choose::missing;
#[cfg(feature = "cli")]
pub(crate) use fix::{BESIDE_THE_TYPE, schema};
pub use supplement::{
    AddedParameter, AddedScheme, Alternative, OAuth2, ParameterPlace, SchemeKind, Security, Supplement,
};
pub use types::{ForeignCrate, Types};

/// The corrections that a user makes to a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// The files that the references of the document lead to; by default none is read.
    pub files: Files,
    /// OpenAPI Overlay documents, which change the document before all other overrides.
    #[cfg(feature = "overlay")]
    pub overlays: Vec<Source>,
    /// If any: only these operations are wanted.
    pub include: Selection,
    /// These are not.
    pub exclude: Selection,
    /// Nor are these, each for a reason that the summary shows.
    pub skips: Vec<Skip>,
    /// What the document lacks.
    pub supplement: Supplement,
    /// Where the document is wrong.
    pub repairs: Vec<Repair>,
    /// What is called otherwise than the rules would have it.
    pub renames: Vec<Rename>,
    /// Which earlier names of operations stay.
    pub aliases: AliasSource,
    /// What the document has no words for.
    pub dialect: Dialect,
    /// Types of other crates, and what generated types derive.
    pub types: Types,
}

/// A text, and where in a configuration file it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Located {
    /// The text.
    pub text: String,
    /// The bytes of it; empty where there is no such file.
    pub at: Range<usize>,
}

/// Operations, by tag and by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// All operations whose first tag it is.
    pub tags: Vec<Located>,
    /// One operation, by its `operationId`; where it has none, by method and path as in `get_items_id`.
    pub operations: Vec<Located>,
}

/// An operation that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// Its id.
    pub operation: Located,
    /// Why.
    pub reason: String,
}

/// A repair of one place of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The place: a JSON pointer (RFC 6901) into the document, or an operation's id, `#` and a JSON
    /// pointer from the operation on, as in `get_items#/parameters/0`.
    pub place: Located,
    /// What is wrong there.
    pub fix: Fix,
}

/// A repair of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// The value may also be null.
    Nullable,
    /// The property, parameter or body need not be there.
    Optional,
    /// The property, parameter or body is always there.
    Required,
    /// The value is of this type, whatever is described.
    Type(SchemaType),
    /// The enum has these values, too.
    Values(Vec<String>),
    /// The object has this property, too, of this type.
    Add(SchemaType),
}

/// A type that a repair can give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaType {
    /// `string`
    String,
    /// `date-time`: a string that is one (RFC 3339).
    DateTime,
    /// `date`: a string that is one (RFC 3339, "full-date").
    Date,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `object`: with whatever members.
    Object,
    /// `any`: any JSON.
    Any,
    /// A list of these: the name of a type and `[]`.
    List(Box<Self>),
}

/// Another name than the rules give; as an entry of the names file, and stronger than that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// What is called otherwise.
    pub what: Renamed,
    /// Which: a tag, an operation's id, a resource's wire type, or a place as in [`Repair::place`].
    pub key: Located,
    /// Its name in Rust.
    pub name: String,
}

/// A thing that can be renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renamed {
    /// A tag's module and feature.
    Tag,
    /// An operation's method.
    Operation,
    /// A resource's type.
    Resource,
    /// The type of what is described at a place: of an enum, an object, a union or a resource that is sent.
    Type,
    /// The field or setter of the property, relationship, parameter or part that is described at a place, or
    /// the variant of an alternative.
    Member,
}

/// An override that cannot be applied, or has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The bytes of a configuration file that it is about.
    pub range: Range<usize>,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Overrides {
    /// Returns overrides that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the text of an overlay, which is shown as `name`; overlays are applied in order.
    #[cfg(feature = "overlay")]
    #[must_use]
    pub fn overlay(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.overlays.push(Source { name: name.into(), text: text.into() });
        self
    }

    /// Includes the operations of a tag. Once anything is included, everything else is left out.
    #[must_use]
    pub fn include_tag(mut self, tag: impl Into<String>) -> Self {
        self.include.tags.push(Located::new(tag));
        self
    }

    /// Includes an operation. Once anything is included, everything else is left out.
    #[must_use]
    pub fn include_operation(mut self, id: impl Into<String>) -> Self {
        self.include.operations.push(Located::new(id));
        self
    }

    /// Leaves out the operations of a tag.
    #[must_use]
    pub fn exclude_tag(mut self, tag: impl Into<String>) -> Self {
        self.exclude.tags.push(Located::new(tag));
        self
    }

    /// Leaves out an operation.
    #[must_use]
    pub fn exclude_operation(mut self, id: impl Into<String>) -> Self {
        self.exclude.operations.push(Located::new(id));
        self
    }

    /// Leaves out an operation for a reason.
    #[must_use]
    pub fn skip(mut self, id: impl Into<String>, reason: impl Into<String>) -> Self {
        self.skips.push(Skip { operation: Located::new(id), reason: reason.into() });
        self
    }

    /// Repairs the document at a place, for which see [`Repair::place`].
    #[must_use]
    pub fn repair(mut self, place: impl Into<String>, fix: Fix) -> Self {
        self.repairs.push(Repair { place: Located::new(place), fix });
        self
    }

    /// Gives something another name; for `key` see [`Rename::key`].
    #[must_use]
    pub fn rename(mut self, what: Renamed, key: impl Into<String>, name: impl Into<String>) -> Self {
        self.renames.push(Rename { what, key: Located::new(key), name: name.into() });
        self
    }

    /// Says which earlier names of operations stay as deprecated methods.
    #[must_use]
    pub fn aliases(mut self, source: AliasSource) -> Self {
        self.aliases = source;
        self
    }

    /// Values of a `format` are of a type of another crate, which reads and writes them by serde.
    ///
    /// ```
    /// use jsonapi_forge::RustPath;
    /// use jsonapi_forge::repair::Overrides;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let overrides = Overrides::new().format("uuid", RustPath::new("uuid::Uuid")?);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn format(mut self, format: impl Into<String>, path: RustPath) -> Self {
        self.types.formats.push((Located::new(format), path));
        self
    }

    /// Gives what a schema describes a type of another crate. The schema is named as in `components.schemas`, or by a
    /// place as in [`Repair::place`].
    #[must_use]
    pub fn schema(mut self, schema: impl Into<String>, path: RustPath) -> Self {
        self.types.schemas.push((Located::new(schema), path));
        self
    }

    /// Enums derive this besides.
    #[must_use]
    pub fn derive_for_enums(mut self, path: RustPath) -> Self {
        self.types.derive_for_enums.push(path);
        self
    }

    /// Records that are read derive this besides.
    #[must_use]
    pub fn derive_for_records(mut self, path: RustPath) -> Self {
        self.types.derive_for_records.push(path);
        self
    }

    /// Enums have this attribute besides.
    #[must_use]
    pub fn attribute_of_enums(mut self, attribute: RustAttribute) -> Self {
        self.types.attributes_of_enums.push(attribute);
        self
    }

    /// Records that are read have this attribute besides.
    #[must_use]
    pub fn attribute_of_records(mut self, attribute: RustAttribute) -> Self {
        self.types.attributes_of_records.push(attribute);
        self
    }

    /// Writes what a document lacks into it, and repairs it. Places are those of its text; `moves` tells where they
    /// are by now, and notes what is moved.
    ///
    /// # Errors
    ///
    /// All that has no place in the document, or is there already.
    pub fn correct(&self, document: &mut Value, moves: &mut Moves) -> Result<(), Vec<ConfigProblem>> {
        self.supplement.apply(document, moves)?;
        self.repair_all(document, moves)
    }

    /// Repairs a document. Places are those of its text; `moves` tells where they are by now.
    ///
    /// # Errors
    ///
    /// Each repair that names no place, cannot be done there, or is not needed: the document says so
    /// already.
    pub fn repair_all(&self, document: &mut Value, moves: &Moves) -> Result<(), Vec<ConfigProblem>> {
        let mut problems = Vec::new();
        for Repair { place, fix } in &self.repairs {
            let is_new = matches!(fix, Fix::Add(_));
            let found = place::find(document, &place.text, is_new, moves);
            let done = found.and_then(|pointer| fix::apply(document, &pointer, fix));
            problems.extend(done.err().map(|refusal| refusal.at(place)));
        }
        problems.sort_by_key(|problem| problem.range.start);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

impl Overrides {
    /// Returns what is called otherwise, with places as JSON pointers into the document.
    ///
    /// # Errors
    ///
    /// Each place that is not there.
    pub(crate) fn placed_renames(&self, document: &Value, moves: &Moves) -> Result<Vec<Rename>, Vec<ConfigProblem>> {
        let mut renames = self.renames.clone();
        let mut problems = Vec::new();
        for Rename { what, key, .. } in &mut renames {
            if matches!(what, Renamed::Type | Renamed::Member) {
                match place::find(document, &key.text, false, moves) {
                    Ok(pointer) => key.text = pointer.as_str().to_owned(),
                    Err(refusal) => problems.push(refusal.at(key)),
                }
            }
        }
        if problems.is_empty() { Ok(renames) } else { Err(problems) }
    }
}

impl Located {
    /// Returns a text that stands in no file.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), at: 0..0 }
    }
}

impl SchemaType {
    /// The names that types have in a configuration, but for those of lists.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("string", Self::String),
        ("date-time", Self::DateTime),
        ("date", Self::Date),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("object", Self::Object),
        ("any", Self::Any),
    ];

    /// Returns the type of a name; `None` where there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.strip_suffix("[]") {
            Some(element) => Some(Self::List(Box::new(Self::from_name(element)?))),
            None => Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, found)| found),
        }
    }
}

/// Why an override cannot be applied, without its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refusal {
    message: String,
    help: Option<String>,
}

impl Refusal {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn at(self, said: &Located) -> ConfigProblem {
        ConfigProblem { range: said.at.clone(), message: self.message, help: self.help }
    }
}
