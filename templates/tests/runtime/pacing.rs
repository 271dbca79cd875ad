//! Calls wait for what the document allows, in their order, and no longer than they may.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::client::runtime::{Bytes, Call, Client, Error, Method, Operation, OperationInfo, RetryPolicy};
use crate::support::script::{Script, Step};

const SECOND: Duration = Duration::from_secs(1);

/// Three a second, ten a minute.
enum Slow {}

impl Operation for Slow {
    type Output = Bytes;
    const INFO: &'static OperationInfo =
        &OperationInfo { id: "slow", path: "/slow", rate_limits: &[(3, 1), (10, 60)], ..OperationInfo::GET };
}

/// One a second.
enum Slower {}

impl Operation for Slower {
    type Output = Bytes;
    const INFO: &'static OperationInfo =
        &OperationInfo { id: "slower", path: "/slower", rate_limits: &[(1, 1)], ..OperationInfo::GET };
}

/// Lets many calls be made at once, and waits for all of them.
async fn many<O: Operation>(client: &Client, count: usize) {
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { Call::<O>::new(&client).send().await.map(|_| ()).unwrap() })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
}

/// The most calls in any window of this length.
fn busiest(times: &[Duration], window: Duration) -> usize {
    let within = |start: &Duration| times.iter().filter(|time| *time >= start && **time < *start + window).count();
    times.iter().map(within).max().unwrap_or(0)
}

