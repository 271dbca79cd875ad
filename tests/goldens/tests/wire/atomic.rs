//! Several changes in one request: what is sent, how changes name each other, what comes back.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_atomic::operations::PostOperationsBatch;
use jsonapi_forge_goldens::case_atomic::resources::authors::NewAuthors;
use jsonapi_forge_goldens::case_atomic::resources::books::{BooksId, BooksUpdate, NewBooks};
use jsonapi_forge_goldens::case_atomic::runtime::{Error, ResolveError};
use jsonapi_forge_goldens::case_atomic::{Auth, Change, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::{Outcome, body, only};

const MEDIA_TYPE: &str = "application/vnd.api+json; ext=\"https://jsonapi.org/ext/atomic\"";

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

#[tokio::test]
async fn changes_name_what_others_add() -> Outcome {
    let results = json!({ "atomic:results": [
        { "data": { "type": "authors", "id": "7", "attributes": { "name": "Ada" } } },
        { "data": { "type": "books", "id": "8", "attributes": { "title": "Notes" } } },
        {}, {}, {}, {},
        { "data": { "type": "authors", "id": "9" } },
    ]});
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, results.to_string())])?;
    let mut batch = PostOperationsBatch::new();
    let ada = batch.add_authors(NewAuthors::new("Ada"));
    let notes = batch.add_books(NewBooks::new("Notes").author(&ada).sequels(["3"]));
    batch.update_books_author("4", &ada);
    batch.update_books_author(BooksId::from("5"), Change::Null);
    batch.add_to_books_sequels(&notes, ["4", "5"]);
    batch.remove_books("6");
    let changed = batch.update_books(&notes, BooksUpdate::new().price(Change::Null));
    assert_eq!(batch.len(), 7);
    let results = client(&server)?.operations().post_operations(batch).send().await?;

    let request = only(&server)?;
    assert_eq!((request.header("content-type"), request.header("accept")), (Some(MEDIA_TYPE), Some(MEDIA_TYPE)));
    let (ada_, notes_) = (json!({ "type": "authors", "lid": "new-1" }), json!({ "type": "books", "lid": "new-2" }));
    let book = |id: &str| json!({ "type": "books", "id": id });
    let author_of = |id: &str| json!({ "type": "books", "id": id, "relationship": "author" });
    assert_eq!(
        body(&server)?,
        json!({ "atomic:operations": [
            { "kind": "addAuthor", "op": "add",
              "data": { "type": "authors", "lid": "new-1", "attributes": { "name": "Ada" } } },
            { "kind": "addBook", "op": "add",
              "data": { "type": "books", "lid": "new-2", "attributes": { "title": "Notes" },
                        "relationships": { "author": { "data": ada_ }, "sequels": { "data": [book("3")] } } } },
            { "kind": "setAuthor", "op": "update", "ref": author_of("4"), "data": ada_ },
            { "kind": "setAuthor", "op": "update", "ref": author_of("5"), "data": null },
            { "kind": "addSequels", "op": "add", "ref": { "type": "books", "lid": "new-2", "relationship": "sequels" },
              "data": [book("4"), book("5")] },
            { "kind": "removeBook", "op": "remove", "ref": book("6") },
            { "kind": "changeBook", "op": "update", "ref": notes_,
              "data": { "type": "books", "lid": "new-2", "attributes": { "price": null } } },
        ]})
    );

    let ada = results.get(&ada).ok_or("the service says what it added")??;
    assert_eq!((ada.id.as_str(), ada.attributes.name.as_deref()), ("7", Some("Ada")));
    assert_eq!(results.get(&notes).ok_or("this, too")??.id, "8");
    // A result of another type than the change is told, and never taken for it.
    let error = results.get(&changed).ok_or("there is one")?.expect_err("an author is no book");
    assert_eq!(error, ResolveError::OtherType { found: "authors".to_owned(), expected: "books" });
    assert_eq!(results.results.len(), 7);
    Ok(())
}

#[tokio::test]
async fn a_url_names_a_target_in_place_of_its_type_and_id() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let mut batch = PostOperationsBatch::new();
    batch.at("/books/4").meta(json!({ "note": "reprinted" })).update_books("4", BooksUpdate::new().price(9.5));
    batch.at("/books/4/relationships/author").update_books_author("4", Change::Null);
    batch.meta(json!({ "note": "lost" })).remove_books("6");
    client(&server)?.operations().post_operations(batch).send().await?;
    assert_eq!(
        body(&server)?,
        json!({ "atomic:operations": [
            { "kind": "changeBook", "op": "update", "href": "/books/4",
              "data": { "type": "books", "id": "4", "attributes": { "price": 9.5 } }, "meta": { "note": "reprinted" } },
            { "kind": "setAuthor", "op": "update", "href": "/books/4/relationships/author", "data": null },
            { "kind": "removeBook", "op": "remove", "ref": { "type": "books", "id": "6" }, "meta": { "note": "lost" } },
        ]})
    );

    // What is said of a change that never comes is not dropped.
    let mut batch = PostOperationsBatch::new();
    batch.remove_books("6");
    batch.at("/books/7");
    let error = client(&server)?.operations().post_operations(batch).send().await.expect_err("of which change?");
    let place = "`/atomic:operations/1`: `at` and `meta` are of the change that comes next, and there is none";
    assert!(error.to_string().ends_with(place), "{error}");
    assert_eq!(server.seen().len(), 1);
    Ok(())
}

