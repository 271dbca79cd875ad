//! Operations.
//!
//! ```yaml
//! /books/{id}:
//!   get: {operationId: get_book, parameters: [{name: id, in: path}, {name: include, in: query}]}
//! ```
//!
//! is an [`Operation`] with a path of two segments, one [`PathParameter`], and `include` in its [`Query`].

use crate::ir::{
    Annotations, Body, BodyContent, Constraints, Document, DocumentMeta, FormPart, Id, Link, MaxItems, NextPage, Page,
    PagePlace, PageSize, PageStart, Parameter, ParameterKind, ParameterStyle, Query, Requirement, ResourceId,
    ResponsePart, SentIncluded, Status, Success, Type, WriteViewId,
};
use crate::source::Pointer;
use crate::words::words;

/// The id of an operation.
pub type OperationId = Id<Operation>;

/// One operation of the service.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it is described.
    pub at: Pointer,
    /// Its `operationId`; synthesised from method and path when the document has none.
    pub id: String,
    /// The text that its method and its types are named after: its id, or only the function's name in an id that a
    /// framework made of function, path and method.
    pub name: String,
    /// Its HTTP method.
    pub method: Method,
    /// The path template, as the document writes it.
    pub path: Vec<PathSegment>,
    /// The parameters of the path, in order of appearance.
    pub path_parameters: Vec<PathParameter>,
    /// Position in [`Api::tags`](crate::ir::Api::tags) of its first tag.
    pub tag: usize,
    /// One line of what it does.
    pub summary: Option<String>,
    /// What it does, without the vendor facts that were understood and taken out.
    pub docs: Option<String>,
    /// Whether the document marks it deprecated.
    pub deprecated: bool,
    /// What it is in JSON:API's terms.
    pub kind: OperationKind,
    /// The families of query parameters that JSON:API reserves.
    pub query: Query,
    /// The parameters of query, headers and cookies that are arguments by themselves (constant headers are in the API), in
    /// the order of their kinds.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// How many elements lists in the body may have.
    pub max_items: Vec<MaxItems>,
    /// What must hold of what is sent, besides its types.
    pub constraints: Constraints,
    /// What comes back when it succeeds.
    pub success: Success,
    /// The statuses of all responses that are described, in the document's order.
    pub statuses: Vec<Status>,
    /// The values of `code` in the errors that are described (JSON:API "Error Objects"), in alphabetical
    /// order.
    pub error_codes: Vec<String>,
    /// What else responses are described to have.
    pub parts: Vec<ResponsePart>,
    /// The requests that responses lead to.
    pub links: Vec<Link>,
    /// The URL that its path is relative to, where that is not the service's own.
    pub server: Option<String>,
    /// Whether credentials are sent.
    pub security: Security,
    /// Which credentials will do: alternatives, in the document's order. Empty where it does not say.
    pub requirements: Vec<Requirement>,
    /// Facts that only the vendor's extensions or prose tell.
    pub vendor: VendorFacts,
}

/// HTTP methods that OpenAPI knows by name, and others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the HTTP method of that name")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    Query,
    /// One of HTTP's registry, such as `PROPFIND`.
    Other(&'static str),
}

impl Method {
    /// Returns the method as HTTP writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(name) => name,
        }
    }
}

/// A piece of a path template; `/api/items/{id}/` is `Literal("/api/items/")`, `Parameter(0)`, `Literal("/")`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathSegment {
    /// Text that is sent as it stands.
    Literal(String),
    /// The position in [`Operation::path_parameters`].
    Parameter(usize),
}

/// A parameter of the path.
#[derive(Debug, Clone)]
pub struct PathParameter {
    /// Where it is described.
    pub at: Pointer,
    /// Its name in the template.
    pub wire: String,
    /// Its type.
    pub ty: Type,
    /// How its value is written.
    pub style: ParameterStyle,
    /// The resource type whose id it is, when the operations on this path tell.
    pub identifies: Option<ResourceId>,
    /// What the document says of it.
    pub docs: Option<String>,
    /// What the document says of it besides.
    pub annotations: Annotations,
}

impl PathParameter {
    /// Returns whether its value may be several segments of the path, with the slashes between them.
    pub fn has_slashes(&self) -> bool {
        self.style.reserved
    }
}

/// The kind of an operation, in JSON:API's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// Fetches a collection.
    List,
    /// Fetches one resource.
    Get,
    /// Creates a resource.
    Create,
    /// Changes a resource.
    Update,
    /// Deletes a resource.
    Delete,
    /// Fetches related resources or reads or changes a relationship.
    Relationship,
    /// Not JSON:API, or none of these.
    Other,
}

/// The credentials that an operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// The client's credentials.
    Credentials,
    /// None (`security: []`): a public endpoint, which must not see a secret.
    Public,
}

/// Facts that only the vendor's extensions or prose state.
#[derive(Debug, Clone, Default)]
pub struct VendorFacts {
    /// Limits on how often the operation may be called.
    pub rate_limits: Vec<RateLimit>,
    /// OAuth scopes it needs.
    pub scopes: Vec<String>,
    /// Earlier operation ids.
    pub aliases: Aliases,
    /// The stage before general availability, such as `BETA`.
    pub pre_release: Option<String>,
    /// A finer grouping than the tag.
    pub subtag: Option<String>,
    /// The largest number of resources that one request may carry, when the prose says.
    pub maximum_items: Option<u32>,
}

/// Earlier operation ids, most recent first.
pub type Aliases = Vec<String>;

