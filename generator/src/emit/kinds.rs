//! The marker types of resources and records to send, which distinguish the instances of one generic type.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::ir::{TypeDef, TypeId};
use crate::name::Module;

/// Emits the kinds of a module; nothing where there are none.
pub(crate) fn emit(cx: &Cx<'_>, module: Module) -> Option<TokenStream> {
    let records =
        records(cx, module).into_iter().map(|id| (cx.names.ty(id).ident.clone(), cx.cfg(cx.tags_of_type(id), module)));
    let views =
        (cx.views(module).into_iter()).map(|id| (cx.names.view(id).ident.clone(), cx.cfg(cx.tags_of_view(id), module)));
    let kinds: Vec<TokenStream> = views
        .chain(records)
        .map(|(name, cfg)| {
            let name = ident(&name);
            quote!(#cfg pub enum #name {})
        })
        .collect();
    if kinds.is_empty() {
        return None;
    }
    Some(quote! {
        /// What tells the records and resources that are sent apart.
        #[doc(hidden)]
        #[allow(missing_docs, reason = "each is the kind of the type of that name")]
        pub mod kinds {
            #(#kinds)*
        }
    })
}

fn records(cx: &Cx<'_>, module: Module) -> Vec<TypeId> {
    (cx.types(module).iter().copied())
        .filter(|id| cx.is_sent(*id) && matches!(cx.api.types[*id], TypeDef::Record(_)) && cx.alias_of(*id).is_none())
        .collect()
}
