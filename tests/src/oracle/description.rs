//! The operations of an OpenAPI document, found by method and path.

use std::collections::BTreeMap;

use serde_json::Value;

/// An OpenAPI 3.0 document.
#[derive(Debug, Clone)]
pub struct Description {
    /// The document as it is.
    pub root: Value,
    /// Its operations.
    pub operations: Vec<Operation>,
    /// By reference to a schema, the member that a `discriminator` beside alternatives tells it by, and the value.
    pub told: BTreeMap<String, (String, String)>,
}

/// An operation of a document.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its `operationId`, or words of method and path where it has none.
    pub id: String,
    /// The method, in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The object that describes it.
    pub node: Value,
    /// Its parameters and those of its path, references resolved.
    pub parameters: Vec<Value>,
    /// Where it stands, as a JSON pointer.
    pub pointer: String,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Description {
    /// Reads a document.
    ///
    /// # Errors
    ///
    /// When the text is no JSON.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        let root: Value = serde_json::from_str(text)?;
        Ok(Self::new(root))
    }

    /// Returns a document that was read already.
    pub fn new(root: Value) -> Self {
        let operations = operations(&root);
        let mut told = BTreeMap::new();
        discriminated(&root, &mut told);
        Self { root, operations, told }
    }

    /// Returns the operation that a request is for, with the arguments of its path as they stand. Of several templates
    /// that fit, the one with the fewest parameters is meant (OpenAPI "Path Templating Matching").
    pub fn find(&self, method: &str, path: &str) -> Option<(&Operation, Vec<(String, String)>)> {
        let fitting = self.operations.iter().filter(|operation| operation.method == method);
        let matches = fitting.filter_map(|operation| Some((operation, arguments(&operation.path, path)?)));
        matches.min_by_key(|(_, arguments)| arguments.len())
    }

    /// Returns the security schemes.
    pub fn schemes(&self) -> impl Iterator<Item = &Value> {
        let schemes = self.root.pointer("/components/securitySchemes").and_then(Value::as_object);
        schemes.into_iter().flat_map(|schemes| schemes.values()).map(|scheme| self.resolve(scheme))
    }

    /// Returns the node behind a `$ref`, or the node itself.
    pub fn resolve<'d>(&'d self, node: &'d Value) -> &'d Value {
        resolve(&self.root, node)
    }
}

/// Notes what each `discriminator` beside `oneOf` or `anyOf` tells its alternatives by: the mapped value, or the name
/// of the schema (OpenAPI "Discriminator Object").
fn discriminated(node: &Value, told: &mut BTreeMap<String, (String, String)>) {
    let alternatives = ["oneOf", "anyOf"].iter().find_map(|key| node.get(key)?.as_array());
    let property = node.pointer("/discriminator/propertyName").and_then(Value::as_str);
    if let (Some(alternatives), Some(property)) = (alternatives, property) {
        let mapping = node.pointer("/discriminator/mapping").and_then(Value::as_object);
        for target in alternatives.iter().filter_map(|one| one.get("$ref")?.as_str()) {
            let mapped = mapping.into_iter().flatten().find(|(_, to)| *to == target).map(|(value, _)| value.as_str());
            let value = mapped.or_else(|| target.rsplit('/').next()).unwrap_or_default();
            told.entry(target.to_owned()).or_insert_with(|| (property.to_owned(), value.to_owned()));
        }
    }
    match node {
        Value::Object(members) => members.values().for_each(|member| discriminated(member, told)),
        Value::Array(values) => values.iter().for_each(|value| discriminated(value, told)),
        _ => {}
    }
}

/// Follows references within the document; at most a hundred, so that a cycle ends.
fn resolve<'d>(root: &'d Value, node: &'d Value) -> &'d Value {
    let mut node = node;
    for _ in 0..100 {
        let target = node.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        match target.and_then(|pointer| root.pointer(pointer)) {
            Some(target) => node = target,
            None => break,
        }
    }
    node
}

fn operations(root: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in root.get("paths").and_then(Value::as_object).into_iter().flatten() {
        for method in METHODS {
            let Some(node) = item.get(method) else { continue };
            let id = node.get("operationId").and_then(Value::as_str);
            let lists = [item.get("parameters"), node.get("parameters")];
            let parameters = lists.into_iter().flatten().filter_map(Value::as_array).flatten();
            operations.push(Operation {
                id: id.map_or_else(|| unnamed(method, path), str::to_owned),
                method: method.to_uppercase(),
                path: path.clone(),
                node: node.clone(),
                parameters: parameters.map(|node| resolve(root, node).clone()).collect(),
                pointer: format!("/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1")),
            });
        }
    }
    operations
}

/// Returns what an operation without an id is called: its method and the words of its path.
fn unnamed(method: &str, path: &str) -> String {
    let words = path.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_")
}

/// Returns the arguments, percent-encoded, by which a template becomes a path; `None` when it does not.
fn arguments(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let expected: Vec<&str> = template.split('/').collect();
    let mut found: Vec<&str> = path.split('/').collect();
    // `{path*}` at the end is the rest of the path.
    let several = template.strip_suffix("*}").and_then(|rest| rest.rsplit_once('{')).map(|(_, name)| name);
    if let (Some(name), Some(before)) = (several, expected.len().checked_sub(1)) {
        let rest = found.split_off(before.min(found.len())).join("/");
        let mut known = arguments(template.rsplit_once('/')?.0, &found.join("/"))?;
        known.push((name.to_owned(), rest));
        return Some(known);
    }
    if expected.len() != found.len() {
        return None;
    }
    let mut arguments = Vec::new();
    for (expected, found) in expected.into_iter().zip(found) {
        match expected.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => arguments.push((name.to_owned(), found.to_owned())),
            None if expected == found => {}
            None => return None,
        }
    }
    Some(arguments)
}
