//! Paths and their operations.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::{Map, Value, json};

use crate::diag::{Code, Diagnostic};
use crate::ir::Method;
use crate::source::Pointer;
use crate::spec::model::{Operation, Parameter, Server};
use crate::spec::nearest::{meant, nearest};
use crate::spec::reader::{Reader, without};
use crate::spec::{content, parameter, path_query, reference, service};

/// The methods that a path item may have.
const METHODS: &[(&str, Method)] = &[
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("options", Method::Options),
    ("head", Method::Head),
    ("patch", Method::Patch),
    ("trace", Method::Trace),
    ("query", Method::Query),
];

/// The member of a path item that holds operations of other methods, by the names of those.
const ADDITIONAL: &str = "additionalOperations";

/// The other methods of HTTP's registry (IANA, "HTTP Method Registry"), and those of caches.
const REGISTERED: &[&str] = &[
    "ACL", "BASELINE-CONTROL", "BIND", "CHECKIN", "CHECKOUT", "COPY", "LABEL", "LINK", "LOCK", "MERGE", "MKACTIVITY",
    "MKCALENDAR", "MKCOL", "MKREDIRECTREF", "MKWORKSPACE", "MOVE", "ORDERPATCH", "PROPFIND", "PROPPATCH", "PURGE",
    "REBIND", "REPORT", "SEARCH", "UNBIND", "UNCHECKOUT", "UNLINK", "UNLOCK", "UPDATE", "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
];

/// An operation of a path item, before it is read.
pub(crate) struct Described<'a> {
    /// Where it stands.
    pub(crate) at: Pointer,
    /// The method.
    pub(crate) method: Method,
    /// What describes it.
    pub(crate) value: &'a Value,
}

/// Returns the operations of a path item whose methods are known, those with members of their own first.
pub(crate) fn described<'a>(item: &'a Map<String, Value>, at: &Pointer) -> Vec<Described<'a>> {
    let mut found = Vec::new();
    for (key, value) in item {
        if let Some((_, method)) = METHODS.iter().find(|(name, _)| name == key) {
            found.push(Described { at: at.key(key), method: *method, value });
        }
    }
    for (key, value) in item.get(ADDITIONAL).and_then(Value::as_object).into_iter().flatten() {
        if let Some(name) = REGISTERED.iter().find(|name| *name == key) {
            found.push(Described { at: at.key(ADDITIONAL).key(key), method: Method::Other(name), value });
        }
    }
    found
}

/// The members of a path item besides its methods.
const BESIDE_METHODS: &[&str] = &["$ref", "summary", "description", "servers", "parameters", ADDITIONAL];

/// The identity of an operation, known before the rest of it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head<'a> {
    /// Where it stands.
    pub at: Pointer,
    /// The path template.
    pub path: &'a str,
    /// The method.
    pub method: Method,
    /// Its id: the document's own, or one made of method and path.
    pub id: String,
    /// The first of its tags.
    pub tag: Option<&'a str>,
}

/// Returns the id of an operation: the one that is described, or one made of method and path, so that
/// `get /items/{id}` is `get_items_id`.
pub(crate) fn operation_id(described: Option<&str>, method: Method, path: &str) -> String {
    if let Some(id) = described.filter(|id| !id.trim().is_empty()) {
        return id.to_owned();
    }
    let words = path.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let method = method.as_str().to_ascii_lowercase();
    std::iter::once(method.as_str()).chain(words).collect::<Vec<_>>().join("_")
}

