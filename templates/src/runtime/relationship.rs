//! Relationships and the identifiers they hold (JSON:API "Relationships", "Resource Linkage").

use std::fmt;

use serde::de::{Deserializer, MapAccess};
use serde_json::value::RawValue;

use super::context::Context;
use super::decode::{Decode, Members};
use super::id::Id;
use super::links::Links;
use super::resource::ResourceType;
use super::scan;
use super::shape::{JsonKind, Shape};
use super::union::Raw;
use super::values::Value;

/// What a relationship names: resources of one type, or of [`Any`].
pub trait Related: 'static {
    /// How it names one.
    type Identifier: Clone + fmt::Debug + Send + Sync + 'static;

    /// The wire `type` of what it names; `None` for any.
    const TYPE: Option<&'static str>;

    /// An identifier from its parts; `None` when it names another type.
    fn identify(kind: &str, id: &str, meta: Option<Value>) -> Option<Self::Identifier>;
}

impl<T: ResourceType> Related for T {
    type Identifier = Identifier<T>;

    const TYPE: Option<&'static str> = Some(T::TYPE);

    fn identify(kind: &str, id: &str, meta: Option<Value>) -> Option<Identifier<T>> {
        (kind == T::TYPE).then(|| Identifier {
            id: id.into(),
            meta,
        })
    }
}

/// Stands for resources of any type in [`ToOne`] and [`ToMany`].
#[derive(Debug, Clone, Copy)]
pub enum Any {}

impl Related for Any {
    type Identifier = AnyIdentifier;

    const TYPE: Option<&'static str> = None;

    fn identify(kind: &str, id: &str, meta: Option<Value>) -> Option<AnyIdentifier> {
        Some(AnyIdentifier {
            kind: kind.to_owned(),
            id: id.to_owned(),
            meta,
        })
    }
}

/// Names a resource of type `T` (JSON:API "Resource Identifier Objects").
#[non_exhaustive]
pub struct Identifier<T> {
    /// The id of the resource.
    pub id: Id<T>,
    /// What the service tells of the link between the two.
    pub meta: Option<Value>,
}

impl<T> Clone for Identifier<T> {
    fn clone(&self) -> Self {
        Self {
            id: self.id.clone(),
            meta: self.meta.clone(),
        }
    }
}

impl<T> Default for Identifier<T> {
    fn default() -> Self {
        Self {
            id: Id::default(),
            meta: None,
        }
    }
}

impl<T> fmt::Debug for Identifier<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identifier")
            .field("id", &self.id)
            .field("meta", &self.meta)
            .finish()
    }
}

/// Names a resource of any type.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct AnyIdentifier {
    /// The wire `type` of the resource.
    pub kind: String,
    /// The id of the resource.
    pub id: String,
    /// What the service tells of the link between the two.
    pub meta: Option<Value>,
}

impl AnyIdentifier {
    /// Names the resource of this `type` and id.
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
            meta: None,
        }
    }
}

impl<T: ResourceType> From<Id<T>> for AnyIdentifier {
    fn from(id: Id<T>) -> Self {
        Self::new(T::TYPE, id)
    }
}

/// An element of a relationship's `data`.
#[derive(Debug, Clone)]
pub enum Linkage<T: Related> {
    /// Names a resource.
    Identifier(T::Identifier),
    /// Names none of the type that is described: a part is missing or of a wrong type. As it came.
    Broken(Value),
}

impl<T: Related> Linkage<T> {
    /// The identifier; `None` when it is broken.
    pub fn identifier(&self) -> Option<&T::Identifier> {
        match self {
            Self::Identifier(identifier) => Some(identifier),
            Self::Broken(_) => None,
        }
    }
}

/// Whether a relationship's `data` was sent, and what it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Sent<L> {
    /// The member was absent: the service says nothing about what is related.
    #[default]
    NotSent,
    /// It was null: nothing is related.
    Null,
    /// It was this.
    Data(L),
}

/// A relationship to at most one resource.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ToOne<T: Related> {
    /// What is related.
    pub data: Sent<Linkage<T>>,
    /// The links.
    pub links: Links,
    /// Anything else the service tells of the relationship.
    pub meta: Option<Value>,
}

impl<T: Related> ToOne<T> {
    /// Whether the service said what is related, be it nothing.
    pub fn is_sent(&self) -> bool {
        !matches!(self.data, Sent::NotSent)
    }

    /// Names the related resource; `None` when there is none, or it was not sent, or is broken.
    pub fn identifier(&self) -> Option<&T::Identifier> {
        match &self.data {
            Sent::Data(linkage) => linkage.identifier(),
            Sent::NotSent | Sent::Null => None,
        }
    }
}

impl<T: ResourceType> ToOne<T> {
    /// The id of the related resource; `None` when there is none, or it was not sent, or is broken.
    pub fn id(&self) -> Option<&Id<T>> {
        self.identifier().map(|identifier| &identifier.id)
    }
}

/// A relationship to any number of resources.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ToMany<T: Related> {
    /// What is related.
    pub data: Sent<Vec<Linkage<T>>>,
    /// The links.
    pub links: Links,
    /// Anything else the service tells of the relationship.
    pub meta: Option<Value>,
}

