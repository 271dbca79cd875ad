//! The source files of a program.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{LineColumn, TokenStream};

use crate::against::depth::is_too_deep;
use crate::source::read_regular;
use crate::write::{MANIFEST, MARKER};

/// The source files of a program, and the entries of its folder that were not read.
pub struct Program {
    pub(super) name: String,
    pub(super) files: Vec<SourceFile>,
    pub(super) unread: Vec<Unread>,
}

/// A source file.
pub(super) struct SourceFile {
    /// The path as it is shown: below the folder that was asked for.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) syntax: syn::File,
}

/// An entry that was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// The entry.
    pub file: String,
    /// Why it was not read.
    pub reason: String,
}

/// The largest source file that is read, in bytes. Larger ones are tables and other output of programs.
const LARGEST: u64 = 4 << 20;

/// The number of bytes at the beginning of a file that are searched for the mark of generated files.
const HEAD: usize = 1024;

/// Reads the files `*.rs` of a folder and the folders in it, or one file.
///
/// Links are not followed: what one leads to is read where it is, if that is in the folder, and reported otherwise.
/// Generated clients, hidden folders and the output of cargo are left out.
///
/// # Errors
///
/// When the folder cannot be listed, or a file cannot be read.
pub fn read(path: &Path) -> io::Result<Program> {
    let root = path.canonicalize()?;
    let mut program = Program { name: path.display().to_string(), files: Vec::new(), unread: Vec::new() };
    let mut files = Vec::new();
    let mut links = Vec::new();
    if root.is_dir() {
        list(&root, &root, &mut files, &mut links)?
    } else {
        // What is named is an error when it cannot be read, and not one file of many.
        read_regular(&root)?;
        files.push(root.clone())
    }
    let name = |file: &Path| match file.strip_prefix(&root) {
        Ok(below) if below.as_os_str().is_empty() => path.display().to_string(),
        Ok(below) => path.join(below).display().to_string(),
        Err(_) => file.display().to_string(),
    };
    let unread =
        |link: &PathBuf| Unread { file: name(link), reason: "it is a link that leads out of the folder".to_owned() };
    program.unread.extend(links.iter().map(unread));
    for file in &files {
        program.read(name(file), file);
    }
    program.unread.sort();
    Ok(program)
}

impl Program {
    fn read(&mut self, name: String, file: &Path) {
        let mut leave = |reason: String| self.unread.push(Unread { file: name.clone(), reason });
        let is_large = fs::metadata(file).is_ok_and(|metadata| metadata.is_file() && metadata.len() > LARGEST);
        if is_large {
            return leave("it has more than 4 MiB".to_owned());
        }
        let bytes = match read_regular(file) {
            Ok(bytes) => bytes,
            Err(error) => return leave(error.to_string()),
        };
        let Ok(text) = String::from_utf8(bytes) else { return leave("it is not UTF-8".to_owned()) };
        if text.bytes().take(HEAD).collect::<Vec<_>>().windows(MARKER.len()).any(|part| part == MARKER.as_bytes()) {
            return;
        }
        let text = without_head(&text).to_owned();
        match parsed(&text) {
            Ok(syntax) => self.files.push(SourceFile { name, text, syntax }),
            Err(reason) => leave(reason),
        }
    }
}

/// Returns the syntax of a text, or what keeps it from being read.
fn parsed(text: &str) -> Result<syn::File, String> {
    let told = |error: &dyn Display, start: LineColumn| format!("{}:{}: {error}", start.line, start.column + 1);
    let tokens = TokenStream::from_str(text).map_err(|error| told(&error, error.span().start()))?;
    if is_too_deep(tokens.clone()) {
        return Err("it is nested too deep to be searched".to_owned());
    }
    syn::parse2(tokens).map_err(|error| told(&error, error.span().start()))
}

/// Returns a text without a mark of byte order, and without the content of a line for the system (`#!/usr/bin/env ..`):
/// `syn` leaves both out, and counts bytes from there.
fn without_head(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_for_system = text.strip_prefix("#!").is_some_and(|rest| !rest.trim_start().starts_with('['));
    let end = if is_for_system { text.find('\n').unwrap_or(text.len()) } else { 0 };
    text.get(end..).unwrap_or_default()
}

/// Lists the source files of a folder, in the order of their names, and the links that lead out of it.
fn list(root: &Path, folder: &Path, files: &mut Vec<PathBuf>, links: &mut Vec<PathBuf>) -> io::Result<()> {
    // A generated client, and the output of cargo.
    if folder.join(MANIFEST).exists() || folder.join("CACHEDIR.TAG").exists() {
        return Ok(());
    }
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type()?);
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        match kind {
            _ if is_hidden => {}
            kind if kind.is_symlink() => {
                let leads_out = path.canonicalize().map_or(true, |target| !target.starts_with(root));
                if leads_out && (is_source || path.is_dir()) {
                    links.push(path);
                }
            }
            kind if kind.is_dir() => list(root, &path, files, links)?,
            _ if is_source => files.push(path),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use syn::spanned::Spanned;

    use super::without_head;

    #[test]
    fn places_are_those_of_the_text() {
        for head in ["", "\u{feff}", "#!/usr/bin/env run\n", "\u{feff}#!/usr/bin/env run\n", "#![allow(dead_code)]\n"] {
            let whole = format!("{head}fn a() {{}}\n");
            let text = without_head(&whole);
            let item = syn::parse_file(text).expect("it is Rust").items.first().map(Spanned::span);
            let found = item.and_then(|span| Some((text.get(span.byte_range())?, span.start().line)));
            assert_eq!(found, Some(("fn a() {}", head.matches('\n').count() + 1)));
        }
    }
}
