//! The items of the pages of a collection, one by one.

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
use super::pager::Direction;
use super::position::Position;

/// The items of the pages of a collection, one by one. Fetches ahead, and ends at an error, as [`Pages`]
/// does.
///
/// ```rust,ignore
/// let mut profiles = klaviyo.profiles().get_profiles().items().take(500);
/// while let Some(profile) = profiles.try_next().await? {
///     println!("{}", profile.id);
/// }
/// ```
#[must_use = "nothing is fetched until it is polled"]
pub struct Items<P> {
    pages: Pages<P>,
    page: Option<Arc<Response<Collection<P>>>>,
    /// The number of items of the page that were handed out.
    handed_out: usize,
    /// The number of items that are left out of the page that comes next.
    skip: usize,
    /// The number of items that may still be handed out.
    left: usize,
}

impl<P: Primary> Items<P> {
    pub(crate) fn new(pages: Pages<P>) -> Self {
        Self { pages, page: None, handed_out: 0, skip: 0, left: usize::MAX }
    }

    /// Sets whether to fetch the next page while the last one is used. True unless set.
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.pages = self.pages.prefetch(prefetch);
        self
    }

    /// Goes through the collection backwards, from the last item of the page that the call asks for to the first
    /// item of all; with [`from_last`](Self::from_last), from the last item of all.
    ///
    /// ```rust,ignore
    /// let last_ten = klaviyo.profiles().get_profiles().items().from_last().backwards().take(10);
    /// ```
    pub fn backwards(mut self) -> Self {
        self.pages = self.pages.backwards();
        self
    }

    /// Begins at the last page, as [`Pages::from_last`] does.
    #[allow(clippy::wrong_self_convention, reason = "it reads on: `items().from_last()`")]
    pub fn from_last(mut self) -> Self {
        self.pages = self.pages.from_last();
        self
    }

    /// Ends after this many items.
    pub fn take(mut self, items: usize) -> Self {
        self.left = self.left.min(items);
        self
    }

    /// Starts from this link, such as the `next` link of a page that was fetched before, or what
    /// [`next_link`](Self::next_link) gave. Where there are cursors, the call takes one as well.
    ///
    /// ```rust,ignore
    /// let rest = klaviyo.profiles().get_profiles().items().resume("/api/profiles?page%5Bcursor%5D=abc");
    /// ```
    pub fn resume(mut self, link: impl AsRef<str>) -> Self {
        self.pages = self.pages.resume(link);
        self
    }

    /// Starts from a position of an earlier stream of items of the same call: behind the last item that it handed
    /// out.
    pub fn resume_at(mut self, position: &Position) -> Self {
        self.skip = position.skip;
        self.pages = self.pages.resume_at(position);
        self
    }

    /// Returns the next item; `None` after the last one.
    ///
    /// Dropping the future loses nothing: the next call goes on where it was.
    pub async fn next(&mut self) -> Option<Result<Item<P>, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// Returns the next item; `None` after the last one.
    ///
    /// # Errors
    /// When its page cannot be fetched or read.
    pub async fn try_next(&mut self) -> Result<Option<Item<P>>, Error> {
        self.next().await.transpose()
    }

    /// Returns the next items, at most this many; fewer, and in the end none, at the end of the collection.
    ///
    /// ```rust,ignore
    /// let mut items = klaviyo.profiles().get_profiles().items();
    /// let first = items.next_chunk(50).await?;
    /// ```
    ///
    /// # Errors
    /// When a page cannot be fetched or read. The items before it are lost; with [`position`](Self::position) they
    /// are not.
    pub async fn next_chunk(&mut self, size: usize) -> Result<Vec<Item<P>>, Error> {
        let mut chunk = Vec::new();
        while chunk.len() < size {
            match self.try_next().await? {
                Some(item) => chunk.push(item),
                None => break,
            }
        }
        Ok(chunk)
    }

    /// Collects all items that are left.
    ///
    /// ```rust,ignore
    /// let profiles: Vec<Resource<Profile>> = klaviyo.profiles().get_profiles().items().take(100).try_collect().await?;
    /// ```
    ///
    /// # Errors
    /// When a page cannot be fetched or read.
    pub async fn try_collect<C: Default + Extend<P>>(mut self) -> Result<C, Error> {
        let mut items = C::default();
        while let Some(item) = self.try_next().await? {
            items.extend([item.into_inner()]);
        }
        Ok(items)
    }

    /// Returns the number of items in the whole collection, where the last page describes it.
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// Returns where the item is that comes next, to go on there another time; after an error, where the page
    /// begins that failed. `None` after the last item, and where there is no way to the next page.
    pub fn position(&self) -> Option<Position> {
        match (&self.page, self.pages.here()) {
            (Some(page), Some(here)) if self.handed_out < page.data.len() => {
                Some(Position { skip: self.handed_out, ..here.clone() })
            }
            _ => self.pages.position().map(|position| Position { skip: self.skip, ..position }),
        }
    }

    /// Returns the link to the page behind the one that items come from now; after an error, to the page that
    /// failed. `None` after the last page, and where there is no way to the next one.
    ///
    /// Items of the present page that were not handed out yet are not there; [`position`](Self::position) has them.
    pub fn next_link(&self) -> Option<String> {
        self.pages.next_link()
    }

    /// Returns the cursor of the page that [`next_link`](Self::next_link) leads to, where the service pages by
    /// cursors.
    pub fn next_cursor(&self) -> Option<String> {
        self.pages.next_cursor()
    }

    /// Requests the page again that failed, as [`Pages::retry`] does. No item comes twice.
    pub fn retry(&mut self) {
        self.pages.retry();
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Item<P>, Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        loop {
            if let Some(item) = self.take_one() {
                self.pages.poll_ahead(cx);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(cx)) {
                Some(Ok(page)) => {
                    self.page = Some(Arc::new(page));
                    self.handed_out = std::mem::take(&mut self.skip);
                }
                Some(Err(error)) => {
                    self.page = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(None),
            }
        }
    }

    fn take_one(&mut self) -> Option<Item<P>> {
        let page = self.page.as_ref()?;
        let position = match self.pages.direction() {
            Direction::Forwards => self.handed_out,
            Direction::Backwards => page.data.len().checked_sub(self.handed_out + 1)?,
        };
        page.data.get(position)?;
        let item = Item { page: Arc::clone(page), position };
        self.handed_out += 1;
        self.left -= 1;
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
///
/// ```rust,ignore
/// let mut items = klaviyo.profiles().get_profiles().items();
/// while let Some(profile) = items.try_next().await? {
///     println!("{} came with {:?}", profile.id, profile.page().links.this());
/// }
/// ```
pub struct Item<P> {
    page: Arc<Response<Collection<P>>>,
    position: usize,
}

impl<P: Primary> Item<P> {
    /// Returns the page it came in, with what was included there.
    pub fn page(&self) -> &Response<Collection<P>> {
        &self.page
    }

    /// Returns the element by itself.
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