/// Reads the operations that are wanted, in order of path and method.
pub(super) fn read_all(reader: &mut Reader<'_>, wanted: &mut dyn FnMut(&Head<'_>) -> bool) -> Vec<Operation> {
    let at = Pointer::root().key("paths");
    let Some(value) = reader.document.get("paths") else {
        let problem = Diagnostic::new(Code::Structure, Pointer::root(), "the document has no `paths`")
            .help("a document without operations makes no client");
        reader.diagnostics.push(problem);
        return Vec::new();
    };
    let Some(paths) = reader.object(value, &at, "`paths`") else { return Vec::new() };
    let mut operations = Vec::new();
    let mut count = 0;
    let mut counted = |head: &Head<'_>| {
        count += 1;
        wanted(head)
    };
    for (path, item) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
        operations.extend(read_path(reader, path, item, at.key(path), &mut counted));
    }
    // Where something is wrong, the operations may only be misspelt.
    if count == 0 && reader.document.get("webhooks").is_none() && !reader.diagnostics.has_errors() {
        let problem = Diagnostic::new(Code::Unsupported, at, "`paths` describes no operation")
            .help("the client has nothing to call; describe operations here, or compile the document that does");
        reader.diagnostics.push(problem);
    }
    operations.sort_by(|a, b| (&a.path, a.method).cmp(&(&b.path, b.method)));
    remark_on_same_paths(reader, &operations);
    operations
}

/// Remarks on operations whose paths differ in the names of parameters only: they send the same request. Those whose path
/// has a query of its own do not.
fn remark_on_same_paths(reader: &mut Reader<'_>, operations: &[Operation]) {
    let mut known: HashMap<(String, Method), &str> = HashMap::new();
    let has_query = |operation: &&Operation| operation.parameters.iter().any(|parameter| parameter.only.is_some());
    for operation in operations.iter().filter(|operation| !has_query(operation)) {
        match known.entry((without_names(&operation.path), operation.method)) {
            Entry::Vacant(entry) => {
                entry.insert(&operation.path);
            }
            Entry::Occupied(first) => {
                let message = format!("`{}` is the same path as `{}`", operation.path, first.get());
                let help =
                    "OpenAPI allows one of them; both have a method, and the service gets the same request from both";
                reader.diagnostics.push(Diagnostic::new(Code::Assumed, operation.at.clone(), message).help(help));
            }
        }
    }
}

/// Returns a path without the names of its parameters.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| path + "{" + part.split_once('}').map_or(part, |(_, rest)| rest))
}

fn read_path<'a>(
    reader: &mut Reader<'a>,
    path: &str,
    item: &'a Value,
    at: Pointer,
    wanted: &mut dyn FnMut(&Head<'_>) -> bool,
) -> Vec<Operation> {
    if !path.starts_with('/') {
        let problem =
            Diagnostic::new(Code::Structure, at.clone(), format!("the path `{path}` does not start with `/`"))
                .help("paths are appended to the server's URL; start them with `/`");
        reader.diagnostics.push(problem);
    }
    let Some((at, item)) = reference::follow(reader, item, at) else { return Vec::new() };
    let Some(members) = reader.object(item, &at, "a path item") else { return Vec::new() };
    for key in members.keys().filter(|key| METHODS.iter().all(|(name, _)| name != key)) {
        refuse_unknown(reader, key, &at);
    }
    if let Some(additional) = members.get(ADDITIONAL) {
        warn_of_unknown(reader, additional, &at.key(ADDITIONAL));
    }
    let mut nested = Vec::new();
    for (inner, item) in members.iter().filter(|(key, _)| key.starts_with('/')) {
        nested.extend(read_path(reader, inner, item, at.key(inner), wanted));
    }
    let mut chosen = described(members, &at);
    chosen.retain(|one| wanted(&head(path, one.method, one.value, one.at.clone())));
    if chosen.is_empty() {
        return nested;
    }
    let shared = Shared {
        parameters: parameter::read_all(reader, members, &at),
        servers: service::servers(reader, Some(members), &at),
    };
    let read = |one: Described<'a>| read(reader, path, one.method, one.value, one.at, &shared);
    chosen.into_iter().filter_map(read).chain(nested).collect()
}

/// The parts that the operations of a path share.
struct Shared {
    parameters: Vec<Parameter>,
    servers: Vec<Server>,
}

fn head<'a>(path: &'a str, method: Method, value: &'a Value, at: Pointer) -> Head<'a> {
    let id = operation_id(value.get("operationId").and_then(Value::as_str), method, path);
    let tag = value.get("tags").and_then(|tags| tags.get(0)).and_then(Value::as_str);
    Head { at, path, method, id, tag }
}

