//! What time it is: the only place that asks the machine for time that passes.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// How much time has passed since this was first asked.
pub(super) fn elapsed() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}
