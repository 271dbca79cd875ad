//! Parameter objects.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use openapiv3::{ParameterData, PathStyle, QueryStyle};
use serde_json::{Map, Value, json};

use crate::diag::{Code, Diagnostic};
use crate::source::{Pointer, percent_decoded};
use crate::spec::model::{Location, Parameter, SchemaId, Style};
use crate::spec::reader::{Reader, without};
use crate::spec::reference;

/// Reads the `parameters` of a path or an operation.
pub(super) fn read_all<'a>(reader: &mut Reader<'a>, owner: &'a Map<String, Value>, at: &Pointer) -> Vec<Parameter> {
    let Some(value) = owner.get("parameters") else { return Vec::new() };
    let at = at.key("parameters");
    let Some(list) = reader.list(value, &at, "`parameters`") else { return Vec::new() };
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut known: HashMap<(Location, String), Pointer> = HashMap::new();
    for (index, value) in list.iter().enumerate() {
        let Some(parameter) = read(reader, value, at.index(index)) else { continue };
        match known.entry(parameter.key()) {
            Entry::Vacant(entry) => {
                entry.insert(parameter.at.clone());
                parameters.push(parameter);
            }
            // One component that is named twice.
            Entry::Occupied(first) if *first.get() == parameter.at => {}
            Entry::Occupied(first) => {
                let message = format!("the parameter `{}` is described twice", parameter.name);
                let problem =
                    Diagnostic::new(Code::Assumed, parameter.at, message).also(first.get().clone(), "the first one");
                reader.diagnostics.push(problem.help("the client takes the first; describe it once"));
            }
        }
    }
    parameters
}

fn read<'a>(reader: &mut Reader<'a>, value: &'a Value, at: Pointer) -> Option<Parameter> {
    let (at, value) = reference::follow(reader, value, at)?;
    let members = reader.object(value, &at, "a parameter")?;
    if is_whole_query(reader, members, &at) {
        return None;
    }
    let repeated = repeated(members);
    let schema = match repeated {
        Some((name, value)) => {
            let problem = Diagnostic::new(
                Code::Assumed,
                at.clone(),
                format!("`{name}` is named again by the one member of its object"),
            );
            reader.diagnostics.push(problem.help("the member is taken for the value; describe that by itself"));
            Some(reader.schema(at.key("schema").key("properties").key(last_key(name).unwrap_or_default()), value))
        }
        None => schema(reader, members, &at),
    };
    let mut piece = without(members, |key| ["schema", "content", "example", "examples"].contains(&key));
    if !members.contains_key("schema") && !members.contains_key("content") {
        let message = "the parameter has neither `schema` nor `content`";
        let problem = Diagnostic::new(Code::Assumed, at.clone(), message);
        reader.diagnostics.push(problem.help("it is taken for text; give it a `schema`"));
    }
    piece.insert("schema".to_owned(), json!({}));
    mend_style(reader, &mut piece, &at);
    if repeated.is_none() {
        mend_family(reader, &mut piece, members, &at);
    }
    mend_name(reader, &mut piece, &at);
    let decoded: openapiv3::Parameter = reader.decode(piece, &at)?;
    let (location, style) = sent(&decoded);
    let (allow_reserved, allow_empty) = match &decoded {
        openapiv3::Parameter::Query { allow_reserved, allow_empty_value, .. } => {
            (*allow_reserved, allow_empty_value.unwrap_or(false))
        }
        openapiv3::Parameter::Cookie { .. } => (members.get("allowReserved") == Some(&json!(true)), false),
        _ => (false, false),
    };
    let media_type = if members.contains_key("schema") { None } else { media_type(members).map(str::to_owned) };
    remark_content(reader, members, &at);
    if location == Location::Path && members.get("allowReserved") == Some(&json!(true)) {
        let message =
            format!("`allowReserved` of the path parameter `{}` has no effect", decoded.parameter_data_ref().name);
        let help = "reserved characters in it are escaped, which means the same to most services; leave it out";
        reader.diagnostics.push(Diagnostic::new(Code::Unsupported, at.key("allowReserved"), message).help(help));
    }
    let ParameterData { name, description, required, deprecated, explode, .. } = decoded.parameter_data();
    let deprecated = deprecated.unwrap_or(false);
    Some(Parameter {
        at,
        name,
        location,
        required,
        deprecated,
        description,
        style,
        explode,
        allow_reserved,
        allow_empty,
        media_type,
        schema,
        only: None,
    })
}

/// Returns whether a parameter is the whole query in another form than that of a form, with a remark that the client does not
/// have it.
fn is_whole_query(reader: &mut Reader<'_>, members: &Map<String, Value>, at: &Pointer) -> bool {
    let is_one = members.get("in").and_then(Value::as_str) == Some("querystring");
    if is_one {
        let message = "the whole query is not described as a form, and the client does not send it";
        let help = "describe it as `application/x-www-form-urlencoded` with a `schema`; else send it by \
                    `client.request(..)`, whose path may have a query";
        reader.diagnostics.push(Diagnostic::new(Code::Unsupported, at.clone(), message).help(help));
    }
    is_one
}

