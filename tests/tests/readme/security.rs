//! `SECURITY.md`: each claim is held by the tests that it names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonapi_forge_tests::program::workspace;

/// The names of all test functions below a folder.
fn tests(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("a folder that was opened can be listed").path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && !["target", "cases", ".git"].contains(&name.as_str()) {
            tests(&path, found);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(&path).expect("sources are text");
            found.extend(functions(&text));
        }
    }
}

/// The functions of a source that are tests.
fn functions(text: &str) -> BTreeSet<String> {
    let after = text.split("#[").skip(1).filter(|rest| rest.starts_with("test]") || rest.starts_with("tokio::test"));
    let names = after.filter_map(|rest| rest.split_once("fn ")?.1.split_once('('));
    names.map(|(name, _)| name.to_owned()).collect()
}

/// What stands in backticks and could be the name of a function.
fn named(text: &str) -> BTreeSet<&str> {
    let code = text.split('`').skip(1).step_by(2);
    code.filter(|code| code.contains('_') && code.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase()))
        .collect()
}

#[test]
fn each_claim_names_tests_that_there_are() {
    let text = fs::read_to_string(workspace().join("SECURITY.md")).expect("it is there");
    let mut known = BTreeSet::new();
    for folder in ["generator", "templates", "tests", "fuzz"] {
        let folder = workspace().join(folder);
        if folder.is_dir() {
            tests(&folder, &mut known);
        }
    }
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    let cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit_once(" | ")).map(|(_, tests)| tests);
    let missing: Vec<&str> = cells.flat_map(named).filter(|name| !known.contains(*name)).collect();
    assert!(missing.is_empty(), "no tests: {missing:#?}");
    assert!(named(&text).len() > 30, "the table is read wrongly");
}

#[test]
fn unsafe_code_is_forbidden() {
    let read = |path: &str| fs::read_to_string(workspace().join(path)).expect("it is there");
    assert!(read("Cargo.toml").contains("\nunsafe_code = \"forbid\"\n"));
    for member in ["generator", "templates", "tests", "tests/goldens"] {
        assert!(read(&format!("{member}/Cargo.toml")).contains("\n[lints]\nworkspace = true\n"), "{member}");
    }
    for client in ["klaviyo-api", "klaviyo-api-2022-10-17"] {
        assert!(read(&format!("generated/{client}/src/lib.rs")).contains("\n#![forbid(unsafe_code)]\n"), "{client}");
    }
}
