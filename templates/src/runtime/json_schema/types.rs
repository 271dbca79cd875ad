//! The JSON Schemas of the types of the runtime.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::super::body::draft::OneOrMany;
use super::super::body::results::Results;
use super::super::document::identifier::{AnyIdentifier, Identifier, Related};
use super::super::document::included::Included;
use super::super::document::links::{Link, Links};
use super::super::document::payload::{DocumentOr, Json};
use super::super::document::relationship::{ToMany, ToOne, ToOneOrMany};
use super::super::document::resource::{AnyResource, NoRelationships, Resource, ResourceType};
use super::super::document::{Data, Document};
use super::super::error::api_error::{ErrorObject, ErrorSource};
use super::super::paging::position::Position;
use super::super::schema::shape::{DataShape, ResourceShape, Shape};
use super::super::value::datetime::{Date, DateTime};
use super::super::value::decode::Decode;
use super::super::value::foreign::Foreign;
use super::super::value::id::Id;
use super::super::value::password::Password;
use super::super::value::tuple::{OpenTuple, Places};
use super::shape::{finished, id, identifier, kind, nullable, object, open, relationship, schema_of};

/// Types of one value each, whose schema stands where they do.
macro_rules! inline {
    ($([$($generics:tt)*] $type:ty, $name:literal, $schema:expr;)*) => {$(
        impl<$($generics)*> JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let schema: fn(&mut SchemaGenerator) -> Schema = $schema;
                schema(generator)
            }
        }
    )*};
}

inline! {
    // Whether the service has text or numbers for it is described where it stands.
    [T] Id<T>, "Id", |_| finished(id(Shape::ANY));
    [] Date, "Date", |generator| schema_of(Shape::DATE, generator);
    [] DateTime, "DateTime", |generator| schema_of(Shape::DATE_TIME, generator);
    [] Password, "Password", |generator| schema_of(Shape::SECRET, generator);
    [] Position, "Position", |generator| schema_of(Shape::STRING, generator);
    // What the type reads is up to its crate, and what it does not read is kept.
    [T] Foreign<T>, "Foreign", |generator| schema_of(Shape::ANY, generator);
    [P: Places, R: Decode] OpenTuple<P, R>, "OpenTuple", |generator| schema_of(<Self as Decode>::SHAPE, generator);
}

/// Types whose schema is a definition, of this name and with what is behind the colon.
macro_rules! defined {
    ($([$($generics:tt)*] $type:ty, $name:expr, $of:expr, $schema:expr;)*) => {$(
        impl<$($generics)*> JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                named($name, $of)
            }

            fn schema_id() -> Cow<'static, str> {
                named(concat!(module_path!(), "::", $name), $of)
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let schema: fn(&mut SchemaGenerator) -> Value = $schema;
                finished(schema(generator))
            }
        }
    )*};
}

/// Returns the name of a type that holds others.
fn named(name: &'static str, of: Option<Cow<'static, str>>) -> Cow<'static, str> {
    of.map_or(Cow::Borrowed(name), |of| format!("{name}_of_{of}").into())
}

/// Returns what the name of a relationship to `T` says of it.
fn target_type<T: Related>() -> Option<Cow<'static, str>> {
    Some(T::TYPE.unwrap_or("any").into())
}

defined! {
    [T: Related] ToOne<T>, "ToOne", target_type::<T>(),
        |generator| relationship(&Shape::ToOne(T::TYPE), Shape::ANY, generator);
    [T: Related] ToMany<T>, "ToMany", target_type::<T>(),
        |generator| relationship(&Shape::ToMany(T::TYPE), Shape::ANY, generator);
    [T: Related] ToOneOrMany<T>, "ToOneOrMany", target_type::<T>(),
        |generator| relationship(&Shape::ToOneOrMany(T::TYPE), Shape::ANY, generator);
    [T: ResourceType] Identifier<T>, "Identifier", target_type::<T>(),
        |_| identifier(Some(T::TYPE), T::RESOURCE.id_shape);
    [] AnyIdentifier, "AnyIdentifier", None, |_| any_identifier();
    [] AnyResource, "AnyResource", None, |_| json!({ "type": "object" });
    [] NoRelationships, "NoRelationships", None, |_| json!({ "type": "object" });
    // A list, or for some services an object of lists. What is not a resource is kept as it came.
    [] Included, "Included", None, |_| json!({ "type": ["array", "object"] });
    [] Link, "Link", None, |_| link();
    [] Links, "Links", None, links;
    [] Results, "Results", None, |generator| {
        let links = generator.subschema_for::<Links>().to_value();
        json!({ "type": "object", "properties": { "atomic:results": { "type": "array" }, "links": links, "meta": true } })
    };
    [] ErrorObject, "ErrorObject", None, error_object;
    [] ErrorSource, "ErrorSource", None, |_| object(texts(&["pointer", "parameter", "header"]));
}

/// Returns the schema of what names a resource of any type, by an id or a local one.
fn any_identifier() -> Value {
    json!({
        "type": "object",
        "properties": {
            "type": { "type": "string" },
            "id": id(Shape::ANY),
            "lid": { "type": "string" },
            "meta": true,
        },
        "required": ["type"],
    })
}

