//! Groups enums that become one type: an attribute in several schemas, and filters on it.

use std::collections::BTreeMap;

use crate::ir::{self, Api, EnumBase, Filter, Type, TypeDef, TypeId};
use crate::name::Module;
use crate::name::lock::{Lock, Section};
use crate::name::origin::{NameOrigin, Origins, type_key};

/// The attribute that an enum is of: enums of one attribute, seen in several schemas, are one type.
type EnumKey = (Module, Vec<String>, bool);

/// Returns, for each enum, the one that is emitted for it.
pub(crate) fn enum_groups(api: &Api, lock: &Lock, origins: &Origins) -> BTreeMap<TypeId, TypeId> {
    let mut first: BTreeMap<EnumKey, TypeId> = BTreeMap::new();
    let mut groups = BTreeMap::new();
    let mut found: Vec<(&NameOrigin, TypeId, &ir::Enum)> = Vec::new();
    for ((id, ty), origin) in api.types.iter().zip(&origins.types) {
        if let (TypeDef::Enum(node), Some(origin)) = (ty, origin) {
            found.push((origin, id, node));
        }
    }
    found.sort_by(|a, b| a.0.cmp(b.0).then_with(|| api.types[a.1].at().cmp(api.types[b.1].at())));
    for (origin, id, node) in found {
        let key = (origin.module, enum_path(origin), node.base == EnumBase::Integer);
        groups.insert(id, *first.entry(key).or_insert(id));
    }
    adopt_filter_enums(api, lock, origins, &mut groups);
    groups
}

/// Returns the path that identifies an enum in its module: below a resource the attribute, whatever view it
/// was seen in.
fn enum_path(origin: &NameOrigin) -> Vec<String> {
    match origin.module {
        Module::Resource(_) => origin.path.clone(),
        Module::Tag(_) => std::iter::once(origin.prefix.clone()).chain(origin.path.iter().cloned()).collect(),
    }
}

/// Gives a filter on an attribute the attribute's enum, unless the filter knows more values, or had an
/// enum of its own before.
fn adopt_filter_enums(api: &Api, lock: &Lock, origins: &Origins, groups: &mut BTreeMap<TypeId, TypeId>) {
    for (_, operation) in api.operations.iter() {
        let Filter::Expression { fields, .. } = &operation.query.filter else { continue };
        for field in fields {
            let ir::FilterValue::Enum(id) = field.value else { continue };
            let key = origins.types.get(id.index()).and_then(Option::as_ref).map(|origin| type_key(api, origin, id));
            if key.is_some_and(|key| lock.get(Section::Types, &key).is_some()) {
                continue;
            }
            let attribute = attribute_enum(api, operation, &field.wire).and_then(|id| groups.get(&id).copied());
            if let Some(attribute) = attribute
                && is_subset(api, id, attribute)
            {
                groups.insert(id, attribute);
            }
        }
    }
}

fn attribute_enum(api: &Api, operation: &ir::Operation, attribute: &str) -> Option<TypeId> {
    let ir::Payload::Document(document) = &operation.success.payload else { return None };
    let resource = document.data.resource()?;
    let view = api.resources[resource].read.as_ref()?;
    let field = view.attributes.iter().find(|field| field.wire == attribute)?;
    match &field.ty {
        Type::Named(id) if matches!(&api.types[*id], TypeDef::Enum(_)) => Some(*id),
        _ => None,
    }
}

fn is_subset(api: &Api, part: TypeId, whole: TypeId) -> bool {
    match (&api.types[part], &api.types[whole]) {
        (TypeDef::Enum(part), TypeDef::Enum(whole)) => part.values.iter().all(|value| whole.values.contains(value)),
        _ => false,
    }
}
