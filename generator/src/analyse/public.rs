//! Tags with operations, and tags with operations that need no credentials.

use crate::ir::{Api, Security};

/// Returns whether the tag at this position has operations: others have webhooks only.
pub(crate) fn is_called(api: &Api, tag: usize) -> bool {
    api.operations.iter().any(|(_, operation)| operation.tag == tag)
}

/// Returns whether the tag at this position has operations, and all of them are called without credentials.
pub(crate) fn is_public(api: &Api, tag: usize) -> bool {
    let mut operations = api.operations.iter().filter(|(_, operation)| operation.tag == tag);
    is_called(api, tag) && operations.all(|(_, operation)| operation.security == Security::Public)
}
