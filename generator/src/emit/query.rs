//! The setters of a call: one per query parameter, header and optional part of the body.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::body;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, lines};
use crate::emit::enumeration::parameter;
use crate::emit::write_type::{converts, owned};
use crate::ir::{FieldSet, Filter, Operation, OperationId, PageStyle, Parameter, ParameterStyle};
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
    setters.extend(page_start(operation));
    setters.extend(page_size(operation));
    for (parameter, name) in query.other.iter().zip(&names.query).filter(|(item, _)| !item.required) {
        setters.extend(parameter_setter(cx, module, parameter, name, "arg_parameter"));
    }
    for (parameter, name) in operation.headers.iter().zip(&names.headers).filter(|(item, _)| !item.required) {
        setters.extend(parameter_setter(cx, module, parameter, name, "arg_header"));
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
    let name = ident(name);
    let ty = owned(cx, module, &parameter.ty);
    let signature = if converts(cx, &parameter.ty) { quote!(impl Into<#ty>) } else { ty.clone() };
    let call = parameter_call(parameter, method, &ty, &quote!(#name));
    (signature, call)
}

/// The call that sends `value`, of type `ty`, as a parameter.
pub(crate) fn parameter_call(
    parameter: &Parameter,
    method: &str,
    ty: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    let (wire, method) = (&parameter.wire, ident(method));
    let style = match parameter.style {
        ParameterStyle::Joined => quote!(Joined),
        ParameterStyle::Exploded => quote!(Exploded),
        ParameterStyle::DeepObject => quote!(DeepObject),
    };
    quote!(#method::<#ty>(#wire, rt::Style::#style, #value))
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
        None => quote!(impl rt::Token),
    };
    quote! {
        #docs
        pub fn #name(self, fields: impl IntoIterator<Item = #item>) -> Self {
            self.arg_list(#parameter, fields)
        }
    }
}

fn include(operation: &Operation, names: &crate::name::OperationNames) -> TokenStream {
    let Some(include) = &operation.query.include else { return TokenStream::new() };
    let item = if include.paths.is_empty() {
        quote!(impl rt::Token)
    } else {
        let name = ident(&format!("{}Include", names.marker));
        quote!(#name)
    };
    quote! {
        /// Sends these related resources along. Asking twice adds up.
        pub fn include(self, paths: impl IntoIterator<Item = #item>) -> Self {
            self.arg_list("include", paths)
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
                self.arg_sort::<#field>(keys)
            }
        }
    } else {
        quote! {
            /// Sorts by a field; a field alone sorts in ascending order.
            pub fn sort(self, key: impl Into<rt::Sort<#field>>) -> Self {
                self.arg_sort::<#field>([key])
            }
        }
    }
}

fn filter(filter: &Filter, marker: &proc_macro2::Ident) -> TokenStream {
    match filter {
        Filter::Expression { required: false, .. } => quote! {
            /// Sends only what the filter holds for. Asking twice narrows further.
            pub fn filter(self, filter: rt::Filter<#marker>) -> Self {
                self.arg_filter(&filter)
            }
        },
        Filter::Expression { .. } | Filter::Opaque { .. } | Filter::None | Filter::PerField(_) => TokenStream::new(),
    }
}

fn field_filters(cx: &Cx<'_>, module: Module, filter: &Filter, names: &[String]) -> TokenStream {
    let Filter::PerField(filters) = filter else { return TokenStream::new() };
    let optional = filters.iter().zip(names).filter(|(item, _)| !item.required);
    optional
        .map(|(item, name)| {
            let parameter = field_filter_parameter(item);
            parameter_setter(cx, module, &parameter, name, "arg_parameter")
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

fn page_start(operation: &Operation) -> TokenStream {
    match operation.query.page.as_ref().map(|page| &page.style) {
        Some(PageStyle::Cursor(parameter)) => quote! {
            /// Starts at this cursor, as an earlier response gave it.
            pub fn page_cursor(self, cursor: impl Into<String>) -> Self {
                self.arg_parameter::<String>(#parameter, rt::Style::Joined, cursor)
            }
        },
        Some(PageStyle::Number(parameter)) => quote! {
            /// Starts at the page of this number.
            pub fn page_number(self, number: u32) -> Self {
                self.arg_parameter::<i64>(#parameter, rt::Style::Joined, number)
            }
        },
        Some(PageStyle::Offset(parameter)) => quote! {
            /// Starts behind so many resources.
            pub fn page_offset(self, offset: u32) -> Self {
                self.arg_parameter::<i64>(#parameter, rt::Style::Joined, offset)
            }
        },
        Some(PageStyle::Links) | None => TokenStream::new(),
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
    let docs = lines(&format!(
        "How many resources a page holds{limits}.\n\nA size out of bounds is an error when the call is sent."
    ));
    let maximum = match maximum {
        Some(maximum) => quote!(#maximum),
        None => quote!(u32::MAX),
    };
    quote! {
        #docs
        pub fn page_size(self, size: u32) -> Self {
            self.arg_page_size(#parameter, size, #minimum..=#maximum)
        }
    }
}

fn enums(operation: &Operation, names: &crate::name::OperationNames) -> TokenStream {
    let none = TokenStream::new();
    let mut tokens = TokenStream::new();
    if !names.include.is_empty() {
        let docs = lines(&format!("What [`{}`] can send along.", names.marker));
        tokens.extend(parameter(&none, &docs, &format!("{}Include", names.marker), &names.include));
    }
    if operation.query.sort.as_ref().is_some_and(|sort| !sort.keys.is_empty()) {
        let docs = lines(&format!("What [`{}`] can sort by.", names.marker));
        tokens.extend(parameter(&none, &docs, &format!("{}Sort", names.marker), &names.sort));
    }
    tokens
}
