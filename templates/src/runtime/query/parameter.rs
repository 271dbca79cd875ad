//! How values are written in paths, queries, headers, cookies and forms (OpenAPI "Style Values", RFC 6570).

use std::borrow::Cow;

use super::super::value::values::{Object, Value};
use super::{self as query, Separator};

/// The serialization of a parameter.
///
/// ```text
/// Style::FORM                   // a=1,2
/// Style::FORM.explode()         // a=1&a=2
/// Style::MATRIX.explode()       // ;a=1;a=2
/// Style::FORM.allow_reserved()  // a=x/y
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    form: Form,
    explode: bool,
    reserved: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::enum_variant_names, reason = "OpenAPI calls the style `form`")]
enum Form {
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Simple,
    Label,
    Matrix,
    Json,
    ByType,
}

impl Style {
    /// `a=1,2`.
    pub const FORM: Self = Self::new(Form::Form);

    /// `a=1%202`.
    pub const SPACE_DELIMITED: Self = Self::new(Form::SpaceDelimited);

    /// `a=1%7C2`.
    pub const PIPE_DELIMITED: Self = Self::new(Form::PipeDelimited);

    /// `a[k]=v`. Objects inside of it have more brackets. The elements of lists are joined by commas, or exploded have the same
    /// name each; those that are objects or lists have their positions in brackets, from 0 on.
    pub const DEEP_OBJECT: Self = Self::new(Form::DeepObject);

    /// `1,2`, in paths and headers.
    pub const SIMPLE: Self = Self::new(Form::Simple);

    /// `.1,2`, in paths.
    pub const LABEL: Self = Self::new(Form::Label);

    /// `;a=1,2`, in paths.
    pub const MATRIX: Self = Self::new(Form::Matrix);

    /// JSON text: the parameter is described by its `content`.
    pub const JSON: Self = Self::new(Form::Json);

    /// JSON text of an object or a list, and anything else as it is: a field of a form that may be either.
    pub const BY_TYPE: Self = Self::new(Form::ByType);

    const fn new(form: Form) -> Self {
        Self { form, explode: false, reserved: false }
    }

    /// Writes the elements of a list and the members of an object one by one.
    #[must_use]
    pub const fn explode(mut self) -> Self {
        self.explode = true;
        self
    }

    /// Writes reserved characters (RFC 3986, section 2.2) as they stand, except those that would end the value:
    /// `#`, `[`, `]`, `&` and `+`.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.reserved = true;
        self
    }
}

/// Writes a query parameter: each pair is a name and the values behind it. An empty list is not written.
pub(crate) fn pairs(name: &str, style: Style, value: &Value) -> Vec<query::Pair> {
    let separator = match style.form {
        Form::SpaceDelimited => Separator::Space,
        Form::PipeDelimited => Separator::Pipe,
        _ => Separator::Comma,
    };
    let pair = |name: &str, values: Vec<String>| query::Pair {
        name: Cow::Owned(name.to_owned()),
        values,
        separator,
        reserved: style.reserved,
        of: "",
    };
    match (style.form, value) {
        (_, Value::Null) => Vec::new(),
        (Form::Json, value) | (Form::ByType, value @ (Value::Array(_) | Value::Object(_))) => {
            vec![pair(name, vec![value.to_string()])]
        }
        (Form::DeepObject, value) => {
            let mut leaves = Vec::new();
            deep(name, value, style.explode, &mut leaves);
            leaves.into_iter().map(|(name, values)| pair(&name, values)).collect()
        }
        (_, Value::Array(values)) if style.explode => values.iter().map(|one| pair(name, vec![text(one)])).collect(),
        (_, Value::Array(values)) if values.is_empty() => Vec::new(),
        (_, Value::Array(values)) => vec![pair(name, values.iter().map(text).collect())],
        // Exploded objects stand for themselves: the parameter's own name is not written. Their lists are written as forms
        // write them, with one name per element.
        (_, Value::Object(members)) if style.explode => {
            let elements = |member: &Value| -> Vec<String> {
                match member {
                    Value::Array(values) => values.iter().map(text).collect(),
                    one => vec![text(one)],
                }
            };
            let members = sent(members).map(|(key, member)| (key, elements(member)));
            members.flat_map(|(key, texts)| texts.into_iter().map(|text| pair(key, vec![text]))).collect()
        }
        (_, Value::Object(members)) => vec![pair(name, alternating(members))],
        (_, value) => vec![pair(name, vec![text(value)])],
    }
}

