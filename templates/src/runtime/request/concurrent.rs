//! Many futures at once, but never more than so many.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use futures_core::Stream;

use super::super::transport::lock::lock;

/// Runs futures, or what becomes one, with at most `limit` of them under way at a time (at least one).
///
/// They are made as they are needed, so the iterator may be long. What they result in is a [`Stream`],
/// as they finish; [`ordered`](Concurrently::ordered) hands it out in the order of the futures. A result
/// that is an error is handed out like others, and ends nothing: to end, drop this, which drops the
/// futures that are under way, or use [`try_all`](Concurrently::try_all). They make headway while this
/// is polled.
pub fn concurrently<I>(limit: usize, futures: I) -> Concurrently<I::IntoIter>
where
    I: IntoIterator<Item: IntoFuture>,
{
    Concurrently {
        limit: limit.max(1),
        futures: Some(futures.into_iter()),
        started: 0,
        slots: Vec::new(),
        vacant: Vec::new(),
        finished: VecDeque::new(),
        handed_out: 0,
        is_ordered: false,
        inbox: Arc::default(),
    }
}

/// Futures that run, so many at a time. Made by [`concurrently`].
///
/// ```rust,ignore
/// let calls = ["P1", "P2", "P3"].map(|id| klaviyo.profiles().get_profile(id).send());
/// let mut profiles = concurrently(2, calls);
/// while let Some(profile) = profiles.next().await {
///     println!("{}", profile?.data.id);
/// }
/// ```
#[must_use = "nothing runs until it is polled"]
pub struct Concurrently<I: Iterator<Item: IntoFuture>> {
    limit: usize,
    /// Those that are not started; `None` after the last one.
    futures: Option<I>,
    /// How many are started.
    started: usize,
    /// Those that are under way, and places for others.
    slots: Vec<Slot<<I::Item as IntoFuture>::IntoFuture>>,
    /// The positions of slots that are free.
    vacant: Vec<usize>,
    /// What was not handed out yet, with the number of the future: as they finished or, if the order matters, each in the
    /// place that it has from the next one on.
    finished: VecDeque<Option<(usize, Output<I>)>>,
    /// How many results were handed out.
    handed_out: usize,
    is_ordered: bool,
    inbox: Arc<Inbox>,
}

type Output<I> = <<I as Iterator>::Item as IntoFuture>::Output;

/// A place for a future that is under way.
struct Slot<F> {
    number: usize,
    future: Option<Pin<Box<F>>>,
    signal: Arc<Signal>,
}

/// Notes that a future can make headway, so that only those that can are polled.
struct Signal {
    slot: usize,
    /// Whether it is in the inbox.
    raised: AtomicBool,
    inbox: Arc<Inbox>,
}

/// The slots that can make headway, and the waker to notify.
#[derive(Default)]
struct Inbox {
    content: Mutex<Content>,
}

#[derive(Default)]
struct Content {
    slots: Vec<usize>,
    reader: Option<Waker>,
}

impl<I: Iterator<Item: IntoFuture>> Concurrently<I> {
    /// Hands out results in the order of the futures. One that takes long then holds up the results of
    /// those behind it, which count as under way until they are handed out. To be said before the first is polled.
    pub fn ordered(mut self) -> Self {
        self.is_ordered |= self.started == 0;
        self
    }

    /// Returns the next result; `None` after the last one.
    ///
    /// Dropping the future loses nothing: the next call goes on where it was.
    pub async fn next(&mut self) -> Option<Output<I>> {
        poll_fn(|cx| self.poll(cx)).await.map(|(_, output)| output)
    }

    /// Returns all results that were not handed out yet, in the order of the futures.
    pub async fn all(mut self) -> Vec<Output<I>> {
        let mut results = Vec::new();
        while let Some(result) = poll_fn(|cx| self.poll(cx)).await {
            results.push(result);
        }
        in_order(results)
    }

