//! The service as a whole.

use std::collections::BTreeMap;

use crate::ir::{
    Arena, BodyContent, IdRule, IdType, Operation, PathParameter, PathSegment, Payload, Resource, ResourceCount,
    ResourceId, StringFormat, Type, TypeDef, WriteRole, WriteView,
};
use crate::source::Pointer;
use crate::words::words;

/// A JSON:API service, as its document tells it.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// Title, version and terms.
    pub info: Info,
    /// The base URL of the first server, if the document names one; no trailing slash.
    pub server: Option<String>,
    /// The described servers, each template once.
    pub servers: Vec<Server>,
    /// How callers authenticate, from the security schemes.
    pub auth: Vec<AuthScheme>,
    /// Headers that every operation requires and whose value the document fixes, such as a
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
    /// The requests that the service makes.
    pub webhooks: Vec<Webhook>,
    /// How it signs them, where a configuration says it.
    pub signature: Option<Signature>,
    /// Operations left out, with the reason.
    pub skipped: Vec<Skipped>,
    /// The pages that `externalDocs` lead to, by where what they document is described.
    pub external_docs: BTreeMap<Pointer, ExternalDocs>,
}

/// The base URL in examples of services whose document states none.
pub(crate) const ANY_SERVER: &str = "https://example.com";

impl Api {
    /// Returns whether a client knows where the service is: its document states a URL that is written as one, not a path such
    /// as `/rest`.
    pub(crate) fn has_plain_server(&self) -> bool {
        let is_plain = |character: char| character.is_ascii_alphanumeric() || "-._~:/".contains(character);
        let server = self.server.as_deref().unwrap_or_default();
        server.starts_with("http") && server.chars().all(is_plain)
    }

    /// Returns what the ids of a resource are: as it is read, or else as it is sent.
    pub fn id_type(&self, id: ResourceId) -> Option<IdType> {
        let sent = || {
            self.write_views.iter().map(|(_, view)| view).find(|view| view.resource == id && view.id != IdRule::None)
        };
        let read = self.resources[id].read.as_ref().map(|view| view.id_type);
        read.or_else(|| sent().map(|view| view.id_type))
    }

    /// Returns the position of the path parameter whose value is the id of the one resource that an operation changes.
    /// That is the parameter that identifies a resource of the type that is sent. Where several types may be sent, it is
    /// the parameter at the end of the path, if that is text or a whole number.
    pub fn changed_by(&self, operation: &Operation) -> Option<usize> {
        let views = match &operation.body.as_ref()?.content {
            BodyContent::Resource { view, count: ResourceCount::One } => std::slice::from_ref(view),
            BodyContent::AnyResource { views, many: false } => views.as_slice(),
            _ => return None,
        };
        let views: Vec<&WriteView> = views.iter().map(|view| &self.write_views[*view]).collect();
        if views.iter().any(|view| view.role != WriteRole::Update || view.id == IdRule::None) {
            return None;
        }
        let identifies = |parameter: &PathParameter| {
            parameter.identifies.is_some_and(|id| views.iter().any(|view| view.resource == id))
        };
        let told = operation.path_parameters.iter().rposition(identifies);
        let last = || match operation.path.as_slice() {
            [.., PathSegment::Parameter(last)] if views.len() > 1 => Some(*last),
            _ => None,
        };
        let may_be_id = |position: &usize| {
            let parameter = operation.path_parameters.get(*position);
            parameter.is_some_and(|it| matches!(it.ty, Type::String(StringFormat::Text) | Type::Integer))
        };
        told.or_else(|| last().filter(may_be_id))
    }

    /// Returns the page about what is described at a place.
    pub fn page(&self, at: &Pointer) -> Option<&ExternalDocs> {
        self.external_docs.get(at)
    }

    /// Returns the resource with this wire type.
    pub fn resource_of_type(&self, wire_type: &str) -> Option<(ResourceId, &Resource)> {
        self.resources.iter().find(|(_, resource)| resource.wire_type == wire_type)
    }

    /// Returns the page about the whole document.
    pub fn own_page(&self) -> Option<&ExternalDocs> {
        self.page(&Pointer::root())
    }
}

/// A request that the service makes (OpenAPI "webhooks" and "callbacks").
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Where it is described.
    pub at: Pointer,
    /// Its name.
    pub name: String,
    /// The position of its tag in [`Api::tags`].
    pub tag: usize,
    /// What the document says of it.
    pub docs: Option<String>,
    /// Whether the document marks it deprecated.
    pub deprecated: bool,
    /// What its body is.
    pub payload: Payload,
}

impl Webhook {
    /// Returns the name of the constant that stands for it: `BOOK_LENT` for `bookLent` and `book.lent`.
    pub fn constant(&self) -> String {
        let mut name = String::new();
        let mut before = None;
        for character in self.name.chars() {
            let begins = before.is_some_and(|one: char| one.is_ascii_lowercase()) && character.is_ascii_uppercase();
            if begins || (!character.is_ascii_alphanumeric() && !name.ends_with('_') && !name.is_empty()) {
                name.push('_');
            }
            name.extend(character.is_ascii_alphanumeric().then(|| character.to_ascii_uppercase()));
            before = Some(character);
        }
        match name.trim_end_matches('_') {
            "" => "WEBHOOK".to_owned(),
            name if name.starts_with(|first: char| first.is_ascii_digit()) => format!("WEBHOOK_{name}"),
            "SIGNATURE" => "WEBHOOK_SIGNATURE".to_owned(),
            name => name.to_owned(),
        }
    }
}

