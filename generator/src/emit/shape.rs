//! Shape tables: the described types of values, as data for the report of mismatches.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::cx::Cx;
use crate::emit::rust_type::foreign;
use crate::ir::{Field, IdType, JsonKind, Presence, StringFormat, Test, Type, TypeDef, TypeId};
use crate::name::Module;

/// Emits an expression of type `&'static rt::Shape`.
pub(crate) fn shape(cx: &Cx<'_>, from: Module, ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(rt::Shape::BOOL),
        Type::Integer => quote!(rt::Shape::INTEGER),
        Type::Unsigned => quote!(rt::Shape::UNSIGNED),
        Type::Number => quote!(rt::Shape::NUMBER),
        Type::String(StringFormat::Text | StringFormat::Binary | StringFormat::DateTime | StringFormat::Date) => {
            quote!(rt::Shape::STRING)
        }
        Type::String(StringFormat::Password) => quote!(rt::Shape::SECRET),
        Type::Constant(json) => quote!(&rt::Shape::Constant(#json)),
        Type::Json | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => quote!(rt::Shape::ANY),
        Type::Object => quote!(rt::Shape::OBJECT),
        Type::Foreign { path, wire } => {
            let (wire, ty) = (shape(cx, from, wire), foreign(path));
            quote!(&rt::Shape::Foreign(#wire, #path, rt::reads::<#ty>))
        }
        Type::List(inner) => {
            let inner = shape(cx, from, inner);
            quote!(&rt::Shape::List(#inner))
        }
        Type::Tuple(tuple) => {
            let shapes = tuple.places.iter().map(|place| shape(cx, from, place));
            let required = Literal::usize_unsuffixed(tuple.required);
            let rest = match &tuple.rest {
                Some(rest) => {
                    let rest = shape(cx, from, rest);
                    quote!(Some(#rest))
                }
                None => quote!(None),
            };
            quote!(&rt::Shape::Tuple(&rt::Places { shapes: &[#(#shapes),*], required: #required, rest: #rest }))
        }
        Type::Map(inner) => {
            let inner = shape(cx, from, inner);
            quote!(&rt::Shape::Map(#inner))
        }
        Type::Nullable(inner) => {
            let inner = shape(cx, from, inner);
            quote!(&rt::Shape::Nullable(#inner))
        }
        Type::Named(id) => {
            let path = cx.type_path(from, *id);
            // A constant cannot hold itself; a function that gives it can.
            if cx.recursion.is_recursive(*id) {
                quote!(&rt::Shape::Recursive(&rt::shape::<#path>))
            } else {
                // Where the constant is, not where it is repeated for all that is decoded: each is evaluated.
                let holder = match &cx.api.types[*id] {
                    TypeDef::Record(_) => quote!(Record),
                    TypeDef::Union(_) => quote!(Union),
                    TypeDef::Enum(_) | TypeDef::Filter(_) => quote!(Decode),
                };
                quote!(<#path as rt::#holder>::SHAPE)
            }
        }
    }
}

/// Emits the shape of ids that are not just text.
pub(crate) fn of_id(ty: IdType) -> Option<TokenStream> {
    match ty {
        IdType::Text => None,
        IdType::Number => Some(quote!(rt::Shape::NUMBER)),
        IdType::Any => Some(quote!(rt::Shape::ANY)),
    }
}

/// Returns what relationship objects and identifiers are, besides what they name; nothing where that is text for ids.
pub(crate) fn linkage(
    cx: &Cx<'_>,
    from: Module,
    ids: IdType,
    identifier: &[Field],
    relationship: &[Field],
) -> Option<TokenStream> {
    if ids == IdType::Text && identifier.is_empty() && relationship.is_empty() {
        return None;
    }
    let ids = of_id(ids).unwrap_or_else(|| quote!(rt::Shape::STRING));
    let (identifier, relationship) = (members(cx, from, identifier), members(cx, from, relationship));
    Some(quote!(rt::LinkageShape { ids: #ids, identifier: #identifier, relationship: #relationship }))
}

/// Emits the table of a type. Where several types hold it, it is a static: an incremental build goes through all that a
/// constant holds, as often as there are ways to it.
pub(crate) fn table(cx: &Cx<'_>, id: TypeId, shape: &TokenStream) -> TokenStream {
    if !cx.recursion.is_shared(id) {
        return quote!(&#shape);
    }
    quote!({
        static SHAPE: rt::Shape = #shape;
        &SHAPE
    })
}

/// Emits the table of a record's members.
pub(crate) fn members(cx: &Cx<'_>, from: Module, fields: &[Field]) -> TokenStream {
    let rows = fields.iter().map(|field| {
        let wire = &field.wire;
        let shape = shape(cx, from, &field.ty);
        match field.presence {
            Presence::Required => quote!(rt::Member::Required(#wire, #shape)),
            Presence::Nullable => quote!(rt::Member::Nullable(#wire, #shape)),
            Presence::Optional => quote!(rt::Member::Optional(#wire, #shape)),
            Presence::OptionalNullable => quote!(rt::Member::OptionalNullable(#wire, #shape)),
        }
    });
    quote!(&[#(#rows),*])
}

/// Emits the test that tells an alternative of a union.
pub(crate) fn test(test: &Test) -> TokenStream {
    match test {
        Test::Is(kind) => {
            let kind = json_kind(*kind);
            quote!(rt::Test::Is(#kind))
        }
        Test::Equals { key, values } => quote!(rt::Test::Equals(#key, &[#(#values),*])),
        Test::Has(key) => quote!(rt::Test::Has(#key)),
        Test::OneOf(values) => quote!(rt::Test::OneOf(&[#(#values),*])),
        Test::ListOf(kind) => {
            let kind = json_kind(*kind);
            quote!(rt::Test::ListOf(#kind))
        }
        Test::Element { position, values } => quote!(rt::Test::Element(#position, &[#(#values),*])),
        Test::AtMost(count) => quote!(rt::Test::AtMost(#count)),
    }
}

fn json_kind(kind: JsonKind) -> TokenStream {
    match kind {
        JsonKind::Null => quote!(rt::JsonKind::Null),
        JsonKind::Bool => quote!(rt::JsonKind::Bool),
        JsonKind::Integer => quote!(rt::JsonKind::Integer),
        JsonKind::Number => quote!(rt::JsonKind::Number),
        JsonKind::String => quote!(rt::JsonKind::String),
        JsonKind::Array => quote!(rt::JsonKind::Array),
        JsonKind::Object => quote!(rt::JsonKind::Object),
    }
}
