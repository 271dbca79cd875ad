//! The source of a driver: one module per tag, one function per operation.

use jsonapi_forge::client::Client;
use jsonapi_forge::compile::Model;
use jsonapi_forge::format::format;
use jsonapi_forge::ir::{AuthKind, OperationId};
use proc_macro2::TokenStream;
use quote::quote;

use crate::drive::Set;
use crate::drive::call::call;
use crate::drive::paths::ident;

/// What does not depend on the document.
const RUN: &str = include_str!("../../drive/run.rs");

/// Returns the files of the driver below its `src`, each with its text.
pub(super) fn sources(model: &Model) -> Vec<(String, String)> {
    let modules: Vec<&str> = model.names.tags.iter().map(|names| names.module.as_str()).collect();
    let mut files = vec![("run.rs".to_owned(), RUN.to_owned()), rust("main.rs".to_owned(), main(model, &modules))];
    let client = Client::new(&model.api, &model.names);
    for (tag, module) in modules.iter().enumerate() {
        files.push(rust(format!("tag_{module}.rs"), tag_module(&client, model, tag)));
    }
    files
}

fn rust(path: String, tokens: TokenStream) -> (String, String) {
    let text = format(&path, tokens).expect("what is written is Rust");
    (path, text)
}

fn main(model: &Model, modules: &[&str]) -> TokenStream {
    // All schemes together: each operation chooses what it wants.
    let auth = model.api.auth.iter().zip(&model.names.auth).map(|(scheme, name)| {
        let name = ident(name);
        match scheme.kind {
            AuthKind::Basic => quote!(client::Auth::#name("driver", "secret")),
            _ => quote!(client::Auth::#name("driver-secret")),
        }
    });
    let auth = auth.reduce(|all, next| quote!(#all.and(#next))).unwrap_or_else(|| quote!(client::Auth::none()));
    let modules: Vec<_> = modules.iter().map(|module| ident(&format!("tag_{module}"))).collect();
    quote! {
        //! Calls every operation once, and prints for each what came back.

        mod run;
        #(mod #modules;)*

        fn main() {
            let run = run::Run::from_arguments(#auth);
            #(#modules::drive(&run);)*
        }
    }
}

fn tag_module(client: &Client<'_>, model: &Model, tag: usize) -> TokenStream {
    let operations = model.api.operations.iter().filter(|(_, operation)| operation.tag == tag);
    let ids: Vec<OperationId> = operations.map(|(id, _)| id).collect();
    let functions = ids.iter().map(|id| function(client, model, *id));
    let names = ids.iter().map(|id| ident(&model.names.operation(*id).method));
    quote! {
        #![allow(deprecated, reason = "what is deprecated is called too")]

        use client::Client;

        use crate::run::{Run, Set};

        pub fn drive(run: &Run) {
            #(#names(run, &run.client);)*
        }

        #(#functions)*
    }
}

fn function(client: &Client<'_>, model: &Model, id: OperationId) -> TokenStream {
    let operation = &model.api.operations[id];
    let (name, wire) = (ident(&model.names.operation(id).method), &operation.id);
    let (all, required) = (call(client, model, id, Set::All), call(client, model, id, Set::Required));
    let walk = operation.pages().is_some().then(|| quote!(Set::Pages => return run.walk(#wire, #required),));
    let skip = walk.is_none().then(|| quote!(Set::Pages => return,));
    quote! {
        fn #name(run: &Run, client: &Client) {
            let call = match run.set {
                Set::All => #all,
                Set::Required => #required,
                #walk
                #skip
            };
            run.send(#wire, call);
        }
    }
}
