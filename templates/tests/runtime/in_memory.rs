//! Answers from memory, for tests of users.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::client::runtime::http::{HeaderMap, StatusCode};
use crate::client::runtime::testing::{Answer, InMemory};
use crate::client::runtime::{
    Attempt, Auth, BoxFuture, Client, Credential, CredentialError, CredentialProvider, Error, Hook, IncompleteKind,
    Method, RequestBody, RetryPolicy, Transport, TransportErrorKind,
};
#[cfg(feature = "oauth")]
use crate::client::runtime::{OAuth, OAuthTokens, TokenStore};

fn client(service: &InMemory) -> Client {
    Client::builder(crate::client::private_key("k")).transport(Arc::new(service.clone())).build().unwrap()
}

#[tokio::test]
async fn answers_in_order_and_keeps_what_came() {
    let service = InMemory::new([
        Answer::new(200)
            .json(serde_json::json!({"data": [{"attributes": {"job_id": "7"}}]}))
            .header("x-request-id", "r"),
        Answer::new(204),
    ]);
    let client = client(&service);
    let jobs = client.catalogs().get_jobs().send().await.unwrap();
    assert_eq!((jobs.data[0].attributes.job_id.as_deref(), jobs.request_id().as_deref()), (Some("7"), Some("r")));
    let file = std::env::current_exe().unwrap();
    let body = RequestBody::file(&file).unwrap();
    client.request(Method::Put, "/file").body(body).send().await.unwrap();

    let requests = service.requests();
    assert_eq!(requests[0].uri().path(), "/api/catalog-variant-bulk-update-jobs/");
    assert_eq!(requests[0].headers()["authorization"], "Shop-API-Key k");
    assert!(!format!("{:?}", requests[0]).contains("Shop-API-Key"));
    assert!(requests[1].method() == "PUT" && requests[1].body()[..] == std::fs::read(file).unwrap());

    let error = client.request(Method::Get, "/file").send().await.unwrap_err();
    assert!(error.to_string().contains("no answer is left for GET /file: there were 2 in all"), "{error}");
    assert_eq!((service.requests().len(), service.elapsed()), (3, Duration::ZERO), "another attempt is of no use");
}

#[tokio::test]
async fn a_header_field_may_come_twice() {
    let answer = Answer::new(200).json(serde_json::json!({})).header("content-type", "text/plain");
    let answer = answer.header("link", "</a>; rel=first").header("link", "</b>; rel=last");
    let service = InMemory::new([answer]);
    let response = client(&service).request(Method::Get, "/").send().await.unwrap();
    let values = |name: &str| response.headers().get_all(name).iter().cloned().collect::<Vec<_>>();
    assert_eq!((values("link").len(), values("content-type")), (2, vec!["text/plain".parse().unwrap()]));
}

#[tokio::test]
async fn answers_by_a_function() {
    let service = InMemory::answering(|request| Answer::new(200).body(request.uri().path().to_owned()));
    let client = client(&service);
    for path in ["/a", "/b"] {
        assert_eq!(client.request(Method::Get, path).send().await.unwrap().raw(), path);
    }
}

#[tokio::test]
async fn answers_can_be_bad() {
    for (answer, kind) in [
        (Answer::new(200).body("abc").header("content-length", "5"), IncompleteKind::Truncated),
        (Answer::new(200).body("abc").header("content-length", "2"), IncompleteKind::Excess),
        (Answer::new(200).body("abc").breaking_off(), IncompleteKind::Truncated),
        (Answer::new(200).body("abc").stalling(), IncompleteKind::Stalled(Duration::from_secs(30))),
    ] {
        let service = InMemory::answering(move |_| answer.clone());
        let error = client(&service).request(Method::Post, "/").send().await.unwrap_err();
        let Error::Incomplete { reason, raw, .. } = error else { panic!("{error:?}") };
        assert_eq!((reason.kind, reason.received), (kind, raw.len() as u64));
    }
    let service = InMemory::answering(|_| Answer::failing(TransportErrorKind::Other, "reset"));
    let error = client(&service).request(Method::Post, "/").send().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert_eq!(InMemory::new([Answer::new(7)]).requests().len(), 0);
}

#[tokio::test]
async fn time_jumps_to_what_is_waited_for() {
    let service = InMemory::new([]);
    let wait = |seconds| service.sleep(Duration::from_secs(seconds));
    let hour = Box::pin(wait(3600));
    let day = wait(86_400);
    tokio::select! {
        biased;
        () = day => panic!("the hour is over before"),
        () = hour => {}
    }
    assert_eq!(service.elapsed(), Duration::from_secs(3600));
    // One that nobody polls any more keeps nobody waiting for ever.
    let mut forgotten = wait(1);
    assert!(futures_poll(&mut forgotten).await.is_none());
    wait(60).await;
    assert_eq!(service.elapsed(), Duration::from_secs(3660));
    forgotten.await;
}

