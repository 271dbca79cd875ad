//! The Rust type of a value that is read.

use proc_macro2::TokenStream;

use crate::emit::cx::Cx;
use crate::emit::rust_type::tokens;
use crate::ir::Type;
use crate::name::Module;

/// Returns the type, as `from` names it.
pub(crate) fn read_type(cx: &Cx<'_>, from: Module, ty: &Type) -> TokenStream {
    tokens(cx, from, &cx.read_type(from, ty))
}
