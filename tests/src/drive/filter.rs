//! A filter with a clause for every field and operator.

use jsonapi_forge::ir::{
    BodyFilter, BodyFilterForm, FilterField, FilterOperator, FilterValue, IdType, Operation, OperationId,
    OperatorArity, TypeId,
};
use proc_macro2::TokenStream;
use quote::quote;

use crate::drive::Set;
use crate::drive::paths::{ident, of_operation, sent};
use crate::drive::value::{Hint, Values};
use jsonapi_forge::ir::{StringFormat, Type};

impl Values<'_> {
    /// Returns the filter of an operation.
    pub(super) fn filter(&mut self, id: OperationId, operation: &Operation, fields: &[FilterField]) -> TokenStream {
        let names = self.model.names.operation(id);
        let path = of_operation(self.model, operation, &format!("{}Filter", names.marker));
        self.clauses(&path, fields, names.filter.iter().map(String::as_str))
    }

    /// Returns a filter inside a body.
    pub(super) fn body_filter(&mut self, id: TypeId, filter: &BodyFilter) -> TokenStream {
        let names = self.model.names.ty(id).members.iter().map(|(_, name)| name.as_str());
        let made = self.clauses(&sent(self.model, id), &filter.fields, names);
        match filter.form {
            BodyFilterForm::Conjunction => made,
            BodyFilterForm::Clauses => quote!(client::runtime::Clauses::from(#made)),
        }
    }

    /// Returns all clauses that there are, or the first one.
    fn clauses<'n>(
        &mut self,
        path: &TokenStream,
        fields: &[FilterField],
        names: impl Iterator<Item = &'n str>,
    ) -> TokenStream {
        let mut clauses = Vec::new();
        for (field, name) in fields.iter().zip(names) {
            let name = ident(name);
            for operator in &field.operators {
                let call = self.operator(field, operator);
                clauses.push(quote!(#path::#name().#call));
            }
        }
        if self.set == Set::Required {
            clauses.truncate(1);
        }
        let first = clauses.first().cloned().unwrap_or_default();
        let others = clauses.iter().skip(1);
        quote!(#first #(.and(#others))*)
    }

    fn operator(&mut self, field: &FilterField, operator: &FilterOperator) -> TokenStream {
        let mut method = operator.name.replace('-', "_");
        if operator.name == "equals" && operator.arity == OperatorArity::List {
            method.push_str("_list");
        }
        let method = ident(&method);
        match operator.arity {
            OperatorArity::None => quote!(#method()),
            OperatorArity::Null => quote!(equals_null()),
            OperatorArity::Single => {
                let value = self.literal(field);
                quote!(#method(#value))
            }
            OperatorArity::List => {
                let (one, other) = (self.literal(field), self.literal(field));
                quote!(#method([#one, #other]))
            }
        }
    }

    fn literal(&mut self, field: &FilterField) -> TokenStream {
        let hint = Hint { wire: &field.wire, example: None };
        match &field.value {
            FilterValue::Text => self.text(&field.wire, None),
            FilterValue::Integer => self.value(&Type::Integer, hint),
            FilterValue::Number => self.value(&Type::Number, hint),
            FilterValue::Boolean => self.value(&Type::Bool, hint),
            FilterValue::DateTime => self.value(&Type::String(StringFormat::DateTime), hint),
            FilterValue::Enum(id) => self.value(&Type::Named(*id), hint),
            FilterValue::Id(id) => self.id(*id, IdType::Text),
            FilterValue::Any => {
                let text = self.text(&field.wire, None);
                quote!(client::runtime::AnyLiteral::from(#text))
            }
        }
    }
}
