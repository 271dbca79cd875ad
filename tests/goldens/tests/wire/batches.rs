//! Batches that the document describes for resources of any type, and operations that it describes together.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_batches::batches::{
    BatchBatch, ChosenBatchBatch, ListedBatchBatch, NamedAnyBatchBatch, NamedBatchBatch, ToldBatchBatch,
    ToldBatchBatchUpdateUser,
};
use jsonapi_forge_goldens::case_batches::resources::computer::NewComputer;
use jsonapi_forge_goldens::case_batches::resources::shelf::{NewShelf, ShelfUpdate};
use jsonapi_forge_goldens::case_batches::resources::user::{NewUser, UserUpdate};
use jsonapi_forge_goldens::case_batches::{Auth, Change, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::{Outcome, body};

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

#[tokio::test]
async fn a_batch_of_any_resources_has_what_other_requests_send() -> Outcome {
    let results = json!({ "atomic:results": [
        { "data": { "type": "user", "id": "7", "attributes": { "name": "Ada" } } }, { "data": null }, {}, {}, {}, {},
    ]});
    let server = Server::start([Reply::json(200, results.to_string())])?;
    let mut batch = BatchBatch::new();
    let ada = batch.add_user(NewUser::new("Ada").age(36));
    let laptop = batch.add_computer(NewComputer::new("Laptop").user(&ada));
    batch.update_user("3", UserUpdate::new().name("Grace"));
    batch.remove_user("4");
    batch.add_to_user_computers(&ada, [&laptop]);
    batch.update_computer_user("5", Change::Null);
    let results = client(&server)?.batches().batch(batch).send().await?;

    let (user, computer) = (json!({ "type": "user", "lid": "new-1" }), json!({ "type": "computer", "lid": "new-2" }));
    assert_eq!(
        body(&server)?,
        json!({ "atomic:operations": [
            { "op": "add", "data": { "type": "user", "lid": "new-1", "attributes": { "name": "Ada", "age": 36 } } },
            { "op": "add", "data": { "type": "computer", "lid": "new-2", "attributes": { "name": "Laptop" },
                                     "relationships": { "user": { "data": user } } } },
            { "op": "update", "ref": { "type": "user", "id": "3" },
              "data": { "type": "user", "id": "3", "attributes": { "name": "Grace" } } },
            { "op": "remove", "ref": { "type": "user", "id": "4" } },
            { "op": "add", "ref": { "type": "user", "lid": "new-1", "relationship": "computers" }, "data": [computer] },
            { "op": "update", "ref": { "type": "computer", "id": "5", "relationship": "user" }, "data": null },
        ]})
    );
    let ada = results.get(&ada).ok_or("the service says what it added")??;
    assert_eq!((ada.id.as_str(), ada.attributes.name.as_deref()), ("7", Some("Ada")));
    assert!(results.get(&laptop).is_none(), "this is not in the results");
    Ok(())
}

#[tokio::test]
async fn one_of_several_codes_is_each_of_these_operations() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let mut batch = ToldBatchBatch::new();
    batch.add_user(NewUser::new("Ada"));
    batch.update_user("3", ToldBatchBatchUpdateUser::new().name("Grace"));
    batch.remove_user("4");
    batch.add_computer(NewComputer::new("Laptop"));
    batch.remove_from_user_computers("3", ["8"]);
    client(&server)?.batches().told_batch(batch).send().await?;
    let computers = json!({ "type": "user", "id": "3", "relationship": "computers" });
    assert_eq!(
        body(&server)?,
        json!({ "atomic:operations": [
            { "op": "add", "data": { "type": "user", "lid": "new-1", "attributes": { "name": "Ada" } } },
            { "op": "update", "ref": { "type": "user", "id": "3" },
              "data": { "type": "user", "id": "3", "attributes": { "name": "Grace" } } },
            { "op": "remove", "ref": { "type": "user", "id": "4" } },
            { "op": "add", "data": { "type": "computer", "lid": "new-4", "attributes": { "name": "Laptop" } } },
            { "op": "remove", "ref": computers, "data": [{ "type": "computer", "id": "8" }] },
        ]})
    );
    Ok(())
}

