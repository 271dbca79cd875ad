//! `jsonapi-forge graph`.

use std::path::Path;

use jsonapi_forge::graph::{graph, mermaid};

use crate::cli::Outcome;
use crate::cli::inspect::described;
use crate::cli::terminal::{error, print};

/// Prints the map of a service, or of one area of it.
pub(crate) fn run(spec: &Path, area: Option<&str>) -> Outcome {
    let Some(model) = described(spec) else { return Outcome::Failed };
    let whole = graph(&model.api);
    let shown = match area {
        Some(area) => whole.area(area),
        None => Ok(whole),
    };
    match shown {
        Ok(shown) => {
            print(&mermaid(&shown));
            Outcome::Done
        }
        Err(message) => {
            error(message);
            Outcome::Failed
        }
    }
}
