//! Unnamed members and elements: tuples, `patternProperties`, and additional ones.
//!
//! ```yaml
//! # before                                                # after
//! {prefixItems: [{type: number}, {type: string}]}         {items: {oneOf: [{type: number}, {type: string}]}}
//! {patternProperties: {"^x-": {type: string}}}            {additionalProperties: {type: string}}
//! {properties: {..}, unevaluatedProperties: false}        {properties: {..}, additionalProperties: false}
//! ```

use serde_json::{Map, Value, json};

use super::place::Place;
use super::rewrite::Rewrite;

/// Keywords by which other schemas describe members of the same object.
const APPLICATORS: &[&str] = &["$ref", "allOf", "oneOf", "anyOf", "then", "else", "dependentSchemas"];

/// How many elements of a tuple are compared with each other.
const DISTINCT: usize = 100;

/// Rewrites what a schema says of elements and members that it does not name.
pub(super) fn rewrite(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Place<'_>) {
    patterns(cx, members, at);
    unevaluated(cx, members, at);
    tuple(cx, members, at);
}

/// Makes the types of a tuple's elements the alternatives of a list.
fn tuple(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Place<'_>) {
    let Some(Value::Array(prefix)) = members.shift_remove("prefixItems") else { return };
    let here = at.text();
    let mut alternatives: Vec<Value> = Vec::new();
    let mut froms: Vec<String> = Vec::new();
    let rest = members.shift_remove("items").filter(Value::is_object).map(|rest| (format!("{here}/items"), rest));
    let prefix = prefix.into_iter().enumerate().map(|(index, schema)| (format!("{here}/prefixItems/{index}"), schema));
    for (from, schema) in prefix.chain(rest) {
        // Comparing each with each is for short lists.
        if alternatives.len() > DISTINCT || !alternatives.contains(&schema) {
            alternatives.push(schema);
            froms.push(from);
        }
    }
    if alternatives.is_empty() {
        return;
    }
    let is_one = alternatives.len() == 1;
    for (index, from) in froms.into_iter().enumerate() {
        let to = if is_one { format!("{here}/items") } else { format!("{here}/items/oneOf/{index}") };
        cx.moves.push(from, to);
    }
    let items = if is_one { alternatives.pop().unwrap_or_default() } else { json!({ "oneOf": alternatives }) };
    members.insert("items".to_owned(), items);
    members.entry("type").or_insert_with(|| json!("array"));
}

/// Members by pattern become further members; their docs show the patterns.
fn patterns(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Place<'_>) {
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

/// `unevaluated…` is `additional…` where nothing else describes members, and `items` where that is absent.
fn unevaluated(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Place<'_>) {
    let here = at.text();
    let is_alone = !APPLICATORS.iter().any(|key| members.contains_key(*key));
    let rest = members.shift_remove("unevaluatedProperties");
    if let Some(rest) = rest.filter(|rest| is_alone || *rest != Value::Bool(false))
        && !members.contains_key("additionalProperties")
    {
        cx.moves.push(format!("{here}/unevaluatedProperties"), format!("{here}/additionalProperties"));
        members.insert("additionalProperties".to_owned(), rest);
    }
    let rest = members.shift_remove("unevaluatedItems").filter(Value::is_object);
    if let Some(rest) = rest.filter(|_| !members.contains_key("items")) {
        cx.moves.push(format!("{here}/unevaluatedItems"), format!("{here}/items"));
        members.insert("items".to_owned(), rest);
    }
}
