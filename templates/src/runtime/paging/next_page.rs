//! What comes after a page: the request for the next one, the end of the collection, or an error.
//!
//! A collection ends where the service says so: by links, by what a page tells of its extent, or by a page
//! that is empty or short. Where a service contradicts itself or repeats itself, there is an error
//! instead of an early or no end.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use http::{HeaderMap, Uri};

use super::super::error::Error;
use super::super::query::url::trimmed;
use super::super::rate_limit::headers;
use super::super::request::Request;
use super::super::schema::shape::JsonKind;
use super::super::schema::tape::{Node, Tape};
use super::table::{PagePlace, PageStart, Paging};

/// The way to the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextPage {
    /// By the link `next` of the document or of the header field `Link` (RFC 8288).
    Links,
    /// By the link at this JSON pointer into the document.
    LinkAt(&'static str),
    /// By such a link; where a response has no links although there is more, by counting on.
    LinksOrCount,
    /// By counting on from the number or the offset of the page; by a link where a response has one.
    Count,
    /// By the cursor at this JSON pointer into the document; by a link where a response has no cursor.
    Cursor(&'static str),
    /// By the id of the last item.
    LastId,
}

/// The parts of a page by which the next one is reached, for a server that makes pages.
impl NextPage {
    /// Returns whether a page has links to its neighbours.
    pub const fn has_links(self) -> bool {
        matches!(self, Self::Links | Self::LinksOrCount)
    }

    /// Returns where a page has the cursor of the next one.
    pub const fn cursor(self) -> Option<&'static str> {
        match self {
            Self::Cursor(pointer) => Some(pointer),
            Self::Links | Self::LinkAt(_) | Self::LinksOrCount | Self::Count | Self::LastId => None,
        }
    }

    /// Returns where a page has the link to the next one, if that is not among its `links`.
    pub const fn link(self) -> Option<&'static str> {
        match self {
            Self::LinkAt(pointer) => Some(pointer),
            Self::Links | Self::LinksOrCount | Self::Count | Self::Cursor(_) | Self::LastId => None,
        }
    }

    /// Returns whether the id of an item names the page after it.
    pub const fn is_by_id(self) -> bool {
        matches!(self, Self::LastId)
    }
}

/// The number of empty pages in a row that are fetched before the collection counts as broken. Services that
/// filter what they have read send empty pages, but not that many.
const EMPTY_PAGES: u32 = 100;

/// The number of pages in a row that links lead to and that all hold the same.
const PAGES_ALIKE: u32 = 10;

const FETCHED_BEFORE: &str = "it was fetched before";

/// A page that was fetched, as far as the next one follows from it.
pub(crate) struct Page<'p> {
    /// The document; `None` where it is not JSON.
    tape: Option<Tape<'p>>,
    headers: &'p HeaderMap,
    /// The number of its items.
    count: usize,
}

impl<'p> Page<'p> {
    pub(crate) fn new(document: &'p str, headers: &'p HeaderMap, count: usize) -> Self {
        Self { tape: Tape::new(document).ok(), headers, count }
    }

    /// Returns the value that a JSON pointer (RFC 6901) into the document leads to.
    fn pointed(&self, pointer: &str) -> Option<Node<'_>> {
        self.tape.as_ref()?.root().pointed(pointer)
    }

    /// Returns the same, if it is not null.
    fn there(&self, pointer: &str) -> Option<Node<'_>> {
        self.pointed(pointer).filter(|value| !value.is_null())
    }
}

/// The memory of a stream of pages of the pages that it fetched.
#[derive(Default)]
pub(crate) struct Progress {
    visited: Visited,
    /// Identifies what the last page held that was not empty.
    held: Option<u64>,
    /// The number of pages in a row that held the same as the one before them.
    again: u32,
    /// Whether a link led to the page that comes next.
    is_linked: bool,
    /// The number of empty pages in a row.
    empty: u32,
    /// The number of items on the largest page.
    pub(crate) largest: usize,
    /// The number of items up to here; `None` when the stream did not begin at the first page.
    items: Option<u64>,
    /// Whether a page was fetched.
    has_begun: bool,
    /// What the last page said of the whole collection.
    pub(crate) total: Total,
    /// The number of items in the collection by a member that may count those of each page.
    counted: Option<u64>,
}

