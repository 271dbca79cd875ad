//! Two clients in one program, of services that know nothing of each other: they share the runtime, and with it the
//! transport, hooks, stores of tokens, errors and times.

#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

use std::future::ready;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use jsonapi_forge_goldens::case_attributes::{self, resources::book::Book};
use jsonapi_forge_runtime::jiff::{SignedDuration, Timestamp};
use jsonapi_forge_runtime::{
    Attempt, Auth, BoxFuture, CredentialError, Error, Hook, HttpRequest, HttpResponse, OAuth, OAuthTokens, Response,
    TokenStore, Transport, TransportError,
};
use klaviyo_api::resources::profile::Profile;
use klaviyo_api::{DateTime, Document, Resource};

/// Answers for both services, and keeps which host was asked for what, with which credentials.
#[derive(Default)]
struct Network(Mutex<Vec<String>>);

impl Transport for Network {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let host = request.uri().host().unwrap_or_default();
        let key = request.headers().get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let secret = if request.uri().path() == "/token" { "" } else { key };
        self.0.lock().unwrap().push(format!("{host}{} {secret}", request.uri().path()));
        let body = match (host, request.uri().path()) {
            (_, "/token") => format!(r#"{{ "access_token": "of {host}", "refresh_token": "r", "expires_in": 3600 }}"#),
            ("a.klaviyo.com", "/api/profiles/1") => {
                r#"{ "data": { "type": "profile", "id": "1", "attributes": { "created": "2026-07-15T00:00:00Z" } } }"#
                    .to_owned()
            }
            ("library.example", "/books/1") => {
                r#"{ "data": { "type": "book", "id": "1", "attributes": { "added_at": "2022-10-17T00:00:00Z" } } }"#
                    .to_owned()
            }
            _ => String::new(),
        };
        let mut response = HttpResponse::new(body.clone().into());
        *response.status_mut() = if body.is_empty() { StatusCode::NOT_FOUND } else { StatusCode::OK };
        Box::pin(ready(Ok(response)))
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// Counts the responses of both.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicUsize>);

impl Hook for Counter {
    fn after_response(&self, _attempt: Attempt, _status: StatusCode, _headers: &HeaderMap) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Keeps the tokens of both.
#[derive(Clone, Default)]
struct Store(Arc<Mutex<Vec<String>>>);

impl TokenStore for Store {
    fn save<'a>(&'a self, tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
        self.0.lock().unwrap().push(tokens.access_token().to_owned());
        Box::pin(ready(Ok(())))
    }
}

/// Credentials whose access token is over, for the service of a host.
fn credentials(host: &str, store: &Store) -> Auth {
    let tokens = OAuthTokens::new("old", "refresh").expires_at(Timestamp::now() - SignedDuration::from_secs(60));
    Auth::oauth(OAuth::new("app", "secret", format!("https://{host}/token"), tokens).store(store.clone()))
}

/// Tells what was not found, whichever service does not have it.
fn missing<T>(result: Result<Response<T>, Error>) -> Option<StatusCode> {
    match result {
        Err(Error::Api(answer)) => Some(answer.status),
        _ => None,
    }
}

#[tokio::test]
async fn two_clients_share_what_the_runtime_has() -> Result<(), Error> {
    let (network, counter, store) = (Arc::new(Network::default()), Counter::default(), Store::default());
    let klaviyo = klaviyo_api::Client::builder(credentials("a.klaviyo.com", &store).into())
        .transport(Arc::clone(&network) as Arc<dyn Transport>)
        .hook(counter.clone())
        .build()?;
    let library = case_attributes::Client::builder(credentials("library.example", &store).into())
        .base_url("https://library.example")
        .transport(Arc::clone(&network) as Arc<dyn Transport>)
        .hook(counter.clone())
        .build()?;

    let profile: Response<Document<Resource<Profile>>> = klaviyo.profiles().get_profile("1").send().await?;
    let book: Response<Document<Resource<Book>>> = library.books().get_book("1").send().await?;
    let times: Vec<Option<DateTime>> =
        vec![profile.data.attributes.created.clone(), book.data.attributes.added_at.clone()];
    let times: Vec<String> = times.into_iter().flatten().map(|time| time.to_string()).collect();
    assert_eq!(times, ["2026-07-15T00:00:00Z", "2022-10-17T00:00:00Z"]);

    let missed = [
        missing(klaviyo.profiles().get_profile("2").send().await),
        missing(library.books().get_book("2").send().await),
    ];
    assert_eq!(missed, [Some(StatusCode::NOT_FOUND); 2]);
    assert_eq!(counter.0.load(Ordering::Relaxed), 4);
    assert_eq!(*store.0.lock().unwrap(), ["of a.klaviyo.com", "of library.example"]);
    // No key of the one reaches the other.
    assert_eq!(
        *network.0.lock().unwrap(),
        [
            "a.klaviyo.com/token ",
            "a.klaviyo.com/api/profiles/1 Bearer of a.klaviyo.com",
            "library.example/token ",
            "library.example/books/1 Bearer of library.example",
            "a.klaviyo.com/api/profiles/2 Bearer of a.klaviyo.com",
            "library.example/books/2 Bearer of library.example",
        ]
    );
    Ok(())
}
