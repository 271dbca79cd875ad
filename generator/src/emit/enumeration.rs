//! An enum of the document: open, because services add values without a new version.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, lines, page};
use crate::ir::{Enum, EnumBase, TypeId};

/// Emits the enum `id`.
pub(crate) fn emit(cx: &Cx<'_>, id: TypeId, node: &Enum) -> TokenStream {
    let names = cx.names.ty(id);
    let cfg = cx.cfg(cx.tags_of_type(id), names.module);
    let (docs, page) = (docs(node.docs.as_deref(), "One of a list of values."), page(cx.api.page(&node.at)));
    let docs = quote!(#docs #page);
    let derive = cx.derive_for_enums();
    match node.base {
        EnumBase::String => strings(&derive, &cfg, &docs, &names.ident, &names.members),
        EnumBase::Integer => integers(&derive, &cfg, &docs, &names.ident, &names.members),
    }
}

/// Emits an open enum of strings that only requests hold: values of a parameter.
pub(crate) fn parameter(
    cfg: &TokenStream,
    docs: &TokenStream,
    name: &str,
    members: &[(String, String)],
) -> TokenStream {
    let declaration = declaration(&TokenStream::new(), cfg, docs, name, members);
    let name = ident(name);
    let values = members.iter().map(|(value, _)| value);
    let variants = members.iter().map(|(_, variant)| ident(variant));
    quote! {
        #declaration

        #cfg
        impl rt::Token for #name {
            fn token(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        #cfg
        rt::token!(#name);
    }
}

fn strings(
    derive: &TokenStream,
    cfg: &TokenStream,
    docs: &TokenStream,
    name: &str,
    members: &[(String, String)],
) -> TokenStream {
    let declaration = declaration(derive, cfg, docs, name, members);
    let name = ident(name);
    let values: Vec<&String> = members.iter().map(|(value, _)| value).collect();
    let variants: Vec<_> = members.iter().map(|(_, variant)| ident(variant)).collect();
    quote! {
        #declaration

        #cfg
        impl rt::Enumeration for #name {
            const VALUES: &'static [&'static str] = &[#(#values),*];

            const VARIANTS: &'static [Self] = &[#(Self::#variants),*];
        }

        #cfg
        rt::enumeration!(#name);
    }
}

/// Emits the enum itself; `members` are the values with their variants.
fn declaration(
    derive: &TokenStream,
    cfg: &TokenStream,
    docs: &TokenStream,
    name: &str,
    members: &[(String, String)],
) -> TokenStream {
    let name = ident(name);
    let variants = members.iter().map(|(_, variant)| ident(variant));
    let variant_docs = members.iter().map(|(value, _)| lines(&code(value)));
    quote! {
        #docs
        #cfg
        #[derive(Clone)]
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A value that the document does not list.
            Unknown(String),
        }
    }
}

fn integers(
    derive: &TokenStream,
    cfg: &TokenStream,
    docs: &TokenStream,
    name: &str,
    members: &[(String, String)],
) -> TokenStream {
    let name = ident(name);
    let values: Vec<Literal> =
        members.iter().map(|(value, _)| Literal::i64_unsuffixed(value.parse().unwrap_or_default())).collect();
    let variants: Vec<_> = members.iter().map(|(_, variant)| ident(variant)).collect();
    let variant_docs = members.iter().map(|(value, _)| lines(&code(value)));
    quote! {
        #docs
        #cfg
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A value that the document does not list.
            Unknown(i64),
        }

        #cfg
        impl rt::IntegerEnumeration for #name {
            const VALUES: &'static [i64] = &[#(#values),*];

            fn from_wire(value: i64) -> Self {
                match value {
                    #(#values => Self::#variants,)*
                    other => Self::Unknown(other),
                }
            }

            fn as_i64(&self) -> i64 {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(value) => *value,
                }
            }
        }

        #cfg
        rt::integer_enumeration!(#name);
    }
}
