//! The JSON Schema of what is read, by the crate `schemars` (the feature of that name).
//!
//! Nothing is derived: a schema is made of the constant tables that responses are read by. It accepts what the type
//! writes by serde, and lists what the OpenAPI document says: an enum is one of its words or any other text, and a union
//! one of its alternatives or any other value, since both keep what they do not know. No member is required but those
//! that are always written: a sparse fieldset leaves out any of the others.

mod shape;
mod types;
#[allow(unused_macros, reason = "an OpenAPI document need not have such types")]
pub(crate) mod wire;

pub use self::shape::{schema_of, schema_of_one};
