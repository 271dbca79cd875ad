//! Requests that are described by what is read, and resources of which no id is described.

use jsonapi_forge_goldens::case_wholes::resources::book::{BookField, BookUpdate, NewBook};
use jsonapi_forge_goldens::case_wholes::resources::library::LibraryField;
use jsonapi_forge_goldens::case_wholes::resources::savings::NewSavings;
use jsonapi_forge_goldens::case_wholes::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::{Outcome, body, only};

const MEDIA_TYPE: &str = "application/vnd.api+json";

fn client(server: &Server) -> Result<Client, Box<dyn std::error::Error>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

#[tokio::test]
async fn a_new_resource_has_an_id_only_where_it_is_given_one() -> Outcome {
    let reply =
        || Reply::of(MEDIA_TYPE, 201, r#"{"data": {"type": "book", "id": "1", "attributes": {"title": "Ada"}}}"#);
    let server = Server::start([reply(), reply()])?;
    let client = client(&server)?;
    let book = || NewBook::new("Ada");
    client.books().add_book(book()).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "book", "attributes": { "title": "Ada" } } }));
    client.books().add_book(book().id("7")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "book", "id": "7", "attributes": { "title": "Ada" } } }));
    Ok(())
}

#[tokio::test]
async fn a_request_of_several_types_takes_each() -> Outcome {
    let server = Server::start([Reply::of(MEDIA_TYPE, 202, "")])?;
    client(&server)?.accounts().open_account(NewSavings::new("Ada")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "savings", "attributes": { "owner": "Ada" } } }));
    Ok(())
}

#[tokio::test]
async fn a_change_has_the_id_of_the_path_unless_it_is_given_another() -> Outcome {
    let reply = || Reply::of(MEDIA_TYPE, 204, "");
    let server = Server::start([reply(), reply()])?;
    let client = client(&server)?;
    for (change, id) in [(BookUpdate::new(), "7"), (BookUpdate::new().id("north/7"), "north/7")] {
        client.books().change_book("north", "7", change.title("Ada")).send().await?;
        let expected = json!({ "data": { "type": "book", "id": id, "attributes": { "title": "Ada" } } });
        assert_eq!(body(&server)?, expected);
    }
    Ok(())
}

#[tokio::test]
async fn fields_that_no_parameter_lists_are_those_of_the_type_and_any_text() -> Outcome {
    let book = r#"{"data": {"type": "book", "id": "7", "attributes": {"title": "Ada"}}}"#;
    let reply = || Reply::of(MEDIA_TYPE, 200, book);
    let server = Server::start([reply(), reply()])?;
    let client = client(&server)?;
    let fields = [BookField::Title, BookField::Authors];
    client.books().get_book("north", "7").fields_book(fields).send().await?;
    client.books().get_book("north", "7").fields_book(["@all"]).fields_library([LibraryField::City]).send().await?;
    let lines: Vec<String> = server.seen().into_iter().map(|request| request.line).collect();
    assert_eq!(
        lines,
        [
            "GET /libraries/north/books/7?fields%5Bbook%5D=title,authors",
            "GET /libraries/north/books/7?fields%5Bbook%5D=%40all&fields%5Blibrary%5D=city"
        ]
    );
    Ok(())
}

#[tokio::test]
async fn an_id_that_is_not_described_is_kept() -> Outcome {
    let receipt = r#"{"data": {"type": "receipt", "id": "r1", "attributes": {"text": "One book"}}}"#;
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, receipt)])?;
    let receipt = client(&server)?.loans().get_latest_receipt().send().await?;
    assert!(receipt.is_clean(), "{:?}", receipt.mismatches());
    assert_eq!(receipt.data.id.as_str(), "r1");
    only(&server)?;
    Ok(())
}

#[tokio::test]
async fn identifiers_with_members_of_their_own_come_in_pages() -> Outcome {
    let author = |id: &str| json!({ "type": "author", "id": id, "revision": "3" });
    let page =
        |id: &str, next: serde_json::Value| json!({ "data": [author(id)], "links": { "next": next } }).to_string();
    let next = json!("/libraries/north/books/7/relationships/authors?page=2");
    let pages = [page("1", next), page("2", json!(null))];
    let server = Server::start(pages.map(|page| Reply::of(MEDIA_TYPE, 200, page)))?;
    let mut authors = client(&server)?.books().list_authors_of_book("north", "7").items();
    let mut ids = Vec::new();
    while let Some(author) = authors.try_next().await? {
        ids.push(author.id.as_str().to_owned());
    }
    assert_eq!(ids, ["1", "2"]);
    Ok(())
}

#[tokio::test]
async fn of_statuses_that_share_a_description_some_have_no_content() -> Outcome {
    let loan = r#"{"data": {"type": "loan", "id": "l1", "attributes": {"to": "Ada"}}}"#;
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, loan), Reply::empty(204)])?;
    let client = client(&server)?;
    let current = client.loans().get_current_loan().send().await?;
    assert_eq!(current.as_ref().map(|loan| loan.data.id.as_str()), Some("l1"));
    assert!(client.loans().get_current_loan().send().await?.is_none());
    Ok(())
}
