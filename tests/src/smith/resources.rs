//! Schemas of resources: as they are identified, read, created and changed.

use serde_json::{Map, Value, json};

use super::words::NAMES;
use super::{Smith, insert, key};

/// A resource type and how it is described.
pub(super) struct Kind {
    /// The wire type.
    pub(super) name: &'static str,
    /// The names of its attributes.
    pub(super) attributes: Vec<&'static str>,
    /// The names of its relationships, and whether each is to several.
    pub(super) relationships: Vec<(&'static str, bool, &'static str)>,
    /// The schema of its ids.
    pub(super) id: Value,
}

impl Kind {
    /// Returns a reference to one of its schemas: "" is how it is read.
    pub(super) fn reference(&self, what: &str) -> Value {
        reference(self.name, what)
    }
}

pub(super) fn reference(kind: &str, what: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{}{what}", key(kind))})
}

impl Smith {
    /// Makes up a resource type, and adds its schemas.
    pub(super) fn resource(&mut self, name: &'static str, kinds: &[&'static str]) -> Kind {
        let count = 2 + self.random.below(8);
        let mut attributes = self.distinct(NAMES, count);
        let count = self.random.below(attributes.len().min(4));
        let related = attributes.split_off(attributes.len() - count);
        let relationships: Vec<_> =
            related.into_iter().map(|name| (name, self.random.once_in(2), self.random.one_of(kinds))).collect();
        let id = self.random.one_of(&[
            json!({"type": "string"}),
            json!({"type": "string"}),
            json!({"type": "string", "format": "uuid"}),
            json!({"type": "integer"}),
        ]);
        let kind = Kind { name, attributes, relationships, id };
        self.views(&kind);
        kind
    }

    /// Adds the schemas of a resource type.
    fn views(&mut self, kind: &Kind) {
        let word = self.wire_type(kind.name);
        let identifier = json!({
            "type": "object", "required": ["type", "id"],
            "properties": {"type": {"type": "string", "enum": [kind.name]}, "id": kind.id},
        });
        let attributes = self.object_of(&kind.attributes, 2);
        let mut members = json!({"type": word, "id": kind.id, "attributes": attributes});
        let relationships = self.relationships(kind);
        if !kind.relationships.is_empty() {
            insert(&mut members, "relationships", relationships);
        }
        let resource =
            |required: Value, members: &Value| json!({"type": "object", "required": required, "properties": members});
        let mut read = members.clone();
        for relationship in
            read.pointer_mut("/relationships/properties").and_then(Value::as_object_mut).into_iter().flatten()
        {
            if let Some(members) = relationship.1.get_mut("properties").filter(|_| self.random.once_in(3)) {
                let links = json!({"self": {"type": "string"}, "related": {"type": "string"}});
                insert(members, "links", json!({"type": "object", "properties": links}));
            }
        }
        if self.random.once_in(2) {
            insert(&mut read, "links", json!({"type": "object", "properties": {"self": {"type": "string"}}}));
        }
        if self.random.once_in(4) {
            let meta = self.object(1);
            insert(&mut read, "meta", meta);
        }
        let mut read = resource(json!(["type", "id", "attributes"]), &read);
        if self.random.once_in(4) {
            // What all resources have, and what this one has besides.
            let base = self.component(json!({"type": "object", "required": ["id", "type"], "properties": {"id": kind.id, "type": {"type": "string"}}}));
            if let Some(members) = read.get_mut("properties").and_then(Value::as_object_mut) {
                members.shift_remove("id");
            }
            read = json!({"allOf": [base, read]});
        }
        let beside = self.beside_attributes(&mut members);
        let with = |required: &[&str]| json!(required.iter().chain(&beside).collect::<Vec<_>>());
        let update = resource(with(&["type", "id"]), &members);
        let is_named_by_clients = self.random.once_in(4);
        if let Some(members) = members.as_object_mut().filter(|_| !is_named_by_clients) {
            members.shift_remove("id");
        }
        // A local id stands in the place of an id that is not given.
        let required = if is_named_by_clients && (self.has_batch || self.random.once_in(2)) {
            with(&["type", "id", "attributes"])
        } else {
            with(&["type", "attributes"])
        };
        if self.has_batch && !is_named_by_clients {
            insert(&mut members, "lid", json!({"type": "string"}));
        }
        let new = resource(required, &members);
        for (what, schema) in [("Id", identifier), ("", read), ("New", new), ("Update", update)] {
            self.schemas.insert(format!("{}{what}", key(kind.name)), schema);
        }
    }

    /// Adds to a resource to send what may stand beside its attributes, and returns what of it is required.
    fn beside_attributes(&mut self, members: &mut Value) -> Vec<&'static str> {
        let mut required = Vec::new();
        for name in ["meta", "position", "trace-id"] {
            if !self.random.once_in(6) {
                continue;
            }
            let schema = if name == "meta" { self.object(1) } else { self.schema(1) };
            insert(members, name, schema);
            if self.random.once_in(2) {
                required.push(name);
            }
        }
        required
    }

    /// Returns the schema of a member `type`.
    fn wire_type(&mut self, name: &str) -> Value {
        match self.random.below(5) {
            0 => json!({"type": "string", "enum": [name], "default": name}),
            2 => json!({"type": "string", "default": name}),
            1 => self.component(json!({"type": "string", "enum": [name]})),
            _ => json!({"type": "string", "enum": [name]}),
        }
    }

    /// Returns the schema of an identifier of one type, or sometimes of either of two.
    fn identifier(&mut self, target: &str, other: &str) -> Value {
        if target == other || !self.random.once_in(5) {
            return reference(target, "Id");
        }
        let either = json!([reference(target, "Id"), reference(other, "Id")]);
        json!({self.random.one_of(&["oneOf", "anyOf"]): either})
    }

    fn relationships(&mut self, kind: &Kind) -> Value {
        let mut members = Map::new();
        for (name, is_many, target) in &kind.relationships {
            let target = self.identifier(target, kind.name);
            let data = match (is_many, self.random.below(3)) {
                (true, _) => json!({"type": "array", "items": target}),
                (_, 0) => json!({"nullable": true, "allOf": [target]}),
                _ => target,
            };
            let mut relationship = json!({"type": "object", "properties": {"data": data}});
            if self.random.once_in(2) {
                insert(&mut relationship, "required", json!(["data"]));
            }
            members.insert((*name).to_owned(), relationship);
        }
        json!({"type": "object", "properties": members})
    }
}
