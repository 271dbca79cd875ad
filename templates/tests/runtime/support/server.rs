//! A server on 127.0.0.1 that gives prepared answers and keeps what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::client::runtime::{Client, ClientBuilder, RetryPolicy};

/// A server, stopped with the test's runtime.
pub struct Server {
    address: String,
    received: Arc<Mutex<Vec<Received>>>,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Received {
    /// Method and target, such as `GET /api/`.
    pub line: String,
    /// The header fields, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// An answer; `{base}` in it becomes the URL of the server.
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Answer {
    /// With this status and body.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    /// With one more header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn text(&self, base: &str) -> String {
        let body = self.body.replace("{base}", base);
        let mut head = format!("HTTP/1.1 {} Status\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {}\r\n", value.replace("{base}", base)));
        }
        format!("{head}content-length: {}\r\n\r\n{body}", body.len())
    }
}

impl Server {
    /// Answers the requests in the order in which they come, then none.
    pub async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let answers = answers.into_iter().map(|answer| answer.text(&address)).collect();
        let answers: Arc<Mutex<VecDeque<String>>> = Arc::new(Mutex::new(answers));
        let received = Arc::default();
        let kept = Arc::clone(&received);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&answers), Arc::clone(&kept)));
            }
        });
        Self { address, received }
    }

    /// The URL of the server.
    pub fn url(&self) -> &str {
        &self.address
    }

    /// A builder of a client with the key `secret` that calls the server, and nothing twice.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder(crate::client::private_key("secret")).base_url(&self.address).retry(RetryPolicy::none())
    }

    /// A client with the key `secret` that calls the server.
    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// What came so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The only request that came.
    #[track_caller]
    pub fn only(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1, "{received:?}");
        received[0].clone()
    }
}

/// Serves one connection, which may carry several requests.
async fn serve(mut stream: TcpStream, answers: Arc<Mutex<VecDeque<String>>>, received: Arc<Mutex<Vec<Received>>>) {
    while let Some(request) = receive(&mut stream).await {
        received.lock().unwrap().push(request);
        let answer = answers.lock().unwrap().pop_front();
        let Some(answer) = answer else { return };
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

/// The next request of a connection; `None` when it is closed.
pub async fn receive(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let line = lines.next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    if headers.iter().any(|(name, _)| name == "transfer-encoding") {
        let body = receive_chunks(stream, bytes.split_off(end)).await?;
        return Some(Received { line, headers, body });
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    while bytes.len() < end + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(Received { line, headers, body: bytes[end..].to_vec() })
}

/// A body in chunks (RFC 9112, section 7.1), of which `bytes` came already.
pub async fn receive_chunks(stream: &mut TcpStream, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    while !bytes.ends_with(b"0\r\n\r\n") {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let (mut body, mut rest) = (Vec::new(), &bytes[..]);
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + size + 4..];
    }
}
