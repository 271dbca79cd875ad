//! Operations of resources.

use std::mem;

use serde_json::{Map, Value, json};

use super::parameters::Pages;
use super::resources::Kind;
use super::words::{TAGS, TEXTS};
use super::{Smith, insert};

const JSON_API: &str = "application/vnd.api+json";
const ATOMIC: &str = r#"application/vnd.api+json; ext="https://jsonapi.org/ext/atomic""#;

impl Smith {
    /// Adds the operations of a resource type, each there or not.
    pub(super) fn operations(&mut self, number: usize, kind: &Kind, kinds: &[Kind]) {
        let tag = self.random.one_of(TAGS);
        let all = self.of_collection(number, kind, kinds);
        let one = self.of_resource(number, kind, kinds);
        self.add(&format!("/things{number}"), tag, all);
        self.add(&format!("/things{number}/{{id}}"), tag, one);
        if let Some(relationship) = kind.relationships.first().copied().filter(|_| self.random.once_in(2)) {
            let operations = self.of_relationship(number, kind, relationship);
            self.add(&format!("/things{number}/{{id}}/relationships/one"), tag, operations);
            let related = self.of_related(number, kind, relationship, kinds);
            self.add(&format!("/things{number}/{{id}}/one"), tag, related);
        }
        if self.random.once_in(3) {
            let operations = self.of_action(number);
            self.add(&format!("/things{number}/{{id}}/act/{{mode}}"), tag, operations);
        }
        if self.random.once_in(4) {
            let operations = self.of_files(number);
            self.add(&format!("/files{number}"), tag, operations);
        }
    }

    /// Adds the operations of a path, by method and id.
    pub(super) fn add(&mut self, path: &str, tag: &str, operations: Vec<(&str, String, Value)>) {
        let mut item = Map::new();
        for (method, id, operation) in operations {
            let mut whole = json!({"operationId": id, "tags": [tag]});
            for (name, value) in operation.as_object().into_iter().flatten() {
                insert(&mut whole, name, value.clone());
            }
            self.vary(&mut whole);
            if let Some(responses) = whole.get_mut("responses").filter(|_| self.random.once_in(2)) {
                insert(responses, "default", json!({"$ref": "#/components/responses/Failure"}));
            }
            item.insert(method.to_owned(), whole);
        }
        self.paths.insert(path.to_owned(), item.into());
    }

    /// Returns the id of an operation, as services make them up.
    fn id(&mut self, verb: &str, number: usize) -> String {
        match self.random.below(5) {
            0 => format!("{verb}Things{number}"),
            1 => format!("things{number}.{verb}"),
            2 => format!("{verb}-things-{number}"),
            3 => format!("Things{number}Controller#{verb}"),
            _ => format!("{verb}_{number}_things"),
        }
    }

