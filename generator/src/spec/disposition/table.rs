//! The fields of all objects except schemas.

use super::Disposition::{Supported, Warned};
use super::Holds::{List, Map, One, Plain};
use super::Version::{V3_0, V3_1, V3_2};
use super::{Disposition, Field, Object, field};

/// For fields that tell people about the service or the document.
const DOCUMENTATION: Disposition = Supported("documentation; no call depends on it");

/// For pages of the service.
pub(super) const PAGE: Disposition = Supported("a link in the documentation of what it is about");

/// For fields whose only reader is a mock server or a page of documentation.
const EXAMPLES: Disposition = Supported("an example; the documentation shows those of schemas");

pub(super) const OPEN_API: &[Field] = &[
    field("openapi", Plain, Supported("3.0, 3.1 and 3.2 are read; other versions are refused")),
    field("info", One(Object::Info), Supported("documentation of the crate")),
    field(
        "servers",
        List(Object::Server),
        Supported("the first is the base URL of the client; each is in the module `servers`"),
    ),
    field("paths", One(Object::Paths), Supported("a method for each operation")),
    field("components", One(Object::Components), Supported("what references lead to")),
    field(
        "security",
        List(Object::SecurityRequirement),
        Supported("which credentials operations need that do not say it themselves"),
    ),
    field("tags", List(Object::Tag), Supported("a module and a cargo feature each")),
    field("externalDocs", One(Object::ExternalDocumentation), PAGE),
    field(
        "webhooks",
        Map(Object::PathItem),
        Supported("constants of the module `webhook_payloads`, by which bodies are read"),
    )
    .since(V3_1),
    field("jsonSchemaDialect", Plain, Supported("2020-12 and OpenAPI's own dialect; others are refused")).since(V3_1),
    field("$self", Plain, Supported("references by the document's own URI")).since(V3_2),
];

pub(super) const INFO: &[Field] = &[
    field("title", Plain, Supported("documentation of the crate")),
    field("version", Plain, Supported("documentation of the crate")),
    field("summary", Plain, DOCUMENTATION).since(V3_1),
    field("description", Plain, Supported("documentation of the crate")),
    field("termsOfService", Plain, DOCUMENTATION),
    field("contact", One(Object::Contact), DOCUMENTATION),
    field("license", One(Object::License), DOCUMENTATION),
];

pub(super) const CONTACT: &[Field] =
    &[field("name", Plain, DOCUMENTATION), field("url", Plain, DOCUMENTATION), field("email", Plain, DOCUMENTATION)];

pub(super) const LICENSE: &[Field] = &[
    field("name", Plain, DOCUMENTATION),
    field("identifier", Plain, DOCUMENTATION).since(V3_1),
    field("url", Plain, DOCUMENTATION),
];

pub(super) const SERVER: &[Field] = &[
    field("url", Plain, Supported("a base URL, or the template of one")),
    field("description", Plain, Supported("documentation of the server")),
    field("name", Plain, Supported("the name of the server in the module `servers`, instead of the description"))
        .since(V3_2),
    field("variables", Map(Object::ServerVariable), Supported("a setter for each placeholder of the template")),
];

pub(super) const SERVER_VARIABLE: &[Field] = &[
    field("default", Plain, Supported("the value unless another one is set")),
    field("enum", Plain, Supported("an enum of the values")),
    field("description", Plain, DOCUMENTATION),
];

const COMPONENT: Disposition = Supported("what references lead to");

pub(super) const COMPONENTS: &[Field] = &[
    field("schemas", Map(Object::Schema), COMPONENT),
    field("responses", Map(Object::Response), COMPONENT),
    field("parameters", Map(Object::Parameter), COMPONENT),
    field("examples", Map(Object::Example), COMPONENT),
    field("requestBodies", Map(Object::RequestBody), COMPONENT),
    field("headers", Map(Object::Header), COMPONENT),
    field("securitySchemes", Map(Object::SecurityScheme), Supported("the credentials of the client")),
    field("links", Map(Object::Link), COMPONENT),
    field("callbacks", Map(Object::Callback), COMPONENT),
    field("pathItems", Map(Object::PathItem), COMPONENT).since(V3_1),
    field("mediaTypes", Map(Object::MediaType), COMPONENT).since(V3_2),
];

