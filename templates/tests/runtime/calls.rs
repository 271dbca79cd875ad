//! What a call sends, over a real socket: method, URL, headers; and what comes back beside the body.

use std::time::Duration;

use serde_json::json;

use crate::client::catalogs::{GetJobs, JobField, job_filter};
use crate::client::jobs::JobStatus;
use crate::client::runtime::generated::{Auth, Call, Client, Error, Method, Sort, Style, Value};
use crate::support::server::{Answer, Server};

async fn server() -> Server {
    Server::start([Answer::new(200, r#"{"data":[]}"#)]).await
}

#[tokio::test]
async fn a_call_is_one_request() {
    let server = server().await;
    let call = server.client().catalogs().get_jobs();
    let call = call.fields_job([JobField::Status]).fields_job([JobField::CreatedAt, JobField::Status]);
    let call = call.sort(Sort::descending(JobField::CreatedAt));
    let call = call.filter(job_filter::status().equals(JobStatus::Queued)).filter(job_filter::name().has());
    let call = call.page_cursor("first").page_cursor("a+b&c=d,e");
    let page = call.header("X-Extra", "1").query("extra", "ä b").send().await.unwrap();
    assert!(page.data.is_empty() && page.is_clean());

    let request = server.only();
    assert_eq!(
        request.line,
        "GET /api/catalog-variant-bulk-update-jobs/\
         ?fields%5Bcatalog-variant-bulk-update-job%5D=status,created_at\
         &sort=-created_at\
         &page%5Bcursor%5D=a%2Bb%26c%3Dd%2Ce\
         &extra=%C3%A4%20b\
         &filter=equals%28status%2C%22queued%22%29%2Chas%28name%29"
    );
    assert_eq!(request.header("authorization"), Some("Shop-API-Key secret"));
    assert_eq!(request.header("revision"), Some("2022-10-17"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("user-agent"), Some("shop-api/1.0.0"));
    assert_eq!(request.header("x-extra"), Some("1"));
    assert_eq!(request.header("content-type"), None);
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn a_call_that_is_awaited_is_sent() {
    let server = server().await;
    let page = server.client().catalogs().get_jobs().page_cursor("first").await.unwrap();
    assert!(page.data.is_empty());
    assert_eq!(server.only().line, "GET /api/catalog-variant-bulk-update-jobs/?page%5Bcursor%5D=first");
}

#[tokio::test]
async fn path_arguments_stay_in_their_segment() {
    let server = Server::start([Answer::new(200, r#"{"data":{}}"#)]).await;
    server.client().catalogs().get_variant("a/../b?c#ü").send().await.unwrap();
    assert_eq!(server.only().line, "GET /api/catalog-variants/a%2F..%2Fb%3Fc%23%C3%BC/");
    for argument in ["", ".", ".."] {
        let error = server.client().catalogs().get_variant(argument).send().await.unwrap_err();
        assert!(matches!(error, Error::Request { .. }), "{error:?}");
    }
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn public_operations_see_no_credentials() {
    let server = Server::start([Answer::new(202, "")]).await;
    let count = server.client().catalogs().count_visit("abc").send().await.unwrap();
    assert!(count.is_none());
    let request = server.only();
    assert_eq!(request.line, "POST /client/visits/?company_id=abc");
    assert_eq!(request.header("authorization"), None);
}

#[tokio::test]
async fn credentials_take_their_form() {
    for (auth, header) in [
        (crate::client::private_key("  k\n"), Some("Shop-API-Key k")),
        (crate::client::private_key("Shop-API-Key k"), Some("Shop-API-Key k")),
        (Auth::bearer("t"), Some("Bearer t")),
        (Auth::none(), None),
    ] {
        let server = server().await;
        let client = Client::builder(auth).base_url(server.url()).build().unwrap();
        client.catalogs().get_jobs().send().await.unwrap();
        assert_eq!(server.only().header("authorization"), header);
    }
}

#[test]
fn credentials_are_never_shown() {
    let key = "s3cr3t";
    let shown = [
        format!("{:?}", crate::client::private_key(key)),
        format!("{:?}", Auth::bearer(key)),
        format!("{:?}", Client::builder(crate::client::private_key(key))),
        format!("{:?}", Client::new(crate::client::private_key(key)).unwrap()),
        format!("{:?}", Client::new(crate::client::private_key(key)).unwrap().catalogs().get_jobs().header("x", key)),
        format!("{:?}", Client::new(crate::client::private_key(format!("{key}\u{7}"))).unwrap_err()),
        Client::new(Auth::bearer(format!("{key}\n{key}"))).unwrap_err().to_string(),
    ];
    for shown in shown {
        assert!(!shown.contains(key), "{shown}");
    }
    assert!(Client::new(crate::client::private_key(" ")).is_err());
}

#[test]
fn base_urls_are_checked() {
    let build = |url: &str| Client::builder(Auth::none()).base_url(url).build();
    for url in ["", "shop.example", "ftp://shop.example", "https://user@shop.example", "https://a/?b"] {
        assert!(build(url).is_err(), "{url}");
    }
    assert!(build("https://shop.example/v1/").is_ok());
}

#[tokio::test]
async fn any_path_can_be_called() {
    let server = Server::start([Answer::new(203, "[1]")]).await;
    let client = server.builder().base_url(format!("{}/v1/", server.url())).build().unwrap();
    let call = client.request(Method::Patch, "items?x=[1]").query("y", 2);
    let response = call.send().await.unwrap();
    assert_eq!(response.json().unwrap()[0], 1);
    assert_eq!(server.only().line, "PATCH /v1/items?x=[1]&y=2");

    let error = client.request(Method::Get, "/items#x?y=1").send().await.unwrap_err();
    assert!(matches!(error, Error::Request { .. }), "{error:?}");

    let error = client.request(Method::Get, "https://evil.example/").send().await;
    assert!(error.is_err() || server.received().len() == 2);
}

#[tokio::test]
async fn a_parameter_that_is_set_again_is_replaced() {
    let server = server().await;
    let set = |call: Call<GetJobs>, style, value| call.arg_parameter::<Value>("at", style, value);
    let call = server.client().catalogs().get_jobs().query("attic", 1);
    let call = set(call, Style::FORM.explode(), json!(["a", "b"]));
    let call = set(call, Style::FORM.explode(), json!([]));
    let call = set(call, Style::DEEP_OBJECT, json!({ "size": 5, "number": 1 }));
    let call = set(call, Style::DEEP_OBJECT, json!({ "number": 2 }));
    call.send().await.unwrap();
    assert!(server.only().line.ends_with("?attic=1&at%5Bnumber%5D=2"), "{}", server.only().line);
}

#[tokio::test]
async fn a_parameter_leaves_others_whose_names_begin_like_it() {
    let server = server().await;
    let set = |call: Call<GetJobs>, name, style, value| call.arg_parameter::<Value>(name, style, value);
    let call = server.client().catalogs().get_jobs();
    let call = set(call, "at[]", Style::FORM.explode(), json!(["a", "b"]));
    let call = set(call, "at[size]", Style::FORM, json!(1));
    let call = set(call, "at", Style::FORM.explode(), json!({ "x": 1, "y": 2 }));
    let call = set(call, "at", Style::FORM.explode(), json!({ "y": 3 }));
    call.send().await.unwrap();
    assert!(server.only().line.ends_with("?at%5B%5D=a&at%5B%5D=b&at%5Bsize%5D=1&y=3"), "{}", server.only().line);
}

#[tokio::test]
async fn headers_cannot_be_broken_into() {
    let server = server().await;
    for (name, value) in [("x", "a\r\nb: c"), ("x y", "a"), ("", "a")] {
        let error = server.client().catalogs().get_jobs().header(name, value).send().await.unwrap_err();
        assert!(matches!(error, Error::Request { .. }), "{error:?}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn responses_tell_of_limits() {
    let answer = Answer::new(200, r#"{"data":[]}"#)
        .header("RateLimit-Limit", "75, 75;w=1, 750;w=60")
        .header("RateLimit-Remaining", "72")
        .header("RateLimit-Reset", "1")
        .header("X-Request-Id", "r1");
    let server = Server::start([answer]).await;
    let page = server.client().catalogs().get_jobs().send().await.unwrap();
    let limit = page.rate_limit().unwrap();
    assert_eq!((limit.limit, limit.remaining, limit.reset), (Some(75), Some(72), Some(Duration::from_secs(1))));
    let windows: Vec<_> = limit.windows.iter().map(|window| (window.calls, window.window.as_secs())).collect();
    assert_eq!(windows, [(75, 1), (750, 60)]);
    assert_eq!(page.request_id().as_deref(), Some("r1"));
    assert_eq!(page.raw().len(), 11);
    assert_eq!(page.headers()["ratelimit-remaining"], "72");
}
