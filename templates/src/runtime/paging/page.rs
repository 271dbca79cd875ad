//! Collections in pages (JSON:API "Pagination"), one page after the other.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_core::Stream;
use http::Uri;

use super::super::client::Client;
use super::super::document::{Collection, Primary};
use super::super::error::Error;
use super::super::request::Request;
use super::super::request::operation::Method;
use super::super::response::Response;
use super::super::transport::lock::lock;
use super::super::transport::{BoxFuture, TransportError, TransportErrorKind};
use super::next_page::{Page, Progress};
use super::position::{PagePosition, Position};
use super::table::{PagePlace, PageStart};

/// The pages of a collection, one after the other.
///
/// The next page is reached as the service has it: by a link, by counting on, or by a cursor. Where a page
/// shows that there is more and no way to it, or where the service sends one page again and again, there is an
/// [`Error::Pagination`]: a collection never ends early, and never goes on for ever.
///
/// The next page is fetched and read while the last one is used, also while nobody polls, unless
/// [`prefetch`](Self::prefetch) says otherwise. Dropping this stops what is under way.
///
/// After an error there are no more pages, unless [`retry`](Self::retry) asks for the page that failed
/// again. [`position`](Self::position) is where to go on another time, by [`resume_at`](Self::resume_at).
#[must_use = "nothing is fetched until it is polled"]
pub struct Pages<P> {
    state: State<P>,
    /// The request for the page that comes next or that failed; in the end, for the last page.
    request: Request,
    /// Where the page is that was handed out last.
    here: Option<Position>,
    progress: Progress,
    direction: Direction,
    /// Whether the first page that is handed out is to be the last one of the collection.
    seeks_last: bool,
    prefetch: bool,
    /// The number of pages that may still be handed out.
    left: usize,
}

/// The order of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Forwards,
    Backwards,
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
    /// There is no way to the next page.
    Lost(Error),
    /// There are no more pages.
    Done,
}

impl<P: Primary> Pages<P> {
    pub(crate) fn new(request: Request) -> Self {
        Self {
            state: State::Ready,
            request,
            here: None,
            progress: Progress::default(),
            direction: Direction::Forwards,
            seeks_last: false,
            prefetch: true,
            left: usize::MAX,
        }
    }

