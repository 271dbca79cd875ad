//! Collections in pages (JSON:API "Pagination"), one page after the other.

use std::any::Any;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::super::document::{Collection, Primary};
use super::super::error::Error;
use super::super::request::Request;
use super::super::response::{RawResponse, Response};
use super::pager::{AnyPage, Direction, Fetched, Pager};
use super::position::Position;

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
///
/// ```rust,ignore
/// let mut pages = klaviyo.profiles().get_profiles().pages();
/// while let Some(page) = pages.try_next().await? {
///     println!("{} profiles of {:?}", page.data.len(), pages.total());
/// }
/// ```
#[must_use = "nothing is fetched until it is polled"]
pub struct Pages<P> {
    pager: Pager,
    page: PhantomData<fn() -> P>,
}

impl<P: Primary> Pages<P> {
    pub(crate) fn new(request: Request) -> Self {
        Self { pager: Pager::new(request, read::<P>), page: PhantomData }
    }

    /// Sets whether to fetch the next page while the last one is used. True unless set.
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.pager.prefetch = prefetch;
        self
    }

    /// Goes from page to page backwards, from the page that the call asks for to the first one.
    ///
    /// With [`from_last`](Self::from_last), from the last page to the first one.
    pub fn backwards(mut self) -> Self {
        self.pager.direction = Direction::Backwards;
        self
    }

    /// Begins at the last page: the page that the call asks for is fetched, and not handed out, because its link
    /// `last` or the size of the collection tells where the last one is.
    #[allow(clippy::wrong_self_convention, reason = "it reads on: `items().from_last()`")]
    pub fn from_last(mut self) -> Self {
        self.pager.seeks_last = true;
        self
    }

    /// Ends after this many pages.
    pub fn take(mut self, pages: usize) -> Self {
        self.pager.left = self.pager.left.min(pages);
        self
    }

    /// Starts from this link, such as the `next` link of a page that was fetched before, or what
    /// [`next_link`](Self::next_link) gave. Where there are cursors, the call takes one as well.
    pub fn resume(mut self, link: impl AsRef<str>) -> Self {
        self.pager.resume(link.as_ref());
        self
    }

    /// Starts from a position of an earlier stream of pages of the same call.
    pub fn resume_at(mut self, position: &Position) -> Self {
        self.pager.resume_at(position);
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
    /// ```rust,ignore
    /// let pages: Vec<_> = klaviyo.profiles().get_profiles().pages().take(2).try_collect().await?;
    /// println!("{} pages", pages.len());
    /// ```
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
        self.pager.progress.total_items()
    }

    /// Returns the number of pages in the whole collection, where the last page that was handed out describes it.
    pub fn total_pages(&self) -> Option<u64> {
        self.pager.progress.total.pages
    }

    /// Returns where the page is that comes next, after an error, the page that failed: to go on there another
    /// time. `None` after the last page, and where there is no way to the next one.
    pub fn position(&self) -> Option<Position> {
        self.pager.position()
    }

    /// Returns the link to the page that comes next; after an error, to the page that failed. `None` after the
    /// last page, where there is no way to the next one, and where a page is not reached by `GET`.
    pub fn next_link(&self) -> Option<String> {
        self.pager.next_link()
    }

    /// Returns the cursor of the page that comes next, where the service pages by cursors. `None` also for a
    /// first page that no cursor was set for.
    pub fn next_cursor(&self) -> Option<String> {
        self.pager.next_cursor()
    }

    /// Requests the page again that failed. Changes nothing unless the last result was an error, or where there is no way to
    /// that page.
    ///
    /// ```rust,ignore
    /// let mut pages = klaviyo.profiles().get_profiles().pages();
    /// if pages.next().await.is_some_and(|page| page.is_err()) {
    ///     pages.retry();
    ///     let first = pages.try_next().await?;
    /// }
    /// ```
    pub fn retry(&mut self) {
        self.pager.retry();
    }

    pub(crate) fn direction(&self) -> Direction {
        self.pager.direction
    }

    pub(crate) fn here(&self) -> Option<&Position> {
        self.pager.here.as_ref()
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Response<Collection<P>>, Error>>> {
        self.pager.poll(cx).map(|page| page.map(|page| page.map(typed)))
    }

    /// Drives the request that is under way.
    pub(crate) fn poll_ahead(&mut self, cx: &mut Context<'_>) {
        self.pager.poll_ahead(cx);
    }
}

/// Reads a page for the pager, which does not know of its type.
fn read<P: Primary>(raw: RawResponse) -> Fetched {
    Ok(Box::new(Response::<Collection<P>>::read_page(raw)?))
}

/// Returns the page that [`read`] gave to the pager.
fn typed<P: Primary>(page: Box<dyn AnyPage>) -> Response<Collection<P>> {
    let page: Box<dyn Any> = page;
    *page.downcast().expect("the pager reads pages by the function that `Pages::new` gave it")
}

impl<P: Primary> Stream for Pages<P> {
    type Item = Result<Response<Collection<P>>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("request", &self.pager.request).finish_non_exhaustive()
    }
}
