//! Links from resources to the operations that reach them.
//!
//! A link is there while the feature of its tag is on: rustdoc finds no methods of others.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::TagSet;
use crate::emit::cx::Cx;
use crate::ir::{OperationId, ResourceId};

/// Returns doc attributes for the type of a resource.
pub(crate) fn by(cx: &Cx<'_>, id: ResourceId) -> Option<TokenStream> {
    let by_tag = cx.operations_about(id);
    if by_tag.is_empty() {
        return None;
    }
    let on = cx.tags_of_resource(id);
    let line = |tags: &TagSet, text: &str| {
        if tags.is_superset(on) {
            return quote!(#[doc = #text]);
        }
        let predicate = cx.predicate(tags);
        quote!(#[cfg_attr(#predicate, doc = #text)])
    };
    let head = line(&by_tag.keys().copied().collect(), " Reached by:");
    let tags = by_tag.iter().map(|(tag, operations)| {
        let links: Vec<String> = operations.iter().map(|id| link(cx, *id, "super::super::")).collect();
        line(&TagSet::from([*tag]), &format!(" * {}", links.join(", ")))
    });
    Some(quote!(#[doc = ""] #head #[doc = ""] #(#tags)*))
}

/// Returns a link to the method of an operation, from where `root` leads to the root of the crate.
pub(crate) fn link(cx: &Cx<'_>, id: OperationId, root: &str) -> String {
    let (tag, method) = (cx.names.tag(cx.api.operations[id].tag), &cx.names.operation(id).method);
    format!("[`{method}`]({root}{}::{}::{method})", tag.module, tag.handle)
}
