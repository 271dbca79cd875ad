//! All enums, records and unions of one module, sorted by name.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::docs;
use crate::emit::{enumeration, filter, kinds, record, union, write_record, write_union};
use crate::ir::{TypeDef, TypeId};
use crate::name::Module;

/// Emits what is read, then what is sent.
pub(crate) fn emit_all(cx: &Cx<'_>, module: Module) -> TokenStream {
    let read = cx.read_types(module).iter().map(|id| match (&cx.api.types[*id], cx.alias_of(*id)) {
        (_, Some(target)) => alias(cx, *id, &cx.names.ty(*id).ident, &cx.names.ty(target).ident),
        (TypeDef::Enum(node), None) => enumeration::emit(cx, *id, node),
        (TypeDef::Record(node), None) => record::emit(cx, *id, node),
        (TypeDef::Union(node), None) => union::emit(cx, *id, node),
        // Filters are only sent.
        (TypeDef::Filter(_), None) => TokenStream::new(),
    });
    let write = cx.write_types(module).iter().map(|id| match (&cx.api.types[*id], cx.alias_of(*id)) {
        (_, Some(target)) => alias(cx, *id, cx.sent_ident(*id), cx.sent_ident(target)),
        (TypeDef::Enum(_), None) => TokenStream::new(),
        (TypeDef::Record(node), None) => write_record::emit(cx, *id, node),
        (TypeDef::Union(node), None) => write_union::emit(cx, *id, node),
        (TypeDef::Filter(node), None) => filter::of_body(cx, *id, node),
    });
    let borrowed = cx.borrowed(module).into_iter().map(|(name, id)| borrowed(cx, module, name, id));
    let kinds = kinds::emit(cx, module);
    read.chain(write).chain(borrowed).chain(kinds).collect()
}

/// Emits the name of a type of another module, which an attribute of this one is of.
fn borrowed(cx: &Cx<'_>, module: Module, name: &str, id: TypeId) -> TokenStream {
    let tags = cx.tags_of_type(id).intersection(cx.tags_of_module(module)).copied().collect();
    let names = cx.names.ty(id);
    let cfg = cx.cfg(&tags, module);
    let docs = docs(described(&cx.api.types[id]), "A type that several resources share.");
    let (name, target) = (ident(name), cx.path(module, names.module, cx.sent_ident(id)));
    quote!(#docs #cfg pub type #name = #target;)
}

fn described(ty: &TypeDef) -> Option<&str> {
    match ty {
        TypeDef::Enum(node) => node.docs.as_deref(),
        TypeDef::Record(node) => node.docs.as_deref(),
        TypeDef::Union(node) => node.docs.as_deref(),
        TypeDef::Filter(_) => None,
    }
}

/// Emits another name of an equal type.
fn alias(cx: &Cx<'_>, id: TypeId, name: &str, target: &str) -> TokenStream {
    let cfg = cx.cfg(cx.tags_of_type(id), cx.names.ty(id).module);
    let docs = docs(described(&cx.api.types[id]), &format!("The same as [`{target}`]."));
    let (name, target) = (ident(name), ident(target));
    quote!(#docs #cfg pub type #name = #target;)
}
