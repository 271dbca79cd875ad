//! The disposition of every field of every object of OpenAPI 3.0, 3.1 and 3.2.
//!
//! [`Object::fields`] lists the fields as the specifications' own tables do, each with a [`Disposition`]:
//! supported, warned about, or refused. The walk of a document ([`normal`](mod@crate::normal)) goes by this
//! list, so that a member which is not listed is reported with the name that is meant:
//!
//! ```yaml
//! paths:
//!   /books:
//!     get:
//!       paramters: []   # warning[unknown-member]: did you mean `parameters`?
//! ```
//!
//! A value can decide more than a field: `type: mutualTLS` is a value of a supported field, and the stage
//! that reads it warns. Members that begin with `x-` are extensions and never reported.

mod formats;
mod schema;
mod table;

use std::fmt;

use crate::words::words;

pub use formats::{FORMATS, Format, string_format};

words! {
    /// A version of the OpenAPI Specification, by its minor number.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Version {
        /// 3.0.x
        V3_0 = "3.0",
        /// 3.1.x
        V3_1 = "3.1",
        /// 3.2.x
        V3_2 = "3.2",
    }
}

impl Version {
    /// Reads the value of `openapi`; `None` for versions that are not supported.
    pub fn from_text(text: &str) -> Option<Self> {
        let is = |minor: &str| text == minor || text.strip_prefix(minor).is_some_and(|patch| patch.starts_with('.'));
        Self::ALL.into_iter().find(|version| is(version.as_str()))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The outcome for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// The client does what the field says. The text tells how, or why a client has nothing to do.
    Supported(&'static str),
    /// The client works without it. The text tells what is lost.
    Warned(&'static str),
    /// Nothing is generated. The text tells why.
    Refused(&'static str),
}

/// The kind of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Anything else than objects of the specification: text, numbers, examples, lists of these.
    Plain,
    /// One object.
    One(Object),
    /// A list of objects.
    List(Object),
    /// A map of objects.
    Map(Object),
}

/// A field of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name; in braces where the specification leaves it to the document, as in `/{path}`.
    pub name: &'static str,
    /// The first version that has it.
    pub since: Version,
    /// The last version that has it.
    pub until: Version,
    /// What its value is.
    pub holds: Holds,
    /// What becomes of it.
    pub disposition: Disposition,
}

impl Field {
    /// Returns whether a version has the field.
    pub fn is_in(&self, version: Version) -> bool {
        self.since <= version && version <= self.until
    }

    /// Returns whether the field stands for all members that the object does not name.
    fn is_patterned(&self) -> bool {
        self.name.contains('{')
    }

    const fn since(mut self, version: Version) -> Self {
        self.since = version;
        self
    }

    const fn until(mut self, version: Version) -> Self {
        self.until = version;
        self
    }
}

const fn field(name: &'static str, holds: Holds, disposition: Disposition) -> Field {
    Field { name, since: Version::V3_0, until: Version::V3_2, holds, disposition }
}

macro_rules! objects {
    ($($name:ident = $title:literal, $fields:expr;)+) => {
        /// An object of the OpenAPI Specification.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each is the object of that name")]
        pub enum Object {
            $($name,)+
        }

        impl Object {
            /// All objects, in the order of the specification.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Returns the name that the specification gives it, without "Object".
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)+
                }
            }

            /// Returns its fields.
            pub fn fields(self) -> &'static [Field] {
                match self {
                    $(Self::$name => $fields,)+
                }
            }
        }
    };
}

objects! {
    OpenApi = "OpenAPI", table::OPEN_API;
    Info = "Info", table::INFO;
    Contact = "Contact", table::CONTACT;
    License = "License", table::LICENSE;
    Server = "Server", table::SERVER;
    ServerVariable = "Server Variable", table::SERVER_VARIABLE;
    Components = "Components", table::COMPONENTS;
    Paths = "Paths", table::PATHS;
    PathItem = "Path Item", table::PATH_ITEM;
    Operation = "Operation", table::OPERATION;
    ExternalDocumentation = "External Documentation", table::EXTERNAL_DOCUMENTATION;
    Parameter = "Parameter", table::PARAMETER;
    RequestBody = "Request Body", table::REQUEST_BODY;
    MediaType = "Media Type", table::MEDIA_TYPE;
    Encoding = "Encoding", table::ENCODING;
    Responses = "Responses", table::RESPONSES;
    Response = "Response", table::RESPONSE;
    Callback = "Callback", table::CALLBACK;
    Example = "Example", table::EXAMPLE;
    Link = "Link", table::LINK;
    Header = "Header", table::HEADER;
    Tag = "Tag", table::TAG;
    Reference = "Reference", table::REFERENCE;
    Schema = "Schema", schema::SCHEMA;
    Discriminator = "Discriminator", table::DISCRIMINATOR;
    Xml = "XML", table::XML;
    SecurityScheme = "Security Scheme", table::SECURITY_SCHEME;
    OAuthFlows = "OAuth Flows", table::OAUTH_FLOWS;
    OAuthFlow = "OAuth Flow", table::OAUTH_FLOW;
    SecurityRequirement = "Security Requirement", table::SECURITY_REQUIREMENT;
}

impl Object {
    /// Returns the field that a member is, whichever version has it.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        let fields = self.fields();
        let named = fields.iter().find(|field| field.name == name);
        named.or_else(|| fields.last().filter(|field| field.is_patterned() && !name.starts_with("x-")))
    }

    /// Returns whether a Reference Object may stand in its place. Schemas and path items have a `$ref` of their own.
    pub fn may_be_reference(self) -> bool {
        matches!(
            self,
            Self::Parameter
                | Self::RequestBody
                | Self::Response
                | Self::Callback
                | Self::Example
                | Self::Link
                | Self::Header
                | Self::SecurityScheme
                | Self::MediaType
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Object, Version};

    #[test]
    fn versions_are_read_by_their_minor_number() {
        assert_eq!(Version::from_text("3.0"), Some(Version::V3_0));
        assert_eq!(Version::from_text("3.1.2"), Some(Version::V3_1));
        assert_eq!(Version::from_text("3.2.0"), Some(Version::V3_2));
        for unsupported in ["2.0", "3", "3.", "3.3.0", "3.10", "3.1rc", "4.0.0", ""] {
            assert_eq!(Version::from_text(unsupported), None, "{unsupported}");
        }
    }

    #[test]
    fn patterned_fields_take_all_names_but_extensions() {
        assert_eq!(Object::Responses.field("200").map(|field| field.name), Some("{status}"));
        assert_eq!(Object::Responses.field("default").map(|field| field.name), Some("default"));
        assert_eq!(Object::Responses.field("x-note"), None);
        assert_eq!(Object::Operation.field("operationID"), None);
    }
}
