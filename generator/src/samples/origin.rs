//! Finds the node of the model that describes a place in a body.

use jsonapi_forge_runtime::mismatches::Step;

use crate::ir::{Api, Field, Operation, Payload, Type, TypeDef};

/// A step of a place, kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trail {
    Member(String),
    Entry(String),
    Element,
    Place(usize),
    Resource(String),
    Alternative(usize),
}

impl Trail {
    /// Returns the key of a member or an entry.
    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Self::Member(key) | Self::Entry(key) => Some(key),
            Self::Element | Self::Place(_) | Self::Resource(_) | Self::Alternative(_) => None,
        }
    }
}

impl From<Step<'_>> for Trail {
    fn from(step: Step<'_>) -> Self {
        match step {
            Step::Member(key) => Self::Member(key.to_owned()),
            Step::Entry(key) => Self::Entry(key.to_owned()),
            Step::Element(_) => Self::Element,
            Step::Place(position) => Self::Place(position),
            Step::Resource(kind) => Self::Resource(kind.to_owned()),
            Step::Alternative(position) => Self::Alternative(position),
        }
    }
}

/// The description of a place by the model.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlaceDescription<'a> {
    /// The innermost described member that the place is in.
    pub(super) field: Option<&'a Field>,
    /// The members beside the place or, of a place that is not described, those that are.
    pub(super) siblings: &'a [Field],
    /// Where the place is from the member on.
    pub(super) within: Within,
    /// What is described there.
    pub(super) ty: Option<&'a Type>,
}

/// The position of a place below the innermost described member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// It is the value of the member.
    Itself,
    /// It is an element of the value.
    Element,
    /// It is elsewhere in the value.
    Deeper,
}

/// Follows the steps through the model; `None` where JSON:API says what is to be, not the document.
pub(super) fn origin<'a>(
    api: &'a Api,
    operation: &'a Operation,
    status: u16,
    trail: &[Trail],
) -> Option<PlaceDescription<'a>> {
    let resource = trail.iter().rposition(|step| matches!(step, Trail::Resource(_)));
    match (resource.map(|at| trail.split_at(at)), operation.success.payload_of(status)) {
        (Some((_, [Trail::Resource(kind), Trail::Member(part), rest @ ..])), _) if part == "attributes" => {
            let (_, resource) = api.resource_of_type(kind)?;
            let attributes = &resource.read.as_ref()?.attributes;
            follow(api, PlaceDescription { field: None, siblings: attributes, within: Within::Itself, ty: None }, rest)
        }
        (Some((_, [Trail::Resource(kind), Trail::Member(part), rest @ ..])), _) if part == "meta" => {
            let (_, resource) = api.resource_of_type(kind)?;
            follow(api, of_type(resource.read.as_ref()?.meta.as_ref()?), rest)
        }
        (None, Payload::Document(document)) => match (trail, &document.instead) {
            ([Trail::Member(part), rest @ ..], _) if part == "meta" && operation.described_meta().is_some() => {
                follow(api, of_type(operation.described_meta()?), rest)
            }
            (_, Some(instead)) => follow(api, of_type(instead), trail),
            _ => None,
        },
        (None, Payload::Json(ty)) => follow(api, of_type(ty), trail),
        _ => None,
    }
}

/// Returns a place of this type that is no member.
fn of_type(ty: &Type) -> PlaceDescription<'_> {
    PlaceDescription { field: None, siblings: &[], within: Within::Deeper, ty: Some(ty) }
}

fn follow<'a>(api: &'a Api, start: PlaceDescription<'a>, trail: &[Trail]) -> Option<PlaceDescription<'a>> {
    // The attributes themselves have no type of their own: their members are the siblings.
    let mut members: &'a [Field] = start.siblings;
    let mut at = start;
    for step in trail {
        if let Some(Type::Nullable(inner)) = at.ty {
            at.ty = Some(&**inner);
        }
        let definition = match at.ty {
            Some(Type::Named(id)) => Some(&api.types[*id]),
            _ => None,
        };
        if let Some(TypeDef::Record(record)) = definition {
            members = &record.fields;
        }
        at = match (step, definition, at.ty) {
            (Trail::Member(key), _, _) => {
                let field = members.iter().find(|field| field.wire == *key)?;
                PlaceDescription { field: Some(field), siblings: members, within: Within::Itself, ty: Some(&field.ty) }
            }
            (Trail::Entry(_), Some(TypeDef::Record(record)), _) => {
                PlaceDescription { siblings: members, within: Within::Deeper, ty: record.rest.as_ref(), ..at }
            }
            (Trail::Entry(_), _, Some(Type::Map(inner))) => {
                PlaceDescription { within: Within::Deeper, ty: Some(&**inner), ..at }
            }
            (Trail::Entry(_), None, None) => PlaceDescription { siblings: members, within: Within::Deeper, ..at },
            (Trail::Element, _, Some(Type::List(inner))) => {
                let within = if at.within == Within::Itself { Within::Element } else { Within::Deeper };
                PlaceDescription { within, ty: Some(&**inner), ..at }
            }
            (Trail::Place(position), _, Some(Type::Tuple(tuple))) => {
                PlaceDescription { within: Within::Deeper, ty: Some(tuple.places.get(*position)?), ..at }
            }
            (Trail::Element, _, Some(Type::Tuple(tuple))) => {
                PlaceDescription { within: Within::Deeper, ty: tuple.rest.as_ref(), ..at }
            }
            (Trail::Alternative(position), Some(TypeDef::Union(union)), _) => {
                PlaceDescription { within: Within::Deeper, ty: Some(&union.alternatives.get(*position)?.ty), ..at }
            }
            _ => return None,
        };
    }
    Some(at)
}
