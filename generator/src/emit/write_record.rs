//! A record to send: a constructor with the required members, and setters.
//!
//! ```text
//! required: [height]                    pub type NewBookSize = rt::Part<kinds::NewBookSize>;
//! properties:                           impl NewBookSize {
//!   height: {type: number}                  pub fn new(height: f64) -> Self { .. }
//!   unit: {type: string}                    pub fn unit(self, unit: impl rt::Argument<String>) -> Self { .. }
//!                                       }
//! ```
//!
//! All records that are sent are one generic type of the runtime, each with a kind of its own: what
//! they have in common is compiled once.

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::{Required, SentMember};
use crate::emit::constructor::{self, Sent};
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::type_docs;
use crate::emit::setters::{optional, setters, setting};
use crate::ir::{Field, Record, TypeId};

/// Emits the record `id`.
pub(crate) fn emit(cx: &Cx<'_>, id: TypeId, node: &Record) -> TokenStream {
    let names = cx.names.ty(id);
    let module = names.module;
    let name = ident(&cx.names.ty(id).ident);
    let cfg = cx.cfg(cx.tags_of_type(id), module);
    let docs = type_docs(node.docs.as_deref(), names, "an object to send", cx.api.page(&node.at));
    let idents: Vec<String> = names.members.iter().map(|(_, name)| name.clone()).collect();
    let is_tag = |field: &Field| cx.is_tag(id, &field.wire);
    let setter = |call: &TokenStream| quote!(Self(self.0.#call));
    let (constants, setters) = setters(cx, module, &node.fields, &idents, is_tag, setter);
    let (generic, empty) = (quote!(rt::Part), quote!(rt::part() #constants));
    let optional = optional(&node.fields, &idents, is_tag).collect();
    let sent = Sent { module, name: &name, cfg: &cfg, generic, empty, optional };
    let member = |required: &Required| match required.member {
        SentMember::Attribute(position) => node.fields.get(position).map(|it| setting(cx, module, it, &required.name)),
        SentMember::Identity | SentMember::Relationship(_) | SentMember::Other(_) | SentMember::Meta => None,
    };
    let (new, stages) = constructor::emit(cx, &sent, &cx.record_constructor(id), member);
    let rest = node.rest.as_ref().map(|rest| {
        let ty = cx.tokens(module, &cx.given_type(module, rest));
        quote! {
            /// Sets a member that the document does not name.
            pub fn with(self, name: &str, value: impl rt::Argument<#ty>) -> Self {
                Self(self.0.arg_set::<#ty>(name, value))
            }
        }
    });
    quote! {
        #docs
        #cfg
        pub type #name = rt::Part<kinds::#name>;

        #cfg
        impl #name {
            #new
            #setters
            #rest
        }

        #stages
    }
}
