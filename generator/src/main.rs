//! The command line of `jsonapi-forge`: reads arguments and files, runs the library, prints.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
