//! What comes back, as a transport hands it over: a stream of chunks.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::TransportError;

/// The body of a response: bytes that are there, or a stream of chunks that come.
pub struct ResponseBody(ResponseSource);

enum ResponseSource {
    Bytes(Bytes),
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>),
}

impl ResponseBody {
    /// Returns a body that comes chunk by chunk. An error ends it.
    pub fn stream(stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(ResponseSource::Stream(Box::pin(stream)))
    }
}

impl<B: Into<Bytes>> From<B> for ResponseBody {
    fn from(bytes: B) -> Self {
        Self(ResponseSource::Bytes(bytes.into()))
    }
}

impl Default for ResponseBody {
    /// Returns a body of no bytes.
    fn default() -> Self {
        Bytes::new().into()
    }
}

impl Stream for ResponseBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.get_mut().0 {
            ResponseSource::Stream(stream) => stream.as_mut().poll_next(cx),
            ResponseSource::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            ResponseSource::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
        }
    }
}

impl fmt::Debug for ResponseBody {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseBody").finish_non_exhaustive()
    }
}
