//! What is read and what is sent in the form of the wire, to and from every format of serde that describes itself: a cache, a log line,
//! a column of a database.
//!
//! Nothing is derived: what is written is the [`View`] of a value that was read, or the JSON of one that is to be sent, and what
//! is read back goes the way of a response.

use bytes::Bytes;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::super::body::draft::{AnyDraft, Draft, OneOrMany};
use super::super::body::part::Part;
use super::super::body::results::Results;
use super::super::document::identifier::{AnyIdentifier, Identifier, Linkage, NameForm, Related};
use super::super::document::included::Included;
use super::super::document::links::{Link, Links};
use super::super::document::payload::{DocumentOr, Json};
use super::super::document::relationship::{ToMany, ToOne, ToOneOrMany};
use super::super::document::resource::{AnyResource, NoRelationships, Resource, ResourceType};
use super::super::document::{Data, Document};
use super::super::error::api_error::{ErrorObject, ErrorSource};
use super::super::schema::shape::Shape;
use super::context::Context;
use super::datetime::{Date, DateTime};
use super::decode::{Decode, Input};
use super::encode::Encode;
use super::foreign::Foreign;
use super::id::{Id, IdForm};
use super::password::{Password, revealed};
use super::tuple::{OpenTuple, Places};
use super::unsendable;
use super::values::{Object, Value};
use super::view::{Listed, Mapped, RecordView, TupleView, View, Viewed};

/// Writes the value as it stands on the wire; what is absent is null outside of an object, and left out of one.
impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            View::Absent(_) | View::Null | View::Constant => serializer.serialize_unit(),
            View::Present(value) | View::Variant(_, value) => value.view().serialize(serializer),
            View::Bool(value) => serializer.serialize_bool(value),
            View::Unsigned(value) => serializer.serialize_u64(value),
            View::Integer(value) | View::UnlistedInteger(value) => serializer.serialize_i64(value),
            View::Number(value) => serializer.serialize_f64(value),
            View::Text(text)
            | View::NamedText(_, text)
            | View::UnlistedText(text)
            | View::Type(text)
            | View::Secret(text) => serializer.serialize_str(text),
            View::Id(text, IdForm::Text) => serializer.serialize_str(text),
            View::Id(text, IdForm::Number) | View::Json(text) => value_of(text).serialize(serializer),
            View::Value(value) => value.serialize(serializer),
            View::Object(object) => object.serialize(serializer),
            View::List(list) => serialize_list(list, serializer),
            View::Tuple(tuple) => serialize_tuple(tuple, serializer),
            View::Map(map) => serialize_map(map, serializer),
            View::Record(record) => serialize_record(record, serializer),
            View::Links(links) => serialize_links(links, serializer),
            View::Identifier(identifier) => serialize_identifier(identifier, serializer),
            View::Resource(resource) => serialize_resource(resource, serializer),
            View::Included(included) => serialize_included(included, serializer),
        }
    }
}

/// Writes a value: how all that is read implements `Serialize`.
///
/// # Errors
/// Those of the serializer.
#[doc(hidden)]
#[inline]
pub fn serialize<T: Viewed, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.view().serialize(serializer)
}

fn serialize_list<S: Serializer>(list: &dyn Listed, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_seq(Some(list.len()))?;
    for element in (0..list.len()).map_while(|position| list.get(position)) {
        out.serialize_element(&element)?;
    }
    out.end()
}

fn serialize_tuple<S: Serializer>(tuple: TupleView<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut count = 0;
    tuple.each_element(&mut |_| count += 1);
    let mut out = serializer.serialize_seq(Some(count))?;
    let mut result = Ok(());
    tuple.each_element(&mut |element| {
        if result.is_ok() {
            result = out.serialize_element(&element);
        }
    });
    result?;
    out.end()
}

fn serialize_map<S: Serializer>(map: &dyn Mapped, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_map(None)?;
    let mut result = Ok(());
    map.each(&mut |key, value| {
        if result.is_ok() {
            result = out.serialize_entry(key, &value);
        }
    });
    result?;
    out.end()
}

fn serialize_record<S: Serializer>(record: RecordView<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_map(None)?;
    let mut result = Ok(());
    record.each_member(&mut |key, value| {
        if result.is_ok() {
            result = out.serialize_entry(key, &value);
        }
    });
    result?;
    out.end()
}

