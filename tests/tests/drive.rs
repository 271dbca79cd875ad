//! Every operation of a client called twice over a socket, with everything set and with only what is
//! required: what is sent is held against the document by a validator of its own, and what is
//! answered is made from the document and must be decoded completely.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use jsonapi_forge_tests::drive::{Project, write};
use jsonapi_forge_tests::oracle::{Description, Extent, ITEMS, check, page, respond};
use jsonapi_forge_tests::program::workspace;
use jsonapi_forge_tests::scratch::Scratch;
use jsonapi_forge_tests::server::{Reply, Request, Server};
use jsonapi_forge_tests::smith::document;
use serde_json::Value;

/// What was found, and what was answered to which operation.
#[derive(Default)]
struct Log {
    violations: Vec<String>,
    answers: Vec<(String, Option<Value>)>,
}

#[test]
fn every_operation_of_the_newest_revision_is_sent_as_described() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/specs/klaviyo/2026-07-15.json");
    if !path.is_file() {
        println!("SKIPPED: the official descriptions are not beside the repository; nothing was driven");
        return;
    }
    drive_file("klaviyo", &path, Some(345));
}

#[test]
fn every_operation_of_the_documents_of_the_repository_is_sent_as_described() {
    drive_file("area", &workspace().join("spec/klaviyo/2026-07-15.yaml"), None);
    drive_file("area-2022-10-17", &workspace().join("spec/klaviyo/2022-10-17.yaml"), None);
}

/// Documents of services in other dialects, which lie beside the repository, with how many of their operations are
/// driven in every run. `JSONAPI_FORGE_DRIVE_ALL` drives all of them, `JSONAPI_FORGE_DRIVE_ONLY=snyk` one service, and
/// `JSONAPI_FORGE_DRIVE_ONLY=snyk:getOrg,listOrgs` these operations of it.
const SERVICES: &[(&str, &str, usize)] = &[
    ("tidal", "tidal/tidal.json", 60),
    ("snyk", "snyk/snyk.json", 50),
    ("rootly", "rootly/rootly.json", 60),
    ("elasticpath", "elasticpath/pim.yaml", 40),
    ("datacite", "datacite/datacite.yaml", 40),
];

