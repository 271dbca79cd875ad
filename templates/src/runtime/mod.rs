//! What every operation and every type of this client is built on.
//!
//! Decoding (`decode` and its neighbours) never fails on a value of a wrong type; `mismatch` tells
//! afterwards what was wrong. `document`, `resource` and `relationship` are JSON:API. `call` and
//! `request` build what is sent, `send` brings it to the service and back, `page` follows links from page
//! to page.

mod api_error;
mod attempts;
mod auth;
mod backoff;
mod batch;
#[cfg(feature = "blocking")]
mod blocking;
mod budget;
mod call;
mod client;
mod clock;
mod concurrent;
mod conditional;
mod context;
mod credential;
mod datetime;
mod deadline;
mod decode;
mod document;
mod download;
mod draft;
mod embedded;
mod encode;
mod enumeration;
mod envelope;
mod error;
mod file_stream;
mod filter;
mod grammar;
mod headers;
mod hook;
mod id;
mod identifier;
mod included;
mod incoming;
mod incomplete;
mod items;
mod job;
mod line;
mod links;
mod literal;
mod lock;
#[allow(unused_macros, reason = "a description need not have each kind of type")]
mod macros;
mod mismatch;
mod missing;
#[cfg(feature = "mock")]
pub mod mock;
mod multipart;
#[cfg(feature = "oauth")]
mod oauth;
mod operation;
mod pacing;
mod page;
mod parameter;
mod part;
mod payload;
mod place;
mod polymorphic;
mod public;
mod query;
mod raw;
mod record;
mod reference;
mod relationship;
mod request;
mod request_body;
#[cfg(feature = "reqwest")]
mod reqwest;
mod resolve;
mod resource;
mod response;
mod response_body;
mod results;
mod retry;
mod scan;
mod secret;
mod select;
mod send;
mod service;
mod settings;
mod shape;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "tracing")]
mod traced;
mod transport;
mod union;
mod unsendable;
#[cfg(not(feature = "tracing"))]
mod untraced;
mod url;
mod values;
mod wait;
mod walk;
mod walk_document;
mod windows;

#[cfg(feature = "tracing")]
use self::traced as trace;
#[cfg(not(feature = "tracing"))]
use self::untraced as trace;

pub use bytes::Bytes;
pub use {http, jiff};

pub use self::api_error::{ApiError, ErrorObject, ErrorSource};
pub use self::attempts::{Attempts, FailedAttempt, Failure, GaveUp};
pub use self::auth::Auth;
pub use self::batch::{Batch, BatchNumber, Handle};
#[cfg(feature = "blocking")]
pub use self::blocking::{Blocking, BlockingDownload, block_on};
pub use self::call::Call;
pub use self::client::{Client, ClientBuilder};
pub use self::concurrent::{Concurrently, concurrently};
pub use self::conditional::Conditional;
pub use self::context::Context;
pub use self::credential::{Credential, CredentialError, CredentialProvider};
pub use self::datetime::{Date, DateTime};
pub use self::decode::{Decode, Deserializer, Elements, MapAccess, Members, SeqAccess, shape};
pub use self::document::{Collection, Data, Document, Primary};
pub use self::download::Download;
pub use self::draft::Draft;
pub use self::embedded::{Embedded, EmbeddedId, EmbeddedIds};
pub use self::encode::{Change, Encode, MadeFrom};
pub use self::enumeration::{Enumeration, IntegerEnumeration, Open, Token, debug_word, hash_token, same_token};
pub use self::error::Error;
pub use self::filter::{
    AllowsAny, AllowsContains, AllowsContainsAll, AllowsContainsAny, AllowsEndsWith, AllowsEquals, AllowsEqualsList,
    AllowsGreaterOrEqual, AllowsGreaterThan, AllowsHas, AllowsLessOrEqual, AllowsLessThan, AllowsNull,
    AllowsStartsWith, Clauses, Filter, FilterField, Logic,
};
pub use self::grammar::Grammar;
pub use self::headers::{RateLimit, RateWindow};
pub use self::hook::{Attempt, Hook};
pub use self::id::{Id, NoId, ResourceIdentity};
pub use self::identifier::{Any, AnyIdentifier, Identifier, Linkage, Related, WithMeta};
pub use self::included::{Included, ResolveError};
pub use self::incomplete::{Incomplete, IncompleteKind};
pub use self::items::{Item, Items};
pub use self::job::{Awaited, Job, JobState, JobStates, Progress};
pub use self::links::{Link, Links};
pub use self::literal::{AnyLiteral, Literal, NoLiteral};
#[allow(unused_imports, reason = "a description need not have each kind of type")]
pub(crate) use self::macros::{
    alternatives, enumeration, identity_only, integer_enumeration, polymorphic, record, token, union,
};
pub use self::mismatch::{Mismatch, MismatchKind};
pub use self::missing::{Missing, required};
pub use self::multipart::{File, Form};
#[cfg(feature = "oauth")]
pub use self::oauth::{OAuth, OAuthTokens, TokenStore};
pub use self::operation::{FilterPlace, Method, Operation, OperationInfo, PageStyle, Paged};
pub use self::page::Pages;
pub use self::parameter::Style;
pub use self::part::Part;
pub use self::payload::{Json, Payload, Read, ReadError};
pub use self::polymorphic::{Polymorphic, decode_polymorphic};
pub use self::public::PublicClient;
pub use self::query::Sort;
pub use self::raw::RawOperation;
pub use self::record::{Boxed, Field, FieldVisitor, NamedField, Record, debug};
pub use self::reference::Reference;
pub use self::relationship::{Sent, ToMany, ToOne};
pub use self::request_body::{RequestBody, RequestChunks};
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub use self::resolve::{Relation, ResolvedMany, Resolver};
pub use self::resource::{AnyResource, NoRelationships, Resource, ResourceType};
pub use self::response::{Decoding, Response};
pub use self::response_body::ResponseBody;
pub use self::results::{ChangeResult, Results};
pub use self::retry::RetryPolicy;
pub use self::service::{ApiKey, Service};
pub use self::shape::{
    Alternative, DataShape, IdRule, JsonKind, Member, PayloadShape, PrimaryShape, Recursion, ResourceShape, Shape,
    Target, Test,
};
pub use self::transport::{
    BoxFuture, HttpRequest, HttpResponse, Limits, Transport, TransportError, TransportErrorKind,
};
pub use self::union::{ReadAlternative, Union, decode_union};
pub use self::values::{Map, Object, Value};
pub use self::wait::Wait;

/// What sends the requests of clients that name no transport.
#[cfg(feature = "reqwest")]
fn default_transport(limits: &Limits) -> Result<std::sync::Arc<dyn Transport>, Error> {
    Ok(std::sync::Arc::new(ReqwestTransport::new(limits)?))
}

/// What sends the requests of clients that name no transport: nothing, without the feature `reqwest`.
#[cfg(not(feature = "reqwest"))]
fn default_transport(_limits: &Limits) -> Result<std::sync::Arc<dyn Transport>, Error> {
    Err(Error::request("no transport is set, and the feature `reqwest` is off"))
}
