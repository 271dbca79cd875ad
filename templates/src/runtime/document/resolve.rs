//! From relationships to resources, within one document.

use bytes::Bytes;

use super::super::value::view::Viewed;
use super::Data;
use super::identifier::{Any, AnyIdentifier, Linkage, Related};
use super::included::{Included, ResolveError};
use super::relationship::{Sent, ToMany, ToOne, ToOneOrMany};
use super::resource::{AnyResource, Resource, ResourceType};

/// A relationship that a document can follow.
pub trait Relation {
    /// The resolved value.
    type Resolved<'a>
    where
        Self: 'a;

    /// Follows it.
    fn resolve<'a>(&'a self, resolver: Resolver<'a>) -> Self::Resolved<'a>;
}

/// An index of the resources of a document.
#[derive(Clone, Copy)]
pub struct Resolver<'a> {
    included: &'a Included,
    data: &'a dyn Find,
}

/// A view of [`Data`] that can be used as an object.
trait Find: Viewed {
    fn find(&self, kind: &str, id: &str) -> Option<&dyn std::any::Any>;
}

impl<D: Data> Find for D {
    fn find(&self, kind: &str, id: &str) -> Option<&dyn std::any::Any> {
        Data::find(self, kind, id)
    }
}

/// Returns primary data in the form of the wire.
fn text(data: &dyn Find) -> Bytes {
    serde_json::to_vec(&data.view()).unwrap_or_default().into()
}

impl<'a> Resolver<'a> {
    pub(crate) fn new<D: Data>(included: &'a Included, data: &'a D) -> Self {
        Self { included, data }
    }

    fn one<T: ResourceType>(self, linkage: &'a Linkage<T>) -> Result<&'a Resource<T>, ResolveError> {
        let id = match linkage {
            Linkage::Identifier(identifier) => &identifier.id,
            Linkage::Broken(value) => return Err(ResolveError::Broken(value.clone())),
        };
        if let Some(resource) = self.included.get(id) {
            return resource;
        }
        let primary = self.data.find(T::TYPE, id.as_str()).and_then(|found| found.downcast_ref());
        primary.ok_or_else(|| not_included(T::TYPE, id.as_str()))
    }

    fn any(self, linkage: &Linkage<Any>) -> Result<AnyResource, ResolveError> {
        match linkage {
            Linkage::Identifier(identifier) => {
                let AnyIdentifier { kind, id, .. } = identifier;
                let primary = || self.included.primary(kind, id, &|| text(self.data));
                let found = self.included.any(kind, id).or_else(primary).or_else(|| identifier.resource());
                found.ok_or_else(|| not_included(kind, id))
            }
            Linkage::Broken(value) => Err(ResolveError::Broken(value.clone())),
        }
    }
}

#[inline]
fn not_included(kind: &str, id: &str) -> ResolveError {
    ResolveError::NotIncluded { kind: kind.to_owned(), id: id.to_owned() }
}

impl<T: ResourceType> Relation for ToOne<T> {
    type Resolved<'a> = Option<Result<&'a Resource<T>, ResolveError>>;

    #[inline]
    fn resolve<'a>(&'a self, resolver: Resolver<'a>) -> Self::Resolved<'a> {
        match &self.data {
            Sent::Data(linkage) => Some(resolver.one(linkage)),
            Sent::Absent | Sent::Null => None,
        }
    }
}

impl Relation for ToOne<Any> {
    type Resolved<'a> = Option<Result<AnyResource, ResolveError>>;

    fn resolve<'a>(&'a self, resolver: Resolver<'a>) -> Self::Resolved<'a> {
        match &self.data {
            Sent::Data(linkage) => Some(resolver.any(linkage)),
            Sent::Absent | Sent::Null => None,
        }
    }
}

impl<T: Related> Relation for ToMany<T> {
    type Resolved<'a> = ResolvedMany<'a, T>;

    #[inline]
    fn resolve<'a>(&'a self, resolver: Resolver<'a>) -> Self::Resolved<'a> {
        ResolvedMany { linkages: self.linkages().iter(), resolver }
    }
}

impl<T: Related> Relation for ToOneOrMany<T> {
    type Resolved<'a> = ResolvedMany<'a, T>;

    #[inline]
    fn resolve<'a>(&'a self, resolver: Resolver<'a>) -> Self::Resolved<'a> {
        ResolvedMany { linkages: self.linkages().iter(), resolver }
    }
}

/// The resources that a [`ToMany`] or a [`ToOneOrMany`] names, in its order, each read when it is reached.
#[derive(Clone)]
pub struct ResolvedMany<'a, T: Related> {
    linkages: std::slice::Iter<'a, Linkage<T>>,
    resolver: Resolver<'a>,
}

impl<'a, T: ResourceType> Iterator for ResolvedMany<'a, T> {
    type Item = Result<&'a Resource<T>, ResolveError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.linkages.next().map(|linkage| self.resolver.one(linkage))
    }
}

impl Iterator for ResolvedMany<'_, Any> {
    type Item = Result<AnyResource, ResolveError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.linkages.next().map(|linkage| self.resolver.any(linkage))
    }
}
