//! `jsonapi-forge diff`.

use std::path::Path;

use jsonapi_forge::compile::Model;
use jsonapi_forge::diff::{self, Sources, Verdict};
use jsonapi_forge::source::{Locator, Source};

use crate::cli::Outcome;
use crate::cli::arguments::{DiffArguments, Format};
use crate::cli::inspect::read;
use crate::cli::terminal::{diagnostics, error, is_coloured, print};

/// Prints what a new description does to callers.
pub(crate) fn run(arguments: &DiffArguments) -> Outcome {
    // Both are read, so that what is wrong with either is told at once.
    let (old, new) = (described(&arguments.old), described(&arguments.new));
    let (Some((old_source, old)), Some((new_source, new))) = (old, new) else { return Outcome::Failed };
    let found = diff::diff(&old, &new);
    let old = Locator::new(&old_source.name, &old_source.text);
    let new = Locator::new(&new_source.name, &new_source.text);
    let sources = Sources { old: &old, new: &new };
    print(&match arguments.format {
        Format::Text => diff::text(&found, sources, is_coloured(&std::io::stdout())),
        Format::Markdown => diff::markdown(&found, None),
        Format::Json => diff::json(&found, sources),
        Format::Html => diff::html(&found, sources),
    });
    match found.verdict() {
        Verdict::Major if arguments.exit_code => Outcome::Major,
        Verdict::Minor if arguments.exit_code => Outcome::Minor,
        _ => Outcome::Done,
    }
}

/// The model of a description, or what is wrong with it.
fn described(path: &Path) -> Option<(Source, Model)> {
    let (source, result) = read(path)?;
    match result {
        Ok(model) => Some((source, model)),
        Err(found) => {
            diagnostics(&source, &found);
            error(format!("`{}` has errors", source.name));
            None
        }
    }
}
