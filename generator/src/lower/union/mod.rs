//! Unions: `oneOf`, `anyOf`, and inheritance with a discriminator.
//!
//! Alternatives are collected while schemas are lowered; how to tell them apart is decided when
//! all records are complete, because a union may stand in a record that it has as an alternative.

mod collapse;
mod facts;
mod label;
mod merge;
mod tell;

use crate::diag::{Code, Diagnostic};
use crate::ir::{Alternative, JsonKind, Test, Type, TypeDef, TypeId, Union};
use crate::lower::context::{Cx, Direction};
use crate::lower::schema::{self, Typed};
use crate::lower::shape::{Group, GroupMember, Rest, Shape, ShapeKind};
use crate::lower::text;
use crate::source::Pointer;
use facts::Facts;
use tell::{Distinction, Evidence, tell};

/// The number of alternatives that are distinguished; the work grows with the square of it. Real documents
/// stay below 50.
const ALTERNATIVES: usize = 500;

/// Returns the type of a value that is one of several.
pub(super) fn lower<'a>(
    cx: &mut Cx<'a>,
    shape: &Shape<'a>,
    members: &[GroupMember<'a>],
    direction: Direction,
) -> Typed {
    let key = (shape.key.clone(), Some(direction));
    if let Some(known) = cx.types.get(&key) {
        if let Type::Named(id) = known.ty {
            cx.recursive.insert(id);
        }
        return known.clone();
    }
    let (members, nullable) = flattened(cx, members);
    if members.len() > ALTERNATIVES {
        cx.unsupported(shape.at, format!("a union of {} types", members.len()), "its values are given as plain JSON");
        return Typed { ty: Type::Json, nullable };
    }
    let docs = shape.docs.and_then(text::clean);
    let union = Union { at: shape.at.clone(), docs, alternatives: Vec::new() };
    let id = cx.api.types.push(TypeDef::Union(union.clone()));
    cx.types.insert(key.clone(), Typed { ty: Type::Named(id), nullable });
    let typed = Typed { ty: filled(cx, id, union, &members, direction), nullable };
    cx.types.insert(key, typed.clone());
    typed
}

/// Returns the type of a value that is one of some members of the union at this place.
pub(super) fn of_members<'a>(cx: &mut Cx<'a>, at: &Pointer, members: &[GroupMember<'a>], direction: Direction) -> Type {
    if let [only] = members {
        return schema::whole(cx, &only.group, direction);
    }
    let union = Union { at: at.clone(), docs: None, alternatives: Vec::new() };
    let id = cx.api.types.push(TypeDef::Union(union.clone()));
    filled(cx, id, union, members, direction)
}

/// Lowers the members of a union, and returns the type of their values.
fn filled<'a>(
    cx: &mut Cx<'a>,
    id: TypeId,
    mut union: Union,
    members: &[GroupMember<'a>],
    direction: Direction,
) -> Type {
    let told = members.iter().all(|member| member.tag.is_some() || member.is_default);
    for member in members {
        union.alternatives.push(alternative(cx, member, direction, told));
    }
    collapse::collapse(cx, &union.at, &mut union.alternatives);
    settled(cx, id, union)
}

/// Returns the alternatives of a union; anything else is one by itself.
pub(super) fn alternatives(cx: &mut Cx<'_>, group: &Group) -> Vec<Group> {
    match &cx.shape(group).kind {
        ShapeKind::Union(members) => flattened(cx, members).0.into_iter().map(|member| member.group).collect(),
        _ => vec![group.clone()],
    }
}

/// Returns the members of a union, those of nested unions in their place, each once; and whether `null`
/// is one of them.
pub(super) fn flattened<'a>(cx: &mut Cx<'a>, members: &[GroupMember<'a>]) -> (Vec<GroupMember<'a>>, bool) {
    let mut flat: Vec<GroupMember<'a>> = Vec::new();
    let mut keys: Vec<Group> = Vec::new();
    let mut null = false;
    let several = members.len() > 1;
    let mut waiting: Vec<GroupMember<'a>> = members.iter().rev().cloned().collect();
    while let Some(member) = waiting.pop() {
        let shape = cx.shape(&member.group);
        null |= shape.notes.nullable || lists_null(&shape.kind);
        if keys.contains(&shape.key) {
            let known = flat.iter_mut().find(|known| member.is_default && cx.shape(&known.group).key == shape.key);
            if let Some(known) = known {
                known.is_default = true;
            }
            continue;
        }
        keys.push(shape.key.clone());
        match &shape.kind {
            ShapeKind::Union(inner) => waiting.extend(inner.iter().rev().map(|inner| inherit(inner, &member))),
            kind if is_null(kind) || (several && shape.notes.nullable && is_blank(kind)) => null = true,
            _ => flat.push(member),
        }
    }
    // What is taken where nothing else fits comes last.
    flat.sort_by_key(|member| member.is_default);
    (flat, null)
}

fn inherit<'a>(inner: &GroupMember<'a>, outer: &GroupMember<'a>) -> GroupMember<'a> {
    GroupMember {
        group: inner.group.clone(),
        tag: inner.tag.or(outer.tag),
        is_default: inner.is_default || outer.is_default,
    }
}

/// Returns whether null is one of the listed values.
pub(super) fn lists_null(kind: &ShapeKind<'_>) -> bool {
    let ShapeKind::Scalar(scalar) = kind else { return false };
    scalar.values.as_ref().is_some_and(|values| values.iter().any(|value| value.is_null()))
}

