//! `jsonapi-forge samples`.

use std::path::Path;

use jsonapi_forge::compile::{Model, Refused, model_with};
use jsonapi_forge::config::{self, Api, File};
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::Overrides;
use jsonapi_forge::samples::{Report, check_folder, json, overrides, propose, text};
use jsonapi_forge::source::{self, Source};

use crate::cli::Outcome;
use crate::cli::arguments::{SamplesArguments, SamplesFormat};
use crate::cli::job::found;
use crate::cli::terminal::{complain, diagnostics, error, open_error, print};

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

/// A client, and the configuration that lists it.
struct Configured {
    file: File,
    api: Api,
}

/// What went wrong was told already.
struct Told;

fn check(arguments: &SamplesArguments) -> Result<Checked, Told> {
    let source = source::open(&arguments.spec).map_err(|problem| {
        open_error(&problem);
        Told
    })?;
    let configured = configured(&arguments.spec)?;
    let model = understood(&source, configured.as_ref())?;
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

fn fail(message: String) -> Told {
    error(message);
    Told
}

/// The client of the nearest configuration that is made from the description: what is said there against
/// the description counts.
fn configured(spec: &Path) -> Result<Option<Configured>, Told> {
    let Ok(path) = found() else { return Ok(None) };
    let file = config::read(&path).map_err(|problem| {
        complain(&format!("{problem}\n"));
        fail("the configuration has errors".to_owned())
    })?;
    let real = spec.canonicalize().ok();
    let is_made_of = |api: &&Api| real.is_some() && api.input.canonicalize().ok() == real;
    let api = file.config.apis.iter().find(is_made_of).cloned();
    Ok(api.map(|api| Configured { file, api }))
}

fn understood(source: &Source, configured: Option<&Configured>) -> Result<Model, Told> {
    let nothing = Overrides::new();
    let overrides = configured.map_or(&nothing, |configured| &configured.api.overrides);
    model_with(&source.text, &Lock::default(), overrides).map_err(|refused| match (refused, configured) {
        (Refused::Description(found), _) => {
            diagnostics(source, &found);
            fail("the description has errors".to_owned())
        }
        (Refused::Overrides(problems), configured) => {
            let refused = configured.map(|configured| configured.file.refuse(problems));
            refused.iter().for_each(|problem| complain(&format!("{problem}\n")));
            fail("what the configuration says against the description does not fit it".to_owned())
        }
    })
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
        let refused = || fail("the description does not take the repairs that it needs".to_owned());
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
