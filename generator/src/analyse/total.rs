//! The records whose values are equal to themselves: nothing in them is a number with a fraction, or JSON of any kind. Such records can
//! derive `Eq`, `Hash` and `Ord`.

use std::collections::BTreeSet;

use crate::ir::{Api, EnumBase, Field, StringFormat, Type, TypeDef, TypeId};

/// The records of a document with that property.
#[derive(Debug)]
pub(crate) struct Total(BTreeSet<TypeId>);

/// Finds them. Records may hold each other, so all are taken to be such until something in them is not.
pub(crate) fn total(api: &Api) -> Total {
    let records = api.types.iter().filter(|(_, ty)| matches!(ty, TypeDef::Record(_)));
    let mut total = Total(records.map(|(id, _)| id).collect());
    loop {
        let others: Vec<TypeId> = total.0.iter().copied().filter(|id| !total.holds_definition(api, *id)).collect();
        if others.is_empty() {
            return total;
        }
        total.0.retain(|id| !others.contains(id));
    }
}

impl Total {
    /// Returns whether a record with these fields, and members that are not named, is one.
    pub(crate) fn holds(&self, api: &Api, fields: &[Field], rest: Option<&Type>) -> bool {
        rest.is_none() && fields.iter().all(|field| self.holds_type(api, &field.ty))
    }

    fn holds_definition(&self, api: &Api, id: TypeId) -> bool {
        match &api.types[id] {
            TypeDef::Record(record) => self.holds(api, &record.fields, record.rest.as_ref()),
            _ => false,
        }
    }

    fn holds_type(&self, api: &Api, ty: &Type) -> bool {
        match ty {
            Type::Bool | Type::Integer | Type::Unsigned | Type::Constant(_) => true,
            // A secret text is compared, and never hashed or sorted.
            Type::String(format) => *format != StringFormat::Password,
            Type::List(inner) | Type::Nullable(inner) => self.holds_type(api, inner),
            Type::Named(id) => match &api.types[*id] {
                TypeDef::Enum(node) => matches!(node.base, EnumBase::String),
                TypeDef::Record(_) => self.0.contains(id),
                _ => false,
            },
            _ => false,
        }
    }
}
