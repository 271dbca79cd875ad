//! Bad input: each document in `bad/` is named by the code of what is wrong with it, and the text
//! beside it is the whole report.
//!
//! `UPDATE_EXPECT=1 cargo test -p jsonapi-forge-tests` renews the texts.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::path::{Path, PathBuf};
use std::{fs, panic};

use jsonapi_forge::compile::{Refused, model, model_with};
use jsonapi_forge::config;
use jsonapi_forge::diag::{Code, Diagnostic, Diagnostics, Severity};
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::Overrides;
use jsonapi_forge::{report, source::Locator};
use jsonapi_forge_tests::golden::{self, Files, compare};
use jsonapi_forge_tests::program::workspace;

/// Codes that no document can give, each with the reason.
const WITHOUT_A_CASE: &[(Code, &str)] = &[
    (Code::Internal, "it tells of a defect of the compiler, not of a document"),
    (Code::Overlay, "it tells of an overlay; `bad-overlays/` has the cases"),
];

/// What the names file of a document is called, instead of `.yaml`.
const NAMES: &str = ".names.yaml";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("bad")
}

fn is_document(path: &str) -> bool {
    !path.ends_with(".txt") && !path.ends_with(NAMES)
}

/// The documents by name.
fn documents() -> Files {
    golden::read(&folder()).into_iter().filter(|(path, _)| is_document(path)).collect()
}

/// All that is said of a document, and of its names file if it has one.
fn diagnostics(path: &str, text: &str) -> Diagnostics {
    let stem = path.strip_suffix(".yaml");
    let names = stem.and_then(|stem| fs::read_to_string(folder().join(format!("{stem}{NAMES}"))).ok());
    let names = names.map_or_else(|| Ok(Lock::default()), |names| Lock::parse(&names));
    match names.and_then(|names| model(text, &names)) {
        Ok(model) => model.diagnostics,
        Err(found) => found,
    }
}

/// The code that a file is named by; several codes may begin alike.
fn code(path: &str) -> Option<Code> {
    let stem = path.split('.').next().unwrap_or_default();
    let begins = |code: &&Code| stem == code.as_str() || stem.starts_with(&format!("{}-", code.as_str()));
    Code::ALL.iter().filter(begins).max_by_key(|code| code.as_str().len()).copied()
}

#[test]
fn reports_are_as_their_files_say() {
    let mut reports = Files::new();
    for (path, text) in documents() {
        let diagnostics = diagnostics(&path, &text);
        let report = report::plain(&Locator::new(&path, &text), &diagnostics);
        for line in report.lines().filter(|line| !line.starts_with("  ")) {
            assert!(line.starts_with(&format!("{path}:")), "a problem without a place: {line}");
        }
        reports.insert(format!("{path}.txt"), report);
    }
    let result = compare(&folder(), &reports, |path| path.ends_with(".txt"));
    assert!(result.is_ok(), "{}", result.err().unwrap_or_default());
}

/// Each configuration in `bad-overrides/` says of the document there what does not fit it, or not enough, and the text
/// beside it is the whole report.
#[test]
fn what_is_said_in_vain_is_told() {
    let folder = folder().with_file_name("bad-overrides");
    let mut reports = Files::new();
    for (path, text) in golden::read(&folder).into_iter().filter(|(path, _)| path.ends_with(".toml")) {
        let (mut found, problems) = match config::parse(&text, Path::new("")) {
            Ok(config) => {
                let api = config.apis.first().expect("there is a client");
                let spec = fs::read_to_string(folder.join(&api.input)).expect("there is a document");
                match model_with(&spec, &Lock::default(), &api.overrides) {
                    Ok(model) => {
                        let name = api.input.to_string_lossy();
                        let locator = Locator::new(&name, &spec);
                        (report::plain(&locator, &model.diagnostics), Vec::new())
                    }
                    Err(Refused::Overrides(problems)) => (String::new(), problems),
                    Err(Refused::Document(found)) => panic!("{path}: {found:#?}"),
                }
            }
            Err(problems) => (String::new(), problems),
        };
        if !problems.is_empty() {
            found.push_str(&config::Error::Invalid { name: path.clone(), text, problems }.to_string());
        }
        let report = found.trim_end();
        assert!(!report.is_empty(), "{path}: what is said does not fit");
        reports.insert(format!("{path}.txt"), format!("{report}\n"));
    }
    assert!(reports.len() > 4, "{reports:#?}");
    let result = compare(&folder, &reports, |path| path.ends_with(".txt"));
    assert!(result.is_ok(), "{}", result.err().unwrap_or_default());
}

