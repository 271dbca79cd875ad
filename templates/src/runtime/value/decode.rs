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

use super::super::schema::scan;
use super::super::schema::shape::Shape;
use super::context::Context;
use super::record::{FieldVisitor, NamedField, Record};
use super::values::Value;

/// A type that can be read from any JSON value.
///
/// Each method answers for one JSON type; the defaults say that it does not fit, which makes the
/// value absent and marks the decode as dirty. Large values are written in place, into the slot that
/// is to hold them.
pub trait Decode: fmt::Debug + Sized {
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

    /// From an object, into a slot.
    ///
    /// # Errors
    /// When the text is no JSON.
    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        *slot = None;
        members.drain()
    }

    /// From an array, into a slot.
    ///
    /// # Errors
    /// When the text is no JSON.
    fn from_seq<'de, A: SeqAccess<'de>>(
        slot: &mut Option<Self>,
        elements: &mut Elements<'_, A>,
    ) -> Result<(), A::Error> {
        *slot = None;
        elements.drain()
    }

    /// Whether the value stands for something the description does not list.
    fn is_unknown(&self) -> bool {
        false
    }

    /// Reads one value into a slot, which becomes `None` when there is nothing of this type.
    ///
    /// # Errors
    /// When the text is no JSON.
    fn decode<'de, D: Deserializer<'de>>(
        slot: &mut Option<Self>,
        deserializer: D,
        cx: &Context,
    ) -> Result<(), D::Error> {
        deserializer.deserialize_any(Slot { value: slot, cx })
    }
}

/// The shape of a type, for the tables of types that hold it.
pub const fn shape<T: Decode>() -> &'static Shape {
    T::SHAPE
}

impl<T: Record> Decode for T {
    const SHAPE: &'static Shape = <T as Record>::SHAPE;

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        slot.insert(T::default()).visit(members)
    }
}

/// The members of an object that is being read.
pub struct Members<'c, 'de, A> {
    access: A,
    pub(crate) cx: &'c Context,
    text: PhantomData<&'de str>,
}

/// Reads all members into the fields of their names, and skips those that have none.
impl<'de, A: MapAccess<'de>> FieldVisitor for Members<'_, 'de, A> {
    type Error = A::Error;

    fn fields(&mut self, fields: &mut [NamedField<'_, Self>]) -> Result<(), A::Error> {
        self.each_field(fields, |read, _key| read.skip())
    }

    fn open_fields<T: Decode>(
        &mut self,
        fields: &mut [NamedField<'_, Self>],
        rest: &mut BTreeMap<String, T>,
    ) -> Result<(), A::Error> {
        self.each_field(fields, |read, key| read.rest(key, rest))
    }

    fn optional<T: Decode>(&mut self, field: &mut Option<T>) -> Result<(), A::Error> {
        self.read(field)
    }

    fn defaulted<T: Decode>(&mut self, field: &mut T) -> Result<(), A::Error> {
        self.replace(field)
    }

    fn unkept(&mut self) -> Result<(), A::Error> {
        self.skip()
    }
}

impl<'de, A: MapAccess<'de>> Members<'_, 'de, A> {
    /// The next key; its value must be read or skipped before the next call.
    pub(crate) fn next_key(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        self.access.next_key_seed(Key)
    }

    fn each_field(
        &mut self,
        fields: &mut [NamedField<'_, Self>],
        mut other: impl FnMut(&mut Self, &str) -> Result<(), A::Error>,
    ) -> Result<(), A::Error> {
        let mut next = 0;
        while let Some(key) = self.next_key()? {
            let is_it = |position| fields.get(position).is_some_and(|(name, _)| *name == key);
            let position = scan::position(fields.len(), next, is_it);
            match position.and_then(|position| Some((position, fields.get_mut(position)?))) {
                Some((position, (_, field))) => {
                    next = position + 1;
                    field.visit(self)?;
                }
                None => other(self, &key)?,
            }
        }
        Ok(())
    }

    /// Reads a value into a slot; the slot becomes `None` when the value does not fit.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn read<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        let cx = self.cx;
        self.access.next_value_seed(Slot { value: slot, cx })
    }

    /// Reads a value over what `slot` holds, which stays when the value does not fit.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn replace<T: Decode>(&mut self, slot: &mut T) -> Result<(), A::Error> {
        let mut value = None;
        self.read(&mut value)?;
        if let Some(value) = value {
            *slot = value;
        }
        Ok(())
    }

    /// Reads the value of a member that the description does not name into a map of such members.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub(crate) fn rest<T: Decode>(&mut self, key: &str, rest: &mut BTreeMap<String, T>) -> Result<(), A::Error> {
        let mut value = None;
        self.read(&mut value)?;
        if let Some(value) = value {
            rest.insert(key.to_owned(), value);
        }
        Ok(())
    }

