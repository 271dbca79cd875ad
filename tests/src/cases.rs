//! The golden cases: one folder each, with one document.

use std::fs;
use std::path::{Path, PathBuf};

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Options, Runtime, path_between};
use jsonapi_forge::config;
use jsonapi_forge::repair::Overrides;

use crate::program::workspace;

/// The case whose client has the runtime as a module; those of all others depend on the crate.
pub const VENDORED: &str = "queries";

/// A golden case.
#[derive(Debug, Clone)]
pub struct Case {
    /// The name of its folder.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Its document.
    pub text: String,
    /// Its overrides, in `jsonapi-forge.toml` beside it.
    pub overrides: Overrides,
}

/// Returns all cases, by name.
///
/// # Panics
///
/// When one has no document.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .expect("there are cases")
        .map(|entry| entry.expect("a folder that was opened can be listed").path())
        .collect();
    folders.sort();
    folders.into_iter().map(case).collect()
}

fn case(folder: PathBuf) -> Case {
    let name = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
    let text = fs::read_to_string(folder.join("spec.yaml")).expect("a case has a document");
    let overrides = overrides(&folder).unwrap_or_default();
    Case { name, folder, text, overrides }
}

/// Returns what the only client of the configuration in a folder says; `None` without a configuration.
fn overrides(folder: &Path) -> Option<Overrides> {
    let path = folder.join(config::FILE);
    let file = path.is_file().then(|| config::read(&path).expect("the configuration of a case is good"))?;
    file.config.apis.into_iter().next().map(|api| api.overrides)
}

/// Returns the crate of the runtime in this workspace, for a client in a folder.
pub fn runtime(folder: &Path) -> Runtime {
    Runtime::Path { path: path_between(folder, &workspace().join("templates")), version: None }
}

impl Case {
    /// Returns how the case is generated as the crate that is in its folder.
    ///
    /// # Panics
    ///
    /// When no crate can be called like the case.
    pub fn options(&self) -> Options {
        self.options_in(&self.folder.join("out"))
    }

    /// Returns how the case is generated as a crate in a folder.
    ///
    /// # Panics
    ///
    /// When no crate can be called like the case.
    pub fn options_in(&self, folder: &Path) -> Options {
        let name = CrateName::new(&format!("{}-case", self.name)).expect("cases are named so that crates can be");
        let runtime = if self.name == VENDORED { Runtime::Vendored } else { runtime(folder) };
        Options { overrides: self.overrides.clone(), runtime, ..Options::new(name) }
    }
}
