//! An enum of the document: open, because services add values without a new version.
//!
//! ```text
//! {type: string, enum: [lent, out]}     pub enum BookStatus { Lent, Out, Unknown(String) }
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines, type_docs};
use crate::ir::{Enum, EnumBase, TypeId};

/// An enum to emit.
struct OpenEnum<'a> {
    cfg: &'a TokenStream,
    docs: &'a TokenStream,
    /// The further derives and attributes that the configuration asks for.
    derive: TokenStream,
    name: &'a str,
    /// The values with their variants.
    members: &'a [(String, String)],
}

/// Emits the enum `id`.
pub(crate) fn emit(cx: &Cx<'_>, id: TypeId, node: &Enum) -> TokenStream {
    let names = cx.names.ty(id);
    let cfg = cx.cfg(cx.tags_of_type(id), names.module);
    let docs = type_docs(node.docs.as_deref(), names, "one of a list of values", cx.api.page(&node.at));
    let open =
        OpenEnum { cfg: &cfg, docs: &docs, derive: cx.derive_for_enums(), name: &names.ident, members: &names.members };
    match node.base {
        EnumBase::String => open.strings(),
        EnumBase::Integer => open.integers(),
    }
}

/// Emits an open enum of strings that only requests hold: values of a parameter.
pub(crate) fn parameter(
    cfg: &TokenStream,
    docs: &TokenStream,
    name: &str,
    members: &[(String, String)],
) -> TokenStream {
    OpenEnum { cfg, docs, derive: TokenStream::new(), name, members }.parameter()
}

impl OpenEnum<'_> {
    fn variants(&self) -> Vec<Ident> {
        self.members.iter().map(|(_, variant)| ident(variant)).collect()
    }

    fn values(&self) -> impl Iterator<Item = &String> {
        self.members.iter().map(|(value, _)| value)
    }

    /// Emits the enum itself, with `traits` that it derives, and the type of values that the document does not list.
    fn declaration(&self, traits: &TokenStream, unknown: &TokenStream) -> TokenStream {
        let Self { cfg, docs, derive, .. } = self;
        let (name, variants) = (ident(self.name), self.variants());
        let variant_docs = self.values().map(|value| lines(&code(value)));
        quote! {
            #docs
            #cfg
            #[derive(#traits)]
            #derive
            #[non_exhaustive]
            pub enum #name {
                #(#variant_docs #variants,)*
                /// A value that the document does not list.
                Unknown(#unknown),
            }
        }
    }

    fn parameter(&self) -> TokenStream {
        let declaration = self.declaration(&quote!(Clone), &quote!(String));
        let (cfg, name, values, variants) = (self.cfg, ident(self.name), self.values(), self.variants());
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

    fn strings(&self) -> TokenStream {
        let declaration = self.declaration(&quote!(Clone), &quote!(String));
        let (cfg, name, values, variants) = (self.cfg, ident(self.name), self.values(), self.variants());
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

    fn integers(&self) -> TokenStream {
        let declaration = self.declaration(&quote!(Clone, Copy, PartialEq, Eq, Hash), &quote!(i64));
        let (cfg, name, variants) = (self.cfg, ident(self.name), self.variants());
        let values: Vec<Literal> =
            self.values().map(|value| Literal::i64_unsuffixed(value.parse().unwrap_or_default())).collect();
        quote! {
            #declaration

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
}
