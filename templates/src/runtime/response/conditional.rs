//! Conditional requests (RFC 9110, section 13): a response only if something changed.

use http::{HeaderMap, StatusCode};

use super::super::error::Error;
use super::super::rate_limit::headers;
use super::super::request::call::Call;
use super::super::request::operation::Operation;
use super::Response;

/// The result of a call that named a state which is known already.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "callers match on the response itself")]
pub enum Conditional<P> {
    /// The state is another one by now: this.
    Changed(Response<P>),
    /// The state is the one that was named (status 304); the headers alone came.
    NotModified(HeaderMap),
}

impl<P> Conditional<P> {
    /// Returns the response; `None` when nothing changed.
    pub fn changed(self) -> Option<Response<P>> {
        match self {
            Self::Changed(response) => Some(response),
            Self::NotModified(_) => None,
        }
    }

    /// Returns what identifies the present state (RFC 9110, section 8.8.3).
    pub fn etag(&self) -> Option<&str> {
        match self {
            Self::Changed(response) => response.etag(),
            Self::NotModified(headers) => headers::etag(headers),
        }
    }
}

impl<O: Operation> Call<O> {
    /// Sends it with a condition that was set before, such as `If-None-Match` with the
    /// [`etag`](Response::etag) of an earlier response. That nothing changed is no error then, as it
    /// is for [`send`](Self::send), which must give a value.
    ///
    /// ```rust,ignore
    /// let known = klaviyo.profiles().get_profile("P1").send().await?;
    /// let call = klaviyo.profiles().get_profile("P1").header("If-None-Match", known.etag().unwrap_or_default());
    /// if let Some(changed) = call.send_if_changed().await?.changed() {
    ///     println!("{:?}", changed.data.attributes.email);
    /// }
    /// ```
    ///
    /// # Errors
    /// Whatever [`Error`] tells of.
    pub async fn send_if_changed(self) -> Result<Conditional<O::Output>, Error> {
        match self.send().await {
            Ok(response) => Ok(Conditional::Changed(response)),
            Err(Error::Api(answer)) if answer.status == StatusCode::NOT_MODIFIED => {
                Ok(Conditional::NotModified(answer.headers))
            }
            Err(error) => Err(error),
        }
    }
}
