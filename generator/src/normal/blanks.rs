//! Members without a value, and booleans that are written as text.
//!
//! ```yaml
//! # before                      # after
//! {additionalProperties: null}  {}
//! {properties: {title: null}}   {properties: {title: {}}}
//! {nullable: "true"}            {nullable: true}
//! ```

use serde_json::{Map, Value, json};

use super::position::Position;
use super::rewrite::Rewrite;
use crate::diag::Code;
use crate::spec::Object;

/// Members that may be null.
const VALUES: [&str; 8] = ["const", "dataValue", "default", "enum", "example", "examples", "serializedValue", "value"];

/// Members that are booleans.
const BOOLEANS: [&str; 9] = [
    "allowEmptyValue", "allowReserved", "deprecated", "explode", "nullable", "readOnly", "required", "uniqueItems",
    "writeOnly",
];

/// Takes out the members of an object that have no value, and makes booleans of texts.
pub(super) fn rewrite(cx: &mut Rewrite, object: Object, members: &mut Map<String, Value>, at: &Position<'_>) {
    let is_blank = |name: &String, value: &Value| {
        value.is_null() && object.field(name).is_some() && !VALUES.contains(&name.as_str())
    };
    if members.iter().any(|(name, value)| is_blank(name, value)) {
        for (name, _) in members.iter().filter(|(name, value)| is_blank(name, value)) {
            let help = "it is ignored; give it one, or leave it out";
            cx.remarks.push(Code::Assumed, at.key(name).pointer(), format!("`{name}` has no value"), help.to_owned());
        }
        members.retain(|name, value| !is_blank(name, value));
    }
    for (name, value) in members.iter_mut().filter(|(name, _)| BOOLEANS.contains(&name.as_str())) {
        let meant = match value.as_str() {
            Some("true") => true,
            Some("false") => false,
            _ => continue,
        };
        let message = format!("`{name}` is a text, not a boolean");
        let help = format!("it is taken for {meant}; leave out the quotation marks");
        cx.remarks.push(Code::Assumed, at.key(name).pointer(), message, help);
        *value = Value::Bool(meant);
    }
    if object == Object::Schema {
        properties(cx, members, at);
    }
}

/// Gives properties without a schema one that allows anything.
fn properties(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    let properties = members.get_mut("properties").and_then(Value::as_object_mut);
    for (name, schema) in properties.into_iter().flatten().filter(|(_, schema)| schema.is_null()) {
        let help = "it is taken for any value; give it a schema";
        let at = at.key("properties");
        cx.remarks.push(Code::Assumed, at.key(name).pointer(), "a property has no schema".to_owned(), help.to_owned());
        *schema = json!({});
    }
}
