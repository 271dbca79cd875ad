//! The command line as a program, and cargo.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Returns the folder of the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Cargo, the one that runs the tests.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace());
    command
}

/// Cargo for crates that are built once: what it would keep to build them again sooner is a third of the work. The
/// profile is the workspace's, so that what both depend on is built once.
pub fn cargo_once() -> Command {
    let mut command = cargo();
    command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "false");
    command
}

/// Returns where the program `jsonapi-forge` is, which is built first. Tests of another package cannot ask
/// cargo for its path in any stable way.
///
/// # Panics
///
/// When it cannot be built.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let mut build = cargo();
        build.args(["build", "--quiet", "--locked", "--package", "jsonapi-forge", "--bin", "jsonapi-forge"]);
        build.arg("--message-format=json");
        let output = build.output().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let messages = String::from_utf8_lossy(&output.stdout);
        let path = messages.lines().rev().find_map(executable).expect("cargo says where the program is");
        PathBuf::from(path)
    })
}

/// Returns the path of the program in a message of cargo's.
fn executable(message: &str) -> Option<String> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    message.get("executable")?.as_str().map(str::to_owned)
}
