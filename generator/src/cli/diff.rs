//! `jsonapi-forge diff`.

use std::path::Path;

use jsonapi_forge::compile::Model;
use jsonapi_forge::diff::{self, Sources, Verdict};
use jsonapi_forge::name::Lock;
use jsonapi_forge::source::{self, Locator, Source};

use crate::cli::Outcome;
use crate::cli::arguments::{DiffArguments, Format};
use crate::cli::inspect::read;
use crate::cli::terminal::{diagnostics, error, is_coloured, open_error, print};

/// Prints what a new description does to callers.
pub(crate) fn run(arguments: &DiffArguments) -> Outcome {
    let Some(names) = names(arguments.names.as_deref()) else { return Outcome::Failed };
    // Both are read, so that what is wrong with either is told at once.
    let (old, new) = (described(&arguments.old, &names), described(&arguments.new, &names));
    let (Some((old_source, old)), Some((new_source, new))) = (old, new) else { return Outcome::Failed };
    let found = diff::diff(&old, &new);
    let old = Locator::of(&old_source.name, &old_source.text, found.places_in_old());
    let new = Locator::of(&new_source.name, &new_source.text, found.places_in_new());
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

/// The names that a file keeps; none without a file.
fn names(path: Option<&Path>) -> Option<Lock> {
    let Some(path) = path else { return Some(Lock::default()) };
    let source = source::open(path).map_err(|error| open_error(&error)).ok()?;
    let names = Lock::parse(&source.text).map_err(|found| {
        diagnostics(&source, &found);
        error(format!("`{}` has errors", source.name));
    });
    names.ok()
}

/// The model of a description, or what is wrong with it.
fn described(path: &Path, names: &Lock) -> Option<(Source, Model)> {
    let (source, result) = read(path, names)?;
    match result {
        Ok(model) => Some((source, model)),
        Err(found) => {
            diagnostics(&source, &found);
            error(format!("`{}` has errors", source.name));
            None
        }
    }
}
