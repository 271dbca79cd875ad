//! Schemas of OpenAPI 3.0 as JSON Schema 2020-12, and values held against them.
//!
//! Stricter than the document in one thing: what it does not name must not be there, unless it says
//! `additionalProperties`. Looser in one: one of several schemas is any of them, since services write
//! `oneOf` where more than one fits.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Description, discriminator};

/// Which way a value travels: `readOnly` is not sent, `writeOnly` not received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// In a request.
    Sent,
    /// In a response.
    Received,
}

/// Keywords that both dialects have.
const SHARED: [&str; 11] = [
    "enum", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties",
    "maxProperties", "multipleOf",
];

/// Returns what is wrong with a value, each with where in the value.
pub(super) fn violations(
    description: &Description,
    schema: &Value,
    value: &Value,
    direction: Direction,
) -> Vec<String> {
    let mut converter = Converter { description, direction, wanted: Vec::new(), done: BTreeSet::new() };
    let mut converted = converter.schema(schema, true);
    let mut definitions = Map::new();
    while let Some((name, closed)) = converter.wanted.pop() {
        let node = description.root.pointer(&format!("/components/schemas/{name}")).cloned().unwrap_or_default();
        definitions.insert(definition(&name, closed), converter.schema(&node, closed));
    }
    if let Some(object) = converted.as_object_mut() {
        object.insert("$defs".to_owned(), definitions.into());
    }
    let validator = match jsonschema::draft202012::options().should_validate_formats(true).build(&converted) {
        Ok(validator) => validator,
        Err(error) => return vec![format!("the schema cannot be used: {error}")],
    };
    let errors = validator.iter_errors(value);
    errors.map(|error| format!("`{}`: {}", error.instance_path(), short(&error.to_string()))).collect()
}

impl Description {
    /// Returns where a value that a service sends differs from the schema of this name, formats included.
    pub fn differences(&self, schema: &str, value: &Value) -> Vec<String> {
        let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
        violations(self, &schema, value, Direction::Received)
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(300) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Returns the name of a definition. Where it is a part of an `allOf`, it leaves open what else there is.
fn definition(name: &str, closed: bool) -> String {
    if closed { name.to_owned() } else { format!("{name}~open").replace('~', "-") }
}

struct Converter<'d> {
    description: &'d Description,
    direction: Direction,
    /// Definitions that are referred to and not yet converted.
    wanted: Vec<(String, bool)>,
    done: BTreeSet<(String, bool)>,
}

impl Converter<'_> {
    /// Returns a schema; `closed` when what it does not name must not be there.
    fn schema(&mut self, node: &Value, closed: bool) -> Value {
        let converted = self.without_null(node, closed);
        let nullable = node.get("nullable").and_then(Value::as_bool).unwrap_or(false);
        if nullable { json!({ "anyOf": [converted, { "type": "null" }] }) } else { converted }
    }

    fn without_null(&mut self, node: &Value, closed: bool) -> Value {
        if let Some(target) = node.get("$ref").and_then(Value::as_str) {
            return self.value_of(target, closed);
        }
        if let Some(only) = discriminator::wrapped(node) {
            return self.schema(only, closed);
        }
        let mut schema = Map::new();
        let copied = SHARED.iter().filter_map(|name| Some(((*name).to_owned(), node.get(*name)?.clone())));
        schema.extend(copied);
        if let Some(kind) = node.get("type") {
            schema.insert("type".to_owned(), kind.clone());
        }
        let format = node.get("format").filter(|_| self.direction == Direction::Sent);
        if let Some(format) = format.filter(|format| *format == "date-time" || *format == "date") {
            schema.insert("format".to_owned(), format.clone());
        }
        if let Some(items) = node.get("items") {
            schema.insert("items".to_owned(), self.schema(items, true));
        }
        if let Some(places) = node.get("prefixItems").and_then(Value::as_array) {
            let places: Vec<Value> = places.iter().map(|place| self.schema(place, true)).collect();
            schema.insert("prefixItems".to_owned(), places.into());
            if node.get("items") == Some(&Value::Bool(false)) {
                schema.insert("items".to_owned(), false.into());
            }
        }
        let mut is_sum = false;
        for (name, kept) in [("allOf", "allOf"), ("oneOf", "anyOf"), ("anyOf", "anyOf")] {
            if let Some(parts) = node.get(name).and_then(Value::as_array) {
                // A value may be meant by several parts of an `anyOf`: it has what any of them names.
                is_sum |= closed && name == "anyOf" && parts.iter().all(|part| self.has_properties(part));
                let closed = closed && name != "allOf" && node.get("properties").is_none() && !is_sum;
                let parts: Vec<Value> = parts.iter().map(|part| self.schema(part, closed)).collect();
                schema.insert(kept.to_owned(), parts.into());
            }
        }
        self.members(node, closed, &mut schema);
        if is_sum && node.get("additionalProperties").is_none() {
            schema.insert("unevaluatedProperties".to_owned(), false.into());
        }
        schema.into()
    }

