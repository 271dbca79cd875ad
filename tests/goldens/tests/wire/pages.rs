//! Pages by number, by offset and by links alone: where a call begins, and how it goes on.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_pagination::{Auth, Client, Error};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::Outcome;

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

/// A page of one book, with a relative link to the next one.
fn page(id: &str, next: Option<&str>) -> Reply {
    let document = json!({ "data": [{ "type": "book", "id": id, "attributes": {} }], "links": { "next": next } });
    Reply::of("application/vnd.api+json", 200, document.to_string())
}

fn lines(server: &Server) -> Vec<String> {
    server.seen().into_iter().map(|request| request.line).collect()
}

#[tokio::test]
async fn by_number() -> Outcome {
    let next = "/by-number?page%5Bnumber%5D=3&page%5Bsize%5D=1";
    let server = Server::start([page("1", Some(next)), page("2", None)])?;
    let mut items = client(&server)?.books().list_by_number().page_number(2).page_size(1).items();
    let mut ids = Vec::new();
    while let Some(book) = items.try_next().await? {
        ids.push(book.id.to_string());
    }
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(lines(&server), ["GET /by-number?page%5Bnumber%5D=2&page%5Bsize%5D=1", &format!("GET {next}")]);
    Ok(())
}

#[tokio::test]
async fn by_offset() -> Outcome {
    let next = "/by-offset?page%5Boffset%5D=21&page%5Blimit%5D=1";
    let server = Server::start([page("1", Some(next)), page("2", None)])?;
    let mut pages = client(&server)?.books().list_by_offset().page_offset(20).page_size(1).pages().prefetch(false);
    let first = pages.try_next().await?.ok_or("there is a page")?;
    assert_eq!((first.data.len(), first.links.next()), (1, Some(next)));
    assert_eq!(lines(&server), ["GET /by-offset?page%5Boffset%5D=20&page%5Blimit%5D=1"]);
    assert!(pages.try_next().await?.is_some_and(|page| page.links.next().is_none()));
    assert!(pages.try_next().await?.is_none());
    assert_eq!(lines(&server).last(), Some(&format!("GET {next}")));
    Ok(())
}

#[tokio::test]
async fn a_size_out_of_bounds_is_not_sent() -> Outcome {
    let server = Server::start([page("1", None)])?;
    let error = client(&server)?.books().list_by_offset().page_size(51).send().await.expect_err("50 are the most");
    assert!(matches!(error, Error::Request { .. }), "{error}");
    assert!(server.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn by_links_alone() -> Outcome {
    let server = Server::start([page("1", Some("/by-links?after=abc")), page("2", None)])?;
    let mut items = client(&server)?.books().list_by_links().items();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    assert_eq!(lines(&server), ["GET /by-links", "GET /by-links?after=abc"]);
    Ok(())
}
