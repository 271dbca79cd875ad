//! The findings as JSON, for programs.

use serde_json::{Value, json};

use crate::samples::check::Report;
use crate::samples::finding::Finding;

/// Returns the report as JSON text, with a line break at its end.
pub fn json(report: &Report) -> String {
    let findings: Vec<Value> = report.findings.iter().map(finding).collect();
    let problems = report.problems.iter();
    let problems: Vec<Value> =
        problems.map(|problem| json!({"file": problem.file, "message": problem.message})).collect();
    let disagreements: usize = report.findings.iter().map(|finding| finding.count).sum();
    let value = json!({
        "recordings": report.recordings,
        "bytes": report.bytes,
        "disagreements": disagreements,
        "findings": findings,
        "problems": problems,
    });
    format!("{value:#}\n")
}

fn finding(finding: &Finding) -> Value {
    json!({
        "operation": finding.operation,
        "status": finding.status,
        "pointer": finding.pointer,
        "resource": finding.resource,
        "kind": finding.kind.as_str(),
        "count": finding.count,
        "expected": finding.expected,
        "found": finding.found,
        "example": {"file": finding.example.file, "pointer": finding.example.pointer},
    })
}
