//! The places where resources are sent. They identify the views of one type even when schemas are renamed.

use std::collections::BTreeSet;

use crate::ir::{self, Api, BodyContent, Type, TypeDef, TypeId, WriteRole, WriteViewId};
use crate::name::case::singular;
use crate::name::origin::key;
use crate::name::view::other_text;

/// Returns the places of each view, by [`WriteViewId`]: operations that send it by itself, and attributes that
/// it is embedded in.
pub(crate) fn places(api: &Api) -> Vec<BTreeSet<String>> {
    let mut places = vec![BTreeSet::new(); api.write_views.len()];
    let mut add = |view: WriteViewId, place: String| {
        if let Some(places) = places.get_mut(view.index()) {
            places.insert(place);
        }
    };
    for (_, operation) in api.operations.iter() {
        for view in operation.sent_included().iter().flat_map(|included| &included.views) {
            let wire = &api.resources[api.write_views[*view].resource].wire_type;
            add(*view, key(&call(&operation.id, "included"), std::slice::from_ref(wire)));
        }
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Resource { view, .. }) => add(*view, key(&call(&operation.id, "body"), &[])),
            Some(BodyContent::AnyResource { views, .. }) => {
                for view in views {
                    let wire = &api.resources[api.write_views[*view].resource].wire_type;
                    add(*view, key(&call(&operation.id, "body"), std::slice::from_ref(wire)));
                }
            }
            Some(BodyContent::Batch(operations)) => {
                for change in operations.iter().map(|operation| &operation.change) {
                    if let Some(view) = change.view() {
                        add(view, key(&call(&operation.id, "batch"), &[change.words(api)]));
                    }
                }
            }
            _ => {}
        }
    }
    for (_, view) in api.write_views.iter() {
        let root = sent(api, view);
        for field in &view.attributes {
            let path = vec![field.wire.clone()];
            embedded(api, &field.ty, &path, &mut BTreeSet::new(), &mut |id, path| add(id, key(&root, path)));
        }
        for field in &view.others {
            let path = vec![other_text(view, field)];
            embedded(api, &field.ty, &path, &mut BTreeSet::new(), &mut |id, path| add(id, key(&root, path)));
        }
        for relationship in &view.relationships {
            let path = vec![relationship.wire.clone()];
            let mut found = |id: WriteViewId, path: &[String]| add(id, key(&root, path));
            relationship.whole.iter().for_each(|ty| embedded(api, ty, &path, &mut BTreeSet::new(), &mut found));
        }
    }
    places
}

/// Returns the root of what an operation alone has.
pub(crate) fn call(operation: &str, part: &str) -> String {
    format!("call {operation} {part}").trim_end().to_owned()
}

/// Returns the root of what a view has.
pub(crate) fn sent(api: &Api, view: &ir::WriteView) -> String {
    let verb = match view.role {
        WriteRole::Create => "create",
        WriteRole::Update => "update",
    };
    format!("{verb} {}", api.resources[view.resource].wire_type)
}

/// Calls `found` for every view that a value of type `ty` embeds, with the keys that lead there.
fn embedded(
    api: &Api,
    ty: &Type,
    path: &[String],
    seen: &mut BTreeSet<TypeId>,
    found: &mut impl FnMut(WriteViewId, &[String]),
) {
    match ty {
        Type::Embedded { view, many: false } => found(*view, path),
        Type::Embedded { view, many: true } => found(*view, &of_one(path)),
        Type::List(inner) | Type::Map(inner) => embedded(api, inner, &of_one(path), seen, found),
        Type::Tuple(tuple) => tuple.types().for_each(|inner| embedded(api, inner, &of_one(path), seen, found)),
        Type::Nullable(inner) => embedded(api, inner, path, seen, found),
        Type::Named(id) if seen.insert(*id) => {
            let TypeDef::Record(record) = &api.types[*id] else { return };
            for field in &record.fields {
                let path: Vec<String> = path.iter().chain([&field.wire]).cloned().collect();
                embedded(api, &field.ty, &path, seen, found);
            }
        }
        _ => {}
    }
}

/// Returns the path to an element of the list at `path`.
fn of_one(path: &[String]) -> Vec<String> {
    let mut path = path.to_vec();
    if let Some(last) = path.last_mut() {
        *last = singular(last);
    }
    path
}
