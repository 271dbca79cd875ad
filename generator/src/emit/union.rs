//! A union that is read: its alternatives are told apart by a table made when the client is
//! generated, which decoding and the report of mismatches share.
//!
//! ```text
//! oneOf:                                pub enum ShelfByKey {
//!   - {.. row ..}                           Row(Box<ShelfRow>),
//!   - {.. drawer ..}                        Drawer(Box<ShelfDrawer>),
//!                                           Unknown(rt::Value),
//!                                       }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::alternative::describe;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{lines, type_docs};
use crate::emit::shape;
use crate::ir::{TypeId, Union};

/// Emits the union `id`.
pub(crate) fn emit(cx: &Cx<'_>, id: TypeId, node: &Union) -> TokenStream {
    let names = cx.names.ty(id);
    let module = names.module;
    let cfg = cx.cfg(cx.tags_of_type(id), module);
    let docs = type_docs(node.docs.as_deref(), names, "one of several types", cx.api.page(&node.at));
    let name = ident(&names.ident);
    let mut variants = TokenStream::new();
    let mut arms = TokenStream::new();
    let mut views = TokenStream::new();
    for (index, (alternative, (_, variant))) in node.alternatives.iter().zip(&names.members).enumerate() {
        let variant = ident(variant);
        let ty = cx.tokens(module, &cx.variant_type(module, &alternative.ty));
        let variant_docs = lines(&describe(cx.api, alternative));
        variants.extend(quote!(#variant_docs #variant(#ty),));
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        arms.extend(quote!(#index => input.read().map(Self::#variant),));
        let variant_name = variant.to_string();
        views.extend(quote!(Self::#variant(value) => rt::View::Variant(#variant_name, value),));
    }
    let shape = shape::of_type(cx, module, id);
    quote! {
        #docs
        #cfg
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #variants
            /// A value that fits none of the alternatives.
            Unknown(rt::Value),
        }

        #cfg
        impl rt::Union for #name {
            const SHAPE: &'static rt::Shape = #shape;

            fn read(index: usize, input: rt::Input<'_>) -> Option<Self> {
                match index {
                    #arms
                    _ => None,
                }
            }

            fn unknown(value: rt::Value) -> Self {
                Self::Unknown(value)
            }
        }

        #cfg
        impl rt::Viewed for #name {
            fn view(&self) -> rt::View<'_> {
                match self {
                    #views
                    Self::Unknown(value) => rt::View::Variant("Unknown", value),
                }
            }
        }

        #cfg
        rt::union!(#name);
    }
}
