//! Paths and their operations.

use serde_json::{Map, Value, json};

use crate::diag::{Code, Diagnostic};
use crate::ir::Method;
use crate::source::Pointer;
use crate::spec::model::{Operation, Parameter};
use crate::spec::nearest::nearest;
use crate::spec::reader::{Reader, without};
use crate::spec::{content, parameter, reference, service};

const METHODS: &[(&str, Method)] = &[
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("options", Method::Options),
    ("head", Method::Head),
    ("patch", Method::Patch),
    ("trace", Method::Trace),
];

/// What else a path item may have.
const BESIDE_METHODS: &[&str] = &["$ref", "summary", "description", "servers", "parameters"];

/// Reads all operations, in order of path and method.
pub(super) fn read_all(reader: &mut Reader<'_>) -> Vec<Operation> {
    let at = Pointer::root().key("paths");
    let Some(value) = reader.document.get("paths") else {
        let problem = Diagnostic::new(Code::Structure, Pointer::root(), "the description has no `paths`")
            .help("a description without operations makes no client");
        reader.diagnostics.push(problem);
        return Vec::new();
    };
    let Some(paths) = reader.object(value, &at, "`paths`") else { return Vec::new() };
    let mut operations = Vec::new();
    for (path, item) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
        read_path(reader, path, item, at.key(path), &mut operations);
    }
    operations.sort_by(|a, b| (&a.path, a.method).cmp(&(&b.path, b.method)));
    operations
}

fn read_path<'a>(reader: &mut Reader<'a>, path: &str, item: &'a Value, at: Pointer, operations: &mut Vec<Operation>) {
    if !path.starts_with('/') {
        let problem =
            Diagnostic::new(Code::Structure, at.clone(), format!("the path `{path}` does not start with `/`"))
                .help("paths are appended to the server's URL; start them with `/`");
        reader.diagnostics.push(problem);
    }
    let Some((at, item)) = reference::follow(reader, item, at) else { return };
    let Some(members) = reader.object(item, &at, "a path item") else { return };
    let shared = parameter::read_all(reader, members, &at);
    for (key, value) in members {
        match METHODS.iter().find(|(name, _)| name == key) {
            Some((_, method)) => operations.extend(read(reader, path, *method, value, at.key(key), &shared)),
            None => refuse_unknown(reader, key, &at),
        }
    }
}

/// A misspelt method would silently lose an operation.
fn refuse_unknown(reader: &mut Reader<'_>, key: &str, at: &Pointer) {
    if BESIDE_METHODS.contains(&key) || key.starts_with("x-") {
        return;
    }
    let problem = Diagnostic::new(Code::Structure, at.key(key), format!("`{key}` is not a method"));
    let help = match nearest(key, METHODS.iter().map(|(name, _)| *name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "a path item holds methods, `parameters`, `servers`, `summary` and `description`".to_owned(),
    };
    reader.diagnostics.push(problem.help(help));
}

fn read<'a>(
    reader: &mut Reader<'a>,
    path: &str,
    method: Method,
    value: &'a Value,
    at: Pointer,
    shared: &[Parameter],
) -> Option<Operation> {
    let members = reader.object(value, &at, "an operation")?;
    let parameters = merged(parameter::read_all(reader, members, &at), shared);
    let body = content::read_body(reader, members, &at);
    let responses = content::read_responses(reader, members, &at);
    let decoded = decoded(reader, members, &at)?;
    Some(Operation {
        path: path.to_owned(),
        method,
        id: decoded.operation_id,
        tag: decoded.tags.into_iter().next(),
        summary: decoded.summary,
        description: decoded.description,
        deprecated: decoded.deprecated,
        parameters,
        body,
        responses,
        public: members.get("security").map(service::public),
        extensions: decoded.extensions.into_iter().collect(),
        at,
    })
}

fn decoded(reader: &mut Reader<'_>, members: &Map<String, Value>, at: &Pointer) -> Option<openapiv3::Operation> {
    let mut piece = without(members, |key| ["parameters", "requestBody", "responses", "callbacks"].contains(&key));
    piece.insert("responses".to_owned(), json!({}));
    reader.decode(piece, at)
}

/// The operation's own parameters, and those of the path that it does not override.
fn merged(own: Vec<Parameter>, shared: &[Parameter]) -> Vec<Parameter> {
    let overridden = |one: &Parameter| own.iter().any(|other| other.name == one.name && other.location == one.location);
    let inherited: Vec<Parameter> = shared.iter().filter(|one| !overridden(one)).cloned().collect();
    own.into_iter().chain(inherited).collect()
}
