//! Lowers schemas to types.
//!
//! | Schema | Type |
//! | --- | --- |
//! | `{type: integer, format: int64}` | `Integer` |
//! | `{type: string, format: date-time, nullable: true}` | `Nullable(String(DateTime))` |
//! | `{type: array, items: {type: string, enum: [a, b]}}` | `List(Named(..))`, of an enum |
//! | `{type: object, properties: {title: ..}}` | `Named(..)`, of a record |
//! | `{type: object, additionalProperties: {type: number}}` | `Map(Number)` |
//! | `{enum: [book]}` | `Constant("\"book\"")` |

use std::collections::{HashMap, HashSet};
use std::mem;

use serde_json::Value;

use crate::diag::{Code, Diagnostic};
use crate::ir::{self, Annotations, Count, Enum, EnumBase, Field, Plausible, Presence, Record, Type, TypeDef};
use crate::lower::context::{Cx, Direction, OBJECT, WRAPPER};
use crate::lower::shape::{Group, Notes, Object, Rest, Scalar, Shape, ShapeKind, Tuple};
use crate::lower::{body_filter, embedded, text, union};
use crate::source::Pointer;
use crate::spec::JsonType;
use crate::spec::disposition::string_format;
use crate::spec::nearest::nearest;

/// A type, and whether the value may be null.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) ty: Type,
    pub(super) nullable: bool,
}

/// Returns a type whose value is never null.
pub(super) fn plain(ty: Type) -> Typed {
    Typed { ty, nullable: false }
}

/// Returns the type of a value that a group of schemas describes.
pub(super) fn lower(cx: &mut Cx<'_>, group: &Group, direction: Direction) -> Typed {
    let shape = cx.shape(group);
    if let Some(ty) = foreign(cx, &shape) {
        return Typed { ty, nullable: shape.notes.nullable };
    }
    let steps = match &shape.kind {
        ShapeKind::Array(_) | ShapeKind::Tuple(_) | ShapeKind::Union(_) => WRAPPER,
        ShapeKind::Object(object) if object.properties.is_empty() => WRAPPER,
        ShapeKind::Object(_) => OBJECT,
        ShapeKind::Any | ShapeKind::Scalar(_) | ShapeKind::Contradiction(_) => 0,
    };
    let lowered = cx.deeper(shape.at, steps, |cx| of_kind(cx, &shape, direction));
    let mut typed = lowered.unwrap_or(plain(Type::Json));
    typed.nullable |= shape.notes.nullable;
    typed
}

/// Returns the type of another crate that a configuration wants here.
fn foreign(cx: &Cx<'_>, shape: &Shape<'_>) -> Option<Type> {
    let (format, wire) = match &shape.kind {
        ShapeKind::Scalar(scalar) if scalar.values.is_none() => (scalar.format, plain_scalar(scalar)),
        ShapeKind::Object(_) => (None, Type::Object),
        ShapeKind::Array(_) | ShapeKind::Tuple(_) => (None, Type::List(Box::new(Type::Json))),
        ShapeKind::Any | ShapeKind::Scalar(_) | ShapeKind::Union(_) | ShapeKind::Contradiction(_) => (None, Type::Json),
    };
    let path = cx.foreign.of(shape.at, format)?;
    Some(Type::Foreign { path: path.to_string(), wire: Box::new(wire) })
}

fn of_kind<'a>(cx: &mut Cx<'a>, shape: &Shape<'a>, direction: Direction) -> Typed {
    match &shape.kind {
        ShapeKind::Any => plain(Type::Json),
        ShapeKind::Scalar(scalar) => of_scalar(cx, shape, scalar),
        ShapeKind::Array(items) => plain(unnamed(cx, shape, |cx| list(cx, items.as_ref(), direction))),
        ShapeKind::Tuple(of) => plain(unnamed(cx, shape, |cx| tuple(cx, of, direction))),
        ShapeKind::Object(object) => plain(of_object(cx, shape, object, direction)),
        ShapeKind::Union(members) => union::lower(cx, shape, members, direction),
        ShapeKind::Contradiction(reason) => {
            cx.unsupported(shape.at, *reason, "the client gives this value as plain JSON");
            plain(Type::Json)
        }
    }
}

/// Lowers a list, a tuple or a map. They have no name by which they could hold themselves: where one does,
/// what it holds is any JSON.
fn unnamed<'a>(cx: &mut Cx<'a>, shape: &Shape<'a>, lower: impl FnOnce(&mut Cx<'a>) -> Type) -> Type {
    if cx.unnamed.contains(&shape.key) {
        cx.unsupported(shape.at, "a list or map of nothing but itself", "its values are given as plain JSON");
        return Type::Json;
    }
    cx.unnamed.push(shape.key.clone());
    let ty = lower(cx);
    cx.unnamed.pop();
    ty
}

