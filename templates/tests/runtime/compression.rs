//! Responses that come compressed.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::AsyncWriteExt;

use crate::client::runtime::{Bytes, ClientBuilder, Error, IncompleteKind};
use crate::support::wire::{answered_by, get};

/// This many zeros, compressed.
fn zeros(count: usize) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let piece = vec![0; 1 << 16];
    for _ in 0..count / piece.len() {
        encoder.write_all(&piece).unwrap();
    }
    encoder.finish().unwrap().into()
}

/// A server that answers with this body, said to be compressed.
async fn compressed(body: Bytes) -> ClientBuilder {
    answered_by(move |mut stream| {
        let body = body.clone();
        async move {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", body.len());
            // The client may have hung up.
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(&body).await;
        }
    })
    .await
}

#[tokio::test]
async fn compressed_responses_are_read() {
    let response = get(compressed(zeros(1 << 20)).await).send().await.unwrap();
    assert!(response.raw().len() == 1 << 20 && response.raw().iter().all(|byte| *byte == 0));
}

#[tokio::test]
async fn the_cap_is_on_what_was_decompressed() {
    let bomb = zeros(1 << 25);
    assert!(bomb.len() < 1 << 18, "{}", bomb.len());
    let error = get(compressed(bomb).await.max_response_bytes(1 << 20)).send().await.unwrap_err();
    assert_eq!(error.raw().unwrap().len(), 1 << 20);
    let Error::Incomplete { reason, .. } = error else { panic!("{error:?}") };
    assert_eq!(reason.kind, IncompleteKind::TooLarge(1 << 20));
}

#[tokio::test]
async fn what_cannot_be_decompressed_is_an_error() {
    let whole = zeros(1 << 20);
    for broken in [whole.slice(..whole.len() / 2), Bytes::from_static(b"this is no gzip")] {
        let error = get(compressed(broken).await).send().await.unwrap_err();
        let Error::Incomplete { reason, .. } = error else { panic!("{error:?}") };
        assert_eq!(reason.kind, IncompleteKind::Truncated);
    }
}
