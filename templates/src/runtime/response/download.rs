//! Responses that are handed out as they come, because they are large.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::super::error::Error;
use super::super::error::attempts::Attempts;
use super::super::request::call::Call;
use super::super::request::operation::Operation;
use super::super::transport::incoming::Incoming;
use super::super::transport::incomplete::Incomplete;

/// A successful response whose body comes chunk by chunk: a stream of bytes.
///
/// What the features `gzip`, `brotli` and `zstd` ask for is decompressed. A body in any other `Content-Encoding` is an
/// [`Error::Decode`] in place of a download, unless the call asked for it by a header `Accept-Encoding` of its own: then it
/// comes as it is.
///
/// Its size has no limit unless [`max_bytes`](Self::max_bytes) sets one. One that breaks off or falls
/// silent is an [`Error::Incomplete`], after which there are no more chunks.
///
/// ```rust,ignore
/// let mut download = klaviyo.profiles().get_profiles().download().await?;
/// while let Some(chunk) = download.try_next().await? {
///     println!("{} bytes", chunk.len());
/// }
/// ```
#[must_use = "nothing of the body is read until it is asked for"]
pub struct Download {
    status: StatusCode,
    headers: HeaderMap,
    body: Incoming,
    attempts: Attempts,
}

impl Download {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, body: Incoming, attempts: Attempts) -> Self {
        Self { status, headers, body, attempts }
    }

    /// Sets the most that is read; more is an error.
    #[inline]
    pub fn max_bytes(mut self, most: u64) -> Self {
        self.body.limit(most);
        self
    }

    /// Returns the status; any of 2xx.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the attempts that it took up to the headers.
    pub fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// Returns how many bytes will come in all, where the service says so.
    pub fn content_length(&self) -> Option<u64> {
        self.body.expected()
    }

    /// Returns how many bytes came so far.
    pub fn received(&self) -> u64 {
        self.body.received()
    }

    /// Returns the next chunk; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// Returns the next chunk; `None` after the last one.
    ///
    /// # Errors
    /// [`Error::Incomplete`] when there should be more.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    #[inline]
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let chunk = ready!(self.body.poll_chunk(cx));
        Poll::Ready(chunk.map(|chunk| chunk.map_err(|reason| self.incomplete(reason))))
    }

    #[inline]
    fn incomplete(&self, reason: Incomplete) -> Error {
        let mut attempts = Box::new(self.attempts.clone());
        attempts.answered(&self.headers);
        Error::Incomplete { reason: Box::new(reason), status: self.status, raw: Bytes::new(), attempts }
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status)
            .field("received", &self.received())
            .field("content_length", &self.content_length())
            .finish_non_exhaustive()
    }
}

impl<O: Operation> Call<O> {
    /// Sends it, and hands out the body of the response as it comes. Timeouts end with the headers; from
    /// then on the response must only not fall silent.
    ///
    /// # Errors
    /// As [`send`](Self::send), up to the headers.
    pub async fn download(self) -> Result<Download, Error> {
        self.into_request().download().await
    }
}
