//! Access tokens that a service renews once per refresh token, over real sockets.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use crate::client::runtime::jiff::{SignedDuration, Timestamp};
use crate::client::runtime::{
    Auth, BoxFuture, Client, CredentialError, Error, HttpRequest, HttpResponse, Limits, Method, OAuth, OAuthTokens,
    ReqwestTransport, RetryPolicy, TokenStore, Transport, TransportError,
};
use crate::support::server::receive;

/// How long the token endpoint takes to answer.
const SLOW: Duration = Duration::from_millis(300);

/// A service on 127.0.0.1 whose refresh tokens are of use once: `r1`, `r2` and so on. The access token `a2`
/// comes with the refresh token `r2`, and is no good any more once that was used.
#[derive(Clone)]
struct Service {
    url: String,
    state: Arc<Mutex<State>>,
}

struct State {
    /// The number of the tokens that are good.
    current: u32,
    /// How long access tokens last, as the token endpoint says it.
    expires_in: &'static str,
    /// The refresh tokens that were asked about.
    asked: Vec<String>,
}

impl Service {
    async fn start(expires_in: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let service = Self { url, state: Arc::new(Mutex::new(State { current: 1, expires_in, asked: Vec::new() })) };
        let shared = service.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(shared.clone(), stream));
            }
        });
        service
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn asked(&self) -> Vec<String> {
        self.state().asked.clone()
    }

    /// A client with the tokens `a1`, which are over, and `r1`.
    fn client(&self, kept: &Kept, transport: Arc<dyn Transport>) -> Client {
        let tokens = OAuthTokens::new("a1", "r1").expires_at(Timestamp::now() - SignedDuration::from_secs(1));
        let oauth = OAuth::new("app", "secret", format!("{}/token", self.url), tokens).store(kept.clone());
        let builder = Client::builder(Auth::oauth(oauth)).base_url(&self.url).retry(RetryPolicy::none());
        builder.transport(transport).build().unwrap()
    }
}

async fn serve(service: Service, mut stream: TcpStream) {
    while let Some(request) = receive(&mut stream).await {
        let (status, body) = if request.line == "POST /token" {
            let form = String::from_utf8(request.body.clone()).unwrap();
            let token = form.rsplit_once("refresh_token=").unwrap().1.to_owned();
            let answer = renew(&service, &token);
            // The old token is of no use any more, and nobody has the new one.
            sleep(SLOW).await;
            answer
        } else {
            let good = format!("Bearer a{}", service.state().current);
            (if request.header("authorization") == Some(good.as_str()) { 200 } else { 401 }, "{}".to_owned())
        };
        let head = format!("HTTP/1.1 {status} Status\r\ncontent-length: {}\r\n\r\n", body.len());
        // The client may have hung up.
        let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
    }
}

fn renew(service: &Service, token: &str) -> (u16, String) {
    let mut state = service.state();
    state.asked.push(token.to_owned());
    if token != format!("r{}", state.current) {
        return (400, r#"{"error":"invalid_grant"}"#.to_owned());
    }
    state.current += 1;
    let (next, lasts) = (state.current, state.expires_in);
    (200, format!(r#"{{"access_token":"a{next}","refresh_token":"r{next}","expires_in":{lasts}}}"#))
}

/// A store that keeps what it is given.
#[derive(Default, Clone)]
struct Kept(Arc<Mutex<Vec<OAuthTokens>>>);

impl Kept {
    /// The refresh tokens, in their order.
    fn tokens(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|tokens| tokens.refresh_token().to_owned()).collect()
    }
}

impl TokenStore for Kept {
    fn save<'a>(&'a self, tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
        self.0.lock().unwrap().push(tokens.clone());
        Box::pin(async { Ok(()) })
    }
}

/// A transport that runs no tasks.
struct Taskless(ReqwestTransport);

impl Transport for Taskless {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }
}

fn transport() -> ReqwestTransport {
    ReqwestTransport::new(&Limits::default()).unwrap()
}

async fn get(client: &Client) -> Result<(), Error> {
    client.request(Method::Get, "things").send().await.map(|_| ())
}

/// A call that is dropped after the token endpoint was asked, and before it answered.
async fn dropped(service: &Service, client: &Client) {
    assert!(timeout(SLOW / 2, get(client)).await.is_err(), "the call was to be dropped");
    assert_eq!(service.asked(), ["r1"]);
}

/// Waits for a store to be given something.
async fn given(kept: &Kept) -> Vec<String> {
    for _ in 0..100 {
        if !kept.tokens().is_empty() {
            break;
        }
        sleep(SLOW / 10).await;
    }
    kept.tokens()
}

#[tokio::test]
async fn a_renewal_outlives_the_call_that_began_it() {
    let (service, kept) = (Service::start("3600").await, Kept::default());
    let client = service.client(&kept, Arc::new(transport()));
    dropped(&service, &client).await;
    assert_eq!(given(&kept).await, ["r2"]);
    get(&client).await.unwrap();
    assert_eq!(service.asked(), ["r1"]);
}

#[tokio::test]
async fn a_renewal_outlives_the_client() {
    let (service, kept) = (Service::start("3600").await, Kept::default());
    let client = service.client(&kept, Arc::new(transport()));
    dropped(&service, &client).await;
    drop(client);
    assert_eq!(given(&kept).await, ["r2"]);
    assert_eq!(service.asked(), ["r1"]);
}

#[tokio::test]
async fn who_comes_while_it_is_under_way_waits_for_it() {
    let (service, kept) = (Service::start("3600").await, Kept::default());
    let client = service.client(&kept, Arc::new(transport()));
    dropped(&service, &client).await;
    let (one, other) = tokio::join!(get(&client), get(&client));
    one.unwrap();
    other.unwrap();
    assert_eq!((service.asked(), kept.tokens()), (vec!["r1".to_owned()], vec!["r2".to_owned()]));
}

#[tokio::test]
async fn without_tasks_the_next_call_goes_on_with_it() {
    let (service, kept) = (Service::start("3600").await, Kept::default());
    let client = service.client(&kept, Arc::new(Taskless(transport())));
    dropped(&service, &client).await;
    sleep(SLOW).await;
    assert!(kept.tokens().is_empty());
    get(&client).await.unwrap();
    assert_eq!((service.asked(), kept.tokens()), (vec!["r1".to_owned()], vec!["r2".to_owned()]));
}

#[tokio::test]
async fn tokens_that_last_shortly_are_not_renewed_for_every_call() {
    // Less than what others are renewed ahead of their end; and a service that does not know.
    for expires_in in ["30", "\"30\"", "0"] {
        let (service, kept) = (Service::start(expires_in).await, Kept::default());
        let client = service.client(&kept, Arc::new(transport()));
        for _ in 0..5 {
            get(&client).await.unwrap();
        }
        assert_eq!(service.asked(), ["r1"], "{expires_in}");
    }
}

#[tokio::test]
async fn tokens_that_last_shortly_are_renewed_ahead_all_the_same() {
    let (service, kept) = (Service::start("1").await, Kept::default());
    let client = service.client(&kept, Arc::new(transport()));
    get(&client).await.unwrap();
    sleep(Duration::from_millis(800)).await;
    get(&client).await.unwrap();
    assert_eq!((service.asked(), kept.tokens()), (vec!["r1".into(), "r2".into()], vec!["r2".into(), "r3".into()]));
}
