//! Compares recordings with the model.

use std::collections::HashMap;
use std::fmt::Write;

use jsonapi_forge_runtime::mismatches::{self, Expectation, Mismatch, MismatchKind, PayloadShape, Step, each_mismatch};
use serde_json::value::RawValue;

use crate::client::Client;
use crate::compile::Model;
use crate::ir::{Method, OperationId, Status};
use crate::samples::entry::RecordingEntry;
use crate::samples::finding::{Example, Finding, FindingKind, pattern};
use crate::samples::origin::Trail;
use crate::samples::recording::{Recording, UncheckedFile, by_name, no_json, recording};
use crate::samples::tables::{Memory, Tables};

/// The report on how recordings of a service agree with its document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many recordings were checked.
    pub recordings: usize,
    /// How many bytes of bodies.
    pub bytes: u64,
    /// Where the service and the document disagree, in order of operation, status and place.
    pub findings: Vec<Finding>,
    /// What could not be checked.
    pub problems: Vec<UncheckedFile>,
}

/// Checks recordings, one after the other.
pub struct Checker<'a> {
    model: &'a Model,
    tables: Tables<'a>,
    /// By operation, what comes with each status; of several that cover one the first counts.
    payloads: Vec<Vec<(Status, PayloadShape<'a>)>>,
    /// By operation, the bodies of failures; of several that cover a status the first counts.
    failures: Vec<Vec<(Status, PayloadShape<'a>)>>,
    findings: Findings,
    report: Report,
}

/// The findings, by operation, status and place.
type Findings = HashMap<(OperationId, u16), HashMap<String, Finding>>;

impl<'a> Checker<'a> {
    /// Returns a checker that has seen no recording, with its tables in `memory`.
    pub fn new(model: &'a Model, memory: &'a Memory) -> Self {
        let tables = Tables::new(&Client::new(&model.api, &model.names), &memory.0);
        let operations = || model.api.operations.iter().map(|(_, operation)| operation);
        let payloads = operations().map(|operation| tables.payloads(operation)).collect();
        let failures = operations().map(|operation| tables.failures(operation)).collect();
        Self { model, tables, payloads, failures, findings: Findings::new(), report: Report::default() }
    }

    /// Returns what `mismatches()` of the generated client reports for a body, which must be JSON without space
    /// around it, of a response with this status. `operation` is an id or the name of a method.
    ///
    /// # Errors
    ///
    /// When there is no such operation.
    pub fn mismatches(&self, operation: &str, status: u16, body: &str) -> Result<Vec<Mismatch>, String> {
        let id = by_name(&self.model.api, &self.model.names, operation)?;
        let mut found: Vec<Mismatch> = self.whole(id, status, body).into_iter().collect();
        found.extend(mismatches::mismatches(body, &self.expectation(id, status, Vec::new())));
        Ok(found)
    }

    /// Returns how a successful response as a whole differs from what is described: by its status, or by having a body.
    fn whole(&self, id: OperationId, status: u16, body: &str) -> Option<Mismatch> {
        let operation = &self.model.api.operations[id];
        if operation.success.is_described(&operation.statuses, status) {
            let is_empty = body.is_empty() || !operation.success.empty.contains(&status);
            let expected = format!("no body with status {status}");
            return (!is_empty).then(|| Mismatch::whole(MismatchKind::Undeclared, expected, body.to_owned()));
        }
        let statuses: Vec<String> = operation.success.statuses.iter().map(u16::to_string).collect();
        let expected = format!("status {}", statuses.join(" or "));
        Some(Mismatch::whole(MismatchKind::UndeclaredStatus, expected, status.to_string()))
    }

    /// Checks the text of a file of recordings, as if it were named so.
    pub fn check(&mut self, file: &str, text: &str) {
        self.check_file(file, None, text);
    }

    /// Checks the text of a file of recordings of which the index may say something.
    pub(super) fn check_file(&mut self, file: &str, entry: Option<&RecordingEntry>, text: &str) {
        let checked = recording(&self.model.api, &self.model.names, file, entry, text)
            .and_then(|recording| self.check_recording(file, recording));
        if let Err(message) = checked {
            self.problem(file, message);
        }
    }

    /// Notes that a file could not be checked.
    pub(super) fn problem(&mut self, file: &str, message: String) {
        self.report.problems.push(UncheckedFile { file: file.to_owned(), message });
    }

    /// Returns what was found so far.
    pub fn report(self) -> Report {
        let mut report = self.report;
        report.findings = self.findings.into_values().flat_map(HashMap::into_values).collect();
        report.findings.sort_by(|a, b| order(a).cmp(&order(b)));
        report
    }

    fn check_recording(&mut self, file: &str, recording: Recording<'_>) -> Result<(), String> {
        let Recording { operation, status, body, fields } = recording;
        let expectation = self.expectation(operation, status, fields);
        if !body.is_empty() && expectation.is_json() {
            // Bodies in an envelope and objects were read already, but it costs little to be sure.
            serde_json::from_str::<&RawValue>(body).map_err(|error| no_json(&error))?;
        }
        self.report.recordings += 1;
        self.report.bytes += body.len() as u64;
        let described = &self.model.api.operations[operation];
        let found = self.findings.entry((operation, status)).or_default();
        let finding = |kind: FindingKind| Finding {
            operation: described.id.clone(),
            status,
            pointer: String::new(),
            trail: Vec::new(),
            resource: None,
            kind,
            count: 0,
            expected: String::new(),
            found: Vec::new(),
            example: Example { file: file.to_owned(), pointer: String::new() },
        };
        if !described.statuses.iter().any(|described| described.covers(status)) {
            let finding = found.entry(String::new()).or_insert_with(|| finding(FindingKind::UndeclaredStatus));
            finding.count(Some(&status.to_string()));
        }
        let mut of_body = |kind: MismatchKind, expected: String, shown: Option<&str>| {
            let whole = || Finding { expected, ..finding(FindingKind::Mismatch(kind)) };
            found.entry("body".to_owned()).or_insert_with(whole).count(shown);
        };
        let may_be_empty = described.success.empty.contains(&status);
        if body.is_empty() {
            // A client refuses a success without its document; a failure may say nothing.
            if status < 400 && !may_be_empty && described.method != Method::Head && expectation.is_json() {
                of_body(MismatchKind::Missing, format!("a body with status {status}"), None);
            }
            return Ok(());
        }
        if may_be_empty {
            of_body(MismatchKind::Undeclared, format!("no body with status {status}"), Some(body));
        }
        let mut key = String::new();
        each_mismatch(body, &expectation, &mut |mismatch| {
            let steps = mismatch.steps();
            place(&mut key, &steps, mismatch.kind());
            let finding = match found.get_mut(&key) {
                Some(finding) => finding,
                None => found.entry(key.clone()).or_insert_with(|| Finding {
                    pointer: pattern(&steps, mismatch.kind()),
                    trail: steps.iter().copied().map(Trail::from).collect(),
                    resource: resource(&steps),
                    expected: mismatch.expected().to_string(),
                    example: Example { file: file.to_owned(), pointer: mismatch.pointer().to_string() },
                    ..finding(FindingKind::Mismatch(mismatch.kind()))
                }),
            };
            finding.count(mismatch.found());
        });
        Ok(())
    }

    fn expectation(&self, operation: OperationId, status: u16, fields: Vec<String>) -> Expectation<'a> {
        let failure = || {
            let described = self.failures.get(operation.index())?;
            described.iter().find(|(described, _)| described.covers(status)).map(|(_, shape)| *shape)
        };
        let is_empty = self.model.api.operations[operation].success.empty.contains(&status);
        let success = || {
            let described = self.payloads.get(operation.index())?;
            described
                .iter()
                .filter(|_| !is_empty)
                .find(|(described, _)| described.covers(status))
                .map(|(_, shape)| *shape)
        };
        let shape = if status < 400 { success() } else { failure() }.unwrap_or(PayloadShape::Opaque);
        let document = self.tables.document(&self.model.api.operations[operation]);
        self.tables.expectation(shape, fields).document(document)
    }
}

