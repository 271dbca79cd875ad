//! Writes documents of the smith into a folder: `smith FOLDER COUNT [SEED]`.

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use jsonapi_forge_tests::smith::document;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let (Some(folder), Some(count)) = (arguments.first().map(Path::new), number(1)) else {
        eprintln!("usage: smith FOLDER COUNT [SEED]");
        return ExitCode::from(2);
    };
    let first = number(2).unwrap_or_default();
    for seed in first..first + count {
        let path = folder.join(format!("{seed}.json"));
        if let Err(error) = fs::write(&path, format!("{:#}\n", document(seed))) {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
