//! `jsonapi-forge graph`.

use jsonapi_forge::graph::{graph, mermaid, svg};

use crate::cli::Outcome;
use crate::cli::arguments::{GraphArguments, GraphFormat};
use crate::cli::inspect::described;
use crate::cli::problem::CommandError;
use crate::cli::terminal::print;

/// Prints the map of a service, or of one area of it.
pub(crate) fn run(arguments: &GraphArguments) -> Result<Outcome, CommandError> {
    let model = described(&arguments.spec)?;
    let graph = graph(&model.api);
    let maps = match arguments.area.as_deref() {
        Some(area) => vec![graph.area(area)?],
        None => graph.by_area(),
    };
    let info = &model.api.info;
    print(&match arguments.format {
        GraphFormat::Mermaid => mermaid(&maps),
        GraphFormat::Svg => svg(&format!("{} {}", info.title, info.version), &maps),
    });
    Ok(Outcome::Done)
}
