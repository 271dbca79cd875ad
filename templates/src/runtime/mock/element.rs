//! What may be served where an operation brings resources or identifiers.

use serde_json::json;

use super::super::document::identifier::{AnyIdentifier, Identifier};
use super::super::document::payload::Payload;
use super::super::document::polymorphic::Polymorphic;
use super::super::document::resource::{AnyResource, Resource, ResourceType};
use super::super::document::{Document, Primary};
use super::super::fake;
use super::super::value::id::Id;
use super::super::value::values::Value;
use super::sample::Sample;

/// A value for primary data `P`: a [`Sample`] or a [`Resource`] for a resource, an id for an identifier.
pub trait Element<P> {
    /// Returns it as JSON.
    fn into_json(self) -> Value;
}

impl<T: ResourceType> Element<Resource<T>> for Sample<T> {
    fn into_json(self) -> Value {
        self.into()
    }
}

impl<T: ResourceType> Element<AnyResource> for Sample<T> {
    fn into_json(self) -> Value {
        self.into()
    }
}

/// The type is not checked: an enum of several types keeps any other, too.
impl<T: ResourceType, P: Polymorphic> Element<P> for Sample<T> {
    fn into_json(self) -> Value {
        self.into()
    }
}

impl<T: ResourceType> Element<Self> for Resource<T> {
    fn into_json(self) -> Value {
        AnyResource::from(self).value()
    }
}

impl<T: ResourceType> Element<AnyResource> for Resource<T> {
    fn into_json(self) -> Value {
        AnyResource::from(self).value()
    }
}

/// The type is not checked: an enum of several types keeps any other, too.
impl<T: ResourceType, P: Polymorphic> Element<P> for Resource<T> {
    fn into_json(self) -> Value {
        AnyResource::from(self).value()
    }
}

impl<T: ResourceType, I: Into<Id<T>>> Element<Identifier<T>> for I {
    fn into_json(self) -> Value {
        json!(Identifier::from(self.into()))
    }
}

impl Element<Self> for AnyIdentifier {
    fn into_json(self) -> Value {
        json!(self)
    }
}

/// Primary data that can be made up by a seed: a resource, or an identifier of one type.
pub trait Fakeable {
    /// Returns the JSON of a value that is made up.
    fn fake_json(seed: u64) -> Value;
}

impl<T: ResourceType> Fakeable for Resource<T> {
    fn fake_json(seed: u64) -> Value {
        Value::Object(fake::resource::<T>(seed))
    }
}

impl<T: ResourceType> Fakeable for Identifier<T> {
    fn fake_json(seed: u64) -> Value {
        json!({ "type": T::TYPE, "id": fake::id_of_shape(T::RESOURCE.id_shape, seed.wrapping_add(1).to_string()) })
    }
}

/// A document of one resource or identifier, or of none.
pub trait One: Payload {
    /// The primary data.
    type Primary: Primary;
}

impl<P: Primary> One for Document<P> {
    type Primary = P;
}

impl<P: Primary> One for Document<Option<P>> {
    type Primary = P;
}

impl<D: One> One for Option<D> {
    type Primary = D::Primary;
}

/// A document of any number of resources or identifiers.
pub trait Many: Payload {
    /// The primary data.
    type Primary: Primary;
}

impl<P: Primary> Many for Document<Vec<P>> {
    type Primary = P;
}

impl<D: Many> Many for Option<D> {
    type Primary = D::Primary;
}
