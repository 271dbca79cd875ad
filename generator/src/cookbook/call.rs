//! The call of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::cookbook::value::SOME_ID;
use crate::cookbook::writer::Writer;
use crate::emit::{fixed_segment, ident};
use crate::ir::{BodyContent, FieldFilter, Filter, FilterField, OperationId, Parameter, PathParameter, Type};

impl Writer<'_> {
    /// The call with what it requires, not sent yet, of a variable `client`; with `body` for its body.
    pub(super) fn call(&mut self, id: OperationId, body: Option<TokenStream>) -> Option<TokenStream> {
        let arguments = self.arguments(id, body)?;
        let (tag, method) = self.method(id);
        Some(quote!(client.#tag().#method(#(#arguments),*)))
    }

    /// How many arguments a call takes that needs no more than plain values.
    pub(super) fn arguments_of(&self, id: OperationId) -> Option<usize> {
        Writer::new(self.model, self.crate_ident).arguments(id, None).map(|arguments| arguments.len())
    }

    /// In the order of the method: path, filter, parameters, body.
    fn arguments(&mut self, id: OperationId, body: Option<TokenStream>) -> Option<Vec<TokenStream>> {
        let operation = self.operation(id);
        let query = &operation.query;
        let mut arguments = Vec::new();
        for parameter in operation.path_parameters.iter().filter(|parameter| fixed_segment(parameter).is_none()) {
            if !matches!(parameter.ty, Type::Constant(_)) {
                arguments.push(self.path_argument(parameter)?);
            }
        }
        match &query.filter {
            Filter::Expression { required: true, fields, .. } => arguments.push(self.filter(id, fields)?),
            Filter::Opaque { required: true, .. } => return None,
            Filter::PerField(filters) => {
                let mut required: Vec<&FieldFilter> = filters.iter().filter(|filter| filter.required).collect();
                required.sort_by_key(|filter| &filter.parameter);
                for filter in required {
                    arguments.push(self.value(&filter.ty, &filter.field, None, 0)?);
                }
            }
            _ => {}
        }
        for list in [&query.other, &operation.headers] {
            let is_free = |parameter: &&Parameter| parameter.required && !matches!(parameter.ty, Type::Constant(_));
            let mut required: Vec<&Parameter> = list.iter().filter(is_free).collect();
            required.sort_by_key(|parameter| &parameter.wire);
            for parameter in required {
                arguments.push(self.parameter(parameter)?);
            }
        }
        match (&operation.body, body) {
            (_, Some(body)) => arguments.push(body),
            (Some(described), None) if described.required => match &described.content {
                BodyContent::Resource { view, many } => {
                    let view = self.view(*view, 0, 0)?;
                    arguments.push(if *many { quote!([#view]) } else { view });
                }
                _ => return None,
            },
            _ => {}
        }
        Some(arguments)
    }

    fn path_argument(&mut self, parameter: &PathParameter) -> Option<TokenStream> {
        if parameter.identifies.is_some() {
            return Some(quote!(#SOME_ID));
        }
        self.setter_value(&parameter.ty, &parameter.wire)
    }

    fn parameter(&mut self, parameter: &Parameter) -> Option<TokenStream> {
        self.setter_value(&parameter.ty, &parameter.wire)
    }

    /// A list is no argument that a setter would take apart.
    pub(super) fn setter_value(&mut self, ty: &Type, wire: &str) -> Option<TokenStream> {
        if matches!(ty, Type::List(_)) { None } else { self.value(ty, wire, None, 0) }
    }

    /// The filter that reads best.
    pub(super) fn filter(&mut self, id: OperationId, fields: &[FilterField]) -> Option<TokenStream> {
        let names = &self.model.names.operation(id).filter;
        let mut best: Option<(u8, &FilterField, &str)> = None;
        for (field, name) in fields.iter().zip(names) {
            let mut trial = Writer::new(self.model, self.crate_ident);
            let Some((rank, _)) = trial.comparison(field) else { continue };
            if best.is_none_or(|(known, other, _)| (rank, &field.wire) < (known, &other.wire)) {
                best = Some((rank, field, name));
            }
        }
        let (_, field, name) = best?;
        let (path, name) = (self.of_operation(id, "Filter"), ident(name));
        let (_, comparison) = self.comparison(field)?;
        Some(quote!(#path::#name().#comparison))
    }
}
