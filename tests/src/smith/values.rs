//! Schemas of values.

use serde_json::{Map, Value, json};

use super::words::{NAMES, TEXTS, VALUES};
use super::{Smith, insert};

impl Smith {
    /// Returns an object with members of its own, some of them required.
    pub(super) fn object(&mut self, depth: usize) -> Value {
        let count = 1 + self.random.below(6);
        let names = self.distinct(NAMES, count);
        self.object_of(&names, depth)
    }

    /// Returns an object with these members, some of them required.
    pub(super) fn object_of(&mut self, names: &[&str], depth: usize) -> Value {
        let mut members = Map::new();
        let mut required = Vec::new();
        for name in names {
            let mut schema = self.schema(depth);
            if self.random.once_in(3) {
                required.push(*name);
            } else {
                let flag = self.random.one_of(&["readOnly", "writeOnly", "deprecated", "", "", "", "", "", "", ""]);
                if !flag.is_empty() && schema.get("$ref").is_none() {
                    insert(&mut schema, flag, json!(true));
                }
            }
            members.insert((*name).to_owned(), schema);
        }
        let mut object = json!({"type": "object", "properties": members});
        if !required.is_empty() {
            insert(&mut object, "required", json!(required));
        }
        match self.random.below(12) {
            0 => insert(&mut object, "additionalProperties", json!(true)),
            1 => insert(&mut object, "additionalProperties", json!(false)),
            _ => {}
        }
        object
    }

    /// Any schema of a value.
    pub(super) fn schema(&mut self, depth: usize) -> Value {
        if depth == 0 || self.random.once_in(2) {
            let scalar = self.scalar();
            return self.described(scalar);
        }
        let inner = depth - 1;
        let schema = match self.random.below(11) {
            0 | 1 => {
                let items = self.schema(inner);
                json!({"type": "array", "items": items})
            }
            2 => {
                let values = self.schema(inner);
                json!({"type": "object", "additionalProperties": values})
            }
            3 | 4 => self.object(inner),
            5 => return self.shared(inner),
            6 => self.composed(inner),
            7 => self.union_of_objects(inner),
            8 => json!({"oneOf": [{"type": "string"}, self.random.one_of(&[
                json!({"type": "integer"}),
                json!({"type": "array", "items": {"type": "string"}}),
                json!({"type": "boolean"}),
            ])]}),
            9 => self.tuple(inner),
            _ => return self.recursive(inner),
        };
        self.described(schema)
    }

    /// Returns a schema of a value without parts.
    pub(super) fn scalar(&mut self) -> Value {
        match self.random.below(14) {
            0 | 1 => json!({"type": "string"}),
            2 => {
                json!({"type": "string", "format": self.random.one_of(&["date-time", "date", "email", "uuid", "uri"])})
            }
            3 => {
                json!({"type": "string", "format": self.random.one_of(&["password", "byte", "time", "ipv4", "unheard-of"])})
            }
            4 | 5 => {
                let count = 1 + self.random.below(4);
                json!({"type": "string", "enum": self.distinct(VALUES, count)})
            }
            6 => json!({"type": "integer", "enum": self.random.one_of(&[vec![1, 2, 3], vec![-1, 0], vec![7]])}),
            7 => json!({"type": "integer", "format": self.random.one_of(&["int32", "int64"])}),
            8 => json!({"type": "integer", "minimum": 0, "maximum": 1000, "default": 3}),
            9 => json!({"type": "number", "format": self.random.one_of(&["float", "double"])}),
            10 => json!({"type": "boolean"}),
            11 => json!({"type": "object", "additionalProperties": true}),
            12 => json!({"type": "string", "example": "so", "minLength": 1, "maxLength": 40}),
            _ => json!({"type": "string", "pattern": "^[a-z]+$", "example": "abc"}),
        }
    }

    /// Adds to a schema what may stand beside any: that it may be null, a description, a title.
    fn described(&mut self, mut schema: Value) -> Value {
        if self.random.once_in(4) {
            insert(&mut schema, "nullable", json!(true));
        }
        if self.random.once_in(4) {
            insert(&mut schema, "description", json!(self.random.one_of(TEXTS)));
        }
        if self.random.once_in(12) {
            insert(&mut schema, "title", json!(self.random.one_of(NAMES)));
        }
        schema
    }

