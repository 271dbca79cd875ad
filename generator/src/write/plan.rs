//! Compares the wanted content of a folder with its files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use crate::write::error::Error;
use crate::write::leftovers;
use crate::write::manifest::{self, Digest, Manifest};
use crate::write::tree::{RelativePath, Tree};
use crate::write::{LICENCES, is_marked};

/// The steps that make a folder hold a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The folder.
    pub folder: PathBuf,
    /// Files that are not there.
    pub add: Vec<RelativePath>,
    /// Files of the last run that are different now.
    pub change: Vec<RelativePath>,
    /// Files of the last run that are no longer wanted.
    pub remove: Vec<RelativePath>,
    /// Files that are as they should be.
    pub unchanged: Vec<RelativePath>,
    /// Files in the way. With any of them the plan cannot be carried out.
    pub conflicts: Vec<Conflict>,
    /// The content of what is added or changed, the manifest included.
    pub(crate) contents: Tree,
    /// The digests of all that the folder is to hold.
    pub(crate) digests: Manifest,
    /// The new manifest, when it is not there yet.
    pub(crate) manifest: Option<String>,
    /// What runs that died put in place, or were about to.
    pub(crate) leftovers: BTreeSet<(RelativePath, Digest)>,
}

/// Something in the way of a file, or edited so that deleting it would lose work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Where it is.
    pub path: RelativePath,
    /// What it is.
    pub obstacle: Obstacle,
}

/// An obstacle to writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A file that the compiler did not write.
    Foreign,
    /// A file that the compiler wrote and that was changed since.
    Edited,
    /// A symbolic link, which is never followed.
    SymbolicLink,
    /// A folder where a file is to be, a file where a folder is to be, or neither of the two.
    NotAFile,
}

impl Plan {
    /// Returns whether the folder holds the tree already.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.change.is_empty() && self.remove.is_empty() && self.conflicts.is_empty()
    }
}

/// Finds out what has to be done for `folder` to hold `tree`. Writes nothing.
///
/// # Errors
///
/// When the folder cannot be read, or its manifest cannot be understood.
pub fn plan(tree: &Tree, folder: &Path) -> Result<Plan, Error> {
    // A path through a file leads nowhere, either.
    let nearest = folder.ancestors().find(|path| path.exists());
    if let Some(file) = nearest.filter(|path| !path.as_os_str().is_empty() && !path.is_dir()) {
        return Err(Error::NoFolder(file.to_owned()));
    }
    let last = manifest::read(folder)?;
    let mut plan = Plan {
        folder: folder.to_owned(),
        add: Vec::new(),
        change: Vec::new(),
        remove: Vec::new(),
        unchanged: Vec::new(),
        conflicts: Vec::new(),
        contents: tree.clone(),
        digests: manifest::manifest_of(tree),
        manifest: None,
        leftovers: leftovers::digests(folder)?,
    };
    for (path, content) in tree.iter() {
        wanted(&mut plan, &last, path, content)?;
    }
    let dead = plan.leftovers.iter().map(|(path, _)| path.clone());
    let written: BTreeSet<RelativePath> = last.keys().cloned().chain(dead).collect();
    for path in written.iter().filter(|path| tree.get(path.as_str()).is_none()) {
        unwanted(&mut plan, &last, path)?;
    }
    manifest_itself(&mut plan)?;
    Ok(plan)
}

fn wanted(plan: &mut Plan, last: &Manifest, path: &RelativePath, content: &[u8]) -> Result<(), Error> {
    match inspect(&plan.folder, path)? {
        There::Nothing => plan.add.push(path.clone()),
        There::Obstacle(obstacle) => plan.conflicts.push(Conflict { path: path.clone(), obstacle }),
        There::File(found) if found == content => plan.unchanged.push(path.clone()),
        There::File(found) => match last.get(path) {
            _ if is_ours(plan, last, path, &found) => plan.change.push(path.clone()),
            Some(_) => plan.conflicts.push(Conflict { path: path.clone(), obstacle: Obstacle::Edited }),
            None => plan.conflicts.push(Conflict { path: path.clone(), obstacle: Obstacle::Foreign }),
        },
    }
    Ok(())
}

/// Plans what becomes of a file of the last run that the tree does not have. What is there now and is not the file that
/// was written stays, unless it is that file edited: then somebody has to decide.
fn unwanted(plan: &mut Plan, last: &Manifest, path: &RelativePath) -> Result<(), Error> {
    if let There::File(found) = inspect(&plan.folder, path)?
        && (is_marked(&found) || path.as_str().starts_with(LICENCES))
        && *path != RelativePath::manifest()
    {
        if is_ours(plan, last, path, &found) {
            plan.remove.push(path.clone());
        } else if last.contains_key(path) {
            plan.conflicts.push(Conflict { path: path.clone(), obstacle: Obstacle::Edited });
        }
    }
    Ok(())
}

/// Returns whether a file is as a run wrote it: the last one, or one that died since.
fn is_ours(plan: &Plan, last: &Manifest, path: &RelativePath, found: &[u8]) -> bool {
    let digest = Digest::of(found);
    last.get(path) == Some(&digest) || plan.leftovers.contains(&(path.clone(), digest))
}

fn manifest_itself(plan: &mut Plan) -> Result<(), Error> {
    let path = RelativePath::manifest();
    let text = manifest::render(&plan.digests);
    match inspect(&plan.folder, &path)? {
        There::Obstacle(obstacle) => plan.conflicts.push(Conflict { path, obstacle }),
        There::File(found) if found == text.as_bytes() => plan.unchanged.push(path),
        There::File(_) => {
            plan.change.push(path);
            plan.manifest = Some(text);
        }
        There::Nothing => {
            plan.add.push(path);
            plan.manifest = Some(text);
        }
    }
    Ok(())
}

/// The content of a path of a folder.
pub(crate) enum There {
    /// Nothing at all.
    Nothing,
    /// A file, with its content.
    File(Vec<u8>),
    /// What no file can be written over.
    Obstacle(Obstacle),
}

/// Looks at a path without following symbolic links below the folder.
pub(crate) fn inspect(folder: &Path, path: &RelativePath) -> Result<There, Error> {
    for step in path.steps() {
        let at = folder.join(step);
        let kind = match fs::symlink_metadata(&at) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(There::Nothing),
            Err(error) => return Err(Error::io("look at", &at)(error)),
        };
        let is_last = step == path.as_str();
        if kind.is_symlink() {
            return Ok(There::Obstacle(Obstacle::SymbolicLink));
        }
        if is_last && kind.is_file() {
            return fs::read(&at).map(There::File).map_err(Error::io("read", &at));
        }
        if is_last || !kind.is_dir() {
            return Ok(There::Obstacle(Obstacle::NotAFile));
        }
    }
    Ok(There::Nothing)
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.obstacle {
            Obstacle::Foreign => "was not written by jsonapi-forge",
            Obstacle::Edited => "was edited since it was generated",
            Obstacle::SymbolicLink => "has a symbolic link in its path",
            Obstacle::NotAFile => "has something in its place that is not a file",
        };
        write!(f, "{}: {what}", self.path)
    }
}
