//! `jsonapi-forge lint` and `jsonapi-forge ir`: read a document without generating.

use std::path::{Path, PathBuf};

use jsonapi_forge::compile::{Model, Refused, completed, model_with};
use jsonapi_forge::diag::{Diagnostics, Severity};
use jsonapi_forge::ir;
use jsonapi_forge::name::Lock;
use jsonapi_forge::report::{self, count};
use jsonapi_forge::source::{self, Locator};

use crate::cli::Outcome;
use crate::cli::arguments::{LintArguments, LintFormat};
use crate::cli::configured::{configuration, configured, corrections, errors, understood};
use crate::cli::problem::CommandError;
use crate::cli::progress;
use crate::cli::terminal::{diagnostics, print};

/// Prints all diagnostics.
pub(crate) fn lint(arguments: &LintArguments) -> Result<Outcome, CommandError> {
    let source = source::open(&arguments.spec)?;
    let configured = match (configuration(&arguments.spec, arguments.config.as_deref()), arguments.format) {
        (Ok(configured), _) => configured,
        (Err(problem), LintFormat::Json) => {
            print(&report::list(problem.json()));
            return Ok(Outcome::Failed);
        }
        (Err(problem), LintFormat::Text) => return Err(CommandError::configuration(problem)),
    };
    let mut overrides = corrections(&source, configured.as_ref());
    for path in &arguments.overlay {
        overrides.overlays.push(source::open(path)?);
    }
    progress::begin(&format!("reading {}", source.name));
    let (found, unfit) = match model_with(&source.text, &Lock::default(), &overrides) {
        Ok(model) => (model.diagnostics, Vec::new()),
        Err(Refused::Document(found)) => (found, Vec::new()),
        Err(Refused::Overrides(problems)) => (Diagnostics::new(), problems),
    };
    let number = |severity| found.iter().filter(|diagnostic| diagnostic.severity() == severity).count();
    let errors = number(Severity::Error) + unfit.len();
    let unfit = configured.filter(|_| !unfit.is_empty()).map(|configured| configured.refuse(unfit));
    match arguments.format {
        LintFormat::Text => {
            unfit.into_iter().for_each(|problem| CommandError::Configuration(problem).tell());
            diagnostics(&source, &found);
            let warnings = count(number(Severity::Warning), "warning");
            print(&format!("{}: {}, {warnings}\n", source.name, count(errors, "error")));
        }
        LintFormat::Json => {
            let mut list = report::json(&Locator::new(&source.name, &source.text), &found);
            list.extend(unfit.iter().flat_map(|problem| problem.json()));
            print(&report::list(list));
        }
    }
    Ok(if errors == 0 { Outcome::Done } else { Outcome::Failed })
}

/// Prints the model.
pub(crate) fn ir(spec: &Path) -> Result<Outcome, CommandError> {
    print(&ir::dump(&described(spec)?.api));
    Ok(Outcome::Done)
}

/// Returns the model of a document as a configuration has it.
pub(crate) fn described(spec: &Path) -> Result<Model, CommandError> {
    let source = source::open(spec)?;
    understood(&source, &Lock::default(), configured(spec)?.as_ref())
}

/// Prints a document of several files as one, with the overlays applied.
pub(crate) fn bundle(spec: &Path, overlays: &[PathBuf]) -> Result<Outcome, CommandError> {
    let source = source::open(spec)?;
    let configured = configured(spec)?;
    let mut overrides = corrections(&source, configured.as_ref());
    for path in overlays {
        overrides.overlays.push(source::open(path)?);
    }
    let document = completed(&source.text, &overrides).map_err(|found| errors(source.clone(), found))?;
    let is_json = source.text.trim_start().starts_with('{');
    let text = match is_json {
        true => serde_json::to_string_pretty(&document).map(|text| format!("{text}\n")).map_err(CommandError::said)?,
        false => serde_yaml::to_string(&document).map_err(CommandError::said)?,
    };
    print(&text);
    Ok(Outcome::Done)
}