    /// Returns all results that were not handed out yet, in the order of the futures, or the first error that occurs.
    /// Then those that are under way are dropped, and the others not started.
    ///
    /// ```rust,ignore
    /// let calls = ["P1", "P2", "P3"].map(|id| klaviyo.profiles().get_profile(id).send());
    /// let profiles = concurrently(2, calls).try_all().await?;
    /// ```
    ///
    /// # Errors
    /// The first error that occurs.
    pub async fn try_all<T, E>(mut self) -> Result<Vec<T>, E>
    where
        I::Item: IntoFuture<Output = Result<T, E>>,
    {
        let mut results = Vec::new();
        while let Some((number, result)) = poll_fn(|cx| self.poll(cx)).await {
            results.push((number, result?));
        }
        Ok(in_order(results))
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<(usize, Output<I>)>> {
        lock(&self.inbox.content).reader = Some(cx.waker().clone());
        self.run();
        let Some(result) = self.take() else {
            let none_left = self.futures.is_none() && self.vacant.len() == self.slots.len();
            return if none_left { Poll::Ready(None) } else { Poll::Pending };
        };
        // The place that it leaves is taken at once, not when its reader is done with it.
        self.run();
        Poll::Ready(Some(result))
    }

    /// Starts what may be started, and polls what can make headway.
    fn run(&mut self) {
        self.start();
        let awake = std::mem::take(&mut lock(&self.inbox.content).slots);
        for position in awake {
            let Some(slot) = self.slots.get_mut(position) else { continue };
            if let Some(result) = slot.poll() {
                // In order, the next one has the number of those that were handed out.
                let place = if self.is_ordered { slot.number - self.handed_out } else { self.finished.len() };
                let places = self.finished.len().max(place + 1);
                self.finished.resize_with(places, || None);
                if let Some(place) = self.finished.get_mut(place) {
                    *place = Some((slot.number, result));
                }
                self.vacant.push(position);
            }
        }
    }

    fn start(&mut self) {
        while self.started - self.handed_out < self.limit {
            let Some(future) = self.futures.as_mut().and_then(Iterator::next) else {
                self.futures = None;
                return;
            };
            let position = self.vacant.pop().unwrap_or(self.slots.len());
            if position == self.slots.len() {
                self.slots.push(Slot::new(position, &self.inbox));
            }
            if let Some(slot) = self.slots.get_mut(position) {
                slot.number = self.started;
                slot.future = Some(Box::pin(future.into_future()));
                slot.signal.note();
            }
            self.started += 1;
        }
    }

    fn take(&mut self) -> Option<(usize, Output<I>)> {
        self.finished.front()?.as_ref()?;
        self.handed_out += 1;
        self.finished.pop_front()?
    }
}

/// Puts each result into its place. Not by a sort, which would be compiled for each type of results.
fn in_order<T>(results: Vec<(usize, T)>) -> Vec<T> {
    let numbers = || results.iter().map(|(number, _)| *number);
    let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else { return Vec::new() };
    let mut places: Vec<Option<T>> = Vec::new();
    // More than the results, where some of those between were handed out before.
    places.resize_with(last - first + 1, || None);
    for (number, result) in results {
        if let Some(place) = places.get_mut(number - first) {
            *place = Some(result);
        }
    }
    places.into_iter().flatten().collect()
}

impl<F: Future> Slot<F> {
    fn new(position: usize, inbox: &Arc<Inbox>) -> Self {
        let signal = Signal { slot: position, raised: AtomicBool::new(false), inbox: Arc::clone(inbox) };
        Self { number: 0, future: None, signal: Arc::new(signal) }
    }

    /// Polls the future, if there is one; it is gone once it has a result.
    fn poll(&mut self) -> Option<F::Output> {
        // Whoever wakes it from now on wants it to be polled again.
        self.signal.raised.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(&self.signal));
        match self.future.as_mut()?.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => {
                self.future = None;
                Some(output)
            }
            Poll::Pending => None,
        }
    }
}

impl Wake for Signal {
    #[inline]
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.note() {
            // Not while the lock is held: whom it wakes may poll at once.
            let reader = lock(&self.inbox.content).reader.take();
            reader.into_iter().for_each(Waker::wake);
        }
    }
}

impl Signal {
    /// Puts the slot into the inbox; whether it was not there.
    fn note(&self) -> bool {
        let is_new = !self.raised.swap(true, Ordering::SeqCst);
        if is_new {
            lock(&self.inbox.content).slots.push(self.slot);
        }
        is_new
    }
}

impl<I: Iterator<Item: IntoFuture>> Stream for Concurrently<I> {
    type Item = Output<I>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx).map(|result| result.map(|(_, output)| output))
    }
}

/// The futures are pinned where they are on the heap.
impl<I: Iterator<Item: IntoFuture>> Unpin for Concurrently<I> {}

impl<I: Iterator<Item: IntoFuture>> fmt::Debug for Concurrently<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Concurrently")
            .field("limit", &self.limit)
            .field("started", &self.started)
            .finish_non_exhaustive()
    }
}
