//! Inheritance: what discriminators fix is sent by itself, and resources of several types are told apart.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_inheritance::animals::ListAnimalsData as Animal;
use jsonapi_forge_goldens::case_inheritance::resources::cats::{Cats, CatsId, NewCats};
use jsonapi_forge_goldens::case_inheritance::resources::dogs::NewDogs;
use jsonapi_forge_goldens::case_inheritance::runtime::{AnyIdentifier, MismatchKind};
use jsonapi_forge_goldens::case_inheritance::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::{Outcome, body, only};

const MEDIA_TYPE: &str = "application/vnd.api+json; ext=\"https://zoo.example/kinds\"";

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

#[tokio::test]
async fn constants_are_sent_by_themselves() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.animals().create_cat(NewCats::new("chip-1").lives(9)).send().await?;
    assert_eq!(only(&server)?.header("content-type"), Some(MEDIA_TYPE));
    // Without a relationship there are none to tell apart.
    let expected = json!({ "type": "cats", "id": "chip-1", "attributes": { "kind:of": "cats", "lives": 9 } });
    assert_eq!(body(&server)?, json!({ "data": expected }));
    Ok(())
}

#[tokio::test]
async fn constants_stand_beside_relationships() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let dog = NewDogs::new("Rex", [AnyIdentifier::from(CatsId::from("1")), AnyIdentifier::new("dogs", "2")]);
    client(&server)?.animals().create_dog(dog).send().await?;
    let friends = json!({ "data": [{ "type": "cats", "id": "1" }, { "type": "dogs", "id": "2" }] });
    assert_eq!(
        body(&server)?,
        json!({ "data": {
            "type": "dogs",
            "attributes": { "kind:of": "dogs", "name": "Rex" },
            "relationships": { "kind:of": "dogs", "friends": friends },
        }})
    );
    Ok(())
}

#[tokio::test]
async fn a_list_sends_resources_of_several_types() -> Outcome {
    let rex = json!({ "type": "dogs", "id": "2", "attributes": { "kind:of": "cats", "name": "Rex" }, "relationships": {
        "kind:of": "dogs", "friends": { "data": [{ "type": "cats", "id": "1" }] },
    }});
    let tom = json!({ "type": "cats", "id": "1", "attributes": { "kind:of": "cats", "name": "Tom" }, "relationships": {
        "kind:of": "cats", "enemy": { "data": { "type": "dogs", "id": "2" } },
    }});
    let answer =
        json!({ "data": [tom, { "type": "fish", "id": "3" }], "included": [rex, { "type": "birds", "id": "4" }] });
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, answer.to_string())])?;
    let animals = client(&server)?.animals().list_animals().send().await?;
    let [Animal::Cats(tom), Animal::Unknown(fish)] = animals.data.as_slice() else {
        return Err(format!("{animals:?}").into());
    };
    assert_eq!((fish.kind(), fish.id()), ("fish", "3"));
    let rex = animals.resolve(&tom.relationships.enemy).ok_or("there is one")??;
    assert_eq!(rex.attributes.require_name()?, "Rex");
    // A relationship to several types names them; back to the primary data.
    let friends: Vec<_> =
        rex.relationships.friends.identifiers().map(|one| (one.kind.as_str(), one.id.as_str())).collect();
    assert_eq!(friends, [("cats", "1")]);
    assert!(animals.included.get::<Cats>(&"1".into()).is_none());
    let mismatches = animals.mismatches();
    let places: Vec<_> = mismatches.iter().map(|one| (one.kind, one.pointer.as_str())).collect();
    let unknown = MismatchKind::UnknownValue;
    assert_eq!(
        places,
        [(unknown, "/data/1/type"), (unknown, "/included/0/attributes/kind:of"), (unknown, "/included/1/type")]
    );
    Ok(())
}
