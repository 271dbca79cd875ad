//! How resources are named by others (JSON:API "Resource Identifier Objects", "Resource Linkage").

use std::borrow::Cow;
use std::fmt;

use super::super::schema::shape::{Member, Shape};
use super::super::value::decode::{Decode, Input};
use super::super::value::encode::Encode;
use super::super::value::id::Id;
use super::super::value::values::Value;
use super::super::value::view::{Fields, RecordView, See, View, Viewed};
use super::resource::{ResourceType, TypeMember};

/// What a relationship names: resources of one type, or of [`Any`].
pub trait Related: Clone + fmt::Debug + 'static {
    /// How it names one.
    type Identifier: Viewed + Clone + fmt::Debug + Send + Sync + 'static;

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

impl<T> From<Id<T>> for Identifier<T> {
    fn from(id: Id<T>) -> Self {
        Self { id, meta: None }
    }
}

impl<T> From<&Id<T>> for Identifier<T> {
    fn from(id: &Id<T>) -> Self {
        id.clone().into()
    }
}

impl<T> From<&str> for Identifier<T> {
    fn from(id: &str) -> Self {
        Id::from(id).into()
    }
}

impl<T> From<String> for Identifier<T> {
    fn from(id: String) -> Self {
        Id::from(id).into()
    }
}

/// Names a resource of any type.
#[derive(Debug, Clone, Default, PartialEq)]
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

impl<M> From<AnyIdentifier> for WithMeta<AnyIdentifier, M> {
    fn from(id: AnyIdentifier) -> Self {
        Self { id, meta: None }
    }
}

impl<T: ResourceType, M> From<Id<T>> for WithMeta<AnyIdentifier, M> {
    fn from(id: Id<T>) -> Self {
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

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        if !input.is_null() {
            input.with_ids(T::RESOURCE.id_shape, || {
                *slot = input.read::<Linkage<T>>().and_then(Linkage::into_identifier);
            });
        }
    }
}

impl Decode for AnyIdentifier {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        if !input.is_null() {
            // Of which type it is, is not known.
            input.with_ids(Shape::ANY, || {
                *slot = input.read::<Linkage<Any>>().and_then(Linkage::into_identifier);
            });
        }
    }
}

/// Whatever is no identifier is kept as it came.
impl<T: Related> Decode for Linkage<T> {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        let identify = |parts: Parts<'_>| T::identify(&parts.kind, &parts.id, parts.meta);
        *slot = match parts(input).and_then(identify) {
            Some(identifier) => Some(Self::Identifier(identifier)),
            None => broken(input).map(Self::Broken),
        };
    }
}

/// The members of an identifier.
struct Parts<'c> {
    kind: Cow<'c, str>,
    id: Cow<'c, str>,
    meta: Option<Value>,
}

/// The parts of an identifier; `None` where one is missing or of a wrong type.
fn parts(input: Input<'_>) -> Option<Parts<'_>> {
    if !input.node().is_object() {
        return None;
    }
    let (kind, id) = (input.member("type")?.node().string()?, input.member("id")?);
    id.check_id(input.cx().ids.get());
    Some(Parts { kind, id: id.node().string_or_digits()?, meta: input.member("meta").and_then(Input::value) })
}

/// What is not an identifier, as it came.
fn broken(input: Input<'_>) -> Option<Value> {
    input.mark_dirty();
    input.value()
}

/// The members of an identifier, for looking. The walk knows them without a table.
const MEMBERS: &Shape = &Shape::Record(&[
    Member::Required("type", Shape::STRING),
    Member::Required("id", Shape::STRING),
    Member::Optional("meta", Shape::ANY),
]);

impl<T: ResourceType> Fields for Identifier<T> {
    fn list(&self, see: See<'_>) {
        see(&[&TypeMember(T::TYPE), &self.id, &self.meta]);
    }
}

impl<T: ResourceType> Viewed for Identifier<T> {
    fn view(&self) -> View<'_> {
        View::Record(RecordView { name: "Identifier", shape: MEMBERS, fields: self })
    }
}

impl Viewed for AnyIdentifier {
    fn view(&self) -> View<'_> {
        View::Identifier(self)
    }
}

impl<T: Related> Viewed for Linkage<T> {
    fn view(&self) -> View<'_> {
        match self {
            Self::Identifier(identifier) => View::Variant("Identifier", identifier),
            Self::Broken(value) => View::Variant("Broken", value),
        }
    }
}
