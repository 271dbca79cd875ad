//! Alternatives that are one type in Rust, such as two kinds of text.

use crate::ir::{Alternative, Api, Enum, EnumBase, JsonKind, StringFormat, Type, TypeDef};
use crate::lower::union::facts;
use crate::source::Pointer;

/// Unites alternatives that no caller would want to tell apart.
pub(super) fn collapse(api: &mut Api, at: &Pointer, alternatives: &mut Vec<Alternative>) {
    let mut kept: Vec<Alternative> = Vec::new();
    for alternative in std::mem::take(alternatives) {
        let united = kept.iter_mut().find_map(|known| {
            let ty = unite(api, at, &known.ty, &alternative.ty)?;
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
fn joined(left: &[crate::ir::Test], right: &[crate::ir::Test]) -> Vec<crate::ir::Test> {
    if left == right { left.to_vec() } else { Vec::new() }
}

fn unite(api: &mut Api, at: &Pointer, left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        _ if left == right => Some(left.clone()),
        (Type::String(_), Type::String(_)) => Some(Type::String(StringFormat::Text)),
        (Type::Integer | Type::Number, Type::Integer | Type::Number) => Some(Type::Number),
        (Type::Object | Type::Map(_), Type::Object | Type::Map(_)) => Some(Type::Object),
        (Type::List(left), Type::List(right)) => Some(Type::List(Box::new(unite(api, at, left, right)?))),
        _ if is_bool(left) && is_bool(right) => Some(Type::Bool),
        _ => unite_values(api, at, left, right),
    }
}

fn is_bool(ty: &Type) -> bool {
    match ty {
        Type::Bool => true,
        Type::Constant(value) => facts::constant_kind(value) == JsonKind::Bool,
        _ => false,
    }
}

/// Two lists of values of one JSON type are one list.
fn unite_values(api: &mut Api, at: &Pointer, left: &Type, right: &Type) -> Option<Type> {
    let (base, mut values) = listed(api, left)?;
    let (other, more) = listed(api, right)?;
    if base != other {
        return None;
    }
    if more.iter().all(|value| values.contains(value)) && matches!(left, Type::Named(_)) {
        return Some(left.clone());
    }
    values.extend(more.into_iter().filter(|value| !values.contains(value)).collect::<Vec<_>>());
    let new = Enum { at: at.clone(), docs: None, base, values };
    Some(Type::Named(api.types.push(TypeDef::Enum(new))))
}

fn listed(api: &Api, ty: &Type) -> Option<(EnumBase, Vec<String>)> {
    match ty {
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Enum(listed) => Some((listed.base, listed.values.clone())),
            _ => None,
        },
        Type::Constant(value) => match serde_json::from_str(value).ok()? {
            serde_json::Value::String(text) => Some((EnumBase::String, vec![text])),
            serde_json::Value::Number(number) if number.is_i64() => Some((EnumBase::Integer, vec![number.to_string()])),
            _ => None,
        },
        _ => None,
    }
}
