//! The properties by which an alternative of a union can be recognised.

use std::collections::BTreeSet;

use crate::ir::{Api, BodyFilter, BodyFilterForm, EnumBase, Field, JsonKind, Tuple, Type, TypeDef};

/// The known facts about an alternative's values.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Facts {
    /// The JSON type; `None` when it may be any.
    pub(super) kind: Option<JsonKind>,
    /// Keys an object may have.
    pub(super) keys: BTreeSet<String>,
    /// The same in alphabetical order.
    pub(super) members: Vec<String>,
    /// Keys it must have, in alphabetical order.
    pub(super) required: Vec<String>,
    /// Whether it may have other keys.
    pub(super) open: bool,
    /// Members that hold one of listed values, as JSON text, in alphabetical order of
    /// their keys; of a list, the places whose elements do, by their position.
    pub(super) tags: Vec<Tag>,
    /// The JSON types of members, where they have one, in alphabetical order of their keys.
    pub(super) kinds: Vec<MemberKind>,
    /// The values of a scalar, as JSON text.
    pub(super) values: Option<Vec<String>>,
    /// The JSON type of a list's elements.
    pub(super) items: Option<JsonKind>,
    /// How many elements a list has at most, where that is described.
    pub(super) most: Option<usize>,
}

/// A member that holds one of listed values.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tag {
    pub(super) key: String,
    pub(super) values: Vec<String>,
    /// Whether it must be there.
    pub(super) required: bool,
}

/// The JSON type of a member that an object may have.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MemberKind {
    pub(super) key: String,
    pub(super) kind: JsonKind,
    /// Whether every object has it, and never as null.
    pub(super) certain: bool,
}

impl Facts {
    pub(super) fn tag(&self, key: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.key == key)
    }

    /// Returns whether an object may have this key.
    pub(super) fn allows(&self, key: &str) -> bool {
        self.open || self.keys.contains(key)
    }
}

/// Returns what is known of a type's values.
pub(super) fn facts_of(api: &Api, ty: &Type) -> Facts {
    let scalar = |kind| Facts { kind: Some(kind), ..Facts::default() };
    match ty {
        Type::Foreign { wire, .. } => facts_of(api, wire),
        Type::Json => Facts { open: true, ..Facts::default() },
        Type::Bool => scalar(JsonKind::Bool),
        Type::Integer | Type::Unsigned => scalar(JsonKind::Integer),
        Type::Number => scalar(JsonKind::Number),
        Type::String(_) => scalar(JsonKind::String),
        Type::Constant(value) => Facts { values: Some(vec![value.clone()]), ..scalar(JsonKind::of(value)) },
        Type::List(item) => Facts { items: facts_of(api, item).kind, ..scalar(JsonKind::Array) },
        Type::Tuple(tuple) => self::tuple(api, tuple),
        Type::Nullable(inner) => facts_of(api, inner),
        Type::Object | Type::Map(_) => Facts { open: true, ..scalar(JsonKind::Object) },
        Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => document(),
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Enum(_) => Facts { values: values(api, ty), ..scalar(enum_kind(api, ty)) },
            TypeDef::Record(record) => object(api, &record.fields, record.rest.is_some()),
            TypeDef::Union(_) => Facts { open: true, ..Facts::default() },
            TypeDef::Filter(filter) => scalar(filter_kind(filter)),
        },
    }
}

/// Returns the JSON type of a type's values, null aside; `None` where there may be several.
fn kind_of(api: &Api, ty: &Type) -> Option<JsonKind> {
    match ty {
        Type::Nullable(inner) => kind_of(api, inner),
        Type::Foreign { wire, .. } => kind_of(api, wire),
        Type::Json => None,
        Type::Bool => Some(JsonKind::Bool),
        Type::Integer | Type::Unsigned => Some(JsonKind::Integer),
        Type::Number => Some(JsonKind::Number),
        Type::String(_) => Some(JsonKind::String),
        Type::Constant(value) => Some(JsonKind::of(value)),
        Type::List(_) | Type::Tuple(_) => Some(JsonKind::Array),
        Type::Object | Type::Map(_) | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => Some(JsonKind::Object),
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Enum(_) => Some(enum_kind(api, ty)),
            TypeDef::Record(_) => Some(JsonKind::Object),
            TypeDef::Union(_) => None,
            TypeDef::Filter(filter) => Some(filter_kind(filter)),
        },
    }
}

fn filter_kind(filter: &BodyFilter) -> JsonKind {
    match filter.form {
        BodyFilterForm::Conjunction => JsonKind::String,
        BodyFilterForm::Clauses => JsonKind::Array,
    }
}

/// Returns the values a type lists, as JSON text.
pub(super) fn values(api: &Api, ty: &Type) -> Option<Vec<String>> {
    match ty {
        Type::Constant(value) => Some(vec![value.clone()]),
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Enum(listed) if listed.base == EnumBase::Integer => Some(listed.values.clone()),
            TypeDef::Enum(listed) => Some(listed.values.iter().map(|value| quoted(value)).collect()),
            _ => None,
        },
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn enum_kind(api: &Api, ty: &Type) -> JsonKind {
    match ty {
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Enum(listed) if listed.base == EnumBase::Integer => JsonKind::Integer,
            _ => JsonKind::String,
        },
        _ => JsonKind::String,
    }
}

fn document() -> Facts {
    let key = "data".to_owned();
    Facts {
        kind: Some(JsonKind::Object),
        keys: BTreeSet::from([key.clone()]),
        members: vec![key.clone()],
        required: vec![key],
        ..Facts::default()
    }
}

fn tuple(api: &Api, tuple: &Tuple) -> Facts {
    let tag = |(position, place): (usize, &Type)| {
        Some(Tag { key: position.to_string(), values: values(api, place)?, required: true })
    };
    Facts {
        kind: Some(JsonKind::Array),
        tags: tuple.places.iter().enumerate().filter_map(tag).collect(),
        items: tuple.places.first().and_then(|first| facts_of(api, first).kind),
        most: tuple.rest.is_none().then_some(tuple.places.len()),
        ..Facts::default()
    }
}

/// Returns an object of these members. What tells it from others must not depend on the order of a document.
fn object(api: &Api, fields: &[Field], open: bool) -> Facts {
    let mut fields: Vec<&Field> = fields.iter().collect();
    fields.sort_by_key(|field| &field.wire);
    let tag = |field: &Field| {
        let mut values = values(api, &field.ty)?;
        if field.presence.nullable() {
            values.push("null".to_owned());
        }
        Some(Tag { key: field.wire.clone(), values, required: field.presence.required() })
    };
    let kind = |field: &Field| {
        let (key, presence) = (field.wire.clone(), field.presence);
        Some(MemberKind { key, kind: kind_of(api, &field.ty)?, certain: presence.required() && !presence.nullable() })
    };
    Facts {
        kind: Some(JsonKind::Object),
        kinds: fields.iter().copied().filter_map(kind).collect(),
        keys: fields.iter().map(|field| field.wire.clone()).collect(),
        members: fields.iter().map(|field| field.wire.clone()).collect(),
        required: fields.iter().filter(|field| field.presence.required()).map(|field| field.wire.clone()).collect(),
        open,
        tags: fields.iter().copied().filter_map(tag).collect(),
        ..Facts::default()
    }
}
