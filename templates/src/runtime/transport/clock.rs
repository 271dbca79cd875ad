//! What time it is: the only place that asks the machine.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// Returns the time of day.
pub(crate) fn current_time() -> Timestamp {
    Timestamp::now()
}

/// Returns how much time has passed since a moment that stays the same.
pub(crate) fn elapsed() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        // In a browser, the standard library has no clock and panics.
        return current_time().duration_since(Timestamp::UNIX_EPOCH).try_into().unwrap_or_default();
    }
    START.elapsed()
}
