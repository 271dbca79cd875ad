//! The service as a whole.

use crate::ir::{Arena, Operation, Resource, TypeDef, WriteView};
use crate::source::Pointer;

/// A JSON:API service, as its description tells it.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// Title, version and terms.
    pub info: Info,
    /// The base URL of the first server, if the description names one; no trailing slash.
    pub server: Option<String>,
    /// How callers authenticate, from the security schemes.
    pub auth: Vec<AuthScheme>,
    /// Headers that every operation requires and whose value the description fixes, such as a
    /// revision. They become constants of the client, never arguments.
    pub constant_headers: Vec<ConstantHeader>,
    /// The tags that operations name, in alphabetical order.
    pub tags: Vec<Tag>,
    /// Resource types, by wire `type`.
    pub resources: Arena<Resource>,
    /// What may be sent for a resource: one node per distinct create or update shape.
    pub write_views: Arena<WriteView>,
    /// Enums, records and unions.
    pub types: Arena<TypeDef>,
    /// Operations, in order of path and method.
    pub operations: Arena<Operation>,
    /// Operations left out, with the reason.
    pub skipped: Vec<Skipped>,
}

/// What the description says of itself.
#[derive(Debug, Clone, Default)]
pub struct Info {
    /// `info.title`.
    pub title: String,
    /// `info.version`; for some services the API revision.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
}

/// One way to authenticate (OpenAPI "Security Scheme Object").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthScheme {
    /// A key in a header.
    ApiKey(ApiKey),
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// OAuth 2; the access token is sent as a bearer token.
    OAuth2,
}

/// An API key that is sent in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// The header's name.
    pub header: String,
    /// What precedes the key in the header's value, such as `Klaviyo-API-Key`, without the blank.
    pub prefix: Option<String>,
}

/// A header with one value for the whole service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstantHeader {
    /// The header's name.
    pub name: String,
    /// The value the description gives as default or only choice.
    pub value: String,
}

/// A tag that groups operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The tag's name, as operations write it; the empty string for operations without a tag.
    pub name: String,
    /// What the description says of the tag.
    pub docs: Option<String>,
}

/// An operation by method and path, as a person would point at it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationKey {
    /// The path template as the description writes it.
    pub path: String,
    /// The lower-case method.
    pub method: String,
}

/// An operation that the compiler left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it stands.
    pub at: Pointer,
    /// Which it is.
    pub operation: OperationKey,
    /// Why it was left out.
    pub reason: String,
}
