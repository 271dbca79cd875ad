//! How resources are named by others (JSON:API "Resource Identifier Objects", "Resource Linkage").

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use super::super::schema::shape::{Member, Shape};
use super::super::value::decode::{Decode, Input};
use super::super::value::encode::Encode;
use super::super::value::id::{Id, IdForm};
use super::super::value::serialize::read_value;
use super::super::value::values::{Map, Value};
use super::super::value::view::{Fields, RecordView, See, View, Viewed};
use super::resource::{AnyResource, OtherMembers, Resource, ResourceType, TypeMember, read_resource, see_with_rest};

/// The target of a relationship: resources of one type, or of [`Any`].
pub trait Related: Clone + fmt::Debug + 'static {
    /// The identifier that names one.
    type Identifier: Viewed + Clone + fmt::Debug + Send + Sync + 'static;

    /// The wire `type` of what it names; `None` for any.
    const TYPE: Option<&'static str>;

    /// Returns an identifier from its parts; `None` when it names another type.
    #[doc(hidden)]
    fn identify(parts: Parts<'_>) -> Option<Self::Identifier>;
}

impl<T: ResourceType> Related for T {
    type Identifier = Identifier<T>;

    const TYPE: Option<&'static str> = Some(T::TYPE);

    #[inline]
    fn identify(parts: Parts<'_>) -> Option<Identifier<T>> {
        let Parts { kind, id, form, meta, rest } = parts;
        (kind == T::TYPE).then(|| Identifier { id: Id::new(id, form), meta, rest })
    }
}

/// Stands for resources of any type in [`ToOne`](super::super::ToOne) and [`ToMany`](super::super::ToMany).
#[derive(Debug, Clone, Copy)]
pub enum Any {}

impl Related for Any {
    type Identifier = AnyIdentifier;

    const TYPE: Option<&'static str> = None;

    #[inline]
    fn identify(parts: Parts<'_>) -> Option<AnyIdentifier> {
        let Parts { kind, id, form, meta, rest } = parts;
        Some(AnyIdentifier { kind: kind.into(), id: id.into(), meta, rest, form: NameForm::Id(form) })
    }
}

/// Names a resource of type `T` (JSON:API "Resource Identifier Objects").
#[non_exhaustive]
pub struct Identifier<T> {
    /// The id of the resource.
    pub id: Id<T>,
    /// What the service tells of the link between the two.
    pub meta: Option<Value>,
    /// The members that JSON:API does not know, such as those of an extension (JSON:API "Extensions").
    pub rest: Map<Value>,
}

impl<T> Identifier<T> {
    /// Reads the `meta` as a type; `None` where there is none, or it is of another type.
    pub fn meta_as<M: Decode>(&self) -> Option<M> {
        read_value(self.meta.as_ref()?)
    }
}

impl<T: ResourceType> Identifier<T> {
    /// Returns the resource, where the service writes all of it in the place of its identifier; `None` where it only names it.
    ///
    /// ```rust,ignore
    /// let article = client.articles().get_article("1").send().await?;
    /// let publisher = article.data.relationships.publisher.identifier().and_then(Identifier::resource);
    /// println!("{:?}", publisher.map(|publisher| publisher.attributes.name));
    /// ```
    pub fn resource(&self) -> Option<Resource<T>> {
        holds_resource(&self.rest).then(|| read_resource(&written(self)).ok())?
    }
}

impl<T> Clone for Identifier<T> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), meta: self.meta.clone(), rest: self.rest.clone() }
    }
}

impl<T> Default for Identifier<T> {
    fn default() -> Self {
        Self { id: Id::default(), meta: None, rest: Map::new() }
    }
}

impl<T> fmt::Debug for Identifier<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Identifier");
        out.field("id", &self.id).field("meta", &self.meta);
        if !self.rest.is_empty() {
            out.field("rest", &self.rest);
        }
        out.finish()
    }
}

impl<T> From<Id<T>> for Identifier<T> {
    fn from(id: Id<T>) -> Self {
        Self { id, meta: None, rest: Map::new() }
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
///
/// ```rust,ignore
/// let owner = ToOne::<Any>::of(AnyIdentifier::new("profile", "P1"));
/// println!("{:?}", owner.identifier().map(|owner| &owner.kind));
/// ```
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct AnyIdentifier {
    /// The wire `type` of the resource.
    pub kind: String,
    /// The id of the resource.
    pub id: String,
    /// What the service tells of the link between the two.
    pub meta: Option<Value>,
    /// The members that JSON:API does not know, such as those of an extension. They are not sent.
    pub rest: Map<Value>,
    /// The form of the name on the wire.
    pub(crate) form: NameForm,
}

/// The kind of name by which an identifier of any type names its resource.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NameForm {
    /// Its `id`, in this form.
    Id(IdForm),
    /// Its local id (`lid`): the same request creates it.
    LocalId,
}

impl Default for NameForm {
    fn default() -> Self {
        Self::Id(IdForm::Text)
    }
}

/// Compares the kind of name only: the form of an id does not make it another one.
impl PartialEq for NameForm {
    fn eq(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Id(_), Self::Id(_)) | (Self::LocalId, Self::LocalId))
    }
}

