//! Files that an earlier run left behind because it was killed or the machine stopped.
//!
//! A run writes into a staging folder before it renames anything, first of all the digests of its new files, and last,
//! when all is in place, the file `done`. What the digests name is as much the compiler's as what the manifest
//! names, so the next run replaces it: it finishes the update, or takes the crate back to the document that it is
//! given. Files elsewhere (the configuration, names, a changelog) are put back as they were, by names beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::words::words;
use crate::write::disk::{Disk, Real};
use crate::write::error::Error;
use crate::write::manifest::{self, Digest};
use crate::write::state::STATE;
use crate::write::tree::RelativePath;

/// The beginning of the names of staging folders; the rest identifies the run.
pub(super) const STAGING: &str = ".jsonapi-forge.staging-";

/// The file in a staging folder with the digests of what is written.
pub(super) const DIGESTS: &str = "manifest";

/// The file in a staging folder that says that all is in place.
pub(super) const DONE: &str = "done";

/// The end of the name of a copy that may not be whole.
pub(super) const PART: &str = ".part";

words! {
    /// The kind of a file next to a companion.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) enum Beside {
        /// Its new content, before it is in place.
        New = "new",
        /// Its old content.
        Old = "old",
        /// Nothing was there; the content is the digest of what was put there.
        Absent = "absent",
    }
}

impl Beside {
    /// Returns the name beside `path` that nothing else has.
    pub(super) fn of(self, path: &Path, run: &str) -> PathBuf {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.with_file_name(format!(".{name}.jsonapi-forge-{}-{run}", self.as_str()))
    }

    /// Reads the name of a file beside another one: the name of that, what this is, and whose.
    fn parse(name: &str) -> Option<(&str, Self, &str)> {
        let (place, rest) = name.strip_prefix('.')?.rsplit_once(".jsonapi-forge-")?;
        let (what, run) = rest.split_once('-')?;
        Some((place, Self::ALL.into_iter().find(|beside| beside.as_str() == what)?, run))
    }
}

/// Returns the digests of what dead runs wrote into a folder, or were about to.
pub(super) fn digests(folder: &Path) -> Result<BTreeSet<(RelativePath, Digest)>, Error> {
    let mut digests = BTreeSet::new();
    for (staging, _) in stagings(folder)? {
        // Without the file, nothing was put in place.
        if let Ok(text) = fs::read_to_string(staging.join(DIGESTS)) {
            digests.extend(text.lines().filter_map(manifest::entry));
        }
    }
    Ok(digests)
}

/// Puts back what dead runs on this folder changed of `companions`, and removes what they left beside them. Returns whether
/// any of them is different now. The files in `folder` are a matter of the next [`plan`](crate::write::plan).
///
/// Call this only while holding the [`lock`](crate::write::lock) of the folder: otherwise it takes a running process for a dead
/// one. What runs on other folders left beside a companion that they share, such as the configuration, stays for theirs.
///
/// # Errors
///
/// When the operating system refuses.
pub fn recover(folder: &Path, companions: &[&Path]) -> Result<bool, Error> {
    recover_on(&Real, folder, companions)
}

