//! Links of responses to operations.
//!
//! ```yaml
//! responses:
//!   201:
//!     links:
//!       author:                                        CreateBook::link_author(&client, &response)
//!         operationId: get_author                        -> Option<GetAuthorRequest>
//!         parameters: {id: "$response.body#/data/id"}
//! ```
//!
//! A link that would leave out what its operation requires, or that takes what a response does not tell, is left out of
//! the client, with a warning.

use serde_json::Value;

use crate::ir::{BodyContent, Link, LinkValue, Operation, OperationId, ParameterKind, RequestPart, Type, TypeDef};
use crate::lower::context::Cx;
use crate::lower::failure::is_failure;
use crate::lower::text;
use crate::spec::nearest::meant;
use crate::spec::{self, LinkTarget, Location};

/// A message and a remedy.
type Problem = (String, String);

/// Lowers the links of all operations, once all operations are there.
pub(super) fn lower_all(cx: &mut Cx<'_>) {
    let spec = cx.spec;
    let ids: Vec<OperationId> = cx.api.operations.ids().collect();
    for (id, described) in ids.into_iter().zip(&spec.operations) {
        let responses = &described.responses;
        let mut links: Vec<Link> = Vec::new();
        for response in responses {
            // Of those to another server a warning came with the member.
            for link in response.links.iter().filter(|link| !link.has_server) {
                let lowered = if is_failure(response.status) && responses.len() > 1 {
                    Err(("it is of an error".to_owned(), "describe it at a response of success".to_owned()))
                } else {
                    lower(cx, id, link, &links)
                };
                match lowered {
                    Ok(Some(link)) => links.push(link),
                    Ok(None) => {}
                    Err((problem, help)) => left_out(cx, link, &problem, &help),
                }
            }
        }
        cx.api.operations[id].links = links;
    }
}

fn left_out(cx: &mut Cx<'_>, link: &spec::Link, problem: &str, help: &str) {
    cx.unsupported(&link.at, format!("the link `{}` is left out: {problem}", link.name), help);
}

/// Returns a link; `None` where another response has the same.
fn lower(cx: &Cx<'_>, source: OperationId, link: &spec::Link, others: &[Link]) -> Result<Option<Link>, Problem> {
    let (target, described) = target(cx, link)?;
    let operation = &cx.api.operations[target];
    let mut values: Vec<(RequestPart, LinkValue)> = Vec::new();
    for (name, value) in &link.parameters {
        values.push((parameter(described, name)?, of_value(cx, source, value)?));
    }
    if let Some(body) = &link.body {
        values.push((body_part(operation)?, of_value(cx, source, body)?));
    }
    required(cx, operation, described, &values)?;
    let docs = link.description.as_deref().and_then(text::clean);
    let link = Link { at: link.at.clone(), name: link.name.clone(), target, values, docs };
    match others.iter().find(|other| letters(&other.name) == letters(&link.name)) {
        None => Ok(Some(link)),
        Some(other) if (other.target, &other.values) == (link.target, &link.values) => Ok(None),
        Some(_) => {
            let help = "give each link of an operation a name of its own";
            Err(("another response has one of the same name".to_owned(), help.to_owned()))
        }
    }
}

/// Returns what the name of a function has of a name.
fn letters(name: &str) -> String {
    name.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the operation that a link leads to.
fn target<'a>(cx: &Cx<'a>, link: &spec::Link) -> Result<(OperationId, &'a spec::Operation), Problem> {
    let spec = cx.spec;
    let mut all = cx.api.operations.ids().zip(&spec.operations);
    let (found, wanted) = match &link.target {
        LinkTarget::Id(id) => (all.find(|(_, one)| one.id.as_deref() == Some(id)), id.clone()),
        LinkTarget::Place(at) => (all.find(|(_, one)| one.at == *at), format!("#{at}")),
        LinkTarget::Elsewhere(reference) => {
            let problem = format!("`{reference}` leads out of the document");
            return Err((problem, "name an operation of this document by `operationId`".to_owned()));
        }
        LinkTarget::None => {
            return Err(("it names no operation".to_owned(), "add `operationId` or `operationRef`".to_owned()));
        }
    };
    found.ok_or_else(|| {
        let known = spec.operations.iter().filter_map(|one| one.id.as_deref());
        let help = meant(&wanted, known).unwrap_or_else(|| "name an operation that the client has".to_owned());
        (format!("the client has no operation `{wanted}`"), help)
    })
}

