//! Rate limits as a service keeps them: so many calls in any so many seconds.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::answer::Answer;

/// The calls of one operation.
#[derive(Debug, Default)]
pub(super) struct Calls {
    admitted: VecDeque<Instant>,
}

impl Calls {
    /// Counts a call, and gives what every answer to it says of the limits.
    ///
    /// # Errors
    /// The answer, when the call is one too many.
    pub(super) fn admit(&mut self, limits: &[(u32, u32)], now: Instant) -> Result<Vec<(String, String)>, Answer> {
        let longest = limits.iter().map(|(_, seconds)| *seconds).max().unwrap_or_default();
        while self.admitted.front().is_some_and(|call| !is_within(*call, longest, now)) {
            self.admitted.pop_front();
        }
        let waits = limits.iter().filter_map(|(calls, seconds)| self.wait(*calls, *seconds, now));
        if let Some(wait) = waits.max() {
            return Err(Answer::too_many_requests().retry_after(wait));
        }
        self.admitted.push_back(now);
        Ok(self.headers(limits, now))
    }

    /// Returns how long until another call is allowed in this window; `None` when it is now.
    fn wait(&self, calls: u32, seconds: u32, now: Instant) -> Option<Duration> {
        let first_that_counts = self.admitted.len().checked_sub(calls as usize)?;
        let leaves = self.admitted.get(first_that_counts).map_or(now, |call| *call) + duration(seconds);
        (leaves > now).then(|| leaves - now)
    }

    /// Returns the headers of draft-ietf-httpapi-ratelimit-headers-03; the window with the fewest calls left counts.
    fn headers(&self, limits: &[(u32, u32)], now: Instant) -> Vec<(String, String)> {
        let left = |(calls, seconds): &(u32, u32)| {
            let used = self.admitted.iter().rev().take_while(|call| is_within(**call, *seconds, now)).count();
            ((*calls as usize).saturating_sub(used), *calls, *seconds)
        };
        let Some((remaining, calls, seconds)) = limits.iter().map(left).min() else {
            return Vec::new();
        };
        let windows: Vec<String> = limits.iter().map(|(calls, seconds)| format!("{calls};w={seconds}")).collect();
        let field = |name: &str, value: String| (name.to_owned(), value);
        vec![
            field("ratelimit-limit", format!("{calls}, {}", windows.join(", "))),
            field("ratelimit-remaining", remaining.to_string()),
            field("ratelimit-reset", seconds.to_string()),
        ]
    }
}

fn is_within(call: Instant, seconds: u32, now: Instant) -> bool {
    now.saturating_duration_since(call) < duration(seconds)
}

fn duration(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}