fn list(cx: &mut Cx<'_>, items: Option<&Group>, direction: Direction) -> Type {
    let item = items.map_or(Type::Json, |items| element(cx, items, direction));
    Type::List(Box::new(item))
}

/// Lowers a tuple. What is read may be shorter than is described, unless the document says how long it is; what is sent
/// has all places then.
fn tuple(cx: &mut Cx<'_>, tuple: &Tuple, direction: Direction) -> Type {
    let places: Vec<Type> = tuple.places.iter().map(|place| element(cx, place, direction)).collect();
    let least = match direction {
        Direction::Read => 0,
        Direction::Write => places.len(),
    };
    let rest = rest(cx, &tuple.rest, direction);
    Type::Tuple(Box::new(ir::Tuple { required: tuple.least.unwrap_or(least), places, rest }))
}

/// Returns the type of an element of a list or tuple, or of the values of a map.
fn element(cx: &mut Cx<'_>, group: &Group, direction: Direction) -> Type {
    let Typed { ty, nullable } = chosen(cx, group, direction);
    if nullable { or_null(ty) } else { ty }
}

/// Returns the type of a value that is there or not: that is a choice, also where there is one value only.
pub(super) fn chosen(cx: &mut Cx<'_>, group: &Group, direction: Direction) -> Typed {
    let mut typed = lower(cx, group, direction);
    if let Type::Constant(_) = typed.ty
        && let shape = cx.shape(group)
        && let ShapeKind::Scalar(Scalar { values: Some(values), names, .. }) = &shape.kind
        && let [only] = values.as_slice()
        && let Some(base) = base_of(only)
    {
        typed.ty = of_enum(cx, &shape, base, values, names);
    }
    typed
}

/// Returns the type of a value that is not a member: of a body, or of an item of a stream.
pub(super) fn whole(cx: &mut Cx<'_>, group: &Group, direction: Direction) -> Type {
    let Typed { ty, nullable } = lower(cx, group, direction);
    if nullable { or_null(ty) } else { ty }
}

/// Returns the type, or null.
pub(super) fn or_null(ty: Type) -> Type {
    match ty {
        // All of these hold null as it is.
        Type::Json | Type::Nullable(_) => ty,
        Type::Constant(value) if value == "null" => Type::Constant(value),
        ty => Type::Nullable(Box::new(ty)),
    }
}

fn of_scalar(cx: &mut Cx<'_>, shape: &Shape<'_>, scalar: &Scalar<'_>) -> Typed {
    if let Some(values) = &scalar.values {
        remark_contradictory(cx, shape, scalar);
        return of_values(cx, shape, values, &scalar.names);
    }
    plain(plain_scalar(scalar))
}

/// Warns of values that parts of an `allOf` list and that have nothing in common.
pub(super) fn remark_contradictory(cx: &mut Cx<'_>, shape: &Shape<'_>, scalar: &Scalar<'_>) {
    if scalar.is_contradictory {
        let message = "the parts of an `allOf` list values here that have none in common";
        let taken: Vec<String> = scalar.values.iter().flatten().take(3).map(|value| format!("`{value}`")).collect();
        let help = format!("the client takes {}; list in each part what its values may be", taken.join(", "));
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, shape.at.clone(), message).help(help));
    }
}

fn plain_scalar(scalar: &Scalar<'_>) -> Type {
    match scalar.json_type {
        Some(JsonType::Boolean) => Type::Bool,
        Some(JsonType::Integer) if scalar.format == Some("uint64") => Type::Unsigned,
        Some(JsonType::Integer) => Type::Integer,
        Some(JsonType::Number) => Type::Number,
        _ => Type::String(string_format(scalar.format)),
    }
}

/// Returns the type of listed values: a constant when there is one, else an enum.
fn of_values(cx: &mut Cx<'_>, shape: &Shape<'_>, listed: &[&Value], names: &[(&Value, &str)]) -> Typed {
    let values: Vec<&Value> = listed.iter().copied().filter(|value| !value.is_null()).collect();
    let nullable = values.len() < listed.len();
    // A value that may be null besides leaves a choice. A boolean does not: as a type of its own it would allow the
    // other value, too, and unions are told apart by it.
    let has_choice = nullable || shape.notes.nullable;
    let ty = match values.as_slice() {
        [] => return plain(Type::Constant("null".to_owned())),
        [only] if has_choice && only.is_string() => of_enum(cx, shape, EnumBase::String, &values, names),
        [only] => Type::Constant(only.to_string()),
        _ if values.iter().all(|value| value.is_boolean()) => Type::Bool,
        _ if values.iter().all(|value| value.is_string()) => of_enum(cx, shape, EnumBase::String, &values, names),
        _ if values.iter().all(|value| value.is_i64()) => of_enum(cx, shape, EnumBase::Integer, &values, names),
        _ if values.iter().all(|value| value.is_number()) => Type::Number,
        _ => {
            cx.unsupported(shape.at, "the values of `enum` are of different types", "they are given as plain JSON");
            Type::Json
        }
    };
    Typed { ty, nullable }
}

