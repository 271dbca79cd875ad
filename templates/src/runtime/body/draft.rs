//! Resources that are sent (JSON:API "Creating, Updating and Deleting Resources").

use std::fmt;

use super::super::document::envelope::{
    document, identifier, identifier_or_list, identifier_or_list_or_null, identifier_or_null, identifiers, list,
};
use super::super::document::identifier::AnyIdentifier;
use super::super::document::resource::ResourceType;
use super::super::value::encode::{Argument, Change, Encode};
use super::super::value::free_form::AnyValue;
use super::super::value::id::Id;
use super::super::value::password::{Printable, revealed};
use super::super::value::values::{Object, Value};
use super::part::Part;
use super::reference::{Name, Reference};

/// A resource that is to be sent; what every emitted `New..` and `..Update` is, each with a kind of its own.
#[must_use]
pub struct Draft<K> {
    attributes: Part<K>,
    /// Members of the resource object that JSON:API does not know.
    others: Part<K>,
    frame: Frame,
}

/// The rest of a resource that is sent: the same for every kind of resource, so that it is compiled once.
#[derive(Clone)]
struct Frame {
    wire_type: &'static str,
    /// Its id, or what the rest of a batch calls it.
    name: Option<Name>,
    /// Whether the member `attributes` is sent even if none is set: JSON:API does without, but most documents require it.
    has_attributes: bool,
    relationships: Object,
    /// Whether the member `relationships` is sent even if none is set.
    has_relationships: bool,
    /// Members that stand beside the relationships, where there are any.
    tags: Vec<(&'static str, &'static str)>,
    meta: Option<Value>,
}

impl<K> Draft<K> {
    /// Returns what was set under this name on the wire, as it is sent: an attribute, or else a relationship, or else a
    /// member beside both.
    pub fn get(&self, name: &str) -> Option<Value> {
        let relationship = || self.frame.relationships.get(name).map(|sent| revealed(sent).into_owned());
        self.attributes.get(name).or_else(relationship).or_else(|| self.others.get(name))
    }

    /// Returns the resource object as it is sent.
    ///
    /// ```rust,ignore
    /// let ann = NewProfile::new().first_name("Ann");
    /// println!("{}", ann.to_json());
    /// ```
    pub fn to_json(&self) -> Value {
        revealed(&self.clone().encode()).into_owned()
    }

    /// Sets an attribute whatever the OpenAPI document says, such as one that it does not describe.
    ///
    /// ```rust,ignore
    /// let ann = NewProfile::new().first_name("Ann").with_undescribed("nickname", "Annie");
    /// ```
    pub fn with_undescribed(mut self, name: &str, value: impl Argument<AnyValue>) -> Self {
        self.attributes = self.attributes.with_undescribed(name, value);
        self
    }
}

#[doc(hidden)]
impl<K> Draft<K> {
    /// Returns a resource of this wire `type` whose schema knows of no attributes.
    pub fn arg_bare(wire_type: &'static str) -> Self {
        Self { attributes: Part::arg_empty(), others: Part::arg_empty(), frame: Frame::bare(wire_type) }
    }

    /// Returns a resource of this wire `type` without a value for any attribute.
    pub fn arg_empty(wire_type: &'static str) -> Self {
        let mut draft = Self::arg_bare(wire_type);
        draft.frame.has_attributes = true;
        draft
    }

    /// Sets the `id`.
    pub fn arg_id(mut self, id: &str) -> Self {
        self.frame.name = Some(Name::Id(id.to_owned()));
        self
    }

    /// Sets the `lid` in the place of an `id`.
    pub fn arg_lid(mut self, lid: impl Into<String>) -> Self {
        self.frame.name = Some(Name::Lid(lid.into()));
        self
    }

    /// Sets an attribute.
    pub fn arg_set<T: Encode>(mut self, name: &str, value: impl Into<T>) -> Self {
        self.attributes = self.attributes.arg_set::<T>(name, value);
        self
    }

    /// Sets an attribute to a list.
    pub fn arg_list<T: Encode>(mut self, name: &str, values: impl IntoIterator<Item = impl Into<T>>) -> Self {
        self.attributes = self.attributes.arg_list::<T>(name, values);
        self
    }

    /// Sets an attribute to a document of resources.
    pub fn arg_documents<T: Encode>(mut self, name: &str, resources: impl IntoIterator<Item = T>) -> Self {
        self.attributes = self.attributes.arg_documents::<T>(name, resources);
        self
    }

    /// Sets an attribute to a document of identifiers.
    pub fn arg_identifiers<T: ResourceType>(
        mut self,
        name: &str,
        ids: impl IntoIterator<Item = impl Into<Id<T>>>,
    ) -> Self {
        self.attributes = self.attributes.arg_identifiers::<T>(name, ids);
        self
    }

