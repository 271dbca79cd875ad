//! Filters by id: finds the resource type whose id it is.

use crate::ir::{Api, Filter, FilterField, FilterValue, OperationId, ReadView, Relationship, ResourceId};

/// Gives the fields that hold ids the type of those ids.
pub(super) fn infer_all(api: &mut Api) {
    let ids: Vec<OperationId> = api.operations.ids().collect();
    for id in ids {
        let Filter::Expression { fields, .. } = &api.operations[id].query.filter else { continue };
        let primary = api.operations[id].primary();
        let typed: Vec<FilterField> = fields.iter().map(|field| typed(api, primary, field.clone())).collect();
        if let Filter::Expression { fields, .. } = &mut api.operations[id].query.filter {
            *fields = typed;
        }
    }
}

/// Returns the field with the type of its ids, if it holds ids of a known type.
pub(super) fn typed(api: &Api, primary: Option<ResourceId>, field: FilterField) -> FilterField {
    match (&field.value, target(api, primary, &field.wire)) {
        (FilterValue::Text, Some(target)) => FilterField { value: FilterValue::Id(target), ..field },
        _ => field,
    }
}

/// Returns the resource that a field names by id: `id` the primary one, `<relationship>.id` and
/// `<relationship>_id` the one it leads to, `<type>_id` one of that type. Attributes called
/// `.._id` hold what they say, so they are left alone.
fn target(api: &Api, primary: Option<ResourceId>, wire: &str) -> Option<ResourceId> {
    if wire == "id" {
        return primary;
    }
    let view = primary.and_then(|primary| api.resources[primary].read.as_ref());
    if let Some(name) = wire.strip_suffix(".id") {
        return relationship(view?, name);
    }
    let name = wire.strip_suffix("_id")?;
    let is_attribute = view.is_some_and(|view| view.attributes.iter().any(|field| field.wire == wire));
    if is_attribute || name.contains('.') {
        return None;
    }
    view.and_then(|view| relationship(view, name)).or_else(|| of_type(api, name))
}

/// Returns where the relationship of this name leads, if to one type; filters name one of a to-many
/// relationship in the singular.
fn relationship(view: &ReadView, name: &str) -> Option<ResourceId> {
    let plurals = [format!("{name}s"), name.strip_suffix('y').map_or_else(String::new, |stem| format!("{stem}ies"))];
    let named = |wire: &str| view.relationships.iter().find(|relationship| relationship.wire == wire);
    let found = named(name).or_else(|| plurals.iter().find_map(|plural| named(plural)))?;
    only_target(found)
}

fn only_target(relationship: &Relationship) -> Option<ResourceId> {
    match relationship.targets.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn of_type(api: &Api, name: &str) -> Option<ResourceId> {
    api.resources.iter().find(|(_, resource)| resource.wire_type.replace('-', "_") == name).map(|(id, _)| id)
}
