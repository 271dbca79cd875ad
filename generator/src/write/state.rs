//! A record of the inputs that the files of a folder were made from, so that a run which would make the same files can
//! skip them.
//!
//! It stands in a file of its own that is not committed: which build of the compiler made the files is
//! true of one machine only, and changes with every build. Without the file, the next run makes all files
//! and compares them.

use std::fs;
use std::path::Path;

use crate::GENERATOR;
use crate::digest::sha256;
use crate::write::error::Error;
use crate::write::file::write_file;
use crate::write::manifest::{self, Digest};
use crate::write::plan::{There, inspect};
use crate::write::tree::RelativePath;
use crate::write::{MANIFEST, MARKER};

/// The name of the file.
pub const STATE: &str = ".jsonapi-forge.state";

/// All that decides what is written, as one digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs(String);

impl Inputs {
    /// Hashes the parts, whose order and bounds count, and of the program that runs: another build of it may
    /// write something else, whatever its version. `None` where the system does not tell which one runs.
    pub fn of(parts: &[&[u8]]) -> Option<Self> {
        let program = std::env::current_exe().and_then(fs::metadata).ok()?;
        let build = format!("{GENERATOR}, {} bytes, {:?}", program.len(), program.modified().ok()?);
        let digests = parts.iter().copied().chain([build.as_bytes()]).map(sha256);
        Some(Self(sha256(digests.collect::<String>().as_bytes())))
    }
}

/// Returns whether the files in `folder` are those that `inputs` made the last time. Each of them is read: one
/// that was edited or deleted since makes this false.
///
/// # Errors
///
/// When a file cannot be read, or the manifest cannot be understood.
pub fn is_current(folder: &Path, inputs: &Inputs) -> Result<bool, Error> {
    let Some(manifest) = file(folder, MANIFEST)? else { return Ok(false) };
    if file(folder, STATE)?.as_deref() != Some(render(inputs, &manifest).as_bytes()) {
        return Ok(false);
    }
    for (path, digest) in manifest::read(folder)? {
        if !matches!(inspect(folder, &path)?, There::File(found) if Digest::of(&found) == digest) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Remembers that the files in `folder` were made from `inputs`.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn remember(folder: &Path, inputs: &Inputs) -> Result<(), Error> {
    let manifest = file(folder, MANIFEST)?.unwrap_or_default();
    write_file(&folder.join(STATE), render(inputs, &manifest).as_bytes()).map(drop)
}

/// Renders the state. The manifest is part of it: what it does not list any more would not be looked at.
fn render(inputs: &Inputs, manifest: &[u8]) -> String {
    let state = sha256(format!("{}{}", inputs.0, sha256(manifest)).as_bytes());
    format!("# {MARKER}: what these files were made from. Not to be committed.\n{state}\n")
}

fn file(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let Ok(path) = RelativePath::new(name) else { return Ok(None) };
    match inspect(folder, &path)? {
        There::File(found) => Ok(Some(found)),
        There::Nothing | There::Obstacle(_) => Ok(None),
    }
}
