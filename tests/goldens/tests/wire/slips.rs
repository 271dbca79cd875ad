//! What documents say in another place than JSON:API has it, or by another word.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_slips::resources::dock::DockUpdate;
use jsonapi_forge_goldens::case_slips::resources::edition::EditionUpdate;
use jsonapi_forge_goldens::case_slips::resources::maker::Maker;
use jsonapi_forge_goldens::case_slips::resources::payment::{NewPayment, NewPaymentPlace, PaymentKind};
use jsonapi_forge_goldens::case_slips::resources::toys::ToysUpdate;
use jsonapi_forge_goldens::case_slips::sheets::ListChartsFilterDepth;
use jsonapi_forge_goldens::case_slips::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::{Value, json};

use crate::{Outcome, body};

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

fn reply(body: &Value) -> Reply {
    Reply::of("application/vnd.api+json", 200, body.to_string())
}

fn lines(server: &Server) -> Vec<String> {
    server.seen().into_iter().map(|request| request.line).collect()
}

#[tokio::test]
async fn page_numbers_begin_where_the_document_says() -> Outcome {
    let page = |id: &str| json!({ "data": [{ "type": "pages", "id": id }] });
    let server = Server::start([reply(&page("1")), reply(&page("2")), reply(&json!({ "data": [] }))])?;
    let pages: Vec<_> = client(&server)?.sheets().list_pages().items().try_collect().await?;
    assert_eq!(pages.len(), 2);
    assert_eq!(lines(&server), ["GET /pages", "GET /pages?page%5Bnumber%5D=1", "GET /pages?page%5Bnumber%5D=2"]);

    let sheet = |id: &str| json!({ "data": [{ "type": "sheets", "id": id }] });
    let server = Server::start([reply(&sheet("1")), reply(&json!({ "data": [] }))])?;
    let sheets: Vec<_> = client(&server)?.sheets().list_sheets().items().try_collect().await?;
    assert_eq!(sheets.len(), 1);
    assert_eq!(lines(&server), ["GET /sheets", "GET /sheets?page%5Bnumber%5D=2"]);
    let refusal = client(&server)?.sheets().list_sheets().page_size(51).send().await.err();
    assert!(refusal.is_some_and(|error| error.to_string().contains("must be from 1 to 50")));
    Ok(())
}

#[tokio::test]
async fn a_token_that_is_called_like_a_page_number_is_followed() -> Outcome {
    let first = json!({ "data": [{ "type": "pages", "id": "1" }], "meta": { "next_page": "abc" } });
    let last = json!({ "data": [{ "type": "pages", "id": "2" }], "meta": { "next_page": null } });
    let server = Server::start([reply(&first), reply(&last)])?;
    let pages: Vec<_> = client(&server)?.sheets().list_by_token().items().try_collect().await?;
    assert_eq!(pages.len(), 2);
    assert_eq!(lines(&server), ["GET /tokens", "GET /tokens?page=abc"]);
    Ok(())
}

#[tokio::test]
async fn what_is_described_in_another_place_is_read() -> Outcome {
    let tools = json!({
        "data": [{
            "type": "tool", "id": "1",
            "relationships": { "maker": { "data": { "type": "maker", "id": "M" } } },
        }],
        "included": [{ "type": "maker", "id": "M", "town": "Ulm", "founded": 1900 }],
    });
    let server = Server::start([reply(&tools)])?;
    let tools = client(&server)?.tools().list_tools().send().await?;
    assert_eq!(tools.mismatches(), []);
    let tool = tools.data.first().ok_or("no tool")?;
    let maker = tool.relationships.maker.id().ok_or("no maker")?;
    let maker = tools.included.get::<Maker>(maker).ok_or("not included")??;
    assert_eq!(maker.rest.get("town"), Some(&json!("Ulm")));
    Ok(())
}

