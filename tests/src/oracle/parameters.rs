//! Parameters of path, query and header, against their declarations.

use serde_json::Value;

use super::description::Operation;
use super::schema::{Direction, violations};
use super::{Description, Extent, filter};

/// What is wrong with the arguments of the path.
pub(super) fn path(description: &Description, operation: &Operation, arguments: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in arguments {
        if value.is_empty() {
            found.push(format!("path: `{name}` is empty"));
        }
        match declared(operation, "path").find(|parameter| is_called(parameter, name)) {
            Some(parameter) => found.extend(wrong(description, parameter, value)),
            None => found.push(format!("path: `{name}` is not declared")),
        }
    }
    found
}

/// What is wrong with the query.
pub(super) fn query(
    description: &Description,
    operation: &Operation,
    query: &[(String, String)],
    extent: Extent,
) -> Vec<String> {
    let mut found = Vec::new();
    for (position, (name, value)) in query.iter().enumerate() {
        match declared(operation, "query").find(|parameter| takes(parameter, name)) {
            None => found.push(format!("query: `{name}` is not declared")),
            Some(parameter) => {
                let before = query.iter().take(position).any(|(other, _)| other == name);
                if before && !is_exploded(parameter) {
                    found.push(format!("query: `{name}` comes twice"));
                }
                found.extend(wrong(description, parameter, value));
                found.extend(expression(operation, parameter, value, extent));
            }
        }
    }
    let is_there = |parameter: &Value| query.iter().any(|(name, _)| takes(parameter, name));
    found.extend(absent(operation, "query", extent, is_there));
    found
}

/// What is wrong with the headers that the description declares.
pub(super) fn headers(
    description: &Description,
    operation: &Operation,
    header: impl Fn(&str) -> Option<String>,
    extent: Extent,
) -> Vec<String> {
    let mut found = Vec::new();
    for parameter in declared(operation, "header") {
        let name = name(parameter);
        let Some(value) = header(&name.to_ascii_lowercase()) else { continue };
        found.extend(wrong(description, parameter, &value));
        found.extend(expression(operation, parameter, &value, extent));
        let fixed = parameter.pointer("/schema/default").and_then(Value::as_str);
        if name == "revision" && fixed.is_some_and(|fixed| fixed != value) {
            found.push(format!("header: `revision` is `{value}`"));
        }
    }
    let is_there = |parameter: &Value| header(&name(parameter).to_ascii_lowercase()).is_some();
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

fn name(parameter: &Value) -> &str {
    parameter.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn is_called(parameter: &Value, wire: &str) -> bool {
    name(parameter) == wire
}

/// Whether a query name belongs to a parameter: its own name, a member in brackets where it is an
/// object of that style, or any name at all where it is an object that is exploded.
fn takes(parameter: &Value, wire: &str) -> bool {
    let style = parameter.get("style").and_then(Value::as_str).unwrap_or("form");
    let is_object = parameter.pointer("/schema/type").and_then(Value::as_str) == Some("object");
    match style {
        "deepObject" => wire.strip_prefix(name(parameter)).is_some_and(|rest| rest.starts_with('[')),
        _ if is_object => wire != name(parameter),
        _ => is_called(parameter, wire),
    }
}

/// Whether a list is sent as one parameter per element. The default of OpenAPI, which services forget
/// where they mean commas, so only an explicit `true` counts.
fn is_exploded(parameter: &Value) -> bool {
    parameter.get("explode").and_then(Value::as_bool).unwrap_or(false)
}

/// What is wrong with a value, read as its schema wants it.
fn wrong(description: &Description, parameter: &Value, text: &str) -> Vec<String> {
    let none = Value::Null;
    let schema = description.resolve(parameter.get("schema").unwrap_or(&none));
    let value = match schema.get("type").and_then(Value::as_str) {
        Some("object") => return Vec::new(),
        Some("array") if !is_exploded(parameter) => {
            let items = description.resolve(schema.get("items").unwrap_or(&none));
            text.split(',').map(|element| scalar(items, element)).collect()
        }
        Some("array") => Value::Array(vec![scalar(schema.get("items").unwrap_or(&none), text)]),
        _ => scalar(schema, text),
    };
    let found = violations(description, schema, &value, Direction::Sent);
    found.into_iter().map(|problem| format!("`{}`: {problem}", name(parameter))).collect()
}

fn scalar(schema: &Value, text: &str) -> Value {
    let read = match schema.get("type").and_then(Value::as_str) {
        Some("integer") => text.parse::<i64>().ok().map(Value::from),
        Some("number") => text.parse::<f64>().ok().map(Value::from),
        Some("boolean") => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    read.unwrap_or_else(|| text.into())
}

/// What is wrong with a filter expression, where the parameter holds one.
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