/// The size of a collection, as far as a page described it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Total {
    pub(crate) items: Option<u64>,
    pub(crate) pages: Option<u64>,
}

/// The verdict of a collection's extent on the page after this one.
enum Verdict {
    Complete,
    More,
    /// The next page begins here.
    At(u64),
    Unknown,
}

/// The link to another page, as a page has it.
enum PageLink {
    Link(String),
    /// The page has links between pages, and this one is absent, null or empty.
    Last,
    /// The page has no links between pages.
    None,
}

impl Progress {
    /// Returns the number of items in the whole collection, where the last page described it.
    pub(crate) fn total_items(&self) -> Option<u64> {
        self.total.items.or(self.counted)
    }

    /// Notes a page that was fetched.
    ///
    /// # Errors
    /// When it shows that the service does not go on from page to page.
    pub(crate) fn note(&mut self, request: &Request, page: &Page<'_>) -> Result<(), Error> {
        let url = request.url()?;
        if !self.has_begun {
            self.has_begun = true;
            self.items = is_first(request, &url).then_some(0);
        }
        self.visited.insert(&url, request);
        let extent = request.paging().extent;
        self.total = Total { items: count_at(page, extent.items), pages: count_at(page, extent.pages) };
        self.counted = more_than_on(page, extent.counted);
        self.items = self.items.map(|items| items.saturating_add(whole(page.count)));
        self.largest = self.largest.max(page.count);
        if page.count == 0 {
            self.empty += 1;
            let most = EMPTY_PAGES;
            return if self.empty > most {
                Err(broken(&url, format!("more than {most} pages in a row are empty")))
            } else {
                Ok(())
            };
        }
        self.empty = 0;
        // Of a page that is the only one, it need not be known what it holds.
        let held = self.held.is_some().then(|| self.visited.signature(page));
        let is_again = held.is_some() && std::mem::replace(&mut self.held, held) == held;
        self.again = if is_again { self.again + 1 } else { 0 };
        // Links that differ lead to pages of their own, as long as they do so within reason.
        let most = if self.is_linked { PAGES_ALIKE } else { 1 };
        if self.again >= most {
            let heeds = match request.paging().start.place() {
                Some(place) => format!("; the service does not heed `{}`", place.name()),
                None => String::new(),
            };
            return Err(broken(&url, format!("it holds what the page before it held{heeds}")));
        }
        Ok(())
    }

    /// Returns the request for the page after this one; `None` when this is the last one.
    ///
    /// # Errors
    /// When there is another page and no way to it.
    pub(crate) fn next(&mut self, request: &Request, page: &Page<'_>) -> Result<Option<Request>, Error> {
        let url = request.url()?;
        self.is_linked = false;
        let next = match request.paging().next {
            NextPage::Links => self.by_link(request, &url, page)?,
            NextPage::LinkAt(pointer) => match link_at(page, pointer)? {
                Some(link) => self.linked(request, &link, &url, page)?,
                None => self.by_link(request, &url, page)?,
            },
            NextPage::LinksOrCount => match link_to("next", page)? {
                PageLink::Link(link) => self.linked(request, &link, &url, page)?,
                PageLink::Last => None,
                PageLink::None => self.by_count(request, &url, page)?,
            },
            NextPage::Count => match link_to("next", page)? {
                PageLink::Link(link) => self.linked(request, &link, &url, page)?,
                PageLink::Last | PageLink::None => self.by_count(request, &url, page)?,
            },
            NextPage::Cursor(pointer) => self.by_cursor(request, &url, page, pointer)?,
            NextPage::LastId => self.by_last_id(request, &url, page)?,
        };
        if next.is_some() {
            self.remember(page);
        }
        self.unless_visited(next)
    }

