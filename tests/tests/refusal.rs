//! The command line refuses bad input: exit code 2, the report on standard error, and an output
//! folder that stays as it was, byte for byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use jsonapi_forge::compile::model;
use jsonapi_forge::name::Lock;
use jsonapi_forge_tests::golden;
use jsonapi_forge_tests::program::program;

/// All files below a folder, hidden ones too, with their bytes.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = fs::read(&path).expect("the file can be read");
                files.insert(path, content);
            }
        }
    }
    files
}

fn generate(spec: &Path, out: &Path) -> Output {
    let mut command = Command::new(program());
    command.arg("generate").arg(spec).arg("--out").arg(out).args(["--name", "refused"]);
    command.output().expect("the program runs")
}

#[test]
fn bad_input_leaves_the_output_as_it_was() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refusal");
    if out.exists() {
        fs::remove_dir_all(&out).expect("the last run's folder can go");
    }
    let good = generate(&tests.join("cases/minimal/spec.yaml"), &out);
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    let before = bytes(&out);
    assert!(before.len() > 10);
    let mut refused = 0;
    for (path, text) in golden::read(&tests.join("bad")) {
        if path.ends_with(".txt") || model(&text, &Lock::default()).is_ok() {
            continue;
        }
        let output = generate(&tests.join("bad").join(&path), &out);
        let report = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{path}: {report}");
        assert!(report.contains("error[") && report.contains(&path), "{path}: {report}");
        assert!(!report.contains("panicked") && !report.contains('\u{1b}'), "{path}: {report:?}");
        assert!(output.stdout.is_empty(), "{path}: {}", String::from_utf8_lossy(&output.stdout));
        assert!(bytes(&out) == before, "{path}: the output folder was touched");
        refused += 1;
    }
    assert!(refused > 20, "{refused}");
}