/// So many calls per window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RateLimit {
    /// The window.
    pub window: Window,
    /// Calls per window.
    pub calls: u32,
}

words! {
    /// The window of a rate limit.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    #[expect(missing_docs, reason = "each is the span of time of that name")]
    pub enum Window {
        Second = "second",
        Minute = "minute",
        Hour = "hour",
        Day = "day",
    }
}

impl Operation {
    /// Returns the `meta` of the document that is sent.
    pub fn document_meta(&self) -> Option<&DocumentMeta> {
        self.body.as_ref()?.meta.as_ref()
    }

    /// Returns the `included` of the document that is sent.
    pub fn sent_included(&self) -> Option<&SentIncluded> {
        self.body.as_ref()?.included.as_ref()
    }

    /// Returns the start of pages where the request has a parameter for it that may be left out; one that is required is an
    /// argument.
    pub fn optional_page_start(&self) -> Option<&PageStart> {
        let start = self.query.page_start()?;
        self.is_optional(start.place()).then_some(start)
    }

    /// Returns the size of pages where the request has a parameter for it that may be left out.
    pub fn optional_page_size(&self) -> Option<&PageSize> {
        let size = self.query.page_size()?;
        self.is_optional(&size.place).then_some(size)
    }

    fn is_optional(&self, place: &PagePlace) -> bool {
        let is_required = |name| self.parameters.iter().any(|one| one.required && one.wire == name);
        place.parameter().is_some_and(|name| !is_required(name))
    }

    /// Returns the parts of a multipart body; none where the body is another.
    pub fn parts(&self) -> &[FormPart] {
        match self.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Form { parts, .. }) => parts,
            _ => &[],
        }
    }

    /// Returns the parameters of a kind.
    pub fn parameters_of(&self, kind: ParameterKind) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.kind == kind)
    }

    /// Returns the parameter of a kind and name.
    pub fn parameter(&self, kind: ParameterKind, wire: &str) -> Option<&Parameter> {
        self.parameters_of(kind).find(|parameter| parameter.wire == wire)
    }

    /// Returns the document that it brings, unless that differs by status.
    pub fn document(&self) -> Option<&Document> {
        self.success.payload.document().filter(|_| self.success.outcomes.is_empty())
    }

    /// Returns the type of the `meta` of the document that it brings, if it is described and does not differ by status.
    pub fn described_meta(&self) -> Option<&Type> {
        self.document()?.meta.as_ref()
    }

    /// Returns the resource type of the primary data of a response, if it is of one.
    pub fn primary(&self) -> Option<ResourceId> {
        self.success.payload.document()?.data.resource()
    }

    /// Returns its parameters, and those of the headers of parts.
    pub fn all_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().chain(self.parts().iter().flat_map(|part| &part.headers))
    }

    /// Returns the same as [`all_parameters`](Self::all_parameters), to be changed.
    pub(crate) fn all_parameters_mut(&mut self) -> impl Iterator<Item = &mut Parameter> {
        let parts = match self.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Form { parts, .. }) => parts.as_mut_slice(),
            _ => &mut [],
        };
        self.parameters.iter_mut().chain(parts.iter_mut().flat_map(|part| &mut part.headers))
    }

    /// Returns the path template, as the document writes it.
    pub fn path_template(&self) -> String {
        self.path_with(|parameter| format!("{{{}}}", parameter.wire))
    }

    /// Returns the path with this text in the place of each parameter.
    pub(crate) fn path_with(&self, text: impl Fn(&PathParameter) -> String) -> String {
        let segment = |segment: &PathSegment| match segment {
            PathSegment::Literal(text) => text.clone(),
            PathSegment::Parameter(position) => self.path_parameters.get(*position).map_or_else(String::new, &text),
        };
        self.path.iter().map(segment).collect()
    }

    /// Returns the path with every placeholder as `{}` and without a slash at its end, which say nothing of what it
    /// names.
    pub(crate) fn path_key(&self) -> String {
        self.path_with(|_| "{}".to_owned()).trim_end_matches('/').to_owned()
    }

    /// Returns the shapes that the resources in `data` of its body may have.
    pub fn sent_views(&self) -> &[WriteViewId] {
        match self.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Resource { view, .. }) => std::slice::from_ref(view),
            Some(BodyContent::AnyResource { views, .. }) => views,
            _ => &[],
        }
    }

    /// Returns whether it is at the address of a relationship.
    pub(crate) fn is_at_relationship(&self) -> bool {
        relationship_at(&self.path_key()).is_some()
    }

    /// Returns how the pages of its list follow each other; `None` where it has no list, or nothing tells how to
    /// reach the next page.
    pub fn pages(&self) -> Option<&Page> {
        let page = self.query.page.as_ref().filter(|page| page.next != NextPage::Unknown);
        page.filter(|_| self.success.payload.is_list())
    }

    /// Returns the type of the resource that it gets by its id, if that is what it does.
    pub fn gets(&self) -> Option<ResourceId> {
        let is_by_id = self.kind == OperationKind::Get && !self.path_parameters.is_empty();
        self.success.certain_resource().filter(|_| is_by_id)
    }
}

/// Returns the name of the relationship, or the parameter that stands for it, at whose address a path is: `author` of
/// `/books/{id}/relationships/author` (JSON:API "Relationships", the link `self`).
pub(crate) fn relationship_at(path: &str) -> Option<&str> {
    let (_, name) = path.trim_end_matches('/').rsplit_once("/relationships/")?;
    (!name.is_empty() && !name.contains('/')).then_some(name)
}
