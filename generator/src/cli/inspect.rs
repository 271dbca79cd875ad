//! `jsonapi-forge lint` and `jsonapi-forge ir`: what a description says, without generating.

use std::path::Path;

use jsonapi_forge::compile::{Model, model};
use jsonapi_forge::diag::{Diagnostics, Severity};
use jsonapi_forge::ir;
use jsonapi_forge::name::Lock;
use jsonapi_forge::source::{self, Source};

use crate::cli::Outcome;
use crate::cli::terminal::{complain, count, diagnostics, open_error, print};

/// Prints all diagnostics.
pub(crate) fn lint(spec: &Path) -> Outcome {
    let Some((source, result)) = read(spec, &Lock::default()) else { return Outcome::Failed };
    let (found, outcome) = match &result {
        Ok(model) => (&model.diagnostics, Outcome::Done),
        Err(found) => (found, Outcome::Failed),
    };
    diagnostics(&source, found);
    let number = |severity| found.iter().filter(|diagnostic| diagnostic.severity() == severity).count();
    let errors = count(number(Severity::Error), "error");
    let warnings = count(number(Severity::Warning), "warning");
    print(&format!("{}: {errors}, {warnings}\n", source.name));
    outcome
}

/// Prints the model.
pub(crate) fn ir(spec: &Path) -> Outcome {
    match described(spec) {
        Some(model) => {
            print(&ir::dump(&model.api));
            Outcome::Done
        }
        None => Outcome::Failed,
    }
}

/// The model of a description; prints what is wrong where there is none.
pub(crate) fn described(spec: &Path) -> Option<Model> {
    let (source, result) = read(spec, &Lock::default())?;
    let wrong = |found| {
        diagnostics(&source, &found);
        complain("error: the description has errors\n");
    };
    result.map_err(wrong).ok()
}

/// Takes a description from disk, and makes the model of it.
pub(crate) fn read(spec: &Path, names: &Lock) -> Option<(Source, Result<Model, Diagnostics>)> {
    let source = source::open(spec).map_err(|error| open_error(&error)).ok()?;
    let result = model(&source.text, names);
    Some((source, result))
}
