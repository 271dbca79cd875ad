//! A transport that answers from memory, and a server on a real socket.

pub mod script;
pub mod server;
pub mod wire;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use crate::client::runtime::{
    Auth, BoxFuture, Bytes, Client, ClientBuilder, Error, HttpRequest, HttpResponse, Mismatch, MismatchKind, Operation,
    Payload, Response, Transport, TransportError,
};

/// Answers every request with status 200 and this body.
pub struct Canned(pub Bytes);

impl Transport for Canned {
    fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let response = HttpResponse::new(self.0.clone().into());
        Box::pin(async { Ok(response) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A builder of a client whose every call is answered with this body.
pub fn canned(body: impl Into<Bytes>) -> ClientBuilder {
    Client::builder(Auth::none()).transport(Arc::new(Canned(body.into())))
}

/// What operation `O` makes of a body.
pub async fn respond<O: Operation>(body: impl Into<Bytes>) -> Result<Response<O::Output>, Error> {
    let client = canned(body).build().unwrap();
    crate::client::runtime::Call::<O>::new(&client).arg_path(&"1".to_owned()).send().await
}

/// Kind and pointer of each mismatch.
pub fn places(mismatches: &[Mismatch]) -> Vec<(MismatchKind, &str)> {
    mismatches.iter().map(|mismatch| (mismatch.kind, mismatch.pointer.as_str())).collect()
}

/// What a payload makes of a body, and whether it fits.
#[track_caller]
pub fn read<P: Payload>(body: &str) -> (P, bool) {
    let read = P::read(&Bytes::copy_from_slice(body.as_bytes())).unwrap();
    (read.value, read.clean)
}

/// A stream that ends at once.
pub struct Nothing;

impl Stream for Nothing {
    type Item = std::io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