/// The scheme by which a service signs its requests, by HMAC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The header field that has the signature.
    pub header: String,
    /// What is before it in the field.
    pub prefix: String,
    /// The hash function.
    pub algorithm: SignatureAlgorithm,
    /// How it is written.
    pub encoding: SignatureEncoding,
    /// What is signed, with `{body}` and `{timestamp}` for these.
    pub signed: String,
    /// The header field that has the time, what is before it there, and how many seconds it may be from now.
    pub timestamp: Option<(String, String, u32)>,
}

words! {
    /// The hash function of a signature.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[expect(missing_docs, reason = "each is the function of that name")]
    pub enum SignatureAlgorithm {
        Sha256 = "sha256",
        Sha512 = "sha512",
    }
}

words! {
    /// The encoding of a signature.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[expect(missing_docs, reason = "each is the encoding of that name")]
    pub enum SignatureEncoding {
        Hex = "hex",
        Base64 = "base64",
    }
}

/// The information of the document about itself.
#[derive(Debug, Clone, Default)]
pub struct Info {
    /// `info.title`.
    pub title: String,
    /// `info.version`; for some services the API revision.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
}

/// A server of the service (OpenAPI "Server Object").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Where it is described.
    pub at: Pointer,
    /// The URL, with `{name}` where the value of a variable goes; no trailing slash.
    pub url: String,
    /// The name that the document gives it (OpenAPI 3.2).
    pub name: Option<String>,
    /// What the document says of it.
    pub docs: Option<String>,
    /// The variables, in the order of the template.
    pub variables: Vec<ServerVariable>,
}

/// A variable of the URL of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// Its value unless another one is set.
    pub default: String,
    /// The values that it can have; empty where any will do.
    pub values: Vec<String>,
    /// What the document says of it.
    pub docs: Option<String>,
}

impl Server {
    /// Returns the URL with the defaults of the variables.
    pub fn default_url(&self) -> String {
        let with =
            |url: String, variable: &ServerVariable| url.replace(&format!("{{{}}}", variable.name), &variable.default);
        self.variables.iter().fold(self.url.clone(), with)
    }
}

/// One way to authenticate (OpenAPI "Security Scheme Object").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthScheme {
    /// Where it is described.
    pub at: Pointer,
    /// What the document calls it.
    pub name: String,
    /// What the vendor calls the secret, where that is known: `private key`.
    pub secret: Option<String>,
    /// What the document says of it.
    pub docs: Option<String>,
    /// Whether the document marks it as deprecated (OpenAPI 3.2).
    pub deprecated: bool,
    /// What is sent.
    pub kind: AuthKind,
}

/// The credentials that a security scheme asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthKind {
    /// A key.
    ApiKey(ApiKey),
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// OAuth 2; the access token is sent as a bearer token.
    OAuth2(OAuthFlows),
    /// OpenID Connect, with the URL of its configuration; the access token is sent as a bearer token.
    OpenIdConnect(String),
}

/// An API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Where it is sent.
    pub place: ParameterPlace,
    /// The name of the header, the query parameter or the cookie.
    pub name: String,
    /// What precedes the key in the header's value, such as `Klaviyo-API-Key`, without the blank.
    pub prefix: Option<String>,
}

words! {
    /// The place in a request that takes a parameter or an API key.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    #[expect(missing_docs, reason = "each is the part of a request of that name")]
    pub enum ParameterPlace {
        #[default]
        Query = "query",
        Header = "header",
        Cookie = "cookie",
    }
}

/// The flows of OAuth 2 that a scheme has (OpenAPI "OAuth Flows Object"), as far as a client needs them: the URLs
/// are absolute where the document tells a server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OAuthFlows {
    /// Where users agree.
    pub authorization_url: Option<String>,
    /// Where tokens are had.
    pub token_url: Option<String>,
    /// Where tokens are renewed, if elsewhere.
    pub refresh_url: Option<String>,
    /// Whether a client gets a token by its own id and secret.
    pub client_credentials: bool,
    /// The scopes, each with what it is for.
    pub scopes: Vec<(String, String)>,
}

/// Security schemes that an operation wants together, and the scopes that it needs of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// By the name of the scheme, in alphabetical order; empty where no credentials are needed.
    pub schemes: Vec<(String, Vec<String>)>,
}

/// A header with one value for the whole service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstantHeader {
    /// The header's name.
    pub name: String,
    /// The value the document gives as default or only choice.
    pub value: String,
}

/// A page about the document, a tag, an operation or a schema (OpenAPI "External Documentation Object").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalDocs {
    /// Its URL, by http or https.
    pub url: String,
    /// What the document says of it.
    pub docs: Option<String>,
}

/// A tag that groups operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Where it is described, if it is.
    pub at: Option<Pointer>,
    /// The tag's name, as operations write it; the empty string for operations without a tag.
    pub name: String,
    /// What the document says of the tag.
    pub docs: Option<String>,
}

/// An operation by method and path, as a person would point at it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationKey {
    /// The path template as the document writes it.
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
