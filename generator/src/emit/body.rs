//! The argument for the request body: its code and its documentation.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::client::{Role, RustType};
use crate::emit::annotations::paragraph;
use crate::emit::argument;
use crate::emit::cx::{Cx, ident, option};
use crate::emit::docs::{self, code};
use crate::ir::{
    Arity, BodyContent, DocumentMeta, FormEncoding, GivenId, Method, Operation, OperationId, PartContent,
    ResourceCount, StringFormat, Type,
};
use crate::name::Module;

/// Returns the call that takes the body as one argument, without the dot.
pub(crate) fn hand_on(cx: &Cx<'_>, id: OperationId, name: &Ident) -> TokenStream {
    let call = content(cx, id, name);
    let version = cx.api.operations[id].body.as_ref().and_then(|body| body.version.as_ref());
    let stated = version.map(|version| quote!(.arg_version(#version)));
    quote!(#call #stated)
}

fn content(cx: &Cx<'_>, id: OperationId, name: &Ident) -> TokenStream {
    let operation = &cx.api.operations[id];
    let module = Module::Tag(operation.tag);
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Resource { count: ResourceCount::Many, .. }) => quote!(arg_resources(#name)),
        Some(BodyContent::Resource { view, count: ResourceCount::OneOrMany }) => {
            let ty = cx.tokens(module, &cx.view_type(*view));
            quote!(arg_one_or_many::<#ty>(#name))
        }
        Some(BodyContent::Resource { count: ResourceCount::One, .. }) => match changed_by(cx, id) {
            Some(id) => quote!(arg_resource_of(#id, #name)),
            None => quote!(arg_resource(#name)),
        },
        Some(BodyContent::AnyResource { many: true, .. }) => quote!(arg_any_resources(#name)),
        Some(BodyContent::AnyResource { many: false, .. }) => match changed_by(cx, id) {
            Some(id) => quote!(arg_any_resource_of(#id, #name)),
            None => quote!(arg_any_resource(#name)),
        },
        Some(BodyContent::Linkage { targets, given_id: GivenId { names: Some(_), .. }, .. }) => {
            let sent = cx.tokens(module, &cx.reference_type(targets, false));
            quote!(arg_identifier::<#sent>(#name.into().as_str()))
        }
        Some(BodyContent::Linkage { arity, .. }) => {
            let method = match arity {
                Arity::One => quote!(arg_identifier),
                Arity::ZeroOrOne => quote!(arg_identifier_or_null),
                Arity::OneOrMany => quote!(arg_identifier_or_list),
                Arity::ZeroOneOrMany | Arity::Unknown => quote!(arg_identifier_or_list_or_null),
                Arity::Many => quote!(arg_identifiers),
            };
            let named = cx.body(id).map(|(_, ty)| named(&ty).clone());
            let named = named.map(|ty| cx.tokens(module, &ty));
            quote!(#method::<#named>(#name))
        }
        Some(BodyContent::Json(ty)) => {
            let (encoded, value) = argument::encoded(cx, module, &cx.argument_type(module, ty), &quote!(#name));
            quote!(arg_body::<#encoded>(#value))
        }
        Some(BodyContent::Batch(_)) => quote!(arg_batch(#name.0)),
        Some(BodyContent::Raw | BodyContent::Form { .. }) | None => quote!(arg_raw(#name)),
    }
}

/// Returns what names each resource, in the type of an argument that is resource linkage.
fn named(ty: &RustType) -> &RustType {
    match ty {
        RustType::Iterator(inner) | RustType::Into(inner) => named(inner),
        RustType::Runtime("Change" | "OneOrMany", arguments) => arguments.first().map_or(ty, named),
        other => other,
    }
}

/// Returns the text of the argument of the path that holds the id of the resource that is changed.
fn changed_by(cx: &Cx<'_>, id: OperationId) -> Option<TokenStream> {
    let operation = &cx.api.operations[id];
    let position = cx.api.changed_by(operation)?;
    let parameter = operation.path_parameters.get(position)?;
    let argument = cx.call(id);
    let argument = argument.arguments().find(|argument| argument.role == Role::Path(position))?;
    let name = ident(&argument.name);
    let is_text = parameter.identifies.is_some() || matches!(parameter.ty, Type::String(StringFormat::Text));
    Some(if is_text { quote!(#name.as_str()) } else { quote!(&#name.to_string()) })
}

/// Returns what the body is, for the docs.
pub(crate) fn docs(operation: &Operation) -> &str {
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Resource { count: ResourceCount::Many, .. }) => "the resources to send",
        Some(BodyContent::Resource { count: ResourceCount::One, .. }) => "the resource to send",
        Some(BodyContent::Resource { count: ResourceCount::OneOrMany, .. }) => {
            "the resource to send, or a list of them: a `Vec` or an array"
        }
        Some(BodyContent::AnyResource { many: false, .. }) => {
            "the resource to send, of any of the kinds that it may be"
        }
        Some(BodyContent::AnyResource { many: true, .. }) => {
            "the resources to send, all of one type or each as an `AnyDraft`"
        }
        Some(BodyContent::Linkage { meta: Some(DocumentMeta { required: true, .. }), .. }) => {
            "the resources to relate, each an id and the `meta` of its link"
        }
        Some(BodyContent::Linkage { meta: Some(_), .. }) => {
            "the resources to relate, each an id, or an id and the `meta` of its link"
        }
        Some(BodyContent::Linkage { given_id: GivenId { docs: Some(docs), names: Some(_) }, .. }) => docs,
        Some(BodyContent::Linkage { meta: None, arity: Arity::OneOrMany, .. }) => {
            "the resource to relate, or a list of them: a `Vec` or an array"
        }
        Some(BodyContent::Linkage { meta: None, arity: Arity::ZeroOneOrMany, .. }) => {
            "the resource to relate, or a list of them (a `Vec` or an array), or `Change::Null`"
        }
        Some(BodyContent::Linkage { meta: None, arity, .. }) if arity.is_many() => named_for(operation),
        Some(BodyContent::Linkage { meta: None, .. }) if operation.path_parameters.is_empty() => {
            "the id of the resource"
        }
        Some(BodyContent::Linkage { meta: None, .. }) => "the resource to relate",
        Some(BodyContent::Batch(_)) => "the changes, which are applied together",
        Some(BodyContent::Json(_)) => "the body",
        Some(BodyContent::Raw | BodyContent::Form { .. }) | None => "the body, sent unchanged",
    }
}

/// Returns what the resources are named for that a body lists. `DELETE` at the address of a relationship takes them
/// out of it (JSON:API "Updating To-Many Relationships"); elsewhere they are deleted, or taken out of something.
fn named_for(operation: &Operation) -> &'static str {
    match operation.method {
        Method::Delete if operation.is_at_relationship() => "the resources to take out of the relationship",
        Method::Delete => "the resources to remove",
        _ => "the resources to relate",
    }
}

/// Returns the call that takes a part of a form, encoded from `ty`, without the dot.
pub(crate) fn part(operation: &Operation, position: usize, ty: &TokenStream, name: &impl ToTokens) -> TokenStream {
    let Some(part) = operation.parts().get(position) else { return TokenStream::new() };
    let wire = &part.field.wire;
    let is_multipart = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Form { encoding, .. }) => *encoding == FormEncoding::Multipart,
        _ => true,
    };
    match &part.content {
        PartContent::File { media_type, many } => {
            let method = if *many { quote!(arg_files) } else { quote!(arg_file) };
            let media_type = option(media_type.as_ref());
            quote!(#method(#wire, #media_type, #name))
        }
        PartContent::Text { style, media_type } if is_multipart => {
            let (style, media_type) = (argument::style(*style), option(media_type.as_ref()));
            quote!(arg_part::<#ty>(#wire, #style, #media_type, #name))
        }
        PartContent::Json { media_type, each } if is_multipart => {
            quote!(arg_json_part::<#ty>(#wire, #media_type, #each, #name))
        }
        PartContent::ByType { each } if is_multipart => quote!(arg_part_by_type::<#ty>(#wire, #each, #name)),
        PartContent::ByType { .. } => quote!(arg_form_field::<#ty>(#wire, rt::Style::BY_TYPE, #name)),
        PartContent::Text { style, .. } => {
            let style = argument::style(*style);
            quote!(arg_form_field::<#ty>(#wire, #style, #name))
        }
        PartContent::Json { .. } => quote!(arg_form_field::<#ty>(#wire, rt::Style::JSON, #name)),
    }
}

/// Returns what a part is, for the docs of an argument.
pub(crate) fn part_docs(operation: &Operation, position: usize) -> String {
    let part = operation.parts().get(position);
    let wire = || format!("the part {}", code(part.map_or("", |part| &part.field.wire)));
    part.and_then(|part| part.field.docs.clone()).unwrap_or_else(wire)
}

/// Returns what a part is, for the docs of a setter.
pub(crate) fn part_setter_docs(operation: &Operation, position: usize) -> TokenStream {
    let part = operation.parts().get(position);
    let fallback = format!("The part {}.", code(part.map_or("", |part| &part.field.wire)));
    let text = docs::docs(part.and_then(|part| part.field.docs.as_deref()), &fallback);
    let said = part.map(|part| paragraph(&part.field.annotations));
    quote!(#text #said)
}
