//! Credentials as the document describes them: each operation is sent those that it wants.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_credentials::runtime::Credential;
use jsonapi_forge_goldens::case_credentials::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Request, Server};

use crate::{Outcome, only};

fn client(server: &Server, auth: Auth) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(auth).base_url(server.url()).build()?)
}

#[expect(deprecated, reason = "two schemes of the case are deprecated, and are sent all the same")]
fn everything() -> Auth {
    let keys = Auth::api_key_auth("api").and(Auth::app_key_auth("app"));
    let keys = keys.and(Auth::query_key("q & 1")).and(Auth::cookie_key("c%3B1+/=="));
    keys.and(Auth::basic("user", "pass:word")).and(Auth::auth_z("token"))
}

/// The secrets of a request, by where they are.
fn secrets(request: &Request) -> Vec<String> {
    let names = ["x-api-key", "x-app-key", "authorization", "cookie"];
    let headers = names.iter().filter_map(|name| Some(format!("{name}: {}", request.header(name)?)));
    let query = request.line.split_once('?').map(|(_, query)| format!("query: {query}"));
    headers.chain(query).collect()
}

#[tokio::test]
async fn keys_that_are_required_together_are_sent_together() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server, Auth::api_key_auth("api").and(Auth::app_key_auth("app")))?.books().list_books().send().await?;
    assert_eq!(secrets(&only(&server)?), ["x-api-key: api", "x-app-key: app"]);
    Ok(())
}

#[tokio::test]
async fn each_operation_is_sent_what_it_wants() -> Outcome {
    let server = Server::start((0..6).map(|_| Reply::empty(204)))?;
    let client = client(&server, everything())?;
    client.books().list_books().send().await?;
    client.books().by_query().query("page", 1).send().await?;
    client.books().by_cookie().header("cookie", "theme=dark").send().await?;
    client.books().by_one_key().send().await?;
    client.books().by_password().send().await?;
    client.books().by_nothing().visit("a==; 1%2B").send().await?;
    let sent: Vec<_> = server.seen().iter().map(secrets).collect();
    let expected: [&[&str]; 6] = [
        &["x-api-key: api", "x-app-key: app"],
        &["query: page=1&x_key=q%20%26%201"],
        &["cookie: theme=dark; sid=c%3B1+/=="],
        &["x-api-key: api"],
        &["authorization: Basic dXNlcjpwYXNzOndvcmQ="],
        &["cookie: visit=a==%3B%201%2B"],
    ];
    assert_eq!(sent, expected);
    Ok(())
}

#[tokio::test]
async fn an_alternative_is_sent_where_it_is_complete() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let client = client(&server, Auth::auth_z("token"))?;
    client.books().list_books().send().await?;
    // Where nothing is wanted and nothing fits, nothing is sent.
    client.books().by_password().send().await?;
    let sent: Vec<_> = server.seen().iter().map(secrets).collect();
    assert_eq!(sent, [vec!["authorization: Bearer token".to_owned()], Vec::new()]);
    Ok(())
}

#[tokio::test]
async fn credentials_of_no_scheme_go_to_every_operation() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204), Reply::empty(204)])?;
    let client = client(&server, Auth::bearer("token"))?;
    client.books().list_books().send().await?;
    client.books().by_query().send().await?;
    client.books().by_nothing().send().await?;
    let sent: Vec<_> = server.seen().iter().map(secrets).collect();
    let token = || vec!["authorization: Bearer token".to_owned()];
    assert_eq!(sent, [token(), token(), Vec::new()]);
    Ok(())
}

#[test]
fn urls_and_scopes_of_tokens_are_constants() {
    assert_eq!(Auth::AUTH_Z_TOKEN_URL, "https://library.example/oauth2/token");
    assert_eq!(Auth::AUTH_Z_AUTHORIZATION_URL, "https://login.example/authorize");
    assert_eq!(Auth::AUTH_Z_REFRESH_URL, "https://login.example/refresh");
    assert_eq!(Auth::AUTH_Z_SCOPES, ["books_read", "books_write"]);
}

#[test]
fn secrets_are_not_shown() -> Outcome {
    let shown = [
        format!("{:?}", everything()),
        format!("{:?}", Credential::query("k", "s3cret")?.and(Credential::cookie("c", "s3cret")?)),
        format!("{:?}", Credential::basic("user:s3cret", "s3cret")),
    ];
    for shown in shown {
        assert!(!["s3cret", "pass", "q & 1", "c%3B1"].iter().any(|secret| shown.contains(secret)), "{shown}");
    }
    Ok(())
}

/// A page of a proxy that repeats the key, as it was sent or as it was given, is not shown; another one is.
#[tokio::test]
async fn no_error_shows_a_key_that_the_answer_repeats() -> Outcome {
    let echoed =
        ["no route to ?x_key=q%20%26%201", "bad key q & 1", "bad session c;1 /==", "bad session c%3B1+/==", "gateway"];
    for (position, page) in echoed.into_iter().enumerate() {
        let server = Server::start([Reply::of("text/plain", 404, page)])?;
        let client = client(&server, everything())?;
        let error = match position {
            0 | 1 => client.books().by_query().send().await.map(drop),
            _ => client.books().by_cookie().send().await.map(drop),
        };
        let said = error.err().ok_or("a 404 is an error")?.to_string();
        assert_eq!(said.contains(page), page == "gateway", "{said}");
    }
    Ok(())
}
