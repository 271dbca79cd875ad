//! What `traced` does, without the feature `tracing`: nothing.

use std::future::Future;
use std::time::Duration;

use super::super::error::Error;
use super::super::error::attempts::Failure;
use super::super::transport::HttpRequest;

/// A stand-in for the span of a call or an attempt.
pub(crate) struct Span;

/// Returns a span that records nothing.
pub(crate) fn call(_operation: &'static str) -> Span {
    Span
}

/// Returns a span that records nothing.
pub(crate) fn attempt(_number: u32) -> Span {
    Span
}

impl Span {
    /// Returns the future as it is.
    pub(crate) async fn around<T>(&self, future: impl Future<Output = T>) -> T {
        future.await
    }

    /// Runs a function as it is.
    pub(crate) fn within<T>(&self, function: impl FnOnce() -> T) -> T {
        function()
    }

    pub(crate) fn sends(&self, _request: &HttpRequest, _path: &str) {}

    pub(crate) fn status(&self, _status: http::StatusCode) {}

    pub(crate) fn fails(&self, _error: &Error) {}

    pub(crate) fn retries(&self, _failure: Failure, _wait: Duration) {}
}
