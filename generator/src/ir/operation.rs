//! Operations.

use std::{fmt, iter};

use crate::ir::{
    Annotations, BatchResults, BatchedOperation, Constraints, Field, FieldFilter, GivenId, Id, IdType, Link, NextPage,
    Page, Parameter, ParameterStyle, Query, Requirement, ResourceId, Type, WriteViewId,
};
use crate::source::Pointer;

/// The id of an operation.
pub type OperationId = Id<Operation>;

/// One operation of the service.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it is described.
    pub at: Pointer,
    /// Its `operationId`; synthesised from method and path when the document has none.
    pub id: String,
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
    /// The JSON:API query parameters, and others.
    pub query: Query,
    /// Header parameters that are arguments (constant ones are in the API).
    pub headers: Vec<Parameter>,
    /// Cookie parameters.
    pub cookies: Vec<Parameter>,
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

/// The body of a request.
#[derive(Debug, Clone)]
pub struct Body {
    /// Where it is described.
    pub at: Pointer,
    /// Whether it must be sent.
    pub required: bool,
    /// The media type, as the document writes it, parameters included.
    pub media_type: String,
    /// The content.
    pub content: BodyContent,
    /// The `meta` beside `data`, where the document describes one.
    pub meta: Option<DocumentMeta>,
    /// The related resources beside `data` that are sent with it, where the document describes some.
    pub included: Option<SentIncluded>,
}

/// The `included` of a document that is sent: resources that are created together with the primary one.
#[derive(Debug, Clone)]
pub struct SentIncluded {
    /// What is sent for each; of several, in any order.
    pub views: Vec<WriteViewId>,
    /// Whether it must be sent.
    pub required: bool,
}

/// The `meta` of a document or an identifier that is sent (JSON:API "Meta Information").
#[derive(Debug, Clone)]
pub struct DocumentMeta {
    /// Its type.
    pub ty: Type,
    /// Whether it must be sent.
    pub required: bool,
}

/// The largest number of elements of a list that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaxItems {
    /// The JSON pointer to the list in the body, such as `/data`.
    pub pointer: String,
    /// The number.
    pub count: u32,
}

/// The content of a request body.
#[derive(Debug, Clone)]
pub enum BodyContent {
    /// A JSON:API document with one resource, or many.
    Resource {
        /// What is sent for each.
        view: WriteViewId,
        /// How many `data` has.
        count: ResourceCount,
    },
    /// A JSON:API document with one resource of several kinds, or many of them.
    AnyResource {
        /// What is sent for each kind.
        views: Vec<WriteViewId>,
        /// Whether `data` is a list.
        many: bool,
    },
    /// A JSON:API document of identifiers.
    Linkage {
        /// The types that may be named; none when the document allows any.
        targets: Vec<ResourceId>,
        /// What the ids are.
        id_type: IdType,
        /// Whether `data` is a list.
        many: bool,
        /// Whether `data` may be null (clears a to-one relationship).
        nullable: bool,
        /// What the document says of the id of one resource.
        given_id: GivenId,
        /// What each link may or must have as `meta` (of a resource identifier object).
        meta: Option<DocumentMeta>,
    },
    /// Several changes that happen together.
    Batch(Vec<BatchedOperation>),
    /// Any other JSON.
    Json(Type),
    /// A form of named parts.
    Form {
        /// How the form is written.
        encoding: FormEncoding,
        /// The parts.
        parts: Vec<FormPart>,
    },
    /// Any other media type: bytes as they are.
    Raw,
}

/// The number of resources in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceCount {
    /// One, which `data` is.
    One,
    /// A list.
    Many,
    /// One or a list, as the client likes.
    OneOrMany,
}

/// The encoding of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormEncoding {
    /// `multipart/form-data`.
    Multipart,
    /// `application/x-www-form-urlencoded`.
    Urlencoded,
}

/// A part of a form.
#[derive(Debug, Clone)]
pub struct FormPart {
    /// Name, type and presence of the part.
    pub field: Field,
    /// How its value is written (OpenAPI "Encoding Object").
    pub content: PartContent,
    /// Headers of the part that can be set.
    pub headers: Vec<Parameter>,
}

/// The encoding of the value of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartContent {
    /// The content of a file, or of each of a list of files, under this media type unless the file has one.
    File {
        /// The media type, where the document tells one.
        media_type: Option<String>,
        /// Whether it is a list.
        many: bool,
    },
    /// Text.
    Text {
        /// How lists and objects are written.
        style: ParameterStyle,
        /// The media type, where the document tells one.
        media_type: Option<String>,
    },
    /// JSON of this media type.
    Json {
        /// The media type.
        media_type: String,
        /// Whether each element of a list is a part of its own.
        each: bool,
    },
}

impl FormPart {
    /// Returns whether it is the content of a file, or of several.
    pub fn is_file(&self) -> bool {
        matches!(self.content, PartContent::File { .. })
    }
}

