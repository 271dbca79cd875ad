//! `jsonapi-forge generate`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

use jsonapi_forge::compile::{Compiled, Failure, Options, Summary, compile};
use jsonapi_forge::config::{self, Api, Origin};
use jsonapi_forge::diag::Diagnostics;
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::Problem;
use jsonapi_forge::source::{self, Source};
use jsonapi_forge::write::{Inputs, Plan, apply, is_current, plan, remember, write_file};
use jsonapi_forge::{CrateName, is_version};

use crate::cli::Outcome;
use crate::cli::arguments::GenerateArguments;
use crate::cli::terminal::{complain, count, diagnostics, error, open_error, print};

/// Generates what the arguments or the configuration say. A client that fails does not keep the
/// others from being generated.
pub(crate) fn run(arguments: &GenerateArguments) -> Outcome {
    let jobs = match jobs(arguments) {
        Ok(jobs) => jobs,
        Err(message) => {
            error(message);
            return Outcome::Failed;
        }
    };
    let outcomes: Vec<Outcome> = jobs.iter().map(|job| job.run(arguments)).collect();
    outcomes.into_iter().max().unwrap_or(Outcome::Done)
}

/// One client to generate.
struct Job {
    input: PathBuf,
    output: PathBuf,
    /// The file that keeps names.
    names: Option<PathBuf>,
    options: Options,
    /// The configuration file, and what it says of where the description is from.
    said: Option<(Rc<config::File>, Option<Origin>)>,
}

/// What is to be generated, or what is wrong with how it was asked for.
fn jobs(arguments: &GenerateArguments) -> Result<Vec<Job>, String> {
    if let (Some(spec), Some(out), Some(name)) = (&arguments.spec, &arguments.out, &arguments.name) {
        return Ok(vec![job(arguments, spec, out, name)?]);
    }
    let path = match &arguments.config {
        Some(path) => path.clone(),
        None => found()?,
    };
    let file = Rc::new(config::read(&path).map_err(|error| error.to_string())?);
    let apis = file.config.apis.clone().into_iter();
    Ok(apis.map(|api| Job { said: Some((Rc::clone(&file), api.origin.clone())), ..Job::of(api) }).collect())
}

fn job(arguments: &GenerateArguments, spec: &Path, out: &Path, name: &str) -> Result<Job, String> {
    let mut options = Options::new(CrateName::new(name).map_err(|error| error.to_string())?);
    options.version = arguments.crate_version.clone().unwrap_or(options.version);
    if !is_version(&options.version) {
        return Err(format!("`{}` is no version; write three numbers, as in `0.1.0`", options.version));
    }
    options.description.clone_from(&arguments.description);
    options.default_features.clone_from(&arguments.features_default);
    let (input, output, names) = (spec.to_owned(), out.to_owned(), arguments.names.clone());
    Ok(Job { input, output, names, options, said: None })
}

/// The configuration file that is nearest, relative to where we are if it is there.
fn found() -> Result<PathBuf, String> {
    if Path::new(config::FILE).is_file() {
        return Ok(PathBuf::from(config::FILE));
    }
    let here = std::env::current_dir().map_err(|error| format!("cannot tell the current folder: {error}"))?;
    config::find(&here).ok_or_else(|| {
        format!("there is no `{}` here or in a folder around; write one, or give SPEC, --out and --name", config::FILE)
    })
}

impl Job {
    fn of(api: Api) -> Self {
        let options = Options {
            version: api.version,
            description: api.description,
            default_features: api.default_features,
            overrides: api.overrides,
            ..Options::new(api.name)
        };
        Self { input: api.input, output: api.output, names: api.names, options, said: None }
    }

