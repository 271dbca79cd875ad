//! Decoding that cannot fail on a wrong type: what does not fit its place is left out.
//!
//! One visitor accepts every JSON type and asks the type what it can make of it. Only text that is no
//! JSON is an error. Everything is read through serde_json's reader for `&str`, so that the code of a
//! record exists once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

pub use serde::de::{Deserializer, MapAccess, SeqAccess};

use serde::de::{DeserializeSeed, IgnoredAny, Visitor};
use serde_json::value::RawValue;

use super::context::Context;
use super::shape::Shape;
use super::values::Value;

/// A type that can be read from any JSON value.
///
/// Each method answers for one JSON type; the defaults say that it does not fit, which makes the
/// value absent and marks the decode as dirty.
pub trait Decode: Sized {
    /// What the description says of such values.
    const SHAPE: &'static Shape;

    /// From `null`. Absent, unless null is a value of this type.
    fn from_null() -> Option<Self> {
        None
    }

    /// From `true` or `false`.
    fn from_bool(_value: bool) -> Option<Self> {
        None
    }

    /// From a whole number below zero, or any that an `i64` holds.
    fn from_i64(_value: i64) -> Option<Self> {
        None
    }

    /// From a whole number of zero or above.
    fn from_u64(_value: u64) -> Option<Self> {
        None
    }

    /// From a number with a fraction or exponent, or beyond the range of integers.
    fn from_f64(_value: f64) -> Option<Self> {
        None
    }

    /// From text.
    fn from_text(_value: &str) -> Option<Self> {
        None
    }

    /// From an object.
    ///
    /// # Errors
    /// When the text is no JSON.
    fn from_map<'de, A: MapAccess<'de>>(members: &mut Members<'_, A>) -> Result<Option<Self>, A::Error> {
        members.drain()?;
        Ok(None)
    }

    /// From an array.
    ///
    /// # Errors
    /// When the text is no JSON.
    fn from_seq<'de, A: SeqAccess<'de>>(elements: &mut Elements<'_, A>) -> Result<Option<Self>, A::Error> {
        elements.drain()?;
        Ok(None)
    }

    /// Whether the value stands for something the description does not list.
    fn is_unknown(&self) -> bool {
        false
    }

    /// Reads one value; `None` when there is nothing of this type.
    ///
    /// # Errors
    /// When the text is no JSON.
    #[inline]
    fn decode<'de, D: Deserializer<'de>>(deserializer: D, cx: &Context) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Slot::new(cx))
    }
}

/// An object with named members: what is emitted for each.
pub trait Record: Default {
    /// What the description says of it.
    const SHAPE: &'static Shape;

    /// Reads the value of member `key`: exactly one call on `members`.
    ///
    /// # Errors
    /// When the text is no JSON.
    fn set<'de, A: MapAccess<'de>>(&mut self, key: &str, members: &mut Members<'_, A>) -> Result<(), A::Error>;
}

/// The shape of a type, for the tables of types that hold it.
pub const fn shape<T: Decode>() -> &'static Shape {
    T::SHAPE
}

impl<T: Record> Decode for T {
    const SHAPE: &'static Shape = <T as Record>::SHAPE;

    fn from_map<'de, A: MapAccess<'de>>(members: &mut Members<'_, A>) -> Result<Option<Self>, A::Error> {
        let mut record = T::default();
        while let Some(key) = members.next_key()? {
            record.set(&key, members)?;
        }
        Ok(Some(record))
    }
}

/// The members of an object that is being read.
pub struct Members<'c, A> {
    access: A,
    pub(super) cx: &'c Context,
}

