//! Operations.

use crate::ir::{Constraints, Filter, Method, Operation, OperationKind, Query, Security, Success, WriteRole};
use crate::lower::context::Cx;
use crate::lower::operation_id::Identity;
use crate::lower::{
    auth, body, failure, header, kind, limit, operation_id, paging, path, query, response_part, server, success, tags,
    text, vendor,
};
use crate::spec;

/// Lowers all operations.
pub(super) fn lower_all(cx: &mut Cx<'_>) {
    let identities = operation_id::identify(&cx.spec.operations, &mut cx.diagnostics);
    for (described, identity) in cx.spec.operations.iter().zip(identities) {
        let operation = lower(cx, described, identity);
        cx.api.operations.push(operation);
    }
}

fn lower(cx: &mut Cx<'_>, described: &spec::Operation, identity: Identity) -> Operation {
    let Identity { id, name } = identity;
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
        name,
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
