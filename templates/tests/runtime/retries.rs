//! What is tried again, when, and how often.

use std::sync::Arc;
use std::time::Duration;

use crate::client::runtime::{
    Attempts, Client, Error, Failure, GaveUp, IncompleteKind, Method, Operation, RequestBody, Response, RetryPolicy,
    TransportErrorKind,
};
use crate::support::Nothing;
use crate::support::script::{Script, Step};

const SECOND: Duration = Duration::from_secs(1);

type Outcome = Result<Response<<crate::client::runtime::RawOperation as Operation>::Output>, Error>;

async fn call(client: &Client, method: Method) -> Outcome {
    client.request(method, "things").send().await
}

/// What a request by this method does when the first attempt ends in this way.
async fn after(step: Step, method: Method) -> (usize, Outcome) {
    let script = Script::new([step]);
    let outcome = call(&script.client(), method).await;
    (script.seen().len(), outcome)
}

#[track_caller]
fn attempts(error: &Error) -> &Attempts {
    error.attempts().unwrap()
}

#[tokio::test(start_paused = true)]
async fn what_had_no_effect_is_repeated_whatever_the_method() {
    let later = Step::status(503).header("retry-after", "0");
    for step in [Step::status(429), later, Step::Fail(TransportErrorKind::Connect)] {
        for method in [Method::Get, Method::Post, Method::Patch, Method::Delete] {
            let (requests, outcome) = after(step.clone(), method).await;
            assert_eq!(requests, 2, "{step:?} {method:?}");
            assert_eq!(outcome.unwrap().attempts().count(), 2);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_have_had_an_effect_is_repeated_if_that_changes_nothing() {
    let statuses = [408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 529, 530].map(Step::status);
    let broken = [Step::Fail(TransportErrorKind::Other), Step::Fail(TransportErrorKind::Timeout), Step::Hang];
    for step in statuses.into_iter().chain(broken) {
        for method in [Method::Get, Method::Head, Method::Options, Method::Put, Method::Delete] {
            assert_eq!(after(step.clone(), method).await.0, 2, "{step:?} {method:?}");
        }
        for method in [Method::Post, Method::Patch] {
            let (requests, outcome) = after(step.clone(), method).await;
            assert_eq!(requests, 1, "{step:?} {method:?}");
            assert_eq!(attempts(&outcome.unwrap_err()).gave_up(), Some(GaveUp::NotIdempotent));

            let script = Script::new([step.clone()]);
            script.client().request(method, "things").retry_unsafe().send().await.unwrap();
            assert_eq!(script.seen().len(), 2, "{step:?} {method:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_would_fail_again_is_not_repeated() {
    for status in [301, 400, 401, 403, 404, 409, 410, 422, 501, 526, 599] {
        let (requests, outcome) = after(Step::status(status), Method::Get).await;
        assert_eq!(requests, 1, "{status}");
        assert_eq!(attempts(&outcome.unwrap_err()).gave_up(), None);
    }
}

#[tokio::test(start_paused = true)]
async fn waits_are_random_and_grow() {
    let mut firsts = Vec::new();
    for _ in 0..20 {
        let script = Script::new(vec![Step::status(503); 9]);
        let error = call(&script.client(), Method::Get).await.unwrap_err();
        let waits: Vec<Duration> = attempts(&error).failed().iter().map(|attempt| attempt.wait).collect();
        let times = script.times();
        assert_eq!((waits.len(), times.len()), (3, 4));
        for (position, most) in [500, 1000, 2000].into_iter().enumerate() {
            assert!(waits[position] <= Duration::from_millis(most), "{waits:?}");
            // Timers go by milliseconds.
            let waited = times[position + 1] - times[position];
            assert!(waited.abs_diff(waits[position]) <= Duration::from_millis(2), "{waits:?} {times:?}");
        }
        firsts.push(waits[0]);
    }
    firsts.sort();
    firsts.dedup();
    assert!(firsts.len() > 10, "{firsts:?}");
}

#[tokio::test(start_paused = true)]
async fn attempts_are_told() {
    let first = Step::status(503).header("x-request-id", "r0").header("retry-after", "0");
    let steps = [first, Step::Fail(TransportErrorKind::Connect)];
    let script = Script::new(steps.clone());
    let response = script.client().catalogs().get_jobs().send().await.unwrap();
    assert!(script.seen().iter().all(|seen| seen.headers["authorization"] == "Shop-API-Key secret"));
    let failed = response.attempts().failed();
    assert_eq!(response.attempts().operation(), "get_jobs");
    assert_eq!(failed[0].failure, Failure::Status(503.try_into().unwrap()));
    assert_eq!(failed[1].failure, Failure::NoResponse(TransportErrorKind::Connect));

    let last = Step::Answer(500, vec![("x-request-id", "r1".to_owned())], "{}".to_owned());
    let script = Script::new(steps.clone().into_iter().chain([last]));
    let error = call(&script.client(), Method::Post).await.unwrap_err();
    assert_eq!((attempts(&error).count(), attempts(&error).failed().len()), (3, 2));
    assert_eq!(error.api().unwrap().request_id.as_deref(), Some("r1"));
    assert_eq!(
        error.to_string(),
        "POST things: the service answered with status 500 Internal Server Error (attempt 3); not tried again: \
         it may have had its effect"
    );

    let script = Script::new([Step::Answer(200, vec![("x-request-id", "r2".to_owned())], "<html>".to_owned())]);
    let error = script.client().catalogs().get_jobs().send().await.unwrap_err();
    assert_eq!((attempts(&error).operation(), attempts(&error).request_id()), ("get_jobs", Some("r2")));
    assert!(script.client().catalogs().get_variant("").send().await.unwrap_err().attempts().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_policy_says_how_often() {
    for (policy, expected) in [
        (RetryPolicy::none(), 1),
        (RetryPolicy::default(), 4),
        (RetryPolicy::default().attempts(7), 7),
        (RetryPolicy::default().attempts(0), 1),
    ] {
        let script = Script::new(vec![Step::status(503); 9]);
        let error = call(&script.builder().retry(policy).build().unwrap(), Method::Get).await.unwrap_err();
        assert_eq!(attempts(&error).gave_up(), Some(GaveUp::Attempts));
        assert_eq!(script.seen().len(), expected);

        let script = Script::new(vec![Step::status(503); 9]);
        script.client().request(Method::Get, "things").retry(policy).send().await.unwrap_err();
        assert_eq!(script.seen().len(), expected);
    }
    let script = Script::new(vec![Step::status(503); 50]);
    let policy = RetryPolicy::default().attempts(40).backoff(SECOND, 2 * SECOND);
    let call = script.client().request(Method::Get, "things").retry(policy);
    let error = call.send().await.unwrap_err();
    assert!(attempts(&error).failed().iter().all(|attempt| attempt.wait <= 2 * SECOND));
}

#[tokio::test(start_paused = true)]
async fn the_service_says_when() {
    for (status, method) in [(429, Method::Post), (503, Method::Post), (502, Method::Get)] {
        for (value, seconds) in [
            ("7", 7),
            // No RFC has fractions, but services do.
            ("1.5", 2),
            ("Sun, 06 Nov 1994 08:49:44 GMT", 7),
            ("Sunday, 06-Nov-94 08:49:44 GMT", 7),
            ("Sun Nov  6 08:49:44 1994", 7),
            ("Sun, 06 Nov 1994 08:49:07 GMT", 0),
        ] {
            let step = Step::status(status).header("retry-after", value);
            // By the service's clock, which need not be this machine's.
            let script = Script::new([step.header("date", "Sun, 06 Nov 1994 08:49:37 GMT")]);
            call(&script.client(), method).await.unwrap();
            let waited = script.times()[1];
            assert!(waited >= seconds * SECOND, "{value}: {waited:?}");
            assert!(waited <= seconds * SECOND + Duration::from_millis(502), "{value}: {waited:?}");
        }
    }
    for value in ["soon", "-1", "1.", "Sun, 99 Nov 1994 08:49:44 GMT", ""] {
        let script = Script::new([Step::status(429).header("retry-after", value)]);
        call(&script.client(), Method::Get).await.unwrap();
        assert!(script.times()[1] <= Duration::from_millis(502), "{value}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_comes_too_late_is_not_waited_for() {
    let script = Script::new([Step::status(429).header("retry-after", "61")]);
    let error = script.client().request(Method::Get, "x").timeout(60 * SECOND).send().await.unwrap_err();
    assert_eq!(attempts(&error).gave_up(), Some(GaveUp::Deadline));
    assert_eq!(error.api().unwrap().retry_after, Some(61 * SECOND));
    assert_eq!(script.times(), [Duration::ZERO]);
    assert_eq!(script.now_in_seconds(), 0);
    // Times that are beyond every clock.
    let beyond = ["18446744073709551615", "99999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"];
    for value in beyond {
        let script = Script::new([Step::status(429).header("retry-after", value)]);
        let error = call(&script.client(), Method::Get).await.unwrap_err();
        assert_eq!(attempts(&error).gave_up(), Some(GaveUp::Deadline), "{value}");
        assert_eq!(script.times(), [Duration::ZERO], "{value}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_says_when_it_ends() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for headers in [
        vec![("ratelimit-reset", "20")],
        vec![("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "20")],
        vec![("x-rate-limit-reset", "784111797"), ("date", date)],
        vec![("x-ratelimit-reset", "1784111797000"), ("date", "Wed, 15 Jul 2026 10:36:17 GMT")],
        vec![("ratelimit", r#""daily";r=9;t=900, "burst";r=0;t=20"#)],
        vec![("ratelimit", "limit=10, remaining=0, reset=20")],
    ] {
        let limited = headers.iter().fold(Step::status(429), |step, (name, value)| step.header(name, *value));
        let script = Script::new([limited]);
        call(&script.client(), Method::Post).await.unwrap();
        let waited = script.times()[1];
        assert!(waited >= 20 * SECOND && waited <= 20 * SECOND + Duration::from_millis(502), "{headers:?}: {waited:?}");
        let script =
            Script::new([headers.iter().fold(Step::status(429), |step, (name, value)| step.header(name, *value))]);
        let error = script.client().request(Method::Get, "x").timeout(19 * SECOND).send().await.unwrap_err();
        assert_eq!(attempts(&error).gave_up(), Some(GaveUp::Deadline), "{headers:?}");
    }
    // Of other failures it says nothing.
    let script = Script::new([Step::status(500).header("x-ratelimit-reset", "20")]);
    call(&script.client(), Method::Get).await.unwrap();
    assert!(script.times()[1] <= Duration::from_millis(502));
}

#[tokio::test(start_paused = true)]
async fn calls_with_a_key_are_tried_again() {
    let script = Script::new([Step::status(502), Step::Fail(TransportErrorKind::Other)]);
    let client = script.builder().idempotency_keys("Idempotency-Key").build().unwrap();
    call(&client, Method::Post).await.unwrap();
    call(&client, Method::Post).await.unwrap();
    call(&client, Method::Get).await.unwrap();
    let keys: Vec<_> = script.seen().iter().map(|seen| seen.headers.get("idempotency-key").cloned()).collect();
    assert_eq!((keys.len(), &keys[0], &keys[1]), (5, &keys[1], &keys[2]));
    assert!(keys[0].is_some() && keys[3].is_some() && keys[3] != keys[0] && keys[4].is_none(), "{keys:?}");
    assert!(script.builder().idempotency_keys("no key").build().is_err());
}

#[tokio::test(start_paused = true)]
async fn redirects_are_followed_where_the_client_is_told_to() {
    let to = |location: &str| Step::status(302).header("location", location);
    let cases = [
        (Method::Get, vec![to("/elsewhere"), to("further?x=1")], 2, Ok(3)),
        (Method::Get, vec![to("/elsewhere")], 0, Err(1)),
        (Method::Get, vec![to("/a"), to("/b"), to("/c")], 2, Err(3)),
        (Method::Get, vec![to("https://evil.example/things")], 2, Err(1)),
        (Method::Post, vec![to("/elsewhere")], 2, Err(1)),
    ];
    for (method, steps, most, expected) in cases {
        let script = Script::new(steps.clone());
        let client = script.builder().follow_redirects(most).build().unwrap();
        let outcome = call(&client, method).await;
        let sent = script.seen();
        assert_eq!(outcome.map(|_| sent.len()).map_err(|_| sent.len()), expected, "{method:?} {steps:?}");
        assert!(sent.iter().all(|seen| seen.headers["authorization"] == "Shop-API-Key secret"));
    }
}

#[tokio::test]
async fn a_coded_body_that_nobody_asked_for_is_named() {
    for (coding, told) in [("gzip", "the feature `gzip`"), ("GZIP", "the feature `gzip`"), ("lzw", "cannot decode")] {
        let step = Step::Answer(200, vec![("content-encoding", coding.to_owned())], "\u{1f}".to_owned());
        let script = Script::new([step]);
        let error = script.client().catalogs().get_jobs().send().await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(error.to_string().contains(coding) && error.to_string().contains(told), "{error}");
        assert_eq!(attempts(&error).count(), 1);
    }
    let script = Script::new([Step::success().header("content-encoding", "Identity")]);
    script.client().catalogs().get_jobs().send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn attempts_and_calls_have_their_time() {
    let script = Script::new([Step::Hang, Step::success().after(9 * SECOND)]);
    let client = script.builder().attempt_timeout(10 * SECOND).build().unwrap();
    let response = call(&client, Method::Get).await.unwrap();
    assert_eq!(response.attempts().failed()[0].failure, Failure::NoResponse(TransportErrorKind::Timeout));

    let script = Script::new(vec![Step::Hang; 9]);
    let request = script.client().request(Method::Get, "x").attempt_timeout(10 * SECOND).timeout(25 * SECOND);
    let error = request.retry(RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO)).send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(attempts(&error).gave_up(), Some(GaveUp::Deadline));
    assert_eq!((script.seen().len(), script.now_in_seconds()), (3, 25));

    // As long as it takes.
    let script = Script::new([Step::success().after(10_000 * SECOND)]);
    let request = script.client().request(Method::Get, "x").timeout(Duration::MAX).attempt_timeout(Duration::MAX);
    request.send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_not_amplified() {
    let script = Script::new(vec![Step::status(503); 10_000]);
    let client = script.client();
    let mut refused = 0;
    for _ in 0..500 {
        let error = call(&client.clone(), Method::Get).await.unwrap_err();
        let is_refused = attempts(&error).gave_up() == Some(GaveUp::Budget);
        assert_eq!(error.to_string().ends_with("; not tried again: the retry budget is spent"), is_refused, "{error}");
        refused += usize::from(is_refused);
    }
    // 500 calls, and 100 retries.
    assert_eq!(script.seen().len(), 600);
    assert!(refused > 400, "{refused}");
    // Another client has its own.
    assert_eq!(attempts(&call(&script.client(), Method::Get).await.unwrap_err()).count(), 4);
}

#[tokio::test(start_paused = true)]
async fn successes_make_up_for_retries() {
    // One in five fails: as many retries, for as long as it lasts.
    let steps = (0..2_000).map(|count| if count % 5 == 0 { Step::status(503) } else { Step::success() });
    let script = Script::new(steps);
    let client = script.client();
    for _ in 0..1_600 {
        call(&client, Method::Get).await.unwrap();
    }
    assert_eq!(script.seen().len(), 2_000);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_was_begun_is_not_sent_again() {
    for (body, requests) in [(RequestBody::from("text"), 2), (RequestBody::stream(Nothing), 1)] {
        let script = Script::new([Step::status(503)]);
        let outcome = script.client().request(Method::Put, "x").body(body).send().await;
        assert_eq!(script.seen().len(), requests);
        if requests == 1 {
            assert_eq!(attempts(&outcome.unwrap_err()).gave_up(), Some(GaveUp::Body));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_that_breaks_off_is_asked_for_again() {
    for (method, expected) in [(Method::Get, 2), (Method::Post, 1)] {
        let script = Script::new([Step::success().header("content-length", "99")]);
        let outcome = call(&script.client(), method).await;
        assert_eq!(script.seen().len(), expected);
        match outcome {
            Ok(response) => {
                let failure = response.attempts().failed()[0].failure;
                assert_eq!(failure, Failure::Incomplete(IncompleteKind::Truncated));
            }
            Err(error) => assert_eq!(attempts(&error).count(), 1, "{error:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn dropping_a_call_stops_it() {
    let script = Script::new(vec![Step::status(503).header("retry-after", "10"); 3]);
    let client = script.client();
    let call = tokio::spawn(async move { call(&client, Method::Get).await });
    tokio::time::sleep(SECOND).await;
    call.abort();
    tokio::time::sleep(100 * SECOND).await;
    assert_eq!(script.seen().len(), 1);
    assert_eq!(Arc::strong_count(&script), 1);
}