    /// Remembers what a page holds, to compare it with the page after it.
    fn remember(&mut self, page: &Page<'_>) {
        if self.held.is_none() && page.count > 0 {
            self.held = Some(self.visited.signature(page));
        }
    }

    /// Returns the request for the page before this one; `None` when this is the first one.
    ///
    /// # Errors
    /// When there may be one and no way to it.
    pub(crate) fn previous(&mut self, request: &Request, page: &Page<'_>) -> Result<Option<Request>, Error> {
        let url = request.url()?;
        self.is_linked = false;
        let previous = match link_to("prev", page)? {
            PageLink::Link(link) => {
                self.is_linked = true;
                Some(request.follow(&link, &url)?)
            }
            PageLink::Last => None,
            PageLink::None => match (request.paging().start, current(request, &url, page)) {
                (PageStart::Number(_, first), Some(current)) if current > first.into() => {
                    Some(request.at_page(&(current - 1).to_string())?)
                }
                (PageStart::Offset(_, first), Some(current)) if current > first.into() => {
                    let size = self.page_size(request, &url, page);
                    Some(before(request, (current - u64::from(first), first.into()), size)?)
                }
                (PageStart::Number(..) | PageStart::Offset(..), _) => None,
                (PageStart::None | PageStart::Cursor(_), _) if is_first(request, &url) => None,
                _ => return Err(broken(&url, "it has no link to the page before it".to_owned())),
            },
        };
        if previous.is_some() {
            self.remember(page);
        }
        self.unless_visited(previous)
    }

    /// Returns how many items a page has that is not the last one: as many as were asked for, as a page says, or as the
    /// document and the pages until now let expect.
    fn page_size(&self, request: &Request, url: &Uri, page: &Page<'_>) -> u64 {
        let size = request.paging().size;
        let asked = || size.and_then(|size| request.page_value(size.place, url)?.parse().ok());
        let expected = || size.and_then(|size| size.default).map_or(0, u64::from).max(whole(self.largest));
        count_at(page, request.paging().extent.size).or_else(asked).unwrap_or_else(expected).max(1)
    }

    /// Returns the request for the last page; `None` when this page is it.
    ///
    /// # Errors
    /// When nothing tells where it is.
    pub(crate) fn last(&mut self, request: &Request, page: &Page<'_>) -> Result<Option<Request>, Error> {
        let url = request.url()?;
        self.largest = self.largest.max(page.count);
        let Paging { start, extent, .. } = request.paging();
        let (items, pages) = (count_at(page, extent.items), count_at(page, extent.pages));
        let last = match (link_to("last", page)?, start) {
            (PageLink::Link(link), _) => Some(request.follow(&link, &url)?),
            (_, PageStart::Number(_, first)) if pages.is_some() => {
                counted_page(request, &url, pages.unwrap_or_default().saturating_sub(1), first)?
            }
            (_, PageStart::Offset(_, first)) if items.is_some() && page.count > 0 => {
                let (items, size) = (items.unwrap_or_default(), whole(page.count));
                counted_page(request, &url, items.saturating_sub(1) / size * size, first)?
            }
            _ => match Self::default().next(request, page)? {
                Some(_) => return Err(broken(&url, "nothing tells where the last page is".to_owned())),
                None => None,
            },
        };
        Ok(last.filter(|last| last.url().is_ok_and(|last| last != url)))
    }

    /// Returns the request for the page that a link leads to; `None` where it leads back, and the extent of the collection says that
    /// this page is the last one: some services link the last page to itself.
    fn linked(&mut self, request: &Request, link: &str, url: &Uri, page: &Page<'_>) -> Result<Option<Request>, Error> {
        let next = request.follow(link, url)?;
        if !self.visited.contains(&next.url()?, &next) {
            self.is_linked = true;
            return Ok(Some(next));
        }
        match self.verdict(request, url, page) {
            Verdict::Complete => Ok(None),
            Verdict::More | Verdict::At(_) | Verdict::Unknown => {
                Err(Error::Pagination { message: FETCHED_BEFORE.to_owned(), link: link.to_owned() })
            }
        }
    }

