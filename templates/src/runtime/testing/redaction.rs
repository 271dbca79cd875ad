//! What recordings do not have: secrets, and what a program chooses to leave out.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_LOCATION, CONTENT_TYPE, HeaderName, LINK, LOCATION, REFERER};
use http::request::Parts;

use super::super::auth::secret::{Secret, SentSecrets, TELLING, after_name, forms, header_texts};
use super::super::query::url;
use super::super::schema::scan::DEPTH;
use super::super::schema::shape::JsonKind;
use super::super::schema::tape::{Node, Tape};
use super::super::value::password::is_secret_name;
use super::super::value::values::{Object, Value};
use super::content::Content;

/// The text in the place of a secret.
pub(super) const REDACTED: &str = "REDACTED";

/// Header fields that are secret by their name; those that a client marks as sensitive are too.
const HEADERS: [&str; 7] =
    ["authorization", "proxy-authorization", "cookie", "set-cookie", "api-key", "x-api-key", "x-auth-token"];

/// Header fields whose value is a URL.
const URLS: [HeaderName; 3] = [LOCATION, CONTENT_LOCATION, REFERER];

/// The parts that a program leaves out of its recordings, besides secrets. Names are in lower case.
#[derive(Debug, Clone, Default)]
pub(super) struct Redaction {
    pub(super) headers: Vec<String>,
    pub(super) parameters: Vec<String>,
    pub(super) members: Vec<String>,
}

/// Whose body is redacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    /// What stands for a value is of the value's JSON type, so that the recording still is what the service sends.
    Response,
}

/// The secrets of an exchange.
pub(super) struct Secrets {
    redaction: Arc<Redaction>,
    /// The names of query parameters that carry credentials.
    parameters: Vec<String>,
    /// Texts that are replaced wherever they stand, longest first.
    anywhere: Vec<Secret>,
    /// Texts that are replaced where they are all of a value.
    whole: Vec<Secret>,
}

impl Secrets {
    /// Finds the secrets of a request.
    pub(super) fn of(redaction: &Arc<Redaction>, head: &Parts) -> Self {
        let noted = head.extensions.get::<SentSecrets>().cloned().unwrap_or_default();
        let parameters = noted.parameters.iter().map(|name| name.to_ascii_lowercase()).collect();
        let whole = noted.texts.into_iter().filter(|secret| !secret.expose().is_empty()).collect();
        let mut secrets = Self { redaction: Arc::clone(redaction), parameters, anywhere: Vec::new(), whole };
        let mut found: Vec<Secret> = Vec::new();
        for (name, value) in &head.headers {
            if value.is_sensitive() || secrets.is_header(name.as_str()) {
                found.extend(header_texts(name, value));
            }
        }
        for pair in head.uri.query().unwrap_or_default().split('&') {
            if secrets.is_parameter(pair) {
                found.push(Secret::new(after_name(pair)));
            }
        }
        found.extend(secrets.whole.iter().cloned());
        let mut found: Vec<Secret> = found.into_iter().flat_map(forms).collect();
        found.retain(|text| text.expose().len() >= TELLING);
        found.sort_by_key(|text| std::cmp::Reverse(text.expose().len()));
        secrets.anywhere = found;
        secrets
    }

    fn is_header(&self, name: &str) -> bool {
        HEADERS.contains(&name) || self.redaction.headers.iter().any(|chosen| chosen == name)
    }

    /// Returns whether a member or a field of a form is secret.
    fn is_member(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        is_secret_name(&name) || self.redaction.members.contains(&name)
    }

    /// Returns whether a pair of a query is secret by its name.
    fn is_parameter(&self, pair: &str) -> bool {
        let name = pair.split('=').next().unwrap_or_default();
        let name = url::decode(name).unwrap_or_else(|| name.to_owned()).to_lowercase();
        let chosen = self.redaction.parameters.iter().chain(&self.parameters);
        is_secret_name(&name) || chosen.into_iter().any(|chosen| *chosen == name)
    }