fn of_enum(cx: &mut Cx<'_>, shape: &Shape<'_>, base: EnumBase, values: &[&Value], names: &[(&Value, &str)]) -> Type {
    let key = (shape.key.clone(), None);
    if let Some(known) = cx.types.get(&key) {
        return known.ty.clone();
    }
    let mut known = HashSet::new();
    let mut texts: Vec<String> = values.iter().map(|value| text_of(value)).collect();
    texts.retain(|text| known.insert(text.clone()));
    let docs = shape.docs.and_then(text::clean);
    let names = names.iter().map(|(value, name)| (text_of(value), (*name).to_owned())).collect();
    let new = TypeDef::Enum(Enum { at: shape.at.clone(), docs, base, values: texts, names });
    let ty = Type::Named(cx.api.types.push(new));
    cx.types.insert(key, plain(ty.clone()));
    ty
}

/// Returns the kind of enum that has a value; `None` where none has it.
fn base_of(value: &Value) -> Option<EnumBase> {
    match value {
        Value::String(_) => Some(EnumBase::String),
        Value::Number(number) if number.is_i64() => Some(EnumBase::Integer),
        _ => None,
    }
}

/// Returns a value as an enum has it.
fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn of_object<'a>(cx: &mut Cx<'a>, shape: &Shape<'a>, object: &Object<'a>, direction: Direction) -> Type {
    if let (Direction::Write, Some(ty)) = (direction, embedded::lower(cx, object)) {
        return ty;
    }
    if object.properties.is_empty() {
        // An object that must be empty leaves its sender no choice.
        if direction == Direction::Write && matches!(object.rest, Rest::Forbidden) {
            return Type::Constant("{}".to_owned());
        }
        return unnamed(cx, shape, |cx| free_form(cx, &object.rest, direction));
    }
    let key = (shape.key.clone(), Some(direction));
    if let Some(known) = cx.types.get(&key) {
        return known.ty.clone();
    }
    let record =
        Record { at: shape.at.clone(), docs: shape.docs.and_then(text::clean), fields: Vec::new(), rest: None };
    let id = cx.api.types.push(TypeDef::Record(record.clone()));
    cx.types.insert(key, plain(Type::Named(id)));
    // What holds itself by way of an object has a name.
    let unnamed = mem::take(&mut cx.unnamed);
    let fields = fields(cx, shape, object, direction);
    let rest = rest(cx, &object.rest, direction);
    cx.unnamed = unnamed;
    cx.api.types[id] = TypeDef::Record(Record { fields, rest, ..record });
    Type::Named(id)
}

fn free_form(cx: &mut Cx<'_>, members: &Rest, direction: Direction) -> Type {
    match rest(cx, members, direction) {
        None | Some(Type::Json) => Type::Object,
        Some(value) => Type::Map(Box::new(value)),
    }
}

pub(super) fn rest(cx: &mut Cx<'_>, members: &Rest, direction: Direction) -> Option<Type> {
    match members {
        Rest::Unsaid | Rest::Forbidden => None,
        Rest::Allowed => Some(Type::Json),
        Rest::Of(group) => Some(element(cx, group, direction)),
    }
}

/// Returns the members of an object that occur in a direction.
pub(super) fn fields(cx: &mut Cx<'_>, shape: &Shape<'_>, object: &Object<'_>, direction: Direction) -> Vec<Field> {
    remark_undescribed(cx, shape, object, |_| true);
    fields_named(cx, shape, object, direction, |_| true)
}

/// Returns those members of an object that occur in a direction and have such a name.
pub(super) fn fields_named(
    cx: &mut Cx<'_>,
    shape: &Shape<'_>,
    object: &Object<'_>,
    direction: Direction,
    is_named: impl Fn(&str) -> bool,
) -> Vec<Field> {
    let mut fields = Vec::new();
    for (name, group) in object.properties.iter().filter(|(name, _)| is_named(name)) {
        let mut field = match field(cx, name, group, direction) {
            Some(field) => field,
            None => continue,
        };
        if let Some((_, value)) = shape.tags.iter().find(|(key, _)| key == name) {
            field.ty = Type::Constant(Value::from(*value).to_string());
        }
        field.presence = Presence::new(object.required.contains(name), field.presence.nullable());
        fields.push(field);
    }
    fields
}