    fn unless_visited(&self, next: Option<Request>) -> Result<Option<Request>, Error> {
        match next {
            Some(next) if self.visited.contains(&next.url()?, &next) => {
                Err(broken(&next.url()?, FETCHED_BEFORE.to_owned()))
            }
            next => Ok(next),
        }
    }

    /// Returns the next page by a link. A page without links that says there is more is an error.
    fn by_link(&mut self, request: &Request, url: &Uri, page: &Page<'_>) -> Result<Option<Request>, Error> {
        match link_to("next", page)? {
            PageLink::Link(link) => self.linked(request, &link, url, page),
            PageLink::Last => Ok(None),
            PageLink::None => match self.verdict(request, url, page) {
                Verdict::More | Verdict::At(_) => {
                    Err(broken(url, "the service says that there is more, and does not say where".to_owned()))
                }
                Verdict::Complete | Verdict::Unknown => Ok(None),
            },
        }
    }

    /// Returns the next page by its number or offset.
    fn by_count(&self, request: &Request, url: &Uri, page: &Page<'_>) -> Result<Option<Request>, Error> {
        let Some(current) = current(request, url, page) else { return Ok(None) };
        let following = match request.paging().start {
            PageStart::Offset(..) => current.saturating_add(whole(page.count)),
            PageStart::None | PageStart::Cursor(_) | PageStart::Number(..) => current.saturating_add(1),
        };
        let is_last = match self.verdict(request, url, page) {
            Verdict::Complete => true,
            Verdict::At(position) => return Ok(Some(request.at_page(&position.to_string())?)),
            Verdict::More if page.count == 0 && flag_at(page, request.paging().extent.more) != Some(true) => {
                return Err(broken(url, self.contradiction()));
            }
            Verdict::More => false,
            Verdict::Unknown if request.paging().next == NextPage::Count => {
                page.count == 0 || self.is_short(request, url, page)
            }
            // Where links are the rule, a page without any is the last one unless it is full.
            Verdict::Unknown => !is_full(request, url, page),
        };
        if is_last { Ok(None) } else { Ok(Some(request.at_page(&following.to_string())?)) }
    }

    /// Returns the next page by the cursor in this one. What was posted is posted again with the cursor in it;
    /// otherwise a link comes first, because it has the rest of the query, too.
    fn by_cursor(
        &mut self,
        request: &Request,
        url: &Uri,
        page: &Page<'_>,
        pointer: &str,
    ) -> Result<Option<Request>, Error> {
        if flag_at(page, request.paging().extent.more) == Some(false) {
            return Ok(None);
        }
        let is_posted = matches!(request.paging().start.place(), Some(PagePlace::Body(_)));
        let link = if is_posted { PageLink::None } else { link_to("next", page)? };
        match (link, cursor(url, page, pointer)?) {
            (PageLink::Link(link), _) => self.linked(request, &link, url, page),
            // Some services repeat the cursor that they were asked for. Their links say where the collection ends.
            (PageLink::Last, Some(cursor)) if is_asked_for(request, url, &cursor) => Ok(None),
            (_, Some(cursor)) => Ok(Some(request.at_page(&cursor)?)),
            (_, None) => self.by_link(request, url, page),
        }
    }

    /// Returns the next page by the id of the last item of this one.
    fn by_last_id(&self, request: &Request, url: &Uri, page: &Page<'_>) -> Result<Option<Request>, Error> {
        let more = flag_at(page, request.paging().extent.more);
        if more == Some(false) || (page.count == 0 && more.is_none()) {
            return Ok(None);
        }
        let last = page.pointed("/data").and_then(|data| data.elements().last());
        let id = last.and_then(|item| item.member("id")).and_then(scalar);
        match id {
            Some(id) => Ok(Some(request.at_page(&id)?)),
            None => Err(broken(url, "its last item has no id, which the next page is asked for by".to_owned())),
        }
    }

