//! Responses that are streams of items: JSON lines, JSON text sequences (RFC 7464) and server-sent events (HTML Living
//! Standard, section 9.2). Each item is read as soon as it came whole.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use serde::de::IgnoredAny;

use super::super::document::payload::{Json, Payload, Read, ReadError};
use super::super::error::Error;
use super::super::request::call::Call;
use super::super::request::operation::Operation;
use super::super::value::decode::Decode;
use super::download::Download;
use super::webhook::Received;

/// An operation whose response is a stream of items.
pub trait Streamed: Operation {
    /// An item of the stream.
    type Item: Decode + Send + Sync + 'static;

    /// The format in which items follow each other.
    const FORMAT: StreamFormat;
}

/// The form of a stream of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamFormat {
    /// An item per line.
    Lines,
    /// An item after each record separator, up to the line feed behind it (RFC 7464).
    Sequence,
    /// An item per event: the object of its fields. Whether `data` is JSON, where it can be.
    Events(bool),
    /// An item per event: its data. Whether that is JSON, where it can be.
    EventData(bool),
}

/// The first byte of a record of a JSON text sequence.
const SEPARATOR: u8 = 0x1E;

/// The byte order mark, which the first event of a stream may begin with.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The largest item unless a program says otherwise.
const LARGEST: usize = 16 << 20;

/// The items of a response, as they come.
///
/// A value of an item that is not of its described type is left out, as in other responses, and
/// [`mismatches`](Received::mismatches) of the item tells of it. An item that is no JSON is an [`Error::Decode`], after which
/// the next item comes. A response that breaks off is an [`Error::Incomplete`], after which nothing comes; only one that
/// ended as it should is followed by nothing but `None`.
///
/// ```rust,ignore
/// let mut events = client.books().watch_books().stream().await?;
/// while let Some(event) = events.try_next().await? {
///     println!("{event:?}");
/// }
/// ```
#[must_use = "nothing is read until it is polled"]
pub struct ItemStream<T> {
    split: Split,
    of: PhantomData<fn() -> T>,
}

impl<T> ItemStream<T> {
    /// Sets how many bytes one item may have, in place of 16 MiB: white space around it included, and of an event its data
    /// and the line that follows. A larger one is an error, after which nothing comes.
    pub fn max_item_bytes(mut self, most: usize) -> Self {
        self.split.most = most;
        self
    }

    /// Returns the status; any of 2xx.
    pub fn status(&self) -> StatusCode {
        self.split.download.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.split.download.headers()
    }

    /// Returns the `id` of the last event that had one. A request that goes on after it sends it in the header field
    /// `Last-Event-ID`.
    pub fn last_event_id(&self) -> Option<&str> {
        self.split.last_id.as_deref()
    }

    /// Returns how long to wait before connecting again, where an event told it by its field `retry`.
    pub fn reconnection_time(&self) -> Option<Duration> {
        self.split.reconnection_time
    }
}

impl<T: Decode + Send + Sync + 'static> ItemStream<T> {
    /// Returns the next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Received<Json<T>>, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// Returns the next item; `None` after the last one.
    ///
    /// # Errors
    /// [`Error::Decode`] when the item is no JSON, [`Error::Incomplete`] when there should be more.
    pub async fn try_next(&mut self) -> Result<Option<Received<Json<T>>>, Error> {
        self.next().await.transpose()
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Received<Json<T>>, Error>>> {
        let item = ready!(self.split.poll(cx));
        Poll::Ready(item.map(|item| {
            let item = item?;
            match Json::read(&item) {
                Ok(Read { value, clean, .. }) => Ok(Received::new(value, clean, item)),
                Err(ReadError(message)) => Err(self.split.unreadable(message, item)),
            }
        }))
    }
}

impl<T: Decode + Send + Sync + 'static> Stream for ItemStream<T> {
    type Item = Result<Received<Json<T>>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ItemStream").field(&self.split.download).finish()
    }
}

impl<O: Streamed> Call<O> {
    /// Sends it, and hands out the items of the response as they come. Timeouts end with the headers; from then on the
    /// response must only not fall silent for longer than [`read_timeout`](Self::read_timeout).
    ///
    /// # Errors
    /// As [`send`](Self::send), up to the headers.
    pub async fn stream(self) -> Result<ItemStream<O::Item>, Error> {
        let download = self.into_request().download().await?;
        Ok(ItemStream { split: Split::new(download, O::FORMAT), of: PhantomData })
    }
}

