//! The signature of an operation's method. Required values are arguments.
//!
//! `{name: id, in: path}` of a book is `id: impl rt::Argument<rt::Id<Book>>,` among the arguments, `.arg_path(&id)`
//! among the calls, and a line of the docs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::{Argument, Input, Role, RustType, annotations, described, family_description};
use crate::emit::argument::{encoded, hand_on, parameter, path};
use crate::emit::body;
use crate::emit::call::family_docs;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::code;
use crate::emit::markdown::line;
use crate::emit::setters::{annotated_item, list_item};
use crate::ir::OperationId;
use crate::name::Module;

/// The arguments of an operation's method, and what becomes of them.
#[derive(Default)]
pub(crate) struct Signature {
    /// The arguments, each with a comma behind it.
    pub(crate) arguments: TokenStream,
    /// Statements that convert arguments.
    pub(crate) conversions: TokenStream,
    /// The calls that hand the arguments on, each with its dot.
    pub(crate) calls: TokenStream,
    /// The arguments' names, for the aliases.
    pub(crate) forwards: TokenStream,
    /// A line of Markdown per argument.
    pub(crate) docs: String,
}

impl Signature {
    /// Prints the inputs of a call.
    pub(crate) fn new(cx: &Cx<'_>, id: OperationId) -> Self {
        let mut signature = Self::default();
        for input in cx.call(id).inputs {
            match input {
                Input::Argument(argument) => signature.argument(cx, id, &argument),
                Input::Constant { role, json } => {
                    let call = constant(cx, id, role, &json);
                    signature.calls.extend(quote!(.#call));
                }
            }
        }
        signature
    }

    fn argument(&mut self, cx: &Cx<'_>, id: OperationId, argument: &Argument) {
        let module = Module::Tag(cx.api.operations[id].tag);
        let (name, ty) = (ident(&argument.name), cx.tokens(module, &argument.ty));
        self.arguments.extend(quote!(#name: #ty,));
        self.forwards.extend(quote!(#name,));
        self.docs.push_str(&docs(cx, id, argument));
        match (argument.role, &argument.ty) {
            (Role::Path(_), RustType::Into(target)) => {
                let target = cx.tokens(module, target);
                self.conversions.extend(quote!(let #name: #target = #name.into();));
            }
            (Role::Path(_), ty @ RustType::Iterator(_)) => {
                let (_, list) = encoded(cx, module, ty, &quote!(#name));
                self.conversions.extend(quote!(let #name = #list;));
            }
            _ => {}
        }
        let call = hand_on(cx, id, argument);
        self.calls.extend(quote!(.#call));
    }
}

/// Returns a line of Markdown on an argument.
fn docs(cx: &Cx<'_>, id: OperationId, argument: &Argument) -> String {
    let (operation, name) = (&cx.api.operations[id], &argument.name);
    let said_of = |role| annotations(operation, role);
    match argument.role {
        Role::Path(position) => {
            let parameter = operation.path_parameters.get(position);
            let id_of = |target| format!("The id of the {}.", code(&cx.api.resources[target].wire_type));
            let docs = parameter.and_then(|item| item.docs.clone().or_else(|| item.identifies.map(id_of)));
            list_item(name, docs.as_deref(), parameter.map_or("", |item| &item.wire), said_of(argument.role))
        }
        Role::Filter => "* `filter`: the filter, which this operation requires.\n".to_owned(),
        role @ (Role::Fields(_) | Role::Include | Role::Sort) => {
            let described = family_description(operation, role).and_then(|text| text.lines().next());
            let described = described.map(|text| format!(" {text}")).unwrap_or_default();
            said(name, &format!("{}{described}", family_docs(operation, role)))
        }
        role @ Role::Parameter(_) => {
            let item = described(operation, role);
            let docs = item.and_then(|item| item.docs.as_deref());
            list_item(name, docs, item.map_or("", |item| &item.wire), said_of(role))
        }
        Role::Included => said(name, "related resources that are sent with the primary one"),
        Role::DocumentMeta => said(name, "the `meta` of the document, beside its `data`"),
        Role::Part(position) => {
            let text = line(body::part_docs(operation, position).trim_end_matches('.'));
            annotated_item(name, format!("{text}."), said_of(argument.role))
        }
        _ => said(name, body::docs(operation)),
    }
}

fn said(name: &str, docs: &str) -> String {
    format!("* `{name}`: {}.\n", line(docs.trim_end_matches('.')))
}

/// Emits the call that sends what the document fixes.
pub(crate) fn constant(cx: &Cx<'_>, id: OperationId, role: Role, json: &str) -> TokenStream {
    let text = serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned());
    match role {
        Role::Path(position) => path(cx.api.operations[id].path_parameters.get(position), &quote!(#text)),
        Role::Part(position) => body::part(&cx.api.operations[id], position, &quote!(&str), &text),
        _ => parameter(&cx.api.operations[id], role, &quote!(&str), &quote!(#text)),
    }
}
