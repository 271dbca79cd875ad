//! Parameters of path, query and header, against their declarations.

use serde_json::Value;

use super::description::Operation;
use super::schema::{Direction, violations};
use super::style::{self, Pair, name};
use super::url::decode;
use super::{Description, Extent, filter};

/// Returns what is wrong with the arguments of the path.
pub(super) fn path(description: &Description, operation: &Operation, arguments: &[Pair]) -> Vec<String> {
    let mut found = Vec::new();
    for (argument, text) in arguments {
        if text.is_empty() {
            found.push(format!("path: `{argument}` is empty"));
        }
        match declared(operation, "path").find(|parameter| name(parameter) == argument) {
            Some(parameter) => {
                found.extend(wrong(description, parameter, style::of_segment(description, parameter, text)));
            }
            None => found.push(format!("path: `{argument}` is not declared")),
        }
    }
    found
}

/// Returns what is wrong with the query.
pub(super) fn query(description: &Description, operation: &Operation, query: &[Pair], extent: Extent) -> Vec<String> {
    pairs(description, operation, "query", query, extent)
}

/// Returns what is wrong with the cookies.
pub(super) fn cookies(
    description: &Description,
    operation: &Operation,
    header: Option<&str>,
    extent: Extent,
) -> Vec<String> {
    let sent = header.into_iter().flat_map(|header| header.split("; ")).filter_map(|pair| pair.split_once('='));
    let sent: Vec<Pair> = sent.map(|(name, value)| (decode(name).unwrap_or_default(), value.to_owned())).collect();
    pairs(description, operation, "cookie", &sent, extent)
}

fn pairs(
    description: &Description,
    operation: &Operation,
    place: &'static str,
    sent: &[Pair],
    extent: Extent,
) -> Vec<String> {
    let takes = |parameter: &Value, pair: &Pair| style::takes(description, parameter, &pair.0);
    let is_credential = |pair: &Pair| description.schemes().any(|scheme| is_key(scheme, place, &pair.0));
    let is_declared = |pair: &&Pair| declared(operation, place).any(|parameter| takes(parameter, pair));
    let undeclared = sent.iter().filter(|pair| !is_declared(pair) && !is_credential(pair));
    let mut found: Vec<String> = undeclared.map(|(name, _)| format!("{place}: `{name}` is not declared")).collect();
    for parameter in declared(operation, place) {
        let own: Vec<Pair> = sent.iter().filter(|pair| takes(parameter, pair)).cloned().collect();
        let is_empty = own.iter().all(|(_, value)| value.is_empty());
        let may_be_empty = parameter.get("allowEmptyValue").and_then(Value::as_bool).unwrap_or(false);
        if own.is_empty() || is_empty && may_be_empty {
            continue;
        }
        let value = style::of_pairs(description, parameter, &own);
        if let Ok(Value::String(text)) = &value {
            found.extend(expression(operation, parameter, text, extent));
        }
        found.extend(wrong(description, parameter, value));
    }
    let is_there = |parameter: &Value| sent.iter().any(|pair| takes(parameter, pair));
    found.extend(absent(operation, place, extent, is_there));
    found
}

/// Returns what is wrong with the fields of a form, each described as a query parameter.
pub(super) fn fields(
    description: &Description,
    parameters: &[Value],
    sent: &[Pair],
    is_wanted: impl Fn(&str) -> bool,
) -> Vec<String> {
    let takes = |parameter: &Value, pair: &Pair| style::takes(description, parameter, &pair.0);
    let undeclared = sent.iter().filter(|pair| !parameters.iter().any(|parameter| takes(parameter, pair)));
    let mut found: Vec<String> = undeclared.map(|(name, _)| format!("body: `{name}` is not declared")).collect();
    for parameter in parameters {
        let own: Vec<Pair> = sent.iter().filter(|pair| takes(parameter, pair)).cloned().collect();
        if !own.is_empty() {
            found.extend(wrong(description, parameter, style::of_pairs(description, parameter, &own)));
        } else if is_wanted(name(parameter)) {
            found.push(format!("body: `{}` is not sent", name(parameter)));
        }
    }
    found
}

