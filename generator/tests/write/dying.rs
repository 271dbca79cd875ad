//! Runs that die at every step of writing, and the runs after them.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jsonapi_forge::write::{Companion, Disk, Error, apply_on, lock, lock_file, plan, recover_on};

use super::{content, folder, tree};

/// A disk that does so many steps and none after them, as for a run that was killed. Of the file that it dies over, a
/// part is written.
struct Dying {
    left: Cell<usize>,
}

impl Dying {
    fn after(steps: usize) -> Self {
        Self { left: Cell::new(steps) }
    }

    /// A disk that dies never, and does not wait for anything.
    fn never() -> Self {
        Self::after(usize::MAX)
    }

    fn is_dead(&self) -> bool {
        self.left.get() == 0
    }

    fn step(&self) -> io::Result<()> {
        let left = self.left.get().checked_sub(1).ok_or_else(|| io::Error::other("dead"))?;
        self.left.set(left);
        Ok(())
    }
}

impl Disk for Dying {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| fs::create_dir(path))
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        if self.left.get() == 1 {
            fs::write(path, content.get(..content.len() / 2).unwrap_or_default())?;
        }
        self.step()?;
        if self.is_dead() { Err(io::Error::other("dead")) } else { fs::write(path, content) }
    }

    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| fs::set_permissions(to, fs::metadata(from)?.permissions()))
    }

    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        self.step()
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| fs::hard_link(from, to))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| fs::rename(from, to))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| fs::remove_file(path))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| fs::remove_dir(path))
    }
}

const OLD: &[(&str, &str)] = &[("src/a.rs", "a"), ("src/b.rs", "b"), ("src/gone/c.rs", "c"), ("same.rs", "s")];
const NEW: &[(&str, &str)] = &[("src/a.rs", "A"), ("src/b.rs", "B"), ("src/new/d.rs", "D"), ("same.rs", "s")];

/// What is written together with a client: of the second version, the configuration last.
const AROUND: [&str; 4] = ["spec/new.yaml", "names.yaml", "out/CHANGELOG.md", "jsonapi-forge.toml"];

/// A project with a client of the first version, and files of its user.
fn project(test: &str) -> PathBuf {
    let around = folder(test);
    fs::create_dir(around.join("spec")).expect("created");
    for (path, text) in
        [("spec/old.yaml", "old"), ("jsonapi-forge.toml", "old"), ("out/CHANGELOG.md", "old"), ("out/mine.txt", "mine")]
    {
        fs::create_dir_all(around.join("out")).expect("created");
        fs::write(around.join(path), text).expect("written");
    }
    write(&Dying::never(), &around, OLD, &[]).expect("nothing is in the way");
    around
}

fn write(disk: &dyn Disk, around: &Path, files: &[(&str, &str)], companions: &[&str]) -> Result<(), Error> {
    let plan = plan(&tree(files), &around.join("out"))?;
    let companion = |path: &&str| Companion { path: around.join(path), content: format!("new {path}").into() };
    apply_on(disk, &plan, &companions.iter().map(companion).collect::<Vec<_>>())
}

fn update(disk: &dyn Disk, around: &Path) -> Result<(), Error> {
    write(disk, around, NEW, &AROUND)
}

/// What every run does first.
fn recover(disk: &dyn Disk, around: &Path) -> Result<bool, Error> {
    let known = ["spec/old.yaml", "names.yaml", "out/CHANGELOG.md", "jsonapi-forge.toml"].map(|path| around.join(path));
    recover_on(disk, &around.join("out"), &known.iter().map(PathBuf::as_path).collect::<Vec<_>>())
}

/// What the project holds before the update, and after it.
fn versions(test: &str) -> [BTreeMap<String, String>; 2] {
    let around = project(test);
    let old = content(&around);
    update(&Dying::never(), &around).expect("nothing is in the way");
    [old, content(&around)]
}

#[test]
fn the_run_after_one_that_died_finishes_it() {
    let [_, new] = versions("dying-finish");
    for steps in 0.. {
        let around = project("dying-finish");
        let disk = Dying::after(steps);
        let _died = update(&disk, &around);
        let mine = fs::read_to_string(around.join("out/mine.txt")).expect("it is there");
        assert_eq!(mine, "mine", "after {steps} steps");
        recover(&Dying::never(), &around).expect("it can go on");
        let next = update(&Dying::never(), &around);
        assert!(next.is_ok(), "after {steps} steps: {next:?}");
        assert_eq!(content(&around), new, "after {steps} steps");
        if !disk.is_dead() {
            assert!(steps > 40, "{steps} steps");
            return;
        }
    }
}

