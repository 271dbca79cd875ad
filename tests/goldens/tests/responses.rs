//! What the golden cases' operations make of responses: `responses/OPERATION.STATUS[.VARIANT].json`
//! in a case's folder is read as the operation's output, and `.txt` beside it tells the result.
//!
//! `UPDATE_EXPECT=1 cargo test -p jsonapi-forge-goldens` renews the texts.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::path::Path;

use jsonapi_forge_goldens::{Reading, read};
use jsonapi_forge_tests::cases::{Case, cases};
use jsonapi_forge_tests::golden::{self, Files, compare};

#[test]
fn responses_are_read_as_their_files_say() {
    let failures: Vec<String> = cases().iter().filter_map(|case| check(case).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn check(case: &Case) -> Result<(), String> {
    let folder = case.folder.join("responses");
    let bodies: Files = golden::read(&folder).into_iter().filter(|(path, _)| is_body(path)).collect();
    let mut made = Files::new();
    for (path, body) in bodies {
        let reading = reading(case, &path, body);
        made.insert(Path::new(&path).with_extension("txt").to_string_lossy().into_owned(), text(&reading));
    }
    compare(&folder, &made, |path| !is_body(path))
}

fn is_body(path: &str) -> bool {
    path.ends_with(".json")
}

fn reading(case: &Case, path: &str, body: String) -> Reading {
    let mut parts = path.split('.');
    let operation = parts.next().expect("a text has a first part");
    let status = parts.next().and_then(|status| status.parse().ok());
    let status = status.unwrap_or_else(|| panic!("{}/{path}: no status", case.name));
    read(&case.name, operation, status, body.into_bytes())
        .unwrap_or_else(|| panic!("{}/{path}: no operation `{operation}`", case.name))
}

fn text(reading: &Reading) -> String {
    let clean = if reading.clean { "clean" } else { "not clean" };
    let mismatches: String = reading.mismatches.iter().map(|line| format!("{line}\n")).collect();
    format!("{}\n\n{clean}, {} mismatches\n{mismatches}", reading.value, reading.mismatches.len())
}
