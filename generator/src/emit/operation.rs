//! An operation: its method, its marker with a static table, and its call's setters.
//!
//! ```text
//! /books/{id}:                          pub fn get_book(&self, id: impl rt::Argument<rt::Id<Book>>) -> GetBookRequest
//!   get: {operationId: get_book, ..}    pub enum GetBook {}
//!                                       pub type GetBookRequest = rt::Call<GetBook>;
//!                                       impl rt::Operation for GetBook { type Output = ..; const INFO: .. }
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::client::{DocumentTable, IdentifiersAt, NamedAs, fixed_segment};
use crate::emit::annotations::deprecated;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines, page_text};
use crate::emit::markdown::markdown;
use crate::emit::setters::many_arguments;
use crate::emit::signature::Signature;
use crate::emit::{
    batch, call, constants, constraints, filter, job, link, options, output, paging, polymorphic, shape,
};
use crate::ir::{
    Filter, FilterPlace, IdType, MaxItems, Method, Operation, OperationId, PathParameter, RateLimit, ResponsePart,
    ResponsePartKind, Security, VendorFacts, Window,
};
use crate::name::{Module, request_name};

/// Emits the method of the tag's handle, deprecated aliases included.
pub(crate) fn method(cx: &Cx<'_>, id: OperationId) -> TokenStream {
    let operation = &cx.api.operations[id];
    let names = cx.names.operation(id);
    let signature = Signature::new(cx, id);
    let (name, request) = (ident(&names.method), ident(&request_name(&names.marker)));
    let docs = method_docs(cx, id, &signature.docs, &options::docs(cx, id));
    let deprecated = deprecated(operation.deprecated);
    let Signature { arguments, conversions, calls, .. } = &signature;
    let many = many_arguments(&signature.docs);
    quote! {
        #docs
        #deprecated
        #many
        pub fn #name(&self, #arguments) -> #request {
            #conversions
            rt::Call(rt::call(self.0) #calls)
        }
    }
}

/// Emits deprecated methods with earlier names of the operation.
pub(crate) fn aliases(cx: &Cx<'_>, id: OperationId) -> TokenStream {
    let names = cx.names.operation(id);
    let signature = Signature::new(cx, id);
    let (name, request) = (ident(&names.method), ident(&request_name(&names.marker)));
    let Signature { arguments, forwards, .. } = &signature;
    let many = many_arguments(&signature.docs);
    let note = format!("renamed to `{}`", names.method);
    let doc = format!(" The earlier name of [`Self::{}`].", names.method);
    let aliases = names.aliases.iter().map(|alias| {
        let alias = ident(alias);
        quote! {
            #[doc = #doc]
            #[deprecated(note = #note)]
            #many
            pub fn #alias(&self, #arguments) -> #request {
                self.#name(#forwards)
            }
        }
    });
    quote!(#(#aliases)*)
}

/// Emits the marker type, its table, and the setters of its call.
pub(crate) fn items(cx: &Cx<'_>, id: OperationId) -> TokenStream {
    let operation = &cx.api.operations[id];
    let names = cx.names.operation(id);
    let module = Module::Tag(operation.tag);
    let marker = ident(&names.marker);
    let handle = &cx.names.tag(operation.tag).handle;
    let doc = format!(" The operation of [`{handle}::{}`].", names.method);
    let request = ident(&request_name(&names.marker));
    let request_docs = lines(&format!("A request of [`{handle}::{}`], with a setter for each option.", names.method));
    let output = cx.tokens(module, &cx.output(id));
    let info = info(cx, id);
    let paged = paged(cx, id, module, &marker);
    let streamed = constants::streamed(cx, operation, &marker);
    let awaited = job::awaited(cx, id, &marker);
    let constants = constants::emit(cx, operation, &marker, &names.error_codes);
    let links = link::emit(cx, id, &marker);
    let setters = call::emit(cx, id, operation);
    let filter = filter::emit(cx, id, operation);
    let mixed = polymorphic::emit(cx, id, &marker);
    let by_status = output::emit(cx, id, &marker);
    let batch = batch::emit(cx, id, operation);
    quote! {
        #[doc = #doc]
        pub enum #marker {}

        #request_docs
        pub type #request = rt::Call<#marker>;

        impl rt::Operation for #marker {
            type Output = #output;
            const INFO: &'static rt::OperationInfo = &#info;
        }

        #paged
        #streamed
        #awaited
        #constants
        #links
        #mixed
        #by_status
        #setters
        #filter
        #batch
    }
}

