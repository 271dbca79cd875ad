//! What the address of a request tells: the id of what is changed, and that identifiers are linked.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_addresses::accounts::ReplaceAccountBody;
use jsonapi_forge_goldens::case_addresses::resources::account::{AccountUpdate, NewAccount};
use jsonapi_forge_goldens::case_addresses::resources::bike::BikeUpdate;
use jsonapi_forge_goldens::case_addresses::resources::car::CarUpdate;
use jsonapi_forge_goldens::case_addresses::resources::kit::KitField;
use jsonapi_forge_goldens::case_addresses::resources::reason::NewReason;
use jsonapi_forge_goldens::case_addresses::resources::truck::TruckUpdate;
use jsonapi_forge_goldens::case_addresses::runtime::{AnyIdentifier, Map};
use jsonapi_forge_goldens::case_addresses::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::{Outcome, body};

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

#[tokio::test]
async fn a_change_of_one_of_several_types_has_the_id_of_the_address() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let client = client(&server)?;
    let vehicles = client.vehicles();
    vehicles.update_vehicle("V1", BikeUpdate::new().gears(7)).send().await?;
    let expected = json!({ "data": { "type": "bike", "id": "V1", "attributes": { "gears": 7 } } });
    assert_eq!(body(&server)?, expected);

    vehicles.update_vehicle("V1", CarUpdate::new().id("car-1").doors(4)).send().await?;
    let expected = json!({ "data": { "type": "car", "id": "car-1", "attributes": { "doors": 4 } } });
    assert_eq!(body(&server)?, expected, "an id that is given wins");
    Ok(())
}

#[tokio::test]
async fn changes_in_a_list_have_ids_of_their_own() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let client = client(&server)?;
    let vehicles = client.vehicles();
    vehicles.update_trucks([TruckUpdate::new("T1").load(3), TruckUpdate::new("T2")]).send().await?;
    let expected = json!({ "data": [
        { "type": "truck", "id": "T1", "attributes": { "load": 3 } },
        { "type": "truck", "id": "T2", "attributes": {} },
    ] });
    assert_eq!(body(&server)?, expected);

    let unnamed = vehicles.update_vehicles([CarUpdate::new().id("C1"), CarUpdate::new().doors(4)]).send().await;
    let refusal = unnamed.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refusal.contains("`/data` has no `id`, which names the `car` to change"), "{refusal}");

    vehicles.update_vehicles([CarUpdate::new().id("C1").doors(4)]).send().await?;
    let expected = json!({ "data": [{ "type": "car", "id": "C1", "attributes": { "doors": 4 } }] });
    assert_eq!(body(&server)?, expected);
    Ok(())
}

#[tokio::test]
async fn a_change_has_the_id_of_the_path_and_a_replacement_all_of_the_resource() -> Outcome {
    let server = Server::start([(); 3].map(|()| Reply::empty(204)))?;
    let client = client(&server)?;
    client.accounts().create_account(NewAccount::new("A")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "account", "attributes": { "label": "A" } } }));

    client.accounts().update_account("1", AccountUpdate::new().seats(2)).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "account", "id": "1", "attributes": { "seats": 2 } } }));

    client.accounts().replace_account("1", ReplaceAccountBody::new("B")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "account", "attributes": { "label": "B" } } }));
    Ok(())
}

#[tokio::test]
async fn a_document_that_may_be_left_out_is_left_out() -> Outcome {
    let server = Server::start([(); 3].map(|()| Reply::empty(204)))?;
    let client = client(&server)?;
    client.accounts().delete_account("1").send().await?;
    client.accounts().lock_account("1").send().await?;
    assert!(server.seen().iter().all(|request| request.body.is_empty()));

    client.accounts().lock_account("1").with_reason(NewReason::new().text("late")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "reason", "attributes": { "text": "late" } } }));
    Ok(())
}

#[tokio::test]
async fn parameters_are_sent_under_the_names_that_a_pattern_stands_for() -> Outcome {
    let server = Server::start([Reply::of("application/vnd.api+json", 200, json!({ "data": [] }).to_string())])?;
    let client = client(&server)?;
    let filter = Map::from([("name".to_owned(), Map::from([("eq".to_owned(), "Kit".to_owned())]))]);
    client.accounts().list_kits().filter(filter).fields_kit([KitField::Name]).send().await?;
    let line = server.seen().first().map(|request| request.line.clone());
    assert_eq!(line.as_deref(), Some("GET /kits?filter%5Bname%5D%5Beq%5D=Kit&fields%5Bkit%5D=name"));
    Ok(())
}

#[tokio::test]
async fn identifiers_with_links_are_identifiers() -> Outcome {
    let linked = json!({ "data": { "type": "person", "id": "P1", "links": { "self": "/people/P1" } } });
    let replies =
        [Reply::of("application/vnd.api+json", 200, linked.to_string()), Reply::empty(204), Reply::empty(204)];
    let server = Server::start(replies)?;
    let client = client(&server)?;
    let shelves = client.shelves();
    let owner = shelves.get_owner_link("S1").send().await?;
    assert_eq!(owner.data.as_ref().map(|owner| owner.id.as_str()), Some("P1"));

    shelves.set_owner("S1", "P2").send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "person", "id": "P2" } }));

    shelves.add_contents("S1", [AnyIdentifier::new("book", "B1")]).send().await?;
    assert_eq!(body(&server)?, json!({ "data": [{ "type": "book", "id": "B1" }] }));
    Ok(())
}
