//! What relationships relate, where something else than their `data` tells it.

use jsonapi_forge_goldens::case_linkage::resources::order::NewOrder;
use jsonapi_forge_goldens::case_linkage::runtime::{AnyIdentifier, Id, OneOrMany};
use jsonapi_forge_goldens::case_linkage::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::{Outcome, body};

const MEDIA_TYPE: &str = "application/vnd.api+json";

#[tokio::test]
async fn what_is_related_is_sent_as_linkage() -> Outcome {
    let reply = || Reply::of(MEDIA_TYPE, 201, r#"{"data": {"type": "order", "id": "1"}}"#);
    let server = Server::start([reply(), reply()])?;
    let client = Client::builder(Auth::none()).base_url(server.url()).build()?;
    let note = |id: &str| AnyIdentifier::new("note", id);
    let order = NewOrder::new("7").items(["8", "9"]).clerk("c");
    client.orders().create_order(order.clone().notes(note("1"))).send().await?;
    let data = |value: serde_json::Value| json!({ "data": value });
    let named = |kind: &str, id: &str| json!({ "type": kind, "id": id });
    let expected = json!({ "data": { "type": "order", "relationships": {
        "customer": data(named("customer", "7")),
        "items": data(json!([named("item", "8"), named("item", "9")])),
        "clerk": data(named("clerk", "c")),
        "notes": data(named("note", "1")),
    } } });
    assert_eq!(body(&server)?, expected);

    client.orders().create_order(order.notes(OneOrMany::Many(vec![note("1"), note("2")]))).send().await?;
    let sent = body(&server)?;
    assert_eq!(sent.pointer("/data/relationships/notes"), Some(&data(json!([named("note", "1"), named("note", "2")]))));
    Ok(())
}

#[tokio::test]
async fn what_is_related_is_read_in_the_form_in_which_it_comes() -> Outcome {
    let note = |id: &str| json!({ "type": "note", "id": id });
    for (notes, ids) in [(json!([note("1"), note("2")]), vec!["1", "2"]), (note("1"), vec!["1"]), (json!(null), vec![])]
    {
        let related = json!({
            "customer": { "data": { "type": "customer", "id": "7" } },
            "items": { "data": [{ "type": "item", "id": "8" }], "links": { "self": "/x" } },
            "clerk": { "data": { "type": "clerk", "id": "c" } },
            "gifts": { "data": [{ "type": "item", "id": "9" }] },
            "notes": { "data": notes },
        });
        let document = json!({ "data": { "type": "order", "id": "1", "relationships": related } });
        let server = Server::start([Reply::of(MEDIA_TYPE, 200, document.to_string())])?;
        let client = Client::builder(Auth::none()).base_url(server.url()).build()?;
        let order = client.orders().get_order("1").send().await?;
        assert!(order.is_clean(), "{:?}", order.mismatches());
        let related = &order.data.relationships;
        assert_eq!(related.customer.id().map(Id::as_str), Some("7"));
        assert_eq!(related.clerk.id().map(Id::as_str), Some("c"));
        assert_eq!(related.items.ids().map(Id::as_str).collect::<Vec<_>>(), ["8"]);
        assert_eq!(related.gifts.ids().map(Id::as_str).collect::<Vec<_>>(), ["9"]);
        assert_eq!(related.notes.identifiers().map(|note| note.id.as_str()).collect::<Vec<_>>(), ids);
    }
    Ok(())
}
