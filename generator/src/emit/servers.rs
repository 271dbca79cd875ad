//! `src/servers.rs`: the described servers, for `ClientBuilder::base_url`.
//!
//! A server without variables is a constant; one with variables is a type with a setter for each.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::EmittedFile;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, lines};
use crate::ir::{Server, ServerVariable};
use crate::name::{ServerNames, VariableNames};

/// Emits the servers.
pub(crate) fn emit(cx: &Cx<'_>) -> EmittedFile {
    let items = cx.api.servers.iter().zip(&cx.names.servers).map(|(server, names)| item(server, names));
    let tokens = quote! {
        //! The servers of the service: what [`ClientBuilder::base_url`](super::ClientBuilder::base_url) takes.

        #(#items)*
    };
    EmittedFile { path: "servers.rs".to_owned(), tokens }
}

fn item(server: &Server, names: &ServerNames) -> TokenStream {
    let (name, url) = (ident(&names.ident), &server.url);
    let about = docs(server.docs.as_deref(), &format!("{}.", code(url)));
    if server.variables.is_empty() {
        return quote!(#about pub const #name: &str = #url;);
    }
    let variables: Vec<_> = server.variables.iter().zip(&names.variables).collect();
    let enums = variables.iter().filter_map(|(variable, names)| enumeration(variable, names));
    let fields = variables.iter().map(|(_, (setter, ty, _))| {
        let (setter, ty) = (ident(setter), variable_type(ty.as_deref()));
        quote!(#setter: #ty)
    });
    let defaults = variables.iter().map(|(variable, names)| default(variable, names));
    let rest = (variables.len() > 1).then(|| quote!(..self));
    let setters = variables.iter().map(|(variable, names)| setter(variable, names, rest.as_ref()));
    let values = variables.iter().map(|(variable, (setter, ty, _))| {
        let (placeholder, setter) = (format!("{{{}}}", variable.name), ident(setter));
        match ty {
            Some(_) => quote!(.replace(#placeholder, self.#setter.as_str())),
            None => quote!(.replace(#placeholder, &self.#setter)),
        }
    });
    quote! {
        #(#enums)*

        #about
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct #name {
            #(#fields,)*
        }

        impl #name {
            /// Returns the server with the defaults of the document.
            pub fn new() -> Self {
                Self { #(#defaults,)* }
            }

            #(#setters)*

            /// Returns the URL.
            pub fn url(&self) -> String {
                #url #(#values)*
            }
        }

        impl Default for #name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl From<#name> for String {
            fn from(server: #name) -> Self {
                server.url()
            }
        }
    }
}

/// Emits the field of a variable with its default.
fn default(variable: &ServerVariable, (setter, ty, variants): &VariableNames) -> TokenStream {
    let (setter, default) = (ident(setter), &variable.default);
    let variant = variants.iter().find(|(value, _)| value == default);
    match (ty.as_deref().map(ident), variant) {
        (Some(ty), Some((_, variant))) => {
            let variant = ident(variant);
            quote!(#setter: #ty::#variant)
        }
        (Some(ty), None) => quote!(#setter: #ty::Unknown(#default.to_owned())),
        (None, _) => quote!(#setter: #default.to_owned()),
    }
}

/// Emits the setter of a variable; `rest` takes the others from the value itself.
fn setter(variable: &ServerVariable, (setter, ty, _): &VariableNames, rest: Option<&TokenStream>) -> TokenStream {
    let name = ident(setter);
    let fallback = format!("Sets {}. {} unless set.", code(&variable.name), code(&variable.default));
    let docs = docs(variable.docs.as_deref(), &fallback);
    let (argument, value) = match ty.as_deref().map(ident) {
        Some(ty) => (quote!(#ty), quote!(#name)),
        None => (quote!(impl Into<String>), quote!(#name: #name.into())),
    };
    quote! {
        #docs
        #[must_use]
        pub fn #name(self, #name: #argument) -> Self {
            Self { #value, #rest }
        }
    }
}

fn variable_type(ty: Option<&str>) -> TokenStream {
    match ty {
        Some(ty) => {
            let ty = ident(ty);
            quote!(#ty)
        }
        None => quote!(String),
    }
}

/// Emits the values of a variable. Other values can be given, as services add regions.
fn enumeration(variable: &ServerVariable, (_, ty, variants): &VariableNames) -> Option<TokenStream> {
    let name = ident(ty.as_deref()?);
    let docs = lines(&format!("The values of {} in the URL of a server.", code(&variable.name)));
    let items = variants.iter().map(|(value, variant)| {
        let (docs, variant) = (lines(&format!("{}.", code(value))), ident(variant));
        quote!(#docs #variant)
    });
    let texts = variants.iter().map(|(value, variant)| {
        let variant = ident(variant);
        quote!(Self::#variant => #value)
    });
    Some(quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum #name {
            #(#items,)*
            /// Another value.
            Unknown(String),
        }

        impl #name {
            /// Returns the value as it stands in the URL.
            pub fn as_str(&self) -> &str {
                match self {
                    #(#texts,)*
                    Self::Unknown(value) => value,
                }
            }
        }
    })
}
