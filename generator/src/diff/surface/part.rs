//! The names of the parts of a node, which are the same for both documents.

use std::fmt;

use crate::diff::words::code;
use crate::ir::{FieldChoice, ParameterKind};

/// A part of a node: what it is, and what the wire calls it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SurfacePart {
    pub(crate) kind: PartKind,
    /// The name on the wire; empty where a node has one such part.
    pub(crate) name: String,
}

impl SurfacePart {
    pub(crate) fn new(kind: PartKind, name: &str) -> Self {
        Self { kind, name: name.to_owned() }
    }
}

/// The kind of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PartKind {
    /// The node itself.
    Head,
    /// The credentials of the service.
    Credentials,
    /// The servers.
    Servers,
    /// An earlier name of an operation.
    Alias,
    /// A parameter of the path, by its position.
    Path,
    /// A parameter of the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// `fields[..]` or `additional-fields[..]`.
    Fields(FieldChoice),
    /// `include`.
    Include,
    /// A path that `include` takes.
    IncludeValue,
    /// `sort`.
    Sort,
    /// A field that `sort` takes.
    SortValue,
    /// `filter`.
    Filter,
    /// A field of a filter expression.
    FilterField,
    /// A `filter[..]` parameter.
    FilterParameter,
    /// Where a page begins.
    PageStart,
    /// The size of a page.
    PageSize,
    /// What is sent.
    Body,
    /// A part of a multipart body.
    BodyPart,
    /// The largest number of elements.
    MaxItems,
    /// What comes back.
    Output,
    /// Whether there are pages.
    Paged,
    /// Whether it gets a job, which can be waited for.
    Awaited,
    /// What can be waited for.
    Job,
    /// The code of an error.
    ErrorCode,
    /// A part of responses that is asked for.
    ResponsePart,
    /// A request that the service makes.
    Webhook,
    /// The id of a resource.
    Id,
    /// The local id of a resource.
    LocalId,
    /// An attribute of a resource, or a member of an object.
    Attribute,
    /// A relationship.
    Relationship,
    /// A member of a resource object that JSON:API does not know.
    Other,
    /// `meta`.
    Meta,
    /// Members that are not named.
    Rest,
    /// The value of an enum.
    Value,
    /// An alternative of a union.
    Alternative,
    /// A field of a resource type that requests can name so.
    FieldValue(FieldChoice),
}

impl PartKind {
    /// Returns the part that a parameter of this kind is.
    pub(crate) fn of(kind: ParameterKind) -> Self {
        match kind {
            ParameterKind::Filter => Self::FilterParameter,
            ParameterKind::Query => Self::Query,
            ParameterKind::Header => Self::Header,
            ParameterKind::Cookie => Self::Cookie,
        }
    }

    /// Returns what a person calls it.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Head => "",
            Self::Credentials => "credentials",
            Self::Servers => "servers",
            Self::Alias => "earlier name",
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Fields(FieldChoice::Only) => "sparse fieldset",
            Self::Fields(FieldChoice::Additional) => "additional fields",
            Self::Include => "include",
            Self::IncludeValue => "include value",
            Self::Sort => "sort",
            Self::SortValue => "sort field",
            Self::Filter => "filter",
            Self::FilterField => "filter field",
            Self::FilterParameter => "filter parameter",
            Self::PageStart => "start of the page",
            Self::PageSize => "size of the page",
            Self::Body => "body",
            Self::BodyPart => "part of the body",
            Self::MaxItems => "largest number of elements",
            Self::Output => "response",
            Self::Paged => "pages",
            Self::Awaited => "waiting",
            Self::Job => "job",
            Self::ErrorCode => "error code",
            Self::ResponsePart => "part of the response",
            Self::Webhook => "webhook",
            Self::Id => "id",
            Self::LocalId => "local id",
            Self::Attribute => "attribute",
            Self::Relationship => "relationship",
            Self::Other => "member beside the attributes",
            Self::Meta => "meta",
            Self::Rest => "members that are not named",
            Self::Value => "value",
            Self::Alternative => "alternative",
            Self::FieldValue(FieldChoice::Only) => "field to ask for",
            Self::FieldValue(FieldChoice::Additional) => "additional field to ask for",
        }
    }
}

impl fmt::Display for SurfacePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => f.write_str(self.kind.noun()),
            name => write!(f, "{} {}", self.kind.noun(), code(name)),
        }
    }
}
