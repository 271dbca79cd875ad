//! A lock on the output folder: a second run at the same time reports it and changes nothing.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};

use crate::write::error::Error;

/// A lock of a folder or a file. It goes when this is dropped, and when the process ends, however it ends.
#[derive(Debug)]
pub struct Held {
    /// Locked as long as it is open; `None` where the system does not open folders, as on Windows: there is no lock
    /// then.
    file: Option<File>,
    /// The folders that were created to be locked, outermost first.
    created: Vec<PathBuf>,
}

/// Locks an output folder, which is created if it is not there, and removed again if it stays empty.
///
/// # Errors
///
/// When it is the root of a file system, another run holds it, or it cannot be locked.
pub fn lock(folder: &Path) -> Result<Held, Error> {
    if folder.has_root() && folder.parent().is_none() {
        return Err(Error::Root(folder.to_owned()));
    }
    let missing = folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists());
    let mut held = Held { file: None, created: missing.map(Path::to_owned).collect() };
    held.created.reverse();
    // Where this fails, so does writing, which says why.
    if fs::create_dir_all(folder).is_ok() {
        held.file = File::open(folder).ok();
    }
    hold(held, folder)
}

/// Locks a file that is there, such as the configuration that a run is about to change.
///
/// # Errors
///
/// When another run holds it, or it cannot be opened.
pub fn lock_file(path: &Path) -> Result<Held, Error> {
    let file = File::open(path).map_err(Error::io("open", path))?;
    hold(Held { file: Some(file), created: Vec::new() }, path)
}

fn hold(held: Held, path: &Path) -> Result<Held, Error> {
    // By the trait: since Rust 1.89, files have a method of that name.
    match held.file.as_ref().map_or(Ok(()), FileExt::try_lock) {
        Ok(()) => Ok(held),
        Err(TryLockError::WouldBlock) => Err(Error::Busy(path.to_owned())),
        // Some file systems have no locks.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(held),
        Err(TryLockError::Error(error)) => Err(Error::io("lock", path)(error)),
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // A folder that holds something stays.
        let created = self.created.iter().rev();
        let _ = created.map(fs::remove_dir).find(Result::is_err);
    }
}
