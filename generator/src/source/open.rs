//! Opens a document on disk.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{fmt, io};

use crate::diag::{Code, Diagnostic, Label, Place};
use crate::digest::sha256;
use crate::source::Files;
use crate::source::regular::{other_encoding, read_bounded, read_named, read_regular};

/// A document as it was found on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as the caller gave it, for diagnostics.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// Returns the SHA-256 of the text, in lower-case hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(self.text.as_bytes())
    }

    /// Returns the files that its references lead to, in its folder and below.
    pub fn files(&self) -> Files {
        Files::of(Path::new(&self.name), &self.text)
    }
}

/// Why a document could not be taken from disk.
#[derive(Debug)]
pub enum OpenError {
    /// The file could not be read.
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is not UTF-8 text. Boxed, because it is rare and large.
    NotText(Box<NotText>),
}

/// A file that is not UTF-8 text.
#[derive(Debug)]
pub struct NotText {
    /// The file, with what is no text replaced after the place that the diagnostic names.
    pub source: Source,
    /// What is wrong, and where.
    pub diagnostic: Diagnostic,
}

/// Reads the file at `path`, or standard input where that is `-`, as UTF-8.
///
/// # Errors
///
/// When the file cannot be read, or is not UTF-8.
pub fn open(path: &Path) -> Result<Source, OpenError> {
    let name = if path == Path::new(STDIN) { "<stdin>".to_owned() } else { path.display().to_string() };
    source_of(path, name, bytes(path))
}

/// Reads the file at `path` as UTF-8. Neither standard input nor a pipe or a device is opened.
///
/// # Errors
///
/// When it is not a file, cannot be read, or is not UTF-8.
pub fn open_regular(path: &Path) -> Result<Source, OpenError> {
    source_of(path, path.display().to_string(), read_regular(path).map(Cow::Owned))
}

fn source_of(path: &Path, name: String, bytes: io::Result<Cow<'static, [u8]>>) -> Result<Source, OpenError> {
    let bytes = bytes.map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    match String::from_utf8(bytes.into_owned()) {
        Ok(text) => Ok(Source { name, text }),
        Err(error) => {
            let diagnostic = not_text(error.as_bytes(), error.utf8_error().valid_up_to());
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = Source { name, text };
            Err(OpenError::NotText(Box::new(NotText { source, diagnostic })))
        }
    }
}

/// The path that stands for standard input. A file of that name is `./-`.
const STDIN: &str = "-";

/// Returns the bytes of a file, or of standard input. That is read once: a run may ask for its document more often.
fn bytes(path: &Path) -> io::Result<Cow<'static, [u8]>> {
    static INPUT: OnceLock<Vec<u8>> = OnceLock::new();
    if path != Path::new(STDIN) {
        return read_named(path).map(Cow::Owned);
    }
    if let Some(known) = INPUT.get() {
        return Ok(Cow::Borrowed(known));
    }
    let input = read_bounded(io::stdin().lock())?;
    Ok(Cow::Borrowed(INPUT.get_or_init(|| input)))
}

/// Says what is wrong with bytes that stop being UTF-8 at `offset`.
fn not_text(bytes: &[u8], offset: usize) -> Diagnostic {
    let (message, help) = other_encoding(bytes);
    let label = Label { at: Place::Offset(offset), text: "not UTF-8 from here".to_owned() };
    Diagnostic { code: Code::Syntax, message: message.to_owned(), labels: vec![label], help: Some(help.to_owned()) }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => write!(f, "cannot read `{}`: {source}", path.display()),
            Self::NotText(found) => write!(f, "`{}`: {}", found.source.name, found.diagnostic.message),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::NotText(_) => None,
        }
    }
}
