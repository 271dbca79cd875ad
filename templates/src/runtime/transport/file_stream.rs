//! Files as streams of chunks, on any runtime: a thread of its own reads the file while it is sent.
//!
//! All is `#[inline]`: only programs that send files hold the code of it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;

use bytes::Bytes;
use futures_core::Stream;

use super::lock::lock;

/// The number of bytes that are read at once.
const CHUNK: usize = 64 << 10;

/// The number of chunks that are read ahead.
const AHEAD: usize = 2;

/// The content of a file. It is opened when the first chunk is asked for, and read no faster than it is
/// taken; dropping the stream ends the reading.
pub(crate) struct FileStream {
    path: PathBuf,
    reading: Option<Reading>,
}

struct Reading {
    /// It ends with the file.
    chunks: Receiver<io::Result<Bytes>>,
    waiting: Arc<Waiting>,
}

/// The waker that waits for a chunk.
#[derive(Default)]
struct Waiting(Mutex<Option<Waker>>);

impl FileStream {
    #[inline]
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, reading: None }
    }

    fn start(&self) -> io::Result<Reading> {
        let (sender, chunks) = sync_channel(AHEAD);
        let waiting = Arc::<Waiting>::default();
        let (path, waiter) = (self.path.clone(), Arc::clone(&waiting));
        let read = move || {
            if let Err(error) = read(&path, &sender, &waiter) {
                // A stream that was dropped does not care.
                let _gone = sender.send(Err(error));
            }
            drop(sender);
            waiter.wake();
        };
        thread::Builder::new().name("upload of a file".to_owned()).spawn(read)?;
        Ok(Reading { chunks, waiting })
    }
}

/// Reads a file to its end, or until nobody takes the chunks.
fn read(path: &Path, sender: &SyncSender<io::Result<Bytes>>, waiter: &Waiting) -> io::Result<()> {
    let mut file = File::open(path)?;
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        file.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
        if chunk.is_empty() || sender.send(Ok(chunk.into())).is_err() {
            return Ok(());
        }
        waiter.wake();
    }
}

impl Reading {
    fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        match self.chunks.try_recv() {
            Ok(chunk) => return Poll::Ready(Some(chunk)),
            Err(TryRecvError::Disconnected) => return Poll::Ready(None),
            Err(TryRecvError::Empty) => self.waiting.set(cx.waker()),
        }
        // Once more: a chunk that came before the waker was there woke nobody.
        match self.chunks.try_recv() {
            Ok(chunk) => Poll::Ready(Some(chunk)),
            Err(TryRecvError::Disconnected) => Poll::Ready(None),
            Err(TryRecvError::Empty) => Poll::Pending,
        }
    }
}

impl Waiting {
    #[inline]
    fn set(&self, waker: &Waker) {
        *lock(&self.0) = Some(waker.clone());
    }

    fn wake(&self) {
        let waker = lock(&self.0).take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Stream for FileStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.reading.is_none() {
            match self.start() {
                Ok(reading) => self.reading = Some(reading),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        self.reading.as_ref().map_or(Poll::Ready(None), |reading| reading.poll(cx))
    }
}
