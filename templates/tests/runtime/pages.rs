//! Page after page: links are followed as they stand, and never out of the service.

use std::time::Duration;

use futures_core::Stream;

use crate::client::jobs::Job;
use crate::client::runtime::{Error, Items, Pages, Resource};
use crate::support::server::{Answer, Server};

const START: &str = "GET /api/catalog-variant-bulk-update-jobs/";

/// A page with jobs of these names, and a link to the next page.
fn page(names: &[&str], next: &str) -> Answer {
    let job =
        |name: &&str| format!(r#"{{"type":"catalog-variant-bulk-update-job","attributes":{{"job_id":"{name}"}}}}"#);
    let jobs: Vec<String> = names.iter().map(job).collect();
    Answer::new(200, format!(r#"{{"data":[{}],"links":{{"next":{next}}}}}"#, jobs.join(",")))
}

/// The names of all items, and the error at the end.
async fn collect(mut items: Items<Resource<Job>>) -> (Vec<String>, Option<Error>) {
    let mut names = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(item)) => names.push(item.attributes.job_id.clone().unwrap()),
            Ok(None) => return (names, None),
            Err(error) => return (names, Some(error)),
        }
    }
}

#[tokio::test]
async fn items_come_from_all_pages() {
    let server = Server::start([
        page(&["a", "b"], r#""{base}/api/jobs?page%5Bcursor%5D=2&x=[y]""#),
        page(&[], r#""/api/jobs?page=3""#),
        page(&["c"], r#""?page=4""#),
        page(&["d"], "null"),
    ])
    .await;
    let (names, error) = collect(server.client().catalogs().get_jobs().items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(names, ["a", "b", "c", "d"]);
    let received = server.received();
    let lines: Vec<_> = received.iter().map(|request| request.line.as_str()).collect();
    assert_eq!(
        lines,
        [START, "GET /api/jobs?page%5Bcursor%5D=2&x=[y]", "GET /api/jobs?page=3", "GET /api/jobs?page=4"]
    );
    for request in &received {
        assert_eq!(request.header("authorization"), Some("Shop-API-Key secret"));
        assert_eq!(request.header("revision"), Some("2022-10-17"));
    }
}

#[tokio::test]
async fn items_know_their_page() {
    let server = Server::start([page(&["a", "b"], "null")]).await;
    let mut items = server.client().catalogs().get_jobs().items();
    let first = items.try_next().await.unwrap().unwrap();
    let second = items.next().await.unwrap().unwrap();
    assert!(items.next().await.is_none() && items.next().await.is_none());
    assert_eq!(first.page().data.len(), 2);
    assert!(std::ptr::eq(first.page(), second.page()));
    assert_eq!(second.into_inner().attributes.job_id.as_deref(), Some("b"));
}

#[tokio::test]
async fn no_link_leads_out_of_the_service() {
    for next in [
        "https://evil.example/api/jobs",
        "http://127.0.0.1:1/api/jobs",
        "//evil.example/api/jobs",
        "http://{host}@evil.example/",
        "http://user@{host}/",
        "https://{host}/",
        "http://{host}\\\\@evil.example/",
        "javascript:alert(1)",
        "http:/{host}/",
    ] {
        let server = Server::start([Answer::new(200, "")]).await;
        let host = server.url().trim_start_matches("http://").to_owned();
        drop(server);
        let server = Server::start([page(&["a"], &format!("\"{}\"", next.replace("{host}", &host)))]).await;
        let (names, error) = collect(server.client().catalogs().get_jobs().items()).await;
        assert_eq!(names, ["a"]);
        assert!(matches!(error, Some(Error::Pagination { .. })), "{next}: {error:?}");
        assert_eq!(server.received().len(), 1, "{next}");
    }
}

#[tokio::test]
async fn circles_end() {
    let server = Server::start([page(&["a"], r#""/p?2""#), page(&["b"], r#""/p?3""#), page(&["c"], r#""/p?2""#)]).await;
    let (names, error) = collect(server.client().catalogs().get_jobs().items()).await;
    assert_eq!(names, ["a", "b", "c"]);
    assert!(matches!(error, Some(Error::Pagination { link, .. }) if link == "/p?2"));

    let other = [page(&["a"], r#""./p?2""#), page(&["b"], r#""./../x/./p?2""#), page(&["c"], r#""../x/p?2""#)];
    let server = Server::start(other).await;
    let client = server.builder().base_url(format!("{}/x", server.url())).build().unwrap();
    let (names, error) = collect(client.catalogs().get_jobs().items().resume("/x/y/../p?1")).await;
    assert_eq!(names, ["a", "b"], "dots are no other page");
    assert!(matches!(error, Some(Error::Pagination { .. })));
    assert_eq!(server.received()[0].line, "GET /x/p?1");

    let server = Server::start([page(&["a"], &format!("\"{}\"", START.trim_start_matches("GET ")))]).await;
    let (_, error) = collect(server.client().catalogs().get_jobs().items()).await;
    assert!(matches!(error, Some(Error::Pagination { .. })));
}

#[tokio::test]
async fn the_next_page_is_fetched_ahead() {
    for (prefetch, requests) in [(true, 2), (false, 1)] {
        let server = Server::start([page(&["a"], r#""/p?2""#), page(&["b"], "null")]).await;
        let mut pages = server.client().catalogs().get_jobs().pages().prefetch(prefetch);
        let first = pages.try_next().await.unwrap().unwrap();
        assert_eq!(first.data.len(), 1);
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(server.received().len(), requests);
        assert_eq!(pages.try_next().await.unwrap().unwrap().data.len(), 1);
        assert!(pages.try_next().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn errors_end_the_pages_and_links_resume_them() {
    let server = Server::start([page(&["a"], r#""/p?2""#), Answer::new(500, ""), page(&["b"], "null")]).await;
    let mut items = server.client().catalogs().get_jobs().items();
    let first = items.try_next().await.unwrap().unwrap();
    let link = first.page().links.next().unwrap().to_owned();
    assert!(matches!(items.try_next().await, Err(Error::Api(_))));
    assert!(items.try_next().await.unwrap().is_none());
    let (names, error) = collect(server.client().catalogs().get_jobs().items().resume(link)).await;
    assert!(error.is_none());
    assert_eq!(names, ["b"]);

    // Relative to what would be asked for, as in the response that it stood in.
    for (link, asked) in [("?page%5Bcursor%5D=x", "?page%5Bcursor%5D=x"), ("more", "more")] {
        let server = Server::start([page(&["b"], "null")]).await;
        let client = server.builder().base_url(format!("{}/v1", server.url())).build().unwrap();
        let (names, _) = collect(client.catalogs().get_jobs().items().resume(link)).await;
        assert_eq!((names, server.only().line), (vec!["b".to_owned()], START.replace("/api", "/v1/api") + asked));
    }

    let pages = server.client().catalogs().get_jobs().pages().resume("https://evil.example/");
    assert!(matches!({ pages }.next().await, Some(Err(Error::Pagination { .. }))));
}

#[tokio::test]
async fn dropping_a_future_loses_nothing() {
    let server = Server::start([page(&["a"], r#""/p?2""#), page(&["b"], "null")]).await;
    let mut items = server.client().catalogs().get_jobs().items();
    let mut names = Vec::new();
    loop {
        match tokio::time::timeout(Duration::from_micros(50), items.try_next()).await {
            Err(_dropped) => tokio::task::yield_now().await,
            Ok(Ok(Some(item))) => names.push(item.attributes.job_id.clone().unwrap()),
            Ok(end) => break assert!(end.unwrap().is_none()),
        }
    }
    assert_eq!(names, ["a", "b"]);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn streams_can_be_sent_and_moved() {
    fn check<T: Stream + Send + Unpin>() {}
    check::<Pages<Resource<Job>>>();
    check::<Items<Resource<Job>>>();
}
