//! Where requests go: the described servers, those of single operations, and what stands in front of them.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jsonapi_forge_goldens::case_servers::runtime::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
use jsonapi_forge_goldens::case_servers::servers::{RegionLibraryExampleVersion, RegionLibraryExampleVersionRegion};
use jsonapi_forge_goldens::case_servers::{Auth, Client, Error, servers};
use jsonapi_forge_tests::server::{Reply, Server};

use crate::Outcome;

/// A transport that notes where requests go.
#[derive(Default)]
struct Addresses(Mutex<Vec<String>>);

impl Transport for Addresses {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let key = request.headers().get("x-key").map_or("", |key| key.to_str().unwrap_or_default());
        let line = format!("{} {} {key}", request.method(), request.uri());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        Box::pin(std::future::ready(Ok(HttpResponse::new(r#"{"data": []}"#.into()))))
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

async fn addresses(base_url: Option<String>) -> Result<Vec<String>, Box<dyn StdError>> {
    let transport = Arc::new(Addresses::default());
    let builder = Client::builder(Auth::key("k")).transport(Arc::clone(&transport) as Arc<dyn Transport>);
    let client = match base_url {
        Some(base_url) => builder.base_url(base_url).build()?,
        None => builder.build()?,
    };
    client.books().list_books().send().await?;
    client.books().list_covers().send().await?;
    client.books().add_cover().send().await?;
    client.books().list_old_books().send().await?;
    let addresses = transport.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(addresses)
}

#[tokio::test]
async fn operations_go_to_their_servers() -> Outcome {
    let expected = [
        "GET https://eu.library.example/v1/books k",
        "GET https://covers.library.example/covers k",
        "POST https://upload.library.example/covers/covers k",
        "GET https://eu.library.example/v0/old-books k",
    ];
    assert_eq!(addresses(None).await?, expected);
    let sandbox = addresses(Some(servers::SANDBOX.to_owned())).await?;
    assert_eq!(sandbox.first().map(String::as_str), Some("GET https://sandbox.library.example/v1/books k"));
    assert_eq!(
        sandbox.get(1..),
        expected.get(1..).map(|rest| rest.iter().map(|&one| one.to_owned()).collect::<Vec<_>>()).as_deref()
    );
    Ok(())
}

#[tokio::test]
async fn another_base_url_takes_everything() -> Outcome {
    let addresses = addresses(Some("http://127.0.0.1:9/test".to_owned())).await?;
    let all_there = addresses.iter().all(|line| line.contains(" http://127.0.0.1:9/test/"));
    assert!(all_there && addresses.len() == 4, "{addresses:?}");
    Ok(())
}

#[test]
fn variables_have_their_values() {
    assert_eq!(RegionLibraryExampleVersion::new().url(), "https://eu.library.example/v1");
    let server = RegionLibraryExampleVersion::new().region(RegionLibraryExampleVersionRegion::Us).version("v2");
    assert_eq!(String::from(server), "https://us.library.example/v2");
    let server = RegionLibraryExampleVersion::new().region(RegionLibraryExampleVersionRegion::Unknown("jp".to_owned()));
    assert_eq!(server.url(), "https://jp.library.example/v1");
}

#[tokio::test]
async fn a_gateway_takes_the_links_of_what_stands_behind_it() -> Outcome {
    let page = |next: &str| {
        let body = format!(r#"{{"data": [{{"type": "book", "id": "1"}}], "links": {{"next": {next}}}}}"#);
        Reply::of("application/vnd.api+json", 200, body)
    };
    let replies = || [page(r#""https://eu.library.example/v1/books?page=2""#), page("null")];
    let server = Server::start(replies())?;
    let base_url = format!("{}/through", server.url());
    let client = Client::builder(Auth::key("k")).base_url(&base_url).gateway(true).build()?;
    let mut pages = client.books().list_books().pages();
    while pages.try_next().await?.is_some() {}
    let lines: Vec<String> = server.seen().into_iter().map(|request| request.line).collect();
    assert_eq!(lines, ["GET /through/books", "GET /through/books?page=2"]);

    let server = Server::start(replies())?;
    let client = Client::builder(Auth::key("k")).base_url(server.url()).build()?;
    let mut pages = client.books().list_books().pages();
    assert!(pages.try_next().await?.is_some());
    assert!(matches!(pages.try_next().await, Err(Error::Pagination { .. })));
    Ok(())
}
