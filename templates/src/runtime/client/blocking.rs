//! Calls without an async runtime: one of our own, in a thread of its own, waits for the network.

use std::fmt;
use std::future::{Future, pending, poll_fn};
use std::io;
use std::ops::Deref;
use std::pin::{Pin, pin};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use tokio::runtime::{Builder, Handle};
use tokio::task::coop::consume_budget;

use super::super::document::Primary;
use super::super::error::Error;
use super::super::paging::items::Items;
use super::super::paging::page::Pages;
use super::super::request::call::Call;
use super::super::request::operation::Operation;
use super::super::response::Response;
use super::super::response::download::Download;
use super::super::response::stream::{ItemStream, Streamed};

/// Waits for a future, such as that of a call, in a program without an async runtime.
///
/// Works in threads that may be blocked, such as those of `spawn_blocking`, too.
///
/// ```rust,ignore
/// let response = block_on(client.books().older_text().send())??;
/// ```
///
/// # Errors
/// [`Error::Request`] in an async task of Tokio, whose thread this would stop, and when no thread can be made.
pub fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    static RUNTIME: LazyLock<io::Result<Handle>> = LazyLock::new(start);
    if is_in_a_task() {
        return Err(Error::request(
            "a blocking call would stop the async runtime that it is made in: await it instead",
        ));
    }
    let runtime = RUNTIME.as_ref();
    let runtime = runtime.map_err(|error| Error::request(format!("blocking calls cannot be made: {error}")))?;
    // Not `Handle::block_on`, which panics where it thinks that blocking is wrong.
    let _inside = runtime.enter();
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let (mut future, mut context) = (pin!(future), Context::from_waker(&waker));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Ok(output);
        }
        thread::park();
    }
}

/// Wakes the thread that waits.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Returns whether an async task of Tokio runs this. Tokio has no question for it; but what it polls has a budget that
/// runs out, and a thread that may be blocked has none, though both are inside of a runtime.
fn is_in_a_task() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    let mut runs_out = |_| pin!(consume_budget()).poll(&mut context).is_pending();
    Handle::try_current().is_ok() && (0..=u8::MAX).any(&mut runs_out)
}

/// Starts the thread that all blocking calls of the program share. It ends with the program.
fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let wait = move || runtime.block_on(pending::<()>());
    thread::Builder::new().name("blocking calls".to_owned()).spawn(wait)?;
    Ok(handle)
}

impl<O: Operation> Call<O> {
    /// Sends it, and waits for the response.
    ///
    /// # Errors
    /// As [`send`](Self::send), and in an async task of Tokio.
    pub fn send_blocking(self) -> Result<Response<O::Output>, Error> {
        block_on(self.send())?
    }

    /// Sends it, and hands out the body of the response as it comes, to be [read](io::Read).
    ///
    /// # Errors
    /// As [`download`](Self::download), and in an async task of Tokio.
    pub fn download_blocking(self) -> Result<BlockingDownload, Error> {
        let download = block_on(self.download())??;
        Ok(BlockingDownload { download, chunk: Bytes::new() })
    }
}

impl<O: Streamed> Call<O> {
    /// Sends it, and hands out the items of the response as they come, by an iterator that waits for each.
    ///
    /// # Errors
    /// As [`stream`](Self::stream), and in an async task of Tokio.
    pub fn stream_blocking(self) -> Result<Blocking<ItemStream<O::Item>>, Error> {
        Ok(block_on(self.stream())??.blocking())
    }
}

impl<T> ItemStream<T> {
    /// Returns the items as an iterator that waits for each. After one that is not JSON, the next one comes.
    ///
    /// ```rust,ignore
    /// let stream = block_on(client.books().export_books().stream())??;
    /// for book in stream.blocking() {
    ///     println!("{:?}", book?);
    /// }
    /// ```
    pub fn blocking(self) -> Blocking<Self> {
        Blocking { stream: self, skips_unreadable: true, failed: false }
    }
}

impl<P: Primary> Pages<P> {
    /// Returns the pages as an iterator that waits for each.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking { stream: self, skips_unreadable: false, failed: false }
    }
}

impl<P: Primary> Items<P> {
    /// Returns the items as an iterator that waits for each page.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking { stream: self, skips_unreadable: false, failed: false }
    }
}

/// A stream as an iterator that waits. After an error there is no more, except after an item of a response that is not
/// JSON; [`into_inner`](Self::into_inner) gives what goes on.
#[derive(Debug)]
#[must_use = "nothing is fetched until it is asked for"]
pub struct Blocking<S> {
    stream: S,
    /// Whether more comes after what could not be read.
    skips_unreadable: bool,
    failed: bool,
}

impl<S> Blocking<S> {
    /// Returns the pages or items themselves, such as to ask for what failed again, or where to go on another time.
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for Blocking<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = block_on(poll_fn(|cx| Pin::new(&mut self.stream).poll_next(cx)));
        let next = next.unwrap_or_else(|error| Some(Err(error)));
        self.failed = match &next {
            Some(Err(Error::Decode { .. })) => !self.skips_unreadable,
            Some(Err(_)) => true,
            Some(Ok(_)) | None => false,
        };
        next
    }
}

/// A response whose body is read as it comes. Derefs to what is known before.
#[must_use = "nothing of the body is read until it is asked for"]
pub struct BlockingDownload {
    download: Download,
    /// What came and was not read yet.
    chunk: Bytes,
}

impl Deref for BlockingDownload {
    type Target = Download;

    fn deref(&self) -> &Download {
        &self.download
    }
}

impl io::Read for BlockingDownload {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            match block_on(self.download.try_next()).and_then(|next| next).map_err(io::Error::other)? {
                Some(chunk) => self.chunk = chunk,
                None => return Ok(0),
            }
        }
        let count = self.chunk.len().min(buffer.len());
        self.chunk.copy_to_slice(buffer.get_mut(..count).unwrap_or_default());
        Ok(count)
    }
}

impl fmt::Debug for BlockingDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingDownload").field(&self.download).finish()
    }
}
