//! What is sent: resources (JSON:API "Creating, Updating and Deleting Resources") and plain objects.

use std::fmt;
use std::marker::PhantomData;

use super::encode::{Change, Encode};
use super::id::Id;
use super::identifier::AnyIdentifier;
use super::resource::ResourceType;
use super::values::{Object, Value};

/// A resource that is to be sent; what every emitted `New..` and `..Update` wraps.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Draft {
    kind: &'static str,
    id: Option<String>,
    attributes: Object,
    /// Whether `attributes` is sent though there are none.
    has_attributes: bool,
    relationships: Object,
    meta: Option<Value>,
}

#[allow(clippy::wrong_self_convention, reason = "these name relationships, not conversions")]
impl Draft {
    /// An empty resource of this wire `type`.
    pub fn new(kind: &'static str) -> Self {
        Self {
            kind,
            id: None,
            attributes: Object::new(),
            has_attributes: false,
            relationships: Object::new(),
            meta: None,
        }
    }

    /// An empty resource of this wire `type` that has `attributes` even if none is set. JSON:API does
    /// without, but most descriptions require the member.
    pub fn with_attributes(kind: &'static str) -> Self {
        Self { has_attributes: true, ..Self::new(kind) }
    }

    /// Sets the `id`.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets an attribute.
    pub fn arg_set<T: Encode>(mut self, name: &str, value: impl Into<T>) -> Self {
        insert(&mut self.attributes, name, value.into().encode());
        self
    }

    /// Sets an attribute to a list.
    pub fn arg_list<T: Encode>(mut self, name: &str, values: impl IntoIterator<Item = impl Into<T>>) -> Self {
        insert(&mut self.attributes, name, list::<T>(values));
        self
    }

    /// Sets an attribute to a document of resources.
    pub fn arg_documents<T: Encode>(mut self, name: &str, resources: impl IntoIterator<Item = T>) -> Self {
        insert(&mut self.attributes, name, document(list::<T>(resources)));
        self
    }

    /// Sets an attribute to a document of identifiers.
    pub fn arg_identifiers<T: ResourceType>(
        mut self,
        name: &str,
        ids: impl IntoIterator<Item = impl Into<Id<T>>>,
    ) -> Self {
        insert(&mut self.attributes, name, document(identifiers::<Id<T>>(ids)));
        self
    }

    /// Sets a relationship to one resource.
    pub fn to_one<I: Into<AnyIdentifier>>(mut self, name: &str, id: impl Into<I>) -> Self {
        insert(&mut self.relationships, name, document(identifier::<I>(id)));
        self
    }

    /// Sets a relationship to one resource, or to none.
    pub fn to_one_or_null<I: Into<AnyIdentifier>>(mut self, name: &str, id: impl Into<Change<I>>) -> Self {
        insert(&mut self.relationships, name, document(identifier_or_null(id.into())));
        self
    }

    /// Sets a relationship to any number of resources.
    pub fn to_many<I: Into<AnyIdentifier>>(mut self, name: &str, ids: impl IntoIterator<Item = impl Into<I>>) -> Self {
        insert(&mut self.relationships, name, document(identifiers::<I>(ids)));
        self
    }

    /// Sets the resource's `meta`.
    pub fn meta<T: Encode>(mut self, meta: impl Into<T>) -> Self {
        self.meta = Some(meta.into().encode());
        self
    }

    /// The resource object.
    pub fn into_resource(self) -> Value {
        let mut resource = Object::new();
        resource.insert("type".to_owned(), self.kind.into());
        if let Some(id) = self.id {
            resource.insert("id".to_owned(), id.into());
        }
        if self.has_attributes || !self.attributes.is_empty() {
            resource.insert("attributes".to_owned(), self.attributes.into());
        }
        if !self.relationships.is_empty() {
            resource.insert("relationships".to_owned(), self.relationships.into());
        }
        if let Some(meta) = self.meta {
            resource.insert("meta".to_owned(), meta);
        }
        Value::Object(resource)
    }
}

impl Encode for Draft {
    fn encode(self) -> Value {
        self.into_resource()
    }
}

/// A plain object that is to be sent; what every emitted record is, each with a kind of its own.
#[must_use]
pub struct Part<K> {
    members: Object,
    kind: PhantomData<fn() -> K>,
}

impl<K> Part<K> {
    /// An object without members.
    #[doc(hidden)]
    pub fn arg_empty() -> Self {
        Self { members: Object::new(), kind: PhantomData }
    }

    /// An object of these members, whatever the description says.
    pub fn from_members(members: Object) -> Self {
        Self { members, kind: PhantomData }
    }

    /// Sets a member.
    #[doc(hidden)]
    pub fn arg_set<T: Encode>(mut self, name: &str, value: impl Into<T>) -> Self {
        insert(&mut self.members, name, value.into().encode());
        self
    }

    /// Sets a member to a list.
    #[doc(hidden)]
    pub fn arg_list<T: Encode>(mut self, name: &str, values: impl IntoIterator<Item = impl Into<T>>) -> Self {
        insert(&mut self.members, name, list::<T>(values));
        self
    }

