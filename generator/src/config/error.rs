//! What is wrong with a configuration file.

use std::path::PathBuf;
use std::{fmt, io};

use crate::diag::Place;
use crate::repair::Problem;
use crate::report::printable;
use crate::source::Locator;

/// Why a configuration file cannot be used.
#[derive(Debug)]
pub enum Error {
    /// It could not be read.
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// It says what cannot be done.
    Invalid {
        /// The file, as it is shown.
        name: String,
        /// Its text.
        text: String,
        /// All that is wrong, in the order of the text.
        problems: Vec<Problem>,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => write!(f, "cannot read `{}`: {source}", path.display()),
            Self::Invalid { name, text, problems } => {
                let locator = Locator::new(name, text);
                let lines: Vec<String> = problems.iter().map(|problem| line(&locator, problem)).collect();
                f.write_str(&lines.join("\n"))
            }
        }
    }
}

/// `file:line:column: error: message`, and below it what to do.
fn line(locator: &Locator<'_>, problem: &Problem) -> String {
    let name = printable(locator.name());
    let message = printable(&problem.message);
    let mut line = match locator.locate(&Place::Offset(problem.range.start)) {
        Some(at) => format!("{name}:{}:{}: error: {message}", at.line, at.column),
        None => format!("{name}: error: {message}"),
    };
    if let Some(help) = &problem.help {
        line.push_str("\n  help: ");
        line.push_str(&printable(help));
    }
    line
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Invalid { .. } => None,
        }
    }
}
