//! Which tags need no credentials.

use crate::ir::{Api, Security};

/// Returns whether the tag at this position has operations, and all of them are called without credentials.
pub(crate) fn is_public(api: &Api, tag: usize) -> bool {
    let mut operations = api.operations.iter().filter(|(_, operation)| operation.tag == tag).peekable();
    operations.peek().is_some() && operations.all(|(_, operation)| operation.security == Security::Public)
}
