//! A second opinion on what clients send: requests checked against the OpenAPI document itself, and
//! responses made from it.
//!
//! Shares no code with the compiler: it reads the JSON of the document, validates bodies with a
//! JSON Schema validator, and parses filters by a grammar of its own.

pub mod coverage;
pub mod description;
mod discriminator;
pub mod filter;
mod multipart;
mod pages;
mod parameters;
mod request;
mod respond;
mod schema;
mod style;
mod url;

pub use description::Description;
pub use pages::{ITEMS, page};
pub use request::{Extent, check};
pub use respond::respond;
