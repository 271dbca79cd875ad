//! Schema objects.

use openapiv3::{AnySchema, SchemaData};
use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic};
use crate::ir::{Bound, Bounds, Count};
use crate::source::Pointer;
use crate::spec::model::{Additional, Discriminator, JsonType, Schema, SchemaId};
use crate::spec::nearest::nearest;
use crate::spec::reader::{Reader, without};
use crate::spec::reference;

/// Keywords that hold other schemas: those are pieces of their own.
const APART: &[&str] = &[
    "properties", "items", "prefixItems", "allOf", "oneOf", "anyOf", "not", "additionalProperties", "discriminator",
    "type",
];

/// The annotations that are allowed next to a `$ref` as well as on a schema.
const ANNOTATIONS: &[&str] = &["nullable", "readOnly", "writeOnly", "deprecated", "description", "default", "example"];

/// Extensions that name the values of an `enum`.
const VALUE_NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Reads all components, so that a mistake in one that nothing uses is found too.
pub(super) fn read_components(reader: &mut Reader<'_>) {
    let at = Pointer::root().key("components").key("schemas");
    let Some(value) = reader.document.pointer(at.as_str()) else { return };
    let Some(members) = reader.object(value, &at, "`schemas`") else { return };
    for (name, schema) in members {
        reader.schema(at.key(name), schema);
    }
}

/// Reads one schema into its place. Schemas in it get an id, and their turn later.
pub(super) fn read<'a>(reader: &mut Reader<'a>, id: SchemaId, value: &'a Value) {
    let at = reader.schemas[id].at.clone();
    let Some(members) = reader.object(value, &at, "a schema") else { return };
    reference::check(reader, members, &at);
    reader.schemas[id] = match reference::target(members) {
        Some(text) => referring(reader, text, members, at),
        None => described(reader, members, at),
    };
}

/// Returns a `$ref`, with the annotations beside it. OpenAPI 3.0 says to ignore those; services mean them.
fn referring<'a>(reader: &mut Reader<'a>, text: &str, members: &'a Map<String, Value>, at: Pointer) -> Schema {
    let reference = reference::resolve(reader, text, &at).map(|(at, value)| reader.schema(at, value));
    let beside = annotations(reader, members, &at);
    Schema { reference, at, ..beside }
}

fn described<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: Pointer) -> Schema {
    let annotated = annotations(reader, members, &at);
    let json_type = json_type(reader, members, &at);
    let mut piece = without(members, |key| APART.contains(&key) || ANNOTATIONS.contains(&key));
    // Of the schema of a member it means the member: the object that has it counts it among those it requires.
    if piece.get("required").is_some_and(Value::is_boolean) {
        piece.shift_remove("required");
        reader.diagnostics.push(required_flag(&at));
    }
    let keywords: AnySchema = reader.decode(piece, &at).unwrap_or_default();
    let one_of = children(reader, members, &at, "oneOf").into_iter().chain(children(reader, members, &at, "anyOf"));
    Schema {
        json_type,
        format: keywords.format.or_else(|| meant_format(members)),
        values: values(reader, members, keywords.enumeration, &at),
        value_names: value_names(reader, members, &at),
        properties: properties(reader, members, &at),
        required: required(members, keywords.required),
        additional: additional(reader, members, &at),
        items: child(reader, members, &at, "items"),
        places: children(reader, members, &at, "prefixItems"),
        one_of: one_of.collect(),
        all_of: children(reader, members, &at, "allOf"),
        discriminator: discriminator(reader, members, &at),
        bounds: bounds(reader, members, &at),
        default: annotated.default.map(|default| meant_default(reader, default, json_type, &at)),
        at,
        ..annotated
    }
}

/// The smallest and the largest of something.
const RANGES: &[(&str, &str)] =
    &[("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties")];

