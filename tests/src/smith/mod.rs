//! A smith of documents: each is a valid description of a JSON:API service, made up from a seed. The compiler has to
//! accept it, and the client has to compile, and to send and read what the document says.

mod operations;
mod parameters;
mod resources;
mod values;
mod words;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::random::Random;
use resources::Kind;
use words::KINDS;

/// Returns the document of a seed.
pub fn document(seed: u64) -> Value {
    let mut smith = Smith {
        random: Random::new(seed),
        schemas: Map::new(),
        shared: Vec::new(),
        parameters: Map::new(),
        bodies: Map::new(),
        paths: Map::new(),
        has_batch: false,
    };
    smith.has_batch = smith.random.once_in(4);
    let count = 1 + smith.random.below(4);
    let names = smith.distinct(KINDS, count);
    let kinds: Vec<Kind> = names.iter().map(|name| smith.resource(name, &names)).collect();
    for (number, kind) in kinds.iter().enumerate() {
        smith.operations(number, kind, &kinds);
    }
    if smith.has_batch {
        let batch = smith.of_batch(&kinds);
        smith.add("/operations", "Operations", batch);
    }
    let webhooks = smith.webhooks(&kinds);
    let servers = smith.random.one_of(&[
        json!([{"url": "https://smith.example/api"}]),
        json!([{"url": "https://smith.example/api/"}, {"url": "https://test.smith.example", "description": "For tests."}]),
        json!([{"url": "https://{region}.smith.example/{version}", "variables": {
            "region": {"default": "eu", "enum": ["eu", "us"]}, "version": {"default": "v1"},
        }}]),
    ]);
    let failure = json!({
        "description": "It went wrong.",
        "content": {"application/vnd.api+json": {"schema": {"type": "object", "properties": {
            "errors": {"type": "array", "items": {"type": "object", "properties": {"detail": {"type": "string"}}}},
        }}}},
    });
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": format!("Made up {seed}"), "version": "1"},
        "servers": servers,
        "paths": smith.paths,
        "components": {
            "schemas": smith.schemas,
            "parameters": smith.parameters,
            "requestBodies": smith.bodies,
            "responses": {"Failure": failure},
        },
    });
    let schemes = match smith.random.below(6) {
        0 => json!({"key": {"type": "http", "scheme": "bearer"}}),
        1 => json!({"key": {"type": "http", "scheme": "basic"}}),
        2 => json!({"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}),
        3 => json!({"key": {"type": "apiKey", "in": "query", "name": "api_key"}}),
        4 => json!({
            "key": {"type": "apiKey", "in": "cookie", "name": "session"},
            "other-key": {"type": "apiKey", "in": "header", "name": "X-Other"},
        }),
        _ => json!({}),
    };
    if let Some(all) = schemes.as_object().filter(|all| !all.is_empty()) {
        let together: Map<String, Value> = all.keys().map(|name| (name.clone(), json!([]))).collect();
        insert(&mut document, "security", json!([together]));
        if let Some(components) = document.get_mut("components") {
            insert(components, "securitySchemes", schemes);
        }
    }
    if !webhooks.is_empty() {
        insert(&mut document, "x-webhooks", webhooks.into());
    }
    document
}

/// A document in the making.
struct Smith {
    random: Random,
    schemas: Map<String, Value>,
    /// References to schemas that several places refer to.
    shared: Vec<Value>,
    parameters: Map<String, Value>,
    bodies: Map<String, Value>,
    paths: Map<String, Value>,
    /// Whether the service has a batch. If it has one, new resources have local ids.
    has_batch: bool,
}

impl Smith {
    /// Returns as many of the names as wanted, no two of which differ only in what Rust's names leave out.
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