    /// Sets a relationship to one resource.
    pub fn arg_to_one<I: Into<AnyIdentifier>>(self, name: &str, id: impl Into<I>) -> Self {
        self.relate(name, identifier::<I>(id))
    }

    /// Sets a relationship to one resource, or to none.
    pub fn arg_to_one_or_null<I: Into<AnyIdentifier>>(self, name: &str, id: impl Into<Change<I>>) -> Self {
        self.relate(name, identifier_or_null(id.into()))
    }

    /// Sets a relationship to any number of resources.
    pub fn arg_to_many<I: Into<AnyIdentifier>>(self, name: &str, ids: impl IntoIterator<Item = impl Into<I>>) -> Self {
        self.relate(name, identifiers::<I>(ids))
    }

    /// Sets a relationship to one resource, or to a list of them.
    pub fn arg_to_one_or_many<I: Into<AnyIdentifier>>(self, name: &str, ids: impl Into<OneOrMany<I>>) -> Self {
        self.relate(name, identifier_or_list(ids.into()))
    }

    /// Sets a relationship to a resource that is sent whole.
    pub fn arg_whole(self, name: &str, resource: impl Encode) -> Self {
        self.relate(name, resource.encode())
    }

    /// Sets a relationship to resources that are sent whole.
    pub fn arg_whole_list<T: Encode>(self, name: &str, resources: impl IntoIterator<Item = T>) -> Self {
        self.relate(name, list::<T>(resources))
    }

    /// Sets a relationship to one resource, to a list of them, or to none.
    pub fn arg_to_one_or_many_or_null<I: Into<AnyIdentifier>>(
        self,
        name: &str,
        ids: impl Into<Change<OneOrMany<I>>>,
    ) -> Self {
        self.relate(name, identifier_or_list_or_null(ids.into()))
    }

    /// Has the member `relationships` sent even if none is set.
    pub fn arg_relationships(mut self) -> Self {
        self.frame.has_relationships = true;
        self
    }

    /// Sends a member beside the relationships, by which the service tells whose they are.
    pub fn arg_tag(mut self, name: &'static str, value: &'static str) -> Self {
        self.frame.tags.push((name, value));
        self
    }

    /// Sets members that stand beside the attributes.
    pub fn arg_beside(mut self, set: impl FnOnce(Part<K>) -> Part<K>) -> Self {
        self.others = set(self.others);
        self
    }

    /// Sets the resource's `meta`.
    pub fn arg_meta<T: Encode>(mut self, meta: impl Into<T>) -> Self {
        self.frame.meta = Some(meta.into().encode());
        self
    }

    /// Lets others name it: by its id, or by a local one, which is this where it has none. The local one has `mark`
    /// behind it.
    pub(crate) fn referable<T>(mut self, lid: String, mark: &str) -> (Self, Reference<T>) {
        let name = match self.frame.name.take().unwrap_or(Name::Lid(lid)) {
            Name::Lid(lid) => Name::Lid(format!("{lid}{mark}")),
            id => id,
        };
        self.frame.name = Some(name.clone());
        (self, Reference::of(name))
    }

    /// Makes it the one that is named so.
    pub(crate) fn of<T>(mut self, reference: &Reference<T>) -> Self {
        self.frame.name = Some(reference.name().clone());
        self
    }

    fn relate(mut self, name: &str, linkage: Value) -> Self {
        self.frame.relationships.insert(name.to_owned(), document(linkage));
        self
    }
}

/// One or a list, where the service takes or sends both: resources, or what names them. Each converts into it, and so does
/// an array.
///
/// ```rust,ignore
/// let emma = NewProfile::new().first_name("Emma");
/// let anne = NewProfile::new().first_name("Anne");
/// let both: OneOrMany<NewProfile> = [emma, anne].into();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OneOrMany<T> {
    /// `data` is one.
    One(T),
    /// `data` is a list.
    Many(Vec<T>),
}

