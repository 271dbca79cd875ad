//! Forms: bodies of named parts or fields (OpenAPI "Encoding Object").
//!
//! | Part | Content |
//! | --- | --- |
//! | `{type: string, format: binary}` of `multipart/form-data`, or a list of them | a file, or one for each element |
//! | `{}` there, from OpenAPI 3.1 on | a file |
//! | `anyOf: [{type: string, format: binary}, {type: string}]` there | a file, which may be text |
//! | `{type: integer}`, or a list or union of such | text, as in a query |
//! | `{type: object}` | JSON |
//! | `{type: object}`, with `contentType: application/xml` | text that the caller writes |
//! | `anyOf: [{type: string}, {type: object}]` | text or JSON, as the value is |
//!
//! A form that is one of several (`oneOf`) has the parts of all of them.

use std::rc::Rc;

use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Annotations, BodyContent, Field, FormEncoding, FormPart, ParameterForm, ParameterStyle, PartContent, Presence,
    StringFormat, Type, TypeDef,
};
use crate::lower::context::{Cx, Direction};
use crate::lower::media::{Treatment, of_media_type};
use crate::lower::shape::{Group, GroupMember, Object, Rest, Shape, ShapeKind};
use crate::lower::{query, schema, union};
use crate::spec::media_type::is_binary;
use crate::spec::{Content, Encoding, JsonType, Style, Version};

/// Returns the form that a body is.
pub(super) fn lower(cx: &mut Cx<'_>, content: &Content, encoding: FormEncoding) -> BodyContent {
    let alternatives = content.schema.map(|schema| union::alternatives(cx, &Group::one(schema))).unwrap_or_default();
    let shapes: Vec<Rc<Shape<'_>>> = alternatives.iter().map(|group| cx.shape(group)).collect();
    let forms: Vec<Form<'_, '_>> = shapes.iter().filter_map(|shape| Form::of(shape)).collect();
    let is_whole = forms.len() == shapes.len();
    let parts = parts(cx, content, &forms, is_whole, encoding);
    // Without named fields there is nothing to set.
    let is_raw = encoding == FormEncoding::Urlencoded && parts.is_empty();
    for shape in shapes.iter().filter(|shape| Form::of(shape).is_none()) {
        let reason = match shape.kind {
            ShapeKind::Contradiction(reason) => reason,
            ShapeKind::Any => continue,
            _ if is_raw => continue,
            _ => "the schema of a form is not an object, so its parts have no names",
        };
        let help = match is_raw {
            true => "callers give the whole body; describe an object with a property for each field",
            false => {
                "the client sends the parts that `with_parts` adds; describe an object with a property for each part"
            }
        };
        cx.unsupported(shape.at, reason, help);
    }
    if is_raw {
        return BodyContent::Raw;
    }
    let open = forms.is_empty() || !is_whole || forms.iter().any(Form::is_open);
    BodyContent::Form { encoding, parts, open }
}

/// An object that a form may be.
struct Form<'s, 'a> {
    shape: &'s Shape<'a>,
    object: &'s Object<'a>,
}

impl<'s, 'a> Form<'s, 'a> {
    fn of(shape: &'s Shape<'a>) -> Option<Self> {
        match &shape.kind {
            ShapeKind::Object(object) => Some(Self { shape, object }),
            _ => None,
        }
    }

    /// Returns whether it may have parts that are not named, as an object without properties may.
    fn is_open(&self) -> bool {
        match self.object.rest {
            Rest::Allowed | Rest::Of(_) => true,
            Rest::Unsaid => self.object.properties.is_empty(),
            Rest::Forbidden => false,
        }
    }
}

/// Returns the parts of a form, each with how it is written. The forms are the whole body where it is nothing else.
fn parts(
    cx: &mut Cx<'_>,
    content: &Content,
    forms: &[Form<'_, '_>],
    is_whole: bool,
    encoding: FormEncoding,
) -> Vec<FormPart> {
    let is_known = |name: &str| forms.iter().any(|form| form.object.property(name).is_some());
    for (name, _) in content.encoding.iter().filter(|(name, _)| !is_known(name)) {
        let message = format!("`encoding` describes `{name}`, which the schema of the form does not have");
        let help = match forms.is_empty() || forms.iter().any(Form::is_open) {
            true => "it does not apply to the parts that `with_parts` adds; describe a property of that name",
            false => "the client sends no such part",
        };
        cx.unsupported(&content.at.key("encoding").key(name), message, help);
    }
    let none = Encoding::default();
    let mut parts = Vec::new();
    for (mut field, groups) in fields(cx, forms, is_whole) {
        let found = content.encoding.iter().find(|(name, _)| *name == field.wire);
        let said = found.map_or(&none, |(_, encoding)| encoding);
        let file = if encoding == FormEncoding::Multipart { file(cx, &groups, said, &field) } else { None };
        let written = match file {
            Some(many) => {
                field.ty = if many { Type::List(Box::new(FILE)) } else { FILE };
                PartContent::File { media_type: said.media_type().map(str::to_owned), many }
            }
            None => value(cx, encoding, said, &mut field),
        };
        let headers = said.headers.iter().map(|header| query::other(cx, header)).collect();
        parts.push(FormPart { content: written, headers, field });
    }
    parts
}

