//! What names resources: ids that the service takes as numbers, and relationships to resources of several types.

#![expect(clippy::indexing_slicing, reason = "a test that panics is a test that fails")]

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_identifiers::books::{PostOperationsBatch, SetReadersLinkageMeta};
use jsonapi_forge_goldens::case_identifiers::resources::book::{Book, BookId, BookUpdate, NewBook};
use jsonapi_forge_goldens::case_identifiers::resources::branch::NewBranch;
use jsonapi_forge_goldens::case_identifiers::resources::note::NoteUpdate;
use jsonapi_forge_goldens::case_identifiers::resources::person::PersonId;
use jsonapi_forge_goldens::case_identifiers::resources::team::TeamId;
use jsonapi_forge_goldens::case_identifiers::resources::transfer::NewTransfer;
use jsonapi_forge_goldens::case_identifiers::runtime::{AnyIdentifier, Date, Reference, Resource};
use jsonapi_forge_goldens::case_identifiers::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::{Outcome, body, only};

const MEDIA_TYPE: &str = "application/vnd.api+json";

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

fn book() -> Reply {
    Reply::of(MEDIA_TYPE, 200, json!({ "data": { "type": "book", "id": 7 } }).to_string())
}

#[tokio::test]
async fn ids_are_sent_as_the_numbers_that_they_are_read_as() -> Outcome {
    let server = Server::start([book(), book()])?;
    let client = client(&server)?;
    let read = client.books().get_book(7).send().await?;
    let changes = BookUpdate::new().title("Notes").sequel(&read.data.id).parts(["18446744073709551615", "-1"]);
    client.books().update_book(&read.data.id, changes).send().await?;
    let requests = server.seen();
    assert_eq!(requests[1].line, "PATCH /books/7");
    let identifier = |id: u64| json!({ "type": "book", "id": id });
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&requests[1].body)?,
        json!({ "data": { "type": "book", "id": 7, "attributes": { "title": "Notes" }, "relationships": {
            "sequel": { "data": identifier(7) },
            "parts": { "data": [identifier(u64::MAX), { "type": "book", "id": -1 }] },
        } } })
    );
    Ok(())
}

#[tokio::test]
async fn a_resource_is_written_with_the_ids_that_came() -> Outcome {
    let related = json!({
        "sequel": { "data": { "type": "book", "id": 8 } },
        "parts": { "data": [{ "type": "book", "id": 18446744073709551615_u64 }, { "type": "book", "id": -1 }] },
        "owner": { "data": { "type": "person", "id": "7" } },
    });
    let came = json!({ "type": "book", "id": 7, "attributes": { "title": "Notes" }, "relationships": related });
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, json!({ "data": came }).to_string())])?;
    let read = client(&server)?.books().get_book(7).send().await?;
    assert_eq!(serde_json::to_value(&read.data)?, came);
    let again: Resource<Book> = serde_json::from_value(came)?;
    assert_eq!(again, read.data);
    assert_eq!(again.id, BookId::from("7"), "an id is its text");
    assert_eq!(serde_json::to_value([BookId::from(7), BookId::from("7")])?, json!([7, "7"]));
    assert_eq!(serde_json::from_str::<BookId>("7")?, again.id);
    Ok(())
}

#[tokio::test]
async fn linkage_is_sent_by_number() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.books().add_sequels("7", ["8", "9"]).send().await?;
    assert_eq!(body(&server)?, json!({ "data": [{ "type": "book", "id": 8 }, { "type": "book", "id": 9 }] }));
    Ok(())
}

#[tokio::test]
async fn batches_name_by_number_and_by_local_ids() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let mut batch = PostOperationsBatch::new();
    let added = batch.add_book(NewBook::new().sequel("3"));
    batch.update_book_owner(&added, PersonId::from("p"));
    batch.update_book_owner("4", TeamId::from("t"));
    batch.remove_book("5");
    client(&server)?.books().post_operations(batch).send().await?;
    let owner_of = |name: &str, id: serde_json::Value| json!({ "type": "book", name: id, "relationship": "owner" });
    assert_eq!(
        body(&server)?,
        json!({ "atomic:operations": [
            { "op": "add", "data": { "type": "book", "lid": "new-1", "attributes": {},
                "relationships": { "sequel": { "data": { "type": "book", "id": 3 } } } } },
            { "op": "update", "ref": owner_of("lid", json!("new-1")), "data": { "type": "person", "id": "p" } },
            { "op": "update", "ref": owner_of("id", json!(4)), "data": { "type": "team", "id": "t" } },
            { "op": "remove", "ref": { "type": "book", "id": 5 } },
        ] })
    );
    Ok(())
}

