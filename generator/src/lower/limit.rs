//! The largest number of elements in lists of a request body: `maxItems`, and what a vendor's text states about the
//! primary list.

use crate::ir::MaxItems;
use crate::lower::context::Cx;
use crate::lower::media::preferred;
use crate::lower::shape::{Group, Rest, ShapeKind};
use crate::spec::{Content, RequestBody};

/// A list in a body.
struct List {
    /// The JSON pointer to it in what is sent.
    pointer: String,
    /// Whether its elements are whole resources or identifiers.
    is_primary: bool,
    max_items: Option<u32>,
}

/// Returns the limits of a body. `told` is what the prose says; it is about the list of resources, if there is
/// exactly one.
pub(super) fn lower(cx: &mut Cx<'_>, body: Option<&RequestBody>, told: Option<u32>) -> Vec<MaxItems> {
    let content = body.and_then(|body| preferred(cx, &body.contents));
    let mut lists = content.map(|content| lists(cx, content)).unwrap_or_default();
    let mut primary = lists.iter_mut().filter(|list| list.is_primary);
    if let (Some(only), None, Some(told)) = (primary.next(), primary.next(), told) {
        only.max_items.get_or_insert(told);
    }
    let limits = lists.into_iter().filter_map(|List { pointer, max_items, .. }| Some((pointer, max_items?)));
    let mut limits: Vec<MaxItems> = limits.map(|(pointer, count)| MaxItems { pointer, count }).collect();
    limits.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    limits
}

/// Returns the lists with a limit: `data` where it is a list; otherwise the lists among the attributes of the resource,
/// and those in the documents that are embedded there.
fn lists(cx: &mut Cx<'_>, content: &Content) -> Vec<List> {
    let mut lists = Vec::new();
    let body = content.schema.map(Group::one);
    let Some(data) = body.and_then(|body| cx.property(&body, "data")) else { return lists };
    if list(cx, &data, "/data", true, &mut lists) {
        return lists;
    }
    let Some(attributes) = cx.property(&data, "attributes") else { return lists };
    let shape = cx.shape(&attributes);
    let ShapeKind::Object(object) = &shape.kind else { return lists };
    for (name, group) in &object.properties {
        let pointer = format!("/data/attributes/{}", name.replace('~', "~0").replace('/', "~1"));
        if !list(cx, group, &pointer, false, &mut lists)
            && let Some(data) = cx.property(group, "data")
        {
            list(cx, &data, &format!("{pointer}/data"), true, &mut lists);
        }
    }
    lists
}

/// Notes the list that a group describes; whether it describes one.
fn list(cx: &mut Cx<'_>, group: &Group, pointer: &str, is_primary: bool, lists: &mut Vec<List>) -> bool {
    let shape = cx.shape(group);
    match &shape.kind {
        ShapeKind::Array(_) => {}
        // What a tuple has places for is never too much.
        ShapeKind::Tuple(tuple) if !matches!(tuple.rest, Rest::Forbidden) => {}
        _ => return false,
    }
    let parts = shape.key.0.iter().map(|part| &cx.spec.schemas[part.id()]);
    // A larger number than any client would ask is none.
    let max_items = parts.filter_map(|schema| u32::try_from(schema.bounds.items.maximum?).ok()).min();
    lists.push(List { pointer: pointer.to_owned(), is_primary, max_items });
    true
}
