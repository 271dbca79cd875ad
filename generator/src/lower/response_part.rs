//! Parts of responses that are read when they are asked for: bodies of errors that are not JSON:API documents, the `meta` of
//! errors in those that are, and header fields.
//!
//! ```text
//! 404:                                                      GetBook::BODY_404: rt::ErrorBody<GetBookError>
//!   headers: {Retry-After: {schema: {type: integer}}}       GetBook::HEADER_RETRY_AFTER: rt::HeaderField<i64>
//!   content: {application/problem+json: {schema: {..}}}
//! ```

use crate::ir::{ResponsePart, ResponsePartKind, Status, StringFormat, Type, TypeDef};
use crate::lower::context::{Cx, Direction};
use crate::lower::failure::{is_failure, properties};
use crate::lower::header::has_name;
use crate::lower::media::{Treatment, of_media_type, preferred, treatment};
use crate::lower::shape::{Group, ShapeKind};
use crate::lower::{query, schema, stream, success, text};
use crate::spec::{Parameter, Response};

/// Lowers the parts of all responses of an operation; of header fields, each name once.
pub(super) fn lower(cx: &mut Cx<'_>, responses: &[Response]) -> Vec<ResponsePart> {
    let is_success = success::is_by_default(cx, responses);
    let is_error = |status| is_failure(status) && !(is_success && status == Status::Default);
    let failures = responses.iter().filter(|response| is_error(response.status));
    let mut parts = Vec::new();
    for response in failures {
        parts.extend(error_body(cx, response));
        parts.extend(error_meta(cx, response));
    }
    parts.extend(stream::lower(cx, responses));
    for header in responses.iter().flat_map(|response| &response.headers) {
        if !has_name(cx, header) {
            continue;
        }
        let part = self::header(cx, header);
        match parts.iter().find(|known| known.kind.constant() == part.kind.constant()) {
            None => parts.push(part),
            Some(known) if is_other(known, &part) => {
                let message = format!("the header field `{}` is described in two ways", header.name);
                cx.unsupported(&header.at, message, "`headers()` has it; describe it alike in all responses");
            }
            Some(_) => {}
        }
    }
    parts
}

/// Returns whether two header fields whose names are nearly the same are not read alike.
fn is_other(one: &ResponsePart, other: &ResponsePart) -> bool {
    let name = |part: &ResponsePart| match &part.kind {
        ResponsePartKind::Header { name, is_json } => (name.to_ascii_lowercase(), *is_json),
        ResponsePartKind::ErrorBody(_) | ResponsePartKind::ErrorMeta(_) | ResponsePartKind::Item(_) => {
            (String::new(), false)
        }
    };
    one.ty != other.ty || name(one) != name(other)
}

/// Returns the body of errors with a status, where it is JSON that is not a JSON:API document.
fn error_body(cx: &mut Cx<'_>, response: &Response) -> Option<ResponsePart> {
    let content = preferred(cx, &response.contents)?;
    if treatment(cx, content) != Treatment::Json {
        return None;
    }
    let group = Group::one(content.schema?);
    let is_described = match &cx.shape(&group).kind {
        ShapeKind::Any | ShapeKind::Contradiction(_) => false,
        ShapeKind::Object(object) => !object.properties.is_empty() && object.property("errors").is_none(),
        ShapeKind::Union(_) => properties(cx, &group, "errors").is_empty(),
        ShapeKind::Scalar(_) | ShapeKind::Array(_) | ShapeKind::Tuple(_) => true,
    };
    let ty = is_described.then(|| schema::whole(cx, &group, Direction::Read))?;
    Some(ResponsePart {
        at: content.at.clone(),
        kind: ResponsePartKind::ErrorBody(response.status),
        ty,
        docs: response.description.as_deref().and_then(text::clean),
    })
}

/// Returns the `meta` of the errors with a status, where a JSON:API document is described whose errors all have the same one, with
/// members of its own.
fn error_meta(cx: &mut Cx<'_>, response: &Response) -> Option<ResponsePart> {
    let content = preferred(cx, &response.contents)?;
    if treatment(cx, content) != Treatment::Json {
        return None;
    }
    let mut metas = Vec::new();
    for errors in properties(cx, &Group::one(content.schema?), "errors") {
        if let ShapeKind::Array(Some(items)) = &cx.shape(&errors).kind {
            metas.extend(properties(cx, items, "meta"));
        }
    }
    let docs = metas.first().and_then(|meta| cx.shape(meta).notes.docs).and_then(text::clean);
    let types: Vec<Type> = metas.iter().map(|meta| schema::lower(cx, meta, Direction::Read).ty).collect();
    let (ty, others) = types.split_first()?;
    let is_described = matches!(ty, Type::Named(_)) && others.iter().all(|other| other == ty);
    is_described.then(|| ResponsePart {
        at: content.at.clone(),
        kind: ResponsePartKind::ErrorMeta(response.status),
        ty: ty.clone(),
        docs,
    })
}

fn header(cx: &mut Cx<'_>, header: &Parameter) -> ResponsePart {
    let is_json = header.media_type.as_deref().is_some_and(|media_type| of_media_type(media_type) == Treatment::Json);
    let lowered = header.schema.map(|schema| schema::lower(cx, &Group::one(schema), Direction::Read).ty);
    // A schema that allows anything says no more of a field than that it is text.
    let is_described = |ty: &Type| is_json || *ty != Type::Json;
    let mut ty = lowered.filter(is_described).unwrap_or(Type::String(StringFormat::Text));
    if !is_json && !is_text(cx, &ty) {
        let help = "it is given as text; describe a text, a number or a list of such";
        let message = format!("the header field `{}` is an object, or may be of several types", header.name);
        cx.unsupported(&header.at, message, help);
        ty = Type::String(StringFormat::Text);
    }
    ResponsePart {
        at: header.at.clone(),
        kind: ResponsePartKind::Header { name: header.name.clone(), is_json },
        docs: query::docs(cx, header, &ty),
        ty,
    }
}

/// Returns whether a value is written as text, or a list of such.
fn is_text(cx: &Cx<'_>, ty: &Type) -> bool {
    let is_scalar = |ty: &Type| match ty.on_wire() {
        Type::Bool | Type::Integer | Type::Number | Type::String(_) => true,
        Type::Named(id) => matches!(cx.api.types[*id], TypeDef::Enum(_)),
        _ => false,
    };
    match ty {
        Type::List(element) => is_scalar(element),
        other => is_scalar(other),
    }
}
