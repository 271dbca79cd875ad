//! What a program does before a request is sent and after a response came.

use std::sync::Arc;

use http::{HeaderMap, StatusCode};

use super::super::transport::HttpRequest;

/// Called for every attempt of every call of a client, such as to count, to log, or to add a header.
///
/// A hook sees no credentials: they are added after it. With the feature `tracing`, the current span is that of the
/// attempt, so that a hook can also send the context of the trace (W3C Trace Context, `traceparent`) by the program's
/// propagator.
///
/// ```rust,ignore
/// struct CountFailures(AtomicU32);
///
/// impl Hook for CountFailures {
///     fn before_send(&self, _attempt: Attempt, request: &mut HttpRequest) {
///         request.headers_mut().insert("x-team", HeaderValue::from_static("shop"));
///     }
///
///     fn after_response(&self, _attempt: Attempt, status: StatusCode, _headers: &HeaderMap) {
///         self.0.fetch_add(u32::from(!status.is_success()), Ordering::Relaxed);
///     }
/// }
/// ```
pub trait Hook: Send + Sync {
    /// Sees a request before it is sent. It may be changed, but must stay at its origin.
    fn before_send(&self, attempt: Attempt, request: &mut HttpRequest) {
        let _unchanged = (attempt, request);
    }

    /// Sees the head of a response, whatever its status.
    fn after_response(&self, attempt: Attempt, status: StatusCode, headers: &HeaderMap) {
        let _nothing_to_do = (attempt, status, headers);
    }
}

/// A hook that the program keeps, too, such as to read what it counted.
impl<T: Hook + ?Sized> Hook for Arc<T> {
    fn before_send(&self, attempt: Attempt, request: &mut HttpRequest) {
        (**self).before_send(attempt, request);
    }

    fn after_response(&self, attempt: Attempt, status: StatusCode, headers: &HeaderMap) {
        (**self).after_response(attempt, status, headers);
    }
}

/// The attempt of a call for which a hook is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The id of the operation; empty for one that the OpenAPI document does not know.
    pub operation: &'static str,
    /// The first is 1.
    pub number: u32,
}
