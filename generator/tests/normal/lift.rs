//! Rewrites a document of OpenAPI 3.0 in the words of 3.1: the other direction of what the compiler does, by
//! code that shares nothing with it.

#[path = "schemas.rs"]
mod schemas;

use serde_json::{Map, Value, json};

/// Rewrites the document, and returns how many constructs were rewritten.
pub(crate) fn lift(document: &mut Value) -> usize {
    if let Some(members) = document.as_object_mut() {
        members.insert("openapi".to_owned(), json!("3.1.0"));
    }
    schemas::rewrite(document, &mut |schema| {
        let mut lifted = usize::from(null(schema)) + usize::from(constant(schema)) + usize::from(example(schema));
        for (inclusive, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            lifted += usize::from(bound(schema, inclusive, exclusive));
        }
        lifted
    })
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
