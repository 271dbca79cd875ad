//! Responses made from their schemas.

use std::mem;

use serde_json::{Map, Value, json};

use super::description::Operation;
use super::schema::{Direction, is_hidden};
use super::{Description, Extent, discriminator};
use crate::server::Reply;

/// Returns a success of an operation: with everything that its schema has, or with only what is required and
/// null where null is allowed. The value is what the body holds, if it is JSON.
pub fn respond(description: &Description, operation: &Operation, extent: Extent) -> (Reply, Option<Value>) {
    let responses = operation.node.get("responses").and_then(Value::as_object).into_iter().flatten();
    let mut successes = responses.filter(|(status, _)| status.starts_with('2'));
    let success = match extent {
        Extent::Everything => successes.next(),
        Extent::AtLeastRequired => successes.next_back(),
    };
    let Some((status, response)) = success else { return (Reply::empty(204), None) };
    let status: u16 = status.parse().unwrap_or(200);
    let content = description.resolve(response).get("content").and_then(Value::as_object);
    // Of several media types JSON:API's is what a client of such a service asks for.
    let rank = |(media_type, _): &(&String, &Value)| !media_type.starts_with("application/vnd.api+json");
    let Some((media_type, content)) = content.and_then(|content| content.iter().min_by_key(rank)) else {
        return (Reply::empty(status), None);
    };
    let Some(schema) = content.get("schema").filter(|_| media_type.contains("json")) else {
        return (Reply::of(media_type, status, "bytes"), None);
    };
    let mut value = Maker { description, extent, count: 0, open: Vec::new(), is_top: true }.value(schema);
    keep_to_json_api(&mut value);
    (Reply::of(media_type, status, value.to_string()), Some(value))
}

/// Takes out of relationships what JSON:API does not have there ("Relationship Objects"): documents that reuse the
/// schema of a whole document describe `included` in each of them.
fn keep_to_json_api(value: &mut Value) {
    let relationships = value.get_mut("relationships").and_then(Value::as_object_mut);
    for relationship in relationships.into_iter().flat_map(|all| all.values_mut()).filter_map(Value::as_object_mut) {
        if relationship.contains_key("data") || relationship.contains_key("links") {
            relationship.remove("included");
        }
        let data = relationship.get_mut("data");
        let elements = match data {
            Some(Value::Array(elements)) => elements.as_mut_slice(),
            Some(one) => std::slice::from_mut(one),
            None => &mut [],
        };
        // Where nothing is described, linkage still holds identifiers ("Resource Linkage").
        for element in elements.iter_mut().filter_map(Value::as_object_mut) {
            if let (Some(any), 1) = (element.remove("any"), element.len() + 1) {
                element.insert("type".to_owned(), "any".into());
                element.insert("id".to_owned(), any);
            }
        }
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(keep_to_json_api),
        Value::Array(values) => values.iter_mut().for_each(keep_to_json_api),
        _ => {}
    }
}

fn without_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(members) = schema.as_object_mut() {
        members.remove("nullable");
    }
    schema
}

struct Maker<'d> {
    description: &'d Description,
    extent: Extent,
    /// Makes values distinct.
    count: usize,
    /// The references that are followed at the moment.
    open: Vec<String>,
    /// Whether nothing was made yet: the next object is the whole document.
    is_top: bool,
}

