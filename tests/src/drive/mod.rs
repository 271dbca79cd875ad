//! Programs that call every operation of a generated client, written from the compiler's model.
//!
//! What is written is straight-line code: per operation one call with everything that can be set, and
//! one with only what is required. Nothing here is written for a certain document.

mod body;
mod call;
mod filter;
mod paths;
mod program;
mod project;
mod value;

pub use project::{Project, write};

/// How much of a call is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Every parameter, attribute, relationship and part.
    All,
    /// What the call cannot be made without.
    Required,
}
