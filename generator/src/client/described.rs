//! The descriptions of the values that a call takes, by the part of the request that they are for.

use crate::client::Role;
use crate::ir::{Annotations, FilterPlace, Operation, Page, PageSize, Parameter};

/// Returns the parameter of the query, the header or the cookie that a role is of; none for JSON:API's families,
/// the path and the body.
pub fn described(operation: &Operation, role: Role) -> Option<&Parameter> {
    match role {
        Role::Parameter(position) => operation.parameters.get(position),
        Role::PartHeader(part, position) => operation.parts().get(part)?.headers.get(position),
        _ => None,
    }
}

/// Returns what the document says of a value besides its type.
pub fn annotations(operation: &Operation, role: Role) -> Option<&Annotations> {
    match role {
        Role::Path(position) => operation.path_parameters.get(position).map(|parameter| &parameter.annotations),
        Role::Part(position) => operation.parts().get(position).map(|part| &part.field.annotations),
        role => described(operation, role).map(|parameter| &parameter.annotations),
    }
}

/// Returns whether the document marks what a role is of deprecated.
pub fn is_deprecated(operation: &Operation, role: Role) -> bool {
    match family_parameter(operation, role) {
        Some(name) => operation.query.deprecated.contains(name),
        None => annotations(operation, role).is_some_and(|said| said.deprecated),
    }
}

/// Returns what the document says of the parameter of one of JSON:API's families, where it does not list its values.
pub fn family_description(operation: &Operation, role: Role) -> Option<&str> {
    operation.query.docs.get(family_parameter(operation, role)?).map(String::as_str)
}

/// Returns the name of the parameter of one of JSON:API's families that a role is of.
fn family_parameter(operation: &Operation, role: Role) -> Option<&str> {
    let query = &operation.query;
    match role {
        Role::Fields(position) => query.field_sets.get(position).map(|set| &*set.parameter),
        Role::Include => Some("include"),
        Role::Sort => Some("sort"),
        Role::Filter => match query.filter.place() {
            Some(FilterPlace::Query(name)) => Some(&**name),
            _ => None,
        },
        Role::PageStart => query.page.as_ref().and_then(Page::start_parameter),
        Role::PageSize => query.page_size().and_then(PageSize::parameter),
        _ => None,
    }
}