/// Returns the members of a form, each with the schemas that describe it. Of several forms, one of which is sent, they are
/// those of all, and required where each alternative of the body requires it.
fn fields(cx: &mut Cx<'_>, forms: &[Form<'_, '_>], is_whole: bool) -> Vec<(Field, Vec<Group>)> {
    let mut found: Vec<(Field, Vec<Group>)> = Vec::new();
    for form in forms {
        let is_unknown = |name: &str| forms.iter().all(|form| form.object.property(name).is_none());
        schema::remark_undescribed(cx, form.shape, form.object, is_unknown);
        for field in schema::fields_named(cx, form.shape, form.object, Direction::Write, |_| true) {
            let group = form.object.property(&field.wire).cloned();
            match found.iter_mut().find(|(known, _)| known.wire == field.wire) {
                Some((_, groups)) => groups.extend(group),
                None => found.push((field, group.into_iter().collect())),
            }
        }
    }
    for (field, groups) in &mut found {
        let is_required = |form: &Form<'_, '_>| {
            form.object.required.contains(&*field.wire) && form.object.property(&field.wire).is_some()
        };
        let required = is_whole && forms.iter().all(is_required);
        let nullable = groups.iter().any(|group| cx.shape(group).notes.nullable) || field.presence.nullable();
        field.presence = Presence::new(required, nullable);
        unite(cx, field, groups);
    }
    found
}

/// Gives a member the type that it has in all forms that have it.
fn unite(cx: &mut Cx<'_>, field: &mut Field, groups: &[Group]) {
    let member = |group: &Group| GroupMember { group: group.clone(), tag: None, is_default: false };
    let members: Vec<GroupMember<'_>> = groups.iter().map(member).collect();
    let (members, _) = union::flattened(cx, &members);
    if groups.len() > 1 && members.len() > 1 {
        field.ty = union::of_members(cx, &field.at.clone(), &members, Direction::Write);
        // What one form says of the value does not hold in the others.
        field.annotations = Annotations::default();
    } else if let (Type::Constant(_), false, Some(group)) = (&field.ty, field.presence.required(), groups.first()) {
        field.ty = schema::chosen(cx, group, Direction::Write).ty;
    }
}

/// The type of the content of a file.
const FILE: Type = Type::String(StringFormat::Binary);

/// Returns, of a part that is a file or may be one, whether it may be several.
fn file(cx: &mut Cx<'_>, groups: &[Group], encoding: &Encoding, field: &Field) -> Option<bool> {
    if matches!(element(&field.ty).0, Type::Foreign { .. }) {
        return None;
    }
    let version = cx.spec.version;
    let is_file = |kind: &ShapeKind<'_>| is_file(version, kind, encoding);
    let alternatives: Vec<Group> = groups.iter().flat_map(|group| union::alternatives(cx, group)).collect();
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for alternative in alternatives {
        let (is_file, is_list) = match &cx.shape(&alternative).kind {
            ShapeKind::Array(Some(items)) => {
                let items = union::alternatives(cx, items);
                (items.iter().any(|items| is_file(&cx.shape(items).kind)), true)
            }
            ShapeKind::Array(None) => (is_file(&ShapeKind::Any), true),
            kind => (is_file(kind), false),
        };
        if is_file { files.push(is_list) } else { others.push(alternative) }
    }
    let many = files.into_iter().reduce(|many, other| many || other)?;
    if others.iter().any(|other| !matches!(cx.shape(other).kind, ShapeKind::Scalar(_))) {
        let message = format!("the part `{}` is a file or something that is JSON", field.wire);
        let help = "the client takes a file; to send JSON, give it as a `File::text` of that `content_type`";
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, field.at.clone(), message).help(help));
    }
    Some(many)
}

