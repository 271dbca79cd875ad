//! `jsonapi-forge samples`.

use std::path::Path;

use jsonapi_forge::compile::{Model, corrected, model_with};
use jsonapi_forge::name::Lock;
use jsonapi_forge::samples::{Report, check_folder, json, overlay, overrides, propose, text};
use jsonapi_forge::source::{self, Source};

use crate::cli::Outcome;
use crate::cli::arguments::{SamplesArguments, SamplesFormat};
use crate::cli::configured::{Configured, configured, corrections, understood};
use crate::cli::problem::CommandError;
use crate::cli::progress;
use crate::cli::terminal::print;

/// Checks recorded responses against a document.
pub(crate) fn run(arguments: &SamplesArguments) -> Result<Outcome, CommandError> {
    let checked = check(arguments)?;
    checked.tell(arguments)?;
    Ok(outcome(&checked.report))
}

/// The recordings that were checked, and the findings.
struct Checked {
    source: Source,
    /// The client that is made from the document, if a configuration has one.
    configured: Option<Configured>,
    model: Model,
    report: Report,
}

fn check(arguments: &SamplesArguments) -> Result<Checked, CommandError> {
    let source = source::open(&arguments.spec)?;
    let configured = configured(&arguments.spec)?;
    let model = understood(&source, &Lock::default(), configured.as_ref())?;
    let folder = &arguments.folder;
    let report = searched(&model, folder)?;
    report.problems.iter().for_each(|problem| CommandError::said(problem).tell());
    if report.recordings == 0 && report.problems.is_empty() {
        return Err(format!("there are no recordings (`OPERATION.STATUS.json`) in `{}`", folder.display()).into());
    }
    Ok(Checked { source, configured, model, report })
}

fn searched(model: &Model, folder: &Path) -> Result<Report, CommandError> {
    let shown = folder.display();
    if folder.exists() && !folder.is_dir() {
        return Err(format!("`{shown}` is no folder: give the one that has the recordings").into());
    }
    progress::begin(&format!("comparing {shown}"));
    check_folder(model, folder).map_err(|problem| format!("cannot list `{shown}`: {problem}").into())
}

impl Checked {
    fn tell(&self, arguments: &SamplesArguments) -> Result<(), CommandError> {
        print(&match (arguments.write_overrides, arguments.format) {
            (false, SamplesFormat::Text) => text(&self.report),
            (false, SamplesFormat::Json) => json(&self.report),
            (true, SamplesFormat::Text | SamplesFormat::Overlay) => self.proposed(arguments)?,
            (true, SamplesFormat::Json) => {
                return Err(CommandError::said("`--write-overrides` is printed as text or as an overlay"));
            }
            (false, SamplesFormat::Overlay) => {
                return Err(CommandError::said("`--format overlay` is for `--write-overrides`"));
            }
        });
        Ok(())
    }

    /// Returns the entries of the configuration that would make the document right. They are tried.
    fn proposed(&self, arguments: &SamplesArguments) -> Result<String, CommandError> {
        let refused = || CommandError::said("the document does not take the repairs that it needs");
        let mut all = corrections(&self.source, self.configured.as_ref());
        let corrected = corrected(&self.source.text, &all).map_err(|_| refused())?;
        let mut proposal = propose(&self.model, &corrected, &self.report);
        all.repairs.extend(proposal.overrides.repairs.iter().cloned());
        let repaired = model_with(&self.source.text, &Lock::default(), &all).map_err(|_| refused())?;
        proposal.confirm(&searched(&repaired, &arguments.folder)?);
        if arguments.format == SamplesFormat::Overlay {
            let document = source::read(&self.source.text).map_err(|_| refused())?.value;
            return Ok(overlay(&proposal, &document));
        }
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