pub(super) const PATHS: &[Field] = &[field("/{path}", One(Object::PathItem), Supported("the path of operations"))];

const METHOD: Disposition = Supported("a method of the client");

pub(super) const PATH_ITEM: &[Field] = &[
    field("get", One(Object::Operation), METHOD),
    field("post", One(Object::Operation), METHOD),
    field("patch", One(Object::Operation), METHOD),
    field("delete", One(Object::Operation), METHOD),
    field("put", One(Object::Operation), METHOD),
    field("options", One(Object::Operation), METHOD),
    field("head", One(Object::Operation), METHOD),
    field("trace", One(Object::Operation), METHOD),
    field("query", One(Object::Operation), METHOD).since(V3_2),
    field(
        "additionalOperations",
        Map(Object::Operation),
        Supported("methods of the client, where HTTP's registry has theirs; others are warned about"),
    )
    .since(V3_2),
    field("$ref", Plain, Supported("the path item that it names, with the members beside it")),
    field("summary", Plain, DOCUMENTATION),
    field("description", Plain, DOCUMENTATION),
    field("servers", List(Object::Server), Supported("the first is the base URL of these operations")),
    field("parameters", List(Object::Parameter), Supported("parameters of all operations of the path")),
];

pub(super) const OPERATION: &[Field] = &[
    field("tags", Plain, Supported("the first is the module of the method")),
    field("summary", Plain, Supported("documentation of the method")),
    field("description", Plain, Supported("documentation of the method")),
    field("externalDocs", One(Object::ExternalDocumentation), PAGE),
    field("operationId", Plain, Supported("the name of the method")),
    field("parameters", List(Object::Parameter), Supported("arguments and setters")),
    field("requestBody", One(Object::RequestBody), Supported("the argument `body`")),
    field("responses", One(Object::Responses), Supported("what the method returns")),
    field("callbacks", Map(Object::Callback), Supported("constants of the module `webhook_payloads`, as webhooks are")),
    field("deprecated", Plain, Supported("`#[deprecated]`")),
    field("security", List(Object::SecurityRequirement), Supported("which credentials are sent, or none")),
    field("servers", List(Object::Server), Supported("the first is the base URL of the operation")),
];

pub(super) const EXTERNAL_DOCUMENTATION: &[Field] =
    &[field("description", Plain, DOCUMENTATION), field("url", Plain, DOCUMENTATION)];

pub(super) const PARAMETER: &[Field] = &[
    field("name", Plain, Supported("the name on the wire, and that of the setter")),
    field("in", Plain, Supported("where it is sent")),
    field("description", Plain, Supported("documentation of the setter")),
    field("required", Plain, Supported("an argument instead of a setter")),
    field("deprecated", Plain, Supported("a `#[deprecated]` setter; documentation of an argument")),
    field("allowEmptyValue", Plain, Supported("null is sent as an empty value; empty text can always be sent")),
    field("style", Plain, Supported("how lists and objects are written: every style of 3.0")),
    field("explode", Plain, Supported("how lists and objects are written")),
    field("allowReserved", Plain, Supported("reserved characters are not escaped")),
    field("schema", One(Object::Schema), Supported("the type of the value")),
    field("example", Plain, EXAMPLES),
    field("examples", Map(Object::Example), EXAMPLES),
    field("content", Map(Object::MediaType), Supported("the type of the value, which is written as JSON")),
];

pub(super) const REQUEST_BODY: &[Field] = &[
    field("description", Plain, DOCUMENTATION),
    field(
        "content",
        Map(Object::MediaType),
        Supported("the type of the body, under one media type: JSON:API, else other JSON, else a form, else the first"),
    ),
    field("required", Plain, Supported("whether the body must be given")),
];

