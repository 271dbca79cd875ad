//! `jsonapi-forge generate`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

use jsonapi_forge::compile::{Compiled, GitReference, Options, Runtime, Summary, compile, path_between};
use jsonapi_forge::config;
use jsonapi_forge::diag::Diagnostics;
use jsonapi_forge::repair::{Located, Overrides};
use jsonapi_forge::report::count;
use jsonapi_forge::source::{self, Files};
use jsonapi_forge::write::{Companion, Held, Plan, apply_with, lock, plan, recover, remember};
use jsonapi_forge::{CrateName, is_version};

use crate::cli::Outcome;
use crate::cli::arguments::GenerateArguments;
use crate::cli::configured::configured;
use crate::cli::init::{UNNAMED, named, title};
use crate::cli::job::{Job, alone, found};
use crate::cli::problem::CommandError;
use crate::cli::progress;
use crate::cli::terminal::{command, print};

/// Generates what the arguments or the configuration say.
pub(crate) fn run(arguments: &GenerateArguments) -> Result<Outcome, CommandError> {
    // Until all is written, and what it was made from is remembered.
    let (jobs, _held) = jobs(arguments)?;
    let outcomes = jobs.iter().map(|job| {
        job.run(arguments).unwrap_or_else(|problem| {
            problem.tell();
            Outcome::Failed
        })
    });
    // All of them: a client that fails does not keep the others from being generated.
    Ok(outcomes.collect::<Vec<_>>().into_iter().max().unwrap_or(Outcome::Done))
}

/// Returns what is to be generated, and what keeps other runs away from it; or what is wrong with how it was asked for.
fn jobs(arguments: &GenerateArguments) -> Result<(Vec<Job>, Vec<Held>), CommandError> {
    if let Some(spec) = &arguments.spec {
        let job = job(arguments, spec)?;
        if arguments.check {
            return Ok((vec![job], Vec::new()));
        }
        let held = lock(&job.output)?;
        recover(&job.output, &job.names.iter().map(PathBuf::as_path).collect::<Vec<_>>())?;
        return Ok((vec![job], vec![held]));
    }
    let path = match &arguments.config {
        Some(path) => path.clone(),
        None => found().map_err(|message| format!("{message}, or name a document"))?,
    };
    let mut file = config::read(&path).map_err(CommandError::Configuration)?;
    let mut all = Vec::new();
    if !arguments.check {
        let mut changed = false;
        for api in &file.config.apis {
            let (held, put_back) = alone(&path, api)?;
            all.push(held);
            changed |= put_back;
        }
        if changed {
            file = config::read(&path).map_err(CommandError::Configuration)?;
        }
    }
    let file = Rc::new(file);
    Ok((file.config.apis.iter().map(|api| Job::of(&file, api)).collect(), all))
}

fn job(arguments: &GenerateArguments, spec: &Path) -> Result<Job, CommandError> {
    let mut overrides = Overrides { files: Files::beside(spec), ..Overrides::new() };
    for path in &arguments.overlay {
        overrides.overlays.push(source::open(path).map_err(CommandError::said)?);
    }
    let name = match &arguments.name {
        Some(name) => CrateName::new(name).map_err(CommandError::said)?,
        None => {
            let title = source::open(spec).map(|source| title(&source, &overrides)).unwrap_or_default();
            named(&title, spec).ok_or_else(|| CommandError::said(UNNAMED))?
        }
    };
    let output = arguments.out.clone().unwrap_or_else(|| PathBuf::from(name.as_str()));
    let mut options = Options { overrides, ..Options::new(name) };
    options.version = arguments.crate_version.clone().unwrap_or(options.version);
    if !is_version(&options.version) {
        return Err(format!("`{}` is not a version; write three numbers, as in `0.1.0`", options.version).into());
    }
    options.description.clone_from(&arguments.description);
    if let Some(source) = &arguments.runtime {
        options.runtime = runtime(source, &output)?;
    }
    let features = arguments.features_default.iter();
    options.default_features = features.map(|text| Located { text: text.clone(), at: 0..0 }).collect();
    Ok(Job { input: spec.to_owned(), output, names: arguments.names.clone(), options, said: None })
}

/// Returns the runtime that an argument names, for a crate in the folder `out`.
fn runtime(source: &str, out: &Path) -> Result<Runtime, String> {
    match source.split_once('=') {
        None if source == "vendored" => Ok(Runtime::Vendored),
        Some(("version", version)) if is_requirement(version) => Ok(Runtime::Version(version.to_owned())),
        Some(("path", folder)) if !folder.is_empty() => {
            Ok(Runtime::Path { path: path_between(out, Path::new(folder)), version: None })
        }
        Some(("git", url)) if !url.is_empty() => {
            let (url, at) = match url.split_once('#') {
                Some((url, revision)) => (url, Some(GitReference::Revision(revision.to_owned()))),
                None => (url, None),
            };
            Ok(Runtime::Git { url: url.to_owned(), at })
        }
        _ => Err(format!(
            "`{source}` is not a source of the runtime; write `vendored`, `version=0.1`, `git=URL` or `path=DIR`"
        )),
    }
}

