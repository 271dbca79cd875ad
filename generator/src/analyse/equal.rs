//! Which types are equal in all that is emitted for them, but their names.

use std::collections::HashMap;

use crate::ir::{Api, Field, Type, TypeDef, TypeId};

/// The class of each type, by [`TypeId`]: types of one class are equal, docs of their members included.
///
/// Found by refinement: all types begin in one class, and a class is parted as long as its members
/// differ in themselves or in the classes of what they name. So types that contain themselves are
/// compared as well.
pub(crate) fn classes(api: &Api) -> Vec<usize> {
    let mut classes = vec![0; api.types.len()];
    let mut count = 1;
    loop {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let next: Vec<usize> = api
            .types
            .ids()
            .map(|id| {
                let fresh = numbers.len();
                *numbers.entry(signature(api, id, &classes)).or_insert(fresh)
            })
            .collect();
        classes = next;
        if numbers.len() == count {
            return classes;
        }
        count = numbers.len();
    }
}

fn signature(api: &Api, id: TypeId, classes: &[usize]) -> String {
    let ty = |ty: &Type| type_signature(ty, classes);
    match &api.types[id] {
        TypeDef::Enum(node) => format!("enum {:?} {:?}", node.base, sorted(node.values.iter().collect())),
        TypeDef::Record(node) => {
            let field = |Field { at: _, wire, ty: kind, presence, docs, deprecated, example }: &Field| {
                format!("{wire:?} {} {presence:?} {docs:?} {deprecated} {example:?}", ty(kind))
            };
            let fields = sorted(node.fields.iter().map(field).collect());
            format!("record {:?} {fields:?}", node.rest.as_ref().map(ty))
        }
        TypeDef::Union(node) => {
            let alternatives: Vec<String> = (node.alternatives.iter())
                .map(|item| format!("{} {:?} {:?}", ty(&item.ty), item.when, item.label))
                .collect();
            format!("union {:?}", sorted(alternatives))
        }
        // Each is of its own place: one is no filter of another.
        TypeDef::Filter(_) => format!("filter {}", id.index()),
    }
}

/// In which order a description lists values, members and alternatives tells no types apart.
fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort_unstable();
    items
}

fn type_signature(ty: &Type, classes: &[usize]) -> String {
    match ty {
        Type::Named(id) => format!("class {}", classes.get(id.index()).copied().unwrap_or(usize::MAX)),
        Type::List(inner) => format!("list of {}", type_signature(inner, classes)),
        Type::Map(inner) => format!("map of {}", type_signature(inner, classes)),
        other => format!("{other:?}"),
    }
}
