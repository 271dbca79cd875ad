//! Whether a call is tried again.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use super::super::error::attempts::{Attempts, Failure, GaveUp};
use super::super::transport::TransportErrorKind;
use super::super::transport::incomplete::IncompleteKind;

/// A policy of retries: how often a call is tried, and how long it waits in between. Four attempts, with waits of up to
/// 0.5, 1 and 2 seconds, unless set otherwise.
///
/// What is tried again:
///
/// * any request that the service refused for now (status 429, or 503 with `Retry-After`), and any for which
///   no connection was made;
/// * requests that can be repeated without another effect (`GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`,
///   `DELETE`: RFC 9110, section 9.2.2) after status 408, 425, 500, 502, 503 or 504, after those of 520 to 530
///   by which proxies say that the service behind them did not answer, a connection that broke, a response that
///   broke off, or an attempt that took too long; others only with an
///   [idempotency key](super::super::ClientBuilder::idempotency_keys) or after
///   [`Call::retry_unsafe`](super::super::Call::retry_unsafe).
///
/// A stream that can be sent only once is not sent again after it was begun.
///
/// How long the service asks to wait (`Retry-After`; with status 429 also `RateLimit-Reset` and
/// `X-RateLimit-Reset`) is respected; when that is longer than the call has left, its error is returned at once. When
/// most calls of a client fail, retries stop until some succeed again.
///
/// ```rust,ignore
/// let patient = RetryPolicy::default().attempts(8).backoff(Duration::from_secs(1), Duration::from_secs(60));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first: Duration,
    most: Duration,
}

impl RetryPolicy {
    /// Returns one attempt, whatever becomes of it; only refused credentials that can be renewed have the request sent
    /// again.
    pub const fn none() -> Self {
        Self { attempts: 1, first: Duration::from_millis(500), most: Duration::from_secs(20) }
    }

    /// Sets the most attempts of a call, the first one and one after renewed credentials included.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the longest wait before the first retry, and before any. Each wait is random, up to twice as long
    /// as the one before.
    #[must_use]
    pub const fn backoff(mut self, first: Duration, most: Duration) -> Self {
        self.first = first;
        self.most = most;
        self
    }

    /// Returns how long to wait before another attempt; none when there were enough.
    pub(crate) fn wait(&self, attempts: &Attempts, retry_after: Option<Duration>) -> Result<Duration, GaveUp> {
        if attempts.count() >= self.attempts {
            return Err(GaveUp::Attempts);
        }
        Ok(match retry_after {
            // All refused callers get the same time to come back.
            Some(after) => after.saturating_add(random_part(self.first)),
            None => delay(self.first, self.most, attempts.count()),
        })
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::none().attempts(4)
    }
}

/// The requests that are sent again after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Any: it had no effect.
    Any,
    /// Those whose effect is the same if it had one already.
    Idempotent,
    /// None: the next attempt would fail in the same way.
    None,
}

/// Returns which requests are sent again after this failure; `asked` tells whether the service said when to come back.
pub(crate) fn repeat(failure: Failure, asked: bool) -> Repeat {
    match failure {
        Failure::Status(status) => match status.as_u16() {
            429 => Repeat::Any,
            // A gateway says so too, when what is behind it broke down in the middle of a request.
            503 if asked => Repeat::Any,
            408 | 425 | 500 | 502 | 503 | 504 | 520..=525 | 527 | 529 | 530 => Repeat::Idempotent,
            _ => Repeat::None,
        },
        Failure::NoResponse(kind) => match kind {
            TransportErrorKind::Connect => Repeat::Any,
            TransportErrorKind::Timeout | TransportErrorKind::Other => Repeat::Idempotent,
            TransportErrorKind::Body | TransportErrorKind::Refused => Repeat::None,
        },
        Failure::Credentials => Repeat::Any,
        Failure::Incomplete(kind) => match kind {
            IncompleteKind::Truncated | IncompleteKind::Stalled(_) | IncompleteKind::Timeout => Repeat::Idempotent,
            IncompleteKind::Excess | IncompleteKind::TooLarge(_) => Repeat::None,
        },
    }
}

/// Returns a random time up to `first`, twice as much after each further failure, and never more than `most`.
///
/// All of the time is random ("full jitter"): clients that failed together do not come back together.
fn delay(first: Duration, most: Duration, failures: u32) -> Duration {
    let factor = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    random_part(first.saturating_mul(factor).min(most))
}

/// Returns a random part of this time.
fn random_part(whole: Duration) -> Duration {
    // The hash of nothing under the standard library's random keys, which differ at each call. Good
    // enough to spread load, and there at no cost; nothing secret is made of it.
    let [low, high, ..] = RandomState::new().hash_one(()).to_le_bytes();
    let part = f64::from(u16::from_le_bytes([low, high])) / f64::from(u16::MAX);
    Duration::try_from_secs_f64(whole.as_secs_f64() * part).unwrap_or(whole)
}