/// Returns which values are valid. Bounds that no value keeps are not meant: a client that kept them could send nothing.
fn bounds(reader: &mut Reader<'_>, members: &Map<String, Value>, at: &Pointer) -> Bounds {
    let number = |key: &str| members.get(key).and_then(Value::as_f64);
    let is_set = |key: &str| members.get(key).and_then(Value::as_bool) == Some(true);
    let is_exclusive = is_set("exclusiveMinimum") || is_set("exclusiveMaximum");
    let is_crossed = |(key, other): &(&str, &str)| {
        let bounds = number(key).zip(number(other));
        bounds.is_some_and(|(least, most)| least > most || least == most && *key == "minimum" && is_exclusive)
    };
    let crossed: Vec<(&str, &str)> = RANGES.iter().copied().filter(is_crossed).collect();
    if crossed.is_empty() {
        return bounds_of(members);
    }
    for (least, most) in &crossed {
        let problem =
            Diagnostic::new(Code::Assumed, at.key(least), format!("no value fits both `{least}` and `{most}`"));
        reader.diagnostics.push(problem.help("both are ignored; mend the one that is wrong"));
    }
    bounds_of(&without(members, |key| crossed.iter().any(|(least, most)| key == *least || key == *most)))
}

/// Returns which values are valid. Members of wrong types were reported when the schema was decoded.
fn bounds_of(members: &Map<String, Value>) -> Bounds {
    let flag = |key: &str| members.get(key).and_then(Value::as_bool).unwrap_or(false);
    let number = |key: &str| members.get(key).filter(|value| value.is_number()).map(Value::to_string);
    let bound = |key: &str, exclusive: &str| number(key).map(|value| Bound { value, exclusive: flag(exclusive) });
    let size = |key: &str| members.get(key).and_then(Value::as_u64);
    let count =
        |least: &str, most: &str| Count { minimum: size(least).filter(|count| *count > 0), maximum: size(most) };
    Bounds {
        minimum: bound("minimum", "exclusiveMinimum"),
        maximum: bound("maximum", "exclusiveMaximum"),
        multiple_of: number("multipleOf"),
        length: count("minLength", "maxLength"),
        pattern: members.get("pattern").and_then(Value::as_str).map(str::to_owned),
        items: count("minItems", "maxItems"),
        unique_items: flag("uniqueItems"),
        members: count("minProperties", "maxProperties"),
    }
}

/// Returns the names that other generators read, too; one for each value.
fn value_names(reader: &mut Reader<'_>, members: &Map<String, Value>, at: &Pointer) -> Vec<String> {
    let Some(key) = VALUE_NAMES.iter().find(|key| members.contains_key(**key)) else { return Vec::new() };
    let values = members.get("enum").and_then(Value::as_array).map_or(0, Vec::len);
    let names = members.get(*key).and_then(Value::as_array);
    let names: Vec<String> = names.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    if names.len() == values {
        return names;
    }
    let message = format!("`{key}` has {} names for {values} values", names.len());
    let problem = Diagnostic::new(Code::Unsupported, at.key(key), message);
    reader.diagnostics.push(problem.help("it is ignored; give each value of `enum` a name, in the same order"));
    Vec::new()
}

/// Returns the listed values. An empty list would allow no value at all.
fn values(
    reader: &mut Reader<'_>,
    members: &Map<String, Value>,
    listed: Vec<Value>,
    at: &Pointer,
) -> Option<Vec<Value>> {
    let described = members.get("enum")?;
    if listed.is_empty() && described.is_array() {
        let problem = Diagnostic::new(Code::Assumed, at.key("enum"), "`enum` lists no value");
        reader.diagnostics.push(problem.help("it is ignored; list the values, or leave `enum` out"));
    }
    (!listed.is_empty()).then_some(listed)
}

/// Returns the members that must be there: those that are listed, and those whose own schema says `required: true`.
fn required(members: &Map<String, Value>, listed: Vec<String>) -> Vec<String> {
    let mut required = listed;
    let properties = members.get("properties").and_then(Value::as_object);
    for (name, schema) in properties.into_iter().flatten() {
        if schema.get("required") == Some(&Value::Bool(true)) && !required.contains(name) {
            required.push(name.clone());
        }
    }
    required
}

fn required_flag(at: &Pointer) -> Diagnostic {
    Diagnostic::new(Code::Assumed, at.key("required"), "`required` is a boolean, as in JSON Schema's draft 3")
        .help("it is taken for that of the object that has the member; list the names of members in its `required`")
}

