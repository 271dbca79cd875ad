//! The functions that make the request of a link from a response.
//!
//! ```text
//! links: {author: {operationId: get_author, parameters: {id: "$response.body#/data/id"}}}
//!
//! pub fn link_author(client: &rt::Client, response: &rt::Response<..>) -> Option<GetAuthorRequest> {
//!     Some(rt::Call(rt::call(client).arg_path(&rt::linked_body(response.raw(), "/data/id")?)))
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::analyse::TagSet;
use crate::client::{Argument, Input, LinkCall, Role};
use crate::emit::argument::{encoded, style};
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, lines};
use crate::emit::signature::constant;
use crate::ir::{LinkValue, Operation, OperationId, ParameterForm, ParameterStyle, RequestPart};
use crate::name::Module;

/// Emits the functions of an operation's links; nothing where there are none.
pub(crate) fn emit(cx: &Cx<'_>, id: OperationId, marker: &Ident) -> Option<TokenStream> {
    let functions: TokenStream = cx.links(id).iter().map(|call| function(cx, id, call)).collect();
    (!functions.is_empty()).then(|| quote!(impl #marker { #functions }))
}

fn function(cx: &Cx<'_>, id: OperationId, call: &LinkCall<'_>) -> TokenStream {
    let module = Module::Tag(cx.api.operations[id].tag);
    let LinkCall { link, name, response, given, request } = call;
    let target = &cx.api.operations[link.target];
    let cfg = cx.cfg(&TagSet::from([target.tag]), module);
    let method = format!("{} {}", target.method.as_str(), target.path_template());
    let fallback = format!("The request of the link {}.", code(&link.name));
    let docs = docs(link.docs.as_deref(), &fallback);
    let more = lines(&format!(
        "\nLeads to {}. `None` where the response does not have what the request needs.",
        code(&method)
    ));
    let (name, response, request) = (ident(name), cx.tokens(module, response), cx.tokens(module, request));
    let arguments: TokenStream = given
        .iter()
        .map(|(_, argument)| {
            let (name, ty) = (ident(&argument.name), cx.tokens(module, &argument.ty));
            quote!(, #name: #ty)
        })
        .collect();
    let conversions: TokenStream = given.iter().map(|(_, argument)| conversion(cx, module, argument)).collect();
    let calls = calls(cx, call);
    let response_name = ident(if call.takes_response() { "response" } else { "_response" });
    quote! {
        #docs
        #more
        #cfg
        pub fn #name(client: &rt::Client, #response_name: &#response #arguments) -> Option<#request> {
            #conversions
            Some(rt::Call(rt::call(client) #calls))
        }
    }
}

/// Emits the calls that send what the link gives and what the document fixes: of the path in its order.
fn calls(cx: &Cx<'_>, call: &LinkCall<'_>) -> TokenStream {
    let LinkCall { link, given, .. } = call;
    let target = &cx.api.operations[link.target];
    let mut calls: Vec<(usize, TokenStream)> = Vec::new();
    for input in cx.call(link.target).inputs {
        if let Input::Constant { role, json } = input {
            let call = constant(cx, link.target, role, &json);
            let position = if let Role::Path(position) = role { position } else { usize::MAX };
            calls.push((position, quote!(.#call)));
        }
    }
    for (part, value) in &link.values {
        let position = match part {
            RequestPart::Path(name) => target.path_parameters.iter().position(|parameter| parameter.wire == *name),
            _ => None,
        };
        calls.push((position.unwrap_or(usize::MAX), hand_on(target, part, &evaluated(given, value))));
    }
    calls.sort_by_key(|(position, _)| *position);
    calls.into_iter().map(|(_, call)| call).collect()
}

fn conversion(cx: &Cx<'_>, module: Module, argument: &Argument) -> TokenStream {
    let name = ident(&argument.name);
    let (ty, value) = encoded(cx, module, &argument.ty, &quote!(#name));
    quote!(let #name = rt::linked_argument::<#ty>(#value);)
}

/// Emits a value of JSON.
fn evaluated(given: &[(&RequestPart, Argument)], value: &LinkValue) -> TokenStream {
    match value {
        LinkValue::Constant(json) => match serde_json::from_str(json) {
            Ok(Value::String(text)) => quote!(rt::Value::from(#text)),
            _ => quote!(rt::linked_json(#json)),
        },
        LinkValue::Body(pointer) => quote!(rt::linked_body(response.raw(), #pointer)?),
        LinkValue::Header(name) => quote!(rt::linked_header(response.headers(), #name)?),
        LinkValue::Status => quote!(rt::Value::from(response.status().as_u16())),
        LinkValue::Given(part) => match given.iter().find(|(known, _)| known == &part) {
            Some((_, argument)) => {
                let name = ident(&argument.name);
                quote!(#name.clone())
            }
            None => quote!(rt::Value::Null),
        },
        LinkValue::Text(pieces) => {
            let pieces = pieces.iter().map(|piece| evaluated(given, piece));
            quote!(rt::linked_text(&[#(#pieces),*])?)
        }
    }
}

/// Emits the call that sends a value, with its dot.
fn hand_on(target: &Operation, part: &RequestPart, value: &TokenStream) -> TokenStream {
    let style_of = |usual| {
        let known = target.parameters.iter().find(|parameter| parameter.part() == *part);
        style(known.map_or(ParameterStyle::new(usual), |parameter| parameter.style))
    };
    match part {
        RequestPart::Path(name) => {
            let parameter = target.path_parameters.iter().find(|parameter| parameter.wire == *name);
            match parameter.filter(|it| it.style != ParameterStyle::new(ParameterForm::Simple)) {
                Some(parameter) => {
                    let (wire, style) = (&parameter.wire, style(parameter.style));
                    quote!(.arg_path_styled(#wire, #style, &#value))
                }
                None => quote!(.arg_path(&#value)),
            }
        }
        RequestPart::Query(name) => {
            let style = style_of(ParameterForm::Form);
            quote!(.arg_parameter::<rt::Value>(#name, #style, #value))
        }
        RequestPart::Header(name) => {
            let style = style_of(ParameterForm::Simple);
            quote!(.arg_header::<rt::Value>(#name, #style, #value))
        }
        RequestPart::Cookie(name) => {
            let style = style_of(ParameterForm::Form);
            quote!(.arg_cookie::<rt::Value>(#name, #style, #value))
        }
        RequestPart::Body | RequestPart::FormField(_) => quote!(.arg_body::<rt::Value>(#value)),
    }
}
