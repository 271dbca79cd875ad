//! What a setter takes, and by which method of the runtime it hands the value on.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::cx::Cx;
use crate::ir::{BodyFilter, BodyFilterForm, StringFormat, Type, TypeDef, TypeId};
use crate::name::Module;

/// An argument of a setter or constructor.
pub(crate) struct Argument {
    /// The type in the signature.
    pub(crate) ty: TokenStream,
    /// The call that sets it, without the dot: `set::<String>("title", title)`.
    pub(crate) call: TokenStream,
}

/// The argument `name` for member `wire` of type `ty`.
pub(crate) fn argument(cx: &Cx<'_>, from: Module, ty: &Type, nullable: bool, wire: &str, name: &Ident) -> Argument {
    let one = owned(cx, from, ty);
    if nullable && !matches!(ty, Type::Json) {
        return Argument {
            ty: quote!(impl Into<rt::Change<#one>>),
            call: quote!(arg_set::<rt::Change<#one>>(#wire, #name)),
        };
    }
    match ty {
        Type::List(inner) => {
            let element = owned(cx, from, inner);
            let item = if converts(cx, inner) { quote!(impl Into<#element>) } else { element.clone() };
            Argument { ty: quote!(impl IntoIterator<Item = #item>), call: quote!(arg_list::<#element>(#wire, #name)) }
        }
        Type::Embedded { view, many: true } => {
            let view = cx.view_path(from, *view);
            Argument { ty: quote!(impl IntoIterator<Item = #view>), call: quote!(arg_documents::<#view>(#wire, #name)) }
        }
        Type::EmbeddedIdentifier { target, many: true } => {
            let id = cx.resource_path(from, *target);
            Argument {
                ty: quote!(impl IntoIterator<Item = impl Into<rt::Id<#id>>>),
                call: quote!(arg_identifiers::<#id>(#wire, #name)),
            }
        }
        _ => {
            let in_signature = if converts(cx, ty) { quote!(impl Into<#one>) } else { one.clone() };
            Argument { ty: in_signature, call: quote!(arg_set::<#one>(#wire, #name)) }
        }
    }
}

/// The type that a value is encoded from.
pub(crate) fn owned(cx: &Cx<'_>, from: Module, ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::Integer => quote!(i64),
        Type::Number => quote!(f64),
        Type::String(StringFormat::Text | StringFormat::Binary) => quote!(String),
        Type::String(StringFormat::DateTime) => quote!(rt::DateTime),
        Type::String(StringFormat::Date) => quote!(rt::Date),
        Type::Json | Type::Constant(_) => quote!(rt::Value),
        Type::Object => quote!(rt::Object),
        Type::List(inner) => {
            let inner = owned(cx, from, inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = owned(cx, from, inner);
            quote!(rt::Map<#inner>)
        }
        Type::Named(id) => named(cx, from, *id),
        Type::Embedded { view, many } => {
            let view = cx.view_path(from, *view);
            if *many { quote!(rt::Embedded<Vec<#view>>) } else { quote!(rt::Embedded<#view>) }
        }
        Type::EmbeddedIdentifier { target, many } => {
            let target = cx.resource_path(from, *target);
            if *many { quote!(rt::EmbeddedIds<#target>) } else { quote!(rt::EmbeddedId<#target>) }
        }
    }
}

fn named(cx: &Cx<'_>, from: Module, id: TypeId) -> TokenStream {
    let path = cx.sent_path(from, id);
    match &cx.api.types[id] {
        TypeDef::Filter(BodyFilter { form: BodyFilterForm::Conjunction, .. }) => quote!(rt::Filter<#path>),
        TypeDef::Filter(BodyFilter { form: BodyFilterForm::Clauses, .. }) => quote!(rt::Clauses<#path>),
        TypeDef::Enum(_) | TypeDef::Record(_) | TypeDef::Union(_) => path,
    }
}

/// Whether the setter takes whatever converts into the type, rather than the type.
pub(crate) fn converts(cx: &Cx<'_>, ty: &Type) -> bool {
    match ty {
        Type::String(_) | Type::Json | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => true,
        Type::Named(id) => !matches!(cx.api.types[*id], TypeDef::Record(_)),
        Type::Bool | Type::Integer | Type::Number | Type::Constant(_) | Type::Object | Type::List(_) | Type::Map(_) => {
            false
        }
    }
}

/// The call that sets a constant, without the dot.
pub(crate) fn constant(wire: &str, json: &str) -> TokenStream {
    match serde_json::from_str::<serde_json::Value>(json) {
        Ok(serde_json::Value::String(text)) => quote!(arg_set::<&str>(#wire, #text)),
        Ok(serde_json::Value::Bool(value)) => quote!(arg_set::<bool>(#wire, #value)),
        Ok(serde_json::Value::Number(number)) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => {
                let number = proc_macro2::Literal::i64_unsuffixed(number);
                quote!(arg_set::<i64>(#wire, #number))
            }
            (None, Some(number)) => quote!(arg_set::<f64>(#wire, #number)),
            (None, None) => quote!(arg_set::<rt::Value>(#wire, rt::Value::Null)),
        },
        Ok(serde_json::Value::Object(_)) => quote!(arg_set::<rt::Object>(#wire, rt::Object::new())),
        _ => quote!(arg_set::<rt::Value>(#wire, rt::Value::Null)),
    }
}
