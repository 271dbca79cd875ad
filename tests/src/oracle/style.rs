//! Values of parameters, read back from how they are written (OpenAPI "Style Values").

use serde_json::{Map, Value};

use super::Description;
use super::url::decode;

/// The text that a parameter is written as, percent-encoded: in queries and cookies, pairs of name and value.
pub(super) type Pair = (String, String);

/// Returns the schema of a parameter, which may stand below `content`.
pub(super) fn schema<'d>(description: &'d Description, parameter: &'d Value) -> &'d Value {
    const NONE: &Value = &Value::Null;
    let of_content = || parameter.get("content")?.as_object()?.values().next()?.get("schema");
    description.resolve(parameter.get("schema").or_else(of_content).unwrap_or(NONE))
}

/// Returns whether a query or cookie pair belongs to a parameter.
pub(super) fn takes(description: &Description, parameter: &Value, pair: &str) -> bool {
    let name = name(parameter);
    if style(parameter) == "deepObject" {
        return pair.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
    }
    let schema = schema(description, parameter);
    if is_json(parameter) || kind(schema) != "object" || !is_exploded(parameter) {
        return pair == name;
    }
    let is_named = schema.get("properties").is_some_and(|properties| properties.get(pair).is_some());
    // Its own name is not written; without named members it takes any other.
    is_named || pair != name && schema.get("properties").is_none()
}

/// Returns the value that pairs stand for.
///
/// # Errors
///
/// What is not as the style has it.
pub(super) fn of_pairs(description: &Description, parameter: &Value, pairs: &[Pair]) -> Result<Value, String> {
    let schema = schema(description, parameter);
    let only = || match pairs {
        [(_, value)] => Ok(value.as_str()),
        _ => Err(format!("`{}` comes {} times", name(parameter), pairs.len())),
    };
    if is_json(parameter) {
        return serde_json::from_str(&text(only()?)?).map_err(|error| format!("`{}`: {error}", name(parameter)));
    }
    match (kind(schema), style(parameter)) {
        (_, "deepObject") => deep(description, schema, name(parameter), pairs),
        ("array", _) if is_exploded(parameter) => {
            elements(description, schema, pairs.iter().map(|(_, value)| value.as_str()))
        }
        ("array", style) => list(description, schema, only()?, separator(style)),
        ("object", _) if is_exploded(parameter) => form(description, schema, pairs),
        ("object", _) => object(description, schema, only()?),
        (_, _) if pairs.len() > 1 => Err(format!("`{}` comes twice", name(parameter))),
        (_, _) => scalar(description, schema, only()?),
    }
}

/// Returns the value that a segment of a path stands for.
///
/// # Errors
///
/// What is not as the style has it.
pub(super) fn of_segment(description: &Description, parameter: &Value, segment: &str) -> Result<Value, String> {
    let (name, schema) = (name(parameter), schema(description, parameter));
    let is_exploded = is_exploded(parameter);
    let wrong = || format!("`{segment}` does not begin as the style has it");
    match style(parameter) {
        "label" => {
            let rest = segment.strip_prefix('.').ok_or_else(wrong)?;
            match kind(schema) {
                "array" => list(description, schema, rest, if is_exploded { "." } else { "," }),
                "object" if is_exploded => members(description, schema, &pairs(rest, ".")),
                "object" => object(description, schema, rest),
                _ => scalar(description, schema, rest),
            }
        }
        "matrix" => {
            let rest = segment.strip_prefix(';').ok_or_else(wrong)?;
            let found = pairs(rest, ";");
            match kind(schema) {
                "object" if is_exploded => members(description, schema, &found),
                _ if found.iter().any(|(found, _)| found != name) => Err(format!("`{segment}` is not called `{name}`")),
                "array" if is_exploded => elements(description, schema, found.iter().map(|(_, value)| value.as_str())),
                kind => match (kind, found.as_slice()) {
                    ("array", [(_, value)]) => list(description, schema, value, ","),
                    ("object", [(_, value)]) => object(description, schema, value),
                    (_, [(_, value)]) => scalar(description, schema, value),
                    _ => Err(format!("`{segment}` comes twice")),
                },
            }
        }
        _ if is_json(parameter) => serde_json::from_str(&text(segment)?).map_err(|error| error.to_string()),
        _ => match kind(schema) {
            "array" => list(description, schema, segment, ","),
            "object" if is_exploded => members(description, schema, &pairs(segment, ",")),
            "object" => object(description, schema, segment),
            _ => scalar(description, schema, segment),
        },
    }
}

