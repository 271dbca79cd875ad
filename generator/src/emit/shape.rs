//! Tables of shapes as constants of the client.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::client::{DocumentTable, LinkageTable, Row, Table};
use crate::emit::cx::{Cx, ident, option};
use crate::emit::rust_type::foreign;
use crate::ir::{JsonKind, Presence, Test, Type, TypeDef, TypeId};
use crate::name::Module;

/// Emits an expression of type `&'static rt::Shape` for a type.
pub(crate) fn shape(cx: &Cx<'_>, from: Module, ty: &Type) -> TokenStream {
    reference(cx, from, &Table::of(ty))
}

/// Emits an expression of type `&'static rt::Shape`.
pub(crate) fn reference(cx: &Cx<'_>, from: Module, table: &Table<'_>) -> TokenStream {
    match table {
        Table::Any => quote!(rt::Shape::ANY),
        Table::Bool => quote!(rt::Shape::BOOL),
        Table::Integer => quote!(rt::Shape::INTEGER),
        Table::Unsigned => quote!(rt::Shape::UNSIGNED),
        Table::Number => quote!(rt::Shape::NUMBER),
        Table::String => quote!(rt::Shape::STRING),
        Table::Date => quote!(rt::Shape::DATE),
        Table::DateTime => quote!(rt::Shape::DATE_TIME),
        Table::Secret => quote!(rt::Shape::SECRET),
        Table::Object => quote!(rt::Shape::OBJECT),
        Table::Named(id) => named(cx, from, *id),
        other => {
            let shape = value(cx, from, other);
            quote!(&#shape)
        }
    }
}

/// Emits an expression of type `rt::Shape`.
fn value(cx: &Cx<'_>, from: Module, table: &Table<'_>) -> TokenStream {
    let inner = |table: &Table<'_>| reference(cx, from, table);
    let shape = |name: &str, argument: TokenStream| {
        let name = ident(name);
        quote!(rt::Shape::#name(#argument))
    };
    match table {
        Table::Constant(json) => quote!(rt::Shape::Constant(#json)),
        Table::Strings(values) => quote!(rt::Shape::Enum(&[#(#values),*])),
        Table::Integers(values) => {
            let values = values.iter().map(|value| Literal::i64_unsuffixed(*value));
            quote!(rt::Shape::IntegerEnum(&[#(#values),*]))
        }
        Table::List(element) => shape("List", inner(element)),
        Table::Map(value) => shape("Map", inner(value)),
        Table::Nullable(value) => shape("Nullable", inner(value)),
        Table::Tuple { places, required, rest } => {
            let (places, required) = (places.iter().map(inner), Literal::usize_unsuffixed(*required));
            let rest = option(rest.as_deref().map(inner));
            quote!(rt::Shape::Tuple(&rt::Places { shapes: &[#(#places),*], required: #required, rest: #rest }))
        }
        Table::Record { members, rest } => {
            let members = rows(cx, from, members);
            match rest {
                Some(rest) => {
                    let rest = inner(rest);
                    quote!(rt::Shape::OpenRecord(#members, #rest))
                }
                None => quote!(rt::Shape::Record(#members)),
            }
        }
        Table::Union(alternatives) => {
            let alternatives = alternatives.iter().map(|(when, table)| {
                let (tests, shape) = (when.iter().map(test), inner(table));
                quote!(rt::Alternative { when: &[#(#tests),*], shape: #shape })
            });
            quote!(rt::Shape::Union(&[#(#alternatives),*]))
        }
        Table::ToOne(target) => shape("ToOne", option(*target)),
        Table::ToMany(target) => shape("ToMany", option(*target)),
        Table::ToOneOrMany(target) => shape("ToOneOrMany", option(*target)),
        Table::Linked(table, relationship) => {
            let (linkage, relationship) = (linkage(cx, from, table), inner(relationship));
            quote!(rt::Shape::Linked(&#linkage, #relationship))
        }
        Table::Foreign(path, wire) => {
            let (wire, ty) = (inner(wire), foreign(path));
            quote!(rt::Shape::Foreign(#wire, #path, rt::reads::<#ty>))
        }
        // Constants of the runtime, and of other types.
        other => {
            let shape = inner(other);
            quote!(*#shape)
        }
    }
}

/// Emits the shape that a type has as a constant of its own.
fn named(cx: &Cx<'_>, from: Module, id: TypeId) -> TokenStream {
    let path = cx.type_path(from, id);
    // A constant cannot hold itself; a function that gives it can.
    if cx.recursion.is_recursive(id) {
        return quote!(&rt::Shape::Recursive(&rt::shape::<#path>));
    }
    // Where the constant is, not where it is repeated for all that is decoded: each is evaluated.
    let holder = match &cx.api.types[id] {
        TypeDef::Record(_) => quote!(Record),
        TypeDef::Union(_) => quote!(Union),
        TypeDef::Enum(_) | TypeDef::Filter(_) => quote!(Decode),
    };
    quote!(<#path as rt::#holder>::SHAPE)
}

fn linkage(cx: &Cx<'_>, from: Module, table: &LinkageTable<'_>) -> TokenStream {
    let LinkageTable { ids, identifier, relationship, may_be_one } = table;
    let ids = reference(cx, from, ids);
    let (identifier, relationship) = (rows(cx, from, identifier), rows(cx, from, relationship));
    quote!(rt::LinkageShape { ids: #ids, identifier: #identifier, relationship: #relationship, may_be_one: #may_be_one })
}

/// Emits what is described of a document besides primary data and `included`; nothing where nothing is.
pub(crate) fn document(cx: &Cx<'_>, from: Module, table: &DocumentTable<'_>) -> TokenStream {
    let DocumentTable { meta, others, of_result, included_in_groups, linkage: of_data, .. } = table;
    let mut fields = TokenStream::new();
    if let Some(meta) = meta {
        let meta = reference(cx, from, meta);
        fields.extend(quote!(meta: Some(#meta),));
    }
    if !others.is_empty() {
        let others = rows(cx, from, others);
        fields.extend(quote!(others: #others,));
    }
    if !of_result.is_empty() {
        let of_result = rows(cx, from, of_result);
        fields.extend(quote!(of_result: #of_result,));
    }
    if *included_in_groups {
        fields.extend(quote!(included_in_groups: true,));
    }
    if table.may_be_one {
        fields.extend(quote!(may_be_one: true,));
    }
    if table.included_is_nullable {
        fields.extend(quote!(included_is_nullable: true,));
    }
    if let Some(table) = of_data {
        let linkage = linkage(cx, from, table);
        fields.extend(quote!(linkage: &#linkage,));
    }
    if fields.is_empty() {
        return fields;
    }
    quote!(document: &rt::DocumentShape { #fields ..*rt::DocumentShape::NOTHING },)
}

/// Emits the table of a type. Where several types hold it, it is a static: an incremental build goes through all that a
/// constant holds, as often as there are ways to it.
pub(crate) fn of_type(cx: &Cx<'_>, from: Module, id: TypeId) -> TokenStream {
    let shape = value(cx, from, &cx.table_of(id));
    if !cx.recursion.is_shared(id) {
        return quote!(&#shape);
    }
    quote!({
        static SHAPE: rt::Shape = #shape;
        &SHAPE
    })
}

/// Emits the table of an object's members.
pub(crate) fn rows(cx: &Cx<'_>, from: Module, rows: &[Row<'_>]) -> TokenStream {
    let rows = rows.iter().map(|Row { wire, presence, table }| {
        let shape = reference(cx, from, table);
        match presence {
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
        Test::Member { key, kind } => {
            let kind = json_kind(*kind);
            quote!(rt::Test::Member(#key, #kind))
        }
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
