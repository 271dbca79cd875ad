//! The Rust type of a value that is read.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::Cx;
use crate::ir::{StringFormat, Type};
use crate::name::Module;

/// The type, as `from` names it.
pub(crate) fn read_type(cx: &Cx<'_>, from: Module, ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::Integer => quote!(i64),
        Type::Number => quote!(f64),
        Type::String(StringFormat::Text | StringFormat::Binary) => quote!(String),
        Type::String(StringFormat::DateTime) => quote!(rt::DateTime),
        Type::String(StringFormat::Date) => quote!(rt::Date),
        Type::Object => quote!(rt::Object),
        Type::List(inner) => {
            let inner = read_type(cx, from, inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = read_type(cx, from, inner);
            quote!(rt::Map<#inner>)
        }
        Type::Named(id) => cx.type_path(from, *id),
        Type::Json | Type::Constant(_) | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => quote!(rt::Value),
    }
}
