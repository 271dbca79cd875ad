//! The guide `docs/requests.md`: layers of tower around a transport, as it shows them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use jsonapi_forge_tests::program::workspace;
use klaviyo_api::runtime::testing::{Answer, InMemory};
use klaviyo_api::runtime::{
    BoxFuture, Bytes, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind, http, http::HeaderValue,
};
use klaviyo_api::{Auth, Client};
use tower::{BoxError, Service, ServiceBuilder, ServiceExt};

use crate::Outcome;

/// The transport as the innermost service.
#[derive(Clone)]
struct Sender(Arc<dyn Transport>);

impl Service<HttpRequest> for Sender {
    type Response = HttpResponse;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<HttpResponse, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move { transport.send(request).await })
    }
}

/// All layers as a transport; `inner` sleeps.
struct Layered<S> {
    service: S,
    inner: Arc<dyn Transport>,
}

impl<S> Transport for Layered<S>
where
    S: Service<HttpRequest, Response = HttpResponse, Future: Send> + Clone + Send + Sync,
    S::Error: Into<BoxError>,
{
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let sent = self.service.clone().oneshot(request);
        Box::pin(async move { sent.await.map_err(|error| transport_error(error.into())) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.inner.sleep(duration)
    }

    fn now(&self) -> Duration {
        self.inner.now()
    }
}

/// An error of the transport as it was, so that it is tried again where it should be; one of a layer as the cause of another.
fn transport_error(error: BoxError) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(TransportErrorKind::Other, error.to_string()).with_source(error),
    }
}

fn layered(inner: Arc<dyn Transport>) -> impl Transport {
    let service = ServiceBuilder::new()
        .concurrency_limit(8)
        .map_request(|mut request: HttpRequest| {
            request.headers_mut().insert("x-team", HeaderValue::from_static("shop"));
            request
        })
        .service(Sender(Arc::clone(&inner)));
    Layered { service, inner }
}

#[tokio::test]
async fn layers_see_each_attempt() -> Outcome {
    let service = InMemory::new([
        Answer::failing(TransportErrorKind::Connect, "nobody is there"),
        Answer::new(503).header("retry-after", "3"),
        Answer::new(204),
    ]);
    let transport = layered(Arc::new(service.clone()));
    let klaviyo = Client::builder(Auth::private_key("any")).transport(Arc::new(transport)).build()?;
    klaviyo.catalogs().delete_catalog_item("I1").send().await?;
    let teams: Vec<_> = service.requests().iter().map(|request| request.headers().get("x-team").cloned()).collect();
    assert_eq!(teams, vec![Some(HeaderValue::from_static("shop")); 3]);
    assert!(service.elapsed() >= Duration::from_secs(3));
    Ok(())
}

/// What a layer says goes into the error, and the error of the transport stays what it is.
#[tokio::test]
async fn errors_of_layers_are_errors_of_the_transport() -> Outcome {
    let calls = Arc::new(AtomicUsize::new(0));
    let inner: Arc<dyn Transport> = Arc::new(InMemory::new([]));
    let counted = Arc::clone(&calls);
    let service = ServiceBuilder::new()
        .filter(move |_: HttpRequest| {
            counted.fetch_add(1, Ordering::Relaxed);
            Err::<HttpRequest, BoxError>("the circuit is open".into())
        })
        .service(Sender(Arc::clone(&inner)));
    let klaviyo = Client::builder(Auth::private_key("any")).transport(Arc::new(Layered { service, inner })).build()?;
    let error = crate::failed(klaviyo.catalogs().get_catalog_item("I1").send().await)?;
    assert!(error.to_string().contains("the circuit is open"), "{error}");
    assert!(calls.load(Ordering::Relaxed) > 1, "it is tried again, as other errors of the network");
    Ok(())
}

#[test]
fn the_blocks_of_the_guide_are_compiled() -> Outcome {
    let guide = std::fs::read_to_string(workspace().join("docs/requests.md"))?;
    let sources = [include_str!("layers.rs"), include_str!("writes.rs")];
    for block in guide.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        assert!(sources.iter().any(|source| source.contains(block)), "this is not compiled in the tests:\n{block}");
    }
    Ok(())
}

#[test]
fn a_request_can_be_sent_by_something_else() -> Outcome {
    let client = Client::builder(Auth::private_key("secret")).transport(Arc::new(InMemory::new([]))).build()?;
    let call = client.profiles().get_profile("P1").header("x-team", "shop");
    let request = call.to_http_request()?;
    assert_eq!((request.method().as_str(), request.uri().path()), ("GET", "/api/profiles/P1"));
    assert_eq!(request.headers().get("x-team"), Some(&HeaderValue::from_static("shop")));
    assert_eq!(request.headers().get("authorization"), None);
    assert!(request.headers().contains_key("revision"), "{:?}", request.headers());

    let answer = |status: u16, body: &'static str| http::Response::builder().status(status).body(Bytes::from(body));
    let found = r#"{"data": {"type": "profile", "id": "P1", "attributes": {"email": "ada@mail.example"},
        "links": {"self": "https://a.klaviyo.com/api/profiles/P1"}}}"#;
    let profile = call.read_http_response(answer(200, found)?)?;
    assert_eq!(profile.data.attributes.email.as_deref(), Some("ada@mail.example"));
    let missing = r#"{"errors": [{"id": "E1", "code": "not_found", "title": "No such profile", "detail": ""}]}"#;
    let error = call.read_http_response(answer(404, missing)?).err().ok_or("a 404 is no profile")?;
    assert_eq!(error.api().map(|error| error.status.as_u16()), Some(404), "{error}");
    assert!(call.read_http_response(answer(204, "")?).is_err());
    Ok(())
}
