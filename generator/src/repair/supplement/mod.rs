//! Writes into a document what it lacks: parameters, credentials, resource types, media types and operation ids.
//!
//! ```toml
//! [api.library-client.parameters]
//! "GET /*" = ["include", "filter[*]", "page[number]"]
//! ```
//!
//! adds three parameters to each operation of that kind, in the form that a document has them. Repairs come after
//! this, so that they can name what is added.

mod media_types;
mod names;
mod parameters;
mod security;
mod select;

use serde_json::Value;

pub use crate::ir::ParameterPlace;
use crate::repair::{ConfigProblem, Located, SchemaType};
use crate::source::Moves;

/// Facts that a document lacks, or has wrong, and that are written into it before it is read.
///
/// Operations are selected by their id, or by method and path as in `GET /books/*`: `*` stands for a segment of the
/// path or a part of one, `**` for any number of segments, and as the method for each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supplement {
    /// The ids of operations, by method and path.
    pub operation_ids: Vec<(Located, String)>,
    /// The wire `type` of what a schema describes: the name of a schema, or a place as in
    /// [`Repair::place`](crate::repair::Repair::place).
    pub resource_types: Vec<(Located, String)>,
    /// The media type that requests have instead of one that the document has.
    pub request_media_types: Vec<(Located, String)>,
    /// The media type that responses have instead of one that the document has.
    pub response_media_types: Vec<(Located, String)>,
    /// The parameters that operations take, too.
    pub parameters: Vec<AddedParameter>,
    /// The security schemes.
    pub schemes: Vec<AddedScheme>,
    /// The schemes that all operations need which state nothing else.
    pub security: Option<Security>,
    /// The schemes that single operations need.
    pub operation_security: Vec<(Located, Security)>,
}

/// A parameter that a document does not describe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedParameter {
    /// The operations that take it.
    pub operations: Located,
    /// Its name on the wire. `filter[*]` stands for all names of that form.
    pub name: Located,
    /// Where it is sent.
    pub place: ParameterPlace,
    /// The type of its value; by default the usual one of the name, or else text.
    pub ty: Option<SchemaType>,
    /// Whether it must be sent.
    pub required: bool,
    /// What it does.
    pub description: Option<String>,
}

/// A security scheme that a document does not describe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedScheme {
    /// Its name.
    pub name: Located,
    /// What is sent.
    pub kind: SchemeKind,
    /// How callers get the credentials.
    pub description: Option<String>,
}

/// A kind of credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// A token in the header field `Authorization` (RFC 6750).
    Bearer,
    /// A name and a password in the header field `Authorization` (RFC 7617).
    Basic,
    /// A key in a header field, the query or a cookie.
    Key(ParameterPlace, String),
    /// OAuth 2.0 (RFC 6749).
    OAuth2(OAuth2),
}

/// The addresses and scopes of an OAuth 2.0 server. With both addresses, codes are exchanged for tokens; with `token_url`
/// alone, the credentials of the client are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OAuth2 {
    /// Where users allow the access.
    pub authorization_url: Option<String>,
    /// Where tokens are issued.
    pub token_url: Option<String>,
    /// Where tokens are renewed, if that is elsewhere.
    pub refresh_url: Option<String>,
    /// The scopes, with what each allows.
    pub scopes: Vec<(String, String)>,
}

/// Alternatives, each of which is enough.
pub type Security = Vec<Alternative>;

/// Security schemes that are needed together, each with the scopes that are needed of it.
pub type Alternative = Vec<(Located, Vec<String>)>;

impl Supplement {
    /// Adds nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the operation with a method and path an id: `operation_id("GET /books/{id}", "get_book")`.
    #[must_use]
    pub fn operation_id(mut self, operation: impl Into<String>, id: impl Into<String>) -> Self {
        self.operation_ids.push((Located::new(operation), id.into()));
        self
    }

    /// Fixes the wire `type` of the resources that a schema describes.
    #[must_use]
    pub fn resource_type(mut self, schema: impl Into<String>, wire_type: impl Into<String>) -> Self {
        self.resource_types.push((Located::new(schema), wire_type.into()));
        self
    }

    /// Requests and responses have the media type `new` where the document says `old`.
    #[must_use]
    pub fn media_type(mut self, old: impl Into<String>, new: impl Into<String>) -> Self {
        let (old, new) = (old.into(), new.into());
        self.request_media_types.push((Located::new(old.clone()), new.clone()));
        self.response_media_types.push((Located::new(old), new));
        self
    }

    /// Adds a parameter of the query to the operations that are selected, with the usual type of its name.
    #[must_use]
    pub fn parameter(mut self, operations: impl Into<String>, name: impl Into<String>) -> Self {
        self.parameters.push(AddedParameter {
            operations: Located::new(operations),
            name: Located::new(name),
            place: ParameterPlace::Query,
            ty: None,
            required: false,
            description: None,
        });
        self
    }

    /// Describes a security scheme.
    #[must_use]
    pub fn scheme(mut self, name: impl Into<String>, kind: SchemeKind) -> Self {
        self.schemes.push(AddedScheme { name: Located::new(name), kind, description: None });
        self
    }

    /// Requires one of these schemes of all operations that state nothing else.
    #[must_use]
    pub fn require<const N: usize>(mut self, schemes: [&str; N]) -> Self {
        self.security = Some(schemes.iter().map(|name| vec![(Located::new(*name), Vec::new())]).collect());
        self
    }

    /// Requires one of these schemes of the operations that are selected; none where there are none.
    #[must_use]
    pub fn require_of<const N: usize>(mut self, operations: impl Into<String>, schemes: [&str; N]) -> Self {
        let security = schemes.iter().map(|name| vec![(Located::new(*name), Vec::new())]).collect();
        self.operation_security.push((Located::new(operations), security));
        self
    }

    /// Writes all of it into a document in the form of OpenAPI 3.0. What it moves is noted in `moves`.
    ///
    /// # Errors
    ///
    /// Each fact that has no place in the document, or that it has already.
    pub(crate) fn apply(&self, document: &mut Value, moves: &mut Moves) -> Result<(), Vec<ConfigProblem>> {
        let mut problems = Vec::new();
        for (operation, id) in &self.operation_ids {
            let done = names::operation_id(document, operation, id);
            problems.extend(done.err().map(|refusal| refusal.at(operation)));
        }
        let requests = self.request_media_types.iter().map(|change| (true, change));
        let responses = self.response_media_types.iter().map(|change| (false, change));
        for (of_requests, (old, new)) in requests.chain(responses) {
            let done = media_types::replace(document, of_requests, &old.text, new, moves);
            problems.extend(done.err().map(|refusal| refusal.at(old)));
        }
        for (schema, wire_type) in &self.resource_types {
            let done = names::resource_type(document, &schema.text, wire_type, moves);
            problems.extend(done.err().map(|refusal| refusal.at(schema)));
        }
        problems.extend(parameters::add_all(document, &self.parameters));
        problems.extend(security::add_all(document, self));
        problems.sort_by_key(|problem| problem.range.start);
        problems.dedup();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}
