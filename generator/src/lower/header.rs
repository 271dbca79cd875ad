//! Header and cookie parameters: constants of the service, filters, and arguments.

use serde_json::Value;

use crate::ir::{ConstantHeader, Filter, Parameter as IrParameter};
use crate::lower::context::Cx;
use crate::lower::shape::{Group, ShapeKind, shape};
use crate::lower::{filter, query};
use crate::spec::{Location, Operation, Parameter, Spec};

/// Headers that OpenAPI 3.0 says are not parameters, and those that HTTP itself sets.
const NOT_PARAMETERS: &[&str] =
    &["accept", "authorization", "connection", "content-length", "content-type", "host", "transfer-encoding"];

/// Returns the headers that every operation has with one and the same fixed value.
pub(super) fn constants(spec: &Spec) -> Vec<ConstantHeader> {
    let Some(first) = spec.operations.first() else { return Vec::new() };
    let fixed = headers(first).filter_map(|header| {
        let value = fixed(spec, header)?;
        let same = |operation: &Operation| {
            headers(operation).any(|other| other.name == header.name && fixed_as(spec, other, &value))
        };
        let required =
            |operation: &Operation| headers(operation).any(|other| other.name == header.name && other.required);
        let constant = spec.operations.iter().all(same) && spec.operations.iter().any(required);
        constant.then(|| ConstantHeader { name: header.name.clone(), value: value.clone() })
    });
    fixed.collect()
}

fn headers(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let headers = operation.parameters.iter().filter(|parameter| parameter.location == Location::Header);
    headers.filter(|parameter| !is_ours(&parameter.name) && is_token(&parameter.name))
}

/// Returns whether the client sets a header by itself.
fn is_ours(name: &str) -> bool {
    NOT_PARAMETERS.contains(&name.to_ascii_lowercase().as_str())
}

/// Returns whether a text can be the name of a header (RFC 9110, section 5.1) or of a cookie (RFC 6265, section 4.1.1).
fn is_token(name: &str) -> bool {
    let symbol = |byte: u8| b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || symbol(byte))
}

/// Remarks on the headers of an operation that are no parameters.
fn remark_on_others(cx: &mut Cx<'_>, operation: &Operation) {
    for parameter in operation.parameters.iter().filter(|one| one.location == Location::Header) {
        let name = &parameter.name;
        if is_accept(parameter) && accept(cx.spec, operation).is_some() {
            continue;
        }
        if is_ours(name) {
            let help = "OpenAPI ignores it as a parameter: the client sets it, from credentials and media types";
            cx.unsupported(&parameter.at, format!("the header `{name}` is not a parameter"), help);
        } else {
            has_name(cx, parameter);
        }
    }
}

/// Returns whether a header has a name that it can have, and remarks on one that has not.
pub(super) fn has_name(cx: &mut Cx<'_>, header: &Parameter) -> bool {
    let is_token = is_token(&header.name);
    if !is_token {
        let help = "it is left out; a header's name is letters, digits and `-` (RFC 9110)";
        cx.unsupported(&header.at, format!("`{}` cannot be the name of a header", header.name), help);
    }
    is_token
}

fn fixed_as(spec: &Spec, parameter: &Parameter, value: &str) -> bool {
    fixed(spec, parameter).is_some_and(|other| other == value)
}

/// Returns the media types that an operation asks for by a header `Accept` of one value, which the types of its responses
/// need not tell: a service may have its version there.
pub(super) fn accept(spec: &Spec, operation: &Operation) -> Option<String> {
    let header = operation.parameters.iter().find(|one| is_accept(one))?;
    only(spec, header).and_then(text_of).filter(|value| value.bytes().all(|byte| (b' '..=b'~').contains(&byte)))
}

fn is_accept(parameter: &Parameter) -> bool {
    parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case("accept")
}

/// Returns the only value or the default of a header.
fn fixed(spec: &Spec, parameter: &Parameter) -> Option<String> {
    let default = || default(spec, parameter);
    only(spec, parameter).or_else(default).and_then(text_of)
}

/// Returns the only value that a header may have.
fn only<'s>(spec: &'s Spec, parameter: &Parameter) -> Option<&'s Value> {
    match &shape(spec, &Group::one(parameter.schema?)).kind {
        ShapeKind::Scalar(scalar) => match scalar.values.as_deref() {
            Some([only]) => Some(*only),
            _ => None,
        },
        _ => None,
    }
}

fn default<'s>(spec: &'s Spec, parameter: &Parameter) -> Option<&'s Value> {
    let shape = shape(spec, &Group::one(parameter.schema?));
    shape.key.0.first().and_then(|part| spec.schemas[part.id()].default.as_ref())
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the cookies of an operation.
pub(super) fn cookies(cx: &mut Cx<'_>, operation: &Operation) -> Vec<IrParameter> {
    let cookies = operation.parameters.iter().filter(|parameter| parameter.location == Location::Cookie);
    let (cookies, others): (Vec<_>, Vec<_>) = cookies.partition(|cookie| is_token(&cookie.name));
    for cookie in others {
        let help = "it is left out; a cookie's name is letters, digits and `-` or `_` (RFC 6265)";
        cx.unsupported(&cookie.at, format!("`{}` cannot be the name of a cookie", cookie.name), help);
    }
    cookies.into_iter().map(|cookie| query::other(cx, cookie)).collect()
}

/// Returns the headers of an operation that are arguments, and the filter if one of them holds it.
pub(super) fn lower(cx: &mut Cx<'_>, operation: &Operation) -> (Vec<IrParameter>, Filter) {
    remark_on_others(cx, operation);
    let mut arguments = Vec::new();
    let mut expression = Filter::None;
    for header in headers(operation) {
        if cx.api.constant_headers.iter().any(|constant| constant.name == header.name) {
            continue;
        }
        if header.name.eq_ignore_ascii_case("user-agent") {
            let help = "the client sends it with each request, and `ClientBuilder::user_agent` says what";
            cx.unsupported(&header.at, format!("the header `{}` is no argument of a call", header.name), help);
            continue;
        }
        let filter = matches!(expression, Filter::None).then(|| filter::in_header(cx, operation, header)).flatten();
        match filter {
            Some(filter) => expression = filter,
            None => arguments.push(query::other(cx, header)),
        }
    }
    (arguments, expression)
}