    /// Sets whether to fetch the next page while the last one is used. True unless set.
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.prefetch = prefetch;
        self
    }

    /// Goes from page to page backwards, from the page that the call asks for to the first one.
    ///
    /// With [`from_last`](Self::from_last), from the last page to the first one.
    pub fn backwards(mut self) -> Self {
        self.direction = Direction::Backwards;
        self
    }

    /// Begins at the last page: the page that the call asks for is fetched, and not handed out, because its link
    /// `last` or the size of the collection tells where the last one is.
    #[allow(clippy::wrong_self_convention, reason = "it reads on: `items().from_last()`")]
    pub fn from_last(mut self) -> Self {
        self.seeks_last = true;
        self
    }

    /// Ends after this many pages.
    pub fn take(mut self, pages: usize) -> Self {
        self.left = self.left.min(pages);
        self
    }

    /// Starts from this link, such as the `next` link of a page that was fetched before, or what
    /// [`next_link`](Self::next_link) gave. Where there are cursors, the call takes one as well.
    pub fn resume(mut self, link: impl AsRef<str>) -> Self {
        let next = self.request.url().and_then(|first| self.request.follow(link.as_ref(), &first));
        self.go_to(next.map(Some));
        self
    }

    /// Starts from a position of an earlier stream of pages of the same call.
    pub fn resume_at(mut self, position: &Position) -> Self {
        let next = match &position.page {
            PagePosition::First => return self,
            PagePosition::Link(link) => return self.resume(link),
            PagePosition::At(cursor) => self.request.at_page(cursor),
        };
        self.go_to(next.map(Some));
        self
    }

    /// Returns the next page; `None` after the last one.
    ///
    /// Dropping the future loses nothing: the next call goes on where it was.
    pub async fn next(&mut self) -> Option<Result<Response<Collection<P>>, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// Returns the next page; `None` after the last one.
    ///
    /// # Errors
    /// When it cannot be fetched or read.
    pub async fn try_next(&mut self) -> Result<Option<Response<Collection<P>>>, Error> {
        self.next().await.transpose()
    }

    /// Collects all pages that are left.
    ///
    /// # Errors
    /// When one of them cannot be fetched or read.
    pub async fn try_collect<C>(mut self) -> Result<C, Error>
    where
        C: Default + Extend<Response<Collection<P>>>,
    {
        let mut pages = C::default();
        while let Some(page) = self.try_next().await? {
            pages.extend([page]);
        }
        Ok(pages)
    }

    /// Returns the number of items in the whole collection, where the last page that was handed out describes it.
    pub fn total(&self) -> Option<u64> {
        self.progress.total.items
    }

    /// Returns the number of pages in the whole collection, where the last page that was handed out describes it.
    pub fn total_pages(&self) -> Option<u64> {
        self.progress.total.pages
    }

    /// Returns where the page is that comes next, after an error, the page that failed: to go on there another
    /// time. `None` after the last page, and where there is no way to the next one.
    pub fn position(&self) -> Option<Position> {
        self.upcoming().map(|url| self.place(&url))
    }

    /// Returns the link to the page that comes next; after an error, to the page that failed. `None` after the
    /// last page, where there is no way to the next one, and where a page is not reached by `GET`.
    pub fn next_link(&self) -> Option<String> {
        let url = self.upcoming()?;
        (self.request.method == Method::Get).then(|| url.to_string())
    }

    /// Returns the cursor of the page that comes next, where the service pages by cursors. `None` also for a
    /// first page that no cursor was set for.
    pub fn next_cursor(&self) -> Option<String> {
        match self.request.paging().start {
            PageStart::Cursor(place) => self.request.page_value(place, &self.upcoming()?),
            PageStart::None | PageStart::Number(..) | PageStart::Offset(_) => None,
        }
    }

    /// After an error, goes on with the page that failed: it is asked for again. Changes nothing unless
    /// the last result was an error, or where there is no such page because there is no way to it.
    pub fn retry(&mut self) {
        if let State::Failed = self.state {
            self.state = State::Ready;
        }
    }

    pub(crate) fn direction(&self) -> Direction {
        self.direction
    }

    pub(crate) fn here(&self) -> Option<&Position> {
        self.here.as_ref()
    }

    /// The position of the page that the request is for.
    fn place(&self, url: &Uri) -> Position {
        let start = self.request.paging().start.place();
        let page = match start {
            Some(PagePlace::Body(_)) => None,
            _ if self.request.method == Method::Get => Some(PagePosition::Link(url.to_string())),
            _ => None,
        };
        let at = || start.and_then(|place| self.request.page_value(place, url)).map(PagePosition::At);
        Position { page: page.or_else(at).unwrap_or(PagePosition::First), skip: 0 }
    }

    fn upcoming(&self) -> Option<Uri> {
        match self.state {
            State::Ready | State::Fetching(_) | State::Fetched(_) | State::Failed => self.request.url().ok(),
            State::Lost(_) | State::Done => None,
        }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Response<Collection<P>>, Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        loop {
            if let State::Ready = self.state {
                self.state = State::Fetching(fetch(self.request.clone()));
            }
            self.poll_ahead(cx);
            return Poll::Ready(match std::mem::replace(&mut self.state, State::Done) {
                State::Fetched(Ok(page)) => match self.plan(&page, cx) {
                    Ok(true) => {
                        self.left -= 1;
                        Some(Ok(*page))
                    }
                    // The page was fetched to find another one.
                    Ok(false) => continue,
                    Err(error) => Some(Err(error)),
                },
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
            });
        }
    }

    /// Decides what comes after a page. Returns whether the page is to be handed out.
    ///
    /// # Errors
    /// When the page is not what was asked for.
    fn plan(&mut self, response: &Response<Collection<P>>, cx: &mut Context<'_>) -> Result<bool, Error> {
        let page = &Page::new(response.document(), response.headers(), response.data.len());
        let seeks_last = std::mem::take(&mut self.seeks_last);
        let last = if seeks_last { self.progress.last(&self.request, page)? } else { None };
        if let Some(last) = last {
            self.go_to(Ok(Some(last)));
            return Ok(false);
        }
        self.progress.note(&self.request, page)?;
        self.here = self.request.url().ok().map(|url| self.place(&url));
        let next = match self.direction {
            Direction::Forwards => self.progress.next(&self.request, page),
            Direction::Backwards => self.progress.previous(&self.request, page),
        };
        self.go_to(next);
        if self.prefetch && self.left > 1 && matches!(self.state, State::Ready) {
            self.fetch_ahead(cx);
        }
        Ok(true)
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

    /// Makes ready the request for another page, or the end.
    fn go_to(&mut self, next: Result<Option<Request>, Error>) {
        self.state = match next {
            Ok(Some(request)) => {
                self.request = request;
                State::Ready
            }
            Ok(None) => State::Done,
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
