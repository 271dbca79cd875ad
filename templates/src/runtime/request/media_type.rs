//! The extensions and profiles in JSON:API's media type (JSON:API 1.1 "Media Type Parameters").
//!
//! ```text
//! application/vnd.api+json; ext="https://jsonapi.org/ext/atomic"; profile="https://a.example/one https://a.example/two"
//! ```

use std::borrow::Cow;

/// The media type of JSON:API.
const JSON_API: &str = "application/vnd.api+json";

/// A media type, or several of them, as a header field has it.
pub(crate) type MediaType = Cow<'static, str>;

/// A parameter of the media type whose value is a list of URIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Applied {
    /// `ext`
    Extension,
    /// `profile`
    Profile,
}

impl Applied {
    fn name(self) -> &'static str {
        match self {
            Self::Extension => "ext",
            Self::Profile => "profile",
        }
    }
}

/// Returns a header field with these URIs in the parameters of JSON:API's media type; `None` where the field does not have the
/// media type.
pub(crate) fn with(field: &str, applied: &[(Applied, String)]) -> Option<String> {
    let mut is_there = false;
    let mut ranges = Vec::new();
    for range in split(field, ',') {
        if is_json_api(range) {
            is_there = true;
            ranges.push(extended(range, applied));
        } else {
            ranges.push(range.to_owned());
        }
    }
    is_there.then(|| ranges.join(", "))
}

/// Returns the URIs in a parameter of JSON:API's media type.
pub(crate) fn uris(field: &str, of: Applied) -> Vec<String> {
    let ranges = split(field, ',').into_iter().filter(|range| is_json_api(range));
    ranges.flat_map(|range| split(range, ';')).flat_map(|parameter| listed(parameter, of).unwrap_or_default()).collect()
}

/// Returns whether a text can stand in such a list.
pub(crate) fn is_uri(text: &str) -> bool {
    let is_in_uri = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b'<' | b'>');
    !text.is_empty() && text.bytes().all(is_in_uri)
}

/// Returns a media range with more URIs in its parameters.
fn extended(range: &str, applied: &[(Applied, String)]) -> String {
    let mut parts: Vec<String> = split(range, ';').into_iter().map(str::to_owned).collect();
    for of in [Applied::Extension, Applied::Profile] {
        let asked: Vec<&str> = applied.iter().filter(|(one, _)| *one == of).map(|(_, uri)| uri.as_str()).collect();
        if asked.is_empty() {
            continue;
        }
        let place = parts.iter().position(|part| listed(part, of).is_some());
        let mut all = place.and_then(|place| listed(parts.get(place)?, of)).unwrap_or_default();
        for uri in asked {
            if !all.iter().any(|known| known == uri) {
                all.push(uri.to_owned());
            }
        }
        let parameter = format!("{}=\"{}\"", of.name(), all.join(" "));
        match place.and_then(|place| parts.get_mut(place)) {
            Some(part) => *part = parameter,
            None => parts.push(parameter),
        }
    }
    parts.join("; ")
}

/// Returns the URIs of a parameter, where it is this one.
fn listed(parameter: &str, of: Applied) -> Option<Vec<String>> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case(of.name()) {
        return None;
    }
    let value = value.trim().trim_matches('"');
    Some(value.split_ascii_whitespace().map(str::to_owned).collect())
}

fn is_json_api(range: &str) -> bool {
    range.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(JSON_API))
}

/// Returns the parts of a field between separators that stand in no quotes (RFC 9110, section 5.6.4).
fn split(field: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut is_quoted, mut is_escaped) = (Vec::new(), 0, false, false);
    for (position, letter) in field.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            letter if letter == separator && !is_quoted => {
                parts.extend(field.get(start..position));
                start = position + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(field.get(start..));
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}
