//! `jsonapi-forge samples`.

use std::path::Path;

use jsonapi_forge::compile::{Model, model_with};
use jsonapi_forge::name::Lock;
use jsonapi_forge::samples::{Report, check_folder, json, overrides, propose, text};
use jsonapi_forge::source::{self, Source};

use crate::cli::Outcome;
use crate::cli::arguments::{SamplesArguments, SamplesFormat};
use crate::cli::configured::{Configured, Told, configured, fail, open, understood};
use crate::cli::terminal::{error, print};

/// Checks recorded responses against a description.
pub(crate) fn run(arguments: &SamplesArguments) -> Outcome {
    let checked = check(arguments).and_then(|checked| {
        checked.tell(arguments)?;
        Ok(outcome(&checked.report))
    });
    checked.unwrap_or(Outcome::Failed)
}

/// What was checked, and what was found.
struct Checked {
    source: Source,
    /// The client that is made from the description, if a configuration has one.
    configured: Option<Configured>,
    model: Model,
    report: Report,
}

fn check(arguments: &SamplesArguments) -> Result<Checked, Told> {
    let source = open(&arguments.spec)?;
    let configured = configured(&arguments.spec)?;
    let model = understood(&source, &Lock::default(), configured.as_ref())?;
    let folder = &arguments.folder;
    let report = searched(&model, folder)?;
    report.problems.iter().for_each(error);
    if report.recordings == 0 && report.problems.is_empty() {
        return Err(fail(format!("there are no recordings (`OPERATION.STATUS.json`) in `{}`", folder.display())));
    }
    Ok(Checked { source, configured, model, report })
}

fn searched(model: &Model, folder: &Path) -> Result<Report, Told> {
    check_folder(model, folder).map_err(|problem| fail(format!("cannot list `{}`: {problem}", folder.display())))
}

impl Checked {
    fn tell(&self, arguments: &SamplesArguments) -> Result<(), Told> {
        if arguments.write_overrides {
            print(&self.proposed(&arguments.folder)?);
            return Ok(());
        }
        print(&match arguments.format {
            SamplesFormat::Text => text(&self.report),
            SamplesFormat::Json => json(&self.report),
        });
        Ok(())
    }

    /// The entries of the configuration that would make the description right. They are tried.
    fn proposed(&self, folder: &Path) -> Result<String, Told> {
        let refused = || fail("the description does not take the repairs that it needs");
        let mut document = source::read(&self.source.text).map_err(|_| refused())?.value;
        let mut all = self.configured.as_ref().map(|configured| configured.api.overrides.clone()).unwrap_or_default();
        all.repair_all(&mut document).map_err(|_| refused())?;
        let mut proposal = propose(&self.model, &document, &self.report);
        all.repairs.extend(proposal.overrides.repairs.iter().cloned());
        let repaired = model_with(&self.source.text, &Lock::default(), &all).map_err(|_| refused())?;
        proposal.confirm(&searched(&repaired, folder)?);
        let name = self.configured.as_ref().map_or("NAME", |configured| configured.api.name.as_str());
        Ok(overrides(&proposal, name))
    }
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
