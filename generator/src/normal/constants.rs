//! Constants and examples.
//!
//! ```yaml
//! # before                  # after
//! {const: book}             {type: string, enum: [book]}
//! {examples: [Dune, Emma]}  {example: Dune, examples: [Dune, Emma]}
//! ```

use serde_json::{Map, Value, json};

use super::position::Position;
use super::rewrite::Rewrite;

/// Rewrites `const` and `examples`.
pub(super) fn rewrite(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    if let Some(value) = members.shift_remove("const") {
        let described = type_name(&value).filter(|_| !members.contains_key("type") && !members.contains_key("$ref"));
        members.extend(described.map(|name| ("type".to_owned(), json!(name))));
        members.insert("enum".to_owned(), json!([value]));
        cx.moves.push(format!("{}/const", at.text()), format!("{}/enum", at.text()));
    }
    if let Some(Value::Array(examples)) = members.get("examples")
        && let Some(first) = examples.first().cloned()
    {
        members.entry("example").or_insert(first);
    }
}

fn type_name(value: &Value) -> Option<&'static str> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        Value::String(_) => Some("string"),
        Value::Array(_) => Some("array"),
        Value::Object(_) => Some("object"),
    }
}
