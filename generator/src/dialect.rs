//! Facts about a service that OpenAPI has no words for.
//!
//! A configuration states them ([`Dialect`]), and the profiles of vendors read them from extensions; both are the
//! same types, and what a configuration states comes first.

use std::ops::Range;

use crate::ir::{FilterGrammar, PagePlace, Signature};
use crate::rust_path::RustPath;
use crate::source::Pointer;
use crate::words::words;

/// The facts that a configuration states about a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dialect {
    /// How all lists are paged that describe the parameters, or for which nothing else tells.
    pub paging: Option<PagingFacts>,
    /// How single lists are paged, by the id of their operation.
    pub operations: Vec<OperationPaging>,
    /// The grammar of filters in lists that take `filter` as text.
    pub filter_grammar: Option<FilterGrammar>,
    /// How the service signs the requests that it makes.
    pub signature: Option<Signature>,
    /// The bytes of that in a configuration file; empty where there is no such file.
    pub signature_at: Range<usize>,
}

words! {
    /// The source of the earlier names of operations, which are deprecated methods of a client.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub enum AliasSource {
        /// The names file: a name that the document states stays if a client had it.
        #[default]
        Names = "names",
        /// The document: each name that it states.
        Document = "document",
    }
}

/// The types of other crates that are wanted, with places as pointers into the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForeignTypes {
    /// By format.
    pub formats: Vec<(String, RustPath)>,
    /// By where a schema stands.
    pub schemas: Vec<(Pointer, RustPath)>,
}

impl ForeignTypes {
    /// Returns the type of what is described at a place, in a format.
    pub(crate) fn of(&self, at: &Pointer, format: Option<&str>) -> Option<&RustPath> {
        let schema = self.schemas.iter().find(|(known, _)| known == at).map(|(_, path)| path);
        schema.or_else(|| self.formats.iter().find(|(known, _)| Some(known.as_str()) == format).map(|(_, path)| path))
    }
}

/// The paging of the list of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationPaging {
    /// The id of the operation: its `operationId`; where it has none, method and path as in `get_items_id`.
    pub operation: String,
    /// The bytes of the id in a configuration file; empty where there is no such file.
    pub at: Range<usize>,
    /// How it is paged.
    pub facts: PagingFacts,
}

impl Dialect {
    /// States nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// States how lists are paged.
    #[must_use]
    pub fn paging(mut self, facts: PagingFacts) -> Self {
        self.paging = Some(facts);
        self
    }

    /// States how filters are written. Each list that takes `filter` as text takes those of the attributes and
    /// relationships of its resources.
    #[must_use]
    pub fn filter_grammar(mut self, grammar: FilterGrammar) -> Self {
        self.filter_grammar = Some(grammar);
        self
    }

    /// States how the service signs the requests that it makes.
    #[must_use]
    pub fn signature(mut self, signature: Signature) -> Self {
        self.signature = Some(signature);
        self
    }

    /// States how the list of one operation is paged.
    #[must_use]
    pub fn operation_paging(mut self, operation: impl Into<String>, facts: PagingFacts) -> Self {
        self.operations.push(OperationPaging { operation: operation.into(), at: 0..0, facts });
        self
    }
}

/// The paging of a list, as far as it is stated; the document has the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PagingFacts {
    /// How the next page is reached.
    pub style: Option<PagingStyle>,
    /// Where the number, the offset or the cursor of a page is sent.
    pub parameter: Option<PagePlace>,
    /// Where the size of pages is sent.
    pub size: Option<PagePlace>,
    /// The number of the first page.
    pub first: Option<u32>,
    /// Where a page has the cursor of the next one.
    pub cursor: Option<CursorSource>,
    /// The JSON pointer to the URL of the next page, where that is not the link `next`.
    pub link: Option<String>,
    /// Where a page has the number of items of the collection: a JSON pointer, as in all that follow.
    pub total: Option<String>,
    /// Where a page has the number of pages of the collection.
    pub total_pages: Option<String>,
    /// Where a page has whether there is another one.
    pub has_more: Option<String>,
}

words! {
    /// The way to the next page of a list.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum PagingStyle {
        /// By the link `next`, in the document or in the header field `Link`.
        Links = "links",
        /// By the number of the page.
        Number = "number",
        /// By the number of items before the page.
        Offset = "offset",
        /// By a cursor.
        Cursor = "cursor",
        /// Not at all: the list is whole.
        None = "none",
    }
}

/// The source of the cursor of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CursorSource {
    /// From this JSON pointer into the document.
    Member(String),
    /// The cursor is the id of the last item.
    LastId,
}

impl PagingFacts {
    /// States nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns these facts, and those of `other` where these state nothing.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            style: self.style.or(other.style),
            parameter: self.parameter.or(other.parameter),
            size: self.size.or(other.size),
            first: self.first.or(other.first),
            cursor: self.cursor.or(other.cursor),
            link: self.link.or(other.link),
            total: self.total.or(other.total),
            total_pages: self.total_pages.or(other.total_pages),
            has_more: self.has_more.or(other.has_more),
        }
    }
}
