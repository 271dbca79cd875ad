//! What is sent.

use serde_json::json;

use crate::client::runtime::{Change, Encode, Value};
use crate::client::variants::{NewSize, NewVariant};
use crate::support::server::{Answer, Server};

#[test]
fn absent_null_and_a_value_are_three_things() {
    let new = || NewVariant::new("a");
    let attributes = |variant: NewVariant| variant.encode()["attributes"].clone();
    assert_eq!(attributes(new()), json!({"title": "a"}));
    assert_eq!(attributes(new().price(Change::Null)), json!({"title": "a", "price": null}));
    assert_eq!(attributes(new().price(3)), json!({"title": "a", "price": 3.0}));
    assert_eq!(attributes(new().price(2.5)), json!({"title": "a", "price": 2.5}));
    assert_eq!(attributes(new().tags(["x", "y"])), json!({"title": "a", "tags": ["x", "y"]}));
    let sized = new().size(NewSize::new().unit("cm"));
    assert_eq!(attributes(sized), json!({"title": "a", "size": {"unit": "cm"}}));
}

#[test]
fn relationships_name_resources() {
    let relationships = |variant: NewVariant| variant.encode()["relationships"].clone();
    let variant = |id: &str| json!({"type": "catalog-variant", "id": id});
    let new = || NewVariant::new("a");
    assert_eq!(relationships(new().predecessor("7")), json!({"predecessor": {"data": variant("7")}}));
    assert_eq!(relationships(new().predecessor(Change::Null)), json!({"predecessor": {"data": null}}));
    assert_eq!(relationships(new().successors(["8"])), json!({"successors": {"data": [variant("8")]}}));
}

#[tokio::test]
async fn bodies_are_documents() {
    let server = Server::start([Answer::new(201, r#"{"data":{"type":"catalog-variant","id":"9"}}"#)]).await;
    let made = server.client().catalogs().create_variant(NewVariant::new("a")).send().await.unwrap();
    assert_eq!((made.status().as_u16(), made.data.id.as_str()), (201, "9"));
    let request = server.only();
    assert_eq!(request.line, "POST /api/catalog-variants/");
    assert_eq!(request.header("content-type"), Some("application/vnd.api+json"));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body, json!({"data": {"type": "catalog-variant", "attributes": {"title": "a"}}}));
}
