//! Compiles an OpenAPI document (3.0, 3.1 or 3.2) of a [JSON:API](https://jsonapi.org/format/) service into a
//! Rust client.
//!
//! Three ways lead in: the command line, [`Config`] for build scripts, and [`compile::compile`], which
//! does no input or output at all.
//!
//! # The pipeline
//!
//! ```text
//! text -> source -> overlay -> normal -> repair -> spec -> lower -> check -> name -> emit -> format -> write
//! ```
//!
//! * [`source`] reads JSON or YAML into one tree, and knows where everything is in the text.
//! * `overlay` applies OpenAPI Overlay documents.
//! * [`normal`](mod@normal) rewrites OpenAPI 3.1 and 3.2 to the form of 3.0, and reports members that no version has.
//! * [`repair`] changes what a user knows to be wrong in it, and chooses the operations that are wanted.
//! * [`spec`] takes the tree for an OpenAPI document, piece by piece.
//! * [`lower`] recognises JSON:API in it and makes the model, which is in [`ir`].
//! * [`check`] makes sure that nothing was lost and that everything the model names is there.
//! * [`name`] gives Rust names to what has names on the wire.
//! * [`emit`] writes the items of the client, with the help of `analyse`.
//! * [`format`](mod@format) makes source text of them; [`flatten`] makes one file of all, for build
//!   scripts.
//! * [`write`](mod@write) brings a folder to hold the files of a crate.
//!
//! [`compile`] runs these stages, and [`report`] shows what they had to say. [`diff`](mod@diff) tells what a new document
//! does to the users of a client; `against` finds the calls of a program that break. [`graph`] draws the resources and their relationships.
//!
//! # Invariants
//!
//! Only [`spec`] and [`lower`] know `openapiv3`. Only [`emit`], the cookbook, [`format`](mod@format)
//! and [`flatten`] know `quote` and `syn`, and `against`, which reads programs, `syn`. Only [`write`](mod@write) writes
//! to disk. The library prints nothing, but for the line by which [`Config::generate`] talks to cargo. What a document says
//! can make the compiler fail with a diagnostic, but not panic.

#[cfg(feature = "cli")]
pub mod against;
mod analyse;
mod bindings;
mod build_script;
pub mod changelog;
pub mod check;
pub mod client;
pub mod compile;
#[cfg(feature = "cli")]
pub mod config;
mod cookbook;
mod crate_name;
pub mod diag;
pub mod dialect;
pub mod diff;
mod digest;
pub mod emit;
pub mod features;
pub mod flatten;
pub mod format;
pub mod graph;
pub mod ir;
pub mod lower;
pub mod name;
pub mod normal;
#[cfg(feature = "overlay")]
pub mod overlay;
mod package;
mod parallel;
pub mod repair;
pub mod report;
mod rust_path;
#[cfg(feature = "cli")]
pub mod samples;
pub mod source;
pub mod spec;
mod words;
pub mod write;

pub use build_script::{Config, Error, Generated};
pub use compile::Runtime;
pub use crate_name::{BadCrateName, CrateName, is_version};
pub use rust_path::{BadRustAttribute, BadRustPath, RustAttribute, RustPath};

/// The name and version of this compiler, as the files that it writes say it.
pub const GENERATOR: &str = concat!("jsonapi-forge ", env!("CARGO_PKG_VERSION"));
