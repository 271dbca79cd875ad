//! How many retries a client may make at all: an outage is not to be amplified by its callers.

use std::sync::atomic::{AtomicU32, Ordering};

use http::StatusCode;

use super::super::error::attempts::{Attempts, Failure};
use super::super::transport::TransportErrorKind;
use super::super::transport::incomplete::IncompleteKind;

/// Tokens that retries cost and successes give, shared by all clones of a client.
///
/// The numbers are those of the AWS SDKs' standard retry mode: a full bucket is enough for 100 retries
/// in a row, and when most calls fail there is at most one retry for five successes.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicU32);

const FULL: u32 = 500;

/// The tokens that a call gives back if its first attempt succeeds.
const SUCCESS: u32 = 1;

impl RetryBudget {
    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(FULL))
    }

    /// Takes what a retry costs, and returns whether there was enough.
    pub(crate) fn take(&self, failure: Failure) -> bool {
        let take = |tokens: u32| tokens.checked_sub(cost(failure));
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Gives back what the last retry of a call that succeeded has cost.
    pub(crate) fn succeed(&self, attempts: &Attempts) {
        // A renewal of credentials has cost nothing.
        let mut retried =
            attempts.failed().iter().filter(|one| one.failure != Failure::Status(StatusCode::UNAUTHORIZED));
        let given = retried.next_back().map_or(SUCCESS, |last| cost(last.failure));
        let give = |tokens: u32| (tokens < FULL).then(|| tokens.saturating_add(given).min(FULL));
        // That it is full is no failure.
        let _is_full = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give).is_err();
    }
}

/// Returns what a retry costs: more after a timeout, since the request may still occupy the service.
fn cost(failure: Failure) -> u32 {
    match failure {
        Failure::NoResponse(TransportErrorKind::Timeout) | Failure::Incomplete(IncompleteKind::Timeout) => 10,
        _ => 5,
    }
}
