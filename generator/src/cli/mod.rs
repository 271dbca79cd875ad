//! The commands. Results go to standard output, problems to standard error.
//!
//! Exit codes are those of [`Outcome`], and 130 after an interruption; the README has a table of them, which a test checks.

mod arguments;
mod configured;
mod diff;
#[cfg(feature = "fetch")]
mod download;
mod explain;
mod fetch;
mod generate;
mod graph;
mod init;
mod inspect;
mod job;
mod problem;
mod progress;
mod samples;
mod signals;
mod terminal;
mod update;

use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use jsonapi_forge::write::write_file;

use arguments::{Arguments, Command};
use problem::CommandError;

/// The result of a command; the greatest counts where there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// All is done, or as it should be.
    Done,
    /// Generated files, the document, or the calls of a program, are not as they should be.
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
    let done = match Arguments::parse().command {
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
        Command::Man { dir } => man(&dir),
        Command::Completions { shell } => Ok(completions(shell)),
    };
    progress::end();
    let outcome = done.unwrap_or_else(|problem| {
        problem.tell();
        Outcome::Failed
    });
    if signals::came() {
        return ExitCode::from(signals::INTERRUPTED);
    }
    if let Some(error) = terminal::unprinted() {
        terminal::complain(&format!("error: cannot write to standard output: {error}\n"));
        return ExitCode::from(2);
    }
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Stale => ExitCode::from(1),
        Outcome::Failed => ExitCode::from(2),
        Outcome::Minor => ExitCode::from(3),
        Outcome::Major => ExitCode::from(4),
    }
}

/// Writes the pages of the manual into a folder.
fn man(dir: &Path) -> Result<Outcome, CommandError> {
    let mut command = Arguments::command();
    command.build();
    let commands = command.get_subcommands().filter(|command| !command.is_hide_set());
    let named = commands.map(|one| one.clone().display_name(format!("{}-{}", command.get_name(), one.get_name())));
    for page in std::iter::once(command.clone()).chain(named) {
        let name = page.get_display_name().unwrap_or(page.get_name()).to_owned();
        let mut text = Vec::new();
        // Writing to memory cannot fail.
        let _ = clap_mangen::Man::new(page).title(&name).render(&mut text);
        write_file(&dir.join(format!("{name}.1")), &text)?;
    }
    Ok(Outcome::Done)
}

/// Prints the completions of a shell.
fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "jsonapi-forge", &mut text);
    terminal::print(&String::from_utf8_lossy(&text));
    Outcome::Done
}
