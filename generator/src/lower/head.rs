//! `HEAD` operations: the header fields of the response to `GET` (RFC 9110, section 9.3.2).

use crate::ir::{Api, Method, Operation, OperationId, Payload};

/// Leaves no payload to `HEAD`, whatever is described, and asks for the media type that `GET` asks
/// for: another one could be another state.
pub(super) fn complete_all(api: &mut Api) {
    let ids: Vec<OperationId> = api.operations.ids().filter(|id| api.operations[*id].method == Method::Head).collect();
    for id in ids {
        let media_type = counterpart(api, &api.operations[id]).and_then(|get| get.success.media_type.clone());
        let success = &mut api.operations[id].success;
        success.payload = Payload::Empty;
        success.empty.clone_from(&success.statuses);
        success.outcomes.clear();
        success.media_type = media_type.or(success.media_type.take());
    }
}

/// Returns the `GET` on the path of a `HEAD`.
pub(super) fn counterpart<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Operation> {
    if operation.method != Method::Head {
        return None;
    }
    let mut others = api.operations.iter().map(|(_, other)| other);
    others.find(|other| other.method == Method::Get && other.path == operation.path)
}
