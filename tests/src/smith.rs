//! A smith of documents: each is a valid description of a JSON:API service, made up from a seed. The compiler has to
//! accept it, and the client has to compile, and to send and read what the document says.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Names of members: what services call things, and what is awkward in Rust.
const NAMES: &[&str] = &[
    "title",
    "created_at",
    "first name",
    "self",
    "type-of-it",
    "fn",
    "async",
    "Option",
    "größe",
    "2fast",
    "a.b",
    "isOpen",
    "HTTPStatus",
    "result",
    "error",
    "value",
    "data",
    "attributes",
    "crate",
    "super",
    "match",
    "x",
    "новое",
    "some_thing",
    "str",
    "String",
    "vec",
    "send",
    "build",
    "new",
    "status",
    "box",
    "dyn",
    "price",
    "_hidden",
    "with:colon",
    "ends?",
    "items",
];

/// Resource types.
const KINDS: &[&str] =
    &["book", "person", "shelf-mark", "type", "self-service", "order_item", "vec", "error", "Größe", "client"];

/// Values of enums.
const VALUES: &[&str] = &["open", "closed", "in progress", ">=", "self", "1st", "ÄÖ", "n/a", "true", "a-b"];

/// Tags.
const TAGS: &[&str] = &["Books", "data privacy", "Self", "v2", "types", "async"];

/// Returns the document of a seed.
pub fn document(seed: u64) -> Value {
    let mut smith = Smith { random: Random::new(seed), schemas: Map::new(), paths: Map::new() };
    let count = 1 + smith.random.below(4);
    let kinds = smith.distinct(KINDS, count);
    for kind in &kinds {
        smith.resource(kind, &kinds);
    }
    for (number, kind) in kinds.iter().enumerate() {
        smith.operations(number, kind, &kinds);
    }
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": format!("Made up {seed}"), "version": "1"},
        "servers": [{"url": "https://smith.example/api"}],
        "paths": smith.paths,
        "components": {"schemas": smith.schemas},
    });
    let scheme = match smith.random.below(4) {
        0 => json!({"type": "http", "scheme": "bearer"}),
        1 => json!({"type": "http", "scheme": "basic"}),
        2 => json!({"type": "apiKey", "in": "header", "name": "X-Key"}),
        _ => Value::Null,
    };
    if !scheme.is_null() {
        insert(&mut document, "security", json!([{"key": []}]));
        if let Some(components) = document.get_mut("components") {
            insert(components, "securitySchemes", json!({"key": scheme}));
        }
    }
    document
}

struct Smith {
    random: Random,
    schemas: Map<String, Value>,
    paths: Map<String, Value>,
}

