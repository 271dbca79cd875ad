//! What is sent: bytes, or a stream of chunks.

use std::fmt;
use std::fs;
use std::future::poll_fn;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::file_stream::FileStream;
use super::lock::lock;

/// The body of a request: bytes, or a stream of chunks.
///
/// Cheap to clone. A stream that can be sent only once is shared by all clones: the first that is
/// sent has it.
#[derive(Clone)]
pub struct RequestBody {
    source: RequestSource,
    /// How many bytes it has, where that is known before they are sent.
    length: Option<u64>,
}

#[derive(Clone)]
enum RequestSource {
    Bytes(Bytes),
    Once(Arc<Mutex<Option<ByteStream>>>),
    Repeatable(Arc<dyn Fn() -> ByteStream + Send + Sync>),
    Sequence(Arc<[RequestBody]>),
}

/// A stream of bytes, such as that of a file.
type ByteStream = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

impl RequestBody {
    /// Returns a stream that can be sent once: such a call is not tried again after the stream was begun.
    pub fn stream(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        let stream: ByteStream = Box::pin(stream);
        Self { source: RequestSource::Once(Arc::new(Mutex::new(Some(stream)))), length: None }
    }

    /// Returns a stream that can be sent any number of times: `make` is called for each attempt.
    pub fn repeatable<S>(make: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        let make = move || -> ByteStream { Box::pin(make()) };
        Self { source: RequestSource::Repeatable(Arc::new(make)), length: None }
    }

    /// Returns a file. It is opened when it is sent, anew for each attempt, and must not change until then.
    ///
    /// ```rust,ignore
    /// let image = RequestBody::file("logo.png")?;
    /// klaviyo.request(Method::Post, "/api/uploads").header("Content-Type", "image/png").body(image).send().await?;
    /// ```
    ///
    /// # Errors
    /// When there is no such file.
    pub fn file(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let facts = fs::metadata(&path)?;
        if facts.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let body = Self::repeatable(move || FileStream::new(path.clone()));
        // What is no regular file, such as a pipe, has no length.
        Ok(if facts.is_file() { body.with_content_length(facts.len()) } else { body })
    }

    /// Returns one after the other.
    #[inline]
    pub(crate) fn sequence(bodies: Vec<Self>) -> Self {
        let length = bodies.iter().map(Self::content_length).sum();
        Self { source: RequestSource::Sequence(bodies.into()), length }
    }

    /// Says how many bytes a stream has, for services that want to know before they come
    /// (`Content-Length`). A stream that has another number is an error when it is sent.
    #[must_use]
    pub fn with_content_length(mut self, length: u64) -> Self {
        if let RequestSource::Once(_) | RequestSource::Repeatable(_) = self.source {
            self.length = Some(length);
        }
        self
    }

    /// Returns how many bytes it has, where that is known.
    pub fn content_length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the bytes, unless it is a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            RequestSource::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns whether it can be sent now, and so whether a request can be tried again: false when a stream
    /// that can be sent only once was begun.
    pub fn can_be_sent(&self) -> bool {
        match &self.source {
            RequestSource::Bytes(_) | RequestSource::Repeatable(_) => true,
            RequestSource::Once(stream) => lock(stream).is_some(),
            RequestSource::Sequence(bodies) => bodies.iter().all(Self::can_be_sent),
        }
    }

    /// Begins to send it: what a transport calls. Nothing is opened before the first chunk is asked
    /// for.
    pub fn into_chunks(self) -> RequestChunks {
        RequestChunks { waiting: vec![self], current: None }
    }

    /// Returns all of it, for transports that take it in one piece.
    ///
    /// # Errors
    /// When a stream fails, was sent before, or has another length than was announced.
    pub async fn into_bytes(self) -> io::Result<Bytes> {
        if let RequestSource::Bytes(bytes) = self.source {
            return Ok(bytes);
        }
        let mut chunks = self.into_chunks();
        let mut bytes = BytesMut::new();
        while let Some(chunk) = poll_fn(|cx| Pin::new(&mut chunks).poll_next(cx)).await {
            bytes.extend_from_slice(&chunk?);
        }
        Ok(bytes.freeze())
    }
}

impl Default for RequestBody {
    /// Returns a body of no bytes.
    fn default() -> Self {
        Bytes::new().into()
    }
}

impl From<Bytes> for RequestBody {
    #[inline]
    fn from(bytes: Bytes) -> Self {
        let length = u64::try_from(bytes.len()).ok();
        Self { source: RequestSource::Bytes(bytes), length }
    }
}

impl From<Vec<u8>> for RequestBody {
    #[inline]
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for RequestBody {
    #[inline]
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for RequestBody {
    #[inline]
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for RequestBody {
    #[inline]
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from(bytes).into()
    }
}

/// What is sent may hold secrets: it is not shown.
impl fmt::Debug for RequestBody {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBody").field("content_length", &self.length).finish_non_exhaustive()
    }
}

/// The chunks of a [`RequestBody`] while it is sent. After an error there are no more.
pub struct RequestChunks {
    /// What was not begun yet, last first.
    waiting: Vec<RequestBody>,
    current: Option<Current>,
}

/// The stream that is being sent.
struct Current {
    stream: ByteStream,
    sent: u64,
    length: Option<u64>,
}

impl RequestChunks {
    /// Goes on with what waits; gives bytes at once, and makes a stream the current one.
    fn begin(&mut self, body: RequestBody) -> io::Result<Option<Bytes>> {
        let stream = match body.source {
            RequestSource::Bytes(bytes) => return Ok((!bytes.is_empty()).then_some(bytes)),
            RequestSource::Sequence(bodies) => {
                self.waiting.extend(bodies.iter().rev().cloned());
                return Ok(None);
            }
            RequestSource::Repeatable(make) => make(),
            RequestSource::Once(stream) => {
                let stream = lock(&stream).take();
                stream.ok_or_else(|| io::Error::other("the stream was sent before, and can be sent only once"))?
            }
        };
        self.current = Some(Current { stream, sent: 0, length: body.length });
        Ok(None)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        loop {
            if let Some(current) = &mut self.current {
                if let Some(chunk) = ready!(current.poll(cx))? {
                    return Poll::Ready(Ok(Some(chunk)));
                }
                self.current = None;
            }
            let Some(body) = self.waiting.pop() else {
                return Poll::Ready(Ok(None));
            };
            if let Some(bytes) = self.begin(body)? {
                return Poll::Ready(Ok(Some(bytes)));
            }
        }
    }
}

impl Current {
    /// Returns the next chunk; that there are as many bytes as announced is checked here for all transports.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        let chunk = ready!(self.stream.as_mut().poll_next(cx)).transpose()?;
        let count = chunk.as_ref().map_or(0, Bytes::len);
        self.sent = self.sent.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        let wrong = match self.length {
            Some(length) if self.sent > length => Some(("has more", length)),
            Some(length) if self.sent < length && chunk.is_none() => Some(("ended early", length)),
            _ => None,
        };
        Poll::Ready(match wrong {
            Some((how, length)) => {
                let message = format!("the stream {how}: {length} bytes were announced, and there are {}", self.sent);
                Err(io::Error::new(io::ErrorKind::InvalidData, message))
            }
            None => Ok(chunk),
        })
    }
}

impl Stream for RequestChunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.poll(cx));
        if chunk.is_err() {
            self.waiting.clear();
            self.current = None;
        }
        Poll::Ready(chunk.transpose())
    }
}

impl fmt::Debug for RequestChunks {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestChunks").finish_non_exhaustive()
    }
}
