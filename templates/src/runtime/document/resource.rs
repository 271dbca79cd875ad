//! Resource objects (JSON:API "Resource Objects").

use std::fmt;

use bytes::Bytes;

use super::super::schema::shape::{IdRule, Member, ResourceShape, Shape, TypeRule};
use super::super::schema::tape::{Node, Tape};
use super::super::value::decode::{Decode, Input, Rest, Slot};
use super::super::value::id::{Id, ResourceIdentity};
use super::super::value::record::{Record, decode_record, view_record};
use super::super::value::serialize::{read_value, value_of};
use super::super::value::values::{Map, Value};
use super::super::value::view::{See, View, Viewed};
use super::included::ResolveError;
use super::links::Links;
use super::payload::{self, Read, ReadError};

/// A resource type, implemented by the record of its attributes.
pub trait ResourceType: Record + Slot + Clone + fmt::Debug + Send + Sync + 'static {
    /// The wire `type`; where any may come, what the resource is called instead.
    const TYPE: &'static str;

    /// Whether resources of this type carry an `id`.
    const ID: IdRule;

    /// The type of their `id`: [`Id<Self>`](Id), [`OpenId<Self>`](super::super::OpenId) where any `type` may
    /// come.
    type Id: ResourceIdentity;

    /// Their relationships; [`NoRelationships`] where there are none.
    type Relationships: Record + Slot + Clone + fmt::Debug + Send + Sync + 'static;

    /// The shape of their `id`: text, or for some services a number.
    const ID_SHAPE: &'static Shape = Shape::STRING;

    /// Whether a resource without `attributes` lacks something, if some attribute is required.
    const REQUIRES_ATTRIBUTES: bool = true;

    /// The names of those members of JSON:API that may be null: `attributes` or `relationships`.
    const NULLABLE: &'static [&'static str] = &[];

    /// The members that they have beside those of JSON:API, such as those of an extension.
    const OTHERS: &'static [Member] = &[];

    /// The shape of their `meta`, where the OpenAPI document describes it.
    const META: Option<&'static Shape> = None;

    /// All of it as data.
    const RESOURCE: &'static ResourceShape = &ResourceShape {
        kind: Self::TYPE,
        type_rule: <Self::Id as ResourceIdentity>::TYPE_RULE,
        id: Self::ID,
        id_shape: Self::ID_SHAPE,
        requires_attributes: Self::REQUIRES_ATTRIBUTES,
        nullable: Self::NULLABLE,
        others: Self::OTHERS,
        meta: Self::META,
        attributes: <Self as Record>::SHAPE,
        relationships: <Self::Relationships as Record>::SHAPE,
    };
}

impl ResourceShape {
    /// Returns what the OpenAPI document says of resources of type `T`.
    pub const fn of<T: ResourceType>() -> &'static Self {
        T::RESOURCE
    }
}

/// A resource: an identity, and what the service tells of it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Resource<T: ResourceType> {
    /// The id; empty when the wire had none.
    pub id: T::Id,
    /// The attributes. Any of them may be absent: sparse fieldsets leave out what was not asked for.
    pub attributes: T,
    /// The relationships.
    pub relationships: T::Relationships,
    /// The links.
    pub links: Links,
    /// Anything else the service tells of the resource.
    pub meta: Option<Value>,
    /// The members that JSON:API does not know, such as those of an extension (JSON:API "Extensions").
    pub rest: Map<Value>,
}

