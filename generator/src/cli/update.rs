//! `jsonapi-forge update`: replaces the document of a client by a newer one.
//!
//! All that is to be written is made first, and then written together: the crate, its changelog, the names
//! file, the configuration file, and the document where it is copied.

use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, UNIX_EPOCH};

use jiff_core::Timestamp;
use jiff_core::tz::Offset;
use jsonapi_forge::changelog;
use jsonapi_forge::compile::{BINDINGS, Model, Options, compile_model, model_with, renamed};
use jsonapi_forge::config::{self, Api, Edit, edit};
use jsonapi_forge::diff::{self, Diff, Sources, Verdict};
use jsonapi_forge::repair::Overrides;
use jsonapi_forge::report::count;
use jsonapi_forge::source::{self, Locator, Source};
use jsonapi_forge::write::{Companion, Error, Held, Plan, apply_with, lock_file, plan};

use crate::cli::Outcome;
use crate::cli::arguments::UpdateArguments;
use crate::cli::fetch;
use crate::cli::job::{CHANGELOG, Job, alone, found};
use crate::cli::problem::CommandError;
use crate::cli::progress;
use crate::cli::terminal::{is_coloured, print};

/// The heading above the items that have other names than in the crate from before, of the same document.
const RENAMED: &str = concat!("Renamed by jsonapi-forge ", env!("CARGO_PKG_VERSION"));

/// Takes another document, or says what that would do.
pub(crate) fn run(arguments: &UpdateArguments) -> Result<Outcome, CommandError> {
    if let Some(update) = prepare(arguments)? {
        update.carry_out(arguments.dry_run)?;
    }
    Ok(Outcome::Done)
}

/// All that is to be written.
struct Update {
    /// Its overrides.
    text: String,
    plan: Plan,
    companions: Vec<Companion>,
    /// What keeps other runs out, until all is written.
    held: Option<[Held; 2]>,
}

/// The place of the new document from then on.
struct NewDocument {
    path: PathBuf,
    /// As the configuration file names it.
    input: String,
    is_copy: bool,
}