fn link() -> Value {
    let href = json!({ "type": "string", "format": "uri-reference" });
    json!({ "anyOf": [href, { "type": "object", "properties": { "href": href }, "required": ["href"] }] })
}

/// Returns the schema of links: what stands among them under another name and is not one is kept.
fn links(generator: &mut SchemaGenerator) -> Value {
    let link = nullable(generator.subschema_for::<Link>().to_value());
    let names = ["self", "related", "first", "prev", "next", "last", "describedby"];
    object(names.into_iter().map(|name| (name.to_owned(), link.clone())).collect())
}

/// Returns the schema of an error. What is of another type is kept as it came.
fn error_object(generator: &mut SchemaGenerator) -> Value {
    let mut members = texts(&["id", "status", "code", "title", "detail"]);
    members.insert("source".to_owned(), open(generator.subschema_for::<ErrorSource>().to_value()));
    members.insert("links".to_owned(), open(generator.subschema_for::<Links>().to_value()));
    members.insert("meta".to_owned(), Value::Bool(true));
    object(members)
}

/// Returns the schemas of members that are texts, or what came in place of one.
fn texts(names: &[&str]) -> Map<String, Value> {
    names.iter().map(|name| ((*name).to_owned(), open(json!({ "type": "string" })))).collect()
}

impl<T: ResourceType + JsonSchema> JsonSchema for Resource<T>
where
    T::Relationships: JsonSchema,
{
    fn schema_name() -> Cow<'static, str> {
        named("Resource", Some(T::schema_name()))
    }

    fn schema_id() -> Cow<'static, str> {
        named(concat!(module_path!(), "::Resource"), Some(T::schema_id()))
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let attributes = generator.subschema_for::<T>();
        let relationships = generator.subschema_for::<T::Relationships>();
        resource(T::RESOURCE, attributes, relationships, generator)
    }
}

/// Returns the schema of a resource object with these attributes and relationships.
fn resource(
    shape: &ResourceShape,
    attributes: Schema,
    relationships: Schema,
    generator: &mut SchemaGenerator,
) -> Schema {
    let mut members = Map::new();
    members.insert("type".to_owned(), kind(shape.target()));
    members.insert("id".to_owned(), id(shape.id_shape));
    members.insert("attributes".to_owned(), or_null(shape, "attributes", attributes));
    members.insert("relationships".to_owned(), or_null(shape, "relationships", relationships));
    members.insert("links".to_owned(), generator.subschema_for::<Links>().to_value());
    members.insert("meta".to_owned(), Value::Bool(true));
    let mut schema = object(members);
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("required".to_owned(), json!(["type"]));
    }
    finished(schema)
}

/// Returns the schema of a member of a resource, which for some services may be null.
fn or_null(shape: &ResourceShape, name: &str, schema: Schema) -> Value {
    let schema = schema.to_value();
    if shape.nullable.contains(&name) { nullable(schema) } else { schema }
}

impl<D: Data + JsonSchema> JsonSchema for Document<D> {
    fn schema_name() -> Cow<'static, str> {
        named("Document", Some(D::schema_name()))
    }

    fn schema_id() -> Cow<'static, str> {
        named(concat!(module_path!(), "::Document"), Some(D::schema_id()))
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let data = match D::DATA {
            DataShape::None => None,
            _ => Some(generator.subschema_for::<D>()),
        };
        document(data, generator)
    }
}

/// Returns the schema of a document with this primary data.
fn document(data: Option<Schema>, generator: &mut SchemaGenerator) -> Schema {
    let mut members = Map::new();
    let required: Vec<&str> = data.iter().map(|_| "data").collect();
    members.extend(data.map(|data| ("data".to_owned(), data.to_value())));
    members.insert("links".to_owned(), generator.subschema_for::<Links>().to_value());
    members.insert("meta".to_owned(), Value::Bool(true));
    members.insert("included".to_owned(), generator.subschema_for::<Included>().to_value());
    let mut schema = object(members);
    if let Some(schema) = schema.as_object_mut().filter(|_| !required.is_empty()) {
        schema.insert("required".to_owned(), json!(required));
    }
    finished(schema)
}

impl<D: Data + JsonSchema, T: JsonSchema> JsonSchema for DocumentOr<D, T> {
    fn schema_name() -> Cow<'static, str> {
        named("DocumentOr", Some(format!("{}_or_{}", D::schema_name(), T::schema_name()).into()))
    }

    fn schema_id() -> Cow<'static, str> {
        let of = format!("{}_or_{}", D::schema_id(), T::schema_id());
        named(concat!(module_path!(), "::DocumentOr"), Some(of.into()))
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (document, other) = (generator.subschema_for::<Document<D>>(), generator.subschema_for::<T>());
        finished(json!({ "anyOf": [document, other, { "type": "null" }] }))
    }
}

/// The schema of the value or null.
impl<T: JsonSchema> JsonSchema for Json<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        <Option<T>>::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        <Option<T>>::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <Option<T>>::json_schema(generator)
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        named("OneOrMany", Some(T::schema_name()))
    }

    fn schema_id() -> Cow<'static, str> {
        named(concat!(module_path!(), "::OneOrMany"), Some(T::schema_id()))
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (one, many) = (generator.subschema_for::<T>(), generator.subschema_for::<Vec<T>>());
        finished(json!({ "anyOf": [one, many] }))
    }
}
