//! Where credentials come from, where they go, and that nobody sees them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::client::runtime::jiff::{SignedDuration, Timestamp};
use crate::client::runtime::{
    Auth, BoxFuture, Client, Credential, CredentialError, CredentialProvider, Error, Failure, GaveUp, Method, OAuth,
    OAuthTokens, RequestBody, TokenStore, Transport,
};
use crate::support::Nothing;
use crate::support::script::{Script, Step};
use crate::support::server::{Answer, Server};

const CLIENT_SECRET: &str = "cl1ent-s3cret";
const REFRESH: &str = "r3fresh";
const ACCESS: &str = "acc3ss";

/// Tokens that last so many seconds.
fn tokens(seconds: i64) -> OAuthTokens {
    let expiry = Timestamp::now() + SignedDuration::from_secs(seconds);
    OAuthTokens::new(ACCESS, REFRESH).expires_at(expiry)
}

fn oauth(tokens: OAuthTokens) -> OAuth {
    OAuth::new("app:1", CLIENT_SECRET, "https://shop.example/oauth/token", tokens)
}

fn client(script: &Arc<Script>, oauth: OAuth) -> Client {
    Client::builder(Auth::oauth(oauth)).transport(Arc::clone(script) as Arc<dyn Transport>).build().unwrap()
}

async fn get(client: &Client) -> Result<(), Error> {
    client.request(Method::Get, "things").send().await.map(|_| ())
}

/// A token response.
fn renewed(access: &str) -> Step {
    let body = format!(r#"{{"access_token":"{access}","token_type":"bearer","expires_in":3600,"refresh_token":"r2"}}"#);
    Step::Answer(200, Vec::new(), body)
}

fn authorizations(script: &Script) -> Vec<String> {
    let header = |seen: &crate::support::script::Seen| seen.headers["authorization"].to_str().unwrap().to_owned();
    script.seen().iter().map(header).collect()
}

/// A store that keeps what it is given.
#[derive(Default, Clone)]
struct Kept(Arc<Mutex<Vec<OAuthTokens>>>);

impl TokenStore for Kept {
    fn save<'a>(&'a self, tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
        self.0.lock().unwrap().push(tokens.clone());
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn tokens_are_renewed_before_they_expire() {
    let answer = r#"{"access_token":"a2","expires_in":"3600"}"#;
    let server = Server::start([Answer::new(200, answer), Answer::new(200, "[]"), Answer::new(200, "[]")]).await;
    let kept = Kept::default();
    let url = format!("{}/oauth/token", server.url());
    let oauth = OAuth::new("app:1", "se cret+", url, tokens(59)).store(kept.clone());
    let client = Client::builder(Auth::oauth(oauth)).base_url(server.url()).build().unwrap();
    get(&client).await.unwrap();
    get(&client).await.unwrap();

    let received = server.received();
    assert_eq!(received.len(), 3);
    assert_eq!(received[0].line, "POST /oauth/token");
    assert_eq!(received[0].body, b"grant_type=refresh_token&refresh_token=r3fresh");
    assert_eq!(received[0].header("content-type"), Some("application/x-www-form-urlencoded"));
    // `app%3A1:se%20cret%2B`
    assert_eq!(received[0].header("authorization"), Some("Basic YXBwJTNBMTpzZSUyMGNyZXQlMkI="));
    assert_eq!(received[1].header("authorization"), Some("Bearer a2"));
    assert_eq!(received[2].header("authorization"), Some("Bearer a2"));
    let kept = kept.0.lock().unwrap();
    assert_eq!((kept.len(), kept[0].access_token(), kept[0].refresh_token()), (1, "a2", REFRESH));
    let lasts = kept[0].expiry().unwrap().duration_since(Timestamp::now()).as_secs();
    assert!((3500..=3600).contains(&lasts), "{lasts}");
}

#[tokio::test(start_paused = true)]
async fn many_calls_renew_tokens_once() {
    let script = Script::new([renewed("a2").after(Duration::from_secs(3))]);
    let client = client(&script, oauth(tokens(-10)));
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await.unwrap() })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    let sent = authorizations(&script);
    assert_eq!(sent.len(), 51);
    assert!(sent[0].starts_with("Basic ") && sent[1..].iter().all(|value| value == "Bearer a2"), "{sent:?}");
}

