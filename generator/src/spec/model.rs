//! The parts of a description, as the later stages need them.

use serde_json::Value;

use crate::ir::{Id, Method, Status, Tag};
use crate::source::Pointer;

/// The id of a schema.
pub type SchemaId = Id<Schema>;

/// What a description says of the service as a whole.
#[derive(Debug, Clone, Default)]
pub struct Service {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The URL of the first server.
    pub server: Option<String>,
    /// The declared tags.
    pub tags: Vec<Tag>,
    /// The security schemes.
    pub schemes: Vec<Scheme>,
    /// Whether the description's own `security` is there and empty, or lists an empty requirement
    /// only.
    pub public: bool,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Where it is described.
    pub at: Pointer,
    /// Its key in the components.
    pub name: String,
    /// The scheme.
    pub scheme: openapiv3::SecurityScheme,
}

/// An operation, with the parameters of its path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it is described.
    pub at: Pointer,
    /// The path template.
    pub path: String,
    /// The method.
    pub method: Method,
    /// `operationId`.
    pub id: Option<String>,
    /// The first tag.
    pub tag: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Its parameters and those of the path that it does not override.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub body: Option<RequestBody>,
    /// `responses`.
    pub responses: Vec<Response>,
    /// Whether its own `security` is empty; `None` when it has none of its own.
    pub public: Option<bool>,
    /// Members whose name starts with `x-`.
    pub extensions: Vec<(String, Value)>,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Where it is described.
    pub at: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// Where it is sent.
    pub location: Location,
    /// Whether it must be sent.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `description`.
    pub description: Option<String>,
    /// How a list or an object is written.
    pub style: Style,
    /// `explode`; `None` when not said, which means yes for [`Style::Form`].
    pub explode: Option<bool>,
    /// Its schema.
    pub schema: Option<SchemaId>,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the part of a request of that name")]
pub enum Location {
    Query,
    Header,
    Path,
    Cookie,
}

/// The `style` of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `form`, the default in queries.
    Form,
    /// `simple`, the default in paths and headers.
    Simple,
    /// `deepObject`.
    DeepObject,
    /// Any other.
    Other,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// Where it is described.
    pub at: Pointer,
    /// Whether it must be sent.
    pub required: bool,
    /// What it may hold, by media type.
    pub contents: Vec<Content>,
}

/// The content of a body under one media type.
#[derive(Debug, Clone)]
pub struct Content {
    /// Where it is described.
    pub at: Pointer,
    /// The media type as written.
    pub media_type: String,
    /// Its schema.
    pub schema: Option<SchemaId>,
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Where it is described.
    pub at: Pointer,
    /// The status it is for.
    pub status: Status,
    /// The names of its header fields.
    pub headers: Vec<String>,
    /// What it may hold, by media type.
    pub contents: Vec<Content>,
}

/// A schema object.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Where it stands.
    pub at: Pointer,
    /// What its `$ref` leads to. The annotations of this node then stand beside the `$ref`.
    pub reference: Option<SchemaId>,
    /// `type`.
    pub json_type: Option<JsonType>,
    /// `format`.
    pub format: Option<String>,
    /// `enum`.
    pub values: Option<Vec<Value>>,
    /// `x-enum-varnames`: names for the values of `enum`, in their order.
    pub value_names: Vec<String>,
    /// `properties`, in order.
    pub properties: Vec<(String, SchemaId)>,
    /// `required`.
    pub required: Vec<String>,
    /// `additionalProperties`.
    pub additional: Additional,
    /// `items`.
    pub items: Option<SchemaId>,
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `oneOf` and `anyOf`.
    pub one_of: Vec<SchemaId>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// `nullable`.
    pub nullable: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `description`.
    pub description: Option<String>,
    /// `default`.
    pub default: Option<Value>,
    /// `example`.
    pub example: Option<Value>,
    /// `minimum`.
    pub minimum: Option<f64>,
    /// `maximum`.
    pub maximum: Option<f64>,
    /// `maxItems`; none when it is larger than any client would ask.
    pub max_items: Option<u32>,
}

/// The `type` of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the type of that name")]
pub enum JsonType {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// What a schema says of members it does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Additional {
    /// Nothing.
    #[default]
    Unsaid,
    /// They are allowed.
    Allowed,
    /// They are forbidden.
    Forbidden,
    /// They are of this schema.
    Of(SchemaId),
}

/// A `discriminator`.
#[derive(Debug, Clone)]
pub struct Discriminator {
    /// The member that tells.
    pub property: String,
    /// The schemas by the member's value.
    pub mapping: Vec<(String, SchemaId)>,
}
