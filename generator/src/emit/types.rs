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
    let types = cx.types(module).iter().map(|id| match (&cx.api.types[*id], cx.alias_of(*id), cx.is_sent(*id)) {
        (_, Some(target), _) => alias(cx, *id, &cx.names.ty(target).ident),
        (TypeDef::Enum(node), ..) => enumeration::emit(cx, *id, node),
        (TypeDef::Record(node), _, false) => record::emit(cx, *id, node),
        (TypeDef::Record(node), _, true) => write_record::emit(cx, *id, node),
        (TypeDef::Union(node), _, false) => union::emit(cx, *id, node),
        (TypeDef::Union(node), _, true) => write_union::emit(cx, *id, node),
        (TypeDef::Filter(node), ..) => filter::of_body(cx, *id, node),
    });
    let borrowed = cx.borrowed(module).into_iter().map(|(name, id)| borrowed(cx, module, name, id));
    let kinds = kinds::emit(cx, module);
    types.chain(borrowed).chain(kinds).collect()
}

/// Emits the name of a type of another module, which an attribute of this one is of.
fn borrowed(cx: &Cx<'_>, module: Module, name: &str, id: TypeId) -> TokenStream {
    let tags = cx.tags_of_type(id).intersection(cx.tags_of_module(module)).copied().collect();
    let names = cx.names.ty(id);
    let cfg = cx.cfg(&tags, module);
    let docs = docs(described(&cx.api.types[id]), "A type that several resources share.");
    let (name, target) = (ident(name), cx.path(module, names.module, &names.ident));
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
fn alias(cx: &Cx<'_>, id: TypeId, target: &str) -> TokenStream {
    let names = cx.names.ty(id);
    let cfg = cx.cfg(cx.tags_of_type(id), names.module);
    let docs = docs(described(&cx.api.types[id]), &format!("The same as [`{target}`]."));
    let (name, target) = (ident(&names.ident), ident(target));
    quote!(#docs #cfg pub type #name = #target;)
}
