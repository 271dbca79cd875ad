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
mod constraint;
mod dump;
mod link;
mod operation;
mod query;
mod resource;
mod types;
pub(crate) mod visit;

pub use annotations::{Annotations, Bound, Bounds, Count, Plausible};
pub use api::{
    Api, ApiKey, AuthKind, AuthScheme, ConstantHeader, ExternalDocs, Info, OAuthFlows, OperationKey, ParameterPlace,
    Requirement, Server, ServerVariable, Signature, SignatureAlgorithm, SignatureEncoding, Skipped, Tag, Webhook,
};
pub use arena::{Arena, Id};
pub use batch::{BatchResults, BatchedChange, BatchedOperation, Verb};
pub use constraint::{Constraint, Constraints, Inner, RequestPart};
pub use dump::dump;
pub use link::{Link, LinkValue};
pub use operation::{
    Aliases, Body, BodyContent, Data, Document, DocumentMeta, FormEncoding, FormPart, Linkage, MaxItems, Method,
    Operation, OperationId, OperationKind, Outcome, OutcomeContent, PartContent, PathParameter, PathSegment, Payload,
    RateLimit, ResourceCount, ResponsePart, ResponsePartKind, Security, SentIncluded, Status, StreamFormat, Success,
    VendorFacts, Window,
};
pub use query::{
    Extent, FieldChoice, FieldFilter, FieldSet, Filter, FilterEvidence, FilterField, FilterGrammar, FilterOperator,
    FilterPlace, FilterValue, FreeForm, Include, NextPage, OperatorArity, Page, PagePlace, PagePointers, PageSize,
    PageStart, Parameter, ParameterForm, ParameterStyle, Query, QueryFamily, Sort, SortKey,
};
pub use resource::{
    Arity, Discriminator, GivenId, IdRule, IdType, Job, JobState, OpenRelationships, ReadView, Relationship, Resource,
    ResourceId, TypeRule, WriteRole, WriteView, WriteViewId,
};
pub use types::{
    Alternative, BodyFilter, BodyFilterForm, Enum, EnumBase, Field, JsonKind, Presence, Record, StringFormat, Test,
    Tuple, Type, TypeDef, TypeId, Union,
};