    fn run(&self, arguments: &GenerateArguments) -> Outcome {
        let start = Instant::now();
        let Some((source, names)) = self.read() else { return Outcome::Failed };
        if let Some(problem) = self.not_the_recorded(&source) {
            complain(&format!("{problem}\n"));
            error(format!("`{}` was not generated: its description is another one", self.options.crate_name));
            return Outcome::Failed;
        }
        // A check is a proof: it makes all files again, and compares.
        if !arguments.check && self.is_current(&source, names.as_ref()) {
            let (name, folder) = (&self.options.crate_name, self.output.display());
            print(&format!("{name} is up to date in {folder}: what it is made from did not change\n"));
            return Outcome::Done;
        }
        let options = match self.options(names) {
            Ok(options) => options,
            Err(outcome) => return outcome,
        };
        let compiled = match compile(&source.text, &source.name, &options) {
            Ok(compiled) => compiled,
            Err(failure) => {
                self.fail(&source, &failure);
                return Outcome::Failed;
            }
        };
        let done = plan(&compiled.tree, &self.output).and_then(|plan| {
            if !arguments.check {
                apply(&plan)?;
                let names = self.names.as_ref().map(|path| (path, compiled.names.render()));
                names.iter().try_for_each(|(path, names)| write_file(path, names.as_bytes()).map(drop))?;
                let inputs = inputs(&source, names.as_ref().map(|(_, text)| text.as_str()), &self.options);
                inputs.map_or(Ok(()), |inputs| remember(&self.output, &inputs))?;
            }
            Ok(plan)
        });
        let plan = match done {
            Ok(plan) => plan,
            Err(problem) => {
                error(format!("`{}`: {problem}", self.options.crate_name));
                return Outcome::Failed;
            }
        };
        let names = compiled.names != options.names;
        if arguments.check {
            self.checked(&plan, names, arguments)
        } else {
            self.generated(&source, &compiled, &plan, start)
        }
    }

    /// What to say where the configuration records another description than the one that is there.
    fn not_the_recorded(&self, source: &Source) -> Option<config::Error> {
        let (file, origin) = self.said.as_ref()?;
        let recorded = origin.as_ref()?.sha256.as_ref()?;
        if recorded.text == source.sha256() {
            return None;
        }
        let message = format!("`{}` is not the description that was recorded", source.name);
        let help = "take another one with `jsonapi-forge update --to`, or remove `sha256`".to_owned();
        Some(file.refuse(vec![Problem { range: recorded.at.clone(), message, help: Some(help) }]))
    }

    /// Whether the output is what would be made. What goes wrong here goes wrong again where it is told.
    fn is_current(&self, source: &Source, names: Option<&Source>) -> bool {
        let inputs = inputs(source, names.map(|names| names.text.as_str()), &self.options);
        inputs.is_some_and(|inputs| is_current(&self.output, &inputs).unwrap_or(false))
    }

    /// The description and the names file, if there is one yet.
    fn read(&self) -> Option<(Source, Option<Source>)> {
        let open = |path: &PathBuf| source::open(path).map_err(|error| open_error(&error)).ok();
        let names = self.names.as_ref().filter(|path| path.exists());
        let source = open(&self.input)?;
        match names {
            Some(path) => Some((source, Some(open(path)?))),
            None => Some((source, None)),
        }
    }

    /// The options with the names that the names file keeps.
    fn options(&self, names: Option<Source>) -> Result<Options, Outcome> {
        let mut options = self.options.clone();
        let Some(source) = names else { return Ok(options) };
        options.names = Lock::parse(&source.text).map_err(|found| {
            diagnostics(&source, &found);
            error(format!("`{}` was not generated: the names file has errors", self.options.crate_name));
            Outcome::Failed
        })?;
        Ok(options)
    }

    fn fail(&self, source: &Source, failure: &Failure) {
        match (failure, &self.said) {
            (Failure::Description(found), _) => diagnostics(source, found),
            (Failure::Overrides(problems), Some((file, _))) => {
                complain(&format!("{}\n", file.refuse(problems.clone())))
            }
            _ => {}
        }
        error(format!("`{}` was not generated: {failure}", self.options.crate_name));
    }

