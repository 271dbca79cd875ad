//! Responses: what comes back when an operation succeeds, and the parts that are read when they are asked for.
//!
//! ```yaml
//! responses:
//!   200: {content: {application/vnd.api+json: {schema: {properties: {data: {$ref: "#/components/schemas/Book"}}}}}}
//! ```
//!
//! is a [`Success`] with a [`Payload::Document`] whose data is one book.

use std::{fmt, iter};

use crate::ir::{BatchResults, Field, IdType, ResourceId, Type};
use crate::source::Pointer;

/// The responses of an operation that succeeds.
#[derive(Debug, Clone)]
pub struct Success {
    /// The described 2xx statuses, ascending.
    pub statuses: Vec<u16>,
    /// The media types that a request asks for: those of the payloads as described, parameters included, or else that of
    /// the header `Accept` where it may have one value only.
    pub media_type: Option<String>,
    /// The payload; where several statuses have different ones, that of the lowest status.
    pub payload: Payload,
    /// Those of the statuses that come without a body.
    pub empty: Vec<u16>,
    /// What each described status brings, where several bring different payloads; empty where one payload will do.
    pub outcomes: Vec<Outcome>,
}

/// A response with one of several statuses of success.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The status.
    pub status: Status,
    /// What its body is.
    pub content: OutcomeContent,
}

/// The body of a response with one of several statuses of success.
#[derive(Debug, Clone)]
pub enum OutcomeContent {
    /// None.
    Empty,
    /// The payload of the lowest status.
    Main,
    /// A payload of its own.
    Other(Payload),
}

impl Success {
    /// Returns whether a response with this status is described. `statuses` are those of the operation.
    pub fn is_described(&self, statuses: &[Status], status: u16) -> bool {
        self.statuses.is_empty() || self.is_open(statuses) || self.statuses.contains(&status)
    }

    /// Returns whether all statuses of success are described at once. Among others, `default` is what failures are.
    pub fn is_open(&self, statuses: &[Status]) -> bool {
        let is_success = |status: &Status| matches!(status, Status::Code(200..=299));
        let is_default = || statuses.contains(&Status::Default) && !statuses.iter().any(is_success);
        statuses.contains(&Status::Range(2)) || (is_default() && !self.statuses.is_empty())
    }

    /// Returns whether the response is the payload or nothing.
    pub fn may_be_empty(&self) -> bool {
        !self.empty.is_empty() && self.outcomes.is_empty() && !matches!(self.payload, Payload::Empty)
    }

    /// Returns whether the response always is the payload.
    pub fn is_certain(&self) -> bool {
        let is_one_of_several = self.payload.document().is_some_and(|document| document.instead.is_some());
        self.outcomes.is_empty() && !self.may_be_empty() && !is_one_of_several
    }

    /// Returns the type of the one resource that always comes back, if one does.
    pub fn certain_resource(&self) -> Option<ResourceId> {
        self.payload.one().filter(|_| self.is_certain())
    }

    /// Returns all payloads, that of the lowest status first.
    pub fn payloads(&self) -> impl Iterator<Item = &Payload> {
        self.payloads_by_status().map(|(_, payload)| payload)
    }

    /// Returns all payloads, that of the lowest status first and any other with its status.
    pub fn payloads_by_status(&self) -> impl Iterator<Item = (Option<Status>, &Payload)> {
        let others = self.outcomes.iter().filter_map(|outcome| match &outcome.content {
            OutcomeContent::Other(payload) => Some((Some(outcome.status), payload)),
            OutcomeContent::Empty | OutcomeContent::Main => None,
        });
        iter::once((None, &self.payload)).chain(others)
    }

    /// Returns what comes with each status, where that differs; nothing where it is the same for all.
    pub fn outcomes_by_status(&self) -> impl Iterator<Item = (Status, &Payload)> {
        self.outcomes.iter().map(|outcome| (outcome.status, self.payload_in(&outcome.content)))
    }

