//! Parts of responses that are asked for by constants: bodies of errors, and header fields.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that panics is a test that fails")]

use std::sync::Arc;
use std::time::Duration;

use jsonapi_forge_goldens::case_response_parts::books::{CreateBook, CreateBookErrorReason, CreateBookResponseXState};
use jsonapi_forge_goldens::case_response_parts::resources::book::{Book, NewBook};
use jsonapi_forge_goldens::case_response_parts::{Auth, Client, runtime};
use runtime::{BoxFuture, Document, Error, HttpRequest, HttpResponse, Resource, Response, Transport, TransportError};

/// Answers with a status, header fields and a body.
struct Canned(u16, &'static [(&'static str, &'static str)], &'static str);

impl Transport for Canned {
    fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut response = HttpResponse::new(self.2.into());
        *response.status_mut() = http::StatusCode::from_u16(self.0).unwrap();
        for (name, value) in self.1 {
            response.headers_mut().append(*name, value.parse().unwrap());
        }
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

async fn create(answer: Canned) -> Result<Response<Document<Resource<Book>>>, Error> {
    let client = Client::builder(Auth::none()).transport(Arc::new(answer)).retry(runtime::RetryPolicy::none());
    client.build().unwrap().books().create_book(NewBook::new("Emma")).send().await
}

async fn failed(status: u16, body: &'static str) -> Error {
    create(Canned(status, &[("retry-after", "7")], body)).await.unwrap_err()
}

#[tokio::test]
async fn an_error_has_the_body_of_its_status() {
    let lent = r#"{"type": "about:blank", "reason": "lent"}"#;
    let error = failed(409, r#"{"book": "1", "copies": 3}"#).await;
    let conflict = error.body(CreateBook::BODY_409).unwrap();
    assert_eq!((conflict.book.as_deref(), conflict.copies), (Some("1"), Some(3)));
    assert!(error.body(CreateBook::BODY_4XX).is_none() && error.body(CreateBook::BODY_OTHER).is_none());
    let error = failed(404, lent).await;
    assert_eq!(error.body(CreateBook::BODY_4XX).unwrap().reason, Some(CreateBookErrorReason::Lent));
    assert_eq!(error.api().unwrap().header(CreateBook::HEADER_RETRY_AFTER), Some(7));
    assert!(error.body(CreateBook::BODY_409).is_none() && error.body(CreateBook::BODY_OTHER).is_none());
    let error = failed(500, lent).await;
    assert!(error.body(CreateBook::BODY_OTHER).is_some() && error.body(CreateBook::BODY_4XX).is_none());
    // Others than the described ones say nothing.
    assert!(failed(503, lent).await.body(CreateBook::BODY_OTHER).is_none());
    assert!(failed(422, lent).await.body(CreateBook::BODY_4XX).is_none());
    assert!(failed(404, "<html>").await.body(CreateBook::BODY_4XX).is_none());
    assert_eq!(failed(409, r#"{"book": 1}"#).await.body(CreateBook::BODY_409).unwrap().copies, None);
}

#[tokio::test]
async fn errors_have_the_meta_that_is_described() {
    let body = r#"{"errors": [{"meta": {"limit": 80, "field": "title"}}, {"meta": {"limit": "80"}}, {"meta": 1}, {}]}"#;
    let error = failed(422, body).await;
    let metas = error.metas(CreateBook::ERROR_META_422);
    let limits: Vec<Option<i64>> = metas.iter().map(|meta| meta.as_ref()?.limit).collect();
    assert_eq!(limits, [Some(80), None, None, None]);
    assert!(metas[1].is_some() && metas[2].is_none() && metas[3].is_none());
    let found = error.api().unwrap().mismatches(CreateBook::ERROR_META_422);
    let found: Vec<&str> = found.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(found, ["/errors/1/meta/limit", "/errors/2/meta"]);
    let other = failed(404, body).await;
    assert!(other.metas(CreateBook::ERROR_META_422).is_empty());
    assert!(other.api().unwrap().mismatches(CreateBook::ERROR_META_422).is_empty());
}

#[tokio::test]
async fn header_fields_are_of_their_types() {
    let body = r#"{"data": {"type": "book", "id": "1", "attributes": {"title": "Emma"}}}"#;
    let fields = &[
        ("location", "/books/1"),
        ("etag", "\"1\""),
        ("x-calls-left", " 12"),
        ("x-shelves", "1, 2"),
        ("x-shelves", "3"),
        ("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT"),
        ("set-cookie", "b=2"),
        ("x-names", r#""Austen, Jane", Bell"#),
        ("x-names", r#"</x?ids=1,2>; rel="next", Emma"#),
        ("x-state", "closed"),
        ("x-cached", "true"),
        ("x-trace", r#"{"id": "t"}"#),
        ("x-origin", "id,here"),
    ];
    let response = create(Canned(201, fields, body)).await.unwrap();
    assert_eq!(response.header(CreateBook::HEADER_LOCATION).as_deref(), Some("/books/1"));
    assert_eq!(response.header(CreateBook::HEADER_ETAG).as_deref(), Some("\"1\""));
    assert_eq!(response.header(CreateBook::HEADER_CONTENT_LOCATION), None);
    assert_eq!(response.header(CreateBook::HEADER_X_CALLS_LEFT), Some(12));
    assert_eq!(response.header(CreateBook::HEADER_X_SHELVES), Some(vec![1, 2, 3]));
    let cookies = ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"].map(str::to_owned).to_vec();
    assert_eq!(response.header(CreateBook::HEADER_SET_COOKIE), Some(cookies));
    let names = [r#""Austen, Jane""#, "Bell", r#"</x?ids=1,2>; rel="next""#, "Emma"].map(str::to_owned).to_vec();
    assert_eq!(response.header(CreateBook::HEADER_X_NAMES), Some(names));
    assert_eq!(response.header(CreateBook::HEADER_X_STATE), Some(CreateBookResponseXState::Closed));
    assert_eq!(response.header(CreateBook::HEADER_X_CACHED), Some(true));
    assert_eq!(response.header(CreateBook::HEADER_X_TRACE).unwrap().id.as_deref(), Some("t"));
    assert_eq!(response.header(CreateBook::HEADER_X_ORIGIN).as_deref(), Some("id,here"));
    let other = create(Canned(201, &[("x-calls-left", "many"), ("x-trace", "{")], body)).await.unwrap();
    assert_eq!(other.header(CreateBook::HEADER_X_CALLS_LEFT), None);
    assert!(other.header(CreateBook::HEADER_X_TRACE).is_none());
}

/// The example in the documentation of `ErrorBody`.
#[tokio::test]
async fn a_body_is_asked_for_by_its_constant() {
    let error = failed(409, r#"{"book": "Emma", "copies": 3}"#).await;
    if let Some(problem) = error.body(CreateBook::BODY_409) {
        println!("{:?}", problem.copies);
    }
    assert!(error.body(CreateBook::BODY_409).is_some());
    let created = Canned(201, &[("x-calls-left", "7")], r#"{"data": {"type": "book", "id": "1", "attributes": {}}}"#);
    let response = create(created).await.unwrap();
    let left: Option<i64> = response.header(CreateBook::HEADER_X_CALLS_LEFT);
    assert_eq!(left, Some(7));
}
