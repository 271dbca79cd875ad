//! How many calls are left in the windows of a rate limit. Plain arithmetic: times come from outside.

use std::time::Duration;

use super::headers::RateLimit;

/// The longest window that a response can add, and the most windows there are then.
const LONGEST: Duration = Duration::from_secs(31 * 86_400);
const MOST: usize = 8;

/// The time that a limit holds which only a response stated. Each response states it again; one that lets nothing through
/// must not be what keeps the next response from correcting it.
const BELIEVED: Duration = Duration::from_secs(60);

/// The windows of one rate limit.
///
/// A call takes a place in each window when it is sent, and the place is free again one length of the
/// window after the answer came. The service has counted the call at some time in between, so however it
/// aligns its windows, no more calls than allowed are in any of them.
#[derive(Debug)]
pub(crate) struct Windows {
    windows: Vec<Window>,
    /// Calls that were sent and not answered yet.
    in_flight: u32,
    /// Until when the service said that it takes no calls.
    closed_until: Duration,
}

#[derive(Debug)]
struct Window {
    length: Duration,
    limit: u32,
    /// The limit that is described; `None` where only responses told of the window.
    described: Option<u32>,
    /// Until when a limit holds that a response told.
    told_until: Option<Duration>,
    /// Calls that were answered and still count: until when, and how many; the first to come back first.
    used: Vec<(Duration, u32)>,
}

/// Why there is no place now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// There may be one at this time.
    Until(Duration),
    /// There is none before a call is answered.
    InFlight,
}

impl Windows {
    /// Creates the windows of a limit, from calls per seconds.
    pub(crate) fn new(limits: &[(u32, u32)]) -> Self {
        let window = |(calls, seconds): &(u32, u32)| Window::new(*calls, Duration::from_secs((*seconds).into()));
        Self { windows: limits.iter().map(window).collect(), in_flight: 0, closed_until: Duration::ZERO }
    }

    /// Takes a place in all windows.
    pub(crate) fn take(&mut self, now: Duration) -> Result<(), Full> {
        if now < self.closed_until {
            return Err(Full::Until(self.closed_until));
        }
        self.forget(now);
        let mut until = None;
        for window in &mut self.windows {
            window.expire(now);
            if window.is_full(self.in_flight) {
                let (first, _) = window.used.first().copied().ok_or(Full::InFlight)?;
                until = until.max(Some(window.told_until.map_or(first, |told| first.min(told))));
            }
        }
        match until {
            Some(until) => Err(Full::Until(until)),
            None => {
                self.in_flight += 1;
                Ok(())
            }
        }
    }

    /// Lets go of what responses told too long ago.
    fn forget(&mut self, now: Duration) {
        for window in &mut self.windows {
            if window.told_until.is_some_and(|until| until <= now) {
                window.told_until = None;
                window.limit = window.described.unwrap_or(u32::MAX);
            }
        }
        self.windows.retain(|window| window.described.is_some() || window.told_until.is_some());
    }

    /// Notes that a call was answered, or will not be.
    pub(crate) fn answered(&mut self, now: Duration) {
        self.in_flight = self.in_flight.saturating_sub(1);
        for window in &mut self.windows {
            window.count(now + window.length, 1);
        }
    }

    /// Returns the least time before a call can be sent that so many others are ahead of.
    pub(crate) fn wait(&self, now: Duration, ahead: usize) -> Duration {
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        let waits = self.windows.iter().map(|window| window.wait(now, self.in_flight.saturating_add(ahead)));
        waits.max().unwrap_or_default().max(self.closed_until.saturating_sub(now))
    }

