//! Printing to a terminal or a pipe, also after the reader of the pipe has gone.

use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};

use jsonapi_forge::diag::Diagnostics;
use jsonapi_forge::report;
use jsonapi_forge::source::{Locator, Source};

use crate::cli::progress;

/// Prints to standard output. A reader that went away, as `head` does, is no error.
pub(crate) fn print(text: &str) {
    let _no_line = progress::cleared();
    let mut out = io::stdout().lock();
    // There is nobody left to tell.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints to standard error.
pub(crate) fn complain(text: &str) {
    let _no_line = progress::cleared();
    let mut out = io::stderr().lock();
    // There is nobody left to tell.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints diagnostics with their source, in colours if a terminal shows them.
pub(crate) fn diagnostics(source: &Source, diagnostics: &Diagnostics) {
    complain(&report::rich(&Locator::new(&source.name, &source.text), diagnostics, is_coloured(&io::stderr())));
}

/// Returns whether what is printed there is to be in colours: on a terminal that has some, unless `NO_COLOR` is set.
pub(crate) fn is_coloured(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && !is("NO_COLOR", |value| !value.is_empty()) && !is_dumb()
}

/// Returns whether the terminal shows plain text only.
pub(crate) fn is_dumb() -> bool {
    is("TERM", |value| value == "dumb")
}

fn is(name: &str, known: fn(&OsStr) -> bool) -> bool {
    std::env::var_os(name).is_some_and(|value| known(&value))
}
