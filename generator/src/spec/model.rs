//! The parts of a document, as the later stages need them.

use serde_json::Value;

use crate::ir::{Bounds, Id, Method, Requirement, Status, Tag};
use crate::source::Pointer;
use crate::words::words;

/// The id of a schema.
pub type SchemaId = Id<Schema>;

/// The facts of a document about the service as a whole.
#[derive(Debug, Clone, Default)]
pub struct Service {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The servers.
    pub servers: Vec<Server>,
    /// The declared tags.
    pub tags: Vec<Tag>,
    /// The security schemes.
    pub schemes: Vec<Scheme>,
    /// Whether the document's own `security` is there and empty, or lists an empty requirement
    /// only.
    pub public: bool,
    /// The document's own `security`.
    pub security: Vec<Requirement>,
}

/// A server.
#[derive(Debug, Clone)]
pub struct Server {
    /// Where it is described.
    pub at: Pointer,
    /// `url`, a template.
    pub url: String,
    /// `name`, of OpenAPI 3.2.
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `variables`.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// `default`.
    pub default: String,
    /// `enum`; empty where any value will do.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Where it is described.
    pub at: Pointer,
    /// Its key in the components.
    pub name: String,
    /// `deprecated`, of OpenAPI 3.2.
    pub deprecated: bool,
    /// The scheme.
    pub scheme: Option<openapiv3::SecurityScheme>,
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
    /// Its own `servers`, or else those of its path.
    pub servers: Vec<Server>,
    /// Its own `security`; `None` when it has none of its own.
    pub security: Option<Vec<Requirement>>,
    /// Members whose name starts with `x-`.
    pub extensions: Vec<(String, Value)>,
}

/// A request that the service makes.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Where it is described.
    pub at: Pointer,
    /// Its name: that of the webhook, or of the operation and its callback.
    pub name: String,
    /// Its first tag; of a callback, that of the operation.
    pub tag: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `requestBody`.
    pub body: Option<RequestBody>,
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
    /// `allowReserved`: reserved characters are sent as they stand.
    pub allow_reserved: bool,
    /// `allowEmptyValue`: the parameter may be sent with an empty value.
    pub allow_empty: bool,
    /// The media type of its `content`; `None` where it has a `schema` and a style.
    pub media_type: Option<String>,
    /// Its schema.
    pub schema: Option<SchemaId>,
    /// The only value that it has, where its path says so.
    pub only: Option<String>,
}

impl Parameter {
    /// Returns what tells it from other parameters of a request. The letters of header names have no case (RFC 9110, section
    /// 5.1).
    pub(crate) fn key(&self) -> (Location, String) {
        let name = match self.location {
            Location::Header => self.name.to_ascii_lowercase(),
            Location::Query | Location::Path | Location::Cookie => self.name.clone(),
        };
        (self.location, name)
    }
}

/// The place in a request that takes a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the part of a request of that name")]
pub enum Location {
    Query,
    Header,
    Path,
    Cookie,
}

/// The `style` of a parameter (OpenAPI "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `form`, the default in queries and cookies.
    Form,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
    /// `simple`, the default in paths and headers.
    Simple,
    /// `label`.
    Label,
    /// `matrix`.
    Matrix,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// Where it is described.
    pub at: Pointer,
    /// Whether it must be sent.
    pub required: bool,
    /// Whether the document writes `required: false`, which is also the default.
    pub is_stated_optional: bool,
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
    /// `itemSchema`: the schema of each item of a stream.
    pub item: Option<SchemaId>,
    /// How the parts of a form are written, by the names of properties.
    pub encoding: Vec<(String, Encoding)>,
}

/// The encoding of a part of a form (OpenAPI "Encoding Object").
#[derive(Debug, Clone, Default)]
pub struct Encoding {
    /// `contentType`: media types and ranges of them.
    pub media_types: Vec<String>,
    /// `headers`.
    pub headers: Vec<Parameter>,
    /// `style`.
    pub style: Option<Style>,
    /// `explode`.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

impl Encoding {
    /// Returns the media type in which a value is sent: the first that is no range.
    pub fn media_type(&self) -> Option<&str> {
        self.concrete().next()
    }

    /// Returns the media types that are no ranges.
    pub fn concrete(&self) -> impl Iterator<Item = &str> {
        self.media_types.iter().map(String::as_str).filter(|media_type| !media_type.contains('*'))
    }
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Where it is described.
    pub at: Pointer,
    /// The status it is for.
    pub status: Status,
    /// `description`.
    pub description: Option<String>,
    /// Its header fields.
    pub headers: Vec<Parameter>,
    /// What it may hold, by media type.
    pub contents: Vec<Content>,
    /// Its links to operations.
    pub links: Vec<Link>,
}

/// A link of a response to an operation (OpenAPI "Link Object").
#[derive(Debug, Clone)]
pub struct Link {
    /// Where it is described.
    pub at: Pointer,
    /// Its name.
    pub name: String,
    /// `operationId` or `operationRef`.
    pub target: LinkTarget,
    /// `parameters`: constants and expressions.
    pub parameters: Vec<(String, Value)>,
    /// `requestBody`: a constant or an expression.
    pub body: Option<Value>,
    /// `description`.
    pub description: Option<String>,
    /// Whether it has a `server` of its own.
    pub has_server: bool,
}

/// The operation that a link names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// By its `operationId`.
    Id(String),
    /// By its place in the document.
    Place(Pointer),
    /// By a reference that leads out of the document.
    Elsewhere(String),
    /// Not at all.
    None,
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
    /// `items`; beside `prefixItems` of the elements behind.
    pub items: Option<SchemaId>,
    /// `prefixItems`: the schemas of the first elements.
    pub places: Vec<SchemaId>,
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
    /// `examples`.
    pub examples: Vec<Value>,
    /// `minimum`, `maxLength`, `pattern` and others of their kind.
    pub bounds: Bounds,
}

impl Schema {
    /// Returns the schema of a member that stands among its own `properties`.
    pub fn property(&self, name: &str) -> Option<SchemaId> {
        self.properties.iter().find(|(known, _)| known == name).map(|(_, id)| *id)
    }
}

words! {
    /// The `type` of a schema.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[expect(missing_docs, reason = "each is the type of that name")]
    pub enum JsonType {
        Array = "array",
        Boolean = "boolean",
        Integer = "integer",
        Number = "number",
        Object = "object",
        String = "string",
    }
}

/// The rule of a schema for members that it does not name.
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
    /// The schema of values without the member, or with another value.
    pub default: Option<SchemaId>,
}
