//! Ids of resources: text whose resource type the compiler knows.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use super::super::schema::shape::Shape;
use super::decode::{Decode, Input, Slot};
use super::encode::Encode;
use super::values::Value;
use super::view::{View, Viewed};

/// The id of a resource of type `T`.
///
/// Ids are opaque text (JSON:API "Identification"). Empty when the wire had none.
pub struct Id<T> {
    text: String,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The id as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// The id of resources that carry none, by their description.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct NoId;

/// What may stand in a resource's `id`: an [`Id`], or [`NoId`].
pub trait ResourceIdentity: Slot + Viewed + Clone + Default + fmt::Debug + Send + Sync + 'static {
    /// The id as it stands on the wire; empty when there is none.
    fn as_str(&self) -> &str;
}

impl<T: 'static> ResourceIdentity for Id<T> {
    fn as_str(&self) -> &str {
        &self.text
    }
}

impl ResourceIdentity for NoId {
    fn as_str(&self) -> &str {
        ""
    }
}

impl<T> Decode for Id<T> {
    const SHAPE: &'static Shape = Shape::STRING;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.string().map(Self::from);
    }
}

impl<T> Slot for Id<T> {
    fn decode(&mut self, input: Input<'_>) {
        if let Some(text) = input.string() {
            self.text = text;
        }
    }
}

impl<T> Viewed for Id<T> {
    fn view(&self) -> View<'_> {
        View::NamedText("Id", &self.text)
    }
}

impl Slot for NoId {
    fn decode(&mut self, input: Input<'_>) {
        input.text();
    }
}

impl Viewed for NoId {
    fn view(&self) -> View<'_> {
        View::Absent("NoId")
    }
}

impl<T> Encode for Id<T> {
    fn encode(self) -> Value {
        self.text.into()
    }
}

impl<T> From<String> for Id<T> {
    fn from(text: String) -> Self {
        Self { text, of: PhantomData }
    }
}

impl<T> From<&str> for Id<T> {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<T> From<&String> for Id<T> {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl<T> From<&Self> for Id<T> {
    fn from(id: &Self) -> Self {
        id.clone()
    }
}

impl<T> From<Id<T>> for String {
    fn from(id: Id<T>) -> Self {
        id.text
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
        self.text.clone().into()
    }
}

impl<T> Default for Id<T> {
    fn default() -> Self {
        String::new().into()
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
        self.text == other
    }
}

impl<T> PartialEq<&str> for Id<T> {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
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
