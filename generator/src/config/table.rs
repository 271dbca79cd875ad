//! A table of a configuration file, read key by key, with the errors in it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::crate_name::is_version;
use crate::repair::{ConfigProblem, Located};
use crate::spec::nearest::meant;

/// A table, and the keys that were asked for, so that unknown ones can be reported.
pub(super) struct ConfigTable<'t, 'p> {
    table: &'t DeTable<'t>,
    pub(super) at: Range<usize>,
    known: Vec<&'static str>,
    pub(super) problems: &'p mut Vec<ConfigProblem>,
}

impl<'t, 'p> ConfigTable<'t, 'p> {
    pub(super) fn new(table: &'t DeTable<'_>, at: Range<usize>, problems: &'p mut Vec<ConfigProblem>) -> Self {
        Self { table, at, known: Vec::new(), problems }
    }

    /// Returns where the value of a key stands; nowhere, if there is none.
    pub(super) fn span(&self, key: &str) -> Range<usize> {
        self.table.get(key).map(Spanned::span).unwrap_or_default()
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.table.get(key)
    }

    pub(super) fn table(&mut self, key: &'static str) -> Option<Spanned<&'t DeTable<'t>>> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, "a table");
        }
        table.map(|table| Spanned::new(value.span(), table))
    }

    pub(super) fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(value, "text");
        }
        text.map(|text| Spanned::new(value.span(), text.to_owned()))
    }

    /// Returns the text of a key whose value may be a table as well.
    pub(super) fn word(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str()?;
        Some(Spanned::new(value.span(), text.to_owned()))
    }

    /// Returns the value of the name that a key has. `absence` begins the message about a name that is not there.
    pub(super) fn named<T: Copy>(
        &mut self,
        key: &'static str,
        names: &[(&'static str, T)],
        absence: &str,
    ) -> Option<T> {
        let name = self.text(key)?;
        let found = names.iter().find(|(known, _)| known == name.get_ref());
        if found.is_none() {
            let known: Vec<&str> = names.iter().map(|(known, _)| *known).collect();
            let message = format!("{absence} `{}`", name.get_ref());
            self.problem(name.span(), &message, Some(&one_of(name.get_ref(), &known)));
        }
        found.map(|(_, value)| *value)
    }

    pub(super) fn required(&mut self, key: &'static str) -> Option<String> {
        if !self.table.contains_key(key) {
            self.problem(self.at.clone(), &format!("`{key}` is missing"), None);
        }
        self.path(key)
    }

    pub(super) fn path(&mut self, key: &'static str) -> Option<String> {
        let text = self.text(key);
        if let Some(text) = text.as_ref().filter(|text| text.get_ref().is_empty()) {
            self.problem(text.span(), &format!("`{key}` is empty"), None);
        }
        text.map(Spanned::into_inner)
    }

    /// Returns the table of a key, to be read in turn.
    pub(super) fn inner(&mut self, key: &'static str) -> Option<ConfigTable<'t, '_>> {
        let inner = self.table(key)?;
        Some(ConfigTable::new(inner.get_ref(), inner.span(), self.problems))
    }

    /// Returns the texts of a list.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<Located> {
        self.given(key).unwrap_or_default()
    }

    /// Returns the texts of a list, if there is one.
    pub(super) fn given(&mut self, key: &'static str) -> Option<Vec<Located>> {
        self.get(key).map(|value| self.elements(value))
    }

    /// Returns the texts of a value that is a list.
    pub(super) fn elements(&mut self, value: &'t Spanned<DeValue<'t>>) -> Vec<Located> {
        let Some(elements) = value.get_ref().as_array() else {
            self.wrong_type(value, "a list of text");
            return Vec::new();
        };
        let mut list = Vec::new();
        for element in elements.iter() {
            match element.get_ref().as_str() {
                Some(text) => list.push(Located { text: text.to_owned(), at: element.span() }),
                None => self.wrong_type(element, "text"),
            }
        }
        list
    }

    /// Returns the value of a key, of whatever type.
    pub(super) fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.get(key)
    }

    /// Returns whether the value of a key is a list.
    pub(super) fn is_list(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_array())
    }

    /// Returns the members of a table whose keys are the user's, in the order of the file.
    pub(super) fn members(&mut self, key: &'static str) -> Vec<(Located, &'t Spanned<DeValue<'t>>)> {
        self.table(key).map_or_else(Vec::new, |table| entries(table.get_ref()))
    }

    /// Returns its own members, whose keys are all the user's.
    pub(super) fn entries(&self) -> Vec<(Located, &'t Spanned<DeValue<'t>>)> {
        entries(self.table)
    }

    /// Returns the members of a table whose keys are the user's and whose values are texts.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<(Located, Spanned<String>)> {
        let mut texts = Vec::new();
        for (key, value) in self.members(key) {
            match value.get_ref().as_str() {
                Some(text) => texts.push((key, Spanned::new(value.span(), text.to_owned()))),
                None => self.wrong_type(value, "text"),
            }
        }
        texts
    }

    /// Returns a whole number that is not negative.
    pub(super) fn number(&mut self, key: &'static str) -> Option<u32> {
        let value = self.get(key)?;
        let number =
            value.get_ref().as_integer().and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
        if number.is_none() {
            self.wrong_type(value, "a whole number that is not negative");
        }
        number
    }

    /// Returns the truth value of a key.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(value, "true or false");
        }
        flag
    }

    pub(super) fn version(&mut self) -> String {
        let Some(version) = self.text("version") else { return "0.1.0".to_owned() };
        if !is_version(version.get_ref()) {
            let message = format!("`{}` is not a version", version.get_ref());
            self.problem(version.span(), &message, Some("write three numbers, as in `0.1.0`"));
        }
        version.into_inner()
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self) {
        for (key, _) in self.table.iter().filter(|(key, _)| !self.known.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref().as_ref();
            let help = meant(name, self.known.iter().copied());
            let help = help.unwrap_or_else(|| format!("known here: `{}`", self.known.join("`, `")));
            let message = format!("the key `{name}` is not known");
            self.problems.push(ConfigProblem { range: key.span(), message, help: Some(help) });
        }
    }

    pub(super) fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let message = format!("expected {wanted}, found {}", type_name(value.get_ref()));
        let is_split = wanted == "text" && value.get_ref().is_table();
        let help = is_split.then_some("a dot in a key divides it: write a key with dots in quotation marks");
        self.problem(value.span(), &message, help);
    }

    pub(super) fn problem(&mut self, range: Range<usize>, message: &str, help: Option<&str>) {
        self.problems.push(ConfigProblem { range, message: message.to_owned(), help: help.map(str::to_owned) });
    }
}

/// Returns the members of a table, in the order of the file.
fn entries<'t>(table: &'t DeTable<'t>) -> Vec<(Located, &'t Spanned<DeValue<'t>>)> {
    let said = |key: &Spanned<_>| -> Located {
        Located { text: AsRef::<str>::as_ref(key.get_ref()).to_owned(), at: key.span() }
    };
    let mut members: Vec<_> = table.iter().map(|(key, value)| (said(key), value)).collect();
    members.sort_by_key(|(key, _)| key.at.start);
    members
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

/// Returns what could be written in place of a name that is not known.
pub(super) fn one_of(name: &str, known: &[&str]) -> String {
    meant(name, known.iter().copied()).unwrap_or_else(|| format!("there are `{}`", known.join("`, `")))
}
