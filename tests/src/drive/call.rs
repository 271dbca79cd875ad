//! One call of an operation.

use jsonapi_forge::client::{Client, Role};
use jsonapi_forge::compile::Model;
use jsonapi_forge::ir::{FieldSet, Filter, IdType, Operation, OperationId, PageStart, Parameter, PathParameter, Type};
use jsonapi_forge::name::{Module, OperationNames};
use proc_macro2::TokenStream;
use quote::quote;

use crate::drive::Set;
use crate::drive::paths::{ident, item, of_operation};
use crate::drive::value::Values;

/// Returns the call, not yet sent, of the client called `client`.
pub(super) fn call(client: &Client<'_>, model: &Model, id: OperationId, set: Set) -> TokenStream {
    let names = model.names.operation(id);
    let operation = &model.api.operations[id];
    let values = Values::new(client, model, Module::Tag(operation.tag), set);
    let mut writer = Writer { model, operation, id, values };
    let (handle, method) = (ident(&model.names.tag(writer.operation.tag).module), ident(&names.method));
    let described = client.call(id);
    let arguments: Vec<TokenStream> = described.arguments().map(|argument| writer.argument(argument.role)).collect();
    let mut setters = TokenStream::new();
    if set == Set::All {
        for setter in &described.setters {
            let (name, value) = (ident(&setter.name), writer.argument(setter.argument.role));
            setters.extend(quote!(.#name(#value)));
        }
        if matches!(writer.operation.query.filter, Filter::Opaque { required: false, .. }) {
            setters.extend(quote!(.filter_raw("equals(id,\"x\")")));
        }
    }
    quote!(client.#handle().#method(#(#arguments),*) #setters)
}

/// What writes the values of one call.
struct Writer<'m> {
    model: &'m Model,
    id: OperationId,
    operation: &'m Operation,
    values: Values<'m>,
}

#[allow(clippy::indexing_slicing, reason = "a role has a position of the list that it is of")]
impl Writer<'_> {
    /// Returns the value for a part of the request.
    fn argument(&mut self, role: Role) -> TokenStream {
        let (model, operation) = (self.model, self.operation);
        let (query, names) = (&operation.query, model.names.operation(self.id));
        match role {
            Role::Path(position) => self.path(&operation.path_parameters[position]),
            Role::Filter => match &query.filter {
                Filter::Expression { fields, .. } => self.values.filter(self.id, operation, fields),
                _ => quote!("equals(id,\"x\")"),
            },
            Role::Parameter(position) => self.parameter(&operation.parameters[position]),
            Role::PartHeader(part, position) => self.parameter(&operation.parts()[part].headers[position]),
            Role::Part(position) => self.values.part(&operation.parts()[position]),
            Role::DocumentMeta => {
                let meta = operation.document_meta().expect("the document has `meta`");
                self.values.argument("meta", &meta.ty)
            }
            Role::Included => {
                let included = operation.sent_included().expect("the document has `included`");
                // Where any resource may be included, one like the primary one is.
                let view = included.views.first().or(operation.sent_views().first()).expect("a resource is sent");
                let view = self.values.view(*view);
                quote!([#view])
            }
            Role::Body => {
                let body = operation.body.as_ref().expect("the call has a body");
                self.values.body(self.id, body).expect("the body is one argument")
            }
            Role::Fields(position) => field_set(model, &query.field_sets[position]),
            Role::Include if names.include.is_empty() => quote!(["related"]),
            Role::Include => {
                let path = of_operation(model, operation, &format!("{}Include", names.marker));
                let variants = names.include.iter().map(|(_, variant)| ident(variant));
                quote!([#(#path::#variants),*])
            }
            Role::Sort => sort(model, operation, names),
            Role::PageStart => match query.page_start() {
                Some(PageStart::Number { .. }) => quote!(2),
                Some(PageStart::Offset { .. }) => quote!(20),
                _ => quote!("cursor".to_owned()),
            },
            Role::PageSize => {
                let size = query.page_size().and_then(|size| size.maximum.or(size.minimum)).unwrap_or(10);
                quote!(#size)
            }
        }
    }

    fn path(&mut self, parameter: &PathParameter) -> TokenStream {
        match (&parameter.ty, parameter.identifies) {
            (Type::Named(id), Some(resource)) => self.values.listed_id(*id, resource),
            (Type::Integer, Some(resource)) => self.values.id(resource, IdType::Number),
            (_, Some(resource)) => self.values.id(resource, IdType::Text),
            (ty, None) => self.values.argument(&parameter.wire, ty),
        }
    }

    fn parameter(&mut self, parameter: &Parameter) -> TokenStream {
        self.values.argument(&parameter.wire, &parameter.ty)
    }
}

/// Returns all fields that this operation can choose.
fn field_set(model: &Model, set: &FieldSet) -> TokenStream {
    let resource = model.api.resource_of_type(&set.resource_type);
    let values = model.names.field_enum(set.choice, &set.resource_type);
    match (resource, values) {
        (Some((id, _)), Some(members)) if !set.values.is_empty() => {
            let path = item(model, Module::Resource(id), &model.names.field_enum_ident(set.choice, id));
            let chosen = members.iter().filter(|(wire, _)| set.values.contains(wire));
            let variants = chosen.map(|(_, variant)| ident(variant));
            quote!([#(#path::#variants),*])
        }
        _ => {
            let values = if set.values.is_empty() { vec!["name".to_owned()] } else { set.values.clone() };
            quote!([#(#values),*])
        }
    }
}

/// Returns all keys that this operation can sort by, or one where it takes one.
fn sort(model: &Model, operation: &Operation, names: &OperationNames) -> TokenStream {
    let sort = operation.query.sort.as_ref().expect("the call can be sorted");
    let path = of_operation(model, operation, &format!("{}Sort", names.marker));
    let mut keys: Vec<TokenStream> = Vec::new();
    for (key, (_, variant)) in sort.keys.iter().zip(&names.sort) {
        let variant = ident(variant);
        keys.push(if key.descending {
            quote!(client::runtime::Sort::descending(#path::#variant))
        } else {
            quote!(client::runtime::Sort::ascending(#path::#variant))
        });
    }
    if keys.is_empty() {
        keys.push(quote!(client::runtime::Sort::descending("name".to_owned())));
    }
    if sort.many {
        return quote!([#(#keys),*]);
    }
    keys.truncate(1);
    quote!(#(#keys)*)
}
