//! What is known of a service before it is called: one static table.

use super::super::schema::shape::ResourceShape;

/// The facts of a service.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// Its name, from the title of the OpenAPI document.
    pub name: &'static str,
    /// The version of the OpenAPI document.
    pub version: &'static str,
    /// The URL that all paths are relative to.
    pub base_url: &'static str,
    /// The URLs of all servers that the document describes, with the defaults of their variables.
    pub servers: &'static [&'static str],
    /// Headers that every request carries, such as a revision.
    pub constant_headers: &'static [(&'static str, &'static str)],
    /// The `User-Agent` of the client.
    pub user_agent: &'static str,
    /// The resource types that the client knows.
    pub resources: &'static [&'static ResourceShape],
    /// The wire `type` of all resources of the OpenAPI document, whatever features are on.
    pub types: &'static [&'static str],
}

impl Service {
    /// The facts of a service of which nothing is known.
    pub const EMPTY: Self = Self {
        name: "",
        version: "",
        base_url: "",
        servers: &[],
        constant_headers: &[],
        user_agent: "",
        resources: &[],
        types: &[],
    };
}

/// A security scheme of a service (OpenAPI "Security Scheme Object").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// What the document calls it.
    pub name: &'static str,
    /// Where its secret is sent.
    pub place: SchemePlace,
}

/// The place in a request that takes the secret of a security scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemePlace {
    /// In a header.
    Header {
        /// The header's name.
        name: &'static str,
        /// What stands before the secret, the blank included; may be empty.
        prefix: &'static str,
    },
    /// In a query parameter of this name.
    Query(&'static str),
    /// In a cookie of this name.
    Cookie(&'static str),
}
