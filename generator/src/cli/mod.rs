//! The commands. Results go to standard output, problems to standard error.
//!
//! Exit codes: 0 when all is done, 1 when `--check` finds something stale or `samples` finds that a
//! service and its description disagree, 2 when the input or the usage is wrong or the system refuses; 3 and 4 when
//! `diff --exit-code` finds that the generated crate needs a new minor or major version; 130 when it was interrupted.

mod arguments;
mod configured;
mod diff;
mod explain;
mod fetch;
mod generate;
mod graph;
mod init;
mod inspect;
mod job;
mod samples;
mod signals;
mod terminal;
mod update;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};

/// The result of a command; the greatest counts where there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// All is done, or as it should be.
    Done,
    /// Generated files, or the description, are not as they should be.
    Stale,
    /// The generated crate needs a new minor version.
    Minor,
    /// The generated crate needs a new major version.
    Major,
    /// The input is wrong, or the system refuses.
    Failed,
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    signals::heed();
    let outcome = match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Update(arguments) => update::run(&arguments),
        Command::Lint(arguments) => inspect::lint(&arguments),
        Command::Bundle { spec, overlay } => inspect::bundle(&spec, &overlay),
        Command::Ir { spec } => inspect::ir(&spec),
        Command::Graph(arguments) => graph::run(&arguments),
        Command::Samples(arguments) => samples::run(&arguments),
        Command::Explain { code } => explain::run(code.as_deref()),
        Command::Completions { shell } => completions(shell),
    };
    if signals::came() {
        return ExitCode::from(signals::INTERRUPTED);
    }
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Stale => ExitCode::from(1),
        Outcome::Failed => ExitCode::from(2),
        Outcome::Minor => ExitCode::from(3),
        Outcome::Major => ExitCode::from(4),
    }
}

/// Prints the completions of a shell.
fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "jsonapi-forge", &mut text);
    terminal::print(&String::from_utf8_lossy(&text));
    Outcome::Done
}
