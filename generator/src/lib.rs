//! Compiles an OpenAPI description of a JSON:API service into a Rust client crate.

pub mod diag;
pub mod ir;
pub mod name;
pub mod source;
