//! Transports for the tests of programs that use this client. [`InMemory`] answers from memory: no network, and no time
//! passes. A [`Recorder`] records what a service answers, and a [`Replayer`] answers from the recordings.
//!
//! ```rust,ignore
//! let service = InMemory::new([Answer::new(200).json(json!({"data": []})), Answer::new(429), Answer::hanging()]);
//! let client = Client::builder(Auth::none()).transport(Arc::new(service.clone())).build()?;
//! // .. what is to be tested, with `client`
//! assert_eq!(service.requests()[0].uri().path(), "/api/books/");
//! ```

mod content;
mod exchange;
mod recorder;
mod redaction;
mod replayer;

use std::collections::BTreeSet;
use std::fmt;
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};

use super::transport::clock as machine;
use super::transport::lock::lock;
use super::transport::response_body::ResponseBody;
use super::transport::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use super::value::values::Value;

pub use self::recorder::Recorder;
pub use self::replayer::Replayer;

/// A transport that answers from memory, and keeps what it was asked. Clones share both.
///
/// Its clock stands still while there is something to do, and then jumps to what is waited for next: a
/// client that waits a minute before it tries again does so at once, and one that is not answered runs
/// into its timeout at once. It stands still, too, while the body of a request is read, and while a
/// [`CredentialProvider`](super::CredentialProvider) or a `TokenStore` of the program is waited for, such as for a file;
/// after a second of real time without headway it runs on, so that what never comes runs into its timeout. It knows
/// nothing of what else a program waits for, beside its calls.
///
/// ```rust,ignore
/// let service = InMemory::new([Answer::new(503).header("retry-after", "1"), Answer::new(204)]);
/// let klaviyo = Client::builder(Auth::bearer("any")).transport(Arc::new(service.clone())).build()?;
/// klaviyo.request(Method::Get, "/api/anything").send().await?;
/// assert_eq!(service.requests().len(), 2);
/// ```
#[derive(Clone)]
pub struct InMemory {
    answer: Arc<Mutex<Script>>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
    clock: Clock,
}

/// A function that answers requests.
type Script = dyn FnMut(&Request<Bytes>) -> Answer + Send;

/// An answer of an [`InMemory`] service.
#[derive(Debug, Clone)]
pub struct Answer {
    head: Head,
    body: Bytes,
    end: End,
}

#[derive(Debug, Clone)]
enum Head {
    Response(StatusCode, HeaderMap),
    Fail(TransportError),
    Hang,
}

/// The end of a response, after its body.
#[derive(Debug, Clone, Copy)]
enum End {
    Whole,
    BreaksOff,
    Hangs,
}

impl Answer {
    /// Returns a response with this status, without a body. A number that is no status is an error of the
    /// transport.
    pub fn new(status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => Self::of(Head::Response(status, HeaderMap::new())),
            Err(error) => Self::failing(TransportErrorKind::Other, error.to_string()),
        }
    }

    /// Returns an error of the transport in place of a response.
    ///
    /// ```rust,ignore
    /// let service = InMemory::new([Answer::failing(TransportErrorKind::Connect, "refused"), Answer::new(204)]);
    /// ```
    pub fn failing(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self::of(Head::Fail(TransportError::new(kind, message)))
    }

    /// Returns an answer that never comes.
    pub fn hanging() -> Self {
        Self::of(Head::Hang)
    }

    fn of(head: Head) -> Self {
        Self { head, body: Bytes::new(), end: End::Whole }
    }

    /// Adds a header field, unless it is none. A `Content-Type` or `Content-Length` takes the place of the one before: a
    /// response has one of each.
    ///
    /// ```rust,ignore
    /// let answer = Answer::new(204).header("set-cookie", "a=1").header("set-cookie", "b=2");
    /// ```
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Head::Response(_, headers), Ok(name), Ok(value)) =
            (&mut self.head, HeaderName::try_from(name), HeaderValue::try_from(value))
        {
            if matches!(name, CONTENT_TYPE | CONTENT_LENGTH) {
                headers.insert(name, value);
            } else {
                headers.append(name, value);
            }
        }
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the body to JSON, under the media type of JSON:API.
    ///
    /// ```rust,ignore
    /// let empty = Answer::new(200).json(serde_json::json!({ "data": [] }));
    /// ```
    #[must_use]
    pub fn json(self, body: impl Into<Value>) -> Self {
        let body: Value = body.into();
        self.header("content-type", "application/vnd.api+json").body(body.to_string())
    }

    /// Breaks the connection after the body.
    #[must_use]
    pub fn breaking_off(mut self) -> Self {
        self.end = End::BreaksOff;
        self
    }

    /// Sends nothing after the body, and does not end it.
    #[must_use]
    pub fn stalling(mut self) -> Self {
        self.end = End::Hangs;
        self
    }

    fn response(self) -> Option<Result<HttpResponse, TransportError>> {
        let (status, headers) = match self.head {
            Head::Response(status, headers) => (status, headers),
            Head::Fail(error) => return Some(Err(error)),
            Head::Hang => return None,
        };
        let mut response = HttpResponse::new(match self.end {
            End::Whole => self.body.into(),
            end => ResponseBody::stream(Broken { body: Some(self.body), end }),
        });
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Some(Ok(response))
    }
}

