//! Collections in pages (JSON:API "Pagination"): the link to the next page is followed as it stands.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_core::Stream;
use http::Uri;

use super::super::client::Client;
use super::super::document::{Collection, Primary};
use super::super::error::Error;
use super::super::query::url;
use super::super::request::Request;
use super::super::request::operation::PageStyle;
use super::super::response::Response;
use super::super::transport::lock::lock;
use super::super::transport::{BoxFuture, TransportError, TransportErrorKind};

/// The pages of a collection, one after the other.
///
/// The next page is fetched and read while the last one is used, also while nobody polls, unless
/// [`prefetch`](Self::prefetch) says otherwise. Dropping this stops what is under way.
///
/// After an error there are no more pages, unless [`retry`](Self::retry) asks for the page that failed
/// again. [`next_link`](Self::next_link) tells where to go on another time, by
/// [`resume`](Self::resume).
#[must_use = "nothing is fetched until it is polled"]
pub struct Pages<P> {
    state: State<P>,
    /// The request for the page that comes next or that failed; in the end, for the last page.
    request: Request,
    visited: Visited,
    prefetch: bool,
}

/// What became of the request for a page.
type Fetched<P> = Result<Box<Response<Collection<P>>>, Error>;

enum State<P> {
    /// The request is not sent yet.
    Ready,
    /// The request is under way.
    Fetching(BoxFuture<'static, Fetched<P>>),
    /// There is an answer.
    Fetched(Fetched<P>),
    /// There was an error, which was handed out.
    Failed,
    /// The link to the next page cannot be followed.
    Lost(Error),
    /// There are no more pages.
    Done,
}

impl<P: Primary> Pages<P> {
    pub(crate) fn new(request: Request) -> Self {
        Self { state: State::Ready, request, visited: Visited::default(), prefetch: true }
    }

    /// Whether to fetch the next page while the last one is used. True unless set.
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.prefetch = prefetch;
        self
    }

    /// Starts from this link, such as the `next` link of a page that was fetched before, or what
    /// [`next_link`](Self::next_link) told. Where there are cursors, the call takes one as well.
    pub fn resume(mut self, link: impl AsRef<str>) -> Self {
        let first = self.request.url();
        self.go_to(link.as_ref(), first.as_ref().map_or("", Uri::path));
        self
    }

    /// The next page; `None` after the last one.
    ///
    /// Dropping the future loses nothing: the next call goes on where it was.
    pub async fn next(&mut self) -> Option<Result<Response<Collection<P>>, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// The next page; `None` after the last one.
    ///
    /// # Errors
    /// When it cannot be fetched or read.
    pub async fn try_next(&mut self) -> Result<Option<Response<Collection<P>>>, Error> {
        self.next().await.transpose()
    }

    /// The link to the page that comes next; after an error, to the page that failed. `None` after the
    /// last page, and where the link to the next one cannot be followed.
    pub fn next_link(&self) -> Option<String> {
        self.upcoming().map(|url| url.to_string())
    }

    /// The cursor of the page that [`next_link`](Self::next_link) leads to, where the service pages by
    /// cursors. `None` also for a first page that no cursor was set for.
    pub fn next_cursor(&self) -> Option<String> {
        match self.request.info().page {
            PageStyle::Cursor(name) => url::parameter(&self.upcoming()?, name),
            _ => None,
        }
    }

    /// After an error, goes on with the page that failed: it is asked for again. Changes nothing unless
    /// the last result was an error, or where there is no such page because a link cannot be followed.
    pub fn retry(&mut self) {
        if let State::Failed = self.state {
            self.state = State::Ready;
        }
    }