    /// Sets a member to a document of resources.
    #[doc(hidden)]
    pub fn arg_documents<T: Encode>(mut self, name: &str, resources: impl IntoIterator<Item = T>) -> Self {
        insert(&mut self.members, name, document(list::<T>(resources)));
        self
    }

    /// Sets a member to a document of identifiers.
    #[doc(hidden)]
    pub fn arg_identifiers<T: ResourceType>(
        mut self,
        name: &str,
        ids: impl IntoIterator<Item = impl Into<Id<T>>>,
    ) -> Self {
        insert(&mut self.members, name, document(identifiers::<Id<T>>(ids)));
        self
    }
}

impl<K> Encode for Part<K> {
    fn encode(self) -> Value {
        Value::Object(self.members)
    }
}

// Derives would ask all of these of `K`, which a part holds none of.

impl<K> Clone for Part<K> {
    fn clone(&self) -> Self {
        Self::from_members(self.members.clone())
    }
}

impl<K> PartialEq for Part<K> {
    fn eq(&self, other: &Self) -> bool {
        self.members == other.members
    }
}

impl<K> fmt::Debug for Part<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.members.fmt(f)
    }
}

/// A resource inside a value that is sent, in a document of its own: `{"data": ..}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedded<T>(T);

impl<T> From<T> for Embedded<T> {
    fn from(resource: T) -> Self {
        Self(resource)
    }
}

impl<T> From<T> for Change<Embedded<T>> {
    fn from(resource: T) -> Self {
        Self::Value(resource.into())
    }
}

impl<T: Encode> Encode for Embedded<T> {
    fn encode(self) -> Value {
        document(self.0)
    }
}

/// An identifier inside a value that is sent, in a document of its own: `{"data": {"type", "id"}}`.
#[derive(Debug, Clone, PartialEq)]
pub struct EmbeddedId<T>(Id<T>);

impl<T> From<Id<T>> for EmbeddedId<T> {
    fn from(id: Id<T>) -> Self {
        Self(id)
    }
}

impl<T> From<&Id<T>> for EmbeddedId<T> {
    fn from(id: &Id<T>) -> Self {
        Self(id.clone())
    }
}

impl<T> From<&str> for EmbeddedId<T> {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl<T> From<String> for EmbeddedId<T> {
    fn from(id: String) -> Self {
        Self(id.into())
    }
}

impl<T> From<Id<T>> for Change<EmbeddedId<T>> {
    fn from(id: Id<T>) -> Self {
        Self::Value(id.into())
    }
}

impl<T> From<&str> for Change<EmbeddedId<T>> {
    fn from(id: &str) -> Self {
        Self::Value(id.into())
    }
}

impl<T: ResourceType> Encode for EmbeddedId<T> {
    fn encode(self) -> Value {
        document(identifier::<Id<T>>(self.0))
    }
}

/// Identifiers inside a value that is sent, in a document of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct EmbeddedIds<T>(Vec<Id<T>>);

impl<T, I: Into<Id<T>>> From<Vec<I>> for EmbeddedIds<T> {
    fn from(ids: Vec<I>) -> Self {
        Self(ids.into_iter().map(Into::into).collect())
    }
}

impl<T, I: Into<Id<T>>> From<Vec<I>> for Change<EmbeddedIds<T>> {
    fn from(ids: Vec<I>) -> Self {
        Self::Value(ids.into())
    }
}

impl<T: ResourceType> Encode for EmbeddedIds<T> {
    fn encode(self) -> Value {
        document(identifiers::<Id<T>>(self.0))
    }
}

impl Encode for AnyIdentifier {
    fn encode(self) -> Value {
        let mut identifier = Object::new();
        identifier.insert("type".to_owned(), self.kind.into());
        identifier.insert("id".to_owned(), self.id.into());
        if let Some(meta) = self.meta {
            identifier.insert("meta".to_owned(), meta);
        }
        Value::Object(identifier)
    }
}

fn insert(members: &mut Object, name: &str, value: Value) {
    members.insert(name.to_owned(), value);
}

/// A document with this primary data: a resource, an identifier, a list of them, or null.
pub(super) fn document(data: impl Encode) -> Value {
    let mut document = Object::new();
    document.insert("data".to_owned(), data.encode());
    Value::Object(document)
}

/// A list of what is encoded as `T`.
pub(super) fn list<T: Encode>(values: impl IntoIterator<Item = impl Into<T>>) -> Value {
    values.into_iter().map(|value| value.into().encode()).collect()
}

/// The identifier of what `I` names.
pub(super) fn identifier<I: Into<AnyIdentifier>>(id: impl Into<I>) -> Value {
    let id: I = id.into();
    let identifier: AnyIdentifier = id.into();
    identifier.encode()
}

/// The identifier of what `I` names, or null.
pub(super) fn identifier_or_null<I: Into<AnyIdentifier>>(id: Change<I>) -> Value {
    match id {
        Change::Value(id) => identifier::<I>(id),
        Change::Null => Value::Null,
    }
}

/// A list of the identifiers of what `I` names.
pub(super) fn identifiers<I: Into<AnyIdentifier>>(ids: impl IntoIterator<Item = impl Into<I>>) -> Value {
    ids.into_iter().map(|id| identifier::<I>(id)).collect()
}
