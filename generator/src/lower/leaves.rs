//! Follows `$ref` and `allOf` to the schemas that describe a value themselves.

use crate::lower::shape::{Group, Notes, SchemaPart, contributes};
use crate::spec::{Additional, Schema, SchemaId, Spec};

/// The schemas that a walk met.
pub(super) struct Leaves<'a> {
    /// The group without its wrappers: references, and `allOf`, `oneOf` or `anyOf` around one schema.
    pub(super) roots: Vec<SchemaPart>,
    /// The schemas with keywords of their own, in order.
    pub(super) leaves: Vec<SchemaPart>,
    /// All schemas on the way, outermost first.
    pub(super) passed: Vec<SchemaId>,
    /// The annotations on the way.
    pub(super) notes: Notes<'a>,
}

/// A step that is still to be done; a list of them instead of recursion, because chains may be as
/// long as the document.
enum PendingStep {
    Enter(SchemaPart),
    Leaf(SchemaPart),
}

/// Walks a group. Circles have been cut before.
pub(super) fn walk<'a>(spec: &'a Spec, group: &Group) -> Leaves<'a> {
    let mut walk = Leaves { roots: Vec::new(), leaves: Vec::new(), passed: Vec::new(), notes: Notes::default() };
    for part in &group.0 {
        let root = unwrapped(spec, *part, &mut walk);
        if !walk.roots.contains(&root) {
            walk.roots.push(root);
            spread(spec, root, &mut walk);
        }
    }
    if walk.roots.len() > 1 {
        let roots = walk.roots.clone();
        walk.roots.retain(|root| !is_implied(spec, *root, &roots));
    }
    if walk.roots.is_empty() {
        walk.roots.extend(group.0.first());
    }
    walk
}

/// Returns whether a root adds nothing to the others: it describes nothing, or another one is derived from it. What is left
/// alone may be the base of others, by a `discriminator`.
fn is_implied(spec: &Spec, root: SchemaPart, roots: &[SchemaPart]) -> bool {
    let SchemaPart::Whole(id) = root else { return false };
    let has_base = |other: &SchemaPart| {
        let mut walk = Leaves { roots: Vec::new(), leaves: Vec::new(), passed: Vec::new(), notes: Notes::default() };
        spread(spec, *other, &mut walk);
        walk.passed.contains(&id) || walk.leaves.contains(&root)
    };
    !describes(&spec.schemas[id]) || roots.iter().filter(|other| **other != root).any(has_base)
}

/// Follows wrappers to the schema they stand for, and takes their annotations.
fn unwrapped<'a>(spec: &'a Spec, part: SchemaPart, walk: &mut Leaves<'a>) -> SchemaPart {
    let SchemaPart::Whole(mut id) = part else { return part };
    let mut direct = true;
    loop {
        let schema = &spec.schemas[id];
        note(&mut walk.notes, schema, direct);
        direct &= schema.reference.is_none();
        match wrapped(spec, schema) {
            Some(inner) => {
                walk.passed.push(id);
                for part in schema.all_of.iter().filter(|part| **part != inner) {
                    note(&mut walk.notes, &spec.schemas[*part], direct);
                    note(&mut walk.notes, followed(spec, *part), false);
                }
                id = inner;
            }
            None => return SchemaPart::Whole(id),
        }
    }
}

/// Returns the only schema that a schema stands for.
fn wrapped(spec: &Spec, schema: &Schema) -> Option<SchemaId> {
    within(spec, schema).filter(|only| !adds_format(spec, schema, *only))
}

/// Returns the only schema within a schema that says nothing of a value itself but, perhaps, a format.
fn within(spec: &Spec, schema: &Schema) -> Option<SchemaId> {
    if schema.reference.is_some() {
        return schema.reference;
    }
    let only = match (only_part(spec, &schema.all_of), schema.one_of.as_slice()) {
        (Some(only), []) => only,
        (None, [only]) if schema.all_of.is_empty() => *only,
        _ => return None,
    };
    // A discriminator tells the one alternative from the default.
    let has_own = contributes(schema) || !schema.required.is_empty() || schema.discriminator.is_some();
    if has_own {
        return None;
    }
    // `{type: string, allOf: [{minLength: 3}]}` is a text.
    let is_typed = schema.json_type.is_some() && !tells_type(&spec.schemas[only]);
    (!is_typed).then_some(only)
}

/// The greatest number of schemas that are followed to one that describes a value itself.
const HOPS: usize = 32;

