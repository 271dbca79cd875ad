//! A client that has no credentials, and calls nothing that needs some.

use super::super::error::Error;
use super::{Client, ClientBuilder};

/// A client of the operations that are called without credentials, as from a browser or an app. Others do
/// not compile, and there is no key that could be sent.
///
/// It has the tags of which all operations are public.
#[derive(Debug, Clone)]
pub struct PublicClient(Client);

impl PublicClient {
    /// The client that sends the calls: one without credentials.
    #[doc(hidden)]
    pub fn without_credentials(&self) -> &Client {
        &self.0
    }
}

impl ClientBuilder {
    /// Makes a client without credentials, whatever the builder was made with.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    #[inline]
    pub fn build_public(self) -> Result<PublicClient, Error> {
        Ok(PublicClient(self.without_credentials().build()?))
    }
}
