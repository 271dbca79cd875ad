//! The recordings below a folder.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use crate::compile::Model;
use crate::samples::check::{Checker, Report};
use crate::samples::index::{self, Index};
use crate::samples::tables::Memory;
use crate::source::{MOST_BYTES, other_encoding, read_regular};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = MOST_BYTES;

/// Checks every `.json` file below a folder, in order of path. What is wrong with one is reported, and the
/// others are checked all the same.
///
/// # Errors
///
/// When the folder cannot be listed.
pub fn check_folder(model: &Model, folder: &Path) -> io::Result<Report> {
    let mut found = Found { root: folder.canonicalize()?, files: Vec::new(), problems: Vec::new() };
    found.list(folder, "")?;
    let Found { mut files, problems, .. } = found;
    files.sort();
    let memory = Memory::default();
    let mut checker = Checker::new(model, &memory);
    problems.into_iter().for_each(|(entry, message)| checker.problem(&entry, message));
    let index = take_index(folder, &mut files, &mut checker);
    for file in &files {
        match read(&folder.join(file)) {
            Ok(text) => checker.check_file(file, index.get(file), &text),
            Err(message) => checker.problem(file, message),
        }
    }
    for file in index.keys().filter(|file| !files.contains(file)) {
        checker.problem(index::FILE, format!("there is no file `{file}`"));
    }
    Ok(checker.report())
}

/// The recordings below a folder, by their paths, and the entries that cannot be any.
struct Found {
    root: PathBuf,
    files: Vec<String>,
    problems: Vec<(String, String)>,
}

impl Found {
    /// Adds the `.json` files below a folder. Links to folders are not followed, as they may lead in a circle; what a link
    /// leads to is read if it is below the root.
    fn list(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        let mut entries: Vec<DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            let is_recording = path.ends_with(".json");
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let kind = entry.file_type()?;
            if name.to_str().is_none() && (kind.is_dir() || is_recording) {
                self.problems.push((path, "its name is not UTF-8: rename it".to_owned()));
            } else if kind.is_dir() {
                if let Err(error) = self.list(&entry.path(), &format!("{path}/")) {
                    self.problems.push((path, format!("it cannot be listed: {error}")));
                }
            } else if kind.is_symlink() && !self.has(&entry.path()) && (is_recording || entry.path().is_dir()) {
                let message = "it is a link that leads out of the folder: put there what it leads to";
                self.problems.push((path, message.to_owned()));
            } else if is_recording && !entry.path().is_dir() {
                self.files.push(path);
            }
        }
        Ok(())
    }

    /// Returns whether a link leads to something below the root.
    fn has(&self, link: &Path) -> bool {
        link.canonicalize().is_ok_and(|target| target.starts_with(&self.root))
    }
}

/// Reads the index, where there is one, and takes it from the list.
fn take_index(folder: &Path, files: &mut Vec<String>, checker: &mut Checker<'_>) -> Index {
    let Some(position) = files.iter().position(|file| file == index::FILE) else { return Index::new() };
    files.remove(position);
    match read(&folder.join(index::FILE)) {
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

fn read(path: &Path) -> Result<String, String> {
    let bytes = read_regular(path).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => format!("{error}; split it"),
        _ => format!("it cannot be read: {error}"),
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let (what, remedy) = other_encoding(error.as_bytes());
        format!("{what}: {remedy}")
    })
}