/// A body that does not end well.
struct Broken {
    body: Option<Bytes>,
    end: End,
}

impl Stream for Broken {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match (self.body.take(), self.end) {
            (Some(body), _) => Poll::Ready(Some(Ok(body))),
            (None, End::Hangs) => Poll::Pending,
            (None, _) => {
                let error = TransportError::new(TransportErrorKind::Other, "the connection broke");
                Poll::Ready(Some(Err(error)))
            }
        }
    }
}

impl InMemory {
    /// Returns a service that gives these answers, in this order. A request after the last one is an error, and is not
    /// tried again.
    pub fn new(answers: impl IntoIterator<Item = Answer, IntoIter: Send + 'static>) -> Self {
        let mut answers = answers.into_iter().enumerate();
        let mut given = 0;
        Self::answering(move |request| match answers.next() {
            Some((position, answer)) => {
                given = position + 1;
                answer
            }
            None => {
                let (method, path) = (request.method(), request.uri().path());
                let message = format!("no answer is left for {method} {path}: there were {given} in all");
                Answer::failing(TransportErrorKind::Refused, message)
            }
        })
    }

    /// Returns a service that answers each request by what this function says.
    ///
    /// ```rust,ignore
    /// let echo = InMemory::answering(|request| Answer::new(200).body(request.body().clone()));
    /// ```
    pub fn answering(answer: impl FnMut(&Request<Bytes>) -> Answer + Send + 'static) -> Self {
        Self { answer: Arc::new(Mutex::new(answer)), requests: Arc::default(), clock: Clock::default() }
    }

    /// Returns what it was asked so far, credentials included.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        lock(&self.requests).clone()
    }

    /// Returns how much time has passed on its clock, by waiting.
    pub fn elapsed(&self) -> Duration {
        lock(&self.clock.0).now
    }

    async fn exchange(self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let busy = Busy::new(&self.clock);
        let (parts, body) = request.into_parts();
        let body = body.into_bytes().await;
        let body = body.map_err(|error| TransportError::new(TransportErrorKind::Body, error.to_string()))?;
        let request = Request::from_parts(parts, body);
        let answer = (*lock(&*self.answer))(&request);
        lock(&self.requests).push(request);
        drop(busy);
        match answer.response() {
            Some(response) => response,
            None => pending().await,
        }
    }
}

impl Transport for InMemory {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.clone().exchange(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(Sleep { clock: self.clock.clone(), duration, ticket: None, rounds: 0 })
    }

    fn now(&self) -> Duration {
        self.elapsed()
    }

    fn hold_clock(&self) -> Option<Box<dyn Send>> {
        Some(Box::new(Busy::new(&self.clock)))
    }
}

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InMemory").field("requests", &lock(&self.requests).len()).finish_non_exhaustive()
    }
}

/// A clock that goes by what is waited for.
#[derive(Clone, Default)]
struct Clock(Arc<Mutex<Time>>);

#[derive(Default)]
struct Time {
    now: Duration,
    /// How many requests are being answered, and how much else is waited for in real time: no time passes meanwhile.
    busy: usize,
    /// When that changed last, by the machine's clock.
    changed: Duration,
    /// The moments that are waited for; the number tells apart who waits for the same one.
    waiting: BTreeSet<(Duration, u64)>,
    tickets: u64,
}

/// Keeps a clock from advancing.
struct Busy(Clock);

impl Busy {
    fn new(clock: &Clock) -> Self {
        let mut time = lock(&clock.0);
        time.busy += 1;
        time.changed = machine::elapsed();
        Self(clock.clone())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let mut time = lock(&self.0.0);
        time.busy -= 1;
        time.changed = machine::elapsed();
    }
}

/// Waits for a moment on a [`Clock`].
struct Sleep {
    clock: Clock,
    duration: Duration,
    /// Its place among those who wait.
    ticket: Option<(Duration, u64)>,
    /// How often it let others go first.
    rounds: u32,
}

/// The number of times that a wait yields to those that are due earlier. They may not be polled any more.
const PATIENCE: u32 = 16;

/// The real time for which the clock stands still for one thing. It may never come.
const STANDSTILL: Duration = Duration::from_secs(1);

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let mut time = lock(&clock.0);
        let end = time.now.saturating_add(self.duration);
        let ticket = *self.ticket.get_or_insert((end, time.tickets));
        if time.waiting.insert(ticket) {
            time.tickets += 1;
        }
        // Never in the first round: what else the task waits for may be there, or be due before.
        let stands = time.busy > 0 && machine::elapsed().saturating_sub(time.changed) < STANDSTILL;
        let is_due = match self.rounds {
            _ if ticket.0 <= time.now => true,
            _ if stands => false,
            0 => false,
            rounds => time.waiting.first() == Some(&ticket) || rounds > PATIENCE,
        };
        if is_due {
            time.now = time.now.max(ticket.0);
            return Poll::Ready(());
        }
        if !stands {
            self.rounds += 1;
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            lock(&self.clock.0).waiting.remove(&ticket);
        }
    }
}