/// A response that is split into the texts of its items. Not generic: it is compiled once.
struct Split {
    download: Download,
    format: StreamFormat,
    /// What came, and belongs to no item yet.
    buffer: BytesMut,
    /// How much of that was searched for an end.
    searched: usize,
    /// Where the search is in a record.
    nesting: Nesting,
    /// The event that is under way.
    event: Event,
    /// What events told about connecting again.
    last_id: Option<String>,
    reconnection_time: Option<Duration>,
    /// Whether the last line ended in a carriage return, so that a line feed belongs to it.
    after_return: bool,
    /// Whether a line was taken: only the first one may begin with a byte order mark.
    has_begun: bool,
    most: usize,
    is_over: bool,
}

/// The fields of an event.
#[derive(Default)]
struct Event {
    data: Option<String>,
    name: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
}

impl Split {
    fn new(download: Download, format: StreamFormat) -> Self {
        Self {
            download,
            format,
            buffer: BytesMut::new(),
            searched: 0,
            nesting: Nesting::default(),
            event: Event::default(),
            last_id: None,
            reconnection_time: None,
            after_return: false,
            has_begun: false,
            most: LARGEST,
            is_over: false,
        }
    }

    /// Returns the text of the next item.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            if let Some(item) = self.take() {
                return Poll::Ready(Some(Ok(item.into())));
            }
            if self.is_over {
                return Poll::Ready(self.rest());
            }
            if self.is_too_large(self.buffer.len()) {
                self.is_over = true;
                let message = format!("an item has more than {} bytes", self.most);
                let mut begun = mem::take(&mut self.buffer);
                begun.truncate(self.most);
                self.event = Event::default();
                return Poll::Ready(Some(Err(self.unreadable(message, begun.freeze()))));
            }
            match ready!(self.download.poll(cx)) {
                Some(Ok(chunk)) => self.buffer.extend_from_slice(&chunk),
                Some(Err(error)) => {
                    self.is_over = true;
                    self.buffer.clear();
                    self.event = Event::default();
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.is_over = true,
            }
        }
    }

    /// Returns whether so many bytes of the buffer would be too many for the item that is under way.
    fn is_too_large(&self, bytes: usize) -> bool {
        bytes + self.event.data.as_ref().map_or(0, String::len) > self.most
    }

    fn unreadable(&self, message: String, raw: Bytes) -> Error {
        let attempts = Box::new(self.download.attempts().clone());
        Error::Decode { message, status: self.download.status(), raw, attempts }
    }

    /// Takes an item that came whole.
    fn take(&mut self) -> Option<Vec<u8>> {
        match self.format {
            StreamFormat::Lines => self.take_text(|byte| byte == b'\n'),
            StreamFormat::Sequence => {
                let mut nesting = mem::take(&mut self.nesting);
                let record = self.take_text(|byte| nesting.ends_at(byte));
                self.nesting = nesting;
                record
            }
            StreamFormat::Events(_) | StreamFormat::EventData(_) => self.take_event(),
        }
    }

    /// Returns what is left at the end of the response, once.
    fn rest(&mut self) -> Option<Result<Bytes, Error>> {
        let rest = mem::take(&mut self.buffer);
        self.searched = 0;
        match self.format {
            StreamFormat::Lines | StreamFormat::Sequence => {
                let rest = trimmed(&rest);
                if rest.is_empty() { None } else { Some(Ok(Bytes::copy_from_slice(rest))) }
            }
            StreamFormat::Events(_) | StreamFormat::EventData(_) => {
                // An empty line ends each event.
                let begun = mem::take(&mut self.event).data;
                if begun.is_none() && trimmed(&rest).is_empty() {
                    return None;
                }
                let raw = [begun.unwrap_or_default().as_bytes(), &rest].concat();
                Some(Err(self.unreadable("the last event did not come whole".to_owned(), raw.into())))
            }
        }
    }

    fn take_text(&mut self, mut is_end: impl FnMut(u8) -> bool) -> Option<Vec<u8>> {
        while let Some(text) = self.until(&mut is_end) {
            let text = trimmed(&text);
            if !text.is_empty() {
                return Some(text.to_vec());
            }
        }
        None
    }

    /// Takes all up to a byte, and the byte itself, which is not part of the result; nothing where that is too large.
    fn until(&mut self, mut is_end: impl FnMut(u8) -> bool) -> Option<BytesMut> {
        let found = self.buffer.iter().skip(self.searched).position(|byte| is_end(*byte));
        let Some(found) = found else {
            self.searched = self.buffer.len();
            return None;
        };
        let end = self.searched + found;
        if self.is_too_large(end) {
            return None;
        }
        self.searched = 0;
        let taken = self.buffer.split_to(end);
        self.buffer.advance(1);
        Some(taken)
    }

    fn take_event(&mut self) -> Option<Vec<u8>> {
        loop {
            if self.after_return && !self.buffer.is_empty() {
                self.after_return = false;
                if self.buffer.first() == Some(&b'\n') {
                    self.buffer.advance(1);
                    self.searched = 0;
                }
            }
            let end = self.buffer.iter().skip(self.searched).find(|byte| matches!(byte, b'\n' | b'\r')).copied();
            let line = self.until(|byte| matches!(byte, b'\n' | b'\r'))?;
            self.after_return = end == Some(b'\r');
            let is_first = !mem::replace(&mut self.has_begun, true);
            let line = line.strip_prefix(MARK).filter(|_| is_first).unwrap_or(&line);
            if line.is_empty() {
                if let Some(item) = self.dispatch() {
                    return Some(item);
                }
            } else {
                self.event.field(&String::from_utf8_lossy(line));
            }
        }
    }

    /// Ends the event that is under way; `None` where it has no data.
    fn dispatch(&mut self) -> Option<Vec<u8>> {
        let event = mem::take(&mut self.event);
        // Both count also of an event without data.
        if event.id.is_some() {
            self.last_id.clone_from(&event.id);
        }
        self.reconnection_time = event.retry.map(Duration::from_millis).or(self.reconnection_time);
        let data = event.data.as_deref()?;
        match self.format {
            StreamFormat::EventData(is_json) => Some(value(data, is_json).into_bytes()),
            StreamFormat::Events(is_json) => Some(event.object(data, is_json).into_bytes()),
            StreamFormat::Lines | StreamFormat::Sequence => None,
        }
    }
}

