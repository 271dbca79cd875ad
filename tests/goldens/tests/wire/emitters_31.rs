//! What generators of OpenAPI 3.1 write where a hand would write less.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_emitters_31::books::{ListBooksInclude, ListBooksSort};
use jsonapi_forge_goldens::case_emitters_31::resources::books::{BooksField, BooksState};
use jsonapi_forge_goldens::case_emitters_31::{Auth, Client, Sort};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::{Value, json};

use crate::Outcome;

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
async fn a_list_whose_first_page_is_the_text_0_is_counted_from_0() -> Outcome {
    let page = |id: &str| {
        let book = json!({ "type": "books", "id": id, "attributes": { "state": "lent" } });
        reply(&json!({ "data": [book], "meta": { "page": { "totalPages": 2 } } }))
    };
    let server = Server::start([page("1"), page("2")])?;
    let books: Vec<_> = client(&server)?.books().list_books().items().try_collect().await?;
    assert!(books.iter().all(|book| book.attributes.state == Some(BooksState::Lent)));
    assert_eq!(books.len(), 2);
    assert_eq!(lines(&server), ["GET /books", "GET /books?page%5Bnumber%5D=1"]);
    Ok(())
}

#[tokio::test]
async fn constants_that_are_alternatives_are_listed_values() -> Outcome {
    let server = Server::start([reply(&json!({ "data": [] }))])?;
    let call = client(&server)?.books().list_books().sort(Sort::descending(ListBooksSort::Title)).page_size(50);
    call.include([ListBooksInclude::Author]).fields_books([BooksField::Title]).send().await?;
    assert_eq!(lines(&server), ["GET /books?sort=-title&page%5Bsize%5D=50&include=author&fields%5Bbooks%5D=title"]);
    let refusal = client(&server)?.books().list_books().page_size(30).send().await.err();
    let refusal = refusal.map(|error| error.to_string());
    assert!(refusal.as_ref().is_some_and(|text| text.contains("must be one of [10, 20, 50]")), "{refusal:?}");
    Ok(())
}
