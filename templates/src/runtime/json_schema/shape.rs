//! The JSON Schema of a shape (draft 2020-12).

use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::super::document::links::Links;
use super::super::schema::shape::{Member, Places, Recursion, Shape, Target};

/// Returns the schema of a shape.
#[doc(hidden)]
pub fn schema_of(shape: &'static Shape, generator: &mut SchemaGenerator) -> Schema {
    finished(value(shape, generator))
}

/// Returns the schema of a resource of one of several types, or of any other one.
#[doc(hidden)]
pub fn schema_of_one(schemas: impl IntoIterator<Item = Schema>) -> Schema {
    let mut schemas: Vec<Value> = schemas.into_iter().map(Schema::to_value).collect();
    schemas.push(json!({ "type": "object" }));
    finished(json!({ "anyOf": schemas }))
}

/// Returns a value as a schema: all that are made here are objects or booleans.
pub(super) fn finished(value: Value) -> Schema {
    match value {
        Value::Object(members) => members.into(),
        other => (other != Value::Bool(false)).into(),
    }
}

/// Returns the schema of what is kept as it came where it does not fit: it is listed, and so is any other value.
pub(super) fn open(schema: Value) -> Value {
    match schema {
        Value::Bool(true) => schema,
        schema => json!({ "anyOf": [schema, true] }),
    }
}

/// Returns the schema of a value or null.
pub(super) fn nullable(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(members) if members.contains_key("anyOf") => {
            if let Some(Value::Array(alternatives)) = members.get_mut("anyOf") {
                // What takes any value comes last.
                let last = alternatives.iter().position(|one| *one == Value::Bool(true)).unwrap_or(alternatives.len());
                alternatives.insert(last, json!({ "type": "null" }));
            }
        }
        Value::Object(members) => match members.get_mut("type") {
            Some(Value::String(name)) => {
                let names = json!([name, "null"]);
                members.insert("type".to_owned(), names);
            }
            _ => return json!({ "anyOf": [schema, { "type": "null" }] }),
        },
        _ => {}
    }
    schema
}

fn value(shape: &'static Shape, generator: &mut SchemaGenerator) -> Value {
    match shape {
        Shape::Any => Value::Bool(true),
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Integer => json!({ "type": "integer", "format": "int64" }),
        Shape::Unsigned => json!({ "type": "integer", "format": "uint64", "minimum": 0 }),
        Shape::Number => json!({ "type": "number", "format": "double" }),
        Shape::String => json!({ "type": "string" }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::DateTime => json!({ "type": "string", "format": "date-time" }),
        Shape::Secret => json!({ "type": "string", "format": "password" }),
        Shape::Enum(values) => json!({ "anyOf": [{ "type": "string", "enum": values }, { "type": "string" }] }),
        Shape::IntegerEnum(values) => {
            json!({ "anyOf": [{ "type": "integer", "enum": values }, { "type": "integer", "format": "int64" }] })
        }
        Shape::Constant(json) => match same_type(json) {
            Some(name) => json!({ "anyOf": [constant(json), { "type": name }] }),
            None => open(constant(json)),
        },
        Shape::Object => json!({ "type": "object" }),
        Shape::List(element) => json!({ "type": "array", "items": self::element(element, generator) }),
        Shape::Tuple(places) => tuple(places, generator),
        Shape::Map(element) => json!({ "type": "object", "additionalProperties": value(element, generator) }),
        Shape::Record(members) => record(members, None, generator),
        Shape::OpenRecord(members, rest) => record(members, Some(rest), generator),
        Shape::Union(alternatives) => {
            let alternatives = alternatives.iter().map(|alternative| value(alternative.shape, generator));
            let any = [Value::Bool(true)];
            json!({ "anyOf": alternatives.chain(any).collect::<Vec<_>>() })
        }
        Shape::Nullable(shape) => nullable(value(shape, generator)),
        Shape::ToOne(_) | Shape::ToMany(_) | Shape::ToOneOrMany(_) => relationship(shape, Shape::STRING, generator),
        Shape::Linked(linkage, shape) => relationship(shape, linkage.ids, generator),
        Shape::Foreign(shape, ..) => open(value(shape, generator)),
        Shape::Recursive(recursion) => recursive(*recursion, generator),
    }
}

/// Returns the schema of exactly this scalar: of a member that is not kept, since it has one value.
fn constant(json: &str) -> Value {
    serde_json::from_str::<Value>(json).map_or(Value::Bool(true), |constant| json!({ "const": constant }))
}

/// Returns the type of what is kept where a scalar is described outside of an object: an enum, a boolean or a number in
/// Rust; `None` where any JSON is kept.
fn same_type(json: &str) -> Option<&'static str> {
    match json.as_bytes() {
        [b'"', ..] => Some("string"),
        [b't' | b'f', ..] => Some("boolean"),
        [b'n', ..] => None,
        digits if digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-') => Some("integer"),
        _ => Some("number"),
    }
}