/// Returns whether a value is the content of a file. From OpenAPI 3.1 on, one without a type is, and so is in each version
/// what `contentType` says to be no text (OpenAPI 3.1 "Encoding Object").
fn is_file(version: Version, kind: &ShapeKind<'_>, encoding: &Encoding) -> bool {
    let is_binary = encoding.media_types.iter().map(|one| is_binary(one)).reduce(|one, other| one && other);
    match kind {
        ShapeKind::Any => is_binary.unwrap_or(version >= Version::V3_1),
        ShapeKind::Scalar(scalar) if scalar.values.is_some() => false,
        ShapeKind::Scalar(scalar) => match (scalar.json_type, scalar.format) {
            (None | Some(JsonType::String), Some("binary")) => true,
            (Some(JsonType::String), None) => is_binary == Some(true),
            _ => false,
        },
        _ => false,
    }
}

/// Returns the type of the elements of a list, and that it is one; anything else as it is.
fn element(ty: &Type) -> (&Type, bool) {
    match ty {
        Type::List(element) => (element, true),
        ty => (ty, false),
    }
}

/// Returns how a part that is no file is written: objects as JSON, anything else as text.
fn value(cx: &mut Cx<'_>, form: FormEncoding, encoding: &Encoding, field: &mut Field) -> PartContent {
    let media_type = encoding.media_type();
    let kind = kind(cx, &field.ty);
    let is_json = |media_type: &&str| of_media_type(media_type) == Treatment::Json;
    let is_said = encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved;
    let is_object = kind == Kind::Object && !is_said;
    let json = match is_object {
        true => encoding.concrete().find(is_json),
        false => media_type.filter(is_json),
    };
    match (json, media_type) {
        (Some(json), _) => PartContent::Json { media_type: json.to_owned(), each: false },
        (None, Some(media_type)) if is_object => by_caller(cx, form, media_type, field),
        (None, None) if is_object => object(cx, field),
        (None, media_type) => {
            PartContent::Text { style: style(encoding, kind), media_type: media_type.map(str::to_owned) }
        }
    }
}

/// Returns how an object is written whose media type the document does not tell.
fn object(cx: &mut Cx<'_>, field: &Field) -> PartContent {
    let (element, each) = element(&field.ty);
    if holds_file(cx, element, DEPTH) {
        let message = format!("OpenAPI does not say how the files inside of the part `{}` are sent", field.wire);
        cx.unsupported(&field.at, message, "the client sends them as text of its JSON; describe a part for each file");
    }
    match may_be_scalar(cx, element) {
        true => PartContent::ByType { each },
        false => PartContent::Json { media_type: "application/json".to_owned(), each },
    }
}

/// Changes the type of a part to text or to a file, because the client does not write its media type and callers do.
fn by_caller(cx: &mut Cx<'_>, form: FormEncoding, media_type: &str, field: &mut Field) -> PartContent {
    let (element, many) = element(&field.ty);
    if *element != Type::Json {
        let message = format!("`{}` is an object in `{media_type}`, which the client does not write", field.wire);
        let help =
            "the caller gives what is sent; add `application/json` to its `contentType` where the service takes that";
        cx.unsupported(&field.at, message, help);
    }
    let is_file = form == FormEncoding::Multipart && is_binary(media_type);
    let given = if is_file { FILE } else { Type::String(StringFormat::Text) };
    field.ty = if many { Type::List(Box::new(given)) } else { given };
    // What is said of the object does not hold of what is given.
    field.annotations = Annotations { deprecated: field.annotations.deprecated, ..Annotations::default() };
    let media_type = Some(media_type.to_owned());
    match is_file {
        true => PartContent::File { media_type, many },
        false => {
            let kind = if many { Kind::List } else { Kind::Scalar };
            PartContent::Text { style: style(&Encoding::default(), kind), media_type }
        }
    }
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

/// Returns whether the content of a file is in a value of a type.
fn holds_file(cx: &Cx<'_>, ty: &Type, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match ty.on_wire() {
        ty if *ty == FILE => true,
        Type::List(ty) | Type::Map(ty) | Type::Nullable(ty) => holds_file(cx, ty, depth),
        Type::Tuple(tuple) => tuple.types().any(|ty| holds_file(cx, ty, depth)),
        Type::Named(id) => match &cx.api.types[*id] {
            TypeDef::Record(record) => {
                let types = record.fields.iter().map(|field| &field.ty).chain(&record.rest);
                types.into_iter().any(|ty| holds_file(cx, ty, depth))
            }
            TypeDef::Union(union) => union.alternatives.iter().any(|one| holds_file(cx, &one.ty, depth)),
            TypeDef::Enum(_) | TypeDef::Filter(_) => false,
        },
        _ => false,
    }
}

/// The kind of values that a type has, as far as it matters to how they are written.
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