    /// Returns what the extent of the collection says of the page after this one.
    fn verdict(&self, request: &Request, url: &Uri, page: &Page<'_>) -> Verdict {
        let Paging { start, extent, .. } = request.paging();
        match flag_at(page, extent.more) {
            Some(false) => return Verdict::Complete,
            Some(true) => return Verdict::More,
            None => {}
        }
        // Services that always name a next page go on doing so behind the last one.
        let next = extent.next.filter(|_| page.count > 0);
        if let Some(text) = next.and_then(|pointer| page.pointed(pointer)) {
            match scalar(text).as_deref() {
                None | Some("") => return Verdict::Complete,
                Some(next) => match (next.parse(), current(request, url, page)) {
                    (Ok(next), Some(current)) if next > current => return Verdict::At(next),
                    _ => {}
                },
            }
        }
        let current = current(request, url, page);
        if let (PageStart::Number(_, first), Some(current), Some(pages)) = (start, current, self.total.pages) {
            let position = current.saturating_sub(first.into()).saturating_add(1);
            return if position >= pages { Verdict::Complete } else { Verdict::More };
        }
        match (self.position(start, current, page), self.total.items) {
            (Some(position), Some(items)) if position >= items => Verdict::Complete,
            // A page that was asked for from the middle of the collection may be the short last one: then nothing
            // is known of what came before it.
            (Some(_), Some(_)) if self.items.is_some() => Verdict::More,
            _ => Verdict::Unknown,
        }
    }

    /// Returns the position of the end of the page in the collection, as far as it is known.
    fn position(&self, start: PageStart, current: Option<u64>, page: &Page<'_>) -> Option<u64> {
        match (start, current) {
            (PageStart::Number(_, first), Some(current)) => {
                let pages = current.checked_sub(first.into())?.saturating_add(1);
                Some(pages.saturating_mul(whole(self.largest)))
            }
            (PageStart::Offset(_, first), Some(current)) => {
                Some(current.checked_sub(first.into())?.saturating_add(whole(page.count)))
            }
            _ => self.items,
        }
    }

    /// Returns whether a page is so small that it must be the last one.
    ///
    /// A page that is smaller than the documented default tells nothing: the documentation may be wrong, and
    /// another request costs less than lost items.
    fn is_short(&self, request: &Request, url: &Uri, page: &Page<'_>) -> bool {
        let (extent, size) = (request.paging().extent, request.paging().size);
        let count = whole(page.count);
        if let Some(size) = count_at(page, extent.size).filter(|size| *size > 0) {
            return count < size;
        }
        let asked = size.filter(|size| size.maximum.is_some()).and_then(|size| {
            let asked: u64 = request.page_value(size.place, url)?.parse().ok()?;
            (asked <= size.maximum?.into()).then_some(asked)
        });
        page.count < self.largest || asked.is_some_and(|asked| count < asked)
    }

    fn contradiction(&self) -> String {
        let items = self.items.unwrap_or_default();
        match self.total {
            Total { pages: Some(pages), .. } => format!("it is empty, although there are to be {pages} pages"),
            Total { items: Some(total), .. } => {
                format!("it is empty, although there are to be {total} items, of which {items} came")
            }
            Total { .. } => "it is empty, although there is to be more".to_owned(),
        }
    }
}

/// Returns whether a page has as many items as a page can have, as far as the size is known.
fn is_full(request: &Request, url: &Uri, page: &Page<'_>) -> bool {
    let Some(size) = request.paging().size else { return false };
    let asked = request.page_value(size.place, url).and_then(|asked| asked.parse().ok());
    let reported = count_at(page, request.paging().extent.size);
    let size: Option<u64> = reported.or(asked).or(size.default.map(u64::from));
    page.count > 0 && size.is_some_and(|size| whole(page.count) >= size)
}