/// Collects the leaves of a `deepObject` with their names, such as `page[size]`.
fn deep(name: &str, value: &Value, explode: bool, leaves: &mut Vec<(String, Vec<String>)>) {
    match value {
        Value::Object(members) => {
            sent(members).for_each(|(key, one)| deep(&format!("{name}[{key}]"), one, explode, leaves));
        }
        // Without positions the members of one element could not be told from those of the next.
        Value::Array(values) if values.iter().any(|one| matches!(one, Value::Array(_) | Value::Object(_))) => {
            for (position, one) in values.iter().enumerate() {
                deep(&format!("{name}[{position}]"), one, explode, leaves);
            }
        }
        Value::Array(values) if explode => values.iter().for_each(|one| deep(name, one, explode, leaves)),
        Value::Array(values) => {
            let values: Vec<String> = values.iter().filter(|one| !one.is_null()).map(text).collect();
            leaves.extend((!values.is_empty()).then(|| (name.to_owned(), values)));
        }
        Value::Null => {}
        leaf => leaves.push((name.to_owned(), vec![text(leaf)])),
    }
}

/// Writes an argument of the path, percent-encoded. Separators stay, so that elements that hold them can be
/// told from several elements. One that is several segments keeps the slashes between them. A list or an object without
/// elements has no value and is written as nothing, without the mark of its style (RFC 6570, section 2.3).
pub(crate) fn segment(name: &str, style: Style, value: &Value) -> String {
    let encoded = |text: &str| match style.reserved {
        true => text.split('/').map(query::encoded).collect::<Vec<_>>().join("/"),
        false => query::encoded(text),
    };
    let members = |members: &Object, separator| {
        let members = sent(members).map(|(key, one)| format!("{}={}", encoded(key), encoded(&text(one))));
        members.collect::<Vec<_>>().join(separator)
    };
    let list = |value: &Value| -> Vec<String> {
        match value {
            Value::Array(values) => values.iter().map(|one| encoded(&text(one))).collect(),
            Value::Object(members) => alternating(members).iter().map(|one| encoded(one)).collect(),
            value => vec![encoded(&text(value))],
        }
    };
    let named = |value: &str| if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") };
    match (style.form, value) {
        (Form::Json, value) => encoded(&value.to_string()),
        (_, Value::Array(values)) if values.is_empty() => String::new(),
        (_, Value::Object(object)) if sent(object).next().is_none() => String::new(),
        (Form::Label, Value::Object(object)) if style.explode => format!(".{}", members(object, ".")),
        (Form::Label, value) => format!(".{}", list(value).join(if style.explode { "." } else { "," })),
        (Form::Matrix, Value::Object(object)) if style.explode => format!(";{}", members(object, ";")),
        (Form::Matrix, Value::Array(_)) if style.explode => list(value).iter().map(|one| named(one)).collect(),
        (Form::Matrix, value) => named(&list(value).join(",")),
        (_, Value::Object(object)) if style.explode => members(object, ","),
        (_, value) => list(value).join(","),
    }
}

/// Writes the parts of a form: each is a name and a text.
pub(crate) fn parts(name: &str, style: Style, value: &Value) -> Vec<(String, String)> {
    let join = |pair: query::Pair| {
        let separator = match pair.separator {
            Separator::Comma => ",",
            Separator::Space => " ",
            Separator::Pipe => "|",
        };
        (pair.name.into_owned(), pair.values.join(separator))
    };
    pairs(name, style, value).into_iter().map(join).collect()
}

