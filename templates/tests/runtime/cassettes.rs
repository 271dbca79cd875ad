//! What a service answers, recorded from a socket and replayed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::runtime::testing::{self, InMemory, Recorder, Replayer};
use crate::client::runtime::{
    Auth, Client, ClientBuilder, Credential, Error, File, Form, Limits, Method, ReqwestTransport, Transport,
    TransportErrorKind,
};
use crate::support::server::{Answer, Server};

/// An empty folder for the recordings of a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cassettes").join(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn recorder(folder: &Path) -> Recorder {
    Recorder::new(folder, Arc::new(ReqwestTransport::new(&Limits::default()).unwrap())).unwrap()
}

fn builder(auth: Auth, server: &Server, transport: impl Transport + 'static) -> ClientBuilder {
    Client::builder(auth).base_url(server.url()).transport(Arc::new(transport))
}

/// The names and texts of all files of a folder.
fn files(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut files: Vec<_> = entries
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[tokio::test]
async fn what_is_recorded_is_replayed() {
    let folder = folder("replayed");
    let page = r#"{"data": [{"id": 1e3, "a": "\u0041"}],  "links": {"next": "{base}/jobs?page=2"}}"#;
    let server = Server::start([
        Answer::new(429, "slow down").header("retry-after", "1"),
        Answer::new(200, page).header("x-a", "1").header("x-a", "2"),
        Answer::new(204, ""),
        Answer::new(200, "\u{fffd}plain \"text\""),
    ])
    .await;
    async fn run(client: &Client) -> Vec<String> {
        let mut seen = Vec::new();
        let first = client.request(Method::Get, "/jobs?b=2&a=1").send().await.unwrap();
        seen.push(format!(
            "{} {:?} {:?}",
            first.attempts().count(),
            first.headers().get_all("x-a").iter().collect::<Vec<_>>(),
            first.raw()
        ));
        let body = serde_json::to_vec(&json!({"data": {"type": "job", "n": 1.5}})).unwrap();
        let second = client.request(Method::Post, "/jobs").body(body).send().await.unwrap();
        seen.push(format!("{} {:?}", second.status(), second.raw()));
        let third = client.request(Method::Get, "/jobs/%2E%2E%2Fx").send().await.unwrap();
        seen.push(format!("{:?}", third.raw()));
        seen
    }
    let live = run(&builder(Auth::bearer("t0ken"), &server, recorder(&folder)).build().unwrap()).await;
    let names: Vec<String> = files(&folder).into_iter().map(|(name, _)| name).collect();
    let expected = ["0001-get-jobs.json", "0002-get-jobs.json", "0003-post-jobs.json", "0004-get-jobs-2e-2e-2fx.json"];
    assert_eq!(names, expected);

    let replayer = Replayer::open(&folder).unwrap();
    assert_eq!(replayer.unused(), expected);
    let client = builder(Auth::bearer("another"), &server, replayer.clone()).build().unwrap();
    // The order of parameters is another; the wait for the second attempt takes no time.
    let before = std::time::Instant::now();
    assert_eq!(run(&client).await, live);
    assert!(before.elapsed() < Duration::from_millis(900), "{:?}", before.elapsed());
    assert_eq!((replayer.unused().len(), replayer.requests().len(), server.received().len()), (0, 4, 4));
}

#[tokio::test]
async fn what_was_not_recorded_is_an_error_that_shows_what_differs() {
    let folder = folder("unmatched");
    let server = Server::start([Answer::new(200, "{}"), Answer::new(201, "{}")]).await;
    let client = builder(Auth::none(), &server, recorder(&folder)).build().unwrap();
    client.request(Method::Get, "/jobs?size=10&sort=a").send().await.unwrap();
    let post = |client: &Client, body: Value| client.request(Method::Post, "/jobs").body(body.to_string());
    post(&client, json!({"data": {"a/b": [1, "x"], "same": 1}})).send().await.unwrap();

    let replayer = Replayer::open(&folder).unwrap();
    let client = builder(Auth::none(), &server, replayer.clone()).build().unwrap();
    let error = client.request(Method::Get, "/jobs?size=20&sort=a&new=1").send().await.unwrap_err();
    let place = format!("no recording in `{}` answers", folder.display());
    let url = server.url();
    let expected = format!(
        "GET /jobs: no response: {place} GET {url}/jobs; the nearest is `0001-get-jobs.json`, which differs:
  query `new`: recorded nothing, sent 1
  query `size`: recorded 10, sent 20"
    );
    assert_eq!(error.to_string(), expected);
    let Error::Transport(error) = error else { panic!("{error:?}") };
    assert_eq!((error.kind(), error.attempts().count()), (TransportErrorKind::Refused, 1));

    let error = post(&client, json!({"data": {"a/b": [1, "y", 2], "same": 1}})).send().await.unwrap_err();
    let expected = format!(
        "POST /jobs: no response: {place} POST {url}/jobs; the nearest is `0002-post-jobs.json`, which differs:
  body `/data/a~1b/1`: recorded \"x\", sent \"y\"
  body `/data/a~1b/2`: recorded nothing, sent 2"
    );
    assert_eq!(error.to_string(), expected);
    assert_eq!(replayer.unused().len(), 2);

    client.request(Method::Get, "/jobs?sort=a&size=10").send().await.unwrap();
    let error = client.request(Method::Get, "/jobs?size=10&sort=a").send().await.unwrap_err();
    let used = format!("{place} GET {url}/jobs; `0001-get-jobs.json` did, and was used already: each answers once");
    assert!(error.to_string().ends_with(&used), "{error}");
    assert_eq!(replayer.unused(), ["0002-post-jobs.json"]);
}

/// Links of responses carry tokens, and bodies what a credential was made of.
#[tokio::test]
async fn no_secret_is_recorded_in_another_form() {
    let folder = folder("forms");
    let body = json!({"session": "s:abc/def==", "password": "no such user ada, pass:w0rd"});
    let answer = Answer::new(201, body.to_string())
        .header("location", "https://u.example/made?access_token=t0ken-1&page=2#id_token=t0ken-2")
        .header("content-location", "/made?api_key=t0ken-3")
        .header("link", r#"</jobs?access_token=t0ken-4&page=2>; rel="next", </jobs?page=1>; rel="prev""#);
    let server = Server::start([answer]).await;
    let credential = Credential::cookie("sid", "s%3Aabc%2Fdef==").unwrap();
    let credential = credential.and(Credential::basic("ada", "pass:w0rd").unwrap());
    let client = builder(Auth::provider(Given(credential)), &server, recorder(&folder)).build().unwrap();
    client.request(Method::Post, "/jobs").send().await.unwrap();
    let (_, text) = files(&folder).pop().unwrap();
    for secret in ["t0ken", "abc", "w0rd"] {
        assert!(!text.contains(secret), "`{secret}` is in {text}");
    }
    let recorded: Value = serde_json::from_str(&text).unwrap();
    let headers = recorded.pointer("/headers").unwrap();
    assert_eq!(headers["location"], "https://u.example/made?access_token=REDACTED&page=2#id_token=REDACTED");
    assert_eq!(headers["link"], r#"</jobs?access_token=REDACTED&page=2>; rel="next", </jobs?page=1>; rel="prev""#);
}

/// Credentials and other secrets, each in its place: none of them is in a file.
#[tokio::test]
async fn no_secret_is_recorded() {
    let folder = folder("secrets");
    let answer = json!({
        "access_token": "issued-1", "expires_in": 3600, "echo": "key query-key!1 in text", "pin": 40718263, "on": {"pin": [true, null, "p"]},
        "self": "{base}/x?api=query-key%211&mail=ada%40x.org", "again": "Bearer tok-123456", "id": "7",
    });
    let answers = (0..4).map(|_| Answer::new(200, answer.to_string()).header("set-cookie", "session=issued-2"));
    let server = Server::start(answers.collect::<Vec<_>>()).await;
    let credential = Credential::query("api", "query-key!1").unwrap();
    let credential = credential.and(Credential::bearer("tok-123456").unwrap());
    let credential = credential.and(Credential::cookie("sid", "cookie-1").unwrap());
    let credential = credential.and(Credential::header("x-shop", "header-1").unwrap());
    let auth = || Auth::provider(Given(credential.clone()));
    let recorder = recorder(&folder).redact_member("PIN").redact_parameter("mail").redact_header("X-Trace");
    let client = builder(auth(), &server, recorder).build().unwrap();
    async fn run(client: &Client, trace: &str, mail: &str, pin: u32) -> Result<(), Error> {
        let path = format!("/x?mail={mail}&page=1");
        client.request(Method::Get, path).header("x-trace", trace).send().await?;
        let form = format!("grant_type=password&client_secret=form-1&pin={pin}&name=Ada");
        let body = client.request(Method::Post, "/form").header("content-type", "application/x-www-form-urlencoded");
        body.body(form).send().await?;
        let json = json!({"password": ["deep-1", 5], "pin": pin, "of": "cookie-1", "name": "Ada"}).to_string();
        client.request(Method::Post, "/json").body(json).send().await?;
        let file = File::new("f.bin", vec![0_u8, 159, 146]);
        let parts = Form::new().text("secret", "part-1").text("kept", "header-1 is out").file("file", file);
        client.request(Method::Post, "/parts").form(parts).send().await?;
        Ok(())
    }
    run(&client, "trace-1", "ada%40x.org", 6_290_481).await.unwrap();
    let files = files(&folder);
    assert_eq!(files.len(), 4);
    // The numbers are longer than any port: the address of the server is in the files.
    let secrets = [
        "issued", "query-key", "tok-1", "cookie-1", "header-1", "trace-1", "ada%40", "ada@", "form-1", "deep-1",
        "part-1", "40718263", "6290481",
    ];
    for (name, text) in &files {
        let recorded: Value = serde_json::from_str(text).unwrap();
        let whole = match recorded["sent"]["base64"].as_str() {
            Some(base64) => format!("{text}{}", String::from_utf8_lossy(&decoded(base64))),
            None => text.clone(),
        };
        for secret in secrets {
            assert!(!whole.contains(secret), "`{secret}` is in `{name}`: {whole}");
        }
        // What stands for a value of a response is of its type.
        let body = &recorded["body"];
        assert_eq!((&body["pin"], &body["on"]["pin"]), (&json!(0), &json!([false, null, "REDACTED"])));
        assert_eq!((&body["expires_in"], &body["id"]), (&json!(3600), &json!("7")));
    }
    assert!(files[2].1.contains(r#""name":"Ada""#), "{}", files[2].1);
    // What was redacted may be anything when it is replayed.
    let replayer = Replayer::open(&folder).unwrap();
    let client = builder(auth(), &server, replayer.clone()).build().unwrap();
    run(&client, "trace-2", "eve%40x.org", 5).await.unwrap();
    assert!(replayer.unused().is_empty());
}

/// Members are secret by their names: a body that is too deep to be looked through has none that is known.
#[tokio::test]
async fn no_secret_of_deep_json_is_recorded() {
    let folder = folder("deep");
    let deep = |inner: &str| format!("{}{inner}{}", "{\"a\":".repeat(300), "}".repeat(300));
    let body = deep(r#"{"password":"hunter22"}"#);
    let answer = testing::Answer::new(200).body(body.clone());
    let recorder = Recorder::new(&folder, Arc::new(InMemory::new([answer]))).unwrap();
    let client = Client::builder(Auth::none()).transport(Arc::new(recorder)).build().unwrap();
    client.request(Method::Post, "/a").body(body).send().await.unwrap();
    let files = files(&folder);
    let [(_, text)] = files.as_slice() else { panic!("{files:?}") };
    assert!(!text.contains("hunter22"), "{text}");
    assert_eq!(text.matches(r#""text": "REDACTED""#).count(), 2, "{text}");

    // Such a body is any other one of its kind when it is replayed.
    let replayer = Replayer::open(&folder).unwrap();
    let client = Client::builder(Auth::none()).transport(Arc::new(replayer)).build().unwrap();
    client.request(Method::Post, "/a").body(deep("1")).send().await.unwrap();
}

#[tokio::test]
async fn recordings_are_in_the_order_of_their_numbers() {
    let folder = folder("order");
    fs::create_dir_all(&folder).unwrap();
    let numbers = [2, 9999, 10_000, 10_001];
    for number in numbers {
        let text = format!(r#"{{"request": "GET http://a/", "status": 200, "text": "{number}"}}"#);
        fs::write(folder.join(format!("{number:04}-get.json")), text).unwrap();
    }
    fs::write(folder.join("get.json"), r#"{"request": "GET http://a/", "status": 200, "text": "none"}"#).unwrap();
    let client =
        Client::builder(Auth::none()).base_url("http://a").transport(Arc::new(Replayer::open(&folder).unwrap()));
    let client = client.build().unwrap();
    for number in numbers.iter().map(ToString::to_string).chain(["none".to_owned()]) {
        let answer = client.request(Method::Get, "/").send().await.unwrap();
        assert_eq!(answer.raw(), number.as_bytes());
    }
}

/// Bytes of base 64.
fn decoded(text: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String =
        text.trim_end_matches('=').chars().map(|letter| format!("{:06b}", ALPHABET.find(letter).unwrap())).collect();
    (0..bits.len() / 8).map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).unwrap()).collect()
}

/// Always the same credential.
struct Given(Credential);

impl crate::client::runtime::CredentialProvider for Given {
    fn credential<'a>(
        &'a self,
        _transport: &'a Arc<dyn Transport>,
    ) -> crate::client::runtime::BoxFuture<'a, Result<Credential, crate::client::runtime::CredentialError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

#[tokio::test]
async fn a_file_is_whole_or_not_there() {
    let folder = folder("whole");
    let broken = testing::Answer::new(200).body("{\"data\"").breaking_off();
    let service = InMemory::new([broken, testing::Answer::new(200).body("{}"), testing::Answer::new(200)]);
    let recorder = Recorder::new(&folder, Arc::new(service)).unwrap();
    let client = Client::builder(Auth::none()).transport(Arc::new(recorder.clone())).build().unwrap();
    // One that broke off is not recorded; one that nobody reads is not either.
    client.request(Method::Get, "/a").send().await.unwrap();
    drop(client.request(Method::Get, "/b").download().await.unwrap());
    let names: Vec<String> = files(&folder).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["0002-get-a.json"]);

    // A folder that has recordings is not written to.
    let error = Recorder::new(&folder, Arc::new(InMemory::new([]))).unwrap_err();
    assert!(error.to_string().contains("`0002-get-a.json`: remove them to record anew"), "{error}");

    // A call that cannot be recorded fails.
    let service = InMemory::answering(|_| testing::Answer::new(200).body("{}"));
    let gone = folder.join("gone");
    let recorder = Recorder::new(&gone, Arc::new(service)).unwrap();
    fs::remove_dir(&gone).unwrap();
    let client = Client::builder(Auth::none()).transport(Arc::new(recorder)).build().unwrap();
    let error = client.request(Method::Post, "/a").send().await.unwrap_err();
    assert!(matches!(error, Error::Incomplete { .. }), "{error:?}");
}

/// Whatever a service and a caller say, a file is made in the folder and nowhere else.
#[tokio::test]
async fn no_name_leads_out_of_the_folder() {
    let folder = folder("names");
    let recorder = Recorder::new(&folder, Arc::new(InMemory::answering(|_| testing::Answer::new(200)))).unwrap();
    let client = Client::builder(Auth::none()).transport(Arc::new(recorder)).build().unwrap();
    let long = format!("/{}", "long/".repeat(200));
    for path in ["/%2e%2e/%2e%2e/etc/passwd", "/a%00b%5C..%5Cc", "/.hidden", "/", "/con.json%3A", &long] {
        client.request(Method::Get, path).send().await.unwrap();
    }
    let names: Vec<String> = files(&folder).into_iter().map(|(name, _)| name).collect();
    let is_plain = |name: &String| {
        let stem = name.strip_suffix(".json").unwrap();
        stem.len() <= 90 && stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    assert!(names.len() == 6 && names.iter().all(is_plain), "{names:?}");
    assert_eq!(Replayer::open(&folder).unwrap().unused(), names);
}

#[test]
fn what_is_no_recording_is_said() {
    let folder = folder("bad");
    let missing = Replayer::open(&folder).unwrap_err();
    assert!(missing.to_string().contains("cannot be read"), "{missing}");
    fs::create_dir_all(&folder).unwrap();
    assert!(Replayer::open(&folder).unwrap_err().to_string().ends_with("has no recordings"));
    fs::create_dir(folder.join("1.json")).unwrap();
    assert_eq!(Replayer::open(&folder).unwrap_err().to_string(), "`1.json` cannot be read: it is not a file");
    fs::remove_dir(folder.join("1.json")).unwrap();
    for (text, said) in [
        ("{", "this is not JSON"),
        ("{}", "there is no `request`"),
        (r#"{"request": "GET"}"#, "must be a method, a blank and a URL"),
        (r#"{"request": "GET http://a/", "status": "x"}"#, "`status` cannot be read"),
        (r#"{"request": "GET http://a/", "status": 200, "headers": []}"#, "`headers` cannot be read"),
        (r#"{"request": "GET http://a/", "status": 200, "base64": "A"}"#, "`base64` is not base 64"),
        (r#"{"request": "GET http://a/", "status": 200, "text": 1}"#, "`text` is not text"),
    ] {
        fs::write(folder.join("one.json"), text).unwrap();
        let error = Replayer::open(&folder).unwrap_err().to_string();
        assert!(error.starts_with("`one.json`: ") && error.contains(said), "{error}");
    }
    fs::write(folder.join("one.json"), r#"{"request": "GET http://a/", "status": 200, "base64": "//79"}"#).unwrap();
    assert_eq!(Replayer::open(&folder).unwrap().unused(), ["one.json"]);
}
