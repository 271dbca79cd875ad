//! `jsonapi-forge diff`.

use std::path::Path;

use jsonapi_forge::against;
use jsonapi_forge::compile::Model;
use jsonapi_forge::diff::{self, Diff, Sources, Verdict};
use jsonapi_forge::name::Lock;
use jsonapi_forge::source::{self, Locator, Source};

use crate::cli::Outcome;
use crate::cli::arguments::{DiffArguments, Format};
use crate::cli::configured::{Configured, configured, names, understood};
use crate::cli::problem::CommandError;
use crate::cli::progress;
use crate::cli::terminal::{is_coloured, print};

/// Prints what a new document does to callers.
pub(crate) fn run(arguments: &DiffArguments) -> Result<Outcome, CommandError> {
    let [(old_source, old_model), (new_source, new_model)] = described(arguments)?;
    let models = (&old_model, &new_model);
    progress::begin("comparing");
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
    Ok(match found.verdict() {
        Verdict::Major if arguments.exit_code => Outcome::Major,
        Verdict::Minor if arguments.exit_code => Outcome::Minor,
        _ => Outcome::Done,
    })
}

/// Prints the calls of a program that break.
fn calls(
    arguments: &DiffArguments,
    path: &Path,
    models: (&Model, &Model),
    diff: (&Diff, Sources<'_>),
) -> Result<Outcome, CommandError> {
    let (diff, sources) = diff;
    if arguments.format == Format::Html {
        return Err(CommandError::said(
            "`--format html` cannot show what `--against` finds: use `--format text`, `markdown` or `json`",
        ));
    }
    let unreadable = |problem| format!("`{}` cannot be read: {problem}", path.display());
    let program = against::read(path).map_err(unreadable)?;
    progress::begin(&format!("looking for calls in {}", path.display()));
    let affected = against::against(models.0, models.1, diff, &program);
    print(&match arguments.format {
        Format::Json => against::json(&affected, diff, sources),
        Format::Markdown => against::markdown(&affected, diff),
        _ => against::text(&affected, diff, sources, is_coloured(&std::io::stdout())),
    });
    let fails = arguments.exit_code && !affected.calls.is_empty();
    Ok(if fails { Outcome::Stale } else { Outcome::Done })
}

/// Returns both documents. Each is read with the configuration of its client; one without a client is read with that
/// of the other, as `update` does.
fn described(arguments: &DiffArguments) -> Result<[(Source, Model); 2], CommandError> {
    let (old, new) = (configured(&arguments.old)?, configured(&arguments.new)?);
    let (old, new) = (old.as_ref().or(new.as_ref()), new.as_ref().or(old.as_ref()));
    let names = kept(arguments, old)?;
    let read = |path, configured| {
        let source = source::open(path)?;
        let model = understood(&source, &names, configured)?;
        Ok((source, model))
    };
    // Both are read, so that the errors of both are reported at once.
    match (read(&arguments.old, old), read(&arguments.new, new)) {
        (Ok(old), Ok(new)) => Ok([old, new]),
        (Err(old), Err(new)) => Err(CommandError::Several(vec![old, new])),
        (Err(one), _) | (_, Err(one)) => Err(one),
    }
}

/// Returns the names that stay: those of the file that is named, or of the client that is made from the old
/// document.
fn kept(arguments: &DiffArguments, old: Option<&Configured>) -> Result<Lock, CommandError> {
    let configured = || old.and_then(|configured| configured.api.names.as_deref()).filter(|path| path.exists());
    arguments.names.as_deref().or_else(configured).map_or_else(|| Ok(Lock::default()), names)
}