impl<T: ResourceType> Resource<T> {
    /// Makes a resource of this id and nothing else, such as for a test.
    ///
    /// ```rust,ignore
    /// let profile = Resource::<Profile>::new("P1").set(|profile| {
    ///     profile.attributes.email = Some("ada@example.com".to_owned());
    ///     profile.relationships.lists = ToMany::of(["L1", "L2"]);
    /// });
    /// ```
    pub fn new(id: impl Into<T::Id>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    /// Changes it, in an expression.
    #[must_use]
    pub fn set(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// Reads the `meta` as the type that is described for it; `None` where there is none, or it is of another type.
    pub fn meta_as<M: Decode>(&self) -> Option<M> {
        read_value(self.meta.as_ref()?)
    }
}

impl<T: ResourceType> Default for Resource<T> {
    fn default() -> Self {
        Self {
            id: T::Id::default(),
            attributes: T::default(),
            relationships: T::Relationships::default(),
            links: Links::default(),
            meta: None,
            rest: Map::new(),
        }
    }
}

/// The members of a resource object, for reading and looking. The walk knows them without a table.
const MEMBERS: &Shape = &Shape::OpenRecord(
    &[
        Member::Required("type", Shape::STRING),
        Member::Optional("id", Shape::STRING),
        Member::Optional("attributes", Shape::OBJECT),
        Member::Optional("relationships", Shape::OBJECT),
        Member::Optional("links", Shape::OBJECT),
        Member::Optional("meta", Shape::ANY),
    ],
    Shape::ANY,
);

impl<T: ResourceType> Record for Resource<T> {
    const SHAPE: &'static Shape = MEMBERS;

    fn read(&mut self, input: Input<'_>) {
        let Self { id, attributes, relationships, links, meta, rest } = self;
        let kind = if <T::Id as ResourceIdentity>::TYPE_RULE == TypeRule::Open { None } else { Some(T::TYPE) };
        let mut kind = KindMember { expected: kind, found: None };
        let mut id_member = IdMember { id, shape: T::RESOURCE.id_shape };
        let slots: &mut [&mut dyn Slot] = &mut [&mut kind, &mut id_member, attributes, relationships, links, meta];
        input.open_fields(MEMBERS, slots, &mut OtherMembers(rest));
        match kind.found {
            Some(kind) => id.set_open_type(kind),
            None => input.mark_dirty(),
        }
    }

    fn list(&self, see: See<'_>) {
        let Self { id, attributes, relationships, links, meta, rest } = self;
        let (open, fixed) = (id.open_type().map(OpenTypeMember), TypeMember(T::TYPE));
        let kind: &dyn Viewed = open.as_ref().map_or(&fixed, |open| open);
        see_with_rest(&[kind, id, attributes, relationships, links, meta], rest, see);
    }
}

impl<T: ResourceType> Decode for Resource<T> {
    // Resources stand in documents, which the walk knows without a table.
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        decode_record(slot, input);
    }
}

impl<T: ResourceType> Viewed for Resource<T> {
    fn view(&self) -> View<'_> {
        view_record(self, "Resource")
    }
}

impl<T: ResourceType> fmt::Debug for Resource<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

/// The place of the `type` of a resource.
struct KindMember {
    /// The one that it must be; `None` where any may come.
    expected: Option<&'static str>,
    /// The one that came, which is kept where any may; `None` where there was no member.
    found: Option<String>,
}

impl Slot for KindMember {
    // An object that is of another type than its place says is read all the same.
    fn decode(&mut self, input: Input<'_>) {
        self.found = match self.expected {
            Some(expected) => {
                if input.node().string().as_deref() != Some(expected) {
                    input.mark_dirty();
                }
                Some(String::new())
            }
            None => Some(input.string().unwrap_or_default()),
        };
    }
}

/// The place of the `id` of a resource.
struct IdMember<'i> {
    id: &'i mut dyn Slot,
    /// What it must be.
    shape: &'static Shape,
}

impl Slot for IdMember<'_> {
    fn decode(&mut self, input: Input<'_>) {
        input.check_id(self.shape);
        input.with_ids(self.shape, || self.id.decode(input));
    }
}

/// The place of members that JSON:API does not know, without those that it ignores ("@-Members").
pub(crate) struct OtherMembers<'r>(pub(crate) &'r mut Map<Value>);

impl Rest for OtherMembers<'_> {
    fn decode(&mut self, key: &str, input: Input<'_>) {
        if !key.starts_with('@') {
            self.0.decode(key, input);
        }
    }
}

/// Shows members, and those that JSON:API does not know where there are any: few objects have such.
pub(crate) fn see_with_rest(members: &[&dyn Viewed], rest: &Map<Value>, see: See<'_>) {
    if rest.is_empty() {
        see(members);
    } else {
        see(&[members, &[rest]].concat());
    }
}

/// The member `type` of an object that is of this one type.
pub(crate) struct TypeMember<'k>(pub(crate) &'k str);

impl Viewed for TypeMember<'_> {
    fn view(&self) -> View<'_> {
        View::Type(self.0)
    }
}

/// The member `type` of an object whose type the OpenAPI document does not tell.
struct OpenTypeMember<'k>(&'k str);

impl Viewed for OpenTypeMember<'_> {
    fn view(&self) -> View<'_> {
        View::Text(self.0)
    }
}

/// The relationships of resources that have none.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoRelationships;

