//! Interrupts a run: undoes what is being written first.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use crate::write::disk::Disk;

/// The state that a handler of signals shares with the writer.
#[derive(Debug)]
pub struct Interruption {
    /// Set by the handler: writing stops before its next step, and takes back the others.
    pub wanted: Arc<AtomicBool>,
    /// Set while nothing is being written: then the program can end at once.
    pub idle: Arc<AtomicBool>,
}

/// Returns the one of this process.
pub fn interruption() -> &'static Interruption {
    static INTERRUPTION: LazyLock<Interruption> =
        LazyLock::new(|| Interruption { wanted: Arc::default(), idle: Arc::new(AtomicBool::new(true)) });
    &INTERRUPTION
}

/// Says that something is being written until it is dropped.
pub(super) struct Busy {
    /// What held before: one file can be written in the middle of others.
    was_idle: bool,
}

impl Busy {
    pub(super) fn new() -> Self {
        Self { was_idle: interruption().idle.swap(false, Ordering::SeqCst) }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        interruption().idle.store(self.was_idle, Ordering::SeqCst);
    }
}

/// A disk that does nothing more once an interruption is wanted.
pub(super) struct Stopping<'d>(pub(super) &'d dyn Disk);

impl Stopping<'_> {
    fn go_on(&self) -> io::Result<&dyn Disk> {
        match interruption().wanted.load(Ordering::SeqCst) {
            // Not `Interrupted`: the standard library tries again after that.
            true => Err(io::Error::other("interrupted")),
            false => Ok(self.0),
        }
    }
}

impl Disk for Stopping<'_> {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.go_on()?.create_folder(path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.go_on()?.write(path, content)
    }

    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.go_on()?.copy_permissions(from, to)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.go_on()?.sync_folder(path)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.go_on()?.link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.go_on()?.rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.go_on()?.remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.go_on()?.remove_folder(path)
    }
}
