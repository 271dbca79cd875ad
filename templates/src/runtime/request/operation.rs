//! What is known of an operation before it is called: one static table each.

use super::super::document::Primary;
use super::super::document::payload::Payload;
use super::super::paging::table::Paging;
use super::super::schema::shape::DocumentShape;
use super::constraint::Constraints;
use super::identifiers::IdentifiersAt;

/// An operation of the service: what is emitted for each is a marker type.
pub trait Operation: Send + Sync + 'static {
    /// The payload of a response of success.
    type Output: Payload;

    /// The facts of it.
    const INFO: &'static OperationInfo;
}

/// An operation whose collection comes in pages.
pub trait Paged: Operation {
    /// An element of the pages.
    type Item: Primary;
}

/// The facts of an operation.
///
/// Emitted as `OperationInfo { id: "..", path: "..", ..OperationInfo::GET }`, so that a new fact
/// changes no table that does not state it.
#[derive(Debug, Clone, Copy)]
pub struct OperationInfo {
    /// Its id in the OpenAPI document.
    pub id: &'static str,
    /// Its HTTP method.
    pub method: Method,
    /// Its path, with `{name}` where an argument goes.
    pub path: &'static str,
    /// The URL that its path is relative to, where that is not the service's.
    pub server: Option<&'static str>,
    /// The media type it is asked to answer with; none when it has no payload.
    pub accept: Option<&'static str>,
    /// The statuses of success that are described.
    pub successes: Successes,
    /// The media type of what is sent; none when nothing is.
    pub content_type: Option<&'static str>,
    /// Whether it is called without credentials.
    pub public: bool,
    /// The security schemes that it takes: alternatives, each the names of schemes that it wants together. Empty
    /// where any credentials will do.
    pub security: &'static [&'static [&'static str]],
    /// How many calls per how many seconds the service allows.
    pub rate_limits: &'static [(u32, u32)],
    /// The OAuth scopes it needs.
    pub scopes: &'static [&'static str],
    /// How many elements lists in its body may have: each a JSON pointer and a number.
    pub max_items: &'static [(&'static str, u32)],
    /// What must hold of what is sent, besides its types.
    pub constraints: &'static Constraints,
    /// What resources and identifiers in its body are, where types of arguments do not say all of it.
    pub identifiers: &'static [IdentifiersAt],
    /// How the pages of its collection follow each other.
    pub paging: Option<&'static Paging>,
    /// Where a filter expression is sent.
    pub filter: FilterPlace,
    /// What else is described of the document that it brings.
    pub document: &'static DocumentShape,
}

impl OperationInfo {
    /// The facts of a `GET` operation of which nothing else is known.
    pub const GET: Self = Self::new(Method::Get);

    /// The facts of a `PUT` operation of which nothing else is known.
    pub const PUT: Self = Self::new(Method::Put);

    /// The facts of a `POST` operation of which nothing else is known.
    pub const POST: Self = Self::new(Method::Post);

    /// The facts of a `DELETE` operation of which nothing else is known.
    pub const DELETE: Self = Self::new(Method::Delete);

    /// The facts of a `PATCH` operation of which nothing else is known.
    pub const PATCH: Self = Self::new(Method::Patch);

    /// The facts of a `OPTIONS` operation of which nothing else is known.
    pub const OPTIONS: Self = Self::new(Method::Options);

    /// The facts of a `HEAD` operation of which nothing else is known.
    pub const HEAD: Self = Self::new(Method::Head);

    /// The facts of a `TRACE` operation of which nothing else is known.
    pub const TRACE: Self = Self::new(Method::Trace);

    /// The facts of a `QUERY` operation of which nothing else is known.
    pub const QUERY: Self = Self::new(Method::Query);

    /// Returns the facts of an operation of another method, of which nothing else is known.
    pub const fn other(method: &'static str) -> Self {
        Self::new(Method::Other(OtherMethod(method)))
    }

    /// Returns the facts of an operation of which nothing but the method is known.
    const fn new(method: Method) -> Self {
        Self {
            id: "",
            method,
            path: "",
            server: None,
            accept: None,
            successes: Successes::usual(method),
            content_type: None,
            public: false,
            security: &[],
            rate_limits: &[],
            scopes: &[],
            max_items: &[],
            constraints: Constraints::NONE,
            identifiers: &[],
            paging: None,
            filter: FilterPlace::Query("filter"),
            document: DocumentShape::NOTHING,
        }
    }
}

/// The statuses of success that the OpenAPI document describes for an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Successes {
    /// Any of 2xx.
    Any,
    /// These.
    Listed {
        /// With a body.
        bodies: &'static [u16],
        /// Without one.
        empty: &'static [u16],
    },
}

impl Successes {
    /// Returns the statuses with a body, and those without.
    pub const fn listed(bodies: &'static [u16], empty: &'static [u16]) -> Self {
        Self::Listed { bodies, empty }
    }

    /// Returns what JSON:API has for a method ("Fetching Data", "Creating, Updating and Deleting Resources").
    const fn usual(method: Method) -> Self {
        match method {
            Method::Post => Self::listed(&[201], &[]),
            Method::Delete => Self::listed(&[], &[204]),
            _ => Self::listed(&[200], &[]),
        }
    }

    /// Returns whether the status is described to come without a body.
    pub(crate) fn is_empty(self, status: u16) -> bool {
        matches!(self, Self::Listed { empty, .. } if empty.contains(&status))
    }

    /// Returns what is described in place of this status; `None` where the status is described itself.
    pub(crate) fn instead_of(self, status: u16) -> Option<String> {
        match self {
            Self::Listed { bodies, empty } if !bodies.contains(&status) && !empty.contains(&status) => {
                let described: Vec<String> = bodies.iter().chain(empty).map(u16::to_string).collect();
                Some(format!("status {}", described.join(" or ")))
            }
            Self::Listed { .. } | Self::Any => None,
        }
    }
}

/// HTTP methods (RFC 9110, section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
    /// `QUERY`: like `GET`, with a body that says what is asked for.
    Query,
    /// A method that the document names, such as `PROPFIND`.
    Other(OtherMethod),
}

/// A method of HTTP's registry that is not one of RFC 9110.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OtherMethod(&'static str);

impl Method {
    /// Returns whether a request has the same effect if it is sent more than once (RFC 9110, section 9.2.2). Nothing is
    /// known of [`Other`](Self::Other) methods.
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch | Self::Other(_))
    }

    /// Returns the method as the `http` crate has it.
    pub fn as_http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Put => http::Method::PUT,
            Self::Post => http::Method::POST,
            Self::Delete => http::Method::DELETE,
            Self::Options => http::Method::OPTIONS,
            Self::Head => http::Method::HEAD,
            Self::Patch => http::Method::PATCH,
            Self::Trace => http::Method::TRACE,
            Self::Query => OtherMethod("QUERY").as_http(),
            Self::Other(method) => method.as_http(),
        }
    }
}

impl OtherMethod {
    /// Returns the method as `http` has it. Names come from the generator's list of registered methods.
    fn as_http(self) -> http::Method {
        http::Method::from_bytes(self.0.as_bytes()).unwrap_or_default()
    }
}

/// The place in a request that takes a filter expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterPlace {
    /// In this query parameter, its clauses joined by commas.
    Query(&'static str),
    /// In this query parameter, as `and(..)`.
    Conjunction(&'static str),
    /// In this header, as `and(..)`.
    Header(&'static str),
}
