//! The Rust side of a client, decided once: the types of its signatures, the arguments and results of its methods, and
//! the module and features of each item.
//!
//! A fragment of a document becomes data that every later stage only prints:
//!
//! ```text
//! get:                                        Call {
//!   operationId: get_book                       method: "get_book",
//!   parameters:                                 inputs: [Argument { name: "id", role: Path(0),
//!     - {name: id, in: path, ..}                                    ty: impl rt::Argument<rt::Id<Book>> }],
//!     - {name: include, in: query, ..}          setters: [Setter { name: "include", role: Include, .. }],
//!   responses: {200: {.. one book ..}}          output: rt::Document<rt::Resource<Book>>,
//! ```
//!
//! `emit` prints it as tokens, `diff` compares it, and the cookbook and the tests' drivers write calls from
//! it. There is no `quote` here, and no text of Rust but names.

mod body;
mod call;
mod constructor;
mod described;
mod identifiers;
mod layout;
mod link;
mod member;
mod output;
mod rust_type;
mod table;
mod types;

pub use call::{Argument, Call, Input, Role, Setter, fixed_segment};
pub use constructor::{Constructor, Required, SentMember, SentMembers};
pub use described::{annotations, described, family_description, is_deprecated};
pub use identifiers::{IdentifiersAt, NamedAs};
pub use layout::Layout;
pub use link::LinkCall;
pub use member::{ReadMember, ReadStruct, Sending};
pub use output::{DataEnum, OutputVariant};
pub use rust_type::{Item, ItemModule, Lending, RustType, Viewpoint};
pub(crate) use table::{DocumentTable, LinkageTable, Row, Table, rows};
pub use types::{Taken, TakenShape};

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::ir::{Api, ResourceId};
use crate::name::Names;

/// A client, as Rust code sees it.
pub struct Client<'a> {
    layout: Layout<'a>,
    by_wire_type: BTreeMap<&'a str, ResourceId>,
}

impl<'a> Client<'a> {
    /// Computes the layout of a named model.
    pub fn new(api: &'a Api, names: &'a Names) -> Self {
        let by_wire_type = api.resources.iter().map(|(id, item)| (item.wire_type.as_str(), id)).collect();
        Self { layout: Layout::new(api, names), by_wire_type }
    }

    /// Returns the text of a type, as code at `from` writes it.
    pub fn written(&self, from: Viewpoint<'_>, ty: &RustType) -> String {
        ty.written(self.names, from).to_string()
    }

    /// Returns the resource with this wire type.
    pub fn resource_of_type(&self, wire_type: &str) -> Option<ResourceId> {
        self.by_wire_type.get(wire_type).copied()
    }
}

/// Questions on the layout are asked of the client.
impl<'a> Deref for Client<'a> {
    type Target = Layout<'a>;

    fn deref(&self) -> &Layout<'a> {
        &self.layout
    }
}
