//! The recordings below a folder.

use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;

use crate::compile::Model;
use crate::samples::check::{Checker, Report};
use crate::samples::index::{self, Index};
use crate::samples::tables::Memory;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 512 << 20;

/// Checks every `.json` file below a folder, in order of path. What is wrong with one is reported, and the
/// others are checked all the same.
///
/// # Errors
///
/// When the folder cannot be listed.
pub fn check_folder(model: &Model, folder: &Path) -> io::Result<Report> {
    let mut files = Vec::new();
    list(folder, "", &mut files)?;
    files.sort();
    let memory = Memory::default();
    let mut checker = Checker::new(model, &memory);
    let index = take_index(folder, &mut files, &mut checker);
    for file in &files {
        match read(&folder.join(file)) {
            Ok(bytes) => match str::from_utf8(&bytes) {
                Ok(text) => checker.check_file(file, index.get(file), text),
                Err(error) => checker.problem(file, format!("this is no text in UTF-8: {error}")),
            },
            Err(message) => checker.problem(file, message),
        }
    }
    for file in index.keys().filter(|file| !files.contains(file)) {
        checker.problem(index::FILE, format!("there is no file `{file}`"));
    }
    Ok(checker.report())
}

/// Adds the paths of the `.json` files below a folder. Links to folders are not followed: they may lead
/// in a circle.
fn list(folder: &Path, prefix: &str, files: &mut Vec<String>) -> io::Result<()> {
    let mut entries: Vec<DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), files)?;
        } else if name.ends_with(".json") {
            files.push(path);
        }
    }
    Ok(())
}

/// Reads the index, where there is one, and takes it from the list.
fn take_index(folder: &Path, files: &mut Vec<String>, checker: &mut Checker<'_>) -> Index {
    let Some(position) = files.iter().position(|file| file == index::FILE) else { return Index::new() };
    files.remove(position);
    let text =
        read(&folder.join(index::FILE)).and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
    match text {
        Ok(text) => {
            let (index, problems) = index::read(&text);
            problems.into_iter().for_each(|message| checker.problem(index::FILE, message));
            index
        }
        Err(message) => {
            checker.problem(index::FILE, message);
            Index::new()
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let unreadable = |error: io::Error| format!("it cannot be read: {error}");
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_BYTES {
        return Err(format!("it has {size} bytes, and more than {MAX_BYTES} are not read; split it"));
    }
    fs::read(path).map_err(unreadable)
}
