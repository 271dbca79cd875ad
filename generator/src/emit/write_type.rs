//! The argument type of a setter, and the method of the runtime that takes the value.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::client::{Taken, TakenShape};
use crate::emit::cx::Cx;
use crate::emit::rust_type::tokens;
use crate::ir::Type;
use crate::name::Module;

/// An argument of a setter or constructor.
pub(crate) struct Argument {
    /// The type in the signature.
    pub(crate) ty: TokenStream,
    /// The call that sets it, without the dot: `set::<String>("title", title)`.
    pub(crate) call: TokenStream,
}

/// Returns the argument `name` for member `wire` of type `ty`.
pub(crate) fn argument(cx: &Cx<'_>, from: Module, ty: &Type, nullable: bool, wire: &str, name: &Ident) -> Argument {
    let Taken { ty, shape, encoded } = cx.taken(from, ty, nullable);
    let method = match shape {
        TakenShape::Value => quote!(arg_set),
        TakenShape::List => quote!(arg_list),
        TakenShape::Documents => quote!(arg_documents),
        TakenShape::Identifiers => quote!(arg_identifiers),
    };
    let encoded = tokens(cx, from, &encoded);
    Argument { ty: tokens(cx, from, &ty), call: quote!(#method::<#encoded>(#wire, #name)) }
}

/// Returns the type that a value is encoded from.
pub(crate) fn owned(cx: &Cx<'_>, from: Module, ty: &Type) -> TokenStream {
    tokens(cx, from, &cx.sent_type(from, ty))
}

/// Emits the call that sets a constant, without the dot.
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
