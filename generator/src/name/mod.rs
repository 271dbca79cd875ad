//! Assigns Rust names to everything with a wire name, once, in a side table.
//!
//! Names come from operation ids, resource types and the keys on the wire, not from the names of
//! schemas (services rename those every revision) and never from the order of the document. Only the type of
//! parameters of several operations is named after its schema: no single operation could name it. Where
//! two types would have one name, both take the name of what contains them; never a number. A name that
//! a [names file](Lock) holds stays.

mod assign;
mod case;
mod described;
mod enums;
mod idents;
mod keyword;
mod lock;
mod marker;
mod members;
mod operators;
mod origin;
mod outcome;
mod places;
mod record;
mod setters;
mod view;

use std::collections::BTreeMap;

use crate::diag::Diagnostics;
use crate::ir;

pub use assign::name;
pub(crate) use assign::{flow_name, method_by_rule, module_by_rule, resource_by_rule};
pub(crate) use case::{lower_camel, snake};
pub(crate) use described::{Named, described};
#[cfg(feature = "cli")]
pub(crate) use keyword::is_name;
pub(crate) use keyword::{escape_call, escape_field};
pub use lock::Lock;
pub(crate) use lock::Section;
pub(crate) use marker::{names_of, request_name};
pub(crate) use operators::{operator_set, set_name};
pub use origin::{Member, MemberPart};
pub use outcome::outcome;

/// The module of a generated crate that holds an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Module {
    /// `resources::<wire type>`.
    Resource(ir::ResourceId),
    /// The module of a tag: the position in [`ir::Api::tags`].
    Tag(usize),
}

/// Every Rust name of a generated crate.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The servers, by position in [`ir::Api::servers`].
    pub servers: Vec<ServerNames>,
    /// The constructors of credentials, by position in [`ir::Api::auth`].
    pub auth: Vec<String>,
    /// By position in [`ir::Api::tags`].
    pub tags: Vec<TagNames>,
    /// By [`ir::ResourceId`].
    pub resources: Vec<ResourceNames>,
    /// By [`ir::WriteViewId`].
    pub views: Vec<ViewNames>,
    /// By [`ir::TypeId`].
    pub types: Vec<TypeNames>,
    /// By [`ir::OperationId`].
    pub operations: Vec<OperationNames>,
    /// Names of a type in modules other than its own, where an attribute is of that type: what is
    /// shared between resources has a name at each of them.
    pub aliases: BTreeMap<(Module, ir::TypeId), String>,
    /// The values of `fields[TYPE]` and of its relatives, over all operations.
    pub field_enums: FieldEnums,
    /// All of them as a names file keeps them, with those kept for what the document no longer has.
    pub lock: Lock,
    /// Names that nothing but a rule of ours tells apart.
    pub remarks: Diagnostics,
}

/// The names of a server.
#[derive(Debug, Clone)]
pub struct ServerNames {
    /// The constant, or the type where the URL has variables.
    pub ident: String,
    /// For each variable its setter, and the type and the variants of its values; no type where any value will do.
    pub variables: Vec<VariableNames>,
}

/// The setter of a variable of a server, and its enum with values and variants, where it has one.
pub type VariableNames = (String, Option<String>, Vec<(String, String)>);

/// The names of a tag.
#[derive(Debug, Clone)]
pub struct TagNames {
    /// The module, and the client's method that leads there.
    pub module: String,
    /// The type whose methods are the operations.
    pub handle: String,
    /// The cargo feature.
    pub feature: String,
}

/// The names of a resource type.
#[derive(Debug, Clone)]
pub struct ResourceNames {
    /// The module below `resources`.
    pub module: String,
    /// The type of its attributes, which stands for the resource; all others begin with it.
    pub ident: String,
    /// The fields of the attributes, in order.
    pub attributes: Vec<String>,
    /// The fields of the relationships, in order.
    pub relationships: Vec<String>,
}

/// The names of what is sent for a resource.
#[derive(Debug, Clone)]
pub struct ViewNames {
    /// Where it stands.
    pub module: Module,
    /// The type.
    pub ident: String,
    /// The setters of attributes, in order.
    pub attributes: Vec<String>,
    /// The setters of relationships, in order.
    pub relationships: Vec<String>,
    /// The setters of members beside them, in order.
    pub others: Vec<String>,
}