#[tokio::test]
async fn an_id_may_be_null_where_the_document_says_so() -> Outcome {
    let offer = json!({ "data": { "type": "offers", "id": null, "attributes": { "price": 3 } } });
    let server = Server::start([reply(&offer)])?;
    let offer = client(&server)?.people().get_offer("1").send().await?;
    assert_eq!(offer.mismatches(), []);
    assert_eq!((offer.data.id.as_str(), offer.data.attributes.price), ("", Some(3)));

    let person = json!({ "data": { "type": "people", "id": null } });
    let server = Server::start([reply(&person)])?;
    let person = client(&server)?.people().get_person("1").send().await?;
    assert_eq!(person.mismatches().len(), 1, "{:?}", person.mismatches());
    Ok(())
}

#[tokio::test]
async fn resources_that_are_not_told_are_compared_with_none() -> Outcome {
    let boat = json!({
        "data": { "type": "boats", "id": "1" },
        "included": [{ "type": "winds", "id": "W", "attributes": { "anything": "north" } }],
    });
    let server = Server::start([reply(&boat)])?;
    let boat = client(&server)?.people().get_boat("1").send().await?;
    let kinds: Vec<String> = boat.mismatches().iter().map(ToString::to_string).collect();
    assert_eq!(kinds.len(), 1, "the type alone is unknown: {kinds:?}");
    Ok(())
}

#[tokio::test]
async fn one_of_contradicting_parts_is_sent() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.tools().update_toy("T", ToysUpdate::new().kind()).send().await?;
    let expected = json!({ "data": { "type": "toys", "id": "T", "attributes": { "kind": "generic" } } });
    assert_eq!(body(&server)?, expected);
    Ok(())
}

#[tokio::test]
async fn recorded_parameters_and_the_one_media_type_are_sent() -> Outcome {
    let server = Server::start([reply(&json!({ "data": [] }))])?;
    let depth = ListChartsFilterDepth::new().least(2).most(7);
    let client = client(&server)?;
    client.sheets().list_charts().filter_name("North").filter_depth(depth).scale([1, 2]).send().await?;
    let query = "filter%5Bname%5D=North&filter%5Bdepth%5D%5Bleast%5D=2&filter%5Bdepth%5D%5Bmost%5D=7&scale=1,2";
    assert_eq!(lines(&server), [format!("GET /charts?{query}")]);
    let seen = server.seen();
    assert_eq!(seen.first().and_then(|request| request.header("accept")), Some("application/vnd.harbour.2+json"));
    Ok(())
}

#[tokio::test]
async fn a_document_that_need_not_be_sent_is_left_out() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let client = client(&server)?;
    client.sheets().publish_sheet("S1").send().await?;
    assert!(server.seen().first().is_some_and(|request| request.body.is_empty()));
    client.sheets().publish_sheet("S1").with_edition(EditionUpdate::new(3)).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "edition", "attributes": { "number": 3 } } }));
    Ok(())
}

#[tokio::test]
async fn attributes_of_two_kinds_have_one_type_for_what_they_share() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let payment = NewPayment::new(PaymentKind::Bank).amount(2.5).place(NewPaymentPlace::new().street("Quay"));
    client(&server)?.sheets().create_payment(payment).send().await?;
    let attributes = json!({ "kind": "bank", "amount": 2.5, "place": { "street": "Quay" } });
    assert_eq!(body(&server)?, json!({ "data": { "type": "payment", "attributes": attributes } }));
    Ok(())
}

#[tokio::test]
async fn a_resource_without_a_document_is_read_and_sent_in_one() -> Outcome {
    let dock = json!({ "data": { "type": "dock", "id": "D1", "attributes": { "length": 12 } } });
    let server = Server::start([reply(&dock), reply(&dock)])?;
    let client = client(&server)?;
    let read = client.sheets().get_dock("D1").send().await?.into_inner().data;
    assert_eq!((read.id.as_str(), read.attributes.length), ("D1", Some(12)));
    let changed = client.sheets().update_dock("D1", DockUpdate::new().length(14)).send().await?.into_inner().data;
    assert_eq!(changed.id.as_str(), "D1");
    let update = json!({ "type": "dock", "id": "D1", "attributes": { "length": 14 } });
    assert_eq!(body(&server)?, json!({ "data": update }));
    Ok(())
}
