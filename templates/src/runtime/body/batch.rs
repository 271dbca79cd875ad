//! Several changes in one request, all of which happen or none (the extension "Atomic Operations" of JSON:API,
//! <https://jsonapi.org/ext/atomic/>).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::document::envelope::{
    identifier, identifier_or_list, identifier_or_list_or_null, identifier_or_null, identifiers,
};
use super::super::document::identifier::AnyIdentifier;
use super::super::document::resource::ResourceType;
use super::super::value::encode::{Change, Encode};
use super::super::value::free_form::AnyObject;
use super::super::value::password::Printable;
use super::super::value::unsendable::{OF_BATCH, unsendable};
use super::super::value::values::{Object, Value};
use super::draft::{Draft, OneOrMany};
use super::reference::Reference;

/// The number of batches that were made.
static BATCHES: AtomicUsize = AtomicUsize::new(0);

/// Tells a batch from all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BatchNumber(usize);

/// Changes that operation `O` makes together, in this order.
///
/// A clone is the same batch: what names a change of the one names that of the other.
///
/// ```rust,ignore
/// let mut batch = BatchBatch::new();
/// let ada = batch.add_user(NewUser::new("Ada").age(36));
/// let laptop = batch.add_computer(NewComputer::new("Laptop").user(&ada));
/// ```
#[must_use = "nothing is sent until it is given to its operation"]
pub struct Batch<O> {
    number: BatchNumber,
    operations: Vec<Value>,
    /// What was said of the change that comes next.
    next: Next,
    of: PhantomData<fn() -> O>,
}

/// The members of a change besides its target by type and id, and its data.
#[derive(Debug, Clone, Default)]
struct Next {
    /// A URL that names the target, in place of `ref`.
    href: Option<String>,
    meta: Option<Value>,
}

/// A change of a batch that has a resource of type `T` as its result.
///
/// It names the resource in the rest of the batch, also one that has no id yet. In another batch it refuses the
/// request, and of the results of another batch it finds none.
pub struct Handle<T> {
    batch: BatchNumber,
    position: usize,
    reference: Reference<T>,
}

/// The members by which the service distinguishes the operations of a batch.
type Tags = &'static [(&'static str, &'static str)];

impl<O> Batch<O> {
    /// Returns a batch without changes.
    pub fn new() -> Self {
        let number = BatchNumber(BATCHES.fetch_add(1, Ordering::Relaxed));
        Self { number, operations: Vec::new(), next: Next::default(), of: PhantomData }
    }