    /// Adds a component, and returns a reference to it.
    pub(super) fn component(&mut self, schema: Value) -> Value {
        let name = format!("Part{}", self.schemas.len());
        self.schemas.insert(name.clone(), schema);
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    /// Returns a reference to an object or a word that other places refer to, too.
    fn shared(&mut self, depth: usize) -> Value {
        if self.shared.is_empty() || self.random.once_in(3) {
            let schema = if self.random.once_in(3) { self.scalar() } else { self.object(depth) };
            let reference = self.component(schema);
            self.shared.push(reference);
        }
        let reference = self.random.one_of(&self.shared);
        match self.random.below(4) {
            0 => json!({"allOf": [reference], "description": "One that others have, too."}),
            1 => json!({"allOf": [reference], "nullable": true}),
            _ => reference,
        }
    }

    /// Returns an object that is made of several.
    fn composed(&mut self, depth: usize) -> Value {
        let count = 2 + self.random.below(4);
        let names = self.distinct(NAMES, count);
        let (first, second) = names.split_at(names.len() / 2);
        let (first, second) = (self.object_of(first, depth), self.object_of(second, depth));
        let open = |mut part: Value| {
            if let Some(part) = part.as_object_mut() {
                part.remove("additionalProperties");
            }
            part
        };
        let first = self.component(open(first));
        json!({"allOf": [first, open(second)]})
    }

    /// Returns a list in which each place has a schema of its own, as OpenAPI 3.1 has them.
    fn tuple(&mut self, depth: usize) -> Value {
        let count = 1 + self.random.below(3);
        let places: Vec<Value> = (0..count).map(|_| self.schema(depth)).collect();
        let mut tuple = json!({"type": "array", "minItems": count, "prefixItems": places});
        if self.random.once_in(2) {
            insert(&mut tuple, "items", json!(false));
        }
        tuple
    }

    /// Returns a union of objects, told apart in one of the ways that services have.
    fn union_of_objects(&mut self, depth: usize) -> Value {
        let told = self.random.one_of(&[Told::Discriminator, Told::Constant, Told::Members, Told::Base]);
        let tag = self.random.one_of(&["kind", "type", "of"]);
        let count = 2 + self.random.below(2);
        let values = self.distinct(&["circle", "square", "free-form", "none", "self"], count);
        let base = matches!(told, Told::Base).then(|| self.component(Value::Null));
        let mut references = Vec::new();
        let mut mapping = Map::new();
        for value in values {
            let reference = match &base {
                Some(base) => {
                    let count = 1 + self.random.below(2);
                    let own = self.alternative(&[tag, "shared"], count, depth);
                    self.component(json!({"allOf": [base, own]}))
                }
                None => {
                    let count = self.random.below(3);
                    let mut alternative = self.alternative(&[tag], count, depth);
                    let (name, schema) = match told {
                        Told::Members => (format!("only-{value}"), json!({"type": "string"})),
                        _ => (tag.to_owned(), json!({"type": "string", "enum": [value]})),
                    };
                    require(&mut alternative, &name, schema);
                    self.component(alternative)
                }
            };
            if let Some(target) = reference.get("$ref") {
                mapping.insert(value.to_owned(), target.clone());
            }
            references.push(reference);
        }
        let discriminator = json!({"propertyName": tag, "mapping": mapping});
        if let Some(base) = base {
            let mut object = json!({"type": "object", "properties": {"shared": self.scalar()}});
            require(&mut object, tag, json!({"type": "string"}));
            insert(&mut object, "discriminator", discriminator);
            self.replace(&base, object);
            return base;
        }
        let mut union = json!({self.random.one_of(&["oneOf", "anyOf"]): references});
        if matches!(told, Told::Discriminator) {
            insert(&mut union, "discriminator", discriminator);
        }
        union
    }

    /// Returns an object without these members.
    fn alternative(&mut self, taken: &[&str], count: usize, depth: usize) -> Value {
        let names: Vec<&str> = self.distinct(NAMES, count).into_iter().filter(|name| !taken.contains(name)).collect();
        let mut object = self.object_of(&names, depth);
        if let Some(object) = object.as_object_mut() {
            object.remove("additionalProperties");
        }
        object
    }

    /// Puts another schema in the place of a component.
    fn replace(&mut self, reference: &Value, schema: Value) {
        let target = reference.get("$ref").and_then(Value::as_str);
        if let Some(name) = target.and_then(|target| target.rsplit('/').next()) {
            self.schemas.insert(name.to_owned(), schema);
        }
    }

    /// Returns a reference to an object that holds others of its kind.
    fn recursive(&mut self, depth: usize) -> Value {
        let itself = self.component(Value::Null);
        let mut object = self.object(depth);
        if let Some(members) = object.get_mut("properties") {
            insert(members, "children", json!({"type": "array", "items": itself}));
            if self.random.once_in(2) {
                insert(members, "parent", json!({"allOf": [itself], "nullable": true}));
            }
        }
        self.replace(&itself, object);
        itself
    }
}

/// What the alternatives of a union are told apart by.
#[derive(Clone, Copy)]
enum Told {
    /// A `discriminator` beside them.
    Discriminator,
    /// A constant in each.
    Constant,
    /// Members that only one of them has.
    Members,
    /// A `discriminator` in what all of them derive from.
    Base,
}

/// Adds a required member to an object.
fn require(object: &mut Value, name: &str, schema: Value) {
    let required = object.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    insert(object, "required", required.into_iter().chain([json!(name)]).collect());
    if let Some(members) = object.get_mut("properties") {
        insert(members, name, schema);
    }
}