/// Returns what is to be written; nothing where the document is the same.
fn prepare(arguments: &UpdateArguments) -> Result<Option<Update>, CommandError> {
    let path = arguments.config.clone().map_or_else(found, Ok)?;
    let held = (!arguments.dry_run).then(|| undisturbed(arguments, &path)).transpose()?;
    let file = Rc::new(config::read(&path).map_err(CommandError::said)?);
    let api = chosen(&file.config.apis, arguments.api.as_deref())?;
    let job = Job::of(&file, api);
    let (old, names) = job.read()?;
    job.recorded(&old)?;
    let (from_where, mut new) = incoming(arguments, api)?;
    if new.text == old.text {
        print(&format!("{} is made from this document already: there is nothing to do\n", api.name));
        return Ok(None);
    }
    let mut options = job.options(names)?;
    let from = job.model(&old, &options)?;
    let to = job.model(&new, &options)?;
    let renamed = job.renamed(&from, &old, &options)?;
    progress::begin("comparing");
    let found = diff::diff(&from, &to);
    let verdict = if renamed.is_empty() { found.verdict() } else { Verdict::Major };
    let Some(version) = verdict.next(&api.version) else {
        return Err(format!("there is no version after `{}`", api.version).into());
    };
    let mut text = shown(&found, &old, &new);
    if !renamed.is_empty() {
        text.push_str(&format!("\n{RENAMED}\n\n{renamed}"));
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let place = placed(folder, &job.input, &new)?;
    new.name = place.path.display().to_string();
    options.version.clone_from(&version);
    let compiled = compile_model(to, &new.text, &new.name, &options);
    let compiled = compiled.map_err(|failure| job.refused(&new, failure))?;
    let plan = plan(&compiled.tree, &job.output)?;
    if !plan.conflicts.is_empty() {
        return Err(Error::Conflicts(plan.conflicts).into());
    }
    let date = today();
    let recorded = Edit {
        input: &place.input,
        version: &version,
        from: &from_where,
        date: &date,
        sha256: &compiled.summary.sha256,
    };
    // The configuration goes last: until it names the new document, the client is made from the old one.
    let configuration = Companion { path: path.clone(), content: edited(&file, api, &recorded, folder)? };
    let mut companions = Vec::new();
    if place.is_copy {
        companions.push(Companion { path: place.path, content: new.text.clone().into() });
    }
    if let Some(names) = job.names.as_ref().filter(|_| compiled.names != options.names) {
        companions.push(Companion { path: names.clone(), content: compiled.names.render().into() });
    }
    if version != api.version {
        let path = job.output.join(CHANGELOG);
        let before = if path.exists() { source::open_regular(&path)?.text } else { String::new() };
        let renamed = if renamed.is_empty() { renamed } else { format!("### {RENAMED}\n\n{renamed}\n") };
        let section = renamed + &diff::markdown(&found, None);
        let section = changelog::prepend(&before, &format!("{version} - {date}"), &section);
        companions.push(Companion { path, content: section.into() });
    }
    companions.push(configuration);
    let verdict = verdict.as_str();
    // Writing to a string cannot fail.
    let _ = match version == api.version {
        true => writeln!(text, "\n{} stays {version}", api.name),
        false => writeln!(text, "\n{} {} becomes {version} ({verdict})", api.name, api.version),
    };
    Ok(Some(Update { text, plan, companions, held }))
}

/// Keeps other runs away from the configuration and from the client.
fn undisturbed(arguments: &UpdateArguments, path: &Path) -> Result<[Held; 2], CommandError> {
    let file = config::read(path).map_err(CommandError::said)?;
    let api = chosen(&file.config.apis, arguments.api.as_deref())?;
    let configuration = lock_file(path)?;
    let (client, _) = alone(path, api)?;
    Ok([configuration, client])
}

/// Returns the client that is meant.
fn chosen<'a>(apis: &'a [Api], name: Option<&str>) -> Result<&'a Api, CommandError> {
    let known: Vec<String> = apis.iter().map(|api| format!("`{}`", api.name)).collect();
    match (name, apis) {
        (Some(name), _) => match apis.iter().find(|api| api.name.as_str() == name) {
            Some(api) => Ok(api),
            None => Err(format!("there is no client `{name}`; there are {}", known.join(", ")).into()),
        },
        (None, [only]) => Ok(only),
        (None, _) => Err(format!("say which client: {}", known.join(", ")).into()),
    }
}

/// Returns where the new document is from, and the document.
fn incoming(arguments: &UpdateArguments, api: &Api) -> Result<(String, Source), CommandError> {
    let recorded = api.origin.as_ref().and_then(|origin| origin.from.clone());
    let Some(from) = arguments.to.clone().or(recorded.filter(|from| fetch::is_address(from))) else {
        let message = "say where the new document is: `--to FILE`, or `--to https://..`, which is then recorded";
        return Err(CommandError::said(message));
    };
    let source = match fetch::is_address(&from) {
        true => fetch::fetch(&from, Duration::from_secs(arguments.timeout))?,
        false => source::open(Path::new(&from))?,
    };
    Ok((from, source))
}

/// Returns what the new document does to callers.
fn shown(found: &Diff, old: &Source, new: &Source) -> String {
    let (old, new) = (Locator::new(&old.name, &old.text), Locator::new(&new.name, &new.text));
    diff::text(found, Sources { old: &old, new: &new }, is_coloured(&std::io::stdout()))
}

