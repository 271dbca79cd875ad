//! Golden files: what a test makes is compared with what lies in the repository.
//!
//! With `UPDATE_EXPECT=1` in the environment the files are renewed instead.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Files by path below a folder, with slashes.
pub type Files = BTreeMap<String, String>;

/// Compares the files of `folder` for which `is_ours` holds with those that were made. Files that
/// are missing, different or left over are listed in one text.
///
/// # Errors
///
/// When there is any difference, unless it was asked to renew the files.
pub fn compare(folder: &Path, made: &Files, is_ours: impl Fn(&str) -> bool) -> Result<(), String> {
    let there: Files = read(folder).into_iter().filter(|(path, _)| is_ours(path)).collect();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        renew(folder, made, &there);
        return Ok(());
    }
    let paths: BTreeSet<&String> = made.keys().chain(there.keys()).collect();
    let mut report = String::new();
    for path in paths {
        match (made.get(path), there.get(path)) {
            (Some(made), Some(there)) if made == there => {}
            (Some(made), Some(there)) => report.push_str(&difference(path, there, made)),
            (Some(_), None) => report.push_str(&format!("{path}: is not there\n")),
            (None, _) => report.push_str(&format!("{path}: is there, but was not made\n")),
        }
    }
    if report.is_empty() {
        return Ok(());
    }
    Err(format!("{}\n{report}UPDATE_EXPECT=1 renews the files", folder.display()))
}

/// Returns all files below a folder; none when there is no such folder.
///
/// # Panics
///
/// When one cannot be read as text.
pub fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.expect("a folder that was opened can be listed");
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read_to_string(entry.path()).expect("golden files are text"));
        }
    }
}

fn renew(folder: &Path, made: &Files, there: &Files) {
    for (path, text) in made {
        if there.get(path) != Some(text) {
            let path = folder.join(path);
            let parent = path.parent().expect("a file is in a folder");
            fs::create_dir_all(parent).and_then(|()| fs::write(&path, text)).expect("golden files can be written");
        }
    }
    for path in there.keys().filter(|path| !made.contains_key(*path)) {
        fs::remove_file(folder.join(path)).expect("golden files can be removed");
    }
}

/// Returns the first line that differs, with its neighbours.
fn difference(path: &str, there: &str, made: &str) -> String {
    let same = there.lines().zip(made.lines()).take_while(|(there, made)| there == made).count();
    let mut report = format!("{path}:{}: differs\n", same + 1);
    for (sign, text) in [('-', there), ('+', made)] {
        for line in text.lines().skip(same).take(5) {
            // Writing to a string cannot fail.
            let _ = writeln!(report, "  {sign} {line}");
        }
    }
    report
}
