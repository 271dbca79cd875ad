//! `jsonapi-forge init`: a configuration file to begin with.

use std::path::Path;

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Model, Refused, completed, model_with};
use jsonapi_forge::config::{self, Template};
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::Overrides;
use jsonapi_forge::source::{self, Source};
use jsonapi_forge::write::write_file;

use crate::cli::Outcome;
use crate::cli::arguments::InitArguments;
use crate::cli::configured::errors;
use crate::cli::problem::CommandError;
use crate::cli::terminal::print;

/// The message for a crate without a name.
pub(crate) const UNNAMED: &str = "give the crate a name by --name";

/// Writes the file, unless there is one.
pub(crate) fn run(arguments: &InitArguments) -> Result<Outcome, CommandError> {
    let path = Path::new(config::FILE);
    // A link that leads nowhere is there, too.
    if path.symlink_metadata().is_ok() {
        let message = format!("`{}` is there already; add a table for another client to it", config::FILE);
        return Err(message.into());
    }
    if arguments.spec == Path::new("-") {
        return Err(CommandError::said("the configuration names the document's file; standard input has none"));
    }
    let source = source::open(&arguments.spec)?;
    let overrides = Overrides { files: source.files(), ..Overrides::new() };
    let (model, found) = match model_with(&source.text, &Lock::default(), &overrides) {
        Ok(model) => (Some(model), None),
        Err(Refused::Document(found)) => (None, Some(found)),
        Err(Refused::Overrides(_)) => (None, None),
    };
    let (text, wrote) = (template(arguments, &source, model.as_ref())?, format!("wrote {}", config::FILE));
    let Some(found) = found else {
        write_file(path, text.as_bytes())?;
        print(&format!("{wrote}; next: jsonapi-forge generate\n"));
        return Ok(Outcome::Done);
    };
    // What is no document at all cannot be mended by a configuration.
    if completed(&source.text, &overrides).is_err() {
        return Err(errors(source, found));
    }
    write_file(path, text.as_bytes())?;
    Err(errors(source, found).then(format!(
        "{wrote}; what cannot be mended in the document is left out by `skip` or `exclude` there, or changed by an \
         `overlay` or a `repair`"
    )))
}

/// Returns the text of the file; without a model, the tags are not known.
fn template(arguments: &InitArguments, source: &Source, model: Option<&Model>) -> Result<String, CommandError> {
    let name = match &arguments.name {
        Some(name) => CrateName::new(name).map_err(CommandError::said)?,
        None => named(&title(source, &Overrides::new()), &arguments.spec).ok_or_else(|| CommandError::said(UNNAMED))?,
    };
    let output = arguments.out.as_ref().map_or_else(|| name.to_string(), |out| out.display().to_string());
    let api = model.map(|model| &*model.api);
    let tags = api.into_iter().flat_map(|api| {
        let operations = |number| api.operations.iter().filter(move |(_, operation)| operation.tag == number).count();
        api.tags.iter().enumerate().map(move |(number, tag)| (tag.name.as_str(), operations(number)))
    });
    let tags: Vec<(&str, usize)> = tags.collect();
    Ok(config::template(&Template { name: name.as_str(), input: &source.name, output: &output, tags: &tags }))
}

/// Returns the title of a document; empty where it cannot be read, which the compiler reports.
pub(crate) fn title(source: &Source, overrides: &Overrides) -> String {
    let document = completed(&source.text, overrides).ok();
    let title = document.as_ref().and_then(|document| document.pointer("/info/title")?.as_str());
    title.unwrap_or_default().to_owned()
}

/// Returns the title in kebab case, if a crate can be called that, or else the name of the file.
pub(crate) fn named(title: &str, spec: &Path) -> Option<CrateName> {
    let title = title.to_lowercase();
    let words = title.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let title = words.collect::<Vec<_>>().join("-");
    let stem = spec.file_stem().unwrap_or_default().to_string_lossy();
    [title.as_str(), &stem, "api-client"].into_iter().find_map(|name| CrateName::new(name).ok())
}
