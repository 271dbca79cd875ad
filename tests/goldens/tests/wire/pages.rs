//! Pages in every style: where a call begins, how it goes on, and that it reaches the last item.

#![allow(clippy::indexing_slicing, reason = "a test that panics fails")]

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_pagination::books::{SearchByCursorBody, SearchByCursorBodyPage, SearchByLinksBody};
use jsonapi_forge_goldens::case_pagination::resources::book;
use jsonapi_forge_goldens::case_pagination::runtime::{Collection, LinkTo, Resource};
use jsonapi_forge_goldens::case_pagination::{Auth, Client, Error};
use jsonapi_forge_tests::server::{Reply, Request, Server};
use serde_json::{Value, json};

use crate::Outcome;

type Book = Resource<book::Book>;

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
async fn pages_are_asked_for_by_number() -> Outcome {
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
async fn pages_are_asked_for_by_offset() -> Outcome {
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
async fn a_size_that_is_not_listed_is_not_sent() -> Outcome {
    let server = Server::start([page("1", None)])?;
    let client = client(&server)?;
    let books = client.books();
    let error = books.list_by_listed_size().page_size(50).send().await.expect_err("50 is not listed");
    assert!(error.to_string().contains("must be one of [10, 25, 100]"), "{error}");
    books.list_by_listed_size().page_size(50).page_size(100).send().await?;
    assert_eq!(lines(&server), ["GET /by-listed-size?page%5Bsize%5D=100"]);
    Ok(())
}

#[tokio::test]
async fn links_alone_lead_to_the_next_page() -> Outcome {
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

#[tokio::test]
async fn an_empty_link_is_the_end() -> Outcome {
    let server = Server::start([page("1", Some("/by-links?after=abc")), page("2", Some(""))])?;
    let mut items = client(&server)?.books().list_by_links().items();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    assert_eq!(lines(&server), ["GET /by-links", "GET /by-links?after=abc"]);
    Ok(())
}

/// Collects the ids of all items.
macro_rules! ids {
    ($items:expr) => {{
        let mut items = $items;
        let mut ids = String::new();
        while let Some(book) = items.try_next().await? {
            ids.push_str(book.id.as_str());
        }
        ids
    }};
}

/// The parameters of a request.
fn parameters(request: &Request) -> Vec<(String, String)> {
    let query = request.line.split_once('?').map_or("", |(_, query)| query);
    let decode = |text: &str| text.replace("%5B", "[").replace("%5D", "]");
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), value.to_owned())).collect()
}

/// Five books in pages of two, as the service at each path has them. Behind the last page is an error.
fn library(request: &Request) -> Reply {
    let parameters = parameters(request);
    let parameter = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let number = |name: &str| parameter(name).and_then(|value| value.parse::<usize>().ok());
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let path = request.line.split(['?', ' ']).nth(1).unwrap_or_default();
    let after = |text: Option<String>| text.and_then(|text| text.strip_prefix("after-")?.parse().ok());
    let start = match path {
        "/counted" => (number("page[number]").unwrap_or(1) - 1) * 2,
        "/counted-from-zero" => number("page").unwrap_or(0) * 2,
        "/by-extension" => number("page[number]").unwrap_or(0) * 2,
        "/links-or-count" => (number("page[number]").unwrap_or(1) - 1) * 2,
        "/counted-by-offset" => number("page[offset]").unwrap_or(0),
        "/counted-by-position" => number("page[offset]").unwrap_or(1) - 1,
        "/counted-by-pages" => number("offset").unwrap_or(0) * 2,
        "/by-namesake" => number("last_book").unwrap_or(0),
        "/by-same-name" => after(parameter("next_record_id")).unwrap_or(0),
        "/by-last-id" => number("starting_after").unwrap_or(0),
        "/by-cursor-in-meta" => after(parameter("page[cursor]")).unwrap_or(0),
        "/search" => after(body.pointer("/page/cursor").and_then(Value::as_str).map(str::to_owned)).unwrap_or(0),
        _ => number("from").unwrap_or(0),
    };
    if start >= 5 {
        return Reply::empty(404);
    }
    let books = (start + 1..=5).take(2).map(|id| json!({ "type": "book", "id": id.to_string(), "attributes": {} }));
    let mut document = json!({ "data": books.collect::<Vec<_>>() });
    let next = start + 2;
    let is_last = next >= 5;
    let cursor = if is_last { Value::Null } else { format!("after-{next}").into() };
    match path {
        "/counted" => document["meta"] = json!({ "total": 5 }),
        "/counted-from-zero" => {
            document["meta"] = json!({ "pagination": { "totalPages": 3, "currentPage": start / 2 } })
        }
        "/links-or-count" => document["meta"] = json!({ "total_pages": 3 }),
        "/by-last-id" => document["meta"] = json!({ "has_more": !is_last }),
        "/counted-by-pages" => document["metadata"] = json!({ "total_pages": 3 }),
        "/by-link-elsewhere" => {
            let next = if is_last { Value::Null } else { format!("{path}?from={next}").into() };
            document["pagination"] = json!({ "next": next });
        }
        "/by-namesake" if !is_last => document["meta"] = json!({ "next_last_book": next }),
        "/by-same-name" => document["meta"] = json!({ "pagination": { "next_record_id": cursor } }),
        "/by-cursor-in-meta" | "/search" => document["meta"] = json!({ "page": { "after": cursor } }),
        "/search-by-links" if !is_last => document["links"] = json!({ "next": format!("{path}?from={next}") }),
        _ => {}
    }
    let reply = Reply::of("application/vnd.api+json", 200, document.to_string());
    match path {
        "/by-header" if !is_last => reply.header("link", &format!("<{path}?from={next}>; rel=\"next\"")),
        _ => reply,
    }
}

