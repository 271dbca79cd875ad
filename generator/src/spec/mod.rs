//! Reads a document as OpenAPI 3.0: decodes it piece by piece, and resolves references.
//!
//! `openapiv3` decodes each piece by itself, so that an error names its own place; what stands
//! beside a `$ref`, which `openapiv3` drops, is kept. Every problem is collected, none ends the
//! reading early.

mod blame;
mod content;
mod cycle;
pub mod disposition;
mod link;
pub(crate) mod media_type;
mod model;
pub(crate) mod nearest;
mod operation;
mod parameter;
mod path_query;
mod reader;
mod reference;
mod schema;
mod service;
mod version;
pub(crate) mod webhook;

use serde_json::Value;

use crate::diag::Diagnostics;
use crate::ir::Arena;
use crate::source::Pointer;

pub use disposition::{Disposition, Field, Holds, Object, Version};
pub use model::{
    Additional, Content, Discriminator, Encoding, JsonType, Link, LinkTarget, Location, Operation, Parameter,
    RequestBody, Response, Schema, SchemaId, Scheme, Server, ServerVariable, Service, Style, Webhook,
};
pub use operation::Head;
pub(crate) use operation::{described, operation_id};
pub use parameter::{OBJECT_FAMILIES, PAGE_FAMILIES, is_family};

/// A document that has been read.
#[derive(Debug)]
pub struct Spec {
    document: Value,
    /// The version of OpenAPI in which the document is written; it is read as 3.0, whatever this says.
    pub version: Version,
    /// What the document says of the service as a whole.
    pub service: Service,
    /// The operations, in order of path and method.
    pub operations: Vec<Operation>,
    /// The requests that the service makes: webhooks, and callbacks of the operations.
    pub webhooks: Vec<Webhook>,
    /// Every schema: components, and what operations hold inline.
    pub schemas: Arena<Schema>,
    /// What was found wrong while reading. [`lower`](crate::lower::lower) repeats it, so that all
    /// problems of a document are reported together.
    pub diagnostics: Diagnostics,
}

impl Spec {
    /// Returns the raw value at a pointer.
    pub fn value(&self, at: &Pointer) -> Option<&Value> {
        self.document.pointer(at.as_str())
    }
}

/// Reads a document.
///
/// # Errors
///
/// Fails only when the document is not an OpenAPI document at all. Problems in its parts
/// are in [`Spec::diagnostics`].
pub fn open(document: Value) -> Result<Spec, Diagnostics> {
    read(document, &mut |_| true, true)
}

/// Reads the operations of a document that are wanted, and what they use. Each operation is asked about
/// once; nothing else of the others is looked at, and no schema that only they use.
///
/// # Errors
///
/// As [`open`].
pub fn open_chosen(document: Value, wanted: &mut dyn FnMut(&Head<'_>) -> bool) -> Result<Spec, Diagnostics> {
    read(document, wanted, false)
}

fn read(document: Value, wanted: &mut dyn FnMut(&Head<'_>) -> bool, unused: bool) -> Result<Spec, Diagnostics> {
    let version = version::version_of(&document)?;
    let mut reader = reader::Reader::new(&document);
    let service = service::read(&mut reader);
    let operations = operation::read_all(&mut reader, wanted);
    let webhooks = webhook::read_all(&mut reader, &operations, wanted);
    if unused {
        schema::read_components(&mut reader);
    }
    reader.finish();
    cycle::cut_cycles(&mut reader);
    let reader::Reader { schemas, diagnostics, .. } = reader;
    Ok(Spec { service, operations, webhooks, schemas, diagnostics, document, version })
}
