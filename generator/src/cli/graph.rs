//! `jsonapi-forge graph`.

use jsonapi_forge::graph::{graph, mermaid, svg};

use crate::cli::Outcome;
use crate::cli::arguments::{GraphArguments, GraphFormat};
use crate::cli::inspect::described;
use crate::cli::terminal::{error, print};

/// Prints the map of a service, or of one area of it.
pub(crate) fn run(arguments: &GraphArguments) -> Outcome {
    let Ok(model) = described(&arguments.spec) else { return Outcome::Failed };
    let graph = graph(&model.api);
    let maps = match arguments.area.as_deref() {
        Some(area) => graph.area(area).map(|map| vec![map]),
        None => Ok(graph.by_area()),
    };
    let info = &model.api.info;
    match (maps, arguments.format) {
        (Ok(maps), GraphFormat::Mermaid) => print(&mermaid(&maps)),
        (Ok(maps), GraphFormat::Svg) => print(&svg(&format!("{} {}", info.title, info.version), &maps)),
        (Err(message), _) => {
            error(message);
            return Outcome::Failed;
        }
    }
    Outcome::Done
}