/// Each overlay in `bad-overlays/` is applied to the document there, and the text beside it is the whole report:
/// of what is wrong with the overlay, or with what it inserts.
#[test]
fn overlays_are_reported_with_their_own_lines() {
    let folder = folder().with_file_name("bad-overlays");
    let spec = fs::read_to_string(folder.join("spec.yaml")).expect("there is a document");
    let mut reports = Files::new();
    for (path, text) in golden::read(&folder).into_iter().filter(|(path, _)| path.ends_with(".overlay.yaml")) {
        let overrides = Overrides::new().overlay(&path, text);
        let found = match model_with(&spec, &Lock::default(), &overrides) {
            Ok(model) => model.diagnostics,
            Err(Refused::Document(found)) => found,
            Err(Refused::Overrides(problems)) => panic!("{path}: {problems:#?}"),
        };
        let locator = Locator::new("spec.yaml", &spec);
        assert!(!found.is_empty(), "{path}");
        let both = format!("{}\n{}", report::plain(&locator, &found), report::rich(&locator, &found, false));
        reports.insert(format!("{path}.txt"), format!("{}\n", both.trim_end()));
    }
    assert!(reports.len() > 4, "{reports:#?}");
    let result = compare(&folder, &reports, |path| path.ends_with(".txt"));
    assert!(result.is_ok(), "{}", result.err().unwrap_or_default());
}

/// The example that `explain` prints of a code is the first report of one here, with the lines of its document.
#[test]
fn examples_of_explain_are_reports() {
    let folder = workspace().join("generator/src/diag");
    let mut examples = Files::new();
    for known in Code::ALL {
        let documents = documents().into_iter().filter(|(path, _)| code(path) == Some(*known));
        let first = documents.min_by_key(|(path, _)| path.len());
        let example = match first {
            Some((path, text)) => {
                let found = diagnostics(&path, &text);
                let one = found.iter().find(|one| one.code == *known).expect("the file is named by it");
                report::rich(&Locator::new(&path, &text), &alone(one), false)
            }
            None if *known == Code::Overlay => overlay_example(),
            None => String::new(),
        };
        assert!(*known == Code::Internal || example.contains("help:"), "{}: {example}", known.as_str());
        examples.insert(format!("{}.txt", known.as_str()), example);
    }
    let result = compare(&folder, &examples, |_| true);
    assert!(result.is_ok(), "{}", result.err().unwrap_or_default());
}

/// Returns the report of an overlay that changes nothing.
fn overlay_example() -> String {
    let folder = folder().with_file_name("bad-overlays");
    let spec = fs::read_to_string(folder.join("spec.yaml")).expect("there is a document");
    let text = fs::read_to_string(folder.join("nothing.overlay.yaml")).expect("there is an overlay");
    let overrides = Overrides::new().overlay("nothing.overlay.yaml", text);
    let found = match model_with(&spec, &Lock::default(), &overrides) {
        Err(Refused::Document(found)) => found,
        other => panic!("{other:#?}"),
    };
    let one = found.iter().find(|one| one.code == Code::Overlay).expect("it changes nothing");
    report::rich(&Locator::new("spec.yaml", &spec), &alone(one), false)
}

fn alone(one: &Diagnostic) -> Diagnostics {
    let mut alone = Diagnostics::new();
    alone.push(one.clone());
    alone
}

#[test]
fn files_give_the_code_they_are_named_by() {
    for (path, text) in documents() {
        let found = diagnostics(&path, &text);
        match code(&path) {
            Some(code) => assert!(found.iter().any(|one| one.code == code), "{path}: {found:#?}"),
            None => assert!(found.iter().filter(|one| one.severity() == Severity::Error).count() > 3, "{path}"),
        }
    }
}

#[test]
fn every_code_has_a_case() {
    let paths: Vec<String> = documents().into_keys().collect();
    for known in Code::ALL {
        let is_excepted = WITHOUT_A_CASE.iter().any(|(code, _)| code == known);
        let has_case = paths.iter().any(|path| code(path) == Some(*known));
        assert!(has_case != is_excepted, "`{}`", known.as_str());
    }
}

/// Cuts every document at many places, and flips single characters: whatever comes out, nothing
/// panics.
#[test]
fn damaged_documents_do_not_panic() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/queries/spec.yaml");
    let text = fs::read_to_string(case).expect("the case has a document");
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(29).collect();
    for at in places {
        let (before, after) = text.split_at(at);
        let mut rest = after.chars();
        rest.next();
        for damaged in [
            before.to_owned(),
            format!("{before}{}", rest.as_str()),
            format!("{before}]{after}"),
            format!("{before}null{after}"),
        ] {
            let outcome = panic::catch_unwind(|| diagnostics("damaged.yaml", &damaged));
            assert!(outcome.is_ok(), "damaged at {at}:\n{damaged}");
        }
    }
}