/// A place in a JSON text: a line feed ends it where nothing is open. So each byte is looked at once, however they come.
#[derive(Default)]
struct Nesting {
    depth: usize,
    in_string: bool,
    is_escaped: bool,
}

impl Nesting {
    /// Goes on by one byte; returns whether the text ends with it.
    fn ends_at(&mut self, byte: u8) -> bool {
        let is_escaped = mem::take(&mut self.is_escaped);
        match byte {
            // Also in the midst of a text, which was cut off then.
            SEPARATOR => {
                *self = Self::default();
                return true;
            }
            _ if is_escaped => {}
            b'"' => self.in_string = !self.in_string,
            b'\\' => self.is_escaped = self.in_string,
            _ if self.in_string => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b'\n' => return self.depth == 0,
            _ => {}
        }
        false
    }
}

impl Event {
    /// Takes a line of an event.
    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "event" => self.name = Some(value.to_owned()),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => self.retry = value.parse().ok(),
            // A comment, or a field that the standard does not know, which it has clients ignore.
            _ => {}
        }
    }

    /// Returns the event as a JSON object of its fields.
    fn object(&self, data: &str, is_json: bool) -> String {
        let mut members = vec![format!("\"data\":{}", value(data, is_json))];
        members.extend(self.name.as_ref().map(|name| format!("\"event\":{}", value(name, false))));
        members.extend(self.id.as_ref().map(|id| format!("\"id\":{}", value(id, false))));
        members.extend(self.retry.map(|retry| format!("\"retry\":{retry}")));
        format!("{{{}}}", members.join(","))
    }
}

/// Returns a text as a value of JSON: what it is as JSON, if that is wanted and possible, or else a string.
fn value(text: &str, is_json: bool) -> String {
    if is_json && serde_json::from_str::<IgnoredAny>(text).is_ok() {
        return text.to_owned();
    }
    super::super::value::values::Value::from(text).to_string()
}

/// Returns bytes without white space and record separators around them.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.trim_ascii();
    bytes.strip_prefix(&[SEPARATOR]).unwrap_or(bytes).trim_ascii()
}