    /// Corrects them by what a response says.
    pub(crate) fn learn(&mut self, now: Duration, told: &RateLimit) {
        for tier in &told.windows {
            // A limit of nothing would never be corrected again.
            let limit = u32::try_from(tier.calls).unwrap_or(u32::MAX).max(1);
            let is_usable = !tier.window.is_zero() && tier.window <= LONGEST && self.windows.len() < MOST;
            match self.windows.iter_mut().find(|window| window.length == tier.window) {
                Some(window) => window.told(limit, now),
                None if is_usable => {
                    let mut window = Window { described: None, ..Window::new(limit, tier.window) };
                    window.told(limit, now);
                    self.windows.push(window);
                }
                None => {}
            }
        }
        let in_flight = self.in_flight;
        let (Some(limit), Some(remaining)) = (told.limit, told.remaining) else { return };
        let Some(window) = self.windows.iter_mut().find(|window| u64::from(window.limit) == limit) else { return };
        window.expire(now);
        // What we know of includes what the service has not seen yet. If it has seen more, others use the
        // account as well.
        let seen = u32::try_from(limit.saturating_sub(remaining)).unwrap_or(u32::MAX);
        let others = seen.saturating_sub(window.taken(in_flight));
        if others > 0 {
            // Whole seconds may have been rounded down.
            let reset = told.reset.map_or(window.length, |reset| reset.saturating_add(Duration::from_secs(1)));
            window.count(now + reset.min(window.length), others);
        }
    }

    /// Notes that the service refused a call because there were too many.
    pub(crate) fn refused(&mut self, now: Duration, retry_after: Option<Duration>) {
        let lengths = || self.windows.iter().map(|window| window.length);
        let wait = retry_after.or_else(|| lengths().min()).unwrap_or_default();
        // No window is longer; a service that says so is not believed for ever.
        let wait = wait.min(lengths().max().unwrap_or_default());
        self.closed_until = self.closed_until.max(now + wait);
    }
}

impl Window {
    fn new(limit: u32, length: Duration) -> Self {
        let limit = limit.max(1);
        Self { length, limit, described: Some(limit), told_until: None, used: Vec::new() }
    }

    /// Takes a limit from a response. One that is described as well holds.
    fn told(&mut self, limit: u32, now: Duration) {
        self.limit = limit;
        self.told_until = (self.described != Some(limit)).then(|| now.saturating_add(BELIEVED));
    }

    /// Counts calls until this time, rounded up to a 64th of the window: there are never more entries.
    fn count(&mut self, until: Duration, calls: u32) {
        let step = (self.length.as_nanos() / 64).max(1);
        let until = until.as_nanos().div_ceil(step).saturating_mul(step);
        let until = Duration::from_nanos(u64::try_from(until).unwrap_or(u64::MAX));
        let position = self.used.partition_point(|(other, _)| *other < until);
        match self.used.get_mut(position) {
            Some((other, count)) if *other == until => *count = count.saturating_add(calls),
            _ => self.used.insert(position, (until, calls)),
        }
    }

    fn expire(&mut self, now: Duration) {
        self.used.retain(|(until, _)| *until > now);
    }

    /// Returns how many places are taken.
    fn taken(&self, in_flight: u32) -> u32 {
        self.used.iter().fold(in_flight, |sum, (_, calls)| sum.saturating_add(*calls))
    }

    fn is_full(&self, in_flight: u32) -> bool {
        self.taken(in_flight) >= self.limit
    }

    /// Returns the least time before there is a place behind those that are ahead: each place that is given comes
    /// back one length later at the earliest.
    fn wait(&self, now: Duration, ahead: u32) -> Duration {
        let used = self.taken(0);
        // How many of the used places have to come back.
        let mut missing = (used.saturating_add(ahead).saturating_add(1)).saturating_sub(self.limit);
        let rounds = missing.saturating_sub(used).div_ceil(self.limit);
        missing = missing.saturating_sub(rounds.saturating_mul(self.limit));
        let mut back = self.used.iter();
        let mut until = now;
        while missing > 0 {
            let Some((time, calls)) = back.next() else { break };
            until = *time;
            missing = missing.saturating_sub(*calls);
        }
        let wait = until.saturating_sub(now).saturating_add(self.length.saturating_mul(rounds));
        self.told_until.map_or(wait, |told| wait.min(told.saturating_sub(now)))
    }
}
