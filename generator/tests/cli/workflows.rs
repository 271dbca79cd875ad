//! The workflows in the docs: their shell steps do what the files say.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_yaml::Value;

use super::fetch::{Server, ok, update};
use super::update::{generated, larger, read, smaller};
use super::{SPEC, assert_has};

/// Stands for GitHub's program: tells how many pull requests are open, and keeps what it was asked.
const GH: &str =
    "#!/bin/sh\nif [ \"$2\" = list ]; then exec cat \"$AROUND/open\"; fi\necho \"gh $*\" >> \"$AROUND/said\"\n";

pub(super) fn workflow(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/workflows").join(file);
    let text = fs::read_to_string(path).expect("the workflow is there");
    serde_yaml::from_str(&text).expect("the workflow is YAML")
}

/// The variables that all steps of a workflow have.
fn variables(workflow: &Value) -> Vec<(&str, &str)> {
    let variables = workflow.get("env").and_then(Value::as_mapping).into_iter().flatten();
    variables.filter_map(|(name, value)| Some((name.as_str()?, value.as_str()?))).collect()
}

/// The scripts of the shell steps of a workflow, but for installing.
fn scripts(workflow: &Value) -> Vec<String> {
    let jobs = workflow.get("jobs").and_then(Value::as_mapping).expect("a workflow has jobs");
    let steps = jobs.values().filter_map(|job| job.get("steps")?.as_sequence()).flatten();
    let text = |step: &Value, key: &str| step.get(key).and_then(Value::as_str).map(str::to_owned);
    let steps: Vec<_> = steps.filter_map(|step| Some((text(step, "name")?, text(step, "run")?))).collect();
    // What an expression puts into a script would be run, whatever it is.
    assert!(steps.iter().all(|(_, script)| !script.contains("${{")), "{steps:?}");
    steps.into_iter().filter(|(name, _)| !name.starts_with("Install")).map(|(_, script)| script).collect()
}

/// A repository with a client, and what is around it.
pub(super) struct Repository {
    pub(super) checkout: PathBuf,
    around: PathBuf,
}

impl Repository {
    pub(super) fn new(checkout: PathBuf, test: &str) -> Self {
        let around = checkout.with_file_name(format!("{test}-around"));
        let _ = fs::remove_dir_all(&around);
        fs::create_dir_all(&around).expect("a folder can be made");
        fs::write(around.join("gh"), GH).expect("written");
        fs::set_permissions(around.join("gh"), fs::Permissions::from_mode(0o755)).expect("ours");
        Self { checkout, around }
    }

