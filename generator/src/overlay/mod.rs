//! Applies [OpenAPI Overlay](https://spec.openapis.org/overlay/latest.html) documents (1.0 and 1.1) to a document.
//!
//! ```yaml
//! overlay: 1.1.0
//! info: {title: What the document has wrong, version: "1"}
//! actions:
//!   - target: $.components.schemas.Book.properties.subtitle
//!     update: {nullable: true}
//!   - target: $.paths[?@.get.deprecated == true].get
//!     remove: true
//!   - target: $.components.schemas
//!     update: {NewBook: {}}
//!   - target: $.components.schemas.NewBook
//!     copy: $.components.schemas.Book
//! ```
//!
//! Actions are applied in order, each to what the ones before it left. Stricter than the specification, an
//! action that matches nothing is an error, because a document that changes must not silently outgrow its
//! overlay; `x-allow-empty: true` in the action allows it. What an action inserts is in the overlay's file for
//! diagnostics.

mod action;
mod read;

use std::sync::Arc;

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Moves, Pointer, Source};

/// Members that a document cannot do without.
const NEEDED: [&str; 3] = ["openapi", "info", "paths"];

/// Applies overlays in order. What they insert and move is noted in `moves`.
///
/// # Errors
///
/// All problems of an overlay that is not one, and the first of an action that cannot be applied, as later
/// ones may build on it.
pub fn apply(document: &mut Value, overlays: &[Source], moves: &mut Moves) -> Result<(), Diagnostics> {
    for overlay in overlays {
        let file = OverlayFile { source: Arc::new(overlay.clone()) };
        for action in read::actions(&file)? {
            let needed: Vec<&str> = NEEDED.into_iter().filter(|key| document.get(key).is_some()).collect();
            action::apply(document, &action, &file, moves).map_err(only)?;
            if let Some(lost) = needed.into_iter().find(|key| document.get(key).is_none()) {
                let message = format!("this removes `{lost}`, which every OpenAPI document has");
                let problem = file.problem(&action.at.key("target"), message);
                return Err(only(problem.help("remove what is in it instead, or update it")));
            }
        }
    }
    Ok(())
}

/// An overlay's file.
struct OverlayFile {
    source: Arc<Source>,
}

impl OverlayFile {
    /// Returns a problem at a place of the overlay.
    fn problem(&self, at: &Pointer, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::Overlay, at.clone(), message).within(&self.source)
    }
}

fn only(problem: Diagnostic) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(problem);
    diagnostics
}