/// The names of an enum, record or union.
#[derive(Debug, Clone)]
pub struct TypeNames {
    /// Where it stands.
    pub module: Module,
    /// The type.
    pub ident: String,
    /// The type that is emitted for it: itself, or for an enum the first of those that are one
    /// attribute seen from several schemas.
    pub emitted_as: ir::TypeId,
    /// The member whose value it is, where it is called so; none of a whole response or body.
    pub member: Option<Member>,
    /// The values of an enum (over all that are emitted as this one) with their variants, the
    /// fields of a record, or the variants of a union, in order.
    pub members: Vec<(String, String)>,
}

/// The names of an operation.
#[derive(Debug, Clone)]
pub struct OperationNames {
    /// The method of the tag's handle.
    pub method: String,
    /// Earlier names of the method, deprecated.
    pub aliases: Vec<String>,
    /// The marker type; `Include`, `Sort` and `Filter` types begin with it.
    pub marker: String,
    /// Path parameters, in order.
    pub path: Vec<String>,
    /// Setters of `fields[..]` and `additional-fields[..]`, in order.
    pub field_sets: Vec<String>,
    /// `include` values with their variants.
    pub include: Vec<(String, String)>,
    /// Fields of `sort` with their variants.
    pub sort: Vec<(String, String)>,
    /// Constructors of filter fields, in order.
    pub filter: Vec<String>,
    /// Setters of [`ir::Operation::parameters`], in order.
    pub parameters: Vec<String>,
    /// Setters of the parts of a form, in order.
    pub parts: Vec<String>,
    /// Setters of the headers of those parts, in order.
    pub part_headers: Vec<String>,
    /// Methods of its batch, in order.
    pub batch: Vec<String>,
    /// Constants of error codes, in order.
    pub error_codes: Vec<String>,
    /// The argument of a body that is one value; empty where there is none.
    pub body: String,
}

/// The fields that requests can name, by how they name them and by wire type: value and variant.
pub type FieldEnums = BTreeMap<ir::FieldChoice, BTreeMap<String, Vec<(String, String)>>>;

impl Names {
    /// Returns the fields of a resource type that requests can name so: value and variant.
    pub fn field_enum(&self, choice: ir::FieldChoice, wire_type: &str) -> Option<&[(String, String)]> {
        self.field_enums.get(&choice)?.get(wire_type).map(Vec::as_slice)
    }

    /// Returns the name of the enum of those fields.
    pub fn field_enum_ident(&self, choice: ir::FieldChoice, id: ir::ResourceId) -> String {
        let kind = match choice {
            ir::FieldChoice::Only => "Field",
            ir::FieldChoice::Additional => "AdditionalField",
        };
        format!("{}{kind}", self.resource(id).ident)
    }

    /// Returns the names of a resource type.
    #[expect(clippy::indexing_slicing, reason = "the table has a row for every node of the arena")]
    pub fn resource(&self, id: ir::ResourceId) -> &ResourceNames {
        &self.resources[id.index()]
    }

    /// Returns the names of what is sent for a resource.
    #[expect(clippy::indexing_slicing, reason = "the table has a row for every node of the arena")]
    pub fn view(&self, id: ir::WriteViewId) -> &ViewNames {
        &self.views[id.index()]
    }

    /// Returns the names of an enum, record or union.
    #[expect(clippy::indexing_slicing, reason = "the table has a row for every node of the arena")]
    pub fn ty(&self, id: ir::TypeId) -> &TypeNames {
        &self.types[id.index()]
    }

    /// Returns the names of an operation.
    #[expect(clippy::indexing_slicing, reason = "the table has a row for every node of the arena")]
    pub fn operation(&self, id: ir::OperationId) -> &OperationNames {
        &self.operations[id.index()]
    }

    /// Returns the names of a tag.
    #[expect(clippy::indexing_slicing, reason = "the table has a row for every tag")]
    pub fn tag(&self, tag: usize) -> &TagNames {
        &self.tags[tag]
    }
}
