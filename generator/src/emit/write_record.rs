//! A record that is sent: a constructor with what is required, and setters.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::docs;
use crate::emit::setters::setters;
use crate::ir::{Field, Record, TypeId};

/// Emits the record `id`.
pub(crate) fn emit(cx: &Cx<'_>, id: TypeId, node: &Record) -> TokenStream {
    let names = cx.names.ty(id);
    let (module, name) = (names.module, cx.sent_ident(id));
    let name = ident(&name);
    let cfg = cx.cfg(cx.tags_of_type(id), module);
    let docs = docs(node.docs.as_deref(), "An object to send.");
    let idents: Vec<String> = names.members.iter().map(|(_, name)| name.clone()).collect();
    let tells = |field: &Field| cx.is_tag(id, &field.wire);
    let (constructor, setters) = setters(cx, module, &node.fields, &idents, tells);
    let new = constructor.emit(&quote!(rt::Fields::new()), "With what is required.");
    let default = constructor.default_impl(&cfg, &name);
    let rest = node.rest.as_ref().map(|rest| {
        let ty = crate::emit::write_type::owned(cx, module, rest);
        quote! {
            /// Sets a member that the description does not name.
            pub fn with(self, name: &str, value: impl Into<#ty>) -> Self {
                Self(self.0.set::<#ty>(name, value))
            }
        }
    });
    quote! {
        #cfg
        #docs
        #[derive(Debug, Clone)]
        #[must_use]
        pub struct #name(rt::Fields);

        #cfg
        impl #name {
            #new
            #setters
            #rest
        }

        #default

        #cfg
        rt::written!(#name);
    }
}