/// Returns whether null is the only value.
pub(super) fn is_null(kind: &ShapeKind<'_>) -> bool {
    let ShapeKind::Scalar(scalar) = kind else { return false };
    scalar.values.as_ref().is_some_and(|values| values.iter().all(|value| value.is_null()))
}

/// Returns whether a schema describes nothing, or an object and nothing of it: beside other alternatives, generators write
/// `{nullable: true}` or `{type: object, nullable: true}` for null.
fn is_blank(kind: &ShapeKind<'_>) -> bool {
    match kind {
        ShapeKind::Object(object) => object.properties.is_empty() && matches!(object.rest, Rest::Unsaid),
        ShapeKind::Any => true,
        _ => false,
    }
}

fn alternative(cx: &mut Cx<'_>, member: &GroupMember<'_>, direction: Direction, told: bool) -> Alternative {
    let at = cx.shape(&member.group).at.clone();
    let ty = schema::lower(cx, &member.group, direction).ty;
    let tag = member.tag.filter(|_| told && !member.is_default);
    let test = |(key, value): (&str, &str)| Test::Equals {
        key: key.to_owned(),
        values: vec![serde_json::Value::from(value).to_string()],
    };
    Alternative { at, ty, when: tag.map(test).into_iter().collect(), label: Vec::new() }
}

/// Returns what is left of a union: any JSON, one type, or a union to be decided on later.
fn settled(cx: &mut Cx<'_>, id: TypeId, union: Union) -> Type {
    // A type that holds itself needs a name, however few alternatives it has.
    let named = cx.recursive.contains(&id);
    match union.alternatives.as_slice() {
        [] if !named => return Type::Json,
        [only] if !named => return only.ty.clone(),
        alternatives if !named && alternatives.iter().any(|one| one.ty == Type::Json) => return Type::Json,
        _ => {}
    }
    cx.api.types[id] = TypeDef::Union(union);
    cx.unions.push(id);
    Type::Named(id)
}

/// Decides how the alternatives of every union are told apart.
pub(super) fn decide_all(cx: &mut Cx<'_>) {
    for id in std::mem::take(&mut cx.unions) {
        decide(cx, id);
    }
}

fn decide(cx: &mut Cx<'_>, id: TypeId) {
    let TypeDef::Union(mut union) = cx.api.types[id].clone() else { return };
    merge::duplicates(&cx.api, &mut union.alternatives);
    let has_default = has_default(&union);
    if !has_default && union.alternatives.iter().any(|alternative| alternative.when.is_empty()) {
        let doubts = distinguish(cx, &mut union);
        if doubts > 0 {
            cx.doubtful.push((id, doubt(&union)));
        }
    }
    for alternative in &mut union.alternatives {
        alternative.label = label::label(&cx.api, alternative);
    }
    if let Some(default) = union.alternatives.last_mut().filter(|_| has_default) {
        default.label.insert(0, "default".to_owned());
    }
    cx.api.types[id] = merge::single_record(&cx.api, &union).unwrap_or(TypeDef::Union(union));
}

/// Returns whether a discriminator tells all alternatives by their values, and the last one by having none of these.
fn has_default(union: &Union) -> bool {
    match union.alternatives.as_slice() {
        [others @ .., last] => {
            !others.is_empty() && last.when.is_empty() && others.iter().all(|other| !other.when.is_empty())
        }
        [] => false,
    }
}

/// Gives every alternative its tests, and orders them. Records that nothing tells apart become one
/// where one holds all the other has; how many pairs remain in doubt is returned.
fn distinguish(cx: &mut Cx<'_>, union: &mut Union) -> usize {
    loop {
        let facts: Vec<Facts> = union.alternatives.iter().map(|one| facts::facts_of(&cx.api, &one.ty)).collect();
        let told = tell(&facts, Evidence::Required);
        let merged = told.doubts.iter().any(|(left, right)| merge::records(&mut cx.api, union, *left, *right));
        if merged {
            continue;
        }
        if told.doubts.is_empty() {
            apply(union, &facts, &told);
            return 0;
        }
        // What is tried in order is not to change when the document only lists it in another order.
        union.alternatives.sort_by_cached_key(|one| facts::facts_of(&cx.api, &one.ty));
        let facts: Vec<Facts> = union.alternatives.iter().map(|one| facts::facts_of(&cx.api, &one.ty)).collect();
        apply(union, &facts, &tell(&facts, Evidence::Likely));
        return told.doubts.len();
    }
}

fn apply(union: &mut Union, facts: &[Facts], told: &Distinction) {
    let several_kinds = facts.iter().any(|one| Some(one.kind) != facts.first().map(|first| first.kind));
    let alternatives = std::mem::take(&mut union.alternatives);
    for index in &told.order {
        let (Some(alternative), Some(tests), Some(facts)) =
            (alternatives.get(*index), told.tests.get(*index), facts.get(*index))
        else {
            continue;
        };
        let by_kind =
            facts.kind.filter(|_| tests.is_empty() && (several_kinds || facts.kind != Some(JsonKind::Object)));
        let when = by_kind.map_or_else(|| tests.clone(), |kind| vec![Test::Is(kind)]);
        union.alternatives.push(Alternative { when, ..alternative.clone() });
    }
}

/// Returns the warning about a union whose alternatives are told apart by guessing.
fn doubt(union: &Union) -> Diagnostic {
    let message = "nothing that its members require tells them apart";
    let problem = Diagnostic::new(Code::AmbiguousUnion, union.at.clone(), message)
        .help("they are tried in order; give each a required member with a single value to tell them by");
    let members = union.alternatives.iter();
    members.fold(problem, |problem, alternative| problem.also(alternative.at.clone(), "one member"))
}
