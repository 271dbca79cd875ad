//! Errors as the service tells them (JSON:API "Error Objects").

use std::collections::BTreeMap;
use std::error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use super::super::auth::secret::Carriers;
use super::super::body::batch::{BatchNumber, Handle};
use super::super::document::links::Links;
use super::super::document::payload;
use super::super::query::url;
use super::super::rate_limit::headers::{self, RateLimit};
use super::super::schema::place::unescaped;
use super::super::schema::tape::Tape;
use super::super::schema::walk_document::are_errors;
use super::super::transport::incomplete::Incomplete;
use super::super::value::decode::Decode;
use super::super::value::serialize::read_value;
use super::super::value::values::{Object, Value};
use super::attempts::Attempts;
use super::first_line::{self, one_line};

/// A response whose status is not success, or that has errors instead of what is described.
#[derive(Clone)]
#[non_exhaustive]
pub struct ApiError {
    /// The status.
    pub status: StatusCode,
    /// What the service says went wrong. One that is not as JSON:API has it, such as a plain text, is there as well,
    /// and so is the error that another kind of JSON body tells of; empty when the body is neither, such as a proxy's
    /// HTML page. Of more than 1,000 the first; [`raw`](Self::raw) has all.
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
    /// The batch that it answers.
    pub(crate) batch: Option<BatchNumber>,
    /// Whether its account has a secret of the request in it.
    pub(crate) echo: Echo,
}

/// Whether a response repeats a secret of its request, such as a key that it calls wrong: then it is not printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Echo {
    /// It does not.
    None,
    /// The message was sent by other means: what was added to it is not known.
    Unknown,
    /// It does.
    Secret,
}

