//! The JSON Schemas of what is read, and that they accept what is written.

use schemars::{JsonSchema, schema_for};
use serde_json::{Value, json};

use crate::client::blocks::{Block, RowBlock};
use crate::client::jobs::{Job, JobStatus};
use crate::client::runtime::{
    AnyIdentifier, AnyResource, Collection, Date, DateTime, Document, ErrorObject, Foreign, Id, Identifier, Included,
    Json, Links, Password, Resource, ToMany, ToOne,
};
use crate::client::variants::{Variant, VariantId};

/// A struct of a user's own.
#[derive(serde::Serialize, serde::Deserialize, JsonSchema)]
struct Order {
    /// Who placed it.
    variant: Resource<Variant>,
    also: Option<Resource<Variant>>,
    id: VariantId,
    status: JobStatus,
    block: Block,
    placed: DateTime,
    day: Date,
    code: Password,
    errors: Vec<ErrorObject>,
}

fn schema<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

/// Returns a part of the schema of a type.
fn part<T: JsonSchema>(pointer: &str) -> Value {
    let schema = schema::<T>();
    schema.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {schema:#}")).clone()
}

#[track_caller]
fn assert_valid<T: JsonSchema + serde::Serialize>(value: &T) {
    let written = serde_json::to_value(value).unwrap();
    let errors: Vec<String> = jsonschema::validator_for(&schema::<T>())
        .unwrap()
        .iter_errors(&written)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{written:#}\n{:#}", schema::<T>());
}

#[test]
fn a_struct_with_a_resource_in_it_has_a_schema() {
    assert_eq!(part::<Order>("/$schema"), "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(
        part::<Order>("/properties"),
        json!({
            "variant": {"$ref": "#/$defs/Resource_of_Variant", "description": "Who placed it."},
            "also": {"anyOf": [{"$ref": "#/$defs/Resource_of_Variant"}, {"type": "null"}]},
            "id": {"type": ["string", "number"]},
            "status": {"$ref": "#/$defs/JobStatus"},
            "block": {"$ref": "#/$defs/Block"},
            "placed": {"type": "string", "format": "date-time"},
            "day": {"type": "string", "format": "date"},
            "code": {"type": "string", "format": "password"},
            "errors": {"type": "array", "items": {"$ref": "#/$defs/ErrorObject"}},
        })
    );
}

#[test]
fn a_resource_is_its_type_and_id_with_attributes_and_relationships() {
    assert_eq!(
        part::<Order>("/$defs/Resource_of_Variant"),
        json!({
            "type": "object",
            "properties": {
                "type": {"const": "catalog-variant"},
                "id": {"type": "string"},
                "attributes": {"$ref": "#/$defs/Variant"},
                "relationships": {"$ref": "#/$defs/VariantRelationships"},
                "links": {"$ref": "#/$defs/Links"},
                "meta": true,
            },
            "required": ["type"],
        })
    );
    let identifier = |kind: Value| {
        json!({
            "type": "object",
            "properties": {"type": kind, "id": {"type": "string"}, "meta": true},
            "required": ["type", "id"],
        })
    };
    let relationship = |data: Value| json!({"type": "object", "properties": {"data": data, "links": {"$ref": "#/$defs/Links"}, "meta": true}});
    let to_one = |kind| relationship(json!({"anyOf": [identifier(kind), {"type": "null"}, true]}));
    assert_eq!(
        part::<Order>("/$defs/VariantRelationships/properties"),
        json!({"predecessor": to_one(json!({"const": "catalog-variant"})), "maker": to_one(json!({"type": "string"}))})
    );
    // What its ids are is described where it stands.
    let mut any = identifier(json!({"const": "catalog-variant"}));
    any["properties"]["id"] = json!({"type": ["string", "number"]});
    let items = json!({"anyOf": [any, true]});
    assert_eq!(part::<ToMany<Variant>>("/properties/data"), json!({"type": ["array", "null"], "items": items}));
}

#[test]
fn attributes_are_not_required_and_null_only_where_the_document_says_so() {
    let attributes = schema::<Variant>();
    assert_eq!(attributes.get("required"), None);
    let properties = &attributes["properties"];
    assert_eq!(properties["title"], json!({"type": "string"}));
    assert_eq!(properties["price"], json!({"type": ["number", "null"], "format": "double"}));
    assert_eq!(properties["published"], json!({"type": "boolean"}));
    assert_eq!(properties["labels"], json!({"type": "object", "additionalProperties": {"type": "string"}}));
    assert_eq!(properties["anything"], json!(true));
    let jobs = &schema::<Job>()["properties"];
    assert_eq!(jobs["created_at"], json!({"type": "string", "format": "date-time"}));
    assert_eq!(jobs["completed_at"], json!({"type": ["string", "null"], "format": "date-time"}));
}

#[test]
fn enums_list_their_values_and_take_others() {
    let of_text = schema::<JobStatus>();
    assert_eq!(of_text["anyOf"][1], json!({"type": "string"}));
    assert!(of_text["anyOf"][0]["enum"].as_array().unwrap().contains(&json!("processing")), "{of_text}");
    let of_numbers = part::<Variant>("/properties/inventory_policy");
    assert_eq!(of_numbers["anyOf"][1], json!({"type": "integer", "format": "int64"}));
    assert_valid(&JobStatus::Unknown("paused".to_owned()));
}

#[test]
fn a_union_lists_its_alternatives_and_one_that_holds_itself_is_a_reference() {
    let union = schema::<Block>();
    let alternatives = union["anyOf"].as_array().unwrap();
    assert_eq!(alternatives.len(), 7);
    assert_eq!(alternatives[0]["properties"]["type"], json!({"const": "text"}));
    assert_eq!(alternatives[5], json!({"type": "number", "format": "double"}));
    assert_eq!(alternatives[6], json!(true));
    let path = alternatives[1]["$ref"].as_str().unwrap();
    assert!(path.ends_with(".client.blocks.RowBlock"), "{path}");
    let row = union.pointer(path.trim_start_matches('#')).unwrap();
    let block = row["properties"]["last"]["$ref"].as_str().unwrap();
    assert_eq!(row["properties"]["blocks"], json!({"type": "array", "items": {"$ref": block}}));
    assert_eq!(union.pointer(block.trim_start_matches('#')).unwrap()["anyOf"], union["anyOf"]);
    assert!(part::<RowBlock>("/properties/last")["$ref"].is_string());
}

#[test]
fn what_is_written_is_valid() {
    let block = json!({"type": "row", "blocks": [{"type": "text", "text": "a"}, 3.5, ["a"], {"other": [null]}]});
    let resource = json!({
        "type": "catalog-variant",
        "id": "1",
        "attributes": {"title": "Shirt", "price": null, "inventory_policy": 7, "place": {"within": {}}},
        "relationships": {"predecessor": {"data": {"type": "other", "id": "0"}}, "maker": {"data": null}},
        "links": {"self": {"href": "/variants/1"}, "next": null, "meta": {"count": 1}},
        "meta": [1],
        "ext:member": true,
    });
    let order: Order = serde_json::from_value(json!({
        "variant": resource, "also": null, "id": "1", "status": "paused", "block": block,
        "placed": "2026-12-24T12:00:00Z", "day": "2026-12-24", "code": "secret",
        "errors": [{"status": 400, "code": "x", "source": {"pointer": "/data"}, "links": [], "more": 1}],
    }))
    .unwrap();
    assert_valid(&order);
    assert_valid(&Resource::<Variant>::default());
    assert_valid(&Document::new(Some(Resource::<Variant>::new("1"))).include(Resource::<Variant>::new("2")));
    assert_valid(&Document::new(None::<Resource<Variant>>));
    assert_valid(&Collection::new(vec![Resource::<Variant>::new("1")]));
    assert_valid(&Document::new(()));
    assert_valid(&ToOne::<Variant>::of("1"));
    assert_valid(&ToOne::<Variant>::none());
    assert_valid(&ToMany::<Variant>::of(["1", "2"]));
    assert_valid(&Identifier::<Variant>::from("1"));
    assert_valid(&AnyIdentifier::local("catalog-variant", "new"));
    assert_valid(&AnyResource::from(Resource::<Variant>::new("1")));
    assert_valid(&Links::from([("next", "/books?page=2"), ("self", "/books")]));
    assert_valid(&Foreign::<u8>::from_json("none"));
    assert_valid(&Json::<Vec<f64>>(None));
    assert_valid(&Included::default());
    assert_valid(&Id::<Variant>::from("1"));
}

#[test]
fn types_of_the_same_name_have_ids_of_their_own() {
    assert_ne!(<Resource<Variant>>::schema_id(), <Resource<Job>>::schema_id());
    assert!(Variant::schema_id().ends_with("::client::variants::Variant"), "{}", Variant::schema_id());
    assert_eq!(<Collection<Resource<Variant>>>::schema_name(), "Document_of_Array_of_Resource_of_Variant");
}
