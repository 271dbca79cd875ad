//! Errors in a configuration file.

use std::path::PathBuf;
use std::{fmt, io};

use serde_json::{Value, json};

use crate::diag::Place;
use crate::repair::ConfigProblem;
use crate::report::{self, printable};
use crate::source::{Locator, Position};

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
        problems: Vec<ConfigProblem>,
    },
}

impl Error {
    /// Returns what is wrong with the lines that it is about, as [`report::rich`](crate::report::rich) shows diagnostics.
    pub fn rich(&self, colour: bool) -> String {
        match self {
            Self::Io { .. } => format!("error: {self}\n"),
            Self::Invalid { name, text, problems } => report::problems(&Locator::new(name, text), problems, colour),
        }
    }

    /// Returns what is wrong as objects, in the form of [`report::json`](crate::report::json); `code` is `configuration`.
    pub fn json(&self) -> Vec<Value> {
        let entry = |message: &str, help: Option<&String>, file: &str, at: Option<Position>| {
            json!({
                "severity": "error",
                "code": "configuration",
                "message": message,
                "help": help,
                "places": [{
                    "file": file,
                    "line": at.as_ref().map(|at| at.line),
                    "column": at.as_ref().map(|at| at.column),
                    "pointer": null,
                    "text": "",
                }],
            })
        };
        match self {
            Self::Io { path, source } => vec![entry(&source.to_string(), None, &path.display().to_string(), None)],
            Self::Invalid { name, text, problems } => {
                let locator = Locator::new(name, text);
                let object = |problem: &ConfigProblem| {
                    let at = locator.locate(&Place::Offset(problem.range.start));
                    entry(&problem.message, problem.help.as_ref(), name, at)
                };
                problems.iter().map(object).collect()
            }
        }
    }
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

/// Returns `file:line:column: error: message`, with the remedy below.
fn line(locator: &Locator<'_>, problem: &ConfigProblem) -> String {
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
