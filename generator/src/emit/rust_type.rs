//! Rust types as tokens, as a module of the generated crate writes them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::{Item, RustType, Viewpoint};
use crate::emit::cx::{Cx, ident};
use crate::name::Module;

/// Returns the tokens of a type in a module.
pub(crate) fn tokens(cx: &Cx<'_>, from: Module, ty: &RustType) -> TokenStream {
    let inner = |ty: &RustType| tokens(cx, from, ty);
    match ty {
        RustType::Std("()", _) => quote!(()),
        RustType::Std(name, arguments) => {
            let name = ident(name);
            let arguments = generics(cx, from, arguments);
            quote!(#name #arguments)
        }
        RustType::Tuple(places) => {
            let places = places.iter().map(inner);
            quote!((#(#places,)*))
        }
        RustType::Runtime(name, arguments) => {
            let name = ident(name);
            let arguments = generics(cx, from, arguments);
            quote!(rt::#name #arguments)
        }
        RustType::Foreign(path) => foreign(path),
        RustType::Item(item) => item_path(cx, from, item),
        RustType::Reference(ty) => {
            let ty = inner(ty);
            quote!(&#ty)
        }
        RustType::Slice(item) => {
            let item = inner(item);
            quote!([#item])
        }
        RustType::Into(ty) => {
            let ty = inner(ty);
            quote!(impl rt::Argument<#ty>)
        }
        RustType::Iterator(item) => {
            let item = inner(item);
            quote!(impl IntoIterator<Item = #item>)
        }
        RustType::Implements(name) => {
            let name = ident(name);
            quote!(impl rt::#name)
        }
    }
}

/// Returns the path of a type of another crate, which was read as one before.
pub(crate) fn foreign(path: &str) -> TokenStream {
    path.parse().unwrap_or_default()
}

/// Returns the path to an item from a module.
pub(crate) fn item_path(cx: &Cx<'_>, from: Module, item: &Item) -> TokenStream {
    let path = item.path(cx.names, Viewpoint::Module(from));
    let segments = path.into_iter().map(ident);
    quote!(#(#segments)::*)
}

fn generics(cx: &Cx<'_>, from: Module, arguments: &[RustType]) -> TokenStream {
    if arguments.is_empty() {
        return TokenStream::new();
    }
    let arguments = arguments.iter().map(|argument| tokens(cx, from, argument));
    quote!(<#(#arguments),*>)
}
