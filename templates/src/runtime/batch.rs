//! Several changes in one request, all of which happen or none (the extension "Atomic Operations" of JSON:API,
//! <https://jsonapi.org/ext/atomic/>).

use std::fmt;
use std::marker::PhantomData;

use super::draft::Draft;
use super::encode::{Change, Encode};
use super::envelope::{identifier, identifier_or_null, identifiers};
use super::identifier::AnyIdentifier;
use super::reference::Reference;
use super::resource::ResourceType;
use super::values::{Object, Value};

/// Changes that operation `O` makes together, in this order.
#[must_use = "nothing is sent until it is given to its operation"]
pub struct Batch<O> {
    operations: Vec<Value>,
    of: PhantomData<fn() -> O>,
}

/// A change of a batch that has a resource of type `T` as its result.
///
/// It names the resource in the rest of the batch, also one that has no id yet. With the results of another
/// batch it means nothing.
pub struct Handle<T> {
    position: usize,
    reference: Reference<T>,
}

/// What the service tells the operations of a batch apart by.
type Tags = &'static [(&'static str, &'static str)];

impl<O> Batch<O> {
    /// A batch without changes.
    pub fn new() -> Self {
        Self { operations: Vec::new(), of: PhantomData }
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.operations.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// The body of the request.
    pub(super) fn into_body(self) -> Value {
        Value::Object(Object::from_iter([("atomic:operations".to_owned(), self.operations.into())]))
    }

    fn push(&mut self, verb: &str, tags: Tags, target: Option<Value>, data: Option<Value>) {
        let mut operation = Object::new();
        for (name, value) in tags {
            operation.insert((*name).to_owned(), (*value).into());
        }
        operation.insert("op".to_owned(), verb.into());
        operation.extend(target.map(|target| ("ref".to_owned(), target)));
        operation.extend(data.map(|data| ("data".to_owned(), data)));
        self.operations.push(operation.into());
    }

    fn relate<T: ResourceType>(
        &mut self,
        verb: &str,
        tags: Tags,
        target: impl Into<Reference<T>>,
        relationship: &str,
        data: Value,
    ) {
        let mut target = identifier::<Reference<T>>(target);
        if let Some(target) = target.as_object_mut() {
            target.insert("relationship".to_owned(), relationship.into());
        }
        self.push(verb, tags, Some(target), Some(data));
    }
}

#[doc(hidden)]
impl<O> Batch<O> {
    /// Adds a resource. One without an id gets a local one, by which the rest of the batch names it.
    pub fn arg_add<T: ResourceType, K>(&mut self, tags: Tags, resource: Draft<K>) -> Handle<T> {
        let position = self.operations.len();
        let (resource, reference) = resource.referable(format!("new-{}", position + 1));
        self.push("add", tags, None, Some(resource.encode()));
        Handle { position, reference }
    }

    /// Changes a resource.
    pub fn arg_update<T: ResourceType, K>(
        &mut self,
        tags: Tags,
        target: impl Into<Reference<T>>,
        changes: Draft<K>,
    ) -> Handle<T> {
        let position = self.operations.len();
        let reference: Reference<T> = target.into();
        let changes = changes.of(&reference);
        self.push("update", tags, Some(identifier::<Reference<T>>(&reference)), Some(changes.encode()));
        Handle { position, reference }
    }

    /// Removes a resource.
    pub fn arg_remove<T: ResourceType>(&mut self, tags: Tags, target: impl Into<Reference<T>>) {
        self.push("remove", tags, Some(identifier::<Reference<T>>(target)), None);
    }

    /// Sets a relationship to one resource.
    pub fn arg_relate_one<T: ResourceType, I: Into<AnyIdentifier>>(
        &mut self,
        verb: &str,
        tags: Tags,
        target: impl Into<Reference<T>>,
        relationship: &str,
        related: impl Into<I>,
    ) {
        self.relate::<T>(verb, tags, target, relationship, identifier::<I>(related));
    }

    /// Sets a relationship to one resource, or to none.
    pub fn arg_relate_one_or_null<T: ResourceType, I: Into<AnyIdentifier>>(
        &mut self,
        verb: &str,
        tags: Tags,
        target: impl Into<Reference<T>>,
        relationship: &str,
        related: impl Into<Change<I>>,
    ) {
        self.relate::<T>(verb, tags, target, relationship, identifier_or_null(related.into()));
    }

    /// Adds to, replaces or removes from what a relationship names.
    pub fn arg_relate_many<T: ResourceType, I: Into<AnyIdentifier>>(
        &mut self,
        verb: &str,
        tags: Tags,
        target: impl Into<Reference<T>>,
        relationship: &str,
        related: impl IntoIterator<Item = impl Into<I>>,
    ) {
        self.relate::<T>(verb, tags, target, relationship, identifiers::<I>(related));
    }
}

impl<T> Handle<T> {
    /// The position of the change in its batch.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// What names the resource in the rest of the batch.
    pub(super) fn reference(&self) -> &Reference<T> {
        &self.reference
    }
}

impl<O> Default for Batch<O> {
    fn default() -> Self {
        Self::new()
    }
}

impl<O> Clone for Batch<O> {
    fn clone(&self) -> Self {
        Self { operations: self.operations.clone(), of: PhantomData }
    }
}

impl<O> fmt::Debug for Batch<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Batch").field(&self.operations).finish()
    }
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        Self { position: self.position, reference: self.reference.clone() }
    }
}

impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("position", &self.position).field("reference", &self.reference).finish()
    }
}
