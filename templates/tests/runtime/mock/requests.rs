//! Requests as a mock server keeps them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::client::runtime::mock::{Answer, MockServer, Sample};
use crate::client::runtime::{Client, Method};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn what_was_asked_can_be_looked_at() -> Outcome {
    let server = MockServer::start()?;
    let route = server.catalogs().get_variant().serve(Sample::filled("V1"));
    let client = server.new_client()?;
    client.catalogs().get_variant("a b/ü").query("x[y]", "1,2 & 3").header("X-Trace", "t").send().await?;
    let [request] = &route.received()[..] else { return Err("one request".into()) };
    assert_eq!((request.method(), request.path()), ("GET", "/api/catalog-variants/a%20b%2F%C3%BC/"));
    assert_eq!((request.operation(), request.argument("id")), (Some("get_variant"), Some("a b/ü")));
    assert_eq!((request.query("x[y]"), request.query("z")), (Some("1,2 & 3"), None));
    assert_eq!((request.header("x-trace"), request.header("Revision")), (Some("t"), Some("2022-10-17")));
    assert!(request.json().is_err() && request.body().is_empty());
    server.forget();
    assert_eq!((server.received().len(), route.received().len(), route.count()), (0, 0, 1));
    Ok(())
}

#[tokio::test]
async fn secrets_are_not_shown() -> Outcome {
    let server = MockServer::start()?;
    let route = server.catalogs().create_variant().always(Answer::no_content());
    let client = Client::builder(crate::client::private_key("do-not-show"));
    let client = client.base_url(server.base_url()).build()?;
    let request = client.request(Method::Post, "/api/catalog-variants").header("x-token", "do-not-show");
    request.send().await?;
    let _ = client.request(Method::Get, "/nowhere").send().await;
    let shown = format!("{server:?} {route:?} {:?} {:?} {:?}", server.received(), server.unexpected(), server.verify());
    assert!(shown.contains("x-token") && !shown.contains("do-not-show"), "{shown}");
    Ok(())
}

#[tokio::test]
async fn what_nothing_is_set_for_is_told() -> Outcome {
    let server = MockServer::start()?;
    let _ = server.catalogs().get_variant().serve(Sample::filled("V1"));
    let _nothing = server.catalogs().get_jobs();
    let client = server.new_client()?;
    let error = client.catalogs().get_jobs().send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "get_jobs (GET /api/catalog-variant-bulk-update-jobs/): the service answered with status 404 Not Found: \
         `not_mocked`: Nothing is set for GET \
         /api/catalog-variant-bulk-update-jobs/. What is set: GET /api/catalog-variants/{id}/"
    );
    let _ = client.request(Method::Delete, "/api/catalog-variants/V1").send().await;
    let unexpected = server.unexpected();
    assert_eq!(unexpected.iter().map(|request| request.operation()).collect::<Vec<_>>(), [Some("get_jobs"), None]);
    assert_eq!(
        server.verify().unwrap_err().to_string(),
        "the mock server was used otherwise than the test says: nothing was set for GET \
         /api/catalog-variant-bulk-update-jobs/; nothing was set for DELETE /api/catalog-variants/V1;"
    );
    Ok(())
}

/// What the server answers to these bytes.
fn exchange(server: &MockServer, request: &[u8]) -> Result<String, std::io::Error> {
    let mut stream = TcpStream::connect(server.base_url().trim_start_matches("http://"))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(request)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn bodies_in_chunks_are_read_and_connections_carry_many_requests() -> Outcome {
    let server = MockServer::start()?;
    let route = server.request(Method::Post, "/echo").answer_with(|request| {
        let body = request.body().clone();
        Some(Answer::of("text/plain", 200, body))
    });
    let chunked = "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    let last = "POST /echo HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\nfg";
    let answers = exchange(&server, format!("{chunked}{last}").as_bytes())?;
    let bodies: Vec<&str> = answers.split("\r\n\r\n").skip(1).map(|part| part.split("HTTP").next().unwrap()).collect();
    assert_eq!((bodies, route.count()), (vec!["abcde", "fg"], 2));
    for nonsense in ["\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n"] {
        let answer = exchange(&server, nonsense.as_bytes()).unwrap_or_default();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{answer}");
    }
    Ok(())
}
