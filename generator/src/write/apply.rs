//! Carries a plan out: all of it, or nothing.
//!
//! Everything is first written to a staging folder within the output folder, and what belongs elsewhere to a
//! file beside the one that it replaces: there a full disk or a missing permission shows. Then files are only renamed. What a rename replaces is kept in the
//! staging folder until the last one is done, and goes back to its place when one fails.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::write::error::Error;
use crate::write::plan::Plan;
use crate::write::tree::RelativePath;

/// Does what a plan says.
///
/// # Errors
///
/// When the plan has conflicts, or the operating system refuses; the folder is then as it was. The
/// exception is [`Error::NotRestored`], which says what is not.
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

/// Does what a plan says, and writes its companions: all of it, or nothing.
///
/// # Errors
///
/// As [`apply`]; all companions are then as they were, too.
pub fn apply_with(plan: &Plan, companions: &[Companion]) -> Result<(), Error> {
    if !plan.conflicts.is_empty() {
        return Err(Error::Conflicts(plan.conflicts.clone()));
    }
    if plan.is_empty() && companions.is_empty() {
        return Ok(());
    }
    let mut work = Work::new(&plan.folder);
    let staged = work.stage(plan).and_then(|mut staged| {
        staged.extend(work.stage_companions(companions)?);
        Ok(staged)
    });
    match staged.and_then(|staged| work.swap(plan, staged)) {
        Ok(()) => {
            work.finish(plan);
            Ok(())
        }
        Err(cause) => Err(work.undo(cause)),
    }
}

/// What was done so far.
struct Work<'p> {
    folder: &'p Path,
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

impl<'p> Work<'p> {
    fn new(folder: &'p Path) -> Self {
        let staging = folder.join(format!(".jsonapi-forge.staging-{}", std::process::id()));
        Self { folder, staging, done: Vec::new() }
    }

    /// Writes all new files to the staging folder.
    fn stage(&mut self, plan: &Plan) -> Result<Vec<Staged>, Error> {
        self.create_folder(&self.staging.clone())?;
        let added = plan.add.iter().map(|path| (path, false));
        let changed = plan.change.iter().map(|path| (path, true));
        let mut staged = Vec::new();
        for (path, replaces) in added.chain(changed) {
            let from = self.staging.join(format!("new-{}", staged.len()));
            fs::write(&from, content(plan, path)).map_err(Error::io("write", &from))?;
            let original = replaces.then(|| self.staging.join(format!("old-{}", staged.len())));
            staged.push(Staged { from, place: path.within(self.folder), original });
        }
        Ok(staged)
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
            let from = beside(path, "new");
            self.done.push(Done::Temporary(from.clone()));
            fs::write(&from, content).map_err(Error::io("write", &from))?;
            let original = path.exists().then(|| beside(path, "old"));
            self.done.extend(original.clone().map(Done::Temporary));
            staged.push(Staged { from, place: path.clone(), original });
        }
        Ok(staged)
    }

    /// Moves unwanted files out of the folder and new ones into it.
    fn swap(&mut self, plan: &Plan, staged: Vec<Staged>) -> Result<(), Error> {
        for (number, path) in plan.remove.iter().enumerate() {
            let place = path.within(self.folder);
            let original = self.staging.join(format!("gone-{number}"));
            fs::rename(&place, &original).map_err(Error::io("remove", &place))?;
            self.done.push(Done::Displaced { original, place });
        }
        for Staged { from, place, original } in staged {
            if let Some(parent) = place.parent() {
                self.create_folder(parent)?;
            }
            if let Some(original) = &original {
                keep(&place, original).map_err(Error::io("keep a copy of", &place))?;
            }
            fs::rename(&from, &place).map_err(Error::io("write", &place))?;
            self.done.push(match original {
                Some(original) => Done::Displaced { original, place },
                None => Done::Added(place),
            });
        }
        Ok(())
    }

    /// Creates a folder and those on the way to it that are not there.
    fn create_folder(&mut self, folder: &Path) -> Result<(), Error> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|path| !path.exists()).collect();
        for path in missing.into_iter().rev().filter(|path| !path.as_os_str().is_empty()) {
            fs::create_dir(path).map_err(Error::io("create", path))?;
            self.done.push(Done::CreatedFolder(path.to_owned()));
        }
        Ok(())
    }

    /// Removes what is needed no more: the staging folder, and folders that became empty.
    fn finish(&self, plan: &Plan) {
        // The files are in their places; a folder that cannot be removed does no harm.
        let _ = fs::remove_dir_all(&self.staging);
        for step in &self.done {
            if let Done::Temporary(path) = step {
                let _ = fs::remove_file(path);
            }
        }
        for path in &plan.remove {
            let place = path.within(self.folder);
            let parents = place.ancestors().skip(1).take_while(|parent| *parent != self.folder);
            // A folder that still holds something is not removed, nor are those around it.
            let _ = parents.map(fs::remove_dir).find(Result::is_err);
        }
    }

    /// Takes back what was done, the last step first.
    fn undo(mut self, cause: Error) -> Error {
        let mut left = Vec::new();
        for step in std::mem::take(&mut self.done).into_iter().rev() {
            let (result, place) = match step {
                Done::CreatedFolder(folder) if folder == self.staging => (fs::remove_dir_all(&folder), folder),
                Done::CreatedFolder(folder) => (fs::remove_dir(&folder), folder),
                Done::Temporary(path) => (removed(&path), path),
                Done::Added(place) => (fs::remove_file(&place), place),
                Done::Displaced { original, place } => (fs::rename(&original, &place), place),
            };
            if result.is_err() {
                left.push(place);
            }
        }
        if left.is_empty() { cause } else { Error::NotRestored { cause: Box::new(cause), left } }
    }
}

/// A name beside a file that nothing else has.
fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.jsonapi-forge-{what}-{}", std::process::id()))
}

/// Removes a file, if it is there.
fn removed(path: &Path) -> io::Result<()> {
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    fs::remove_file(path)
}

fn content<'p>(plan: &'p Plan, path: &RelativePath) -> &'p [u8] {
    let file = plan.contents.get(path.as_str());
    file.or(plan.manifest.as_deref().map(str::as_bytes)).unwrap_or_default()
}

/// Keeps the file at `place` as `original` too: by a second name where the file system has them, so
/// that the place is never without a file, and by a copy elsewhere.
fn keep(place: &Path, original: &Path) -> io::Result<()> {
    fs::hard_link(place, original).or_else(|_| fs::copy(place, original).map(drop))
}