/// Returns whether a request is for the first page.
fn is_first(request: &Request, url: &Uri) -> bool {
    let start = request.paging().start;
    let asked = start.place().and_then(|place| request.page_value(place, url));
    match (start, asked) {
        (_, None) => true,
        (PageStart::Number(_, first) | PageStart::Offset(_, first), Some(asked)) => asked.parse() == Ok(first),
        (PageStart::None | PageStart::Cursor(_), Some(_)) => false,
    }
}

/// Returns the number or the offset of a page: as it was asked for, or else as the service says, or else the first one.
/// `None` where pages are not counted.
fn current(request: &Request, url: &Uri, page: &Page<'_>) -> Option<u64> {
    let Paging { start, extent, .. } = request.paging();
    let first = match start {
        PageStart::Number(_, first) | PageStart::Offset(_, first) => first.into(),
        PageStart::None | PageStart::Cursor(_) => return None,
    };
    let asked = start.place().and_then(|place| request.page_value(place, url)?.parse().ok());
    asked.or_else(|| count_at(page, extent.current)).or(Some(first))
}

/// Returns the link of this name to another page, from the document or else from the header field `Link`.
///
/// # Errors
/// When there is something else in its place.
fn link_to(name: &str, page: &Page<'_>) -> Result<PageLink, Error> {
    let links = page.there("/links");
    if let Some(wrong) = links.filter(|links| !links.is_object()) {
        return Err(no_link("/links", wrong));
    }
    let link = links.and_then(|links| links.member(name)).filter(|link| !link.is_null());
    let href = |link| href(link).ok_or_else(|| no_link(&format!("/links/{name}"), link));
    let href = link.map(href).transpose()?;
    let in_document = href.filter(|href| !trimmed(href).is_empty()).map(Cow::into_owned);
    let link = in_document.or_else(|| headers::link(page.headers, name).filter(|link| !link.is_empty()));
    if let Some(link) = link {
        return Ok(PageLink::Link(link));
    }
    let is_there = |name: &str| links.is_some_and(|links| links.member(name).is_some());
    let is_between = |name: &str| is_there(name) || headers::link(page.headers, name).is_some();
    let has_links = ["first", "prev", "next", "last"].into_iter().any(is_between);
    Ok(if has_links { PageLink::Last } else { PageLink::None })
}

