//! `jsonapi-forge generate`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

use jsonapi_forge::compile::{Compiled, GitReference, Options, Runtime, Summary, compile, completed, path_between};
use jsonapi_forge::config;
use jsonapi_forge::diag::Diagnostics;
use jsonapi_forge::repair::Overrides;
use jsonapi_forge::report::count;
use jsonapi_forge::source::{self, Files, Source};
use jsonapi_forge::write::{Companion, Held, Plan, apply_with, lock, plan, recover, remember};
use jsonapi_forge::{CrateName, is_version};

use crate::cli::Outcome;
use crate::cli::arguments::GenerateArguments;
use crate::cli::init::{UNNAMED, named};
use crate::cli::job::{Job, alone, found};
use crate::cli::problem::CommandError;
use crate::cli::progress;
use crate::cli::terminal::print;

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
        None => found()?,
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
        None => named(&title(spec, &overrides), spec).ok_or_else(|| CommandError::said(UNNAMED))?,
    };
    let output = arguments.out.clone().unwrap_or_else(|| PathBuf::from(name.as_str()));
    let mut options = Options { overrides, ..Options::new(name) };
    options.version = arguments.crate_version.clone().unwrap_or(options.version);
    if !is_version(&options.version) {
        return Err(format!("`{}` is no version; write three numbers, as in `0.1.0`", options.version).into());
    }
    options.description.clone_from(&arguments.description);
    if let Some(source) = &arguments.runtime {
        options.runtime = runtime(source, &output)?;
    }
    options.default_features.clone_from(&arguments.features_default);
    Ok(Job { input: spec.to_owned(), output, names: arguments.names.clone(), options, said: None })
}

/// Returns the title of a document; empty where it cannot be read, which the compiler reports.
fn title(spec: &Path, overrides: &Overrides) -> String {
    let document = source::open(spec).ok().and_then(|source| completed(&source.text, overrides).ok());
    let title = document.as_ref().and_then(|document| document.pointer("/info/title")?.as_str());
    title.unwrap_or_default().to_owned()
}

/// Returns the runtime that an argument names, for a crate in the folder `out`.
fn runtime(source: &str, out: &Path) -> Result<Runtime, String> {
    match source.split_once('=') {
        None if source == "vendored" => Ok(Runtime::Vendored),
        Some(("version", version)) if !version.is_empty() => Ok(Runtime::Version(version.to_owned())),
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
            self.generated(&source, &compiled, &plan, start)
        })
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
        let _ = writeln!(text, "to bring it up to date, run: {}", command(arguments));
        print(&text);
        Outcome::Stale
    }
}

/// Returns the command that does what `--check` asked about.
fn command(arguments: &GenerateArguments) -> String {
    if arguments.spec.is_none() && arguments.config.is_none() {
        return "jsonapi-forge generate".to_owned();
    }
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let words: Vec<String> = words.filter(|word| word != "--check").map(quoted).collect();
    format!("jsonapi-forge {}", words.join(" "))
}

/// Returns a word as a shell takes it for one.
fn quoted(word: String) -> String {
    let is_plain = |one: char| one.is_alphanumeric() || "-_./=:,@%+".contains(one);
    if !word.is_empty() && word.chars().all(is_plain) { word } else { format!("'{}'", word.replace('\'', "'\\''")) }
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

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_shell_takes_what_is_quoted_for_one_word() {
        for (word, expected) in
            [("api/v1.yaml", "api/v1.yaml"), ("my api", "'my api'"), ("$it's", "'$it'\\''s'"), ("", "''")]
        {
            assert_eq!(quoted(word.to_owned()), expected);
        }
    }
}
