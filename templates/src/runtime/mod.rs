//! What every operation and every type of this client is built on.
//!
//! | Folder | Theme |
//! | --- | --- |
//! | `schema` | static tables of shapes, and the search for mismatches against them |
//! | `value` | JSON as Rust values: decoding, which never fails on a wrong type, and encoding |
//! | `document` | JSON:API documents as they are read |
//! | `body` | request bodies |
//! | `query` | parameters, filters, URLs |
//! | `request`, `response` | the two sides of a call |
//! | `error` | what can go wrong |
//! | `auth` | credentials |
//! | `client` | what all calls share |
//! | `send` | attempts, retries, hooks: the one way to the service |
//! | `rate_limit` | waiting before the service has to refuse |
//! | `transport` | the seam to the network |
//! | `paging`, `job` | what takes several calls: lists, and work that the service does later |
//! | `mock`, `testing`, `fake` | a server, transports and made-up values for tests |
//! | `json_schema` | the JSON Schema of what is read |
//! | `generated` | what only generated code needs |

mod auth;
mod body;
mod client;
mod document;
mod error;
#[cfg(any(feature = "mock", feature = "testing"))]
mod fake;
#[doc(hidden)]
pub mod generated;
mod job;
#[cfg(feature = "schemars")]
mod json_schema;
#[cfg(feature = "mock")]
pub mod mock;
mod paging;
mod query;
mod rate_limit;
mod request;
mod response;
mod schema;
mod send;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;
mod value;

pub use bytes::Bytes;
#[cfg(feature = "schemars")]
pub use schemars;
pub use {http, jiff};

pub use self::auth::Auth;
pub use self::auth::credential::{Credential, CredentialError, CredentialProvider};
#[cfg(feature = "oauth")]
pub use self::auth::oauth::{OAuth, OAuthTokens, TokenStore};
#[cfg(feature = "webhook-signatures")]
pub use self::auth::signature::{Signature, SignatureAlgorithm, SignatureEncoding, SignatureError, SignatureTimestamp};
pub use self::body::batch::{Batch, BatchNumber, Handle};
pub use self::body::draft::{AnyDraft, Draft, OneOrMany};
pub use self::body::multipart::{File, Form};
pub use self::body::part::Part;
pub use self::body::reference::Reference;
pub use self::body::results::{ChangeResult, Results};
#[cfg(feature = "blocking")]
pub use self::client::blocking::{Blocking, BlockingDownload, block_on};
pub use self::client::{Client, ClientBuilder};
pub use self::document::embedded::{Embedded, EmbeddedId, EmbeddedIds};
pub use self::document::identifier::{Any, AnyIdentifier, IdAndMeta, Identifier, Linkage, Related, WithMeta};
pub use self::document::included::{Included, ResolveError};
pub use self::document::links::{Link, Links};
pub use self::document::payload::{Absent, DocumentOr, Json, Payload, Read, ReadError};
pub use self::document::relationship::{Sent, ToMany, ToOne, ToOneOrMany};
pub use self::document::resolve::{Relation, ResolvedMany, Resolver};
pub use self::document::resource::{AnyResource, NoRelationships, Resource, ResourceType};
pub use self::document::{Collection, Data, Document, Primary};
pub use self::error::Error;
pub use self::error::api_error::{ApiError, ErrorObject, ErrorSource};
pub use self::error::attempts::{Attempts, FailedAttempt, Failure, GaveUp};
#[cfg(any(feature = "mock", feature = "testing"))]
pub use self::fake::Fake;
pub use self::job::processing::Processing;
pub use self::job::wait::Wait;
pub use self::job::{Awaited, Job, JobState, Progress};
#[cfg(feature = "schemars")]
#[doc(hidden)]
pub use self::json_schema::{schema_of, schema_of_one};
pub use self::paging::items::{Item, Items};
pub use self::paging::page::Pages;
pub use self::paging::position::Position;
pub use self::query::Sort;
pub use self::query::filter::{
    AllowsAny, AllowsContains, AllowsContainsAll, AllowsContainsAny, AllowsEndsWith, AllowsEquals, AllowsEqualsList,
    AllowsGreaterOrEqual, AllowsGreaterThan, AllowsHas, AllowsLessOrEqual, AllowsLessThan, AllowsNull,
    AllowsStartsWith, Clauses, Filter, FilterField, Logic,
};
pub use self::query::literal::{AnyLiteral, Literal, NoLiteral};
pub use self::rate_limit::headers::{RateLimit, RateWindow};
pub use self::request::call::Call;
pub use self::request::concurrent::{Concurrently, concurrently};
#[cfg(feature = "validation")]
pub use self::request::constraint::RequestPart;
pub use self::request::follow::{Followed, LinkTo};
pub use self::request::operation::{Method, Operation, OperationInfo, OtherMethod, Paged, Successes};
pub use self::request::raw::RawOperation;
pub use self::request::service::{Scheme, SchemePlace, Service};
#[cfg(feature = "validation")]
pub use self::request::validation::Violation;
pub use self::response::conditional::Conditional;
pub use self::response::download::Download;
pub use self::response::part::{ErrorBody, ErrorMeta, HeaderField};
pub use self::response::stream::ItemStream;
pub use self::response::webhook::{Received, Webhook, WebhookError};
pub use self::response::{Decoding, Response};
pub use self::schema::mismatch::{Mismatch, MismatchKind};
pub use self::send::hook::{Attempt, Hook};
pub use self::send::retry::RetryPolicy;
pub use self::transport::incomplete::{Incomplete, IncompleteKind};
pub use self::transport::request_body::{RequestBody, RequestChunks};
#[cfg(feature = "reqwest")]
pub use self::transport::reqwest::ReqwestTransport;
pub use self::transport::response_body::ResponseBody;
pub use self::transport::{
    BoxFuture, HttpRequest, HttpResponse, Limits, Transport, TransportError, TransportErrorKind, WholeResponse,
};
pub use self::value::datetime::{Date, DateTime};
pub use self::value::encode::{Argument, Change, Encode, MadeFrom};
pub use self::value::enumeration::{Enumeration, Token};
pub use self::value::foreign::Foreign;
pub use self::value::free_form::{AnyObject, AnyValue};
pub use self::value::id::{Id, OpenId, ResourceIdentity};
pub use self::value::missing::Missing;
pub use self::value::password::Password;
pub use self::value::tuple::OpenTuple;
pub use self::value::values::{Map, Object, Value};

// The form of the wire by serde, which every type that is read has by one macro; with the feature `schemars`, the same
// macro gives it its JSON Schema.
#[cfg(not(feature = "schemars"))]
#[allow(unused_imports, reason = "an OpenAPI document need not have types")]
pub(crate) use self::value::macros::wire;
#[cfg(feature = "schemars")]
#[allow(unused_imports, reason = "an OpenAPI document need not have types")]
pub(crate) use self::{
    json_schema::wire::wire_and_schema, json_schema::wire::wire_and_schema as wire, value::macros::wire as wire_alone,
};