impl<'de, A: MapAccess<'de>> Members<'_, A> {
    /// The next key; its value must be read or skipped before the next call.
    pub(super) fn next_key(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        self.access.next_key_seed(Key)
    }

    /// Reads a value into a slot; the slot becomes `None` when the value does not fit.
    ///
    /// # Errors
    /// When the text is no JSON.
    #[inline]
    pub fn read<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        *slot = self.value()?;
        Ok(())
    }

    /// Reads a value into a slot on the heap, where a type holds itself.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn read_boxed<T: Decode>(&mut self, slot: &mut Option<Box<T>>) -> Result<(), A::Error> {
        *slot = self.value()?.map(Box::new);
        Ok(())
    }

    /// Reads a value over what `slot` holds, which stays when the value does not fit.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn replace<T: Decode>(&mut self, slot: &mut T) -> Result<(), A::Error> {
        if let Some(value) = self.value()? {
            *slot = value;
        }
        Ok(())
    }

    /// Reads the value of a member that the description does not name into a map of such members.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn rest<T: Decode>(&mut self, key: &str, rest: &mut BTreeMap<String, T>) -> Result<(), A::Error> {
        if let Some(value) = self.value()? {
            rest.insert(key.to_owned(), value);
        }
        Ok(())
    }

    /// Skips a value.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn skip(&mut self) -> Result<(), A::Error> {
        self.access.next_value::<IgnoredAny>()?;
        Ok(())
    }

    /// Reads a value.
    pub(super) fn value<T: Decode>(&mut self) -> Result<Option<T>, A::Error> {
        self.access.next_value_seed(Slot::new(self.cx))
    }

    /// Reads text without copying it where it can be borrowed; any other value as it is.
    pub(super) fn text(&mut self) -> Result<Result<Cow<'de, str>, Value>, A::Error> {
        self.access.next_value_seed(Text(self.cx))
    }

    /// The text of a value, unread.
    pub(super) fn raw(&mut self) -> Result<&'de str, A::Error> {
        self.access.next_value::<&RawValue>().map(RawValue::get)
    }

    /// Skips what is left of the object.
    pub(super) fn drain(&mut self) -> Result<(), A::Error> {
        while self.access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// The elements of an array that is being read.
pub struct Elements<'c, A> {
    access: A,
    pub(super) cx: &'c Context,
}

impl<'de, A: SeqAccess<'de>> Elements<'_, A> {
    /// The next element: `None` at the end, `Some(None)` when it does not fit.
    pub(super) fn next<T: Decode>(&mut self) -> Result<Option<Option<T>>, A::Error> {
        self.access.next_element_seed(Slot::new(self.cx))
    }

    /// Skips what is left of the array.
    pub(super) fn drain(&mut self) -> Result<(), A::Error> {
        while self.access.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// The place of one value: the visitor that accepts every JSON type.
struct Slot<'c, T> {
    cx: &'c Context,
    value: PhantomData<fn() -> T>,
}

impl<'c, T: Decode> Slot<'c, T> {
    fn new(cx: &'c Context) -> Self {
        Self { cx, value: PhantomData }
    }

    #[inline]
    /// Passes a value on, and notes when there is none or when it is unknown.
    fn note(&self, value: Option<T>) -> Option<T> {
        if value.as_ref().is_none_or(T::is_unknown) {
            self.cx.mark_dirty();
        }
        value
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for Slot<'_, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::decode(deserializer, self.cx)
    }
}

impl<'de, T: Decode> Visitor<'de> for Slot<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    // Null is absence; whether the description allows it is for the walk to say.
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(T::from_null())
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(self.note(T::from_bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(self.note(T::from_i64(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(self.note(T::from_u64(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(self.note(T::from_f64(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(self.note(T::from_text(value)))
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let mut members = Members { access, cx: self.cx };
        let Some(_level) = self.cx.enter() else {
            members.drain()?;
            return Ok(self.note(None));
        };
        Ok(self.note(T::from_map(&mut members)?))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let mut elements = Elements { access, cx: self.cx };
        let Some(_level) = self.cx.enter() else {
            elements.drain()?;
            return Ok(self.note(None));
        };
        Ok(self.note(T::from_seq(&mut elements)?))
    }
}

/// Reads a key, borrowed from the text unless it holds escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// Reads text, borrowed unless it holds escapes; any other value as it is.
struct Text<'c>(&'c Context);

impl Text<'_> {
    /// How any other value is read.
    fn other(&self) -> Slot<'_, Value> {
        Slot::new(self.0)
    }
}

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = Result<Cow<'de, str>, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Text<'_> {
    type Value = Result<Cow<'de, str>, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Ok(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Ok(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Err(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Err(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Err(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Err(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Err(value.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        self.other().visit_map(access).map(|value| Err(value.unwrap_or_default()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        self.other().visit_seq(access).map(|value| Err(value.unwrap_or_default()))
    }
}
