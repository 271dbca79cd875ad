//! Responses that come compressed.

use std::io::Write;

use tokio::io::AsyncWriteExt;

use crate::client::runtime::{Bytes, ClientBuilder, Error, IncompleteKind};
use crate::support::wire::{answered_by, get};

/// A way to compress, by its name in `Content-Encoding`.
#[derive(Clone, Copy, Debug)]
enum Coding {
    #[cfg(feature = "brotli")]
    Br,
    #[cfg(feature = "gzip")]
    Gzip,
    #[cfg(feature = "zstd")]
    Zstd,
}

const CODINGS: &[Coding] = &[
    #[cfg(feature = "brotli")]
    Coding::Br,
    #[cfg(feature = "gzip")]
    Coding::Gzip,
    #[cfg(feature = "zstd")]
    Coding::Zstd,
];

impl Coding {
    /// This many zeros, compressed.
    fn zeros(self, count: usize) -> Bytes {
        let mut compressed = Vec::new();
        match self {
            #[cfg(feature = "brotli")]
            Self::Br => write_zeros(&mut brotli::CompressorWriter::new(&mut compressed, 1 << 16, 5, 22), count),
            #[cfg(feature = "gzip")]
            Self::Gzip => {
                let level = flate2::Compression::fast();
                write_zeros(&mut flate2::write::GzEncoder::new(&mut compressed, level), count);
            }
            #[cfg(feature = "zstd")]
            Self::Zstd => {
                write_zeros(&mut zstd::Encoder::new(&mut compressed, 3).unwrap().auto_finish(), count);
            }
        }
        compressed.into()
    }

    /// A server that answers with this body, said to be compressed.
    async fn server(self, body: Bytes) -> ClientBuilder {
        let name = format!("{self:?}").to_ascii_lowercase();
        answered_by(move |mut stream| {
            let (name, body) = (name.clone(), body.clone());
            async move {
                let length = body.len();
                let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: {name}\r\ncontent-length: {length}\r\n\r\n");
                // The client may have hung up.
                let _ = stream.write_all(head.as_bytes()).await;
                let _ = stream.write_all(&body).await;
            }
        })
        .await
    }
}

fn write_zeros(encoder: &mut dyn Write, count: usize) {
    let piece = vec![0; 1 << 16];
    for _ in 0..count / piece.len() {
        encoder.write_all(&piece).unwrap();
    }
}

#[tokio::test]
async fn compressed_responses_are_read() {
    for coding in CODINGS {
        let response = get(coding.server(coding.zeros(1 << 20)).await).send().await.unwrap();
        assert!(response.raw().len() == 1 << 20 && response.raw().iter().all(|byte| *byte == 0), "{coding:?}");
    }
}

#[tokio::test]
async fn the_cap_is_on_what_was_decompressed() {
    for coding in CODINGS {
        let bomb = coding.zeros(1 << 25);
        assert!(bomb.len() < 1 << 18, "{coding:?} {}", bomb.len());
        let error = get(coding.server(bomb).await.max_response_bytes(1 << 20)).send().await.unwrap_err();
        assert_eq!(error.raw().unwrap().len(), 1 << 20, "{coding:?}");
        let Error::Incomplete { reason, .. } = error else { panic!("{coding:?} {error:?}") };
        assert_eq!(reason.kind, IncompleteKind::TooLarge(1 << 20), "{coding:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_decompressed_is_an_error() {
    for coding in CODINGS {
        let whole = coding.zeros(1 << 20);
        for broken in [whole.slice(..whole.len() / 2), Bytes::from_static(b"this is nothing compressed")] {
            let error = get(coding.server(broken).await).send().await.unwrap_err();
            let Error::Incomplete { reason, .. } = error else { panic!("{coding:?} {error:?}") };
            assert_eq!(reason.kind, IncompleteKind::Truncated, "{coding:?}");
        }
    }
}
