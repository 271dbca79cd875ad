//! The server: one thread that listens, and one for each connection.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic::resume_unwind;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::super::auth::Auth;
use super::super::client::{Client, ClientBuilder};
use super::super::error::Error;
use super::super::request::operation::{Method, Operation};
use super::super::request::raw::RawOperation;
use super::super::request::service::Service;
use super::super::transport::lock::lock;
use super::answer::Answer;
use super::connection::{Request, receive, respond};
use super::received::Received;
use super::route::Route;
use super::routes::{RouteEntry, Routes};

/// The number of connections that may be open; further ones are closed at once.
const MAX_CONNECTIONS: usize = 1024;

/// The time that a client has to accept what is sent, and the server to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// The stack of a thread that serves a connection, in bytes.
const STACK: usize = 512 << 10;

/// A server on 127.0.0.1 in place of the service. Dropping it closes all connections and stops it.
///
/// Where a function that was given to [`Route::answer_with`] panics, such as by an assertion, the connection is closed, and
/// the test fails: [`verify`](Self::verify) tells of it, and a server that is dropped before it was asked panics itself.
///
/// ```rust,ignore
/// let server = MockServer::start()?;
/// let route = server.profiles().get_profiles().serve_all(Sample::<Profile>::series(3));
/// let page = server.new_client()?.profiles().get_profiles().send().await?;
/// assert_eq!((page.data.len(), route.count()), (3, 1));
/// ```
pub struct MockServer {
    service: &'static Service,
    address: SocketAddr,
    base_url: String,
    routes: Arc<Routes>,
    connections: Arc<Connections>,
    listener: Option<JoinHandle<()>>,
}

impl MockServer {
    /// Starts a server of this service.
    #[doc(hidden)]
    pub fn for_service(service: &'static Service) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (routes, connections) = (Arc::<Routes>::default(), Arc::<Connections>::default());
        let base_url = format!("http://{address}");
        let thread = thread::Builder::new().spawn({
            let (routes, connections, base_url) = (Arc::clone(&routes), Arc::clone(&connections), base_url.clone());
            move || listen(&listener, &routes, &connections, &base_url)
        })?;
        Ok(Self { service, address, base_url, routes, connections, listener: Some(thread) })
    }

    /// Returns a client that calls this server, with credentials that mean nothing.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`].
    pub fn new_client(&self) -> Result<Client, Error> {
        self.builder().build()
    }

    /// Returns a builder of a client that calls this server, with credentials that mean nothing.
    pub fn builder(&self) -> ClientBuilder {
        self.builder_of()
    }

    /// Returns what [`builder`](Self::builder) does, for the client of a generated crate.
    #[doc(hidden)]
    pub fn builder_of<C>(&self) -> ClientBuilder<C> {
        ClientBuilder::new(self.service, Auth::bearer("mock")).base_url(self.base_url())
    }

    /// Returns the URL that stands for that of the service, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Decides what requests are answered with that the OpenAPI document does not know. The path may have
    /// `{name}` where anything may stand.
    pub fn request(&self, method: Method, path: impl Into<String>) -> Route<RawOperation> {
        Route::over(&self.routes, RouteEntry::new(RawOperation::INFO, method.as_http(), path.into()))
    }

    /// Keeps the limits that the OpenAPI document states for each operation: what is beyond gets
    /// `429 Too Many Requests` with `Retry-After`, and every other answer says what is left.
    pub fn enforce_limits(&self) {
        self.routes.limit();
    }

    /// Returns the requests that came, in their order. The latest 20,000 are kept.
    ///
    /// ```rust,ignore
    /// let server = MockServer::start()?;
    /// let page = server.new_client()?.profiles().get_profiles().send().await;
    /// for request in server.received() {
    ///     println!("{} {}", request.method(), request.path());
    /// }
    /// ```
    pub fn received(&self) -> Vec<Received> {
        self.routes.received(None)
    }

    /// Returns the requests for which nothing was set.
    pub fn unexpected(&self) -> Vec<Received> {
        self.routes.unexpected()
    }

    /// Forgets the requests that came.
    pub fn forget(&self) {
        self.routes.forget();
    }

    /// Makes sure, at the end of a test, that every request was expected, that every answer that was to
    /// be given once was asked for, and that no function that decides on answers panicked.
    ///
    /// # Errors
    /// When that is not so.
    pub fn verify(&self) -> Result<(), Unmet> {
        let Self { routes, .. } = self;
        let unmet = Unmet { unexpected: routes.unexpected(), waiting: routes.waiting(), panics: routes.panics() };
        let Unmet { unexpected, waiting, panics } = &unmet;
        if unexpected.is_empty() && waiting.is_empty() && panics.is_empty() { Ok(()) } else { Err(unmet) }
    }