/// Returns whether a text may be a requirement of versions, as in `0.1`, `^0.1.2` or `>=0.1, <0.3`.
fn is_requirement(text: &str) -> bool {
    let starts_with_number = |part: &str| {
        let version = part.trim().trim_start_matches(['^', '~', '=', '<', '>', ' ']);
        version.starts_with(|first: char| first.is_ascii_digit() || first == '*')
    };
    text.split(',').all(starts_with_number)
}

impl Job {
    fn run(&self, arguments: &GenerateArguments) -> Result<Outcome, CommandError> {
        let start = Instant::now();
        let (source, names) = self.read()?;
        self.recorded(&source)?;
        // A check is a proof: it makes all files again, and compares.
        if !arguments.check && self.is_current(&source, names.as_ref()) {
            let (name, folder) = (&self.options.crate_name, self.output.display());
            print(&format!("{name} is up to date in {folder}: what it is made from did not change\n"));
            return Ok(Outcome::Done);
        }
        let options = self.options(names)?;
        progress::begin(&format!("`{}`: compiling {}", self.options.crate_name, source.name));
        let compiled = compile(&source.text, &source.name, &options);
        let compiled = compiled.map_err(|failure| self.refused(&source, failure))?;
        progress::begin(&format!("`{}`: writing", self.options.crate_name));
        let done = plan(&compiled.tree, &self.output).and_then(|plan| {
            if !arguments.check {
                let names = compiled.names.render();
                let names_file = self.names.as_ref().filter(|_| compiled.names != options.names);
                let names_file = names_file.map(|path| Companion { path: path.clone(), content: names.clone().into() });
                apply_with(&plan, names_file.as_slice())?;
                let names = self.names.as_ref().map(|_| names.as_str());
                self.inputs(&source, &compiled.summary.sha256, names)
                    .map_or(Ok(()), |inputs| remember(&self.output, &inputs))?;
            }
            Ok(plan)
        });
        let plan = done.map_err(|problem| format!("`{}`: {problem}", self.options.crate_name))?;
        let names = compiled.names != options.names;
        Ok(if arguments.check {
            self.checked(&plan, names, arguments)
        } else {
            self.generated(arguments, &compiled, &plan, start)
        })
    }

    fn generated(&self, arguments: &GenerateArguments, compiled: &Compiled, plan: &Plan, start: Instant) -> Outcome {
        let mut text = format!("{} {}, from {}\n", self.options.crate_name, self.options.version, self.input.display());
        describe(&mut text, &compiled.summary);
        line(&mut text, &self.warnings(arguments, &compiled.diagnostics));
        self.configured(arguments).into_iter().for_each(|remark| line(&mut text, &remark));
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

    /// Checks a plan; `names` tells whether the names file would change.
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
        let first = if plan.conflicts.is_empty() { "" } else { "move or delete what is not the compiler's, then " };
        let _ = writeln!(text, "to bring it up to date, {first}run: {}", without_check(arguments));
        print(&text);
        Outcome::Stale
    }
}

/// Returns the command that does what `--check` asked about.
fn without_check(arguments: &GenerateArguments) -> String {
    if arguments.spec.is_none() && arguments.config.is_none() {
        return "jsonapi-forge generate".to_owned();
    }
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    command(["jsonapi-forge".to_owned()].into_iter().chain(words.filter(|word| word != "--check")))
}

/// Prints what a client has, and what was left out.
fn describe(text: &mut String, summary: &Summary) {
    let Summary { operations, resources, types, .. } = summary;
    let counts = [(*operations, "operation"), (*resources, "resource type"), (*types, "other type")];
    line(text, &counts.map(|(number, noun)| count(number, noun)).join(", "));
    if summary.left_out > 0 {
        line(text, &format!("{} not wanted", count(summary.left_out, "operation")));
    }
    summary.skipped.iter().for_each(|skipped| line(text, &format!("skipped {skipped}")));
}

impl Job {
    fn warnings(&self, arguments: &GenerateArguments, found: &Diagnostics) -> String {
        let number = found.iter().count();
        if number == 0 {
            return "no warnings".to_owned();
        }
        let path = |path: &PathBuf| path.display().to_string();
        let mut words = vec!["jsonapi-forge".to_owned(), "lint".to_owned()];
        let options = [("--config", arguments.config.as_slice()), ("--overlay", arguments.overlay.as_slice())];
        for (option, paths) in options {
            words.extend(paths.iter().flat_map(|one| [option.to_owned(), path(one)]));
        }
        words.push(path(&self.input));
        let shows = if number == 1 { "shows it" } else { "shows them" };
        format!("{}; `{}` {shows}", count(number, "warning"), command(words))
    }

    /// Returns a remark on the options that do not apply, where the configuration has a client of the document as well.
    fn configured(&self, arguments: &GenerateArguments) -> Option<String> {
        let configured = configured(arguments.spec.as_deref()?).ok()??;
        Some(format!(
            "the options of `{}` in {} do not apply here; `jsonapi-forge generate` makes that client",
            configured.api.name,
            config::FILE
        ))
    }
}

fn line(text: &mut String, content: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "  {content}");
}