#[tokio::test(start_paused = true)]
async fn refused_tokens_are_renewed_once() {
    // Ten calls are refused at the same time, and have the token renewed once.
    let refused = Step::status(401).after(Duration::from_secs(1));
    let script = Script::new(vec![refused; 10].into_iter().chain([renewed("a2")]));
    let client = client(&script, oauth(tokens(3600)));
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.request(Method::Post, "things").send().await.unwrap() })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().attempts().count(), 2);
    }
    let sent = authorizations(&script);
    assert_eq!(sent.iter().filter(|value| value.starts_with("Basic ")).count(), 1, "{sent:?}");
    assert_eq!(sent.iter().filter(|value| *value == "Bearer a2").count(), 10);

    // What is refused again is refused.
    let script = Script::new([Step::status(401), renewed("a2"), Step::status(401)]);
    let error = get(&super::credentials::client(&script, oauth(tokens(3600)))).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), script.seen().len()), (401, 3));
}

/// What the token endpoint was asked for, and what became of so many calls at once.
async fn at_once(count: usize, script: &Arc<Script>, oauth: OAuth) -> (usize, Vec<Result<(), Error>>) {
    let client = client(script, oauth);
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { get(&client).await })
        })
        .collect();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.unwrap());
    }
    (authorizations(script).iter().filter(|value| value.starts_with("Basic ")).count(), results)
}

/// A renewal that fails, or brings the token that was there, is not done once more for each call that waited for it.
#[tokio::test(start_paused = true)]
async fn calls_that_wait_for_a_renewal_share_what_becomes_of_it() {
    let second = Duration::from_secs(1);
    let refused = Step::Answer(400, Vec::new(), r#"{"error":"invalid_grant"}"#.to_owned());
    let script = Script::new(vec![refused.after(second); 50]);
    let (renewals, results) = at_once(50, &script, oauth(tokens(-10))).await;
    assert_eq!((renewals, script.seen().len()), (1, 1));
    for result in results {
        let error = result.unwrap_err();
        assert!(error.to_string().ends_with("status 400 Bad Request: invalid_grant"), "{error}");
    }
    // The token that was there, which lasts.
    let script = Script::new(vec![renewed(ACCESS).after(second)]);
    let (renewals, results) = at_once(50, &script, oauth(tokens(-10))).await;
    assert_eq!((renewals, script.seen().len()), (1, 51));
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    // The service does not accept it: there is no use in sending the calls again.
    let refused = Step::status(401).after(second);
    let script = Script::new(vec![refused; 50].into_iter().chain([renewed(ACCESS).after(second)]));
    let (renewals, results) = at_once(50, &script, oauth(tokens(3600))).await;
    assert_eq!((renewals, script.seen().len()), (1, 51));
    assert!(results.iter().all(|result| result.as_ref().is_err_and(|error| error.status().unwrap() == 401)));
}

/// What fails to keep the tokens fails the call that had them renewed: they are good for all others.
#[tokio::test(start_paused = true)]
async fn a_store_that_fails_fails_one_call() {
    struct Full;
    impl TokenStore for Full {
        fn save<'a>(&'a self, _tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
            Box::pin(async { Err(CredentialError::Other("no space left".into())) })
        }
    }
    let script = Script::new([renewed("a2").after(Duration::from_secs(1))]);
    let (renewals, results) = at_once(5, &script, oauth(tokens(-10)).store(Full)).await;
    let failures: Vec<_> = results.into_iter().filter_map(Result::err).map(|error| error.to_string()).collect();
    assert_eq!((renewals, failures.as_slice()), (1, &["GET things: no credentials: no space left".to_owned()][..]));
}