impl Maker<'_> {
    fn value(&mut self, schema: &Value) -> Value {
        if self.extent == Extent::AtLeastRequired && schema.get("nullable") == Some(&Value::Bool(true)) {
            return Value::Null;
        }
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            self.open.push(target.to_owned());
            let description = self.description;
            let mut value = self.value(description.resolve(schema));
            self.open.pop();
            for (name, constant) in discriminator::constants(description, target) {
                if let Some(member) = value.get_mut(name) {
                    *member = constant.into();
                }
            }
            return value;
        }
        if let Some(only) = discriminator::wrapped(schema) {
            return self.value(only);
        }
        if schema.get("allOf").is_some() {
            let (merged, open) = (self.merged(schema), self.open.len());
            self.open.extend(references(schema).map(str::to_owned));
            let value = self.value(&merged);
            self.open.truncate(open);
            return value;
        }
        if let Some(alternative) = self.alternatives(schema).into_iter().next() {
            return self.value(&alternative);
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            self.count += 1;
            return values.get(self.count % values.len().max(1)).cloned().unwrap_or_default();
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        match kind(schema) {
            Some("object") => self.object(schema),
            Some("array") => self.array(schema),
            Some(kind) => self.scalar(kind, schema),
            None if schema.get("properties").is_some() => self.object(schema),
            None if schema.get("prefixItems").is_some() => self.array(schema),
            None => json!({ "any": self.text() }),
        }
    }

    /// Returns the schemas one of which is to hold; those that lead into themselves last.
    fn alternatives(&self, schema: &Value) -> Vec<Value> {
        let of = |name| schema.get(name).and_then(Value::as_array).into_iter().flatten();
        let mut alternatives: Vec<Value> = of("oneOf").chain(of("anyOf")).cloned().collect();
        let derived = discriminator::derived(self.description, schema);
        alternatives.extend(derived.into_iter().map(|(_, _, target)| json!({ "$ref": target })));
        alternatives.sort_by_key(|alternative| self.is_open(alternative));
        if self.extent == Extent::AtLeastRequired {
            let settled = alternatives.iter().filter(|alternative| !self.is_open(alternative)).count();
            alternatives.get_mut(..settled).unwrap_or_default().reverse();
        }
        alternatives
    }

    fn is_open(&self, schema: &Value) -> bool {
        references(schema).any(|target| self.open.iter().any(|open| open == target))
    }

    /// Returns the parts of an `allOf` and the schema itself, in one.
    fn merged(&self, schema: &Value) -> Value {
        let mut merged = schema.as_object().cloned().unwrap_or_default();
        let parts = merged.remove("allOf");
        for part in parts.iter().filter_map(Value::as_array).flatten() {
            let part = self.description.resolve(part);
            let part = if part.get("allOf").is_some() { self.merged(part) } else { part.clone() };
            merge(&mut merged, &part);
        }
        merged.into()
    }

    fn object(&mut self, schema: &Value) -> Value {
        let mut object = Map::new();
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return match schema.get("additionalProperties").filter(|rest| rest.is_object()) {
                Some(rest) if self.is_open(rest) => json!({}),
                Some(rest) => json!({ "any": self.value(rest) }),
                None => json!({ "any": self.text() }),
            };
        };
        // Nor is a resource without `type` and `id` one (JSON:API "Resource Objects").
        let has = |name: &str| properties.contains_key(name);
        let is_bare = || properties.keys().all(|name| ["id", "lid", "links", "meta", "type"].contains(&name.as_str()));
        let is_resource = has("type") && has("id") && (has("attributes") || has("relationships") || is_bare());
        let is_identity = |name: &str| is_resource && (name == "type" || name == "id");
        // A document without `data` is none, but for one of `meta` or `errors` (JSON:API "Top Level").
        let is_document = mem::take(&mut self.is_top) && properties.contains_key("data");
        for (name, property) in properties {
            let wanted = match self.extent {
                Extent::Everything => !self.is_open(property) || required.contains(&name.as_str()),
                Extent::AtLeastRequired => {
                    required.contains(&name.as_str()) || is_document && name == "data" || is_identity(name)
                }
            };
            if wanted && !is_hidden(self.description, property, Direction::Received) {
                let fixed = if name == "type" { self.wire_type(property) } else { None };
                let value = match fixed {
                    Some(fixed) => fixed,
                    // Null is not an identity, whatever the schema allows.
                    None if is_identity(name) => self.value(&without_null(self.description.resolve(property))),
                    None => self.value(property),
                };
                object.insert(name.clone(), value);
            }
        }
        object.into()
    }

    /// Returns the `type` of a resource where it is plain text: what its default or example tells.
    fn wire_type(&self, property: &Value) -> Option<Value> {
        let schema = self.description.resolve(property);
        let schema = if schema.get("allOf").is_some() { &self.merged(schema) } else { schema };
        if schema.get("type").and_then(Value::as_str) != Some("string") || schema.get("enum").is_some() {
            return None;
        }
        let told = schema.get("default").or_else(|| schema.get("example"));
        told.filter(|value| value.is_string()).cloned()
    }

    /// Returns a list; where its elements are one of several schemas, one of each.
    fn array(&mut self, schema: &Value) -> Value {
        if let Some(places) = schema.get("prefixItems").and_then(Value::as_array) {
            return self.tuple(schema, places);
        }
        let Some(items) = schema.get("items") else { return json!([self.text()]) };
        if self.is_open(items) {
            return json!([]);
        }
        let target = items.get("$ref").and_then(Value::as_str).map(str::to_owned);
        let alternatives = self.alternatives(self.description.resolve(items));
        let settled: Vec<Value> = alternatives.into_iter().filter(|item| !self.is_open(item)).collect();
        if settled.is_empty() || self.extent != Extent::Everything {
            return json!([self.value(items)]);
        }
        self.open.extend(target.clone());
        let values: Vec<Value> = settled.iter().map(|item| self.value(item)).collect();
        if target.is_some() {
            self.open.pop();
        }
        values.into()
    }

    /// Returns a list with a value in each of its places, and another one behind them where one may be.
    fn tuple(&mut self, schema: &Value, places: &[Value]) -> Value {
        let size = |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|size| usize::try_from(size).ok());
        let most = size("maxItems").unwrap_or(usize::MAX);
        let count = if self.extent == Extent::Everything { places.len() } else { size("minItems").unwrap_or_default() };
        // A place of a value that is being made ends the list.
        let places: Vec<&Value> =
            places.iter().take(most.min(count)).take_while(|place| !self.is_open(place)).collect();
        let is_whole = self.extent == Extent::Everything && places.len() < most;
        let mut values: Vec<Value> = places.into_iter().map(|place| self.value(place)).collect();
        let behind = schema.get("items").filter(|items| items.is_object() && is_whole);
        values.extend(behind.map(|items| self.value(items)));
        values.into()
    }

    fn scalar(&mut self, kind: &str, schema: &Value) -> Value {
        self.count += 1;
        let example = schema.get("example").filter(|_| self.extent == Extent::AtLeastRequired);
        let fits = |value: &&Value| match kind {
            "string" => value.is_string(),
            "integer" => value.is_i64(),
            "number" => value.is_number(),
            _ => value.is_boolean(),
        };
        if let Some(example) = example.filter(fits) {
            return example.clone();
        }
        let number = self.count;
        match (kind, schema.get("format").and_then(Value::as_str)) {
            ("string", Some("date-time")) => "2024-05-01T12:30:00.123456+00:00".into(),
            ("string", Some("date")) => "2024-05-01".into(),
            ("string", Some("time")) => "12:30:00".into(),
            // Not shown by what it is decoded to.
            ("string", Some("password")) => "secret".into(),
            ("string", Some("uri")) => format!("https://example.com/{}", self.text()).into(),
            ("string", _) => self.text().into(),
            ("integer", _) => number.into(),
            ("number", _) => json!(number as f64 + 0.5),
            _ => true.into(),
        }
    }

    /// Returns a text that no other part of the response has.
    fn text(&mut self) -> String {
        self.count += 1;
        format!("t{:06}t", self.count)
    }
}

/// Returns the references that a schema is made of.
fn references(schema: &Value) -> impl Iterator<Item = &str> {
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    std::iter::once(schema).chain(parts).filter_map(|part| part.get("$ref")?.as_str())
}

/// Returns the type of a value, of several the first that is not null.
fn kind(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        kind => kind.as_str(),
    }
}

/// Adds to a schema what another says of itself; properties that both have are merged in turn.
fn merge(into: &mut Map<String, Value>, from: &Value) {
    let says = |(name, _): &(&String, &Value)| *name != "discriminator";
    for (name, value) in from.as_object().into_iter().flatten().filter(says) {
        match (into.get_mut(name), value) {
            (Some(Value::Object(old)), Value::Object(_)) if name == "properties" => {
                for (property, value) in value.as_object().into_iter().flatten() {
                    match old.get_mut(property) {
                        Some(both) => *both = json!({ "allOf": [both.clone(), value] }),
                        None => drop(old.insert(property.clone(), value.clone())),
                    }
                }
            }
            (Some(Value::Array(old)), Value::Array(new)) if name == "required" => old.extend(new.iter().cloned()),
            (Some(_), _) => {}
            (None, value) => drop(into.insert(name.clone(), value.clone())),
        }
    }
}
