//! The signature of an operation's method: what is required is an argument.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, markdown};
use crate::emit::operation::fixed_segment;
use crate::emit::setters::list_item;
use crate::emit::{body, query, write_type};
use crate::ir::{Filter, Operation, OperationId, Parameter, Type};
use crate::name::Module;

/// The arguments of an operation's method, and what becomes of them.
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
    /// In the order of the call: the path's parameters as they stand in it, the required filter, required
    /// parameters, the body. The order of lists in the description is none of it.
    pub(crate) fn new(cx: &Cx<'_>, id: OperationId, operation: &Operation) -> Self {
        let mut signature = Self {
            arguments: TokenStream::new(),
            conversions: TokenStream::new(),
            calls: TokenStream::new(),
            forwards: TokenStream::new(),
            docs: String::new(),
        };
        signature.path(cx, id, operation);
        signature.filter(cx, id, operation);
        signature.parameters(cx, id, operation);
        signature.body(cx, id, operation);
        signature
    }

    fn path(&mut self, cx: &Cx<'_>, id: OperationId, operation: &Operation) {
        let module = Module::Tag(operation.tag);
        for (parameter, name) in operation.path_parameters.iter().zip(&cx.names.operation(id).path) {
            if fixed_segment(parameter).is_some() {
                continue;
            }
            if let Type::Constant(json) = &parameter.ty {
                let text = constant_text(json);
                self.calls.extend(quote!(.arg_path(&#text)));
                continue;
            }
            let name_ident = ident(name);
            let ty = match parameter.identifies {
                Some(target) => {
                    let target = cx.resource_path(module, target);
                    quote!(rt::Id<#target>)
                }
                None => write_type::owned(cx, module, &parameter.ty),
            };
            let id_of = |target| format!("The id of the {}.", code(&cx.api.resources[target].wire_type));
            let docs = parameter.docs.clone().or_else(|| parameter.identifies.map(id_of));
            self.docs.push_str(&list_item(name, docs.as_deref(), &parameter.wire));
            if parameter.identifies.is_some() || write_type::converts(cx, &parameter.ty) {
                self.arguments.extend(quote!(#name_ident: impl Into<#ty>,));
                self.conversions.extend(quote!(let #name_ident: #ty = #name_ident.into();));
            } else {
                self.arguments.extend(quote!(#name_ident: #ty,));
            }
            self.calls.extend(quote!(.arg_path(&#name_ident)));
            self.forwards.extend(quote!(#name_ident,));
        }
    }

    fn filter(&mut self, cx: &Cx<'_>, id: OperationId, operation: &Operation) {
        let marker = ident(&cx.names.operation(id).marker);
        match &operation.query.filter {
            Filter::Expression { required: true, .. } => {
                self.arguments.extend(quote!(filter: rt::Filter<#marker>,));
                self.calls.extend(quote!(.arg_filter(&filter)));
            }
            Filter::Opaque { required: true, .. } => {
                self.arguments.extend(quote!(filter: impl Into<String>,));
                self.calls.extend(quote!(.filter_raw(filter)));
            }
            _ => return,
        }
        self.forwards.extend(quote!(filter,));
        self.docs.push_str("* `filter`: the filter, which this operation requires.\n");
    }

    fn parameters(&mut self, cx: &Cx<'_>, id: OperationId, operation: &Operation) {
        let module = Module::Tag(operation.tag);
        let names = cx.names.operation(id);
        if let Filter::PerField(filters) = &operation.query.filter {
            let filters: Vec<Parameter> = filters.iter().map(query::field_filter_parameter).collect();
            self.required(cx, module, &filters, &names.filter, "arg_parameter");
        }
        self.required(cx, module, &operation.query.other, &names.query, "arg_parameter");
        self.required(cx, module, &operation.headers, &names.headers, "arg_header");
    }

    /// Those of the parameters that are required, by name: a description may list them in another order
    /// tomorrow.
    fn required(&mut self, cx: &Cx<'_>, module: Module, items: &[Parameter], names: &[String], method: &str) {
        let mut required: Vec<_> = items.iter().zip(names).filter(|(item, _)| item.required).collect();
        required.sort_by_key(|(item, _)| &item.wire);
        required.into_iter().for_each(|(item, name)| self.parameter(cx, module, item, name, method));
    }

    fn parameter(&mut self, cx: &Cx<'_>, module: Module, item: &Parameter, name: &str, method: &str) {
        if let Type::Constant(json) = &item.ty {
            let call = query::parameter_call(item, method, &quote!(&str), &constant_text(json));
            self.calls.extend(quote!(.#call));
            return;
        }
        let (ty, call) = query::parameter_argument(cx, module, item, name, method);
        let name_ident = ident(name);
        self.arguments.extend(quote!(#name_ident: #ty,));
        self.calls.extend(quote!(.#call));
        self.forwards.extend(quote!(#name_ident,));
        self.docs.push_str(&list_item(name, item.docs.as_deref(), &item.wire));
    }

    fn body(&mut self, cx: &Cx<'_>, id: OperationId, operation: &Operation) {
        let mut arguments = body::required_parts(cx, id, operation);
        if operation.body.as_ref().is_some_and(|body| body.required) {
            arguments.extend(body::argument(cx, id, operation));
        }
        for body::BodyArgument { name, ty, call, docs } in arguments {
            self.arguments.extend(quote!(#name: #ty,));
            self.calls.extend(quote!(.#call));
            self.forwards.extend(quote!(#name,));
            self.docs.push_str(&format!("* `{name}`: {}.\n", markdown(docs.trim_end_matches('.'))));
        }
    }
}

/// The text of a parameter's only value, as a literal: what leaves no choice is no argument.
fn constant_text(json: &str) -> TokenStream {
    let text = serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned());
    quote!(#text)
}
