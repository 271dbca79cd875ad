//! Emits the source of a client crate from the model and its names. Cannot fail: earlier stages found everything that
//! could go wrong.
//!
//! One construct, one file, one `emit`. `quote!` gives the shape of what is specific to a service;
//! all behaviour is in the runtime.

mod annotations;
mod argument;
mod attributes;
mod auth;
mod batch;
mod body;
mod constants;
mod constraints;
mod constructor;
mod crate_root;
mod cx;
mod docs;
mod enumeration;
mod field_enum;
mod filter;
mod imports;
mod job;
mod kinds;
mod map;
mod markdown;
mod mock;
mod operation;
mod options;
mod output;
mod paging;
mod polymorphic;
mod query;
mod reached;
mod read_type;
mod record;
mod relationships;
mod resource;
mod rust_type;
mod servers;
mod setters;
mod shape;
mod signature;
mod tag;
mod types;
mod union;
mod webhooks;
mod write_record;
mod write_type;
mod write_union;
mod write_view;

pub(crate) use auth::example as auth_example;
pub(crate) use crate_root::has_public_tag;
pub(crate) use cx::ident;
pub(crate) use docs::{page_text, summary};
pub(crate) use markdown::markdown;
pub(crate) use operation::template;

use proc_macro2::TokenStream;

use crate::client::Client;

use cx::Cx;

/// A source file of a generated crate, before it is formatted.
#[derive(Debug)]
pub struct Source {
    /// Its path below the crate's `src`, with `/`.
    pub path: String,
    /// Its items.
    pub tokens: TokenStream,
}

/// Options for parts of the crate that do not follow from the model.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The name of the crate, as Rust code writes it.
    pub crate_ident: String,
    /// The version of the crate; part of the user agent.
    pub crate_version: String,
    /// The SHA-256 of the description, in hexadecimal.
    pub sha256: String,
    /// Rust code that shows how a client is made and used.
    pub quick_start: String,
    /// Whether the runtime is a module of the crate.
    pub is_vendored: bool,
    /// What enums derive besides, by its path.
    pub derive_for_enums: Vec<String>,
    /// What records that are read derive besides.
    pub derive_for_records: Vec<String>,
    /// The attributes that enums have besides, without brackets.
    pub attributes_of_enums: Vec<String>,
    /// The attributes that records have besides that are read, without brackets.
    pub attributes_of_records: Vec<String>,
}

/// Emits all files that are specific to the service, sorted by path.
pub fn emit(client: &Client<'_>, options: &Options) -> Vec<Source> {
    let cx = Cx::new(client, options);
    let mut sources = vec![crate_root::emit(&cx, options), filter::emit_operators(&cx), resource::emit_index(&cx)];
    sources.extend(cx.api.resources.ids().filter_map(|id| resource::emit(&cx, id)));
    sources.extend((0..cx.api.tags.len()).map(|tag| tag::emit(&cx, tag)));
    sources.extend(mock::emit(&cx));
    if !cx.api.webhooks.is_empty() {
        sources.push(webhooks::emit(&cx));
    }
    if !cx.api.servers.is_empty() {
        sources.push(servers::emit(&cx));
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}
