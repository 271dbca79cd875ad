//! What a request is answered with.

use std::time::Duration;

use bytes::Bytes;
use serde_json::json;

use super::super::value::values::Value;

/// The media type of JSON:API documents.
const DOCUMENT: &str = "application/vnd.api+json";

/// An answer to a request: a response, or less than that.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
    pub(super) delay: Duration,
    pub(super) manner: Manner,
}

/// The manner in which a response is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// As one.
    Whole,
    /// The body in pieces of this many bytes, with a pause before each.
    Pieces(usize, Duration),
    /// With this many bytes of the body; then the connection is closed.
    CutOff(usize),
    /// The body is all that is sent, status line included; then the connection is closed.
    Raw,
    /// Not at all: the connection is closed.
    HangUp,
    /// Not at all: the connection is reset.
    Reset,
}

impl Answer {
    /// Returns a response with this status and an empty body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new(), delay: Duration::ZERO, manner: Manner::Whole }
    }

    /// Answers `204 No Content`.
    pub fn no_content() -> Self {
        Self::new(204)
    }

    /// Returns a response with this status and a JSON:API document: text that was recorded, or made.
    pub fn document(status: u16, text: impl Into<Bytes>) -> Self {
        Self::of(DOCUMENT, status, text)
    }

    /// Returns a response with this status and a body of this media type.
    pub fn of(content_type: impl Into<String>, status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status).body(body).header("content-type", content_type)
    }

    /// Returns a response with this status that says what went wrong in one error object (JSON:API "Error Objects").
    pub fn error(status: u16, code: impl Into<String>, detail: impl Into<String>) -> Self {
        let (code, detail): (String, String) = (code.into(), detail.into());
        Self::errors(status, [json!({ "status": status.to_string(), "code": code, "detail": detail })])
    }

    /// Returns a response with this status and these error objects.
    pub fn errors(status: u16, errors: impl IntoIterator<Item = Value>) -> Self {
        let errors: Vec<Value> = errors.into_iter().collect();
        Self::new(status).json(json!({ "errors": errors }))
    }

    /// Answers `429 Too Many Requests`, without `Retry-After`.
    pub fn too_many_requests() -> Self {
        Self::error(429, "throttled", "Too many requests.")
    }

    /// Closes the connection before anything was sent.
    pub fn hang_up() -> Self {
        Self { manner: Manner::HangUp, ..Self::new(0) }
    }

    /// Resets the connection before anything was sent.
    pub fn reset() -> Self {
        Self { manner: Manner::Reset, ..Self::new(0) }
    }

    /// Sends these bytes as they are, which ought to begin with a status line; then the connection is closed.
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self { manner: Manner::Raw, body: bytes.into(), ..Self::new(0) }
    }

    /// Adds a header field, without its control characters. A `Content-Type` or `Content-Length` takes the place of the one
    /// before, and of the true length: a response has one of each.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let clean = |text: String| -> String { text.chars().filter(|found| !found.is_control()).collect() };
        let (name, value) = (clean(name.into()), clean(value.into()));
        if ["content-type", "content-length"].iter().any(|single| name.eq_ignore_ascii_case(single)) {
            self.headers.retain(|(found, _)| !found.eq_ignore_ascii_case(&name));
        }
        self.headers.push((name, value));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the body to JSON, under the media type of JSON:API.
    #[must_use]
    pub fn json(self, body: impl Into<Value>) -> Self {
        let body: Value = body.into();
        self.header("content-type", DOCUMENT).body(body.to_string())
    }

    /// Adds a `Retry-After` of this many seconds; a part of a second counts as one.
    #[must_use]
    pub fn retry_after(self, wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.header("retry-after", seconds.to_string())
    }

    /// Waits before it sends anything.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sends the body in pieces of this many bytes, and waits before each.
    #[must_use]
    pub fn in_pieces(mut self, bytes: usize, pause: Duration) -> Self {
        self.manner = Manner::Pieces(bytes.max(1), pause);
        self
    }

    /// Sends this many bytes of the body, and closes the connection.
    #[must_use]
    pub fn cut_off_after(mut self, bytes: usize) -> Self {
        self.manner = Manner::CutOff(bytes);
        self
    }
}