#[tokio::test]
async fn every_style_reaches_the_last_item() -> Outcome {
    let server = Server::answer(library)?;
    let client = client(&server)?;
    let books = client.books();
    assert_eq!(ids!(books.list_counted().items()), "12345");
    assert_eq!(ids!(books.list_counted_from_zero().items()), "12345");
    assert_eq!(ids!(books.list_counted_by_offset().items()), "12345");
    assert_eq!(ids!(books.list_by_links_or_count().items()), "12345");
    assert_eq!(ids!(books.list_by_cursor_in_meta().items()), "12345");
    assert_eq!(ids!(books.list_by_last_id().items()), "12345");
    assert_eq!(ids!(books.list_by_header().items()), "12345");
    assert_eq!(ids!(books.list_by_namesake().items()), "12345");
    assert_eq!(ids!(books.list_by_same_name().items()), "12345");
    assert_eq!(ids!(books.list_by_extension().items()), "12345");
    assert_eq!(ids!(books.list_by_link_elsewhere().items()), "12345");
    assert_eq!(ids!(books.list_counted_by_position().items()), "12345");
    assert_eq!(ids!(books.list_counted_by_pages().items()), "12345");
    assert_eq!(lines(&server).len(), 13 * 3, "no request behind the last page");
    Ok(())
}

#[tokio::test]
async fn a_call_may_begin_anywhere() -> Outcome {
    let server = Server::answer(library)?;
    let client = client(&server)?;
    let books = client.books();
    assert_eq!(ids!(books.list_counted().page_number(2).page_size(2).items()), "345");
    assert_eq!(ids!(books.list_counted_from_zero().page_number(1).items()), "345");
    assert_eq!(ids!(books.list_counted_by_offset().page_offset(2).page_size(2).page_shelf("a").items()), "345");
    assert_eq!(ids!(books.list_by_last_id().page_cursor("2").items()), "345");
    assert_eq!(
        lines(&server)[4..6],
        [
            "GET /counted-by-offset?page%5Boffset%5D=2&page%5Blimit%5D=2&page%5Bshelf%5D=a",
            "GET /counted-by-offset?page%5Boffset%5D=4&page%5Blimit%5D=2&page%5Bshelf%5D=a",
        ]
    );
    Ok(())
}

/// The cursor of a page is repeated on it, and the links of the last page have no `next`.
#[tokio::test]
async fn a_cursor_that_is_repeated_beside_links_is_no_next_page() -> Outcome {
    let page = |links: Value, after: Value| {
        let data = json!([{ "type": "book", "id": "1", "attributes": {} }]);
        Reply::of(
            "application/vnd.api+json",
            200,
            json!({ "data": data, "links": links, "meta": { "page": { "after": after } } }).to_string(),
        )
    };
    let next = "/by-cursor-in-meta?page%5Bcursor%5D=X";
    let first = "/by-cursor-in-meta";
    let server = Server::start([
        page(json!({ "first": first, "next": next }), Value::Null),
        page(json!({ "first": first, "prev": first }), json!("X")),
    ])?;
    let client = client(&server)?;
    let mut items = client.books().list_by_cursor_in_meta().items();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    assert_eq!(lines(&server), [format!("GET {first}"), format!("GET {next}")]);
    Ok(())
}

#[tokio::test]
async fn a_search_goes_on_by_its_cursor_or_by_get() -> Outcome {
    let server = Server::answer(library)?;
    let client = client(&server)?;
    let books = client.books();
    let search = SearchByCursorBody::new().query("q").page(SearchByCursorBodyPage::new().limit(2));
    assert_eq!(ids!(books.search_by_cursor(search).items()), "12345");
    let bodies: Vec<Value> =
        server.seen().iter().map(|request| serde_json::from_slice(&request.body)).collect::<Result<_, _>>()?;
    assert_eq!(lines(&server), ["POST /search"; 3]);
    assert_eq!(bodies.first(), Some(&json!({ "query": "q", "page": { "limit": 2 } })));
    assert_eq!(bodies.last(), Some(&json!({ "query": "q", "page": { "limit": 2, "cursor": "after-4" } })));
    assert_eq!(ids!(books.search_by_links(SearchByLinksBody::new().query("q")).items()), "12345");
    let links = ["POST /search-by-links", "GET /search-by-links?from=2", "GET /search-by-links?from=4"];
    assert_eq!(lines(&server).get(3..), Some(links.map(str::to_owned).as_slice()));
    Ok(())
}

#[tokio::test]
async fn links_lead_to_what_they_say() -> Outcome {
    let server = Server::start([page("1", Some("/by-links?after=abc")), page("2", None)])?;
    let client = client(&server)?;
    let first = client.books().list_by_links().send().await?;
    let next = first.next_page().ok_or("there is a second page")?;
    let second = client.follow(&next).send().await?;
    assert_eq!(second.data.first().map(|book| book.id.to_string()), Some("2".to_owned()));
    assert!(second.next_page().is_none() && second.previous_page().is_none());
    assert_eq!(lines(&server).last().map(String::as_str), Some("GET /by-links?after=abc"));
    let elsewhere: LinkTo<Collection<Book>> = LinkTo::new("https://elsewhere.example/books");
    let books: Result<Vec<Book>, Error> = client.follow(&elsewhere).items().try_collect().await;
    assert!(matches!(books, Err(Error::Request { .. })), "nothing is sent to another origin");
    Ok(())
}
