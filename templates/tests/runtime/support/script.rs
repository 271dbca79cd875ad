//! A transport that plays a script by Tokio's clock, which tests let stand still: what takes minutes is
//! over at once, and takes the same time whenever it is run.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::client::runtime::http::{HeaderMap, StatusCode};
use crate::client::runtime::{
    BoxFuture, Client, ClientBuilder, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
};

/// A transport that plays a script. When it is over, every request succeeds.
pub struct Script {
    steps: Mutex<VecDeque<Step>>,
    seen: Mutex<Vec<Seen>>,
    start: Instant,
}

/// What becomes of a request.
#[derive(Debug, Clone)]
pub enum Step {
    /// An answer with this status, these headers and this body.
    Answer(u16, Vec<(&'static str, String)>, String),
    /// No answer, for this reason.
    Fail(TransportErrorKind),
    /// Neither an answer nor an end.
    Hang,
    /// What becomes of it after this time.
    Late(Duration, Box<Step>),
}

/// A request that came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// When, from the start of the script.
    pub at: Duration,
    pub headers: HeaderMap,
}

impl Step {
    /// An empty collection.
    pub fn success() -> Self {
        Self::Answer(200, Vec::new(), r#"{"data":[]}"#.to_owned())
    }

    /// An answer with this status and nothing else.
    pub fn status(status: u16) -> Self {
        Self::Answer(status, Vec::new(), String::new())
    }

    /// An answer with one more header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Self::Answer(_, headers, _) = &mut self {
            headers.push((name, value.into()));
        }
        self
    }

    /// The same after this time.
    pub fn after(self, time: Duration) -> Self {
        Self::Late(time, Box::new(self))
    }
}

impl Script {
    /// A transport that plays this script from now on.
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Arc<Self> {
        let steps = Mutex::new(steps.into_iter().collect());
        Arc::new(Self { steps, seen: Mutex::default(), start: Instant::now() })
    }

    /// A builder of a client with the key `secret` that goes through it.
    pub fn builder(self: &Arc<Self>) -> ClientBuilder {
        Client::builder(crate::client::private_key("secret")).transport(Arc::clone(self) as Arc<dyn Transport>)
    }

    /// A client with the key `secret` that goes through it.
    pub fn client(self: &Arc<Self>) -> Client {
        self.builder().build().unwrap()
    }

    /// What came so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// How long it has lasted.
    pub fn now_in_seconds(&self) -> u64 {
        self.start.elapsed().as_secs()
    }

    /// When requests came, from the start of the script.
    pub fn times(&self) -> Vec<Duration> {
        self.seen().iter().map(|seen| seen.at).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let (at, headers) = (self.start.elapsed(), request.headers().clone());
        self.seen.lock().unwrap().push(Seen { at, headers });
        let mut step = self.steps.lock().unwrap().pop_front().unwrap_or_else(Step::success);
        Box::pin(async move {
            request.into_body().into_bytes().await.unwrap();
            while let Step::Late(time, then) = step {
                sleep(time).await;
                step = *then;
            }
            match step {
                Step::Answer(status, headers, body) => {
                    let mut response = HttpResponse::new(body.into());
                    *response.status_mut() = StatusCode::from_u16(status).unwrap();
                    for (name, value) in headers {
                        response.headers_mut().append(name, value.parse().unwrap());
                    }
                    Ok(response)
                }
                Step::Fail(kind) => Err(TransportError::new(kind, "as the script says")),
                Step::Hang | Step::Late(..) => std::future::pending().await,
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(sleep(duration))
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
