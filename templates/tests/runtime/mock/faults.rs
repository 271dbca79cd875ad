//! Answers that are none, or come badly.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::client::jobs::Job;
use crate::client::runtime::mock::{Answer, MockServer, Route, Sample};
use crate::client::runtime::{Client, Error, Method, RawOperation, RetryPolicy};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A server with a path, and a client of it.
fn start() -> Result<(MockServer, Route<RawOperation>, Client), Box<dyn std::error::Error>> {
    let server = MockServer::start()?;
    let (route, client) = (server.request(Method::Post, "/x"), server.new_client()?);
    Ok((server, route, client))
}

#[tokio::test]
async fn broken_connections_are_errors_of_the_transport() -> Outcome {
    let (_server, route, client) = start()?;
    let whole = || Answer::of("text/plain", 200, "0123456789");
    for answer in [Answer::hang_up(), Answer::reset(), Answer::raw("HTTP/1.1 nonsense")] {
        let shown = format!("{answer:?}");
        let _ = route.clone().once(answer);
        let error = client.request(Method::Post, "/x").send().await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{shown}: {error:?}");
    }
    let truncated = [
        whole().cut_off_after(4),
        whole().header("content-length", "99").cut_off_after(99),
        Answer::raw("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n01234"),
    ];
    for answer in truncated {
        let shown = format!("{answer:?}");
        let _ = route.clone().once(answer);
        let error = client.request(Method::Post, "/x").send().await.unwrap_err();
        assert!(matches!(error, Error::Incomplete { .. }), "{shown}: {error:?}");
    }
    let _ = route.once(Answer::raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n01"));
    assert_eq!(client.request(Method::Post, "/x").send().await?.raw(), "01");
    Ok(())
}

#[test]
fn a_reset_resets_the_connection() -> Outcome {
    let (server, route, _) = start()?;
    let _ = route.sequence([Answer::reset(), Answer::hang_up()]);
    let mut ends = Vec::new();
    for _ in 0..2 {
        let mut stream = std::net::TcpStream::connect(server.base_url().trim_start_matches("http://"))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        std::io::Write::write_all(&mut stream, b"POST /x HTTP/1.1\r\n\r\n")?;
        ends.push(std::io::Read::read(&mut stream, &mut [0; 1]).map_err(|error| error.kind()));
    }
    assert_eq!(ends, [Err(std::io::ErrorKind::ConnectionReset), Ok(0)]);
    Ok(())
}

#[tokio::test]
async fn answers_come_as_late_as_they_are_told_to() -> Outcome {
    let (server, route, client) = start()?;
    let slow = Answer::of("text/plain", 200, "0123456789").in_pieces(3, Duration::from_millis(10));
    let _ = route.clone().once(slow.after(Duration::from_millis(10)));
    let begun = Instant::now();
    assert_eq!(client.request(Method::Post, "/x").send().await?.raw(), "0123456789");
    assert!(begun.elapsed() >= Duration::from_millis(50), "a pause before the answer and before each of four pieces");
    let _ = route.once(Answer::new(200).after(Duration::from_secs(600)));
    let call = client.request(Method::Post, "/x").timeout(Duration::from_millis(30));
    assert!(matches!(call.send().await, Err(Error::Timeout(_))));
    drop(server);
    assert!(begun.elapsed() < Duration::from_secs(60), "a server that stops waits for no answer");
    Ok(())
}

#[tokio::test]
async fn an_assertion_that_fails_on_the_server_fails_the_test() -> Outcome {
    let begun = Instant::now();
    for is_verified in [true, false] {
        let (server, route, client) = start()?;
        let _ = route.answer_with(|request| {
            assert_eq!(request.query("a"), Some("1"), "there is no `a`");
            None
        });
        let error = client.request(Method::Post, "/x").send().await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "the connection is closed at once: {error:?}");
        if is_verified {
            let unmet = server.verify().unwrap_err();
            assert!(unmet.to_string().contains("the answer to POST /x panicked: "), "{unmet}");
            assert!(unmet.to_string().contains("there is no `a`"), "{unmet}");
        }
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(server)));
        let told = dropped.map_err(|panic| panic.downcast_ref::<String>().cloned().unwrap_or_default());
        match told {
            Ok(()) => assert!(is_verified, "nobody else tells it"),
            Err(told) => assert!(!is_verified && told.contains("there is no `a`"), "{told}"),
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(9), "a server that stops does not wait for what is gone");
    Ok(())
}

#[tokio::test]
async fn limits_of_the_document_are_kept() -> Outcome {
    let server = MockServer::start()?;
    server.enforce_limits();
    let _ = server.catalogs().get_jobs().serve_all(Sample::<Job>::series(1));
    let client = server.new_client()?;
    let first = client.catalogs().get_jobs().send().await?;
    let limit = first.rate_limit().ok_or("the headers tell")?;
    assert_eq!((limit.limit, limit.remaining, limit.windows.len()), (Some(350), Some(349), 2));
    // A path without limits in its document has none.
    let _ = server.request(Method::Get, "/x").always(Answer::no_content());
    assert!(client.request(Method::Get, "/x").send().await?.rate_limit().is_none());
    Ok(())
}

#[tokio::test]
async fn too_many_requests_may_say_when_to_come_again() -> Outcome {
    let (_server, route, client) = start()?;
    let too_many = Answer::too_many_requests;
    let _ = route.sequence([too_many(), too_many().retry_after(Duration::from_millis(1_100))]);
    let mut waits = Vec::new();
    for _ in 0..2 {
        let call = client.request(Method::Post, "/x").retry(RetryPolicy::none());
        let error = call.send().await.unwrap_err();
        waits.push(error.api().map(|api| (api.status.as_u16(), api.retry_after)));
    }
    assert_eq!(waits, [Some((429, None)), Some((429, Some(Duration::from_secs(2))))]);
    Ok(())
}
