//! Links of responses, followed: what is taken of the response, of the caller and of the document.

#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jsonapi_forge_goldens::case_links::books::{CreateBook, GetBook};
use jsonapi_forge_goldens::case_links::resources::book::NewBook;
use jsonapi_forge_goldens::case_links::{Auth, Client, runtime};
use runtime::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};

/// Answers with one book, and keeps what was asked.
#[derive(Clone)]
struct Canned {
    book: &'static str,
    author: Option<&'static str>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut response = HttpResponse::new(format!(r#"{{"data":{}}}"#, self.book).into_bytes().into());
        *response.status_mut() = http::StatusCode::CREATED;
        let author = self.author.map(|author| ("x-author".parse().unwrap(), author.parse().unwrap()));
        response.headers_mut().extend(author.map(|(name, value): (http::HeaderName, _)| (Some(name), value)));
        Box::pin(async move {
            let body = request.body().as_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            let method = request.headers().get("x-method").map(|method| method.to_str().unwrap().to_owned());
            let asked = format!(
                "{} {} {}{}",
                request.method(),
                request.uri().path_and_query().unwrap(),
                body.unwrap_or_default(),
                method.unwrap_or_default()
            );
            self.asked.lock().unwrap().push(asked);
            Ok(response)
        })
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

fn client(book: &'static str, author: Option<&'static str>) -> (Client, Arc<Mutex<Vec<String>>>) {
    let canned = Canned { book, author, asked: Arc::default() };
    let asked = Arc::clone(&canned.asked);
    (Client::builder(Auth::none()).transport(Arc::new(canned)).build().unwrap(), asked)
}

#[tokio::test]
async fn a_link_makes_the_request_that_follows() {
    let book = r#"{"type": "book", "id": "a/b", "attributes": {"author": "7"}}"#;
    let (client, asked) = client(book, Some("12"));
    let created = client.books().create_book(NewBook::new().id("1")).send().await.unwrap();
    let _ = CreateBook::link_self(&client, &created).unwrap().send().await.unwrap();
    let _ = CreateBook::link_author(&client, &created, "east").unwrap().send().await.unwrap();
    let _ = CreateBook::link_rename(&client, &created).unwrap().send().await.unwrap();
    // A request of a link is one like others: what it sets can be set to something else.
    let again = CreateBook::link_all(&client, &created).unwrap().shelf("west").send().await.unwrap();
    assert_eq!(again.data.id.as_str(), "a/b");
    assert_eq!(
        asked.lock().unwrap().as_slice(),
        [
            r#"POST /books {"data":{"type":"book","id":"1","attributes":{}}}"#,
            "GET /books/a%2Fb ",
            "GET /shelves/east/authors/12?kind=person&sizes=1,2&note=status%20201%20of%20a%2Fb POST",
            r#"PUT /authors/7/name {"name":"Ada"}"#,
            r#"POST /books?shelf=west {"data":{"type":"book","id":"a/b","attributes":{"author":"7"}}}"#,
        ]
    );
}

#[tokio::test]
async fn there_is_no_request_without_its_values() {
    let (client, _) = client(r#"{"type": "book", "id": "1", "attributes": {"author": null}}"#, None);
    let created = client.books().create_book(NewBook::new().id("1")).send().await.unwrap();
    assert!(CreateBook::link_author(&client, &created, "east").is_none());
    assert!(CreateBook::link_rename(&client, &created).is_none());
    assert!(CreateBook::link_self(&client, &created).is_some());
}

#[tokio::test]
async fn what_the_response_does_not_have_is_given_again() {
    let (client, asked) = client(r#"{"type": "book", "id": "1"}"#, None);
    let book = client.books().get_book("1").send().await.unwrap();
    let _ = GetBook::link_again(&client, &book, "2").unwrap().send().await.unwrap();
    assert_eq!(asked.lock().unwrap().as_slice(), ["GET /books/1 ", "GET /books/2 "]);
}
