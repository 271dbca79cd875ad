//! How resources are named by others (JSON:API "Resource Identifier Objects", "Resource Linkage").

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess};

use super::super::schema::shape::Shape;
use super::super::value::context::Context;
use super::super::value::decode::{Decode, Elements, Members};
use super::super::value::encode::Encode;
use super::super::value::id::Id;
use super::super::value::values::{Object, Value};
use super::resource::ResourceType;

/// What a relationship names: resources of one type, or of [`Any`].
pub trait Related: Clone + fmt::Debug + 'static {
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

    #[inline]
    fn identify(kind: &str, id: &str, meta: Option<Value>) -> Option<Identifier<T>> {
        (kind == T::TYPE).then(|| Identifier { id: id.into(), meta })
    }
}

/// Stands for resources of any type in [`ToOne`](super::super::ToOne) and [`ToMany`](super::super::ToMany).
#[derive(Debug, Clone, Copy)]
pub enum Any {}

impl Related for Any {
    type Identifier = AnyIdentifier;

    const TYPE: Option<&'static str> = None;

    #[inline]
    fn identify(kind: &str, id: &str, meta: Option<Value>) -> Option<AnyIdentifier> {
        Some(AnyIdentifier { meta, ..AnyIdentifier::new(kind, id) })
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
        Self { id: self.id.clone(), meta: self.meta.clone() }
    }
}

impl<T> Default for Identifier<T> {
    fn default() -> Self {
        Self { id: Id::default(), meta: None }
    }
}

impl<T> fmt::Debug for Identifier<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identifier").field("id", &self.id).field("meta", &self.meta).finish()
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
    /// Whether the id is a local one (`lid`), of a resource that the same request creates.
    pub(crate) is_local: bool,
}

impl AnyIdentifier {
    /// Names the resource of this `type` and id.
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self { kind: kind.into(), id: id.into(), meta: None, is_local: false }
    }

    /// Names the resource of this `type` and local id.
    #[inline]
    pub(crate) fn local(kind: &str, lid: String) -> Self {
        Self { is_local: true, ..Self::new(kind, lid) }
    }
}

impl<T: ResourceType> From<Id<T>> for AnyIdentifier {
    fn from(id: Id<T>) -> Self {
        Self::new(T::TYPE, id)
    }
}

/// Names a resource and may say something of the link to it: made of an id, or of an id and the
/// `meta`.
#[derive(Debug, Clone, PartialEq)]
pub struct WithMeta<I, M> {
    id: I,
    meta: Option<M>,
}

impl<T, M> From<Id<T>> for WithMeta<Id<T>, M> {
    fn from(id: Id<T>) -> Self {
        Self { id, meta: None }
    }
}

impl<T, M> From<&str> for WithMeta<Id<T>, M> {
    fn from(id: &str) -> Self {
        Self { id: id.into(), meta: None }
    }
}

impl<I, M, F: Into<I>> From<(F, M)> for WithMeta<I, M> {
    fn from((id, meta): (F, M)) -> Self {
        Self { id: id.into(), meta: Some(meta) }
    }
}

impl<I: Into<AnyIdentifier>, M: Encode> From<WithMeta<I, M>> for AnyIdentifier {
    fn from(with: WithMeta<I, M>) -> Self {
        Self { meta: with.meta.map(M::encode), ..with.id.into() }
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

    fn into_identifier(self) -> Option<T::Identifier> {
        match self {
            Self::Identifier(identifier) => Some(identifier),
            Self::Broken(_) => None,
        }
    }
}

impl<T: ResourceType> Decode for Identifier<T> {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode<'de, D: Deserializer<'de>>(
        slot: &mut Option<Self>,
        deserializer: D,
        cx: &Context,
    ) -> Result<(), D::Error> {
        let mut linkage = None;
        Linkage::<T>::decode(&mut linkage, deserializer, cx)?;
        *slot = linkage.and_then(Linkage::into_identifier);
        Ok(())
    }
}

impl Decode for AnyIdentifier {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode<'de, D: Deserializer<'de>>(
        slot: &mut Option<Self>,
        deserializer: D,
        cx: &Context,
    ) -> Result<(), D::Error> {
        let mut linkage = None;
        Linkage::<Any>::decode(&mut linkage, deserializer, cx)?;
        *slot = linkage.and_then(Linkage::into_identifier);
        Ok(())
    }
}

/// Whatever is no identifier is kept as it came.
impl<T: Related> Decode for Linkage<T> {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn from_bool(value: bool) -> Option<Self> {
        Value::from_bool(value).map(Self::Broken)
    }

    fn from_i64(value: i64) -> Option<Self> {
        Value::from_i64(value).map(Self::Broken)
    }

    fn from_u64(value: u64) -> Option<Self> {
        Value::from_u64(value).map(Self::Broken)
    }

    fn from_f64(value: f64) -> Option<Self> {
        Value::from_f64(value).map(Self::Broken)
    }

    fn from_text(value: &str) -> Option<Self> {
        Value::from_text(value).map(Self::Broken)
    }

    fn from_seq<'de, A: SeqAccess<'de>>(
        slot: &mut Option<Self>,
        elements: &mut Elements<'_, A>,
    ) -> Result<(), A::Error> {
        let mut value = None;
        Value::from_seq(&mut value, elements)?;
        *slot = value.map(Self::Broken);
        Ok(())
    }

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        let mut parts = Parts::default();
        while let Some(key) = members.next_key()? {
            match &*key {
                "type" => parts.kind = parts.keep("type", members.text()?),
                "id" => parts.id = parts.keep("id", members.text()?),
                name => {
                    let mut value = None;
                    members.read(&mut value)?;
                    parts.rest.insert(name.to_owned(), value.unwrap_or_default());
                }
            }
        }
        *slot = Some(parts.into_linkage());
        Ok(())
    }

    fn is_unknown(&self) -> bool {
        matches!(self, Self::Broken(_))
    }
}

/// The members of what may be an identifier.
#[derive(Default)]
struct Parts<'de> {
    kind: Option<Cow<'de, str>>,
    id: Option<Cow<'de, str>>,
    /// All other members, and those two where they are no text.
    rest: Object,
}

impl<'de> Parts<'de> {
    /// The text of a member; anything else goes to the rest.
    #[inline]
    fn keep(&mut self, name: &str, found: Result<Cow<'de, str>, Value>) -> Option<Cow<'de, str>> {
        found.map_err(|value| self.rest.insert(name.to_owned(), value)).ok()
    }

    fn into_linkage<T: Related>(self) -> Linkage<T> {
        let meta = || self.rest.get("meta").cloned();
        match (&self.kind, &self.id) {
            (Some(kind), Some(id)) => T::identify(kind, id, meta()),
            _ => None,
        }
        .map_or_else(|| Linkage::Broken(self.into_value()), Linkage::Identifier)
    }

    /// The object as it came.
    #[inline]
    fn into_value(self) -> Value {
        let mut object = self.rest;
        for (name, text) in [("type", self.kind), ("id", self.id)] {
            object.extend(text.map(|text| (name.to_owned(), text.into_owned().into())));
        }
        Value::Object(object)
    }
}
