//! The call of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::Role;
use crate::cookbook::writer::Writer;
use crate::emit::ident;
use crate::ir::{BodyContent, Filter, FilterField, Operation, OperationId, ParameterKind, ResourceCount, Type};

impl Writer<'_> {
    /// Returns the call with what it requires, not sent yet, of a variable `client`; with `body` for its body.
    pub(super) fn call(&mut self, id: OperationId, body: Option<TokenStream>) -> Option<TokenStream> {
        let arguments = self.arguments(id, body)?;
        let (tag, method) = self.method(id);
        Some(quote!(client.#tag().#method(#(#arguments),*)))
    }

    /// Returns how many arguments a call takes that needs no more than plain values.
    pub(super) fn arguments_of(&self, id: OperationId) -> Option<usize> {
        self.another().arguments(id, None).map(|arguments| arguments.len())
    }

    /// Returns the arguments in the order of the method, with `body` for its body even where that is optional.
    fn arguments(&mut self, id: OperationId, body: Option<TokenStream>) -> Option<Vec<TokenStream>> {
        let operation = self.operation(id);
        let call = self.client.call(id);
        let free = call.arguments().filter(|argument| argument.role != Role::Body || body.is_none());
        let mut arguments = Vec::new();
        for argument in free {
            arguments.push(self.argument(id, operation, argument.role)?);
        }
        arguments.extend(body);
        Some(arguments)
    }

    /// Returns a plain value for a part of a request.
    fn argument(&mut self, id: OperationId, operation: &Operation, role: Role) -> Option<TokenStream> {
        let query = &operation.query;
        match role {
            Role::Path(position) => {
                let parameter = operation.path_parameters.get(position)?;
                match parameter.identifies {
                    Some(_) => {
                        let some_id = self.some_id;
                        Some(quote!(#some_id))
                    }
                    None => self.setter_value(&parameter.ty, &parameter.wire),
                }
            }
            Role::Filter => match &query.filter {
                Filter::Expression { fields, .. } => self.filter(id, fields),
                _ => None,
            },
            Role::Parameter(position) => {
                let parameter = operation.parameters.get(position)?;
                match parameter.kind {
                    ParameterKind::Filter => self.value(&parameter.ty, parameter.subject(), None, 0),
                    _ => self.setter_value(&parameter.ty, &parameter.wire),
                }
            }
            Role::Body => match &operation.body.as_ref()?.content {
                BodyContent::Resource { view, count } => {
                    let view = self.view(*view, 0, 0)?;
                    Some(if *count == ResourceCount::Many { quote!([#view]) } else { view })
                }
                BodyContent::AnyResource { views, many } => {
                    let view = self.view(*views.first()?, 0, 0)?;
                    Some(if *many { quote!([#view]) } else { view })
                }
                _ => None,
            },
            Role::Included => {
                let view = self.view(*operation.sent_included()?.views.first()?, 0, 0)?;
                Some(quote!([#view]))
            }
            Role::DocumentMeta => self.setter_value(&operation.document_meta()?.ty, "meta"),
            _ => None,
        }
    }

    /// Returns a value for a setter; `None` for a list, which a setter does not take apart.
    pub(super) fn setter_value(&mut self, ty: &Type, wire: &str) -> Option<TokenStream> {
        if matches!(ty, Type::List(_)) { None } else { self.value(ty, wire, None, 0) }
    }

    /// Returns the filter that reads best.
    pub(super) fn filter(&mut self, id: OperationId, fields: &[FilterField]) -> Option<TokenStream> {
        let names = &self.model.names.operation(id).filter;
        let mut best: Option<(u8, &FilterField, &str)> = None;
        for (field, name) in fields.iter().zip(names) {
            let mut trial = self.another();
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
