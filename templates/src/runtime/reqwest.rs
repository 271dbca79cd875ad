//! The default transport, over the `reqwest` crate.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::redirect::Policy;

use super::transport::{
    BoxFuture, HttpRequest, HttpResponse, Limits, RequestTimeout, Transport, TransportError, TransportErrorKind,
};

/// Sends requests by `reqwest`, inside a Tokio runtime.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    max_body: usize,
}

impl ReqwestTransport {
    /// A transport with these limits that follows no redirects.
    ///
    /// # Errors
    /// When TLS cannot be set up on this machine.
    pub fn new(limits: &Limits) -> Result<Self, TransportError> {
        // The choice is the process's: where the program made one already, it stands.
        let _chosen_before = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(limits.connect_timeout)
            .timeout(limits.timeout)
            .build()
            .map_err(error)?;
        Ok(Self { client, max_body: limits.max_body })
    }

    /// A transport over a client of your own, for a proxy or certificates. It should follow no
    /// redirects: a key would go along.
    pub fn with_client(client: reqwest::Client, limits: &Limits) -> Self {
        Self { client, max_body: limits.max_body }
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let timeout = request.extensions().get::<RequestTimeout>().copied();
        let mut request = reqwest::Request::try_from(request).map_err(error)?;
        if let Some(RequestTimeout(timeout)) = timeout {
            *request.timeout_mut() = Some(timeout);
        }
        let mut response = self.client.execute(request).await.map_err(error)?;
        let mut parts = http::Response::new(());
        *parts.status_mut() = response.status();
        *parts.headers_mut() = std::mem::take(response.headers_mut());
        let body = self.body(response).await?;
        Ok(parts.map(|()| body))
    }

    async fn body(&self, mut response: reqwest::Response) -> Result<Bytes, TransportError> {
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(error)? {
            if body.len() + chunk.len() > self.max_body {
                let message = format!("the response is larger than {} bytes", self.max_body);
                return Err(TransportError::new(TransportErrorKind::TooLarge, message));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The error without its URL, whose query is the caller's business.
fn error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else {
        TransportErrorKind::Other
    };
    let error = error.without_url();
    TransportError::new(kind, error.to_string()).with_source(error)
}
