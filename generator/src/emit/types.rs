//! All enums, records and unions of one module, sorted by name.

use proc_macro2::TokenStream;

use crate::emit::cx::Cx;
use crate::emit::{enumeration, record, union, write_record, write_union};
use crate::ir::TypeDef;
use crate::name::Module;

/// Emits what is read, then what is sent.
pub(crate) fn emit_all(cx: &Cx<'_>, module: Module) -> TokenStream {
    let read = cx.read_types(module).iter().map(|id| match &cx.api.types[*id] {
        TypeDef::Enum(node) => enumeration::emit(cx, *id, node),
        TypeDef::Record(node) => record::emit(cx, *id, node),
        TypeDef::Union(node) => union::emit(cx, *id, node),
    });
    let write = cx.write_types(module).iter().map(|id| match &cx.api.types[*id] {
        TypeDef::Enum(_) => TokenStream::new(),
        TypeDef::Record(node) => write_record::emit(cx, *id, node),
        TypeDef::Union(node) => write_union::emit(cx, *id, node),
    });
    read.chain(write).collect()
}