#[tokio::test(start_paused = true)]
async fn who_leaves_while_tokens_are_renewed_stops_nobody() {
    let script = Script::new([Step::Hang, renewed("a2")]);
    let client = client(&script, oauth(tokens(-10)));
    let call = |client: Client| tokio::spawn(async move { get(&client).await });
    let first = call(client.clone());
    tokio::task::yield_now().await;
    let second = call(client.clone());
    tokio::time::sleep(Duration::from_secs(1)).await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(authorizations(&script).last().unwrap(), "Bearer a2");
}

#[tokio::test(start_paused = true)]
async fn what_the_token_endpoint_says_is_told() {
    let body = format!(r#"{{"error":"invalid_grant","error_description":"no such token: {REFRESH}"}}"#);
    let script = Script::new([Step::Answer(400, Vec::new(), body)]);
    let error = get(&client(&script, oauth(tokens(-10)))).await.unwrap_err();
    let Error::Credentials { reason, attempts } = &error else { panic!("{error:?}") };
    let CredentialError::Refused { status, error: code, description } = &**reason else { panic!("{error:?}") };
    // The document repeats the token.
    assert_eq!((status.as_u16(), code.as_deref(), description.as_deref()), (400, Some("invalid_grant"), None));
    assert_eq!((script.seen().len(), attempts.count()), (1, 1));
    let text = "GET things: no credentials: the token endpoint answered with status 400 Bad Request: invalid_grant";
    assert_eq!(error.to_string(), text);

    // Or the secret, as it is.
    let body = format!(r#"{{"error":"invalid_client","error_description":"not {CLIENT_SECRET}"}}"#);
    let script = Script::new([Step::Answer(401, Vec::new(), body)]);
    let error = get(&client(&script, oauth(tokens(-10)))).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains(CLIENT_SECRET), "{error:?}");

    for body in ["", "<html>", "{}", r#"{"access_token":""}"#, r#"{"access_token":7}"#] {
        let script = Script::new([Step::Answer(200, Vec::new(), body.to_owned())]);
        let error = get(&client(&script, oauth(tokens(-10)))).await.unwrap_err();
        assert!(matches!(error, Error::Credentials { .. }), "{body} {error:?}");
    }
    // What may pass is tried again, and the error tells how often.
    let script = Script::new(vec![Step::status(503); 9]);
    let error = get(&client(&script, oauth(tokens(-10)))).await.unwrap_err();
    let attempts = error.attempts().unwrap();
    assert_eq!((attempts.count() as usize, attempts.gave_up()), (script.seen().len(), Some(GaveUp::Attempts)));
    assert!(attempts.count() > 1 && attempts.failed()[0].failure == Failure::Credentials, "{attempts:?}");
    // What may pass is tried again, and tokens that still last are used meanwhile.
    let script = Script::new([Step::status(503), Step::Hang, renewed("a2")]);
    get(&client(&script, oauth(tokens(-10)))).await.unwrap();
    assert_eq!(script.seen().len(), 4);
    let script = Script::new([Step::status(503)]);
    get(&client(&script, oauth(tokens(30)))).await.unwrap();
    assert_eq!(authorizations(&script)[1], format!("Bearer {ACCESS}"));
}

#[tokio::test(start_paused = true)]
async fn tokens_that_another_program_renewed_are_used() {
    struct Shared;
    impl TokenStore for Shared {
        fn save<'a>(&'a self, _tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
            Box::pin(async { Err(CredentialError::Other("nothing is renewed".into())) })
        }

        fn load(&self) -> BoxFuture<'_, Result<Option<OAuthTokens>, CredentialError>> {
            Box::pin(async { Ok(Some(OAuthTokens::new("a9", "r9"))) })
        }
    }
    let script = Script::new([]);
    get(&client(&script, oauth(tokens(-10)).store(Shared))).await.unwrap();
    assert_eq!(authorizations(&script), ["Bearer a9"]);
}