/// Does what [`recover`] does, on this disk.
///
/// # Errors
///
/// As [`recover`].
pub fn recover_on(disk: &dyn Disk, folder: &Path, companions: &[&Path]) -> Result<bool, Error> {
    let runs = stagings(folder)?;
    let of_run = |run: &str| runs.iter().find(|(_, of)| of == run).map(|(staging, _)| staging);
    let unfinished = |run: &str| of_run(run).is_some_and(|staging| !staging.join(DONE).exists());
    let mut changed = false;
    for (around, names) in by_folder(companions) {
        for (found, name) in existing(&around)? {
            let Some((place, beside, run)) = Beside::parse(&name) else { continue };
            // A document that `update` copied has a name that nobody recorded.
            if !names.contains(place) && !is_document(place) {
                continue;
            }
            if of_run(run.strip_suffix(PART).unwrap_or(run)).is_none() {
                continue;
            }
            let place = around.join(place);
            let restored = match beside {
                Beside::Old if unfinished(run) => restore(disk, &found, &place).map(|()| changed = true),
                Beside::Absent if unfinished(run) => remove_new(disk, &found, &place).map(|()| changed = true),
                _ => disk.remove_file(&found),
            };
            restored.map_err(Error::io("put back", &place))?;
        }
    }
    for (staging, _) in &runs {
        // All is in place, or nothing is.
        if staging.join(DONE).exists() || !staging.join(DIGESTS).exists() {
            remove_staging(disk, staging).map_err(Error::io("remove", staging))?;
        }
    }
    for (path, name) in existing(folder)? {
        if name.starts_with(STATE) && name.ends_with(".tmp") {
            disk.remove_file(&path).map_err(Error::io("remove", &path))?;
        }
    }
    Ok(changed)
}

/// Moves the old content back. Where both names are of one file, renaming does nothing.
fn restore(disk: &dyn Disk, old: &Path, place: &Path) -> io::Result<()> {
    disk.rename(old, place)?;
    if old.exists() { disk.remove_file(old) } else { Ok(()) }
}

/// Removes what was put where there was nothing, unless somebody changed it since.
fn remove_new(disk: &dyn Disk, marker: &Path, place: &Path) -> io::Result<()> {
    let digest = fs::read_to_string(marker)?;
    if fs::read(place).is_ok_and(|found| Digest::of(&found).as_str() == digest) {
        disk.remove_file(place)?;
    }
    disk.remove_file(marker)
}

/// Removes the staging folders of all runs, the one at hand included. One that cannot be removed does no harm.
pub(super) fn clear(disk: &dyn Disk, folder: &Path) {
    for (staging, _) in stagings(folder).unwrap_or_default() {
        let _ = remove_staging(disk, &staging);
    }
}

/// Removes a staging folder. What says that a run was done goes last, what says what it wrote before that.
pub(super) fn remove_staging(disk: &dyn Disk, staging: &Path) -> io::Result<()> {
    let mut files = entries(staging)?;
    files.sort_by_key(|(_, name)| [DIGESTS, DONE].iter().position(|last| last == name).map_or(0, |at| at + 1));
    for (path, _) in files {
        disk.remove_file(&path)?;
    }
    disk.remove_folder(staging)
}

/// Returns the staging folders in a folder, each with its run. A symbolic link is none.
fn stagings(folder: &Path) -> Result<Vec<(PathBuf, String)>, Error> {
    let found = existing(folder)?;
    let is_folder = |path: &Path| path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    let stagings = found.into_iter().filter_map(|(path, name)| {
        let run = name.strip_prefix(STAGING).map(str::to_owned)?;
        is_folder(&path).then_some((path, run))
    });
    Ok(stagings.collect())
}

/// Returns the folders of companions, each with the names of those that are in it.
fn by_folder(companions: &[&Path]) -> BTreeMap<PathBuf, BTreeSet<String>> {
    let mut folders: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
    for companion in companions {
        let folder = companion.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = companion.file_name().unwrap_or_default().to_string_lossy().into_owned();
        folders.entry(folder.to_owned()).or_default().insert(name);
    }
    folders
}

fn is_document(name: &str) -> bool {
    [".json", ".yaml", ".yml"].iter().any(|extension| name.ends_with(extension))
}

/// Returns what is in a folder, as [`entries`]; nothing where there is no folder.
fn existing(folder: &Path) -> Result<Vec<(PathBuf, String)>, Error> {
    match entries(folder) {
        Ok(found) => Ok(found),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(Error::io("read", folder)(error)),
    }
}

/// Returns what is in a folder, by path and name, in order.
fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        entries.push((entry.path(), entry.file_name().to_string_lossy().into_owned()));
    }
    entries.sort();
    Ok(entries)
}
