//! A server on 127.0.0.1 that misbehaves: it reads a request and then does as a test likes.

use std::future::Future;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::client::runtime::{Auth, Call, Client, ClientBuilder, Method, RawOperation, RetryPolicy};

/// A builder of a client that calls a server of which every connection is answered by `answer`, after the
/// head of a request was read.
pub async fn answered_by<F, R>(answer: F) -> ClientBuilder
where
    F: Fn(TcpStream) -> R + Send + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            read_head(&mut stream).await;
            tokio::spawn(answer(stream));
        }
    });
    Client::builder(Auth::none()).base_url(address).retry(RetryPolicy::none())
}

/// As [`answered_by`], with this text, after which the connection is closed.
pub async fn answered(text: &'static str) -> ClientBuilder {
    answered_by(move |mut stream| async move { stream.write_all(text.as_bytes()).await.unwrap() }).await
}

/// A call to any path of the server.
pub fn get(builder: ClientBuilder) -> Call<RawOperation> {
    builder.build().unwrap().request(Method::Get, "/")
}

/// Reads up to the empty line, and not more.
async fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
}
