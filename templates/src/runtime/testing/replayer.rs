//! Answers from recordings.

use std::fmt::{self, Write};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};

use super::super::transport::lock::lock;
use super::super::transport::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use super::super::value::values::{Object, Value};
use super::exchange::{Difference, Exchange, Sent, differences};
use super::redaction::{Redaction, Secrets};
use super::{Answer, End, Head, InMemory};

/// A transport that answers with what a [`Recorder`](super::Recorder) recorded: no network, and no time passes.
///
/// ```rust,ignore
/// let replayer = Replayer::open("tests/cassettes/books")?;
/// let client = Client::builder(Auth::bearer("any")).transport(Arc::new(replayer.clone())).build()?;
/// // .. what is to be tested, with `client`
/// assert!(replayer.unused().is_empty());
/// ```
///
/// A request is answered by the first recording of its method, URL and body that was not used before; the order of
/// query parameters and of members does not count, nor do header fields, nor what is redacted. A request that no
/// recording answers is an error that shows the nearest one and what differs; it is not tried again. Clones share what
/// was used.
#[derive(Clone)]
pub struct Replayer {
    memory: InMemory,
    cassette: Arc<Cassette>,
}

/// The recordings of a folder.
struct Cassette {
    folder: PathBuf,
    recordings: Vec<Recording>,
    /// Of each recording, whether it answered a request.
    used: Mutex<Vec<bool>>,
}

struct Recording {
    file: String,
    exchange: Exchange,
}

impl Replayer {
    /// Reads the recordings of a folder.
    ///
    /// # Errors
    /// When there are none, or one is not what a recorder writes.
    pub fn open(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder: PathBuf = folder.into();
        let recordings = read(&folder)?;
        let used = Mutex::new(vec![false; recordings.len()]);
        let cassette = Arc::new(Cassette { folder, recordings, used });
        let memory = InMemory::answering({
            let (cassette, redaction) = (Arc::clone(&cassette), Arc::new(Redaction::default()));
            move |request| cassette.answer(&redaction, request)
        });
        Ok(Self { memory, cassette })
    }

    /// Returns the files of the recordings that answered nothing so far.
    pub fn unused(&self) -> Vec<String> {
        let used = lock(&self.cassette.used);
        let unused = self.cassette.recordings.iter().zip(used.iter()).filter(|(_, used)| !**used);
        unused.map(|(recording, _)| recording.file.clone()).collect()
    }

    /// Returns what it was asked so far, credentials included.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.memory.requests()
    }
}

/// Returns the text of a file. Nothing else is read: a pipe would be waited for, and a device has no end.
fn read_file(path: &Path) -> io::Result<String> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    fs::read_to_string(path)
}

/// Reads the recordings of a folder, in the order of their numbers and names.
fn read(folder: &Path) -> io::Result<Vec<Recording>> {
    let invalid = |message: String| io::Error::new(io::ErrorKind::InvalidData, message);
    let unreadable =
        |error: io::Error| io::Error::new(error.kind(), format!("`{}` cannot be read: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        files.extend(name.to_str().filter(|name| name.ends_with(".json") && !name.starts_with('.')).map(str::to_owned));
    }
    files.sort_by_key(|name| (number(name), name.clone()));
    if files.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, format!("`{}` has no recordings", folder.display())));
    }
    let mut recordings = Vec::with_capacity(files.len());
    for file in files {
        let text = read_file(&folder.join(&file))
            .map_err(|error| io::Error::new(error.kind(), format!("`{file}` cannot be read: {error}")))?;
        let exchange = Exchange::read(&text).map_err(|message| invalid(format!("`{file}`: {message}")))?;
        recordings.push(Recording { file, exchange });
    }
    Ok(recordings)
}

/// Returns the number at the beginning of a file's name. `10000` has a digit more than `9999`, and follows it.
fn number(name: &str) -> u64 {
    name.split('-').next().and_then(|number| number.parse().ok()).unwrap_or(u64::MAX)
}

impl Cassette {
    /// Answers a request by the first unused recording of it.
    fn answer(&self, redaction: &Arc<Redaction>, request: &Request<Bytes>) -> Answer {
        let (head, body) = request.clone().into_parts();
        let sent = Sent::new(&head, &body, &Secrets::of(redaction, &head));
        let compared: Vec<Vec<Difference>> =
            self.recordings.iter().map(|recording| differences(&recording.exchange.sent, &sent)).collect();
        let mut used = lock(&self.used);
        let mut candidates = self.recordings.iter().zip(&compared).zip(used.iter_mut());
        if let Some(((recording, _), used)) = candidates.find(|((_, found), used)| found.is_empty() && !**used) {
            *used = true;
            return replay(&recording.exchange);
        }
        // Of those that are equally near, one that was not used comes first.
        let candidates = self.recordings.iter().zip(&compared).zip(used.iter());
        let distance = |found: &[Difference]| found.iter().map(|found| found.weight).sum::<usize>();
        let nearest = candidates.min_by_key(|((_, found), used)| (distance(found), **used)).map(|(nearest, _)| nearest);
        let address = sent.url.split('?').next().unwrap_or_default();
        let folder = self.folder.display();
        let mut message = format!("no recording in `{folder}` answers {} {address}", sent.method);
        if let Some((Recording { file, .. }, found)) = nearest {
            // Writing to a string cannot fail.
            let _ = match found.as_slice() {
                [] => write!(message, "; `{file}` did, and was used already: each answers once"),
                _ => write!(message, "; the nearest is `{file}`, which differs:"),
            };
            for difference in found.iter().take(SHOWN) {
                let _ = write!(message, "\n  {difference}");
            }
            if found.len() > SHOWN {
                let _ = write!(message, "\n  and {} more", found.len() - SHOWN);
            }
        }
        Answer::failing(TransportErrorKind::Refused, message)
    }
}

/// The number of differences that an error shows.
const SHOWN: usize = 10;

/// Returns the response of a recording.
fn replay(exchange: &Exchange) -> Answer {
    match StatusCode::from_u16(exchange.status) {
        Ok(status) => {
            let head = Head::Response(status, fields(&exchange.headers));
            Answer { head, body: exchange.content.bytes(), end: End::Whole }
        }
        Err(error) => Answer::failing(TransportErrorKind::Refused, error.to_string()),
    }
}

fn fields(members: &Object) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in members {
        let values = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
        for value in values.iter().filter_map(Value::as_str) {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.append(name, value);
            }
        }
    }
    headers
}

impl Transport for Replayer {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.memory.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.memory.sleep(duration)
    }

    fn now(&self) -> Duration {
        self.memory.now()
    }

    fn hold_clock(&self) -> Option<Box<dyn Send>> {
        self.memory.hold_clock()
    }
}

impl fmt::Debug for Replayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replayer").field("folder", &self.cassette.folder).finish_non_exhaustive()
    }
}
