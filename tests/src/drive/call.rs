//! One call of an operation.

use jsonapi_forge::compile::Model;
use jsonapi_forge::ir::{
    BodyContent, FieldSet, Filter, Operation, OperationId, PageStyle, Parameter, PathParameter, Sort, Type,
};
use jsonapi_forge::name::{Module, OperationNames};
use proc_macro2::TokenStream;
use quote::quote;

use crate::drive::Set;
use crate::drive::paths::{ident, item, of_operation};
use crate::drive::value::Values;

/// The call, not yet sent, of the client called `client`.
pub(super) fn call(model: &Model, id: OperationId, set: Set) -> TokenStream {
    let operation = &model.api.operations[id];
    let names = model.names.operation(id);
    let mut values = Values::new(model, set);
    let (handle, method) = (ident(&model.names.tag(operation.tag).module), ident(&names.method));
    let arguments = arguments(&mut values, id, operation);
    let setters = if set == Set::All { setters(&mut values, id, operation, names) } else { TokenStream::new() };
    quote!(client.#handle().#method(#(#arguments),*) #setters)
}

/// What the operation requires, in the order of its method: path, filter, parameters, body; several of
/// a kind by name.
fn arguments(values: &mut Values<'_>, id: OperationId, operation: &Operation) -> Vec<TokenStream> {
    let mut arguments: Vec<TokenStream> =
        operation.path_parameters.iter().filter_map(|parameter| path_argument(values, parameter)).collect();
    let query = &operation.query;
    match &query.filter {
        Filter::Expression { required: true, fields, .. } => arguments.push(values.filter(id, operation, fields)),
        Filter::Opaque { required: true, .. } => arguments.push(quote!("equals(id,\"x\")")),
        Filter::PerField(filters) => {
            let mut required: Vec<_> = filters.iter().filter(|filter| filter.required).collect();
            required.sort_by_key(|filter| &filter.parameter);
            arguments.extend(required.into_iter().map(|filter| values.argument(&filter.parameter, &filter.ty)));
        }
        _ => {}
    }
    for list in [&query.other, &operation.headers] {
        let free = |parameter: &&Parameter| parameter.required && !matches!(parameter.ty, Type::Constant(_));
        let mut required: Vec<&Parameter> = list.iter().filter(free).collect();
        required.sort_by_key(|parameter| &parameter.wire);
        arguments.extend(required.into_iter().map(|parameter| values.argument(&parameter.wire, &parameter.ty)));
    }
    if let Some(body) = &operation.body {
        if let BodyContent::Multipart(parts) = &body.content {
            let mut required: Vec<_> = parts.iter().filter(|part| part.field.presence.required()).collect();
            required.sort_by_key(|part| &part.field.wire);
            arguments.extend(required.into_iter().map(|part| values.part(part)));
        }
        arguments.extend(if body.required { values.body(id, body) } else { None });
    }
    arguments
}

fn path_argument(values: &mut Values<'_>, parameter: &PathParameter) -> Option<TokenStream> {
    match (&parameter.ty, parameter.identifies) {
        (Type::Constant(_), _) => None,
        (Type::Named(id), Some(resource)) => Some(values.listed_id(*id, resource)),
        (_, Some(resource)) => Some(values.id(resource)),
        (ty, None) => Some(values.argument(&parameter.wire, ty)),
    }
}

/// Everything else that can be set.
fn setters(values: &mut Values<'_>, id: OperationId, operation: &Operation, names: &OperationNames) -> TokenStream {
    let model = values.model;
    let query = &operation.query;
    let mut setters = TokenStream::new();
    for (set, name) in query.fields.iter().zip(&names.fields) {
        setters.extend(field_set(model, set, name));
    }
    for (set, name) in query.additional_fields.iter().zip(&names.additional_fields) {
        setters.extend(field_set(model, set, name));
    }
    if query.include.is_some() {
        let path = of_operation(model, operation, &format!("{}Include", names.marker));
        let variants = names.include.iter().map(|(_, variant)| ident(variant));
        setters.extend(if names.include.is_empty() {
            quote!(.include(["related"]))
        } else {
            quote!(.include([#(#path::#variants),*]))
        });
    }
    setters.extend(query.sort.iter().map(|sort| sort_setter(model, operation, names, sort)));
    setters.extend(filters(values, id, operation, names));
    setters.extend(page(operation));
    let parameters = query.other.iter().zip(&names.query).chain(operation.headers.iter().zip(&names.headers));
    for (parameter, name) in parameters.filter(|(parameter, _)| !parameter.required) {
        let (name, value) = (ident(name), values.argument(&parameter.wire, &parameter.ty));
        setters.extend(quote!(.#name(#value)));
    }
    setters.extend(body(values, id, operation, names));
    setters
}

/// All fields that this operation can choose.
fn field_set(model: &Model, set: &FieldSet, name: &str) -> TokenStream {
    let name = ident(name);
    let resource = model.api.resources.iter().find(|(_, resource)| resource.wire_type == set.resource_type);
    let values = model.names.field_enums.get(&set.resource_type);
    match (resource, values) {
        (Some((id, _)), Some(members)) if !set.values.is_empty() => {
            let path = item(model, Module::Resource(id), &format!("{}Field", model.names.resource(id).ident));
            let chosen = members.iter().filter(|(wire, _)| set.values.contains(wire));
            let variants = chosen.map(|(_, variant)| ident(variant));
            quote!(.#name([#(#path::#variants),*]))
        }
        _ => {
            let values = if set.values.is_empty() { vec!["name".to_owned()] } else { set.values.clone() };
            quote!(.#name([#(#values),*]))
        }
    }
}

fn sort_setter(model: &Model, operation: &Operation, names: &OperationNames, sort: &Sort) -> TokenStream {
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
        return quote!(.sort([#(#keys),*]));
    }
    keys.truncate(1);
    quote!(.sort(#(#keys)*))
}

fn filters(values: &mut Values<'_>, id: OperationId, operation: &Operation, names: &OperationNames) -> TokenStream {
    match &operation.query.filter {
        Filter::Expression { required: false, fields, .. } => {
            let filter = values.filter(id, operation, fields);
            quote!(.filter(#filter))
        }
        Filter::Opaque { required: false, .. } => quote!(.filter_raw("equals(id,\"x\")")),
        Filter::PerField(filters) => {
            let optional = filters.iter().zip(&names.filter).filter(|(filter, _)| !filter.required);
            let setter = |(filter, name): (&jsonapi_forge::ir::FieldFilter, &String)| {
                let (name, value) = (ident(name), values.argument(&filter.parameter, &filter.ty));
                quote!(.#name(#value))
            };
            optional.map(setter).collect()
        }
        _ => TokenStream::new(),
    }
}

fn page(operation: &Operation) -> TokenStream {
    let Some(page) = &operation.query.page else { return TokenStream::new() };
    let start = match page.style {
        PageStyle::Cursor(_) => quote!(.page_cursor("cursor".to_owned())),
        PageStyle::Number(_) => quote!(.page_number(2)),
        PageStyle::Offset(_) => quote!(.page_offset(20)),
        PageStyle::Links => TokenStream::new(),
    };
    let size = page.size.as_ref().map(|size| {
        let size = size.maximum.or(size.minimum).unwrap_or(10);
        quote!(.page_size(#size))
    });
    quote!(#start #size)
}

/// Parts that may be sent, or a body that may.
fn body(values: &mut Values<'_>, id: OperationId, operation: &Operation, names: &OperationNames) -> TokenStream {
    let Some(body) = &operation.body else { return TokenStream::new() };
    if let BodyContent::Multipart(parts) = &body.content {
        let optional = parts.iter().zip(&names.parts).filter(|(part, _)| !part.field.presence.required());
        return optional
            .map(|(part, name)| {
                let (name, value) = (ident(name), values.part(part));
                quote!(.#name(#value))
            })
            .collect();
    }
    if body.required {
        return TokenStream::new();
    }
    let name = match &body.content {
        BodyContent::Resource { view, .. } => {
            let resource = values.model.api.write_views[*view].resource;
            values.model.names.resource(resource).module.clone()
        }
        BodyContent::Linkage { many: true, .. } => "ids".to_owned(),
        BodyContent::Linkage { .. } => "related".to_owned(),
        BodyContent::Batch(_) => "batch".to_owned(),
        BodyContent::Json(_) | BodyContent::Raw | BodyContent::Multipart(_) => "body".to_owned(),
    };
    let (setter, value) = (ident(&format!("with_{name}")), values.body(id, body));
    quote!(.#setter(#value))
}
