//! Clients of golden cases over sockets: what is sent, key for key, and what is made of what comes back.

mod addresses;
mod atomic;
mod batches;
mod credentials;
mod emitters;
mod emitters_31;
mod families;
mod forms;
mod forms_31;
mod free_form;
mod identifiers;
mod inheritance;
mod lacking;
mod linkage;
mod outcomes;
mod pages;
mod parameters;
mod queries;
mod relationships;
mod reports;
mod servers;
mod services;
mod slips;
mod streams;
mod untold;
mod wholes;
mod writes;

use std::error::Error as StdError;

use jsonapi_forge_tests::server::{Request, Server};
use serde_json::Value;

/// What a test gives.
type Outcome = Result<(), Box<dyn StdError>>;

/// The one request that was sent.
fn only(server: &Server) -> Result<Request, String> {
    match server.seen().as_slice() {
        [request] => Ok(request.clone()),
        other => Err(format!("{} requests, not one: {other:?}", other.len())),
    }
}

/// The body of the last request that was sent.
fn body(server: &Server) -> Result<Value, Box<dyn StdError>> {
    let last = server.seen().pop().ok_or("nothing was sent")?;
    Ok(serde_json::from_slice(&last.body)?)
}
