//! Request bodies.

use crate::ir::{Body, BodyContent, Part, StringFormat, Type, WriteRole};
use crate::lower::context::{Cx, Direction};
use crate::lower::document::{self, DataShape};
use crate::lower::media::{Treatment, preferred, treatment};
use crate::lower::shape::{Group, Kind};
use crate::lower::{batch, relationship, resource, schema};
use crate::spec::{Content, RequestBody};

/// The body that is sent, with the role of the resources in it.
pub(super) fn lower(cx: &mut Cx<'_>, body: &RequestBody, role: WriteRole) -> Option<Body> {
    let content = preferred(&body.contents)?;
    Some(Body {
        at: body.at.clone(),
        required: body.required,
        media_type: content.media_type.clone(),
        content: of_content(cx, content, role),
    })
}

fn of_content(cx: &mut Cx<'_>, content: &Content, role: WriteRole) -> BodyContent {
    let group = content.schema.map(Group::one);
    match (treatment(&content.media_type), group) {
        (Treatment::Json, Some(group)) => document(cx, &group, role)
            .unwrap_or_else(|| BodyContent::Json(schema::lower(cx, &group, Direction::Write).ty)),
        (Treatment::Json, None) => BodyContent::Json(Type::Json),
        (Treatment::Multipart, Some(group)) => BodyContent::Multipart(parts(cx, &group)),
        (Treatment::Multipart | Treatment::Raw, _) => BodyContent::Raw,
    }
}

/// A JSON:API document, if the schema describes one. One that requires more than `data` is sent as
/// plain JSON, because the envelope could not be filled.
fn document(cx: &mut Cx<'_>, group: &Group, role: WriteRole) -> Option<BodyContent> {
    let shape = cx.shape(group);
    let Kind::Object(object) = &shape.kind else { return None };
    if let Some(batch) = batch::request(cx, object) {
        return Some(batch);
    }
    if object.required.iter().any(|key| !matches!(*key, "data" | "jsonapi")) {
        return None;
    }
    let data = document::data(cx, object.property("data")?)?;
    if data.identifiers() {
        return Some(linkage(cx, &data));
    }
    let [only] = data.resources.as_slice() else { return None };
    let view = resource::write(cx, only, role)?;
    Some(BodyContent::Resource { view, many: data.many })
}

fn linkage(cx: &mut Cx<'_>, data: &DataShape<'_>) -> BodyContent {
    let target = match relationship::targets(cx, data).as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    BodyContent::Linkage { target, many: data.many, nullable: data.nullable, meta: linkage_meta(cx, data) }
}

/// What is said of each link, where all identifiers are described alike, with members of its own.
fn linkage_meta(cx: &mut Cx<'_>, data: &DataShape<'_>) -> Option<Type> {
    let [only] = data.resources.as_slice() else { return None };
    let ty = schema::lower(cx, only.meta.as_ref()?, Direction::Write).ty;
    matches!(ty, Type::Named(_)).then_some(ty)
}

fn parts(cx: &mut Cx<'_>, group: &Group) -> Vec<Part> {
    let shape = cx.shape(group);
    let Kind::Object(object) = &shape.kind else { return Vec::new() };
    let fields = schema::fields(cx, &shape, object, Direction::Write);
    let file = |ty: &Type| *ty == Type::String(StringFormat::Binary);
    fields.into_iter().map(|field| Part { file: file(&field.ty), field }).collect()
}
