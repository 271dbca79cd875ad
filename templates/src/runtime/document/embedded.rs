//! Resources and identifiers inside values that are sent, each in a document of its own.

use super::super::value::encode::{Change, Encode};
use super::super::value::id::Id;
use super::super::value::values::Value;
use super::envelope::{document, identifier, identifiers};
use super::resource::ResourceType;

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
