//! The operations on the disk, behind a trait, so that tests can stop a run at every step.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// The steps of writing, each of which the system does whole or not at all.
pub trait Disk {
    /// Creates a folder in one that is there.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Writes a file, and waits until the disk has it. Not whole: a run that dies here leaves a part of it.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()>;

    /// Gives a file the permissions of another one.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Waits until the disk has the names that a folder holds, where the system has a way to.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// Gives a file a second name.
    ///
    /// # Errors
    ///
    /// When the system refuses, or the file system has no second names.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Moves a file to another name, and replaces what is there.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The disk itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Real;

impl Disk for Real {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(content)?;
        file.sync_all()
    }

    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        let permissions = fs::metadata(from)?.permissions();
        if fs::metadata(to)?.permissions() == permissions { Ok(()) } else { fs::set_permissions(to, permissions) }
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Windows opens no folders. A file system that cannot do this says so by an invalid argument.
        match File::open(if path.as_os_str().is_empty() { Path::new(".") } else { path }) {
            Ok(folder) => folder.sync_all().or_else(|error| match error.kind() {
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported => Ok(()),
                _ => Err(error),
            }),
            Err(_) => Ok(()),
        }
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}
