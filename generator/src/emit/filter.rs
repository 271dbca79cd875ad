//! Filters: for each operation the fields that it can be filtered by, each with its own operators.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::{Item, ItemModule};
use crate::emit::EmittedFile;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines};
use crate::ir::{
    BodyFilter, Filter, FilterField, FilterGrammar, FilterOperator, Operation, OperationId, OperatorArity, TypeDef,
    TypeId,
};
use crate::name::{Module, lower_camel, operator_set, set_name};

/// Emits the fields of an operation's filter; nothing where it has none.
pub(crate) fn emit(cx: &Cx<'_>, id: OperationId, operation: &Operation) -> Option<TokenStream> {
    let Filter::Expression { fields, grammar, .. } = &operation.query.filter else { return None };
    let names = cx.names.operation(id);
    let (marker, name) = (ident(&names.marker), ident(&format!("{}Filter", names.marker)));
    let doc = format!(" The fields that [`{}`] can be filtered by.", names.marker);
    let logic = grammar.has_logic().then(|| quote!(impl rt::Logic for #marker {}));
    let module = Module::Tag(operation.tag);
    let near = operation.primary().map_or(module, Module::Resource);
    let scope = FilterScope { cx, module, near, grammar: *grammar, marker: cx.of_operation(id, "") };
    let constructors = fields.iter().zip(&names.filter).map(|(field, name)| scope.constructor(field, name));
    Some(quote! {
        #[doc = #doc]
        pub enum #name {}

        impl #name {
            #(#constructors)*
        }

        #logic
    })
}

/// Emits the fields of a filter inside a body.
pub(crate) fn of_body(cx: &Cx<'_>, id: TypeId, filter: &BodyFilter) -> TokenStream {
    let names = cx.names.ty(id);
    let (module, name) = (names.module, ident(&names.ident));
    let cfg = cx.cfg(cx.tags_of_type(id), module);
    let marker = Item { module: ItemModule::Of(module), name: names.ident.clone() };
    let scope = FilterScope { cx, module, near: module, grammar: FilterGrammar::Hyphenated, marker };
    let constructors =
        filter.fields.iter().zip(&names.members).map(|(field, (_, name))| scope.constructor(field, name));
    quote! {
        /// The filterable fields of this part of a request body.
        #cfg
        #[derive(Debug, Clone, Copy)]
        pub enum #name {}

        #cfg
        impl #name {
            #(#constructors)*
        }
    }
}

/// The context that the fields of one filter share.
struct FilterScope<'a> {
    cx: &'a Cx<'a>,
    module: Module,
    /// The module whose names for enums are taken.
    near: Module,
    grammar: FilterGrammar,
    marker: Item,
}

impl FilterScope<'_> {
    /// Emits the function that gives a field.
    fn constructor(&self, field: &FilterField, name: &str) -> TokenStream {
        let (wire, name) = (&field.wire, ident(name));
        let ty = self.cx.filter_field_type(self.near, self.marker.clone(), field);
        let ty = self.cx.tokens(self.module, &ty);
        let shown: Vec<String> = field.operators.iter().map(|operator| shown(self.grammar, field, operator)).collect();
        let docs = lines(&format!("The field {}; operators: {}.", code(wire), shown.join(", ")));
        let new = match self.grammar {
            FilterGrammar::Hyphenated => quote!(new),
            FilterGrammar::CamelCase => quote!(camel_case),
            FilterGrammar::Short => quote!(short),
        };
        quote! {
            #docs
            pub fn #name() -> #ty {
                rt::FilterField::#new(#wire)
            }
        }
    }
}

/// Returns what an operator is called in the short grammar, where that is not its name in camel case.
fn short(name: &str) -> Option<&'static str> {
    Some(match name {
        "equals" => "eq",
        "any" => "in",
        "less-than" => "lt",
        "less-or-equal" => "le",
        "greater-than" => "gt",
        "greater-or-equal" => "ge",
        _ => return None,
    })
}

/// Returns an operator in words: one that takes a value or a list counts as two.
fn shown(grammar: FilterGrammar, field: &FilterField, operator: &FilterOperator) -> String {
    let name = match grammar {
        FilterGrammar::Hyphenated => code(&operator.name),
        FilterGrammar::CamelCase => code(&lower_camel(&operator.name)),
        FilterGrammar::Short => code(short(&operator.name).unwrap_or(&lower_camel(&operator.name))),
    };
    let same_name = |other: &&FilterOperator| other.name == operator.name;
    match operator.arity {
        OperatorArity::Null => format!("{name} null"),
        OperatorArity::List if field.operators.iter().filter(same_name).count() > 1 => format!("{name} a list"),
        _ => name,
    }
}

/// Emits `src/filters.rs`: one marker for each set of operators that some field allows.
pub(crate) fn emit_operators(cx: &Cx<'_>) -> EmittedFile {
    let mut sets: BTreeSet<Vec<&'static str>> = BTreeSet::new();
    for (_, operation) in cx.api.operations.iter() {
        if let Filter::Expression { fields, .. } = &operation.query.filter {
            sets.extend(fields.iter().map(operator_set));
        }
    }
    for (_, definition) in cx.api.types.iter() {
        if let TypeDef::Filter(filter) = definition {
            sets.extend(filter.fields.iter().map(operator_set));
        }
    }
    let items = sets.iter().map(|operators| {
        let name = ident(&set_name(operators));
        let shown: Vec<String> = operators.iter().map(|operator| format!("`{operator}`")).collect();
        let docs = match shown.as_slice() {
            [] => lines("No known operator."),
            shown => lines(&format!("Allows {}.", shown.join(", "))),
        };
        let traits = operators.iter().map(|operator| ident(&format!("Allows{operator}")));
        quote! {
            #docs
            pub enum #name {}

            #(impl rt::#traits for #name {})*
        }
    });
    let runtime = (!sets.is_empty()).then(|| {
        quote!(
            use super::rt;
        )
    });
    let tokens = quote! {
        //! Sets of filter operators: what the methods of a filter field are bound to.

        #runtime

        #(#items)*
    };
    EmittedFile { path: "filters.rs".to_owned(), tokens }
}
