//! `jsonapi-forge.toml`: which descriptions become which crates.
//!
//! ```toml
//! [api.klaviyo-api]                          # the name of the crate
//! input = "spec/klaviyo/2026-07-15.yaml"     # the description, JSON or YAML
//! output = "generated/klaviyo-api"           # the folder of the crate
//! version = "0.1.0"                          # its version; "0.1.0" when left out
//! description = "A client for Klaviyo"       # for its manifest; made from the title when left out
//! features.default = ["catalogs", "profiles"] # tags that users get without asking; none when left out
//! names = "klaviyo-api.names.yaml"           # the file that keeps public names; no name is kept when left out
//! ```
//!
//! Paths are relative to the file. A key that is not known is an error: a misspelt option would
//! otherwise be without effect, silently.

mod error;
mod parse;

use std::path::{Path, PathBuf};

pub use error::{Error, Problem};
pub use parse::parse;

use crate::crate_name::CrateName;

/// The name of the file.
pub const FILE: &str = "jsonapi-forge.toml";

/// What `jsonapi-forge.toml` says.
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
    /// `input`: the description.
    pub input: PathBuf,
    /// `output`: the folder of the crate.
    pub output: PathBuf,
    /// `version`: of the crate. By default `0.1.0`.
    pub version: String,
    /// `description`: one line for the crate's manifest. By default made from the title.
    pub description: Option<String>,
    /// `features.default`: the tags, as the description writes them or as features, whose
    /// operations users of the crate get without asking. By default none.
    pub default_features: Vec<String>,
    /// `names`: the file that keeps the names of the crate's items from one revision to the next (see
    /// [`Lock`](crate::name::Lock)); generating writes it. By default no name is kept.
    pub names: Option<PathBuf>,
}

/// The configuration file for `folder`: the one in it, or in the nearest folder around it.
pub fn find(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file())
}

/// Reads a configuration file.
///
/// # Errors
///
/// When it cannot be read, or says what cannot be done; all of the latter together.
pub fn read(path: &Path) -> Result<Config, Error> {
    let bytes = std::fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    let name = path.display().to_string();
    let text = String::from_utf8_lossy(&bytes);
    let folder = path.parent().unwrap_or(Path::new(""));
    parse(&text, folder).map_err(|problems| Error::Invalid { name, text: text.clone().into_owned(), problems })
}
