//! Waiting for what a service makes of a request that it accepted, as JSON:API recommends for asynchronous processing.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use http::StatusCode;

use super::super::client::Client;
use super::super::document::payload::Payload;
use super::super::error::Error;
use super::super::request::Request;
use super::super::request::follow::{Followed, LinkTo};
use super::super::request::operation::Operation;
use super::super::response::Response;
use super::super::transport::BoxFuture;
use super::pauses::Pauses;
use super::wait::late;

/// Waits for what a service makes of a request that it accepted ([`Client::wait_for`]).
///
/// Asks for the resource that `Content-Location` of the 202 led to, at once and then again and again: after as long as
/// `Retry-After` of each answer says, or else after a second, and after pauses that double until they are half a minute
/// ([`backoff`](Self::backoff) sets both). A success means that it is still under way. When it is done the service answers 303,
/// and what its `Location` leads to is read as `D`. Gives up after an hour, unless [`timeout`](Self::timeout) says otherwise.
///
/// What is behind the first link is read as `J` for [`progress`](Self::progress) alone.
#[must_use = "nothing is sent until `send`, or `.await`"]
pub struct Processing<'p, J, D> {
    request: Request,
    pauses: Pauses,
    progress: Option<Report<'p, J>>,
    result: PhantomData<fn() -> D>,
}

/// A function that is called with each answer that says that it is under way.
type Report<'p, J> = Box<dyn FnMut(&Response<J>) + Send + 'p>;

impl Client {
    /// Waits for what the service makes of a request that it accepted, from the
    /// [`content_location`](Response::content_location) of the answer:
    ///
    /// ```rust,ignore
    /// let accepted = weather.readings().create_export(NewExport::new("2026-01-01")).send().await?;
    /// if let Some(job) = accepted.content_location::<Document<Resource<Export>>>() {
    ///     let station: Response<Document<Resource<Station>>> = weather.wait_for(&job).await?;
    /// }
    /// ```
    ///
    /// A link to another origin refuses the call, so that no credentials get there.
    pub fn wait_for<'p, J: Payload, D: Payload>(&self, accepted: &LinkTo<J>) -> Processing<'p, J, D> {
        let mut request = Request::new(self, <Followed<J> as Operation>::INFO).with_link(accepted.href());
        // The answer that redirects is the one that is waited for.
        request.settings.follows_redirects = false;
        Processing { request, pauses: Pauses::USUAL, progress: None, result: PhantomData }
    }
}

impl<'p, J: Payload, D: Payload> Processing<'p, J, D> {
    /// Sets how long the first pause is, and the longest, where the service does not say: each is twice the one before.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.pauses.backoff(first, longest);
        self
    }

    /// Sets how long to wait in all. Then it is [`Error::Timeout`].
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.pauses.timeout = timeout;
        self
    }

    /// Calls this with each answer that says that it is under way.
    pub fn progress(mut self, report: impl FnMut(&Response<J>) + Send + 'p) -> Self {
        self.progress = Some(Box::new(report));
        self
    }

    /// Waits, and reads the result.
    ///
    /// # Errors
    /// [`Error::Timeout`] when it takes too long, and whatever goes wrong when the service is asked, such as the
    /// [`Error::Api`] that says that nothing was made.
    pub async fn send(mut self) -> Result<Response<D>, Error> {
        let mut asking = self.pauses.begin(self.request.client());
        loop {
            let mut request = self.request.clone();
            request.settings.timeout = request.settings.timeout.min(asking.patience());
            let here = request.url()?;
            let answer = match request.execute().await {
                Ok(answer) => answer,
                Err(error) => {
                    let made = error.api().filter(|error| error.status == StatusCode::SEE_OTHER);
                    let Some(made) = made.and_then(|error| error.location()) else { return Err(error) };
                    let mut made = self.request.follow(made, &here)?;
                    made.settings.follows_redirects = true;
                    return Response::read(made.execute().await?);
                }
            };
            let (headers, attempts) = (answer.headers.clone(), answer.attempts.clone());
            if let Some(report) = &mut self.progress {
                report(&Response::read(answer)?);
            }
            if !asking.pause(&headers).await {
                let message = format!("what was accepted was not done within {:?}", self.pauses.timeout);
                return Err(late(message, &attempts));
            }
        }
    }
}

impl<'p, J: Payload, D: Payload> IntoFuture for Processing<'p, J, D> {
    type Output = Result<Response<D>, Error>;
    type IntoFuture = BoxFuture<'p, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<J, D> fmt::Debug for Processing<'_, J, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Processing")
            .field("request", &self.request)
            .field("pauses", &self.pauses)
            .finish_non_exhaustive()
    }
}
