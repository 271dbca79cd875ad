//! The default transport, over the `reqwest` crate.

use std::error::Error as _;
use std::fmt;
use std::future::{Future, ready};
use std::io;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{self, Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use reqwest::redirect::Policy;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::request_body::{RequestBody, RequestChunks};
use super::response_body::ResponseBody;
use super::{BoxFuture, HttpRequest, HttpResponse, Limits, Transport, TransportError, TransportErrorKind};

/// Sends requests by `reqwest`, inside a Tokio runtime.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// Makes a transport with these limits that follows no redirects.
    ///
    /// TLS is what the features of this crate say: `native-tls`, or else `rustls` with the provider that the program
    /// installed, or else its own (AWS-LC). Nothing is installed for the process, so the choice of the program
    /// stands and no other client in it changes.
    ///
    /// # Errors
    /// When TLS cannot be set up on this machine.
    pub fn new(limits: &Limits) -> Result<Self, TransportError> {
        let client = with_tls(reqwest::Client::builder())
            .redirect(Policy::none())
            // What is tried again, and how often, is the client's business.
            .retry(reqwest::retry::never())
            .connect_timeout(limits.connect_timeout)
            .build()
            .map_err(error)?;
        Ok(Self { client })
    }

    /// Makes a transport over a client of your own, for a proxy or certificates. It should follow no
    /// redirects: a key would go along.
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client }
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        // `reqwest` panics outside of a runtime.
        self.ready()?;
        let request = reqwest::Request::try_from(request.map(outgoing)).map_err(error)?;
        let response = self.client.execute(request).await.map_err(error)?;
        Ok(http::Response::from(response).map(|body| ResponseBody::stream(Chunks(body))))
    }
}

/// Takes the TLS that the features of this crate name, whatever another user of `reqwest` switches on.
#[cfg(feature = "native-tls")]
fn with_tls(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.tls_backend_native()
}

/// Takes the TLS that the features of this crate name, whatever another user of `reqwest` switches on.
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
fn with_tls(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.tls_backend_rustls()
}

/// Takes what others switch on in `reqwest`: no feature of this crate names a TLS.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn with_tls(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder
}

impl Transport for ReqwestTransport {
    fn ready(&self) -> Result<(), TransportError> {
        match Handle::try_current() {
            Ok(_) => Ok(()),
            Err(_) => Err(TransportError::new(
                TransportErrorKind::Other,
                "the default transport needs a Tokio runtime: make the call in one, or by the feature `blocking`",
            )),
        }
    }

    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        match Handle::try_current() {
            Ok(_) => Box::pin(tokio::time::sleep(duration)),
            // There is no clock to wait by: whatever the wait limits is late at once, which is an error.
            Err(_) => Box::pin(ready(())),
        }
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        match Handle::try_current() {
            Ok(runtime) => Box::pin(Spawned(runtime.spawn(task))),
            // Nothing can be sent outside of a runtime; the request itself says so.
            Err(_) => task,
        }
    }
}

/// A task of the runtime that is stopped when this is dropped.
struct Spawned(JoinHandle<()>);

impl Future for Spawned {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.0).poll(cx).map(|ended| match ended {
            Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
            // It ended, or the runtime did.
            Ok(()) | Err(_) => (),
        })
    }
}

impl Drop for Spawned {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Returns a body as `reqwest` takes it.
fn outgoing(body: RequestBody) -> reqwest::Body {
    if let Some(bytes) = body.as_bytes() {
        return bytes.clone().into();
    }
    let left = body.content_length();
    reqwest::Body::wrap(Outgoing { chunks: Mutex::new(body.into_chunks()), left })
}

/// A stream that is sent.
struct Outgoing {
    /// Never locked, as there is no other reference: `reqwest` asks for bodies that are `Sync`.
    chunks: Mutex<RequestChunks>,
    /// How many bytes are to come.
    left: Option<u64>,
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Unreadable;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Unreadable>>> {
        let chunks = self.chunks.get_mut().unwrap_or_else(PoisonError::into_inner);
        let chunk = task::ready!(Pin::new(chunks).poll_next(cx));
        if let (Some(left), Some(Ok(chunk))) = (&mut self.left, &chunk) {
            *left = left.saturating_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data).map_err(Unreadable)))
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// An error of reading the body to send: a type of its own, to find it among the causes of an error.
#[derive(Debug)]
struct Unreadable(io::Error);

impl fmt::Display for Unreadable {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "what is sent cannot be read: {}", self.0)
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// A body that comes.
struct Chunks(reqwest::Body);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match task::ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(failure)) => return Poll::Ready(Some(Err(error(failure)))),
                // Frames that are no data are trailers, which say nothing here.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

/// Returns the error without its URL, whose query is the caller's business.
fn error(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if let Some(unreadable) = unreadable(&error) {
        return TransportError::new(TransportErrorKind::Body, unreadable.to_string()).with_source(error);
    }
    if has_no_tls(&error) {
        let remedy = "there is no TLS for `https` addresses: switch on the feature `rustls` or `native-tls`";
        return TransportError::new(TransportErrorKind::Other, remedy).with_source(error);
    }
    // A connection that took too long is both.
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, with_causes(&error)).with_source(error)
}

/// Returns the text of an error with those of its causes, each once: by itself it says no more than that sending
/// failed.
fn with_causes(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let further = error.to_string();
        if !text.contains(&further) {
            text = format!("{text}: {further}");
        }
        cause = error.source();
    }
    text
}

/// Returns whether this is how `reqwest` refuses `https` when it was built without TLS. It has a text and no kind.
fn has_no_tls(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.to_string().contains("scheme is not http") {
            return true;
        }
        cause = error.source();
    }
    false
}

fn unreadable(error: &reqwest::Error) -> Option<&Unreadable> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(unreadable) = error.downcast_ref() {
            return Some(unreadable);
        }
        cause = error.source();
    }
    None
}
