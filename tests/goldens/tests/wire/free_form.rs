//! A service with one free-form query parameter, over sockets: the typed setters that stand in its
//! place, conditional requests, and `HEAD`.

use jsonapi_forge_goldens::case_free_form::books::{
    GetBookCollectionFilter as By, GetBookCollectionInclude, GetBookCollectionSort, GetBookInclude, GetShelfSort,
    HeadBookCollectionFilter,
};
use jsonapi_forge_goldens::case_free_form::resources::authors::{AuthorsField, AuthorsId};
use jsonapi_forge_goldens::case_free_form::resources::books::{BooksField, BooksId, BooksLanguage, BooksUpdate};
use jsonapi_forge_goldens::case_free_form::{Auth, Client, runtime as rt};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::{Value, json};

use crate::{Outcome, only};

const MEDIA_TYPE: &str = "application/vnd.api+json";

fn client(server: &Server) -> Result<Client, rt::Error> {
    Client::builder(Auth::none()).base_url(server.url()).build()
}

/// The first line of the one request that was sent.
fn line(server: &Server) -> Result<String, String> {
    Ok(only(server)?.line)
}

/// What a filter is sent as.
async fn filtered(filter: rt::Filter<jsonapi_forge_goldens::case_free_form::books::GetBookCollection>) -> String {
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, r#"{"data": [], "links": {}}"#)]).expect("a port is free");
    let call = client(&server).expect("the URL is good").books().get_book_collection().filter(filter);
    call.send().await.expect("the reply is a list");
    let line = line(&server).expect("one request was sent");
    let query = line.strip_prefix("GET /books?filter=").expect("there is nothing but the filter");
    percent_decoded(query)
}

fn percent_decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).expect("a percent sign starts a byte"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).expect("text was sent")
}

#[tokio::test]
async fn a_text_that_names_every_family_gives_setters_for_each() -> Outcome {
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, r#"{"data": [], "links": {}}"#)])?;
    client(&server)?
        .books()
        .get_book_collection()
        .fields_books([BooksField::Title, BooksField::Author])
        .fields_authors([AuthorsField::Name])
        .include([GetBookCollectionInclude::Author, GetBookCollectionInclude::Sequels])
        .sort([rt::Sort::descending(GetBookCollectionSort::PageCount)])
        .sort([GetBookCollectionSort::Id])
        .page_number(2)
        .page_size(50)
        .include([GetBookCollectionInclude::Unknown("author.books".to_owned())])
        .send()
        .await?;
    assert_eq!(
        line(&server)?,
        "GET /books?fields%5Bbooks%5D=title,author&fields%5Bauthors%5D=name&include=author,sequels,author.books\
         &sort=-pageCount,id&page%5Bnumber%5D=2&page%5Bsize%5D=50"
    );
    Ok(())
}

#[tokio::test]
async fn filters_are_written_in_the_grammar_of_the_service() {
    assert_eq!(filtered(By::title().contains("O'Hara")).await, "contains(title,'O''Hara')");
    assert_eq!(filtered(By::page_count().greater_or_equal(100)).await, "greaterOrEqual(pageCount,'100')");
    assert_eq!(filtered(By::on_loan().equals(true)).await, "equals(onLoan,'true')");
    let date = "2024-01-01T00:00:00Z";
    assert_eq!(filtered(By::added_at().less_than(date)).await, format!("lessThan(addedAt,'{date}')"));
    let languages = [BooksLanguage::De, BooksLanguage::En];
    assert_eq!(filtered(By::language().any(languages)).await, "any(language,'de','en')");
    assert_eq!(filtered(By::subtitle().equals_null()).await, "equals(subtitle,null)");
    assert_eq!(filtered(By::sequels().has()).await, "has(sequels)");
    assert_eq!(filtered(By::author().equals_null()).await, "equals(author,null)");
    assert_eq!(filtered(By::id().equals(BooksId::from("7"))).await, "equals(id,'7')");
    assert_eq!(filtered(By::author_id().any([AuthorsId::from("1"), "2".into()])).await, "any(author.id,'1','2')");
}

#[tokio::test]
async fn filters_are_one_expression() -> Outcome {
    let both = By::on_loan().equals(false).and(By::title().starts_with("A").or(By::title().starts_with("B")).negate());
    assert_eq!(
        filtered(both).await,
        "and(equals(onLoan,'false'),not(or(startsWith(title,'A'),startsWith(title,'B'))))"
    );
    // Several `filter` parameters would widen the search.
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, r#"{"data": [], "links": {}}"#)])?;
    let call = client(&server)?.books().get_book_collection().filter(By::sequels().has());
    call.filter_raw("isType(author,poets)").send().await?;
    assert_eq!(percent_decoded(&line(&server)?), "GET /books?filter=and(has(sequels),isType(author,poets))");
    Ok(())
}