/// The number of members of an object for which a similar one is looked for: of thousands, it would take minutes.
const COMPARED: usize = 10;

/// Remarks on members of such a name that are required and not described, where there are others.
pub(super) fn remark_undescribed(
    cx: &mut Cx<'_>,
    shape: &Shape<'_>,
    object: &Object<'_>,
    is_named: impl Fn(&str) -> bool,
) {
    if object.required.is_empty() || object.properties.is_empty() || matches!(object.rest, Rest::Allowed | Rest::Of(_))
    {
        return;
    }
    let tags = shape.tags.iter().map(|(key, _)| *key);
    let known: HashSet<&str> = object.properties.iter().map(|(name, _)| *name).chain(tags).collect();
    let mut unknown: Vec<&str> = object.required.difference(&known).copied().filter(|name| is_named(name)).collect();
    if unknown.is_empty() {
        return;
    }
    unknown.sort_unstable();
    let parts = shape.key.0.iter().map(|part| &cx.spec.schemas[part.id()]);
    let places: HashMap<&str, &Pointer> =
        parts.flat_map(|schema| schema.required.iter().map(|name| (name.as_str(), &schema.at))).collect();
    for (position, name) in unknown.into_iter().enumerate() {
        let message = format!("`{name}` is required, and `properties` does not describe it");
        let described = object.properties.iter().map(|(name, _)| *name);
        let help = match nearest(name, described.filter(|_| position < COMPARED)) {
            Some(nearest) => format!("the client does not know it; is `{nearest}` meant?"),
            None => "the client does not know it; describe it, or take it out of `required`".to_owned(),
        };
        let at = places.get(name).map_or_else(|| shape.at.clone(), |at| at.key("required"));
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, at, message).help(help));
    }
}

/// Returns whether a member is not there in a direction, by `readOnly` and `writeOnly`.
pub(super) fn is_absent(shape: &Shape<'_>, direction: Direction) -> bool {
    match direction {
        Direction::Read => shape.notes.write_only,
        Direction::Write => shape.notes.read_only,
    }
}

/// Returns the description of a value: that of this use, or of its type, where that is not an item of the client with a
/// description of its own.
pub(super) fn docs(shape: &Shape<'_>, ty: &Type) -> Option<String> {
    let of_type = if matches!(ty, Type::Named(_)) { None } else { shape.docs };
    shape.notes.docs.or(of_type).and_then(text::clean)
}

/// Returns a member, as if it were optional; `None` when it does not occur in this direction.
fn field(cx: &mut Cx<'_>, name: &str, group: &Group, direction: Direction) -> Option<Field> {
    let shape = cx.shape(group);
    if is_absent(&shape, direction) {
        return None;
    }
    let Typed { mut ty, nullable } = lower(cx, group, direction);
    if direction == Direction::Write {
        ty = body_filter::lower(cx, name, &shape, &ty).unwrap_or(ty);
    }
    let mut annotations = all_annotations(cx, &shape, LISTS);
    if matches!(&ty, Type::Tuple(tuple) if tuple.rest.is_none()) {
        // The type says how many elements there are.
        annotations.bounds.items = Count::default();
    }
    Some(Field {
        at: group.at(cx.spec)?.clone(),
        wire: name.to_owned(),
        docs: docs(&shape, &ty),
        ty,
        presence: Presence::new(false, nullable),
        annotations,
    })
}

/// The depth of nested lists that have annotations of their elements.
const LISTS: u32 = 3;

/// Returns the annotations of a value, and of the elements of a list.
pub(super) fn all_annotations(cx: &mut Cx<'_>, shape: &Shape<'_>, lists: u32) -> Annotations {
    let mut annotations = annotations(&shape.notes);
    match &shape.kind {
        ShapeKind::Scalar(scalar) => annotations.plausible.format = scalar.format.map(str::to_owned),
        ShapeKind::Array(Some(items)) if lists > 0 => {
            let element = cx.shape(items);
            annotations.plausible.elements = Some(Box::new(all_annotations(cx, &element, lists - 1)));
        }
        _ => {}
    }
    annotations
}

/// Returns the annotations of a value.
pub(super) fn annotations(notes: &Notes<'_>) -> Annotations {
    let examples = notes.examples.iter().map(|example| example.to_string()).collect();
    Annotations {
        plausible: Plausible { examples, ..Plausible::default() },
        deprecated: notes.deprecated,
        example: notes.example.map(Value::to_string),
        default: notes.default.filter(|value| !value.is_null()).map(Value::to_string),
        bounds: notes.bounds.clone(),
    }
}
