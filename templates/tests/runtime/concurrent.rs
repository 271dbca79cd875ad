//! Many futures at once: never more than allowed, each result once.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::future::{Future, poll_fn, ready};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_core::Stream;
use proptest::prelude::*;
use tokio::sync::oneshot;

use crate::client::runtime::{Concurrently, concurrently};

/// Gives way so many times.
async fn after(turns: usize) {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
}

/// Runs what is ready to end.
fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

proptest! {
    #[test]
    fn every_result_comes_once(turns in prop::collection::vec(1..6_usize, 0..40), limit in 0..12_usize) {
        let (under_way, most) = (Cell::new(0), Cell::new(0));
        let futures = || turns.iter().enumerate().map(|(number, turns)| {
            let (under_way, most) = (&under_way, &most);
            async move {
                under_way.set(under_way.get() + 1);
                most.set(most.get().max(under_way.get()));
                after(*turns).await;
                under_way.set(under_way.get() - 1);
                number
            }
        });
        let (unordered, ordered, all) = run(async {
            let (mut unordered, mut ordered) = (Vec::new(), Vec::new());
            let mut results = concurrently(limit, futures());
            while let Some(number) = results.next().await {
                unordered.push(number);
            }
            assert!(results.next().await.is_none());
            let mut results = concurrently(limit, futures()).ordered();
            while let Some(number) = results.next().await {
                ordered.push(number);
            }
            (unordered, ordered, concurrently(limit, futures()).all().await)
        });
        let numbers: Vec<usize> = (0..turns.len()).collect();
        prop_assert_eq!(unordered.len(), numbers.len());
        prop_assert_eq!(unordered.into_iter().collect::<BTreeSet<_>>(), numbers.iter().copied().collect());
        prop_assert_eq!(&ordered, &numbers);
        prop_assert_eq!(&all, &numbers);
        prop_assert_eq!(most.get(), limit.max(1).min(turns.len()));
        prop_assert_eq!(under_way.get(), 0);
    }
}

#[tokio::test]
async fn the_first_to_finish_comes_first() {
    let (slow, quick) = (oneshot::channel(), oneshot::channel());
    let mut results = concurrently(2, [slow.1, quick.1]);
    quick.0.send("quick").unwrap();
    assert_eq!(results.next().await, Some(Ok("quick")));
    slow.0.send("slow").unwrap();
    assert_eq!(results.next().await, Some(Ok("slow")));
    assert_eq!(results.next().await, None);
}

#[tokio::test]
async fn what_is_left_is_collected_whole() {
    let numbers = || {
        (0..6_usize).map(|number| async move {
            after(6 - number).await;
            Ok::<_, ()>(number)
        })
    };
    for taken in 0..=6 {
        let mut results = concurrently(6, numbers());
        for number in 0..taken {
            assert_eq!(results.next().await, Some(Ok(5 - number)));
        }
        assert_eq!(results.try_all().await, Ok((0..6 - taken).collect()));
    }
    let mut results = concurrently(2, numbers());
    results.next().await;
    assert_eq!(results.all().await, [0, 2, 3, 4, 5].map(Ok));
}

