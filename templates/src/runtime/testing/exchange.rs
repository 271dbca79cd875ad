//! Recordings: a request and its response, in the form that `jsonapi-forge samples` reads.
//!
//! ```json
//! {
//!   "request": "POST https://api.example.com/books",
//!   "sent": {"headers": {"authorization": "REDACTED"}, "body": {"data": {"type": "book"}}},
//!   "status": 201,
//!   "headers": {"content-type": "application/vnd.api+json"},
//!   "body": {"data": {"type": "book", "id": "1"}}
//! }
//! ```

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use bytes::Bytes;
use http::request::Parts;

use super::super::query::url;
use super::super::schema::tape;
use super::super::value::values::{Object, Value};
use super::content::Content;
use super::redaction::{REDACTED, Secrets, Side, split};

/// A request, as it is kept and compared.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) method: String,
    pub(super) url: String,
    headers: Object,
    content: Content,
}

/// A request and its response.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    pub(super) sent: Sent,
    pub(super) status: u16,
    pub(super) headers: Object,
    pub(super) content: Content,
}

impl Sent {
    /// Returns a request without its secrets.
    pub(super) fn new(head: &Parts, body: &Bytes, secrets: &Secrets) -> Self {
        Self {
            method: head.method.as_str().to_owned(),
            url: secrets.url(&head.uri.to_string()),
            headers: secrets.headers(&head.headers),
            content: secrets.content(Side::Request, &head.headers, body),
        }
    }
}

impl Exchange {
    /// Returns the text of the recording.
    pub(super) fn write(&self) -> String {
        let Sent { method, url, headers, content } = &self.sent;
        let member = |content: &Content, before: &str| match content.member() {
            Some((name, json)) => format!("{before}\"{name}\": {json}"),
            None => String::new(),
        };
        format!(
            "{{\n  \"request\": {},\n  \"sent\": {{\"headers\": {}{}}},\n  \"status\": {},\n  \"headers\": {}{}\n}}\n",
            Value::from(format!("{method} {url}")),
            Value::Object(headers.clone()),
            member(content, ", "),
            self.status,
            Value::Object(self.headers.clone()),
            member(&self.content, ",\n  "),
        )
    }

    /// Reads the text of a recording.
    ///
    /// # Errors
    /// When it is not what a recorder writes.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        serde_json::from_str::<Value>(text).map_err(|error| format!("this is not JSON: {error}"))?;
        let members = tape::members(text);
        let request = find::<String>(&members, "request")?;
        let (method, url) = request.split_once(' ').ok_or("`request` must be a method, a blank and a URL")?;
        let sent = tape::members(raw(&members, "sent").unwrap_or("{}"));
        let headers = |members: &[_]| raw(members, "headers").map_or(Ok(Object::new()), |_| find(members, "headers"));
        Ok(Self {
            sent: Sent {
                method: method.to_owned(),
                url: url.to_owned(),
                headers: headers(&sent)?,
                content: Content::read(&sent)?,
            },
            status: find(&members, "status")?,
            headers: headers(&members)?,
            content: Content::read(&members)?,
        })
    }
}

fn raw<'t>(members: &[(Cow<'_, str>, &'t str)], name: &str) -> Option<&'t str> {
    members.iter().find(|(found, _)| found == name).map(|(_, json)| *json)
}

fn find<T: serde::de::DeserializeOwned>(members: &[(Cow<'_, str>, &str)], name: &str) -> Result<T, String> {
    let json = raw(members, name).ok_or_else(|| format!("there is no `{name}`"))?;
    serde_json::from_str(json).map_err(|error| format!("`{name}` cannot be read: {error}"))
}

/// A place where a request differs from a recorded one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    place: String,
    recorded: Option<String>,
    sent: Option<String>,
    /// How much it tells that another request is meant.
    pub(super) weight: usize,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |value: &Option<String>| match value {
            None => "nothing".to_owned(),
            Some(text) if text.chars().count() > 100 => format!("{}..", text.chars().take(100).collect::<String>()),
            Some(text) => text.clone(),
        };
        write!(f, "{}: recorded {}, sent {}", self.place, text(&self.recorded), text(&self.sent))
    }
}

/// Finds where a request differs from a recorded one. Header fields are not compared, nor is what is redacted in the
/// recording.
pub(super) fn differences(recorded: &Sent, sent: &Sent) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut compare = |place: &str, weight: usize, recorded: &str, sent: &str| {
        if !is_like(recorded.as_bytes(), sent.as_bytes()) {
            let [recorded, sent] = [recorded, sent].map(|text| Some(text.to_owned()));
            found.push(Difference { place: place.to_owned(), recorded, sent, weight });
        }
    };
    let parts = |url| -> (String, String) {
        let (address, query) = str::split_once(url, '?').unwrap_or((url, ""));
        (address.to_owned(), query.to_owned())
    };
    let ((old, old_query), (new, new_query)) = (parts(&recorded.url), parts(&sent.url));
    let segments = |url: &str| url.split('/').map(str::to_owned).collect::<Vec<_>>();
    let other = segments(&old).iter().zip(&segments(&new)).filter(|(old, new)| old != new).count();
    let longer = old.matches('/').count().abs_diff(new.matches('/').count());
    compare("method", 8, &recorded.method, &sent.method);
    compare("address", 4 * (other + longer).max(1), &old, &new);
    in_pairs("query", &old_query, &new_query, &mut found);
    in_content(recorded, sent, &mut found);
    found
}