/// Returns whether a security scheme is a key of this name.
fn is_key(scheme: &Value, place: &str, name: &str) -> bool {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str);
    text("type") == Some("apiKey") && text("in") == Some(place) && text("name") == Some(name)
}

/// Returns what is wrong with the headers that the document declares.
pub(super) fn headers(
    description: &Description,
    operation: &Operation,
    header: impl Fn(&str) -> Option<String>,
    extent: Extent,
) -> Vec<String> {
    // OpenAPI "Parameter Object": such definitions are ignored.
    let is_parameter = |parameter: &&Value| {
        !["accept", "authorization", "content-type"].contains(&name(parameter).to_ascii_lowercase().as_str())
    };
    let mut found = Vec::new();
    for parameter in declared(operation, "header").filter(is_parameter) {
        let name = name(parameter);
        let Some(value) = header(&name.to_ascii_lowercase()) else { continue };
        found.extend(wrong(description, parameter, style::of_header(description, parameter, &value)));
        found.extend(expression(operation, parameter, &value, extent));
        let fixed = parameter.pointer("/schema/default").and_then(Value::as_str);
        if name == "revision" && fixed.is_some_and(|fixed| fixed != value) {
            found.push(format!("header: `revision` is `{value}`"));
        }
    }
    let is_there =
        |parameter: &Value| !is_parameter(&parameter) || header(&name(parameter).to_ascii_lowercase()).is_some();
    found.extend(absent(operation, "header", extent, is_there));
    found
}

fn declared<'o>(operation: &'o Operation, place: &'static str) -> impl Iterator<Item = &'o Value> {
    let is_there = move |parameter: &&Value| parameter.get("in").and_then(Value::as_str) == Some(place);
    operation.parameters.iter().filter(is_there)
}

fn absent(
    operation: &Operation,
    place: &'static str,
    extent: Extent,
    is_there: impl Fn(&Value) -> bool,
) -> Vec<String> {
    let required = |parameter: &Value| parameter.get("required").and_then(Value::as_bool).unwrap_or(false);
    let wanted = declared(operation, place).filter(|parameter| extent == Extent::Everything || required(parameter));
    let absent = wanted.filter(|parameter| !is_there(parameter));
    absent.map(|parameter| format!("{place}: `{}` is not sent", name(parameter))).collect()
}

/// Returns what is wrong with a value as its schema wants it.
fn wrong(description: &Description, parameter: &Value, value: Result<Value, String>) -> Vec<String> {
    let found = match value {
        // JSON:API has lists here, also where the document describes one value of the list ("Inclusion of Related
        // Resources", "Sorting", "Sparse Fieldsets").
        Ok(Value::String(text)) if is_list_of_json_api(name(parameter)) => {
            let schema = style::schema(description, parameter);
            text.split(',').flat_map(|one| violations(description, schema, &one.into(), Direction::Sent)).collect()
        }
        Ok(value) => violations(description, style::schema(description, parameter), &value, Direction::Sent),
        Err(problem) => vec![problem],
    };
    found.into_iter().map(|problem| format!("`{}`: {problem}", name(parameter))).collect()
}

fn is_list_of_json_api(name: &str) -> bool {
    matches!(name, "include" | "sort") || name.starts_with("fields[")
}

/// Returns what is wrong with a filter expression, where the parameter holds one.
fn expression(operation: &Operation, parameter: &Value, text: &str, extent: Extent) -> Vec<String> {
    let allowed = match operation.node.get("x-klaviyo-filters") {
        Some(extension) if name(parameter) == "filter" => filter::from_extension(extension),
        _ if name(parameter) == "filter" || name(parameter) == "X-Klaviyo-API-Filters" => {
            filter::from_text(parameter.get("description").and_then(Value::as_str).unwrap_or_default())
        }
        _ => return Vec::new(),
    };
    if allowed.is_empty() {
        return Vec::new();
    }
    match filter::parse(text) {
        Ok(clauses) => filter::violations(&clauses, &allowed, extent == Extent::Everything),
        Err(message) => vec![format!("filter: {message} in `{text}`")],
    }
}
