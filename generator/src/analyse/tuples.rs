//! Whether the document has lists with a type for each place, which are tuples in the client.

use crate::ir::visit::{self, Visit};
use crate::ir::{Api, Type};
use crate::source::Pointer;

/// Returns whether a type of the document is a tuple.
pub(crate) fn has_tuple(api: &Api) -> bool {
    let mut tuples = Tuples { found: false };
    visit::visit_api(&mut tuples, api);
    tuples.found
}

/// A walk that looks for tuples.
struct Tuples {
    found: bool,
}

impl Visit for Tuples {
    fn visit_type(&mut self, at: &Pointer, ty: &Type) {
        self.found |= matches!(ty, Type::Tuple(_));
        visit::visit_type(self, at, ty);
    }
}