/// Takes a `style` away that parameters of this place do not have, with a remark. `simple` joins by commas: in a query
/// that is `form` without `explode`.
fn mend_style(reader: &mut Reader<'_>, piece: &mut Map<String, Value>, at: &Pointer) {
    let styles: &[&str] = match piece.get("in").and_then(Value::as_str) {
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("path") => &["simple", "label", "matrix"],
        Some("header") => &["simple"],
        Some("cookie") => &["form"],
        _ => return,
    };
    let (Some(style), Some(usual)) = (piece.get("style").and_then(Value::as_str), styles.first()) else { return };
    if styles.contains(&style) {
        return;
    }
    let message = format!("`{style}` is not a style of parameters of this place; it is taken for `{usual}`");
    let words: Vec<String> = styles.iter().map(|style| format!("`{style}`")).collect();
    let help = format!("write one of {}", words.join(", "));
    reader.diagnostics.push(Diagnostic::new(Code::Assumed, at.key("style"), message).help(help));
    let is_joined = style == "simple";
    piece.remove("style");
    if is_joined && *usual == "form" {
        piece.entry("explode").or_insert(json!(false));
    }
}

/// The names of objects in the query whose members say what is wanted: the families `fields` and `filter`.
pub const OBJECT_FAMILIES: [&str; 2] = ["fields", "filter"];

/// The names of objects in the query whose members ask for a page: the family `page`, as services spell it.
pub const PAGE_FAMILIES: [&str; 3] = ["page", "pagination", "paging"];

/// Returns whether an object of this name has a family of query parameters as its members (JSON:API "Query Parameter
/// Families").
pub fn is_family(name: &str) -> bool {
    OBJECT_FAMILIES.contains(&name) || PAGE_FAMILIES.contains(&name)
}

/// Returns the last of the names in brackets of a parameter.
fn last_key(name: &str) -> Option<&str> {
    name.strip_suffix(']')?.rsplit('[').next()
}

/// Returns the name and the value of a parameter whose object has one member, which repeats the last key of the name: documents
/// that are made of recorded requests describe `filter[name]=x` by the object that a framework reads of it, `{name: x}`.
fn repeated(members: &Map<String, Value>) -> Option<(&str, &Value)> {
    let name = members.get("name")?.as_str().filter(|name| name.contains('['))?;
    let is_query = members.get("in").and_then(Value::as_str) == Some("query");
    let properties =
        members.get("schema")?.get("properties")?.as_object().filter(|_| is_query && !members.contains_key("style"))?;
    let (only, value) = properties.iter().next().filter(|_| properties.len() == 1)?;
    (last_key(name) == Some(only.as_str())).then_some((name, value))
}

/// Gives an object that is called as a family of JSON:API the style `deepObject` where it has none, with a remark: by
/// OpenAPI's default its members would be sent without the name of the family, which no service of JSON:API reads.
fn mend_family<'a>(
    reader: &mut Reader<'a>,
    piece: &mut Map<String, Value>,
    members: &'a Map<String, Value>,
    at: &Pointer,
) {
    let text = |key: &str| members.get(key).and_then(Value::as_str);
    let name = text("name").unwrap_or_default();
    let family = name.split('[').next().unwrap_or_default();
    let is_family = text("in") == Some("query") && is_family(family);
    let is_said = members.contains_key("style") || members.get("explode") == Some(&json!(false));
    let Some(schema) = members.get("schema").filter(|_| is_family && !is_said) else { return };
    if is_object(reader, schema, &at.key("schema"), DEPTH) {
        let message = format!("by the default `style`, the members of `{name}` are sent without its name");
        let help = format!("it is sent in the style `deepObject`, as in `{name}[member]`; write `style: deepObject`");
        reader.diagnostics.push(Diagnostic::new(Code::Assumed, at.clone(), message).help(help));
        piece.insert("style".to_owned(), json!("deepObject"));
    }
}

/// The greatest depth of schemas within schemas that is searched to see whether a parameter is an object.
const DEPTH: usize = 8;

/// Returns whether a schema, or an alternative of it, describes an object.
fn is_object<'a>(reader: &mut Reader<'a>, schema: &'a Value, at: &Pointer, depth: usize) -> bool {
    // What a reference leads to is reported where the schema is read.
    let found = match schema.get("$ref").and_then(Value::as_str) {
        Some(target) => reference::find(reader.document, target, at).ok(),
        None => Some((at.clone(), schema)),
    };
    let (Some((at, schema)), Some(depth)) = (found, depth.checked_sub(1)) else { return false };
    let list = |key: &str| schema.get(key).and_then(Value::as_array);
    if schema.get("$ref").is_some() {
        return is_object(reader, schema, &at, depth);
    }
    if let Some(parts) = list("allOf") {
        return parts.iter().any(|part| is_object(reader, part, &at, depth));
    }
    if let Some(alternatives) = list("oneOf").or_else(|| list("anyOf")) {
        return alternatives.iter().any(|one| is_object(reader, one, &at, depth));
    }
    schema.get("type").and_then(Value::as_str) == Some("object") || schema.get("properties").is_some()
}