    fn generated(&self, source: &Source, compiled: &Compiled, plan: &Plan, start: Instant) -> Outcome {
        let mut text = format!("{} {}, from {}\n", self.options.crate_name, self.options.version, source.name);
        describe(&mut text, &compiled.summary);
        line(&mut text, &warnings(source, &compiled.diagnostics));
        let written = plan.add.len() + plan.change.len();
        line(
            &mut text,
            &format!(
                "{} written ({} new), {} unchanged, {} removed in {}",
                count(written, "file"),
                plan.add.len(),
                plan.unchanged.len(),
                plan.remove.len(),
                self.output.display()
            ),
        );
        line(&mut text, &format!("{:.2} s", start.elapsed().as_secs_f64()));
        print(&text);
        Outcome::Done
    }

    /// `names` tells whether the names file is to change.
    fn checked(&self, plan: &Plan, names: bool, arguments: &GenerateArguments) -> Outcome {
        let folder = self.output.display();
        let names = self.names.as_ref().filter(|_| names);
        if plan.is_empty() && names.is_none() {
            print(&format!("{} is up to date in {folder}\n", self.options.crate_name));
            return Outcome::Done;
        }
        let mut text = format!("{} is stale in {folder}\n", self.options.crate_name);
        let lists = [("missing", &plan.add), ("different", &plan.change), ("left over", &plan.remove)];
        for (what, paths) in lists {
            paths.iter().for_each(|path| line(&mut text, &format!("{what}: {path}")));
        }
        plan.conflicts.iter().for_each(|conflict| line(&mut text, &conflict.to_string()));
        names.into_iter().for_each(|path| line(&mut text, &format!("different: {}", path.display())));
        let _ = writeln!(text, "to bring it up to date, run: {}", command(arguments));
        print(&text);
        Outcome::Stale
    }
}

/// All that decides what is written: the description and the name of its file, the names, the options.
fn inputs(source: &Source, names: Option<&str>, options: &Options) -> Option<Inputs> {
    let options = format!("{options:?}");
    let texts = [&source.text, &source.name, names.unwrap_or_default(), &options];
    Inputs::of(&texts.map(str::as_bytes))
}

/// The command that does what `--check` asked about.
fn command(arguments: &GenerateArguments) -> String {
    if arguments.spec.is_none() && arguments.config.is_none() {
        return "jsonapi-forge generate".to_owned();
    }
    let words = std::env::args().skip(1).filter(|word| word != "--check");
    let words: Vec<String> = words.map(|word| if word.contains(' ') { format!("'{word}'") } else { word }).collect();
    format!("jsonapi-forge {}", words.join(" "))
}

/// What a client has, and what was left out.
fn describe(text: &mut String, summary: &Summary) {
    let Summary { operations, resources, types, .. } = summary;
    let counts = [(*operations, "operation"), (*resources, "resource type"), (*types, "other type")];
    line(text, &counts.map(|(number, noun)| count(number, noun)).join(", "));
    if summary.left_out > 0 {
        line(text, &format!("{} not wanted", count(summary.left_out, "operation")));
    }
    summary.skipped.iter().for_each(|skipped| line(text, &format!("skipped {skipped}")));
    let understood = &summary.understood;
    let facts = [
        (understood.filters_from_extension, "filters from an extension"),
        (understood.filters_from_prose, "filters from prose"),
        (understood.filters_not_understood, "filters not understood"),
        (understood.rate_limits_from_extension, "rate limits from an extension"),
        (understood.rate_limits_from_prose, "rate limits from prose"),
        (understood.scopes_from_extension, "scopes from an extension"),
        (understood.scopes_from_prose, "scopes from prose"),
        (understood.aliases, "aliases"),
        (understood.pre_releases, "pre-releases"),
        (understood.subtags, "subtags"),
        (understood.maximum_items, "maximum numbers of items"),
    ];
    let facts: Vec<String> =
        facts.iter().filter(|(number, _)| *number > 0).map(|(number, noun)| format!("{number} {noun}")).collect();
    if !facts.is_empty() {
        line(text, &format!("vendor facts: {}", facts.join(", ")));
    }
}

fn warnings(source: &Source, found: &Diagnostics) -> String {
    match found.iter().count() {
        0 => "no warnings".to_owned(),
        number => format!("{}; `jsonapi-forge lint {}` shows them", count(number, "warning"), source.name),
    }
}

fn line(text: &mut String, content: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "  {content}");
}
