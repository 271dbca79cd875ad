//! What is known of a service before it is called: one static table.

use super::super::schema::shape::ResourceShape;

/// The facts of a service.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// Its name, from the title of the description.
    pub name: &'static str,
    /// The version of its description.
    pub version: &'static str,
    /// The URL that all paths are relative to.
    pub base_url: &'static str,
    /// Headers that every request carries, such as a revision.
    pub constant_headers: &'static [(&'static str, &'static str)],
    /// How it takes a key, if it does.
    pub api_key: Option<ApiKey>,
    /// The `User-Agent` of the client.
    pub user_agent: &'static str,
    /// The resource types that the client knows.
    pub resources: &'static [&'static ResourceShape],
    /// The wire `type` of all resources of the description, whatever features are on.
    pub types: &'static [&'static str],
}

impl Service {
    /// The facts of a service of which nothing is known.
    pub const EMPTY: Self = Self {
        name: "",
        version: "",
        base_url: "",
        constant_headers: &[],
        api_key: None,
        user_agent: "",
        resources: &[],
        types: &[],
    };
}

/// How a service takes a key (OpenAPI "Security Scheme Object", `apiKey` in a header).
#[derive(Debug, Clone, Copy)]
pub struct ApiKey {
    /// The header's name.
    pub header: &'static str,
    /// What stands before the key, the blank included; may be empty.
    pub prefix: &'static str,
}
