//! Generated crates in a folder of their own, outside of the workspace, and cargo in them.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{cargo_once, workspace};

/// A folder for one crate.
#[derive(Debug)]
pub struct Scratch {
    /// Where the crate is to be.
    pub folder: PathBuf,
}

impl Scratch {
    /// Returns an empty folder of this name, with the workspace's lock file.
    ///
    /// # Panics
    ///
    /// When it cannot be made.
    pub fn new(name: &str) -> Self {
        let folder = root().join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the last run's folder can go");
        }
        let scratch = Self::keep(name);
        lock(&scratch.folder);
        scratch
    }

    /// Returns a folder of this name with what the last run left in it, so that it is not built again.
    ///
    /// # Panics
    ///
    /// When it cannot be made.
    pub fn keep(name: &str) -> Self {
        let folder = root().join(name);
        fs::create_dir_all(&folder).expect("a folder can be made");
        Self { folder }
    }

    /// Builds the program `name`, which is a workspace of its own in `folder`, and gives its path.
    ///
    /// # Panics
    ///
    /// When it cannot be built.
    pub fn build(folder: &Path, name: &str) -> PathBuf {
        lock(folder);
        let mut command = cargo_once();
        command.args(["build", "--quiet"]).current_dir(folder);
        command.env("CARGO_TARGET_DIR", target());
        let output = command.output().expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        keeps_the_lock(folder);
        target().join("debug").join(name)
    }

    /// Returns all features of the crate, as a value of `--features`, but the one that needs a library of the system.
    ///
    /// # Panics
    ///
    /// When the crate has no manifest.
    pub fn all_features(&self) -> String {
        let manifest = fs::read_to_string(self.folder.join("Cargo.toml")).expect("a crate has a manifest");
        let lines = manifest.lines().skip_while(|line| *line != "[features]").skip(1);
        let names = lines.take_while(|line| !line.is_empty()).filter_map(|line| line.split(" = ").next());
        names.filter(|name| *name != "native-tls").collect::<Vec<_>>().join(",")
    }

    /// Returns the target folder that the running test was built in: it is in `debug/deps` there.
    ///
    /// # Panics
    ///
    /// When the test was not built by cargo.
    pub fn target() -> PathBuf {
        let test = env::current_exe().expect("a running program is somewhere");
        test.ancestors().nth(3).map(Path::to_owned).expect("cargo puts tests three folders deep")
    }

    /// Makes the crate a workspace of its own; cargo would look for one in the folders around.
    fn detach(&self) {
        let path = self.folder.join("Cargo.toml");
        let manifest = fs::read_to_string(&path).expect("a crate has a manifest");
        if !manifest.contains("[workspace]") {
            fs::write(&path, format!("{manifest}{WORKSPACE}")).expect("the manifest can be written");
        }
    }

    /// Runs cargo in the crate, in the target folder of the tests: dependencies that are built already
    /// are not built again, which flags of our own (such as `--deny warnings`) would make necessary.
    ///
    /// # Errors
    ///
    /// When cargo fails or warns: what it wrote.
    ///
    /// # Panics
    ///
    /// When cargo cannot be run.
    pub fn cargo(&self, arguments: &[&str]) -> Result<(), String> {
        self.detach();
        let mut command = cargo_once();
        command.args(arguments).arg("--quiet").current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", target());
        let output = command.output().expect("cargo runs");
        keeps_the_lock(&self.folder);
        let report = String::from_utf8_lossy(&output.stderr);
        if output.status.success() && !report.contains("warning") {
            return Ok(());
        }
        // Tests tell what failed on the other stream.
        let failed = String::from_utf8_lossy(&output.stdout);
        let head: Vec<&str> = report.lines().take(80).chain(failed.lines().take(80)).collect();
        Err(format!("cargo {}\n{}", arguments.join(" "), head.join("\n")))
    }
}

/// The end of a manifest that makes a crate a workspace of its own, with the profile of ours.
pub const WORKSPACE: &str = "
[profile.dev.package]
proc-macro2 = { opt-level = 1 }

[workspace]
";

/// Gives a crate the workspace's lock file, so that it has the same versions. Cargo fetches those that the machine does
/// not have: features of a generated crate name packages that nothing else in the workspace needs.
fn lock(folder: &Path) {
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file can be copied");
}

/// Holds the lock file that cargo left against the workspace's: a package that is not in that one was resolved anew,
/// and differs from day to day.
fn keeps_the_lock(folder: &Path) {
    let [ours, theirs] = [workspace(), folder].map(|folder| packages(&folder.join("Cargo.lock")));
    let fresh: Vec<&String> = theirs.difference(&ours).collect();
    assert!(fresh.is_empty(), "not in the workspace's lock file: {fresh:#?}");
}

/// Returns the packages of a lock file that come from a registry, with their versions.
fn packages(lock: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(lock).expect("cargo writes a lock file");
    let packages = text.split("[[package]]").filter(|package| package.contains("\nsource = "));
    packages.map(|package| package.lines().skip(1).take(2).collect::<Vec<_>>().join(" ")).collect()
}

/// Returns where the crates are.
fn root() -> PathBuf {
    target().join("tmp").join("jsonapi-forge-tests")
}

fn target() -> PathBuf {
    Scratch::target()
}