fn method_docs(cx: &Cx<'_>, id: OperationId, arguments: &str, options: &str) -> TokenStream {
    let (operation, names) = (&cx.api.operations[id], cx.names.operation(id));
    let mut text = String::new();
    let described = [operation.summary.as_deref(), operation.docs.as_deref()];
    for part in described.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()) {
        text.push_str(&markdown(part));
        text.push_str("\n\n");
    }
    let sent = code(&format!("{} {}", operation.method.as_str(), template(operation)));
    text.push_str(&format!("Sends {sent} as [`{}`].\n", request_name(&names.marker)));
    text.push_str(&page_text(cx.api.page(&operation.at)));
    if !arguments.is_empty() {
        text.push_str(&format!("\n# Arguments\n\n{arguments}"));
    }
    if !options.is_empty() {
        text.push_str(&format!("\n# Options\n\n{options}"));
    }
    let facts = facts(operation);
    if !facts.is_empty() {
        text.push_str(&format!("\n# Limits\n\n{facts}"));
    }
    text.push_str(&response_parts(operation, &names.marker));
    text.push_str(&links(cx, id, &names.marker));
    if !operation.error_codes.is_empty() {
        let codes: Vec<String> = operation.error_codes.iter().map(|value| code(value)).collect();
        text.push_str(&format!("\n# Error codes\n\n{}.\n", codes.join(", ")));
    }
    lines(text.trim_end())
}

/// Returns the functions that follow a response, as a list.
fn links(cx: &Cx<'_>, id: OperationId, marker: &str) -> String {
    // Those to other modules may not be there.
    let links: Vec<String> = cx.links(id).iter().map(|call| code(&format!("{marker}::{}", call.name))).collect();
    if links.is_empty() { String::new() } else { format!("\n# Links\n\n{}.\n", links.join(", ")) }
}

/// Returns the constants by which parts of responses are asked for, as lists.
fn response_parts(operation: &Operation, marker: &str) -> String {
    let (items, others): (Vec<&ResponsePart>, Vec<&ResponsePart>) =
        operation.parts.iter().partition(|part| matches!(part.kind, ResponsePartKind::Item(_)));
    let (bodies, others): (Vec<&ResponsePart>, Vec<&ResponsePart>) =
        others.into_iter().partition(|part| matches!(part.kind, ResponsePartKind::ErrorBody(_)));
    let (metas, fields): (Vec<&ResponsePart>, Vec<&ResponsePart>) =
        others.into_iter().partition(|part| matches!(part.kind, ResponsePartKind::ErrorMeta(_)));
    let mut text = String::new();
    if !items.is_empty() {
        text.push_str("\n# Items\n\n`stream()` yields the items of the response as they arrive.\n");
    }
    for (head, parts) in [("Bodies of errors", bodies), ("`meta` of errors", metas), ("Header fields", fields)] {
        let links: Vec<String> =
            parts.iter().map(|part| format!("[`{0}`]({marker}::{0})", part.kind.constant())).collect();
        if !links.is_empty() {
            text.push_str(&format!("\n# {head}\n\n{}.\n", links.join(", ")));
        }
    }
    text
}

/// Returns what the vendor says of limits and scopes, as list items.
fn facts(operation: &Operation) -> String {
    let vendor = &operation.vendor;
    let mut text = String::new();
    if !vendor.rate_limits.is_empty() {
        let limits: Vec<String> = vendor.rate_limits.iter().map(rate_limit).collect();
        text.push_str(&format!("* Rate limits: {}.\n", limits.join(", ")));
    }
    if !vendor.scopes.is_empty() {
        let scopes: Vec<String> = vendor.scopes.iter().map(|scope| code(scope)).collect();
        text.push_str(&format!("* Scopes: {}.\n", scopes.join(", ")));
    }
    for MaxItems { pointer, count } in &operation.max_items {
        text.push_str(&format!("* At most {count} elements in {} of the body.\n", code(pointer)));
    }
    if let Some(maximum) = vendor.maximum_items.filter(|_| operation.max_items.is_empty()) {
        text.push_str(&format!("* At most {maximum} resources per request.\n"));
    }
    if let Some(stage) = &vendor.pre_release {
        text.push_str(&format!("* Not generally available: {}.\n", code(stage)));
    }
    if operation.security == Security::Public {
        text.push_str("* Public: no credentials are sent.\n");
    }
    text
}

fn rate_limit(limit: &RateLimit) -> String {
    format!("{} per {}", limit.calls, limit.window.as_str())
}

fn seconds(window: Window) -> u32 {
    match window {
        Window::Second => 1,
        Window::Minute => 60,
        Window::Hour => 3_600,
        Window::Day => 86_400,
    }
}

/// Returns the path as the document writes it, but for parameters that leave no choice.
pub(crate) fn template(operation: &Operation) -> String {
    let placeholder = |parameter: &PathParameter| {
        // So the runtime tells an argument of several segments from one of one.
        let several = if parameter.has_slashes() { "*" } else { "" };
        format!("{{{}{several}}}", parameter.wire)
    };
    operation.path_with(|parameter| fixed_segment(parameter).unwrap_or_else(|| placeholder(parameter)))
}

