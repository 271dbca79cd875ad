//! The tables of a client, which are constants.

use super::table;

pub use super::table::{IdRule, JsonKind, Recursion, TypeRule};

/// The described shape of a value.
pub type Shape = table::Shape<'static>;
/// The shapes of the elements of an array whose first ones have a shape each.
pub type Places = table::Places<'static>;
/// The resource type that an identifier must name; `None` where any type may stand.
pub type Target = table::Target<'static>;
/// A described member of an object.
pub type Member = table::Member<'static>;
/// One alternative of a union.
pub type Alternative = table::Alternative<'static>;
/// A question about a JSON value that tells the alternatives of a union apart.
pub type Test = table::Test<'static>;
/// The description of the resource objects of one type.
pub type ResourceShape = table::ResourceShape<'static>;
/// The description of a relationship object and of the identifiers in it.
pub type LinkageShape = table::LinkageShape<'static>;
/// The description of a document, besides its primary data and the resources in `included`.
pub type DocumentShape = table::DocumentShape<'static>;
/// The described shape of a response's payload.
pub type PayloadShape = table::PayloadShape<'static>;
/// The described shape of a document's primary data.
pub type DataShape = table::DataShape<'static>;
/// The described shape of an element of primary data.
pub type PrimaryShape = table::PrimaryShape<'static>;
