//! A union to send: a value of any alternative converts into it.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines, type_docs};
use crate::emit::write_type::owned;
use crate::ir::{TypeId, Union};

/// Emits the union `id`.
pub(crate) fn emit(cx: &Cx<'_>, id: TypeId, node: &Union) -> TokenStream {
    let names = cx.names.ty(id);
    let module = names.module;
    let name = ident(&cx.names.ty(id).ident);
    let cfg = cx.cfg(cx.tags_of_type(id), module);
    let docs = type_docs(node.docs.as_deref(), names, "one of several types to send", cx.api.page(&node.at));
    let mut seen = BTreeSet::new();
    let mut members = TokenStream::new();
    let mut alternatives = Vec::new();
    for alternative in &node.alternatives {
        let ty = owned(cx, module, &alternative.ty);
        if !seen.insert(ty.to_string()) {
            continue;
        }
        alternatives.push(code(&ty.to_string().replace(' ', "")));
        members.extend(member(&cfg, &name, &ty));
        if cx.is_own(module, &alternative.ty) {
            members.extend(quote!(#cfg rt::alternative!(#name, #ty);));
        }
        if alternative.ty.is_text() && seen.insert("& str".to_owned()) {
            members.extend(member(&cfg, &name, &quote!(&str)));
        }
    }
    let list = lines(&format!("\nConverts from {}.", alternatives.join(", ")));
    let raw = if seen.contains("rt :: Value") {
        TokenStream::new()
    } else {
        quote! {
            #cfg
            impl #name {
                /// Sends any JSON, for values that the document does not describe.
                pub fn raw(value: impl rt::Argument<rt::AnyValue>) -> Self {
                    Self(rt::Encode::encode(value.into()))
                }
            }
        }
    };
    quote! {
        #docs
        #list
        #cfg
        #[derive(Clone)]
        #[must_use]
        pub struct #name(rt::Value);

        #raw
        #cfg
        rt::alternatives!(#name);

        #members
    }
}

/// Makes `ty` an alternative of the union. The conversions are written once for all of them, but for those that only
/// the client of an alternative may state.
fn member(cfg: &TokenStream, name: &Ident, ty: &TokenStream) -> TokenStream {
    quote! {
        #cfg
        impl rt::MadeFrom<#ty> for #name {}
    }
}
