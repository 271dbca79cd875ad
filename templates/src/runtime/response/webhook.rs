//! Requests that the service makes (OpenAPI "webhooks" and "callbacks"): what their bodies are read as.

use std::marker::PhantomData;
use std::ops::Deref;
use std::{error, fmt};

use bytes::Bytes;

use super::super::document::payload::{self, Payload, Read, ReadError};
use super::super::schema::mismatch::Mismatch;
use super::super::schema::walk_document::{Expectation, mismatches};

/// A request that the service makes: a constant of the module `webhook_payloads`.
///
/// ```rust,ignore
/// let report = weather_api::webhook_payloads::STATION_SILENT.decode(body)?;
/// println!("{}", report.mismatches().len());
/// ```
pub struct Webhook<P> {
    pub(super) name: &'static str,
    of: PhantomData<fn() -> P>,
}

impl<P> Webhook<P> {
    /// Returns the request that the document describes by this name.
    #[doc(hidden)]
    pub const fn new(name: &'static str) -> Self {
        Self { name, of: PhantomData }
    }

    /// Returns the name that the document has for it.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<P: Payload> Webhook<P> {
    /// Reads the body of such a request. Values that are not of their described type are left out, as in a response;
    /// [`Received::mismatches`] tells of them.
    ///
    /// # Errors
    /// When the body is not JSON, or lacks what it is about: the resource where one is described.
    pub fn decode(&self, body: impl Into<Bytes>) -> Result<Received<P>, WebhookError> {
        let body = body.into();
        let Read { value, clean, absent } = P::read(&body).map_err(|ReadError(message)| WebhookError(message))?;
        match absent {
            Some(_) => Err(WebhookError("it lacks what is described".to_owned())),
            None => Ok(Received::new(value, clean, body)),
        }
    }
}

/// The body of a request that the service made, or an item of a stream. Derefs to what it was read as.
#[derive(Debug, Clone)]
pub struct Received<P> {
    payload: P,
    clean: bool,
    body: Bytes,
}

impl<P> Received<P> {
    #[inline]
    pub(crate) fn new(payload: P, clean: bool, body: Bytes) -> Self {
        Self { payload, clean, body }
    }

    /// Returns what it was read as.
    pub fn into_inner(self) -> P {
        self.payload
    }

    /// Returns the body as it came.
    pub fn raw(&self) -> &Bytes {
        &self.body
    }

    /// Returns whether every value that was read is of its described type and, where the OpenAPI document lists values, one
    /// of them.
    pub fn is_clean(&self) -> bool {
        self.clean
    }
}

impl<P: Payload> Received<P> {
    /// Returns where the body differs from the OpenAPI document. Walks the body anew at each call; included resources are
    /// taken as they are.
    pub fn mismatches(&self) -> Vec<Mismatch> {
        match payload::text(&self.body) {
            Ok(text) => mismatches(text, P::PAYLOAD, &Expectation::default()),
            Err(_) => Vec::new(),
        }
    }
}

impl<P> Deref for Received<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.payload
    }
}

/// Why a request of the service cannot be taken for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookError(pub(crate) String);

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the webhook cannot be read: {}", self.0)
    }
}

impl error::Error for WebhookError {}