impl Smith {
    /// As many of the names as wanted, no two of which differ only in what Rust's names leave out.
    fn distinct(&mut self, names: &[&'static str], count: usize) -> Vec<&'static str> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for _ in 0..count * 4 {
            let name = self.random.one_of(names);
            let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            if found.len() < count && seen.insert(plain) {
                found.push(name);
            }
        }
        found
    }

    fn reference(kind: &str, what: &str) -> Value {
        json!({"$ref": format!("#/components/schemas/{}{what}", key(kind))})
    }

    /// Adds the schemas of a resource type: as it is identified, read, created and changed.
    fn resource(&mut self, kind: &str, kinds: &[&'static str]) {
        let kind_schema = json!({"type": "string", "enum": [kind]});
        let identifier = json!({
            "type": "object", "required": ["type", "id"], "properties": {"type": kind_schema, "id": {"type": "string"}},
        });
        let attributes = self.object(2);
        let relationships = self.relationships(kinds);
        let mut members = json!({"type": kind_schema, "id": {"type": "string"}, "attributes": attributes});
        if let Some(relationships) = relationships {
            insert(&mut members, "relationships", relationships);
        }
        let resource =
            |required: Value, members: &Value| json!({"type": "object", "required": required, "properties": members});
        let read = resource(json!(["type", "id", "attributes"]), &members);
        let update = resource(json!(["type", "id"]), &members);
        if let Some(members) = members.as_object_mut() {
            members.shift_remove("id");
        }
        let new = resource(json!(["type", "attributes"]), &members);
        for (what, schema) in [("Id", identifier), ("", read), ("New", new), ("Update", update)] {
            self.schemas.insert(format!("{}{what}", key(kind)), schema);
        }
    }

    fn relationships(&mut self, kinds: &[&'static str]) -> Option<Value> {
        let count = self.random.below(4);
        let names = self.distinct(NAMES, count);
        let mut members = Map::new();
        for name in names {
            let target = Self::reference(self.random.one_of(kinds), "Id");
            let data = match self.random.below(3) {
                0 => json!({"type": "array", "items": target}),
                1 => json!({"nullable": true, "allOf": [target]}),
                _ => target,
            };
            members
                .insert(name.to_owned(), json!({"type": "object", "required": ["data"], "properties": {"data": data}}));
        }
        (!members.is_empty()).then(|| json!({"type": "object", "properties": members}))
    }

    /// Returns an object with members of its own, some of them required.
    fn object(&mut self, depth: usize) -> Value {
        let count = 1 + self.random.below(6);
        let names = self.distinct(NAMES, count);
        let mut members = Map::new();
        for name in &names {
            let schema = self.schema(depth);
            members.insert((*name).to_owned(), schema);
        }
        let required: Vec<&str> = names.into_iter().filter(|_| self.random.once_in(3)).collect();
        let mut object = json!({"type": "object", "properties": members});
        if !required.is_empty() {
            insert(&mut object, "required", json!(required));
        }
        object
    }

    /// Any schema of a value.
    fn schema(&mut self, depth: usize) -> Value {
        let mut schema = match self.random.below(if depth == 0 { 8 } else { 11 }) {
            0 | 1 => json!({"type": "string"}),
            2 => {
                json!({"type": "string", "format": self.random.one_of(&["date-time", "date", "email", "uuid", "uri"])})
            }
            3 => {
                let count = 1 + self.random.below(4);
                json!({"type": "string", "enum": self.distinct(VALUES, count)})
            }
            4 => json!({"type": "integer", "format": self.random.one_of(&["int32", "int64"])}),
            5 => json!({"type": "number"}),
            6 => json!({"type": "boolean"}),
            7 => json!({"type": "object", "additionalProperties": true}),
            8 => json!({"type": "array", "items": self.schema(depth - 1)}),
            _ => self.object(depth - 1),
        };
        if self.random.once_in(4) {
            insert(&mut schema, "nullable", json!(true));
        }
        if self.random.once_in(4) {
            let text = self.random.one_of(&[
                "What it is.",
                "```",
                "a `code` span, *and* <b>more</b>",
                "/// # Panics",
                "\u{202e}",
            ]);
            insert(&mut schema, "description", json!(text));
        }
        schema
    }

    /// Adds the operations of a resource type, each there or not.
    fn operations(&mut self, number: usize, kind: &str, kinds: &[&'static str]) {
        let tag = self.random.one_of(TAGS);
        let content = |schema: Value| json!({"application/vnd.api+json": {"schema": schema}});
        let data =
            |schema: Value| content(json!({"type": "object", "required": ["data"], "properties": {"data": schema}}));
        let answer = |schema: Value| json!({"200": {"description": "It.", "content": data(schema)}});
        let body = |what: &str| json!({"required": true, "content": data(Self::reference(kind, what))});
        let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
        let operation = |name: &str, more: Value| {
            let mut operation = json!({"operationId": format!("{name}_{number}_things"), "tags": [tag]});
            for (name, value) in more.as_object().into_iter().flatten() {
                insert(&mut operation, name, value.clone());
            }
            operation
        };
        let none = json!({"204": {"description": "Done."}});
        let mut all = json!({});
        let list = json!({"parameters": self.parameters(kind), "responses": {"200": {"description": "Them.", "content": self.page(kind, kinds)}}});
        insert(&mut all, "get", operation("list", list));
        if self.random.once_in(2) {
            let responses = json!({"201": {"description": "It.", "content": data(Self::reference(kind, ""))}});
            insert(&mut all, "post", operation("create", json!({"requestBody": body("New"), "responses": responses})));
        }
        let mut one = json!({"parameters": [id]});
        insert(&mut one, "get", operation("get", json!({"responses": answer(Self::reference(kind, ""))})));
        if self.random.once_in(2) {
            let update = json!({"requestBody": body("Update"), "responses": answer(Self::reference(kind, ""))});
            insert(&mut one, "patch", operation("update", update));
        }
        if self.random.once_in(2) {
            insert(&mut one, "delete", operation("delete", json!({"responses": none})));
        }
        self.paths.insert(format!("/things{number}"), all);
        self.paths.insert(format!("/things{number}/{{id}}"), one);
    }

    /// Returns a page of resources, with what is included.
    fn page(&mut self, kind: &str, kinds: &[&'static str]) -> Value {
        let mut members = json!({"data": {"type": "array", "items": Self::reference(kind, "")}});
        if self.random.once_in(2) {
            insert(
                &mut members,
                "links",
                json!({"type": "object", "properties": {"next": {"type": "string", "nullable": true}}}),
            );
        }
        if self.random.once_in(2) {
            let alternatives: Vec<Value> = kinds.iter().map(|kind| Self::reference(kind, "")).collect();
            let items =
                if let [only] = alternatives.as_slice() { only.clone() } else { json!({"oneOf": alternatives}) };
            insert(&mut members, "included", json!({"type": "array", "items": items}));
        }
        json!({"application/vnd.api+json": {"schema": {"type": "object", "required": ["data"], "properties": members}}})
    }

    /// Parameters of a list.
    fn parameters(&mut self, kind: &str) -> Vec<Value> {
        let mut parameters = Vec::new();
        let mut add =
            |name: &str, schema: Value| parameters.push(json!({"name": name, "in": "query", "schema": schema}));
        match self.random.below(4) {
            0 => add("page[cursor]", json!({"type": "string"})),
            1 => add("page[number]", json!({"type": "integer"})),
            2 => add("page[offset]", json!({"type": "integer"})),
            _ => {}
        }
        if self.random.once_in(2) {
            add("page[size]", json!({"type": "integer", "minimum": 1, "maximum": 100}));
        }
        if self.random.once_in(2) {
            add(
                &format!("filter[{}]", self.random.one_of(&["title", "created-at", "self"])),
                json!({"type": "string"}),
            );
        }
        let names: Vec<String> = self.attribute_names(kind);
        if let Some(name) = names.first().filter(|_| self.random.once_in(2)) {
            let values = [name.clone(), format!("-{name}")];
            add("sort", json!({"type": "string", "enum": values}));
        }
        if self.random.once_in(3) {
            parameters.push(json!({"name": "X-Branch", "in": "header", "schema": {"type": "string"}}));
        }
        if !names.is_empty() && self.random.once_in(2) {
            let schema = json!({"type": "array", "items": {"type": "string", "enum": names}});
            parameters
                .push(json!({"name": format!("fields[{kind}]"), "in": "query", "explode": false, "schema": schema}));
        }
        parameters
    }

    fn attribute_names(&self, kind: &str) -> Vec<String> {
        let schema = self.schemas.get(&key(kind));
        let attributes = schema.and_then(|schema| schema.pointer("/properties/attributes/properties")?.as_object());
        attributes.into_iter().flatten().map(|(name, _)| name.clone()).collect()
    }
}

/// Returns the name of a schema: what a reference may hold as it is.
fn key(kind: &str) -> String {
    let plain: String = kind.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{}{plain}", if kind.is_ascii() { "S" } else { "U" })
}

fn insert(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}
