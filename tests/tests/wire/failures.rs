//! What goes wrong, and how much of it the caller learns.

use std::error::Error as _;
use std::iter;
use std::net::TcpListener;
use std::time::Duration;

use jsonapi_forge_tests::server::{Reply, Server};
use klaviyo_api::resources::profile::NewProfile;
use klaviyo_api::runtime::{Method, RetryPolicy};
use klaviyo_api::{Auth, Client, Error};
use serde_json::json;

use crate::{KEY, Outcome, failed, start};

#[tokio::test]
async fn an_error_has_all_that_the_service_says() -> Outcome {
    let body = json!({ "errors": [
        {
            "id": "e1", "status": 409, "code": "duplicate_profile", "title": "Conflict.", "detail": "It exists.",
            "source": { "pointer": "/data/attributes/email" }, "links": { "about": "https://example.com/e1" },
            "meta": { "duplicate_profile_id": "01H" }, "colour": "red",
        },
        { "status": "400", "title": "Invalid input." },
    ]})
    .to_string();
    let reply = Reply::json(409, body.clone()).header("x-request-id", "r-1");
    let (_server, klaviyo) = start([reply])?;
    let call = klaviyo.profiles().create_profile(NewProfile::new().email("ada@example.com"));
    let error = failed(call.send().await)?;
    assert_eq!(
        error.to_string(),
        "create_profile (POST /api/profiles): the service answered with status 409 Conflict: `duplicate_profile`: It \
         exists.; Invalid input."
    );
    let api = error.api().ok_or("the service answered")?;
    assert_eq!((api.status.as_u16(), api.request_id.as_deref(), api.retry_after), (409, Some("r-1"), None));
    let duplicate = api.by_code("duplicate_profile").ok_or("it has this code")?;
    assert_eq!((duplicate.id.as_deref(), duplicate.status.as_deref()), (Some("e1"), Some("409")));
    assert_eq!(duplicate.meta, Some(json!({ "duplicate_profile_id": "01H" })));
    assert_eq!(duplicate.links.get("about"), Some("https://example.com/e1"));
    assert_eq!(duplicate.rest.get("colour"), Some(&json!("red")));
    assert_eq!(api.by_pointer("/data/attributes/email").count(), 1);
    assert_eq!(api.errors.iter().map(|error| error.status.as_deref()).collect::<Vec<_>>(), [Some("409"), Some("400")]);
    assert_eq!(error.raw().map(|raw| raw.to_vec()), Some(body.into_bytes()));
    Ok(())
}

