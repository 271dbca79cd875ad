//! What is sent.

use crate::client::runtime::{Change, Encode};
use crate::client::variants::{NewSize, NewVariant};
use crate::support::server::{Answer, Server};

#[test]
fn absent_null_and_a_value_are_three_things() {
    let new = || NewVariant::new("a");
    let attributes = |variant: NewVariant| variant.encode()["attributes"].to_string();
    assert_eq!(attributes(new()), r#"{"title":"a"}"#);
    assert_eq!(attributes(new().price(Change::Null)), r#"{"price":null,"title":"a"}"#);
    assert_eq!(attributes(new().price(3)), r#"{"price":3.0,"title":"a"}"#);
    assert_eq!(attributes(new().price(2.5)), r#"{"price":2.5,"title":"a"}"#);
    assert_eq!(attributes(new().tags(["x", "y"])), r#"{"tags":["x","y"],"title":"a"}"#);
    assert_eq!(attributes(new().size(NewSize::new().unit("cm"))), r#"{"size":{"unit":"cm"},"title":"a"}"#);
}

#[test]
fn relationships_name_resources() {
    let relationships = |variant: NewVariant| variant.encode()["relationships"].to_string();
    assert_eq!(
        relationships(NewVariant::new("a").predecessor("7")),
        r#"{"predecessor":{"data":{"id":"7","type":"catalog-variant"}}}"#
    );
    assert_eq!(relationships(NewVariant::new("a").predecessor(Change::Null)), r#"{"predecessor":{"data":null}}"#);
    assert_eq!(
        relationships(NewVariant::new("a").successors(["8"])),
        r#"{"successors":{"data":[{"id":"8","type":"catalog-variant"}]}}"#
    );
}

#[tokio::test]
async fn bodies_are_documents() {
    let server = Server::start([Answer::new(201, r#"{"data":{"type":"catalog-variant","id":"9"}}"#)]).await;
    let made = server.client().catalogs().create_variant(NewVariant::new("a")).send().await.unwrap();
    assert_eq!((made.status().as_u16(), made.data.id.as_str()), (201, "9"));
    let request = server.only();
    assert_eq!(request.line, "POST /api/catalog-variants/");
    assert_eq!(request.header("content-type"), Some("application/vnd.api+json"));
    assert_eq!(
        String::from_utf8(request.body).unwrap(),
        r#"{"data":{"attributes":{"title":"a"},"type":"catalog-variant"}}"#
    );
}