#[test]
fn the_run_after_one_that_died_undoes_it() {
    let [old, new] = versions("dying-undo");
    for steps in 0.. {
        let around = project("dying-undo");
        let disk = Dying::after(steps);
        let _died = update(&disk, &around);
        recover(&Dying::never(), &around).expect("it can go on");
        let configuration = fs::read_to_string(around.join("jsonapi-forge.toml")).expect("it is there");
        let (files, expected) = if configuration == "old" { (OLD, &old) } else { (NEW, &new) };
        let next = write(&Dying::never(), &around, files, &[]);
        assert!(next.is_ok(), "after {steps} steps: {next:?}");
        assert_eq!(content(&around), *expected, "after {steps} steps");
        if !disk.is_dead() {
            return;
        }
    }
}

#[test]
fn runs_may_die_one_after_the_other() {
    let [_, new] = versions("dying-twice");
    for first in (0..60).step_by(3) {
        for second in (0..60).step_by(7) {
            let around = project("dying-twice");
            let _died = update(&Dying::after(first), &around);
            let disk = Dying::after(second);
            let _died = recover(&disk, &around).and_then(|_| update(&disk, &around));
            recover(&Dying::never(), &around).expect("it can go on");
            let next = update(&Dying::never(), &around);
            assert!(next.is_ok(), "after {first}, {second}: {next:?}");
            assert_eq!(content(&around), new, "after {first} and {second} steps");
        }
    }
}

/// The files that a run left beside the configuration belong to its own client, whichever client is recovered first.
#[test]
fn clients_leave_alone_what_runs_of_others_left() {
    let [old, new] = versions("dying-others");
    for steps in 0.. {
        let around = project("dying-others");
        let disk = Dying::after(steps);
        let _died = update(&disk, &around);
        let configuration = around.join("jsonapi-forge.toml");
        let before = content(&around);
        let changed = recover_on(&Dying::never(), &around.join("other"), &[&configuration]).expect("it can go on");
        assert!(!changed, "after {steps} steps");
        assert_eq!(content(&around), before, "after {steps} steps");
        recover(&Dying::never(), &around).expect("it can go on");
        let is_old = fs::read_to_string(&configuration).expect("it is there") == "old";
        let files = if is_old { OLD } else { NEW };
        write(&Dying::never(), &around, files, &[]).expect("nothing is in the way");
        assert_eq!(content(&around), if is_old { old.clone() } else { new.clone() }, "after {steps} steps");
        if !disk.is_dead() {
            return;
        }
    }
}

/// What somebody edited after the death of a run is theirs.
#[test]
fn edits_after_a_death_are_left_alone() {
    let around = project("dying-edited");
    let mut steps = 0;
    while content(&around).get("out/src/a.rs").map(String::as_str) != Some("A") {
        steps += 1;
        let _again = project("dying-edited");
        let _died = update(&Dying::after(steps), &around);
    }
    fs::write(around.join("out/src/a.rs"), "// @generated by jsonapi-forge\nmy own").expect("written");
    recover(&Dying::never(), &around).expect("it can go on");
    let error = update(&Dying::never(), &around).expect_err("an edited file is in the way");
    assert!(matches!(error, Error::Conflicts(_)), "{error}");
    assert_eq!(content(&around).get("out/src/a.rs").map(String::as_str), Some("my own"));
}

/// A folder that somebody planted puts nothing anywhere.
#[test]
fn planted_leftovers_do_no_harm() {
    let around = project("dying-planted");
    let [staging, other] = ["out/.jsonapi-forge.staging-1-0", "other"].map(|path| around.join(path));
    fs::create_dir(&staging).expect("created");
    fs::create_dir(&other).expect("created");
    fs::write(staging.join("manifest"), "0000  ../../x\nnot a line\n").expect("written");
    fs::write(other.join(".victim.sh.jsonapi-forge-old-1-0"), "planted").expect("written");
    fs::write(other.join("victim.sh"), "mine").expect("written");
    fs::write(around.join(".victim.sh.jsonapi-forge-old-1-0"), "planted").expect("written");
    fs::write(around.join("victim.sh"), "mine").expect("written");
    recover(&Dying::never(), &around).expect("it can go on");
    update(&Dying::never(), &around).expect("nothing is in the way");
    for victim in ["victim.sh", "other/victim.sh"] {
        assert_eq!(fs::read_to_string(around.join(victim)).expect("it is there"), "mine", "{victim}");
    }
    assert!(!staging.exists());
}

#[test]
fn of_two_runs_the_second_one_says_so() {
    let around = folder("two-runs");
    let (out, file) = (around.join("deep/out"), around.join("jsonapi-forge.toml"));
    fs::write(&file, "").expect("written");
    let held = (lock(&out).expect("nobody holds it"), lock_file(&file).expect("nobody holds it"));
    for second in [lock(&out), lock_file(&file)] {
        let error = second.expect_err("the first one holds it");
        assert!(matches!(error, Error::Busy(_)) && error.to_string().contains("another run"), "{error}");
    }
    drop(held);
    assert!(!around.join("deep").exists(), "what was created to be locked is gone");
    drop(lock_file(&file).expect("nobody holds it any more"));
}
