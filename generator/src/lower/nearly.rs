//! Responses that are almost JSON:API documents, and the reason why the client treats them as plain JSON.
//!
//! `{"data": [{"id": .., "type": .., "title": ..}]}` has the members of a document, but its elements keep their
//! fields beside `type` and `id`; JSON:API has them in `attributes`.

use crate::diag::{Code, Diagnostic};
use crate::lower::context::Cx;
use crate::lower::document;
use crate::lower::media::{JSON_API, essence};
use crate::lower::resource::ResourceShape;
use crate::lower::shape::{Group, Object, Rest, ShapeKind};
use crate::lower::union;
use crate::source::Pointer;
use crate::spec::Content;

const HELP: &str = "the client gives the response as plain JSON, without resources and pages; mend the schema, \
                    by an overlay where the document is not yours";

const BARE: &str = "a resource object stands here without a document's `data` around it";

const UNTOLD: &str = "nothing is described of `data`, not even whether it is one resource or a list";

const LACKS_DATA: &str = "a JSON:API document without `data`";

const NOT_ONE: &str = "a JSON:API document is an object, and this is described as something else or as one of several";

/// Returns whether a body is meant to be a JSON:API document.
pub(super) fn is_meant(content: &Content) -> bool {
    essence(&content.media_type).starts_with(JSON_API)
}

/// Remarks what a response lacks of a JSON:API document, if it looks like one.
pub(super) fn remark(cx: &mut Cx<'_>, content: &Content, group: &Group) {
    let shape = cx.shape(group);
    if let ShapeKind::Array(Some(items)) = &shape.kind {
        if has_resources(cx, items, is_meant(content)) {
            let message = "a list of resource objects stands here without a document's `data` around it";
            cx.diagnostics.push(Diagnostic::new(Code::NearlyJsonApi, shape.at.clone(), message).help(HELP));
        }
        return;
    }
    if document::is_free(cx, group) {
        return remark_untold(cx, content);
    }
    let ShapeKind::Object(object) = &shape.kind else {
        if is_meant(content) {
            let problem = Diagnostic::new(Code::NearlyJsonApi, shape.at.clone(), NOT_ONE);
            cx.diagnostics.push(problem.help(HELP));
        }
        return;
    };
    let found = match object.property("data") {
        Some(data) if is_meant(content) && document::is_free(cx, data) => {
            Some((cx.shape(data).at.clone(), UNTOLD.to_owned()))
        }
        Some(data) if is_meant(content) => lack_of_data(cx, data).or_else(|| no_resources(cx, data)),
        Some(data) => lack_of_data(cx, data),
        None if is_resource_like(object) => Some((shape.at.clone(), BARE.to_owned())),
        None if object.property("atomic:results").is_some() => None,
        None if is_meant(content) && !object.properties.is_empty() => Some((shape.at.clone(), LACKS_DATA.to_owned())),
        None => None,
    };
    if let Some((at, message)) = found {
        cx.diagnostics.push(Diagnostic::new(Code::NearlyJsonApi, at, message).help(HELP));
    }
}

/// Warns of a response with the media type of JSON:API that the document does not describe.
pub(super) fn remark_untold(cx: &mut Cx<'_>, content: &Content) {
    if is_meant(content) {
        let message = "a JSON:API document of which nothing is described";
        let help = "the client gives the response as plain JSON, without resources and pages; add a `schema`, or an \
                    `example` with the member `data`";
        cx.diagnostics.push(Diagnostic::new(Code::NearlyJsonApi, content.at.clone(), message).help(help));
    }
}

/// Returns whether the elements of a list are like resources. Any object may have a `type` and an `id`: one of another
/// media type than JSON:API's must have `attributes`, too.
fn has_resources(cx: &mut Cx<'_>, items: &Group, is_meant: bool) -> bool {
    union::alternatives(cx, items).iter().any(|group| match &cx.shape(group).kind {
        ShapeKind::Object(object) => is_resource_like(object) && (is_meant || object.property("attributes").is_some()),
        _ => false,
    })
}