/// Returns the value that a header stands for, which is not percent-encoded.
///
/// # Errors
///
/// What is not as the style has it.
pub(super) fn of_header(description: &Description, parameter: &Value, header: &str) -> Result<Value, String> {
    if is_json(parameter) {
        return serde_json::from_str(header).map_err(|error| format!("`{}`: {error}", name(parameter)));
    }
    of_segment(description, parameter, &header.replace('%', "%25"))
}

/// Returns the name of a parameter.
pub(super) fn name(parameter: &Value) -> &str {
    parameter.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn style(parameter: &Value) -> &str {
    let place = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
    let default = if matches!(place, "query" | "cookie") { "form" } else { "simple" };
    parameter.get("style").and_then(Value::as_str).unwrap_or(default)
}

/// Returns whether elements and members are written one by one. JSON:API has the lists of its families joined by
/// commas, whatever is described.
fn is_exploded(parameter: &Value) -> bool {
    let name = name(parameter);
    let is_family = ["include", "sort"].contains(&name)
        || name.split('[').next().is_some_and(|prefix| {
            name.contains('[') && (prefix == "fields" || prefix.ends_with("-fields") || prefix.ends_with("_fields"))
        });
    let default = style(parameter) == "form" && parameter.get("content").is_none();
    !is_family && parameter.get("explode").and_then(Value::as_bool).unwrap_or(default)
}

fn is_json(parameter: &Value) -> bool {
    let media_types = parameter.get("content").and_then(Value::as_object);
    media_types.is_some_and(|content| content.keys().next().is_some_and(|media_type| media_type.contains("json")))
}

fn kind(schema: &Value) -> &str {
    let named = schema.get("type").and_then(Value::as_str);
    named.unwrap_or(if schema.get("properties").is_some() { "object" } else { "" })
}

fn separator(style: &str) -> &'static str {
    match style {
        "spaceDelimited" => "%20",
        "pipeDelimited" => "%7C",
        _ => ",",
    }
}

fn text(encoded: &str) -> Result<String, String> {
    decode(encoded).ok_or_else(|| format!("`{encoded}` cannot be decoded"))
}

fn pairs(text: &str, separator: &str) -> Vec<Pair> {
    let pairs = text.split(separator).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decode(name).unwrap_or_default(), value.to_owned())).collect()
}

fn list(description: &Description, schema: &Value, text: &str, separator: &str) -> Result<Value, String> {
    if text.is_empty() {
        return Ok(Value::Array(Vec::new()));
    }
    elements(description, schema, text.split(separator))
}

/// Returns a list of elements, each as the schema of its place or that of all wants it.
fn elements<'t>(
    description: &Description,
    schema: &Value,
    elements: impl Iterator<Item = &'t str>,
) -> Result<Value, String> {
    let places = schema.get("prefixItems").and_then(Value::as_array);
    let items = schema.get("items").unwrap_or(&Value::Null);
    let place = |position: usize| places.and_then(|places| places.get(position)).unwrap_or(items);
    elements.enumerate().map(|(position, element)| scalar(description, place(position), element)).collect()
}

/// Reads a pair for each member, and for each element of its lists.
fn form(description: &Description, schema: &Value, pairs: &[Pair]) -> Result<Value, String> {
    let mut found = Map::new();
    for (key, value) in pairs {
        let described = member(description, schema, key);
        if kind(described) != "array" {
            let other = found.insert(key.clone(), scalar(description, described, value)?);
            other.map_or(Ok(()), |_| Err(format!("the member `{key}` comes twice")))?;
            continue;
        }
        let values = pairs.iter().filter(|(other, _)| other == key).map(|(_, value)| value.as_str());
        found.insert(key.clone(), elements(description, described, values)?);
    }
    Ok(found.into())
}

