//! Merges all schemas of a resource in responses into one read view.
//!
//! `get_book` has `title` and `isbn` in `attributes`, `list_books` has `title` and `price`: the struct `Book` has all
//! three, and only `title`, which both require, has an accessor.

use std::collections::{HashMap, HashSet};
use std::mem::discriminant;

use crate::diag::Diagnostic;
use crate::ir::{
    Api, Arity, Discriminator, Field, IdRule, OpenRelationships, Presence, ReadView, Relationship, Type, TypeId,
};
use crate::lower::context::{Cx, Standing};
use crate::lower::unify::{Conflict, Unifier, optional};

/// Merges the views of every resource.
pub(super) fn merge_all(cx: &mut Cx<'_>) {
    let views = std::mem::take(&mut cx.views);
    let ids: Vec<_> = cx.api.resources.ids().collect();
    for (id, views) in ids.into_iter().zip(views) {
        let (documents, relationships) = views.into_iter().partition(|(standing, _)| *standing == Standing::Document);
        let (read, mut conflicts) = merge(&mut cx.api, &mut cx.unions, documents);
        let (whole, others) = merge(&mut cx.api, &mut cx.unions, relationships);
        conflicts.extend(others);
        let wire_type = cx.api.resources[id].wire_type.clone();
        for conflict in conflicts {
            let help = "the client gives it as plain JSON; describe it once and refer to that";
            cx.diagnostics.push(report(&wire_type, conflict).help(help));
        }
        for conflict in read.iter().zip(&whole).flat_map(|(read, whole)| differing(&cx.api, read, whole)) {
            let help = "where the resource stands in a relationship, the client reads what fits the first one, and has the \
                        rest in the identifier; describe it once and refer to that";
            cx.diagnostics.push(report(&wire_type, conflict).help(help));
        }
        cx.api.resources[id].read = match (read, whole) {
            (Some(read), Some(whole)) => Some(completed(read, whole)),
            (read, whole) => read.or(whole),
        };
    }
}

/// Returns the attributes that are of one kind in documents and of another in relationships.
fn differing(api: &Api, read: &ReadView, whole: &ReadView) -> Vec<Conflict> {
    let known: HashMap<&str, &Field> = read.attributes.iter().map(|field| (field.wire.as_str(), field)).collect();
    let pairs = whole.attributes.iter().filter_map(|other| Some((*known.get(other.wire.as_str())?, other)));
    let differing = pairs.filter(|(field, other)| !is_of_kind(api, &field.ty, &other.ty));
    differing
        .map(|(field, other)| Conflict { wire: field.wire.clone(), first: field.at.clone(), second: other.at.clone() })
        .collect()
}

/// Returns whether a value of the one type can be one of the other.
fn is_of_kind(api: &Api, left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Named(left), Type::Named(right)) => discriminant(&api.types[*left]) == discriminant(&api.types[*right]),
        (Type::List(left), Type::List(right)) | (Type::Map(left), Type::Map(right)) => is_of_kind(api, left, right),
        (Type::Json, _) => true,
        (left, right) => left == right,
    }
}

/// Adds what a resource has in relationships alone. What documents carry of it is as required there as before.
fn completed(mut read: ReadView, whole: ReadView) -> ReadView {
    let known: HashSet<String> = read.attributes.iter().map(|field| field.wire.clone()).collect();
    let is_new = |field: &Field| !known.contains(&field.wire);
    read.attributes.extend(whole.attributes.into_iter().filter(is_new).map(optional));
    let is_new = |other: &Relationship| !read.relationships.iter().any(|known| known.wire == other.wire);
    let relationships: Vec<Relationship> = whole.relationships.into_iter().filter(is_new).collect();
    read.relationships.extend(relationships.into_iter().map(|one| Relationship { required: false, ..one }));
    read
}

/// The views of a resource.
type Views = Vec<(Standing, ReadView)>;

fn merge(api: &mut Api, unions: &mut Vec<TypeId>, views: Views) -> (Option<ReadView>, Vec<Conflict>) {
    let mut views = views.into_iter().map(|(_, view)| view);
    let Some(mut read) = views.next() else { return (None, Vec::new()) };
    let mut attributes = Attributes::new(std::mem::take(&mut read.attributes));
    let mut unifier = Unifier::new(api);
    let mut read = views.fold(read, |read, view| {
        unifier.next_view();
        attributes.add(&mut unifier, view.attributes);
        let mut united = |left: Option<Type>, right: Option<Type>| match (left, right) {
            (Some(left), Some(right)) => Some(unifier.types(&left, &right)),
            (left, right) => left.or(right),
        };
        let (meta, rest) = (united(read.meta, view.meta), united(read.rest, view.rest));
        let others = unifier.fields(read.others, &view.others);
        ReadView {
            id: id_rule(read.id, view.id),
            id_type: read.id_type.or(view.id_type),
            others,
            rest,
            open_relationships: open(read.open_relationships, view.open_relationships),
            attributes: Vec::new(),
            requires_attributes: read.requires_attributes && view.requires_attributes,
            nullable: [read.nullable, view.nullable].concat(),
            relationships: relationships(read.relationships, view.relationships),
            relationship_tags: tags(read.relationship_tags, view.relationship_tags),
            meta,
        }
    });
    read.attributes = attributes.finish();
    unions.append(&mut unifier.unions);
    (Some(read), unifier.conflicts)
}

