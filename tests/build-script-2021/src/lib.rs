//! A generated client in a crate of edition 2021, over a transport that answers from memory.

#![deny(warnings)]

/// The client.
pub mod library {
    include!(concat!(env!("OUT_DIR"), "/library.rs"));
}

use std::sync::Arc;
use std::time::Duration;

use library::runtime::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
use library::{Auth, Client, Error};

/// A client that gets this body, whatever it asks.
///
/// # Errors
///
/// When the base URL of the description cannot be used.
pub fn offline(body: &'static str) -> Result<Client, Error> {
    Client::builder(Auth::none()).transport(Arc::new(Memory(body))).build()
}

struct Memory(&'static str);

impl Transport for Memory {
    fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async { Ok(HttpResponse::new(self.0.into())) })
    }

    /// Time stands still in memory: no answer is late.
    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}
