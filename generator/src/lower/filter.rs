//! Filter expressions: one parameter holds all conditions.

use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Api, EnumBase, Field, Filter, FilterEvidence, FilterField, FilterGrammar, FilterPlace, FilterValue, OperationId,
    Payload, StringFormat, Type, TypeDef,
};
use crate::lower::context::Cx;
use crate::lower::vendor::{self, Reading};
use crate::lower::{query, text};
use crate::spec::{Operation, Parameter};

/// Operators that compare; what is compared is a date unless the document says otherwise.
const COMPARISONS: &[&str] = &["greater-than", "greater-or-equal", "less-than", "less-or-equal"];

/// Returns the `filter` query parameter.
pub(super) fn in_query(cx: &mut Cx<'_>, operation: &Operation, parameter: &Parameter) -> Filter {
    let reading = read(cx, operation, parameter);
    lower(cx, parameter, FilterPlace::Query(parameter.name.clone()), reading)
}

/// Returns the filter that a header holds; `None` where it is a header like any other.
pub(super) fn in_header(cx: &mut Cx<'_>, operation: &Operation, parameter: &Parameter) -> Option<Filter> {
    let may_be_one = vendor::is_filter_header(&parameter.name) && query::is_text(cx, parameter);
    match may_be_one.then(|| read(cx, operation, parameter))? {
        Reading::Nothing => None,
        reading => Some(lower(cx, parameter, FilterPlace::Header(parameter.name.clone()), reading)),
    }
}

/// Reads the fields that a filter expression may have.
fn read(cx: &mut Cx<'_>, operation: &Operation, parameter: &Parameter) -> Reading {
    let described = query::description(cx, parameter).unwrap_or_default();
    let example = example(cx, parameter).unwrap_or_default();
    vendor::filter_fields(&mut cx.api, operation, &described, example)
}

fn lower(cx: &mut Cx<'_>, parameter: &Parameter, place: FilterPlace, reading: Reading) -> Filter {
    let (at, required) = (parameter.at.clone(), parameter.required);
    let described = query::description(cx, parameter).unwrap_or_default();
    let grammar = FilterGrammar::Hyphenated;
    match reading {
        Reading::Extension(fields) => {
            Filter::Expression { at, place, required, fields, evidence: FilterEvidence::Extension, grammar }
        }
        Reading::Prose(fields) => {
            Filter::Expression { at, place, required, fields, evidence: FilterEvidence::Prose, grammar }
        }
        Reading::Unreadable(rest) => {
            cx.diagnostics.push(unreadable(parameter, &rest));
            Filter::Opaque { at, place, required, docs: text::clean(&described) }
        }
        Reading::Nothing => Filter::Opaque { at, place, required, docs: text::clean(&described) },
    }
}

fn example<'a>(cx: &Cx<'a>, parameter: &Parameter) -> Option<&'a str> {
    cx.spec.schemas[parameter.schema?].example.as_ref()?.as_str()
}

fn unreadable(parameter: &Parameter, rest: &str) -> Diagnostic {
    let message = format!("`{rest}` does not name a field and its operators");
    Diagnostic::new(Code::UnreadableFilter, parameter.at.key("description"), message)
        .help("write lines such as: `status`: `equals`, `any`; until then the filter can only be given as text")
}

/// Gives the fields that prose names the types of the attributes they filter by, now that those
/// are known.
pub(super) fn infer_values(api: &mut Api) {
    let ids: Vec<OperationId> = api.operations.ids().collect();
    for id in ids {
        let Filter::Expression { fields, evidence: FilterEvidence::Prose, .. } = &api.operations[id].query.filter
        else {
            continue;
        };
        let attributes = attributes(api, id);
        let inferred: Vec<FilterValue> = fields.iter().map(|field| value(api, field, &attributes)).collect();
        if let Filter::Expression { fields, .. } = &mut api.operations[id].query.filter {
            for (field, value) in fields.iter_mut().zip(inferred) {
                field.value = value;
            }
        }
    }
}

/// Returns the attributes of what an operation lists.
fn attributes(api: &Api, id: OperationId) -> Vec<Field> {
    let Payload::Document(document) = &api.operations[id].success.payload else { return Vec::new() };
    let Some(resource) = document.data.resource() else { return Vec::new() };
    api.resources[resource].read.as_ref().map(|view| view.attributes.clone()).unwrap_or_default()
}

fn value(api: &Api, field: &FilterField, attributes: &[Field]) -> FilterValue {
    let attribute = attribute(api, attributes, &field.wire).map(|ty| of_type(api, ty));
    let compares = field.operators.iter().any(|operator| COMPARISONS.contains(&operator.name.as_str()));
    match attribute {
        Some(numeric @ (FilterValue::Integer | FilterValue::Number)) => numeric,
        _ if compares => FilterValue::DateTime,
        Some(value) => value,
        None => field.value.clone(),
    }
}

/// Returns the type of the attribute at a dotted path.
fn attribute<'a>(api: &'a Api, fields: &'a [Field], path: &str) -> Option<&'a Type> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let field = fields.iter().find(|field| field.wire == first)?;
    match (rest, &field.ty) {
        (None, ty) => Some(ty),
        (Some(rest), Type::Named(id)) => match &api.types[*id] {
            TypeDef::Record(record) => attribute(api, &record.fields, rest),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the type of the literals that a value of this type is compared with.
pub(super) fn of_type(api: &Api, ty: &Type) -> FilterValue {
    match ty.on_wire() {
        Type::Bool => FilterValue::Boolean,
        Type::Integer | Type::Unsigned => FilterValue::Integer,
        Type::Number => FilterValue::Number,
        Type::String(StringFormat::DateTime) => FilterValue::DateTime,
        Type::List(item) => of_type(api, item),
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Enum(listed) if listed.base == EnumBase::String => FilterValue::Enum(*id),
            TypeDef::Enum(_) => FilterValue::Integer,
            TypeDef::Record(_) | TypeDef::Union(_) | TypeDef::Filter(_) => FilterValue::Text,
        },
        _ => FilterValue::Text,
    }
}
