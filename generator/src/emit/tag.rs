//! The module of a tag: the handle whose methods are its operations.
//!
//! ```text
//! tags: [Books]                         pub struct Books<'a>(..);
//!                                       impl Books<'_> { pub fn get_book(..) .. }
//!                                       impl rt::Client { pub fn books(&self) -> Books<'_> { .. } }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::{TagSet, is_public};
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, lines, page};
use crate::emit::imports::imported;
use crate::emit::{EmittedFile, operation, types, write_view};
use crate::ir::{OperationId, Tag};
use crate::name::Module;
use crate::report::count;

/// Emits the module of the tag at position `tag`.
pub(crate) fn emit(cx: &Cx<'_>, tag: usize) -> EmittedFile {
    let operations = methods(cx, tag);
    let calls = if operations.is_empty() { TokenStream::new() } else { handle(cx, tag, &operations) };
    let views = write_view::emit_all(cx, Module::Tag(tag));
    let types = types::emit_all(cx, Module::Tag(tag));
    let title = title(cx, tag);
    let module_docs = match operations.len() {
        0 => format!("{title}: no operations. Its webhooks are in [`webhook_payloads`](super::webhook_payloads)."),
        number => format!("{title}: {}.", count(number, "operation")),
    };
    let module_docs = inner_lines(&module_docs);
    let cfg = cx.cfg(&TagSet::from([tag]), Module::Tag(tag));
    let types = quote!(#views #types);
    let items = match calls.is_empty() && types.is_empty() {
        true => TokenStream::new(),
        false if cfg.is_empty() => imported(&cfg, quote!(#calls #types), &TokenStream::new()),
        // Where the module is on for other tags too, a module that its operations need may be off.
        false => imported(&cfg, calls, &types),
    };
    let tokens = quote! {
        #module_docs

        #items
    };
    EmittedFile { path: format!("{}.rs", cx.names.tag(tag).module), tokens }
}

/// Emits the handle of a tag, and what its operations need.
fn handle(cx: &Cx<'_>, tag: usize, operations: &[(&str, OperationId)]) -> TokenStream {
    let names = cx.names.tag(tag);
    let methods = operations.iter().map(|(_, id)| operation::method(cx, *id));
    let aliases = operations.iter().map(|(_, id)| operation::aliases(cx, *id));
    let items = operations.iter().map(|(_, id)| operation::items(cx, *id));
    let about = format!("The {}.", operations_of(cx, tag));
    // Some descriptions only repeat the name.
    let says_more = |tag: &&Tag| !tag.docs.as_deref().is_some_and(|docs| docs.trim().eq_ignore_ascii_case(&tag.name));
    let described = cx.api.tags.get(tag).filter(says_more).and_then(|tag| tag.docs.as_deref());
    let handle_docs = docs(described, &about);
    let page = cx.api.tags.get(tag).and_then(|tag| tag.at.as_ref()).map(|at| page(cx.api.page(at)));
    let (handle, module) = (ident(&names.handle), ident(&names.module));
    let accessor_docs = lines(&about);
    let public = is_public(cx.api, tag).then(|| {
        quote! {
            impl rt::PublicClient {
                #accessor_docs
                pub fn #module(&self) -> #handle<'_> {
                    #handle(&self.0)
                }
            }
        }
    });
    quote! {
        impl rt::Client {
            #accessor_docs
            pub fn #module(&self) -> #handle<'_> {
                #handle(self)
            }
        }

        #public

        #handle_docs
        #page
        #[derive(Debug, Clone, Copy)]
        pub struct #handle<'a>(&'a rt::Client);

        impl #handle<'_> {
            #(#methods)*
            #(#aliases)*
        }

        #(#items)*
    }
}

/// Returns the operations of a tag by the names of their methods, sorted.
pub(crate) fn methods<'n>(cx: &Cx<'n>, tag: usize) -> Vec<(&'n str, OperationId)> {
    let of_tag = cx.api.operations.iter().filter(|(_, operation)| operation.tag == tag);
    let mut methods: Vec<_> = of_tag.map(|(id, _)| (cx.names.operation(id).method.as_str(), id)).collect();
    methods.sort();
    methods
}

/// Returns what a tag is called in docs.
pub(crate) fn title(cx: &Cx<'_>, tag: usize) -> String {
    name(cx, tag).unwrap_or_else(|| "Operations without a tag".to_owned())
}

/// Returns the words for the operations of a tag, as they stand in a sentence.
pub(crate) fn operations_of(cx: &Cx<'_>, tag: usize) -> String {
    name(cx, tag).map_or_else(|| "operations without a tag".to_owned(), |name| format!("operations of {name}"))
}

/// Returns the name of a tag as code; `None` for operations without one.
fn name(cx: &Cx<'_>, tag: usize) -> Option<String> {
    cx.api.tags.get(tag).map(|tag| tag.name.as_str()).filter(|name| !name.is_empty()).map(code)
}

/// Emits inner doc attributes for a text that is Markdown already.
pub(crate) fn inner_lines(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#![doc = #lines])*)
}
