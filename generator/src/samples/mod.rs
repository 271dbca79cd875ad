//! Compares recorded responses with a document.
//!
//! A body is searched by the code with which a generated client searches it for its `mismatches()`, with
//! tables made of the same model, so the two agree.
//!
//! * `folder` finds the recordings, `index` and `entry` read their facts, and `recording` tells
//!   which operation and status each is of, some by the `request` that was sent.
//! * `tables` are the shapes of the model, as the search wants them.
//! * `check` searches, and `finding` counts what was found, place by place.
//! * [`text`] and [`json`] show the result.
//! * [`propose`] makes repairs of it, at the places of the document that `origin` finds, and [`overrides`]
//!   writes them as a configuration does.

mod check;
mod entry;
mod errors;
mod finding;
mod folder;
mod index;
mod json;
mod origin;
mod overlay;
mod overrides;
mod propose;
mod recording;
mod request;
mod tables;
mod text;

pub use check::{Checker, Report};
pub use finding::{Example, Finding, FindingKind};
pub use folder::{MAX_BYTES, check_folder};
pub use json::json;
pub use jsonapi_forge_runtime::mismatches::{Mismatch, MismatchKind};
pub use overlay::overlay;
pub use overrides::overrides;
pub use propose::{Proposal, propose};
pub use recording::UncheckedFile;
pub use tables::Memory;
pub use text::text;