#[tokio::test]
async fn errors_that_are_no_documents_keep_their_bytes() -> Outcome {
    let page = "<html><h1>525</h1></html>";
    let replies = [
        Reply::of("text/html", 525, page),
        Reply::empty(400),
        Reply::json(500, r#"{"errors": "all"}"#),
        Reply::json(500, r#"{"errors": [{"code": 1, "detail": "no text"}, 5]}"#),
        Reply::of("application/octet-stream", 500, &b"\xff\xfe"[..]),
    ];
    let (_server, klaviyo) = start(replies)?;
    let mut found = Vec::new();
    for _ in 0..5 {
        let error = failed(klaviyo.profiles().get_profiles().send().await)?;
        let api = error.api().ok_or("the service answered")?;
        found.push((api.status.as_u16(), api.errors.len(), api.raw.len()));
    }
    assert_eq!(found, [(525, 0, page.len()), (400, 0, 0), (500, 1, 17), (500, 2, 49), (500, 0, 2)]);
    Ok(())
}

/// What an error prints: the call, the first line of a body that is not of the service, each cause once, and no secret.
#[tokio::test]
async fn an_error_names_its_call() -> Outcome {
    let gateway =
        "<!DOCTYPE html>\n<html><head><style>p { margin: 0 }</style>\n<title>502 Bad Gateway</title></head></html>";
    let replies = [
        Reply::of("text/html", 502, gateway),
        Reply::of("text/plain", 401, format!("\n  upstream timed out {}", "x".repeat(300))),
        Reply::of("text/html", 200, gateway),
        Reply::json(404, "{}"),
        Reply::of("text/html", 403, format!("<p>Klaviyo-API-Key {KEY}</p>")),
    ];
    let (_server, klaviyo) = start(replies)?;
    let profiles = klaviyo.profiles();
    let mut said = Vec::new();
    said.push(failed(profiles.create_profile(NewProfile::new().email("ada@example.com")).send().await)?);
    said.push(failed(profiles.get_profile("01H").send().await)?);
    said.push(failed(profiles.get_profiles().page_size(10).send().await)?);
    said.push(failed(klaviyo.request(Method::Get, "/api/odd?key=secret").send().await)?);
    said.push(failed(profiles.get_profile("01H").send().await)?);
    said.push(failed(profiles.get_profile("..").send().await)?);
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    let cut = format!("upstream timed out {}..", "x".repeat(181));
    assert_eq!(
        said,
        [
            "create_profile (POST /api/profiles): the service answered with status 502 Bad Gateway: `502 Bad Gateway`; \
             not tried again: it may have had its effect",
            &format!("get_profile (GET /api/profiles/01H): the service answered with status 401 Unauthorized: `{cut}`"),
            "get_profiles (GET /api/profiles): the response with status 200 OK cannot be read: expected value at line 1 \
             column 1",
            "GET /api/odd: the service answered with status 404 Not Found",
            "get_profile (GET /api/profiles/01H): the service answered with status 403 Forbidden; what it says \
             repeats a secret of the request, and is not shown",
            "get_profile (GET /api/profiles/{id}): the request cannot be built: `..` cannot stand for `id` in a path",
        ]
    );

    let nobody = { Server::start([])?.url() };
    let klaviyo = Client::builder(Auth::private_key(KEY)).retry(RetryPolicy::none()).base_url(nobody).build()?;
    let error = failed(klaviyo.profiles().get_profile("01H").send().await)?;
    let attempts = error.attempts().ok_or("there was one")?;
    assert_eq!((attempts.method(), attempts.path()), (Some(Method::Get), "/api/profiles/01H"));
    let mut told = error.to_string();
    assert!(told.starts_with("get_profile (GET /api/profiles/01H): no response: "), "{told}");
    let causes = iter::successors(error.source(), |error| (*error).source());
    for cause in causes.map(ToString::to_string) {
        assert!(!told.contains(&cause), "`{cause}` is told twice: {told}");
        told.push_str(&cause);
    }
    assert_eq!(told.matches("refused").count(), 1, "{told}");
    Ok(())
}

#[tokio::test]
async fn too_many_calls_say_when_to_come_again() -> Outcome {
    let body = r#"{"errors": [{"code": "throttled", "detail": "Expected available in 3 seconds."}]}"#;
    let (_server, klaviyo) = start([Reply::json(429, body).header("retry-after", "3")])?;
    let error = failed(klaviyo.profiles().get_profiles().send().await)?;
    let Error::Api(api) = error else { return Err(format!("{error:?}").into()) };
    assert_eq!(api.retry_after, Some(Duration::from_secs(3)));
    assert!(api.by_code("throttled").is_some());
    Ok(())
}

#[tokio::test]
async fn limits_are_told_with_every_response() -> Outcome {
    let reply = Reply::json(200, r#"{"data": []}"#)
        .header("ratelimit-limit", "75, 75;w=1, 750;w=60")
        .header("ratelimit-remaining", "72")
        .header("ratelimit-reset", "0");
    let (_server, klaviyo) = start([reply, Reply::json(200, r#"{"data": []}"#)])?;
    let limit = klaviyo.profiles().get_profiles().send().await?.rate_limit().ok_or("the headers tell")?;
    assert_eq!((limit.limit, limit.remaining, limit.reset), (Some(75), Some(72), Some(Duration::ZERO)));
    let windows: Vec<_> = limit.windows.iter().map(|window| (window.calls, window.window.as_secs())).collect();
    assert_eq!(windows, [(75, 1), (750, 60)]);
    assert!(klaviyo.profiles().get_profiles().send().await?.rate_limit().is_none());
    Ok(())
}

#[tokio::test]
async fn a_success_that_is_no_json_is_an_error_with_its_bytes() -> Outcome {
    for body in [&b"<html>"[..], b"{\"data\": [", b"\xff", b"{} {}"] {
        let (_server, klaviyo) = start([Reply::of("text/html", 200, body)])?;
        let error = failed(klaviyo.profiles().get_profiles().send().await)?;
        assert!(matches!(&error, Error::Decode { raw, .. } if raw == body), "{error:?}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    }
    Ok(())
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_a_timeout() -> Outcome {
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let base = format!("http://{}", silent.local_addr()?);
    let klaviyo = Client::builder(Auth::private_key(KEY)).base_url(base).build()?;
    let error = failed(klaviyo.profiles().get_profiles().timeout(Duration::from_millis(30)).send().await)?;
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn a_response_that_is_too_large_is_an_error() -> Outcome {
    let server = Server::start([Reply::json(200, format!("{{\"data\": [{}]}}", " ".repeat(2_000)))])?;
    let builder = Client::builder(Auth::private_key(KEY)).base_url(server.url());
    let error = failed(builder.max_response_bytes(1_000).build()?.profiles().get_profiles().send().await)?;
    let expected = "get_profiles (GET /api/profiles): the response with status 200 OK was not read to its end: it is larger than 1000 \
         bytes";
    assert_eq!(error.to_string(), expected);
    Ok(())
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_refused() -> Outcome {
    for base in ["", "a.klaviyo.com", "ftp://a.klaviyo.com", "https://a.klaviyo.com?x=1", "https://me:pw@a.klaviyo.com"]
    {
        let error = failed(Client::builder(Auth::private_key(KEY)).base_url(base).build())?;
        assert!(matches!(error, Error::Request { .. }), "{error:?}");
    }
    let error = failed(Client::builder(Auth::private_key("  ")).build())?;
    assert_eq!(error.to_string(), "the request cannot be built: the credentials are empty");
    Ok(())
}
