//! The transport that the documentation shows, at work.

use std::sync::Arc;
use std::time::Duration;

use jsonapi_forge_runtime::vendor::SOURCES;

use crate::client::runtime::{
    Auth, BoxFuture, Client, HttpRequest, HttpResponse, Method, Transport, TransportError, TransportErrorKind,
};

struct Canned(&'static str);

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let sent = body.into_bytes().await;
            let sent = sent.map_err(|error| TransportError::new(TransportErrorKind::Body, error.to_string()))?;
            println!("{} {} with {} bytes", head.method, head.uri, sent.len());
            Ok(HttpResponse::new(self.0.into()))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test]
async fn the_documented_transport_works() {
    let client = Client::builder(Auth::none()).transport(Arc::new(Canned("[1]"))).build().unwrap();
    let response = client.request(Method::Post, "/").json(1).send().await.unwrap();
    assert_eq!(response.json().unwrap()[0], 1);
    client.request(Method::Post, "/").timeout(Duration::from_secs(9)).send().await.unwrap();
}

#[test]
fn the_documented_transport_is_the_one_that_works() {
    let source = SOURCES.iter().find(|source| source.path == "transport/mod.rs").unwrap();
    let (_, rest) = source.text.split_once("/// ```rust,ignore\n").unwrap();
    let (example, _) = rest.split_once("/// ```\n").unwrap();
    let lines = example.lines().map(|line| line.trim_start_matches("///").strip_prefix(' ').unwrap_or_default());
    let example: String = lines.map(|line| format!("{line}\n")).collect();
    assert!(example.lines().count() <= 20);
    assert!(include_str!("transports.rs").contains(&example), "{example}");
}
