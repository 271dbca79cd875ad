//! A client to generate: its files, and the diagnostics about them.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use jsonapi_forge::compile::{Failure, Options};
use jsonapi_forge::config::{self, Api};
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::{self, Located, Overrides};
use jsonapi_forge::source::{self, Files, OpenError, Source};
use jsonapi_forge::write::{self, Held, Inputs, STATE, is_current, lock, recover};

use crate::cli::problem::CommandError;
use crate::cli::terminal::complain;

/// The changelog of a crate.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

/// One client to generate.
pub(crate) struct Job {
    /// The document.
    pub(crate) input: PathBuf,
    /// The folder of the crate.
    pub(crate) output: PathBuf,
    /// The file that keeps names.
    pub(crate) names: Option<PathBuf>,
    /// How it is generated, but for the names.
    pub(crate) options: Options,
    /// What the configuration file says of the document.
    pub(crate) said: Option<Said>,
}

/// The facts that a configuration file states about the document of a client.
pub(crate) struct Said {
    file: Rc<config::ConfigFile>,
    /// The bytes of its path in the file.
    input_at: Range<usize>,
    /// The SHA-256 that is recorded of it.
    sha256: Option<Located>,
}

/// Returns the configuration file that is nearest, relative to where we are if it is there.
pub(crate) fn found() -> Result<PathBuf, String> {
    if Path::new(config::FILE).symlink_metadata().is_ok() {
        return Ok(PathBuf::from(config::FILE));
    }
    let here = std::env::current_dir().map_err(|error| format!("cannot tell the current folder: {error}"))?;
    config::find(&here).ok_or_else(|| {
        format!("there is no `{}` here or in a folder around; write one (`jsonapi-forge init SPEC`)", config::FILE)
    })
}

/// Keeps other runs away from a client, and puts back what dead ones changed around it; whether that was anything.
pub(crate) fn alone(config: &Path, api: &Api) -> Result<(Held, bool), write::Error> {
    let held = lock(&api.output)?;
    let changelog = api.output.join(CHANGELOG);
    let companions = [Some(config), Some(&changelog), api.names.as_deref(), Some(&api.input)];
    let changed = recover(&api.output, &companions.into_iter().flatten().collect::<Vec<_>>())?;
    if changed {
        complain(&format!("an earlier run was interrupted: what it changed around `{}` was put back\n", api.name));
    }
    Ok((held, changed))
}

impl Job {
    /// Returns what a table of the configuration file says.
    pub(crate) fn of(file: &Rc<config::ConfigFile>, api: &Api) -> Self {
        let api = api.clone();
        let options = Options {
            version: api.version,
            description: api.description,
            package: api.package,
            runtime: api.runtime,
            default_features: api.default_features,
            overrides: Overrides { files: Files::beside(&api.input), ..api.overrides },
            ..Options::new(api.name)
        };
        let sha256 = api.origin.and_then(|origin| origin.sha256);
        let said = Some(Said { file: Rc::clone(file), input_at: api.input_at, sha256 });
        Self { input: api.input, output: api.output, names: api.names, options, said }
    }

    /// Checks that the document is the one that the configuration records, if any.
    pub(crate) fn recorded(&self, source: &Source) -> Result<(), CommandError> {
        let Some(Said { file, sha256: Some(recorded), .. }) = &self.said else { return Ok(()) };
        if recorded.text == source.sha256() {
            return Ok(());
        }
        let message = format!("`{}` is not the document that was recorded", source.name);
        let help = "take another one with `jsonapi-forge update --to`, or remove `sha256`".to_owned();
        let problem =
            file.refuse(vec![repair::ConfigProblem { range: recorded.at.clone(), message, help: Some(help) }]);
        Err(CommandError::Configuration(problem).then(self.not_generated("its document is another one")))
    }

    /// Returns whether the output is what would be made. An error here is no answer: the run itself meets it again, and
    /// reports it.
    pub(crate) fn is_current(&self, source: &Source, names: Option<&Source>) -> bool {
        if !self.output.join(STATE).is_file() {
            return false;
        }
        let inputs = self.inputs(source, &source.sha256(), names.map(|names| names.text.as_str()));
        inputs.is_some_and(|inputs| is_current(&self.output, &inputs).unwrap_or(false))
    }

    /// Returns the document and the names file, if there is one yet.
    pub(crate) fn read(&self) -> Result<(Source, Option<Source>), CommandError> {
        let source = source::open(&self.input).map_err(|problem| self.unreadable(problem))?;
        let names = self.names.as_deref().filter(|path| path.exists());
        Ok((source, names.map(source::open_regular).transpose()?))
    }

    /// Returns what keeps the document from being read, with where the configuration names it.
    fn unreadable(&self, problem: OpenError) -> CommandError {
        match (problem, &self.said) {
            (OpenError::Io { path, source }, Some(Said { file, input_at, .. })) => {
                let message = format!("cannot read `{}`: {source}", path.display());
                let help = Some("`input` is the path of the document, from this file's folder".to_owned());
                let problem = repair::ConfigProblem { range: input_at.clone(), message, help };
                CommandError::Configuration(file.refuse(vec![problem]))
            }
            (problem, _) => problem.into(),
        }
    }

    /// Returns the options with the names that the names file keeps.
    pub(crate) fn options(&self, names: Option<Source>) -> Result<Options, CommandError> {
        let mut options = self.options.clone();
        let Some(source) = names else { return Ok(options) };
        options.names = Lock::parse(&source.text).map_err(|found| {
            CommandError::Document(source, found).then(self.not_generated("the names file has errors"))
        })?;
        Ok(options)
    }

    /// Returns what keeps a document from becoming a client.
    pub(crate) fn refused(&self, source: &Source, failure: Failure) -> CommandError {
        let message = self.not_generated(&failure);
        match (failure, &self.said) {
            (Failure::Document(found), _) => CommandError::Document(source.clone(), found).then(message),
            (Failure::Overrides(problems), Some(said)) => {
                CommandError::Configuration(said.file.refuse(problems)).then(message)
            }
            (Failure::Option(problem), Some(said)) => CommandError::Configuration(said.file.refuse(vec![problem])),
            _ => message.into(),
        }
    }

    fn not_generated(&self, why: impl fmt::Display) -> String {
        format!("`{}` was not generated: {why}", self.options.crate_name)
    }

    /// Returns everything that determines the output: the SHA-256 of the document, the name of its file, the names and the
    /// options.
    pub(crate) fn inputs(&self, source: &Source, sha256: &str, names: Option<&str>) -> Option<Inputs> {
        let options = format!("{:?}", self.options);
        let texts = [sha256, &source.name, names.unwrap_or_default(), &options];
        Inputs::of(&texts.map(str::as_bytes))
    }
}