/// Refuses methods that OpenAPI does not have: a misspelt one would silently lose an operation. What looks like a path or
/// an extension can only be that.
fn refuse_unknown(reader: &mut Reader<'_>, key: &str, at: &Pointer) {
    if BESIDE_METHODS.contains(&key) || key.starts_with("x-") {
        return;
    }
    let near = nearest(key, METHODS.iter().map(|(name, _)| *name));
    let (code, message, help) = if key.starts_with('/') {
        let help = "it is taken for a path of its own; move it out, to `paths`".to_owned();
        (Code::Assumed, format!("the path `{key}` stands inside of another path"), help)
    } else if key.starts_with(['x', 'X']) && near.is_none() {
        let help = "it is taken for an extension, and ignored; begin its name with `x-`".to_owned();
        (Code::Assumed, format!("`{key}` is not a member of path items"), help)
    } else {
        let listed = || "a path item holds methods, `parameters`, `servers`, `summary` and `description`".to_owned();
        let help = near.map_or_else(listed, |near| format!("did you mean `{near}`?"));
        (Code::Structure, format!("`{key}` is not a method"), help)
    };
    reader.diagnostics.push(Diagnostic::new(code, at.key(key), message).help(help));
}

/// Warns of operations of methods that the client does not know, which are left out.
fn warn_of_unknown<'a>(reader: &mut Reader<'a>, value: &'a Value, at: &Pointer) {
    let Some(members) = reader.object(value, at, "`additionalOperations`") else { return };
    for key in members.keys().filter(|key| !REGISTERED.contains(&key.as_str())) {
        let own = METHODS.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
        let (message, help) = match own {
            Some((name, _)) => (
                format!("`{key}` has a member of its own"),
                format!("describe the operation as `{name}`; here it is left out"),
            ),
            None => {
                let question = meant(key, REGISTERED.iter().copied());
                let help = question.map_or_else(String::new, |question| format!("{question} "));
                (format!("HTTP has no method `{key}`"), format!("{help}the operation is left out"))
            }
        };
        reader.diagnostics.push(Diagnostic::new(Code::Unsupported, at.key(key), message).help(help));
    }
}

fn read<'a>(
    reader: &mut Reader<'a>,
    path: &str,
    method: Method,
    value: &'a Value,
    at: Pointer,
    shared: &Shared,
) -> Option<Operation> {
    let members = reader.object(value, &at, "an operation")?;
    let parameters = merged(parameter::read_all(reader, members, &at), &shared.parameters);
    let own = service::servers(reader, Some(members), &at);
    let body = content::read_body(reader, members, &at);
    let responses = content::read_responses(reader, members, &at);
    if let Some(requirements) = members.get("security") {
        service::check_security(reader, requirements, &at.key("security"));
    }
    let decoded = decoded(reader, members, &at)?;
    let operation = Operation {
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
        servers: if own.is_empty() { shared.servers.clone() } else { own },
        public: members.get("security").map(service::public),
        security: members.get("security").map(service::requirements),
        extensions: decoded.extensions.into_iter().collect(),
        at,
    };
    Some(path_query::part(operation, &mut reader.diagnostics))
}

fn decoded(reader: &mut Reader<'_>, members: &Map<String, Value>, at: &Pointer) -> Option<openapiv3::Operation> {
    let mut piece = without(members, |key| ["parameters", "requestBody", "responses", "callbacks"].contains(&key));
    piece.insert("responses".to_owned(), json!({}));
    reader.decode(piece, at)
}

/// Returns the operation's own parameters, and those of the path that it does not override.
fn merged(own: Vec<Parameter>, shared: &[Parameter]) -> Vec<Parameter> {
    let overridden = |one: &Parameter| own.iter().any(|other| other.key() == one.key());
    let inherited: Vec<Parameter> = shared.iter().filter(|one| !overridden(one)).cloned().collect();
    own.into_iter().chain(inherited).collect()
}
