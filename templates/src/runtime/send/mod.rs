//! The way of a call to the service and back: pacing, credentials, attempts, and what follows from how
//! they end.

pub(crate) mod budget;
pub(crate) mod hook;
pub(crate) mod retry;
#[cfg(feature = "tracing")]
pub(crate) mod traced;
#[cfg(not(feature = "tracing"))]
pub(crate) mod untraced;

#[cfg(feature = "tracing")]
use self::traced as trace;
#[cfg(not(feature = "tracing"))]
use self::untraced as trace;

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use http::response::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};

use self::hook::Attempt;
use self::retry::{Repeat, repeat};
use self::trace::Span;
use super::auth::credential::Credential;
use super::auth::secret::Carriers;
use super::client::Shared;
use super::error::Error;
use super::error::api_error::{ApiError, Echo};
use super::error::attempts::{Attempts, Failure, GaveUp};
use super::rate_limit::limiter::Permit;
use super::request::Request;
use super::response::RawResponse;
use super::response::download::Download;
use super::transport::deadline::{Deadline, Timer};
use super::transport::incoming::{Incoming, announced, has_no_body};
use super::transport::request_body::RequestBody;
use super::transport::{HttpRequest, TransportError, TransportErrorKind, WholeResponse};

/// The part of a response that is waited for.
#[derive(Clone, Copy)]
enum Extent {
    Whole,
    Head,
}

/// A successful response, as far as it was waited for.
struct Arrived {
    parts: Parts,
    /// What came of the body.
    bytes: Bytes,
    /// What is still to come.
    rest: Incoming,
    /// What the response must not be printed with, where all of it came.
    carriers: Option<Carriers>,
}

/// Sends a request, and reads its response.
pub(crate) async fn send(client: &Shared, request: &Request) -> Result<RawResponse, Error> {
    let (arrived, attempts) = persist(client, request, Extent::Whole).await?;
    Ok(RawResponse { carriers: arrived.carriers, ..succeeded(client, request, arrived.parts, arrived.bytes, attempts) })
}

/// Reads the response to a request that was sent by other means.
pub(crate) fn receive(client: &Shared, request: &Request, response: WholeResponse) -> Result<RawResponse, Error> {
    let attempts = Attempts::new(request.info().id, request.method, request.shown_path());
    let (parts, bytes) = response.into_parts();
    if parts.status.is_success() {
        return Ok(succeeded(client, request, parts, bytes, attempts));
    }
    let error = ApiError::new(parts.status, parts.headers, bytes, None);
    let error =
        ApiError { batch: request.batch, echo: Echo::Unknown, ..error }.with_request(&Carriers::of(&request.build()?));
    Err(Error::from(error).after(attempts))
}

/// Returns a successful response with what its request says of it.
fn succeeded(client: &Shared, request: &Request, parts: Parts, body: Bytes, attempts: Attempts) -> RawResponse {
    RawResponse {
        status: parts.status,
        headers: parts.headers,
        body,
        has_no_body: has_no_body(&request.method.as_http(), parts.status),
        decoding: client.decoding,
        expectation: request.expectation(),
        successes: &request.info().successes,
        attempts,
        batch: request.batch,
        carriers: None,
    }
}

/// Sends a request, and leaves the body of its response to be read.
pub(crate) async fn open(client: &Shared, request: &Request) -> Result<Download, Error> {
    let (arrived, attempts) = persist(client, request, Extent::Head).await?;
    Ok(Download::new(arrived.parts.status, arrived.parts.headers, arrived.rest, attempts))
}

/// Sends a request until it succeeds or there is no use in trying again.
async fn persist(client: &Shared, request: &Request, extent: Extent) -> Result<(Arrived, Attempts), Error> {
    let attempts = || Attempts::new(request.info().id, request.method, request.shown_path());
    client.transport.ready().map_err(|error| Error::from(error).after(attempts()))?;
    let span = trace::call(request.info().id);
    let deadline = Deadline::new(&client.transport, request.settings.timeout);
    let idempotency = idempotency(client, request);
    let call = Call { client, request, extent, deadline, idempotency };
    let result = span.around(call.run(attempts(), &span)).await;
    result.inspect_err(|error| span.fails(error))
}