/// Returns the parameter that a link calls by its name, or by where it is sent and its name: `path.id`.
fn parameter(described: &spec::Operation, name: &str) -> Result<RequestPart, Problem> {
    let named = |one: &&spec::Parameter| {
        let qualified = name.strip_prefix(word(one.location)).and_then(|rest| rest.strip_prefix('.'));
        one.name == name || qualified == Some(&one.name)
    };
    let found: Vec<&spec::Parameter> = described.parameters.iter().filter(named).collect();
    match found.as_slice() {
        [only] => Ok(part(only.location, &only.name)),
        [] => {
            let help = meant(name, described.parameters.iter().map(|one| one.name.as_str()));
            let help = help.unwrap_or_else(|| "remove it".to_owned());
            Err((format!("its operation has no parameter `{name}`"), help))
        }
        _ => Err((
            format!("its operation has several parameters `{name}`"),
            format!("say which, such as `{}.{name}`", found.first().map_or("", |one| word(one.location))),
        )),
    }
}

/// Returns the part of a request that a parameter is.
pub(super) fn part(location: Location, name: &str) -> RequestPart {
    let name = name.to_owned();
    match location {
        Location::Path => RequestPart::Path(name),
        Location::Query => RequestPart::Query(name),
        Location::Header => RequestPart::Header(name),
        Location::Cookie => RequestPart::Cookie(name),
    }
}

fn word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

fn body_part(operation: &Operation) -> Result<RequestPart, Problem> {
    match operation.body.as_ref().map(|body| &body.content) {
        Some(
            BodyContent::Json(_)
            | BodyContent::Resource { .. }
            | BodyContent::AnyResource { .. }
            | BodyContent::Linkage { .. },
        ) => Ok(RequestPart::Body),
        Some(_) => Err(("the body of its operation is not JSON".to_owned(), "remove `requestBody`".to_owned())),
        None => Err(("its operation has no body".to_owned(), "remove `requestBody`".to_owned())),
    }
}

/// Refuses a link that leaves out what its operation requires.
fn required(
    cx: &Cx<'_>,
    operation: &Operation,
    described: &spec::Operation,
    values: &[(RequestPart, LinkValue)],
) -> Result<(), Problem> {
    let is_given = |part: &RequestPart| values.iter().any(|(given, _)| given == part);
    let path = operation
        .path_parameters
        .iter()
        .filter(|one| !is_constant(&one.ty))
        .map(|one| RequestPart::Path(one.wire.clone()));
    let is_fixed = |one: &spec::Parameter| {
        operation.all_parameters().any(|known| known.wire == one.name && is_constant(&known.ty))
            || cx.api.constant_headers.iter().any(|header| header.name == one.name)
    };
    let others = described.parameters.iter().filter(|one| one.required && one.location != Location::Path);
    let others = others.filter(|one| !is_fixed(one)).map(|one| part(one.location, &one.name));
    let body = described.body.iter().filter(|body| body.required).map(|_| RequestPart::Body);
    match path.chain(others).chain(body).find(|part| !is_given(part)) {
        None => Ok(()),
        Some(missing) => Err((
            format!("it does not give the {}, which `{}` requires", named(&missing), operation.id),
            "add it to the link; without it, call the operation itself".to_owned(),
        )),
    }
}

fn is_constant(ty: &Type) -> bool {
    matches!(ty, Type::Constant(_))
}

fn named(part: &RequestPart) -> String {
    match part {
        RequestPart::Path(name) => format!("path parameter `{name}`"),
        RequestPart::Query(name) => format!("query parameter `{name}`"),
        RequestPart::Header(name) => format!("header `{name}`"),
        RequestPart::Cookie(name) => format!("cookie `{name}`"),
        RequestPart::FormField(name) => format!("part `{name}`"),
        RequestPart::Body => "body".to_owned(),
    }
}

