//! Carries out a plan: completely, or not at all.
//!
//! Everything is first written to a staging folder within the output folder, and what belongs elsewhere to a
//! file beside the one that it replaces: there a full disk or a missing permission shows, and there the system is asked
//! to have it on the disk. Then files are only renamed. What a rename replaces is kept until the last one is done, and
//! goes back to its place when one fails. Of a run that dies, the next one finds what was done: see
//! [`leftovers`](crate::write::leftovers).

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::write::disk::{Disk, Real};
use crate::write::error::Error;
use crate::write::interrupt::{Busy, Stopping};
use crate::write::leftovers::{self, Beside, DIGESTS, DONE, PART, STAGING};
use crate::write::manifest::Digest;
use crate::write::plan::Plan;
use crate::write::tree::RelativePath;

/// Does what a plan says.
///
/// # Errors
///
/// When the plan has conflicts, the operating system refuses, or the run is interrupted; the folder is then as it was.
/// The exception is [`Error::NotRestored`], which says what is not.
pub fn apply(plan: &Plan) -> Result<(), Error> {
    apply_with(plan, &[])
}

/// A file that is written together with a plan's, and whose old content, if any, is not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// Where it is; in the output folder, if the plan does not have it, or anywhere else.
    pub path: PathBuf,
    /// What it is to hold.
    pub content: Vec<u8>,
}

/// Does what a plan says, and then writes its companions, in their order: all of it, or nothing.
///
/// # Errors
///
/// As [`apply`]; all companions are then as they were, too.
pub fn apply_with(plan: &Plan, companions: &[Companion]) -> Result<(), Error> {
    apply_on(&Real, plan, companions)
}

/// Does what [`apply_with`] does, on this disk.
///
/// # Errors
///
/// As [`apply_with`].
pub fn apply_on(disk: &dyn Disk, plan: &Plan, companions: &[Companion]) -> Result<(), Error> {
    if !plan.conflicts.is_empty() {
        return Err(Error::Conflicts(plan.conflicts.clone()));
    }
    if plan.is_empty() && companions.is_empty() {
        leftovers::clear(disk, &plan.folder);
        return Ok(());
    }
    let _busy = Busy::new();
    let stopping = Stopping(disk);
    let mut work = Work::new(&stopping, &plan.folder, companions);
    let done = work.stage(plan).and_then(|mut staged| {
        staged.extend(work.stage_companions(companions)?);
        work.swap(plan, staged)
    });
    let Work { staging, done: steps, .. } = work;
    match done {
        Ok(()) => {
            finish(disk, plan, &steps);
            Ok(())
        }
        Err(cause) => Err(undo(disk, &staging, steps, cause)),
    }
}

/// The work that was done so far.
struct Work<'w> {
    disk: &'w dyn Disk,
    folder: &'w Path,
    /// What this run is called in names.
    run: String,
    /// Where files are before and after they are in their place.
    staging: PathBuf,
    done: Vec<Done>,
}

/// A step that can be taken back.
enum Done {
    CreatedFolder(PathBuf),
    /// A file that only has a meaning until all is done.
    Temporary(PathBuf),
    /// A file is where there was none.
    Added(PathBuf),
    /// A file was replaced or removed; the original is kept.
    Displaced {
        original: PathBuf,
        place: PathBuf,
    },
}

/// A new file in the staging folder.
struct Staged {
    from: PathBuf,
    place: PathBuf,
    /// Where the file that it replaces is kept; `None` where there is none.
    original: Option<PathBuf>,
}

impl<'w> Work<'w> {
    /// Begins a run whose name no other has: not one that died in this folder, and none that left something beside a companion.
    fn new(disk: &'w dyn Disk, folder: &'w Path, companions: &[Companion]) -> Self {
        let process = std::process::id();
        let staging = |run: &str| folder.join(format!("{STAGING}{run}"));
        let is_free = |run: &String| {
            let beside = |path: &Path| Beside::ALL.into_iter().any(|beside| beside.of(path, run).exists());
            !staging(run).exists() && !companions.iter().any(|companion| beside(&companion.path))
        };
        let run = (0_u64..).map(|number| format!("{process}-{number}")).find(is_free).unwrap_or_default();
        Self { disk, folder, staging: staging(&run), run, done: Vec::new() }
    }