impl Record for NoRelationships {
    const SHAPE: &'static Shape = &Shape::Record(&[]);

    fn read(&mut self, _input: Input<'_>) {}

    fn list(&self, see: See<'_>) {
        see(&[]);
    }
}

impl Decode for NoRelationships {
    const SHAPE: &'static Shape = <Self as Record>::SHAPE;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        decode_record(slot, input);
    }
}

impl Viewed for NoRelationships {
    fn view(&self) -> View<'_> {
        view_record(self, "NoRelationships")
    }
}

/// A resource of any type, not yet read.
#[derive(Debug, Clone, Default)]
pub struct AnyResource {
    kind: String,
    id: String,
    raw: Bytes,
}

impl AnyResource {
    /// Reads a resource object.
    pub(crate) fn new(input: Input<'_>) -> Self {
        let node = input.node();
        Self::of_node(node, input.cx().slice(node.text()))
    }

    /// Reads a resource object whose text this is.
    fn of_node(node: Node<'_>, raw: Bytes) -> Self {
        let mut resource = Self { raw, ..Self::default() };
        for (key, value) in node.members() {
            match &*key.key() {
                "type" => resource.kind = value.string().unwrap_or_default().into_owned(),
                "id" => resource.id = value.string_or_digits().unwrap_or_default().into_owned(),
                _ => {}
            }
        }
        resource
    }

    /// Reads the text of a resource object; returns one without type and id where it is not JSON.
    pub(crate) fn of_text(raw: &Bytes) -> Self {
        match str::from_utf8(raw).ok().and_then(|text| Tape::new(text).ok()) {
            Some(tape) => Self::of_node(tape.root(), raw.clone()),
            None => Self { raw: raw.clone(), ..Self::default() },
        }
    }

    /// Returns the wire `type`; empty when there was none.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns the id; empty when there was none.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the id, if the resource is of type `T`.
    pub fn id_of<T: ResourceType>(&self) -> Option<Id<T>> {
        may_be::<T>(&self.kind).then(|| self.id.as_str().into())
    }

    /// Returns the JSON text of the resource object.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// Returns the resource object as any JSON.
    pub fn value(&self) -> Value {
        value_of(str::from_utf8(&self.raw).unwrap_or_default())
    }

    /// Reads the resource as one of type `T`.
    ///
    /// ```rust,ignore
    /// let profile = klaviyo.profiles().get_profile("P1").include([GetProfileInclude::Lists]).send().await?;
    /// for resource in profile.included.iter().filter(|resource| resource.kind() == "list") {
    ///     println!("{:?}", resource.decode::<List>()?.attributes.name);
    /// }
    /// ```
    ///
    /// # Errors
    /// [`ResolveError::OtherType`] when it is of another type; [`ResolveError::Unreadable`] when its
    /// text cannot be read.
    pub fn decode<T: ResourceType>(&self) -> Result<Resource<T>, ResolveError> {
        if !may_be::<T>(&self.kind) {
            return Err(ResolveError::OtherType { found: self.kind.clone(), expected: T::TYPE });
        }
        read_resource(&self.raw)
    }
}

impl<T: ResourceType> From<Resource<T>> for AnyResource {
    fn from(resource: Resource<T>) -> Self {
        // What is in a resource is on the wire as well, so that writing it cannot fail.
        Self::of_text(&serde_json::to_vec(&resource.view()).unwrap_or_default().into())
    }
}

/// Whether two resources are the same JSON.
impl PartialEq for AnyResource {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw || self.value() == other.value()
    }
}

impl Decode for AnyResource {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.is_object().then(|| Self::new(input));
    }
}

impl Viewed for AnyResource {
    fn view(&self) -> View<'_> {
        View::Resource(self)
    }
}

/// Returns whether resources of type `T` may have this wire `type`.
fn may_be<T: ResourceType>(kind: &str) -> bool {
    kind == T::TYPE || <T::Id as ResourceIdentity>::TYPE_RULE == TypeRule::Open
}

/// Reads a resource from the text of a resource object.
pub(crate) fn read_resource<T: ResourceType>(raw: &Bytes) -> Result<Resource<T>, ResolveError> {
    let Read { value, .. } = payload::read(raw).map_err(|ReadError(reason)| ResolveError::Unreadable(reason))?;
    value.ok_or_else(|| ResolveError::Unreadable("not an object".to_owned()))
}