#[tokio::test]
async fn extensions_and_profiles_are_negotiated_and_read_back() -> Outcome {
    let (atomic, version) = ("https://jsonapi.org/ext/atomic", "https://books.example/ext/version");
    let (prints, sizes) = ("https://books.example/prints", "https://books.example/sizes");
    let answered = format!("application/vnd.api+json;ext=\"{atomic}\" ; PROFILE=\"{prints} {sizes}\"");
    let results = json!({ "atomic:results": [{}] });
    let server = Server::start([Reply::of(&answered, 200, results.to_string())])?;
    let batch = || {
        let mut batch = PostOperationsBatch::new();
        batch.remove_books("6");
        batch
    };
    let client = client(&server)?;
    let call = client.operations().post_operations(batch()).with_profile(prints).with_extension(version);
    let response = call.with_profile(sizes).with_profile(prints).with_extension(atomic).send().await?;
    let expected = format!("application/vnd.api+json; ext=\"{atomic} {version}\"; profile=\"{prints} {sizes}\"");
    let request = only(&server)?;
    assert_eq!(request.header("content-type"), Some(expected.as_str()));
    assert_eq!(request.header("accept"), Some(expected.as_str()));
    assert_eq!(
        (response.applied_extensions(), response.applied_profiles()),
        (vec![atomic.to_owned()], vec![prints.into(), sizes.into()])
    );

    let error = client.operations().post_operations(batch()).with_profile("two words").send().await;
    let error = error.expect_err("it is not a URI");
    assert!(error.to_string().ends_with("`two words` is not the URI of an extension or a profile"), "{error}");
    assert_eq!(server.seen().len(), 1);
    Ok(())
}

#[tokio::test]
async fn ids_that_the_client_gives_name_themselves() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let mut batch = PostOperationsBatch::new();
    let ada = batch.add_authors(NewAuthors::new("Ada").id("A1"));
    batch.add_books(NewBooks::new("Notes").author(&ada));
    let results = client(&server)?.operations().post_operations(batch).send().await?;
    let sent = body(&server)?;
    assert_eq!(sent.pointer("/atomic:operations/0/data/id"), Some(&json!("A1")));
    let author = json!({ "type": "authors", "id": "A1" });
    assert_eq!(sent.pointer("/atomic:operations/1/data/relationships/author/data"), Some(&author));
    // Nothing comes back where nothing else happened than what was asked for.
    assert!(results.get(&ada).is_none() && results.results.is_empty());
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_sent_is_not() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let operations = client(&server)?;
    let empty = operations.operations().post_operations(PostOperationsBatch::new()).send().await;
    assert!(matches!(empty, Err(Error::Request { .. })), "{empty:?}");
    let mut batch = PostOperationsBatch::new();
    batch.add_books(NewBooks::new("Notes").price(f64::NAN));
    let error = operations.operations().post_operations(batch).send().await.expect_err("NaN is no price");
    let place = "`/atomic:operations/0/data/attributes/price`: NaN is no number of JSON";
    assert!(error.to_string().ends_with(&format!("): the request cannot be built: {place}")), "{error}");
    assert!(server.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_change_of_another_batch_names_nothing() -> Outcome {
    let added = json!({ "atomic:results": [{ "data": { "type": "authors", "id": "7" } }] });
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, added.to_string())])?;
    let operations = client(&server)?;
    let (mut first, mut second) = (PostOperationsBatch::new(), PostOperationsBatch::new());
    let (ada, grace) = (first.add_authors(NewAuthors::new("Ada")), second.add_authors(NewAuthors::new("Grace")));
    // The local ids of both are alike: taken for one of its own, `ada` would be Grace.
    let mut third = second.clone();
    third.add_books(NewBooks::new("Notes").author(&ada));
    let error = operations.operations().post_operations(third).send().await.expect_err("Ada is in no such batch");
    let place = "`/atomic:operations/1/data/relationships/author/data`: it is a change of another batch";
    assert!(error.to_string().ends_with(&format!("): the request cannot be built: {place}")), "{error}");
    assert!(server.seen().is_empty());

    let results = operations.operations().post_operations(second).send().await?;
    assert!(results.get(&ada).is_none());
    assert_eq!(results.get(&grace).ok_or("it was added")??.id, "7");
    assert_eq!(body(&server)?.pointer("/atomic:operations/0/data/lid"), Some(&json!("new-1")));
    assert_eq!(results.into_inner().get(&ada).map(|_| ()), None);
    Ok(())
}