#[tokio::test]
async fn results_that_wait_do_not_slow_each_other_down() {
    // Large ones, all at once: what moves those behind it would take minutes.
    const COUNT: usize = 50_000;
    let begun = std::time::Instant::now();
    let futures = || (0..COUNT).map(|number| ready([number; 32]));
    let mut results = concurrently(COUNT, futures());
    let mut ordered = concurrently(COUNT, futures()).ordered();
    for number in 0..COUNT {
        assert_eq!((results.next().await, ordered.next().await), (Some([number; 32]), Some([number; 32])));
    }
    assert!(results.next().await.is_none() && ordered.next().await.is_none());
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_error_ends_nothing_unless_it_shall() {
    let started = Cell::new(0);
    let numbers = || {
        (0..6).map(|number| {
            let started = &started;
            async move {
                started.set(started.get() + 1);
                if number == 2 { Err(number) } else { Ok(number) }
            }
        })
    };
    assert_eq!(concurrently(2, numbers()).all().await, [Ok(0), Ok(1), Err(2), Ok(3), Ok(4), Ok(5)]);
    assert_eq!(started.replace(0), 6);
    assert_eq!(concurrently(1, numbers()).try_all().await, Err(2));
    assert!(started.get() <= 4, "{started:?}");
    assert_eq!(concurrently(3, numbers().filter(|_| true).take(2)).try_all().await, Ok(vec![0, 1]));
}

#[tokio::test]
async fn futures_are_made_when_they_are_needed() {
    let made = Cell::new(0);
    let endless = std::iter::repeat_with(|| {
        made.set(made.get() + 1);
        ready(made.get())
    });
    let mut results = concurrently(3, endless);
    assert_eq!(made.get(), 0);
    for expected in 1..=10 {
        assert_eq!(results.next().await, Some(expected));
        assert!(made.get() <= expected + 3);
    }
}

#[tokio::test]
async fn dropping_it_drops_what_is_under_way() {
    let alive = Arc::new(());
    let forever = |_| {
        let alive = Arc::clone(&alive);
        async move {
            std::future::pending::<()>().await;
            drop(alive);
        }
    };
    let mut results = concurrently(4, (0..10).map(forever));
    assert!(tokio::time::timeout(Duration::from_millis(1), results.next()).await.is_err());
    assert_eq!(Arc::strong_count(&alive), 5);
    drop(results);
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[tokio::test]
async fn dropping_a_call_of_next_loses_nothing() {
    let mut results = concurrently(
        3,
        (0..20).map(|number| async move {
            after(number % 4).await;
            number
        }),
    );
    let mut found = BTreeSet::new();
    let mut dropped = false;
    loop {
        // Every other call is dropped after it was polled once.
        dropped = !dropped;
        let mut next = pin!(results.next());
        let polled = poll_fn(|cx| Poll::Ready(next.as_mut().poll(cx))).await;
        match polled {
            Poll::Ready(Some(number)) => assert!(found.insert(number)),
            Poll::Ready(None) => break,
            Poll::Pending if dropped => tokio::task::yield_now().await,
            Poll::Pending => match next.await {
                Some(number) => assert!(found.insert(number)),
                None => break,
            },
        }
    }
    assert_eq!(found.len(), 20);
}

#[test]
fn only_what_can_make_headway_is_polled() {
    let polls = AtomicUsize::new(0);
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..100).map(|_| oneshot::channel()).unzip();
    let futures = receivers.into_iter().map(|receiver| {
        let polls = &polls;
        let mut receiver = Box::pin(receiver);
        poll_fn(move |cx| {
            polls.fetch_add(1, Ordering::Relaxed);
            receiver.as_mut().poll(cx)
        })
    });
    let mut results = pin!(concurrently(100, futures));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(results.as_mut().poll_next(&mut cx).is_pending());
    assert_eq!(polls.load(Ordering::Relaxed), 100);
    for sender in senders {
        sender.send(()).unwrap();
        assert!(results.as_mut().poll_next(&mut cx).is_ready());
    }
    assert_eq!(polls.load(Ordering::Relaxed), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wakes_from_other_threads_are_not_missed() {
    let futures = (0..2_000).map(|number| async move {
        tokio::spawn(async move {
            after(number % 3).await;
            number
        })
        .await
        .unwrap()
    });
    let expected: Vec<usize> = (0..2_000).collect();
    let all = tokio::time::timeout(Duration::from_secs(60), concurrently(16, futures).all()).await;
    assert_eq!(all.unwrap(), expected);
}

#[test]
fn it_can_be_sent_and_moved() {
    fn check<T: Stream + Send + Unpin>(_: &T) {}
    check(&concurrently(1, std::iter::once(async { 1 })));
    let boxed: Concurrently<_> = concurrently(1, [ready(1)]);
    check(&boxed);
}
