//! A whole request, against the operation it is for.

use serde_json::Value;

use super::description::Operation;
use super::schema::{Direction, violations};
use super::{Description, coverage, multipart, parameters, url};
use crate::server::Request;

/// How much a request is expected to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All that the document has.
    Everything,
    /// At least what the document requires.
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
    wrong.extend(parameters::cookies(description, operation, request.header("cookie"), extent));
    wrong.extend(credentials(description, operation, request));
    wrong.extend(accept(description, operation, request));
    wrong.extend(body(description, operation, request, extent));
    Ok((operation, wrong))
}

/// Returns what is wrong with the credentials: one of the alternatives must be there as a whole, and no key that none
/// of them wants. Where the document says nothing, no problem is reported.
fn credentials(description: &Description, operation: &Operation, request: &Request) -> Option<String> {
    let security = operation.node.get("security").or_else(|| description.root.get("security"));
    let alternatives = security.and_then(Value::as_array)?;
    let names = |alternative: &Value| -> Vec<String> {
        alternative.as_object().into_iter().flat_map(|schemes| schemes.keys().cloned()).collect()
    };
    let alternatives: Vec<Vec<String>> = alternatives.iter().map(names).collect();
    let schemes = description.root.pointer("/components/securitySchemes").and_then(Value::as_object);
    let schemes = || schemes.into_iter().flatten().map(|(name, scheme)| (name, description.resolve(scheme)));
    let sent: Vec<&String> = schemes().filter(|(_, scheme)| is_sent(scheme, request)).map(|(name, _)| name).collect();
    if alternatives.iter().all(Vec::is_empty) && !sent.is_empty() {
        return Some("header: the key is sent to a public operation".to_owned());
    }
    let is_key = |name: &String| {
        schemes().any(|(known, scheme)| known == name && scheme.get("type").and_then(Value::as_str) == Some("apiKey"))
    };
    let is_wanted = |name: &&&String| alternatives.iter().flatten().any(|wanted| wanted == **name);
    if let Some(name) = sent.iter().filter(|name| is_key(name)).find(|name| !is_wanted(name)) {
        return Some(format!("the key of `{name}` is sent, which the operation does not want"));
    }
    let is_complete = |alternative: &Vec<String>| alternative.iter().all(|name| sent.contains(&name));
    let is_met = alternatives.is_empty() || alternatives.iter().any(is_complete);
    (!is_met).then(|| format!("credentials: {sent:?} are sent, wanted is one of {alternatives:?}"))
}

/// Returns whether a request carries the secret of a security scheme.
fn is_sent(scheme: &Value, request: &Request) -> bool {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    let starts = |word: &str| request.header("authorization").is_some_and(|value| value.starts_with(word));
    match (text("type"), text("in")) {
        ("apiKey", "header") => request.header(&text("name").to_ascii_lowercase()).is_some(),
        ("apiKey", "query") => {
            let query = request.line.split_once('?').map_or("", |(_, query)| query);
            url::query(query).unwrap_or_default().iter().any(|(name, _)| name == text("name"))
        }
        ("apiKey", _) => {
            let cookies = request.header("cookie").unwrap_or_default();
            cookies.split("; ").any(|pair| pair.split('=').next() == Some(text("name")))
        }
        ("http", _) if text("scheme").eq_ignore_ascii_case("basic") => starts("Basic "),
        _ => starts("Bearer "),
    }
}

/// Returns a problem where the media type that is asked for is none that a success can have.
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
    let encoding = content.get("encoding").unwrap_or(&none);
    match bare(sent).as_str() {
        "multipart/form-data" => form(description, description.resolve(schema), encoding, sent, &request.body, extent),
        "application/x-www-form-urlencoded" => {
            fields(description, description.resolve(schema), encoding, &request.body, extent)
        }
        _ => json(description, schema, &request.body, extent),
    }
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

