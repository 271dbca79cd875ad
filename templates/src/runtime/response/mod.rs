//! Responses: what was read, and everything it was read from; also to conditional requests, and bodies that
//! are downloaded.

pub(crate) mod conditional;
pub(crate) mod download;
pub(crate) mod link;
pub(crate) mod part;
pub(crate) mod stream;
pub(crate) mod webhook;

use std::ops::Deref;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use super::auth::secret::Carriers;
use super::body::batch::BatchNumber;
use super::document::payload::{self, Absent, Payload, Read, ReadError};
use super::document::{Collection, Primary};
use super::error::Error;
use super::error::api_error::{self, ApiError};
use super::error::attempts::Attempts;
use super::rate_limit::headers::{self, RateLimit};
use super::request::media_type::{self, Applied};
use super::request::operation::Successes;
use super::schema::mismatch::{Mismatch, MismatchKind};
use super::schema::shape::{DataShape, JsonKind, PayloadShape};
use super::schema::tape::{Node, Tape, at_pointer};
use super::schema::walk_document::{Expectation, describes_errors, first_mismatch, mismatches};
use super::value::values::Value;

/// The policy of a client for values that are not of the described type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decoding {
    /// Leaves it out; [`Response::mismatches`] tells of it.
    #[default]
    Tolerant,
    /// Fails with [`Error::Mismatch`], for tests. Other kinds of mismatch do not fail.
    Strict,
}

/// A successful response. Derefs to what it was read as.
///
/// ```rust,ignore
/// let response = klaviyo.profiles().get_profile("P1").send().await?;
/// println!("{} {:?}", response.status(), response.data.attributes.email);
/// for mismatch in response.mismatches() {
///     eprintln!("{mismatch}");
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Response<P> {
    payload: P,
    clean: bool,
    raw: RawResponse,
}

/// A successful response, not yet read.
#[derive(Debug, Clone)]
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether there is none by the rules of HTTP.
    pub(crate) has_no_body: bool,
    pub(crate) decoding: Decoding,
    pub(crate) expectation: Expectation<'static>,
    pub(crate) successes: &'static Successes,
    pub(crate) attempts: Attempts,
    /// The batch that it is the answer to.
    pub(crate) batch: Option<BatchNumber>,
    /// The secrets of its request, where they are known.
    pub(crate) carriers: Option<Carriers>,
}

impl<P> Response<P> {
    /// Returns what it was read as.
    ///
    /// ```rust,ignore
    /// let profile = klaviyo.profiles().get_profile("P1").send().await?.into_inner().data;
    /// ```
    pub fn into_inner(self) -> P {
        self.payload
    }

    /// Returns the status; any of 2xx.
    pub fn status(&self) -> StatusCode {
        self.raw.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// Returns the body as it came.
    pub fn raw(&self) -> &Bytes {
        &self.raw.body
    }

    /// Returns what identifies this state of the resource (RFC 9110, section 8.8.3), for `If-None-Match` of
    /// a later call.
    pub fn etag(&self) -> Option<&str> {
        headers::etag(&self.raw.headers)
    }

    /// Returns the URIs of the extensions of JSON:API that the service applied, by `ext` of `Content-Type`.
    pub fn applied_extensions(&self) -> Vec<String> {
        self.applied(Applied::Extension)
    }

    /// Returns the URIs of the profiles that the service applied, by `profile` of `Content-Type`.
    pub fn applied_profiles(&self) -> Vec<String> {
        self.applied(Applied::Profile)
    }

    fn applied(&self, applied: Applied) -> Vec<String> {
        let field = self.raw.headers.get(CONTENT_TYPE).and_then(|field| field.to_str().ok());
        field.map_or_else(Vec::new, |field| media_type::uris(field, applied))
    }

    /// Returns how often the service may be called, as this response tells.
    ///
    /// ```rust,ignore
    /// let page = klaviyo.profiles().get_profiles().send().await?;
    /// if let Some(limit) = page.rate_limit() {
    ///     println!("{:?} of {:?} calls are left", limit.remaining, limit.limit);
    /// }
    /// ```
    pub fn rate_limit(&self) -> Option<RateLimit> {
        headers::rate_limit(&self.raw.headers)
    }

    /// Returns the attempts that it took.
    pub fn attempts(&self) -> &Attempts {
        &self.raw.attempts
    }

    /// Returns what the service calls the request, for its support.
    pub fn request_id(&self) -> Option<String> {
        headers::request_id(&self.raw.headers)
    }

    /// Returns whether every value that was read is of its described type and, where the OpenAPI document lists
    /// values, one of them, and the status is a described one. What is included is not read yet and not counted.
    ///
    /// Costs nothing. [`mismatches`](Self::mismatches) looks at everything, and knows more kinds.
    pub fn is_clean(&self) -> bool {
        self.clean
    }

    /// Returns the body as any JSON. What has no value in Rust, such as `1e999` or half of a surrogate pair, is null in
    /// it.
    ///
    /// ```rust,ignore
    /// let page = klaviyo.profiles().get_profiles().send().await?;
    /// println!("{:?}", page.json()?);
    /// ```
    ///
    /// # Errors
    /// [`Error::Decode`] when it is none.
    pub fn json(&self) -> Result<Value, Error> {
        let read = payload::read::<Value>(&self.raw.body);
        let Read { value, absent, .. } = read.map_err(|ReadError(message)| self.raw.unreadable(message))?;
        match absent {
            None => Ok(value.unwrap_or_default()),
            Some(_) => Err(self.raw.unreadable("the body is empty".to_owned())),
        }
    }

    /// Returns the JSON text of the value that a JSON pointer (RFC 6901) leads to, as it came: all digits of a number
    /// that no type of Rust holds. [`mismatches`](Self::mismatches) has such pointers.
    ///
    /// ```rust,ignore
    /// let page = klaviyo.profiles().get_profiles().send().await?;
    /// println!("{:?}", page.text_at("/data/0/attributes/email"));
    /// ```
    pub fn text_at(&self, pointer: &str) -> Option<&str> {
        at_pointer(payload::text(&self.raw.body).ok()?, pointer)
    }
}

impl<P: Payload> Response<P> {
    /// Returns where the response differs from the OpenAPI document: the first 100,000 places. Walks the body anew at each
    /// call.
    pub fn mismatches(&self) -> Vec<Mismatch> {
        self.raw.mismatches(P::payload(self.raw.status.as_u16()))
    }

