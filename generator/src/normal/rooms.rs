//! Unnamed members and elements: tuples, `patternProperties`, and additional ones.
//!
//! ```yaml
//! # before                                                # after
//! {prefixItems: [{type: number}], items: false}           {type: array, prefixItems: [{type: number}], maxItems: 1}
//! {patternProperties: {"^x-": {type: string}}}            {additionalProperties: {type: string}}
//! {properties: {..}, unevaluatedProperties: false}        {properties: {..}, additionalProperties: false}
//! ```
//!
//! `prefixItems` is the one keyword that OpenAPI 3.0 does not have and the reader knows. A list with more places than
//! a tuple of Rust has becomes `{items: {oneOf: [..]}}`.

use serde_json::{Map, Value, json};

use super::position::Position;
use super::rewrite::Rewrite;
use crate::diag::Code;
use crate::ir::Tuple;

/// Keywords by which other schemas describe members of the same object.
const APPLICATORS: &[&str] = &["$ref", "allOf", "oneOf", "anyOf", "then", "else", "dependentSchemas"];

/// The largest number of elements of a tuple that are compared with each other.
const DISTINCT: usize = 100;

/// Rewrites what a schema says of elements and members that it does not name.
pub(super) fn rewrite(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    patterns(cx, members, at);
    unevaluated(cx, members, at);
    tuple(cx, members, at);
}

/// Removes a `propertyNames` that all names are valid by: several generators write one for every map.
pub(super) fn names(members: &mut Map<String, Value>) {
    let says_nothing = |schema: &Value| match schema {
        Value::Bool(allowed) => *allowed,
        Value::Object(keywords) => keywords.iter().all(|(key, value)| key == "type" && value == "string"),
        _ => false,
    };
    if members.get("propertyNames").is_some_and(says_nothing) {
        members.shift_remove("propertyNames");
    }
}

/// Reads a list of `items`, which is how a tuple was written before JSON Schema 2020-12, as `prefixItems`.
pub(super) fn elements(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    if !members.get("items").is_some_and(Value::is_array) || members.contains_key("prefixItems") {
        return;
    }
    let here = at.text();
    let help = "it is read as `prefixItems`, and `additionalItems` as `items`; write these";
    cx.remark(Code::OtherVersion, &at.key("items"), "`items` is a list, as in older JSON Schema", help);
    for (from, to) in [("items", "prefixItems"), ("additionalItems", "items")] {
        if let Some(value) = members.shift_remove(from) {
            cx.moves.push(format!("{here}/{from}"), format!("{here}/{to}"));
            members.insert(to.to_owned(), value);
        }
    }
}

/// Says of a tuple how many elements it has, where there are none behind its places.
fn tuple(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    let Some(Value::Array(prefix)) = members.get("prefixItems") else { return };
    let places = prefix.len();
    members.entry("type").or_insert_with(|| json!("array"));
    if places > Tuple::PLACES {
        let message = format!("`prefixItems` has {places} places, and a tuple at most {}", Tuple::PLACES);
        let help = "the places of the types are lost: each element is of one of them; describe an object";
        cx.lost(&at.key("prefixItems"), message, help);
        return list_of_all(cx, members, at);
    }
    if members.get("items") == Some(&Value::Bool(false)) {
        cx.keep(at.key("items").text(), members.shift_remove("items").unwrap_or_default());
        let most = members.get("maxItems").and_then(Value::as_u64);
        let places = most.map_or(places as u64, |most| most.min(places as u64));
        members.insert("maxItems".to_owned(), json!(places));
    }
    if places == 0 {
        members.shift_remove("prefixItems");
    }
}

/// Makes the types of a tuple's elements the alternatives of a list.
fn list_of_all(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    let Some(Value::Array(prefix)) = members.shift_remove("prefixItems") else { return };
    let here = at.text();
    let mut alternatives: Vec<Value> = Vec::new();
    let mut moves: Vec<(String, usize)> = Vec::new();
    let rest = members.shift_remove("items").filter(Value::is_object).map(|rest| (format!("{here}/items"), rest));
    let prefix = prefix.into_iter().enumerate().map(|(index, schema)| (format!("{here}/prefixItems/{index}"), schema));
    for (from, schema) in prefix.chain(rest) {
        // Comparing each with each is for short lists.
        let known = alternatives.iter().take(DISTINCT).position(|known| *known == schema);
        moves.push((from, known.unwrap_or(alternatives.len())));
        if known.is_none() {
            alternatives.push(schema);
        }
    }
    let is_one = alternatives.len() == 1;
    for (from, index) in moves {
        let to = if is_one { format!("{here}/items") } else { format!("{here}/items/oneOf/{index}") };
        cx.moves.push(from, to);
    }
    let items = if is_one { alternatives.pop().unwrap_or_default() } else { json!({ "oneOf": alternatives }) };
    members.insert("items".to_owned(), items);
}

/// Members by pattern become further members; their docs show the patterns.
fn patterns(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    let Some(Value::Object(patterns)) = members.shift_remove("patternProperties") else { return };
    if patterns.is_empty() {
        return;
    }
    let here = at.text();
    note_names(members, patterns.keys());
    let others = match members.shift_remove("additionalProperties") {
        Some(Value::Bool(false)) | None => None,
        Some(Value::Bool(true)) => Some(json!({})),
        Some(schema) => Some(schema),
    };
    let at_patterns = at.key("patternProperties");
    let mut alternatives: Vec<Value> = Vec::new();
    let is_one = patterns.len() == 1 && others.is_none();
    for (index, (pattern, schema)) in patterns.into_iter().enumerate() {
        let to = if is_one { String::new() } else { format!("/oneOf/{index}") };
        cx.moves.push(at_patterns.key(&pattern).text(), format!("{here}/additionalProperties{to}"));
        alternatives.push(schema);
    }
    if let Some(schema) = others {
        let to = format!("{here}/additionalProperties/oneOf/{}", alternatives.len());
        cx.moves.push(format!("{here}/additionalProperties"), to);
        alternatives.push(schema);
    }
    let rest = if is_one { alternatives.pop().unwrap_or_default() } else { json!({ "oneOf": alternatives }) };
    members.insert("additionalProperties".to_owned(), rest);
    members.entry("type").or_insert_with(|| json!("object"));
}

/// Adds to the description of an object which names its further members have.
fn note_names<'p>(members: &mut Map<String, Value>, patterns: impl Iterator<Item = &'p String>) {
    let patterns: Vec<String> = patterns.map(|pattern| format!("`{pattern}`")).collect();
    let note = format!("Names of further members match {}.", patterns.join(" or "));
    let text = match members.get("description").and_then(Value::as_str) {
        Some(text) => format!("{text}\n\n{note}"),
        None => note,
    };
    members.insert("description".to_owned(), Value::String(text));
}

/// Reads `unevaluated…` as `additional…` where nothing else describes members, and `items` where that is absent.
fn unevaluated(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    let here = at.text();
    let is_alone = !APPLICATORS.iter().any(|key| members.contains_key(*key));
    let is_tuple = members.contains_key("prefixItems");
    for (from, to) in [("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")] {
        let Some(rest) = members.shift_remove(from) else { continue };
        let says = match rest {
            Value::Bool(false) => is_alone && (to != "items" || is_tuple),
            Value::Bool(true) => to != "items",
            _ => true,
        };
        if says && !members.contains_key(to) {
            cx.moves.push(format!("{here}/{from}"), format!("{here}/{to}"));
            members.insert(to.to_owned(), rest);
        } else {
            cx.keep(format!("{here}/{from}"), rest);
        }
    }
}
