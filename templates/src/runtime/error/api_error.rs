//! Errors as the service tells them (JSON:API "Error Objects").

use std::collections::BTreeMap;
use std::error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use super::super::document::links::Links;
use super::super::document::payload;
use super::super::rate_limit::headers::{self, RateLimit};
use super::super::transport::incomplete::Incomplete;
use super::super::value::values::{Object, Value};
use super::attempts::Attempts;

/// A response whose status is not success.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApiError {
    /// The status.
    pub status: StatusCode,
    /// What the service says went wrong; empty when the body is no JSON:API document, such as a
    /// proxy's HTML page.
    pub errors: Vec<ErrorObject>,
    /// How long the service asks to wait (`Retry-After`).
    pub retry_after: Option<Duration>,
    /// What the service calls the request, for its support.
    pub request_id: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; what came of it, where it did not come whole.
    pub raw: Bytes,
    /// Why the body did not come whole, where it did not.
    pub incomplete: Option<Box<Incomplete>>,
    /// The attempts that were made, this one included.
    pub attempts: Attempts,
}

impl ApiError {
    /// From a response.
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, raw: Bytes, incomplete: Option<Incomplete>) -> Self {
        Self {
            status,
            errors: errors(&raw).unwrap_or_default(),
            retry_after: headers::retry_after(&headers),
            request_id: headers::request_id(&headers),
            headers,
            raw,
            incomplete: incomplete.map(Box::new),
            attempts: Attempts::default(),
        }
    }

    /// How often the service may be called, as this response tells.
    #[inline]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        headers::rate_limit(&self.headers)
    }

    /// Where a redirect leads (RFC 9110, section 15.4). It is not followed: that could take the credentials
    /// and what is sent to another origin.
    #[inline]
    pub fn location(&self) -> Option<&str> {
        let redirects = matches!(self.status.as_u16(), 301 | 302 | 303 | 307 | 308);
        self.headers.get(LOCATION).filter(|_| redirects)?.to_str().ok()
    }

    /// The first error with this code. The codes that the description lists for an operation are constants
    /// of the operation's type.
    #[inline]
    pub fn by_code(&self, code: &str) -> Option<&ErrorObject> {
        self.errors.iter().find(|error| error.code.as_deref() == Some(code))
    }

    /// The errors about the place in the request that this JSON pointer names.
    pub fn by_pointer<'a>(&'a self, pointer: &'a str) -> impl Iterator<Item = &'a ErrorObject> {
        self.errors.iter().filter(move |error| {
            let source = error.source.as_ref();
            source.and_then(|source| source.pointer.as_deref()) == Some(pointer)
        })
    }

    /// The errors about this query parameter of the request.
    pub fn by_parameter<'a>(&'a self, parameter: &'a str) -> impl Iterator<Item = &'a ErrorObject> {
        self.errors.iter().filter(move |error| {
            let source = error.source.as_ref();
            source.and_then(|source| source.parameter.as_deref()) == Some(parameter)
        })
    }
}

impl fmt::Display for ApiError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service answered with status {}", self.status)?;
        for (position, error) in self.errors.iter().enumerate() {
            write!(f, "{} {error}", if position == 0 { ":" } else { ";" })?;
        }
        if let Some(location) = self.location() {
            write!(f, "; it redirects to `{}`, which is not followed", without_secrets(location))?;
        }
        if let Some(reason) = &self.incomplete {
            write!(f, "; its body was not read to its end: {reason}")?;
        }
        Ok(())
    }
}

/// A link without the parts of it that may be a secret: user information, query, fragment.
#[inline]
fn without_secrets(link: &str) -> String {
    let link = link.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = link.find("//").map_or(("", link), |slashes| link.split_at(slashes + 2));
    let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{scheme}{host}{path}")
}

impl error::Error for ApiError {}

/// One thing that went wrong.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorObject {
    /// Names this occurrence.
    pub id: Option<String>,
    /// The status, as text; JSON:API says string, some services send a number.
    pub status: Option<String>,
    /// Names the kind of problem, for programs.
    pub code: Option<String>,
    /// Names the kind of problem, for people.
    pub title: Option<String>,
    /// Explains this occurrence.
    pub detail: Option<String>,
    /// What in the request caused it.
    pub source: Option<ErrorSource>,
    /// The links.
    pub links: Links,
    /// Anything else about it that JSON:API has a place for.
    pub meta: Option<Value>,
    /// Members that JSON:API does not know.
    pub rest: BTreeMap<String, Value>,
}

impl fmt::Display for ErrorObject {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.detail.as_ref().or(self.title.as_ref());
        match (&self.code, text) {
            (Some(code), Some(text)) => write!(f, "`{code}`: {text}"),
            (Some(text), None) | (None, Some(text)) => f.write_str(text),
            (None, None) => f.write_str("an error without code and title"),
        }
    }
}

/// What in a request caused an error.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorSource {
    /// A JSON pointer into the body of the request.
    pub pointer: Option<String>,
    /// A query parameter.
    pub parameter: Option<String>,
    /// A header.
    pub header: Option<String>,
}

/// The errors of a document. They are few, so they come by way of a JSON value: what reads a record from text
/// would be compiled for each of their types.
fn errors(body: &Bytes) -> Option<Vec<ErrorObject>> {
    let document = payload::read::<Value>(body).ok()?.value?;
    let (_, errors) = object(document)?.into_iter().find(|(name, _)| name == "errors")?;
    match errors {
        Value::Array(errors) => Some(errors.into_iter().filter_map(object).map(ErrorObject::from).collect()),
        _ => None,
    }
}

/// Leaves out what is of no type that JSON:API knows for its member; the body is kept.
impl From<Object> for ErrorObject {
    fn from(members: Object) -> Self {
        let mut error = Self::default();
        for (name, value) in members {
            match name.as_str() {
                "id" => error.id = text(value),
                "status" => error.status = number(&value).or_else(|| text(value)),
                "code" => error.code = text(value),
                "title" => error.title = text(value),
                "detail" => error.detail = text(value),
                "source" => error.source = object(value).map(ErrorSource::from),
                "links" => error.links = object(value).map(Links::from).unwrap_or_default(),
                "meta" => error.meta = Some(value),
                _ => {
                    error.rest.insert(name, value);
                }
            }
        }
        error
    }
}

impl From<Object> for ErrorSource {
    fn from(members: Object) -> Self {
        let mut source = Self::default();
        for (name, value) in members {
            match name.as_str() {
                "pointer" => source.pointer = text(value),
                "parameter" => source.parameter = text(value),
                "header" => source.header = text(value),
                _ => {}
            }
        }
        source
    }
}

fn object(value: Value) -> Option<Object> {
    match value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// A whole number as text.
fn number(value: &Value) -> Option<String> {
    value.as_u64().map(|number| number.to_string())
}