/// Returns the annotations of a schema or a `$ref`.
fn annotations<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer) -> Schema {
    let examples = members.get("examples").and_then(Value::as_array).cloned().unwrap_or_default();
    let piece = without(members, |key| !ANNOTATIONS.contains(&key));
    if piece.is_empty() {
        return Schema { examples, ..Schema::default() };
    }
    let data: SchemaData = reader.decode(piece, at).unwrap_or_default();
    Schema {
        nullable: data.nullable,
        read_only: data.read_only,
        write_only: data.write_only,
        deprecated: data.deprecated,
        description: data.description,
        default: data.default,
        example: data.example,
        examples,
        ..Schema::default()
    }
}

/// Returns the default of a schema. A number or a truth value in quotation marks is one where the schema describes one.
fn meant_default(reader: &mut Reader<'_>, default: Value, json_type: Option<JsonType>, at: &Pointer) -> Value {
    let meant = default.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    let is_meant = |value: &Value| match json_type {
        Some(JsonType::Integer | JsonType::Number) => value.is_number(),
        Some(JsonType::Boolean) => value.is_boolean(),
        _ => false,
    };
    let Some(meant) = meant.filter(is_meant) else { return default };
    let problem = Diagnostic::new(Code::Assumed, at.key("default"), format!("`default` is the text {default}"));
    reader.diagnostics.push(problem.help(format!("it is read as {meant}; write it without quotation marks")));
    meant
}

fn json_type<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer) -> Option<JsonType> {
    let found = members.get("type")?;
    let known = found.as_str().and_then(|name| JsonType::NAMES.iter().find(|(known, _)| *known == name));
    if known.is_some() {
        return known.map(|(_, json_type)| *json_type);
    }
    let meant = found.as_str().and_then(meant_type);
    reader.diagnostics.push(match (meant, found.as_str()) {
        (Some((word, _)), Some(name)) => assumed_type(name, word, &at.key("type")),
        _ => unknown_type(found, &at.key("type")),
    });
    meant.map(|(_, json_type)| json_type)
}

/// Returns the format that a word in the place of a type means.
fn meant_format(members: &Map<String, Value>) -> Option<String> {
    let word = members.get("type")?.as_str()?.to_lowercase();
    match word.as_str() {
        "date" => Some("date".to_owned()),
        "date-time" | "datetime" => Some("date-time".to_owned()),
        "file" => Some("binary".to_owned()),
        _ => None,
    }
}

/// Returns the type that a word means: that of a format which stands in its place, or the one that is spelt like it.
fn meant_type(name: &str) -> Option<(&'static str, JsonType)> {
    const OTHER: &[(&str, &str)] = &[
        ("bool", "boolean"),
        ("date", "string"),
        ("date-time", "string"),
        ("datetime", "string"),
        ("decimal", "number"),
        ("double", "number"),
        ("email", "string"),
        ("enum", "string"),
        ("file", "string"),
        ("float", "number"),
        ("int", "integer"),
        ("int32", "integer"),
        ("int64", "integer"),
        ("list", "array"),
        ("long", "integer"),
        ("map", "object"),
        ("str", "string"),
        ("text", "string"),
        ("time", "string"),
        ("uri", "string"),
        ("url", "string"),
        ("uuid", "string"),
    ];
    // It is a type in OpenAPI 3.1, and none of ours.
    if name == "null" {
        return None;
    }
    let lower = name.to_lowercase();
    let other = OTHER.iter().find(|(word, _)| *word == lower).map(|(_, meant)| *meant);
    let meant = other.or_else(|| nearest(name, JsonType::NAMES.iter().map(|(known, _)| *known)))?;
    JsonType::NAMES.iter().find(|(known, _)| *known == meant).copied()
}

fn assumed_type(name: &str, word: &str, at: &Pointer) -> Diagnostic {
    Diagnostic::new(Code::Assumed, at.clone(), format!("`{name}` is not a type"))
        .label(format!("taken for `{word}`"))
        .help(format!("write `type: {word}`"))
}