/// The progress of a call.
struct Progress {
    attempts: Attempts,
    /// Once per call: credentials that are refused twice are no good.
    may_renew: bool,
    /// Its number in the queue of its operation.
    place: Option<u64>,
}

/// A call under way.
struct Call<'c> {
    client: &'c Shared,
    request: &'c Request,
    extent: Extent,
    deadline: Deadline,
    /// The header by which the service knows a repeated request, and its value for this call.
    idempotency: Option<(HeaderName, HeaderValue)>,
}

impl Call<'_> {
    async fn run(&self, attempts: Attempts, span: &Span) -> Result<(Arrived, Attempts), Error> {
        let mut progress = Progress { attempts, may_renew: true, place: None };
        loop {
            let error = match self.attempt(&mut progress).await {
                Ok(arrived) => {
                    self.client.budget.succeed(&progress.attempts);
                    return Ok((arrived, progress.attempts));
                }
                Err(error) => error,
            };
            match self.next(&progress.attempts, &error) {
                Ok((failure, wait)) => {
                    span.retries(failure, wait);
                    progress.attempts.fail(failure, wait);
                    self.client.transport.sleep(wait).await;
                }
                Err(reason) => {
                    progress.attempts.give_up(reason);
                    return Err(error.after(progress.attempts));
                }
            }
        }
    }

    /// Sends a request once, and once more when its credentials are refused and there are others.
    async fn attempt(&self, progress: &mut Progress) -> Result<Arrived, Error> {
        let Progress { attempts, may_renew, place } = progress;
        loop {
            let permit = self.pace(*place).await?;
            *place = permit.as_ref().map(Permit::number);
            attempts.begin();
            let mut timer = self.deadline.timer(self.request.settings.attempt_timeout);
            let mut message = self.request.build()?;
            if let Some((name, value)) = &self.idempotency {
                // What the caller set for this call stands.
                message.headers_mut().entry(name).or_insert_with(|| value.clone());
            }
            let attempt = Attempt { operation: attempts.operation(), number: attempts.count() };
            let span = trace::attempt(attempt.number);
            span.within(|| self.client.hooks.iter().for_each(|hook| hook.before_send(attempt, &mut message)));
            self.check_origin(message.uri())?;
            let credential = self.authorize(&mut message, &mut timer).await?;
            span.sends(&message, self.request.info().path);
            let result = span.around(self.exchange_and_follow(message, attempt, permit, &span, &mut timer)).await;
            let error = match result {
                Ok(arrived) => return Ok(arrived),
                Err(error) => error,
            };
            span.fails(&error);
            match credential {
                Some(credential) if *may_renew && is_refused(&error) => {
                    *may_renew = false;
                    // Also where this request cannot be sent again: the next one needs them.
                    if !self.renew(&credential).await? || !self.request.can_be_sent() {
                        return Err(error);
                    }
                    attempts.fail(Failure::Status(StatusCode::UNAUTHORIZED), Duration::ZERO);
                }
                _ => return Err(error),
            }
        }
    }

    /// Waits until the rate limit allows an attempt. One that is repeated has the place that it had.
    async fn pace(&self, place: Option<u64>) -> Result<Option<Permit>, Error> {
        let info = self.request.info();
        if !self.request.settings.pacing {
            return Ok(None);
        }
        let permit = self.client.limiter.permit(info, &self.client.transport, &self.deadline, place).await;
        permit.map_err(|wait| Error::RateLimit { wait, attempts: Box::default() })
    }

    /// Refuses a request that a hook would send to another origin.
    fn check_origin(&self, uri: &Uri) -> Result<(), Error> {
        if self.client.hooks.is_empty() || self.client.server_of(self.request.info())?.is_origin_of(uri) {
            return Ok(());
        }
        Err(Error::request("a hook changed the origin of the request"))
    }

    /// Adds the credentials, unless the operation is public.
    async fn authorize(&self, message: &mut HttpRequest, timer: &mut Timer<'_>) -> Result<Option<Credential>, Error> {
        let Some(provider) = self.client.credentials.as_ref().filter(|_| !self.request.info().public) else {
            return Ok(None);
        };
        let credential = timer.limit(provider.credential(&self.client.transport)).await;
        let credential = credential.map_err(|limit| late("there are no credentials", limit))?;
        let credential = credential.map_err(Error::credentials)?;
        credential.write(self.request.info().security, message);
        Ok(Some(credential))
    }

    /// Has the credentials renewed that the service refused, and returns whether there are others now.
    async fn renew(&self, refused: &Credential) -> Result<bool, Error> {
        let Some(provider) = &self.client.credentials else { return Ok(false) };
        let renewed = provider.renew(refused, &self.client.transport);
        let renewed = self.deadline.timer(self.request.settings.attempt_timeout).limit(renewed).await;
        renewed.map_err(|limit| late("there are no new credentials", limit))?.map_err(Error::credentials)
    }

    /// Sends a message, and follows redirects as far as the client is set to. Only to its own origin, and only
    /// what is fetched: anything else could have another effect there.
    async fn exchange_and_follow(
        &self,
        mut message: HttpRequest,
        attempt: Attempt,
        permit: Option<Permit>,
        span: &Span,
        timer: &mut Timer<'_>,
    ) -> Result<Arrived, Error> {
        let mut left = if self.request.settings.follows_redirects { self.client.redirects } else { 0 };
        loop {
            let is_fetch = matches!(*message.method(), http::Method::GET | http::Method::HEAD);
            let again = (left > 0 && is_fetch).then(|| {
                let (head, uri) = (message.headers().clone(), message.uri().clone());
                (message.method().clone(), head, uri, message.extensions().clone())
            });
            let result = self.exchange(message, attempt, permit.as_ref(), span, timer).await;
            let Some((method, headers, uri, extensions)) = again else { return result };
            let Some(target) = result.as_ref().err().and_then(|error| self.redirect(error, &uri)) else {
                return result;
            };
            left -= 1;
            message = HttpRequest::new(RequestBody::default());
            *message.method_mut() = method;
            *message.headers_mut() = headers;
            *message.uri_mut() = target;
            *message.extensions_mut() = extensions;
        }
    }

    /// Returns where a redirect leads, if it leads to the client's own origin.
    fn redirect(&self, error: &Error, from: &Uri) -> Option<Uri> {
        let location = error.api()?.location()?;
        self.client.server_of(self.request.info()).ok()?.follow(location, from).ok()
    }

    /// Sends a message and sorts the response into success and error. This is the only place that calls
    /// the transport.
    async fn exchange(
        &self,
        message: HttpRequest,
        attempt: Attempt,
        permit: Option<&Permit>,
        span: &Span,
        timer: &mut Timer<'_>,
    ) -> Result<Arrived, Error> {
        let client = self.client;
        let method = message.method().clone();
        let takes_codings = message.headers().get(ACCEPT_ENCODING).is_some_and(|codings| codings != "identity");
        let carriers = Carriers::of(&message);
        let response = timer.limit(client.transport.send(message)).await;
        let (parts, body) = response.map_err(|limit| late("nothing came", limit))??.into_parts();
        span.status(parts.status);
        if let Some(permit) = permit {
            permit.learn(parts.status, &parts.headers);
        }
        for hook in &client.hooks {
            hook.after_response(attempt, parts.status, &parts.headers);
        }
        let expected = announced(&method, parts.status, &parts.headers);
        let mut rest = Incoming::new(body, expected);
        rest.watch(&client.transport, self.request.settings.read_timeout);
        if parts.status.is_success() && matches!(self.extent, Extent::Head) {
            let is_wanted = takes_codings || has_no_body(&method, parts.status) || expected == Some(0);
            return match undecoded(&parts.headers).filter(|_| !is_wanted) {
                None => Ok(Arrived { parts, bytes: Bytes::new(), rest, carriers: None }),
                Some(message) => {
                    let (status, raw) = (parts.status, Bytes::new());
                    Err(Error::Decode { message, status, raw, attempts: Box::default() })
                }
            };
        }
        rest.limit(client.max_response);
        let (bytes, incomplete) = rest.read(timer).await;
        if !parts.status.is_success() {
            let error = ApiError::new(parts.status, parts.headers, bytes, incomplete).with_request(&carriers);
            return Err(ApiError { batch: self.request.batch, ..error }.into());
        }
        let answered = || Box::new(Attempts::of_response(&parts.headers));
        if let Some(reason) = incomplete {
            let reason = Box::new(reason);
            return Err(Error::Incomplete { reason, status: parts.status, raw: bytes, attempts: answered() });
        }
        if let Some(message) = undecoded(&parts.headers).filter(|_| !bytes.is_empty()) {
            return Err(Error::Decode { message, status: parts.status, raw: bytes, attempts: answered() });
        }
        Ok(Arrived { parts, bytes, rest, carriers: Some(carriers) })
    }

    /// Returns what failed and how long to wait for another attempt; or, when there is none, why not, where another
    /// one might have helped.
    fn next(&self, attempts: &Attempts, error: &Error) -> Result<(Failure, Duration), Option<GaveUp>> {
        let request = self.request;
        let failure = Failure::of(error).ok_or(None)?;
        let retry_after = error.api().and_then(|error| error.retry_after.or_else(|| reset(error)));
        match repeat(failure, retry_after.is_some()) {
            Repeat::Any => {}
            Repeat::Idempotent if request.method.is_idempotent() || request.settings.retry_unsafe => {}
            Repeat::Idempotent if self.idempotency.is_some() => {}
            Repeat::Idempotent => return Err(Some(GaveUp::NotIdempotent)),
            Repeat::None => return Err(None),
        }
        if !request.can_be_sent() {
            return Err(Some(GaveUp::Body));
        }
        let wait = request.settings.retry.wait(attempts, retry_after)?;
        if wait >= self.deadline.left() {
            return Err(Some(GaveUp::Deadline));
        }
        if !self.client.budget.take(failure) {
            return Err(Some(GaveUp::Budget));
        }
        Ok((failure, wait))
    }
}

