//! Parameters and headers that hold the members of a schema themselves, as Swagger 2.0 has them.
//!
//! ```yaml
//! # before                                                    # after
//! {name: "page[size]", in: query, type: integer}              {name: "page[size]", in: query, schema: {type: integer}}
//! {name: ids, in: query, type: array, collectionFormat: csv}  {name: ids, in: query, schema: {type: array}, explode: false}
//! ```

use serde_json::{Map, Value, json};

use super::position::Position;
use super::rewrite::Rewrite;
use crate::diag::Code;
use crate::spec::Object;

/// Moves the members of a schema into the `schema` that a parameter lacks.
pub(super) fn rewrite(cx: &mut Rewrite, object: Object, members: &mut Map<String, Value>, at: &Position<'_>) {
    if ["$ref", "schema", "content"].iter().any(|name| members.contains_key(*name)) {
        return;
    }
    let is_moved = |name: &&String| is_of_schema(object, name);
    let names: Vec<String> = members.keys().filter(is_moved).cloned().collect();
    let Some(first) = names.first() else { return };
    let message = format!("members of a schema stand in the {} Object, as in Swagger 2.0", object.title());
    let help = "they are read as its `schema`; write them into it";
    cx.remark(Code::OtherVersion, &at.key(first), &message, help);
    let here = at.text();
    let mut schema = Map::new();
    for name in names {
        if let Some(value) = members.shift_remove(&name) {
            cx.moves.push(format!("{here}/{name}"), format!("{here}/schema/{name}"));
            schema.insert(name, value);
        }
    }
    if schema.get("type") == Some(&json!("array")) {
        joined(members);
    }
    members.insert("schema".to_owned(), schema.into());
}

/// Returns whether a name is a field of the Schema Object, and not of this one.
pub(super) fn is_of_schema(object: Object, name: &str) -> bool {
    matches!(object, Object::Parameter | Object::Header)
        && !name.starts_with("x-")
        && object.field(name).is_none()
        && Object::Schema.field(name).is_some()
}

/// Says how the elements of a list are joined: in Swagger 2.0 by commas, unless `collectionFormat` says otherwise.
fn joined(members: &mut Map<String, Value>) {
    let (style, explode) = match members.get("collectionFormat").and_then(Value::as_str) {
        None | Some("csv") => (None, false),
        Some("multi") => (None, true),
        Some("ssv") => (Some("spaceDelimited"), false),
        Some("pipes") => (Some("pipeDelimited"), false),
        // What is written here stays, and is reported as no field of a parameter.
        Some(_) => return,
    };
    members.shift_remove("collectionFormat");
    if members.contains_key("style") || members.contains_key("explode") {
        return;
    }
    members.insert("explode".to_owned(), explode.into());
    if let Some(style) = style {
        members.insert("style".to_owned(), style.into());
    }
}
