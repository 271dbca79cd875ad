//! Forms in parts, and files that are sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::client::runtime::{Call, Error, File, Form, Method, RawOperation, RequestBody, TransportErrorKind};
use crate::support::server::{Answer, Received, Server};

/// Sends a file, and tells the boundary and the body that came.
async fn upload(file: File) -> (String, Vec<u8>) {
    let server = Server::start([Answer::new(204, "")]).await;
    server.client().catalogs().upload_image(file).send().await.unwrap();
    parts(server.only())
}

fn parts(request: Received) -> (String, Vec<u8>) {
    let media_type = request.header("content-type").unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert!(boundary.len() <= 70, "RFC 2046, section 5.1.1: {boundary}");
    (boundary.to_owned(), request.body)
}

#[tokio::test]
async fn a_file_is_a_part() {
    let (boundary, body) = upload(File::new("a.png", "PNG").content_type("image/png")).await;
    assert_eq!(
        String::from_utf8(body).unwrap(),
        format!(
            "--{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
             Content-Type: image/png\r\n\
             \r\n\
             PNG\r\n\
             --{boundary}--\r\n"
        )
    );
}

#[tokio::test]
async fn boundaries_cannot_be_foreseen() {
    let (first, _) = upload(File::new("a", "")).await;
    let (second, _) = upload(File::new("a", "")).await;
    assert_ne!(first, second);
}

#[tokio::test]
async fn names_cannot_start_another_header() {
    let file = File::new("a\"\r\nX-Evil: 1\r\n", "").content_type("text/plain\r\nX-Evil: 1");
    let (_, body) = upload(file).await;
    let body = String::from_utf8(body).unwrap();
    assert!(!body.lines().any(|line| line.starts_with("X-Evil")), "{body}");
    assert!(body.contains("filename=\"a%22%0D%0AX-Evil: 1%0D%0A\""), "{body}");
}

/// A stream of these chunks.
struct Chunks(Vec<&'static str>);

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = (!self.0.is_empty()).then(|| self.0.remove(0));
        Poll::Ready(next.map(|chunk| Ok(Bytes::from(chunk))))
    }
}

/// A file with this content, which is removed when dropped.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn post(server: &Server) -> Call<RawOperation> {
    server.client().request(Method::Post, "/")
}

#[tokio::test]
async fn files_are_sent_byte_for_byte_and_their_length_is_known() {
    let content: Vec<u8> = (0..1_000_003_u32).map(|number| (number % 251) as u8).collect();
    let scratch = Scratch::new("whole", &content);
    let file = File::open(&scratch.0).unwrap();
    let server = Server::start([Answer::new(204, ""), Answer::new(204, ""), Answer::new(204, "")]).await;
    post(&server).body(RequestBody::file(&scratch.0).unwrap()).send().await.unwrap();
    // A file can be sent again, as can the call.
    let call = post(&server).form(Form::new().text("name", "ü").file("file", file));
    call.clone().send().await.unwrap();
    call.send().await.unwrap();
    let received = server.received();
    assert!(received[0].body == content && received[0].header("content-length") == Some("1000003"));
    for request in &received[1..] {
        assert!(request.header("transfer-encoding").is_none());
        let (boundary, body) = parts(request.clone());
        let name = scratch.0.file_name().unwrap().to_str().unwrap();
        let mut expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nü\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        expected.extend_from_slice(&content);
        expected.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        assert!(body == expected, "{} bytes in place of {}", body.len(), expected.len());
    }
}

#[tokio::test]
async fn streams_are_sent_once_or_made_again() {
    let server = Server::start([Answer::new(204, ""), Answer::new(204, ""), Answer::new(204, "")]).await;
    let body = RequestBody::stream(Chunks(vec!["a", "", "bc"]));
    assert!(body.can_be_sent() && body.content_length().is_none());
    post(&server).body(body.clone()).send().await.unwrap();
    assert!(!body.can_be_sent());
    let error = post(&server).body(body.with_content_length(3)).send().await.unwrap_err();
    let Error::Transport(error) = error else { panic!("{error:?}") };
    assert_eq!(error.kind(), TransportErrorKind::Body);
    assert!(error.to_string().contains("only once"), "{error}");

    let body = RequestBody::repeatable(|| Chunks(vec!["d", "ef"])).with_content_length(3);
    for _ in 0..2 {
        assert!(body.can_be_sent());
        post(&server).body(body.clone()).send().await.unwrap();
    }
    let received = server.received();
    assert_eq!(received[0].header("transfer-encoding"), Some("chunked"));
    assert_eq!(received[0].body, b"abc");
    assert!(
        received[1..].iter().all(|request| request.body == b"def" && request.header("content-length") == Some("3"))
    );
    assert_eq!(received.len(), 3);
}

#[tokio::test]
async fn a_stream_of_another_length_is_an_error() {
    for length in [2, 4] {
        let server = Server::start([]).await;
        let body = RequestBody::stream(Chunks(vec!["abc"])).with_content_length(length);
        let error = post(&server).body(body).send().await.unwrap_err();
        let Error::Transport(error) = error else { panic!("{error:?}") };
        assert_eq!(error.kind(), TransportErrorKind::Body);
        let message = format!("{length} bytes were announced, and there are 3");
        assert!(error.to_string().contains(&message), "{error}");
    }
}

#[tokio::test]
async fn files_that_are_not_there_are_errors() {
    let scratch = Scratch::new("gone", b"1");
    let body = RequestBody::file(&scratch.0).unwrap();
    std::fs::remove_file(&scratch.0).unwrap();
    assert_eq!(RequestBody::file(&scratch.0).unwrap_err().kind(), io::ErrorKind::NotFound);
    assert!(File::open(std::env::temp_dir()).is_err());
    let server = Server::start([]).await;
    let Error::Transport(error) = post(&server).body(body).send().await.unwrap_err() else { panic!() };
    assert_eq!(error.kind(), TransportErrorKind::Body);
}

#[tokio::test]
async fn raw_calls_send_json() {
    let server = Server::start([Answer::new(204, "")]).await;
    post(&server).json(1).send().await.unwrap();
    let request = server.only();
    assert_eq!((request.header("content-type"), &request.body[..]), (Some("application/json"), &b"1"[..]));
}
