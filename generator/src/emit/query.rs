//! The setters of a call: one per query parameter, header and optional part of the body.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::body;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, lines};
use crate::emit::enumeration::strings;
use crate::emit::write_type::{converts, owned};
use crate::ir::{FieldSet, Filter, FilterPlace, Operation, OperationId, Parameter, ParameterStyle};
use crate::name::Module;

/// The setters of one operation's call, and the enums they take.
pub(crate) fn emit(cx: &Cx<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.operation(id);
    let module = Module::Tag(operation.tag);
    let query = &operation.query;
    let marker = ident(&names.marker);
    let mut setters = TokenStream::new();
    for (set, name) in query.fields.iter().zip(&names.fields) {
        setters.extend(field_set(cx, module, set, name, "Sends only these fields of"));
    }
    for (set, name) in query.additional_fields.iter().zip(&names.additional_fields) {
        setters.extend(field_set(cx, module, set, name, "Sends these fields too, which are left out otherwise, of"));
    }
    setters.extend(include(operation, names));
    setters.extend(sort(operation, names));
    setters.extend(filter(&query.filter, &marker));
    setters.extend(field_filters(cx, module, &query.filter, &names.filter));
    setters.extend(page_size(operation));
    for (parameter, name) in query.other.iter().zip(&names.query).filter(|(item, _)| !item.required) {
        setters.extend(parameter_setter(cx, module, parameter, name, "parameter"));
    }
    for (parameter, name) in operation.headers.iter().zip(&names.headers).filter(|(item, _)| !item.required) {
        setters.extend(parameter_setter(cx, module, parameter, name, "header_parameter"));
    }
    setters.extend(body::setters(cx, id, operation));
    let enums = enums(operation, names);
    if setters.is_empty() {
        return enums;
    }
    quote! {
        impl rt::Call<#marker> { #setters }

        #enums
    }
}

