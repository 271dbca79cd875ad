//! `jsonapi-forge init`: a configuration file to begin with.

use std::path::Path;

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::model;
use jsonapi_forge::config::{self, Template};
use jsonapi_forge::name::Lock;
use jsonapi_forge::source;
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
    write_file(path, template(arguments)?.as_bytes())?;
    print(&format!("wrote {}; next: jsonapi-forge generate\n", config::FILE));
    Ok(Outcome::Done)
}

fn template(arguments: &InitArguments) -> Result<String, CommandError> {
    let source = source::open(&arguments.spec)?;
    let model = match model(&source.text, &Lock::default()) {
        Ok(model) => model,
        Err(found) => return Err(errors(source, found)),
    };
    let name = match &arguments.name {
        Some(name) => CrateName::new(name).map_err(CommandError::said)?,
        None => named(&model.api.info.title, &arguments.spec).ok_or_else(|| CommandError::said(UNNAMED))?,
    };
    let output = arguments.out.as_ref().map_or_else(|| name.to_string(), |out| out.display().to_string());
    let tags = model.api.tags.iter().enumerate().map(|(number, tag)| {
        let operations = model.api.operations.iter().filter(|(_, operation)| operation.tag == number).count();
        (tag.name.as_str(), operations)
    });
    let tags: Vec<(&str, usize)> = tags.collect();
    Ok(config::template(&Template { name: name.as_str(), input: &source.name, output: &output, tags: &tags }))
}

/// Returns the title in kebab case, if a crate can be called that, or else the name of the file.
pub(crate) fn named(title: &str, spec: &Path) -> Option<CrateName> {
    let title = title.to_lowercase();
    let words = title.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let title = words.collect::<Vec<_>>().join("-");
    let stem = spec.file_stem().unwrap_or_default().to_string_lossy();
    [title.as_str(), &stem, "api-client"].into_iter().find_map(|name| CrateName::new(name).ok())
}
