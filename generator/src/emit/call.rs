//! The setters of a call: one per query parameter, header and optional part of the body.
//!
//! ```text
//! {name: limit, in: query,              impl rt::Call<ListBooks> {
//!  schema: {type: integer}}                 pub fn limit(self, limit: i64) -> Self {
//!                                               Self(self.0.arg_parameter::<i64>("limit", rt::Style::FORM, limit))
//!                                           }
//!                                       }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::{self, Role, Setter, described, is_deprecated};
use crate::emit::annotations::{deprecated, paragraph};
use crate::emit::argument::hand_on;
use crate::emit::body;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs as emit_docs, lines};
use crate::emit::enumeration::parameter;
use crate::ir::{FieldChoice, Operation, OperationId, PageStart};
use crate::name::Module;

/// Emits the setters of one operation's call, and the enums they take.
pub(crate) fn emit(cx: &Cx<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.operation(id);
    let (marker, enums) = (ident(&names.marker), enums(operation, names));
    let setters: TokenStream = cx.call(id).setters.iter().map(|setter| emit_setter(cx, id, setter)).collect();
    let setters = (!setters.is_empty()).then(|| quote!(impl rt::Call<#marker> { #setters }));
    quote! {
        #setters

        #enums
    }
}

fn emit_setter(cx: &Cx<'_>, id: OperationId, setter: &Setter) -> TokenStream {
    let operation = &cx.api.operations[id];
    let argument = &setter.argument;
    let docs = setter_docs(operation, argument.role);
    let said = client::family_description(operation, argument.role).map(|text| {
        let text = emit_docs(Some(text), "");
        quote!(#[doc = ""] #text)
    });
    let deprecated = deprecated(is_deprecated(operation, argument.role));
    let (name, parameter) = (ident(&setter.name), ident(&argument.name));
    let ty = cx.tokens(Module::Tag(operation.tag), &argument.ty);
    let call = hand_on(cx, id, argument);
    quote! {
        #docs
        #said
        #deprecated
        pub fn #name(self, #parameter: #ty) -> Self {
            Self(self.0.#call)
        }
    }
}

fn setter_docs(operation: &Operation, role: Role) -> TokenStream {
    let query = &operation.query;
    let described_or_wire = |text: Option<&str>, wire: &str| emit_docs(text, &format!("{}.", code(wire)));
    match role {
        Role::Fields(_) | Role::Include | Role::Sort => lines(&family_docs(operation, role)),
        Role::Filter => lines("Selects the resources that match a filter. Repeated calls narrow the selection."),
        Role::PageStart => lines(match query.page_start() {
            Some(PageStart::Number { .. }) => "Starts at the page of this number.",
            Some(PageStart::Offset { first: 0, .. }) => "Skips this number of resources.",
            Some(PageStart::Offset { .. }) => "Begins with the resource at this position, counted from 1.",
            _ => "Starts at this cursor of an earlier response.",
        }),
        Role::PageSize => page_size(operation),
        Role::Part(position) => body::part_setter_docs(operation, position),
        Role::Body => lines("Sends a body."),
        Role::Included => lines(
            "Sends related resources with the primary one, all of one type or each as an `AnyDraft`. Repeated calls add.",
        ),
        Role::DocumentMeta => lines("Sets the `meta` of the document, next to its `data`."),
        Role::PartHeader(part, _) => {
            let item = described(operation, role);
            let of = operation.parts().get(part).map_or("", |part| &part.field.wire);
            let wire = item.map_or("", |item| &item.wire);
            let fallback = format!("The header {} of the part {}.", code(wire), code(of));
            let said = item.map(|item| paragraph(&item.annotations));
            let text = emit_docs(item.and_then(|item| item.docs.as_deref()), &fallback);
            quote!(#text #said)
        }
        Role::Parameter(_) | Role::Path(_) => {
            let item = described(operation, role);
            let text = item.and_then(|item| item.docs.as_deref());
            let described = described_or_wire(text, item.map_or("", |item| &item.wire));
            let empty = item.is_some_and(|item| item.allow_empty);
            let empty = empty.then(|| lines("\nNull is sent as an empty value."));
            let said = item.map(|item| paragraph(&item.annotations));
            quote!(#described #empty #said)
        }
    }
}

/// The docs of families whose values add up (JSON:API "Sparse Fieldsets", "Inclusion of Related Resources").
const ADDS_UP: &str = "Repeated calls add to the list; an empty list requests none.";

/// Returns what a family of JSON:API does, as Markdown.
pub(crate) fn family_docs(operation: &Operation, role: Role) -> String {
    let query = &operation.query;
    match role {
        Role::Fields(position) => query.field_sets.get(position).map_or_else(String::new, |set| {
            let fields = match set.choice {
                FieldChoice::Only => "only these fields",
                FieldChoice::Additional => "these additional fields, which are otherwise left out,",
            };
            format!("Requests {fields} of {} resources. {ADDS_UP}", code(&set.resource_type))
        }),
        Role::Sort if query.sort.as_ref().is_some_and(|sort| sort.many) => {
            "Sorts by these fields, the first one first; a field alone sorts in ascending order.".to_owned()
        }
        Role::Sort => "Sorts by a field; a field alone sorts in ascending order.".to_owned(),
        _ => format!("Includes these related resources in the response. {ADDS_UP}"),
    }
}

fn page_size(operation: &Operation) -> TokenStream {
    let Some(size) = operation.query.page_size() else { return TokenStream::new() };
    let minimum = size.minimum.unwrap_or(1);
    let default = size.default.map(|default| format!(", by default {default}")).unwrap_or_default();
    if !size.values.is_empty() {
        let values = size.values.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        return lines(&format!(
            "Sets the number of resources per page, to one of {values}{default}.\n\nAnother size is an error when the \
             call is sent."
        ));
    }
    let limits = match (size.maximum, size.default) {
        (Some(maximum), Some(default)) => format!(": from {minimum} to {maximum}, by default {default}"),
        (Some(maximum), None) => format!(": from {minimum} to {maximum}"),
        (None, Some(default)) => format!(": at least {minimum}, by default {default}"),
        (None, None) => String::new(),
    };
    lines(&format!(
        "Sets the number of resources per page{limits}.\n\nA size out of bounds is an error when the call is sent."
    ))
}

fn enums(operation: &Operation, names: &crate::name::OperationNames) -> TokenStream {
    let none = TokenStream::new();
    let mut tokens = TokenStream::new();
    if !names.include.is_empty() {
        let docs = lines(&format!("The related resources that [`{}`] can include.", names.marker));
        tokens.extend(parameter(&none, &docs, &format!("{}Include", names.marker), &names.include));
    }
    if operation.query.sort.as_ref().is_some_and(|sort| !sort.keys.is_empty()) {
        let docs = lines(&format!("The fields that [`{}`] can sort by.", names.marker));
        tokens.extend(parameter(&none, &docs, &format!("{}Sort", names.marker), &names.sort));
    }
    tokens
}
