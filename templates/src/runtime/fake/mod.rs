//! Values that are made up for tests, from what the OpenAPI document says of them.
//!
//! All of it is by the tables of shapes, so that a type costs nothing of its own.

pub(super) mod fill;
pub(super) mod source;

use serde_json::json;

use super::document::resource::{Resource, ResourceType, read_resource};
use super::schema::shape::{LinkageShape, Member, Shape};
use super::value::decode::Decode;
use super::value::hint::Hint;
use super::value::record::Record;
use super::value::serialize::read_value;
use super::value::values::{Object, Value};
use source::Source;

/// A type whose values can be made up: the attributes of a resource type, or an object in them.
pub trait Fake: Sized {
    /// Makes up a value: the same one for the same seed, and one that the OpenAPI document allows, as far as the client
    /// knows what it allows. All described members are there. Values are the examples of the document, or of its formats and
    /// within its bounds; other texts are such as the names of their members say.
    ///
    /// ```rust,ignore
    /// let profile = Profile::fake(7);
    /// assert_eq!(profile, Profile::fake(7));
    /// ```
    fn fake(seed: u64) -> Self;
}

impl<T: Record + Decode> Fake for T {
    fn fake(seed: u64) -> Self {
        let members = fill::record(<T as Record>::SHAPE.members(), T::HINTS, 0, &mut Source::seeded(seed));
        read_value(&Value::Object(members)).unwrap_or_default()
    }
}

impl<T: ResourceType> Resource<T> {
    /// Makes up a resource, with all described attributes and relationships: the same one for the same seed, and one that
    /// the OpenAPI document allows, as far as the client knows what it allows. Its id is the number after the seed.
    ///
    /// ```rust,ignore
    /// let profiles: Vec<Resource<Profile>> = (0..3).map(Resource::fake).collect();
    /// ```
    pub fn fake(seed: u64) -> Self {
        // An object is read, whatever is in it.
        read_resource(&Value::Object(resource::<T>(seed)).to_string().into()).unwrap_or_default()
    }
}

/// Makes up a resource object.
pub(super) fn resource<T: ResourceType>(seed: u64) -> Object {
    let (shape, source) = (T::RESOURCE, &mut Source::seeded(seed));
    let mut object = Object::new();
    object.insert("type".to_owned(), shape.kind.into());
    object.insert("id".to_owned(), id_of_shape(shape.id_shape, seed.wrapping_add(1).to_string()));
    object
        .insert("attributes".to_owned(), Value::Object(fill::record(shape.attributes.members(), T::HINTS, 0, source)));
    let members = shape.relationships.members().iter();
    let related: Object = members.map(|member| (member.name().to_owned(), relationship(member, source))).collect();
    if !related.is_empty() {
        object.insert("relationships".to_owned(), Value::Object(related));
    }
    object.extend(fill::record(shape.others, &[], 0, source));
    if let Some(meta) = shape.meta {
        object.insert("meta".to_owned(), fill::value(meta, "meta", &Hint::None, 0, source));
    }
    object
}

/// Makes up a relationship object, to resources of a type that the document allows.
fn relationship(member: &Member, source: &mut Source) -> Value {
    let (linkage, shape) = linkage_shape(member);
    let mut object = fill::record(linkage.relationship, &[], 1, source);
    let mut identifier = |kind: &Option<&str>| {
        let mut object = fill::record(linkage.identifier, &[], 1, source);
        object.insert("type".to_owned(), kind.unwrap_or("any").into());
        object.insert("id".to_owned(), id_of_shape(linkage.ids, (1 + source.below(1000)).to_string()));
        Value::Object(object)
    };
    let data = match shape {
        Shape::ToOne(kind) | Shape::ToOneOrMany(kind) => identifier(kind),
        Shape::ToMany(kind) => Value::Array(vec![identifier(kind), identifier(kind)]),
        other => fill::value(other, member.name(), &Hint::None, 1, source),
    };
    match shape {
        Shape::ToOne(_) | Shape::ToMany(_) | Shape::ToOneOrMany(_) => {
            object.insert("data".to_owned(), data);
            json!(object)
        }
        _ => data,
    }
}

/// Returns what the identifiers in a relationship are, and the shape of the relationship.
pub(super) fn linkage_shape(member: &Member) -> (&'static LinkageShape, &'static Shape) {
    match member.shape() {
        Shape::Linked(linkage, shape) => (linkage, shape),
        shape => (LinkageShape::TEXT, shape),
    }
}

/// Returns an id as the service sends it: a number, where ids are numbers and this is one.
pub(super) fn id_of_shape(shape: &Shape, id: String) -> Value {
    match (shape, id.parse::<i64>()) {
        (Shape::Integer | Shape::Number, Ok(number)) => number.into(),
        _ => id.into(),
    }
}