/// Writes the value of a header.
pub(crate) fn header(style: Style, value: &Value) -> String {
    match (style.form, value) {
        (Form::Json, value) => ascii_json(value),
        (_, Value::Object(members)) if style.explode => {
            sent(members).map(|(key, one)| format!("{key}={}", text(one))).collect::<Vec<_>>().join(",")
        }
        (_, value) => text(value),
    }
}

/// Returns why the elements or members of a value could not be told apart in a header or in a part of a form, where nothing
/// is escaped: one of them holds what separates them.
pub(crate) fn inseparable(name: &str, style: Style, value: &Value) -> Option<String> {
    let separator = match style.form {
        Form::Json | Form::ByType | Form::DeepObject => return None,
        Form::SpaceDelimited => ' ',
        Form::PipeDelimited => '|',
        Form::Label if style.explode => '.',
        Form::Form | Form::Simple | Form::Label | Form::Matrix => ',',
    };
    let parts: Vec<String> = match value {
        // Each is a part of its own.
        _ if style.explode && !matches!(style.form, Form::Simple | Form::Label) => return None,
        Value::Array(values) => values.iter().map(text).collect(),
        Value::Object(members) => alternating(members),
        _ => return None,
    };
    let is_among = |part: &String| part.contains(separator);
    parts.iter().any(is_among).then(|| format!("`{name}`: one of its values holds `{separator}`, which separates them"))
}

/// Returns the same of a URL or a form that is written as a query is. Commas in values are escaped there; a dot never is, and
/// a blank or a bar that separates is written as one in a value is.
pub(crate) fn inseparable_in_url(name: &str, style: Style, value: &Value) -> Option<String> {
    let is_bare = match style.form {
        Form::SpaceDelimited | Form::PipeDelimited => true,
        Form::Label => style.explode,
        Form::Form | Form::DeepObject | Form::Simple | Form::Matrix | Form::Json | Form::ByType => false,
    };
    is_bare.then(|| inseparable(name, style, value)).flatten()
}

/// Writes the pairs of a cookie, percent-encoded; where the style leaves reserved characters as they are, only what no cookie
/// can have is.
pub(crate) fn cookies(name: &str, style: Style, value: &Value) -> Vec<String> {
    let written = |text: &str| if style.reserved { as_cookie(text) } else { query::encoded(text) };
    let pairs = pairs(name, style, value).into_iter();
    pairs
        .map(|pair| {
            let values: Vec<String> = pair.values.iter().map(|value| written(value)).collect();
            format!("{}={}", query::encoded(&pair.name), values.join(","))
        })
        .collect()
}

/// Returns text as a cookie has it: what it cannot have is percent-encoded.
fn as_cookie(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match u8::try_from(character) {
            Ok(byte) if is_cookie_octet(byte) => written.push(character),
            _ => query::encode(character.encode_utf8(&mut [0; 4]), &mut written),
        }
    }
    written
}

/// Returns whether a cookie's value may have this byte (RFC 6265, section 4.1.1).
pub(crate) fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}

/// Writes a value as text: strings without quotes, lists joined by commas.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Object(members) => alternating(members).join(","),
        // A whole number has no fraction: services look for digits in a path, and JSON would have `4.0`.
        Value::Number(number) if number.is_f64() => {
            number.as_f64().map_or_else(String::new, |double| double.to_string())
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// Returns the members of an object that are written: null is not.
fn sent(members: &Object) -> impl Iterator<Item = (&String, &Value)> {
    members.iter().filter(|(_, value)| !value.is_null())
}

/// Keys and values in turn, as objects are written that are not exploded.
fn alternating(members: &Object) -> Vec<String> {
    sent(members).flat_map(|(key, value)| [key.clone(), text(value)]).collect()
}

/// Writes JSON in ASCII, as header values must be.
fn ascii_json(value: &Value) -> String {
    let mut written = String::new();
    for character in value.to_string().chars() {
        if character.is_ascii() {
            written.push(character);
            continue;
        }
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            written.push_str(&format!("\\u{unit:04x}"));
        }
    }
    written
}