/// The attributes of all views of a resource: required where all require them. A resource may have thousands of
/// views, so that each is gone through once.
struct Attributes {
    fields: Vec<Field>,
    /// The position of each attribute, and in how many views it is.
    known: HashMap<String, (usize, usize)>,
    views: usize,
}

impl Attributes {
    fn new(fields: Vec<Field>) -> Self {
        let known = fields.iter().enumerate().map(|(position, field)| (field.wire.clone(), (position, 1))).collect();
        Self { fields, known, views: 1 }
    }

    fn add(&mut self, unifier: &mut Unifier<'_>, view: Vec<Field>) {
        self.views += 1;
        for field in view {
            match self.known.get_mut(&field.wire) {
                Some((position, count)) => {
                    *count += 1;
                    if let Some(known) = self.fields.get_mut(*position) {
                        *known = unifier.field(known.clone(), &field);
                    }
                }
                None => {
                    self.known.insert(field.wire.clone(), (self.fields.len(), 1));
                    self.fields.push(field);
                }
            }
        }
    }

    fn finish(self) -> Vec<Field> {
        let Self { fields, known, views } = self;
        let in_all = |field: &Field| known.get(&field.wire).is_some_and(|(_, count)| *count == views);
        let fields = fields.into_iter();
        fields.map(|field| if in_all(&field) { field } else { optional(field) }).collect()
    }
}

fn id_rule(left: IdRule, right: IdRule) -> IdRule {
    if left == right { left } else { IdRule::Optional }
}

/// Returns the relationships of two descriptions, of which either may come: required where both require them.
pub(super) fn relationships(mut left: Vec<Relationship>, right: Vec<Relationship>) -> Vec<Relationship> {
    let in_right: HashSet<String> = right.iter().map(|other| other.wire.clone()).collect();
    left.iter_mut().filter(|known| !in_right.contains(&known.wire)).for_each(|known| known.required = false);
    for other in right {
        match left.iter_mut().find(|known| known.wire == other.wire) {
            Some(known) => unite(known, other),
            None => left.push(Relationship { required: false, ..other }),
        }
    }
    left
}

/// Returns what relationships are that are not named: each is to one or to many where descriptions differ.
pub(super) fn open(left: Option<OpenRelationships>, right: Option<OpenRelationships>) -> Option<OpenRelationships> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.or(right)),
        (left, right) => left.or(right),
    }
}

fn tags(mut left: Vec<Discriminator>, right: Vec<Discriminator>) -> Vec<Discriminator> {
    left.extend(right.into_iter().filter(|tag| !left.iter().any(|known| known.wire == tag.wire)).collect::<Vec<_>>());
    left
}

fn unite(known: &mut Relationship, other: Relationship) {
    known.nullable |= other.nullable;
    known.arity = arity(known.arity, other.arity);
    known.may_be_one = (known.may_be_one || other.may_be_one) && known.arity == Arity::Many;
    known.required &= other.required;
    known.local &= other.local;
    known.id_type = known.id_type.or(other.id_type);
    known.identifier_members = united(std::mem::take(&mut known.identifier_members), other.identifier_members);
    known.members = united(std::mem::take(&mut known.members), other.members);
    known.docs = known.docs.take().or(other.docs);
    for (known, others) in [(&mut known.targets, other.targets), (&mut known.resources, other.resources)] {
        let new: Vec<_> = others.into_iter().filter(|id| !known.contains(id)).collect();
        known.extend(new);
    }
}

/// Returns the members of two objects of which either may come: JSON where their types differ.
pub(super) fn united(left: Vec<Field>, right: Vec<Field>) -> Vec<Field> {
    let (mut fields, mut others) = (Vec::new(), right);
    for field in left {
        let other = others.iter().position(|other| other.wire == field.wire).map(|position| others.remove(position));
        fields.push(match other {
            Some(other) => {
                let (one, two) = (field.presence, other.presence);
                let presence = Presence::new(one.required() && two.required(), one.nullable() || two.nullable());
                let ty = if field.ty == other.ty { field.ty } else { Type::Json };
                Field { presence, ty, ..field }
            }
            None => optional(field),
        });
    }
    fields.extend(others.into_iter().map(optional));
    fields
}

/// Returns how many resources both views relate: a described number wins over an unknown one, and what is to-one in
/// one view and to-many in the other is either.
pub(super) fn arity(left: Arity, right: Arity) -> Arity {
    match (left, right) {
        (Arity::Unknown, said) | (said, Arity::Unknown) => said,
        (Arity::One | Arity::ZeroOrOne, Arity::One | Arity::ZeroOrOne) if left != right => Arity::ZeroOrOne,
        _ if left == right => left,
        _ if left.is_nullable() || right.is_nullable() => Arity::ZeroOneOrMany,
        _ => Arity::OneOrMany,
    }
}

fn report(wire_type: &str, conflict: Conflict) -> Diagnostic {
    let message = format!("`{}` of `{wire_type}` has different types in different schemas", conflict.wire);
    conflict.diagnostic(message)
}
