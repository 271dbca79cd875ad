//! Rewrites a document of OpenAPI 3.0 in the words of 3.1: the other direction of what the compiler does, by
//! code that shares nothing with it.

use serde_json::{Map, Value, json};

/// Keywords that hold schemas: one, a list, a map.
const ONE: [&str; 3] = ["items", "not", "additionalProperties"];
const LISTS: [&str; 3] = ["allOf", "oneOf", "anyOf"];
const MAPS: [&str; 1] = ["properties"];

/// Rewrites the document; the number of constructs that were rewritten.
pub(crate) fn lift(document: &mut Value) -> usize {
    let mut lifted = 0;
    if let Some(members) = document.as_object_mut() {
        members.insert("openapi".to_owned(), json!("3.1.0"));
    }
    outside(document, &mut lifted);
    lifted
}

/// Looks for schemas: members of `schemas`, and every `schema`.
fn outside(value: &mut Value, lifted: &mut usize) {
    match value {
        Value::Object(members) => {
            for (key, value) in members.iter_mut() {
                match key.as_str() {
                    "schema" => schema(value, lifted),
                    "schemas" => value.as_object_mut().into_iter().flatten().for_each(|(_, one)| schema(one, lifted)),
                    "example" | "examples" | "default" | "enum" => {}
                    _ => outside(value, lifted),
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|value| outside(value, lifted)),
        _ => {}
    }
}

fn schema(value: &mut Value, lifted: &mut usize) {
    let Value::Object(members) = value else { return };
    for key in ONE {
        members.get_mut(key).into_iter().for_each(|one| schema(one, lifted));
    }
    for key in LISTS {
        members.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().for_each(|one| schema(one, lifted));
    }
    for key in MAPS {
        let map = members.get_mut(key).and_then(Value::as_object_mut);
        map.into_iter().flatten().for_each(|(_, one)| schema(one, lifted));
    }
    *lifted += usize::from(null(members)) + usize::from(constant(members)) + usize::from(example(members));
    for (inclusive, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        *lifted += usize::from(bound(members, inclusive, exclusive));
    }
}

/// `nullable` as a list of types, or as an alternative.
fn null(members: &mut Map<String, Value>) -> bool {
    let nullable = members.shift_remove("nullable");
    if nullable != Some(Value::Bool(true)) {
        return false;
    }
    let kind = members.get("type").cloned();
    let sole_part = members.get("allOf").and_then(Value::as_array).filter(|parts| parts.len() == 1).cloned();
    let alternatives = members.get_mut("oneOf").or(None).and_then(Value::as_array_mut);
    match (kind, sole_part, alternatives) {
        (Some(kind), ..) => drop(members.insert("type".to_owned(), json!([kind, "null"]))),
        (None, Some(mut parts), _) => {
            members.shift_remove("allOf");
            parts.push(json!({ "type": "null" }));
            members.insert("anyOf".to_owned(), Value::Array(parts));
        }
        (None, None, Some(alternatives)) => alternatives.insert(0, json!({ "type": "null" })),
        // Nothing of 3.1 says it so shortly; both versions are read.
        (None, None, None) => {
            let target = members.shift_remove("$ref");
            match target {
                Some(target) => {
                    let alternatives = json!([{ "$ref": target }, { "type": "null" }]);
                    members.insert("anyOf".to_owned(), alternatives);
                }
                None => {
                    let types = ["array", "boolean", "null", "number", "object", "string"];
                    members.insert("type".to_owned(), json!(types));
                }
            }
        }
    }
    true
}

fn constant(members: &mut Map<String, Value>) -> bool {
    let Some(Value::Array(values)) = members.get("enum") else { return false };
    let [only] = values.as_slice() else { return false };
    let only = only.clone();
    members.shift_remove("enum");
    members.insert("const".to_owned(), only);
    true
}

fn example(members: &mut Map<String, Value>) -> bool {
    let Some(example) = members.shift_remove("example") else { return false };
    members.insert("examples".to_owned(), json!([example]));
    true
}

fn bound(members: &mut Map<String, Value>, inclusive: &str, exclusive: &str) -> bool {
    if members.get(exclusive) != Some(&Value::Bool(true)) {
        members.shift_remove(exclusive);
        return false;
    }
    let bound = members.shift_remove(inclusive);
    members.extend(bound.map(|bound| (exclusive.to_owned(), bound)));
    true
}
