//! Writes a client of a document and a program that calls all of it: `drive SPEC FOLDER`.

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use jsonapi_forge_tests::drive;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [description, folder] = arguments.as_slice() else {
        eprintln!("usage: drive SPEC FOLDER");
        return ExitCode::from(2);
    };
    let written = fs::read_to_string(description).and_then(|text| drive::write(&text, description, Path::new(folder)));
    match written {
        Ok(project) => {
            println!("{} operations: {}", project.operations.len(), project.driver.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