#[tokio::test]
async fn what_is_created_together_is_named_by_local_ids() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let root =
        NewBranch::new().lid("root").leaves([AnyIdentifier::local("branch", "leaf"), AnyIdentifier::new("book", "7")]);
    let leaf = NewBranch::new().lid("leaf").lid_("an attribute").parent(Reference::local("root"));
    client(&server)?.books().create_branches([root, leaf]).send().await?;
    let branch = |lid: &str| json!({ "type": "branch", "lid": lid });
    assert_eq!(
        body(&server)?,
        json!({ "data": [
            { "type": "branch", "lid": "root", "attributes": {}, "relationships": { "leaves": { "data": [branch("leaf"), { "type": "book", "id": 7 }] } } },
            { "type": "branch", "lid": "leaf", "attributes": { "lid": "an attribute" },
                "relationships": { "parent": { "data": branch("root") } } },
        ] })
    );
    Ok(())
}

#[tokio::test]
async fn links_to_several_types_have_each_its_own_meta() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let (ada, desk) = (AnyIdentifier::from(PersonId::from("ada")), AnyIdentifier::from(TeamId::from("desk")));
    let keepers = [(ada, json!({ "since": "2024-02-29" })), (desk, json!({ "room": 7 }))];
    client(&server)?.books().add_keepers("7", keepers).send().await?;
    assert_eq!(
        body(&server)?,
        json!({ "data": [
            { "type": "person", "id": "ada", "meta": { "since": "2024-02-29" } },
            { "type": "team", "id": "desk", "meta": { "room": 7 } },
        ] })
    );
    Ok(())
}

#[tokio::test]
async fn what_must_be_said_of_links_is_an_argument() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let since = SetReadersLinkageMeta::new(Date::from("2024-02-29"));
    client(&server)?.books().set_readers("7", [("p", since)]).send().await?;
    let reader = json!({ "type": "person", "id": "p", "meta": { "since": "2024-02-29" } });
    assert_eq!(body(&server)?, json!({ "data": [reader] }));
    Ok(())
}

#[tokio::test]
async fn a_change_takes_its_id_from_a_number_in_the_path() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.books().update_note(7, NoteUpdate::new()).send().await?;
    assert_eq!(only(&server)?.line, "PATCH /notes/7");
    assert_eq!(body(&server)?, json!({ "data": { "type": "note", "id": "7", "relationships": {} } }));
    Ok(())
}

#[tokio::test]
async fn what_is_no_number_refuses_the_request() -> Outcome {
    let server = Server::start([])?;
    let client = client(&server)?;
    for id in ["seven", "007", "1e3", "99999999999999999999", ""] {
        let error = client.books().add_sequels("7", [id]).send().await.err().ok_or("it was sent")?.to_string();
        assert!(error.contains(&format!("`/data` has the id `{id}`, and must have a number")), "{error}");
    }
    assert!(server.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn relationships_to_several_types_take_these_only() -> Outcome {
    let server = Server::start([book(), Reply::empty(204)])?;
    let client = client(&server)?;
    let to_book = || AnyIdentifier::from(BookId::from("7"));
    let new = NewBook::new().readers([AnyIdentifier::from(PersonId::from("p")), to_book()]);
    let error = client.books().create_book(new).send().await.err().ok_or("it was sent")?.to_string();
    let expected =
        "`/data/relationships/readers/data` names a resource of the type `book`, and must name one of `person`, `team`";
    assert!(error.contains(expected), "{error}");
    let error = client.books().set_owner("7", to_book()).send().await.err().ok_or("it was sent")?.to_string();
    assert!(error.contains("`/data` names a resource of the type `book`"), "{error}");
    client.books().set_owner("7", TeamId::from("t")).send().await?;
    assert_eq!(only(&server)?.line, "PATCH /books/7/relationships/owner");
    assert_eq!(body(&server)?, json!({ "data": { "type": "team", "id": "t" } }));
    Ok(())
}

#[tokio::test]
async fn what_is_yet_to_be_created_is_named_by_the_id_that_the_text_means() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let shelf = client(&server)?;
    let (book, person) = (BookId::from("7"), PersonId::from("8"));
    shelf.books().lend_book(&book).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "loan", "id": "7" } }));
    shelf.books().move_person(NewTransfer::new(&person).to("Ulm")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "transfer", "id": "8", "attributes": { "to": "Ulm" } } }));
    Ok(())
}
