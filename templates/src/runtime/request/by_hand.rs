//! Calls whose requests are sent by other means than the client.

use super::super::error::Error;
use super::super::response::Response;
use super::super::transport::{HttpRequest, WholeResponse};
use super::call::Call;
use super::operation::Operation;

impl<O: Operation> Call<O> {
    /// Returns the request that this call would send, to be looked at or sent by other means: without credentials, and
    /// without what hooks add. Nothing waits for rate limits, and nothing is repeated.
    ///
    /// ```rust,ignore
    /// let request = klaviyo.profiles().get_profile("P1").to_http_request()?;
    /// println!("{} {}", request.method(), request.uri());
    /// ```
    ///
    /// # Errors
    /// Those of arguments that cannot be sent.
    pub fn to_http_request(&self) -> Result<HttpRequest, Error> {
        self.request.build()
    }

    /// Reads the response to that request: what [`send`](Self::send) gives for it.
    ///
    /// # Errors
    /// [`Error::Api`] for any status but those of success, and the errors of a body that is not what the operation returns.
    pub fn read_http_response(&self, response: WholeResponse) -> Result<Response<O::Output>, Error> {
        Response::read(self.request.client().receive(&self.request, response)?)
    }
}