/// Returns what is wrong with a form of parts.
fn form(
    description: &Description,
    schema: &Value,
    encoding: &Value,
    media_type: &str,
    body: &[u8],
    extent: Extent,
) -> Vec<String> {
    let Some(sent) = multipart::parts(media_type, body) else {
        return vec!["body: no form that can be read".to_owned()];
    };
    let mut wrong = absent(schema, extent, |name| sent.iter().any(|part| part.name == name));
    for part in &sent {
        let Some(property) = schema.get("properties").and_then(|properties| properties.get(&part.name)) else {
            wrong.push(format!("body: the part `{}` is not declared", part.name));
            continue;
        };
        let property = description.resolve(property);
        let found = of_part(description, property, encoding.get(&part.name).unwrap_or(&Value::Null), part);
        wrong.extend(found.into_iter().map(|problem| format!("body: the part `{}`: {problem}", part.name)));
    }
    wrong
}

/// Returns what is wrong with a part (OpenAPI "Encoding Object").
fn of_part(description: &Description, schema: &Value, encoding: &Value, part: &multipart::Part) -> Vec<String> {
    let kind = |schema: &Value| schema.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let described = encoding.get("contentType").and_then(Value::as_str);
    let is_json = described.is_some_and(|media_type| media_type.contains("json"));
    // Elements of a list are parts of their own, unless all of it is JSON.
    let schema = match schema.get("items") {
        Some(items) if !is_json => description.resolve(items),
        _ => schema,
    };
    let sent = part.header("content-type");
    let mut wrong = Vec::new();
    let fits = |described: &str, sent: &str| described.split(',').any(|one| one.trim() == sent || one.contains('*'));
    if let Some(described) = described.filter(|described| !sent.is_some_and(|sent| fits(described, sent)))
        && part.file.is_none()
    {
        wrong.push(format!("its type is {sent:?}, described is `{described}`"));
    }
    if is_json || kind(schema) == "object" && encoding.get("style").is_none() {
        if !sent.is_some_and(|sent| sent.contains("json")) {
            wrong.push(format!("its type is {sent:?}, and an object is JSON"));
        }
        match serde_json::from_slice(&part.content) {
            Ok(value) => wrong.extend(violations(description, schema, &value, Direction::Sent)),
            Err(error) => wrong.push(error.to_string()),
        }
    }
    if schema.get("format").and_then(Value::as_str) == Some("binary") && part.file.is_none() {
        wrong.push("a file without a name".to_owned());
    }
    wrong
}

/// Returns what is wrong with a form that is written as a query is.
fn fields(description: &Description, schema: &Value, encoding: &Value, body: &[u8], extent: Extent) -> Vec<String> {
    let Some(sent) = url::query(&String::from_utf8_lossy(body)) else {
        return vec!["body: no form that can be read".to_owned()];
    };
    let parameters: Vec<Value> = schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, property)| field(description, name, property, encoding.get(name)))
        .collect();
    parameters::fields(description, &parameters, &sent, |name| is_wanted(schema, extent, name))
}

/// Returns a field of a form as the query parameter that is written alike: an object is JSON unless it has a style.
fn field(description: &Description, name: &str, property: &Value, encoding: Option<&Value>) -> Value {
    let member = |key: &str| encoding.and_then(|encoding| encoding.get(key));
    let mut parameter =
        serde_json::Map::from_iter([("name".to_owned(), name.into()), ("in".to_owned(), "query".into())]);
    let is_object = description.resolve(property).get("type").and_then(Value::as_str) == Some("object");
    let is_json = member("contentType").and_then(Value::as_str).is_some_and(|media_type| media_type.contains("json"));
    if is_json || is_object && member("style").is_none() {
        parameter.insert("content".to_owned(), serde_json::json!({ "application/json": { "schema": property } }));
    } else {
        parameter.insert("schema".to_owned(), property.clone());
        for key in ["style", "explode", "allowReserved"] {
            if let Some(value) = member(key) {
                parameter.insert(key.to_owned(), value.clone());
            }
        }
    }
    parameter.into()
}

fn is_wanted(schema: &Value, extent: Extent, name: &str) -> bool {
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    extent == Extent::Everything || required.filter_map(Value::as_str).any(|required| required == name)
}

fn absent(schema: &Value, extent: Extent, is_there: impl Fn(&str) -> bool) -> Vec<String> {
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let absent = properties.filter(|(name, _)| is_wanted(schema, extent, name) && !is_there(name));
    absent.map(|(name, _)| format!("body: the part `{name}` is not sent")).collect()
}
