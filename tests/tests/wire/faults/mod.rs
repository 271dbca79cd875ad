//! The fault matrix: everything that a network, a proxy or a service in trouble does to a client. For each
//! cell, what the caller gets, how many requests the server saw, that no secret left, and that no item of a
//! stream was lost or came twice.

mod bodies;
mod clocks;
mod connections;
mod statuses;
mod streams;
mod tls;

use std::error::Error as StdError;
use std::iter;
use std::time::Duration;

use klaviyo_api::mock::{Answer, MockServer, Route, Sample};
use klaviyo_api::resources::catalog_item::CatalogItem;
use klaviyo_api::runtime::jiff::{SignedDuration, Timestamp};
use klaviyo_api::runtime::{Attempts, Failure, GaveUp, OAuth, OAuthTokens, RetryPolicy};
use klaviyo_api::{Auth, Client, ClientBuilder, Error, catalogs};
use serde_json::json;

use crate::KEY;

/// Waits that no test has to wait for.
const RETRY: RetryPolicy = RetryPolicy::none().attempts(4).backoff(Duration::from_millis(1), Duration::from_millis(5));

/// How long an attempt takes that hangs.
const PATIENCE: Duration = Duration::from_millis(100);

/// Longer than any test.
const FOREVER: Duration = Duration::from_secs(600);

type Items = Route<catalogs::GetCatalogItems>;

/// A builder of a client that has the secret, and tries again without waiting long. How calls are paced is a
/// matter of its own.
fn builder(base_url: &str) -> ClientBuilder {
    Client::builder(Auth::private_key(KEY)).base_url(base_url).retry(RETRY).pacing(false)
}

/// A builder of a client whose access token can be renewed at the server.
fn oauth(server: &MockServer, access_token: &str, lasts: SignedDuration) -> ClientBuilder {
    let tokens = OAuthTokens::new(access_token, KEY).expires_at(Timestamp::now() + lasts);
    let oauth = OAuth::new("app", KEY, format!("{}/oauth/token", server.base_url()), tokens);
    Client::builder(Auth::oauth(oauth)).base_url(server.base_url()).retry(RETRY).pacing(false)
}

/// What the token endpoint answers.
fn renewed(access_token: &str) -> Answer {
    let tokens = json!({ "access_token": access_token, "token_type": "bearer", "expires_in": 3600 });
    Answer::of("application/json", 200, tokens.to_string())
}

/// A server, the operation of it that lists items, and a client.
fn start() -> Result<(MockServer, Items, Client), Box<dyn StdError>> {
    let server = MockServer::start()?;
    let client = builder(server.base_url()).build()?;
    let items = server.catalogs().get_catalog_items();
    Ok((server, items, client))
}

/// So many resources that are nothing but an id.
fn samples(count: usize) -> impl Iterator<Item = Sample<CatalogItem>> {
    (1..=count).map(|number| Sample::new(number.to_string()))
}

/// The ids of all items of a stream, and how it ended.
async fn drain(client: &Client) -> (Vec<String>, Option<Error>) {
    let mut items = client.catalogs().get_catalog_items().items();
    let mut ids = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(item)) => ids.push(item.id.to_string()),
            Ok(None) => return (ids, None),
            Err(error) => return (ids, Some(error)),
        }
    }
}

/// Asserts that the ids are `1`, `2` and so on: none is lost, none came twice, all are in order.
#[track_caller]
fn assert_all(ids: &[String], count: usize) {
    let expected: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
    assert!(ids == expected, "{} items: {ids:?}", ids.len());
}

/// Asserts that neither the error nor its causes show the secret.
#[track_caller]
fn assert_silent(error: &Error) {
    let causes = iter::successors(Some(error as &dyn StdError), |error: &&dyn StdError| (*error).source());
    for cause in causes {
        let shown = format!("{cause} {cause:?} {cause:#?}");
        assert!(!shown.contains(KEY), "{shown}");
    }
}

/// How often a call was tried, how the attempts before the last one failed, and why there were no more.
fn story(error: &Error) -> (u32, Vec<Failure>, Option<GaveUp>) {
    let attempts = error.attempts().cloned().unwrap_or_default();
    let failed = attempts.failed().iter().map(|attempt| attempt.failure).collect();
    (attempts.count(), failed, attempts.gave_up())
}

/// How often a call was tried.
fn count(error: &Error) -> u32 {
    error.attempts().map_or(0, Attempts::count)
}