pub(super) const MEDIA_TYPE: &[Field] = &[
    field("schema", One(Object::Schema), Supported("the type of the body")),
    field(
        "itemSchema",
        One(Object::Schema),
        Supported(
            "the items of responses of JSON lines, JSON sequences and server-sent events; others are warned about",
        ),
    )
    .since(V3_2),
    field("example", Plain, EXAMPLES),
    field("examples", Map(Object::Example), EXAMPLES),
    field("encoding", Map(Object::Encoding), Supported("how the parts of a form are sent")),
    field("prefixEncoding", List(Object::Encoding), Warned("parts are sent by name only, not by position")).since(V3_2),
    field("itemEncoding", One(Object::Encoding), Warned("parts are sent by name only, not by position")).since(V3_2),
    field("description", Plain, DOCUMENTATION).since(V3_2),
];

pub(super) const ENCODING: &[Field] = &[
    field("contentType", Plain, Supported("the media type of the part")),
    field("headers", Map(Object::Header), Supported("header fields of the part")),
    field("style", Plain, Supported("how lists and objects are written")),
    field("explode", Plain, Supported("how lists and objects are written")),
    field("allowReserved", Plain, Supported("how the value is escaped")),
    field("encoding", Map(Object::Encoding), Warned("parts inside a part are not sent")).since(V3_2),
    field("prefixEncoding", List(Object::Encoding), Warned("parts inside a part are not sent")).since(V3_2),
    field("itemEncoding", One(Object::Encoding), Warned("parts inside a part are not sent")).since(V3_2),
];

pub(super) const RESPONSES: &[Field] = &[
    field("default", One(Object::Response), Supported("errors, where no status is more exact")),
    field("{status}", One(Object::Response), Supported("the body of success, and the codes of errors")),
];

pub(super) const RESPONSE: &[Field] = &[
    field("summary", Plain, DOCUMENTATION).since(V3_2),
    field("description", Plain, DOCUMENTATION),
    field(
        "headers",
        Map(Object::Header),
        Supported("a constant of the operation each, by which `header()` reads it; `headers()` has all, as text"),
    ),
    field("content", Map(Object::MediaType), Supported("what is decoded, of one media type as in a request body")),
    field(
        "links",
        Map(Object::Link),
        Supported("functions of the operation, by which a response is followed; see [links](#links)"),
    ),
];

pub(super) const CALLBACK: &[Field] =
    &[field("{expression}", One(Object::PathItem), Supported("the service calls it; only the body is read"))];

pub(super) const EXAMPLE: &[Field] = &[
    field("summary", Plain, DOCUMENTATION),
    field("description", Plain, DOCUMENTATION),
    field("dataValue", Plain, EXAMPLES).since(V3_2),
    field("serializedValue", Plain, EXAMPLES).since(V3_2),
    field("externalValue", Plain, Supported("never fetched")),
    field("value", Plain, EXAMPLES),
];

pub(super) const LINK: &[Field] = &[
    field(
        "operationRef",
        Plain,
        Supported("the operation that the request is for; one of another document is warned about"),
    ),
    field("operationId", Plain, Supported("the operation that the request is for")),
    field("parameters", Plain, Supported("what the request sends; see [links](#links)")),
    field("requestBody", Plain, Supported("what the request sends, where that is JSON")),
    field("description", Plain, Supported("documentation of the function")),
    field("server", One(Object::Server), Warned("the link is left out, as credentials are sent to the service alone")),
];

/// The disposition of keywords that do not change how a header field of a response is read.
const HEADER_FIELD: Disposition = Supported("does not change how the value is read");

pub(super) const HEADER: &[Field] = &[
    field("description", Plain, Supported("documentation of the constant")),
    field("required", Plain, HEADER_FIELD),
    field("deprecated", Plain, HEADER_FIELD),
    field("allowEmptyValue", Plain, HEADER_FIELD).until(V3_0),
    field("allowReserved", Plain, HEADER_FIELD).until(V3_0),
    field("style", Plain, HEADER_FIELD),
    field("explode", Plain, HEADER_FIELD),
    field(
        "schema",
        One(Object::Schema),
        Supported("the type of the value: a text, a number, a boolean, or a list of them"),
    ),
    field("example", Plain, EXAMPLES),
    field("examples", Map(Object::Example), EXAMPLES),
    field("content", Map(Object::MediaType), Supported("the type of the value, which is JSON; else it is text")),
];

