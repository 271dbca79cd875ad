//! What the document does not tell, and is read and sent nevertheless.

use jsonapi_forge_goldens::case_untold::books::GetNewestData;
use jsonapi_forge_goldens::case_untold::resources::books::NewBooks;
use jsonapi_forge_goldens::case_untold::resources::order::{NewOrder, OrderAction, OrderUpdate, OrderUpdateMeta};
use jsonapi_forge_goldens::case_untold::runtime::AnyResource;
use jsonapi_forge_goldens::case_untold::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::{Value, json};

use crate::{Outcome, body};

const MEDIA_TYPE: &str = "application/vnd.api+json";

fn client(server: &Server) -> Result<Client, Box<dyn std::error::Error>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

fn reply(status: u16, body: &Value) -> Reply {
    Reply::of(MEDIA_TYPE, status, body.to_string())
}

#[tokio::test]
async fn resources_of_which_nothing_is_described_are_resources_of_any_type() -> Outcome {
    let record = |id: &str| json!({ "type": "record", "id": id, "attributes": { "name": "Ada" } });
    let pages = [
        json!({ "data": [record("1"), record("2")], "links": { "next": "/records?page[number]=2" } }),
        json!({ "data": [record("3")] }),
        json!({ "data": record("3") }),
        json!({ "data": null }),
        json!({ "data": [{ "type": "device", "id": "7" }] }),
    ];
    let server = Server::start(pages.iter().map(|page| reply(200, page)))?;
    let client = client(&server)?;
    let records: Vec<AnyResource> = client.records().list_records().items().try_collect().await?;
    assert_eq!(records.iter().map(AnyResource::id).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(records.iter().map(AnyResource::kind).collect::<Vec<_>>(), ["record"; 3]);
    let record = client.records().get_record("3").send().await?;
    assert!(record.is_clean(), "{:?}", record.mismatches());
    assert_eq!(record.data.as_ref().map(AnyResource::id), Some("3"));
    assert!(client.records().get_record("4").send().await?.data.is_none());
    let devices = client.records().list_devices().send().await?;
    assert_eq!(devices.data.iter().map(AnyResource::kind).collect::<Vec<_>>(), ["device"]);
    Ok(())
}

#[tokio::test]
async fn the_type_is_that_of_the_path_and_the_id_fits_a_path_of_numbers() -> Outcome {
    let book = json!({ "data": { "type": "books", "id": "7", "attributes": { "title": "Ada" } } });
    let server = Server::start([reply(201, &book), reply(200, &book)])?;
    let client = client(&server)?;
    let made = client.books().add_book(NewBooks::new().title("Ada")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "books", "attributes": { "title": "Ada" } } }));
    client.books().get_book(&made.data.id).send().await?;
    assert_eq!(server.seen().last().map(|request| request.line.clone()).as_deref(), Some("GET /books/7"));
    Ok(())
}

#[tokio::test]
async fn relationships_by_any_name_are_relationships() -> Outcome {
    let shelf = json!({ "data": { "type": "shelf", "id": "1", "relationships": {
        "first": { "data": { "type": "books", "id": "7" } },
        "others": { "data": [{ "type": "books", "id": "8" }, { "type": "books", "id": "9" }] },
        "room": { "links": { "related": "/rooms/1" } },
    } } });
    let server = Server::start([reply(200, &shelf), reply(200, &json!({ "data": null }))])?;
    let client = client(&server)?;
    let newest = client.books().get_newest().send().await?;
    assert!(newest.is_clean(), "{:?}", newest.mismatches());
    let Some(GetNewestData::Shelf(shelf)) = &newest.data else {
        return Err("a shelf came".into());
    };
    let ids = |name: &str| {
        let related = shelf.relationships.rest.get(name);
        related.map(|related| related.identifiers().map(|one| one.id.as_str()).collect::<Vec<_>>())
    };
    assert_eq!(ids("first"), Some(vec!["7"]));
    assert_eq!(ids("others"), Some(vec!["8", "9"]));
    assert_eq!(ids("room"), Some(Vec::new()));
    assert!(client.books().get_newest().send().await?.data.is_none());
    Ok(())
}

#[tokio::test]
async fn a_text_about_links_tells_of_pages_and_what_stands_beside_attributes_is_sent() -> Outcome {
    let order = |id: &str| json!({ "type": "order", "id": id });
    let pages = [
        json!({ "data": [order("1")], "links": { "next": "/orders?after=1" } }),
        json!({ "data": [order("2")], "links": {} }),
    ];
    let server = Server::start(pages.iter().map(|page| reply(200, page)))?;
    let orders: Vec<_> = client(&server)?.orders().list_orders().items().try_collect().await?;
    assert_eq!(orders.iter().map(|order| order.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);

    let done = || Reply::of(MEDIA_TYPE, 204, "");
    let server = Server::start([done(), done()])?;
    let client = client(&server)?;
    let new = NewOrder::builder().number("A1").shop("north").build();
    client.orders().add_order(new).send().await?;
    let expected = json!({ "data": { "type": "order", "shop": "north", "attributes": { "number": "A1" } } });
    assert_eq!(body(&server)?, expected);

    let meta = OrderUpdateMeta::new(OrderAction::Revise);
    client.orders().revise_order("7", OrderUpdate::new(meta).number("A1")).send().await?;
    let expected = json!({ "data": {
        "type": "order", "id": "7", "attributes": { "number": "A1" }, "meta": { "action": "revise" },
    } });
    assert_eq!(body(&server)?, expected);
    Ok(())
}
