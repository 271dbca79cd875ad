//! What a call tells when it does not succeed.

use std::error::Error as _;
use std::time::Duration;

use crate::client::catalogs::{GetJobs, GetVariant};
use crate::client::runtime::generated::{Batch, Draft};
use crate::client::runtime::http::StatusCode;
use crate::client::runtime::{
    ApiError, Auth, Client, Collection, Decoding, Error, ErrorObject, LinkTo, Method, Position, RawOperation, Resource,
    RetryPolicy,
};
use crate::client::variants::Variant;
use crate::support::respond;
use crate::support::server::{Answer, Server};

/// The error that this answer makes.
async fn api_error(answer: Answer) -> ApiError {
    let server = Server::start([answer]).await;
    let error = server.client().catalogs().get_variant("1").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), error.api().unwrap().status);
    let Error::Api(error) = error else { panic!("{error:?}") };
    *error
}

#[tokio::test]
async fn the_service_tells_what_went_wrong() {
    let body = r#"{"errors":[
        {"id":"1","status":409,"code":"duplicate","title":"Twice","detail":"It is there.",
         "source":{"pointer":"/data/attributes/title"},"links":{"type":"/e"},"meta":{"id":"7"},"own":[1]},
        {"status":"400","source":{"parameter":"filter"}}, 7]}"#;
    let answer = Answer::new(409, body).header("retry-after", "3").header("x-request-id", "r1");
    let error = api_error(answer).await;
    assert_eq!(error.status.as_u16(), 409);
    assert_eq!(error.errors.len(), 3);
    assert_eq!(error.retry_after, Some(Duration::from_secs(3)));
    assert_eq!(error.request_id.as_deref(), Some("r1"));
    assert_eq!(&error.raw[..], body.as_bytes());

    let first = error.by_code("duplicate").unwrap();
    assert_eq!(first.status.as_deref(), Some("409"));
    assert_eq!(first.links.get("type"), Some("/e"));
    assert_eq!(first.meta.as_ref().unwrap()["id"], "7");
    assert_eq!(first.rest["own"][0], 1);
    assert_eq!(error.by_pointer("/data/attributes/title").count(), 1);
    assert_eq!(error.errors[1].source.as_ref().unwrap().parameter.as_deref(), Some("filter"));
    assert_eq!(
        error.to_string(),
        "get_variant (GET /api/catalog-variants/1/): the service answered with status 409 Conflict: `duplicate`: It is \
         there.; an error without code and title; 7"
    );
}

#[test]
fn a_pointer_leads_to_a_field() {
    let at = |pointer: &str| ErrorObject::new("e").at_pointer(pointer);
    for (pointer, field, change) in [
        ("/data/attributes/email", Some("email"), None),
        ("/data/attributes/address/city", Some("address"), None),
        ("data/attributes/email", Some("email"), None),
        ("#/data/relationships/lists/data/0/id", Some("lists"), None),
        ("/data/3/attributes/email", Some("email"), None),
        ("/atomic:operations/2/data/attributes/title", Some("title"), Some(2)),
        ("/atomic:operations/0", None, Some(0)),
        ("/atomic:operations/x/ref", Some("x"), None),
        ("/atomic:operations/1/ref/id", Some("ref"), Some(1)),
        ("/data/id", Some("id"), None),
        ("/email", Some("email"), None),
        ("/data/attributes", None, None),
        ("/data", None, None),
        ("", None, None),
    ] {
        assert_eq!((at(pointer).field(), at(pointer).change()), (field, change), "{pointer}");
    }
    assert_eq!(ErrorObject::new("e").at_parameter("sort").field(), None);
    let error = ApiError::of(StatusCode::BAD_REQUEST, [at("/data/attributes/a~1b~01")]);
    assert_eq!((error.by_field("a/b~1").count(), error.by_field("a~1b~01").count()), (1, 0));
}

