//! The golden cases: one folder each, with one description.

use std::fs;
use std::path::{Path, PathBuf};

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::Options;

/// A golden case.
#[derive(Debug, Clone)]
pub struct Case {
    /// The name of its folder.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Its description.
    pub text: String,
}

/// All cases, by name.
///
/// # Panics
///
/// When one has no description.
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
    let text = fs::read_to_string(folder.join("spec.yaml")).expect("a case has a description");
    Case { name, folder, text }
}

impl Case {
    /// How the case is generated as a crate.
    ///
    /// # Panics
    ///
    /// When no crate can be called like the case.
    pub fn options(&self) -> Options {
        Options::new(CrateName::new(&format!("{}-case", self.name)).expect("cases are named so that crates can be"))
    }
}