impl ApiError {
    /// Creates the error of a response.
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, raw: Bytes, incomplete: Option<Incomplete>) -> Self {
        Self {
            status,
            errors: errors(&raw),
            retry_after: headers::retry_after(&headers),
            request_id: headers::request_id(&headers),
            headers,
            raw,
            incomplete: incomplete.map(Box::new),
            attempts: Attempts::default(),
            batch: None,
            echo: Echo::None,
        }
    }

    /// Looks for the secrets of its request in it.
    pub(crate) fn with_request(mut self, carriers: &Carriers) -> Self {
        let said = self.errors.iter().flat_map(|error| [&error.code, &error.title, &error.detail]).flatten();
        // The texts as well: JSON may have the secret escaped.
        if carriers.are_echoed_in([&*self.raw].into_iter().chain(said.map(String::as_bytes))) {
            self.echo = Echo::Secret;
        }
        self
    }

    /// Makes the response with this status and these errors, such as for a test.
    ///
    /// ```rust,ignore
    /// let taken = ErrorObject::new("duplicate").at_pointer("/data/attributes/email");
    /// let error = Error::from(ApiError::of(StatusCode::CONFLICT, [taken]));
    /// ```
    pub fn of(status: StatusCode, errors: impl IntoIterator<Item = ErrorObject>) -> Self {
        let errors: Vec<ErrorObject> = errors.into_iter().collect();
        // What is in an error is on the wire as well, so that writing it cannot fail.
        let errors = serde_json::to_value(&errors).unwrap_or_default();
        let body = Object::from_iter([("errors".to_owned(), errors)]);
        Self::new(status, HeaderMap::new(), Value::Object(body).to_string().into(), None)
    }

    /// Returns how often the service may be called, as this response tells.
    #[inline]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        headers::rate_limit(&self.headers)
    }

    /// Returns where a redirect leads (RFC 9110, section 15.4). It is not followed: that could take the credentials
    /// and what is sent to another origin.
    #[inline]
    pub fn location(&self) -> Option<&str> {
        let redirects = matches!(self.status.as_u16(), 301 | 302 | 303 | 307 | 308);
        self.headers.get(LOCATION).filter(|_| redirects)?.to_str().ok()
    }

    /// Returns the first error with this code. The codes that the OpenAPI document lists for an operation are constants
    /// of the operation's type.
    ///
    /// ```rust,ignore
    /// if let Some(duplicate) = error.api().and_then(|answer| answer.by_code("duplicate_profile")) {
    ///     println!("{:?}", duplicate.detail);
    /// }
    /// ```
    #[inline]
    pub fn by_code(&self, code: &str) -> Option<&ErrorObject> {
        self.errors.iter().find(|error| error.code.as_deref() == Some(code))
    }

    /// Returns the errors about the place in the request that this JSON pointer names.
    pub fn by_pointer<'a>(&'a self, pointer: &'a str) -> impl Iterator<Item = &'a ErrorObject> {
        self.errors.iter().filter(move |error| {
            let source = error.source.as_ref();
            source.and_then(|source| source.pointer.as_deref()) == Some(pointer)
        })
    }

    /// Returns the errors about this attribute, relationship or other member of the request, by its name on the wire.
    ///
    /// ```rust,ignore
    /// if let Some(answer) = error.api() {
    ///     println!("{} problems with the address", answer.by_field("email").count());
    /// }
    /// ```
    pub fn by_field<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a ErrorObject> {
        self.errors.iter().filter(move |error| error.field().is_some_and(|found| unescaped(found) == field))
    }

    /// Returns the errors about this header of the request.
    pub fn by_header<'a>(&'a self, header: &'a str) -> impl Iterator<Item = &'a ErrorObject> {
        self.errors.iter().filter(move |error| {
            let source = error.source.as_ref();
            source.and_then(|source| source.header.as_deref()).is_some_and(|found| found.eq_ignore_ascii_case(header))
        })
    }

    /// Returns the errors that a change of the batch caused; none for a change of another batch.
    pub fn by_change<'a, T>(&'a self, change: &Handle<T>) -> impl Iterator<Item = &'a ErrorObject> {
        let position = self.batch.and_then(|batch| change.position_in(batch));
        self.errors.iter().filter(move |error| position.is_some() && error.change() == position)
    }

    /// Returns whether the request contradicts what the service has (status 409), such as a resource that exists.
    pub fn is_conflict(&self) -> bool {
        self.status == StatusCode::CONFLICT
    }

    /// Returns the errors about this query parameter of the request.
    pub fn by_parameter<'a>(&'a self, parameter: &'a str) -> impl Iterator<Item = &'a ErrorObject> {
        self.errors.iter().filter(move |error| {
            let source = error.source.as_ref();
            source.and_then(|source| source.parameter.as_deref()) == Some(parameter)
        })
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.attempts.write_call(f)?;
        write!(f, "the service answered with status {}", self.status)?;
        self.write_account(f)?;
        if let Some(location) = self.location() {
            let address = location.split(['?', '#']).next().unwrap_or_default();
            write!(f, "; it redirects to `{}`, which is not followed", url::without_user(address))?;
        }
        if let Some(reason) = &self.incomplete {
            write!(f, "; its body was not read to its end: {reason}")?;
        }
        Ok(())
    }
}

impl ApiError {
    /// Writes what the service says went wrong.
    fn write_account(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.echo == Echo::Secret {
            return f.write_str("; what it says repeats a secret of the request, and is not shown");
        }
        if self.errors.is_empty() && self.echo == Echo::None {
            first_line::write(f, &self.raw)?;
        }
        for (position, error) in self.errors.iter().take(SHOWN).enumerate() {
            write!(f, "{} {error}", if position == 0 { ":" } else { ";" })?;
        }
        match self.errors.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

/// The most errors of a response that are printed.
const SHOWN: usize = 10;

/// The most characters of a text that are printed.
const LONGEST: usize = 500;

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ApiError");
        let may_be_seen = self.echo != Echo::Secret;
        shown.field("status", &self.status);
        if may_be_seen {
            shown.field("errors", &self.errors);
        }
        shown.field("retry_after", &self.retry_after).field("request_id", &self.request_id);
        if may_be_seen {
            shown.field("headers", &self.headers).field("raw", &self.raw);
        }
        shown.field("incomplete", &self.incomplete).field("attempts", &self.attempts).finish_non_exhaustive()
    }
}

impl error::Error for ApiError {}