#[tokio::test]
async fn an_error_leads_to_its_change() {
    let body = r#"{"errors": [{"code": "a", "source": {"pointer": "/atomic:operations/1/data/attributes/title"}},
        {"code": "b", "source": {"header": "If-Match"}}]}"#;
    let server = Server::start([Answer::new(409, body)]).await;
    let mut batch = Batch::<RawOperation>::new();
    let variant = || Draft::<()>::arg_empty("catalog-variant");
    let (first, second) = (batch.arg_add::<Variant, _>(&[], variant()), batch.arg_add::<Variant, _>(&[], variant()));
    let mut other = Batch::<RawOperation>::new();
    let (_, elsewhere) = (other.arg_add::<Variant, _>(&[], variant()), other.arg_add::<Variant, _>(&[], variant()));
    let client = server.client();
    let error = client.request(Method::Post, "/operations").arg_batch(batch).send().await.unwrap_err();
    let api = error.api().unwrap();
    let codes = |errors: Vec<&ErrorObject>| errors.iter().filter_map(|error| error.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes(api.by_change(&second).collect()), ["a"]);
    assert_eq!((api.by_change(&first).count(), api.by_change(&elsewhere).count()), (0, 0));
    assert_eq!(codes(api.by_header("if-match").collect()), ["b"]);
}

