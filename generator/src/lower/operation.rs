//! Operations.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Diagnostic};
use crate::ir::{Constraints, Filter, Method, Operation, OperationKind, Query, Security, Success, WriteRole};
use crate::lower::context::Cx;
use crate::lower::{
    auth, body, failure, header, kind, limit, paging, path, query, response_part, server, success, tags, text, vendor,
};
use crate::source::Pointer;
use crate::spec::{self, operation_id};

/// Lowers all operations.
pub(super) fn lower_all(cx: &mut Cx<'_>) {
    let own_id = |one: &spec::Operation| operation_id(one.id.as_deref(), one.method, &one.path);
    let wanted: HashSet<String> = cx.spec.operations.iter().map(own_id).collect();
    let mut ids: HashMap<String, Pointer> = HashMap::new();
    for described in &cx.spec.operations {
        let mut id = own_id(described);
        if let Some(first) = ids.get(&id) {
            let mut derived = operation_id(None, described.method, &described.path);
            for slash in ["_", "_slash_"] {
                if wanted.contains(&derived) || ids.contains_key(&derived) {
                    derived = spelled_id(described.method, &described.path, slash);
                }
            }
            while wanted.contains(&derived) || ids.contains_key(&derived) {
                derived.push('_');
            }
            cx.diagnostics.push(duplicate(&id, &derived, first, &described.at));
            id = derived;
        }
        ids.insert(id.clone(), described.at.clone());
        let operation = lower(cx, described, id);
        cx.api.operations.push(operation);
    }
}

/// Returns the remark that the second operation of an id has another one.
fn duplicate(id: &str, derived: &str, first: &Pointer, second: &Pointer) -> Diagnostic {
    Diagnostic::new(Code::DuplicateOperationId, second.clone(), format!("two operations have the id `{id}`"))
        .label(format!("taken for `{derived}`"))
        .also(first.clone(), "first used here")
        .help("give each operation an `operationId` of its own, or state it by `repair.operation-id` in the configuration")
}

/// Returns an id made of method and path in which every separator is spelt out: `/a-b/{c}` is `get_a_dash_b_by_c`.
fn spelled_id(method: Method, path: &str, slash: &str) -> String {
    let mut id = method.as_str().to_ascii_lowercase();
    let mut after_slash = false;
    for character in path.chars() {
        match character {
            '/' => id.push_str(slash),
            '{' if after_slash => id.push_str("by_"),
            '{' => id.push_str("_by_"),
            '}' => {}
            '-' => id.push_str("_dash_"),
            '_' => id.push_str("_underscore_"),
            '.' => id.push_str("_dot_"),
            other if other.is_alphanumeric() => id.push(other),
            other => id.push_str(&format!("_x{:x}_", u32::from(other))),
        }
        after_slash = character == '/';
    }
    id
}

fn lower(cx: &mut Cx<'_>, described: &spec::Operation, id: String) -> Operation {
    let (path, path_parameters) = path::lower(cx, described);
    let mut success = success::lower(cx, &described.responses);
    success.media_type = header::accept(cx.spec, described).or(success.media_type);
    success::remark_nothing(cx, described, &success);
    let paging = paging::lower(cx, described, &id, is_list(&success));
    let (query, mut parameters) = query::lower(cx, described, paging);
    let (headers, filter) = header::lower(cx, described);
    parameters.extend(headers);
    parameters.extend(header::cookies(cx, described));
    let changes = matches!(described.method, Method::Patch | Method::Put);
    let role = if changes { WriteRole::Update } else { WriteRole::Create };
    let body =
        described.body.as_ref().and_then(|body| body::lower(cx, body, body::Context { role, operation: described }));
    let (docs, mut vendor) = vendor::operation(described);
    let requirements = auth::requirements(cx, described);
    let server = server::own(cx, described);
    if vendor.scopes.is_empty() {
        vendor.scopes = auth::scopes(&requirements);
    }
    let max_items = limit::lower(cx, described.body.as_ref(), vendor.maximum_items);
    let error_codes = failure::codes(cx, &described.responses);
    let parts = response_part::lower(cx, &described.responses);
    let summary = described.summary.as_deref().and_then(text::clean);
    let mut operation = Operation {
        at: described.at.clone(),
        id,
        method: described.method,
        path,
        path_parameters,
        tag: tags::position(cx, described.tag.as_deref()),
        docs: text::beyond(summary.as_deref(), docs),
        summary,
        deprecated: described.deprecated,
        kind: OperationKind::Other,
        query: with_filter(query, filter),
        parameters,
        body,
        max_items,
        constraints: Constraints::default(),
        success,
        statuses: described.responses.iter().map(|response| response.status).collect(),
        error_codes,
        parts,
        links: Vec::new(),
        server,
        security: security(cx, described),
        requirements,
        vendor,
    };
    operation.kind = kind::operation_kind(&operation);
    operation
}

/// Returns whether a response is a list.
fn is_list(success: &Success) -> bool {
    success.payload.is_list()
}

fn with_filter(mut query: Query, from_header: Filter) -> Query {
    if matches!(query.filter, Filter::None) {
        query.filter = from_header;
    }
    query
}

fn security(cx: &Cx<'_>, described: &spec::Operation) -> Security {
    if described.public.unwrap_or(cx.spec.service.public) { Security::Public } else { Security::Credentials }
}
