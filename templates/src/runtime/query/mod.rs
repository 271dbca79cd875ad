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
    pairs: Vec<Pair>,
}

/// A name and the values behind it.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) name: Cow<'static, str>,
    pub(crate) values: Vec<String>,
    /// What stands between the values.
    pub(crate) separator: Separator,
    /// Whether reserved characters are written as they stand.
    pub(crate) reserved: bool,
    /// The parameter that it was made of, where several may be: the members of an object.
    pub(crate) of: &'static str,
}

/// The separator between the values of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    Comma,
    Space,
    Pipe,
}

impl Separator {
    /// Returns the separator as it stands in a URL.
    fn as_str(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Space => "%20",
            Self::Pipe => "%7C",
        }
    }
}

impl Pair {
    /// Returns a list that is joined by commas.
    fn list(name: Cow<'static, str>, values: Vec<String>) -> Self {
        Self { name, values, separator: Separator::Comma, reserved: false, of: "" }
    }
}

impl Query {
    /// Sets a parameter of one value.
    pub(crate) fn set(&mut self, name: Cow<'static, str>, value: String) {
        match self.find(&name) {
            Some(pair) => pair.values = vec![value],
            None => self.append(name, value),
        }
    }

    /// Sets parameters in place of all of the same names, and of all that were made of the parameter `of`.
    #[inline]
    pub(crate) fn replace(&mut self, of: &'static str, pairs: Vec<Pair>) {
        // `filter[title]` may be a parameter beside `filter`.
        let is_of = |old: &Pair| old.name == of || old.of == of;
        self.pairs.retain(|old| !is_of(old) && pairs.iter().all(|new| new.name != old.name));
        self.pairs.extend(pairs.into_iter().map(|pair| Pair { of, ..pair }));
    }

    /// Makes sure that there is a parameter that holds a list: one without values is written, too, and asks for
    /// nothing (JSON:API "Sparse Fieldsets").
    #[inline]
    pub(crate) fn begin_list(&mut self, name: Cow<'static, str>) {
        if self.find(&name).is_none() {
            self.pairs.push(Pair::list(name, Vec::new()));
        }
    }

    /// Adds a value to a parameter that holds a list of values, each once.
    pub(crate) fn push(&mut self, name: Cow<'static, str>, value: String) {
        match self.find(&name) {
            Some(pair) if pair.values.contains(&value) => {}
            Some(pair) => pair.values.push(value),
            None => self.append(name, value),
        }
    }

    /// Adds values to a parameter that holds a list, if there is one of this name.
    pub(crate) fn extend(&mut self, name: &str, values: &[&str]) {
        if let Some(pair) = self.find(name) {
            for value in values {
                if !pair.values.iter().any(|old| old == value) {
                    pair.values.push((*value).to_owned());
                }
            }
        }
    }

    /// Adds a parameter, whether or not there is one of this name.
    #[inline]
    pub(crate) fn append(&mut self, name: Cow<'static, str>, value: String) {
        self.pairs.push(Pair::list(name, vec![value]));
    }

    /// Returns the wire types whose fields were chosen (JSON:API "Sparse Fieldsets").
    #[inline]
    pub(crate) fn sparse_types(&self) -> Vec<String> {
        let of = |name: &str| Some(name.strip_prefix("fields[")?.strip_suffix(']')?.to_owned());
        self.pairs.iter().filter_map(|pair| of(&pair.name)).collect()
    }

    /// Writes the query to the end of a URL.
    pub(crate) fn write(&self, url: &mut String) {
        for pair in &self.pairs {
            url.push(if url.as_bytes().contains(&b'?') { '&' } else { '?' });
            encode(&pair.name, url);
            url.push('=');
            let is_list = pair.values.len() > 1;
            for (position, value) in pair.values.iter().enumerate() {
                if position > 0 {
                    url.push_str(pair.separator.as_str());
                }
                match pair.reserved {
                    true => encode_but_reserved(value, is_list, url),
                    false => encode(value, url),
                }
            }
        }
    }

    fn find(&mut self, name: &str) -> Option<&mut Pair> {
        self.pairs.iter_mut().find(|pair| pair.name == name)
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

/// Returns text so that it means itself in any part of a URL.
#[inline]
pub(crate) fn encoded(text: &str) -> String {
    let mut url = String::with_capacity(text.len());
    encode(text, &mut url);
    url
}

/// Writes the value of a query parameter with reserved characters and percent-encoded bytes as they stand
/// (RFC 6570, section 3.2.3), except those that would end the value or the query, and commas inside of a list.
fn encode_but_reserved(text: &str, is_list: bool, url: &mut String) {
    let bytes = text.as_bytes();
    let is_hex = |position: usize| bytes.get(position).is_some_and(u8::is_ascii_hexdigit);
    for (position, byte) in text.bytes().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => url.push(byte.into()),
            b':' | b'/' | b'?' | b'@' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b';' | b'=' => url.push(byte.into()),
            b',' if !is_list => url.push(','),
            b'%' if is_hex(position + 1) && is_hex(position + 2) => url.push('%'),
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
///
/// ```rust,ignore
/// let newest_first = Sort::descending(GetCatalogItemsSort::Created);
/// let page = klaviyo.catalogs().get_catalog_items().sort(newest_first).send().await?;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<F> {
    field: F,
    descending: bool,
}

impl<F> Sort<F> {
    /// Sorts smallest first.
    pub const fn ascending(field: F) -> Self {
        Self { field, descending: false }
    }

    /// Sorts largest first.
    pub const fn descending(field: F) -> Self {
        Self { field, descending: true }
    }
}

impl<F> From<F> for Sort<F> {
    fn from(field: F) -> Self {
        Self::ascending(field)
    }
}

/// Takes a key as it stands in a URL, where a hyphen before it sorts largest first (JSON:API "Sorting").
impl From<&str> for Sort<String> {
    fn from(key: &str) -> Self {
        match key.strip_prefix('-') {
            Some(field) => Self::descending(field.to_owned()),
            None => Self::ascending(key.to_owned()),
        }
    }
}

impl<F: Token> Sort<F> {
    /// Returns the key as `sort` has it.
    pub(crate) fn key(&self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.field.token())
    }
}