    /// Returns whether a schema names members.
    fn has_properties(&self, node: &Value) -> bool {
        self.description.resolve(node).get("properties").is_some()
    }

    /// Returns what a reference leads to. A base that stands for itself, and not as a part of what derives from it,
    /// stands for all that derives from it.
    fn value_of(&mut self, target: &str, closed: bool) -> Value {
        let reference = json!({ "$ref": target });
        let derived = discriminator::derived(self.description, &reference);
        if !closed || derived.is_empty() {
            return self.reference(target, closed);
        }
        let targets: BTreeSet<&str> = derived.into_iter().map(|(_, _, target)| target).collect();
        let targets: Vec<Value> = targets.into_iter().map(|target| self.value_of(target, closed)).collect();
        json!({ "anyOf": targets })
    }

    fn reference(&mut self, target: &str, closed: bool) -> Value {
        let name = target.rsplit('/').next().unwrap_or_default().to_owned();
        let key = (name.clone(), closed);
        if self.done.insert(key.clone()) {
            self.wanted.push(key);
        }
        let reference = json!({ "$ref": format!("#/$defs/{}", definition(&name, closed)) });
        let constants = discriminator::constants(self.description, target);
        let fixed: Map<String, Value> =
            constants.into_iter().map(|(name, value)| (name.to_owned(), json!({ "const": value }))).collect();
        if fixed.is_empty() { reference } else { json!({ "allOf": [reference], "properties": fixed }) }
    }

    /// Checks the members of an object.
    fn members(&mut self, node: &Value, closed: bool, schema: &mut Map<String, Value>) {
        let mut hidden = BTreeSet::new();
        let mut properties = Map::new();
        for (name, property) in node.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if is_hidden(self.description, property, self.direction) {
                hidden.insert(name.as_str());
                properties.insert(name.clone(), false.into());
            } else {
                properties.insert(name.clone(), self.schema(property, true));
            }
        }
        let required = node.get("required").and_then(Value::as_array).into_iter().flatten();
        let required = required.filter(|name| name.as_str().is_some_and(|name| !hidden.contains(name)));
        let required: Vec<Value> = required.cloned().collect();
        if !required.is_empty() {
            schema.insert("required".to_owned(), required.into());
        }
        let named = !properties.is_empty();
        if named {
            schema.insert("properties".to_owned(), properties.into());
        }
        match node.get("additionalProperties") {
            Some(Value::Bool(false)) | None if closed && (named || node.get("allOf").is_some()) => {
                schema.insert("unevaluatedProperties".to_owned(), false.into());
            }
            Some(rest @ Value::Object(_)) => {
                schema.insert("additionalProperties".to_owned(), self.schema(rest, true));
            }
            Some(Value::Bool(true)) => {
                schema.insert("additionalProperties".to_owned(), true.into());
            }
            _ => {}
        }
    }
}

/// Returns whether a property does not travel this way.
pub(super) fn is_hidden(description: &Description, property: &Value, direction: Direction) -> bool {
    let flag = match direction {
        Direction::Sent => "readOnly",
        Direction::Received => "writeOnly",
    };
    let is_set = |node: &Value| node.get(flag).and_then(Value::as_bool).unwrap_or(false);
    let parts = property.get("allOf").and_then(Value::as_array).into_iter().flatten();
    is_set(property) || is_set(description.resolve(property)) || parts.into_iter().any(is_set)
}