/// The type in the signature and the call for a parameter.
pub(crate) fn parameter_argument(
    cx: &Cx<'_>,
    module: Module,
    parameter: &Parameter,
    name: &str,
    method: &str,
) -> (TokenStream, TokenStream) {
    let (wire, name, method) = (&parameter.wire, ident(name), ident(method));
    let ty = owned(cx, module, &parameter.ty);
    let signature = if converts(cx, &parameter.ty) { quote!(impl Into<#ty>) } else { ty.clone() };
    let style = match parameter.style {
        ParameterStyle::Joined => quote!(Joined),
        ParameterStyle::Exploded => quote!(Exploded),
        ParameterStyle::DeepObject => quote!(DeepObject),
    };
    (signature, quote!(#method::<#ty>(#wire, rt::Style::#style, #name)))
}

fn parameter_setter(cx: &Cx<'_>, module: Module, parameter: &Parameter, name: &str, method: &str) -> TokenStream {
    let (ty, call) = parameter_argument(cx, module, parameter, name, method);
    let docs = docs(parameter.docs.as_deref(), &format!("{}.", code(&parameter.wire)));
    let name = ident(name);
    let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #name: #ty) -> Self {
            self.#call
        }
    }
}

fn field_set(cx: &Cx<'_>, module: Module, set: &FieldSet, name: &str, verb: &str) -> TokenStream {
    let (parameter, name) = (&set.parameter, ident(name));
    let docs = lines(&format!("{verb} {} resources. Asking twice adds up.", code(&set.resource_type)));
    let item = match cx.resource(&set.resource_type).filter(|_| !set.values.is_empty()) {
        Some(id) => {
            let name = format!("{}Field", cx.names.resource(id).ident);
            cx.path(module, Module::Resource(id), &name)
        }
        None => quote!(impl AsRef<str>),
    };
    quote! {
        #docs
        pub fn #name(self, fields: impl IntoIterator<Item = #item>) -> Self {
            self.list(#parameter, fields)
        }
    }
}

fn include(operation: &Operation, names: &crate::name::OperationNames) -> TokenStream {
    let Some(include) = &operation.query.include else { return TokenStream::new() };
    let item = if include.paths.is_empty() {
        quote!(impl AsRef<str>)
    } else {
        let name = ident(&format!("{}Include", names.marker));
        quote!(#name)
    };
    quote! {
        /// Sends these related resources along. Asking twice adds up.
        pub fn include(self, paths: impl IntoIterator<Item = #item>) -> Self {
            self.list("include", paths)
        }
    }
}

fn sort(operation: &Operation, names: &crate::name::OperationNames) -> TokenStream {
    let Some(sort) = &operation.query.sort else { return TokenStream::new() };
    let field = if sort.keys.is_empty() {
        quote!(String)
    } else {
        let name = ident(&format!("{}Sort", names.marker));
        quote!(#name)
    };
    if sort.many {
        quote! {
            /// Sorts by these fields, the first one first; a field alone sorts in ascending order.
            pub fn sort(self, keys: impl IntoIterator<Item = impl Into<rt::Sort<#field>>>) -> Self {
                self.sorted(keys)
            }
        }
    } else {
        quote! {
            /// Sorts by a field; a field alone sorts in ascending order.
            pub fn sort(self, key: impl Into<rt::Sort<#field>>) -> Self {
                self.sorted([key])
            }
        }
    }
}

fn filter(filter: &Filter, marker: &proc_macro2::Ident) -> TokenStream {
    let (place, required, typed) = match filter {
        Filter::Expression { place, required, .. } => (place, *required, true),
        Filter::Opaque { place, required, .. } => (place, *required, false),
        Filter::None | Filter::PerField(_) => return TokenStream::new(),
    };
    let place = filter_place(place);
    let typed = (typed && !required).then(|| {
        quote! {
            /// Sends only what the filter holds for. Asking twice narrows further.
            pub fn filter(self, filter: rt::Filter<#marker>) -> Self {
                self.filtered(#place, filter)
            }
        }
    });
    quote! {
        #typed
        /// Sends only what a filter in the service's own notation holds for. It is not checked.
        pub fn filter_raw(self, filter: impl Into<String>) -> Self {
            self.filtered(#place, rt::Filter::raw(filter))
        }
    }
}

/// Where a filter is sent, as an expression of the runtime's type.
pub(crate) fn filter_place(place: &FilterPlace) -> TokenStream {
    match place {
        FilterPlace::Query(name) => quote!(rt::FilterPlace::Query(#name)),
        FilterPlace::Header(name) => quote!(rt::FilterPlace::Header(#name)),
    }
}

fn field_filters(cx: &Cx<'_>, module: Module, filter: &Filter, names: &[String]) -> TokenStream {
    let Filter::PerField(filters) = filter else { return TokenStream::new() };
    let optional = filters.iter().zip(names).filter(|(item, _)| !item.required);
    optional
        .map(|(item, name)| {
            let parameter = field_filter_parameter(item);
            parameter_setter(cx, module, &parameter, name, "parameter")
        })
        .collect()
}

/// A per-field filter is an ordinary parameter once its name is known.
pub(crate) fn field_filter_parameter(filter: &crate::ir::FieldFilter) -> Parameter {
    Parameter {
        at: filter.at.clone(),
        wire: filter.parameter.clone(),
        ty: filter.ty.clone(),
        required: filter.required,
        style: ParameterStyle::Joined,
        docs: None,
        deprecated: false,
    }
}

fn page_size(operation: &Operation) -> TokenStream {
    let Some(size) = operation.query.page.as_ref().and_then(|page| page.size.as_ref()) else {
        return TokenStream::new();
    };
    let parameter = &size.parameter;
    let (minimum, maximum) = (size.minimum.unwrap_or(1), size.maximum);
    let limits = match (maximum, size.default) {
        (Some(maximum), Some(default)) => format!(": from {minimum} to {maximum}, by default {default}"),
        (Some(maximum), None) => format!(": from {minimum} to {maximum}"),
        (None, Some(default)) => format!(": at least {minimum}, by default {default}"),
        (None, None) => String::new(),
    };
    let docs = lines(&format!("How many resources a page holds{limits}.\n\nA size out of bounds is an error when the call is sent."));
    let maximum = match maximum {
        Some(maximum) => quote!(#maximum),
        None => quote!(u32::MAX),
    };
    quote! {
        #docs
        pub fn page_size(self, size: u32) -> Self {
            self.sized(#parameter, size, #minimum..=#maximum)
        }
    }
}

fn enums(operation: &Operation, names: &crate::name::OperationNames) -> TokenStream {
    let none = TokenStream::new();
    let mut tokens = TokenStream::new();
    if !names.include.is_empty() {
        let docs = lines(&format!("What [`{}`] can send along.", names.marker));
        tokens.extend(strings(&none, &docs, &format!("{}Include", names.marker), &names.include));
    }
    if operation.query.sort.as_ref().is_some_and(|sort| !sort.keys.is_empty()) {
        let docs = lines(&format!("What [`{}`] can sort by.", names.marker));
        tokens.extend(strings(&none, &docs, &format!("{}Sort", names.marker), &names.sort));
    }
    tokens
}