#[test]
fn every_operation_of_documents_of_services_is_sent_as_described() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/specs");
    if !folder.is_dir() {
        println!("SKIPPED: the documents of the services are not beside the repository; nothing was driven");
        return;
    }
    let most = |count| if env::var_os("JSONAPI_FORGE_DRIVE_ALL").is_some() { usize::MAX } else { count };
    let only = env::var("JSONAPI_FORGE_DRIVE_ONLY").unwrap_or_default();
    let (only, operations) = only.split_once(':').unwrap_or((&only, ""));
    let operations: Vec<&str> = operations.split(',').filter(|id| !id.is_empty()).collect();
    let mut problems = Vec::new();
    for (name, path, count) in SERVICES.iter().filter(|(name, ..)| only.is_empty() || only == *name) {
        let document = read(&fs::read_to_string(folder.join(path)).expect("documents are text"));
        let document = sample(name, document, most(*count), &operations);
        let found = drive(name, &document.to_string(), Path::new(path), None);
        problems.extend(found.into_iter().map(|problem| format!("{name}: {problem}")));
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// A document with these of its operations, or with at most so many, evenly over all of them.
fn sample(name: &str, mut document: Value, most: usize, wanted: &[&str]) -> Value {
    let operations = Description::new(document.clone()).operations;
    let (count, step) = (operations.len(), operations.len().div_ceil(most.max(1)).max(1));
    let mut driven = 0;
    for (position, operation) in operations.iter().enumerate() {
        let is_sampled = if wanted.is_empty() { position % step == 0 } else { wanted.contains(&operation.id.as_str()) };
        if is_sampled {
            driven += 1;
            continue;
        }
        let item = document.pointer_mut("/paths").and_then(|paths| paths.get_mut(&operation.path));
        if let Some(item) = item.and_then(Value::as_object_mut) {
            item.remove(&operation.method.to_lowercase());
        }
    }
    println!("{name}: {driven} of {count} operations are driven");
    document
}

/// Documents that nobody wrote: two, or as many as `JSONAPI_FORGE_SMITH=COUNT` asks for.
#[test]
fn every_operation_of_made_up_documents_is_sent_as_described() {
    let count = env::var("JSONAPI_FORGE_SMITH").ok().and_then(|count| count.parse().ok()).unwrap_or(2_u64);
    let mut problems = Vec::new();
    for seed in 0..count {
        let (path, text) =
            (Scratch::keep("smith-documents").folder.join(format!("{seed}.json")), document(seed).to_string());
        fs::write(&path, &text).expect("the folder can be written to");
        let found = drive("smith", &text, &path, None);
        problems.extend(found.into_iter().map(|problem| format!("document {seed}: {problem}")));
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// Any other document, for runs by hand: `JSONAPI_FORGE_DRIVE=path cargo test --test drive`.
#[test]
fn every_operation_of_the_chosen_document_is_sent_as_described() {
    if let Some(path) = env::var_os("JSONAPI_FORGE_DRIVE").map(PathBuf::from) {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        drive_file(&name, &path, None);
    }
}

/// Drives the client of a document in a file.
///
/// # Panics
///
/// When anything is wrong.
fn drive_file(name: &str, path: &Path, operations: Option<usize>) {
    let text = fs::read_to_string(path).expect("descriptions are text");
    let problems = drive(name, &text, path, operations);
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// Drives the client of a document, and gives all that is wrong.
fn drive(name: &str, text: &str, path: &Path, operations: Option<usize>) -> Vec<String> {
    let start = Instant::now();
    let description = Arc::new(Description::new(read(text)));
    let scratch = Scratch::keep(&format!("drive-{name}"));
    let project = write(text, &path.to_string_lossy(), &scratch.folder).expect("the folder can be written to");
    assert_eq!(project.operations.len(), operations.unwrap_or(description.operations.len()));
    let program = Scratch::build(&project.driver, &project.program);
    println!("{name}: built in {:.1} s", start.elapsed().as_secs_f64());
    let mut problems = Vec::new();
    for extent in [Extent::Everything, Extent::AtLeastRequired] {
        let start = Instant::now();
        problems.extend(run(&description, &project, &program, extent));
        let (calls, seconds) = (project.operations.len(), start.elapsed().as_secs_f64());
        println!("{name}: {calls} operations called with {extent:?} in {seconds:.1} s");
    }
    problems.extend(walk(&description, name, &program));
    expected(name, &mut problems);
    problems
}

/// Takes out what is wrong with the document rather than with the client.
///
/// # Panics
///
/// When something is expected that does not happen, but for documents of services, which may be others beside this
/// repository and are driven in part.
fn expected(name: &str, problems: &mut Vec<String>) {
    let is_sampled = SERVICES.iter().any(|(service, ..)| *service == name);
    let lines = include_str!("../drive/expected.txt").lines().filter(|line| !line.starts_with('#'));
    let of_this = lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    for text in of_this {
        let before = problems.len();
        problems.retain(|problem| !problem.contains(text));
        assert!(is_sampled || problems.len() < before, "{name}: nothing holds `{text}` any more");
        println!("{name}: {} times, as expected: {text}", before - problems.len());
    }
}

/// JSON, or else YAML by way of the compiler's reader, which is the one thing the two opinions share.
fn read(text: &str) -> Value {
    serde_json::from_str(text)
        .unwrap_or_else(|_| jsonapi_forge::source::read(text).expect("the documents are good").value)
}

/// Runs the driver once and gives all that is wrong.
fn run(description: &Arc<Description>, project: &Project, program: &Path, extent: Extent) -> Vec<String> {
    let log = Arc::new(Mutex::new(Log::default()));
    let server = Server::answer({
        let (description, log) = (Arc::clone(description), Arc::clone(&log));
        move |request| answer(&description, request, extent, &mut log.lock().unwrap_or_else(PoisonError::into_inner))
    });
    let server = server.expect("a port can be had");
    let set = if extent == Extent::Everything { "all" } else { "required" };
    let output = Command::new(program).args([&server.url(), set]).output().expect("the driver runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let log = log.lock().unwrap_or_else(PoisonError::into_inner);
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("the driver prints JSON")).collect();
    let called: Vec<&str> = lines.iter().filter_map(|line| line.get("operation")?.as_str()).collect();
    let mut expected: Vec<&str> = project.operations.iter().map(String::as_str).collect();
    let mut sorted = called.clone();
    sorted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(sorted, expected);
    let answers: BTreeMap<&str, &Option<Value>> = log.answers.iter().map(|(id, value)| (id.as_str(), value)).collect();
    let mut problems = log.violations.clone();
    for line in &lines {
        let operation = line.get("operation").and_then(Value::as_str).unwrap_or_default();
        let found = judge(line, answers.get(operation).copied());
        problems.extend(found.into_iter().map(|problem| format!("{operation} ({set}): {problem}")));
    }
    problems
}

/// Has every list read to its end, which comes in pages as the document says, and gives all that is wrong.
fn walk(description: &Arc<Description>, name: &str, program: &Path) -> Vec<String> {
    let described = Arc::clone(description);
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    let server = Server::answer(move |request| {
        let (method, target) = request.line.split_once(' ').unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let linked = query.strip_prefix("list=").and_then(|id| described.operations.iter().find(|one| one.id == id));
        let found = linked.or_else(|| described.find(method, path).map(|(operation, _)| operation));
        let Some(operation) = found else { return Reply::empty(404) };
        let number = asked.entry(operation.id.clone()).or_default();
        *number += 1;
        page(&described, operation, *number, &format!("{path}?list={}", operation.id))
            .unwrap_or_else(|| Reply::empty(404))
    });
    let server = server.expect("a port can be had");
    let output = Command::new(program).args([&server.url(), "pages"]).output().expect("the driver runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("the driver prints JSON")).collect();
    println!("{name}: {} lists read to their end", lines.len());
    let wrong = |line: &&Value| line.get("items").and_then(Value::as_u64) != u64::try_from(ITEMS).ok();
    lines.iter().filter(wrong).map(|line| format!("not all of {ITEMS} items: {line}")).collect()
}

/// Checks a request and answers it.
fn answer(description: &Description, request: &Request, extent: Extent, log: &mut Log) -> Reply {
    match check(description, request, extent) {
        Err(message) => {
            log.violations.push(message);
            Reply::empty(404)
        }
        Ok((operation, found)) => {
            let found = found.into_iter().map(|problem| format!("{} ({extent:?}): sent {problem}", operation.id));
            log.violations.extend(found);
            let (reply, value) = respond(description, operation, extent);
            log.answers.push((operation.id.clone(), value));
            reply
        }
    }
}

/// What is wrong with what came of a call.
fn judge(line: &Value, answer: Option<&Option<Value>>) -> Vec<String> {
    let mut problems = Vec::new();
    if let Some(error) = line.get("error") {
        return vec![format!("failed: {error}")];
    }
    let mismatches = line.get("mismatches").and_then(Value::as_array).into_iter().flatten();
    let mismatches: Vec<&str> = mismatches.filter_map(Value::as_str).collect();
    if line.get("clean") != Some(&Value::Bool(true)) && mismatches.is_empty() {
        problems.push("something was not decoded, and nothing is reported".to_owned());
    }
    problems.extend(mismatches.iter().map(|mismatch| format!("mismatch: {mismatch}")));
    let decoded = line.get("decoded").and_then(Value::as_str).unwrap_or_default();
    match answer {
        None => problems.push("the request was not seen".to_owned()),
        Some(Some(value)) => {
            let root = ["data", "atomic:results"].into_iter().find(|root| value.get(root).is_some());
            let (data, root) = match root {
                Some(root) => (value.get(root).unwrap_or(value), format!("/{root}")),
                None => (value, String::new()),
            };
            let lost = lost(data, decoded, &root).into_iter().map(|at| format!("`{at}`"));
            // A value that is reported is not lost.
            let lost = lost.filter(|at| !mismatches.iter().any(|mismatch| mismatch.starts_with(at.as_str())));
            problems.extend(lost.map(|at| format!("{at} was lost in decoding")));
        }
        Some(None) => {}
    }
    problems
}

/// The texts of a response, each of which is unlike all others, that its decoded form does not have.
fn lost(value: &Value, decoded: &str, at: &str) -> Vec<String> {
    match value {
        Value::String(text) if is_distinct(text) && !decoded.contains(text) => vec![at.to_owned()],
        Value::Array(values) => {
            let values = values.iter().enumerate();
            values.flat_map(|(position, value)| lost(value, decoded, &format!("{at}/{position}"))).collect()
        }
        Value::Object(members) => {
            members.iter().flat_map(|(name, value)| lost(value, decoded, &format!("{at}/{name}"))).collect()
        }
        _ => Vec::new(),
    }
}

fn is_distinct(text: &str) -> bool {
    let inner = text.strip_prefix('t').and_then(|text| text.strip_suffix('t'));
    inner.is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