    /// Skips a value.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub(crate) fn skip(&mut self) -> Result<(), A::Error> {
        self.access.next_value::<IgnoredAny>()?;
        Ok(())
    }

    /// Reads text without copying it where it can be borrowed; any other value as it is.
    pub(crate) fn text(&mut self) -> Result<Result<Cow<'de, str>, Value>, A::Error> {
        self.access.next_value_seed(Text(self.cx))
    }

    /// The text of a value, unread.
    pub(crate) fn raw(&mut self) -> Result<&'de str, A::Error> {
        self.access.next_value::<&RawValue>().map(RawValue::get)
    }

    /// Skips what is left of the object.
    pub(crate) fn drain(&mut self) -> Result<(), A::Error> {
        while self.access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// The elements of an array that is being read.
pub struct Elements<'c, A> {
    access: A,
    pub(crate) cx: &'c Context,
}

impl<'de, A: SeqAccess<'de>> Elements<'_, A> {
    /// Reads the next element into a slot, which becomes `None` when it does not fit; false at the end.
    pub(crate) fn next<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<bool, A::Error> {
        let element = self.access.next_element_seed(Slot { value: slot, cx: self.cx })?;
        Ok(element.is_some())
    }

    /// Skips what is left of the array.
    pub(crate) fn drain(&mut self) -> Result<(), A::Error> {
        while self.access.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// The place of one value: the visitor that accepts every JSON type.
///
/// It writes in place, since what it reads may be large.
struct Slot<'a, T> {
    value: &'a mut Option<T>,
    cx: &'a Context,
}

impl<T: Decode> Slot<'_, T> {
    /// Puts a value in its place.
    fn put<E>(self, value: Option<T>) -> Result<(), E> {
        *self.value = value;
        self.note();
        Ok(())
    }

    /// Notes when there is no value, or an unknown one.
    fn note(&self) {
        if self.value.as_ref().is_none_or(T::is_unknown) {
            self.cx.mark_dirty();
        }
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for Slot<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        T::decode(self.value, deserializer, self.cx)
    }
}

impl<'de, T: Decode> Visitor<'de> for Slot<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    // Null is absence; whether the description allows it is for the walk to say.
    fn visit_unit<E>(self) -> Result<(), E> {
        *self.value = T::from_null();
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.put(T::from_bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.put(T::from_i64(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.put(T::from_u64(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.put(T::from_f64(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.put(T::from_text(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut members = Members { access, cx: self.cx, text: PhantomData };
        let Some(_level) = self.cx.enter() else {
            members.drain()?;
            return self.put(None);
        };
        T::from_map(self.value, &mut members)?;
        self.note();
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut elements = Elements { access, cx: self.cx };
        let Some(_level) = self.cx.enter() else {
            elements.drain()?;
            return self.put(None);
        };
        T::from_seq(self.value, &mut elements)?;
        self.note();
        Ok(())
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
        let mut value = None;
        Slot { value: &mut value, cx: self.0 }.visit_map(access)?;
        Ok(Err(value.unwrap_or_default()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let mut value = None;
        Slot { value: &mut value, cx: self.0 }.visit_seq(access)?;
        Ok(Err(value.unwrap_or_default()))
    }
}
