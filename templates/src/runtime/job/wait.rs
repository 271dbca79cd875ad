//! Waiting for jobs: asking again and again, less often the longer it takes.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use super::super::document::Document;
use super::super::document::resource::{Resource, ResourceType};
use super::super::error::Error;
use super::super::error::attempts::Attempts;
use super::super::request::call::Call;
use super::super::response::Response;
use super::super::transport::{BoxFuture, TransportError, TransportErrorKind};
use super::pauses::Pauses;
use super::{Awaited, Job};

/// Waits until a job is over, whatever comes of it.
///
/// Asks at once, then after as long as `Retry-After` of the answer says, or else after a pause of a second and after pauses that
/// double until they are half a minute; [`backoff`](Self::backoff) sets both. Gives up after an hour, unless
/// [`timeout`](Self::timeout) says otherwise. A status that the OpenAPI document does not list counts as
/// under way. Dropping this, or its future, ends the asking; the job goes on.
#[must_use = "nothing is sent until `send`, or `.await`"]
pub struct Wait<'p, O: Awaited> {
    call: Call<O>,
    pauses: Pauses,
    progress: Option<Report<'p, O::Job>>,
}

/// A function that is called with a job each time it was asked for.
type Report<'p, J> = Box<dyn FnMut(&Resource<J>) + Send + 'p>;

impl<O: Awaited> Call<O> {
    /// Waits until the job is over, whatever comes of it: asks again and again.
    ///
    /// The attributes that tell how far it is are asked for also when the fields of the call leave them
    /// out. Settings of the call, such as its timeout, hold for each time of asking.
    ///
    /// ```rust,ignore
    /// let job = klaviyo.catalogs().get_bulk_create_catalog_items_job("J1").wait();
    /// let job = job.progress(|job| println!("{}", job.progress())).await?;
    /// println!("{:?}", job.data.progress().state);
    /// ```
    pub fn wait<'p>(self) -> Wait<'p, O> {
        let call = self.with_fields(<O::Job as ResourceType>::TYPE, O::Job::STATES.attributes);
        Wait { call, pauses: Pauses::USUAL, progress: None }
    }
}

impl<'p, O: Awaited> Wait<'p, O> {
    /// Sets how long the first pause is, and the longest: each is twice the one before, up to that.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.pauses.backoff(first, longest);
        self
    }

    /// Sets how long to wait in all. Then it is [`Error::Timeout`], which tells how far the job was if the service had
    /// said so. When time is up the job is asked for once more, which may take as long as the first pause.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.pauses.timeout = timeout;
        self
    }

    /// Calls this with the job each time it was asked for, the last time included.
    ///
    /// [`Resource::progress`] says how far it is.
    pub fn progress(mut self, report: impl FnMut(&Resource<O::Job>) + Send + 'p) -> Self {
        self.progress = Some(Box::new(report));
        self
    }

    /// Waits, and returns the job as it was when it was over; its [`progress`](Resource::progress) says how it ended.
    ///
    /// # Errors
    /// [`Error::Timeout`] when it takes too long, and whatever goes wrong when the job is asked for and
    /// is not mended by asking once more. The job may be waited for again.
    pub async fn send(mut self) -> Result<Response<Document<Resource<O::Job>>>, Error> {
        let mut asking = self.pauses.begin(self.call.client());
        loop {
            let job = self.call.clone().within(asking.patience()).send().await?;
            if let Some(report) = &mut self.progress {
                report(&job.data);
            }
            if job.data.progress().is_over() {
                return Ok(job);
            }
            if !asking.pause(job.headers()).await {
                return Err(self.late(&job));
            }
        }
    }

    fn late(&self, job: &Response<Document<Resource<O::Job>>>) -> Error {
        let message = format!("the job was not over within {:?}: {}", self.pauses.timeout, job.data.progress());
        late(message, job.attempts())
    }
}

/// Returns the error of a wait that took too long: it names the call by which it asked.
pub(super) fn late(message: String, asked: &Attempts) -> Error {
    Error::from(TransportError::new(TransportErrorKind::Timeout, message)).after(asked.clone())
}

impl<'p, O: Awaited> IntoFuture for Wait<'p, O> {
    type Output = Result<Response<Document<Resource<O::Job>>>, Error>;
    type IntoFuture = BoxFuture<'p, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<O: Awaited> fmt::Debug for Wait<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait").field("call", &self.call).field("pauses", &self.pauses).finish_non_exhaustive()
    }
}
