//! How the pages of collections are named and follow each other: one static table per operation.
//!
//! JSON:API leaves both to the service ("Pagination"), but for the links between pages.

use super::next_page::NextPage;

/// The rules by which the pages of a collection are named and follow each other.
///
/// Emitted as `Paging { start: .., ..Paging::LINKS }`, so that a new fact changes no table that does not
/// state it.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// The parameter that names a page.
    pub start: PageStart,
    /// The parameter that holds the size of pages.
    pub size: Option<PageSize>,
    /// How the next page is reached.
    pub next: NextPage,
    /// Where a page describes the whole collection.
    pub extent: Extent,
}

impl Paging {
    /// Pages that are reached by links only.
    pub const LINKS: Self = Self { start: PageStart::None, size: None, next: NextPage::Links, extent: Extent::UNKNOWN };
}

/// The parameter that names a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageStart {
    /// There is none.
    None,
    /// An opaque cursor.
    Cursor(PagePlace),
    /// The number of a page, and the number of the first one.
    Number(PagePlace, u32),
    /// The position of the first item of a page, and that of the first item of the collection.
    Offset(PagePlace, u32),
}

impl PageStart {
    /// Returns where the parameter is sent.
    pub(crate) const fn place(self) -> Option<PagePlace> {
        match self {
            Self::None => None,
            Self::Cursor(place) | Self::Number(place, _) | Self::Offset(place, _) => Some(place),
        }
    }
}

/// The place in a request that takes a parameter of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagePlace {
    /// In the query, under this name.
    Query(&'static str),
    /// In the JSON body, at this JSON pointer.
    Body(&'static str),
}

impl PagePlace {
    /// Returns the name or the pointer.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Query(name) | Self::Body(name) => name,
        }
    }
}

/// The parameter that holds the size of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize {
    /// Where it is sent.
    pub place: PagePlace,
    /// The size when it is not sent.
    pub default: Option<u32>,
    /// The largest size that is allowed.
    pub maximum: Option<u32>,
}

/// JSON pointers (RFC 6901) to where a page describes the whole collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// The number of items.
    pub items: Option<&'static str>,
    /// The number of items of the collection, or else of the page: a `count` does not say which.
    pub counted: Option<&'static str>,
    /// The number of pages.
    pub pages: Option<&'static str>,
    /// Whether there is another page.
    pub more: Option<&'static str>,
    /// The number or the offset of the next page; null on the last one.
    pub next: Option<&'static str>,
    /// The number or the offset of this page.
    pub current: Option<&'static str>,
    /// The largest number of items on a page.
    pub size: Option<&'static str>,
}

impl Extent {
    /// Nothing is described.
    pub const UNKNOWN: Self =
        Self { items: None, counted: None, pages: None, more: None, next: None, current: None, size: None };
}
