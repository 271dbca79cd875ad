//! Calls wait here, before the service has to refuse them: as many are sent as the OpenAPI document allows.
//!
//! Written here because what there is (such as the crate `governor`) paces by one rate at a time, cannot
//! be corrected by what responses say, and serves waiters in no order.

use std::collections::HashMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::super::request::operation::OperationInfo;
use super::super::transport::Transport;
use super::super::transport::deadline::Deadline;
use super::super::transport::lock::lock;
use super::headers;
use super::queue::{Queue, Ticket};
use super::window::{Full, Windows};

/// The gates of a client and its clones, by the id of the operation: which operations share a limit is
/// not known.
#[derive(Default)]
pub(crate) struct Limiter {
    gates: Mutex<HashMap<&'static str, Arc<Gate>>>,
}

/// A gate at which the calls of an operation wait.
struct Gate {
    /// Calls pass in the order in which they came, however often they are tried.
    queue: Queue,
    state: Mutex<State>,
}

struct State {
    windows: Windows,
    /// The first call of the queue, if it waits for a place.
    first: Option<Waker>,
    /// Counts what may have given a place.
    changes: u64,
}

/// A place in the windows of an operation, for one attempt.
pub(crate) struct Permit {
    gate: Arc<Gate>,
    transport: Arc<dyn Transport>,
    number: u64,
}

impl Limiter {
    /// Waits until a call of this operation may be sent; `None` when there is nothing to wait for. One that
    /// passed `before` is not behind those that came later. The error is how long it would have to wait, when
    /// that is longer than it may.
    pub(crate) async fn permit(
        &self,
        info: &OperationInfo,
        transport: &Arc<dyn Transport>,
        deadline: &Deadline,
        before: Option<u64>,
    ) -> Result<Option<Permit>, Duration> {
        if info.rate_limits.is_empty() {
            return Ok(None);
        }
        let gate = Arc::clone(lock(&self.gates).entry(info.id).or_insert_with(|| Arc::new(Gate::new(info))));
        let number = gate.enter(&**transport, deadline, before).await?;
        Ok(Some(Permit { gate, transport: Arc::clone(transport), number }))
    }
}

impl Gate {
    fn new(info: &OperationInfo) -> Self {
        let state = State { windows: Windows::new(info.rate_limits), first: None, changes: 0 };
        Self { queue: Queue::default(), state: Mutex::new(state) }
    }

    /// Gives the number of the ticket in the queue.
    async fn enter(
        &self,
        transport: &dyn Transport,
        deadline: &Deadline,
        before: Option<u64>,
    ) -> Result<u64, Duration> {
        let ticket = before.map_or_else(|| self.queue.join(), |number| self.queue.rejoin(number));
        let wait = lock(&self.state).windows.wait(transport.now(), ticket.ahead());
        if wait >= deadline.left() {
            return Err(wait);
        }
        loop {
            let turn = deadline.timer(Duration::MAX).limit(ticket.turn()).await;
            turn.map_err(|_late| lock(&self.state).windows.wait(transport.now(), ticket.ahead()))?;
            let (full, changes) = {
                let mut state = lock(&self.state);
                match state.windows.take(transport.now()) {
                    Ok(()) => return Ok(ticket.number()),
                    Err(full) => (full, state.changes),
                }
            };
            let wait = match full {
                Full::Until(time) => time.saturating_sub(transport.now()),
                Full::InFlight => Duration::MAX,
            };
            let left = deadline.left();
            if wait != Duration::MAX && wait >= left || left.is_zero() {
                return Err(lock(&self.state).windows.wait(transport.now(), 0));
            }
            // That time passed is as good a reason to look again as that something changed.
            let _either = deadline.timer(wait).limit(self.changed(changes, &ticket)).await;
        }
    }

    /// Waits until there are more changes than these, or the ticket is not the first any more.
    async fn changed(&self, known: u64, ticket: &Ticket<'_>) {
        poll_fn(|cx| {
            let is_first = ticket.is_first(cx);
            let mut state = lock(&self.state);
            if !is_first || state.changes != known {
                return Poll::Ready(());
            }
            state.first = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    fn change(&self, change: impl FnOnce(&mut Windows)) {
        let first = {
            let mut state = lock(&self.state);
            change(&mut state.windows);
            state.changes += 1;
            state.first.take()
        };
        // Outside of the lock: whom it wakes may poll at once.
        if let Some(first) = first {
            first.wake();
        }
    }
}

impl Permit {
    /// Returns what another attempt of the call is let in by.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Corrects the windows by what a response says.
    pub(crate) fn learn(&self, status: StatusCode, headers: &HeaderMap) {
        let now = self.transport.now();
        let told = headers::rate_limit(headers);
        let is_refused = status == StatusCode::TOO_MANY_REQUESTS;
        if told.is_none() && !is_refused {
            return;
        }
        self.gate.change(|windows| {
            if let Some(told) = &told {
                windows.learn(now, told);
            }
            if is_refused {
                windows.refused(now, headers::retry_after(headers));
            }
        });
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let now = self.transport.now();
        self.gate.change(|windows| windows.answered(now));
    }
}
