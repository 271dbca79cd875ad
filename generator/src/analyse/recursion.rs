//! Types that contain themselves, and fields that must be boxed: because of recursion, or because values would be too
//! large.

use crate::ir::visit::{NamedTypes, Visit};
use crate::ir::{Api, Type, TypeDef, TypeId};

/// The cycles of the type graph.
#[derive(Debug)]
pub(crate) struct Recursion {
    /// For each type the number of its component over all edges, and whether that is a cycle.
    any: Components,
    /// The same over the edges that would make a Rust type infinitely large: from a record to a
    /// record, not through a list, a map or a union (whose variants are boxed anyway).
    inline: Components,
    /// For each type whether its values are so large that what holds one holds it boxed.
    large: Vec<bool>,
    /// For each type how many types it stands in, counted as often as it does.
    uses: Vec<usize>,
}

/// The size from which values are boxed, in machine words: 8 KiB. Types that hold two of the next would double in size
/// with each step.
const LARGE: usize = 1024;

impl Recursion {
    /// Returns whether values of the type may contain values of the type.
    pub(crate) fn is_recursive(&self, id: TypeId) -> bool {
        self.any.in_cycle(id, id)
    }

    /// Returns whether a field of type `field` in the record `owner` must be boxed.
    pub(crate) fn is_boxed(&self, owner: TypeId, field: &Type) -> bool {
        matches!(field, Type::Named(id) if self.inline.in_cycle(owner, *id)) || self.is_large(field)
    }

    /// Returns whether there is more than one way from other types to this one.
    pub(crate) fn is_shared(&self, id: TypeId) -> bool {
        self.uses.get(id.index()).is_some_and(|uses| *uses > 1)
    }

    /// Returns whether a field of this type must be boxed wherever it is.
    pub(crate) fn is_large(&self, field: &Type) -> bool {
        matches!(field, Type::Named(id) if self.large.get(id.index()).copied().unwrap_or_default())
    }
}

/// Finds all cycles.
pub(crate) fn recursion(api: &Api) -> Recursion {
    let all = |id: TypeId| {
        let mut edges = NamedTypes::default();
        edges.visit_definition(&api.types[id]);
        edges.0
    };
    let inline = |id: TypeId| match &api.types[id] {
        TypeDef::Record(record) => record.fields.iter().filter_map(|field| held(api, &field.ty)).collect(),
        TypeDef::Enum(_) | TypeDef::Union(_) | TypeDef::Filter(_) => Vec::new(),
    };
    let inline = components(api, inline);
    let mut uses = vec![0; api.types.len()];
    for id in api.types.ids().flat_map(all) {
        if let Some(count) = uses.get_mut(id.index()) {
            *count += 1;
        }
    }
    Recursion { any: components(api, all), large: large(api, &inline), inline, uses }
}

/// Returns which records are large. What a record holds has a component of a lower number, or of the same where it is
/// boxed.
fn large(api: &Api, inline: &Components) -> Vec<bool> {
    let component = |id: TypeId| inline.component.get(id.index()).copied();
    let mut ids: Vec<TypeId> = api.types.ids().collect();
    ids.sort_by_key(|id| component(*id));
    let mut sizes = vec![0_usize; api.types.len()];
    for id in ids {
        let TypeDef::Record(record) = &api.types[id] else { continue };
        let words = record.fields.iter().map(|field| {
            words(api, &field.ty, &|target| {
                let size = sizes.get(target.index()).copied().unwrap_or_default();
                if inline.in_cycle(id, target) || size > LARGE { 1 } else { size }
            })
        });
        let size = words.sum();
        if let Some(slot) = sizes.get_mut(id.index()) {
            *slot = size;
        }
    }
    sizes.into_iter().map(|size| size > LARGE).collect()
}

/// Returns how many machine words a value takes in what holds it, by the size of records.
fn words(api: &Api, ty: &Type, size: &impl Fn(TypeId) -> usize) -> usize {
    match (held(api, ty), ty) {
        (Some(target), _) => size(target),
        (None, Type::Bool) => 1,
        (None, Type::Integer | Type::Unsigned | Type::Number) => 2,
        (None, Type::Tuple(tuple)) => tuple.types().map(|place| words(api, place, size)).sum(),
        (None, _) => 3,
    }
}

/// Returns the record that a field of this type would hold within itself.
fn held(api: &Api, field: &Type) -> Option<TypeId> {
    match field {
        Type::Named(id) if matches!(api.types[*id], TypeDef::Record(_)) => Some(*id),
        _ => None,
    }
}

/// Strongly connected components.
#[derive(Debug)]
struct Components {
    component: Vec<usize>,
    cyclic: Vec<bool>,
}

impl Components {
    fn in_cycle(&self, from: TypeId, to: TypeId) -> bool {
        let component = |id: TypeId| self.component.get(id.index()).copied();
        component(from)
            .is_some_and(|number| component(to) == Some(number) && self.cyclic.get(number).copied().unwrap_or_default())
    }
}

/// Finds strongly connected components by Tarjan's algorithm, with an explicit stack: documents may nest deeper than
/// the stack of a thread allows.
fn components(api: &Api, edges: impl Fn(TypeId) -> Vec<TypeId>) -> Components {
    let count = api.types.len();
    let mut state = Tarjan {
        order: vec![None; count],
        low: vec![0; count],
        on_stack: vec![false; count],
        stack: Vec::new(),
        found: Components { component: vec![usize::MAX; count], cyclic: Vec::new() },
        next: 0,
    };
    for root in api.types.ids() {
        if state.order.get(root.index()).is_some_and(Option::is_none) {
            state.run(root, &edges);
        }
    }
    state.found
}

struct Tarjan {
    order: Vec<Option<usize>>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<TypeId>,
    found: Components,
    next: usize,
}

#[expect(clippy::indexing_slicing, reason = "every table has a row for every node of the arena")]
impl Tarjan {
    fn run(&mut self, root: TypeId, edges: &impl Fn(TypeId) -> Vec<TypeId>) {
        let mut work: Vec<(TypeId, Vec<TypeId>)> = vec![(root, self.enter(root, edges))];
        while let Some((node, targets)) = work.last_mut() {
            let node = *node;
            match targets.pop() {
                Some(target) => match self.order[target.index()] {
                    None => {
                        let entered = self.enter(target, edges);
                        work.push((target, entered));
                    }
                    Some(order) if self.on_stack[target.index()] => {
                        self.low[node.index()] = self.low[node.index()].min(order);
                    }
                    Some(_) => {}
                },
                None => {
                    work.pop();
                    if let Some((parent, _)) = work.last() {
                        self.low[parent.index()] = self.low[parent.index()].min(self.low[node.index()]);
                    }
                    self.leave(node, edges);
                }
            }
        }
    }

    fn enter(&mut self, node: TypeId, edges: &impl Fn(TypeId) -> Vec<TypeId>) -> Vec<TypeId> {
        self.order[node.index()] = Some(self.next);
        self.low[node.index()] = self.next;
        self.next += 1;
        self.stack.push(node);
        self.on_stack[node.index()] = true;
        edges(node)
    }

    fn leave(&mut self, node: TypeId, edges: &impl Fn(TypeId) -> Vec<TypeId>) {
        if Some(self.low[node.index()]) != self.order[node.index()] {
            return;
        }
        let number = self.found.cyclic.len();
        let mut size = 0;
        while let Some(member) = self.stack.pop() {
            self.on_stack[member.index()] = false;
            self.found.component[member.index()] = number;
            size += 1;
            if member == node {
                break;
            }
        }
        self.found.cyclic.push(size > 1 || edges(node).contains(&node));
    }
}
