//! Bodies of requests.
//!
//! ```yaml
//! requestBody:
//!   required: true
//!   content:
//!     application/vnd.api+json: {schema: {properties: {data: {$ref: "#/components/schemas/NewBook"}}}}
//! ```
//!
//! is a [`Body`] with [`BodyContent::Resource`], whose view says what a new book may have.

use crate::ir::{
    Arity, BatchedOperation, Field, GivenId, IdType, Parameter, ParameterStyle, ResourceId, Type, WriteViewId,
};
use crate::source::Pointer;

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
    /// The version of JSON:API in the member `jsonapi`, where the document requires it and says which.
    pub version: Option<String>,
    /// The related resources beside `data` that are sent with it, where the document describes some.
    pub included: Option<SentIncluded>,
}

/// The `included` of a document that is sent: resources that are created together with the primary one.
#[derive(Debug, Clone)]
pub struct SentIncluded {
    /// The shapes in which these resources may be sent; the list may mix them. None where resources of any type may be.
    pub views: Vec<WriteViewId>,
    /// Whether it must be sent.
    pub required: bool,
}

/// The `meta` of a document, a resource or an identifier that is sent (JSON:API "Meta Information").
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
        /// The shape in which each resource is sent.
        view: WriteViewId,
        /// The number of resources in `data`.
        count: ResourceCount,
    },
    /// A JSON:API document with one resource of several kinds, or many of them.
    AnyResource {
        /// The shapes in which the kinds of resources are sent.
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
        /// The number of identifiers that `data` may have; null clears a to-one relationship.
        arity: Arity,
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
        /// Whether it may have others.
        open: bool,
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
    /// An object or list as JSON, anything else as text.
    ByType {
        /// Whether each element of a list is a part of its own.
        each: bool,
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
