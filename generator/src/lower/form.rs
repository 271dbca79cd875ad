//! Forms: bodies of named parts or fields (OpenAPI "Encoding Object").
//!
//! | Part | Content |
//! | --- | --- |
//! | `{type: string, format: binary}` of `multipart/form-data`, or a list of them | a file, or one for each element |
//! | `{type: integer}`, or a list or union of such | text, as in a query |
//! | `{type: object}` | JSON |
//! | `anyOf: [{type: string}, {type: object}]` | text or JSON, as the value is |

use crate::ir::{
    BodyContent, FormEncoding, FormPart, ParameterForm, ParameterStyle, PartContent, StringFormat, Type, TypeDef,
};
use crate::lower::context::{Cx, Direction};
use crate::lower::media::{Treatment, of_media_type};
use crate::lower::shape::{Group, ShapeKind};
use crate::lower::{query, schema};
use crate::spec::{Content, Encoding, Style};

/// Returns the form that a body is.
pub(super) fn lower(cx: &mut Cx<'_>, content: &Content, group: &Group, encoding: FormEncoding) -> BodyContent {
    match (parts(cx, content, group, encoding), encoding) {
        // Without named fields there is nothing to set.
        (parts, FormEncoding::Urlencoded) if parts.is_empty() => BodyContent::Raw,
        (parts, encoding) => BodyContent::Form { encoding, parts },
    }
}

/// Returns the parts of a form, each with how it is written.
fn parts(cx: &mut Cx<'_>, content: &Content, group: &Group, form: FormEncoding) -> Vec<FormPart> {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return Vec::new() };
    let fields = schema::fields(cx, &shape, object, Direction::Write);
    for (name, _) in content.encoding.iter().filter(|(name, _)| object.property(name).is_none()) {
        let message = format!("`encoding` describes `{name}`, which the schema of the form does not have");
        cx.unsupported(&content.at.key("encoding").key(name), message, "the client sends no such part");
    }
    let none = Encoding::default();
    let mut parts = Vec::new();
    for mut field in fields {
        if matches!(field.ty, Type::Constant(_))
            && !field.presence.required()
            && let Some(group) = object.property(&field.wire)
        {
            field.ty = schema::chosen(cx, group, Direction::Write).ty;
        }
        let found = content.encoding.iter().find(|(name, _)| *name == field.wire);
        let encoding = found.map_or(&none, |(_, encoding)| encoding);
        let written = part(cx, form, encoding, &field.ty);
        let headers = encoding.headers.iter().map(|header| query::other(cx, header)).collect();
        parts.push(FormPart { content: written, headers, field });
    }
    parts
}

/// Returns how a part is written: files as they are, objects as JSON, anything else as text.
fn part(cx: &Cx<'_>, form: FormEncoding, encoding: &Encoding, ty: &Type) -> PartContent {
    let media_type = encoding.media_type.clone();
    let (element, many) = match ty {
        Type::List(element) => (&**element, true),
        ty => (ty, false),
    };
    if form == FormEncoding::Multipart && *element == Type::String(StringFormat::Binary) {
        return PartContent::File { media_type, many };
    }
    let is_json = media_type.as_deref().is_some_and(|media_type| of_media_type(media_type) == Treatment::Json);
    let is_said = encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved;
    if is_json || kind(cx, ty) == Kind::Object && !is_said {
        let each = many && !is_json;
        if media_type.is_none() && may_be_scalar(cx, element) {
            return PartContent::ByType { each };
        }
        return PartContent::Json { media_type: media_type.unwrap_or_else(|| "application/json".to_owned()), each };
    }
    PartContent::Text { style: style(encoding, kind(cx, ty)), media_type }
}

/// Returns how text of a kind is written. `explode` says nothing of a value without elements or members.
fn style(encoding: &Encoding, kind: Kind) -> ParameterStyle {
    let form = match encoding.style.unwrap_or(Style::Form) {
        Style::SpaceDelimited => ParameterForm::SpaceDelimited,
        Style::PipeDelimited => ParameterForm::PipeDelimited,
        Style::DeepObject => ParameterForm::DeepObject,
        _ => ParameterForm::Form,
    };
    let is_exploded = matches!(form, ParameterForm::Form | ParameterForm::DeepObject);
    let explode = encoding.explode.unwrap_or(is_exploded) && kind != Kind::Scalar;
    ParameterStyle { form, explode, reserved: encoding.allow_reserved }
}

/// What the values of a type may be, as far as it matters to how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Text, a number or a boolean.
    Scalar,
    /// A list of such.
    List,
    /// An object, or a list of lists or objects.
    Object,
}

/// Returns what the values of a type may be; of a union, the most that one of them is.
fn kind(cx: &Cx<'_>, ty: &Type) -> Kind {
    kind_within(cx, ty, DEPTH)
}

/// Returns whether a value of a type that has objects may be one without members, too.
fn may_be_scalar(cx: &Cx<'_>, ty: &Type) -> bool {
    match ty.on_wire() {
        Type::Nullable(ty) => may_be_scalar(cx, ty),
        Type::Named(id) => match &cx.api.types[*id] {
            TypeDef::Union(union) => union.alternatives.iter().any(|one| kind(cx, &one.ty) == Kind::Scalar),
            _ => false,
        },
        Type::Json => true,
        _ => false,
    }
}

/// The depth to which types are looked into: a list of a union of scalars. Unions may hold themselves.
const DEPTH: usize = 4;

fn kind_within(cx: &Cx<'_>, ty: &Type, depth: usize) -> Kind {
    let Some(depth) = depth.checked_sub(1) else { return Kind::Object };
    let is_scalar = |element: &Type| kind_within(cx, element, depth) == Kind::Scalar;
    let list = |of_scalars: bool| if of_scalars { Kind::List } else { Kind::Object };
    match ty.on_wire() {
        Type::Bool | Type::Integer | Type::Unsigned | Type::Number | Type::String(_) | Type::Constant(_) => {
            Kind::Scalar
        }
        Type::Nullable(ty) => kind_within(cx, ty, depth),
        Type::List(element) => list(is_scalar(element)),
        Type::Tuple(tuple) => list(tuple.types().all(is_scalar)),
        Type::Named(id) => match &cx.api.types[*id] {
            TypeDef::Enum(_) => Kind::Scalar,
            TypeDef::Union(union) => {
                let kinds = union.alternatives.iter().map(|alternative| kind_within(cx, &alternative.ty, depth));
                kinds.max().unwrap_or(Kind::Object)
            }
            TypeDef::Record(_) | TypeDef::Filter(_) => Kind::Object,
        },
        _ => Kind::Object,
    }
}
