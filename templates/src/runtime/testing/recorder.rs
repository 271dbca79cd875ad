//! Recordings of what a service answers.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::HeaderMap;

use super::super::transport::response_body::ResponseBody;
use super::super::transport::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use super::exchange::{Exchange, Sent};
use super::redaction::{Redaction, Secrets, Side};

/// A transport that records what another one sends and receives: a file per exchange, in a folder that a
/// [`Replayer`](super::Replayer) answers from and that `jsonapi-forge samples` reads.
///
/// ```rust,ignore
/// let network = Arc::new(ReqwestTransport::new(&Limits::default())?);
/// let recorder = Recorder::new("tests/cassettes/books", network)?.redact_member("email");
/// let client = Client::builder(auth).transport(Arc::new(recorder)).build()?;
/// ```
///
/// Secrets are replaced before anything is written: the credentials of the client wherever they stand, texts that the
/// OpenAPI document describes as passwords, the header fields of credentials and cookies, and the members and
/// parameters that OAuth has for secrets. [`redact_member`](Self::redact_member) and the methods beside it name more.
///
/// An exchange is written once its response was read to the end. Bodies are kept in memory until then. An exchange
/// without a response, or with one that breaks off or is not read, is not recorded.
#[derive(Clone)]
pub struct Recorder {
    transport: Arc<dyn Transport>,
    folder: Arc<Path>,
    redaction: Arc<Redaction>,
    count: Arc<AtomicUsize>,
}

impl Recorder {
    /// Makes a transport that records into a folder, which is made where there is none.
    ///
    /// # Errors
    /// When the folder cannot be made, or has recordings already: remove them to record anew.
    pub fn new(folder: impl Into<PathBuf>, transport: Arc<dyn Transport>) -> io::Result<Self> {
        let folder: PathBuf = folder.into();
        fs::create_dir_all(&folder)?;
        for entry in fs::read_dir(&folder)? {
            let name = entry?.file_name();
            let name = name.to_string_lossy();
            if name.ends_with(".json") || name.ends_with(PART) {
                let folder = folder.display();
                let message =
                    format!("`{folder}` has recordings already, such as `{name}`: remove them to record anew");
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
            }
        }
        Ok(Self { transport, folder: folder.into(), redaction: Arc::default(), count: Arc::default() })
    }

    /// Leaves out the values of a header field, of requests and responses.
    #[must_use]
    pub fn redact_header(mut self, name: &str) -> Self {
        Arc::make_mut(&mut self.redaction).headers.push(name.to_ascii_lowercase());
        self
    }

    /// Leaves out the values of a query parameter.
    #[must_use]
    pub fn redact_parameter(mut self, name: &str) -> Self {
        Arc::make_mut(&mut self.redaction).parameters.push(name.to_lowercase());
        self
    }

    /// Leaves out the values of a member, wherever an object of a body has it, and of a field of forms.
    #[must_use]
    pub fn redact_member(mut self, name: &str) -> Self {
        Arc::make_mut(&mut self.redaction).members.push(name.to_lowercase());
        self
    }

    async fn record(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (head, body) = request.into_parts();
        let body = body.into_bytes().await;
        let body = body.map_err(|error| TransportError::new(TransportErrorKind::Body, error.to_string()))?;
        let secrets = Secrets::of(&self.redaction, &head);
        let sent = Sent::new(&head, &body, &secrets);
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let name = format!("{number:04}-{}", slug(&format!("{} {}", sent.method, path(&sent.url))));
        let response = self.transport.send(HttpRequest::from_parts(head, body.into())).await?;
        let (parts, body) = response.into_parts();
        let tape = Some(Tape {
            folder: Arc::clone(&self.folder),
            name,
            secrets,
            sent,
            status: parts.status.as_u16(),
            headers: parts.headers.clone(),
            bytes: BytesMut::new(),
        });
        Ok(HttpResponse::from_parts(parts, ResponseBody::stream(Recorded { body, tape })))
    }
}

impl Transport for Recorder {
    fn ready(&self) -> Result<(), TransportError> {
        self.transport.ready()
    }

    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.record(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.transport.sleep(duration)
    }

    fn now(&self) -> Duration {
        self.transport.now()
    }

    fn hold_clock(&self) -> Option<Box<dyn Send>> {
        self.transport.hold_clock()
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        self.transport.spawn(task)
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// A body that is recorded as it is read.
struct Recorded {
    body: ResponseBody,
    /// Nothing once it is written.
    tape: Option<Tape>,
}

/// An exchange while its response comes in.
struct Tape {
    folder: Arc<Path>,
    name: String,
    secrets: Secrets,
    sent: Sent,
    status: u16,
    headers: HeaderMap,
    bytes: BytesMut,
}

impl Stream for Recorded {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(Pin::new(&mut self.body).poll_next(cx));
        match (&next, self.tape.take()) {
            (Some(Ok(chunk)), Some(mut tape)) => {
                tape.bytes.extend_from_slice(chunk);
                self.tape = Some(tape);
            }
            (None, Some(tape)) => {
                if let Err(error) = tape.write() {
                    let error =
                        TransportError::new(TransportErrorKind::Other, format!("it cannot be recorded: {error}"));
                    return Poll::Ready(Some(Err(error)));
                }
            }
            // What breaks off is no recording.
            (Some(Err(_)), _) | (_, None) => {}
        }
        Poll::Ready(next)
    }
}

/// The end of the names of files that are being written. They begin with a dot, so that nobody takes them for recordings.
const PART: &str = ".part";

impl Tape {
    /// Writes the recording, whole or not at all.
    fn write(self) -> io::Result<()> {
        let content = self.secrets.content(Side::Response, &self.headers, &self.bytes.freeze());
        let headers = self.secrets.headers(&self.headers);
        let text = Exchange { sent: self.sent, status: self.status, headers, content }.write();
        let part = self.folder.join(format!(".{}{PART}", self.name));
        let whole = self.folder.join(format!("{}.json", self.name));
        let mut file = OpenOptions::new().write(true).create_new(true).open(&part)?;
        let written = file.write_all(text.as_bytes()).and_then(|()| {
            drop(file);
            if whole.exists() { Err(io::ErrorKind::AlreadyExists.into()) } else { fs::rename(&part, &whole) }
        });
        if written.is_err() {
            // The first error says more than one of cleaning up.
            let _ = fs::remove_file(&part);
        }
        written
    }
}

/// Returns the path of a URL.
fn path(url: &str) -> &str {
    let address = url.split('?').next().unwrap_or_default();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}

/// Returns a text as part of the name of a file: nothing but letters, digits and hyphens, whatever it is made of.
fn slug(text: &str) -> String {
    const MOST: usize = 80;
    let mut slug = String::new();
    for character in text.chars() {
        match character {
            _ if slug.len() >= MOST => break,
            'a'..='z' | 'A'..='Z' | '0'..='9' => slug.push(character.to_ascii_lowercase()),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}
