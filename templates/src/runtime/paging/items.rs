//! What the pages of a collection hold, one by one.

use std::fmt;
use std::future::poll_fn;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::super::document::{Collection, Primary};
use super::super::error::Error;
use super::super::response::Response;
use super::page::Pages;

/// What the pages of a collection hold, one by one. Fetches ahead, and ends at an error, as [`Pages`]
/// does.
#[must_use = "nothing is fetched until it is polled"]
pub struct Items<P> {
    pages: Pages<P>,
    page: Option<Arc<Response<Collection<P>>>>,
    /// The position in the page of the item that comes next.
    position: usize,
}

impl<P: Primary> Items<P> {
    pub(crate) fn new(pages: Pages<P>) -> Self {
        Self { pages, page: None, position: 0 }
    }

    /// Whether to fetch the next page while the last one is used. True unless set.
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.pages = self.pages.prefetch(prefetch);
        self
    }

    /// Starts from this link, such as the `next` link of a page that was fetched before, or what
    /// [`next_link`](Self::next_link) told. Where there are cursors, the call takes one as well.
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

    /// The link to the page behind the one that items come from now; after an error, to the page that
    /// failed. `None` after the last page, and where the link to the next one cannot be followed.
    ///
    /// Items of the present page that were not handed out yet are not there: a bookmark is best made
    /// when a page is used up, or after an error.
    pub fn next_link(&self) -> Option<String> {
        self.pages.next_link()
    }

    /// The cursor of the page that [`next_link`](Self::next_link) leads to, where the service pages by
    /// cursors.
    pub fn next_cursor(&self) -> Option<String> {
        self.pages.next_cursor()
    }

    /// After an error, goes on with the page that failed, as [`Pages::retry`] does. No item comes twice.
    pub fn retry(&mut self) {
        self.pages.retry();
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