/// Returns the day, in UTC, as in `2026-07-15`.
fn today() -> String {
    let now = UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs().cast_signed());
    let date = Timestamp::from_second(now).unwrap_or(Timestamp::UNIX_EPOCH).to_datetime(Offset::UTC).date();
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Returns where the document is from then on. In the folder of the configuration it stays where it is; from
/// elsewhere it is copied to where the old one is, because the configuration should not name what only
/// this machine has.
fn placed(folder: &Path, old: &Path, source: &Source) -> Result<NewDocument, CommandError> {
    if fetch::is_address(&source.name) {
        return copied(folder, old, fetch::file_name(&source.name).as_ref(), source);
    }
    let new = Path::new(&source.name);
    let around = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = |path: &Path| path.canonicalize().map_err(|problem| format!("`{}`: {problem}", path.display()));
    if let Ok(within) = real(new)?.strip_prefix(real(around)?) {
        let path = folder.join(within);
        return Ok(NewDocument { input: named(within), path, is_copy: false });
    }
    copied(folder, old, new.file_name().unwrap_or_default(), source)
}

/// Returns the place next to the old document, under this name.
fn copied(folder: &Path, old: &Path, name: &OsStr, source: &Source) -> Result<NewDocument, CommandError> {
    let path = old.with_file_name(name);
    if path != old && path.exists() && source::open(&path)?.text != source.text {
        return Err(format!(
            "`{}` is there with another content, and would be overwritten; move it, or give the new one another name",
            path.display()
        )
        .into());
    }
    let input = named(path.strip_prefix(folder).unwrap_or(&path));
    Ok(NewDocument { path, input, is_copy: true })
}

/// Returns a path with slashes, on every system.
fn named(path: &Path) -> String {
    let parts = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.collect::<Vec<_>>().join("/").replacen("//", "/", 1)
}

/// Returns the configuration file with what is different, which is looked at once more before it is written.
fn edited(file: &config::ConfigFile, api: &Api, recorded: &Edit<'_>, folder: &Path) -> Result<Vec<u8>, CommandError> {
    let text = edit(&file.source.text, api.name.as_str(), recorded);
    match text.filter(|text| config::parse(text, folder).is_ok()) {
        Some(text) => Ok(text.into()),
        None => {
            Err(format!("`{}` cannot be changed by a program; write its tables as tables", file.source.name).into())
        }
    }
}

impl Job {
    /// Returns the model of a document, as the configuration has it.
    fn model(&self, source: &Source, options: &Options) -> Result<Model, CommandError> {
        let overrides = Overrides { files: source.files(), ..options.overrides.clone() };
        progress::begin(&format!("reading {}", source.name));
        let model = model_with(&source.text, &options.names, &overrides);
        model.map_err(|refused| self.refused(source, refused.into()))
    }

    /// Returns a list of what this release calls otherwise than the one that made the crate, in Markdown.
    fn renamed(&self, model: &Model, source: &Source, options: &Options) -> Result<String, CommandError> {
        let path = self.output.join(BINDINGS);
        if !path.exists() {
            return Ok(String::new());
        }
        let items = renamed(&source::open(&path)?.text, model, &source.text, &source.name, options);
        let items = items.map_err(|failure| self.refused(source, failure))?;
        Ok(items.iter().map(|(old, new)| format!("* `{old}` is `{new}` now\n")).collect())
    }
}

impl Update {
    fn carry_out(self, dry_run: bool) -> Result<(), CommandError> {
        let Self { mut text, plan, companions, held: _held } = self;
        let mut line = |content: String| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  {content}");
        };
        let [changed, new, removed] = [&plan.change, &plan.add, &plan.remove].map(|paths| paths.len());
        let would = if dry_run { "would be " } else { "" };
        let folder = plan.folder.display();
        line(format!("{} {would}changed, {new} new, {removed} removed in {folder}", count(changed, "file")));
        companions.iter().for_each(|companion| line(format!("{would}written: {}", companion.path.display())));
        if dry_run {
            print(&text);
            return Ok(());
        }
        apply_with(&plan, &companions).map_err(|problem| format!("nothing was changed: {problem}"))?;
        print(&text);
        Ok(())
    }
}
