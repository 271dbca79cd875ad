//! The query of a request: parameters, sort keys and filters, and how text is written in URLs (RFC 3986).

pub(crate) mod filter;
pub(crate) mod grammar;
pub(crate) mod literal;
pub(crate) mod parameter;
pub(crate) mod url;

use std::borrow::Cow;

use super::value::enumeration::Token;

/// Query parameters in the order in which they were first set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    parameters: Vec<Parameter>,
}

#[derive(Debug, Clone)]
struct Parameter {
    name: Cow<'static, str>,
    /// Joined by commas.
    values: Vec<String>,
}

impl Query {
    /// Sets a parameter of one value.
    pub(crate) fn set(&mut self, name: Cow<'static, str>, value: String) {
        match self.find(&name) {
            Some(parameter) => parameter.values = vec![value],
            None => self.append(name, value),
        }
    }

    /// Sets parameters, each a name and a list, in place of all of the same names, and of all that were made of the
    /// parameter `of`.
    #[inline]
    pub(crate) fn replace(&mut self, of: &str, parameters: Vec<(String, Vec<String>)>) {
        let is_of = |name: &str| name.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('['));
        self.parameters.retain(|old| !is_of(&old.name) && parameters.iter().all(|(name, _)| *name != old.name));
        let new = parameters.into_iter().filter(|(_, values)| !values.is_empty());
        self.parameters.extend(new.map(|(name, values)| Parameter { name: name.into(), values }));
    }

    /// Adds a value to a parameter that holds a list of values, each once.
    pub(crate) fn push(&mut self, name: Cow<'static, str>, value: String) {
        match self.find(&name) {
            Some(parameter) if parameter.values.contains(&value) => {}
            Some(parameter) => parameter.values.push(value),
            None => self.append(name, value),
        }
    }

    /// Adds values to a parameter that holds a list, if there is one of this name.
    #[inline]
    pub(crate) fn extend(&mut self, name: &str, values: &[&str]) {
        if let Some(parameter) = self.find(name) {
            for value in values {
                if !parameter.values.iter().any(|old| old == value) {
                    parameter.values.push((*value).to_owned());
                }
            }
        }
    }

    /// Adds a parameter, whether or not there is one of this name.
    #[inline]
    pub(crate) fn append(&mut self, name: Cow<'static, str>, value: String) {
        self.parameters.push(Parameter { name, values: vec![value] });
    }

    /// The wire types whose fields were chosen (JSON:API "Sparse Fieldsets").
    #[inline]
    pub(crate) fn sparse_types(&self) -> Vec<String> {
        let of = |name: &str| Some(name.strip_prefix("fields[")?.strip_suffix(']')?.to_owned());
        self.parameters.iter().filter_map(|parameter| of(&parameter.name)).collect()
    }

    /// Writes the query to the end of a URL.
    pub(crate) fn write(&self, url: &mut String) {
        for parameter in &self.parameters {
            url.push(if url.as_bytes().contains(&b'?') { '&' } else { '?' });
            encode(&parameter.name, url);
            url.push('=');
            for (position, value) in parameter.values.iter().enumerate() {
                if position > 0 {
                    url.push(',');
                }
                encode(value, url);
            }
        }
    }

    fn find(&mut self, name: &str) -> Option<&mut Parameter> {
        self.parameters.iter_mut().find(|parameter| parameter.name == name)
    }
}

/// Writes text so that it means itself in any part of a URL: all but RFC 3986's unreserved
/// characters are percent-encoded.
pub(crate) fn encode(text: &str, url: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => url.push(byte.into()),
            _ => percent(byte, url),
        }
    }
}

/// Writes a byte percent-encoded.
pub(crate) fn percent(byte: u8, url: &mut String) {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'A' + half - 10 });
    url.extend(['%', digit(byte >> 4), digit(byte & 15)]);
}

/// A key to sort by (JSON:API "Sorting").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<F> {
    field: F,
    descending: bool,
}

impl<F> Sort<F> {
    /// Smallest first.
    pub const fn ascending(field: F) -> Self {
        Self { field, descending: false }
    }

    /// Largest first.
    pub const fn descending(field: F) -> Self {
        Self { field, descending: true }
    }
}

impl<F> From<F> for Sort<F> {
    fn from(field: F) -> Self {
        Self::ascending(field)
    }
}

impl<F: Token> Sort<F> {
    /// The key as `sort` has it.
    pub(crate) fn key(&self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.field.token())
    }
}
