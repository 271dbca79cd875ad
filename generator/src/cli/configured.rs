//! The configuration that applies to a document which a command only inspects, so that it shows what `generate` would
//! read.

use std::path::Path;

use jsonapi_forge::compile::{Model, Refused, model_with};
use jsonapi_forge::config::{self, Api, ConfigFile};
use jsonapi_forge::diag::Diagnostics;
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::{self, Overrides};
use jsonapi_forge::source::{self, Source};

use crate::cli::job::found;
use crate::cli::problem::CommandError;
use crate::cli::progress;

/// A client, and the configuration that lists it.
pub(crate) struct Configured {
    file: ConfigFile,
    /// The table of the client.
    pub(crate) api: Api,
}

impl Configured {
    /// Returns what turned out to be wrong with what the configuration says.
    pub(crate) fn refuse(&self, problems: Vec<repair::ConfigProblem>) -> config::Error {
        self.file.refuse(problems)
    }
}

/// Returns the client of the nearest configuration that is made from the document, if there is one.
pub(crate) fn configured(spec: &Path) -> Result<Option<Configured>, CommandError> {
    configuration(spec, None).map_err(CommandError::configuration)
}

/// Returns the section whose client is made from a document, and the configuration around it: `at`, or else the nearest.
/// `None` without one.
pub(crate) fn configuration(spec: &Path, at: Option<&Path>) -> Result<Option<Configured>, config::Error> {
    let Some(path) = at.map(Path::to_owned).or_else(|| found().ok()) else { return Ok(None) };
    let file = config::read(&path)?;
    let real = spec.canonicalize().ok();
    let is_made_of = |api: &&Api| real.is_some() && api.input.canonicalize().ok() == real;
    let api = file.config.apis.iter().find(is_made_of).cloned();
    Ok(api.map(|api| Configured { file, api }))
}

/// Returns the problem of a document, or a names file, that has errors.
pub(crate) fn errors(source: Source, found: Diagnostics) -> CommandError {
    let message = format!("`{}` has errors", source.name);
    CommandError::Document(source, found).then(message)
}

/// Returns the names that a file keeps.
pub(crate) fn names(path: &Path) -> Result<Lock, CommandError> {
    let source = source::open_regular(path)?;
    Lock::parse(&source.text).map_err(|found| errors(source, found))
}

/// Returns the overrides of a document, and the files that it is made of.
pub(crate) fn corrections(source: &Source, configured: Option<&Configured>) -> Overrides {
    let overrides = configured.map_or_else(Overrides::new, |configured| configured.api.overrides.clone());
    Overrides { files: source.files(), ..overrides }
}

/// Returns the model of a document with its overrides.
pub(crate) fn understood(
    source: &Source,
    names: &Lock,
    configured: Option<&Configured>,
) -> Result<Model, CommandError> {
    progress::begin(&format!("reading {}", source.name));
    model_with(&source.text, names, &corrections(source, configured)).map_err(|refused| match refused {
        Refused::Document(found) => errors(source.clone(), found),
        Refused::Overrides(problems) => {
            let message = format!("what the configuration says against `{}` does not fit it", source.name);
            match configured {
                Some(configured) => CommandError::Configuration(configured.refuse(problems)).then(message),
                None => CommandError::said(message),
            }
        }
    })
}