    /// Reads a response.
    pub(crate) fn read(raw: RawResponse) -> Result<Self, Error> {
        let status = raw.status.as_u16();
        let Read { mut value, clean, absent } = match P::read_by_status(status, raw.described_body()) {
            Ok(read) => read,
            Err(ReadError(message)) => return Err(raw.unreadable(message)),
        };
        let clean = raw.accept(clean, absent, P::payload(status))?;
        if let Some(batch) = raw.batch {
            value.answer(batch);
        }
        Ok(Self { payload: value, clean, raw })
    }
}

impl<P: Primary> Response<Collection<P>> {
    /// Reads a page. What has no list in it must not pass for a last page without items.
    pub(crate) fn read_page(raw: RawResponse) -> Result<Self, Error> {
        let page = Self::read(raw)?;
        page.raw.accept_page(page.data.is_empty())?;
        Ok(page)
    }

    /// Returns the text of the document; empty when there is none.
    pub(crate) fn document(&self) -> &str {
        self.raw.text().unwrap_or_default()
    }
}

/// Returns whether the primary data of a document is a list, or null where that is described to stand for an empty one.
fn has_list(document: &str, may_be_null: bool) -> bool {
    let is_list = |data: Node<'_>| data.is_array() || may_be_null && data.is_null();
    Tape::new(document).is_ok_and(|tape| tape.root().member("data").is_some_and(is_list))
}

/// Returns what a document has in place of the primary data that is described.
fn absence(document: &str) -> String {
    let Ok(tape) = Tape::new(document) else { return "it is not JSON".to_owned() };
    let root = tape.root();
    match root.member("data") {
        _ if !root.is_object() => format!("its body is {}", article(root)),
        None => "it has no `data`".to_owned(),
        Some(data) if data.is_array() => format!("its `data` is a list of {}", data.elements().count()),
        Some(data) => format!("its `data` is {}", article(data)),
    }
}

/// Returns the JSON type of a value, in words.
fn article(node: Node<'_>) -> &'static str {
    match node.kind() {
        JsonKind::Null => "null",
        JsonKind::Bool => "a boolean",
        JsonKind::Integer | JsonKind::Number => "a number",
        JsonKind::String => "a string",
        JsonKind::Array => "a list",
        JsonKind::Object => "another object",
    }
}

impl RawResponse {
    fn text(&self) -> Result<&str, Error> {
        payload::text(&self.body).map_err(|ReadError(message)| self.unreadable(message))
    }

    fn unreadable(&self, message: String) -> Error {
        Error::Decode { message, status: self.status, raw: self.body.clone(), attempts: self.told_attempts() }
    }

    /// Refuses what must not be handed out, and returns whether all of the rest is as described.
    fn accept(&self, clean: bool, absent: Option<Absent>, described: PayloadShape) -> Result<bool, Error> {
        if let Some(absent) = absent {
            self.refuse_absent(absent, described)?;
        }
        if self.decoding == Decoding::Strict {
            self.refuse_wrong_types(described)?;
        }
        let clean = clean || self.has_described_alternative(described);
        Ok(clean && self.other_than_described().is_none())
    }

    /// Returns whether all that reading has found wrong with the body is described: errors beside the primary data, or one
    /// resource or null in place of a list.
    fn has_described_alternative(&self, described: PayloadShape) -> bool {
        let is_wrong = |one: &Mismatch| matches!(one.kind, MismatchKind::WrongType | MismatchKind::UnknownValue);
        let document = self.expectation.document;
        let has_errors = || describes_errors(document) && api_error::has_errors(&self.body);
        (document.may_be_one || has_errors()) && !self.mismatches(described).iter().any(is_wrong)
    }

    /// Refuses what is no page.
    fn accept_page(&self, is_empty: bool) -> Result<(), Error> {
        let is_end = self.has_no_body && self.successes.is_empty(self.status.as_u16());
        // What is only accepted (RFC 9110, section 15.3.3) has a document about the work in place of a page.
        let may_be_other = is_empty || self.status == StatusCode::ACCEPTED;
        if may_be_other && !is_end && !has_list(self.text()?, self.expectation.document.may_be_one) {
            return Err(self.unreadable("this is no page: `data` is no list".to_owned()));
        }
        Ok(())
    }

    /// Refuses a response without what it is about: it must not pass for a document without anything in it.
    fn refuse_absent(&self, absent: Absent, described: PayloadShape) -> Result<(), Error> {
        // A list without a body is empty: its status says that there is nothing.
        let may_be_empty =
            !matches!(described, PayloadShape::Document(DataShape::One(_)) | PayloadShape::DocumentOr(..));
        let message = match absent {
            Absent::Body if self.has_no_body && may_be_empty => return Ok(()),
            Absent::Body if self.has_no_body => "it has no body".to_owned(),
            Absent::Body => return Err(self.unreadable("the body is empty, and a document is described".to_owned())),
            Absent::Payload if api_error::has_errors(&self.body) => return Err(self.failed()),
            Absent::Payload => absence(self.text()?),
        };
        Err(Error::Absent { message, status: self.status, raw: self.body.clone(), attempts: self.told_attempts() })
    }

    /// Returns the error of a response that has errors, whatever its status.
    fn failed(&self) -> Error {
        let error = ApiError::new(self.status, self.headers.clone(), self.body.clone(), None);
        let mut error = ApiError { batch: self.batch, ..error };
        if let Some(carriers) = &self.carriers {
            error = error.with_request(carriers);
        }
        Error::from(error).after(*self.told_attempts())
    }

    /// Returns the attempts, as errors tell of them.
    fn told_attempts(&self) -> Box<Attempts> {
        let mut attempts = Box::new(self.attempts.clone());
        attempts.answered(&self.headers);
        attempts
    }

    /// Returns the body, unless the status is described to come without one.
    fn described_body(&self) -> &Bytes {
        static NONE: Bytes = Bytes::new();
        if self.successes.is_empty(self.status.as_u16()) { &NONE } else { &self.body }
    }

    /// Returns how the response as a whole differs from the OpenAPI document: by its status, or by having a body.
    fn other_than_described(&self) -> Option<Mismatch> {
        let status = self.status.as_u16();
        if let Some(expected) = self.successes.instead_of(status) {
            return Some(Mismatch::whole(MismatchKind::UndeclaredStatus, expected, status.to_string()));
        }
        let is_empty = self.body.is_empty() || !self.successes.is_empty(status);
        let found = || String::from_utf8_lossy(self.body.trim_ascii()).into_owned();
        let expected = || format!("no body with status {status}");
        (!is_empty).then(|| Mismatch::whole(MismatchKind::Undeclared, expected(), found()))
    }

    fn mismatches(&self, shape: PayloadShape) -> Vec<Mismatch> {
        let mut found: Vec<Mismatch> = self.other_than_described().into_iter().collect();
        match payload::text(self.described_body()) {
            Ok(text) if !text.is_empty() => found.extend(mismatches(text, shape, &self.expectation)),
            _ => {}
        }
        found
    }

    fn refuse_wrong_types(&self, shape: PayloadShape) -> Result<(), Error> {
        let kind = MismatchKind::WrongType;
        let text = payload::text(self.described_body()).unwrap_or_default();
        match first_mismatch(text, shape, &self.expectation, kind) {
            Some(mismatch) => Err(Error::Mismatch {
                mismatch: Box::new(mismatch),
                status: self.status,
                raw: self.body.clone(),
                attempts: self.told_attempts(),
            }),
            None => Ok(()),
        }
    }
}

impl<P> Deref for Response<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.payload
    }
}
