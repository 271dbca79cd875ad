//! Compiles an OpenAPI description of a JSON:API service into a Rust client crate.

#[cfg(feature = "cli")]
pub mod config;
mod crate_name;
mod analyse;
pub mod check;
pub mod diag;
mod digest;
pub mod emit;
pub mod features;
pub mod flatten;
pub mod format;
pub mod ir;
pub mod lower;
pub mod name;
mod package;
pub mod report;
pub mod source;
pub mod spec;
pub mod write;

pub use crate_name::{BadCrateName, CrateName};
