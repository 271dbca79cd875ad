//! Primary data of several resource types: an open enum by `type`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines};
use crate::ir::{Data, Operation, Payload, ResourceId, TypeRule};
use crate::name::Module;

/// The name of the enum of an operation.
pub(crate) fn name(marker: &Ident) -> Ident {
    ident(&format!("{marker}Data"))
}

/// Emits the enum; nothing where the data is of one type.
pub(crate) fn emit(cx: &Cx<'_>, operation: &Operation, marker: &Ident) -> TokenStream {
    let Payload::Document(document) = &operation.success.payload else { return TokenStream::new() };
    let Data::Mixed { of, .. } = &document.data else { return TokenStream::new() };
    let module = Module::Tag(operation.tag);
    let name = name(marker);
    let doc = format!(" A resource that [`{marker}`] brings, by its type.");
    let variants: Vec<Ident> = of.iter().map(|id| variant(&cx.names.resource(*id).ident)).collect();
    let paths: Vec<TokenStream> = of.iter().map(|id| cx.resource_path(module, *id)).collect();
    let variant_docs = of.iter().map(|id| lines(&code(&cx.api.resources[*id].wire_type)));
    let is_open = |id: &ResourceId| cx.api.resources[*id].type_rule == TypeRule::Open;
    let arms = of.iter().zip(&variants).zip(&paths);
    let fixed = arms.clone().filter(|((id, _), _)| !is_open(id)).map(|((_, variant), path)| quote!(#variant(#path),));
    // Of several whose type is open nothing could tell which one came.
    let mut open = arms.filter(|((id, _), _)| is_open(id)).map(|((_, variant), path)| quote!(else #variant(#path)));
    let open = open.next();
    quote! {
        #[doc = #doc]
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants(Box<rt::Resource<#paths>>),)*
            /// A type that the description does not list.
            Unknown(rt::AnyResource),
        }

        rt::polymorphic!(#name { #(#fixed)* } #open);
    }
}

/// The variant of a resource; `Unknown` is ours.
fn variant(resource: &str) -> Ident {
    ident(if resource == "Unknown" { "UnknownResource" } else { resource })
}
