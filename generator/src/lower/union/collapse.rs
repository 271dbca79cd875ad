//! Merges alternatives that no caller would want to distinguish, such as two kinds of text.

use std::collections::BTreeMap;

use crate::ir::{Alternative, Api, Enum, JsonKind, StringFormat, Test, Tuple, Type, TypeDef, Union};
use crate::lower::context::Cx;
use crate::lower::schema;
use crate::lower::unify::values_of;
use crate::lower::union::facts;
use crate::source::Pointer;

/// Unites such alternatives.
pub(super) fn collapse(cx: &mut Cx<'_>, at: &Pointer, alternatives: &mut Vec<Alternative>) {
    let mut kept: Vec<Alternative> = Vec::new();
    for alternative in std::mem::take(alternatives) {
        let united = kept.iter_mut().find_map(|known| {
            let ty = unite(cx, at, &known.ty, &alternative.ty)?;
            Some((known, ty))
        });
        match united {
            Some((known, ty)) => {
                known.ty = ty;
                known.when = joined(&known.when, &alternative.when);
            }
            None => kept.push(alternative),
        }
    }
    *alternatives = kept;
}

/// Tests of two alternatives that became one: known before only when they are the same.
fn joined(left: &[Test], right: &[Test]) -> Vec<Test> {
    if left == right { left.to_vec() } else { Vec::new() }
}

fn unite(cx: &mut Cx<'_>, at: &Pointer, left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        _ if left == right => Some(left.clone()),
        (Type::Foreign { .. }, _) | (_, Type::Foreign { .. }) => unite(cx, at, left.on_wire(), right.on_wire()),
        (Type::String(_), Type::String(_)) => Some(Type::String(StringFormat::Text)),
        (Type::Integer, Type::Unsigned) | (Type::Unsigned, Type::Integer) => Some(Type::Integer),
        (Type::Integer | Type::Unsigned | Type::Number, Type::Integer | Type::Unsigned | Type::Number) => {
            Some(Type::Number)
        }
        (Type::Object | Type::Map(_), Type::Object | Type::Map(_)) => Some(Type::Object),
        (Type::Nullable(left), Type::Nullable(right)) => unite(cx, at, left, right).map(schema::or_null),
        (Type::Nullable(one), other) | (other, Type::Nullable(one)) => unite(cx, at, one, other).map(schema::or_null),
        (Type::List(left), Type::List(right)) => {
            let item = unite(cx, at, left, right).or_else(|| unite_objects(cx, at, left, right))?;
            Some(Type::List(Box::new(item)))
        }
        (Type::Tuple(left), Type::Tuple(right)) => unite_tuples(cx, at, left, right),
        (Type::Tuple(tuple), Type::List(item)) | (Type::List(item), Type::Tuple(tuple)) => {
            let all = tuple.types().try_fold(item.as_ref().clone(), |all, ty| unite(cx, at, &all, ty))?;
            Some(Type::List(Box::new(all)))
        }
        _ if is_bool(left) && is_bool(right) => Some(Type::Bool),
        _ => unite_values(&mut cx.api, at, left, right),
    }
}

/// Unites tuples of as many places, each of which can be united. The listed values of a place may tell them apart, as
/// in `["circle", 1]` and `["square", 2]`.
fn unite_tuples(cx: &mut Cx<'_>, at: &Pointer, left: &Tuple, right: &Tuple) -> Option<Type> {
    let places = || left.places.iter().zip(&right.places);
    if left.places.len() != right.places.len() || places().any(|(one, other)| have_own_values(&cx.api, one, other)) {
        return None;
    }
    let places = places().map(|(one, other)| unite(cx, at, one, other)).collect::<Option<Vec<Type>>>()?;
    let rest = match (&left.rest, &right.rest) {
        (Some(one), Some(other)) => Some(unite(cx, at, one, other)?),
        (one, other) => one.as_ref().or(other.as_ref()).cloned(),
    };
    Some(Type::Tuple(Box::new(Tuple { places, required: left.required.min(right.required), rest })))
}

fn have_own_values(api: &Api, one: &Type, other: &Type) -> bool {
    match (facts::values(api, one), facts::values(api, other)) {
        (Some(one), Some(other)) => one.iter().all(|value| !other.contains(value)),
        _ => false,
    }
}

/// Unites the elements of two lists of objects: the lists cannot be told apart when they are empty.
fn unite_objects(cx: &mut Cx<'_>, at: &Pointer, left: &Type, right: &Type) -> Option<Type> {
    let mut alternatives = objects(&cx.api, left)?;
    for other in objects(&cx.api, right)? {
        if alternatives.iter().all(|known| known.ty != other.ty) {
            alternatives.push(other);
        }
    }
    let id = cx.api.types.push(TypeDef::Union(Union { at: at.clone(), docs: None, alternatives }));
    cx.unions.push(id);
    Some(Type::Named(id))
}

/// Returns the records that a type may be; `None` when it may be something else, or is not complete yet.
fn objects(api: &Api, ty: &Type) -> Option<Vec<Alternative>> {
    let Type::Named(id) = ty else { return None };
    match &api.types[*id] {
        TypeDef::Enum(_) | TypeDef::Filter(_) => None,
        TypeDef::Record(record) => {
            let (at, ty) = (record.at.clone(), ty.clone());
            Some(vec![Alternative { at, ty, when: Vec::new(), label: Vec::new() }])
        }
        TypeDef::Union(union) => {
            let records = union.alternatives.iter().all(|one| objects(api, &one.ty).is_some());
            (records && !union.alternatives.is_empty()).then(|| union.alternatives.clone())
        }
    }
}

fn is_bool(ty: &Type) -> bool {
    match ty {
        Type::Bool => true,
        Type::Constant(value) => JsonKind::of(value) == JsonKind::Bool,
        _ => false,
    }
}

/// Merges two lists of values of one JSON type.
fn unite_values(api: &mut Api, at: &Pointer, left: &Type, right: &Type) -> Option<Type> {
    let (base, mut values) = values_of(api, left)?;
    let (other, more) = values_of(api, right)?;
    if base != other {
        return None;
    }
    if more.iter().all(|value| values.contains(value)) && matches!(left, Type::Named(_)) {
        return Some(left.clone());
    }
    values.extend(more.into_iter().filter(|value| !values.contains(value)).collect::<Vec<_>>());
    let new = Enum { at: at.clone(), docs: None, base, values, names: BTreeMap::new() };
    Some(Type::Named(api.types.push(TypeDef::Enum(new))))
}
