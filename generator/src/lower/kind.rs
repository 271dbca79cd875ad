//! The kind of an operation in JSON:API's terms.

use crate::ir::{BodyContent, Data, Method, Number, Operation, OperationKind, PathSegment, Payload};

/// Tells by method, path and documents.
pub(super) fn operation_kind(operation: &Operation) -> OperationKind {
    match operation.method {
        Method::Get => of_get(operation),
        Method::Post => of_post(operation),
        Method::Patch => match body(operation) {
            Some(BodyContent::Resource { .. } | BodyContent::AnyResource { .. }) => OperationKind::Update,
            Some(BodyContent::Linkage { .. }) => OperationKind::Relationship,
            _ => OperationKind::Other,
        },
        Method::Delete => match body(operation) {
            None if ends_with_parameter(operation) => OperationKind::Delete,
            Some(BodyContent::Linkage { .. }) => OperationKind::Relationship,
            _ => OperationKind::Other,
        },
        _ => OperationKind::Other,
    }
}

fn body(operation: &Operation) -> Option<&BodyContent> {
    operation.body.as_ref().map(|body| &body.content)
}

fn of_get(operation: &Operation) -> OperationKind {
    let Payload::Document(document) = &operation.success.payload else { return OperationKind::Other };
    let below_item = !operation.path_parameters.is_empty() && !ends_with_parameter(operation);
    match &document.data {
        Data::Identifier(_) | Data::Identifiers(_) => OperationKind::Relationship,
        Data::None => OperationKind::Other,
        _ if below_item => OperationKind::Relationship,
        Data::Many(_) | Data::Mixed { number: Number::Many, .. } => OperationKind::List,
        Data::One(_) | Data::ZeroOrOne(_) | Data::Mixed { .. } => OperationKind::Get,
    }
}

fn of_post(operation: &Operation) -> OperationKind {
    match body(operation) {
        Some(BodyContent::Linkage { .. }) if !operation.path_parameters.is_empty() => OperationKind::Relationship,
        Some(BodyContent::Linkage { .. } | BodyContent::Resource { .. } | BodyContent::AnyResource { .. }) => {
            OperationKind::Create
        }
        _ => OperationKind::Other,
    }
}

fn ends_with_parameter(operation: &Operation) -> bool {
    let mut segments = operation.path.iter().rev();
    let last = match segments.next() {
        Some(PathSegment::Literal(text)) if text == "/" => segments.next(),
        last => last,
    };
    matches!(last, Some(PathSegment::Parameter(_)))
}
