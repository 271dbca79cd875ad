//! Types for which the same code is emitted, except for their names.

use std::collections::{BTreeSet, HashMap};

use crate::ir::visit::NamedTypes;
use crate::ir::{Api, Field, Type, TypeDef, TypeId};

/// Returns the class of each type, by [`TypeId`]: types of one class are equal, docs of their members included.
///
/// Found by refinement: types begin in one class where they are equal but for what they name, and a class
/// is parted as long as its members differ in the classes of that. So types that contain themselves are
/// compared as well.
pub(crate) fn classes(api: &Api) -> Vec<usize> {
    let parts: Vec<Parts> = api.types.ids().map(|id| parts(api, id)).collect();
    let mut own: HashMap<&str, usize> = HashMap::new();
    let own: Vec<usize> = parts.iter().map(|parts| number(&mut own, parts.text.as_str())).collect();
    let mut classes = own.clone();
    let mut count = classes.iter().max().map_or(0, |last| last + 1);
    loop {
        let mut numbers: HashMap<(usize, Vec<(usize, usize)>), usize> = HashMap::new();
        let next: Vec<usize> = parts
            .iter()
            .zip(&own)
            .map(|(parts, own)| {
                let class = |id: &TypeId| classes.get(id.index()).copied().unwrap_or(usize::MAX);
                let mut named: Vec<(usize, usize)> = parts.named.iter().map(|(rank, id)| (*rank, class(id))).collect();
                named.sort_unstable();
                number(&mut numbers, (*own, named))
            })
            .collect();
        classes = next;
        if numbers.len() == count {
            return classes;
        }
        count = numbers.len();
    }
}

/// Returns the number of a key, in order of appearance.
fn number<K: Eq + std::hash::Hash>(numbers: &mut HashMap<K, usize>, key: K) -> usize {
    let fresh = numbers.len();
    *numbers.entry(key).or_insert(fresh)
}

/// A type in parts: all of it but what it names as text, and what it names.
struct Parts {
    text: String,
    /// The types that are named, each with the rank of the part that names it. In which order a
    /// document lists values, members and alternatives tells no types apart.
    named: Vec<(usize, TypeId)>,
}

fn parts(api: &Api, id: TypeId) -> Parts {
    match &api.types[id] {
        TypeDef::Enum(node) => {
            let values: BTreeSet<&String> = node.values.iter().collect();
            Parts { text: format!("enum {:?} {values:?}", node.base), named: Vec::new() }
        }
        TypeDef::Record(node) => {
            let field = |Field { at: _, wire, ty, presence, docs, annotations }: &Field| {
                let text =
                    format!("{wire:?} {} {presence:?} {docs:?} {annotations} {:?}", shape(ty), annotations.example);
                (text, NamedTypes::of(ty))
            };
            let rest = node.rest.iter().map(|ty| (format!("rest {}", shape(ty)), NamedTypes::of(ty)));
            together("record", node.fields.iter().map(field).chain(rest).collect())
        }
        TypeDef::Union(node) => {
            let alternatives = node.alternatives.iter().map(|item| {
                (format!("{} {:?} {:?}", shape(&item.ty), item.when, item.label), NamedTypes::of(&item.ty))
            });
            together("union", alternatives.collect())
        }
        // Each is of its own place: one is no filter of another.
        TypeDef::Filter(_) => Parts { text: format!("filter {}", id.index()), named: Vec::new() },
    }
}

/// More places than all tuples inside each other have.
const PLACES: usize = 1 << 32;

fn together(kind: &str, mut members: Vec<(String, Vec<TypeId>)>) -> Parts {
    members.sort_unstable();
    let mut parts = Parts { text: kind.to_owned(), named: Vec::new() };
    let (mut rank, mut last) = (0, None);
    for (text, ids) in &members {
        // Those that are alike but for what they name have no order among themselves; the places of a tuple do.
        if last != Some(text) {
            rank += PLACES;
        }
        last = Some(text);
        parts.text.push('\n');
        parts.text.push_str(text);
        parts.named.extend(ids.iter().enumerate().map(|(place, id)| (rank + place, *id)));
    }
    parts
}

/// Returns a type without what it names.
fn shape(ty: &Type) -> String {
    match ty {
        Type::Named(_) => "a class".to_owned(),
        Type::List(inner) => format!("list of {}", shape(inner)),
        Type::Tuple(tuple) => {
            let places: Vec<String> = tuple.places.iter().map(shape).collect();
            let rest = tuple.rest.as_ref().map(shape);
            format!("tuple of {places:?}, at least {}, then {rest:?}", tuple.required)
        }
        Type::Map(inner) => format!("map of {}", shape(inner)),
        Type::Nullable(inner) => format!("null or {}", shape(inner)),
        other => format!("{other:?}"),
    }
}