impl<T> From<T> for OneOrMany<T> {
    #[inline]
    fn from(resource: T) -> Self {
        Self::One(resource)
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    #[inline]
    fn from(resources: Vec<T>) -> Self {
        Self::Many(resources)
    }
}

impl<T, const N: usize> From<[T; N]> for OneOrMany<T> {
    #[inline]
    fn from(resources: [T; N]) -> Self {
        Self::Many(resources.into())
    }
}

impl<T> From<&str> for OneOrMany<Id<T>> {
    fn from(id: &str) -> Self {
        Self::One(id.into())
    }
}

impl<T> From<String> for OneOrMany<Id<T>> {
    fn from(id: String) -> Self {
        Self::One(id.into())
    }
}

impl<T> From<&Id<T>> for OneOrMany<Id<T>> {
    fn from(id: &Id<T>) -> Self {
        Self::One(id.clone())
    }
}

impl<T, const N: usize> From<[&str; N]> for OneOrMany<Id<T>> {
    fn from(ids: [&str; N]) -> Self {
        Self::Many(ids.iter().map(|id| Id::from(*id)).collect())
    }
}

impl<T> From<Id<T>> for OneOrMany<Reference<T>> {
    fn from(id: Id<T>) -> Self {
        Self::One(id.into())
    }
}

impl<T> From<&str> for OneOrMany<Reference<T>> {
    fn from(id: &str) -> Self {
        Self::One(id.into())
    }
}

/// The same conversions where null may be sent, too.
macro_rules! or_null {
    ($([$($generics:tt)*] $from:ty => $one:ty,)*) => {$(
        impl<$($generics)*> From<$from> for Change<OneOrMany<$one>> {
            fn from(value: $from) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

or_null! {
    [T] T => T,
    [T] Vec<T> => T,
    [T, const N: usize] [T; N] => T,
    [T] &str => Id<T>,
    [T] String => Id<T>,
    [T] &Id<T> => Id<T>,
    [T, const N: usize] [&str; N] => Id<T>,
    [T] Id<T> => Reference<T>,
    [T] &str => Reference<T>,
}

impl<T: Encode> Encode for OneOrMany<T> {
    #[inline]
    fn encode(self) -> Value {
        match self {
            Self::One(resource) => resource.encode(),
            Self::Many(resources) => resources.encode(),
        }
    }
}

/// A resource to send, where the service takes those of several kinds. Every resource to send converts into it; one of a
/// kind that the operation does not take refuses the request.
///
/// ```rust,ignore
/// let ann = AnyDraft::from(NewProfile::new().first_name("Ann"));
/// let export = AnyDraft::from(NewExport::new("2026-01-01"));
/// ```
#[derive(Clone, PartialEq)]
#[must_use]
pub struct AnyDraft(Value);

impl AnyDraft {
    /// Returns the resource object, in which secret texts are hidden.
    pub(crate) fn value(&self) -> &Value {
        &self.0
    }
}

impl<K> From<Draft<K>> for AnyDraft {
    #[inline]
    fn from(draft: Draft<K>) -> Self {
        Self(draft.encode())
    }
}

impl Encode for AnyDraft {
    #[inline]
    fn encode(self) -> Value {
        self.0
    }
}

/// As the JSON that is sent, without secret texts.
impl fmt::Debug for AnyDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printable(&self.0).fmt(f)
    }
}

impl<K> Encode for Draft<K> {
    fn encode(self) -> Value {
        self.frame.around(self.attributes.members, self.others.members)
    }
}

impl Frame {
    fn bare(wire_type: &'static str) -> Self {
        Self {
            wire_type,
            name: None,
            has_attributes: false,
            relationships: Object::new(),
            has_relationships: false,
            tags: Vec::new(),
            meta: None,
        }
    }

    /// Returns the resource object with these attributes, and with these members beside them.
    fn around(self, attributes: Object, others: Object) -> Value {
        let mut resource = Object::new();
        let mut put = |name: &str, value: Value| resource.insert(name.to_owned(), value);
        put("type", self.wire_type.into());
        if let Some(name) = self.name {
            let (member, text) = name.into_member();
            put(member, text.into());
        }
        if self.has_attributes || !attributes.is_empty() {
            put("attributes", attributes.into());
        }
        if self.has_relationships || !self.relationships.is_empty() {
            let tags = self.tags.into_iter().map(|(name, value)| (name.to_owned(), value.into()));
            put("relationships", tags.chain(self.relationships).collect::<Object>().into());
        }
        if let Some(meta) = self.meta {
            put("meta", meta);
        }
        resource.extend(others);
        Value::Object(resource)
    }
}

// Derives would ask these of `K`, which a draft holds none of.

impl<K> Clone for Draft<K> {
    fn clone(&self) -> Self {
        Self { attributes: self.attributes.clone(), others: self.others.clone(), frame: self.frame.clone() }
    }
}

impl<K> PartialEq for Draft<K> {
    fn eq(&self, other: &Self) -> bool {
        self.clone().encode() == other.clone().encode()
    }
}

/// As the JSON that is sent, without secret texts.
impl<K> fmt::Debug for Draft<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printable(&self.clone().encode()).fmt(f)
    }
}
