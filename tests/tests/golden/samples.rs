//! What is found in recorded responses: the same as generated clients find.

use std::fmt::Write;
use std::fs;

use jsonapi_forge::compile::{Model, corrected, model, model_with};
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::Overrides;
use jsonapi_forge::samples::{
    Checker, Finding, FindingKind, Memory, MismatchKind, Proposal, Report, check_folder, json, overlay, overrides,
    propose, text,
};
use jsonapi_forge::source;
use jsonapi_forge_tests::cases::{Case, cases};
use jsonapi_forge_tests::golden::{self, Files, compare};
use jsonapi_forge_tests::program::workspace;

fn understood(text: &str) -> Model {
    model(text, &Lock::default()).expect("the document has no errors")
}

/// What `samples` prints of a case's recordings; `None` where it has none.
pub(crate) fn found(case: &Case, model: &Model) -> Option<String> {
    let folder = case.folder.join("responses");
    folder.is_dir().then(|| shown(&check_folder(model, &folder).expect("the folder can be listed")))
}

fn shown(report: &Report) -> String {
    let mut shown = String::new();
    for problem in &report.problems {
        writeln!(shown, "error: {problem}").expect("a string takes all");
    }
    shown + &text(report)
}

/// `responses/*.txt` tells what the generated client of the case reported for the body beside it.
#[test]
fn the_search_finds_what_clients_find() {
    let mut compared = 0;
    for case in cases() {
        let model = model_with(&case.text, &Lock::default(), &case.overrides).expect("the case has no errors");
        let memory = Memory::default();
        let checker = Checker::new(&model, &memory);
        let files = golden::read(&case.folder.join("responses"));
        for (path, body) in files.iter().filter(|(path, _)| path.ends_with(".json")) {
            let mut parts = path.split('.');
            let operation = parts.next().expect("a text has a first part");
            let status: u16 = parts.next().and_then(|status| status.parse().ok()).expect("files are named by status");
            let is_json = serde_json::from_str::<serde_json::Value>(body).is_ok();
            if status >= 400 || !is_json {
                continue;
            }
            let reported = files.get(&path.replace(".json", ".txt")).expect("there is a text beside the body");
            if reported.starts_with("Absent {") || reported.starts_with("Api(") {
                let found = checker.mismatches(operation, status, body.trim()).expect("the operation is there");
                assert!(!found.is_empty(), "{}/{path}", case.name);
                continue;
            }
            let (_, reported) = reported.rsplit_once("clean, ").expect("the client told the number of mismatches");
            let found = checker.mismatches(operation, status, body.trim()).expect("the operation is there");
            let mut expected = format!("{} mismatches\n", found.len());
            for one in &found {
                writeln!(expected, "{:?} {one}", one.kind).expect("a string takes all");
            }
            assert_eq!(reported, expected.as_str(), "{}/{path}", case.name);
            compared += found.len();
        }
    }
    assert!(compared > 70, "{compared}");
}

/// What is proposed for a document of which `said` was said, and the model when that is done, too.
fn repaired(text: &str, said: &Overrides, model: &Model, report: &Report) -> (Proposal, Model) {
    let corrected = corrected(text, said).expect("what is said fits");
    let proposal = propose(model, &corrected, report);
    let mut all = said.clone();
    all.repairs.extend(proposal.overrides.repairs.iter().cloned());
    let repaired = model_with(text, &Lock::default(), &all).expect("the document takes the repairs");
    (proposal, repaired)
}

fn places<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<String> {
    let place = |one: &Finding| format!("{} {} {} {}", one.operation, one.status, one.pointer, one.kind.as_str());
    findings.into_iter().map(place).collect()
}

/// With the repairs that are proposed, each case finds only what is said to be beyond repair.
#[test]
fn what_is_proposed_makes_the_document_right() {
    let mut repairs = 0;
    for case in cases() {
        let responses = case.folder.join("responses");
        if !responses.is_dir() {
            continue;
        }
        let check = |model: &Model| check_folder(model, &responses).expect("the folder can be listed");
        let model = model_with(&case.text, &Lock::default(), &case.overrides).expect("the case has no errors");
        let (mut proposal, repaired) = repaired(&case.text, &case.overrides, &model, &check(&model));
        let left = places(proposal.left.iter().map(|(finding, _)| finding));
        let found = places(&check(&repaired).findings);
        let beyond: Vec<&String> = found.iter().filter(|place| !left.contains(place)).collect();
        assert!(beyond.is_empty(), "{}: {beyond:#?}\n{}", case.name, overrides(&proposal, "case"));
        overlay_does_the_same(&case, &proposal, &found, &check);
        let before = proposal.left.len();
        proposal.confirm(&check(&repaired));
        assert_eq!(proposal.left.len(), before, "{}", case.name);
        repairs += proposal.overrides.repairs.len();
    }
    assert!(repairs > 20, "{repairs}");
}

/// An overlay of what is proposed makes of the document what the repairs make of it.
fn overlay_does_the_same(case: &Case, proposal: &Proposal, found: &[String], check: &dyn Fn(&Model) -> Report) {
    let document = source::read(&case.text).expect("the document can be read").value;
    let overlay = overlay(proposal, &document);
    if proposal.overrides.repairs.is_empty() || !case.overrides.repairs.is_empty() {
        return;
    }
    let all = case.overrides.clone().overlay("proposed.overlay.yaml", &overlay);
    let overlaid = model_with(&case.text, &Lock::default(), &all);
    let overlaid = overlaid.unwrap_or_else(|refused| panic!("{}: {refused:#?}\n{overlay}", case.name));
    assert_eq!(places(&check(&overlaid).findings), found, "{}:\n{overlay}", case.name);
}

/// The sample that the project started from.
#[test]
fn the_first_sample_disagrees_where_its_golden_says() {
    let root = workspace();
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("the file is there");
    let description = read("spec/klaviyo/2022-10-17.yaml");
    let model = understood(&description);
    let sample = read("generated/klaviyo-api-2022-10-17/examples/update_variants_jobs.json");
    let memory = Memory::default();
    let mut checker = Checker::new(&model, &memory);
    checker.check("get_update_variants_jobs.200.json", &sample);
    let report = checker.report();
    let count = |kind: Option<MismatchKind>| -> usize {
        let findings = report.findings.iter();
        findings
            .filter(|one| kind.is_none_or(|kind| one.kind == FindingKind::Mismatch(kind)))
            .map(|one| one.count)
            .sum()
    };
    let kinds = [None, Some(MismatchKind::WrongType), Some(MismatchKind::Undeclared), Some(MismatchKind::Missing)];
    assert_eq!(kinds.map(count), [32, 24, 4, 4]);
    let (proposal, repaired) = repaired(&description, &Overrides::new(), &model, &report);
    let mut checker = Checker::new(&repaired, &memory);
    checker.check("get_update_variants_jobs.200.json", &sample);
    assert_eq!(places(&checker.report().findings), places(proposal.left.iter().map(|(finding, _)| finding)));
    let made = Files::from([
        ("seed.txt".to_owned(), shown(&report)),
        ("seed.json".to_owned(), json(&report)),
        ("seed.toml".to_owned(), overrides(&proposal, "klaviyo-api")),
    ]);
    compare(&root.join("tests/samples"), &made, |path| path.starts_with("seed.")).unwrap_or_else(|difference| {
        panic!("{difference}");
    });
}