    /// Says the same of an operation in other ways, and adds what changes nothing of what is sent.
    fn vary(&mut self, operation: &mut Value) {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            if self.random.once_in(4) {
                let name = format!("Parameter{}", self.parameters.len());
                let reference = json!({"$ref": format!("#/components/parameters/{name}")});
                self.parameters.insert(name, mem::replace(parameter, reference));
            }
        }
        if let Some(body) = operation.get_mut("requestBody").filter(|_| self.random.once_in(4)) {
            let name = format!("Body{}", self.bodies.len());
            let reference = json!({"$ref": format!("#/components/requestBodies/{name}")});
            self.bodies.insert(name, mem::replace(body, reference));
        }
        match self.random.below(8) {
            0 => insert(operation, "deprecated", json!(true)),
            1 => insert(operation, "summary", json!(self.random.one_of(TEXTS))),
            2 => insert(operation, "externalDocs", json!({"url": "https://smith.example/docs"})),
            3 => insert(operation, "security", json!([])),
            _ => {}
        }
        if let Some(members) = operation.as_object_mut().filter(|_| self.random.once_in(8)) {
            members.shift_remove("tags");
        }
    }

    fn of_collection(&mut self, number: usize, kind: &Kind, kinds: &[Kind]) -> Vec<(&'static str, String, Value)> {
        let pages = self.random.one_of(&[
            Pages::None,
            Pages::Links,
            Pages::Links,
            Pages::Numbers,
            Pages::Offsets,
            Pages::Cursors,
        ]);
        let parameters = self.of_list(kind, pages);
        let list = json!({"parameters": parameters, "responses": {"200": {"description": "Them.", "content": self.page(kind, kinds, pages)}}});
        let mut operations = vec![("get", self.id("list", number), list)];
        if self.random.once_in(2) {
            let many = self.random.once_in(6);
            let (new, read) = (kind.reference("New"), kind.reference(""));
            let list = |items: Value| json!({"type": "array", "items": items});
            let (new, read) = if many { (list(new), list(read)) } else { (new, read) };
            let parameters = self.others();
            let status = self.random.one_of(&["200", "201", "202"]);
            let mut responses = json!({status: {"description": "It.", "content": data(read)}});
            if self.random.once_in(4) {
                insert(&mut responses, "204", json!({"description": "As it was sent."}));
            }
            let content = if self.random.once_in(6) { self.either(kind, new) } else { data(new) };
            let body = json!({"required": self.random.once_in(2), "content": content});
            let create = json!({"parameters": parameters, "requestBody": body, "responses": responses});
            operations.push(("post", self.id("create", number), create));
        }
        operations
    }

    /// Returns the content of a request that takes either of two documents, each with a resource of this type.
    fn either(&mut self, kind: &Kind, new: Value) -> Value {
        let attributes = self.object(1);
        let other = json!({"type": "object", "required": ["type", "attributes"], "properties": {
            "type": {"type": "string", "enum": [kind.name]}, "attributes": attributes,
        }});
        let documents: Vec<Value> = [new, other].into_iter().map(document_of).collect();
        let documents: Vec<Value> = documents.into_iter().map(|one| self.component(one)).collect();
        json!({JSON_API: {"schema": {"oneOf": documents}}})
    }

    fn of_resource(&mut self, number: usize, kind: &Kind, kinds: &[Kind]) -> Vec<(&'static str, String, Value)> {
        let id = json!({"name": "id", "in": "path", "required": true, "schema": kind.id});
        let with = |smith: &mut Self| {
            let mut parameters = vec![id.clone()];
            parameters.extend(smith.of_documents(kind));
            parameters
        };
        let mut one = kind.reference("");
        if self.random.once_in(6) {
            one = json!({"allOf": [one], "nullable": true});
        }
        let content = self.document(one, kinds);
        let get = json!({"parameters": with(self), "responses": {"200": {"description": "It.", "content": content}}});
        let mut operations = vec![("get", self.id("get", number), get)];
        let none = json!({"204": {"description": "Done."}});
        if self.random.once_in(2) {
            let body = json!({"required": true, "content": data(kind.reference("Update"))});
            let content = data(kind.reference(""));
            let responses = if self.random.once_in(3) {
                none.clone()
            } else {
                json!({"200": {"description": "It.", "content": content}})
            };
            let update = json!({"parameters": [id], "requestBody": body, "responses": responses});
            let methods = self.random.one_of::<&[&'static str]>(&[&["patch"], &["patch"], &["put"], &["patch", "put"]]);
            for method in methods {
                operations.push((method, self.id(&format!("{method}_one"), number), update.clone()));
            }
        }
        if self.random.once_in(2) {
            let delete = json!({"parameters": with(self), "responses": none});
            operations.push(("delete", self.id("delete", number), delete));
        }
        operations
    }

    /// Returns the operations on the linkage of a relationship.
    fn of_relationship(
        &mut self,
        number: usize,
        kind: &Kind,
        (_, is_many, target): (&str, bool, &str),
    ) -> Vec<(&'static str, String, Value)> {
        let id = json!({"name": "id", "in": "path", "required": true, "schema": kind.id});
        let target = super::resources::reference(target, "Id");
        let linkage = if is_many { json!({"type": "array", "items": target}) } else { target };
        let get = json!({"parameters": [id], "responses": {"200": {"description": "Them.", "content": data(linkage.clone())}}});
        let change = json!({
            "parameters": [id],
            "requestBody": {"required": true, "content": data(linkage)},
            "responses": {"204": {"description": "Done."}},
        });
        let mut operations = vec![("get", self.id("linkage", number), get)];
        let methods: &[&'static str] = if is_many { &["post", "patch", "delete"] } else { &["patch"] };
        for method in methods {
            if self.random.once_in(2) {
                operations.push((method, self.id(&format!("{method}_linkage"), number), change.clone()));
            }
        }
        operations
    }

    /// Returns the operation that reads what a relationship leads to.
    fn of_related(
        &mut self,
        number: usize,
        kind: &Kind,
        (_, is_many, target): (&str, bool, &str),
        kinds: &[Kind],
    ) -> Vec<(&'static str, String, Value)> {
        let Some(target) = kinds.iter().find(|kind| kind.name == target) else { return Vec::new() };
        let content = if is_many {
            self.page(target, kinds, Pages::Links)
        } else {
            let nullable = self.random.once_in(2);
            let one = target.reference("");
            self.document(if nullable { json!({"allOf": [one], "nullable": true}) } else { one }, kinds)
        };
        let mut parameters = vec![json!({"name": "id", "in": "path", "required": true, "schema": kind.id})];
        parameters.extend(self.of_documents(target));
        let get = json!({"parameters": parameters, "responses": {"200": {"description": "It.", "content": content}}});
        vec![("get", self.id("related", number), get)]
    }

    /// Returns the operation that makes several changes at once (<https://jsonapi.org/ext/atomic/>).
    pub(super) fn of_batch(&mut self, kinds: &[Kind]) -> Vec<(&'static str, String, Value)> {
        let mut changes = Vec::new();
        for kind in kinds {
            let (new, update, identifier) = (kind.reference("New"), kind.reference("Update"), kind.reference("Id"));
            for (op, members) in [
                ("add", json!({"data": new})),
                ("update", json!({"ref": identifier, "data": update})),
                ("remove", json!({"ref": identifier})),
            ] {
                if changes.is_empty() || self.random.once_in(2) {
                    let mut members = members;
                    insert(&mut members, "op", json!({"type": "string", "enum": [op]}));
                    let required: Vec<String> =
                        members.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
                    let change = json!({"type": "object", "required": required, "properties": members});
                    changes.push(if self.random.once_in(2) { self.component(change) } else { change });
                }
            }
        }
        let body = json!({"type": "object", "required": ["atomic:operations"], "properties": {
            "atomic:operations": {"type": "array", "minItems": 1, "items": {"oneOf": changes}},
        }});
        let read: Vec<Value> = kinds.iter().map(|kind| kind.reference("")).collect();
        let results = json!({"type": "object", "required": ["atomic:results"], "properties": {
            "atomic:results": {"type": "array", "items": {"type": "object", "properties": {"data": {"oneOf": read}}}},
        }});
        let post = json!({
            "requestBody": {"required": true, "content": {ATOMIC: {"schema": body}}},
            "responses": {"200": {"description": "What came of them.", "content": {ATOMIC: {"schema": results}}}},
        });
        vec![("post", self.id("change", kinds.len()), post)]
    }

    /// Returns an operation that JSON:API does not know: JSON in and out.
    fn of_action(&mut self, number: usize) -> Vec<(&'static str, String, Value)> {
        let (sent, received) = (self.object(2), self.schema(2));
        let json = |schema: Value| json!({"application/json": {"schema": schema}});
        let segment = self.segment("mode");
        let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
        let act = json!({
            "parameters": [id, segment],
            "requestBody": {"required": self.random.once_in(2), "content": json(sent)},
            "responses": {"200": {"description": "It.", "content": json(received)}},
        });
        vec![("post", self.id("act_on", number), act)]
    }

    /// Returns operations that send and bring files and forms.
    fn of_files(&mut self, number: usize) -> Vec<(&'static str, String, Value)> {
        let file = json!({"type": "string", "format": "binary"});
        let mut members = json!({"file": file, "name": {"type": "string"}, "count": {"type": "integer"}});
        let is_file = self.random.once_in(2);
        if let Some(members) = members.as_object_mut().filter(|_| !is_file) {
            members.shift_remove("file");
        }
        let form =
            json!({"type": "object", "required": [if is_file { "file" } else { "name" }], "properties": members});
        let media_type = if is_file { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
        let upload = json!({
            "requestBody": {"required": true, "content": {media_type: {"schema": form}}},
            "responses": {"204": {"description": "Done."}},
        });
        let download = json!({
            "responses": {"200": {"description": "It.", "content": {"application/octet-stream": {"schema": file}}}},
        });
        vec![("post", self.id("upload", number), upload), ("get", self.id("download", number), download)]
    }

    /// Returns the content of a response that brings one resource.
    fn document(&mut self, data: Value, kinds: &[Kind]) -> Value {
        let mut members = json!({"data": data});
        self.beside(&mut members, kinds);
        json!({JSON_API: {"schema": {"type": "object", "required": ["data"], "properties": members}}})
    }

    /// Returns requests that the service makes: with a resource, a list, one of several types, or any JSON.
    pub(super) fn webhooks(&mut self, kinds: &[Kind]) -> Map<String, Value> {
        let mut webhooks = Map::new();
        for (number, kind) in kinds.iter().enumerate() {
            if !self.random.once_in(4) {
                continue;
            }
            let content = match self.random.below(4) {
                0 => self.document(json!({"type": "array", "items": kind.reference("")}), kinds),
                1 => self
                    .document(json!({"oneOf": kinds.iter().map(|one| one.reference("")).collect::<Vec<_>>()}), kinds),
                2 => json!({"application/json": {"schema": self.schema(2)}}),
                _ => self.document(kind.reference(""), kinds),
            };
            let tag = self.random.one_of(TAGS);
            let name = self.random.one_of(&["changed", "thing.changed", "on-change"]);
            let request = json!({"tags": [tag], "requestBody": {"required": true, "content": content},
                "responses": {"204": {"description": "Taken."}}});
            webhooks.insert(format!("{name}{number}"), json!({"post": request}));
        }
        webhooks
    }

    /// Returns the content of a response that brings a page of resources.
    fn page(&mut self, kind: &Kind, kinds: &[Kind], pages: Pages) -> Value {
        let mut items = kind.reference("");
        if kinds.len() > 1 && self.random.once_in(6) {
            let alternatives: Vec<Value> = kinds.iter().map(|kind| kind.reference("")).collect();
            items = json!({"oneOf": alternatives});
        }
        let mut members = json!({"data": {"type": "array", "items": items}});
        self.beside(&mut members, kinds);
        let text = json!({"type": "string", "nullable": true});
        let object = |members: Value| json!({"type": "object", "properties": members});
        match pages {
            Pages::None | Pages::Offsets => {}
            Pages::Links => insert(&mut members, "links", object(json!({"next": text, "prev": text}))),
            Pages::Numbers => insert(&mut members, "meta", object(json!({"totalPages": {"type": "integer"}}))),
            Pages::Cursors => {
                insert(&mut members, "meta", object(json!({"page": object(json!({"after": text}))})));
            }
        }
        json!({JSON_API: {"schema": {"type": "object", "required": ["data"], "properties": members}}})
    }

    /// Adds what may stand beside primary data.
    fn beside(&mut self, members: &mut Value, kinds: &[Kind]) {
        if self.random.once_in(3) {
            let meta = self.object(1);
            insert(members, "meta", meta);
        }
        if self.random.once_in(2) {
            let alternatives: Vec<Value> = kinds.iter().map(|kind| kind.reference("")).collect();
            let items = if let [only] = alternatives.as_slice() {
                only.clone()
            } else {
                json!({self.random.one_of(&["oneOf", "anyOf"]): alternatives})
            };
            insert(members, "included", json!({"type": "array", "items": items}));
        }
    }
}

/// Returns the content of a document with nothing but primary data.
fn data(schema: Value) -> Value {
    json!({JSON_API: {"schema": document_of(schema)}})
}

/// Returns the schema of a document with nothing but primary data.
fn document_of(data: Value) -> Value {
    json!({"type": "object", "required": ["data"], "properties": {"data": data}})
}
