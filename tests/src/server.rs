//! A server for tests: answers one request after the other with canned responses, and keeps what it
//! was asked.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long anything may take before a test is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server on 127.0.0.1 that answers the first request with the first reply and so on, and with
/// status 500 when there is none left. It stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// A request as it was received.
#[derive(Debug, Clone)]
pub struct Request {
    /// Method and target, such as `GET /api/profiles?include=lists`.
    pub line: String,
    /// The header fields in the order in which they came, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A canned response.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Server {
    /// Starts it.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start(replies: impl IntoIterator<Item = Reply>) -> io::Result<Self> {
        let mut replies = replies.into_iter().collect::<Vec<_>>().into_iter();
        Self::answer(move |_| replies.next().unwrap_or_else(|| Reply::empty(500)))
    }

    /// Starts it with a function that answers each request.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn answer(answer: impl FnMut(&Request) -> Reply + Send + 'static) -> io::Result<Self> {
        Self::listen(TcpListener::bind("127.0.0.1:0")?, answer)
    }

    /// Starts it with replies that are made from its own URL, for links.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start_with<R: IntoIterator<Item = Reply>>(replies: impl FnOnce(&str) -> R) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let mut replies = replies(&url).into_iter().collect::<Vec<_>>().into_iter();
        Self::listen(listener, move |_| replies.next().unwrap_or_else(|| Reply::empty(500)))
    }

    fn listen(listener: TcpListener, answer: impl FnMut(&Request) -> Reply + Send + 'static) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let (seen, stop) = (Arc::clone(&seen), Arc::clone(&stop));
            move || serve(&listener, answer, &seen, &stop)
        });
        Ok(Self { address, seen, stop, thread: Some(thread) })
    }

    /// Returns where it is, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns what it was asked so far.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // The server may wait for a connection; where this one fails, it has none to wait for.
        let _woken = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

impl Request {
    /// Returns the value of a header; `None` when it did not come or came more than once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let value = values.next();
        if values.next().is_some() { None } else { value }
    }

    /// Returns the request without its body: the first line, then the header fields by name, but for what
    /// only HTTP itself is concerned with.
    pub fn head(&self) -> String {
        // What is accepted compressed depends on which features of `reqwest` the build has.
        let own = ["host", "content-length", "connection", "accept-encoding"];
        let fields = self.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let mut lines: Vec<String> = fields.map(|(name, value)| format!("{name}: {value}")).collect();
        lines.sort();
        lines.insert(0, self.line.clone());
        lines.join("\n")
    }

    /// Returns the body as text; what is no UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Reply {
    /// Returns a response with this status and a JSON:API document.
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        Self::of("application/vnd.api+json", status, body.into())
    }

    /// Returns a response with this status and a body of this media type.
    pub fn of(content_type: &str, status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::empty(status).body(body.into()).header("content-type", content_type)
    }

    /// Returns a response with this status and nothing else.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// With another header. A `Content-Length` is sent as it stands, for answers to `HEAD`.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn body(self, body: Vec<u8>) -> Self {
        Self { body, ..self }
    }
}

/// Serves until told to stop.
fn serve(
    listener: &TcpListener,
    mut answer: impl FnMut(&Request) -> Reply,
    seen: &Mutex<Vec<Request>>,
    stop: &AtomicBool,
) {
    while let Ok((stream, _)) = listener.accept() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        // A client that gives up is seen by its own test.
        let _sent = exchange(&stream, seen, &mut answer);
    }
}

/// Reads one request, keeps it, and answers it.
fn exchange(
    mut stream: &TcpStream,
    seen: &Mutex<Vec<Request>>,
    answer: &mut impl FnMut(&Request) -> Reply,
) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = read(&mut BufReader::new(stream))?;
    let reply = answer(&request);
    seen.lock().unwrap_or_else(PoisonError::into_inner).push(request);
    let mut head = format!("HTTP/1.1 {} Canned\r\nconnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let told = reply.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    if reply.status != 204 && !told {
        head.push_str(&format!("content-length: {}\r\n", reply.body.len()));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(&reply.body)
}

fn read(stream: &mut impl BufRead) -> io::Result<Request> {
    let first = line(stream)?;
    let mut headers = Vec::new();
    loop {
        let field = line(stream)?;
        let Some((name, value)) = field.split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    let mut body = Vec::new();
    stream.take(length).read_to_end(&mut body)?;
    let line = first.strip_suffix(" HTTP/1.1").unwrap_or(&first).to_owned();
    Ok(Request { line, headers, body })
}

fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}
