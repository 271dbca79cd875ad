//! How long to wait between attempts.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// A random time up to `first`, twice as much after each further failure, and never more than `most`.
///
/// All of the time is random ("full jitter"): clients that failed together do not come back together.
pub(super) fn delay(first: Duration, most: Duration, failures: u32) -> Duration {
    let factor = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    random_part(first.saturating_mul(factor).min(most))
}

/// A random part of this time.
pub(super) fn random_part(whole: Duration) -> Duration {
    // The hash of nothing under the standard library's random keys, which differ at each call. Good
    // enough to spread load, and there at no cost; nothing secret is made of it.
    let [low, high, ..] = RandomState::new().hash_one(()).to_le_bytes();
    let part = f64::from(u16::from_le_bytes([low, high])) / f64::from(u16::MAX);
    Duration::try_from_secs_f64(whole.as_secs_f64() * part).unwrap_or(whole)
}