impl fmt::Debug for AnyIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, id, meta, rest, form } = self;
        let mut out = f.debug_struct("AnyIdentifier");
        out.field("kind", kind).field("id", id).field("meta", meta);
        if !rest.is_empty() {
            out.field("rest", rest);
        }
        out.field("is_local", &matches!(form, NameForm::LocalId)).finish()
    }
}

impl AnyIdentifier {
    /// Reads the `meta` as a type; `None` where there is none, or it is of another type.
    pub fn meta_as<M: Decode>(&self) -> Option<M> {
        read_value(self.meta.as_ref()?)
    }

    /// Returns the resource, where the service writes all of it in the place of its identifier; `None` where it only names it.
    pub fn resource(&self) -> Option<AnyResource> {
        holds_resource(&self.rest).then(|| AnyResource::of_text(&written(self)))
    }

    /// Names the resource of this `type` and id.
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self { kind: kind.into(), id: id.into(), meta: None, rest: Map::new(), form: NameForm::default() }
    }

    /// Names the resource of this `type` and local id, which the same request creates.
    #[inline]
    pub fn local(kind: impl Into<String>, lid: impl Into<String>) -> Self {
        Self { form: NameForm::LocalId, ..Self::new(kind, lid) }
    }
}

/// Returns whether these members of an identifier are those of a resource object (JSON:API "Resource Objects").
fn holds_resource(rest: &Map<Value>) -> bool {
    rest.contains_key("attributes") || rest.contains_key("relationships")
}

/// Returns an identifier as JSON. What is in it was read from JSON, so that writing it cannot fail.
fn written(identifier: &dyn Viewed) -> Bytes {
    serde_json::to_vec(&identifier.view()).unwrap_or_default().into()
}

impl<T: ResourceType> From<Id<T>> for AnyIdentifier {
    fn from(id: Id<T>) -> Self {
        Self { form: NameForm::Id(id.form()), ..Self::new(T::TYPE, id) }
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

/// The name of a resource with the `meta` that the link to it must have.
#[derive(Debug, Clone, PartialEq)]
pub struct IdAndMeta<I, M> {
    id: I,
    meta: M,
}

impl<I, M, F: Into<I>> From<(F, M)> for IdAndMeta<I, M> {
    fn from((id, meta): (F, M)) -> Self {
        Self { id: id.into(), meta }
    }
}

impl<I: Into<AnyIdentifier>, M: Encode> From<IdAndMeta<I, M>> for AnyIdentifier {
    fn from(with: IdAndMeta<I, M>) -> Self {
        Self { meta: Some(with.meta.encode()), ..with.id.into() }
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
    /// Returns the identifier; `None` when it is broken.
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
        *slot = match parts(input).and_then(T::identify) {
            Some(identifier) => Some(Self::Identifier(identifier)),
            None => broken(input).map(Self::Broken),
        };
    }
}

/// The members of an identifier.
pub struct Parts<'c> {
    kind: Cow<'c, str>,
    id: Cow<'c, str>,
    form: IdForm,
    meta: Option<Value>,
    rest: Map<Value>,
}

/// Returns the parts of an identifier; `None` where one is missing or of a wrong type.
fn parts(input: Input<'_>) -> Option<Parts<'_>> {
    if !input.node().is_object() {
        return None;
    }
    let (kind, id) = (input.member("type")?.node().string()?, input.member("id")?);
    id.check_id(input.cx().ids.get());
    let mut rest = Map::new();
    input.open_fields(NAMED, &mut [&mut (), &mut (), &mut (), &mut ()], &mut OtherMembers(&mut rest));
    let (id, form) = id.id()?;
    Some(Parts { kind, id, form, meta: input.member("meta").and_then(Input::value), rest })
}

/// Returns what is not an identifier, as it came.
fn broken(input: Input<'_>) -> Option<Value> {
    input.mark_dirty();
    input.value()
}

/// The members of an identifier, for looking. The walk knows them without a table.
const MEMBERS: &Shape = &Shape::OpenRecord(
    &[
        Member::Required("type", Shape::STRING),
        Member::Required("id", Shape::STRING),
        Member::Optional("meta", Shape::ANY),
    ],
    Shape::ANY,
);

/// The members of an identifier that JSON:API names.
const NAMED: &Shape = &Shape::Record(&[
    Member::Required("type", Shape::STRING),
    Member::Optional("id", Shape::STRING),
    Member::Optional("meta", Shape::ANY),
    Member::Optional("lid", Shape::STRING),
]);

impl<T: ResourceType> Fields for Identifier<T> {
    fn list(&self, see: See<'_>) {
        see_with_rest(&[&TypeMember(T::TYPE), &self.id, &self.meta], &self.rest, see);
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
