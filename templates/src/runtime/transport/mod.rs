//! The seam between the client and the network: transports, bodies as streams, deadlines, and the clock. Only
//! this folder is bound to a platform.

pub(crate) mod clock;
pub(crate) mod deadline;
pub(crate) mod file_stream;
pub(crate) mod incoming;
pub(crate) mod incomplete;
pub(crate) mod lock;
pub(crate) mod request_body;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
pub(crate) mod response_body;

use std::error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use self::request_body::RequestBody;
use self::response_body::ResponseBody;
use super::error::Error;
use super::error::attempts::Attempts;
use super::error::untold;

/// A request, ready to be sent.
pub type HttpRequest = http::Request<RequestBody>;

/// A response with its whole body: one that came by other means than a [`Transport`].
pub type WholeResponse = http::Response<Bytes>;

/// A response, whose body comes when it is asked for.
pub type HttpResponse = http::Response<ResponseBody>;

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A transport, which sends requests. It has to watch no time but that of connecting, and to try nothing twice: the
/// client does.
///
/// Must not follow redirects to another origin: the request may carry credentials. What must hold of a
/// body (that it comes whole and in time, and is not too large) is not a transport's care. One that
/// decompresses bodies takes `Content-Encoding` and `Content-Length` out of the headers.
///
/// A whole one, which answers without a network:
///
/// ```rust,ignore
/// struct Canned(&'static str);
///
/// impl Transport for Canned {
///     fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
///         Box::pin(async move {
///             let (head, body) = request.into_parts();
///             let sent = body.into_bytes().await;
///             let sent = sent.map_err(|error| TransportError::new(TransportErrorKind::Body, error.to_string()))?;
///             println!("{} {} with {} bytes", head.method, head.uri, sent.len());
///             Ok(HttpResponse::new(self.0.into()))
///         })
///     }
///
///     fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
///         Box::pin(tokio::time::sleep(duration))
///     }
/// }
/// ```
pub trait Transport: Send + Sync {
    /// Says why a call cannot be made here, such as outside of the runtime that a transport needs. Asked
    /// once per call, before anything is waited for.
    ///
    /// # Errors
    /// When no request can be sent from here.
    fn ready(&self) -> Result<(), TransportError> {
        Ok(())
    }

    /// Sends one request, once; done when the headers of the response are there, whatever its status.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;

    /// Waits for this long, such as `Box::pin(tokio::time::sleep(duration))`. All that a client waits
    /// for beside responses is this.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Returns how much time has passed since a moment that stays the same. Only for a transport whose
    /// [`sleep`](Self::sleep) goes by another clock than the machine's, as in tests.
    fn now(&self) -> Duration {
        clock::elapsed()
    }

    /// Keeps the clock from running on until what is returned is dropped: the client waits for something else than this
    /// transport, such as credentials. Only for a transport whose clock jumps to what is waited for, as in tests.
    fn hold_clock(&self) -> Option<Box<dyn Send>> {
        None
    }

    /// Lets a task run on while nobody polls it. What is returned ends with the task, and dropping it
    /// stops the task.
    ///
    /// Unless a transport knows how, a task gets on only while it is polled: a page that is fetched
    /// ahead then waits for its reader.
    fn spawn(&self, task: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        task
    }
}

/// A transport that the program keeps, too.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn ready(&self) -> Result<(), TransportError> {
        (**self).ready()
    }

    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        (**self).send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }

    fn now(&self) -> Duration {
        (**self).now()
    }

    fn hold_clock(&self) -> Option<Box<dyn Send>> {
        (**self).hold_clock()
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        (**self).spawn(task)
    }
}

/// The limits of a transport.
///
/// ```rust,ignore
/// let limits = Limits { connect_timeout: Duration::from_secs(3) };
/// let network = ReqwestTransport::new(&limits)?;
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
}

impl Default for Limits {
    /// Allows 10 seconds to connect.
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(10) }
    }
}

/// Why a request got no response, or none that came to its end.
#[derive(Debug, Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
    source: Option<Arc<dyn error::Error + Send + Sync>>,
    pub(crate) attempts: Box<Attempts>,
}

/// The kinds of [`TransportError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made, or not in time: the service did not see the request.
    Connect,
    /// Time ran out after there was a connection.
    Timeout,
    /// What is sent could not be read, such as a file, or has another length than was announced.
    Body,
    /// The transport does not send such a request and never will, as one that answers from recordings. It is not tried
    /// again.
    Refused,
    /// Anything else, such as a connection that broke.
    Other,
}

impl TransportError {
    /// Returns an error of this kind; `message` says what happened.
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None, attempts: Box::default() }
    }

    /// Adds the error that caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into().into());
        self
    }

    /// Returns its kind.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the error that caused it. As a [`source`](error::Error::source) it is skipped where the message tells it.
    pub fn cause(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }

    /// Returns the attempts that were made, this one included.
    pub fn attempts(&self) -> &Attempts {
        &self.attempts
    }
}

impl fmt::Display for TransportError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for TransportError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        untold(&self.message, self.cause())
    }
}

/// Returns what sends the requests of clients that name no transport.
#[cfg(feature = "reqwest")]
pub(crate) fn default_transport(limits: &Limits) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(reqwest::ReqwestTransport::new(limits)?))
}

/// Returns what sends the requests of clients that name no transport: nothing, without the feature `reqwest`.
#[cfg(not(feature = "reqwest"))]
pub(crate) fn default_transport(_limits: &Limits) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::request("no transport is set, and the feature `reqwest` is off"))
}
