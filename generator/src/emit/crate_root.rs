//! `src/lib.rs`: the modules, the constants of the service, and the constructors of the client.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::quote;

use crate::GENERATOR;
use crate::analyse::{TagSet, has_tuple, is_public};
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, page_text, summary};
use crate::emit::map::DocLine;
use crate::emit::markdown::{line, markdown};
use crate::emit::tag::{inner_lines, methods, title};
use crate::emit::{EmittedFile, Options};
use crate::emit::{auth, map};
use crate::ir::{Api, Server};
use crate::name::Module;

/// Emits the root of the crate.
pub(crate) fn emit(cx: &Cx<'_>, options: &Options) -> EmittedFile {
    let docs = crate_docs(cx, options);
    let modules = modules(cx, options);
    let service = service(cx, options);
    let public = has_public_tag(cx.api).then(|| {
        quote! {
            #[doc(inline)]
            pub use rt::PublicClient;
        }
    });
    let tuples = has_tuple(cx.api)
        .then(|| quote!(#![allow(clippy::type_complexity, reason = "lists with a type for each place are tuples")]));
    let (title, version, sha256) = (&cx.api.info.title, &cx.api.info.version, &options.sha256);
    let generator = GENERATOR;
    let tokens = quote! {
        #docs
        #![deny(missing_docs)]
        #![forbid(unsafe_code)]
        #![allow(clippy::new_without_default, reason = "a later revision may require something")]
        #tuples

        #[doc(inline)]
        pub use rt::{Batch, Builder, Call, Client, ClientBuilder, Draft, Part};
        #[doc(inline)]
        pub use runtime::{
            ApiError, Change, Collection, DateTime, Decoding, Document, Error, ErrorObject,
            File, Filter, Id, Item, Linkage, Method, Mismatch, MismatchKind, ResolveError, Resource, Response,
            RetryPolicy, Sent, Sort, ToMany, ToOne,
        };

        #public

        #modules

        /// The title of the document that this crate was generated from.
        pub const TITLE: &str = #title;

        /// The version of the document; for some services the revision of the API.
        pub const VERSION: &str = #version;

        /// The SHA-256 of the document, in hexadecimal. A version alone does not identify it:
        /// services change documents in place.
        pub const DESCRIPTION_SHA256: &str = #sha256;

        /// The compiler that generated this crate, with its version.
        pub const GENERATOR: &str = #generator;

        #service
    };
    EmittedFile { path: "lib.rs".to_owned(), tokens }
}

/// Emits the front page: what the service is, how to begin, and where everything is.
fn crate_docs(cx: &Cx<'_>, options: &Options) -> TokenStream {
    let info = &cx.api.info;
    let mut head = format!("A client for {}, version {}.\n", line(&info.title), code(&info.version));
    if let Some(description) = info.description.as_deref().filter(|text| !text.trim().is_empty()) {
        head.push_str(&format!("\n{}\n", markdown(description)));
    }
    head.push_str(&page_text(cx.api.own_page()));
    head.push_str(&format!("\n# Quick start\n\n{}\n\n```no_run\n{}\n```\n", options.install, options.quick_start));
    let cookbook = quote!(#![cfg_attr(doc, doc = "The [`cookbook`] has an example of each task.")]);
    let (head, tags, resources) = (inner_lines(&head), tags_table(cx), resources_list(cx));
    let digest = format!(" Generated from a document with the SHA-256 `{}`.", options.sha256);
    quote!(#head #![doc = ""] #cookbook #tags #resources #![doc = ""] #![doc = #digest])
}

/// Returns what each tag is for, and how much it has.
fn tags_table(cx: &Cx<'_>) -> TokenStream {
    let head = inner_lines(
        "\n# Operations\n\nEvery tag of the document is a module, a method of [`Client`] and a cargo feature; those whose\n\
         features are on are listed. What all calls have in common is in [`runtime`].\n\n\
         | Module | Operations | What it is for |\n| --- | --- | --- |\n",
    );
    let mut tags: Vec<_> = cx.names.tags.iter().enumerate().collect();
    tags.sort_by(|(_, a), (_, b)| a.module.cmp(&b.module));
    let lines = tags.into_iter().map(|(number, names)| {
        let described = cx.api.tags.get(number).and_then(|tag| tag.docs.as_deref()).map(summary);
        let described =
            described.filter(|text| !text.is_empty()).unwrap_or_else(|| title(cx, number).replace('|', "/"));
        // A macro or a primitive type may have the name of a module.
        let text = format!("| [`{0}`](mod@{0}) | {1} | {described} |", names.module, methods(cx, number).len());
        DocLine::of(Cow::Owned(TagSet::from([number])), text)
    });
    let lines = lines.map(|line| inner_line(cx, &line));
    quote!(#head #(#lines)*)
}

fn resources_list(cx: &Cx<'_>) -> TokenStream {
    let lines = map::list(cx);
    if lines.is_empty() {
        return TokenStream::new();
    }
    let head = inner_lines("\n# Resources\n\nThe types of resources are in [`resources`].\n\n");
    let lines = lines.iter().map(|line| inner_line(cx, line));
    quote!(#head #(#lines)*)
}

fn inner_line(cx: &Cx<'_>, DocLine { tags, text }: &DocLine<'_>) -> TokenStream {
    match tags {
        Some(tags) => {
            let predicate = cx.predicate(tags);
            quote!(#![cfg_attr(#predicate, doc = #text)])
        }
        None => inner_lines(text),
    }
}

fn modules(cx: &Cx<'_>, options: &Options) -> TokenStream {
    let runtime = if options.is_vendored {
        quote!(
            pub mod runtime;
        )
    } else {
        quote!(
            pub use jsonapi_forge_runtime as runtime;
        )
    };
    let mut tags: Vec<_> = cx.names.tags.iter().enumerate().collect();
    tags.sort_by(|(_, a), (_, b)| a.module.cmp(&b.module));
    let tags = tags.into_iter().map(|(number, tag)| {
        let (module, cfg) = (ident(&tag.module), cx.cfg_any(cx.tags_of_module(Module::Tag(number))));
        quote!(#cfg pub mod #module;)
    });
    let servers = (!cx.api.servers.is_empty()).then(|| {
        quote!(
            pub mod servers;
        )
    });
    let webhooks = (!cx.api.webhooks.is_empty()).then(|| {
        quote!(
            pub mod webhook_payloads;
        )
    });
    quote! {
        // Read by rustdoc alone: the examples are not compiled with the crate.
        #[cfg(any(doc, doctest))]
        pub mod cookbook;
        pub mod filters;
        #[cfg(feature = "mock")]
        pub mod mock;
        pub mod resources;
        #servers
        mod rt;
        #runtime
        #webhooks
        #(#tags)*
    }
}

/// Emits the shapes of all resources that the enabled features read, by wire type.
fn resources(cx: &Cx<'_>) -> Vec<TokenStream> {
    let mut resources: Vec<(&str, TokenStream)> = Vec::new();
    for (id, resource) in cx.api.resources.iter() {
        let tags = cx.tags_of_resource(id);
        if tags.is_empty() {
            continue;
        }
        let cfg = cx.cfg_any(tags);
        let names = cx.names.resource(id);
        let (module, name) = (ident(&names.module), ident(&names.ident));
        let shape = quote!(#cfg rt::ResourceShape::of::<resources::#module::#name>());
        resources.push((&resource.wire_type, shape));
    }
    resources.sort_by_key(|(wire_type, _)| *wire_type);
    resources.into_iter().map(|(_, tokens)| tokens).collect()
}

fn service(cx: &Cx<'_>, options: &Options) -> TokenStream {
    let (title, version) = (&cx.api.info.title, &cx.api.info.version);
    let resources = resources(cx);
    let mut types: Vec<&str> = cx.api.resources.iter().map(|(_, resource)| resource.wire_type.as_str()).collect();
    types.sort_unstable();
    let base_url = cx.api.server.as_deref().unwrap_or_default();
    let servers = described_servers(cx);
    let headers = cx.api.constant_headers.iter().map(|header| {
        let (name, value) = (&header.name, &header.value);
        quote!((#name, #value))
    });
    let auth = auth::emit(cx);
    let public = has_public_tag(cx.api).then(public_client);
    let agent = format!("{}/{}", options.crate_ident.replace('_', "-"), options.crate_version);
    quote! {
        /// Facts about the service as a whole.
        static SERVICE: rt::Service = rt::Service {
            name: #title,
            version: #version,
            base_url: #base_url,
            servers: &[#(#servers),*],
            constant_headers: &[#(#headers),*],
            user_agent: #agent,
            resources: &[#(#resources),*],
            types: &[#(#types),*],
        };

        #auth

        #public

        impl Client {
            /// Returns a client with the default transport and settings.
            ///
            /// # Errors
            ///
            /// When the transport cannot be set up, or the credentials hold what no header can.
            #[cfg(feature = "reqwest")]
            pub fn new(auth: Auth) -> Result<Self, Error> {
                Self::builder(auth).build()
            }

            /// Returns a client with settings of your own.
            pub fn builder(auth: Auth) -> ClientBuilder {
                ClientBuilder::new(&SERVICE, auth.into())
            }
        }
    }
}

/// Returns the URLs of all servers that the document describes, with the defaults of their variables.
fn described_servers(cx: &Cx<'_>) -> Vec<String> {
    let of_service = cx.api.servers.iter().map(Server::default_url);
    let of_operations = cx.api.operations.iter().filter_map(|(_, operation)| operation.server.clone());
    let mut urls: Vec<String> = Vec::new();
    for url in of_service.chain(of_operations) {
        if url.starts_with("http") && !urls.contains(&url) {
            urls.push(url);
        }
    }
    urls
}

/// Returns whether there is a tag for clients without credentials.
pub(crate) fn has_public_tag(api: &Api) -> bool {
    (0..api.tags.len()).any(|tag| is_public(api, tag))
}

/// Returns how a client without credentials is made.
fn public_client() -> TokenStream {
    quote! {
        impl PublicClient {
            /// Returns a client without credentials, with the default transport and settings.
            ///
            /// # Errors
            ///
            /// When the transport cannot be set up.
            #[cfg(feature = "reqwest")]
            pub fn new() -> Result<Self, Error> {
                Self::builder().build()
            }

            /// Returns a client without credentials, with settings of your own.
            pub fn builder() -> runtime::ClientBuilder<Self> {
                runtime::ClientBuilder::new(&SERVICE, rt::Auth::none())
            }
        }
    }
}
