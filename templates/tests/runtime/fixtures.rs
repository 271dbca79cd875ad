//! What is read, made up by a test.

use serde_json::{Value, json};

use crate::client::runtime::generated::{Any, AnyIdentifier};
use crate::client::runtime::http::StatusCode;
use crate::client::runtime::mock::{MockServer, Sample};
use crate::client::runtime::{
    ApiError, Collection, Document, Error, ErrorObject, Links, Map, NoRelationships, Resource, Sent, ToMany, ToOne,
};
use crate::client::variants::{InventoryPolicy, Variant};

/// A variant with an attribute of each kind and both relationships.
fn variant() -> Resource<Variant> {
    Resource::<Variant>::new("V2").set(|variant| {
        variant.attributes.title = Some("Size 37".to_owned());
        variant.attributes.inventory_policy = Some(InventoryPolicy::Value1);
        variant.relationships.predecessor = ToOne::of("V1");
        variant.relationships.maker = ToOne::of(AnyIdentifier::new("maker", "M1"));
        variant.links = Links::from([("self", "/variants/V2")]);
        variant.meta = Some(json!({"stock": 3}));
    })
}

#[test]
fn a_resource_is_an_expression() {
    let expected = json!({
        "type": "catalog-variant", "id": "V2",
        "attributes": {"title": "Size 37", "inventory_policy": 1},
        "relationships": {
            "predecessor": {"data": {"type": "catalog-variant", "id": "V1"}},
            "maker": {"data": {"type": "maker", "id": "M1"}},
        },
        "links": {"self": "/variants/V2"},
        "meta": {"stock": 3},
    });
    let written = serde_json::to_value(variant()).unwrap();
    assert_eq!(written, expected);
    let read: Resource<Variant> = serde_json::from_value(written).unwrap();
    assert_eq!(read, variant());
    assert_eq!(read.relationships.predecessor.id().unwrap().as_str(), "V1");
    assert_eq!(ToOne::<Variant>::none().data, Sent::Null);
    let many: ToMany<Any> = ToMany::of([AnyIdentifier::new("a", "1")]);
    assert_eq!((many.identifiers().count(), ToMany::<Variant>::of(["1", "2"]).ids().count()), (1, 2));
    let _: NoRelationships = NoRelationships;
}

#[test]
fn meta_is_read_as_a_type() {
    let mut many = ToMany::<Variant>::of(["1"]);
    many.meta = Some(json!({"count": 3}));
    assert_eq!(many.meta_as::<Map<i64>>().map(|meta| meta.get("count").copied()), Some(Some(3)));
    assert_eq!(many.identifiers().next().unwrap().meta_as::<Map<i64>>(), None);
    let mut one = ToOne::<Any>::of(AnyIdentifier { meta: Some(json!("m")), ..AnyIdentifier::new("a", "1") });
    assert_eq!(one.identifier().unwrap().meta_as::<String>().as_deref(), Some("m"));
    one.meta = Some(json!(5));
    assert_eq!((one.meta_as::<i64>(), one.meta_as::<bool>()), (Some(5), None));
    let error = ErrorObject::new("e").set(|error| error.meta = Some(json!([1])));
    assert_eq!(error.meta_as::<Vec<i64>>(), Some(vec![1]));
}

#[test]
fn a_document_leads_to_what_is_included() {
    let page: Collection<Resource<Variant>> = Document::new(vec![variant(), Resource::new("V3")])
        .include(Resource::<Variant>::new("V1").set(|old| old.attributes.title = Some("Size 36".to_owned())))
        .include(Resource::<Variant>::new("V0"))
        .set(|page| page.links = Links::from([("next", "/variants?page=2")]));
    let old = page.resolve(&page.data[0].relationships.predecessor).unwrap().unwrap();
    assert_eq!(old.attributes.title.as_deref(), Some("Size 36"));
    assert_eq!((page.included.len(), page.links.next()), (2, Some("/variants?page=2")));
    let read: Collection<Resource<Variant>> = serde_json::from_value(serde_json::to_value(&page).unwrap()).unwrap();
    assert_eq!(read, page);
}

#[test]
fn an_error_is_what_a_service_answers() {
    let taken = ErrorObject::new("duplicate").at_pointer("/data/attributes/title").set(|error| {
        error.detail = Some("It is there.".to_owned());
    });
    let error = Error::from(ApiError::of(StatusCode::CONFLICT, [taken, ErrorObject::new("bad").at_parameter("sort")]));
    assert!(error.is_conflict());
    assert_eq!(error.to_string(), "the service answered with status 409 Conflict: `duplicate`: It is there.; bad");
    let api = error.api().unwrap();
    assert_eq!((api.by_field("title").count(), api.by_parameter("sort").count()), (1, 1));
    let body: Value = serde_json::from_slice(&api.raw).unwrap();
    assert_eq!(body["errors"][0]["source"]["pointer"], "/data/attributes/title");
}

#[tokio::test]
async fn a_mock_server_serves_resources() {
    let server = MockServer::for_service(&crate::client::SERVICE).unwrap();
    let route = server.catalogs().get_variant().serve(variant()).include([Resource::<Variant>::new("V1")]);
    let client: crate::client::runtime::Client = server.new_client().unwrap();
    let served = client.catalogs().get_variant("V2").send().await.unwrap();
    assert_eq!((&served.data, served.included.len(), route.count()), (&variant(), 1, 1));
    let filled = Sample::<Variant>::filled("V9").resource();
    assert_eq!((filled.id.as_str(), filled.attributes.title.as_deref()), ("V9", Some("title")));
}
