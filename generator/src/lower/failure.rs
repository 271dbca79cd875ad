//! The codes in an operation's error responses (JSON:API "Error Objects").

use std::collections::BTreeSet;

use crate::ir::Status;
use crate::lower::context::Cx;
use crate::lower::media::{Treatment, preferred, treatment};
use crate::lower::shape::{Group, ShapeKind};
use crate::lower::union;
use crate::spec::Response;

/// Returns the values of `errors[].code` over all responses that are no success, in alphabetical order.
pub(super) fn codes(cx: &mut Cx<'_>, responses: &[Response]) -> Vec<String> {
    let mut codes = BTreeSet::new();
    for response in responses.iter().filter(|response| is_failure(response.status)) {
        let content = preferred(cx, &response.contents);
        let content = content.filter(|one| treatment(cx, one) == Treatment::Json);
        if let Some(schema) = content.and_then(|content| content.schema) {
            for errors in properties(cx, &Group::one(schema), "errors") {
                if let ShapeKind::Array(Some(items)) = &cx.shape(&errors).kind {
                    let listed = properties(cx, items, "code").into_iter().flat_map(|code| values(cx, &code));
                    codes.extend(listed.collect::<Vec<_>>());
                }
            }
        }
    }
    codes.into_iter().collect()
}

pub(super) fn is_failure(status: Status) -> bool {
    match status {
        Status::Code(code) => code >= 400,
        Status::Range(hundred) => hundred >= 4,
        Status::Default => true,
    }
}

/// Returns the member `name` of an object, or of each alternative of a union.
pub(super) fn properties(cx: &mut Cx<'_>, group: &Group, name: &str) -> Vec<Group> {
    match &cx.shape(group).kind {
        ShapeKind::Union(members) => {
            let (members, _) = union::flattened(cx, members);
            members.iter().filter_map(|member| cx.property(&member.group, name)).collect()
        }
        _ => cx.property(group, name).into_iter().collect(),
    }
}

fn values(cx: &mut Cx<'_>, group: &Group) -> Vec<String> {
    match &cx.shape(group).kind {
        ShapeKind::Scalar(scalar) => {
            let values = scalar.values.iter().flatten();
            values.filter_map(|value| value.as_str()).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
