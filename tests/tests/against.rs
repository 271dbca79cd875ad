//! The calls of a program that a new document breaks: as the files beside it say, and as the compiler says.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonapi_forge::CrateName;
use jsonapi_forge::against::{self, Affected};
use jsonapi_forge::compile::{Model, Options, compile, model_with};
use jsonapi_forge::diff::{self, Diff, Impact, Sources};
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::Overrides;
use jsonapi_forge::source::Locator;
use jsonapi_forge::write::{apply, plan};
use jsonapi_forge_tests::cases::runtime;
use jsonapi_forge_tests::golden::{Files, compare};
use jsonapi_forge_tests::program::cargo_once;
use jsonapi_forge_tests::scratch::{Scratch, WORKSPACE};

/// The program, as its findings name it: tests run in the folder of their package.
const PROGRAM: &str = "against/program";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("against")
}

fn document(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn model(text: &str) -> Model {
    model_with(text, &Lock::default(), &Overrides::new()).unwrap_or_else(|_| panic!("the documents are good"))
}

fn affected() -> (Affected, Diff) {
    let (old, new) = (model(&document("old.yaml")), model(&document("new.yaml")));
    let diff = diff::diff(&old, &new);
    let program = against::read(Path::new(PROGRAM)).expect("the program is there");
    (against::against(&old, &new, &diff, &program), diff)
}

#[test]
fn calls_are_as_their_files_say() {
    let (affected, diff) = affected();
    let (old, new) = (document("old.yaml"), document("new.yaml"));
    let (old, new) = (Locator::new("old.yaml", &old), Locator::new("new.yaml", &new));
    let sources = Sources { old: &old, new: &new };
    let files = Files::from([
        ("expected.txt".to_owned(), against::text(&affected, &diff, sources, false)),
        ("expected.md".to_owned(), against::markdown(&affected, &diff)),
        ("expected.json".to_owned(), against::json(&affected, &diff, sources)),
    ]);
    compare(&folder(), &files, |path| path.starts_with("expected.")).unwrap_or_else(|report| panic!("{report}"));
}

#[test]
fn changes_that_break_nothing_do_not_count() {
    let (mut affected, diff) = affected();
    let untouched = affected.untouched(&diff);
    let others = diff.changes.iter().enumerate().filter(|(_, change)| change.impact != Impact::Breaking);
    let others: Vec<usize> = others.map(|(position, _)| position).collect();
    assert!(!others.is_empty(), "the documents differ in what breaks nothing, too");
    affected.calls.first_mut().expect("a call breaks").changes.extend(others);
    assert_eq!(affected.untouched(&diff), untouched);
}

/// Lines of a program.
type Lines = BTreeSet<(String, usize)>;

/// Compiles the program with the client of a document, and gives the lines that the compiler complains of.
fn complaints(document: &str, name: &str, version: &str, edits: &[(&str, &str)]) -> Lines {
    let scratch = Scratch::new(name);
    let options = Options {
        runtime: runtime(&scratch.folder),
        // Cargo takes crates of one name and version for the same, for each is a workspace of its own.
        version: version.to_owned(),
        ..Options::new(CrateName::new("library").expect("the name is a good one"))
    };
    let compiled = compile(document, "spec.yaml", &options).expect("the document is good");
    apply(&plan(&compiled.tree, &scratch.folder).expect("the folder is empty")).expect("the folder can be written to");
    let manifest = scratch.folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("a crate has a manifest");
    fs::write(&manifest, format!("{text}{WORKSPACE}")).expect("the folder can be written to");
    let examples = scratch.folder.join("examples/program");
    fs::create_dir_all(&examples).expect("the folder can be written to");
    for file in ["main.rs", "report.rs"] {
        let text = fs::read_to_string(Path::new(PROGRAM).join("src").join(file)).expect("the program is there");
        let text = edits.iter().fold(text, |text, (before, after)| text.replace(before, after));
        fs::write(examples.join(file), text).expect("the folder can be written to");
    }
    let mut command = cargo_once();
    command.args(["check", "--quiet", "--message-format=short", "--example", "program", "--features", "full"]);
    command.current_dir(&scratch.folder).env("CARGO_TARGET_DIR", Scratch::target());
    let output = command.output().expect("cargo runs");
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines: Lines = report.lines().filter(|line| line.contains(": error")).filter_map(place).collect();
    assert_eq!(output.status.success(), lines.is_empty(), "{report}");
    lines
}

/// `examples/program/main.rs:17:41: error[E0061]: ..`
fn place(line: &str) -> Option<(String, usize)> {
    let (file, rest) = line.strip_prefix("examples/program/")?.split_once(':')?;
    Some((file.to_owned(), rest.split(':').next()?.parse().ok()?))
}

/// What is certain is an error of the compiler, and each of its errors is found.
#[test]
fn the_compiler_says_the_same() {
    assert_eq!(complaints(&document("old.yaml"), "against-old", "0.1.0", &[]), Lines::new());
    let mut found = complaints(&document("new.yaml"), "against-new", "0.2.0", &[]);
    // Of what a call with too few arguments brings, the compiler says nothing before that is mended, as the notes have it.
    let mended = [
        ("list_books().language(\"en\")", "list_books(\"en\")"),
        (".list_books()", ".list_books(\"de\")"),
        (".language(\"de\")", ""),
    ];
    found.extend(complaints(&document("new.yaml"), "against-mended", "0.3.0", &mended));
    let lines = |certain_only: bool| {
        let calls = affected().0.calls.into_iter().filter(move |call| call.is_certain || !certain_only);
        let line = |call: against::Call| (call.file.rsplit('/').next().unwrap_or_default().to_owned(), call.line);
        calls.map(line).collect::<Lines>()
    };
    assert_eq!(lines(true).difference(&found).collect::<Vec<_>>(), Vec::<&(String, usize)>::new(), "these compile");
    assert_eq!(found.difference(&lines(false)).collect::<Vec<_>>(), Vec::<&(String, usize)>::new(), "these do not");
    assert!(found.len() > 8, "{found:?}");
}
