//! Plain objects that are sent.

use std::fmt;
use std::marker::PhantomData;

use super::super::document::envelope::{document, identifiers, list};
use super::super::document::resource::ResourceType;
use super::super::value::encode::{Argument, Encode};
use super::super::value::free_form::AnyValue;
use super::super::value::id::Id;
use super::super::value::password::{Printable, revealed};
use super::super::value::values::{Object, Value};

/// A plain object that is to be sent; what every emitted record is, each with a kind of its own.
#[must_use]
pub struct Part<K> {
    pub(super) members: Object,
    kind: PhantomData<fn() -> K>,
}

impl<K> Part<K> {
    /// Returns an object without members.
    #[doc(hidden)]
    pub fn arg_empty() -> Self {
        Self { members: Object::new(), kind: PhantomData }
    }

    /// Returns an object of these members, whatever the OpenAPI document says.
    pub fn from_members(members: Object) -> Self {
        Self { members, kind: PhantomData }
    }

    /// Returns the member of this name on the wire, as it is sent.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.members.get(name).map(|sent| revealed(sent).into_owned())
    }

    /// Returns the object as it is sent.
    pub fn to_json(&self) -> Value {
        revealed(&Value::Object(self.members.clone())).into_owned()
    }

    /// Sets a member whatever the OpenAPI document says, such as one that it does not describe.
    ///
    /// ```rust,ignore
    /// let home = NewProfileLocation::new().city("Oslo").with_undescribed("district", "Frogner");
    /// ```
    pub fn with_undescribed(mut self, name: &str, value: impl Argument<AnyValue>) -> Self {
        self.insert(name, value.into().encode());
        self
    }

    /// Sets a member.
    #[doc(hidden)]
    pub fn arg_set<T: Encode>(mut self, name: &str, value: impl Into<T>) -> Self {
        self.insert(name, value.into().encode());
        self
    }

    /// Sets a member to a list.
    #[doc(hidden)]
    pub fn arg_list<T: Encode>(mut self, name: &str, values: impl IntoIterator<Item = impl Into<T>>) -> Self {
        self.insert(name, list::<T>(values));
        self
    }

    /// Sets a member to a document of resources.
    #[doc(hidden)]
    pub fn arg_documents<T: Encode>(mut self, name: &str, resources: impl IntoIterator<Item = T>) -> Self {
        self.insert(name, document(list::<T>(resources)));
        self
    }

    /// Sets a member to a document of identifiers.
    #[doc(hidden)]
    pub fn arg_identifiers<T: ResourceType>(
        mut self,
        name: &str,
        ids: impl IntoIterator<Item = impl Into<Id<T>>>,
    ) -> Self {
        self.insert(name, document(identifiers::<Id<T>>(ids)));
        self
    }
}

impl<K> Part<K> {
    fn insert(&mut self, name: &str, value: Value) {
        insert(&mut self.members, name, value);
    }
}

/// Sets a member. Not generic: there are as many parts as kinds of objects that are sent.
fn insert(members: &mut Object, name: &str, value: Value) {
    members.insert(name.to_owned(), value);
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

/// As the JSON that is sent, without secret texts.
impl<K> fmt::Debug for Part<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printable(&Value::Object(self.members.clone())).fmt(f)
    }
}