/// The responses of an operation that succeeds.
#[derive(Debug, Clone)]
pub struct Success {
    /// The described 2xx statuses, ascending.
    pub statuses: Vec<u16>,
    /// The media type of the payload as described, parameters included.
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
        self.outcomes.is_empty() && !self.may_be_empty()
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
        match outcome.map(|outcome| &outcome.content) {
            Some(OutcomeContent::Other(payload)) => payload,
            Some(OutcomeContent::Empty) => &Payload::Empty,
            Some(OutcomeContent::Main) | None => &self.payload,
        }
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
    /// A resource of one of several types; `many` for a collection.
    Mixed {
        /// The types.
        of: Vec<ResourceId>,
        /// Whether `data` is a list.
        many: bool,
    },
    /// No `data`, only `meta` or links.
    None,
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

/// The window of a rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the span of time of that name")]
pub enum Window {
    Second,
    Minute,
    Hour,
    Day,
}

impl Window {
    /// Returns its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
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

    /// Returns the parts of a multipart body; none where the body is another.
    pub fn parts(&self) -> &[FormPart] {
        match self.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Form { parts, .. }) => parts,
            _ => &[],
        }
    }

    /// Returns the `filter[..]` parameters.
    pub fn field_filters(&self) -> &[FieldFilter] {
        &self.query.field_filters
    }

    /// Returns the document that it brings, unless that differs by status.
    pub fn document(&self) -> Option<&Document> {
        match &self.success.payload {
            Payload::Document(document) if self.success.outcomes.is_empty() => Some(document),
            _ => None,
        }
    }

    /// Returns the type of the `meta` of the document that it brings, if it is described and does not differ by status.
    pub fn described_meta(&self) -> Option<&Type> {
        self.document()?.meta.as_ref()
    }

    /// Returns the resource type of the primary data of a response, if it is of one.
    pub fn primary(&self) -> Option<ResourceId> {
        match &self.success.payload {
            Payload::Document(document) => document.data.resource(),
            Payload::Empty | Payload::Batch(_) | Payload::Json(_) | Payload::Raw => None,
        }
    }

    /// Returns the parameters of query, headers and cookies that are arguments by themselves, per-field filters first,
    /// and those of the headers of parts.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        let filters = self.query.field_filters.iter().map(|filter| &filter.parameter);
        let of_parts = self.parts().iter().flat_map(|part| &part.headers);
        filters.chain(&self.query.other).chain(&self.headers).chain(&self.cookies).chain(of_parts)
    }

    /// Returns the same as [`parameters`](Self::parameters), to be changed.
    pub(crate) fn parameters_mut(&mut self) -> impl Iterator<Item = &mut Parameter> {
        let filters = self.query.field_filters.iter_mut().map(|filter| &mut filter.parameter);
        let parts = match self.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Form { parts, .. }) => parts.as_mut_slice(),
            _ => &mut [],
        };
        let of_parts = parts.iter_mut().flat_map(|part| &mut part.headers);
        filters.chain(&mut self.query.other).chain(&mut self.headers).chain(&mut self.cookies).chain(of_parts)
    }

    /// Returns the path template, as the document writes it.
    pub fn path_template(&self) -> String {
        let segment = |segment: &PathSegment| match segment {
            PathSegment::Literal(text) => text.clone(),
            PathSegment::Parameter(position) => {
                let name = self.path_parameters.get(*position).map_or("?", |parameter| parameter.wire.as_str());
                format!("{{{name}}}")
            }
        };
        self.path.iter().map(segment).collect()
    }

    /// Returns the path with every placeholder as `{}` and without a slash at its end, which say nothing of what it
    /// names.
    pub(crate) fn path_key(&self) -> String {
        let path: String = self
            .path
            .iter()
            .map(|segment| match segment {
                PathSegment::Literal(text) => text.as_str(),
                PathSegment::Parameter(_) => "{}",
            })
            .collect();
        path.trim_end_matches('/').to_owned()
    }

    /// Returns how the pages of its list follow each other; `None` where it has no list, or nothing tells how to
    /// reach the next page.
    pub fn pages(&self) -> Option<&Page> {
        let page = self.query.page.as_ref().filter(|page| page.next != NextPage::Unknown)?;
        match &self.success.payload {
            Payload::Document(document) if document.data.is_list() => Some(page),
            _ => None,
        }
    }

    /// Returns the type of the resource that it gets by its id, if that is what it does.
    pub fn gets(&self) -> Option<ResourceId> {
        match (&self.success.payload, self.kind) {
            (Payload::Document(document), OperationKind::Get) if self.success.is_certain() => match document.data {
                Data::One(resource) if !self.path_parameters.is_empty() => Some(resource),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Data {
    /// Returns whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::Many(_) | Self::Identifiers(_) | Self::Mixed { many: true, .. })
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
