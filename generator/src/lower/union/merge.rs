//! Merges alternatives that are records of the same or nearly the same shape.

use std::collections::HashSet;

use crate::ir::{Alternative, Api, Record, Type, TypeDef, Union};
use crate::lower::same::same;
use crate::lower::unify::Unifier;

/// Leaves one of each set of alternatives that are the same: whichever comes first, it is the one whose pointer comes
/// first, since their order means nothing.
pub(super) fn duplicates(api: &Api, alternatives: &mut Vec<Alternative>) {
    let mut kept: Vec<Alternative> = Vec::new();
    for alternative in std::mem::take(alternatives) {
        let is_same =
            |known: &&mut Alternative| known.when == alternative.when && same(api, &known.ty, &alternative.ty);
        match kept.iter_mut().find(is_same) {
            Some(known) if known.at > alternative.at => *known = alternative,
            Some(_) => {}
            None => kept.push(alternative),
        }
    }
    *alternatives = kept;
}

/// Makes one record of two that cannot be told apart, if one has all keys of the other and they
/// agree on those. Whether it did.
pub(super) fn records(api: &mut Api, union: &mut Union, left: usize, right: usize) -> bool {
    let (Some(a), Some(b)) = (union.alternatives.get(left), union.alternatives.get(right)) else { return false };
    let (Some(keys), Some(other)) = (keys(api, &a.ty), keys(api, &b.ty)) else { return false };
    if !(keys.is_subset(&other) || other.is_subset(&keys)) {
        return false;
    }
    // The order of alternatives means nothing.
    let (first, second) = if a.at <= b.at { (&a.ty, &b.ty) } else { (&b.ty, &a.ty) };
    let mut unifier = Unifier::new(api);
    let ty = unifier.types(first, second);
    if !unifier.conflicts.is_empty() || !unifier.unions.is_empty() {
        return false;
    }
    if let Some(first) = union.alternatives.get_mut(left) {
        first.ty = ty;
    }
    union.alternatives.remove(right);
    true
}

/// Returns the keys of a record.
fn keys(api: &Api, ty: &Type) -> Option<HashSet<String>> {
    let Type::Named(id) = ty else { return None };
    let TypeDef::Record(record) = &api.types[*id] else { return None };
    Some(record.fields.iter().map(|field| field.wire.clone()).collect())
}

/// Returns the record that is left of a union, in the union's place.
pub(super) fn single_record(api: &Api, union: &Union) -> Option<TypeDef> {
    let [Alternative { ty: Type::Named(id), .. }] = union.alternatives.as_slice() else { return None };
    let TypeDef::Record(record) = &api.types[*id] else { return None };
    let docs = union.docs.clone().or_else(|| record.docs.clone());
    Some(TypeDef::Record(Record { at: union.at.clone(), docs, ..record.clone() }))
}
