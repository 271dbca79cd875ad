//! Query parameters, sorted into JSON:API's families.

use crate::ir::{
    FieldFilter, FieldSet, Filter, Include, Parameter as IrParameter, ParameterStyle, Query, Sort, SortKey,
    StringFormat, Type,
};
use crate::lower::context::{Cx, Direction};
use crate::lower::paging::Paging;
use crate::lower::shape::{Group, Kind, Rest};
use crate::lower::{filter, free_form, schema, text};
use crate::spec::{Location, Operation, Parameter, Style};

/// The query of an operation, with its paging.
pub(super) fn lower(cx: &mut Cx<'_>, operation: &Operation, paging: Paging) -> Query {
    let mut query = Query::default();
    let mut per_field = Vec::new();
    let parameters = operation.parameters.iter().filter(|one| one.location == Location::Query);
    for parameter in parameters.filter(|one| !paging.takes(one)) {
        match family(&parameter.name) {
            Family::Fields(of) => query.fields.push(field_set(cx, parameter, of)),
            Family::AdditionalFields(of) => query.additional_fields.push(field_set(cx, parameter, of)),
            Family::Include => query.include = Some(include(cx, parameter)),
            Family::Sort => query.sort = Some(sort(cx, parameter)),
            Family::Filter => query.filter = filter::in_query(cx, operation, parameter),
            Family::FieldFilter(field, operator) => per_field.push(field_filter(cx, parameter, field, operator)),
            Family::Other if is_free_form(cx, parameter) => query.free_form = Some(free_form::lower(parameter)),
            Family::Other => query.other.push(other(cx, parameter)),
        }
    }
    if matches!(query.filter, Filter::None) && !per_field.is_empty() {
        query.filter = Filter::PerField(per_field);
    }
    query.other.extend(paging.others);
    query.page = paging.page;
    query
}

/// A parameter's family, by its name alone.
enum Family<'a> {
    Fields(&'a str),
    AdditionalFields(&'a str),
    Include,
    Sort,
    Filter,
    FieldFilter(&'a str, Option<&'a str>),
    Other,
}

fn family(name: &str) -> Family<'_> {
    match (name, brackets(name)) {
        ("include", _) => Family::Include,
        ("sort", _) => Family::Sort,
        ("filter", _) => Family::Filter,
        (_, Some(("fields", of, None))) => Family::Fields(of),
        (_, Some(("filter", field, operator))) => Family::FieldFilter(field, operator),
        (_, Some((prefix, of, None))) if prefix.ends_with("-fields") || prefix.ends_with("_fields") => {
            Family::AdditionalFields(of)
        }
        _ => Family::Other,
    }
}

/// `prefix[first]` or `prefix[first][second]`.
fn brackets(name: &str) -> Option<(&str, &str, Option<&str>)> {
    let (prefix, rest) = name.split_once('[')?;
    let inner = rest.strip_suffix(']')?;
    match inner.split_once("][") {
        Some((first, second)) => Some((prefix, first, Some(second))),
        None => Some((prefix, inner, None)),
    }
}

fn field_set(cx: &mut Cx<'_>, parameter: &Parameter, of: &str) -> FieldSet {
    FieldSet {
        at: parameter.at.clone(),
        parameter: parameter.name.clone(),
        resource_type: of.to_owned(),
        values: listed(cx, parameter).0,
    }
}

fn include(cx: &mut Cx<'_>, parameter: &Parameter) -> Include {
    Include { at: parameter.at.clone(), paths: listed(cx, parameter).0 }
}

fn sort(cx: &mut Cx<'_>, parameter: &Parameter) -> Sort {
    let (values, many) = listed(cx, parameter);
    let mut keys: Vec<SortKey> = Vec::new();
    for value in &values {
        let (field, down) = value.strip_prefix('-').map_or((value.as_str(), false), |field| (field, true));
        match keys.iter_mut().find(|key| key.field == field) {
            Some(key) => {
                key.ascending |= !down;
                key.descending |= down;
            }
            None => keys.push(SortKey { field: field.to_owned(), ascending: !down, descending: down }),
        }
    }
    Sort { at: parameter.at.clone(), many, keys }
}

/// The values that a parameter lists, and whether it takes several.
fn listed(cx: &mut Cx<'_>, parameter: &Parameter) -> (Vec<String>, bool) {
    let Some(schema) = parameter.schema else { return (Vec::new(), false) };
    let shape = cx.shape(&Group::one(schema));
    match &shape.kind {
        Kind::Array(Some(items)) => (values(&cx.shape(items).kind), true),
        Kind::Array(None) => (Vec::new(), true),
        kind => (values(kind), false),
    }
}

fn values(kind: &Kind<'_>) -> Vec<String> {
    let Kind::Scalar(scalar) = kind else { return Vec::new() };
    let mut texts: Vec<String> = Vec::new();
    for text in scalar.values.iter().flatten().filter_map(|value| value.as_str()) {
        if !texts.iter().any(|known| known == text) {
            texts.push(text.to_owned());
        }
    }
    texts
}

fn field_filter(cx: &mut Cx<'_>, parameter: &Parameter, field: &str, operator: Option<&str>) -> FieldFilter {
    FieldFilter {
        at: parameter.at.clone(),
        parameter: parameter.name.clone(),
        field: field.to_owned(),
        operator: operator.map(str::to_owned),
        ty: ty(cx, parameter),
        required: parameter.required,
    }
}

/// An exploded object without named members: its own name is never sent, any parameter is.
fn is_free_form(cx: &mut Cx<'_>, parameter: &Parameter) -> bool {
    let Some(schema) = parameter.schema else { return false };
    let exploded = parameter.style == Style::Form && parameter.explode.unwrap_or(true);
    match &cx.shape(&Group::one(schema)).kind {
        Kind::Object(object) => exploded && object.properties.is_empty() && !matches!(object.rest, Rest::Forbidden),
        _ => false,
    }
}

/// A parameter of no family.
pub(super) fn other(cx: &mut Cx<'_>, parameter: &Parameter) -> IrParameter {
    IrParameter {
        at: parameter.at.clone(),
        wire: parameter.name.clone(),
        ty: ty(cx, parameter),
        required: parameter.required,
        style: style(parameter),
        docs: parameter.description.as_deref().and_then(text::clean),
        deprecated: parameter.deprecated,
    }
}

fn ty(cx: &mut Cx<'_>, parameter: &Parameter) -> Type {
    match parameter.schema {
        Some(schema) => schema::lower(cx, &Group::one(schema), Direction::Write).ty,
        None => Type::String(StringFormat::Text),
    }
}

fn style(parameter: &Parameter) -> ParameterStyle {
    match parameter.style {
        Style::DeepObject => ParameterStyle::DeepObject,
        Style::Form if parameter.explode.unwrap_or(true) => ParameterStyle::Exploded,
        Style::Form | Style::Simple | Style::Other => ParameterStyle::Joined,
    }
}

#[cfg(test)]
mod tests {
    use super::brackets;

    #[test]
    fn reads_brackets() {
        assert_eq!(brackets("fields[a-b]"), Some(("fields", "a-b", None)));
        assert_eq!(brackets("filter[age][gt]"), Some(("filter", "age", Some("gt"))));
        assert_eq!(brackets("page"), None);
        assert_eq!(brackets("page[size"), None);
    }
}
