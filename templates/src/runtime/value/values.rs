//! How plain values are read: booleans, numbers, text, any JSON, lists and maps.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::{MapAccess, SeqAccess};

use super::super::schema::scan;
use super::super::schema::shape::Shape;
use super::decode::{Decode, Elements, Members};

/// Any JSON value.
pub type Value = serde_json::Value;

/// An object with any members.
pub type Object = serde_json::Map<String, Value>;

/// An object whose members all have one type.
pub type Map<T> = BTreeMap<String, T>;

impl Decode for bool {
    const SHAPE: &'static Shape = Shape::BOOL;

    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
}

impl Decode for String {
    const SHAPE: &'static Shape = Shape::STRING;

    #[inline]
    fn from_text(value: &str) -> Option<Self> {
        Some(value.to_owned())
    }
}

impl Decode for i64 {
    const SHAPE: &'static Shape = Shape::INTEGER;

    fn from_i64(value: i64) -> Option<Self> {
        Some(value)
    }

    fn from_u64(value: u64) -> Option<Self> {
        Self::try_from(value).ok()
    }

    #[inline]
    fn from_f64(value: f64) -> Option<Self> {
        scan::whole(value)
    }

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        *slot = number(members)?.and_then(|text| scan::integer(&text));
        Ok(())
    }
}

impl Decode for f64 {
    const SHAPE: &'static Shape = Shape::NUMBER;

    #[expect(clippy::cast_precision_loss, reason = "a number without a described range is a double, as in JSON")]
    fn from_i64(value: i64) -> Option<Self> {
        Some(value as Self)
    }

    #[expect(clippy::cast_precision_loss, reason = "a number without a described range is a double, as in JSON")]
    fn from_u64(value: u64) -> Option<Self> {
        Some(value as Self)
    }

    #[inline]
    fn from_f64(value: f64) -> Option<Self> {
        Some(value)
    }

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        *slot = number(members)?.and_then(|text| text.parse().ok());
        Ok(())
    }
}

impl Decode for Value {
    const SHAPE: &'static Shape = Shape::ANY;

    fn from_null() -> Option<Self> {
        Some(Self::Null)
    }

    fn from_bool(value: bool) -> Option<Self> {
        Some(Self::Bool(value))
    }

    fn from_i64(value: i64) -> Option<Self> {
        Some(value.into())
    }

    fn from_u64(value: u64) -> Option<Self> {
        Some(value.into())
    }

    #[inline]
    fn from_f64(value: f64) -> Option<Self> {
        Some(value.into())
    }

    #[inline]
    fn from_text(value: &str) -> Option<Self> {
        Some(value.into())
    }

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        *slot = match members.next_key()? {
            None => Some(Self::Object(Object::new())),
            Some(first) if first == NUMBER => {
                let mut text: Option<String> = None;
                members.read(&mut text)?;
                text.and_then(|text| text.parse().ok()).map(Self::Number)
            }
            Some(first) => Some(Self::Object(object(first, members)?)),
        };
        Ok(())
    }

    fn from_seq<'de, A: SeqAccess<'de>>(
        slot: &mut Option<Self>,
        elements: &mut Elements<'_, A>,
    ) -> Result<(), A::Error> {
        let mut list = None;
        Vec::from_seq(&mut list, elements)?;
        *slot = list.map(Self::Array);
        Ok(())
    }
}

impl Decode for Object {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        *slot = match members.next_key()? {
            None => Some(Self::new()),
            Some(first) if first == NUMBER => {
                members.skip()?;
                None
            }
            Some(first) => Some(object(first, members)?),
        };
        Ok(())
    }
}

impl<T: Decode> Decode for Vec<T> {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE);

    fn from_seq<'de, A: SeqAccess<'de>>(
        slot: &mut Option<Self>,
        elements: &mut Elements<'_, A>,
    ) -> Result<(), A::Error> {
        let list = slot.insert(Self::new());
        let mut element = None;
        while elements.next(&mut element)? {
            match element.take() {
                Some(element) => list.push(element),
                None => elements.cx.mark_dirty(),
            }
        }
        Ok(())
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    const SHAPE: &'static Shape = &Shape::Map(T::SHAPE);

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        let map = slot.insert(Self::new());
        while let Some(key) = members.next_key()? {
            members.rest(&key, map)?;
        }
        Ok(())
    }
}

/// The key under which serde_json passes a number when another crate of the build has switched on
/// its feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// The text of a number that was passed as an object; `None` for a real object.
fn number<'de, A: MapAccess<'de>>(members: &mut Members<'_, 'de, A>) -> Result<Option<String>, A::Error> {
    match members.next_key()? {
        Some(key) if key == NUMBER => {
            let mut text = None;
            members.read(&mut text)?;
            Ok(text)
        }
        Some(_) => {
            members.skip()?;
            members.drain()?;
            Ok(None)
        }
        None => Ok(None),
    }
}

/// The object whose first key was read already.
fn object<'de, A: MapAccess<'de>>(first: Cow<'de, str>, members: &mut Members<'_, 'de, A>) -> Result<Object, A::Error> {
    let mut object = Object::new();
    let mut next = Some(first);
    while let Some(key) = next {
        let mut value = None;
        members.read(&mut value)?;
        object.insert(key.into_owned(), value.unwrap_or_default());
        next = members.next_key()?;
    }
    Ok(object)
}