    /// Redacts a text.
    pub(super) fn text(&self, text: &str) -> String {
        if self.whole.iter().any(|secret| secret.expose() == text) {
            return REDACTED.to_owned();
        }
        self.anywhere.iter().fold(text.to_owned(), |text, secret| text.replace(secret.expose(), REDACTED))
    }

    /// Redacts a URL. Tokens stand in fragments as well (RFC 6749, section 4.2.2).
    pub(super) fn url(&self, url: &str) -> String {
        let end = |text: &str, mark: char| text.find(mark).unwrap_or(text.len());
        let (url, fragment) = url.split_at(end(url, '#'));
        let (address, query) = url.split_at(end(url, '?'));
        let mut redacted = self.text(address);
        for part in [query, fragment] {
            let (mark, pairs) = part.split_at(part.len().min(1));
            redacted.push_str(mark);
            redacted.push_str(&self.pairs(pairs, |pair| self.is_parameter(pair)));
        }
        redacted
    }

    /// Redacts the URLs of a header `Link`, each of which is between angle brackets (RFC 8288, section 3).
    fn links(&self, text: &str) -> String {
        let link = |link: &str| match link.split_once('>') {
            Some((url, rest)) => format!("{}>{}", self.url(url), self.text(rest)),
            None => self.text(link),
        };
        text.split('<').map(link).collect::<Vec<_>>().join("<")
    }

