//! Errors in comparing or writing an output folder.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use crate::write::plan::Conflict;

/// Why an output folder could not be compared or written.
#[derive(Debug)]
pub enum Error {
    /// The operating system refused.
    Io {
        /// What was tried, as in "cannot {action} `path`".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The manifest of the last run cannot be understood.
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// The first line that cannot be understood, from 1.
        line: usize,
    },
    /// Files are in the way that are not ours to replace. Nothing was written.
    Conflicts(Vec<Conflict>),
    /// A file is where the output folder is to be. Nothing was written.
    NoFolder(PathBuf),
    /// The output folder is the root of a file system. Nothing was written.
    Root(PathBuf),
    /// Another run of the compiler writes the folder or file. Nothing was written.
    Busy(PathBuf),
    /// Writing failed half way, and not all could be put back.
    NotRestored {
        /// Why writing failed.
        cause: Box<Self>,
        /// What could not be put back.
        left: Vec<PathBuf>,
    },
}

impl Error {
    /// Returns what makes an [`io::Error`] one of ours.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { action, path, source } => write!(f, "cannot {action} `{}`: {source}", path.display()),
            Self::Manifest { path, line } => {
                write!(f, "`{}`, line {line}, is not a line of a manifest; ", path.display())?;
                f.write_str("restore the file, or delete the output folder")
            }
            Self::Conflicts(conflicts) => {
                f.write_str("nothing was written: these files were changed, or are not jsonapi-forge's:")?;
                conflicts.iter().try_for_each(|conflict| write!(f, "\n  {conflict}"))?;
                f.write_str("\nmove or delete them, then run again")
            }
            Self::NoFolder(path) => {
                let path = path.display();
                write!(f, "`{path}` is a file, and a crate is a folder: move the file, or write to another folder")
            }
            Self::Root(path) => {
                write!(f, "`{}` is the root of a file system, and a crate needs a folder of its own", path.display())
            }
            Self::Busy(path) => {
                let path = path.display();
                write!(f, "another run of jsonapi-forge is changing `{path}`; run again when it is done")
            }
            Self::NotRestored { cause, left } => {
                write!(f, "{cause}; these could not be put back as they were:")?;
                left.iter().try_for_each(|path| write!(f, "\n  {}", path.display()))
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::NotRestored { cause, .. } => Some(cause),
            Self::Manifest { .. } | Self::Conflicts(_) | Self::NoFolder(_) | Self::Root(_) | Self::Busy(_) => None,
        }
    }
}
