//! What `traced` does, without the feature `tracing`: nothing.

use std::future::Future;
use std::time::Duration;

use super::attempts::Failure;
use super::error::Error;
use super::transport::HttpRequest;

/// Where the span of a call or an attempt would be.
pub(super) struct Span;

/// No span.
pub(super) fn call(_operation: &'static str) -> Span {
    Span
}

/// No span.
pub(super) fn attempt(_number: u32) -> Span {
    Span
}

impl Span {
    /// The future as it is.
    pub(super) async fn around<T>(&self, future: impl Future<Output = T>) -> T {
        future.await
    }

    pub(super) fn sends(&self, _request: &HttpRequest, _path: &str) {}

    pub(super) fn status(&self, _status: http::StatusCode) {}

    pub(super) fn fails(&self, _error: &Error) {}

    pub(super) fn retries(&self, _failure: Failure, _wait: Duration) {}
}
