//! How plain values are read: booleans, numbers, text, any JSON, lists and maps.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::{MapAccess, SeqAccess};

use super::decode::{Decode, Elements, Members};
use super::shape::Shape;

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

    // Servers written in languages with one number type send 1.0 for 1.
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    fn from_f64(value: f64) -> Option<Self> {
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        (value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value)).then_some(value as Self)
    }

    fn from_map<'de, A: MapAccess<'de>>(members: &mut Members<'_, A>) -> Result<Option<Self>, A::Error> {
        Ok(number(members)?.and_then(|text| match text.parse() {
            Ok(whole) => Some(whole),
            Err(_) => text.parse().ok().and_then(Self::from_f64),
        }))
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

    fn from_f64(value: f64) -> Option<Self> {
        Some(value)
    }

    fn from_map<'de, A: MapAccess<'de>>(members: &mut Members<'_, A>) -> Result<Option<Self>, A::Error> {
        Ok(number(members)?.and_then(|text| text.parse().ok()))
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

    fn from_f64(value: f64) -> Option<Self> {
        Some(value.into())
    }

    fn from_text(value: &str) -> Option<Self> {
        Some(value.into())
    }

    fn from_map<'de, A: MapAccess<'de>>(members: &mut Members<'_, A>) -> Result<Option<Self>, A::Error> {
        let Some(first) = members.next_key()? else {
            return Ok(Some(Self::Object(Object::new())));
        };
        if first == NUMBER {
            let text: Option<String> = members.value()?;
            return Ok(text.and_then(|text| text.parse().ok()).map(Self::Number));
        }
        object(first, members).map(|object| Some(Self::Object(object)))
    }

    fn from_seq<'de, A: SeqAccess<'de>>(elements: &mut Elements<'_, A>) -> Result<Option<Self>, A::Error> {
        Ok(Vec::from_seq(elements)?.map(Self::Array))
    }
}

impl Decode for Object {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn from_map<'de, A: MapAccess<'de>>(members: &mut Members<'_, A>) -> Result<Option<Self>, A::Error> {
        match members.next_key()? {
            None => Ok(Some(Self::new())),
            Some(first) if first == NUMBER => members.skip().map(|()| None),
            Some(first) => object(first, members).map(Some),
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE);

    fn from_seq<'de, A: SeqAccess<'de>>(elements: &mut Elements<'_, A>) -> Result<Option<Self>, A::Error> {
        let mut list = Self::new();
        while let Some(element) = elements.next()? {
            match element {
                Some(element) => list.push(element),
                None => elements.cx.mark_dirty(),
            }
        }
        Ok(Some(list))
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    const SHAPE: &'static Shape = &Shape::Map(T::SHAPE);

    fn from_map<'de, A: MapAccess<'de>>(members: &mut Members<'_, A>) -> Result<Option<Self>, A::Error> {
        let mut map = Self::new();
        while let Some(key) = members.next_key()? {
            members.rest(&key, &mut map)?;
        }
        Ok(Some(map))
    }
}

/// The key under which serde_json passes a number when another crate of the build has switched on
/// its feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// The text of a number that was passed as an object; `None` for a real object.
fn number<'de, A: MapAccess<'de>>(members: &mut Members<'_, A>) -> Result<Option<String>, A::Error> {
    match members.next_key()? {
        Some(key) if key == NUMBER => members.value(),
        Some(_) => {
            members.skip()?;
            members.drain()?;
            Ok(None)
        }
        None => Ok(None),
    }
}

/// The object whose first key was read already.
fn object<'de, A: MapAccess<'de>>(first: Cow<'de, str>, members: &mut Members<'_, A>) -> Result<Object, A::Error> {
    let mut object = Object::new();
    let mut next = Some(first);
    while let Some(key) = next {
        let value = members.value()?.unwrap_or(Value::Null);
        object.insert(key.into_owned(), value);
        next = members.next_key()?;
    }
    Ok(object)
}
