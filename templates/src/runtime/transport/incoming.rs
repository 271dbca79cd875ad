//! A response body while it comes in: what must hold of it, whatever the transport.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method, StatusCode};

use super::deadline::Timer;
use super::incomplete::{Incomplete, IncompleteKind};
use super::response_body::ResponseBody;
use super::{BoxFuture, Transport, TransportErrorKind};

/// The most that is reserved because a service says that so much will come.
const TRUSTED_LENGTH: u64 = 1 << 20;

/// A response body while it comes in.
pub(crate) struct Incoming {
    body: ResponseBody,
    received: u64,
    expected: Option<u64>,
    /// The most that is read.
    most: u64,
    watch: Option<Watch>,
    state: State,
}

enum State {
    Open,
    /// What was handed out last was not all: this is why.
    Failing(Incomplete),
    Closed,
}

/// Notices when nothing comes any more.
struct Watch {
    transport: Arc<dyn Transport>,
    /// How long a body may be silent.
    patience: Duration,
    /// Runs while nothing comes.
    timer: Option<BoxFuture<'static, ()>>,
}

impl Incoming {
    /// Returns a body of this many bytes, where that is known.
    pub(crate) fn new(body: ResponseBody, expected: Option<u64>) -> Self {
        Self { body, received: 0, expected, most: u64::MAX, watch: None, state: State::Open }
    }

    /// Sets how long it may be silent.
    pub(crate) fn watch(&mut self, transport: &Arc<dyn Transport>, patience: Duration) {
        self.watch = Some(Watch { transport: Arc::clone(transport), patience, timer: None });
    }

    /// Sets the most that is read. What is announced as larger is not read at all.
    pub(crate) fn limit(&mut self, most: u64) {
        self.most = most;
        let is_open = matches!(self.state, State::Open);
        if is_open && self.expected.is_some_and(|expected| expected > most) {
            self.state = State::Failing(self.incomplete(IncompleteKind::TooLarge(most)));
        }
    }

    pub(crate) fn expected(&self) -> Option<u64> {
        self.expected
    }

    pub(crate) fn received(&self) -> u64 {
        self.received
    }

    /// Reads all of it; when that fails or there is no more time, what came until then, and why.
    pub(crate) async fn read(&mut self, timer: &mut Timer<'_>) -> (Bytes, Option<Incomplete>) {
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

    /// Returns the next chunk. After an error there are no more.
    pub(crate) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Incomplete>>> {
        match std::mem::replace(&mut self.state, State::Closed) {
            State::Closed => return Poll::Ready(None),
            State::Failing(incomplete) => return Poll::Ready(Some(Err(incomplete))),
            State::Open => {}
        }
        let next = match Pin::new(&mut self.body).poll_next(cx) {
            Poll::Pending => match self.watch.as_mut().map(|watch| watch.poll(cx)) {
                Some(Poll::Ready(silence)) => Some(Err(self.incomplete(IncompleteKind::Stalled(silence)))),
                Some(Poll::Pending) | None => {
                    self.state = State::Open;
                    return Poll::Pending;
                }
            },
            Poll::Ready(Some(Ok(chunk))) => Some(Ok(self.admit(chunk))),
            Poll::Ready(Some(Err(error))) => {
                let kind = match error.kind() {
                    TransportErrorKind::Timeout => IncompleteKind::Timeout,
                    _ => IncompleteKind::Truncated,
                };
                Some(Err(Incomplete { source: Some(error), ..self.incomplete(kind) }))
            }
            Poll::Ready(None) if self.expected.is_some_and(|expected| self.received < expected) => {
                Some(Err(self.incomplete(IncompleteKind::Truncated)))
            }
            Poll::Ready(None) => None,
        };
        Poll::Ready(next)
    }

    /// Counts a chunk, and cuts off what is too much.
    fn admit(&mut self, mut chunk: Bytes) -> Bytes {
        if let Some(watch) = &mut self.watch {
            watch.timer = None;
        }
        self.state = State::Open;
        let count = self.received.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        let (kind, limit) = match self.expected {
            _ if count > self.most => (IncompleteKind::TooLarge(self.most), self.most),
            Some(expected) if count > expected => (IncompleteKind::Excess, expected),
            _ => {
                self.received = count;
                return chunk;
            }
        };
        chunk.truncate(usize::try_from(limit.saturating_sub(self.received)).unwrap_or(usize::MAX));
        self.received = limit;
        self.state = State::Failing(self.incomplete(kind));
        chunk
    }

    fn incomplete(&self, kind: IncompleteKind) -> Incomplete {
        Incomplete { kind, received: self.received, expected: self.expected, source: None }
    }
}

impl Watch {
    /// Waits until nothing came for too long.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Duration> {
        let timer = self.timer.get_or_insert_with(|| self.transport.sleep(self.patience));
        timer.as_mut().poll(cx).map(|()| self.patience)
    }
}

/// Returns whether there is no body, whatever the headers say (RFC 9110, section 6.4.1).
pub(crate) fn has_no_body(method: &Method, status: StatusCode) -> bool {
    let statuses = [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];
    method == Method::HEAD || statuses.contains(&status)
}

/// Returns how many bytes will come; `None` when that is not said, and when the header is about a body that
/// is not sent (RFC 9110, section 8.6).
pub(crate) fn announced(method: &Method, status: StatusCode, headers: &HeaderMap) -> Option<u64> {
    if has_no_body(method, status) {
        return None;
    }
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