    /// Redacts the pairs of a query or a form.
    fn pairs(&self, text: &str, is_secret: impl Fn(&str) -> bool) -> String {
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let is_password = url::decode(value).is_some_and(|value| self.text(&value) == REDACTED);
            if is_password || is_secret(pair) { format!("{name}={REDACTED}") } else { self.text(pair) }
        };
        text.split('&').map(pair).collect::<Vec<_>>().join("&")
    }

    /// Returns the header fields as a member of a recording, without those that are about how a body came.
    pub(super) fn headers(&self, headers: &HeaderMap) -> Object {
        let mut members = Object::new();
        for name in headers.keys() {
            if matches!(name.as_str(), "content-length" | "transfer-encoding") {
                continue;
            }
            let value = |value: &http::HeaderValue| {
                let is_secret = value.is_sensitive() || self.is_header(name.as_str());
                let text = String::from_utf8_lossy(value.as_bytes());
                let text = match name {
                    _ if is_secret => REDACTED.to_owned(),
                    name if URLS.contains(name) => self.url(&text),
                    name if name == LINK => self.links(&text),
                    _ => self.text(&text),
                };
                Value::from(if name == CONTENT_TYPE { without_boundary(&text) } else { text })
            };
            let mut values: Vec<Value> = headers.get_all(name).iter().map(value).collect();
            let value = if values.len() > 1 { Value::Array(values) } else { values.pop().unwrap_or_default() };
            members.insert(name.as_str().to_owned(), value);
        }
        members
    }

    /// Redacts a body.
    pub(super) fn content(&self, side: Side, headers: &HeaderMap, bytes: &Bytes) -> Content {
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if let Some(boundary) = boundary(content_type).filter(|_| essence == "multipart/form-data") {
            return Content::new(&self.parts(bytes, boundary).into());
        }
        match Content::new(bytes) {
            Content::Text(form) if essence == "application/x-www-form-urlencoded" => {
                let is_secret = |pair: &str| {
                    let name = url::decode(pair.split('=').next().unwrap_or_default());
                    name.is_some_and(|name| self.is_member(&name))
                };
                Content::Text(self.pairs(&form, is_secret))
            }
            // Members are secret by their names, and nobody looked at all names of what is too deep.
            Content::Json(json) => {
                self.json(side, &json).map_or_else(|| Content::Text(REDACTED.to_owned()), Content::Json)
            }
            Content::Text(text) => Content::Text(self.text(&text)),
            Content::Binary(bytes) => Content::Binary(self.bytes(&bytes).into()),
            Content::Empty => Content::Empty,
        }
    }

    /// Redacts JSON, and leaves the rest of it as it is; `None` where it is too deep to be looked through.
    fn json(&self, side: Side, json: &str) -> Option<String> {
        let tape = Tape::new(json).ok()?;
        let mut changes: Vec<(Range<usize>, String)> = Vec::new();
        self.node(side, tape.root(), false, 0, &mut changes)?;
        let mut text = String::with_capacity(json.len());
        let mut end = 0;
        for (range, new) in changes {
            text.push_str(json.get(end..range.start)?);
            text.push_str(&new);
            end = range.end;
        }
        text.push_str(json.get(end..)?);
        Some(text)
    }

    fn node(
        &self,
        side: Side,
        node: Node<'_>,
        is_secret: bool,
        depth: u32,
        changes: &mut Vec<(Range<usize>, String)>,
    ) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        let new = match (node.kind(), side) {
            (JsonKind::Object, _) => {
                for (key, value) in node.members() {
                    self.node(side, value, is_secret || self.is_member(&key.key()), depth + 1, changes)?;
                }
                return Some(());
            }
            (JsonKind::Array, _) => {
                return node.elements().try_for_each(|value| self.node(side, value, is_secret, depth + 1, changes));
            }
            (JsonKind::Null, _) => return Some(()),
            (JsonKind::String, _) if !is_secret => {
                let text = node.key();
                let new = if text.contains('?') { self.url(&text) } else { self.text(&text) };
                if new == *text {
                    return Some(());
                }
                Value::from(new)
            }
            _ if !is_secret => return Some(()),
            (JsonKind::Bool, Side::Response) => Value::from(false),
            (JsonKind::Integer | JsonKind::Number, Side::Response) => Value::from(0),
            _ => Value::from(REDACTED),
        };
        changes.push((node.range(), new.to_string()));
        Some(())
    }

    /// Redacts the parts of a form, between which another boundary is put: each request has its own.
    fn parts(&self, bytes: &[u8], boundary: &str) -> Vec<u8> {
        let parts = split(bytes, format!("--{boundary}").as_bytes()).into_iter().map(|part| self.part(part));
        parts.collect::<Vec<_>>().join(format!("--{BOUNDARY}").as_bytes())
    }

    fn part(&self, part: &[u8]) -> Vec<u8> {
        const BLANK_LINE: &[u8] = b"\r\n\r\n";
        let pieces = split(part, BLANK_LINE);
        let (head, content) =
            part.split_at(pieces.first().map_or(0, |head| head.len() + BLANK_LINE.len()).min(part.len()));
        let head_text = String::from_utf8_lossy(head);
        let name = head_text.split_once("name=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        let value = content.strip_suffix(b"\r\n").unwrap_or(content);
        let is_password = self.whole.iter().any(|secret| secret.expose().as_bytes() == value);
        if is_password || self.is_member(name) {
            return [head, REDACTED.as_bytes(), b"\r\n"].concat();
        }
        self.bytes(part)
    }

    fn bytes(&self, bytes: &[u8]) -> Vec<u8> {
        let replace =
            |bytes: Vec<u8>, secret: &Secret| split(&bytes, secret.expose().as_bytes()).join(REDACTED.as_bytes());
        self.anywhere.iter().fold(bytes.to_vec(), replace)
    }
}

/// The boundary between the parts of a form in a recording.
const BOUNDARY: &str = "boundary";

/// Returns the boundary of a media type.
fn boundary(content_type: &str) -> Option<&str> {
    let (_, rest) = content_type.split_once("boundary=")?;
    let boundary = rest.split(';').next().unwrap_or_default().trim().trim_matches('"');
    (!boundary.is_empty()).then_some(boundary)
}

fn without_boundary(content_type: &str) -> String {
    boundary(content_type).map_or_else(|| content_type.to_owned(), |found| content_type.replace(found, BOUNDARY))
}

/// Returns the parts of bytes between a separator.
pub(super) fn split<'b>(bytes: &'b [u8], separator: &[u8]) -> Vec<&'b [u8]> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    let find = |rest: &[u8]| rest.windows(separator.len().max(1)).position(|window| window == separator);
    while let Some(position) = find(rest) {
        let (part, after) = rest.split_at(position);
        parts.push(part);
        rest = after.get(separator.len()..).unwrap_or_default();
    }
    parts.push(rest);
    parts
}
