//! Pages of a list: how one is asked for, and how the next one is reached.
//!
//! ```text
//! parameters: [{name: "page[number]", in: query}]     Page { start: Number { place: Query("page[number]"), first: 1 },
//! responses: {200: {.. links: {next: ..} ..}}                next: LinksOrCount, .. }
//! ```
//!
//! The runtime has a table of the same form (`templates/src/runtime/paging`).

use std::fmt;

use crate::source::Pointer;

/// The pages of a list: the parameters that choose one, and how the next one is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The parameter that names a page.
    pub start: Option<PageStart>,
    /// The page size parameter.
    pub size: Option<PageSize>,
    /// The way to the next page.
    pub next: NextPage,
    /// The places where a page describes the whole list.
    pub extent: Extent,
}

impl Page {
    /// Returns the query parameter that names a page.
    pub fn start_parameter(&self) -> Option<&str> {
        self.start.as_ref()?.place().parameter()
    }
}

/// As in `page by number page[number] from 1, next by count`.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = match &self.start {
            None => "no parameter".to_owned(),
            Some(PageStart::Cursor(place)) => format!("cursor {}", place.name()),
            Some(PageStart::Number { place, first }) => format!("number {} from {first}", place.name()),
            Some(PageStart::Offset { place, first: 0 }) => format!("offset {}", place.name()),
            Some(PageStart::Offset { place, first }) => format!("offset {} from {first}", place.name()),
        };
        write!(f, "page by {start}, next by {}", self.next)?;
        if let Some(PageSize { place, default, minimum, maximum, values }) = &self.size {
            let number = |bound: &Option<u32>| bound.map_or_else(|| "?".to_owned(), |bound| bound.to_string());
            let (low, high, default) = (number(minimum), number(maximum), number(default));
            write!(f, ", size {} {low}..{high} ({default})", place.name())?;
            if !values.is_empty() {
                write!(f, " of {values:?}")?;
            }
        }
        let Extent { items, counted, pages, more, next, current, size } = &self.extent;
        let members = [
            ("items", items),
            ("perhaps items", counted),
            ("pages", pages),
            ("more", more),
            ("next", next),
            ("this", current),
            ("size", size),
        ];
        for (name, pointer) in members.into_iter().filter_map(|(name, pointer)| Some((name, pointer.as_ref()?))) {
            write!(f, ", {name} at {pointer}")?;
        }
        Ok(())
    }
}

/// The way to the next page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum NextPage {
    /// Nothing tells.
    #[default]
    Unknown,
    /// By the link `next` of the document.
    Links,
    /// By the link `next` of the header field `Link` (RFC 8288).
    LinkHeader,
    /// By the link at this JSON pointer into the document.
    LinkAt(String),
    /// By the link `next`; where a response has no links although there is more, by counting on.
    LinksOrCount,
    /// By counting on from the number or the offset of the page.
    Count,
    /// By the cursor at this JSON pointer into the document.
    Cursor(String),
    /// By the id of the last item as the cursor.
    LastId,
}

impl NextPage {
    /// Returns the way of pages that have numbers or offsets: a client counts on where no link leads on.
    pub(crate) fn or_by_count(self) -> Self {
        match self {
            Self::Links | Self::LinkHeader | Self::LinksOrCount => Self::LinksOrCount,
            Self::Unknown | Self::Count | Self::LinkAt(_) | Self::Cursor(_) | Self::LastId => Self::Count,
        }
    }
}

impl fmt::Display for NextPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Links => f.write_str("links"),
            Self::LinkHeader => f.write_str("links in the header"),
            Self::LinkAt(pointer) => write!(f, "the link at {pointer}"),
            Self::LinksOrCount => f.write_str("links or count"),
            Self::Count => f.write_str("count"),
            Self::Cursor(pointer) => write!(f, "cursor at {pointer}"),
            Self::LastId => f.write_str("the last id"),
        }
    }
}

/// The parameter that names a page (JSON:API "Pagination" leaves it to the server).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStart {
    /// An opaque cursor.
    Cursor(PagePlace),
    /// The number of the page.
    Number {
        /// The place of the parameter in a request.
        place: PagePlace,
        /// The number of the first page.
        first: u32,
    },
    /// The position of the first item of the page.
    Offset {
        /// The place of the parameter in a request.
        place: PagePlace,
        /// The position of the first item of the list: 0, unless the document says 1.
        first: u32,
    },
}

impl PageStart {
    /// Returns where it is sent.
    pub fn place(&self) -> &PagePlace {
        match self {
            Self::Cursor(place) | Self::Number { place, .. } | Self::Offset { place, .. } => place,
        }
    }
}

/// The place in a request that takes a parameter of pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagePlace {
    /// In the query, under this name.
    Query(String),
    /// In the JSON body, at this JSON pointer.
    Body(String),
}

impl PagePlace {
    /// Returns the query parameter.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Query(name) => Some(name),
            Self::Body(_) => None,
        }
    }

    /// Returns the name or the pointer.
    pub fn name(&self) -> &str {
        match self {
            Self::Query(name) | Self::Body(name) => name,
        }
    }
}

/// A page size parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSize {
    /// The place of the parameter in a request.
    pub place: PagePlace,
    /// The size when it is not sent.
    pub default: Option<u32>,
    /// The smallest allowed.
    pub minimum: Option<u32>,
    /// The largest allowed.
    pub maximum: Option<u32>,
    /// Those that are allowed, in ascending order, where the document lists them.
    pub values: Vec<u32>,
}

impl PageSize {
    /// Returns a size of which nothing but its place is known.
    pub(crate) fn at(place: PagePlace) -> Self {
        Self { place, default: None, minimum: None, maximum: None, values: Vec::new() }
    }

    /// Returns the query parameter that holds it.
    pub fn parameter(&self) -> Option<&str> {
        self.place.parameter()
    }
}

/// JSON pointers to where a page describes the whole list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extent {
    /// The number of items.
    pub items: Option<String>,
    /// The number of items of the list, or else of the page: a `count` does not say which.
    pub counted: Option<String>,
    /// The number of pages.
    pub pages: Option<String>,
    /// Whether there is another page.
    pub more: Option<String>,
    /// The number or the offset of the next page; null on the last one.
    pub next: Option<String>,
    /// The number or the offset of this page.
    pub current: Option<String>,
    /// The largest number of items on a page.
    pub size: Option<String>,
}

/// The places where parameters of pages are described, if they are described separately.
#[derive(Debug, Clone, Default)]
pub struct PagePointers {
    /// The one that names a page.
    pub start: Option<Pointer>,
    /// The page size.
    pub size: Option<Pointer>,
}
