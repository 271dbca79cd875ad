//! `jsonapi-forge.toml`: the clients to generate, and the document of each.
//!
//! `docs/configuration.md` has all options, each with an example. Paths are relative to the file. A key that is not
//! known is an error: a misspelt option would otherwise be without effect, silently.

mod dialect;
mod edit;
mod error;
mod overrides;
mod package;
mod parse;
mod runtime;
mod supplement;
mod table;
mod template;
mod types;
mod webhooks;

use std::ops::Range;
use std::path::{Path, PathBuf};

pub use edit::{Edit, edit};
pub use error::Error;
pub use parse::parse;
pub use template::{Template, template};

use crate::compile::{Metadata, Runtime};
use crate::crate_name::CrateName;
use crate::diag::Place;
use crate::repair::{ConfigProblem, Located, Overrides};
use crate::source::{NotText, OpenError, Source, open_regular};

/// The name of the file.
pub const FILE: &str = "jsonapi-forge.toml";

/// The content of `jsonapi-forge.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The clients to generate, in the order of the file.
    pub apis: Vec<Api>,
}

/// A client to generate: the table `[api.NAME]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api {
    /// `NAME`: the name of the crate, such as `klaviyo-api`.
    pub name: CrateName,
    /// `input`: the document.
    pub input: PathBuf,
    /// The bytes of `input`'s value in the file.
    pub input_at: Range<usize>,
    /// `overlay`: OpenAPI Overlay documents that change the document, in this order. By default none.
    pub overlays: Vec<Located>,
    /// `output`: the folder of the crate.
    pub output: PathBuf,
    /// `version`: of the crate. By default `0.1.0`.
    pub version: String,
    /// `description`: one line for the crate's manifest. By default made from the title.
    pub description: Option<String>,
    /// `package`: what registries show of the crate.
    pub package: Metadata,
    /// `runtime`: where the crate has the runtime from. By default it is vendored.
    pub runtime: Runtime,
    /// `features.default`: the tags, as the document writes them or as features, whose
    /// operations users of the crate get without asking. By default none.
    pub default_features: Vec<Located>,
    /// `names`: the file that keeps the names of the crate's items from one revision to the next (see
    /// [`Lock`](crate::name::Lock)); generating writes it. By default no name is kept.
    pub names: Option<PathBuf>,
    /// `include`, `exclude`, `skip`, `rename`, `aliases`, `repair`, `parameters`, `security`, `paging` and `types`: the overrides of the document. By
    /// default nothing.
    pub overrides: Overrides,
    /// `origin`: where the document is from; `jsonapi-forge update` writes it.
    pub origin: Option<DocumentOrigin>,
}

/// The source of a document: the table `origin` of a client.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentOrigin {
    /// `from`: the address or the file that it was taken from.
    pub from: Option<String>,
    /// `date`: the day on which it was taken, as in `2026-07-15`.
    pub date: Option<String>,
    /// `sha256`: of the document, in hexadecimal. One that is different is not taken for it.
    pub sha256: Option<Located>,
}

/// A configuration file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFile {
    /// The path as the caller gave it, and the text.
    pub source: Source,
    /// What it says.
    pub config: Config,
}

impl ConfigFile {
    /// Returns what turned out to be wrong with what the file says.
    pub fn refuse(&self, problems: Vec<ConfigProblem>) -> Error {
        let Source { name, text } = self.source.clone();
        Error::Invalid { name, text, problems }
    }
}

/// Returns the configuration file for `folder`: the one in it, or in the nearest folder around it.
pub fn find(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(FILE)).find(|path| path.symlink_metadata().is_ok())
}

/// Reads a configuration file.
///
/// # Errors
///
/// When it cannot be read, or says what cannot be done; all of the latter together.
pub fn read(path: &Path) -> Result<ConfigFile, Error> {
    let Source { name, text } = open_regular(path).map_err(|problem| match problem {
        OpenError::Io { path, source } => Error::Io { path, source },
        OpenError::NotText(found) => not_text(*found),
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    match parse(&text, folder).and_then(with_overlays) {
        Ok(config) => Ok(ConfigFile { source: Source { name, text }, config }),
        Err(problems) => Err(Error::Invalid { name, text, problems }),
    }
}

/// Returns the error for a file that is not UTF-8 text.
fn not_text(NotText { source: Source { name, text }, diagnostic }: NotText) -> Error {
    let offset = diagnostic.labels.first().map_or(0, |label| match label.at {
        Place::Offset(offset) => offset,
        Place::Value(_) | Place::Key(_) | Place::File(..) => 0,
    });
    let problem = ConfigProblem { range: offset..offset, message: diagnostic.message, help: diagnostic.help };
    Error::Invalid { name, text, problems: vec![problem] }
}

/// Reads the overlays that a file names into the overrides of the documents.
fn with_overlays(mut config: Config) -> Result<Config, Vec<ConfigProblem>> {
    let mut problems = Vec::new();
    for api in &mut config.apis {
        for Located { text: path, at } in &api.overlays {
            let (why, help) = match open_regular(Path::new(path)) {
                Ok(source) => {
                    api.overrides.overlays.push(source);
                    continue;
                }
                Err(OpenError::Io { source, .. }) => (source.to_string(), None),
                Err(OpenError::NotText(found)) => (found.diagnostic.message, found.diagnostic.help),
            };
            let message = format!("cannot read the overlay `{path}`: {why}");
            problems.push(ConfigProblem { range: at.clone(), message, help });
        }
    }
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}
