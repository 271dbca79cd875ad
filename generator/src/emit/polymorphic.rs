//! Primary data of several resource types: an open enum by `type`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::client::DataEnum;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines};
use crate::ir::{OperationId, ResourceId, TypeRule};
use crate::name::Module;

/// Emits the enums of an operation; nothing where its data is of one type.
pub(crate) fn emit(cx: &Cx<'_>, id: OperationId, marker: &Ident) -> TokenStream {
    let module = Module::Tag(cx.api.operations[id].tag);
    cx.data_enums(id).iter().map(|one| data_enum(cx, module, marker, one)).collect()
}

fn data_enum(cx: &Cx<'_>, module: Module, marker: &Ident, DataEnum { item, of }: &DataEnum) -> TokenStream {
    let name = ident(&item.name);
    let doc = format!(" A resource in a response to [`{marker}`], by its type.");
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
            /// A type that the document does not list.
            Unknown(rt::AnyResource),
        }

        rt::polymorphic!(#name { #(#fixed)* } #open);
    }
}

/// Returns the variant of a resource; `Unknown` is ours.
fn variant(resource: &str) -> Ident {
    ident(if resource == "Unknown" { "UnknownResource" } else { resource })
}
