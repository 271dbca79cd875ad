//! Alternatives that are records of the same or nearly the same shape.

use crate::ir::{Alternative, Api, Record, Type, TypeDef, Union};
use crate::lower::same::same;
use crate::lower::unify::Unifier;

/// Leaves out alternatives that are the same as an earlier one.
pub(super) fn duplicates(api: &Api, alternatives: &mut Vec<Alternative>) {
    let mut kept: Vec<Alternative> = Vec::new();
    for alternative in std::mem::take(alternatives) {
        let known = kept.iter().any(|known| known.when == alternative.when && same(api, &known.ty, &alternative.ty));
        if !known {
            kept.push(alternative);
        }
    }
    *alternatives = kept;
}

/// Makes one record of two that cannot be told apart, if they agree on all they share. Whether it
/// did.
pub(super) fn records(api: &mut Api, union: &mut Union, left: usize, right: usize) -> bool {
    let (Some(a), Some(b)) = (union.alternatives.get(left), union.alternatives.get(right)) else { return false };
    if !(is_record(api, &a.ty) && is_record(api, &b.ty)) {
        return false;
    }
    let mut unifier = Unifier::new(api);
    let ty = unifier.types(&a.ty, &b.ty);
    if !unifier.conflicts.is_empty() {
        return false;
    }
    if let Some(first) = union.alternatives.get_mut(left) {
        first.ty = ty;
    }
    union.alternatives.remove(right);
    true
}

fn is_record(api: &Api, ty: &Type) -> bool {
    matches!(ty, Type::Named(id) if matches!(api.types[*id], TypeDef::Record(_)))
}

/// The record that is left of a union, in the union's place.
pub(super) fn single_record(api: &Api, union: &Union) -> Option<TypeDef> {
    let [Alternative { ty: Type::Named(id), .. }] = union.alternatives.as_slice() else { return None };
    let TypeDef::Record(record) = &api.types[*id] else { return None };
    let docs = union.docs.clone().or_else(|| record.docs.clone());
    Some(TypeDef::Record(Record { at: union.at.clone(), docs, ..record.clone() }))
}
