//! Rewrites a document of OpenAPI 3.1 or 3.2 to the 3.0 form that the later stages read, and reports members
//! that no version has.
//!
//! Each module rewrites one theme of constructs and shows the text before and after. A rewriting keeps the
//! pointer of the object that it changes; where it moves a part of it, [`Moves`]
//! remembers from where, so that
//! diagnostics point into the user's text and corrections are found by the pointers of that text.
//!
//! Spellings of a newer version in a 3.0 document (`type: [string, "null"]`), and those of 3.0 in a newer one
//! (`nullable`), are read as they are meant, with a warning. What cannot be kept is a warning that says what
//! was lost.

mod blanks;
mod bounds;
mod conditionals;
mod constants;
mod content;
mod files;
mod generics;
mod identity;
mod item;
mod parameters;
mod position;
mod references;
mod remarks;
mod rewrite;
mod rooms;
mod types;
mod walk;

use serde_json::Value;

use crate::diag::Diagnostics;
use crate::source::Moves;
use crate::spec::Version;

pub use files::bundle;
pub use generics::instantiate;
pub use remarks::Remarks;

/// The results of a rewriting, besides the document.
#[derive(Debug, Clone, Default)]
pub struct Normal {
    /// Which parts stand elsewhere now.
    pub moves: Moves,
    /// What was understood differently from how it is written, and what was lost.
    pub remarks: Remarks,
    /// What keeps the document from being read.
    pub errors: Diagnostics,
}

/// Rewrites a document in place. A document of a version that is not supported stays as it is.
pub fn normalise(document: &mut Value) -> Normal {
    let version = document.get("openapi").and_then(Value::as_str).and_then(Version::from_text);
    let Some(version) = version else { return Normal::default() };
    let identity = match version {
        Version::V3_0 => identity::Identity::default(),
        Version::V3_1 | Version::V3_2 => identity::collect(document, version),
    };
    rewrite::document(document, version, identity)
}