fn info(cx: &Cx<'_>, id: OperationId) -> TokenStream {
    let operation = &cx.api.operations[id];
    let (name, path) = (&operation.id, template(operation));
    let mut fields = quote!(id: #name, path: #path,);
    if let Some(accept) = &operation.success.media_type {
        fields.extend(quote!(accept: Some(#accept),));
    }
    if let Some(body) = &operation.body {
        let content_type = &body.media_type;
        fields.extend(quote!(content_type: Some(#content_type),));
    }
    if operation.security == Security::Public {
        fields.extend(quote!(public: true,));
    }
    if let Some(server) = &operation.server {
        fields.extend(quote!(server: Some(#server),));
    }
    fields.extend(output::successes(operation));
    fields.extend(security(cx, operation));
    fields.extend(vendor_info(&operation.vendor));
    if !operation.max_items.is_empty() {
        let limits = constants::max_items_info(&operation.max_items);
        fields.extend(quote!(max_items: #limits,));
    }
    fields.extend(constraints::emit(&operation.constraints));
    fields.extend(identifiers(&cx.identifiers(id)));
    if let Some(page) = operation.pages() {
        let paging = paging::paging(page);
        fields.extend(quote!(paging: Some(&#paging),));
    }
    fields.extend(shape::document(cx, Module::Tag(operation.tag), &DocumentTable::of(operation)));
    fields.extend(filter_place(&operation.query.filter));
    let rest = match operation.method {
        Method::Get => quote!(GET),
        Method::Put => quote!(PUT),
        Method::Post => quote!(POST),
        Method::Delete => quote!(DELETE),
        Method::Patch => quote!(PATCH),
        Method::Options => quote!(OPTIONS),
        Method::Head => quote!(HEAD),
        Method::Trace => quote!(TRACE),
        Method::Query => quote!(QUERY),
        Method::Other(name) => quote!(other(#name)),
    };
    quote!(rt::OperationInfo { #fields ..rt::OperationInfo::#rest })
}

/// Returns what resources and identifiers in the body are.
fn identifiers(places: &[IdentifiersAt]) -> Option<TokenStream> {
    let listed = places.iter().map(|IdentifiersAt { at, of }| {
        let of = of.iter().map(|NamedAs { wire_type, id_type, must_have_id }| {
            let named = match wire_type {
                Some(kind) => quote!(rt::NamedAs::new(#kind)),
                None => quote!(rt::NamedAs::ANY),
            };
            let by_number = (*id_type == Some(IdType::Number)).then(|| quote!(.by_number()));
            let with_id = must_have_id.then(|| quote!(.with_id()));
            quote!(#named #by_number #with_id)
        });
        quote!(rt::IdentifiersAt { at: &[#(#at),*], of: &[#(#of),*] })
    });
    (!places.is_empty()).then(|| quote!(identifiers: &[#(#listed),*],))
}

/// Emits the schemes that an operation wants, where there is a choice.
fn security(cx: &Cx<'_>, operation: &Operation) -> Option<TokenStream> {
    let is_public = operation.security == Security::Public;
    let has_choice = !is_public && cx.api.auth.len() > 1 && !operation.requirements.is_empty();
    let alternatives = operation.requirements.iter().map(|requirement| {
        let names = requirement.schemes.iter().map(|(name, _)| name);
        quote!(&[#(#names),*])
    });
    has_choice.then(|| quote!(security: &[#(#alternatives),*],))
}

fn vendor_info(vendor: &VendorFacts) -> TokenStream {
    let mut fields = TokenStream::new();
    if !vendor.rate_limits.is_empty() {
        let limits = vendor.rate_limits.iter().map(|limit| {
            let calls = Literal::u32_unsuffixed(limit.calls);
            let seconds = Literal::u32_unsuffixed(seconds(limit.window));
            quote!((#calls, #seconds))
        });
        fields.extend(quote!(rate_limits: &[#(#limits),*],));
    }
    if !vendor.scopes.is_empty() {
        let scopes = &vendor.scopes;
        fields.extend(quote!(scopes: &[#(#scopes),*],));
    }
    fields
}

/// Returns where a filter expression is sent, unless it is clauses in the parameter `filter`.
fn filter_place(filter: &Filter) -> Option<TokenStream> {
    let place = match filter.place()? {
        FilterPlace::Query(name) if is_one_expression(filter) => quote!(Conjunction(#name)),
        FilterPlace::Query(name) if name == "filter" => return None,
        FilterPlace::Query(name) => quote!(Query(#name)),
        FilterPlace::Header(name) => quote!(Header(#name)),
    };
    Some(quote!(filter: rt::FilterPlace::#place,))
}

/// Returns whether the clauses of a filter cannot be joined by commas.
fn is_one_expression(filter: &Filter) -> bool {
    matches!(filter, Filter::Expression { grammar, .. } if grammar.has_logic())
}

/// Returns what makes the operation one that can be paged; nothing where it has no pages.
fn paged(cx: &Cx<'_>, id: OperationId, module: Module, marker: &Ident) -> Option<TokenStream> {
    let item = cx.tokens(module, &cx.page_item(id)?);
    Some(quote! {
        impl rt::Paged for #marker {
            type Item = #item;
        }
    })
}