    fn payload_in<'a>(&'a self, content: &'a OutcomeContent) -> &'a Payload {
        match content {
            OutcomeContent::Empty => &Payload::Empty,
            OutcomeContent::Main => &self.payload,
            OutcomeContent::Other(payload) => payload,
        }
    }

    /// Returns the same as [`payloads`](Self::payloads), to be changed.
    pub(crate) fn payloads_mut(&mut self) -> impl Iterator<Item = &mut Payload> {
        let others = self.outcomes.iter_mut().filter_map(|outcome| match &mut outcome.content {
            OutcomeContent::Other(payload) => Some(payload),
            OutcomeContent::Empty | OutcomeContent::Main => None,
        });
        iter::once(&mut self.payload).chain(others)
    }

    /// Returns the payload of a response with this status.
    pub fn payload_of(&self, status: u16) -> &Payload {
        let outcome = self.outcomes.iter().find(|outcome| outcome.status.covers(status));
        outcome.map_or(&self.payload, |outcome| self.payload_in(&outcome.content))
    }
}

/// A part of responses that is read when it is asked for.
#[derive(Debug, Clone)]
pub struct ResponsePart {
    /// Where it is described.
    pub at: Pointer,
    /// Which part it is.
    pub kind: ResponsePartKind,
    /// Its type.
    pub ty: Type,
    /// What the document says of it.
    pub docs: Option<String>,
}

/// The part of responses that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponsePartKind {
    /// The body of errors with a status, where that is not a JSON:API document.
    ErrorBody(Status),
    /// The `meta` of each error object in JSON:API documents of errors with a status.
    ErrorMeta(Status),
    /// A header field.
    Header {
        /// Its name.
        name: String,
        /// Whether its value is JSON.
        is_json: bool,
    },
    /// An item of a body that is a stream.
    Item(StreamFormat),
}

/// The form of a stream of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamFormat {
    /// An item per line (`application/jsonl`, `application/x-ndjson`).
    Lines,
    /// An item after each record separator (`application/json-seq`, RFC 7464).
    Sequence,
    /// A server-sent event per item: the object of its fields.
    Events {
        /// Whether the field `data` is JSON.
        is_json: bool,
    },
    /// A server-sent event per item: its data.
    EventData {
        /// Whether the data is JSON.
        is_json: bool,
    },
}

impl ResponsePartKind {
    /// Returns the constant that stands for the part: `BODY_404`, `HEADER_LOCATION`. Items have none: a trait says what
    /// they are.
    pub fn constant(&self) -> String {
        match self {
            Self::ErrorBody(Status::Code(code)) => format!("BODY_{code}"),
            Self::ErrorBody(Status::Range(hundred)) => format!("BODY_{hundred}XX"),
            Self::ErrorBody(Status::Default) => "BODY_OTHER".to_owned(),
            Self::ErrorMeta(Status::Code(code)) => format!("ERROR_META_{code}"),
            Self::ErrorMeta(Status::Range(hundred)) => format!("ERROR_META_{hundred}XX"),
            Self::ErrorMeta(Status::Default) => "ERROR_META_OTHER".to_owned(),
            Self::Item(_) => "ITEM".to_owned(),
            Self::Header { name, .. } => {
                let word = |one: char| if one.is_ascii_alphanumeric() { one.to_ascii_uppercase() } else { '_' };
                format!("HEADER_{}", name.chars().map(word).collect::<String>())
            }
        }
    }
}

impl fmt::Display for ResponsePartKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ErrorBody(status) => write!(f, "body of {status}"),
            Self::ErrorMeta(status) => write!(f, "meta of errors of {status}"),
            Self::Header { name, is_json } => write!(f, "header {name}{}", if *is_json { " (JSON)" } else { "" }),
            Self::Item(_) => f.write_str("items"),
        }
    }
}

