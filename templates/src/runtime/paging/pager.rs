//! What streams of pages do, whatever their items are: compiled once, not in each program for each type of resource.

use std::any::Any;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use http::Uri;

use super::super::client::Client;
use super::super::document::{Collection, Primary};
use super::super::error::Error;
use super::super::request::Request;
use super::super::request::operation::Method;
use super::super::response::{RawResponse, Response};
use super::super::transport::lock::lock;
use super::super::transport::{BoxFuture, TransportError, TransportErrorKind};
use super::next_page::{Page, Progress};
use super::position::{PagePosition, Position};
use super::table::{PagePlace, PageStart};

/// The way from page to page of a collection.
pub(crate) struct Pager {
    state: State,
    /// The request for the page that comes next or that failed; in the end, for the last page.
    pub(crate) request: Request,
    read: fn(RawResponse) -> Fetched,
    /// Where the page is that was handed out last.
    pub(crate) here: Option<Position>,
    pub(crate) progress: Progress,
    pub(crate) direction: Direction,
    /// Whether the first page that is handed out is to be the last one of the collection.
    pub(crate) seeks_last: bool,
    pub(crate) prefetch: bool,
    /// The number of pages that may still be handed out.
    pub(crate) left: usize,
}

/// The order of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Forwards,
    Backwards,
}

/// A page that was read, whatever its items are.
pub(crate) trait AnyPage: Any + Send {
    /// Returns what tells where the next page is.
    fn page(&self) -> Page<'_>;
}

impl<P: Primary> AnyPage for Response<Collection<P>> {
    fn page(&self) -> Page<'_> {
        Page::new(self.document(), self.headers(), self.data.len())
    }
}

/// The result of the request for a page.
pub(crate) type Fetched = Result<Box<dyn AnyPage>, Error>;

enum State {
    /// The request is not sent yet.
    Ready,
    /// The request is under way.
    Fetching(BoxFuture<'static, Fetched>),
    /// There is an answer.
    Fetched(Fetched),
    /// There was an error, which was handed out.
    Failed,
    /// There is no way to the next page.
    Lost(Error),
    /// There are no more pages.
    Done,
}

impl Pager {
    /// Creates the way from the page that a request asks for, each page of it read by `read`.
    pub(crate) fn new(request: Request, read: fn(RawResponse) -> Fetched) -> Self {
        Self {
            state: State::Ready,
            request,
            read,
            here: None,
            progress: Progress::default(),
            direction: Direction::Forwards,
            seeks_last: false,
            prefetch: true,
            left: usize::MAX,
        }
    }

    /// Starts from a link to a page.
    pub(crate) fn resume(&mut self, link: &str) {
        let next = self.request.url().and_then(|first| self.request.follow(link, &first));
        self.go_to(next.map(Some));
    }

    /// Starts from a position.
    pub(crate) fn resume_at(&mut self, position: &Position) {
        self.progress.largest = position.size;
        match &position.page {
            PagePosition::First => {}
            PagePosition::Link(link) => self.resume(link),
            PagePosition::At(cursor) => self.go_to(self.request.at_page(cursor).map(Some)),
        }
    }

    /// Returns where the page is that comes next, or that failed.
    pub(crate) fn position(&self) -> Option<Position> {
        self.upcoming().map(|url| self.place(&url))
    }

    /// Returns the link to the page that comes next, or that failed.
    pub(crate) fn next_link(&self) -> Option<String> {
        let url = self.upcoming()?;
        (self.request.method == Method::Get).then(|| url.to_string())
    }

    /// Returns the cursor of the page that comes next, or that failed.
    pub(crate) fn next_cursor(&self) -> Option<String> {
        match self.request.paging().start {
            PageStart::Cursor(place) => self.request.page_value(place, &self.upcoming()?),
            PageStart::None | PageStart::Number(..) | PageStart::Offset(..) => None,
        }
    }

    /// Prepares, after an error, the request for the page that failed.
    pub(crate) fn retry(&mut self) {
        if let State::Failed = self.state {
            self.state = State::Ready;
        }
    }

    /// Returns the position of the page that the request is for.
    fn place(&self, url: &Uri) -> Position {
        let start = self.request.paging().start.place();
        let page = match start {
            Some(PagePlace::Body(_)) => None,
            _ if self.request.method == Method::Get => Some(PagePosition::Link(url.to_string())),
            _ => None,
        };
        let at = || start.and_then(|place| self.request.page_value(place, url)).map(PagePosition::At);
        let is_counted = matches!(self.request.paging().start, PageStart::Number(..) | PageStart::Offset(..));
        let size = if is_counted { self.progress.largest } else { 0 };
        Position { page: page.or_else(at).unwrap_or(PagePosition::First), skip: 0, size }
    }

    /// Returns the address of the page that comes next, or that failed.
    fn upcoming(&self) -> Option<Uri> {
        match self.state {
            State::Ready | State::Fetching(_) | State::Fetched(_) | State::Failed => self.request.url().ok(),
            State::Lost(_) | State::Done => None,
        }
    }

    /// Polls for the next page.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Fetched>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        loop {
            if let State::Ready = self.state {
                self.state = State::Fetching(self.fetch());
            }
            self.poll_ahead(cx);
            return Poll::Ready(match std::mem::replace(&mut self.state, State::Done) {
                State::Fetched(Ok(page)) => match self.plan(&page.page(), cx) {
                    Ok(true) => {
                        self.left -= 1;
                        Some(Ok(page))
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
    fn plan(&mut self, page: &Page<'_>, cx: &mut Context<'_>) -> Result<bool, Error> {
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

    /// Sends the request that is ready, and reads the page.
    fn fetch(&self) -> BoxFuture<'static, Fetched> {
        let (request, read) = (self.request.clone(), self.read);
        Box::pin(async move { read(request.execute().await?) })
    }

    /// Sends the request that is ready, and lets what comes of it get on also while nobody polls, if the
    /// transport knows how.
    fn fetch_ahead(&mut self, cx: &mut Context<'_>) {
        let mut page = self.fetch();
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

/// Lets a page get on while nobody polls it.
fn in_background(client: &Client, page: BoxFuture<'static, Fetched>) -> BoxFuture<'static, Fetched> {
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