#[tokio::test]
async fn a_batch_of_listed_types_changes_these() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let mut batch = ChosenBatchBatch::new();
    batch.add_computer(NewComputer::new("Laptop"));
    batch.remove_printer("6");
    client(&server)?.batches().chosen_batch(batch).send().await?;
    assert_eq!(
        body(&server)?,
        json!({ "atomic:operations": [
            { "op": "add", "data": { "type": "computer", "lid": "new-1", "attributes": { "name": "Laptop" } } },
            { "op": "remove", "ref": { "type": "printer", "id": "6" } },
        ]})
    );
    Ok(())
}

#[tokio::test]
async fn a_change_of_a_batch_is_not_named_outside_of_it() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let ada = BatchBatch::new().add_user(NewUser::new("Ada"));
    let laptop = NewComputer::new("Laptop").user(&ada);
    let error =
        client(&server)?.computers().create_computer(laptop).send().await.expect_err("the user is not there yet");
    let place = "`/data/relationships/user/data`: it is a change of a batch, and known in that alone";
    assert!(error.to_string().ends_with(&format!("): the request cannot be built: {place}")), "{error}");
    assert!(server.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn what_is_added_is_named_by_its_reference_where_that_is_required() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let mut batch = NamedBatchBatch::new();
    let ada = batch.add_user(NewUser::new("Ada"));
    batch.add_computer(NewComputer::new("Laptop").user(&ada));
    batch.remove_computer("4");
    client(&server)?.batches().named_batch(batch).send().await?;
    let user = json!({ "type": "user", "lid": "new-1" });
    assert_eq!(
        body(&server)?,
        json!({ "atomic:operations": [
            { "op": "add", "ref": { "type": "user" },
              "data": { "type": "user", "lid": "new-1", "attributes": { "name": "Ada" } } },
            { "op": "add", "ref": { "type": "computer", "lid": "new-2" },
              "data": { "type": "computer", "lid": "new-2", "attributes": { "name": "Laptop" },
                        "relationships": { "user": { "data": user } } } },
            { "op": "remove", "ref": { "type": "computer", "id": "4" } },
        ]})
    );
    let server = Server::start([Reply::empty(204)])?;
    let mut batch = NamedAnyBatchBatch::new();
    batch.add_user(NewUser::new("Ada"));
    client(&server)?.batches().named_any_batch(batch).send().await?;
    assert_eq!(
        body(&server)?,
        json!({ "atomic:operations": [
            { "op": "add", "ref": { "type": "user", "lid": "new-1" },
              "data": { "type": "user", "lid": "new-1", "attributes": { "name": "Ada" } } },
        ]})
    );
    Ok(())
}

#[tokio::test]
async fn whole_resources_beside_identifiers_are_sent() -> Outcome {
    let results = json!({ "atomic:results": [{ "data": { "type": "shelf", "id": "7" } }, {}, {}] });
    let server = Server::start([Reply::json(200, results.to_string())])?;
    let mut batch = ListedBatchBatch::new();
    batch.add_shelf(NewShelf::new(1));
    batch.update_shelf("3", ShelfUpdate::new().row(2));
    batch.remove_shelf("4");
    client(&server)?.batches().listed_batch(batch).send().await?;
    let sent = body(&server)?;
    let operations = sent.pointer("/atomic:operations").and_then(|all| all.as_array()).ok_or("there are operations")?;
    let verbs: Vec<_> = operations.iter().filter_map(|one| one.get("op")?.as_str()).collect();
    assert_eq!(verbs, ["add", "update", "remove"]);
    assert_eq!(sent.pointer("/atomic:operations/0/data/attributes"), Some(&json!({ "row": 1 })));
    assert_eq!(sent.pointer("/atomic:operations/2/ref"), Some(&json!({ "type": "shelf", "id": "4" })));
    Ok(())
}
