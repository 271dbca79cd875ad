//! How long things may take. The client watches the time, so that no transport has to.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::{BoxFuture, Transport};

/// When a call must be done, all attempts and waits included.
pub(crate) struct Deadline {
    transport: Arc<dyn Transport>,
    /// By the transport's clock; none when it is beyond what the clock can hold.
    end: Option<Duration>,
}

impl Deadline {
    /// Starts a deadline that ends after this time.
    pub(crate) fn new(transport: &Arc<dyn Transport>, timeout: Duration) -> Self {
        Self { transport: Arc::clone(transport), end: transport.now().checked_add(timeout) }
    }

    /// Returns how much time is left.
    pub(crate) fn left(&self) -> Duration {
        self.end.map_or(Duration::MAX, |end| end.saturating_sub(self.transport.now()))
    }

    /// Returns a timer that runs out after `most`, or at the deadline if that comes first.
    pub(crate) fn timer(&self, most: Duration) -> Timer<'_> {
        Timer::new(&*self.transport, self.left().min(most))
    }
}

/// Time for one thing, or several in a row.
pub(crate) struct Timer<'t> {
    transport: &'t dyn Transport,
    limit: Duration,
    /// Made when something has to be waited for.
    sleep: Option<BoxFuture<'static, ()>>,
}

impl<'t> Timer<'t> {
    /// Returns a timer that runs out after so much time, from when something first has to be waited for.
    pub(crate) fn new(transport: &'t dyn Transport, limit: Duration) -> Self {
        Self { transport, limit, sleep: None }
    }

    /// Lets this have the time that is left; when it runs out, the error is how much there was.
    pub(crate) async fn limit<T>(&mut self, future: impl Future<Output = T>) -> Result<T, Duration> {
        let mut future = pin!(future);
        poll_fn(|cx| {
            if let Poll::Ready(output) = future.as_mut().poll(cx) {
                return Poll::Ready(Ok(output));
            }
            let sleep = self.sleep.get_or_insert_with(|| self.transport.sleep(self.limit));
            sleep.as_mut().poll(cx).map(|()| Err(self.limit))
        })
        .await
    }
}

/// Waits for what is done elsewhere than by the transport, in real time: a clock that can, stands still meanwhile.
pub(crate) async fn elsewhere<T>(transport: &dyn Transport, work: impl Future<Output = T>) -> T {
    let _held = transport.hold_clock();
    work.await
}
