//! Several types, `null` as a type, and schemas that are `true` or `false`.
//!
//! ```yaml
//! # before                                     # after
//! {type: [string, "null"]}                     {type: string, nullable: true}
//! {type: [string, array], items: {..}}         {oneOf: [{type: string}, {type: array, items: {..}}]}
//! {anyOf: [{$ref: ..}, {type: "null"}]}        {nullable: true, allOf: [{$ref: ..}]}
//! {type: "null"}                               {enum: [null]}
//! {properties: {any: true, never: false}}      {properties: {any: {}}}
//! ```

use serde_json::{Map, Value, json};

use super::position::Position;
use super::rewrite::Rewrite;

/// The types besides `null`.
const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Keywords that hold for values of one type only.
const OF_A_TYPE: &[(&str, &[&str])] = &[
    ("string", &["pattern", "minLength", "maxLength"]),
    ("array", &["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]),
    ("object", &["properties", "required", "additionalProperties", "minProperties", "maxProperties", "discriminator"]),
    ("number", NUMERIC),
    ("integer", NUMERIC),
];

const NUMERIC: &[&str] = &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

/// Formats of numbers; all others are of text.
const NUMBER_FORMATS: &[&str] =
    &["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double", "decimal"];

/// Makes objects of the parts of a schema that are `true` or `false`; whether there are such.
pub(super) fn booleans(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) -> bool {
    let mut found = false;
    if let Some(properties) = members.get_mut("properties").and_then(Value::as_object_mut) {
        let mut never = Vec::new();
        properties.retain(|name, schema| {
            let is_kept = *schema != Value::Bool(false);
            never.extend((!is_kept).then(|| name.clone()));
            is_kept
        });
        found |= !never.is_empty();
        for name in never {
            cx.keep(at.key("properties").key(&name).text(), Value::Bool(false));
        }
    }
    for key in ["properties", "patternProperties", "dependentSchemas", "$defs"] {
        found |= boolean_members(members, key);
    }
    for key in ["oneOf", "anyOf", "allOf", "prefixItems"] {
        let parts = members.get_mut(key).and_then(Value::as_array_mut);
        for part in parts.into_iter().flatten() {
            found |= boolean(part);
        }
    }
    for key in ["not", "contains", "if", "then", "else"] {
        found |= boolean_member(members, key);
    }
    match members.get("items") {
        Some(Value::Bool(true)) => found |= boolean_member(members, "items"),
        Some(Value::Bool(false)) if !members.contains_key("prefixItems") => {
            members.insert("items".to_owned(), json!({}));
            members.insert("maxItems".to_owned(), json!(0));
            found = true;
        }
        _ => {}
    }
    found
}

/// Makes objects of the members of a map that are `true` or `false`; whether there are such.
pub(super) fn boolean_members(members: &mut Map<String, Value>, key: &str) -> bool {
    let map = members.get_mut(key).and_then(Value::as_object_mut);
    let mut found = false;
    for schema in map.into_iter().flat_map(Map::values_mut) {
        found |= boolean(schema);
    }
    found
}

/// Makes an object of a member that is `true` or `false`; whether it was.
pub(super) fn boolean_member(members: &mut Map<String, Value>, key: &str) -> bool {
    members.get_mut(key).is_some_and(boolean)
}

/// Makes an object of a schema that is `true` or `false`; whether it was.
pub(super) fn boolean(schema: &mut Value) -> bool {
    match schema {
        Value::Bool(true) => *schema = json!({}),
        Value::Bool(false) => *schema = json!({ "not": {} }),
        _ => return false,
    }
    true
}

/// Rewrites the types of a schema, and its alternatives that are `null`.
pub(super) fn rewrite(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    for key in ["oneOf", "anyOf"] {
        alternatives_without_null(cx, members, key, at);
    }
    let listed: Vec<String> = match members.get("type") {
        Some(Value::String(only)) if only == "null" => vec![only.clone()],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return,
    };
    // What is no list of types is reported where it is read.
    if listed.is_empty() {
        return;
    }
    if !cx.is_json_schema() {
        let what = if listed.len() == 1 { "`null` as a type" } else { "a list of types" };
        cx.of_another_version(&at.key("type"), what, "3.1");
    }
    let is_nullable = listed.iter().any(|name| name == "null");
    let mut types: Vec<&str> = Vec::new();
    for name in listed.iter().map(String::as_str).filter(|name| *name != "null") {
        if !types.contains(&name) {
            types.push(name);
        }
    }
    // Every integer is a number.
    if types.contains(&"number") {
        types.retain(|name| *name != "integer");
    }
    let is_any = TYPES.iter().filter(|name| **name != "integer").all(|name| types.contains(name));
    members.shift_remove("type");
    if is_nullable && !types.is_empty() {
        members.insert("nullable".to_owned(), Value::Bool(true));
    }
    match types.as_slice() {
        [] => drop(members.insert("enum".to_owned(), json!([null]))),
        [only] => drop(members.insert("type".to_owned(), json!(only))),
        _ if is_any => {}
        several => alternatives(cx, members, several, at),
    }
}

/// Spreads a schema of several types over one schema for each.
fn alternatives(cx: &mut Rewrite, members: &mut Map<String, Value>, types: &[&str], at: &Position<'_>) {
    // Where other schemas describe the value, a list of types only restricts them.
    if ["$ref", "oneOf", "anyOf", "allOf"].iter().any(|key| members.contains_key(*key)) {
        return;
    }
    let here = at.text();
    let values = members.shift_remove("enum");
    let values = values.as_ref().and_then(Value::as_array);
    let mut alternatives: Vec<Value> = Vec::new();
    for name in types {
        let mut alternative = Map::from_iter([("type".to_owned(), json!(name))]);
        if let Some(values) = values {
            let own: Vec<&Value> = values.iter().filter(|value| type_of(value, name)).collect();
            if own.is_empty() {
                continue;
            }
            alternative.insert("enum".to_owned(), json!(own));
        }
        let keywords = OF_A_TYPE.iter().filter(|(of, _)| of == name).flat_map(|(_, keywords)| keywords.iter());
        for key in keywords {
            if let Some(value) = members.shift_remove(*key) {
                cx.moves.push(format!("{here}/{key}"), format!("{here}/oneOf/{}/{key}", alternatives.len()));
                alternative.insert((*key).to_owned(), value);
            }
        }
        if members.get("format").and_then(Value::as_str).is_some_and(|format| is_format_of(format, name)) {
            alternative.extend(members.shift_remove("format").map(|format| ("format".to_owned(), format)));
        }
        alternatives.push(Value::Object(alternative));
    }
    members.insert("oneOf".to_owned(), Value::Array(alternatives));
}

fn is_format_of(format: &str, name: &str) -> bool {
    match name {
        "integer" | "number" => NUMBER_FORMATS.contains(&format),
        "string" => !NUMBER_FORMATS.contains(&format),
        _ => false,
    }
}

fn type_of(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => name == "number" || (name == "integer" && !number.is_f64()),
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}

/// Makes `nullable` of the alternative that is `null`, and drops those that never hold.
fn alternatives_without_null(cx: &mut Rewrite, members: &mut Map<String, Value>, key: &str, at: &Position<'_>) {
    let Some(Value::Array(alternatives)) = members.get(key) else { return };
    let is_kept = |(_, schema): &(usize, &Value)| !is_null(schema) && !is_never(schema);
    let kept: Vec<usize> = alternatives.iter().enumerate().filter(is_kept).map(|(index, _)| index).collect();
    if kept.len() == alternatives.len() {
        return;
    }
    let is_nullable = alternatives.iter().any(is_null);
    let here = at.text();
    let mut taken = match members.shift_remove(key) {
        Some(Value::Array(taken)) => taken.into_iter().map(Some).collect::<Vec<_>>(),
        _ => return,
    };
    for (index, schema) in taken.iter_mut().enumerate().filter(|(index, _)| !kept.contains(index)) {
        if let Some(schema) = schema.take() {
            cx.keep(format!("{here}/{key}/{index}"), schema);
        }
    }
    let mut take = |index: &usize| taken.get_mut(*index).and_then(Option::take);
    match kept.as_slice() {
        [] if is_nullable => drop(members.insert("enum".to_owned(), json!([null]))),
        [] => drop(members.insert("not".to_owned(), json!({}))),
        [only] => {
            let parts = members.entry("allOf").or_insert_with(|| json!([]));
            let Value::Array(parts) = parts else { return };
            cx.moves.push(format!("{here}/{key}/{only}"), format!("{here}/allOf/{}", parts.len()));
            parts.extend(take(only));
        }
        several => {
            for (to, from) in several.iter().enumerate().filter(|(to, from)| to != *from) {
                cx.moves.push(format!("{here}/{key}/{from}"), format!("{here}/{key}/{to}"));
            }
            members.insert(key.to_owned(), several.iter().filter_map(take).collect());
        }
    }
    if is_nullable && !kept.is_empty() {
        members.insert("nullable".to_owned(), Value::Bool(true));
    }
}

/// Returns whether a schema was `false`.
fn is_never(schema: &Value) -> bool {
    *schema == json!({ "not": {} })
}

/// Returns whether a schema that was rewritten says that a value is null, and nothing else.
fn is_null(schema: &Value) -> bool {
    const ANNOTATIONS: [&str; 10] = [
        "title", "description", "$comment", "nullable", "default", "deprecated", "example", "examples", "readOnly",
        "writeOnly",
    ];
    let Some(members) = schema.as_object() else { return false };
    let is_annotation = |key: &str| ANNOTATIONS.contains(&key) || key.starts_with("x-");
    members.get("enum").is_some_and(|values| *values == json!([null]))
        && members.keys().all(|key| key == "enum" || is_annotation(key))
}
