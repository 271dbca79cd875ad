//! What comes back in pieces: whole, or an error that says how far it came.

use tokio::io::AsyncWriteExt;

use crate::client::runtime::{Error, Incomplete, IncompleteKind};
use crate::support::wire::{answered, answered_by, get};

/// The error of a response that did not come whole, and what came.
fn incomplete(error: Error) -> (Incomplete, String) {
    let raw = String::from_utf8(error.raw().unwrap().to_vec()).unwrap();
    assert_eq!(error.status().unwrap().as_u16(), 200);
    let Error::Incomplete { reason, .. } = error else { panic!("{error:?}") };
    (*reason, raw)
}

#[tokio::test]
async fn a_response_that_breaks_off_says_how_far_it_came() {
    let builder = answered("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345").await;
    let (reason, raw) = incomplete(get(builder).send().await.unwrap_err());
    assert_eq!(reason.kind, IncompleteKind::Truncated);
    assert_eq!((reason.received, reason.expected, raw.as_str()), (5, Some(10), "12345"));
    assert!(reason.to_string().starts_with("it broke off after 5 of 10 bytes"), "{reason}");
}

#[tokio::test]
async fn a_response_in_chunks_that_breaks_off_is_noticed() {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    for (body, came) in [("3\r\nabc\r\n", "abc"), ("3\r\nabc\r\n9\r\nde", "abcde"), ("", "")] {
        let builder = answered_by(move |mut stream| async move {
            stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        });
        let (reason, raw) = incomplete(get(builder.await).send().await.unwrap_err());
        assert_eq!((reason.kind, raw.as_str()), (IncompleteKind::Truncated, came), "{body}");
        assert_eq!((reason.received, reason.expected), (came.len() as u64, None));
    }
}

#[tokio::test]
async fn what_comes_beyond_its_length_is_no_part_of_a_response() {
    let builder = answered("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n12345").await;
    assert_eq!(&get(builder).send().await.unwrap().raw()[..], b"123");
}

#[tokio::test]
async fn an_error_that_breaks_off_is_still_that_error() {
    let builder = answered("HTTP/1.1 429 Slow\r\nretry-after: 7\r\ncontent-length: 10\r\n\r\nslow").await;
    let error = get(builder).send().await.unwrap_err();
    assert_eq!(error.raw().unwrap(), "slow");
    let Error::Api(error) = error else { panic!("{error:?}") };
    assert_eq!((error.status.as_u16(), error.retry_after.unwrap().as_secs()), (429, 7));
    assert_eq!(error.incomplete.as_ref().unwrap().kind, IncompleteKind::Truncated);
    assert!(error.to_string().contains("after 4 of 10 bytes"), "{error}");
}

#[tokio::test]
async fn reading_stops_at_the_cap() {
    // A gigabyte, of which the server can send no more than what the client takes and the sockets hold.
    let sent = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = std::sync::Arc::clone(&sent);
    let builder = answered_by(move |mut stream| {
        let count = std::sync::Arc::clone(&count);
        async move {
            let piece = vec![b'x'; 64 << 10];
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            for _ in 0..(1 << 30) / piece.len() {
                if stream.write_all(&piece).await.is_err() {
                    return;
                }
                count.fetch_add(piece.len(), std::sync::atomic::Ordering::Relaxed);
            }
        }
    });
    let call = get(builder.await.max_response_bytes(1 << 20));
    let (reason, raw) = incomplete(call.send().await.unwrap_err());
    assert_eq!((reason.kind, reason.received, raw.len()), (IncompleteKind::TooLarge(1 << 20), 1 << 20, 1 << 20));
    assert!(sent.load(std::sync::atomic::Ordering::Relaxed) < 64 << 20, "{sent:?}");
}

#[tokio::test]
async fn a_response_that_is_announced_as_too_large_is_not_read() {
    let builder = answered("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n123456789").await;
    let (reason, raw) = incomplete(get(builder.max_response_bytes(8)).send().await.unwrap_err());
    assert_eq!((reason.kind, reason.received, raw.as_str()), (IncompleteKind::TooLarge(8), 0, ""));
    let builder = answered("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n123456789").await;
    assert_eq!(get(builder.max_response_bytes(9)).send().await.unwrap().raw().len(), 9);
}

/// What a call that is described to answer with a document makes of an answer.
async fn document(answer: &'static str) -> Result<usize, Error> {
    let client = answered(answer).await.build().unwrap();
    client.catalogs().get_jobs().send().await.map(|jobs| jobs.data.len())
}

#[tokio::test]
async fn an_empty_body_is_no_document() {
    for answer in [
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 202 Accepted\r\ncontent-length: 3\r\n\r\n \r\n",
    ] {
        let error = document(answer).await.unwrap_err();
        let Error::Decode { message, attempts, .. } = &error else { panic!("{error:?}") };
        assert_eq!((message.as_str(), attempts.count()), ("the body is empty, and a document is described", 1));
    }
    // These say that there is none.
    for answer in ["HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n"] {
        assert_eq!(document(answer).await.unwrap(), 0);
    }
}
