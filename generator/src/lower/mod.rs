//! Lowers a document to the model: recognises JSON:API by the structure of documents.
//!
//! ```text
//! /books/{id}:                                    operation get_book: GET /books/{id}
//!   get:                                            path id, of book
//!     operationId: get_book                         one book
//!     responses: {200: {.. data: Book ..}}
//! Book:                                           resource book
//!   type: object                                    title: required string
//!   properties:                                     author: to-one person
//!     type: {enum: [book]}
//!     attributes: {.. title ..}
//!     relationships: {.. author ..}
//! ```
//!
//! Operations are lowered one by one, and their schemas with them. What only all operations together tell comes behind:
//! the one view that reads a resource, the values of its filters, the resource that a parameter of a path names.

mod auth;
mod batch;
mod body;
mod body_filter;
mod changes;
mod constraints;
mod context;
mod document;
mod embedded;
mod external_docs;
mod failure;
mod filter;
mod filter_fields;
mod filter_id;
mod form;
mod free_form;
mod head;
mod header;
mod identify;
mod job;
mod kind;
mod leaves;
mod limit;
mod link;
mod linkage;
mod media;
mod nearly;
mod operation;
mod operation_id;
mod paging;
mod path;
mod pattern;
mod prune;
mod query;
mod relationship;
mod resource;
mod response_part;
mod same;
mod schema;
mod server;
mod shape;
mod stream;
mod success;
mod tags;
mod text;
mod unify;
mod union;
mod vendor;
mod view;
mod webhook;
mod wire_type;

use crate::diag::Diagnostics;
use crate::dialect::{Dialect, ForeignTypes};
use crate::ir::{Api, Info, Server};
use crate::spec::Spec;

/// Lowers a document to the model, with what a configuration states of the service, and the types of other crates
/// that it wants.
///
/// The diagnostics include those of reading the document. When there are errors among them, the
/// model is incomplete and must not be used.
pub fn lower(spec: &Spec, dialect: &Dialect, foreign: &ForeignTypes) -> (Api, Diagnostics) {
    let mut cx = context::Cx::new(spec, dialect, foreign);
    cx.api.info = info(spec);
    cx.api.servers = server::lower(&mut cx);
    cx.api.server = cx.api.servers.first().map(Server::default_url);
    cx.api.auth = auth::lower(&mut cx);
    cx.api.constant_headers = header::constants(spec);
    cx.api.tags = tags::lower(&mut cx);
    external_docs::lower(&mut cx);
    operation::lower_all(&mut cx);
    batch::complete_all(&mut cx);
    changes::relax_all(&mut cx);
    link::lower_all(&mut cx);
    webhook::lower_all(&mut cx);
    union::decide_all(&mut cx);
    view::merge_all(&mut cx);
    // Views of one resource may have made new ones.
    union::decide_all(&mut cx);
    constraints::lower_all(&mut cx);
    filter::infer_values(&mut cx.api);
    head::complete_all(&mut cx.api);
    free_form::expand_all(&mut cx.api);
    free_form::expand_fields(&mut cx.api);
    free_form::state_filters(&mut cx);
    filter_id::infer_all(&mut cx.api);
    body_filter::infer_all(&mut cx);
    identify::identify(&mut cx.api);
    identify::identify_undescribed(&mut cx);
    linkage::infer_all(&mut cx.api);
    identify::identify_created(&mut cx.api);
    job::recognise_all(&mut cx.api);
    prune::share_write_views(&mut cx.api);
    let kept = prune::unreferenced(&mut cx.api);
    identify::identify_changed(&mut cx.api);
    let doubts = cx.doubtful.into_iter().filter(|(id, _)| kept.contains(id));
    doubts.for_each(|(_, doubt)| cx.diagnostics.push(doubt));
    (cx.api, cx.diagnostics)
}

fn info(spec: &Spec) -> Info {
    let service = &spec.service;
    Info {
        title: service.title.clone(),
        version: service.version.clone(),
        description: service.description.as_deref().and_then(text::clean),
    }
}
