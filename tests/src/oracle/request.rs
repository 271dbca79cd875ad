//! A whole request, against the operation it is for.

use serde_json::Value;

use super::description::Operation;
use super::schema::{Direction, violations};
use super::{Description, coverage, multipart, parameters, url};
use crate::server::Request;

/// How much a request is expected to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All that the description has.
    Everything,
    /// At least what the description requires.
    AtLeastRequired,
}

/// Finds the operation that a request is for, and all that is wrong with the request.
///
/// # Errors
///
/// When there is no such operation.
pub fn check<'d>(
    description: &'d Description,
    request: &Request,
    extent: Extent,
) -> Result<(&'d Operation, Vec<String>), String> {
    let (method, target) = request.line.split_once(' ').unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let found = description.find(method, path);
    let (operation, arguments) = found.ok_or_else(|| format!("no operation is `{method} {path}`"))?;
    let mut wrong = parameters::path(description, operation, &arguments);
    match url::query(query) {
        Some(query) => wrong.extend(parameters::query(description, operation, &query, extent)),
        None => wrong.push(format!("the query `{query}` cannot be read")),
    }
    let header = |name: &str| request.header(name).map(str::to_owned);
    wrong.extend(parameters::headers(description, operation, header, extent));
    wrong.extend(credentials(description, operation, request));
    wrong.extend(accept(description, operation, request));
    wrong.extend(body(description, operation, request, extent));
    Ok((operation, wrong))
}

/// Public operations must not see the key; the others must.
fn credentials(description: &Description, operation: &Operation, request: &Request) -> Option<String> {
    let security = operation.node.get("security").or_else(|| description.root.get("security"));
    let public = security.and_then(Value::as_array).is_none_or(Vec::is_empty);
    match (public, request.header("authorization")) {
        (true, Some(_)) => Some("header: the key is sent to a public operation".to_owned()),
        (false, None) => Some("header: the key is not sent".to_owned()),
        _ => None,
    }
}

/// The media type that is asked for is one that a success can have.
fn accept(description: &Description, operation: &Operation, request: &Request) -> Option<String> {
    let responses = operation.node.get("responses").and_then(Value::as_object).into_iter().flatten();
    let successes = responses.filter(|(status, _)| status.starts_with('2'));
    let contents = successes.filter_map(|(_, response)| description.resolve(response).get("content")?.as_object());
    let media_types: Vec<&String> = contents.flat_map(|content| content.keys()).collect();
    let accepted = request.header("accept").unwrap_or_default();
    let fits = media_types.is_empty() || media_types.iter().any(|media_type| *media_type == accepted);
    (!fits).then(|| format!("header: `accept` is `{accepted}`"))
}

fn body(description: &Description, operation: &Operation, request: &Request, extent: Extent) -> Vec<String> {
    let Some(declared) = operation.node.get("requestBody").map(|body| description.resolve(body)) else {
        return if request.body.is_empty() { Vec::new() } else { vec!["a body that is not declared".to_owned()] };
    };
    let required = declared.get("required").and_then(Value::as_bool).unwrap_or(false);
    if request.body.is_empty() {
        let wanted = required || extent == Extent::Everything;
        return if wanted { vec!["the body is not sent".to_owned()] } else { Vec::new() };
    }
    let sent = request.header("content-type").unwrap_or_default();
    let bare = |media_type: &str| media_type.split(';').next().unwrap_or_default().trim().to_owned();
    let contents = declared.get("content").and_then(Value::as_object).into_iter().flatten();
    let mut contents = contents.filter(|(media_type, _)| *media_type == sent || bare(media_type) == bare(sent));
    let Some((_, content)) = contents.next() else {
        return vec![format!("header: the content type `{sent}` is not declared")];
    };
    let none = Value::Null;
    let schema = content.get("schema").unwrap_or(&none);
    if bare(sent) == "multipart/form-data" {
        return form(description.resolve(schema), sent, &request.body, extent);
    }
    json(description, schema, &request.body, extent)
}

fn json(description: &Description, schema: &Value, body: &[u8], extent: Extent) -> Vec<String> {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return vec![format!("body: {error}")],
    };
    let mut wrong = violations(description, schema, &value, Direction::Sent);
    if extent == Extent::Everything {
        let missing = coverage::missing(description, schema, &value);
        wrong.extend(missing.into_iter().map(|at| format!("`{at}` is not sent")));
    }
    wrong.into_iter().map(|problem| format!("body: {problem}")).collect()
}

fn form(schema: &Value, media_type: &str, body: &[u8], extent: Extent) -> Vec<String> {
    let Some(sent) = multipart::names(media_type, body) else {
        return vec!["body: no form that can be read".to_owned()];
    };
    let none = serde_json::Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let wanted: Vec<&str> = match extent {
        Extent::Everything => properties.keys().map(String::as_str).collect(),
        Extent::AtLeastRequired => required.collect(),
    };
    let absent = wanted.iter().filter(|name| !sent.iter().any(|part| part == *name));
    let undeclared = sent.iter().filter(|name| !properties.contains_key(*name));
    let absent = absent.map(|name| format!("body: the part `{name}` is not sent"));
    absent.chain(undeclared.map(|name| format!("body: the part `{name}` is not declared"))).collect()
}
