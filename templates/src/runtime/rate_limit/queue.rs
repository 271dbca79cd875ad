//! A queue of calls: first come, first served.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use super::super::transport::lock::lock;

/// A queue for something that one call can have at a time. A call that leaves, also before its turn, makes way for those
/// behind, and can come back to its place. It needs no async runtime.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    waiters: Mutex<Waiters>,
}

#[derive(Debug, Default)]
struct Waiters {
    next: u64,
    /// In the order of their numbers; it is the turn of the first one.
    waiting: VecDeque<Waiter>,
}

#[derive(Debug)]
struct Waiter {
    number: u64,
    waker: Option<Waker>,
}

/// A ticket of a queue, until it is dropped.
#[derive(Debug)]
pub(crate) struct Ticket<'q> {
    queue: &'q Queue,
    number: u64,
}

impl Queue {
    /// Returns a ticket behind all others.
    pub(crate) fn join(&self) -> Ticket<'_> {
        let mut waiters = lock(&self.waiters);
        let number = waiters.next;
        waiters.next += 1;
        waiters.waiting.push_back(Waiter { number, waker: None });
        Ticket { queue: self, number }
    }

    /// Returns the ticket of this number again: before all later ones, also before one whose turn it is, which waits once
    /// more.
    pub(crate) fn rejoin(&self, number: u64) -> Ticket<'_> {
        let displaced = {
            let mut waiters = lock(&self.waiters);
            let position = waiters.position(number);
            let displaced = waiters.waiting.front_mut().filter(|_| position == 0).and_then(|first| first.waker.take());
            waiters.waiting.insert(position, Waiter { number, waker: None });
            displaced
        };
        // Outside of the lock: whom it wakes may poll at once.
        if let Some(displaced) = displaced {
            displaced.wake();
        }
        Ticket { queue: self, number }
    }
}

impl Waiters {
    fn position(&self, number: u64) -> usize {
        self.waiting.partition_point(|waiter| waiter.number < number)
    }
}

impl Ticket<'_> {
    /// Returns its number, to come back to it.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Returns the number of tickets before it.
    pub(crate) fn ahead(&self) -> usize {
        lock(&self.queue.waiters).position(self.number)
    }

    /// Waits until it is the first one. It stays that until it is dropped or another one is rejoined.
    pub(crate) async fn turn(&self) {
        poll_fn(|cx| if self.is_first(cx) { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    /// Returns whether it is the first one; the task is woken when that changes.
    pub(crate) fn is_first(&self, cx: &mut Context<'_>) -> bool {
        let mut waiters = lock(&self.queue.waiters);
        let position = waiters.position(self.number);
        if let Some(waiter) = waiters.waiting.get_mut(position) {
            waiter.waker = Some(cx.waker().clone());
        }
        position == 0
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let waker = {
            let mut waiters = lock(&self.queue.waiters);
            let position = waiters.position(self.number);
            waiters.waiting.remove(position);
            match waiters.waiting.front_mut() {
                Some(first) if position == 0 => first.waker.take(),
                _ => None,
            }
        };
        // Outside of the lock: whom it wakes may poll at once.
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