/// One thing that went wrong.
///
/// ```rust,ignore
/// let taken = ErrorObject::new("duplicate")
///     .at_pointer("/data/attributes/email")
///     .set(|error| error.detail = Some("There is such a profile.".to_owned()));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorObject {
    /// Names this occurrence.
    pub id: Option<String>,
    /// The status, as text.
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
    /// Members that JSON:API does not know. One that it knows is here as well where it is of another type than JSON:API
    /// says, such as a number as the code, whose text is in the field.
    pub rest: BTreeMap<String, Value>,
}

impl ErrorObject {
    /// Makes an error of this code and nothing else, such as for a test.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: Some(code.into()), ..Self::default() }
    }

    /// Changes it, in an expression.
    #[must_use]
    pub fn set(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// Reads the `meta` as a type; `None` where there is none, or it is of another type.
    pub fn meta_as<M: Decode>(&self) -> Option<M> {
        read_value(self.meta.as_ref()?)
    }

    /// Says that the place of this JSON pointer in the request caused it.
    #[must_use]
    pub fn at_pointer(mut self, pointer: impl Into<String>) -> Self {
        self.source.get_or_insert_with(ErrorSource::default).pointer = Some(pointer.into());
        self
    }

    /// Says that this query parameter caused it.
    #[must_use]
    pub fn at_parameter(mut self, parameter: impl Into<String>) -> Self {
        self.source.get_or_insert_with(ErrorSource::default).parameter = Some(parameter.into());
        self
    }
}

/// The beginning of a pointer into an atomic request (the extension "Atomic Operations").
const OPERATIONS: &str = "atomic:operations";

impl ErrorObject {
    /// Names the attribute or relationship of the request that caused it, or another member of what was sent, as it is
    /// on the wire: `email` where the pointer is `/data/attributes/email`. A setter has the name in the form of Rust.
    /// A name with `/` or `~`, which JSON:API does not allow, is as it stands in the pointer (`~1`, `~0`).
    pub fn field(&self) -> Option<&str> {
        let mut steps = self
            .steps()?
            .skip_while(|step| matches!(*step, "data" | OPERATIONS) || step.bytes().all(|byte| byte.is_ascii_digit()));
        match steps.next()? {
            "attributes" | "relationships" => steps.next(),
            other => Some(other),
        }
    }

    /// Finds the position of the change in a batch that caused it.
    pub fn change(&self) -> Option<usize> {
        let mut steps = self.steps()?;
        steps.next().filter(|step| *step == OPERATIONS)?;
        steps.next()?.parse().ok()
    }

    /// Returns the steps of the pointer. Some services leave out the slash that it begins with.
    fn steps(&self) -> Option<impl Iterator<Item = &str>> {
        let pointer = self.source.as_ref()?.pointer.as_deref()?;
        Some(pointer.trim_start_matches('#').split('/').filter(|step| !step.is_empty()))
    }
}

impl fmt::Display for ErrorObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |text: &String| one_line(text, LONGEST);
        match (self.code.as_ref().map(line), self.detail.as_ref().or(self.title.as_ref()).map(line)) {
            (Some(code), Some(text)) => write!(f, "`{code}`: {text}"),
            (Some(text), None) | (None, Some(text)) => f.write_str(&text),
            (None, None) => f.write_str("an error without code and title"),
        }
    }
}

/// The part of a request that caused an error.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorSource {
    /// A JSON pointer into the body of the request.
    pub pointer: Option<String>,
    /// A query parameter.
    pub parameter: Option<String>,
    /// A header.
    pub header: Option<String>,
    /// Members that JSON:API does not know, and those of another type than it says.
    pub rest: BTreeMap<String, Value>,
}

/// Returns whether a document has a member `errors` that tells of one.
pub(crate) fn has_errors(body: &Bytes) -> bool {
    let text = payload::text(body).unwrap_or_default();
    Tape::new(text).is_ok_and(|tape| tape.root().member("errors").is_some_and(are_errors))
}

/// The number of errors that are read from a body, which must not take all memory.
const MOST: usize = 1_000;

/// Returns the errors of a body. They are few, so they come by way of a JSON value: what reads a record from text would
/// be compiled for each of their types.
fn errors(body: &Bytes) -> Vec<ErrorObject> {
    let value = payload::read::<Value>(body).ok().and_then(|read| read.value);
    let Some(Value::Object(mut document)) = value else { return Vec::new() };
    match document.remove("errors") {
        Some(Value::Null) | None => foreign(document),
        Some(errors) => listed(errors),
    }
}

