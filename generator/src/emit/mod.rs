//! Emits the source of a client crate from the model and its names. Cannot fail: earlier stages found everything that
//! could go wrong.
//!
//! One construct, one file, one `emit`. `quote!` gives the shape of what is specific to a service;
//! all behaviour is in the runtime.

mod alternative;
mod annotations;
mod argument;
mod attributes;
mod auth;
mod batch;
mod body;
mod call;
mod constants;
mod constraints;
mod constructor;
mod crate_root;
mod cx;
mod docs;
mod enumeration;
mod field_enum;
mod filter;
mod hint;
mod imports;
mod job;
mod kinds;
mod link;
mod map;
mod markdown;
mod mock;
mod operation;
mod options;
mod output;
mod paging;
mod polymorphic;
mod reached;
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
use crate::ir::ResourceId;
use crate::parallel;

use cx::Cx;

/// A source file of a generated crate, before it is formatted.
#[derive(Debug)]
pub struct EmittedFile {
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
    /// The SHA-256 of the document, in hexadecimal.
    pub sha256: String,
    /// Rust code that shows how a client is made and used.
    pub quick_start: String,
    /// How a program depends on the crate, as Markdown.
    pub install: String,
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

/// A source file of a generated crate, before it is emitted.
enum FileKind {
    Root,
    Operators,
    Resources,
    Resource(ResourceId),
    Tag(usize),
    Mock,
    MockTag(usize),
    Webhooks,
    Servers,
}

/// Emits all files that are specific to the service. Each is finished where it is emitted, for tokens cannot leave their
/// thread, and there may be several. Returns paths with what `finish` made of the files, sorted by path.
pub fn emit<T: Send>(
    client: &Client<'_>,
    options: &Options,
    finish: impl Fn(EmittedFile) -> T + Sync,
) -> Vec<(String, T)> {
    let cx = Cx::new(client, options);
    let finished = parallel::map(&files(&cx), |file| {
        let source = source(&cx, options, file)?;
        Some((source.path.clone(), finish(source)))
    });
    let mut finished: Vec<(String, T)> = finished.into_iter().flatten().collect();
    finished.sort_by(|(a, _), (b, _)| a.cmp(b));
    finished
}

/// Returns the files of a crate, those of tags first: they are the largest.
fn files(cx: &Cx<'_>) -> Vec<FileKind> {
    let mut files: Vec<FileKind> = (0..cx.api.tags.len()).map(FileKind::Tag).collect();
    files.extend(cx.api.resources.ids().map(FileKind::Resource));
    files.extend([FileKind::Root, FileKind::Operators, FileKind::Resources, FileKind::Mock]);
    files.extend(mock::called(cx).map(FileKind::MockTag));
    files.extend((!cx.api.webhooks.is_empty()).then_some(FileKind::Webhooks));
    files.extend((!cx.api.servers.is_empty()).then_some(FileKind::Servers));
    files
}

/// Emits a file; `None` where nothing would be in it.
fn source(cx: &Cx<'_>, options: &Options, file: &FileKind) -> Option<EmittedFile> {
    Some(match *file {
        FileKind::Root => crate_root::emit(cx, options),
        FileKind::Operators => filter::emit_operators(cx),
        FileKind::Resources => resource::emit_index(cx),
        FileKind::Resource(id) => return resource::emit(cx, id),
        FileKind::Tag(tag) => tag::emit(cx, tag),
        FileKind::Mock => mock::emit_root(cx),
        FileKind::MockTag(tag) => mock::emit(cx, tag),
        FileKind::Webhooks => webhooks::emit(cx),
        FileKind::Servers => servers::emit(cx),
    })
}
