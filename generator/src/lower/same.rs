//! Compares the structure of two types on the wire, whatever their names are.

use std::collections::HashSet;

use crate::ir::{Api, DocumentMeta, Field, Relationship, Type, TypeDef, TypeId, WriteViewId};

/// The largest depth to which types are compared. Deeper types count as different.
const DEPTH: usize = 100;

/// Compares structure: keys, types, presence, values; not texts and places.
pub(super) fn same(api: &Api, left: &Type, right: &Type) -> bool {
    Same { api, assumed: HashSet::new(), views: HashSet::new(), depth: 0 }.types(left, right)
}

/// Compares two write views.
pub(super) fn same_view(api: &Api, left: WriteViewId, right: WriteViewId) -> bool {
    Same { api, assumed: HashSet::new(), views: HashSet::new(), depth: 0 }.view(left, right)
}

struct Same<'a> {
    api: &'a Api,
    /// Pairs that are being compared: they are the same unless something else differs.
    assumed: HashSet<(TypeId, TypeId)>,
    views: HashSet<(WriteViewId, WriteViewId)>,
    depth: usize,
}

impl Same<'_> {
    fn types(&mut self, left: &Type, right: &Type) -> bool {
        if self.depth == DEPTH {
            return false;
        }
        self.depth += 1;
        let same = self.same_depth(left, right);
        self.depth -= 1;
        same
    }

    fn same_depth(&mut self, left: &Type, right: &Type) -> bool {
        match (left, right) {
            (Type::Named(left), Type::Named(right)) => self.named(*left, *right),
            (Type::List(left), Type::List(right))
            | (Type::Map(left), Type::Map(right))
            | (Type::Nullable(left), Type::Nullable(right)) => self.types(left, right),
            (Type::Tuple(left), Type::Tuple(right)) => {
                let are_same = |(left, right)| self.types(left, right);
                (left.required, left.places.len()) == (right.required, right.places.len())
                    && left.places.iter().zip(&right.places).all(are_same)
                    && self.optional(left.rest.as_ref(), right.rest.as_ref())
            }
            (Type::Embedded { view: left, many }, Type::Embedded { view: right, many: other }) => {
                many == other && self.view(*left, *right)
            }
            _ => left == right,
        }
    }

    fn named(&mut self, left: TypeId, right: TypeId) -> bool {
        if left == right || !self.assumed.insert((left, right)) {
            return true;
        }
        match (&self.api.types[left], &self.api.types[right]) {
            (TypeDef::Enum(left), TypeDef::Enum(right)) => left.base == right.base && left.values == right.values,
            (TypeDef::Record(left), TypeDef::Record(right)) => {
                self.fields(&left.fields, &right.fields) && self.optional(left.rest.as_ref(), right.rest.as_ref())
            }
            (TypeDef::Union(left), TypeDef::Union(right)) => {
                left.alternatives.len() == right.alternatives.len()
                    && left.alternatives.iter().zip(&right.alternatives).all(|(a, b)| self.types(&a.ty, &b.ty))
            }
            _ => false,
        }
    }

    fn optional(&mut self, left: Option<&Type>, right: Option<&Type>) -> bool {
        match (left, right) {
            (Some(left), Some(right)) => self.types(left, right),
            (left, right) => left.is_none() && right.is_none(),
        }
    }

    fn fields(&mut self, left: &[Field], right: &[Field]) -> bool {
        left.len() == right.len()
            && left.iter().all(|a| {
                right
                    .iter()
                    .find(|b| a.wire == b.wire)
                    .is_some_and(|b| a.presence == b.presence && self.types(&a.ty, &b.ty))
            })
    }

    fn view(&mut self, left: WriteViewId, right: WriteViewId) -> bool {
        if left == right || !self.views.insert((left, right)) {
            return true;
        }
        let (a, b) = (&self.api.write_views[left], &self.api.write_views[right]);
        (a.resource, a.role, a.id, a.id_type, a.local, a.open, a.sends_attributes(), a.requires_relationships)
            == (b.resource, b.role, b.id, b.id_type, b.local, b.open, b.sends_attributes(), b.requires_relationships)
            && a.relationship_tags == b.relationship_tags
            && a.given_id.names == b.given_id.names
            && self.fields(&a.attributes, &b.attributes)
            && relationships(&a.relationships, &b.relationships)
            && self.meta(a.meta.as_ref(), b.meta.as_ref())
            && self.fields(&a.others, &b.others)
    }

    fn meta(&mut self, left: Option<&DocumentMeta>, right: Option<&DocumentMeta>) -> bool {
        match (left, right) {
            (Some(left), Some(right)) => left.required == right.required && self.types(&left.ty, &right.ty),
            (left, right) => left.is_none() && right.is_none(),
        }
    }
}

fn relationships(left: &[Relationship], right: &[Relationship]) -> bool {
    let same = |(a, b): (&Relationship, &Relationship)| {
        let told = |one: &Relationship| (one.arity, one.id_type, one.required, one.local);
        a.wire == b.wire && a.targets == b.targets && told(a) == told(b) && a.whole == b.whole
    };
    left.len() == right.len() && left.iter().zip(right).all(same)
}
