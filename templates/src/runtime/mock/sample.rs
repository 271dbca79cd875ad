//! Resources that are served, made from what the OpenAPI document says of them.

use std::fmt;
use std::marker::PhantomData;

use serde_json::json;

use super::super::document::resource::{Resource, ResourceType, read_resource};
use super::super::fake::source::Source;
use super::super::fake::{fill, id_of_shape, linkage_shape};
use super::super::schema::place::Place;
use super::super::schema::shape::{LinkageShape, Member, Shape};
use super::super::schema::tape::Tape;
use super::super::schema::walk::{Finding, Walk};
use super::super::value::values::{Object, Value};
use super::nearest::nearest;

/// A resource of type `T` that a mock server serves.
///
/// ```rust,ignore
/// let profile = Sample::<Profile>::filled("P1").attribute("email", "ada@example.com")?.without("title");
/// let resource = profile.resource();
/// ```
pub struct Sample<T> {
    /// The resource object.
    object: Object,
    of: PhantomData<fn() -> T>,
}

impl<T: ResourceType> Sample<T> {
    /// Returns a resource without attributes.
    pub fn new(id: impl Into<String>) -> Self {
        let mut object = Object::new();
        object.insert("type".to_owned(), T::TYPE.into());
        object.insert("id".to_owned(), id_of_shape(T::RESOURCE.id_shape, id.into()));
        object.insert("attributes".to_owned(), Value::Object(Object::new()));
        Self { object, of: PhantomData }
    }

    /// Returns a resource with a plausible value for each described attribute: the first example, the first value of an enum,
    /// a date where the format or the name says so.
    pub fn filled(id: impl Into<String>) -> Self {
        let mut sample = Self::new(id);
        let attributes = fill::record(T::RESOURCE.attributes.members(), T::HINTS, 0, &mut Source::default());
        sample.object.insert("attributes".to_owned(), Value::Object(attributes));
        sample
    }

    /// Returns this many filled resources, with the ids `1`, `2` and so on.
    pub fn series(count: usize) -> Vec<Self> {
        (1..=count).map(|number| Self::filled(number.to_string())).collect()
    }

    /// Returns the resource as a client reads it, for tests without a server.
    pub fn resource(&self) -> Resource<T> {
        // A sample is an object, whatever is in it.
        read_resource(&Value::Object(self.object.clone()).to_string().into()).unwrap_or_default()
    }

    /// Returns all resources of the type in JSON that was recorded: a resource object, a list of them, or a document
    /// with its `included`. Taken as it is, whatever the OpenAPI document says.
    ///
    /// # Errors
    /// When the text is no JSON, or holds no such resource.
    pub fn recorded(text: &str) -> Result<Vec<Self>, SampleError> {
        let value: Value = serde_json::from_str(text).map_err(|error| SampleError(format!("no JSON: {error}")))?;
        let mut found = Vec::new();
        for place in [Some(&value), value.get("data"), value.get("included")] {
            let objects = place.map(|place| place.as_array().map_or(std::slice::from_ref(place), Vec::as_slice));
            let objects = objects.unwrap_or_default().iter().filter_map(Value::as_object);
            found.extend(objects.filter(|object| object.get("type").and_then(Value::as_str) == Some(T::TYPE)).cloned());
        }
        if found.is_empty() {
            return Err(SampleError(format!("no resource of type `{}` is in the text", T::TYPE)));
        }
        Ok(found.into_iter().map(|object| Self { object, of: PhantomData }).collect())
    }

    /// Sets an attribute, by its name on the wire.
    ///
    /// # Errors
    /// When the OpenAPI document has no such attribute, or it is of another type.
    pub fn attribute(mut self, name: &str, value: impl Into<Value>) -> Result<Self, SampleError> {
        let (shape, value) = (T::RESOURCE.attributes, value.into());
        match (find(shape, name), shape) {
            (Some(member), _) => check(T::TYPE, name, member, &value)?,
            (None, Shape::OpenRecord(..)) => {}
            (None, _) => return Err(unknown(T::TYPE, "attribute", name, shape)),
        }
        self.part("attributes").insert(name.to_owned(), value);
        Ok(self)
    }

    /// Sets an attribute to a value that the document need not allow, to test how a program reads it.
    #[must_use]
    pub fn undescribed(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.part("attributes").insert(name.to_owned(), value.into());
        self
    }

