//! The schemas of a document, wherever they stand, to be said in other words.

use serde_json::{Map, Value};

/// Keywords that hold schemas: one, a list, a map.
const ONE: [&str; 3] = ["items", "not", "additionalProperties"];
const LISTS: [&str; 3] = ["allOf", "oneOf", "anyOf"];
const MAPS: [&str; 1] = ["properties"];

/// Rewrites every schema of a document, inner ones first, and returns how many constructs were rewritten. The schemas are the
/// members of `schemas`, and every `schema`.
pub(crate) fn rewrite(value: &mut Value, rewriting: &mut dyn FnMut(&mut Map<String, Value>) -> usize) -> usize {
    match value {
        Value::Object(members) => {
            let mut count = 0;
            for (key, value) in members.iter_mut() {
                count += match key.as_str() {
                    "schema" => schema(value, rewriting),
                    "schemas" => each(value.as_object_mut().into_iter().flatten().map(|(_, one)| one), rewriting),
                    "example" | "examples" | "default" | "enum" => 0,
                    _ => rewrite(value, rewriting),
                };
            }
            count
        }
        Value::Array(elements) => elements.iter_mut().map(|value| rewrite(value, rewriting)).sum(),
        _ => 0,
    }
}

fn each<'a>(
    schemas: impl Iterator<Item = &'a mut Value>,
    rewriting: &mut dyn FnMut(&mut Map<String, Value>) -> usize,
) -> usize {
    schemas.map(|one| schema(one, rewriting)).sum()
}

fn schema(value: &mut Value, rewriting: &mut dyn FnMut(&mut Map<String, Value>) -> usize) -> usize {
    let Value::Object(members) = value else { return 0 };
    let mut count = 0;
    for (key, value) in members.iter_mut() {
        count += match key.as_str() {
            key if ONE.contains(&key) => schema(value, rewriting),
            key if LISTS.contains(&key) => each(value.as_array_mut().into_iter().flatten(), rewriting),
            key if MAPS.contains(&key) => {
                each(value.as_object_mut().into_iter().flatten().map(|(_, one)| one), rewriting)
            }
            _ => 0,
        };
    }
    count + rewriting(members)
}