/// Returns a value of a link: an expression, a text with expressions in braces, or a constant.
fn of_value(cx: &Cx<'_>, source: OperationId, value: &Value) -> Result<LinkValue, Problem> {
    let Some(text) = value.as_str() else { return Ok(LinkValue::Constant(value.to_string())) };
    if text.starts_with('$') {
        return expression(cx, source, text);
    }
    if !text.contains("{$") {
        return Ok(LinkValue::Constant(value.to_string()));
    }
    let constant = |text: &str| LinkValue::Constant(Value::from(text).to_string());
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{$") {
        let Some((inner, after)) = behind.split_once('}') else {
            return Err((format!("`{text}` has no `}}` behind an expression"), "close the brace".to_owned()));
        };
        pieces.extend((!before.is_empty()).then(|| constant(before)));
        pieces.push(expression(cx, source, &format!("${inner}"))?);
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then(|| constant(rest)));
    Ok(LinkValue::Text(pieces))
}

fn expression(cx: &Cx<'_>, source: OperationId, text: &str) -> Result<LinkValue, Problem> {
    let operation = &cx.api.operations[source];
    let in_response = text.strip_prefix("$response.");
    let in_request = text.strip_prefix("$request.");
    match (text, in_response, in_request) {
        ("$statusCode", ..) => Ok(LinkValue::Status),
        ("$method", ..) => Ok(LinkValue::Constant(Value::from(operation.method.as_str()).to_string())),
        (_, Some("body"), _) => Ok(LinkValue::Body(String::new())),
        (_, Some(part), _) => match (part.strip_prefix("body#"), part.strip_prefix("header.")) {
            (Some(pointer), _) if pointer.is_empty() || pointer.starts_with('/') => {
                Ok(LinkValue::Body(pointer.to_owned()))
            }
            (_, Some(name)) if !name.is_empty() => Ok(LinkValue::Header(name.to_owned())),
            _ => Err(unknown(text)),
        },
        (_, _, Some(part)) => request(cx, operation, text, part),
        _ => Err(unknown(text)),
    }
}

fn unknown(text: &str) -> Problem {
    let problem = format!("`{text}` is not told by a response");
    let help = "the client evaluates `$response.body#/..`, `$response.header.NAME`, `$request.path.NAME` and other \
                parameters of the request, `$statusCode` and `$method`";
    (problem, help.to_owned())
}

/// Returns a parameter of the request that is answered, which the caller gives again.
fn request(cx: &Cx<'_>, operation: &Operation, text: &str, part: &str) -> Result<LinkValue, Problem> {
    let Some((place, name)) = part.split_once('.') else { return Err(unknown(text)) };
    let find = |kind| operation.parameter(kind, name).map(|one| one.ty.clone());
    let (ty, part) = match place {
        "path" => {
            let parameter = operation.path_parameters.iter().find(|one| one.wire == name);
            (parameter.map(|one| one.ty.clone()), RequestPart::Path(name.to_owned()))
        }
        "query" => {
            let found = find(ParameterKind::Filter).or_else(|| find(ParameterKind::Query));
            (found, RequestPart::Query(name.to_owned()))
        }
        "header" => (find(ParameterKind::Header), RequestPart::Header(name.to_owned())),
        "cookie" => (find(ParameterKind::Cookie), RequestPart::Cookie(name.to_owned())),
        _ => return Err(unknown(text)),
    };
    match ty {
        Some(Type::Constant(json)) => Ok(LinkValue::Constant(json)),
        Some(ty) if is_scalar(cx, &ty) => Ok(LinkValue::Given(part)),
        Some(_) => Err((format!("`{text}` is a list or an object"), "call the operation itself".to_owned())),
        None => Err((
            format!("`{}` has no plain parameter for `{text}`", operation.id),
            "name a parameter of the operation that has the link".to_owned(),
        )),
    }
}

fn is_scalar(cx: &Cx<'_>, ty: &Type) -> bool {
    match ty.on_wire() {
        Type::Bool | Type::Integer | Type::Unsigned | Type::Number | Type::String(_) => true,
        Type::Named(id) => matches!(cx.api.types[*id], TypeDef::Enum(_)),
        _ => false,
    }
}