    /// Removes an attribute.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.part("attributes").remove(name);
        self
    }

    /// Relates it to the resource with this id, or to none.
    ///
    /// # Errors
    /// When the OpenAPI document has no such relationship, it is one to many, or one to any type.
    pub fn relate_one<'i>(self, name: &str, id: impl Into<Option<&'i str>>) -> Result<Self, SampleError> {
        let (member, id) = (relationship::<T>(name)?, id.into());
        let (linkage, shape) = linkage_shape(member);
        match (shape, id) {
            (Shape::ToOne(_) | Shape::ToOneOrMany(_), None) => Ok(self.linkage(name, Value::Null)),
            (Shape::ToOne(Some(kind)) | Shape::ToOneOrMany(Some(kind)), Some(id)) => {
                let id = id_of_shape(linkage.ids, id.to_owned());
                Ok(self.linkage(name, json!({ "type": kind, "id": id })))
            }
            (Shape::ToOne(None) | Shape::ToOneOrMany(None), Some(_)) => Err(of_any_type(name)),
            _ => Err(SampleError(format!("the relationship `{name}` is one to many"))),
        }
    }

    /// Relates it to the resources with these ids.
    ///
    /// ```rust,ignore
    /// let profile = Sample::<Profile>::new("P1").relate_many("lists", ["L1", "L2"])?;
    /// ```
    ///
    /// # Errors
    /// When the OpenAPI document has no such relationship, it is one to one, or one to any type.
    pub fn relate_many(
        self,
        name: &str,
        ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, SampleError> {
        let (linkage, shape) = linkage_shape(relationship::<T>(name)?);
        match shape {
            Shape::ToMany(Some(kind)) | Shape::ToOneOrMany(Some(kind)) => {
                let identify = |id: String| json!({ "type": kind, "id": id_of_shape(linkage.ids, id) });
                let data = ids.into_iter().map(|id| identify(id.into())).collect();
                Ok(self.linkage(name, data))
            }
            Shape::ToMany(None) | Shape::ToOneOrMany(None) => Err(of_any_type(name)),
            _ => Err(SampleError(format!("the relationship `{name}` is one to one"))),
        }
    }

    /// Sets a relationship object, such as one that has links only.
    ///
    /// # Errors
    /// When the OpenAPI document has no such relationship.
    pub fn relationship(mut self, name: &str, object: impl Into<Value>) -> Result<Self, SampleError> {
        relationship::<T>(name)?;
        self.part("relationships").insert(name.to_owned(), object.into());
        Ok(self)
    }

    /// Sets a link, such as `self`.
    #[must_use]
    pub fn link(mut self, name: &str, url: impl Into<String>) -> Self {
        self.part("links").insert(name.to_owned(), Value::String(url.into()));
        self
    }

    /// Sets `meta`.
    #[must_use]
    pub fn meta(mut self, meta: impl Into<Value>) -> Self {
        self.object.insert("meta".to_owned(), meta.into());
        self
    }

    fn linkage(mut self, name: &str, data: Value) -> Self {
        self.part("relationships").insert(name.to_owned(), json!({ "data": data }));
        self
    }

    /// Returns an object in the resource object, made where it is not there.
    fn part(&mut self, name: &str) -> &mut Object {
        part(&mut self.object, name)
    }
}

fn part<'o>(object: &'o mut Object, name: &str) -> &'o mut Object {
    let slot = object.entry(name).or_insert(Value::Null);
    if !slot.is_object() {
        *slot = Value::Object(Object::new());
    }
    slot.as_object_mut().expect("it was made one")
}

fn relationship<T: ResourceType>(name: &str) -> Result<&'static Member, SampleError> {
    let shape = T::RESOURCE.relationships;
    find(shape, name).ok_or_else(|| unknown(T::TYPE, "relationship", name, shape))
}

fn find(shape: &'static Shape, name: &str) -> Option<&'static Member> {
    shape.members().iter().find(|member| member.name() == name)
}

fn unknown(kind: &str, what: &str, name: &str, shape: &'static Shape) -> SampleError {
    let nearest = nearest(name, shape.members().iter().map(Member::name));
    let hint = nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default();
    SampleError(format!("a `{kind}` resource has no {what} `{name}`{hint}"))
}

fn of_any_type(name: &str) -> SampleError {
    SampleError(format!("the relationship `{name}` may be to any type; give it whole, with `relationship`"))
}

/// Holds a value against the OpenAPI document. Members that are absent are the caller's choice.
fn check(kind: &str, name: &str, member: &Member, value: &Value) -> Result<(), SampleError> {
    if value.is_null() && member.is_nullable() {
        return Ok(());
    }
    let mut wrong = Vec::new();
    let text = value.to_string();
    let tape = Tape::new(&text).map_err(|error| SampleError(error.to_string()))?;
    let mut report = |finding: &Finding<'_>| wrong.push(finding.mismatch());
    let mut walk = Walk { report: &mut report, sparse: true, linkage: LinkageShape::TEXT };
    walk.value(&Place::ROOT, member.shape(), tape.root());
    wrong.into_iter().next().map_or(Ok(()), |mismatch| {
        let (expected, found) = (mismatch.expected, mismatch.found.unwrap_or_default());
        let at = format!("{name}{}", mismatch.pointer);
        Err(SampleError(format!("the attribute `{at}` of a `{kind}` resource is {expected}, not `{found}`")))
    })
}

impl<T> From<Sample<T>> for Value {
    fn from(sample: Sample<T>) -> Self {
        Self::Object(sample.object)
    }
}

impl<T> Clone for Sample<T> {
    fn clone(&self) -> Self {
        Self { object: self.object.clone(), of: PhantomData }
    }
}

impl<T> fmt::Debug for Sample<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sample").field(&self.object).finish()
    }
}

/// Why a resource cannot be made: it is not what the OpenAPI document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleError(String);

impl fmt::Display for SampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SampleError {}
