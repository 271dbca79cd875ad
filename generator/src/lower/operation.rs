//! Operations.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic};
use crate::ir::{Filter, Kind, Method, Operation, Payload, Query, Security, Success, WriteRole};
use crate::lower::context::Cx;
use crate::lower::{auth, body, failure, header, kind, limit, paging, path, query, server, success, text, vendor};
use crate::source::Pointer;
use crate::spec::{self, operation_id};

/// Lowers all operations.
pub(super) fn lower_all(cx: &mut Cx<'_>) {
    let mut ids: HashMap<String, Pointer> = HashMap::new();
    for described in &cx.spec.operations {
        let id = operation_id(described.id.as_deref(), described.method, &described.path);
        match ids.get(&id) {
            Some(first) => cx.diagnostics.push(duplicate(&id, first, &described.at)),
            None => {
                ids.insert(id.clone(), described.at.clone());
            }
        }
        let operation = lower(cx, described, id);
        cx.api.operations.push(operation);
    }
}

fn duplicate(id: &str, first: &Pointer, second: &Pointer) -> Diagnostic {
    Diagnostic::new(Code::DuplicateOperationId, second.clone(), format!("two operations have the id `{id}`"))
        .label("here again")
        .also(first.clone(), "first used here")
        .help("give each operation an `operationId` of its own")
}

fn lower(cx: &mut Cx<'_>, described: &spec::Operation, id: String) -> Operation {
    let (path, path_parameters) = path::lower(cx, described);
    let success = success::lower(cx, &described.responses);
    let paging = paging::lower(cx, described, &id, is_list(&success));
    let query = query::lower(cx, described, paging);
    let (headers, filter) = header::lower(cx, described);
    let cookies = header::cookies(cx, described);
    let role = if described.method == Method::Patch { WriteRole::Update } else { WriteRole::Create };
    let body = described.body.as_ref().and_then(|body| body::lower(cx, body, role));
    let (docs, mut vendor) = vendor::operation(&mut cx.understood, described);
    let requirements = auth::requirements(cx, described);
    let server = server::own(cx, described);
    if vendor.scopes.is_empty() {
        vendor.scopes = auth::scopes(&requirements);
    }
    let max_items = limit::lower(cx, described.body.as_ref(), vendor.maximum_items);
    let error_codes = failure::codes(cx, &described.responses);
    let mut operation = Operation {
        at: described.at.clone(),
        id,
        method: described.method,
        path,
        path_parameters,
        tag: tag(cx, described),
        summary: described.summary.as_deref().and_then(text::clean),
        docs,
        deprecated: described.deprecated,
        kind: Kind::Other,
        query: with_filter(query, filter),
        headers,
        cookies,
        body,
        max_items,
        success,
        statuses: described.responses.iter().map(|response| response.status).collect(),
        error_codes,
        server,
        security: security(cx, described),
        requirements,
        vendor,
    };
    operation.kind = kind::of(&operation);
    operation
}

/// Whether a response is a list.
fn is_list(success: &Success) -> bool {
    matches!(&success.payload, Payload::Document(document) if document.data.is_list())
}

fn with_filter(mut query: Query, from_header: Filter) -> Query {
    if matches!(query.filter, Filter::None) {
        query.filter = from_header;
    }
    query
}

/// The position of the operation's tag among those of the service.
fn tag(cx: &Cx<'_>, described: &spec::Operation) -> usize {
    let name = described.tag.as_deref().unwrap_or_default();
    cx.api.tags.iter().position(|tag| tag.name == name).unwrap_or_default()
}

fn security(cx: &Cx<'_>, described: &spec::Operation) -> Security {
    if described.public.unwrap_or(cx.spec.service.public) { Security::Public } else { Security::Credentials }
}
