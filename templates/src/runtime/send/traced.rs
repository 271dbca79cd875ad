//! Spans of calls and attempts, by the crate `tracing` (the feature of that name).
//!
//! The names of the fields are those of OpenTelemetry's semantic conventions for HTTP clients. Values of
//! the query, header values and bodies are in no span.

use std::future::Future;
use std::time::Duration;

use tracing::Instrument as _;
use tracing::field::{Empty, display};

use super::super::auth::secret::{SentSecrets, without_texts};
use super::super::error::Error;
use super::super::error::attempts::Failure;
use super::super::query::url::without_values;
use super::super::transport::{HttpRequest, TransportErrorKind};

/// The span of a call or an attempt.
pub(crate) struct Span(tracing::Span);

/// Returns the span of a call, with every attempt and every wait.
pub(crate) fn call(operation: &'static str) -> Span {
    Span(tracing::debug_span!(
        "call",
        otel.name = operation,
        otel.kind = "internal",
        otel.status_code = Empty,
        "error.type" = Empty,
    ))
}

/// Returns the span of an attempt.
pub(crate) fn attempt(number: u32) -> Span {
    let span = tracing::info_span!(
        "attempt",
        otel.name = Empty,
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = Empty,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        url.full = Empty,
        url.template = Empty,
        server.address = Empty,
        server.port = Empty,
        "error.type" = Empty,
    );
    if number > 1 {
        span.record("http.request.resend_count", number - 1);
    }
    Span(span)
}

impl Span {
    /// Runs a future within the span.
    pub(crate) async fn around<T>(&self, future: impl Future<Output = T>) -> T {
        future.instrument(self.0.clone()).await
    }

    /// Runs a function within the span.
    pub(crate) fn within<T>(&self, function: impl FnOnce() -> T) -> T {
        self.0.in_scope(function)
    }

    /// Notes what is sent, to a path that has `{name}` where an argument goes.
    pub(crate) fn sends(&self, request: &HttpRequest, path: &str) {
        if self.0.is_disabled() {
            return;
        }
        let (method, uri) = (request.method().as_str(), request.uri());
        self.0.record("otel.name", format!("{method} {path}").trim_end());
        self.0.record("url.template", path);
        self.0.record("http.request.method", method);
        let texts = request.extensions().get::<SentSecrets>().map_or(&[][..], |secrets| &secrets.texts);
        self.0.record("url.full", display(without_texts(&without_values(&uri.to_string()), texts)));
        self.0.record("server.address", uri.host().unwrap_or_default());
        let default = if uri.scheme_str() == Some("http") { 80 } else { 443 };
        self.0.record("server.port", uri.port_u16().unwrap_or(default));
    }

    /// Notes the status of the response.
    pub(crate) fn status(&self, status: http::StatusCode) {
        self.0.record("http.response.status_code", status.as_u16());
    }

    /// Notes how it failed.
    pub(crate) fn fails(&self, error: &Error) {
        if self.0.is_disabled() {
            return;
        }
        self.0.record("otel.status_code", "ERROR");
        match (error, error.status()) {
            (Error::Api(_), Some(status)) => self.0.record("error.type", status.as_str()),
            _ => self.0.record("error.type", kind(error)),
        };
    }

    /// Notes that another attempt follows.
    pub(crate) fn retries(&self, failure: Failure, wait: Duration) {
        tracing::debug!(parent: &self.0, ?failure, ?wait, "trying again");
    }
}

/// Returns the kind of an error, for `error.type`: one of few values.
fn kind(error: &Error) -> &'static str {
    match error {
        Error::Request { .. } => "request",
        Error::Transport(error) | Error::Timeout(error) => match error.kind() {
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::Body => "body",
            TransportErrorKind::Refused | TransportErrorKind::Other => "transport",
        },
        Error::Api(_) => "status",
        Error::Incomplete { .. } => "incomplete",
        Error::Absent { .. } => "absent",
        Error::Decode { .. } => "decode",
        Error::Mismatch { .. } => "mismatch",
        Error::Pagination { .. } => "pagination",
        Error::Credentials { .. } => "credentials",
        Error::RateLimit { .. } => "rate_limit",
    }
}
