//! Filters: per operation the fields it can be filtered by, each with its operators and no others.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Source;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines};
use crate::ir::{
    Filter, FilterField, FilterOperator, FilterValue, Operation, OperationId, OperatorArity, Payload, ResourceId,
};
use crate::name::{Module, camel};

/// The operators that the runtime has methods for: wire name, arity, name in Rust.
const OPERATORS: &[(&str, OperatorArity, &str)] = &[
    ("any", OperatorArity::List, "Any"),
    ("contains", OperatorArity::Single, "Contains"),
    ("contains-all", OperatorArity::List, "ContainsAll"),
    ("contains-any", OperatorArity::List, "ContainsAny"),
    ("ends-with", OperatorArity::Single, "EndsWith"),
    ("equals", OperatorArity::List, "EqualsList"),
    ("equals", OperatorArity::Single, "Equals"),
    ("greater-or-equal", OperatorArity::Single, "GreaterOrEqual"),
    ("greater-than", OperatorArity::Single, "GreaterThan"),
    ("has", OperatorArity::None, "Has"),
    ("less-or-equal", OperatorArity::Single, "LessOrEqual"),
    ("less-than", OperatorArity::Single, "LessThan"),
    ("starts-with", OperatorArity::Single, "StartsWith"),
];

/// Emits the fields of an operation's filter; nothing where it has none.
pub(crate) fn emit(cx: &Cx<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let Filter::Expression { fields, .. } = &operation.query.filter else { return TokenStream::new() };
    let names = cx.names.operation(id);
    let module = Module::Tag(operation.tag);
    let (marker, name) = (ident(&names.marker), ident(&format!("{}Filter", names.marker)));
    let doc = format!(" What [`{}`] can be filtered by.", names.marker);
    let constructors = fields.iter().zip(&names.filter).map(|(field, field_name)| {
        let (wire, field_name) = (&field.wire, ident(field_name));
        let value = value_type(cx, module, primary(operation), &field.value);
        let operators = operator_set(field);
        let set = ident(&set_name(&operators));
        let shown: Vec<String> = field.operators.iter().map(|operator| shown(field, operator)).collect();
        let docs = lines(&format!("The field {}; operators: {}.", code(wire), shown.join(", ")));
        quote! {
            #docs
            pub fn #field_name() -> rt::FilterField<#marker, #value, super::filters::#set> {
                rt::FilterField::new(#wire)
            }
        }
    });
    quote! {
        #[doc = #doc]
        pub enum #name {}

        impl #name {
            #(#constructors)*
        }
    }
}

/// An operator in words: one that takes a value or a list counts as two.
fn shown(field: &FilterField, operator: &FilterOperator) -> String {
    let same_name = |other: &&FilterOperator| other.name == operator.name;
    match operator.arity {
        OperatorArity::List if field.operators.iter().filter(same_name).count() > 1 => {
            format!("{} a list", code(&operator.name))
        }
        _ => code(&operator.name),
    }
}

fn value_type(cx: &Cx<'_>, module: Module, primary: Option<ResourceId>, value: &FilterValue) -> TokenStream {
    match value {
        FilterValue::Text => quote!(String),
        FilterValue::Integer => quote!(i64),
        FilterValue::Number => quote!(f64),
        FilterValue::Boolean => quote!(bool),
        FilterValue::DateTime => quote!(rt::DateTime),
        FilterValue::Enum(id) => cx.filter_path(module, primary, *id),
        FilterValue::Any => quote!(rt::AnyLiteral),
    }
}

/// The resource type that an operation filters.
fn primary(operation: &Operation) -> Option<ResourceId> {
    match &operation.success.payload {
        Payload::Document(document) => document.data.resource(),
        Payload::Empty | Payload::Json(_) | Payload::Raw => None,
    }
}

/// `src/filters.rs`: one marker per set of operators that some field allows.
pub(crate) fn emit_operators(cx: &Cx<'_>) -> Source {
    let mut sets: BTreeSet<Vec<&'static str>> = BTreeSet::new();
    for (_, operation) in cx.api.operations.iter() {
        if let Filter::Expression { fields, .. } = &operation.query.filter {
            sets.extend(fields.iter().map(operator_set));
        }
    }
    let items = sets.iter().map(|operators| {
        let name = ident(&set_name(operators));
        let shown: Vec<String> = operators.iter().map(|operator| format!("`{operator}`")).collect();
        let docs = match shown.as_slice() {
            [] => lines("No operator that the client knows."),
            shown => lines(&format!("Allows {}.", shown.join(", "))),
        };
        let traits = operators.iter().map(|operator| ident(&format!("Allows{operator}")));
        quote! {
            #docs
            pub enum #name {}

            #(impl rt::#traits for #name {})*
        }
    });
    let runtime = if sets.is_empty() {
        TokenStream::new()
    } else {
        quote!(
            use super::runtime as rt;
        )
    };
    let tokens = quote! {
        //! Sets of filter operators: what the methods of a filter field are bound to.

        #runtime

        #(#items)*
    };
    Source { path: "filters.rs".to_owned(), tokens }
}

/// The operators of a field that the runtime has methods for, sorted. Others can be written raw.
fn operator_set(field: &FilterField) -> Vec<&'static str> {
    let known = |operator: &FilterOperator| {
        let found = OPERATORS.iter().find(|(name, arity, _)| *name == operator.name && *arity == operator.arity);
        found.map(|(_, _, ident)| *ident)
    };
    let set: BTreeSet<&str> = field.operators.iter().filter_map(known).collect();
    set.into_iter().collect()
}

fn set_name(operators: &[&str]) -> String {
    match operators {
        [] => "NoOperators".to_owned(),
        // `Any` and the like alone would read as something else in a signature.
        operators => format!("{}Operators", camel(&operators.join(" "))),
    }
}
