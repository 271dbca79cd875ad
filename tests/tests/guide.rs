//! The guide `docs/your-service.md`: its commands say what it shows, and its program runs.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::fs;
use std::path::Path;
use std::process::Command;

use jsonapi_forge_tests::program::{program, workspace};
use jsonapi_forge_tests::scratch::{Scratch, WORKSPACE};

/// The manifest of the program, without its end.
const MANIFEST: &str = r#"[package]
name = "guide-your-service"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
city-library = { path = "../city-library", default-features = false, features = ["full", "mock", "reqwest"] }
tokio = { version = "1", features = ["rt", "net", "time", "macros"] }
"#;

/// The blocks of the guide in their order, each with its language.
fn blocks(guide: &str) -> Vec<(String, String)> {
    let fenced = guide.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n')).map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

/// Runs the commands of a block, and gives it with what they say in the place of what it shows.
fn run(block: &str, folder: &Path) -> String {
    let mut said = String::new();
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let arguments =
            command.strip_prefix("jsonapi-forge ").unwrap_or_else(|| panic!("`{command}` is another program"));
        let output = Command::new(program()).args(arguments.split(' ')).current_dir(folder).output();
        let output = output.expect("the program runs");
        let (errors, text) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        assert!(output.status.success(), "{command}: {errors}");
        said.push_str(&format!("$ {command}\n{errors}{text}"));
    }
    said
}

#[test]
fn the_guide_leads_to_a_stream() {
    let path = workspace().join("docs/your-service.md");
    let mut guide = fs::read_to_string(&path).expect("there is a guide");
    let folder = Scratch::keep("guide-your-service").folder;
    for name in ["jsonapi-forge.toml", "city-library"] {
        let old = folder.join(name);
        let gone = if old.is_dir() { fs::remove_dir_all(&old) } else { fs::remove_file(&old) };
        assert!(gone.is_ok() || !old.exists(), "{}", old.display());
    }
    let config = folder.join("jsonapi-forge.toml");
    for (language, text) in blocks(&guide.clone()) {
        match language.as_str() {
            "yaml" => fs::write(folder.join("library.yaml"), text).expect("the folder can be written to"),
            "console" => {
                guide = guide.replace(&format!("console\n{text}"), &format!("console\n{}", run(&text, &folder)))
            }
            // What it says holds the time that it took.
            "sh" => drop(run(&text.lines().map(|line| format!("$ {line}\n")).collect::<String>(), &folder)),
            "toml" => {
                let before = fs::read_to_string(&config).expect("`init` wrote it");
                fs::write(&config, format!("{before}\n{text}")).expect("the folder can be written to");
            }
            "rust" => {
                let program = folder.join("program");
                fs::create_dir_all(program.join("src")).expect("the folder can be written to");
                fs::write(program.join("Cargo.toml"), format!("{MANIFEST}{WORKSPACE}"))
                    .expect("the folder can be written to");
                fs::write(program.join("src/main.rs"), text).expect("the folder can be written to");
                let output = Command::new(Scratch::build(&program, "guide-your-service")).output();
                let output = output.expect("the program runs");
                assert_eq!(String::from_utf8_lossy(&output.stdout), "5 books in 3 requests\n");
            }
            other => panic!("nobody reads `{other}`"),
        }
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &guide).expect("the guide can be written");
    }
    assert_eq!(guide, fs::read_to_string(&path).expect("there is a guide"), "what the commands say");
}
