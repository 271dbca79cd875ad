//! The workflow of releases: its shell steps do what `docs/versions.md` says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_yaml::Value;

use super::update::read;
use super::workflows::{Repository, workflow};
use super::{assert_has, folder};

/// A changelog with a section on a version.
const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-30\n\n### Added\n\n* A shelf.\n\n\
                         ## [1.2.30] - 2026-11-29\n\n* Another one.\n";

/// The script of a step.
fn script(name: &str) -> String {
    let workflow = workflow("release.yml");
    let jobs = workflow.get("jobs").and_then(Value::as_mapping).expect("a workflow has jobs");
    let mut steps = jobs.values().filter_map(|job| job.get("steps")?.as_sequence()).flatten();
    let step = steps.find(|step| step.get("name").and_then(Value::as_str) == Some(name)).expect("there is such a step");
    step.get("run").and_then(Value::as_str).expect("a step of the shell").to_owned()
}

/// A folder with what the steps find there.
fn repository(test: &str) -> Repository {
    let checkout = folder(test);
    fs::create_dir_all(checkout.join(".ci")).expect("made");
    let notes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/notes");
    fs::copy(notes, checkout.join(".ci/notes")).expect("the script is there");
    fs::write(checkout.join("CHANGELOG.md"), CHANGELOG).expect("written");
    fs::write(checkout.join("Cargo.toml"), "[workspace.package]\nversion = \"1.2.3\"\n").expect("written");
    for file in ["LICENSE-MIT", "LICENSE-APACHE", "README.md"] {
        fs::write(checkout.join(file), "text\n").expect("written");
    }
    Repository::new(checkout, test)
}

/// Runs a step as GitHub does.
fn run(repository: &Repository, step: &str, variables: &[(&str, &str)]) -> Output {
    let mut bash = repository.command("bash");
    let output = bash.args(["-e", "-o", "pipefail", "-c", &script(step)]).envs(variables.iter().copied()).output();
    output.expect("bash runs")
}

#[track_caller]
fn succeeds(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_release_has_the_version_of_the_manifest_and_notes() {
    let repository = repository("release-check");
    let step = "Compare the tag with the manifest and the changelog";
    let other = run(&repository, step, &[("TAG", "v1.2.4")]);
    assert!(!other.status.success());
    assert_has(&String::from_utf8_lossy(&other.stderr), &["the tag is v1.2.4, and Cargo.toml has version 1.2.3"]);
    succeeds(&run(&repository, step, &[("TAG", "v1.2.3")]));
    assert_eq!(read(&repository.checkout, "notes/notes.md"), "### Added\n\n* A shelf.\n");
    let silent = CHANGELOG.replace("* A shelf.\n", "");
    fs::write(repository.checkout.join("CHANGELOG.md"), silent).expect("written");
    fs::remove_dir_all(repository.checkout.join("notes")).expect("it was made");
    let output = run(&repository, step, &[("TAG", "v1.2.3")]);
    assert!(!output.status.success());
    assert_has(&String::from_utf8_lossy(&output.stderr), &["CHANGELOG.md has nothing under \"## [1.2.3]\""]);
}

#[test]
fn an_archive_has_the_program_and_what_belongs_to_it() {
    let repository = repository("release-pack");
    let program = repository.checkout.join("target/some-target/release/jsonapi-forge");
    fs::create_dir_all(program.parent().unwrap_or(&program)).expect("made");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_jsonapi-forge"), &program).expect("linked");
    let variables = [("TARGET", "some-target"), ("NAME", "jsonapi-forge-v1.2.3-some-target")];
    succeeds(&run(&repository, "Pack", &variables));
    let archive = "dist/jsonapi-forge-v1.2.3-some-target.tar.gz";
    let mut list = repository.command("tar");
    let output = list.args(["--list", "--file", archive]).output().expect("tar runs");
    let files = String::from_utf8_lossy(&output.stdout);
    let wanted =
        ["jsonapi-forge", "LICENSE-MIT", "CHANGELOG.md", "man/jsonapi-forge-diff.1", "completions/jsonapi-forge.zsh"];
    for file in wanted {
        assert_has(&files, &[&format!("jsonapi-forge-v1.2.3-some-target/{file}\n")]);
    }
    let left: Vec<PathBuf> = fs::read_dir(repository.checkout.join("dist"))
        .expect("it is there")
        .map(|entry| entry.expect("a folder that was opened can be listed").path())
        .collect();
    assert_eq!(left.len(), 1, "only the archive: {left:?}");
}

#[test]
fn a_draft_has_all_archives_and_their_digests() {
    let repository = repository("release-draft");
    for (folder, file) in
        [("notes", "notes.md"), ("one", "jsonapi-forge-v1-one.tar.gz"), ("two", "jsonapi-forge-v1-two.zip")]
    {
        let folder = repository.checkout.join("artifacts").join(folder);
        fs::create_dir_all(&folder).expect("made");
        fs::write(folder.join(file), file).expect("written");
    }
    succeeds(&run(&repository, "Draft the release", &[("TAG", "v1.2.3")]));
    let digests = read(&repository.checkout, "dist/SHA256SUMS");
    assert_eq!(digests.lines().count(), 2, "{digests}");
    assert_has(&digests, &["  jsonapi-forge-v1-one.tar.gz\n", "  jsonapi-forge-v1-two.zip\n"]);
    let said = repository.said();
    assert_has(&said, &["gh release create v1.2.3 --draft --verify-tag", "--notes-file notes.md", "dist/SHA256SUMS"]);
}

/// Only the jobs that compile nothing may do more than read.
#[test]
fn what_compiles_can_only_read() {
    let workflow = workflow("release.yml");
    assert_eq!(workflow.get("permissions").and_then(Value::as_mapping).map(|all| all.len()), Some(0));
    let jobs = workflow.get("jobs").and_then(Value::as_mapping).expect("a workflow has jobs");
    for (name, job) in jobs {
        let name = name.as_str().expect("a name");
        let permissions = job.get("permissions").and_then(Value::as_mapping).expect("each job states its own");
        let beyond: Vec<String> = permissions
            .iter()
            .filter_map(|(key, value)| Some((key.as_str()?, value.as_str()?)))
            .filter(|(_, value)| *value != "read")
            .map(|(key, value)| format!("{key}: {value}"))
            .collect();
        let allowed: &[&str] = match name {
            "crates" => &["id-token: write"],
            "release" => &["contents: write"],
            _ => &[],
        };
        assert_eq!(beyond, allowed, "{name}");
        for step in job.get("steps").and_then(Value::as_sequence).expect("a job has steps") {
            let script = step.get("run").and_then(Value::as_str).unwrap_or_default();
            // What an expression puts into a script would be run, whatever it is.
            assert!(!script.contains("${{"), "{script}");
            if let Some(action) = step.get("uses").and_then(Value::as_str) {
                let (_, commit) = action.split_once('@').expect("an action has a version");
                assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action}");
            }
        }
    }
}
