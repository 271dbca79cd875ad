//! The text of a configuration file to its [`Config`].

use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::{Api, Config, Problem};
use crate::crate_name::{CrateName, is_version};
use crate::spec::nearest::nearest;

/// Reads the text of a configuration file; its paths are relative to `folder`.
///
/// # Errors
///
/// All that is wrong with it, in the order of the text.
pub fn parse(text: &str, folder: &Path) -> Result<Config, Vec<Problem>> {
    let mut problems = Vec::new();
    let (root, syntax) = DeTable::parse_recoverable(text);
    problems.extend(syntax.iter().map(|error| {
        let range = error.span().unwrap_or_default();
        Problem { range, message: error.message().to_owned(), help: None }
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

/// The tables `[api.NAME]` with their places, in the order of the text.
fn read_root(root: &DeTable<'_>, folder: &Path, problems: &mut Vec<Problem>) -> Vec<(Range<usize>, Api)> {
    let mut root = Table::new(root, 0..0, problems);
    let mut apis = Vec::new();
    if let Some(tables) = root.table("api") {
        for (name, value) in tables.get_ref().iter() {
            match value.get_ref().as_table() {
                Some(table) => {
                    let at = name.span();
                    let name = read_name(name.get_ref(), at.clone(), root.problems);
                    let table = Table::new(table, at.clone(), root.problems);
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
        problems.push(Problem { range: 0..0, message, help });
    }
    apis.sort_by_key(|(at, _)| at.start);
    apis
}

fn read_name(name: &str, at: Range<usize>, problems: &mut Vec<Problem>) -> Option<CrateName> {
    let name = CrateName::new(name);
    name.map_err(|error| problems.push(Problem { range: at, message: error.to_string(), help: None })).ok()
}

fn read_api(mut table: Table<'_, '_>, name: Option<CrateName>, folder: &Path) -> Option<Api> {
    let input = table.required("input").map(|path| folder.join(path));
    let output = table.required("output").map(|path| folder.join(path));
    let version = table.version();
    let names = table.path("names").map(|path| folder.join(path));
    let description = table.text("description").map(|text| text.get_ref().clone());
    let mut default_features = Vec::new();
    if let Some(features) = table.table("features") {
        let mut features = Table::new(features.get_ref(), features.span(), table.problems);
        default_features = features.list("default");
        features.finish();
    }
    table.finish();
    Some(Api { name: name?, input: input?, output: output?, version, description, default_features, names })
}

/// Two clients in one folder, or one in the other's, would take each other's files for foreign.
fn check_outputs(apis: &[(Range<usize>, Api)], problems: &mut Vec<Problem>) {
    for (number, (at, api)) in apis.iter().enumerate() {
        let output = normal(&api.output);
        let earlier = apis.iter().take(number).find(|(_, other)| {
            let other = normal(&other.output);
            other.starts_with(&output) || output.starts_with(&other)
        });
        if let Some((_, other)) = earlier {
            let message = format!("the output of `{}` and that of `{}` are not apart", api.name, other.name);
            let help = Some("give each client a folder of its own".to_owned());
            problems.push(Problem { range: at.clone(), message, help });
        }
    }
}

/// The path without `.` and, as far as the text tells, without `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// A table, and the keys that were asked for, so that those nobody knows can be told.
struct Table<'t, 'p> {
    table: &'t DeTable<'t>,
    at: Range<usize>,
    known: Vec<&'static str>,
    problems: &'p mut Vec<Problem>,
}

impl<'t, 'p> Table<'t, 'p> {
    fn new(table: &'t DeTable<'_>, at: Range<usize>, problems: &'p mut Vec<Problem>) -> Self {
        Self { table, at, known: Vec::new(), problems }
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.known.push(key);
        self.table.get(key)
    }

    fn table(&mut self, key: &'static str) -> Option<Spanned<&'t DeTable<'t>>> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, "a table");
        }
        table.map(|table| Spanned::new(value.span(), table))
    }

    fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(value, "text");
        }
        text.map(|text| Spanned::new(value.span(), text.to_owned()))
    }

    fn required(&mut self, key: &'static str) -> Option<String> {
        if !self.table.contains_key(key) {
            self.problem(self.at.clone(), &format!("`{key}` is missing"), None);
        }
        self.path(key)
    }

    fn path(&mut self, key: &'static str) -> Option<String> {
        let text = self.text(key);
        if let Some(text) = text.as_ref().filter(|text| text.get_ref().is_empty()) {
            self.problem(text.span(), &format!("`{key}` is empty"), None);
        }
        text.map(Spanned::into_inner)
    }

    fn list(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(elements) = value.get_ref().as_array() else {
            self.wrong_type(value, "a list of text");
            return Vec::new();
        };
        let mut list = Vec::new();
        for element in elements.iter() {
            match element.get_ref().as_str() {
                Some(text) => list.push(text.to_owned()),
                None => self.wrong_type(element, "text"),
            }
        }
        list
    }

    fn version(&mut self) -> String {
        let Some(version) = self.text("version") else { return "0.1.0".to_owned() };
        if !is_version(version.get_ref()) {
            let message = format!("`{}` is no version", version.get_ref());
            self.problem(version.span(), &message, Some("write three numbers, as in `0.1.0`"));
        }
        version.into_inner()
    }

    /// Reports the keys that nobody asked for.
    fn finish(self) {
        for (key, _) in self.table.iter().filter(|(key, _)| !self.known.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref().as_ref();
            let help = match nearest(name, self.known.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("known here: `{}`", self.known.join("`, `")),
            };
            let message = format!("the key `{name}` is not known");
            self.problems.push(Problem { range: key.span(), message, help: Some(help) });
        }
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let message = format!("{wanted} is wanted here, not {}", type_name(value.get_ref()));
        self.problem(value.span(), &message, None);
    }

    fn problem(&mut self, range: Range<usize>, message: &str, help: Option<&str>) {
        self.problems.push(Problem { range, message: message.to_owned(), help: help.map(str::to_owned) });
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