#[tokio::test(start_paused = true)]
async fn no_window_has_more_calls_than_it_may() {
    for latency in [Duration::ZERO, Duration::from_millis(700), 3 * SECOND] {
        let script = Script::new(vec![Step::success().after(latency); 40]);
        many::<Slow>(&script.client(), 40).await;
        let times = script.times();
        assert_eq!((times.len(), busiest(&times, SECOND), busiest(&times, 60 * SECOND)), (40, 3, 10), "{latency:?}");
        // And there is no more waiting than that takes: ten in each of four minutes.
        assert!(times[39] < 4 * 60 * SECOND, "{times:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_counts_until_a_window_after_its_answer() {
    // Whenever in these five seconds the service counted the first, the second is in another window.
    let script = Script::new([Step::success().after(5 * SECOND)]);
    many::<Slower>(&script.client(), 2).await;
    let second = script.times()[1];
    assert!(second >= 6 * SECOND && second < 6 * SECOND + Duration::from_millis(50), "{second:?}");
}

#[tokio::test(start_paused = true)]
async fn clones_share_limits_and_operations_do_not() {
    let script = Script::new([]);
    let client = script.client();
    many::<Slower>(&client.clone(), 1).await;
    many::<Slow>(&client, 3).await;
    client.request(Method::Get, "raw").send().await.unwrap();
    assert!(script.times().iter().all(Duration::is_zero));
    many::<Slower>(&client.clone(), 1).await;
    assert_eq!(script.now_in_seconds(), 1);
    // Another client may be of another account.
    many::<Slower>(&script.client(), 1).await;
    assert_eq!(script.now_in_seconds(), 1);
}

#[tokio::test(start_paused = true)]
async fn first_come_first_served() {
    let script = Script::new([]);
    let client = script.client();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut calls = Vec::new();
    for number in 0..50 {
        let (client, order) = (client.clone(), Arc::clone(&order));
        calls.push(tokio::spawn(async move {
            Call::<Slower>::new(&client).send().await.unwrap();
            order.lock().unwrap().push(number);
        }));
        tokio::task::yield_now().await;
    }
    for call in calls {
        call.await.unwrap();
    }
    assert!(order.lock().unwrap().iter().copied().eq(0..50), "{order:?}");
}

/// Calls one after the other, and the order in which they succeed.
fn queue(client: &Client, count: usize) -> (Vec<tokio::task::JoinHandle<()>>, Arc<Mutex<Vec<usize>>>) {
    let order = Arc::new(Mutex::new(Vec::new()));
    let call = |number| {
        let (client, order) = (client.clone(), Arc::clone(&order));
        tokio::spawn(async move {
            sleep(Duration::from_millis(number as u64)).await;
            Call::<Slower>::new(&client).send().await.unwrap();
            order.lock().unwrap().push(number);
        })
    };
    ((0..count).map(call).collect(), order)
}

#[tokio::test(start_paused = true)]
async fn who_is_tried_again_has_the_place_that_it_had() {
    let script = Script::new([Step::status(503), Step::status(503)]);
    let soon = RetryPolicy::none().attempts(3).backoff(Duration::from_millis(100), Duration::from_millis(200));
    let (calls, order) = queue(&script.builder().retry(soon).build().unwrap(), 5);
    for call in calls {
        call.await.unwrap();
    }
    assert!(order.lock().unwrap().iter().copied().eq(0..5), "{order:?}");
    assert_eq!((script.seen().len(), busiest(&script.times(), SECOND)), (7, 1));
    assert!(script.now_in_seconds() <= 7, "{:?}", script.times());
}

#[tokio::test(start_paused = true)]
async fn who_comes_back_and_leaves_makes_way() {
    let script = Script::new([Step::status(503)]);
    let soon = RetryPolicy::none().attempts(3).backoff(Duration::from_millis(100), Duration::from_millis(200));
    let (mut calls, order) = queue(&script.builder().retry(soon).build().unwrap(), 3);
    sleep(Duration::from_millis(500)).await;
    calls.remove(0).abort();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!((script.seen().len(), order.lock().unwrap().as_slice()), (3, [1, 2].as_slice()));
    assert!(script.now_in_seconds() <= 2, "{:?}", script.times());
}

#[tokio::test(start_paused = true)]
async fn who_leaves_makes_way() {
    let script = Script::new([]);
    let client = script.client();
    let mut calls = Vec::new();
    for _ in 0..40 {
        let client = client.clone();
        calls.push(tokio::spawn(async move { Call::<Slower>::new(&client).send().await.map(|_| ()) }));
        tokio::task::yield_now().await;
    }
    sleep(Duration::from_millis(500)).await;
    // The first is answered; the second waits for the window, the others for the second.
    for call in &calls[1..39] {
        call.abort();
    }
    calls.remove(39).await.unwrap().unwrap();
    assert_eq!((script.seen().len(), script.now_in_seconds()), (2, 1));
    // One that is dropped under way has counted, and is over.
    let script = Script::new([Step::Hang]);
    let client = script.client();
    timeout(2 * SECOND, many::<Slower>(&client, 1)).await.unwrap_err();
    many::<Slower>(&client, 1).await;
}

#[tokio::test(start_paused = true)]
async fn what_would_wait_too_long_fails_at_once() {
    let script = Script::new([]);
    let client = script.client();
    many::<Slow>(&client, 10).await;
    let before = script.now_in_seconds();
    let error = Call::<Slow>::new(&client).timeout(10 * SECOND).send().await.unwrap_err();
    let Error::RateLimit { wait, attempts } = &error else { panic!("{error:?}") };
    assert!(*wait > 50 * SECOND && *wait <= 61 * SECOND, "{wait:?}");
    assert_eq!((attempts.count(), attempts.operation()), (0, "slow"));
    assert_eq!((script.seen().len(), script.now_in_seconds()), (10, before));
    // Not paced, it is sent.
    Call::<Slow>::new(&client).pacing(false).send().await.unwrap();
    let client = script.builder().pacing(false).build().unwrap();
    many::<Slow>(&client, 30).await;
    assert_eq!((script.seen().len(), script.now_in_seconds()), (41, before));
}

#[tokio::test(start_paused = true)]
async fn those_at_the_end_of_a_long_line_know_it() {
    let script = Script::new([]);
    let client = script.builder().timeout(150 * SECOND).build().unwrap();
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { Call::<Slow>::new(&client).send().await.map(|_| ()) })
        })
        .collect();
    let mut failed = 0;
    for call in calls {
        failed += usize::from(matches!(call.await.unwrap(), Err(Error::RateLimit { .. })));
    }
    // Ten in each of the minutes that began in time.
    assert_eq!((script.seen().len(), failed), (30, 70));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_holds_up_all() {
    let refusal = Step::status(429).header("retry-after", "20").after(Duration::from_millis(100));
    let script = Script::new([refusal]);
    many::<Slow>(&script.client(), 4).await;
    let times = script.times();
    // Three were under way when the first was refused; it and the fourth wait.
    assert_eq!((times.len(), times[2]), (5, Duration::ZERO));
    assert!(times[3] >= 20 * SECOND && times[3] < 22 * SECOND, "{times:?}");
    // What no window can explain is not believed.
    let script = Script::new([Step::status(429).header("retry-after", "9999")]);
    let client = script.client();
    assert!(Call::<Slower>::new(&client).send().await.unwrap_err().api().is_some());
    many::<Slower>(&client, 1).await;
    assert_eq!(script.now_in_seconds(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_service_knows_its_limits_better() {
    // The account has less than the document says.
    let tier = Step::success().header("ratelimit-limit", "1, 1;w=1, 5;w=60").header("ratelimit-remaining", "0");
    let script = Script::new(vec![tier; 12]);
    let client = script.client();
    many::<Slow>(&client, 1).await;
    many::<Slow>(&client, 11).await;
    let times = script.times();
    assert_eq!((busiest(&times, SECOND), busiest(&times, 60 * SECOND)), (1, 5));

    // And it has more.
    let tier = Step::success().header("ratelimit-limit", "50, 50;w=1, 500;w=60");
    let script = Script::new(vec![tier; 60]);
    let client = script.client();
    many::<Slow>(&client, 1).await;
    many::<Slow>(&client, 49).await;
    assert_eq!(busiest(&script.times(), SECOND), 50);

    // Others use the account as well.
    let others = Step::success().header("ratelimit-limit", "3, 3;w=1, 10;w=60").header("ratelimit-remaining", "0");
    let script = Script::new([others.header("ratelimit-reset", "0")]);
    let client = script.client();
    many::<Slow>(&client, 1).await;
    many::<Slow>(&client, 1).await;
    assert!(script.times()[1] >= SECOND, "{:?}", script.times());

    // Numbers that are none, and too large ones, change nothing.
    let nonsense = format!("0, 0;w=1, {max};w={max}, x;w=y", max = u64::MAX);
    let step = Step::success().header("ratelimit-limit", nonsense).header("ratelimit-reset", u64::MAX.to_string());
    let script = Script::new([step.header("ratelimit-remaining", "7")]);
    many::<Slow>(&script.client(), 5).await;
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_lets_nothing_through_is_not_believed_for_ever() {
    let month = Step::success().header("ratelimit-policy", r#""account";q=1;w=2678400"#);
    let script = Script::new([month.header("ratelimit", r#""account";r=0;t=2678400"#)]);
    let client = script.client();
    many::<Slower>(&client, 1).await;
    many::<Slower>(&client, 1).await;
    let times = script.times();
    assert!(times[1] >= 59 * SECOND && times[1] <= 61 * SECOND, "{times:?}");
}