/// Returns the schema of an element. A number that is not one is null, so that those behind it keep their places.
fn element(shape: &'static Shape, generator: &mut SchemaGenerator) -> Value {
    let element = value(shape, generator);
    if matches!(shape, Shape::Number | Shape::Constant(_)) { nullable(element) } else { element }
}

/// Returns the schema of an array whose first elements have a type each. One that does not fit its place is null.
fn tuple(places: &'static Places, generator: &mut SchemaGenerator) -> Value {
    let first: Vec<Value> = places.shapes.iter().map(|shape| nullable(value(shape, generator))).collect();
    let rest = places.rest.map_or(Value::Bool(false), |rest| element(rest, generator));
    json!({ "type": "array", "prefixItems": first, "items": rest })
}

/// Returns the schema of an object with these members. None of them is required: each is an `Option` in Rust.
fn record(members: &'static [Member], rest: Option<&'static Shape>, generator: &mut SchemaGenerator) -> Value {
    let mut properties = Map::new();
    for member in members {
        let schema = match member.shape() {
            Shape::Constant(json) => constant(json),
            shape => value(shape, generator),
        };
        let schema = if member.is_nullable() { nullable(schema) } else { schema };
        properties.insert(member.name().to_owned(), schema);
    }
    let mut schema = object(properties);
    if let (Some(members), Some(rest)) = (schema.as_object_mut(), rest) {
        members.insert("additionalProperties".to_owned(), value(rest, generator));
    }
    schema
}

/// Returns the schema of an object with these members, and with any others.
pub(super) fn object(properties: Map<String, Value>) -> Value {
    match properties.is_empty() {
        true => json!({ "type": "object" }),
        false => json!({ "type": "object", "properties": properties }),
    }
}

/// Returns the schema of a relationship object, whose identifiers have such ids.
pub(super) fn relationship(shape: &Shape, ids: &Shape, generator: &mut SchemaGenerator) -> Value {
    let (one, many) = match shape {
        Shape::ToOne(target) => (Some(identifier(*target, ids)), None),
        Shape::ToMany(target) => (None, Some(identifier(*target, ids))),
        Shape::ToOneOrMany(target) => (Some(identifier(*target, ids)), Some(identifier(*target, ids))),
        _ => (None, None),
    };
    // What is not an identifier is kept as it came.
    let many = many.map(|identifier| json!({ "type": ["array", "null"], "items": open(identifier) }));
    let data = match (one, many) {
        (Some(one), Some(many)) => json!({ "anyOf": [one, many, true] }),
        (Some(one), None) => json!({ "anyOf": [one, { "type": "null" }, true] }),
        (None, many) => many.unwrap_or(Value::Bool(true)),
    };
    let links = generator.subschema_for::<Links>().to_value();
    json!({ "type": "object", "properties": { "data": data, "links": links, "meta": true } })
}

/// Returns the schema of what names a resource of this type, or of any.
pub(super) fn identifier(target: Target, ids: &Shape) -> Value {
    json!({
        "type": "object",
        "properties": { "type": kind(target), "id": id(ids), "meta": true },
        "required": ["type", "id"],
    })
}

/// Returns the schema of the `type` of a resource.
pub(super) fn kind(target: Target) -> Value {
    target.map_or_else(|| json!({ "type": "string" }), |kind| json!({ "const": kind }))
}

/// Returns the schema of an id of this shape. It is written as it came, or as it was made: of text or of a number.
pub(super) fn id(shape: &Shape) -> Value {
    match shape {
        Shape::String => json!({ "type": "string" }),
        _ => json!({ "type": ["string", "number"] }),
    }
}

/// Returns the reference to a shape that contains itself, which is among the definitions by the path of its type in Rust:
/// no other type has that name.
fn recursive(recursion: &'static dyn Recursion, generator: &mut SchemaGenerator) -> Value {
    let path = recursion.name();
    let path = path.split_once('<').map_or(path, |(_, inner)| inner.trim_end_matches('>'));
    let name = path.replace("::", ".");
    if !generator.definitions().contains_key(&name) {
        // It is there before its members are looked at, of which one leads back to it.
        generator.definitions_mut().insert(name.clone(), Value::Bool(true));
        let schema = value(recursion.shape(), generator);
        generator.definitions_mut().insert(name.clone(), schema);
    }
    let folder = generator.settings().definitions_path.trim_start_matches('#').trim_end_matches('/');
    json!({ "$ref": format!("#{folder}/{name}") })
}
