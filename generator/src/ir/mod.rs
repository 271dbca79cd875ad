//! The model of a JSON:API service: plain data between `lower` and `emit`.
//!
//! Nodes live in arenas and name each other by id, because relationships are cyclic. Every node
//! carries the [`Pointer`] it came from. There are no Rust names here: naming is a later stage.
//!
//! [`Pointer`]: crate::source::Pointer

mod annotations;
mod api;
mod arena;
mod batch;
mod body;
mod constraint;
mod dump;
mod link;
mod operation;
mod page;
mod query;
mod resource;
mod response;
mod types;
pub(crate) mod visit;

pub use annotations::{Annotations, Bound, Bounds, Count, Plausible};
pub(crate) use api::ANY_SERVER;
pub use api::{
    Api, ApiKey, AuthKind, AuthScheme, ConstantHeader, ExternalDocs, Info, OAuthFlows, OperationKey, ParameterPlace,
    Requirement, Server, ServerVariable, Signature, SignatureAlgorithm, SignatureEncoding, Skipped, Tag, Webhook,
};
pub use arena::{Arena, Id};
pub use batch::{BatchResults, BatchedChange, BatchedOperation, Verb};
pub use body::{
    Body, BodyContent, DocumentMeta, FormEncoding, FormPart, MaxItems, PartContent, ResourceCount, SentIncluded,
};
pub use constraint::{Constraint, Constraints, Inner, RequestPart};
pub use dump::dump;
pub use link::{Link, LinkValue};
pub(crate) use operation::relationship_at;
pub use operation::{
    Aliases, Method, Operation, OperationId, OperationKind, PathParameter, PathSegment, RateLimit, Security,
    VendorFacts, Window,
};
pub use page::{Extent, NextPage, Page, PagePlace, PagePointers, PageSize, PageStart};
pub use query::{
    FieldChoice, FieldSet, Filter, FilterEvidence, FilterField, FilterGrammar, FilterOperator, FilterPlace,
    FilterValue, FreeForm, Include, OperatorArity, Parameter, ParameterForm, ParameterKind, ParameterStyle, Query,
    QueryFamily, Sort, SortKey,
};
pub use resource::{
    Arity, Discriminator, GivenId, IdRule, IdType, Job, JobState, OpenRelationships, ReadView, Relationship, Resource,
    ResourceId, TypeRule, WriteRole, WriteView, WriteViewId,
};
pub use response::{
    Data, Document, Linkage, Number, Outcome, OutcomeContent, Payload, ResponsePart, ResponsePartKind, Status,
    StreamFormat, Success,
};
pub use types::{
    Alternative, BodyFilter, BodyFilterForm, Enum, EnumBase, Field, JsonKind, Presence, Record, StringFormat, Test,
    Tuple, Type, TypeDef, TypeId, Union,
};