/// The statuses that a response is described for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// One.
    Code(u16),
    /// A hundred of them; 4 for `4XX`.
    Range(u16),
    /// All that are not named (`default`).
    Default,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(hundred) => write!(f, "{hundred}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

impl Status {
    /// Returns whether a response of status `code` is described by this.
    pub fn covers(self, code: u16) -> bool {
        match self {
            Self::Code(described) => described == code,
            Self::Range(hundred) => code / 100 == hundred,
            Self::Default => true,
        }
    }
}

/// The payload of a response.
#[derive(Debug, Clone)]
pub enum Payload {
    /// None.
    Empty,
    /// A JSON:API document.
    Document(Document),
    /// The results of a batch.
    Batch(Box<BatchResults>),
    /// Any other JSON.
    Json(Type),
    /// Any other media type: bytes as they are.
    Raw,
}

/// A JSON:API top-level document in a response.
#[derive(Debug, Clone)]
pub struct Document {
    /// Where it is described.
    pub at: Pointer,
    /// The primary data.
    pub data: Data,
    /// The types that `included` may hold.
    pub included: Vec<ResourceId>,
    /// Whether a list of primary data may also come as one, or null.
    pub may_be_one: bool,
    /// Whether `included` is an object of lists instead of a list.
    pub grouped: bool,
    /// Whether `included` may be null.
    pub included_is_nullable: bool,
    /// The type of the top-level `meta`, when described.
    pub meta: Option<Type>,
    /// Members that JSON:API does not know, such as those of an extension. Their types name nothing.
    pub others: Vec<Field>,
    /// What the identifiers are that are its primary data; none where that is something else.
    pub linkage: Option<Linkage>,
    /// The type of what may come instead of the document, without its `data`.
    pub instead: Option<Type>,
}

impl Document {
    /// Returns a document with this primary data and nothing else.
    pub(crate) fn of(at: Pointer, data: Data) -> Self {
        Self {
            at,
            data,
            included: Vec::new(),
            may_be_one: false,
            grouped: false,
            included_is_nullable: false,
            meta: None,
            others: Vec::new(),
            linkage: None,
            instead: None,
        }
    }
}

/// The identifiers that are primary data.
#[derive(Debug, Clone)]
pub struct Linkage {
    /// What their ids are.
    pub id_type: IdType,
    /// What they have besides `type`, `id` and `lid`. Their types name nothing.
    pub members: Vec<Field>,
}

/// Primary data (JSON:API "Document Structure").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// One resource.
    One(ResourceId),
    /// One resource or `null`.
    ZeroOrOne(ResourceId),
    /// A collection.
    Many(ResourceId),
    /// One identifier or `null`; `None` where it may be of any type.
    Identifier(Option<ResourceId>),
    /// Identifiers; `None` where they may be of any type.
    Identifiers(Option<ResourceId>),
    /// Resources of several types.
    Mixed {
        /// The types; none where the document tells none.
        of: Vec<ResourceId>,
        /// The number of resources.
        number: Number,
    },
    /// No `data`, only `meta` or links.
    None,
}

/// The number of resources of several types that primary data has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// One.
    One,
    /// One or `null`.
    ZeroOrOne,
    /// A collection.
    Many,
}

impl Payload {
    /// Returns the document, if it is one.
    pub fn document(&self) -> Option<&Document> {
        match self {
            Self::Document(document) => Some(document),
            Self::Empty | Self::Batch(_) | Self::Json(_) | Self::Raw => None,
        }
    }

    /// Returns the type of the one resource that it always has, if it has one.
    pub fn one(&self) -> Option<ResourceId> {
        let document = self.document().filter(|document| document.instead.is_none())?;
        match document.data {
            Data::One(resource) => Some(resource),
            _ => None,
        }
    }

    /// Returns whether its primary data is a list.
    pub fn is_list(&self) -> bool {
        self.document().is_some_and(|document| document.data.is_list())
    }
}

impl Data {
    /// Returns whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::Many(_) | Self::Identifiers(_) | Self::Mixed { number: Number::Many, .. })
    }

    /// Returns the one resource type it is of, if it is of one.
    pub fn resource(&self) -> Option<ResourceId> {
        match self {
            Self::One(id) | Self::ZeroOrOne(id) | Self::Many(id) => Some(*id),
            Self::Identifier(id) | Self::Identifiers(id) => *id,
            Self::Mixed { .. } | Self::None => None,
        }
    }
}
