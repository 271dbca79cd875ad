//! A response body while it comes in: what must hold of it, whatever the transport.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method, StatusCode};

use super::deadline::Timer;
use super::incomplete::{Incomplete, IncompleteKind};
use super::response_body::ResponseBody;
use super::transport::TransportErrorKind;

/// The most that is reserved because a service says that so much will come.
const TRUSTED_LENGTH: u64 = 1 << 20;

/// A response body while it comes in.
pub(super) struct Incoming {
    body: ResponseBody,
    received: u64,
    expected: Option<u64>,
    /// The most that is read.
    most: u64,
    state: State,
}

enum State {
    Open,
    /// What was handed out last was not all: this is why.
    Failing(Incomplete),
    Closed,
}

impl Incoming {
    /// The body of the response to a request with this method.
    pub(super) fn new(body: ResponseBody, method: &Method, status: StatusCode, headers: &HeaderMap, most: u64) -> Self {
        let expected = announced(method, status, headers);
        let mut incoming = Self { body, received: 0, expected, most, state: State::Open };
        if expected.is_some_and(|expected| expected > most) {
            incoming.state = State::Failing(incoming.incomplete(IncompleteKind::TooLarge(most)));
        }
        incoming
    }

    /// Reads all of it; when that fails or there is no more time, what came until then, and why.
    pub(super) async fn read(mut self, timer: &mut Timer<'_>) -> (Bytes, Option<Incomplete>) {
        let reserve = self.expected.unwrap_or(0).min(self.most).min(TRUSTED_LENGTH);
        let mut bytes = BytesMut::with_capacity(usize::try_from(reserve).unwrap_or(0));
        loop {
            match timer.limit(poll_fn(|cx| self.poll_chunk(cx))).await {
                Ok(Some(Ok(chunk))) => bytes.extend_from_slice(&chunk),
                Ok(Some(Err(incomplete))) => return (bytes.freeze(), Some(incomplete)),
                Ok(None) => return (bytes.freeze(), None),
                Err(_limit) => return (bytes.freeze(), Some(self.incomplete(IncompleteKind::Timeout))),
            }
        }
    }

    /// The next chunk. After an error there are no more.
    pub(super) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Incomplete>>> {
        match std::mem::replace(&mut self.state, State::Closed) {
            State::Closed => return Poll::Ready(None),
            State::Failing(incomplete) => return Poll::Ready(Some(Err(incomplete))),
            State::Open => self.state = State::Open,
        }
        let next = match ready!(Pin::new(&mut self.body).poll_next(cx)) {
            Some(Ok(chunk)) => Ok(self.admit(chunk)),
            Some(Err(error)) => {
                let kind = match error.kind() {
                    TransportErrorKind::Timeout => IncompleteKind::Timeout,
                    _ => IncompleteKind::Truncated,
                };
                Err(Incomplete { source: Some(error), ..self.incomplete(kind) })
            }
            None if self.expected.is_some_and(|expected| self.received < expected) => {
                Err(self.incomplete(IncompleteKind::Truncated))
            }
            None => {
                self.state = State::Closed;
                return Poll::Ready(None);
            }
        };
        if next.is_err() {
            self.state = State::Closed;
        }
        Poll::Ready(Some(next))
    }

    /// Counts a chunk, and cuts off what is too much.
    fn admit(&mut self, mut chunk: Bytes) -> Bytes {
        let count = self.received.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        let (kind, limit) = match self.expected {
            _ if count > self.most => (IncompleteKind::TooLarge(self.most), self.most),
            Some(expected) if count > expected => (IncompleteKind::Excess, expected),
            _ => {
                self.received = count;
                return chunk;
            }
        };
        chunk.truncate(usize::try_from(limit - self.received).unwrap_or(usize::MAX));
        self.received = limit;
        self.state = State::Failing(self.incomplete(kind));
        chunk
    }

    fn incomplete(&self, kind: IncompleteKind) -> Incomplete {
        Incomplete { kind, received: self.received, expected: self.expected, source: None }
    }
}

/// How many bytes will come; `None` when that is not said, and when the header is about a body that
/// is not sent (RFC 9110, section 8.6).
fn announced(method: &Method, status: StatusCode, headers: &HeaderMap) -> Option<u64> {
    let without_body = method == Method::HEAD || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if without_body {
        return None;
    }
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