/// Returns the errors that a member `errors` has.
pub(crate) fn listed(errors: Value) -> Vec<ErrorObject> {
    match errors {
        Value::Array(errors) => errors.into_iter().take(MOST).map(ErrorObject::from).collect(),
        Value::Object(errors) => errors.into_iter().flat_map(of_member).take(MOST).collect(),
        Value::Null => Vec::new(),
        error => vec![error.into()],
    }
}

/// Returns the errors of a member of an object of errors: `{"title": ["is too long", "is not text"]}`.
fn of_member((name, value): (String, Value)) -> Vec<ErrorObject> {
    let errors = match value {
        Value::Array(errors) => errors,
        error => vec![error],
    };
    let title = |error: ErrorObject| ErrorObject { title: error.title.or_else(|| Some(name.clone())), ..error };
    errors.into_iter().map(ErrorObject::from).map(title).collect()
}

/// The members in which JSON bodies that are not JSON:API documents tell of an error, the most telling first
/// (RFC 9457, RFC 6749 section 5.2).
const FOREIGN: [&str; 6] = ["detail", "error_description", "message", "error", "title", "reason"];

/// Returns the errors that a body without `errors` tells of: one, or one for each text of a list.
fn foreign(mut body: Object) -> Vec<ErrorObject> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(error) => FOREIGN.iter().find_map(|name| error.get(*name)?.as_str().map(str::to_owned)),
        _ => None,
    };
    for name in FOREIGN {
        match body.get(name) {
            Some(Value::Array(texts)) if !texts.is_empty() && texts.iter().all(Value::is_string) => {
                return body.remove(name).map(listed).unwrap_or_default();
            }
            Some(value) => {
                if let Some(detail) = text(value) {
                    let error = ErrorObject::from(body);
                    return vec![ErrorObject { detail: error.detail.or(Some(detail)), ..error }];
                }
            }
            None => {}
        }
    }
    Vec::new()
}

/// What is not an object is kept as the text of the error.
impl From<Value> for ErrorObject {
    fn from(error: Value) -> Self {
        match error {
            Value::Object(members) => members.into(),
            Value::Null => Self::default(),
            error => Self { detail: Some(text_of(&error)), ..Self::default() },
        }
    }
}

impl From<Object> for ErrorObject {
    fn from(members: Object) -> Self {
        let mut error = Self::default();
        for (name, value) in members {
            let other = match name.as_str() {
                "id" => set_text(&mut error.id, value),
                "status" => set_text(&mut error.status, value),
                "code" => set_text(&mut error.code, value),
                "title" => set_text(&mut error.title, value),
                "detail" => set_text(&mut error.detail, value),
                "source" => object(value).map(|members| error.source = Some(members.into())).err(),
                "links" => object(value).map(|members| error.links = members.into()).err(),
                "meta" => {
                    error.meta = Some(value);
                    None
                }
                _ => Some(value),
            };
            error.rest.extend(other.map(|value| (name, value)));
        }
        error
    }
}

impl From<Object> for ErrorSource {
    fn from(members: Object) -> Self {
        let mut source = Self::default();
        for (name, value) in members {
            let other = match name.as_str() {
                "pointer" => set_text(&mut source.pointer, value),
                "parameter" => set_text(&mut source.parameter, value),
                "header" => set_text(&mut source.header, value),
                _ => Some(value),
            };
            source.rest.extend(other.map(|value| (name, value)));
        }
        source
    }
}

/// Returns the members of an object, or the value that is not one.
fn object(value: Value) -> Result<Object, Value> {
    match value {
        Value::Object(members) => Ok(members),
        other => Err(other),
    }
}

/// Puts a text in its place; gives back what is not text, whose JSON is put there. Null is absence.
fn set_text(place: &mut Option<String>, value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => {
            *place = Some(text);
            None
        }
        other => {
            *place = Some(text_of(&other));
            Some(other)
        }
    }
}

/// Returns a text, and the JSON of any other value.
fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