/// Compares the pairs of queries or forms; the order of names does not count.
fn in_pairs(what: &str, recorded: &str, sent: &str, found: &mut Vec<Difference>) {
    let pairs = |text: &str| -> Vec<(String, String)> {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let decode = |text: &str| url::decode(text).unwrap_or_else(|| text.to_owned());
        pairs.map(|(name, value)| (decode(name), decode(value))).collect()
    };
    let (recorded, sent) = (pairs(recorded), pairs(sent));
    let names: BTreeSet<&String> = recorded.iter().chain(&sent).map(|(name, _)| name).collect();
    for name in names {
        let values = |pairs: &[(String, String)]| {
            let values: Vec<String> =
                pairs.iter().filter(|(found, _)| found == name).map(|(_, value)| value.clone()).collect();
            (!values.is_empty()).then(|| values.join(", "))
        };
        let (recorded, sent) = (values(&recorded), values(&sent));
        let is_same = match (&recorded, &sent) {
            (Some(recorded), Some(sent)) => is_like(recorded.as_bytes(), sent.as_bytes()),
            _ => false,
        };
        if !is_same {
            found.push(Difference { place: format!("{what} `{name}`"), recorded, sent, weight: 1 });
        }
    }
}

fn in_content(recorded: &Sent, sent: &Sent, found: &mut Vec<Difference>) {
    let is_form = |sent: &Sent| {
        let content_type = sent.headers.get("content-type").and_then(Value::as_str).unwrap_or_default();
        content_type.starts_with("application/x-www-form-urlencoded")
    };
    match (&recorded.content, &sent.content) {
        (Content::Json(old), Content::Json(new)) => {
            if let (Ok(old), Ok(new)) = (serde_json::from_str(old), serde_json::from_str(new)) {
                in_values("", &old, &new, found);
                return;
            }
        }
        (Content::Text(old), Content::Text(new)) if is_form(recorded) && is_form(sent) => {
            in_pairs("field", old, new, found);
            return;
        }
        _ => {}
    }
    let (old, new) = (recorded.content.bytes(), sent.content.bytes());
    if !is_like(&old, &new) {
        let shown = |content: &Content| match content {
            Content::Empty => None,
            Content::Json(text) | Content::Text(text) => Some(text.clone()),
            Content::Binary(bytes) => Some(format!("{} bytes", bytes.len())),
        };
        let (recorded, sent) = (shown(&recorded.content), shown(&sent.content));
        found.push(Difference { place: "body".to_owned(), recorded, sent, weight: 2 });
    }
}

/// Compares JSON value by value.
fn in_values(pointer: &str, recorded: &Value, sent: &Value, found: &mut Vec<Difference>) {
    match (recorded, sent) {
        (Value::String(text), _) if text == REDACTED => {}
        (Value::String(old), Value::String(new)) if is_like(old.as_bytes(), new.as_bytes()) => {}
        (Value::Object(old), Value::Object(new)) => {
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                let below = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                match (old.get(name), new.get(name)) {
                    (Some(old), Some(new)) => in_values(&below, old, new, found),
                    (old, new) => found.push(difference_at(&below, old, new)),
                }
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            for position in 0..old.len().max(new.len()) {
                let below = format!("{pointer}/{position}");
                match (old.get(position), new.get(position)) {
                    (Some(old), Some(new)) => in_values(&below, old, new, found),
                    (old, new) => found.push(difference_at(&below, old, new)),
                }
            }
        }
        (old, new) if old == new => {}
        (old, new) => found.push(difference_at(pointer, Some(old), Some(new))),
    }
}

fn difference_at(pointer: &str, recorded: Option<&Value>, sent: Option<&Value>) -> Difference {
    let [recorded, sent] = [recorded, sent].map(|value| value.map(Value::to_string));
    Difference { place: format!("body `{pointer}`"), recorded, sent, weight: 1 }
}

/// Returns whether bytes are those of a recording, in which anything may be redacted.
fn is_like(recorded: &[u8], sent: &[u8]) -> bool {
    let pieces = split(recorded, REDACTED.as_bytes());
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    if pieces.len() == 1 {
        return recorded == sent;
    }
    let Some(mut rest) = sent.strip_prefix(*first).and_then(|rest| rest.strip_suffix(*last)) else { return false };
    for piece in pieces.iter().skip(1).take(pieces.len() - 2).filter(|piece| !piece.is_empty()) {
        match split(rest, piece).first() {
            Some(before) if before.len() < rest.len() => {
                rest = rest.get(before.len() + piece.len()..).unwrap_or_default()
            }
            _ => return false,
        }
    }
    true
}
