//! Reads files that may be anything: of any size, or no file at all.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The most bytes of a file that are read. The largest published documents have some 10 MB.
pub(crate) const MOST_BYTES: u64 = 512 << 20;

/// Returns the bytes of what the user names: a file, or a pipe such as a shell's `<(..)`.
pub(super) fn read_named(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = not_a_folder(path)?;
    small_enough(metadata.len())?;
    read_bounded(File::open(path)?)
}

/// Returns the bytes of a file. Pipes and devices are not opened: they may have no end, or nobody who writes to them.
pub(crate) fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = not_a_folder(path)?;
    if !metadata.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is a pipe or a device; only files are read here"));
    }
    small_enough(metadata.len())?;
    read_bounded(File::open(path)?)
}

fn not_a_folder(path: &Path) -> io::Result<Metadata> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::new(ErrorKind::IsADirectory, "it is a folder; give the file in it that is meant"));
    }
    Ok(metadata)
}

fn small_enough(bytes: u64) -> io::Result<()> {
    if bytes > MOST_BYTES {
        return Err(io::Error::new(ErrorKind::FileTooLarge, "it has more than 512 MiB, and more are not read"));
    }
    Ok(())
}

/// Reads to the end, unless that is too far off.
pub(super) fn read_bounded(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    small_enough(read as u64)?;
    Ok(bytes)
}

/// Returns what bytes are that are not UTF-8, and the remedy.
pub(crate) fn other_encoding(bytes: &[u8]) -> (&'static str, &'static str) {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => ("the file is UTF-32 text", "save it as UTF-8"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => ("the file is UTF-16 text", "save it as UTF-8"),
        [0x1f, 0x8b, ..] => ("the file is compressed with gzip", "decompress it first"),
        _ => ("the file is not UTF-8 text", "save it as UTF-8"),
    }
}