/// Keys and values in turn.
fn object(description: &Description, schema: &Value, text: &str) -> Result<Value, String> {
    let pieces: Vec<&str> = text.split(',').collect();
    if pieces.len() % 2 == 1 {
        return Err(format!("`{text}` is not keys and values in turn"));
    }
    let pairs: Vec<Pair> =
        pieces.chunks_exact(2).filter_map(|pair| Some((decode(pair.first()?)?, (*pair.get(1)?).to_owned()))).collect();
    members(description, schema, &pairs)
}

fn members(description: &Description, schema: &Value, pairs: &[Pair]) -> Result<Value, String> {
    let mut members = Map::new();
    for (key, value) in pairs {
        let schema = member(description, schema, key);
        let value = match kind(schema) {
            "array" => list(description, schema, &value.replace("%2C", ","), ",")?,
            _ => scalar(description, schema, value)?,
        };
        if members.insert(key.clone(), value).is_some() {
            return Err(format!("the member `{key}` comes twice"));
        }
    }
    Ok(members.into())
}

fn member<'d>(description: &'d Description, schema: &'d Value, key: &str) -> &'d Value {
    const NONE: &Value = &Value::Null;
    let named = schema.get("properties").and_then(|properties| properties.get(key));
    description.resolve(named.or_else(|| schema.get("additionalProperties")).unwrap_or(NONE))
}

/// Returns an object in brackets. The elements of a list in it have one name, or are joined by commas.
fn deep(description: &Description, schema: &Value, prefix: &str, pairs: &[Pair]) -> Result<Value, String> {
    let mut members = Map::new();
    let keys: Vec<&str> = pairs.iter().filter_map(|(name, _)| first_key(name.strip_prefix(prefix)?)).collect();
    for key in keys {
        if members.contains_key(key) {
            continue;
        }
        let (name, schema) = (format!("{prefix}[{key}]"), member(description, schema, key));
        let of_key: Vec<Pair> = pairs.iter().filter(|(found, _)| found.starts_with(&name)).cloned().collect();
        let value = match (kind(schema), of_key.as_slice()) {
            ("object", _) => deep(description, schema, &name, &of_key)?,
            ("array", found) if found.iter().any(|(found, _)| found.len() > name.len()) => {
                objects(description, schema.get("items").unwrap_or(&Value::Null), &name, found)?
            }
            ("array", found) => elements(description, schema, found.iter().flat_map(|(_, value)| value.split(',')))?,
            (_, [(_, value)]) => scalar(description, schema, value)?,
            _ => return Err(format!("`{name}` comes twice")),
        };
        members.insert(key.to_owned(), value);
    }
    Ok(members.into())
}

/// Returns a list of objects in brackets: each element has its position as its name.
fn objects(description: &Description, items: &Value, name: &str, pairs: &[Pair]) -> Result<Value, String> {
    let positions: Vec<&str> = pairs.iter().filter_map(|(found, _)| first_key(found.strip_prefix(name)?)).collect();
    let count = positions.iter().filter_map(|position| position.parse::<usize>().ok()).max().map_or(0, |last| last + 1);
    let element = |position| {
        let name = format!("{name}[{position}]");
        let of_element: Vec<Pair> = pairs.iter().filter(|(found, _)| found.starts_with(&name)).cloned().collect();
        if of_element.is_empty() {
            return Err(format!("`{name}` is left out"));
        }
        deep(description, description.resolve(items), &name, &of_element)
    };
    (0..count).map(element).collect()
}

fn first_key(brackets: &str) -> Option<&str> {
    brackets.strip_prefix('[')?.split(']').next()
}

/// Returns a value without parts, as its schema wants it.
fn scalar(description: &Description, schema: &Value, encoded: &str) -> Result<Value, String> {
    let (text, schema) = (text(encoded)?, description.resolve(schema));
    let read = match kind(schema) {
        "integer" => text.parse::<i64>().ok().map(Value::from),
        "number" => text.parse::<f64>().ok().map(Value::from),
        "boolean" => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    Ok(read.unwrap_or_else(|| text.into()))
}
