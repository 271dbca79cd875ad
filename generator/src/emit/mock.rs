//! The mock server's methods: per tag a handle, whose methods are its operations.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::is_called;
use crate::emit::EmittedFile;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines};
use crate::emit::operation::template;
use crate::emit::tag::{inner_lines, methods, operations_of};
use crate::ir::OperationId;

/// Returns the tags that have operations.
pub(crate) fn called(cx: &Cx<'_>) -> impl Iterator<Item = usize> {
    (0..cx.api.tags.len()).filter(|tag| is_called(cx.api, *tag))
}

/// Emits the module `mock`.
pub(crate) fn emit_root(cx: &Cx<'_>) -> EmittedFile {
    let mut tags: Vec<_> = called(cx).map(|tag| cx.names.tag(tag)).collect();
    tags.sort_by(|a, b| a.module.cmp(&b.module));
    let modules = tags.into_iter().map(|tag| {
        let (module, feature) = (ident(&tag.module), &tag.feature);
        quote!(#[cfg(feature = #feature)] pub mod #module;)
    });
    let docs = inner_lines(
        "A server for tests, with a method per operation.\n\n\
         [`MockServer::start`] starts one on 127.0.0.1; its methods, one for each tag, lead to the operations of the\n\
         tag, and these to a [`Route`], which decides what calls of the operation are answered with.",
    );
    let tokens = quote! {
        #docs

        #[doc(inline)]
        pub use super::runtime::mock::{Answer, Received, Route, Sample, SampleError, Unmet};

        #(#modules)*

        /// A server on 127.0.0.1 in place of the service. Dropping it closes all connections and stops it.
        #[derive(Debug)]
        pub struct MockServer(super::runtime::mock::MockServer);

        /// The part that does not depend on the service.
        impl ::std::ops::Deref for MockServer {
            type Target = super::runtime::mock::MockServer;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl MockServer {
            /// Starts a server. It stops when it is dropped.
            ///
            /// # Errors
            ///
            /// When there is no free port, or no thread can be started.
            pub fn start() -> ::std::io::Result<Self> {
                super::runtime::mock::MockServer::for_service(&super::SERVICE).map(Self)
            }

            /// Returns a client that calls this server, with credentials that mean nothing.
            ///
            /// # Errors
            ///
            /// As [`ClientBuilder::build`](super::ClientBuilder::build).
            pub fn new_client(&self) -> Result<super::Client, super::Error> {
                self.builder().build()
            }

            /// Returns a builder of a client that calls this server, with credentials that mean nothing.
            pub fn builder(&self) -> super::ClientBuilder {
                self.0.builder_of()
            }
        }
    };
    EmittedFile { path: "mock/mod.rs".to_owned(), tokens }
}

/// Emits the module of a tag in `mock`.
pub(crate) fn emit(cx: &Cx<'_>, tag: usize) -> EmittedFile {
    let names = cx.names.tag(tag);
    let (handle, module) = (ident(&names.handle), ident(&names.module));
    let operations = operations_of(cx, tag);
    let docs = inner_lines(&format!("Answers to calls of the {operations}."));
    let accessor_docs = lines(&format!("Returns the {operations}."));
    let handle_docs = lines(&format!("Sets answers to calls of the {operations}."));
    let routes = methods(cx, tag).into_iter().map(|(_, id)| route(cx, id));
    let tokens = quote! {
        #docs

        use super::super::{#module as operations, rt};

        impl super::MockServer {
            #accessor_docs
            pub fn #module(&self) -> #handle<'_> {
                #handle(&self.0)
            }
        }

        #handle_docs
        #[derive(Debug, Clone, Copy)]
        pub struct #handle<'a>(&'a rt::mock::MockServer);

        impl #handle<'_> {
            #(#routes)*
        }
    };
    EmittedFile { path: format!("mock/{}.rs", names.module), tokens }
}

fn route(cx: &Cx<'_>, id: OperationId) -> TokenStream {
    let operation = &cx.api.operations[id];
    let names = cx.names.operation(id);
    let (method, marker) = (ident(&names.method), ident(&names.marker));
    let docs = lines(&format!("Answers {}.", code(&format!("{} {}", operation.method.as_str(), template(operation)))));
    quote! {
        #docs
        pub fn #method(&self) -> rt::mock::Route<operations::#marker> {
            rt::mock::Route::new(self.0)
        }
    }
}