/// Returns what references lead to from a schema.
fn followed(spec: &Spec, id: SchemaId) -> &Schema {
    let next = |schema: &&Schema| schema.reference.map(|id| &spec.schemas[id]);
    let mut on_the_way = std::iter::successors(Some(&spec.schemas[id]), next).take(HOPS);
    on_the_way.by_ref().find(|schema| schema.reference.is_none()).unwrap_or(&spec.schemas[id])
}

/// Returns whether a schema gives a format to text or a number that has none by itself.
fn adds_format(spec: &Spec, schema: &Schema, only: SchemaId) -> bool {
    if schema.format.is_none() {
        return false;
    }
    let mut innermost = None;
    for id in std::iter::successors(Some(only), |id| within(spec, &spec.schemas[*id])).take(HOPS) {
        let inner = &spec.schemas[id];
        if inner.format.is_some() {
            return false;
        }
        innermost = Some(inner);
    }
    innermost.is_some_and(|inner| inner.values.is_none())
}

/// Returns what a schema refers to, also within an `allOf` around the reference alone.
pub(super) fn referred(spec: &Spec, schema: SchemaId) -> Option<SchemaId> {
    let mut schema = &spec.schemas[schema];
    while schema.reference.is_none() {
        schema = &spec.schemas[wrapped(spec, schema)?];
    }
    schema.reference
}

/// Returns the only part of an `allOf` that describes a value; the others have a text, or a bound, or allow null.
fn only_part(spec: &Spec, parts: &[SchemaId]) -> Option<SchemaId> {
    if let [only] = parts {
        return Some(*only);
    }
    let describes = |part: &&SchemaId| {
        let part = followed(spec, **part);
        let is_told = part.format.is_some() || part.discriminator.is_some();
        describes(part) || is_told || !matches!(part.additional, Additional::Unsaid)
    };
    let mut describing = parts.iter().filter(describes);
    describing.next().copied().filter(|_| describing.next().is_none())
}

/// Returns whether a schema, or what it refers to, says anything of a value but its bounds.
fn describes(schema: &Schema) -> bool {
    tells_type(schema) || !schema.required.is_empty()
}

/// Returns whether a schema, or what it refers to, may say of which type a value is.
fn tells_type(schema: &Schema) -> bool {
    let is_composed = !schema.all_of.is_empty() || !schema.one_of.is_empty();
    schema.reference.is_some() || schema.json_type.is_some() || is_composed || contributes(schema)
}

/// Texts behind a reference are about the type, not about this use of it.
fn note<'a>(notes: &mut Notes<'a>, schema: &'a Schema, direct: bool) {
    notes.nullable |= schema.nullable;
    notes.read_only |= schema.read_only;
    notes.write_only |= schema.write_only;
    notes.deprecated |= schema.deprecated;
    notes.example = notes.example.or(schema.example.as_ref());
    for example in schema.example.iter().chain(&schema.examples) {
        if !notes.examples.contains(&example) {
            notes.examples.push(example);
        }
    }
    notes.default = notes.default.or(schema.default.as_ref());
    notes.bounds.narrow(&schema.bounds);
    if direct {
        notes.docs = notes.docs.or(schema.description.as_deref());
    }
}

/// Spreads a root's `allOf` into leaves: the parts in order, then its own keywords.
fn spread<'a>(spec: &'a Spec, root: SchemaPart, walk: &mut Leaves<'a>) {
    let mut steps = vec![PendingStep::Enter(root)];
    while let Some(step) = steps.pop() {
        match step {
            PendingStep::Leaf(part) if !walk.leaves.contains(&part) => walk.leaves.push(part),
            PendingStep::Leaf(_) => {}
            PendingStep::Enter(part) => enter(spec, part, walk, &mut steps),
        }
    }
}

fn enter<'a>(spec: &'a Spec, part: SchemaPart, walk: &mut Leaves<'a>, steps: &mut Vec<PendingStep>) {
    let part = unwrapped(spec, part, walk);
    let schema = &spec.schemas[part.id()];
    if walk.passed.contains(&part.id()) {
        return;
    }
    walk.passed.push(part.id());
    if schema.all_of.is_empty() || matches!(part, SchemaPart::Bare(_)) {
        steps.push(PendingStep::Leaf(part));
        return;
    }
    let is_told = schema.json_type.is_some() || schema.format.is_some() || !schema.one_of.is_empty();
    if contributes(schema) || is_told || !schema.required.is_empty() {
        steps.push(PendingStep::Leaf(part));
    }
    steps.extend(schema.all_of.iter().rev().map(|inner| PendingStep::Enter(SchemaPart::Whole(*inner))));
}
