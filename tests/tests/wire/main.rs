//! The vendored clients against a real socket: a call goes in and the exact request comes out; a
//! canned response goes in and its values come out.

mod authentication;
mod dialect;
mod documents;
mod errors;
mod failures;
mod faults;
mod gallery;
mod jobs;
mod layers;
mod mock;
mod pages;
mod processing;
mod program;
mod reads;
mod testing;
mod tolerance;
mod writes;

/// The client as the program of `tests/bench/program` calls it.
extern crate klaviyo_api as klaviyo;

use std::error::Error as StdError;
use std::fmt::Debug;

use jsonapi_forge_tests::server::{Reply, Request, Server};
use klaviyo_api::{Auth, Client, RetryPolicy};
use serde_json::Value;

/// The secret that must never be seen.
const KEY: &str = "pk_do_not_show_me";

type Outcome = Result<(), Box<dyn StdError>>;

/// A server with these replies, and a client of it.
fn start(replies: impl IntoIterator<Item = Reply>) -> Result<(Server, Client), Box<dyn StdError>> {
    let server = Server::start(replies)?;
    let client = client(&server)?;
    Ok((server, client))
}

/// A client that asks nothing twice.
fn client(server: &Server) -> Result<Client, klaviyo_api::Error> {
    Client::builder(Auth::private_key(KEY)).base_url(server.url()).retry(RetryPolicy::none()).build()
}

/// The one request that was sent.
fn only(server: &Server) -> Result<Request, String> {
    match server.seen().as_slice() {
        [request] => Ok(request.clone()),
        other => Err(format!("{} requests, not one: {other:?}", other.len())),
    }
}

/// Asserts that exactly one request was sent: this one, with the headers of a read.
fn assert_read(server: &Server, line: &str) -> Outcome {
    let head = format!(
        "{line}\naccept: application/vnd.api+json\nauthorization: Klaviyo-API-Key {KEY}\n\
         revision: 2026-07-15\nuser-agent: klaviyo-api/0.1.0"
    );
    let request = only(server)?;
    assert_eq!(request.head(), head);
    assert_eq!(request.text(), "");
    Ok(())
}

/// Asserts that exactly one request was sent: this one, with the headers of a write and this body.
fn assert_written(server: &Server, line: &str, accept: &str, body: &Value) -> Outcome {
    let head = format!(
        "{line}\naccept: {accept}\nauthorization: Klaviyo-API-Key {KEY}\n\
         content-type: application/vnd.api+json\nrevision: 2026-07-15\nuser-agent: klaviyo-api/0.1.0"
    );
    let request = only(server)?;
    assert_eq!(request.head(), head);
    assert_eq!(&serde_json::from_slice::<Value>(&request.body)?, body);
    Ok(())
}

/// The error of a call that must fail.
fn failed<T: Debug, E>(result: Result<T, E>) -> Result<E, String> {
    match result {
        Ok(value) => Err(format!("did not fail: {value:?}")),
        Err(error) => Ok(error),
    }
}