/// Writes what tells a place from others of the same operation and status: its steps without positions and keys
/// of maps, and what differs there.
fn place(key: &mut String, steps: &[Step<'_>], kind: MismatchKind) {
    key.clear();
    // Writing to a string cannot fail. The length of a name keeps what follows apart from it.
    let _ = write!(key, "{kind:?}");
    for (position, step) in steps.iter().enumerate() {
        let undeclared = kind == MismatchKind::Undeclared && position + 1 == steps.len();
        let _ = match step {
            Step::Member(name) => write!(key, "/{}:{name}", name.len()),
            Step::Entry(name) if undeclared => write!(key, "/{}:{name}", name.len()),
            Step::Place(index) => write!(key, "/{index}"),
            Step::Entry(_) | Step::Element(_) => write!(key, "/*"),
            Step::Resource(name) => write!(key, "({}:{name})", name.len()),
            Step::Alternative(index) => write!(key, "[{index}]"),
        };
    }
}

/// Returns what findings are sorted by.
fn order(finding: &Finding) -> impl Ord + '_ {
    let Finding { operation, status, pointer, kind, resource, expected, .. } = finding;
    (operation, status, pointer, kind.as_str(), resource, expected)
}

/// Returns the innermost resource.
fn resource(steps: &[Step<'_>]) -> Option<String> {
    steps.iter().rev().find_map(|step| match step {
        Step::Resource(kind) => Some((*kind).to_owned()),
        _ => None,
    })
}
