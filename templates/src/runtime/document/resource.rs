//! Resource objects (JSON:API "Resource Objects").

use std::fmt::Debug;

use bytes::Bytes;
use serde::de::{Deserializer, MapAccess};
use serde_json::value::RawValue;

use super::super::schema::scan;
use super::super::schema::shape::{IdRule, ResourceShape, Shape};
use super::super::value::context::Context;
use super::super::value::decode::{Decode, Members};
use super::super::value::id::{Id, ResourceIdentity};
use super::super::value::record::{FieldVisitor, Record};
use super::super::value::values::Value;
use super::included::ResolveError;
use super::links::Links;

/// A resource type, implemented by the record of its attributes.
pub trait ResourceType: Record + Send + Sync + 'static {
    /// The wire `type`.
    const TYPE: &'static str;

    /// Whether resources of this type carry an `id`.
    const ID: IdRule;

    /// The type of their `id`: [`Id<Self>`](Id), or [`NoId`](super::super::NoId) where the rule is
    /// [`IdRule::None`].
    type Id: ResourceIdentity;

    /// Their relationships; [`NoRelationships`] where there are none.
    type Relationships: Record + Send + Sync + 'static;

    /// All of it as data.
    const RESOURCE: &'static ResourceShape = &ResourceShape {
        kind: Self::TYPE,
        id: Self::ID,
        attributes: <Self as Record>::SHAPE,
        relationships: <Self::Relationships as Record>::SHAPE,
    };
}

impl ResourceShape {
    /// What the description says of resources of type `T`.
    pub const fn of<T: ResourceType>() -> &'static Self {
        T::RESOURCE
    }
}

/// A resource: an identity, and what the service tells of it.
#[derive(Debug, Clone)]
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
}

impl<T: ResourceType> Default for Resource<T> {
    fn default() -> Self {
        Self {
            id: T::Id::default(),
            attributes: T::default(),
            relationships: T::Relationships::default(),
            links: Links::default(),
            meta: None,
        }
    }
}

impl<T: ResourceType> Decode for Resource<T> {
    // Resources stand in documents, which the walk knows without a table.
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        let resource = slot.insert(Self::default());
        while let Some(key) = members.next_key()? {
            match &*key {
                "id" => members.replace(&mut resource.id)?,
                "type" => {
                    if members.text()?.as_deref() != Ok(T::TYPE) {
                        // A resource that is of another type than its place says is read all the same.
                        members.cx.mark_dirty();
                    }
                }
                "attributes" => members.replace(&mut resource.attributes)?,
                "relationships" => members.replace(&mut resource.relationships)?,
                "links" => members.replace(&mut resource.links)?,
                "meta" => members.read(&mut resource.meta)?,
                _ => members.skip()?,
            }
        }
        Ok(())
    }
}

/// The relationships of resources that have none.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoRelationships;

impl Record for NoRelationships {
    const SHAPE: &'static Shape = &Shape::Record(&[]);

    fn visit<V: FieldVisitor>(&mut self, visitor: &mut V) -> Result<(), V::Error> {
        visitor.fields(&mut [])
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
    /// From the text of a resource object, which must be a part of `raw`.
    #[inline]
    pub(crate) fn new(raw: Bytes, text: &str) -> Self {
        let mut resource = Self { raw, ..Self::default() };
        for (key, value) in scan::members(text) {
            match &*key {
                "type" => resource.kind = scan::string(value).unwrap_or_default().into_owned(),
                "id" => resource.id = scan::string(value).unwrap_or_default().into_owned(),
                _ => {}
            }
        }
        resource
    }

    /// The wire `type`; empty when there was none.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The id; empty when there was none.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id, if the resource is of type `T`.
    pub fn id_of<T: ResourceType>(&self) -> Option<Id<T>> {
        (self.kind == T::TYPE).then(|| self.id.as_str().into())
    }

    /// The JSON text of the resource object.
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// Reads the resource as one of type `T`.
    ///
    /// # Errors
    /// [`ResolveError::OtherType`] when it is of another type; [`ResolveError::Unreadable`] when its
    /// text cannot be read.
    pub fn decode<T: ResourceType>(&self) -> Result<Resource<T>, ResolveError> {
        if self.kind != T::TYPE {
            return Err(ResolveError::OtherType { found: self.kind.clone(), expected: T::TYPE });
        }
        read_resource(&self.raw)
    }
}

impl Decode for AnyResource {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode<'de, D: Deserializer<'de>>(
        slot: &mut Option<Self>,
        deserializer: D,
        cx: &Context,
    ) -> Result<(), D::Error> {
        let text = <&RawValue as serde::Deserialize>::deserialize(deserializer)?.get();
        *slot = text.starts_with('{').then(|| Self::new(cx.slice(text), text));
        if slot.is_none() && text != "null" {
            cx.mark_dirty();
        }
        Ok(())
    }
}

/// Reads a resource from the text of a resource object.
pub(crate) fn read_resource<T: ResourceType>(raw: &Bytes) -> Result<Resource<T>, ResolveError> {
    let text = str::from_utf8(raw).map_err(|error| ResolveError::Unreadable(error.to_string()))?;
    let cx = Context::new(raw.clone());
    let mut resource = None;
    let unreadable = |reason: String| Err(ResolveError::Unreadable(reason));
    match Resource::decode(&mut resource, &mut serde_json::Deserializer::from_str(text), &cx) {
        Ok(()) => resource.map_or_else(|| unreadable("not an object".to_owned()), Ok),
        Err(error) => unreadable(error.to_string()),
    }
}