#[tokio::test]
async fn errors_in_other_forms_are_kept() {
    let said = |error: &ApiError| error.errors.iter().map(ToString::to_string).collect::<Vec<_>>();
    for (body, expected) in [
        (
            r#"{"errors":["no such book",["a"],null]}"#,
            &["no such book", r#"["a"]"#, "an error without code and title"][..],
        ),
        (r#"{"errors":"none"}"#, &["none"]),
        (r#"{"errors":{"pages":"few","title":["too long","no text"]}}"#, &["few", "too long", "no text"]),
        (r#"{"error":"invalid_grant","error_description":"expired"}"#, &["expired"]),
        (r#"{"error":{"message":"gone","code":7}}"#, &["gone"]),
        (r#"{"type":"/e","title":"Gone","status":410,"detail":"long ago"}"#, &["long ago"]),
        (r#"{"message":"Forbidden"}"#, &["Forbidden"]),
        (r#"{"statusCode":400,"message":["no title","no pages"],"error":"Bad Request"}"#, &["no title", "no pages"]),
        (r#"{"message":[],"error":"Bad Request"}"#, &["Bad Request"]),
        (r#"{"errors":[]}"#, &[]),
        (r#"{"data":null}"#, &[]),
        (r#"["no"]"#, &[]),
    ] {
        assert_eq!(said(&api_error(Answer::new(400, body)).await), expected, "{body}");
    }
    let body = r#"{"errors":[{"id":7,"status":400,"code":42,"detail":["a"],"source":{"pointer":3,"own":1},"links":"/e"},
        {"source":"title","title":"Wrong"}]}"#;
    let error = api_error(Answer::new(400, body)).await;
    let [first, second] = error.errors.as_slice() else { panic!("{error:?}") };
    assert_eq!(
        (first.id.as_deref(), first.status.as_deref(), first.code.as_deref()),
        (Some("7"), Some("400"), Some("42"))
    );
    assert_eq!((first.rest["code"].clone(), first.rest["links"].clone()), (42.into(), "/e".into()));
    let source = first.source.as_ref().unwrap();
    assert_eq!((source.pointer.as_deref(), source.rest["own"].as_i64()), (Some("3"), Some(1)));
    assert_eq!(second.rest["source"], "title");
    assert!(error.by_code("42").is_some());
    let written = serde_json::to_value(&error.errors).unwrap();
    assert_eq!(written, serde_json::from_str::<serde_json::Value>(body).unwrap()["errors"]);
}

#[tokio::test]
async fn a_success_without_its_resource_is_an_error() {
    for (body, message) in [
        (r#"{"data":null}"#, "its `data` is null"),
        ("{}", "it has no `data`"),
        (r#"{"meta":{"id":"7"}}"#, "it has no `data`"),
        (r#"{"data":[]}"#, "its `data` is a list of 0"),
        (r#"{"data":[{"type":"catalog-variant","id":"1"},{}]}"#, "its `data` is a list of 2"),
        (r#"{"data":"gone"}"#, "its `data` is a string"),
        ("[1]", "its body is a list"),
    ] {
        let error = respond::<GetVariant>(body).await.unwrap_err();
        let shown = error.to_string();
        let call = "get_variant (GET /api/catalog-variants/1/)";
        assert_eq!(shown, format!("{call}: the response with status 200 OK lacks what is described: {message}"));
        assert_eq!(error.raw().map(|raw| &raw[..]), Some(body.as_bytes()));
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert_eq!(error.attempts().unwrap().count(), 1);
    }
    for body in [r#"{"errors":[{"code":"gone","detail":"No."}]}"#, r#"{"data":null,"errors":["No."]}"#] {
        let error = respond::<GetVariant>(body).await.unwrap_err();
        let Error::Api(error) = error else { panic!("{error:?}") };
        assert_eq!((error.status.as_u16(), error.errors[0].detail.as_deref()), (200, Some("No.")));
        assert_eq!(error.attempts.count(), 1);
    }
}

#[tokio::test]
async fn one_where_many_are_described_is_a_list_of_one() {
    let one = r#"{"data":{"type":"catalog-variant-bulk-update-job","id":"1"}}"#;
    let response = respond::<GetJobs>(one).await.unwrap();
    assert_eq!((response.data.len(), response.is_clean()), (1, false));
    assert_eq!(
        response.mismatches()[0].to_string(),
        format!("`/data`: expected an array, found `{}`", &one[8..one.len() - 1])
    );

    let list = r#"{"data":[{"type":"catalog-variant","id":"1"}],"errors":[{"code":"late"}]}"#;
    let response = respond::<GetVariant>(list).await.unwrap();
    assert_eq!((response.data.id.as_str(), response.is_clean()), ("1", false));
    let pointers: Vec<_> = response.mismatches().into_iter().map(|one| one.pointer).collect();
    assert_eq!(pointers, ["/data", "/data/0/attributes", "/errors"]);

    for body in [r#"{"data":null}"#, r#"{"meta":{}}"#] {
        let response = respond::<GetJobs>(body).await.unwrap();
        assert!(response.data.is_empty() && !response.is_clean(), "{body}");
    }
    let error = respond::<GetJobs>(r#"{"data":7}"#).await.unwrap_err();
    assert!(matches!(error, Error::Absent { .. }), "{error:?}");
    let error = respond::<GetJobs>(r#"{"errors":["No."]}"#).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error:?}");
}

#[tokio::test]
async fn what_cannot_be_kept_of_an_error_takes_nothing_else_along() {
    let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    let body = format!(r#"{{"errors":[{{"code":"deep","meta":{deep}}},{{"code":"none","meta":null}}]}}"#);
    let error = api_error(Answer::new(400, &body)).await;
    let codes: Vec<_> = error.errors.iter().map(|error| error.code.as_deref()).collect();
    assert_eq!(codes, [Some("deep"), Some("none")]);
    assert_eq!(error.errors[1].meta, Some(serde_json::Value::Null));
}

#[tokio::test]
async fn a_proxy_may_answer_instead() {
    let error = api_error(Answer::new(525, "<html>no</html>").header("content-type", "text/html")).await;
    assert!(error.errors.is_empty());
    assert_eq!(&error.raw[..], b"<html>no</html>");
    assert!(api_error(Answer::new(400, "")).await.errors.is_empty());
    let later = Answer::new(429, "").header("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT");
    assert_eq!(api_error(later).await.retry_after, Some(Duration::ZERO));
}

/// Services repeat what they were sent: no text of an error has a credential, in whatever form and wherever it stands.
#[tokio::test]
async fn an_error_does_not_print_a_secret_that_the_service_repeats() {
    let token = "tok/en+1234==";
    let auths = || [Auth::bearer(token), Auth::basic("ada", token)];
    for (status, body) in [
        (401, r#"{"errors":[{"detail":"Incorrect API key: tok/en+1234=="}]}"#),
        (401, r#"{"errors":[{"detail":"Incorrect API key: tok\/en+1234=="}]}"#),
        (401, r#"{"errors":[{"code":"tok/en+1234=="}]}"#),
        (401, r#"{"errors":[{"title":"No such key: tok%2Fen%2B1234%3D%3D"}]}"#),
        (401, r#"{"errors":["tok%2fen%2b1234%3d%3d"]}"#),
        (401, r#"{"message":"tok/en+1234== is wrong"}"#),
        (502, "no route for tok/en+1234=="),
        (200, r#"{"errors":[{"detail":"Incorrect API key: tok/en+1234=="}]}"#),
    ] {
        for auth in auths() {
            let server = Server::start([Answer::new(status, body)]).await;
            let client = Client::builder(auth).base_url(server.url()).retry(RetryPolicy::none()).build().unwrap();
            let error = client.catalogs().get_variant("1").send().await.unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("1234"), "{shown}");
            assert!(error.to_string().ends_with("; what it says repeats a secret of the request, and is not shown"));
            // A program can read it.
            assert_eq!(error.raw().map(|raw| &raw[..]), Some(body.as_bytes()));
        }
    }
    // A short text may be part of a word by chance.
    for (body, is_hidden) in [("the key is abc", true), ("abcdef", false)] {
        let server = Server::start([Answer::new(400, body)]).await;
        let client = Client::builder(Auth::bearer("abc")).base_url(server.url()).build().unwrap();
        let error = client.catalogs().get_variant("1").send().await.unwrap_err();
        assert_eq!(error.to_string().contains("abc"), !is_hidden, "{error}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let link = "https://user:s3cr3t@elsewhere.example/path?token=s3cr3t#s3cr3t";
    for status in [301, 302, 303, 307, 308] {
        let error = api_error(Answer::new(status, "").header("location", link)).await;
        assert_eq!((error.status.as_u16(), error.location()), (status, Some(link)));
        let shown = error.to_string();
        assert!(
            shown.ends_with("; it redirects to `https://elsewhere.example/path`, which is not followed"),
            "{shown}"
        );
    }
    for link in ["{base}/elsewhere", "/elsewhere", "elsewhere"] {
        let error = api_error(Answer::new(302, "").header("location", link)).await;
        assert!(error.to_string().contains("elsewhere`, which is not followed"), "{error}");
    }
    assert_eq!(api_error(Answer::new(404, "").header("location", link)).await.location(), None);
}

#[tokio::test]
async fn success_that_is_no_json_keeps_its_bytes() {
    let error = respond::<GetVariant>("<html>").await.unwrap_err();
    let Error::Decode { raw, status, message, .. } = &error else { panic!("{error:?}") };
    assert_eq!((&raw[..], status.as_u16()), (&b"<html>"[..], 200));
    assert!(message.contains("line 1"), "{message}");
    assert_eq!(error.raw(), Some(raw));
}

#[tokio::test]
async fn no_response_is_told_from_a_late_one() {
    let client = Client::builder(Auth::none()).base_url("http://127.0.0.1:1").build().unwrap();
    let error = client.catalogs().get_variant("1").send().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    // The text tells the cause, so that a chain of causes has it once.
    assert!(error.source().is_none() && error.to_string().contains("refused"), "{error}");
    assert!(matches!(&error, Error::Transport(error) if error.cause().is_some()), "{error:?}");

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::builder(Auth::none()).base_url(address).build().unwrap();
    let call = client.catalogs().get_variant("1").timeout(Duration::from_millis(50));
    let error = call.send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)) && error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn responses_have_a_limit() {
    let server = Server::start([Answer::new(200, "x".repeat(100))]).await;
    let client = server.builder().max_response_bytes(99).build().unwrap();
    let error = client.catalogs().get_variant("1").send().await.unwrap_err();
    assert_eq!(error.raw().map(bytes::Bytes::len), Some(0));
    assert_eq!(
        error.to_string(),
        "get_variant (GET /api/catalog-variants/1/): the response with status 200 OK was not read to its end: it is \
         larger than 99 bytes"
    );
}

/// What no request can be sent with is refused when the client is made, not at each call.
#[test]
fn a_user_agent_that_no_header_can_carry_is_refused() {
    let error = Client::builder(Auth::none()).user_agent("shop/1\n").build().unwrap_err();
    assert!(matches!(&error, Error::Request { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "the request cannot be built: the value of the header `user-agent` holds a control character"
    );
}

/// What is wrong with a URL is told without what may be a secret of it.
#[tokio::test]
async fn a_malformed_url_is_told_without_its_secrets() {
    for (base, expected) in [
        (
            "https://ada:s3cr3t@a.example/v1",
            "`a.example/v1` is no base URL: it has user information; `Auth` is the place of credentials",
        ),
        (
            "https://ada:s3/cr3t@a.example",
            "`a.example` is no base URL: it has user information; `Auth` is the place of credentials",
        ),
        ("https://a.example/?key=s3cr3t", "`https://a.example/?key=REDACTED` is no base URL: it has a query"),
        ("ftp://a.example", "`ftp://a.example` is no base URL: not http or https"),
        ("https://[a/?key=s3cr3t", "`https://[a/?key=REDACTED` is no base URL: invalid authority"),
    ] {
        let builder = Client::builder(Auth::none()).base_url(base);
        assert!(!format!("{builder:?}").contains("cr3t"), "{builder:?}");
        let error = builder.build().unwrap_err();
        assert_eq!(error.to_string(), format!("the request cannot be built: {expected}"));
    }
    let client = Client::builder(Auth::none()).base_url("https://a.example").build().unwrap();
    for (link, expected) in [
        ("https://[bad/x?key=s3cr3t", "`https://[bad/x?key=REDACTED` is not a URL: invalid authority"),
        ("https://ada:s3cr3t@[bad/x", "`https://[bad/x` is not a URL: invalid authority"),
        ("https:/x?key=s3cr3t", "`https:/x?key=REDACTED` names no host"),
        ("https://ada:s3cr3t@b.example/?key=s3cr3t#s3cr3t", "it does not lead to `https://a.example`"),
    ] {
        let error = client.follow(&LinkTo::<Collection<Resource<Variant>>>::new(link)).send().await.unwrap_err();
        let shown = error.to_string();
        assert!(shown.contains(expected) && !shown.contains("s3cr3t"), "{shown}");
        // There is no path to tell.
        assert!(shown.starts_with("the request cannot be built: the next page `"), "{shown}");
    }
    let error = "here".parse::<Position>().unwrap_err();
    assert_eq!(error.to_string(), "the next page `here` cannot be fetched: it is not a position in a collection");
}

/// Logs have a line for each error: what a service writes cannot begin another one, nor fill them.
#[tokio::test]
async fn what_the_service_says_is_one_line_of_bounded_length() {
    let said = |error: &ApiError| error.to_string().split_once("Bad Request").unwrap().1.to_owned();
    for (body, expected) in [
        (
            r#"{"errors":[{"code":"a\nb","detail":"red:\u001b[31m\r\n  next\u2028line"}]}"#,
            ": `a b`: red: [31m next line",
        ),
        (r#"{"message":"a\n\nb"}"#, ": a b"),
    ] {
        assert_eq!(said(&api_error(Answer::new(400, body)).await), expected);
    }
    let errors: Vec<_> =
        (0..999).map(|_| ErrorObject::new("c").set(|error| error.detail = Some("é".repeat(9999)))).collect();
    let shown = ApiError::of(StatusCode::BAD_REQUEST, errors).to_string();
    let one = format!("`c`: {}..", "é".repeat(500));
    assert!(shown.ends_with(&format!(": {}; and 989 more", vec![one; 10].join("; "))), "{shown}");
}

/// What an error tells of the request, whatever kind it is.
#[tokio::test]
async fn an_error_with_a_response_tells_the_status_and_the_request() {
    let variant = r#"{"data":{"type":"catalog-variant","id":1}}"#;
    for (status, body, coding) in [
        (404, "", "identity"),
        (200, "{}", "identity"),
        (200, "{", "identity"),
        (200, variant, "identity"),
        (200, "coded", "secret-coding"),
        (200, "longer than sixty bytes, so that it is not read to its end at all", "identity"),
        (200, r#"{"errors":[]}"#, "identity"),
    ] {
        let answer = Answer::new(status, body).header("x-request-id", "r1").header("content-encoding", coding);
        let server = Server::start([answer]).await;
        let client = server.builder().decoding(Decoding::Strict).max_response_bytes(60).build().unwrap();
        let error = client.catalogs().get_variant("1").send().await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error:?}");
        let attempts = error.attempts().unwrap();
        assert_eq!(
            (error.request_id(), attempts.request_id(), attempts.count()),
            (Some("r1"), Some("r1"), 1),
            "{error:?}"
        );
        assert!(!error.is_timeout());
    }
    let error = Client::builder(Auth::none()).base_url("http://127.0.0.1:1").build().unwrap();
    let error = error.catalogs().get_variant("1").retry(RetryPolicy::none()).send().await.unwrap_err();
    assert_eq!((error.request_id(), error.status(), error.is_timeout()), (None, None, false));
}