    /// Writes all new files to the staging folder, after their digests.
    fn stage(&mut self, plan: &Plan) -> Result<Vec<Staged>, Error> {
        self.create_folder(&self.staging.clone())?;
        self.record(plan)?;
        let added = plan.add.iter().map(|path| (path, false));
        let changed = plan.change.iter().map(|path| (path, true));
        let mut staged = Vec::new();
        for (path, replaces) in added.chain(changed) {
            let from = self.staging.join(format!("new-{}", staged.len()));
            self.disk.write(&from, content(plan, path)).map_err(Error::io("write", &from))?;
            let original = replaces.then(|| self.staging.join(format!("old-{}", staged.len())));
            staged.push(Staged { from, place: path.within(self.folder), original });
        }
        Ok(staged)
    }

    /// Writes the digests of all new files, and of those that dead runs may have put in place.
    fn record(&self, plan: &Plan) -> Result<(), Error> {
        let mut text = String::new();
        let known = |path: &RelativePath| plan.digests.get(path).cloned();
        let digest = |path: &RelativePath| known(path).unwrap_or_else(|| Digest::of(content(plan, path)));
        let new = plan.add.iter().chain(&plan.change).map(|path| (path, digest(path)));
        let dead = plan.leftovers.iter().map(|(path, digest)| (path, digest.clone()));
        for (path, digest) in new.chain(dead) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}  {path}", digest.as_str());
        }
        let (part, whole) = (self.staging.join("part"), self.staging.join(DIGESTS));
        let written = self.disk.write(&part, text.as_bytes()).and_then(|()| self.disk.rename(&part, &whole));
        written.map_err(Error::io("write", &whole))
    }

    /// Writes each companion beside its place: a rename does not lead from one file system to another.
    fn stage_companions(&mut self, companions: &[Companion]) -> Result<Vec<Staged>, Error> {
        let mut staged = Vec::new();
        for Companion { path, content } in companions {
            let is_link = path.symlink_metadata().is_ok_and(|found| found.file_type().is_symlink());
            if is_link {
                let linked = io::Error::other("it is a symbolic link, and nothing is written through one");
                return Err(Error::io("write", path)(linked));
            }
            if let Some(parent) = path.parent() {
                self.create_folder(parent)?;
            }
            let from = self.beside(Beside::New, path);
            self.disk.write(&from, content).map_err(Error::io("write", &from))?;
            let original = if path.exists() {
                Some(self.beside(Beside::Old, path))
            } else {
                let absent = self.beside(Beside::Absent, path);
                let digest = Digest::of(content);
                self.disk.write(&absent, digest.as_str().as_bytes()).map_err(Error::io("write", &absent))?;
                None
            };
            staged.push(Staged { from, place: path.clone(), original });
        }
        Ok(staged)
    }

    /// Returns a name beside a companion, whose file goes at the end.
    fn beside(&mut self, beside: Beside, path: &Path) -> PathBuf {
        let name = beside.of(path, &self.run);
        self.done.push(Done::Temporary(name.clone()));
        name
    }

    /// Moves unwanted files out of the folder and new ones into it, the manifest and the companions last. That all is in place is
    /// written down once the disk has the folders, or a machine that stops could remember the one and not the other.
    fn swap(&mut self, plan: &Plan, staged: Vec<Staged>) -> Result<(), Error> {
        let mut folders = BTreeSet::from([self.staging.clone()]);
        for (number, path) in plan.remove.iter().enumerate() {
            let place = path.within(self.folder);
            let original = self.staging.join(format!("gone-{number}"));
            self.disk.rename(&place, &original).map_err(Error::io("remove", &place))?;
            folders.extend(place.parent().map(Path::to_owned));
            self.done.push(Done::Displaced { original, place });
        }
        for Staged { from, place, original } in staged {
            if let Some(parent) = place.parent() {
                self.create_folder(parent)?;
            }
            if let Some(original) = &original {
                self.disk.copy_permissions(&place, &from).map_err(Error::io("write", &from))?;
                keep(self.disk, &place, original).map_err(Error::io("keep a copy of", &place))?;
            }
            folders.extend(place.parent().map(Path::to_owned));
            self.disk.rename(&from, &place).map_err(Error::io("write", &place))?;
            self.done.push(match original {
                Some(original) => Done::Displaced { original, place },
                None => Done::Added(place),
            });
        }
        for folder in folders {
            self.disk.sync_folder(&folder).map_err(Error::io("write", &folder))?;
        }
        let done = self.staging.join(DONE);
        let written = self.disk.write(&done, b"").and_then(|()| self.disk.sync_folder(&self.staging));
        written.map_err(Error::io("write", &done))
    }

    /// Creates a folder and those on the way to it that are not there.
    fn create_folder(&mut self, folder: &Path) -> Result<(), Error> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|path| !path.exists()).collect();
        for path in missing.into_iter().rev().filter(|path| !path.as_os_str().is_empty()) {
            self.disk.create_folder(path).map_err(Error::io("create", path))?;
            self.done.push(Done::CreatedFolder(path.to_owned()));
        }
        Ok(())
    }
}

