//! Applies each repair to the document.

use serde_json::{Map, Value, json};

use crate::repair::{Fix, Refusal, SchemaType};
use crate::source::Pointer;

/// The annotations of a schema, which stay when its type is replaced.
pub(crate) const BESIDE_THE_TYPE: [&str; 7] =
    ["title", "description", "nullable", "deprecated", "readOnly", "writeOnly", "externalDocs"];

/// The largest number of references that are followed to existing annotations.
const HOPS: usize = 32;

/// Makes a repair at a place.
pub(super) fn apply(document: &mut Value, at: &Pointer, fix: &Fix) -> Result<(), Refusal> {
    match fix {
        Fix::Nullable => nullable(document, at),
        Fix::Optional => presence(document, at, false),
        Fix::Required => presence(document, at, true),
        Fix::Type(new) => replace(document, at, new),
        Fix::Values(values) => add_values(document, at, values),
        Fix::Add(new) => add(document, at, new),
    }
}

fn needless(at: &Pointer, what: &str) -> Refusal {
    Refusal::new(format!("the document already says that `{at}` {what}")).help("remove this repair")
}

fn nullable(document: &mut Value, at: &Pointer) -> Result<(), Refusal> {
    let mut schema = document.pointer(at.as_str());
    for _ in 0..HOPS {
        let Some(members) = schema.and_then(Value::as_object) else { break };
        if members.get("nullable") == Some(&Value::Bool(true)) {
            return Err(needless(at, "may be null"));
        }
        let target = members.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        schema = target.and_then(|target| document.pointer(target));
    }
    object(document, at)?.insert("nullable".to_owned(), Value::Bool(true));
    Ok(())
}

fn presence(document: &mut Value, at: &Pointer, required: bool) -> Result<(), Refusal> {
    let said = if required { "is required" } else { "is optional" };
    let has_flag = at.last().as_deref() == Some("requestBody") || object(document, at)?.contains_key("in");
    if has_flag {
        let members = object(document, at)?;
        if members.get("in").and_then(Value::as_str) == Some("path") {
            return Err(Refusal::new(format!("`{at}` is in the path, and so is always there")));
        }
        let old = members.insert("required".to_owned(), Value::Bool(required));
        let was_required = old == Some(Value::Bool(true));
        return if was_required == required { Err(needless(at, said)) } else { Ok(()) };
    }
    let (Some(name), properties) = (at.last(), at.parent()) else { return Err(not_a_property(at)) };
    if properties.last().as_deref() != Some("properties") {
        return Err(not_a_property(at));
    }
    let schema = object(document, &properties.parent())?;
    let list = schema.entry("required").or_insert_with(|| json!([]));
    let Some(list) = list.as_array_mut() else {
        return Err(Refusal::new(format!("`{}` has no list of what is required", properties.parent())));
    };
    let is_name = |value: &Value| value.as_str() == Some(&name);
    if list.iter().any(is_name) == required {
        return Err(needless(at, said));
    }
    if required {
        list.push(Value::String(name));
    } else {
        list.retain(|value| !is_name(value));
    }
    Ok(())
}

fn not_a_property(at: &Pointer) -> Refusal {
    Refusal::new(format!("`{at}` is neither a property nor a parameter nor a body"))
        .help("name the property itself, as in `/components/schemas/Thing/properties/name`")
}

fn replace(document: &mut Value, at: &Pointer, new: &SchemaType) -> Result<(), Refusal> {
    let old = object(document, at)?;
    let stays = |key: &str| BESIDE_THE_TYPE.contains(&key);
    let mut kept: Map<String, Value> =
        old.iter().filter(|(key, _)| stays(key)).map(|(key, value)| (key.clone(), value.clone())).collect();
    let new = schema(new);
    let facts = old.iter().filter(|(key, _)| !stays(key) && *key != "example" && *key != "default");
    if facts.eq(new.iter()) {
        return Err(needless(at, "is of this type"));
    }
    kept.extend(new);
    *old = kept;
    Ok(())
}

fn add_values(document: &mut Value, at: &Pointer, values: &[String]) -> Result<(), Refusal> {
    let members = object(document, at)?;
    let Some(list) = members.get_mut("enum").and_then(Value::as_array_mut) else {
        let refusal = Refusal::new(format!("`{at}` does not list its values"));
        let target = members.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        return Err(match target {
            Some(target) => refusal.help(format!("it is a reference; name what it leads to: `{target}`")),
            None => refusal.help("where values are not listed, all of them are allowed"),
        });
    };
    for value in values {
        if list.iter().any(|known| known.as_str() == Some(value)) {
            return Err(needless(at, &format!("has the value `{value}`")));
        }
        list.push(Value::String(value.clone()));
    }
    Ok(())
}

fn add(document: &mut Value, at: &Pointer, new: &SchemaType) -> Result<(), Refusal> {
    let properties = at.parent();
    let (Some(name), Some("properties")) = (at.last(), properties.last().as_deref()) else {
        return Err(not_a_property(at));
    };
    let members = object(document, &properties)?;
    if members.contains_key(&name) {
        return Err(needless(at, "is there"));
    }
    members.insert(name, Value::Object(schema(new)));
    Ok(())
}

/// Returns the schema of a type.
pub(crate) fn schema(new: &SchemaType) -> Map<String, Value> {
    let schema = match new {
        SchemaType::String => json!({ "type": "string" }),
        SchemaType::DateTime => json!({ "type": "string", "format": "date-time" }),
        SchemaType::Date => json!({ "type": "string", "format": "date" }),
        SchemaType::Integer => json!({ "type": "integer" }),
        SchemaType::Number => json!({ "type": "number" }),
        SchemaType::Boolean => json!({ "type": "boolean" }),
        SchemaType::Object => json!({ "type": "object" }),
        SchemaType::Any => json!({}),
        SchemaType::List(element) => json!({ "type": "array", "items": schema(element) }),
    };
    match schema {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn object<'d>(document: &'d mut Value, at: &Pointer) -> Result<&'d mut Map<String, Value>, Refusal> {
    let found = document.pointer_mut(at.as_str());
    found.and_then(Value::as_object_mut).ok_or_else(|| {
        Refusal::new(format!("`{at}` is no schema, parameter or body")).help("name the schema of what is wrong")
    })
}
