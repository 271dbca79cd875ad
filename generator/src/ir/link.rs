//! Links from a response to the request that follows it (OpenAPI "Link Object").

use crate::ir::{OperationId, RequestPart};
use crate::source::Pointer;

/// A link from the responses of an operation to another operation.
#[derive(Debug, Clone)]
pub struct Link {
    /// Where it is described.
    pub at: Pointer,
    /// Its name, in the document's words.
    pub name: String,
    /// The operation that it leads to.
    pub target: OperationId,
    /// What is sent to it.
    pub values: Vec<(RequestPart, LinkValue)>,
    /// What the document says of it.
    pub docs: Option<String>,
}

/// A value that a link takes (OpenAPI "Runtime Expressions").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkValue {
    /// A value that the document fixes, as JSON text.
    Constant(String),
    /// The part of the response's body at a JSON pointer.
    Body(String),
    /// A header field of the response.
    Header(String),
    /// The status of the response.
    Status,
    /// A parameter of the request that the response answers; the caller gives it again.
    Given(RequestPart),
    /// Texts and values put together.
    Text(Vec<LinkValue>),
}

impl Link {
    /// Returns the parameters of the answered request that it takes, each once.
    pub fn given(&self) -> Vec<&RequestPart> {
        fn add<'a>(value: &'a LinkValue, found: &mut Vec<&'a RequestPart>) {
            match value {
                LinkValue::Given(part) if !found.contains(&part) => found.push(part),
                LinkValue::Text(pieces) => pieces.iter().for_each(|piece| add(piece, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        self.values.iter().for_each(|(_, value)| add(value, &mut found));
        found
    }
}