/// Remarks what a request body lacks of a JSON:API document, if it looks like one. Any object may have a `type` and an
/// `id`: one of another media type must have `attributes`, too.
pub(super) fn remark_sent(cx: &mut Cx<'_>, content: &Content, group: &Group) {
    let is_meant = is_meant(content);
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else {
        if is_meant && !matches!(shape.kind, ShapeKind::Any) {
            cx.diagnostics.push(sent(shape.at, NOT_ONE.to_owned()));
        }
        return;
    };
    let is_batch = object.property("atomic:operations").is_some();
    let found = match object.property("data") {
        Some(data) if is_meant => document::sent_data(cx, data)
            .and_then(|data| data.resources.iter().find_map(flat))
            .or_else(|| no_resources(cx, data)),
        Some(_) => None,
        None if is_resource_like(object) && (is_meant || object.property("attributes").is_some()) => {
            Some((shape.at.clone(), BARE.to_owned()))
        }
        None if is_meant && !is_batch && object.property("meta").is_none() && !object.properties.is_empty() => {
            Some((shape.at.clone(), LACKS_DATA.to_owned()))
        }
        None => None,
    };
    if let Some((at, message)) = found {
        cx.diagnostics.push(sent(&at, message));
    }
}

/// Returns the remark that what the document should hold in `data` stands here by itself, and that the client sends it, or
/// reads it, in a document.
pub(super) fn bare(at: &Pointer, verb: &str) -> Diagnostic {
    let message = "the `data` of a document stands here without the document around it";
    let help = format!("the client {verb} a document; describe an object with the member `data`");
    Diagnostic::new(Code::Assumed, at.clone(), message).help(help)
}

/// Returns the remark that what is sent is nearly a JSON:API document.
pub(super) fn sent(at: &Pointer, message: String) -> Diagnostic {
    Diagnostic::new(Code::NearlyJsonApi, at.clone(), message)
        .help("the client sends the body as plain JSON, with setters for what is described")
}

/// Returns that a resource has its fields in another place than `attributes`.
pub(super) fn flat(resource: &ResourceShape<'_>) -> Option<(Pointer, String)> {
    if resource.beside.is_empty() {
        return None;
    }
    let names: Vec<String> = resource.beside.iter().take(3).map(|name| format!("`{name}`")).collect();
    let message = format!("fields stand beside `type` and `id`, not in `attributes`: {}", names.join(", "));
    Some((resource.at.clone(), message))
}

/// Returns what the elements of `data` lack of a resource object.
fn lack_of_data(cx: &mut Cx<'_>, data: &Group) -> Option<(Pointer, String)> {
    if let Some(data) = document::data(cx, data) {
        return data.resources.iter().find_map(flat);
    }
    for group in elements(cx, data) {
        let shape = cx.shape(&group);
        let ShapeKind::Object(object) = &shape.kind else { continue };
        let message = match (object.property("type"), object.property("id")) {
            _ if !is_resource_like(object) => continue,
            (None, _) => "an object with `id` or `attributes` has no `type`, as resources have",
            (Some(_), None) => "an object with an open `type` has no `id`, as resources have",
            (Some(_), Some(_)) => "the `type` of this object is not text, as that of resources is",
        };
        return Some((shape.at.clone(), message.to_owned()));
    }
    None
}

/// Returns that `data` holds something else than JSON:API has there: a map, texts, or objects without a `type`.
fn no_resources(cx: &mut Cx<'_>, data: &Group) -> Option<(Pointer, String)> {
    let shape = cx.shape(data);
    let is_object = |object: &Object<'_>| matches!(object.rest, Rest::Of(_)) && object.properties.is_empty();
    let is_other = match &shape.kind {
        ShapeKind::Object(object) => is_object(object),
        ShapeKind::Array(Some(items)) => matches!(cx.shape(items).kind, ShapeKind::Scalar(_)),
        ShapeKind::Scalar(_) => true,
        _ => false,
    };
    if is_other {
        return Some((shape.at.clone(), "`data` holds neither a resource nor a list of resources".to_owned()));
    }
    elements(cx, data).into_iter().find_map(|group| {
        let shape = cx.shape(&group);
        let ShapeKind::Object(object) = &shape.kind else { return None };
        let is_untyped = !object.properties.is_empty() && object.property("type").is_none();
        is_untyped.then(|| (shape.at.clone(), "an object in `data` has no `type`, as resources have".to_owned()))
    })
}

/// Returns what a `data` member may hold, lists and alternatives taken apart.
fn elements(cx: &mut Cx<'_>, data: &Group) -> Vec<Group> {
    let shape = cx.shape(data);
    match &shape.kind {
        ShapeKind::Array(Some(items)) => union::alternatives(cx, items),
        _ => union::alternatives(cx, data),
    }
}

/// Returns whether an object has what makes a resource object, but for a part.
fn is_resource_like(object: &Object<'_>) -> bool {
    let has = |name: &str| object.property(name).is_some();
    (has("attributes") && (has("id") || has("type")))
        || (has("relationships") && has("id"))
        || (has("type") && has("id"))
}