/// Returns the URL of a link: its text, or the member `href` of an object.
fn href(link: Node<'_>) -> Option<Cow<'_, str>> {
    let href = if link.is_object() { link.member("href")? } else { link };
    href.string()
}

fn no_link(pointer: &str, found: Node<'_>) -> Error {
    Error::Pagination { message: format!("`{pointer}` is not a link"), link: shortened(found.text()) }
}

/// Returns the cursor of the next page.
///
/// # Errors
/// When there is something else in its place.
fn cursor(url: &Uri, page: &Page<'_>, pointer: &str) -> Result<Option<String>, Error> {
    let Some(found) = page.there(pointer) else { return Ok(None) };
    match (found.kind(), scalar(found)) {
        (JsonKind::String | JsonKind::Integer, Some(cursor)) => Ok(Some(cursor).filter(|cursor| !cursor.is_empty())),
        _ => {
            let found = shortened(found.text());
            Err(broken(url, format!("`{pointer}`, which holds the cursor of the next page, is `{found}`")))
        }
    }
}

/// Returns the link at a JSON pointer into a page; `None` where there is none.
///
/// # Errors
/// When there is something else in its place.
fn link_at(page: &Page<'_>, pointer: &str) -> Result<Option<String>, Error> {
    let Some(link) = page.there(pointer) else { return Ok(None) };
    let href = href(link).ok_or_else(|| no_link(pointer, link))?;
    Ok(Some(href.into_owned()).filter(|href| !trimmed(href).is_empty()))
}

/// Returns the request for the page that so many others, or the items of others, come before; `None` where that is the first
/// page, and the request is for it.
fn counted_page(request: &Request, url: &Uri, before: u64, first: u32) -> Result<Option<Request>, Error> {
    if before == 0 && is_first(request, url) {
        return Ok(None);
    }
    request.at_page(&before.saturating_add(first.into()).to_string()).map(Some)
}

/// Returns the request for the page of `size` items that ends before another one. `offset` items stand before that one, and
/// `first` is the position of the first of all.
fn before(request: &Request, (offset, first): (u64, u64), size: u64) -> Result<Request, Error> {
    let step = size.min(offset);
    let previous = request.at_page(&(offset - step).saturating_add(first).to_string())?;
    // It must not reach into the page that was fetched, whatever the service takes for the size.
    match request.paging().size {
        Some(parameter) => previous.with_page_value(parameter.place, step),
        None => Ok(previous),
    }
}

/// Returns whether a page was asked for by this cursor.
fn is_asked_for(request: &Request, url: &Uri, cursor: &str) -> bool {
    let place = request.paging().start.place();
    place.and_then(|place| request.page_value(place, url)).is_some_and(|asked| asked == cursor)
}

/// Returns a string or a number as text.
fn scalar(value: Node<'_>) -> Option<String> {
    value.string_or_digits().map(Cow::into_owned)
}

fn count_at(page: &Page<'_>, pointer: Option<&str>) -> Option<u64> {
    scalar(page.pointed(pointer?)?)?.parse().ok()
}

/// Returns the number at a JSON pointer that counts the items of the collection or those of the page, where it is more
/// than the page has. It tells how many items there are, but not where they end.
fn more_than_on(page: &Page<'_>, pointer: Option<&str>) -> Option<u64> {
    count_at(page, pointer).filter(|counted| *counted > whole(page.count))
}

fn flag_at(page: &Page<'_>, pointer: Option<&str>) -> Option<bool> {
    page.pointed(pointer?)?.text().parse().ok()
}

fn broken(url: &Uri, message: String) -> Error {
    Error::Pagination { message, link: url.to_string() }
}

/// Shortens JSON text to what errors show.
fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}..", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn whole(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The pages that were fetched, to notice when they go round in a circle.
///
/// What is kept of a page is a hash of 64 bits, with a key of its own for each stream: of ten thousand
/// pages that are all different, two have the same with a probability of 3 to 10^12.
#[derive(Default)]
struct Visited {
    key: RandomState,
    hashes: HashSet<u64>,
}

impl Visited {
    fn insert(&mut self, url: &Uri, request: &Request) {
        self.hashes.insert(self.hash(url, request));
    }

    fn contains(&self, url: &Uri, request: &Request) -> bool {
        self.hashes.contains(&self.hash(url, request))
    }

    fn hash(&self, url: &Uri, request: &Request) -> u64 {
        let in_body = match request.paging().start.place() {
            Some(place @ PagePlace::Body(_)) => request.page_value(place, url),
            _ => None,
        };
        self.key.hash_one((url, in_body))
    }

    /// Identifies what a page holds: two pages of as many items that begin and end with the same ones are alike.
    fn signature(&self, page: &Page<'_>) -> u64 {
        let items = || page.pointed("/data").into_iter().flat_map(Node::elements);
        let ends = [items().next(), items().last()].map(|item| item.map(identity));
        self.key.hash_one((page.count, ends))
    }
}

/// Returns the type and the id of an item that has attributes, which may change between two requests; of any other,
/// such as an identifier with `meta`, all of it.
fn identity(item: Node<'_>) -> (&str, &str) {
    match (item.member("attributes"), item.member("type"), item.member("id")) {
        (Some(_), Some(kind), Some(id)) => (kind.text(), id.text()),
        _ => (item.text(), ""),
    }
}