/// Removes what is no longer needed: the files beside companions, staging folders, and folders that became empty.
fn finish(disk: &dyn Disk, plan: &Plan, steps: &[Done]) {
    // The files are in their places; what cannot be removed does no harm.
    for step in steps {
        if let Done::Temporary(path) = step {
            let _ = removed(disk, path);
        }
    }
    leftovers::clear(disk, &plan.folder);
    for path in &plan.remove {
        let place = path.within(&plan.folder);
        let parents = place.ancestors().skip(1).take_while(|parent| *parent != plan.folder);
        // A folder that still holds something is not removed, nor are those around it.
        let _ = parents.map(|folder| disk.remove_folder(folder)).find(Result::is_err);
    }
}

/// Takes back what was done, the last step first.
fn undo(disk: &dyn Disk, staging: &Path, steps: Vec<Done>, cause: Error) -> Error {
    let mut left = Vec::new();
    // What says that all is in place is wrong from here on.
    let _ = removed(disk, &staging.join(DONE));
    for step in steps.into_iter().rev() {
        let (result, place) = match step {
            Done::CreatedFolder(folder) if folder == staging => (leftovers::remove_staging(disk, &folder), folder),
            Done::CreatedFolder(folder) => (disk.remove_folder(&folder), folder),
            Done::Temporary(path) => (removed(disk, &path), path),
            Done::Added(place) => (disk.remove_file(&place), place),
            Done::Displaced { original, place } => (disk.rename(&original, &place), place),
        };
        if result.is_err() {
            left.push(place);
        }
    }
    if left.is_empty() { cause } else { Error::NotRestored { cause: Box::new(cause), left } }
}

/// Removes a file, if it is there.
fn removed(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    disk.remove_file(path)
}

fn content<'p>(plan: &'p Plan, path: &RelativePath) -> &'p [u8] {
    let file = plan.contents.get(path.as_str());
    file.or(plan.manifest.as_deref().map(str::as_bytes)).unwrap_or_default()
}

/// Keeps the file at `place` as `original` too: by a second name where the file system has them, so
/// that the place is never without a file, and elsewhere by a copy, which gets that name when it is whole.
fn keep(disk: &dyn Disk, place: &Path, original: &Path) -> io::Result<()> {
    disk.link(place, original).or_else(|_| {
        let mut part = original.as_os_str().to_owned();
        part.push(PART);
        let part = Path::new(&part);
        disk.write(part, &fs::read(place)?)?;
        disk.rename(part, original)
    })
}
