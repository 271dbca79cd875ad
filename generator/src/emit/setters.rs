//! The constructor and the setters of something that is sent: a resource or a record.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::annotations::{deprecated, sentences};
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines, markdown};
use crate::emit::record::field_docs;
use crate::emit::write_type::{argument, constant};
use crate::ir::{Annotations, Field, Type};
use crate::name::Module;

/// What a constructor takes and does.
#[derive(Default)]
pub(crate) struct Constructor {
    /// The calls that set constants, each with its dot.
    constants: TokenStream,
    /// By what they are and their wire name: arguments in the order of the description would change
    /// places unnoticed when a revision reorders its properties.
    required: BTreeMap<(What, String), Required>,
}

/// What an argument of a constructor is, in the order of the arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// The `id` that the client gives a resource.
    Identity,
    /// A member called `id`.
    Id,
    /// An attribute of a resource, or a member of an object.
    Attribute,
    /// A relationship.
    Relationship,
}

/// An argument of a constructor.
pub(crate) struct Required {
    /// `name: type`.
    pub(crate) argument: TokenStream,
    /// The call that sets it, without the dot.
    pub(crate) call: TokenStream,
    /// A line of Markdown.
    pub(crate) docs: String,
}

/// The attribute for a function of so many lines of arguments' docs, where clippy finds them too many.
pub(crate) fn many_arguments(docs: &str) -> TokenStream {
    if docs.lines().filter(|line| line.starts_with("* ")).count() <= 6 {
        return TokenStream::new();
    }
    quote!(#[allow(clippy::too_many_arguments, reason = "the description requires them all")])
}

impl Constructor {
    /// Takes the value of the member `wire` as an argument.
    pub(crate) fn require(&mut self, what: What, wire: &str, argument: Required) {
        self.required.insert((what, wire.to_owned()), argument);
    }

    /// The function `new` with the body that `body` makes of the calls.
    pub(crate) fn emit(&self, body: impl Fn(&TokenStream) -> TokenStream) -> TokenStream {
        let constants = &self.constants;
        let arguments = self.required.values().map(|required| &required.argument);
        let calls = self.required.values().map(|required| &required.call);
        let docs: String = self.required.values().map(|required| required.docs.as_str()).collect();
        let body = body(&quote!(#constants #(.#calls)*));
        let many = many_arguments(&docs);
        let docs = match docs.as_str() {
            "" => lines("With nothing set but what the description fixes."),
            docs => lines(&format!("With what is required.\n\n{docs}")),
        };
        quote! {
            #docs
            #many
            pub fn new(#(#arguments),*) -> Self {
                #body
            }
        }
    }
}

/// Splits fields into what the constructor takes and what has a setter. `always` tells the constants
/// that are sent though they are not required; `setter` makes the body of a setter of a call.
pub(crate) fn setters(
    cx: &Cx<'_>,
    module: Module,
    fields: &[Field],
    names: &[String],
    always: impl Fn(&Field) -> bool,
    setter: impl Fn(&TokenStream) -> TokenStream,
) -> (Constructor, TokenStream) {
    let mut constructor = Constructor::default();
    let mut setters = TokenStream::new();
    for (field, name) in fields.iter().zip(names) {
        let (wire, name) = (&field.wire, ident(name));
        if let Type::Constant(json) = &field.ty {
            let call = constant(wire, json);
            if field.presence.required() || always(field) {
                constructor.constants.extend(quote!(.#call));
            } else {
                let body = setter(&call);
                let docs = lines(&format!("Sends {}, whose only value is {}.", code(wire), code(json)));
                setters.extend(quote! {
                    #docs
                    pub fn #name(self) -> Self {
                        #body
                    }
                });
            }
            continue;
        }
        let deprecated = deprecated(field.annotations.deprecated);
        let argument = argument(cx, module, &field.ty, field.presence.nullable(), wire, &name);
        let (ty, call) = (argument.ty, argument.call);
        if field.presence.required() {
            let docs = list_item(&name.to_string(), field.docs.as_deref(), wire, Some(&field.annotations));
            let what = if wire == "id" { What::Id } else { What::Attribute };
            constructor.require(what, wire, Required { argument: quote!(#name: #ty), call, docs });
        } else {
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
    (constructor, setters)
}

/// The first line of `docs`, or else the wire name, and bounds as a list item for `name`.
pub(crate) fn list_item(name: &str, docs: Option<&str>, wire: &str, said: Option<&Annotations>) -> String {
    let first = docs.and_then(|docs| docs.lines().find(|line| !line.trim().is_empty()));
    annotated_item(name, first.map_or_else(|| format!("{}.", code(wire)), markdown), said)
}

/// A list item for `name` of a text in Markdown, with bounds.
pub(crate) fn annotated_item(name: &str, text: String, said: Option<&Annotations>) -> String {
    let is_deprecated = said.is_some_and(|said| said.deprecated);
    let said = said.map(sentences).into_iter().chain(is_deprecated.then(|| "Deprecated.".to_owned()));
    let said: String = said.filter(|text| !text.is_empty()).map(|text| format!(" {text}")).collect();
    // What follows a sentence begins one.
    let period = if said.is_empty() || text.ends_with(['.', '!', '?', ':', '>']) { "" } else { "." };
    format!("* `{name}`: {text}{period}{said}\n")
}
