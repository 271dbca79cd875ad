//! The way of a call to the service and back: attempts, and what follows from how they end.

use std::time::Duration;

use super::api_error::ApiError;
use super::attempts::{Attempts, Failure, GaveUp};
use super::client::Shared;
use super::deadline::Deadline;
use super::error::Error;
use super::incoming::Incoming;
use super::request::Request;
use super::response::RawResponse;
use super::retry::{Repeat, repeat};
use super::transport::{TransportError, TransportErrorKind};

/// Sends a request until it succeeds or there is no use in trying again.
pub(super) async fn send(client: &Shared, request: &Request) -> Result<RawResponse, Error> {
    let deadline = Deadline::new(&client.transport, request.settings.timeout);
    let mut attempts = Attempts::new(request.info().id);
    loop {
        attempts.begin();
        let error = match attempt(client, request, &deadline).await {
            Ok(mut response) => {
                client.budget.succeed(&attempts);
                response.attempts = attempts;
                return Ok(response);
            }
            Err(error) => error,
        };
        match next(client, request, &deadline, &attempts, &error) {
            Ok((failure, wait)) => {
                attempts.fail(failure, wait);
                client.transport.sleep(wait).await;
            }
            Err(reason) => {
                attempts.give_up(reason);
                return Err(error.after(attempts));
            }
        }
    }
}

/// Sends a request once. This is the only place that calls the transport.
async fn attempt(client: &Shared, request: &Request, deadline: &Deadline) -> Result<RawResponse, Error> {
    let message = request.build()?;
    let mut timer = deadline.timer(request.settings.attempt_timeout);
    let response = timer.limit(client.transport.send(message)).await;
    let response = response
        .map_err(|limit| TransportError::new(TransportErrorKind::Timeout, format!("nothing came within {limit:?}")))?;
    let (parts, body) = response?.into_parts();
    let method = request.method.as_http();
    let incoming = Incoming::new(body, &method, parts.status, &parts.headers, client.max_response);
    let (body, incomplete) = incoming.read(&mut timer).await;
    if !parts.status.is_success() {
        return Err(ApiError::new(parts.status, parts.headers, body, incomplete).into());
    }
    if let Some(reason) = incomplete {
        let reason = Box::new(reason);
        return Err(Error::Incomplete { reason, status: parts.status, raw: body, attempts: Box::default() });
    }
    Ok(RawResponse {
        status: parts.status,
        headers: parts.headers,
        body,
        decoding: client.decoding,
        expectation: request.expectation(),
        attempts: Attempts::default(),
    })
}

/// What failed and how long to wait for another attempt; or, when there is none, why not, where another
/// one might have helped.
fn next(
    client: &Shared,
    request: &Request,
    deadline: &Deadline,
    attempts: &Attempts,
    error: &Error,
) -> Result<(Failure, Duration), Option<GaveUp>> {
    let failure = Failure::of(error).ok_or(None)?;
    match repeat(failure) {
        Repeat::Any => {}
        Repeat::Idempotent if request.method.is_idempotent() || request.settings.retry_unsafe => {}
        Repeat::Idempotent => return Err(Some(GaveUp::NotIdempotent)),
        Repeat::None => return Err(None),
    }
    if !request.can_be_sent() {
        return Err(Some(GaveUp::Body));
    }
    let retry_after = error.api().and_then(|error| error.retry_after);
    let wait = request.settings.retry.wait(attempts, retry_after)?;
    if wait >= deadline.left() {
        return Err(Some(GaveUp::Deadline));
    }
    if !client.budget.take(failure) {
        return Err(Some(GaveUp::Budget));
    }
    Ok((failure, wait))
}