fn serialize_links<S: Serializer>(links: &Links, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_map(None)?;
    for (name, link) in links.iter() {
        match &link.object {
            Some(object) => out.serialize_entry(name, object)?,
            None => out.serialize_entry(name, &link.href)?,
        }
    }
    for (name, value) in links.rest().into_iter().flatten() {
        out.serialize_entry(name, value)?;
    }
    out.end()
}

fn serialize_identifier<S: Serializer>(identifier: &AnyIdentifier, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = serializer.serialize_map(None)?;
    out.serialize_entry("type", &identifier.kind)?;
    match identifier.form {
        NameForm::Id(form) => out.serialize_entry("id", &View::Id(&identifier.id, form))?,
        NameForm::LocalId => out.serialize_entry("lid", &identifier.id)?,
    }
    if let Some(meta) = &identifier.meta {
        out.serialize_entry("meta", meta)?;
    }
    for (name, value) in &identifier.rest {
        out.serialize_entry(name, value)?;
    }
    out.end()
}

fn serialize_resource<S: Serializer>(resource: &AnyResource, serializer: S) -> Result<S::Ok, S::Error> {
    resource.value().serialize(serializer)
}

fn serialize_included<S: Serializer>(included: &Included, serializer: S) -> Result<S::Ok, S::Error> {
    if included.groups().next().is_some() {
        return serializer.collect_map(included.groups().map(|(name, list)| (name, Resources(list))));
    }
    let mut out = serializer.serialize_seq(Some(included.len()))?;
    for resource in included.iter() {
        out.serialize_element(&View::Resource(&resource))?;
    }
    out.end()
}

/// A list of included resources.
struct Resources(Vec<AnyResource>);

impl Serialize for Resources {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(View::Resource))
    }
}

impl Serialize for ErrorObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { id, status, code, title, detail, source, links, meta, rest } = self;
        let mut out = serializer.serialize_map(None)?;
        for (name, text) in [("id", id), ("status", status), ("code", code), ("title", title), ("detail", detail)] {
            // What was of another type is among the rest, as it came.
            if let Some(text) = text.as_ref().filter(|_| !rest.contains_key(name)) {
                out.serialize_entry(name, text)?;
            }
        }
        if let Some(source) = source {
            out.serialize_entry("source", source)?;
        }
        if links.iter().next().is_some() {
            out.serialize_entry("links", links)?;
        }
        if let Some(meta) = meta {
            out.serialize_entry("meta", meta)?;
        }
        for (name, value) in rest {
            out.serialize_entry(name, value)?;
        }
        out.end()
    }
}

impl Serialize for ErrorSource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        for (name, text) in [("pointer", &self.pointer), ("parameter", &self.parameter), ("header", &self.header)] {
            if let Some(text) = text.as_ref().filter(|_| !self.rest.contains_key(name)) {
                out.serialize_entry(name, text)?;
            }
        }
        for (name, value) in &self.rest {
            out.serialize_entry(name, value)?;
        }
        out.end()
    }
}

impl<'de> Deserialize<'de> for ErrorObject {
    fn deserialize<F: Deserializer<'de>>(format: F) -> Result<Self, F::Error> {
        Object::deserialize(format).map(Self::from)
    }
}

/// Writes the value; null where there is none.
impl<T: Serialize> Serialize for Json<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Json<T> {
    fn deserialize<F: Deserializer<'de>>(format: F) -> Result<Self, F::Error> {
        Option::deserialize(format).map(Self)
    }
}

/// Returns the value of a JSON text; null where it is not one.
pub(crate) fn value_of(text: &str) -> Value {
    let mut value = None;
    decode_text(text.to_owned(), &mut |input| value = input.value());
    value.unwrap_or_default()
}

/// Reads a value from any format: how all that is read implements [`Deserialize`]. What does not fit its place is left
/// out, as in a response.
///
/// # Errors
/// When there is no value in the format, or none of the type.
#[doc(hidden)]
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let mut slot = None;
    if !decode_text(value.to_string(), &mut |input| T::decode(&mut slot, input)) {
        return Err(<D::Error as de::Error>::custom("its values would take many times more memory than it"));
    }
    slot.ok_or_else(|| <D::Error as de::Error>::custom(format_args!("expected {}", T::SHAPE)))
}