    pub(super) fn routes(&self) -> &Arc<Routes> {
        &self.routes
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        self.connections.stop();
        // The thread may wait for a connection; where this one fails, it has none to wait for.
        let _woken = TcpStream::connect_timeout(&self.address, PATIENCE);
        if let Some(listener) = self.listener.take() {
            let _ended = listener.join();
        }
        self.connections.wait_for_end();
        // The thread of the connection printed it, but the test does not fail by that.
        if let Some((operation, message)) = self.routes.untold_panic().filter(|_| !thread::panicking()) {
            resume_unwind(Box::new(format!("the mock's answer to {operation} panicked: {message}")));
        }
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServer")
            .field("service", &self.service.name)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// The expectations of a test that a server did not see met.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Unmet {
    /// The requests for which nothing was set.
    pub unexpected: Vec<Received>,
    /// The operations of which answers were not asked for, each as `GET /path`, and how many answers.
    pub waiting: Vec<(String, usize)>,
    /// The requests on which a function that decides on answers panicked, each as `GET /path`, and the message.
    pub panics: Vec<(String, String)>,
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the mock server was used otherwise than the test says:")?;
        for request in &self.unexpected {
            write!(f, " nothing was set for {} {};", request.method, request.path)?;
        }
        for (operation, count) in &self.waiting {
            write!(f, " {count} answers of {operation} were not asked for;")?;
        }
        for (operation, message) in &self.panics {
            write!(f, " the answer to {operation} panicked: {message};")?;
        }
        Ok(())
    }
}

impl std::error::Error for Unmet {}

/// The open connections, and whether the server stops.
#[derive(Default)]
struct Connections {
    open: Mutex<Open>,
    changed: Condvar,
}

#[derive(Default)]
struct Open {
    streams: BTreeMap<u64, Arc<TcpStream>>,
    next: u64,
    stopped: bool,
}

impl Connections {
    /// Takes a connection up; `None` when there are too many, or the server stops.
    fn begin(&self, stream: &Arc<TcpStream>) -> Option<u64> {
        let mut open = self.lock();
        if open.stopped || open.streams.len() >= MAX_CONNECTIONS {
            return None;
        }
        let number = open.next;
        open.next += 1;
        open.streams.insert(number, Arc::clone(stream));
        Some(number)
    }

    fn end(&self, number: u64) {
        self.lock().streams.remove(&number);
        self.changed.notify_all();
    }

    /// Waits; returns `false` when the server stops meanwhile.
    fn pause(&self, wait: Duration) -> bool {
        let waited = self.changed.wait_timeout_while(self.lock(), wait, |open| !open.stopped);
        !waited.unwrap_or_else(PoisonError::into_inner).0.stopped
    }

    fn is_stopped(&self) -> bool {
        self.lock().stopped
    }

    /// Makes all threads come to their end.
    fn stop(&self) {
        let mut open = self.lock();
        open.stopped = true;
        for stream in open.streams.values() {
            // One that the client has closed is at its end.
            let _closed = stream.shutdown(Shutdown::Both);
        }
        self.changed.notify_all();
    }

    fn wait_for_end(&self) {
        drop(self.changed.wait_timeout_while(self.lock(), PATIENCE, |open| !open.streams.is_empty()));
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        lock(&self.open)
    }
}

/// Takes up connections until the server stops.
fn listen(listener: &TcpListener, routes: &Arc<Routes>, connections: &Arc<Connections>, base_url: &str) {
    while !connections.is_stopped() {
        let Ok((stream, _)) = listener.accept() else {
            // A client gave up before it was let in, or there are too many files open.
            connections.pause(Duration::from_millis(10));
            continue;
        };
        let stream = Arc::new(stream);
        let Some(number) = connections.begin(&stream) else { continue };
        let started = thread::Builder::new().stack_size(STACK).spawn({
            let (routes, connections, base_url) = (Arc::clone(routes), Arc::clone(connections), base_url.to_owned());
            move || {
                // A client that breaks a connection off is seen by its own test.
                let _broken = serve(&stream, &routes, &connections, &base_url);
                drop(stream);
                connections.end(number);
            }
        });
        if started.is_err() {
            connections.end(number);
        }
    }
}

/// Serves one connection to its end.
fn serve(stream: &TcpStream, routes: &Routes, connections: &Connections, base_url: &str) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    loop {
        let (request, answer) = match receive(stream) {
            Ok(Some(request)) => {
                let answer = routes.answer(&request, base_url);
                (request, answer)
            }
            Ok(None) => return Ok(()),
            Err(error) if error.kind() == ErrorKind::InvalidData => refusal(&error),
            Err(error) => return Err(error),
        };
        if !respond(stream, &request, &answer, |wait| connections.pause(wait))? {
            return Ok(());
        }
    }
}

/// Returns what is answered to what is no request.
fn refusal(error: &io::Error) -> (Request, Answer) {
    let headers = vec![("connection".to_owned(), "close".to_owned())];
    let request = Request { method: String::new(), target: String::new(), headers, body: Answer::new(400).body };
    (request, Answer::error(400, "no_request", error.to_string()))
}
