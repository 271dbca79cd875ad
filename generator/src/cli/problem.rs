//! Errors of commands.

use std::fmt;

use jsonapi_forge::config;
use jsonapi_forge::diag::Diagnostics;
use jsonapi_forge::source::{OpenError, Source};
use jsonapi_forge::write;

use crate::cli::terminal::{complain, diagnostics, is_coloured};

/// Why a command failed. All commands return it, and [`CommandError::tell`] is the one place that prints it.
pub(crate) enum CommandError {
    /// A sentence.
    Said(String),
    /// A file that cannot be read.
    Unreadable(OpenError),
    /// What is wrong with a document.
    Document(Source, Diagnostics),
    /// What is wrong with the configuration, with the place in it.
    Configuration(config::Error),
    /// Several, in their order.
    Several(Vec<CommandError>),
}

impl CommandError {
    /// Returns a problem that a sentence tells.
    pub(crate) fn said(message: impl fmt::Display) -> Self {
        Self::Said(message.to_string())
    }

    /// Returns what is wrong with the configuration of a client that a command looks for.
    pub(crate) fn configuration(problem: config::Error) -> Self {
        Self::Configuration(problem).then("the configuration has errors")
    }

    /// Returns the problem with a sentence on what follows from it.
    pub(crate) fn then(self, message: impl fmt::Display) -> Self {
        Self::Several(vec![self, Self::said(message)])
    }

    /// Prints the problem to standard error.
    pub(crate) fn tell(&self) {
        match self {
            Self::Said(message) => complain(&format!("error: {message}\n")),
            Self::Unreadable(OpenError::NotText(found)) => {
                let mut only = Diagnostics::new();
                only.push(found.diagnostic.clone());
                diagnostics(&found.source, &only);
            }
            Self::Unreadable(open) => complain(&format!("error: {open}\n")),
            Self::Document(source, found) => diagnostics(source, found),
            Self::Configuration(problem) => complain(&problem.rich(is_coloured(&std::io::stderr()))),
            Self::Several(problems) => problems.iter().for_each(Self::tell),
        }
    }
}

impl From<String> for CommandError {
    fn from(message: String) -> Self {
        Self::Said(message)
    }
}

impl From<OpenError> for CommandError {
    fn from(problem: OpenError) -> Self {
        Self::Unreadable(problem)
    }
}

impl From<write::Error> for CommandError {
    fn from(problem: write::Error) -> Self {
        Self::said(problem)
    }
}
