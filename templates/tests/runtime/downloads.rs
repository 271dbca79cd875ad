//! Responses that are handed out as they come, and responses that stop coming.

use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;

use crate::client::runtime::{Error, IncompleteKind};
use crate::support::server::{Answer, Server};
use crate::support::wire::{answered, answered_by, get};

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n";

#[tokio::test]
async fn a_download_comes_in_pieces() {
    let builder = answered_by(|mut stream| async move {
        for piece in [HEAD, b"01234", b"56789"] {
            stream.write_all(piece).await.unwrap();
            stream.flush().await.unwrap();
        }
    });
    // The cap on responses that are read whole is not for downloads.
    let mut download = get(builder.await.max_response_bytes(1)).download().await.unwrap();
    assert_eq!((download.status().as_u16(), download.content_length(), download.received()), (200, Some(10), 0));
    assert_eq!(download.headers()["content-length"], "10");
    let mut bytes = Vec::new();
    while let Some(chunk) = download.try_next().await.unwrap() {
        bytes.extend_from_slice(&chunk);
        assert_eq!(download.received(), bytes.len() as u64);
    }
    assert_eq!(bytes, b"0123456789");
    assert!(download.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_download_that_breaks_off_says_how_far_it_came() {
    let builder = answered("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n123").await;
    let mut download = get(builder).download().await.unwrap();
    assert_eq!(&download.try_next().await.unwrap().unwrap()[..], b"123");
    let error = download.try_next().await.unwrap_err();
    let Error::Incomplete { reason, status, raw, attempts } = error else { panic!("{error:?}") };
    assert_eq!((reason.kind, reason.received, reason.expected), (IncompleteKind::Truncated, 3, Some(10)));
    assert!(status.as_u16() == 200 && raw.is_empty() && attempts.count() == 1);
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn a_download_that_is_coded_is_an_error_unless_it_was_asked_for() {
    let coded = "HTTP/1.1 200 OK\r\ncontent-encoding: deflate\r\ncontent-length: 3\r\n\r\n123";
    let error = get(answered(coded).await).download().await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert!(error.to_string().contains("the body is coded by `deflate`"), "{error}");
    let asked = get(answered(coded).await).header("accept-encoding", "deflate");
    assert_eq!(asked.download().await.unwrap().try_next().await.unwrap().unwrap(), "123");
    for plain in [
        "HTTP/1.1 200 OK\r\ncontent-encoding: identity\r\ncontent-length: 3\r\n\r\n123",
        "HTTP/1.1 200 OK\r\ncontent-encoding: deflate\r\ncontent-length: 0\r\n\r\n",
    ] {
        assert!(get(answered(plain).await).download().await.is_ok(), "{plain}");
    }
}

#[tokio::test]
async fn a_download_may_have_a_cap() {
    let server = Server::start([Answer::new(200, "12345")]).await;
    let mut download = get(server.builder()).download().await.unwrap().max_bytes(4);
    let error = download.try_next().await.unwrap_err();
    let Error::Incomplete { reason, .. } = error else { panic!("{error:?}") };
    assert_eq!(reason.kind, IncompleteKind::TooLarge(4));
}

#[tokio::test]
async fn a_download_that_is_refused_is_an_error_with_its_body() {
    let server = Server::start([Answer::new(404, r#"{"errors":[{"code":"gone"}]}"#)]).await;
    let error = get(server.builder()).download().await.unwrap_err();
    assert!(error.api().unwrap().by_code("gone").is_some());
}

#[tokio::test]
async fn a_response_that_falls_silent_is_given_up() {
    // Some bytes, then silence on an open connection.
    let silent = || {
        answered_by(|mut stream| async move {
            stream.write_all(HEAD).await.unwrap();
            stream.write_all(b"0123").await.unwrap();
            tokio::time::sleep(Duration::from_secs(60)).await;
        })
    };
    let patience = Duration::from_millis(100);
    let started = Instant::now();
    let error = get(silent().await.read_timeout(patience)).send().await.unwrap_err();
    assert_eq!(error.raw().unwrap(), "0123");
    let Error::Incomplete { reason, .. } = error else { panic!("{error:?}") };
    assert_eq!((reason.kind, reason.received), (IncompleteKind::Stalled(patience), 4));
    assert_eq!(reason.to_string(), "nothing came for 100ms after 4 of 10 bytes");

    let mut download = get(silent().await.read_timeout(patience)).download().await.unwrap();
    assert_eq!(download.try_next().await.unwrap().unwrap(), "0123");
    assert!(matches!(download.try_next().await, Err(Error::Incomplete { .. })));
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn a_slow_response_is_not_a_silent_one() {
    let builder = answered_by(|mut stream| async move {
        stream.write_all(HEAD).await.unwrap();
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            stream.write_all(b"x").await.unwrap();
        }
    });
    // Ten times as long in all as a silence may last would do; more, for slow machines.
    let response = get(builder.await.read_timeout(Duration::from_secs(10))).send().await.unwrap();
    assert_eq!(response.raw().len(), 10);
}
