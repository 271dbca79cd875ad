//! `jsonapi-forge diff`.

use std::path::Path;

use jsonapi_forge::against;
use jsonapi_forge::compile::Model;
use jsonapi_forge::diff::{self, Diff, Sources, Verdict};
use jsonapi_forge::name::Lock;
use jsonapi_forge::source::{Locator, Source};

use crate::cli::Outcome;
use crate::cli::arguments::{DiffArguments, Format};
use crate::cli::configured::{Configured, Told, configured, names, open, understood};
use crate::cli::terminal::{error, is_coloured, print};

/// Prints what a new description does to callers.
pub(crate) fn run(arguments: &DiffArguments) -> Outcome {
    let Ok([(old_source, old_model), (new_source, new_model)]) = described(arguments) else { return Outcome::Failed };
    let models = (&old_model, &new_model);
    let found = diff::diff(models.0, models.1);
    let old = Locator::of(&old_source.name, &old_source.text, found.places_in_old());
    let new = Locator::of(&new_source.name, &new_source.text, found.places_in_new());
    let sources = Sources { old: &old, new: &new };
    if let Some(path) = &arguments.against {
        return calls(arguments, path, models, (&found, sources));
    }
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

/// Prints the calls of a program that break.
fn calls(arguments: &DiffArguments, path: &Path, models: (&Model, &Model), diff: (&Diff, Sources<'_>)) -> Outcome {
    let (diff, sources) = diff;
    if arguments.format == Format::Html {
        error("`--against` has no page: use `--format text`, `markdown` or `json`");
        return Outcome::Failed;
    }
    let program = match against::read(path) {
        Ok(program) => program,
        Err(problem) => {
            error(format!("`{}` cannot be read: {problem}", path.display()));
            return Outcome::Failed;
        }
    };
    let affected = against::against(models.0, models.1, diff, &program);
    print(&match arguments.format {
        Format::Json => against::json(&affected, diff, sources),
        Format::Markdown => against::markdown(&affected, diff),
        _ => against::text(&affected, diff, sources, is_coloured(&std::io::stdout())),
    });
    if arguments.exit_code && !affected.calls.is_empty() { Outcome::Stale } else { Outcome::Done }
}

/// Returns both descriptions. Each is read with the configuration of its client; one without a client is read with that
/// of the other, as `update` does.
fn described(arguments: &DiffArguments) -> Result<[(Source, Model); 2], Told> {
    let (old, new) = (configured(&arguments.old)?, configured(&arguments.new)?);
    let (old, new) = (old.as_ref().or(new.as_ref()), new.as_ref().or(old.as_ref()));
    let names = kept(arguments, old)?;
    // Both are read, so that the errors of both are reported at once.
    let old = open(&arguments.old).and_then(|source| Ok((understood(&source, &names, old)?, source)));
    let new = open(&arguments.new).and_then(|source| Ok((understood(&source, &names, new)?, source)));
    let ((old, old_source), (new, new_source)) = (old?, new?);
    Ok([(old_source, old), (new_source, new)])
}

/// Returns the names that stay: those of the file that is named, or of the client that is made from the old
/// description.
fn kept(arguments: &DiffArguments, old: Option<&Configured>) -> Result<Lock, Told> {
    let configured = || old.and_then(|configured| configured.api.names.as_deref()).filter(|path| path.exists());
    arguments.names.as_deref().or_else(configured).map_or_else(|| Ok(Lock::default()), names)
}