    fn commit(&self) {
        let origin = self.around.join("origin").display().to_string();
        self.git(&["init", "--quiet", "--bare", &origin]);
        self.git(&["init", "--quiet", "--initial-branch", "main"]);
        self.git(&["add", "--all"]);
        self.git(&["-c", "user.name=A", "-c", "user.email=a@small.example", "commit", "--quiet", "-m", "first"]);
        self.git(&["remote", "add", "origin", &origin]);
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self.command("git").args(arguments).output().expect("git runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// A program in the checkout, with nothing of the user's own configuration.
    pub(super) fn command(&self, program: &str) -> Command {
        let ours = Path::new(env!("CARGO_BIN_EXE_jsonapi-forge")).parent().expect("a program is in a folder");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = [self.around.clone(), ours.to_owned()].into_iter().chain(std::env::split_paths(&path));
        let mut command = Command::new(program);
        for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_DIR"] {
            command.env_remove(name).env_remove(name.to_lowercase());
        }
        command
            .current_dir(&self.checkout)
            .env("PATH", std::env::join_paths(folders).expect("folders of a path"))
            .env("AROUND", &self.around)
            .env("RUNNER_TEMP", &self.around)
            .env("SSL_CERT_FILE", self.around.join("authority.pem"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .stdin(Stdio::null());
        command
    }

    /// Runs the steps of a workflow as GitHub does; the last output, which is the first failure if there is one.
    fn run(&self, file: &str) -> Output {
        let workflow = workflow(file);
        let mut last = None;
        for script in scripts(&workflow) {
            let mut bash = self.command("bash");
            let output = bash.args(["-e", "-o", "pipefail", "-c", &script]).envs(variables(&workflow)).output();
            let output = last.insert(output.expect("bash runs"));
            if !output.status.success() {
                break;
            }
        }
        last.expect("there is a step")
    }

    #[track_caller]
    fn succeeds(&self, file: &str) {
        let output = self.run(file);
        assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stderr));
    }

    pub(super) fn said(&self) -> String {
        fs::read_to_string(self.around.join("said")).unwrap_or_default()
    }
}

#[test]
fn nothing_is_run_by_a_name_that_may_change() {
    for file in ["check.yml", "update.yml"] {
        let workflow = workflow(file);
        assert_eq!(workflow.get("permissions").and_then(Value::as_mapping).map(|all| all.len()), Some(0), "{file}");
        let jobs = workflow.get("jobs").and_then(Value::as_mapping).expect("a workflow has jobs");
        let steps = jobs.values().filter_map(|job| job.get("steps")?.as_sequence()).flatten();
        let (mut used, mut installed) = (0, 0);
        for step in steps {
            if let Some(action) = step.get("uses").and_then(Value::as_str) {
                let (_, commit) = action.split_once('@').expect("an action has a version");
                assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{file}: {action}");
                used += 1;
            }
            let script = step.get("run").and_then(Value::as_str).unwrap_or_default();
            for line in script.lines().filter(|line| line.contains("install ")) {
                let ours = line.strip_prefix("cargo install --locked --path .forge/generator");
                assert!(ours.is_some_and(|rest| ["", " --features fetch"].contains(&rest)), "{file}: {line}");
                installed += 1;
            }
        }
        assert_eq!((used, installed), (2, 1), "{file}");
    }
}

#[test]
fn check_fails_when_a_client_is_stale() {
    let repository = Repository::new(generated("workflow-check"), "workflow-check");
    repository.succeeds("check.yml");
    fs::write(repository.checkout.join("small.yaml"), SPEC.replace("A page.", "A page!")).expect("written");
    let output = repository.run("check.yml");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_has(&String::from_utf8_lossy(&output.stdout), &["small-api is stale"]);
}

#[test]
fn update_opens_a_pull_request_with_the_changelog() {
    let repository = Repository::new(generated("workflow-update"), "workflow-update");
    let authority = repository.around.join("authority.pem");
    let server =
        Server::start(&authority, [larger(), larger(), smaller(), smaller()].iter().map(|it| ok(it)).collect());
    let (code, said) = update(&repository.checkout, &authority, &["--to", &server.address("new.yaml")], None);
    assert_eq!(code, Some(0), "{said}");
    repository.commit();

    repository.succeeds("update.yml");
    assert_eq!(repository.said(), "", "nothing has changed");

    fs::write(repository.around.join("open"), "0\n").expect("written");
    repository.succeeds("update.yml");
    assert_has(&repository.said(), &["gh pr create --head jsonapi-forge/update --title", "--body-file"]);
    let body = read(&repository.around, "body.md");
    assert_has(&body, &["## 2.0.0 - ", "attribute `size` was removed"]);
    assert!(!body.contains("1.3.0 - "), "only what is new: {body}");
    let changed = repository.git(&["diff", "--name-only", "main", "jsonapi-forge/update"]);
    assert_has(&changed, &["jsonapi-forge.toml", "new.yaml", "out/CHANGELOG.md", "out/Cargo.toml"]);
    let branches = repository.git(&["ls-remote", "origin"]);
    assert_has(&branches, &["refs/heads/jsonapi-forge/update"]);

    // A week later the pull request is still open.
    repository.git(&["switch", "--quiet", "main"]);
    fs::write(repository.around.join("open"), "1\n").expect("written");
    repository.succeeds("update.yml");
    assert_has(&repository.said(), &["gh pr edit jsonapi-forge/update --body-file"]);
}