pub(super) const TAG: &[Field] = &[
    field("name", Plain, Supported("the name of a module and a cargo feature")),
    field("summary", Plain, DOCUMENTATION).since(V3_2),
    field("description", Plain, Supported("documentation of the module")),
    field("externalDocs", One(Object::ExternalDocumentation), PAGE),
    field("parent", Plain, Supported("modules are not nested")).since(V3_2),
    field("kind", Plain, Supported("a tag is a module where an operation has it first, whatever its kind")).since(V3_2),
];

pub(super) const REFERENCE: &[Field] = &[
    field("$ref", Plain, Supported("the object that it names, in the document or in a file below its folder")),
    field("summary", Plain, DOCUMENTATION).since(V3_1),
    field("description", Plain, DOCUMENTATION).since(V3_1),
];

pub(super) const DISCRIMINATOR: &[Field] = &[
    field("propertyName", Plain, Supported("the member that tells alternatives apart")),
    field("mapping", Plain, Supported("the alternatives by the member's value")),
    field("defaultMapping", Plain, Supported("the alternative of values without the member, or with another one"))
        .since(V3_2),
];

/// JSON is the only format of bodies that is decoded.
const NOT_XML: Disposition = Supported("XML is not decoded; such bodies are given as bytes");

pub(super) const XML: &[Field] = &[
    field("nodeType", Plain, NOT_XML).since(V3_2),
    field("name", Plain, NOT_XML),
    field("namespace", Plain, NOT_XML),
    field("prefix", Plain, NOT_XML),
    field("attribute", Plain, NOT_XML),
    field("wrapped", Plain, NOT_XML),
];

pub(super) const SECURITY_SCHEME: &[Field] = &[
    field("type", Plain, Supported("the kind of credentials; kinds that cannot be sent are warned about")),
    field("description", Plain, DOCUMENTATION),
    field("name", Plain, Supported("the name of the header field, parameter or cookie")),
    field("in", Plain, Supported("where the key is sent")),
    field("scheme", Plain, Supported("`bearer` or `basic`; others are warned about")),
    field("bearerFormat", Plain, DOCUMENTATION),
    field("flows", One(Object::OAuthFlows), Supported("access tokens, which are renewed")),
    field("openIdConnectUrl", Plain, Supported("documentation; the access token is sent as a bearer token")),
    field("oauth2MetadataUrl", Plain, DOCUMENTATION).since(V3_2),
    field("deprecated", Plain, Supported("a `#[deprecated]` constructor of `Auth`")).since(V3_2),
];

/// For flows that end in a browser or need a password: the program gets the first token by itself.
const FLOW: Disposition = Supported("its URLs and scopes are constants; tokens are renewed");

pub(super) const OAUTH_FLOWS: &[Field] = &[
    field("implicit", One(Object::OAuthFlow), FLOW),
    field("password", One(Object::OAuthFlow), FLOW),
    field("clientCredentials", One(Object::OAuthFlow), Supported("tokens are got and renewed")),
    field("authorizationCode", One(Object::OAuthFlow), FLOW),
    field(
        "deviceAuthorization",
        One(Object::OAuthFlow),
        Warned("its URLs are not read; get the first token by yourself"),
    )
    .since(V3_2),
];

pub(super) const OAUTH_FLOW: &[Field] = &[
    field("authorizationUrl", Plain, Supported("a constant of `Auth`")),
    field("deviceAuthorizationUrl", Plain, DOCUMENTATION).since(V3_2),
    field("tokenUrl", Plain, Supported("where tokens come from; a constant of `Auth`")),
    field("refreshUrl", Plain, Supported("where tokens are renewed; a constant of `Auth`")),
    field("scopes", Plain, Supported("what can be asked for; a constant of `Auth`")),
];

pub(super) const SECURITY_REQUIREMENT: &[Field] =
    &[field("{name}", Plain, Supported("the credentials that are sent together, and their scopes"))];
