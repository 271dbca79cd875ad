//! Printing to a terminal or a pipe, also after the reader of the pipe has gone.

use std::ffi::OsStr;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::OnceLock;

use jsonapi_forge::diag::Diagnostics;
use jsonapi_forge::report;
use jsonapi_forge::source::{Locator, Source};

use crate::cli::progress;

/// The first error that kept a result from being printed, as on a full disk.
static UNPRINTED: OnceLock<io::Error> = OnceLock::new();

/// Prints to standard output. A reader that went away, as `head` does, is no error; any other is [kept](unprinted).
pub(crate) fn print(text: &str) {
    let _no_line = progress::cleared();
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => drop(UNPRINTED.set(error)),
        Ok(()) | Err(_) => {}
    }
}

/// Returns what kept a result from being printed.
pub(crate) fn unprinted() -> Option<&'static io::Error> {
    UNPRINTED.get()
}

/// Returns words as a command that a shell takes as it is meant.
pub(crate) fn command(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// Returns a word as a shell takes it for one.
fn quoted(word: String) -> String {
    let is_plain = |one: char| one.is_alphanumeric() || "-_./=:,@%+".contains(one);
    if !word.is_empty() && word.chars().all(is_plain) { word } else { format!("'{}'", word.replace('\'', "'\\''")) }
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

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_shell_takes_what_is_quoted_for_one_word() {
        for (word, expected) in
            [("api/v1.yaml", "api/v1.yaml"), ("my api", "'my api'"), ("$it's", "'$it'\\''s'"), ("", "''")]
        {
            assert_eq!(quoted(word.to_owned()), expected);
        }
    }
}
