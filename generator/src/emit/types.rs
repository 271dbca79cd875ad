//! All enums, records and unions of one module, sorted by name.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::docs;
use crate::emit::{enumeration, record, union, write_record, write_union};
use crate::ir::{TypeDef, TypeId};
use crate::name::Module;

/// Emits what is read, then what is sent.
pub(crate) fn emit_all(cx: &Cx<'_>, module: Module) -> TokenStream {
    let read = cx.read_types(module).iter().map(|id| match (&cx.api.types[*id], cx.alias_of(*id)) {
        (_, Some(target)) => alias(cx, *id, &cx.names.ty(*id).ident, &cx.names.ty(target).ident),
        (TypeDef::Enum(node), None) => enumeration::emit(cx, *id, node),
        (TypeDef::Record(node), None) => record::emit(cx, *id, node),
        (TypeDef::Union(node), None) => union::emit(cx, *id, node),
    });
    let write = cx.write_types(module).iter().map(|id| match (&cx.api.types[*id], cx.alias_of(*id)) {
        (_, Some(target)) => alias(cx, *id, &cx.sent_ident(*id), &cx.sent_ident(target)),
        (TypeDef::Enum(_), None) => TokenStream::new(),
        (TypeDef::Record(node), None) => write_record::emit(cx, *id, node),
        (TypeDef::Union(node), None) => write_union::emit(cx, *id, node),
    });
    read.chain(write).collect()
}

/// Another name of an equal type.
fn alias(cx: &Cx<'_>, id: TypeId, name: &str, target: &str) -> TokenStream {
    let cfg = cx.cfg(cx.tags_of_type(id), cx.names.ty(id).module);
    let described = match &cx.api.types[id] {
        TypeDef::Enum(node) => &node.docs,
        TypeDef::Record(node) => &node.docs,
        TypeDef::Union(node) => &node.docs,
    };
    let docs = docs(described.as_deref(), &format!("The same as [`{target}`]."));
    let (name, target) = (ident(name), ident(target));
    quote!(#cfg #docs pub type #name = #target;)
}