#[tokio::test]
async fn a_resource_is_read_and_changed() -> Outcome {
    let body = r#"{"data": {"type": "books", "id": "7", "attributes": {"title": "Emma"}}}"#;
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, body), Reply::empty(204)])?;
    let client = client(&server)?;
    let book = client.books().get_book("7").include([GetBookInclude::Author]).send().await?;
    assert_eq!(book.data.attributes.title.as_deref(), Some("Emma"));
    let changed = client.books().patch_book("7", BooksUpdate::new().title("Emma")).fields_books([BooksField::Title]);
    assert!(changed.send().await?.is_none());
    let seen = server.seen();
    let lines: Vec<&str> = seen.iter().map(|request| request.line.as_str()).collect();
    assert_eq!(lines, ["GET /books/7?include=author", "PATCH /books/7?fields%5Bbooks%5D=title"]);
    let sent: Vec<Value> = seen.iter().filter_map(|request| serde_json::from_slice(&request.body).ok()).collect();
    assert_eq!(sent, [json!({"data": {"type": "books", "id": "7", "attributes": {"title": "Emma"}}})]);
    Ok(())
}

#[tokio::test]
async fn pages_follow_links() -> Outcome {
    let server = Server::start_with(|url| {
        let book = r#"{"type": "books", "id": "1", "attributes": {}}"#;
        let first = format!(r#"{{"data": [{book}], "links": {{"next": "{url}/books?page%5Bnumber%5D=2"}}}}"#);
        let last = format!(r#"{{"data": [{book}], "links": {{}}}}"#);
        [Reply::of(MEDIA_TYPE, 200, first), Reply::of(MEDIA_TYPE, 200, last)]
    })?;
    let mut items = client(&server)?.books().get_book_collection().items();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    Ok(())
}

#[tokio::test]
async fn a_text_that_names_no_family_takes_raw_filters() -> Outcome {
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, r#"{"data": [], "links": {}}"#)])?;
    let shelf = client(&server)?.books().get_shelf().sort([GetShelfSort::Title]).filter_raw("title eq 'Emma'");
    shelf.send().await?;
    assert_eq!(line(&server)?, "GET /shelf?sort=title&filter=title%20eq%20%27Emma%27");
    Ok(())
}

#[tokio::test]
async fn a_status_304_is_told_from_a_new_version() -> Outcome {
    let body = r#"{"data": {"type": "books", "id": "7", "attributes": {"title": "Emma"}}}"#;
    let server = Server::start([
        Reply::of(MEDIA_TYPE, 200, body).header("ETag", "\"1\""),
        Reply::empty(304).header("ETag", "\"1\""),
        Reply::of(MEDIA_TYPE, 200, body).header("ETag", "\"2\""),
        Reply::empty(304),
    ])?;
    let client = client(&server)?;
    let first = client.books().get_book("7").send().await?;
    let etag = first.etag().ok_or("no tag")?.to_owned();
    let call = client.books().get_book("7").if_none_match(&etag);
    let second = call.clone().send_if_changed().await?;
    assert_eq!(second.etag(), Some("\"1\""));
    assert!(second.changed().is_none());
    let third = call.clone().send_if_changed().await?;
    assert_eq!(third.etag(), Some("\"2\""));
    assert_eq!(third.changed().ok_or("not changed")?.data.id.as_str(), "7");
    let error = call.send().await.err().ok_or("there is no value to give")?;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(304));
    let sent: Vec<Option<String>> =
        server.seen().iter().map(|request| request.header("if-none-match").map(str::to_owned)).collect();
    assert_eq!(sent, [None, Some(etag.clone()), Some(etag.clone()), Some(etag)]);
    Ok(())
}

#[tokio::test]
async fn head_takes_the_setters_of_get_and_reads_no_body() -> Outcome {
    let head = || Reply::empty(200).header("ETag", "\"1\"").header("Content-Length", "4096");
    let server = Server::start([head()])?;
    let filter = HeadBookCollectionFilter::title().equals("Emma");
    let response = client(&server)?.books().head_book_collection().filter(filter).send().await?;
    assert_eq!(response.etag(), Some("\"1\""));
    assert_eq!(response.headers().get("content-length").and_then(|value| value.to_str().ok()), Some("4096"));
    assert_eq!(response.into_inner(), ());
    let request = server.seen().pop().ok_or("nothing was sent")?;
    assert_eq!(percent_decoded(&request.line), "HEAD /books?filter=equals(title,'Emma')");
    assert_eq!(request.header("accept"), Some(MEDIA_TYPE));
    Ok(())
}
