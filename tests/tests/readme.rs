//! The commands of the README: each is one that there is, and the vendored clients are up to date.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

#[path = "readme/blocks.rs"]
mod blocks;
#[path = "readme/links.rs"]
mod links;
#[path = "readme/schema.rs"]
mod schema;
#[path = "readme/security.rs"]
mod security;

use std::fs;
use std::process::Command;

use jsonapi_forge_tests::program::{program, workspace};

/// The lines of all `sh` blocks.
fn commands() -> Vec<String> {
    let text = fs::read_to_string(workspace().join("README.md")).expect("there is a README");
    let mut commands = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => commands.push(line.to_owned()),
            _ => {}
        }
    }
    commands
}

#[test]
fn every_command_names_what_is_there() {
    let commands = commands();
    assert!(commands.len() >= 4, "{commands:#?}");
    let metadata = fs::read_to_string(workspace().join("Cargo.lock")).expect("there is a lock file");
    for command in commands {
        // Before the command may be variables for it.
        let words: Vec<&str> = command.split(' ').skip_while(|word| word.contains('=')).collect();
        assert_eq!(words.first(), Some(&"cargo"), "{command}");
        let after = |flag: &str| words.iter().skip_while(|word| **word != flag).nth(1).copied();
        if let Some(package) = after("-p") {
            assert!(metadata.contains(&format!("name = \"{package}\"\n")), "no package `{package}`: {command}");
        }
        if let (Some(package), Some(example)) = (after("-p"), after("--example")) {
            let path = workspace().join("generated").join(package).join("examples").join(format!("{example}.rs"));
            assert!(path.is_file(), "no example: {command}");
        }
        if let (Some(&"run"), Some(subcommand)) = (words.get(1), after("--")) {
            let help = Command::new(program()).args([subcommand, "--help"]).output().expect("the program runs");
            assert!(help.status.success(), "{command}");
            let help = String::from_utf8_lossy(&help.stdout).into_owned();
            let own = words.iter().skip_while(|word| **word != "--").skip(1);
            for flag in own.filter(|word| word.starts_with("--")) {
                assert!(help.contains(flag), "no flag `{flag}`: {command}");
            }
        }
    }
}

#[test]
fn the_vendored_clients_are_up_to_date() {
    let check = Command::new(program()).args(["generate", "--check"]).current_dir(workspace()).output();
    let output = check.expect("the program runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
}