    /// Returns how many changes there are.
    pub fn len(&self) -> usize {
        self.operations.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Returns what tells it from all other batches.
    pub(crate) fn number(&self) -> BatchNumber {
        self.number
    }

    /// Returns the body of the request.
    pub(crate) fn into_body(self) -> Value {
        let Self { mut operations, next, .. } = self;
        if next.href.is_some() || next.meta.is_some() {
            operations
                .push(unsendable("`at` and `meta` are of the change that comes next, and there is none".to_owned()));
        }
        let mut operations = Value::Array(operations);
        settle(&mut operations, &self.number.0.to_string());
        Value::Object(Object::from_iter([("atomic:operations".to_owned(), operations)]))
    }

    fn push(&mut self, verb: &str, tags: Tags, target: Option<Value>, data: Option<Value>) {
        let mut operation = Object::new();
        for (name, value) in tags {
            operation.insert((*name).to_owned(), (*value).into());
        }
        operation.insert("op".to_owned(), verb.into());
        let Next { href, meta } = std::mem::take(&mut self.next);
        let target = match href {
            Some(href) => Some(("href".to_owned(), href.into())),
            None => target.map(|target| ("ref".to_owned(), target)),
        };
        operation.extend(target);
        operation.extend(data.map(|data| ("data".to_owned(), data)));
        operation.extend(meta.map(|meta| ("meta".to_owned(), meta)));
        self.operations.push(operation.into());
    }

    /// Adds a resource. Its `ref` has its type and these members.
    fn add<T: ResourceType, K>(&mut self, tags: Tags, members: Option<&[&str]>, resource: Draft<K>) -> Handle<T> {
        let position = self.operations.len();
        let (lid, mark) = (format!("new-{}", position + 1), format!("{OF_BATCH}{}", self.number.0));
        let (resource, reference) = resource.referable(lid, &mark);
        let target = members.map(|members| own_target(identifier::<Reference<T>>(&reference), members));
        self.push("add", tags, target, Some(resource.encode()));
        Handle { batch: self.number, position, reference }
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
    /// Names the target of the next change by a URL.
    pub fn arg_href(&mut self, href: String) {
        self.next.href = Some(href);
    }

    /// Gives the next change a `meta`.
    pub fn arg_meta(&mut self, meta: AnyObject) {
        self.next.meta = Some(meta.encode());
    }

    /// Adds a resource. One without an id gets a local one, by which the rest of the batch names it.
    pub fn arg_add<T: ResourceType, K>(&mut self, tags: Tags, resource: Draft<K>) -> Handle<T> {
        self.add(tags, None, resource)
    }

    /// Adds a resource that its `ref` names, too: by its type and those of these members that it has.
    pub fn arg_add_by_ref<T: ResourceType, K>(
        &mut self,
        tags: Tags,
        members: &[&str],
        resource: Draft<K>,
    ) -> Handle<T> {
        self.add(tags, Some(members), resource)
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
        Handle { batch: self.number, position, reference }
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

    /// Sets a relationship to one resource, or to a list of them.
    pub fn arg_relate_one_or_many<T: ResourceType, I: Into<AnyIdentifier>>(
        &mut self,
        verb: &str,
        tags: Tags,
        target: impl Into<Reference<T>>,
        relationship: &str,
        related: impl Into<OneOrMany<I>>,
    ) {
        self.relate::<T>(verb, tags, target, relationship, identifier_or_list(related.into()));
    }

    /// Sets a relationship to one resource, to a list of them, or to none.
    pub fn arg_relate_one_or_many_or_null<T: ResourceType, I: Into<AnyIdentifier>>(
        &mut self,
        verb: &str,
        tags: Tags,
        target: impl Into<Reference<T>>,
        relationship: &str,
        related: impl Into<Change<OneOrMany<I>>>,
    ) {
        self.relate::<T>(verb, tags, target, relationship, identifier_or_list_or_null(related.into()));
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

/// Returns an identifier with its type and those of its other members that are described.
fn own_target(mut identifier: Value, described: &[&str]) -> Value {
    if let Some(members) = identifier.as_object_mut() {
        members.retain(|name, _| name == "type" || described.contains(&name.as_str()));
    }
    identifier
}

/// Makes the local ids in a value what they are on the wire. What is of another batch than this cannot be sent.
fn settle(value: &mut Value, batch: &str) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| settle(value, batch)),
        Value::Object(members) => {
            if let Some(Value::String(lid)) = members.get_mut("lid") {
                match lid.split_once(OF_BATCH) {
                    Some((name, of)) if of == batch => *lid = name.to_owned(),
                    Some(_) => {
                        *value = unsendable("it is a change of another batch".to_owned());
                        return;
                    }
                    None => {}
                }
            }
            members.values_mut().for_each(|value| settle(value, batch));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl<T> Handle<T> {
    /// Returns the position of the change in a batch, if it is of that.
    pub(crate) fn position_in(&self, batch: BatchNumber) -> Option<usize> {
        (self.batch == batch).then_some(self.position)
    }

    /// Returns what names the resource in the rest of the batch.
    pub(crate) fn reference(&self) -> &Reference<T> {
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
        Self { number: self.number, operations: self.operations.clone(), next: self.next.clone(), of: PhantomData }
    }
}

impl<O> fmt::Debug for Batch<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations: Vec<Printable<'_>> = self.operations.iter().map(Printable).collect();
        f.debug_tuple("Batch").field(&operations).finish()
    }
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        Self { batch: self.batch, position: self.position, reference: self.reference.clone() }
    }
}

impl<T> PartialEq for Handle<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.batch, self.position) == (other.batch, other.position)
    }
}

impl<T> Eq for Handle<T> {}

impl<T> Hash for Handle<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.batch, self.position).hash(state);
    }
}

impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("position", &self.position).field("reference", &self.reference).finish()
    }
}