/// Tokens that another program renewed long ago are over as well; what renews them is its refresh token.
#[tokio::test]
async fn tokens_that_are_kept_too_long_are_renewed_before_they_are_used() {
    struct Old(Kept);
    impl TokenStore for Old {
        fn save<'a>(&'a self, tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
            self.0.save(tokens)
        }

        fn load(&self) -> BoxFuture<'_, Result<Option<OAuthTokens>, CredentialError>> {
            Box::pin(async { Ok(Some(OAuthTokens::new("a9", "r9").expires_at(Timestamp::UNIX_EPOCH))) })
        }
    }
    let answer = r#"{"access_token":"a10","refresh_token":"r10","expires_in":3600}"#;
    let server = Server::start([Answer::new(200, answer), Answer::new(200, "[]")]).await;
    let kept = Kept::default();
    let oauth = OAuth::new("app", "secret", format!("{}/token", server.url()), tokens(-10)).store(Old(kept.clone()));
    let client = Client::builder(Auth::oauth(oauth)).base_url(server.url()).build().unwrap();
    get(&client).await.unwrap();
    let received = server.received();
    assert_eq!(received[0].body, b"grant_type=refresh_token&refresh_token=r9");
    assert_eq!((received.len(), received[1].header("authorization")), (2, Some("Bearer a10")));
    assert_eq!(kept.0.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn tokens_that_were_not_kept_are_not_replaced_by_older_ones() {
    struct Full(OAuthTokens);
    impl TokenStore for Full {
        fn save<'a>(&'a self, _tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
            Box::pin(async { Err(CredentialError::Other("no space left".into())) })
        }

        fn load(&self) -> BoxFuture<'_, Result<Option<OAuthTokens>, CredentialError>> {
            Box::pin(async { Ok(Some(self.0.clone())) })
        }
    }
    let refreshed = |next: &str| {
        let body = format!(r#"{{"access_token":"a{next}","refresh_token":"r{next}","expires_in":0}}"#);
        Step::Answer(200, Vec::new(), body)
    };
    // Each is refused at once, so that the next call has it renewed.
    let script = Script::new([refreshed("2"), Step::status(401), refreshed("3"), Step::status(401), refreshed("4")]);
    let client = client(&script, oauth(tokens(-10)).store(Full(tokens(-10))));
    for _ in 0..3 {
        assert!(matches!(get(&client).await, Err(Error::Credentials { .. })), "nothing was kept");
    }
    let sent = authorizations(&script);
    let sent: Vec<&str> = sent
        .iter()
        .map(|value| value.split_once(' ').map_or("", |(scheme, token)| if scheme == "Basic" { scheme } else { token }))
        .collect();
    assert_eq!(sent, ["Basic", "a2", "Basic", "a3", "Basic"]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_refused_has_tokens_renewed_for_the_next() {
    let script = Script::new([Step::status(401), renewed("a2")]);
    let client = client(&script, oauth(tokens(3600)));
    let upload = || {
        let body = RequestBody::stream(Nothing);
        client.request(Method::Put, "things").body(body)
    };
    assert_eq!(upload().send().await.unwrap_err().status().unwrap().as_u16(), 401);
    upload().send().await.unwrap();
    let sent = authorizations(&script);
    assert_eq!(
        (sent.first().unwrap().as_str(), sent.last().unwrap().as_str()),
        (&*format!("Bearer {ACCESS}"), "Bearer a2")
    );
}

/// A provider that counts how often it is asked.
struct Counting(Arc<AtomicUsize>);

impl CredentialProvider for Counting {
    fn credential<'a>(
        &'a self,
        _transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Credential::header("x-key", format!("key-{count}")) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_is_asked_before_each_attempt() {
    let asked = Arc::new(AtomicUsize::new(0));
    let script = Script::new([Step::status(503), Step::status(401)]);
    let auth = Auth::provider(Counting(Arc::clone(&asked)));
    let client = Client::builder(auth).transport(Arc::clone(&script) as Arc<dyn Transport>).build().unwrap();
    let error = get(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    let keys: Vec<_> = script.seen().iter().map(|seen| seen.headers["x-key"].clone()).collect();
    assert_eq!(keys, ["key-0", "key-1"]);
    // Not for public operations, and not in place of what the caller sets.
    client.catalogs().count_visit("abc").send().await.unwrap();
    assert!(!script.seen()[2].headers.contains_key("x-key"));
    client.request(Method::Get, "x").header("x-key", "mine").send().await.unwrap();
    assert_eq!(script.seen()[3].headers["x-key"], "mine");
}

#[tokio::test(start_paused = true)]
async fn secrets_are_never_shown() {
    let mut shown = Vec::new();
    let secrets = [CLIENT_SECRET, REFRESH, ACCESS, "Basic ", "a2"];
    shown.push(format!("{:?} {:?} {:?}", tokens(1), oauth(tokens(1)), Auth::oauth(oauth(tokens(1)))));
    shown.push(format!("{:?} {:?}", Credential::bearer(ACCESS), Credential::bearer(format!("{ACCESS}\n{ACCESS}"))));
    let last = [Step::status(401), Step::Answer(200, Vec::new(), "{".to_owned())];
    for last in last.into_iter().chain([Step::Fail(crate::client::runtime::TransportErrorKind::Other)]) {
        for script in [vec![renewed("a2"), last.clone()], vec![last.clone()], vec![Step::status(401), last.clone()]] {
            let script = Script::new(script.into_iter().chain(vec![last.clone(); 9]));
            let client = client(&script, oauth(tokens(-10)));
            shown.push(format!("{client:?} {:?}", client.catalogs().get_jobs()));
            let error = client.catalogs().get_jobs().header("authorization", "Bearer a2").send().await.unwrap_err();
            shown.push(format!("{error:?} {error}"));
            let error = client.catalogs().get_jobs().send().await.unwrap_err();
            shown.push(format!("{error:?} {error}"));
        }
    }
    for shown in shown {
        assert!(!secrets.iter().any(|secret| shown.contains(secret)), "{shown}");
    }
}

/// Services give cookies in their own coding, which is theirs to undo.
#[tokio::test(start_paused = true)]
async fn a_cookie_is_sent_as_it_was_given() {
    for value in ["s%3Aabc+d/e==", "\"quoted\"", "a.b:c|d"] {
        let script = Script::new([]);
        let auth = Auth::provider(Fixed(Credential::cookie("session[id]", value).unwrap()));
        let client = Client::builder(auth).transport(Arc::clone(&script) as Arc<dyn Transport>).build().unwrap();
        client.request(Method::Get, "things").header("cookie", "theme=dark").send().await.unwrap();
        client.request(Method::Get, "things").header("cookie", "session[id]=mine").send().await.unwrap();
        let sent =
            script.seen().iter().map(|seen| seen.headers["cookie"].to_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(sent, [format!("theme=dark; session[id]={value}").as_str(), "session[id]=mine"]);
    }
    for (name, value) in [
        ("s", ""),
        ("s", "a;b"),
        ("s", "a b"),
        ("s", "a,b"),
        ("s", "a\nb"),
        ("s", "\""),
        ("s", "é"),
        ("", "a"),
        ("a=b", "a"),
    ] {
        let error = Credential::cookie(name, value).unwrap_err();
        assert!(matches!(error, CredentialError::Unusable { .. }), "{name} {value}: {error:?}");
    }
}

/// A provider of one credential.
struct Fixed(Credential);

impl CredentialProvider for Fixed {
    fn credential<'a>(
        &'a self,
        _transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}
