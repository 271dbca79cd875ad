//! Writes one file whole.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use crate::write::disk::{Disk, Real};
use crate::write::error::Error;
use crate::write::interrupt::Busy;

/// Makes `path` hold `content`, and says whether it had to be written. A reader sees the old file
/// or the new one, nothing in between.
///
/// # Errors
///
/// When the operating system refuses.
pub fn write_file(path: &Path, content: &[u8]) -> Result<bool, Error> {
    if fs::read(path).is_ok_and(|found| found == content) {
        return Ok(false);
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(Error::io("create", parent))?;
    }
    let mut name = path.file_name().map(OsString::from).unwrap_or_default();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    // An interruption waits for these two steps: no temporary file is left over.
    let _busy = Busy::new();
    let written = Real.write(&temporary, content).and_then(|()| Real.rename(&temporary, path));
    written.map(|()| true).map_err(|error| {
        // What could not be written is of no use; the error at hand is the one that matters.
        let _ = fs::remove_file(&temporary);
        Error::io("write", path)(error)
    })
}
