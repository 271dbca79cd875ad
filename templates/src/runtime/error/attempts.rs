//! What became of the attempts of a call.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::super::rate_limit::headers;
use super::super::request::operation::Method;
use super::super::transport::TransportErrorKind;
use super::super::transport::incomplete::IncompleteKind;
use super::Error;

/// The attempts to send the request of a call, and the reason for each after the first.
#[derive(Debug, Clone, Default)]
pub struct Attempts {
    operation: &'static str,
    /// What is requested, where a call was made.
    call: Option<(Method, Cow<'static, str>)>,
    count: u32,
    failed: Vec<FailedAttempt>,
    gave_up: Option<GaveUp>,
    request_id: Option<String>,
}

/// An attempt that was followed by another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailedAttempt {
    /// Why it failed.
    pub failure: Failure,
    /// How long was waited before the next attempt.
    pub wait: Duration,
}

/// Why an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The service answered with this status.
    Status(StatusCode),
    /// There was no response.
    NoResponse(TransportErrorKind),
    /// There were no credentials for now: nothing was sent.
    Credentials,
    /// There was a response, and it did not come whole.
    Incomplete(IncompleteKind),
}

/// Why a call was not tried again, although the failure is one that may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GaveUp {
    /// There were as many attempts as [`RetryPolicy`](super::super::RetryPolicy) allows.
    Attempts,
    /// The call's time would have run out before the next attempt.
    Deadline,
    /// Too many calls of the client fail: another attempt would burden a service that is down. Retries go on when some
    /// calls succeed.
    Budget,
    /// The request may have had its effect, and its method is not idempotent.
    /// [`Call::retry_unsafe`](super::super::Call::retry_unsafe) says that it can be repeated nevertheless.
    NotIdempotent,
    /// What was sent is a stream that can be sent only once.
    Body,
}

impl Attempts {
    /// Starts without an attempt, for a call of this operation by this method and path.
    pub(crate) fn new(operation: &'static str, method: Method, path: Cow<'static, str>) -> Self {
        Self { operation, call: Some((method, path)), ..Self::default() }
    }

    /// Returns the id of the operation that was called; empty for one that the OpenAPI document does not know.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the method of the request; `None` where no call was made.
    pub fn method(&self) -> Option<Method> {
        self.call.as_ref().map(|(method, _)| *method)
    }

    /// Returns the path of the request without its query, and without secret texts; empty where no call was made.
    pub fn path(&self) -> &str {
        self.call.as_ref().map_or("", |(_, path)| path)
    }

    /// Writes which call it was, as the beginning of a message.
    pub(crate) fn write_call(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.call {
            // A link that was refused has no path.
            Some((_, path)) if self.operation.is_empty() && path.is_empty() => Ok(()),
            Some((method, path)) if self.operation.is_empty() => write!(f, "{} {path}: ", method.as_http()),
            Some((method, path)) => write!(f, "{} ({} {path}): ", self.operation, method.as_http()),
            None => Ok(()),
        }
    }

    /// Returns how many there were, the last one included.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Returns those that were followed by another one, in their order.
    ///
    /// ```rust,ignore
    /// for attempt in error.attempts().into_iter().flat_map(Attempts::failed) {
    ///     println!("{:?}, and then a wait of {:?}", attempt.failure, attempt.wait);
    /// }
    /// ```
    pub fn failed(&self) -> &[FailedAttempt] {
        &self.failed
    }

    /// Returns why there was no other one after the last, where another one might have helped.
    pub fn gave_up(&self) -> Option<GaveUp> {
        self.gave_up
    }

    /// Returns what the service called the last request, for its support. Where there is a
    /// [`Response`](super::super::Response), that tells it.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the attempts of an error that has no response to tell what the service called the request.
    pub(crate) fn of_response(headers: &HeaderMap) -> Self {
        Self { request_id: headers::request_id(headers), ..Self::default() }
    }

    /// Takes the place of those that only know of the last response.
    pub(crate) fn in_place_of(self, other: &Self) -> Self {
        Self { request_id: other.request_id.clone().or(self.request_id), ..self }
    }

    /// Notes what the last response said of the request.
    pub(crate) fn answered(&mut self, headers: &HeaderMap) {
        self.request_id = headers::request_id(headers);
    }

    /// Counts one that begins.
    pub(crate) fn begin(&mut self) {
        self.count += 1;
    }

    /// Notes that the last one failed, and that another one follows.
    pub(crate) fn fail(&mut self, failure: Failure, wait: Duration) {
        self.failed.push(FailedAttempt { failure, wait });
    }

    /// Notes that there is no other one.
    pub(crate) fn give_up(&mut self, reason: Option<GaveUp>) {
        self.gave_up = reason;
    }
}

/// Completes the sentence that a call was not tried again.
impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Attempts => "there were as many attempts as the policy allows",
            Self::Deadline => "the call has no time left for it",
            Self::Budget => "the retry budget is spent",
            Self::NotIdempotent => "it may have had its effect",
            Self::Body => "what it sends can be sent only once",
        })
    }
}

impl Failure {
    /// Returns what failed, where it was the attempt, and not what came before or after it.
    pub(crate) fn of(error: &Error) -> Option<Self> {
        match error {
            Error::Api(error) => Some(Self::Status(error.status)),
            Error::Credentials { reason, .. } if reason.may_pass() => Some(Self::Credentials),
            Error::Incomplete { reason, .. } => Some(Self::Incomplete(reason.kind)),
            Error::Transport(error) | Error::Timeout(error) => Some(Self::NoResponse(error.kind())),
            _ => None,
        }
    }
}
