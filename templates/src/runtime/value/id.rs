//! Ids of resources: text whose resource type the compiler knows.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use super::super::schema::shape::{Shape, TypeRule};
use super::decode::{Decode, Input, Slot};
use super::encode::Encode;
use super::values::Value;
use super::view::{View, Viewed};

/// The id of a resource of type `T`.
///
/// Ids are opaque text (JSON:API "Identification"). Empty when the wire had none. Some services have numbers for ids:
/// such an id is the text of the number, and is written as a number again by `Serialize`.
///
/// ```rust,ignore
/// let id: Id<Profile> = "P1".into();
/// assert_eq!(id.as_str(), "P1");
/// ```
pub struct Id<T> {
    text: Box<str>,
    form: IdForm,
    of: PhantomData<fn() -> T>,
}

/// The form of an id on the wire. Two ids of one text are the same, whatever their form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdForm {
    /// A string.
    Text,
    /// A number.
    Number,
}

impl<T> Id<T> {
    /// Returns the id as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn form(&self) -> IdForm {
        self.form
    }

    pub(crate) fn new(text: Cow<'_, str>, form: IdForm) -> Self {
        Self { text: text.into(), form, of: PhantomData }
    }
}

/// A type for a resource's `id`: an [`Id`] or an [`OpenId`].
pub trait ResourceIdentity: Slot + Viewed + Clone + Default + fmt::Debug + Send + Sync + 'static {
    /// Whether the `type` of resources with such an id is known.
    const TYPE_RULE: TypeRule = TypeRule::Fixed;

    /// Returns the id as it stands on the wire; empty when there is none.
    fn as_str(&self) -> &str;

    /// Returns the wire `type`, where the resource keeps it because any may come.
    fn open_type(&self) -> Option<&str> {
        None
    }

    /// Keeps the wire `type`, where any may come.
    fn set_open_type(&mut self, _kind: String) {}
}

/// The identity of a resource whose wire `type` the OpenAPI document does not tell: the id, and the type that came.
///
/// It can be used wherever the [`Id`] can.
pub struct OpenId<T> {
    kind: String,
    id: Id<T>,
}

impl<T> OpenId<T> {
    /// Returns the identity of the resource of this wire `type` and id, such as for a test.
    pub fn new(kind: impl Into<String>, id: impl Into<Id<T>>) -> Self {
        Self { kind: kind.into(), id: id.into() }
    }

    /// Returns the wire `type`; empty when there was none.
    pub fn kind(&self) -> &str {
        &self.kind
    }
}

impl<T> std::ops::Deref for OpenId<T> {
    type Target = Id<T>;

    fn deref(&self) -> &Id<T> {
        &self.id
    }
}

impl<T: 'static> ResourceIdentity for OpenId<T> {
    const TYPE_RULE: TypeRule = TypeRule::Open;

    fn as_str(&self) -> &str {
        self.id.as_str()
    }

    fn open_type(&self) -> Option<&str> {
        Some(&self.kind)
    }

    fn set_open_type(&mut self, kind: String) {
        self.kind = kind;
    }
}

impl<T> Slot for OpenId<T> {
    fn decode(&mut self, input: Input<'_>) {
        Slot::decode(&mut self.id, input);
    }
}

impl<T> Viewed for OpenId<T> {
    fn view(&self) -> View<'_> {
        self.id.view()
    }
}

impl<T> From<OpenId<T>> for Id<T> {
    fn from(open: OpenId<T>) -> Self {
        open.id
    }
}

impl<T> From<&OpenId<T>> for Id<T> {
    fn from(open: &OpenId<T>) -> Self {
        open.id.clone()
    }
}

impl<T> fmt::Display for OpenId<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.id, f)
    }
}

impl<T> fmt::Debug for OpenId<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenId").field("kind", &self.kind).field("id", &self.id).finish()
    }
}

impl<T> Clone for OpenId<T> {
    fn clone(&self) -> Self {
        Self { kind: self.kind.clone(), id: self.id.clone() }
    }
}

impl<T> Default for OpenId<T> {
    fn default() -> Self {
        Self { kind: String::new(), id: Id::default() }
    }
}

impl<T> PartialEq for OpenId<T> {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.id == other.id
    }
}

impl<T> Eq for OpenId<T> {}

impl<T> PartialEq<&str> for OpenId<T> {
    fn eq(&self, other: &&str) -> bool {
        self.id == *other
    }
}

impl<T> Hash for OpenId<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
        self.id.hash(state);
    }
}

impl<T: 'static> ResourceIdentity for Id<T> {
    fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T> Decode for Id<T> {
    const SHAPE: &'static Shape = Shape::STRING;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.string().map(Self::from);
    }
}

/// The place of the id of a resource, which for some services is a number.
impl<T> Slot for Id<T> {
    fn decode(&mut self, input: Input<'_>) {
        if let Some((text, form)) = input.id() {
            *self = Self::new(text, form);
        }
    }
}

impl<T> Viewed for Id<T> {
    fn view(&self) -> View<'_> {
        View::Id(&self.text, self.form)
    }
}

impl<T> Encode for Id<T> {
    fn encode(self) -> Value {
        String::from(self).into()
    }
}

impl<T> From<String> for Id<T> {
    fn from(text: String) -> Self {
        Self::new(text.into(), IdForm::Text)
    }
}

impl<T> From<&str> for Id<T> {
    fn from(text: &str) -> Self {
        Self::new(text.into(), IdForm::Text)
    }
}

impl<T> From<&String> for Id<T> {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

/// Some services have numbers for ids, of which an id is the text.
macro_rules! from_whole {
    ($($whole:ty),*) => {$(
        impl<T> From<$whole> for Id<T> {
            fn from(number: $whole) -> Self {
                Self::new(number.to_string().into(), IdForm::Number)
            }
        }
    )*};
}

from_whole!(i32, u32, i64, u64);

impl<T> From<&Self> for Id<T> {
    fn from(id: &Self) -> Self {
        id.clone()
    }
}

impl<T> From<Id<T>> for String {
    fn from(id: Id<T>) -> Self {
        id.text.into()
    }
}

impl<T> FromStr for Id<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

/// Sets and maps of ids are looked up by text.
impl<T> Borrow<str> for Id<T> {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl<T> AsRef<str> for Id<T> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Id").field(&self.text).finish()
    }
}

// Derives would ask all of these of `T`, which an id holds none of.

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), form: self.form, of: PhantomData }
    }
}

impl<T> Default for Id<T> {
    fn default() -> Self {
        "".into()
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialEq<str> for Id<T> {
    fn eq(&self, other: &str) -> bool {
        *self.text == *other
    }
}

impl<T> PartialEq<&str> for Id<T> {
    fn eq(&self, other: &&str) -> bool {
        *self.text == **other
    }
}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
