//! `jsonapi-forge samples`.

use jsonapi_forge::samples::{Report, check_folder, json, text};

use crate::cli::Outcome;
use crate::cli::arguments::{SamplesArguments, SamplesFormat};
use crate::cli::inspect::described;
use crate::cli::terminal::{error, print};

/// Checks recorded responses against a description.
pub(crate) fn run(arguments: &SamplesArguments) -> Outcome {
    let Some(model) = described(&arguments.spec) else { return Outcome::Failed };
    let report = match check_folder(&model, &arguments.folder) {
        Ok(report) => report,
        Err(problem) => {
            error(format!("cannot list `{}`: {problem}", arguments.folder.display()));
            return Outcome::Failed;
        }
    };
    report.problems.iter().for_each(error);
    if report.recordings == 0 && report.problems.is_empty() {
        error(format!("there are no recordings (`OPERATION.STATUS.json`) in `{}`", arguments.folder.display()));
        return Outcome::Failed;
    }
    print(&match arguments.format {
        SamplesFormat::Text => text(&report),
        SamplesFormat::Json => json(&report),
    });
    outcome(&report)
}

fn outcome(report: &Report) -> Outcome {
    if !report.problems.is_empty() {
        Outcome::Failed
    } else if !report.findings.is_empty() {
        Outcome::Stale
    } else {
        Outcome::Done
    }
}
