//! The pauses between two times of asking how far something is.

use std::time::Duration;

use http::HeaderMap;

use super::super::client::Client;
use super::super::rate_limit::headers::retry_after;

/// The pauses, and the time that there is for all of the asking.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pauses {
    pub(super) first: Duration,
    pub(super) longest: Duration,
    pub(super) timeout: Duration,
}

impl Pauses {
    /// A second, then twice as long each time until it is half a minute, for an hour.
    pub(super) const USUAL: Self =
        Self { first: Duration::from_secs(1), longest: Duration::from_secs(30), timeout: Duration::from_secs(3_600) };

    /// Sets the first pause, and the longest.
    pub(super) fn backoff(&mut self, first: Duration, longest: Duration) {
        self.first = first;
        self.longest = longest.max(first);
    }

    /// Begins to ask.
    pub(super) fn begin(self, client: &Client) -> Asking {
        Asking { pauses: self, client: client.clone(), started: client.now(), next: self.first }
    }
}

/// The asking, as far as it is.
pub(super) struct Asking {
    pauses: Pauses,
    client: Client,
    started: Duration,
    /// The next pause, where the service does not say.
    next: Duration,
}

impl Asking {
    /// Returns how long the service may take to answer: when time is up it is asked once more.
    pub(super) fn patience(&self) -> Duration {
        self.left().max(self.pauses.first)
    }

    /// Waits until it is time to ask again: as long as `Retry-After` of the answer says, or else twice as long as before.
    /// Returns whether there was any time left.
    pub(super) async fn pause(&mut self, answer: &HeaderMap) -> bool {
        let left = self.left();
        if left.is_zero() {
            return false;
        }
        // "At once" would be without end.
        let asked = retry_after(answer).filter(|asked| !asked.is_zero());
        let pause = asked.unwrap_or(self.next);
        if asked.is_none() {
            self.next = self.next.saturating_mul(2).min(self.pauses.longest);
        }
        self.client.sleep(pause.min(left)).await;
        true
    }

    fn left(&self) -> Duration {
        self.pauses.timeout.saturating_sub(self.client.now().saturating_sub(self.started))
    }
}
