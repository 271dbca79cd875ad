//! The wanted content of an output folder.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use crate::write::manifest::MANIFEST;
use crate::write::state::STATE;

/// A path below an output folder, with slashes between its parts on every system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativePath(String);

impl RelativePath {
    /// Takes a path that stays within the folder.
    ///
    /// # Errors
    ///
    /// When it is absolute, has a part that is empty, `.` or `..`, or has a character that some
    /// system does not take for part of a name.
    pub fn new(path: &str) -> Result<Self, TreeError> {
        if path.split('/').all(is_name) { Ok(Self(path.to_owned())) } else { Err(TreeError::Path(path.to_owned())) }
    }

    /// Returns the path of the manifest.
    pub(crate) fn manifest() -> Self {
        Self(MANIFEST.to_owned())
    }

    /// Returns the path as text, with slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the path in `folder`.
    pub fn within(&self, folder: &Path) -> PathBuf {
        let mut path = folder.to_owned();
        path.extend(self.0.split('/'));
        path
    }

    /// Returns the folders on the way to it, outermost first, and then the path itself.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &str> {
        let ends = self.0.match_indices('/').map(|(at, _)| at).chain([self.0.len()]);
        ends.filter_map(|end| self.0.get(..end))
    }
}

/// Returns whether it names a file or a folder on every system: no separators, drives, streams or jokers.
fn is_name(part: &str) -> bool {
    let forbidden = |character: char| character.is_control() || r#"\:*?"<>|"#.contains(character);
    !part.is_empty() && !part.ends_with(['.', ' ']) && !part.contains(forbidden)
}

impl fmt::Display for RelativePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for RelativePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The files of an output folder, in order of path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<RelativePath, Vec<u8>>,
    /// The paths in lower case: some systems do not tell `A` from `a`.
    folded: BTreeSet<String>,
}

/// Why a file cannot be put into a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeError {
    /// The path would lead out of the folder, or is no path on some system.
    Path(String),
    /// Another file has the path, or one that differs only in case, or is in its way.
    Taken(String, String),
}

impl Tree {
    /// Returns a tree without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file into the tree.
    ///
    /// # Errors
    ///
    /// When the path would lead out of the folder, or is taken, if only by a path
    /// that differs in case.
    pub fn insert(&mut self, path: &str, content: impl Into<Vec<u8>>) -> Result<(), TreeError> {
        let new = RelativePath::new(path)?;
        let folded = RelativePath(path.to_lowercase());
        if let Some(other) = self.in_the_way(&folded) {
            return Err(TreeError::Taken(path.to_owned(), other));
        }
        self.folded.insert(folded.0);
        self.files.insert(new, content.into());
        Ok(())
    }

    /// Returns a file that has the path, or is a folder on the way to it, or has it for a folder.
    fn in_the_way(&self, path: &RelativePath) -> Option<String> {
        let on_the_way = path.steps().find(|step| [MANIFEST, STATE].contains(step) || self.folded.contains(*step));
        let folder = format!("{path}/");
        let within = || self.folded.range(folder.clone()..).next().filter(|other| other.starts_with(&folder));
        on_the_way.map(str::to_owned).or_else(|| within().cloned())
    }

    /// Returns the content of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Returns the files, in order of path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&RelativePath, &[u8])> {
        self.files.iter().map(|(path, content)| (path, content.as_slice()))
    }

    /// Returns how many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(f, "`{path}` is no path within an output folder"),
            Self::Taken(path, by) => write!(f, "the output file `{path}` is in the way of `{by}`"),
        }
    }
}

impl std::error::Error for TreeError {}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn paths_stay_within_the_folder() {
        let mut tree = Tree::new();
        for bad in ["", "/etc/passwd", "../x", "a/../x", "./x", "a//b", "a/", r"a\b", "C:x", "a\0", "nul.", "a:b"] {
            assert!(tree.insert(bad, "").is_err(), "{bad:?}");
        }
        for good in ["Cargo.toml", "src/lib.rs", ".gitattributes", "src/a.b/é.rs"] {
            assert_eq!(tree.insert(good, ""), Ok(()));
        }
    }

    #[test]
    fn files_are_not_in_each_others_way() {
        let mut tree = Tree::new();
        assert_eq!(tree.insert("src/a.rs", ""), Ok(()));
        for bad in ["src/a.rs", "SRC/A.rs", "src", "src/a.rs/b", ".jsonapi-forge.manifest", ".jsonapi-forge.state"] {
            assert!(tree.insert(bad, "").is_err(), "{bad:?}");
        }
        assert_eq!(tree.insert("src/a", ""), Ok(()));
    }
}
