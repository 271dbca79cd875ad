//! References to resources that may not be there yet (JSON:API 1.1 "Identification": `id` and `lid`).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use super::super::document::identifier::AnyIdentifier;
use super::super::document::resource::ResourceType;
use super::super::value::encode::Change;
use super::super::value::id::Id;
use super::batch::Handle;

/// Names a resource of type `T`: by its id, by a local id, or as what a batch has added before.
pub struct Reference<T> {
    name: Name,
    of: PhantomData<fn() -> T>,
}

/// The member of an identifier that names the resource, and its value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Name {
    Id(String),
    Lid(String),
}

impl Name {
    /// Returns the member's key and value.
    pub(crate) fn into_member(self) -> (&'static str, String) {
        match self {
            Self::Id(id) => ("id", id),
            Self::Lid(lid) => ("lid", lid),
        }
    }
}

impl<T> Reference<T> {
    /// Names the resource of this local id (`lid`), which the same request creates.
    ///
    /// ```rust,ignore
    /// let emma: Reference<Profile> = Reference::local("emma");
    /// ```
    pub fn local(lid: impl Into<String>) -> Self {
        Self::of(Name::Lid(lid.into()))
    }

    pub(crate) fn of(name: Name) -> Self {
        Self { name, of: PhantomData }
    }

    pub(crate) fn name(&self) -> &Name {
        &self.name
    }
}

impl<T> From<Id<T>> for Reference<T> {
    fn from(id: Id<T>) -> Self {
        Self::of(Name::Id(id.into()))
    }
}

impl<T> From<&Id<T>> for Reference<T> {
    fn from(id: &Id<T>) -> Self {
        id.clone().into()
    }
}

impl<T> From<&str> for Reference<T> {
    fn from(id: &str) -> Self {
        Id::from(id).into()
    }
}

impl<T> From<String> for Reference<T> {
    fn from(id: String) -> Self {
        Id::from(id).into()
    }
}

impl<T> From<&Handle<T>> for Reference<T> {
    fn from(handle: &Handle<T>) -> Self {
        handle.reference().clone()
    }
}

impl<T> From<&Self> for Reference<T> {
    fn from(reference: &Self) -> Self {
        reference.clone()
    }
}

impl<T> From<Id<T>> for Change<Reference<T>> {
    fn from(id: Id<T>) -> Self {
        Self::Value(id.into())
    }
}

impl<T> From<&Id<T>> for Change<Reference<T>> {
    fn from(id: &Id<T>) -> Self {
        Self::Value(id.into())
    }
}

impl<T> From<&str> for Change<Reference<T>> {
    fn from(id: &str) -> Self {
        Self::Value(id.into())
    }
}

impl<T> From<&Handle<T>> for Change<Reference<T>> {
    fn from(handle: &Handle<T>) -> Self {
        Self::Value(handle.into())
    }
}

impl<T: ResourceType> From<Reference<T>> for AnyIdentifier {
    fn from(reference: Reference<T>) -> Self {
        match reference.name {
            Name::Id(id) => Self::new(T::TYPE, id),
            Name::Lid(lid) => Self::local(T::TYPE, lid),
        }
    }
}

impl<T: ResourceType> From<&Handle<T>> for AnyIdentifier {
    fn from(handle: &Handle<T>) -> Self {
        handle.reference().clone().into()
    }
}

// Derives would ask all of these of `T`, which a reference holds none of.

impl<T> Clone for Reference<T> {
    fn clone(&self) -> Self {
        Self::of(self.name.clone())
    }
}

impl<T> PartialEq for Reference<T> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl<T> Eq for Reference<T> {}

impl<T> Hash for Reference<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl<T> fmt::Debug for Reference<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}
