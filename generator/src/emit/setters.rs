//! The setters of a resource or record to send.

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::Sending;
use crate::emit::annotations::{deprecated, sentences};
use crate::emit::constructor::Setting;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines};
use crate::emit::markdown::line;
use crate::emit::record::field_docs;
use crate::emit::write_type::{Argument, argument, constant};
use crate::ir::{Annotations, Field};
use crate::name::Module;

/// Emits the attribute for a function of so many lines of arguments' docs, where clippy finds them too many.
pub(crate) fn many_arguments(docs: &str) -> Option<TokenStream> {
    let is_many = docs.lines().filter(|line| line.starts_with("* ")).count() > 6;
    is_many.then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the document requires them all")]))
}

/// Emits setters for the fields that are not required, and the calls that set what the document fixes, each with its
/// dot. `is_tag` tells the fields that distinguish their record within a union; `setter` makes the body of a setter of a
/// call.
pub(crate) fn setters(
    cx: &Cx<'_>,
    module: Module,
    fields: &[Field],
    names: &[String],
    is_tag: impl Fn(&Field) -> bool,
    setter: impl Fn(&TokenStream) -> TokenStream,
) -> (TokenStream, TokenStream) {
    let mut constants = TokenStream::new();
    let mut setters = TokenStream::new();
    for (field, name) in fields.iter().zip(names) {
        let (wire, name) = (&field.wire, ident(name));
        match Sending::of(field, is_tag(field)) {
            Sending::Constructor => {}
            Sending::Always(json) => {
                let call = constant(wire, json);
                constants.extend(quote!(.#call));
            }
            Sending::OnRequest(json) => {
                let body = setter(&constant(wire, json));
                let docs = lines(&format!("Sends {}, whose only value is {}.", code(wire), code(json)));
                setters.extend(quote! {
                    #docs
                    pub fn #name(self) -> Self {
                        #body
                    }
                });
            }
            Sending::Setter => {
                let deprecated = deprecated(field.annotations.deprecated);
                let Argument { ty, call } = argument(cx, module, &field.ty, field.presence.nullable(), wire, &name);
                let (docs, body) = (field_docs(field), setter(&call));
                setters.extend(quote! {
                    #docs
                    #deprecated
                    pub fn #name(self, #name: #ty) -> Self {
                        #body
                    }
                });
            }
        }
    }
    (constants, setters)
}

/// Returns the names of the fields that have a setter.
pub(crate) fn optional<'a>(
    fields: &'a [Field],
    names: &'a [String],
    is_tag: impl Fn(&Field) -> bool,
) -> impl Iterator<Item = &'a str> {
    let has_setter = move |field| matches!(Sending::of(field, is_tag(field)), Sending::Setter | Sending::OnRequest(_));
    fields.iter().zip(names).filter(move |(field, _)| has_setter(field)).map(|(_, name)| name.as_str())
}

/// Returns how a required field is set.
pub(crate) fn setting(cx: &Cx<'_>, module: Module, field: &Field, name: &str) -> Setting {
    let argument = argument(cx, module, &field.ty, field.presence.nullable(), &field.wire, &ident(name));
    let item = list_item(name, field.docs.as_deref(), &field.wire, Some(&field.annotations));
    Setting { call: argument.call, item, docs: field_docs(field) }
}

/// Returns the first line of `docs`, or else the wire name, and bounds as a list item for `name`.
pub(crate) fn list_item(name: &str, docs: Option<&str>, wire: &str, said: Option<&Annotations>) -> String {
    let first = docs.and_then(|docs| docs.lines().find(|line| !line.trim().is_empty()));
    annotated_item(name, first.map_or_else(|| format!("{}.", code(wire)), line), said)
}

/// Returns a list item for `name` of a text in Markdown, with bounds.
pub(crate) fn annotated_item(name: &str, text: String, said: Option<&Annotations>) -> String {
    let is_deprecated = said.is_some_and(|said| said.deprecated);
    let said = said.map(sentences).into_iter().chain(is_deprecated.then(|| "Deprecated.".to_owned()));
    let said: String = said.filter(|text| !text.is_empty()).map(|text| format!(" {text}")).collect();
    // What follows a sentence begins one.
    let period = if said.is_empty() || text.ends_with(['.', '!', '?', ':', '>']) { "" } else { "." };
    format!("* `{name}`: {text}{period}{said}\n")
}