fn unknown_type(found: &Value, at: &Pointer) -> Diagnostic {
    let shown = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
    let problem = Diagnostic::new(Code::Structure, at.clone(), format!("`{shown}` is not a type"));
    match found.as_str() {
        Some("null") => problem.help("OpenAPI 3.0 has no type for null; write `nullable: true` beside the other type"),
        Some(name) => match nearest(name, JsonType::NAMES.iter().map(|(known, _)| *known)) {
            Some(near) => problem.label(format!("did you mean `{near}`?")).help(format!("write `type: {near}`")),
            None => problem.help("a type is one of array, boolean, integer, number, object and string"),
        },
        None => problem.help("OpenAPI 3.0 takes one type; for null write `nullable: true`, for several `oneOf`"),
    }
}

fn properties<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer) -> Vec<(String, SchemaId)> {
    let Some(value) = members.get("properties") else { return Vec::new() };
    let at = at.key("properties");
    let Some(members) = reader.object(value, &at, "`properties`") else { return Vec::new() };
    members.iter().map(|(name, schema)| (name.clone(), reader.schema(at.key(name), schema))).collect()
}

fn child<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer, key: &str) -> Option<SchemaId> {
    members.get(key).map(|value| reader.schema(at.key(key), value))
}

fn children<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer, key: &str) -> Vec<SchemaId> {
    let Some(value) = members.get(key) else { return Vec::new() };
    let at = at.key(key);
    let Some(elements) = reader.list(value, &at, &format!("`{key}`")) else { return Vec::new() };
    elements.iter().enumerate().map(|(index, schema)| reader.schema(at.index(index), schema)).collect()
}

fn additional<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer) -> Additional {
    if members.get("maxProperties").and_then(Value::as_u64) == Some(0) {
        return Additional::Forbidden;
    }
    match members.get("additionalProperties") {
        None => Additional::Unsaid,
        Some(Value::Bool(true)) => Additional::Allowed,
        Some(Value::Bool(false)) => Additional::Forbidden,
        Some(schema) => Additional::Of(reader.schema(at.key("additionalProperties"), schema)),
    }
}

fn discriminator<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer) -> Option<Discriminator> {
    let value = members.get("discriminator")?;
    let at = at.key("discriminator");
    let members = reader.object(value, &at, "`discriminator`")?;
    let decoded: openapiv3::Discriminator = reader.decode(members.clone(), &at)?;
    let mapping = decoded.mapping.iter().filter_map(|(tag, text)| {
        let at = at.key("mapping").key(tag);
        match reference::find(reader.document, &mapped(reader, text), &at) {
            Ok((target, value)) => Some((tag.clone(), reader.schema(target, value))),
            Err(problem) => {
                let message = format!("the mapping of `{tag}` is ignored: {}", problem.message);
                let help = "its values are told apart by what they require; name a schema of this document";
                reader.diagnostics.push(Diagnostic::new(Code::Assumed, at, message).help(help));
                None
            }
        }
    });
    let mapping = mapping.collect();
    let default = default_mapping(reader, members, &at);
    Some(Discriminator { mapping, property: decoded.property_name, default })
}

/// Returns the schema of values that no other value of the discriminator is for.
fn default_mapping<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer) -> Option<SchemaId> {
    let text = members.get("defaultMapping")?.as_str()?;
    let at = at.key("defaultMapping");
    match reference::find(reader.document, &mapped(reader, text), &at) {
        Ok((target, value)) => Some(reader.schema(target, value)),
        Err(problem) => {
            let message = format!("`defaultMapping` is ignored: {}", problem.message);
            let help = "values that no other schema is for are given as JSON; name a schema of this document";
            reader.diagnostics.push(Diagnostic::new(Code::Assumed, at, message).help(help));
            None
        }
    }
}

/// Returns the reference that a mapping's value means. The bare name of a component is one before it is a file, as in
/// `Api.V1.Book` (OpenAPI 3.0.4, "Discriminator Object").
fn mapped(reader: &Reader<'_>, text: &str) -> String {
    let component = Pointer::root().key("components").key("schemas").key(text);
    let is_component = reader.document.pointer(component.as_str()).is_some();
    if is_component || !text.contains(['#', '/', '.']) { format!("#{component}") } else { text.to_owned() }
}
