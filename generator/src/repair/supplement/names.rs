//! Gives operations their ids, and resources their types.

use serde_json::{Value, json};

use crate::repair::supplement::select::{members, select};
use crate::repair::{Located, Refusal, place};
use crate::source::Moves;

/// Gives the one operation that is selected an id.
pub(super) fn operation_id(document: &mut Value, selector: &Located, id: &str) -> Result<(), Refusal> {
    let found = select(document, &selector.text)?;
    let [only] = found.as_slice() else {
        let refusal = Refusal::new(format!("`{}` is {} operations, and an id is of one", selector.text, found.len()));
        return Err(refusal.help("write the method and the whole path, as in `GET /books/{id}`"));
    };
    let others = place::operations(document).into_iter().filter(|one| one.at != only.at);
    if let Some(other) = others.into_iter().find(|one| one.id == id) {
        let refusal = Refusal::new(format!("`{id}` is the id of `{} {}` already", other.method, other.path));
        return Err(refusal.help("give each operation an id of its own"));
    }
    let Some(operation) = members(document, only) else { return Ok(()) };
    match operation.insert("operationId".to_owned(), Value::String(id.to_owned())) {
        Some(Value::String(old)) if old == id => {
            Err(Refusal::new(format!("the id of `{} {}` is `{id}` already", only.method, only.path))
                .help("remove this repair"))
        }
        _ => Ok(()),
    }
}

/// Fixes the `type` of the resources that a schema describes.
pub(super) fn resource_type(document: &mut Value, schema: &str, wire_type: &str, moves: &Moves) -> Result<(), Refusal> {
    let at = place::find(document, &place::of_schema(schema), false, moves)?;
    let Some(members) = document.pointer_mut(at.as_str()).and_then(Value::as_object_mut) else {
        return Err(Refusal::new(format!("`{at}` is not a schema")));
    };
    if let Some(target) = members.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#')) {
        let refusal = Refusal::new(format!("`{at}` is a reference"));
        return Err(refusal.help(format!("name what it leads to: `{target}`")));
    }
    let is_object = ["properties", "allOf"].iter().any(|key| members.contains_key(*key));
    if !is_object {
        let refusal = Refusal::new(format!("`{at}` does not describe an object with members"));
        return Err(refusal.help("name the schema of the resource, which has `type`, `id` and `attributes`"));
    }
    let Some(properties) = members.entry("properties").or_insert_with(|| json!({})).as_object_mut() else {
        return Err(Refusal::new(format!("the properties of `{at}` are not an object")));
    };
    let old = properties.get("type");
    let is_fixed =
        |old: &Value| old.get("enum").and_then(Value::as_array).is_some_and(|known| *known == [json!(wire_type)]);
    if old.is_some_and(is_fixed) {
        let refusal = Refusal::new(format!("the document already says that the type of `{at}` is `{wire_type}`"));
        return Err(refusal.help("remove this repair"));
    }
    let mut new = json!({ "type": "string", "enum": [wire_type] });
    if let (Some(description), Some(new)) = (old.and_then(|old| old.get("description")), new.as_object_mut()) {
        new.insert("description".to_owned(), description.clone());
    }
    properties.insert("type".to_owned(), new);
    Ok(())
}