impl<T: Related> ToMany<T> {
    /// Whether the service said what is related, be it nothing.
    pub fn is_sent(&self) -> bool {
        !matches!(self.data, Sent::NotSent)
    }

    /// The elements of `data`, broken ones included; empty when it was not sent.
    pub fn linkages(&self) -> &[Linkage<T>] {
        match &self.data {
            Sent::Data(linkages) => linkages,
            Sent::NotSent | Sent::Null => &[],
        }
    }

    /// Names the related resources; broken identifiers are left out.
    pub fn identifiers(&self) -> impl Iterator<Item = &T::Identifier> {
        self.linkages().iter().filter_map(Linkage::identifier)
    }
}

impl<T: ResourceType> ToMany<T> {
    /// The ids of the related resources; broken identifiers are left out.
    pub fn ids(&self) -> impl Iterator<Item = &Id<T>> {
        self.identifiers().map(|identifier| &identifier.id)
    }
}

impl<'a, T: Related> IntoIterator for &'a ToMany<T> {
    type Item = &'a Linkage<T>;
    type IntoIter = std::slice::Iter<'a, Linkage<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.linkages().iter()
    }
}

impl<T: Related> Default for ToOne<T> {
    fn default() -> Self {
        Self {
            data: Sent::NotSent,
            links: Links::default(),
            meta: None,
        }
    }
}

impl<T: Related> Default for ToMany<T> {
    fn default() -> Self {
        Self {
            data: Sent::NotSent,
            links: Links::default(),
            meta: None,
        }
    }
}

impl<T: Related> Decode for ToOne<T> {
    const SHAPE: &'static Shape = &Shape::ToOne(T::TYPE);

    fn from_map<'de, A: MapAccess<'de>>(
        members: &mut Members<'_, A>,
    ) -> Result<Option<Self>, A::Error> {
        let mut to_one = Self::default();
        while let Some(key) = members.next_key()? {
            match &*key {
                "data" => to_one.data = one(members.raw()?, members.cx),
                "links" => members.replace(&mut to_one.links)?,
                "meta" => members.read(&mut to_one.meta)?,
                _ => members.skip()?,
            }
        }
        Ok(Some(to_one))
    }
}

impl<T: Related> Decode for ToMany<T> {
    const SHAPE: &'static Shape = &Shape::ToMany(T::TYPE);

    fn from_map<'de, A: MapAccess<'de>>(
        members: &mut Members<'_, A>,
    ) -> Result<Option<Self>, A::Error> {
        let mut to_many = Self::default();
        while let Some(key) = members.next_key()? {
            match &*key {
                "data" => to_many.data = many(members.raw()?, members.cx),
                "links" => members.replace(&mut to_many.links)?,
                "meta" => members.read(&mut to_many.meta)?,
                _ => members.skip()?,
            }
        }
        Ok(Some(to_many))
    }
}

impl<T: ResourceType> Decode for Identifier<T> {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        cx: &Context,
    ) -> Result<Option<Self>, D::Error> {
        decode_identifier::<T, D>(deserializer, cx)
    }
}

impl Decode for AnyIdentifier {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        cx: &Context,
    ) -> Result<Option<Self>, D::Error> {
        decode_identifier::<Any, D>(deserializer, cx)
    }
}

/// Reads an identifier outside a relationship, where there is no place for a broken one.
fn decode_identifier<'de, T: Related, D: Deserializer<'de>>(
    deserializer: D,
    cx: &Context,
) -> Result<Option<T::Identifier>, D::Error> {
    let text = <&RawValue as serde::Deserialize>::deserialize(deserializer)?.get();
    let identifier = identifier::<T>(text, cx);
    if identifier.is_none() && text != "null" {
        cx.mark_dirty();
    }
    Ok(identifier)
}

fn one<T: Related>(text: &str, cx: &Context) -> Sent<Linkage<T>> {
    match text {
        "null" => Sent::Null,
        text => Sent::Data(linkage(text, cx)),
    }
}

fn many<T: Related>(text: &str, cx: &Context) -> Sent<Vec<Linkage<T>>> {
    match scan::kind(text) {
        JsonKind::Null => Sent::Null,
        JsonKind::Array => Sent::Data(
            scan::elements(text)
                .into_iter()
                .map(|text| linkage(text, cx))
                .collect(),
        ),
        _ => {
            cx.mark_dirty();
            Sent::Data(vec![linkage(text, cx)])
        }
    }
}

fn linkage<T: Related>(text: &str, cx: &Context) -> Linkage<T> {
    match identifier::<T>(text, cx) {
        Some(identifier) => Linkage::Identifier(identifier),
        None => {
            cx.mark_dirty();
            Linkage::Broken(Raw::new(text, cx).read().unwrap_or(Value::Null))
        }
    }
}

fn identifier<T: Related>(text: &str, cx: &Context) -> Option<T::Identifier> {
    let members = scan::members(text);
    let member = |name: &str| {
        members
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| *value)
    };
    let kind = scan::string(member("type")?)?;
    let id = scan::string(member("id")?)?;
    let meta = member("meta").and_then(|meta| Raw::new(meta, cx).read());
    T::identify(&kind, &id, meta)
}
