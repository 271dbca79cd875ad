//! The call of the runtime that puts an argument into the request, by the part of the request that it is for.
//!
//! `Role::Parameter(0)` for `{name: limit, in: query, schema: {type: integer}}` becomes
//! `arg_parameter::<i64>("limit", rt::Style::FORM, limit)`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::client::{Argument, Role, RustType, described};
use crate::emit::body;
use crate::emit::cx::{Cx, ident};
use crate::ir::{
    Filter, FormPart, Operation, OperationId, Page, PageSize, PageStart, ParameterForm, ParameterKind, ParameterStyle,
    PathParameter,
};
use crate::name::Module;

/// Returns the call on `rt::Call` that takes an argument, without the dot.
pub(crate) fn hand_on(cx: &Cx<'_>, id: OperationId, argument: &Argument) -> TokenStream {
    let operation = &cx.api.operations[id];
    let query = &operation.query;
    let name = ident(&argument.name);
    let (encoded, value) = encoded(cx, Module::Tag(operation.tag), &argument.ty, &quote!(#name));
    match argument.role {
        Role::Path(position) => path(operation.path_parameters.get(position), &quote!(#name)),
        Role::Filter if matches!(query.filter, Filter::Opaque { .. }) => quote!(filter_raw(#name)),
        Role::Filter => quote!(arg_filter(&#name)),
        Role::Parameter(_) => parameter(operation, argument.role, &encoded, &value),
        Role::PartHeader(part, _) => {
            let of = operation.parts().get(part).map_or("", |part| &part.field.wire);
            let header = described(operation, argument.role);
            let (wire, style) = header.map_or(("", None), |header| (&*header.wire, Some(style(header.style))));
            quote!(arg_part_header::<#encoded>(#of, #wire, #style, #value))
        }
        Role::Part(position) if operation.parts().get(position).is_some_and(FormPart::is_file) => {
            body::part(operation, position, &encoded, &name)
        }
        Role::Part(position) => body::part(operation, position, &encoded, &value),
        Role::Body => body::hand_on(cx, id, &name),
        Role::Included => quote!(arg_included(#name)),
        Role::DocumentMeta => quote!(arg_document_meta::<#encoded>(#name)),
        Role::Fields(position) => list(query.field_sets.get(position).map(|set| &*set.parameter), &name),
        Role::Include => list(Some("include"), &name),
        Role::Sort => sort(cx, operation, argument),
        Role::PageStart => page_start(operation, &name),
        Role::PageSize => page_size(operation, &name),
    }
}

/// Returns the type that an argument is encoded from, and the argument as what converts into it: a list is collected.
pub(crate) fn encoded(cx: &Cx<'_>, module: Module, ty: &RustType, value: &TokenStream) -> (TokenStream, TokenStream) {
    match ty {
        RustType::Iterator(item) => {
            let item = cx.tokens(module, item.target());
            (quote!(Vec<#item>), quote!(rt::collected::<#item>(#value)))
        }
        one => (cx.tokens(module, one.target()), value.clone()),
    }
}

/// Returns the call that hands on an argument of the path.
pub(crate) fn path(parameter: Option<&PathParameter>, value: &TokenStream) -> TokenStream {
    match parameter.filter(|item| item.style != ParameterStyle::new(ParameterForm::Simple)) {
        Some(item) => {
            let (wire, style) = (&item.wire, style(item.style));
            quote!(arg_path_styled(#wire, #style, &#value))
        }
        None => quote!(arg_path(&#value)),
    }
}

/// Returns the call that sends `value`, encoded from `ty`, as a parameter.
pub(crate) fn parameter(operation: &Operation, role: Role, ty: &TokenStream, value: &TokenStream) -> TokenStream {
    let Some(item) = described(operation, role) else { return TokenStream::new() };
    let method = match item.kind {
        ParameterKind::Header => quote!(arg_header),
        ParameterKind::Cookie => quote!(arg_cookie),
        ParameterKind::Filter | ParameterKind::Query if item.allow_empty => quote!(arg_parameter_or_empty),
        ParameterKind::Filter | ParameterKind::Query => quote!(arg_parameter),
    };
    let (wire, style) = (&item.wire, style(item.style));
    quote!(#method::<#ty>(#wire, #style, #value))
}

/// Returns the runtime's value for a style: `rt::Style::FORM.explode()`.
pub(crate) fn style(style: ParameterStyle) -> TokenStream {
    let form = match style.form {
        ParameterForm::Form => quote!(FORM),
        ParameterForm::SpaceDelimited => quote!(SPACE_DELIMITED),
        ParameterForm::PipeDelimited => quote!(PIPE_DELIMITED),
        ParameterForm::DeepObject => quote!(DEEP_OBJECT),
        ParameterForm::Simple => quote!(SIMPLE),
        ParameterForm::Label => quote!(LABEL),
        ParameterForm::Matrix => quote!(MATRIX),
        ParameterForm::Json => quote!(JSON),
    };
    let explode = style.explode.then(|| quote!(.explode()));
    let reserved = style.reserved.then(|| quote!(.allow_reserved()));
    quote!(rt::Style::#form #explode #reserved)
}

fn list(parameter: Option<&str>, name: &proc_macro2::Ident) -> TokenStream {
    let parameter = parameter.unwrap_or_default();
    quote!(arg_list(#parameter, #name))
}

/// Emits the type argument of `impl rt::Argument<rt::Sort<F>>`, or of a list of it.
fn sort(cx: &Cx<'_>, operation: &Operation, argument: &Argument) -> TokenStream {
    let name = ident(&argument.name);
    let (key, many) = match &argument.ty {
        RustType::Iterator(item) => (item.target(), true),
        one => (one.target(), false),
    };
    let field = match key {
        RustType::Runtime(_, arguments) => arguments.first().unwrap_or(key),
        other => other,
    };
    let field = cx.tokens(Module::Tag(operation.tag), field);
    if many { quote!(arg_sort::<#field>(#name)) } else { quote!(arg_sort::<#field>([#name])) }
}

fn page_start(operation: &Operation, name: &proc_macro2::Ident) -> TokenStream {
    let parameter = operation.query.page.as_ref().and_then(Page::start_parameter);
    match operation.query.page_start().filter(|_| parameter.is_some()) {
        Some(PageStart::Cursor(_)) => quote!(arg_parameter::<String>(#parameter, rt::Style::FORM, #name)),
        Some(PageStart::Number { .. } | PageStart::Offset { .. }) => {
            quote!(arg_parameter::<i64>(#parameter, rt::Style::FORM, #name))
        }
        None => TokenStream::new(),
    }
}

fn page_size(operation: &Operation, name: &proc_macro2::Ident) -> TokenStream {
    let Some(size) = operation.query.page_size() else { return TokenStream::new() };
    let (parameter, PageSize { minimum, maximum, values, .. }) = (size.parameter(), size);
    if !values.is_empty() {
        let values = values.iter().copied().map(Literal::u32_unsuffixed);
        return quote!(arg_listed_page_size(#parameter, #name, &[#(#values),*]));
    }
    let minimum = minimum.unwrap_or(1);
    let maximum = match maximum {
        Some(maximum) => quote!(#maximum),
        None => quote!(u32::MAX),
    };
    quote!(arg_page_size(#parameter, #name, #minimum..=#maximum))
}
