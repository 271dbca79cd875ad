//! Collections in pages (JSON:API "Pagination"): the link to the next page is followed as it stands.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::document::{Collection, Primary};
use super::error::Error;
use super::request::Request;
use super::response::{RawResponse, Response};
use super::transport::BoxFuture;

/// The pages of a collection, one after the other.
///
/// The next page is fetched while the last one is used, unless [`prefetch`](Self::prefetch) says
/// otherwise. After an error there are no more pages; [`resume`](Self::resume) goes on from a link.
#[must_use = "nothing is fetched until it is polled"]
pub struct Pages<P> {
    state: State,
    /// The request for the last page that was fetched, which the next one is made from.
    request: Request,
    /// The URLs that were fetched, to notice when they go round in a circle.
    visited: HashSet<String>,
    prefetch: bool,
    item: PhantomData<fn() -> P>,
}

enum State {
    /// The request is not sent yet.
    Ready(Request),
    /// The request is under way.
    Fetching(BoxFuture<'static, Result<RawResponse, Error>>),
    /// The page was fetched ahead.
    Fetched(Result<RawResponse, Error>),
    /// There are no more pages.
    Done,
}

impl<P: Primary> Pages<P> {
    pub(super) fn new(request: Request) -> Self {
        Self {
            state: State::Ready(request.clone()),
            request,
            visited: HashSet::new(),
            prefetch: true,
            item: PhantomData,
        }
    }

    /// Whether to fetch the next page while the last one is used. True unless set.
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.prefetch = prefetch;
        self
    }

    /// Starts from this link, such as the `next` link of a page that was fetched before.
    pub fn resume(mut self, link: impl AsRef<str>) -> Self {
        self.state = match self.request.follow(link.as_ref(), "") {
            Ok(request) => State::Ready(request),
            Err(error) => State::Fetched(Err(error)),
        };
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

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Response<Collection<P>>, Error>>> {
        self.start();
        self.poll_ahead(cx);
        let fetched = match std::mem::replace(&mut self.state, State::Done) {
            State::Fetched(fetched) => fetched,
            State::Done => return Poll::Ready(None),
            under_way => {
                self.state = under_way;
                return Poll::Pending;
            }
        };
        let page = fetched.and_then(Response::read);
        if let Ok(page) = &page {
            self.plan(page);
            if self.prefetch {
                self.start();
                self.poll_ahead(cx);
            }
        }
        Poll::Ready(Some(page))
    }

    /// Decides what comes after a page.
    fn plan(&mut self, page: &Collection<P>) {
        let Some(link) = page.links.next() else {
            return;
        };
        self.state = match self.follow(link) {
            Ok(request) => State::Ready(request),
            Err(error) => State::Fetched(Err(error)),
        };
    }

    fn follow(&mut self, link: &str) -> Result<Request, Error> {
        let current = self.request.url()?;
        let request = self.request.follow(link, current.path())?;
        self.visited.insert(current.to_string());
        if self.visited.contains(&request.url()?.to_string()) {
            let message = "it was fetched before".to_owned();
            return Err(Error::Pagination { message, link: link.to_owned() });
        }
        Ok(request)
    }

    /// Sends the request that is ready.
    fn start(&mut self) {
        if let State::Ready(request) = &self.state {
            self.request = request.clone();
            self.state = State::Fetching(Box::pin(request.clone().execute()));
        }
    }

    /// Drives the request that is under way.
    fn poll_ahead(&mut self, cx: &mut Context<'_>) {
        let State::Fetching(future) = &mut self.state else {
            return;
        };
        if let Poll::Ready(fetched) = future.as_mut().poll(cx) {
            self.state = State::Fetched(fetched);
        }
    }
}

impl<P: Primary> Stream for Pages<P> {
    type Item = Result<Response<Collection<P>>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("request", &self.request).finish_non_exhaustive()
    }
}

/// What the pages of a collection hold, one by one.
#[must_use = "nothing is fetched until it is polled"]
pub struct Items<P> {
    pages: Pages<P>,
    page: Option<Arc<Response<Collection<P>>>>,
    /// The position in the page of the item that comes next.
    position: usize,
}

impl<P: Primary> Items<P> {
    pub(super) fn new(pages: Pages<P>) -> Self {
        Self { pages, page: None, position: 0 }
    }

    /// Whether to fetch the next page while the last one is used. True unless set.
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.pages = self.pages.prefetch(prefetch);
        self
    }

    /// Starts from this link, such as the `next` link of a page that was fetched before.
    pub fn resume(mut self, link: impl AsRef<str>) -> Self {
        self.pages = self.pages.resume(link);
        self
    }

    /// The next item; `None` after the last one.
    ///
    /// Dropping the future loses nothing: the next call goes on where it was.
    pub async fn next(&mut self) -> Option<Result<Item<P>, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// The next item; `None` after the last one.
    ///
    /// # Errors
    /// When its page cannot be fetched or read.
    pub async fn try_next(&mut self) -> Result<Option<Item<P>>, Error> {
        self.next().await.transpose()
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Item<P>, Error>>> {
        loop {
            if let Some(item) = self.take() {
                self.pages.poll_ahead(cx);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(cx)) {
                Some(Ok(page)) => {
                    self.page = Some(Arc::new(page));
                    self.position = 0;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn take(&mut self) -> Option<Item<P>> {
        let page = self.page.as_ref()?;
        page.data.get(self.position)?;
        let item = Item { page: Arc::clone(page), position: self.position };
        self.position += 1;
        Some(item)
    }
}

impl<P: Primary> Stream for Items<P> {
    type Item = Result<Item<P>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<P> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}

/// An element of a collection, and the page it came in. Derefs to the element.
pub struct Item<P> {
    page: Arc<Response<Collection<P>>>,
    position: usize,
}

impl<P: Primary> Item<P> {
    /// The page it came in, with what was included there.
    pub fn page(&self) -> &Response<Collection<P>> {
        &self.page
    }

    /// The element by itself.
    pub fn into_inner(self) -> P {
        (*self).clone()
    }
}

impl<P> Deref for Item<P> {
    type Target = P;

    fn deref(&self) -> &P {
        self.page.data.get(self.position).expect("the page does not change after the item was taken from it")
    }
}

impl<P> Clone for Item<P> {
    fn clone(&self) -> Self {
        Self { page: Arc::clone(&self.page), position: self.position }
    }
}

impl<P: fmt::Debug> fmt::Debug for Item<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