/// Reads a value as a type; `None` where it is of another one.
pub(crate) fn read_value<T: Decode>(value: &Value) -> Option<T> {
    let mut slot = None;
    if decode_text(value.to_string(), &mut |input| T::decode(&mut slot, input)) { slot } else { None }
}

/// Calls with the value of a text, which must be JSON. Returns whether there was memory for all of it.
fn decode_text(text: String, decode: &mut dyn FnMut(Input<'_>)) -> bool {
    let body = Bytes::from(text);
    let Ok(cx) = Context::new(&body, str::from_utf8(&body).unwrap_or_default()) else { return true };
    decode(Input::root(&cx));
    cx.is_whole()
}

/// The form of the wire by serde, for types of the runtime.
macro_rules! written {
    ($([$($generics:tt)*] $type:ty,)*) => {$(
        impl<$($generics)*> Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.view().serialize(serializer)
            }
        }

        impl<'de, $($generics)*> Deserialize<'de> for $type {
            fn deserialize<F: Deserializer<'de>>(format: F) -> Result<Self, F::Error> {
                deserialize(format)
            }
        }
    )*};
}

/// Writes a value that is to be sent as it is sent.
fn serialize_sent<S: Serializer>(sent: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    match unsendable::locate(sent) {
        Some((pointer, reason)) => Err(S::Error::custom(format_args!("`{pointer}`: {reason}"))),
        None => revealed(sent).serialize(serializer),
    }
}

/// Writes the resource object as it is sent, secret texts included. It cannot be read back: a draft is made by its setters.
impl<K> Serialize for Draft<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_sent(&self.clone().encode(), serializer)
    }
}

/// Writes the resource object as it is sent, secret texts included.
impl Serialize for AnyDraft {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_sent(self.value(), serializer)
    }
}

/// Writes the object as it is sent, secret texts included.
impl<K> Serialize for Part<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_sent(&self.clone().encode(), serializer)
    }
}

/// Takes the members as they are, whatever the OpenAPI document says.
impl<'de, K> Deserialize<'de> for Part<K> {
    fn deserialize<F: Deserializer<'de>>(format: F) -> Result<Self, F::Error> {
        Object::deserialize(format).map(Self::from_members)
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(resource) => resource.serialize(serializer),
            Self::Many(resources) => resources.serialize(serializer),
        }
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(serializer)
    }
}

/// One that is a number stays one. In its resource the OpenAPI document tells that, by itself nothing else does.
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<F: Deserializer<'de>>(format: F) -> Result<Self, F::Error> {
        let value = Value::deserialize(format)?;
        let mut id = None;
        let mut read = |input: Input<'_>| id = input.id().map(|(text, form)| Self::new(text, form));
        decode_text(value.to_string(), &mut |input| input.with_ids(Shape::ANY, || read(input)));
        id.ok_or_else(|| <F::Error as de::Error>::custom("expected an id"))
    }
}

/// Comparison by what is viewed, for types of the runtime.
macro_rules! compared {
    ($([$($generics:tt)*] $type:ty,)*) => {$(
        impl<$($generics)*> PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.view() == other.view()
            }
        }
    )*};
}

written! {
    [D: Data] Document<D>,
    [D: Data, T: Decode] DocumentOr<D, T>,
    [T: ResourceType] Resource<T>,
    [T: ResourceType] Identifier<T>,
    [T: Related] ToOne<T>,
    [T: Related] ToMany<T>,
    [T: Related] ToOneOrMany<T>,
    [T: DeserializeOwned] Foreign<T>,
    [P: Places, R: Decode] OpenTuple<P, R>,
    [] NoRelationships,
    [] AnyIdentifier,
    [] AnyResource,
    [] Included,
    [] Links,
    [] Link,
    [] Results,
    [] Date,
    [] DateTime,
    [] Password,
}

compared! {
    [D: Data] Document<D>,
    [D: Data, T: Decode] DocumentOr<D, T>,
    [T: ResourceType] Resource<T>,
    [T: ResourceType] Identifier<T>,
    [T: Related] ToOne<T>,
    [T: Related] ToMany<T>,
    [T: Related] ToOneOrMany<T>,
    [T: Related] Linkage<T>,
    [T] Foreign<T>,
    [P: Places, R: Viewed] OpenTuple<P, R>,
    [] NoRelationships,
    [] Results,
}
