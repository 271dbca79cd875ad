//! Parses the text of a configuration file to a [`Config`].

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::DeTable;

use crate::config::table::ConfigTable;
use crate::config::{Api, Config, DocumentOrigin, overrides, package, runtime};
use crate::crate_name::CrateName;
use crate::package::runtime::normal;
use crate::repair::{ConfigProblem, Located};

/// Reads the text of a configuration file; its paths are relative to `folder`.
///
/// # Errors
///
/// All that is wrong with it, in the order of the text.
pub fn parse(text: &str, folder: &Path) -> Result<Config, Vec<ConfigProblem>> {
    let mut problems = Vec::new();
    let (root, syntax) = DeTable::parse_recoverable(text);
    problems.extend(syntax.iter().map(|error| {
        let range = error.span().unwrap_or_default();
        ConfigProblem { range, message: error.message().to_owned(), help: None }
    }));
    let mut apis = Vec::new();
    if problems.is_empty() {
        apis = read_root(root.get_ref(), folder, &mut problems);
        check_outputs(&apis, &mut problems);
    }
    problems.sort_by_key(|problem| problem.range.start);
    if problems.is_empty() {
        Ok(Config { apis: apis.into_iter().map(|(_, api)| api).collect() })
    } else {
        Err(problems)
    }
}

/// Returns the tables `[api.NAME]` with their places, in the order of the text.
fn read_root(root: &DeTable<'_>, folder: &Path, problems: &mut Vec<ConfigProblem>) -> Vec<(Range<usize>, Api)> {
    let mut root = ConfigTable::new(root, 0..0, problems);
    let mut apis = Vec::new();
    if let Some(tables) = root.table("api") {
        for (name, value) in tables.get_ref().iter() {
            match value.get_ref().as_table() {
                Some(table) => {
                    let at = name.span();
                    let name = read_name(name.get_ref(), at.clone(), root.problems);
                    let table = ConfigTable::new(table, at.clone(), root.problems);
                    apis.extend(read_api(table, name, folder).map(|api| (at, api)));
                }
                None => root.wrong_type(value, "a table"),
            }
        }
    }
    root.finish();
    if apis.is_empty() && problems.is_empty() {
        let message = "no client is configured".to_owned();
        let help = Some("add a table such as `[api.my-client]`".to_owned());
        problems.push(ConfigProblem { range: 0..0, message, help });
    }
    apis.sort_by_key(|(at, _)| at.start);
    apis
}

fn read_name(name: &str, at: Range<usize>, problems: &mut Vec<ConfigProblem>) -> Option<CrateName> {
    let name = CrateName::new(name);
    name.map_err(|error| problems.push(ConfigProblem { range: at, message: error.to_string(), help: None })).ok()
}

fn read_api(mut table: ConfigTable<'_, '_>, name: Option<CrateName>, folder: &Path) -> Option<Api> {
    let input = table.required("input").map(|path| folder.join(path));
    let output = table.required("output").map(|path| folder.join(path));
    let overlays = table.list("overlay").into_iter();
    let overlays =
        overlays.map(|path| Located { text: folder.join(&path.text).display().to_string(), ..path }).collect();
    let version = table.version();
    let names = table.path("names").map(|path| folder.join(path));
    let description = table.text("description").map(Spanned::into_inner);
    let input_at = table.span("input");
    let mut default_features = Vec::new();
    if let Some(mut features) = table.inner("features") {
        default_features = features.list("default");
        features.finish();
    }
    let package = package::read(&mut table);
    let runtime = runtime::read(&mut table, folder, output.as_deref());
    let overrides = overrides::read(&mut table, folder, output.as_deref());
    let origin = origin(&mut table);
    table.finish();
    let (name, input, output) = (name?, input?, output?);
    Some(Api {
        name,
        input,
        input_at,
        overlays,
        output,
        version,
        description,
        package,
        runtime,
        default_features,
        names,
        overrides,
        origin,
    })
}

/// Reads `origin`, which `update` writes.
fn origin(table: &mut ConfigTable<'_, '_>) -> Option<DocumentOrigin> {
    let mut table = table.inner("origin")?;
    let (from, date) = (table.text("from"), table.text("date"));
    let sha256 = table.text("sha256");
    if let Some(sha256) = sha256.as_ref().filter(|text| !is_digest(text.get_ref())) {
        table.problem(sha256.span(), "this is not a SHA-256 digest", Some("write 64 hexadecimal digits in lower case"));
    }
    table.finish();
    let sha256 = sha256.map(|text| Located { at: text.span(), text: text.into_inner() });
    Some(DocumentOrigin { from: from.map(Spanned::into_inner), date: date.map(Spanned::into_inner), sha256 })
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Reports two clients in one folder, or one in a folder of the other: each would treat the other's files as foreign.
fn check_outputs(apis: &[(Range<usize>, Api)], problems: &mut Vec<ConfigProblem>) {
    for (number, (at, api)) in apis.iter().enumerate() {
        // Folders whose names differ in case alone are one on some systems.
        let folder = |api: &Api| PathBuf::from(normal(&api.output).to_string_lossy().to_lowercase());
        let output = folder(api);
        let earlier = apis.iter().take(number).find(|(_, other)| {
            let other = folder(other);
            other.starts_with(&output) || output.starts_with(&other)
        });
        if let Some((_, other)) = earlier {
            let message =
                format!("`{}` and `{}` write to one folder, or one within that of the other", api.name, other.name);
            let help = Some("give each client a folder of its own".to_owned());
            problems.push(ConfigProblem { range: at.clone(), message, help });
        }
    }
}