/// Credentials and tokens that take some turns of the runtime, as from a file.
struct Slow;

impl Slow {
    async fn turns() {
        for _ in 0..1_000 {
            tokio::task::yield_now().await;
        }
    }
}

impl CredentialProvider for Slow {
    fn credential<'a>(&'a self, _: &'a Arc<dyn Transport>) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(async {
            Self::turns().await;
            Credential::bearer("token")
        })
    }
}

#[cfg(feature = "oauth")]
impl TokenStore for Slow {
    fn save<'a>(&'a self, _: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
        Box::pin(async {
            Self::turns().await;
            Ok(())
        })
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<OAuthTokens>, CredentialError>> {
        Box::pin(async {
            Self::turns().await;
            Ok(None)
        })
    }
}

#[tokio::test]
async fn no_time_passes_while_credentials_are_waited_for() {
    let service = InMemory::answering(|_| Answer::new(200).json(serde_json::json!({"access_token": "a"})));
    let client = |auth| Client::builder(auth).transport(Arc::new(service.clone())).build().unwrap();
    client(Auth::provider(Slow)).request(Method::Get, "/").send().await.unwrap();
    #[cfg(feature = "oauth")]
    {
        let oauth = OAuth::client_credentials("id", "secret", "https://shop.example/token", ["read"]).store(Slow);
        client(Auth::oauth(oauth)).request(Method::Get, "/").send().await.unwrap();
    }
    assert_eq!(service.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn a_program_may_keep_what_it_gives_to_a_client() {
    let service = Arc::new(InMemory::answering(|request| match request.uri().path() {
        "/token" => Answer::new(200).json(serde_json::json!({"access_token": "a"})),
        _ => Answer::new(503).header("retry-after", "60"),
    }));
    let failures = Arc::new(Failures::default());
    let client = |auth| {
        let transport: Arc<dyn Transport> = service.clone();
        let hook: Arc<dyn Hook> = failures.clone();
        // All of a transport goes through: its clock, too.
        Client::builder(auth).transport(Arc::new(transport)).hook(hook).build().unwrap()
    };
    let slow = Arc::new(Slow);
    let provider: Arc<dyn CredentialProvider> = slow.clone();
    client(Auth::provider(provider)).request(Method::Get, "/").send().await.unwrap_err();
    assert_eq!(failures.0.load(Ordering::Relaxed), 4);
    assert!(service.elapsed() >= Duration::from_secs(180), "three waits of a minute, and more");
    #[cfg(feature = "oauth")]
    {
        let store: Arc<dyn TokenStore> = slow.clone();
        let oauth = OAuth::client_credentials("id", "secret", "https://shop.example/token", ["read"]).store(store);
        client(Auth::oauth(oauth)).request(Method::Get, "/").send().await.unwrap_err();
        assert_eq!(failures.0.load(Ordering::Relaxed), 8);
    }
}

/// Counts responses that are errors.
#[derive(Default)]
struct Failures(AtomicUsize);

impl Hook for Failures {
    fn after_response(&self, _attempt: Attempt, status: StatusCode, _headers: &HeaderMap) {
        self.0.fetch_add(usize::from(!status.is_success()), Ordering::Relaxed);
    }
}

/// A provider that never comes to an end.
struct Never;

impl CredentialProvider for Never {
    fn credential<'a>(&'a self, _: &'a Arc<dyn Transport>) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn credentials_that_never_come_run_into_the_timeout() {
    let service = InMemory::new([]);
    let client = Client::builder(Auth::provider(Never)).transport(Arc::new(service.clone())).build().unwrap();
    let call = client.request(Method::Get, "/").timeout(Duration::from_secs(600)).retry(RetryPolicy::none());
    let error = call.send().await.unwrap_err();
    assert!(error.to_string().contains("there are no credentials within"), "{error}");
    assert!(service.requests().is_empty());
}

/// Polls once.
async fn futures_poll<T>(future: &mut (impl Future<Output = T> + Unpin)) -> Option<T> {
    std::future::poll_fn(|cx| match std::pin::Pin::new(&mut *future).poll(cx) {
        std::task::Poll::Ready(value) => std::task::Poll::Ready(Some(value)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}