    fn upcoming(&self) -> Option<Uri> {
        match self.state {
            State::Ready | State::Fetching(_) | State::Fetched(_) | State::Failed => self.request.url().ok(),
            State::Lost(_) | State::Done => None,
        }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Response<Collection<P>>, Error>>> {
        if let State::Ready = self.state {
            self.state = State::Fetching(fetch(self.request.clone()));
        }
        self.poll_ahead(cx);
        Poll::Ready(match std::mem::replace(&mut self.state, State::Done) {
            State::Fetched(Ok(page)) => {
                self.plan(page.links.next(), cx);
                Some(Ok(*page))
            }
            State::Fetched(Err(error)) => {
                self.state = State::Failed;
                Some(Err(error))
            }
            State::Lost(error) => Some(Err(error)),
            State::Done => None,
            State::Failed => {
                self.state = State::Failed;
                None
            }
            under_way @ (State::Ready | State::Fetching(_)) => {
                self.state = under_way;
                return Poll::Pending;
            }
        })
    }

    /// Decides what comes after a page, from its link to the next one.
    fn plan(&mut self, link: Option<&str>, cx: &mut Context<'_>) {
        let (Some(link), Ok(current)) = (link, self.request.url()) else {
            return;
        };
        self.visited.insert(&current);
        self.go_to(link, current.path());
        if self.prefetch && matches!(self.state, State::Ready) {
            self.fetch_ahead(cx);
        }
    }

    /// Sends the request that is ready, and lets what comes of it get on also while nobody polls, if the
    /// transport knows how.
    fn fetch_ahead(&mut self, cx: &mut Context<'_>) {
        let mut page = fetch(self.request.clone());
        // Polled once here, so that the request is on its way when the reader keeps the thread busy.
        self.state = match page.as_mut().poll(cx) {
            Poll::Ready(fetched) => State::Fetched(fetched),
            Poll::Pending => State::Fetching(in_background(self.request.client(), page)),
        };
        self.poll_ahead(cx);
    }

    /// Makes ready the request for the page that a link leads to, unless it was fetched before.
    fn go_to(&mut self, link: &str, current: &str) {
        let request = self.request.follow(link, current);
        self.state = match request.and_then(|request| Ok((request.url()?, request))) {
            Ok((url, _)) if self.visited.contains(&url) => {
                let message = "it was fetched before".to_owned();
                State::Lost(Error::Pagination { message, link: link.to_owned() })
            }
            Ok((_, request)) => {
                self.request = request;
                State::Ready
            }
            Err(error) => State::Lost(error),
        };
    }

    /// Drives the request that is under way.
    pub(crate) fn poll_ahead(&mut self, cx: &mut Context<'_>) {
        let State::Fetching(future) = &mut self.state else {
            return;
        };
        if let Poll::Ready(fetched) = future.as_mut().poll(cx) {
            self.state = State::Fetched(fetched);
        }
    }
}

/// Fetches a page and reads it.
fn fetch<P: Primary>(request: Request) -> BoxFuture<'static, Fetched<P>> {
    Box::pin(async { Response::read_page(request.execute().await?).map(Box::new) })
}

/// Lets a page get on while nobody polls it.
fn in_background<P: Primary>(client: &Client, page: BoxFuture<'static, Fetched<P>>) -> BoxFuture<'static, Fetched<P>> {
    let fetched = Arc::new(Mutex::new(None));
    let slot = Arc::clone(&fetched);
    let task = client.spawn(Box::pin(async move {
        let page = page.await;
        *lock(&slot) = Some(page);
    }));
    Box::pin(async move {
        task.await;
        let page = lock(&fetched).take();
        page.unwrap_or_else(|| {
            let message = "what fetched the page was shut down";
            Err(TransportError::new(TransportErrorKind::Other, message).into())
        })
    })
}

/// The pages that were fetched, to notice when links go round in a circle.
///
/// What is kept of a URL is a hash of 64 bits, with a key of its own for each stream: of ten thousand
/// pages that are all different, two have the same with a probability of 3 to 10^12.
#[derive(Default)]
struct Visited {
    key: RandomState,
    hashes: HashSet<u64>,
}

impl Visited {
    #[inline]
    fn insert(&mut self, url: &Uri) {
        self.hashes.insert(self.key.hash_one(url));
    }

    #[inline]
    fn contains(&self, url: &Uri) -> bool {
        self.hashes.contains(&self.key.hash_one(url))
    }
}

impl<P: Primary> Stream for Pages<P> {
    type Item = Result<Response<Collection<P>>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

/// Nothing in it is pinned.
impl<P> Unpin for Pages<P> {}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("request", &self.request).finish_non_exhaustive()
    }
}