/// Takes the escapes of brackets out of the name of a query parameter, with a remark: documents made of recorded
/// requests have `page%5Bsize%5D`, and whoever sends that as a name escapes it a second time.
fn mend_name(reader: &mut Reader<'_>, piece: &mut Map<String, Value>, at: &Pointer) {
    let is_query = piece.get("in").and_then(Value::as_str) == Some("query");
    let Some(name) = piece.get("name").and_then(Value::as_str).filter(|_| is_query) else { return };
    if !name.to_ascii_uppercase().contains("%5B") {
        return;
    }
    let unescaped = percent_decoded(name);
    let message = format!("`{name}` is `{unescaped}` as it stands in a URL");
    let help = format!("the client takes `{unescaped}` for the name, and escapes it; write it so");
    reader.diagnostics.push(Diagnostic::new(Code::Assumed, at.key("name"), message).help(help));
    piece.insert("name".to_owned(), Value::String(unescaped));
}

/// Reads the `headers` of an encoding or a response: parameters without a name and a place of their own.
pub(super) fn read_headers<'a>(reader: &mut Reader<'a>, owner: &'a Map<String, Value>, at: &Pointer) -> Vec<Parameter> {
    let Some(value) = owner.get("headers") else { return Vec::new() };
    let at = at.key("headers");
    let Some(members) = reader.object(value, &at, "`headers`") else { return Vec::new() };
    let mut headers = Vec::new();
    for (name, value) in members {
        // `contentType` says it.
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        let Some((at, value)) = reference::follow(reader, value, at.key(name)) else { continue };
        let Some(members) = reader.object(value, &at, "a header") else { continue };
        headers.push(Parameter {
            name: name.clone(),
            location: Location::Header,
            required: members.get("required").and_then(Value::as_bool).unwrap_or(false),
            deprecated: members.get("deprecated").and_then(Value::as_bool).unwrap_or(false),
            description: members.get("description").and_then(Value::as_str).map(str::to_owned),
            style: Style::Simple,
            explode: members.get("explode").and_then(Value::as_bool),
            allow_reserved: false,
            allow_empty: false,
            media_type: if members.contains_key("schema") { None } else { media_type(members).map(str::to_owned) },
            schema: schema(reader, members, &at),
            only: None,
            at,
        });
    }
    headers
}

/// Remarks on a `content` that has not one media type, or stands beside a `schema`.
fn remark_content(reader: &mut Reader<'_>, members: &Map<String, Value>, at: &Pointer) {
    let Some(content) = members.get("content") else { return };
    let help = match (members.contains_key("schema"), content.as_object().map_or(0, Map::len)) {
        (true, _) => "the client goes by `schema`; remove one of the two",
        (false, 0) => "it is taken for text; name the media type, with a `schema`",
        (false, 1) => return,
        (false, _) => "the client takes the first media type; describe one",
    };
    let message = "the `content` of a parameter is one media type, without a `schema` beside it";
    reader.diagnostics.push(Diagnostic::new(Code::Assumed, at.key("content"), message).help(help));
}

/// Returns the one media type of a parameter's `content`.
fn media_type(members: &Map<String, Value>) -> Option<&str> {
    members.get("content")?.as_object()?.keys().next().map(String::as_str)
}

/// Returns its schema, which may stand below `content`.
fn schema<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer) -> Option<SchemaId> {
    if let Some(value) = members.get("schema") {
        return Some(reader.schema(at.key("schema"), value));
    }
    let (media_type, content) = members.get("content")?.as_object()?.iter().next()?;
    let (at, content) = reference::follow(reader, content, at.key("content").key(media_type))?;
    let value = content.get("schema")?;
    Some(reader.schema(at.key("schema"), value))
}

fn sent(parameter: &openapiv3::Parameter) -> (Location, Style) {
    match parameter {
        openapiv3::Parameter::Query { style, .. } => {
            let style = match style {
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            };
            (Location::Query, style)
        }
        openapiv3::Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Simple => Style::Simple,
                PathStyle::Label => Style::Label,
                PathStyle::Matrix => Style::Matrix,
            };
            (Location::Path, style)
        }
        openapiv3::Parameter::Header { .. } => (Location::Header, Style::Simple),
        openapiv3::Parameter::Cookie { .. } => (Location::Cookie, Style::Form),
    }
}
