//! The kind of an operation in JSON:API's terms.

use crate::ir::{BodyContent, Data, Kind, Method, Operation, PathSegment, Payload};

/// Tells by method, path and documents.
pub(super) fn of(operation: &Operation) -> Kind {
    match operation.method {
        Method::Get => of_get(operation),
        Method::Post => of_post(operation),
        Method::Patch => match body(operation) {
            Some(BodyContent::Resource { .. }) => Kind::Update,
            Some(BodyContent::Linkage { .. }) => Kind::Relationship,
            _ => Kind::Other,
        },
        Method::Delete => match body(operation) {
            None if ends_with_parameter(operation) => Kind::Delete,
            Some(BodyContent::Linkage { .. }) => Kind::Relationship,
            _ => Kind::Other,
        },
        _ => Kind::Other,
    }
}

fn body(operation: &Operation) -> Option<&BodyContent> {
    operation.body.as_ref().map(|body| &body.content)
}

fn of_get(operation: &Operation) -> Kind {
    let Payload::Document(document) = &operation.success.payload else { return Kind::Other };
    let below_item = !operation.path_parameters.is_empty() && !ends_with_parameter(operation);
    match &document.data {
        Data::Identifier(_) | Data::Identifiers(_) => Kind::Relationship,
        Data::None => Kind::Other,
        _ if below_item => Kind::Relationship,
        Data::Many(_) | Data::Mixed { many: true, .. } => Kind::List,
        Data::One(_) | Data::ZeroOrOne(_) | Data::Mixed { many: false, .. } => Kind::Get,
    }
}

fn of_post(operation: &Operation) -> Kind {
    match body(operation) {
        Some(BodyContent::Linkage { .. }) if !operation.path_parameters.is_empty() => Kind::Relationship,
        Some(BodyContent::Linkage { .. } | BodyContent::Resource { .. }) => Kind::Create,
        _ => Kind::Other,
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