/// Returns how long the service asks to wait by other headers than `Retry-After`, where it refused a call because there
/// were too many.
fn reset(error: &ApiError) -> Option<Duration> {
    let is_limit = error.status == StatusCode::TOO_MANY_REQUESTS;
    is_limit.then(|| error.rate_limit()).flatten().and_then(|limit| limit.reset)
}

/// Returns the header by which the service knows a repeated request, and a value that no other call has.
fn idempotency(client: &Shared, request: &Request) -> Option<(HeaderName, HeaderValue)> {
    let name = client.idempotency.clone().filter(|_| !request.method.is_idempotent())?;
    let random = || RandomState::new().hash_one(());
    let value = HeaderValue::try_from(format!("{:016x}{:016x}", random(), random())).ok()?;
    Some((name, value))
}

/// Returns what is wrong with a body that should have been decoded and was not (RFC 9110, section 8.4).
fn undecoded(headers: &HeaderMap) -> Option<String> {
    let coding = headers.get(CONTENT_ENCODING)?.to_str().ok()?.trim();
    if coding.is_empty() || coding.eq_ignore_ascii_case("identity") {
        return None;
    }
    let feature = match coding.to_ascii_lowercase().as_str() {
        "gzip" | "x-gzip" => "gzip",
        "br" => "brotli",
        "zstd" => "zstd",
        _ => return Some(format!("the body is coded by `{coding}`, which this client cannot decode")),
    };
    Some(format!("the body is coded by `{coding}`, which was not asked for; the feature `{feature}` decodes it"))
}

fn late(what: &str, limit: Duration) -> Error {
    TransportError::new(TransportErrorKind::Timeout, format!("{what} within {limit:?}")).into()
}

fn is_refused(error: &Error) -> bool {
    error.api().is_some_and(|error| error.status == StatusCode::UNAUTHORIZED)
}
