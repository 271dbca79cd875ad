//! Calls without an async runtime.

use std::future::Future;
use std::io::Read;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::client::jobs::JobStatus;
use crate::client::runtime::{Client, Error, Limits, Method, ReqwestTransport, Transport, block_on};
use crate::support::server::{Answer, Server};

/// A server in a thread of its own, which ends with the test program, and a client that calls it.
fn server(answers: Vec<Answer>) -> (Server, Client) {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            sender.send(Server::start(answers).await).unwrap();
            std::future::pending::<()>().await;
        });
    });
    let server = receiver.recv().unwrap();
    let client = server.client();
    (server, client)
}

fn page(ids: &[&str], next: Option<&str>) -> Answer {
    let data: Vec<String> = ids
        .iter()
        .map(|id| {
            format!(
                r#"{{"type":"catalog-variant-bulk-update-job","attributes":{{"job_id":"{id}","status":"complete"}}}}"#
            )
        })
        .collect();
    let links = next.map_or_else(|| "null".to_owned(), |link| format!("\"{link}\""));
    Answer::new(200, format!(r#"{{"data":[{}],"links":{{"next":{links}}}}}"#, data.join(",")))
}

#[test]
fn the_same_builders_block() {
    let (server, client) = server(vec![page(&["1"], None), Answer::new(404, "")]);
    let jobs = client.catalogs().get_jobs().send_blocking().unwrap();
    assert_eq!(jobs.data[0].attributes.status, Some(JobStatus::Complete));
    let error = client.catalogs().get_variant("1").send_blocking().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn pages_and_items_are_iterators() {
    let pages = || vec![page(&["1", "2"], Some("{base}/two")), page(&["3"], None)];
    let (_server, client) = server([pages(), pages()].into_iter().flatten().chain([Answer::new(500, "")]).collect());
    let items = client.catalogs().get_jobs().items().blocking();
    let ids: Vec<String> = items.map(|job| job.unwrap().attributes.job_id.clone().unwrap()).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let pages = client.catalogs().get_jobs().pages().blocking();
    assert_eq!(pages.map(|page| page.unwrap().data.len()).collect::<Vec<_>>(), [2, 1]);
    // An error ends it.
    let results: Vec<_> = client.catalogs().get_jobs().items().blocking().collect();
    assert!(results.len() == 1 && results[0].is_err());
}

#[test]
fn downloads_are_readers() {
    let (_server, client) = server(vec![Answer::new(200, "x".repeat(100_000)), Answer::new(200, "")]);
    let get = || client.request(Method::Get, "/export").download_blocking().unwrap();
    let (mut download, mut text) = (get(), String::new());
    assert_eq!(download.content_length(), Some(100_000));
    download.read_to_string(&mut text).unwrap();
    assert!(text.len() == 100_000 && text.bytes().all(|byte| byte == b'x'));
    assert_eq!(get().read(&mut [0; 8]).unwrap(), 0);
}

#[test]
fn threads_share_a_client() {
    let (server, client) = server((0..8).map(|_| page(&["1"], None)).collect());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.catalogs().get_jobs().send_blocking().unwrap());
        }
    });
    assert_eq!(server.received().len(), 8);
}

#[tokio::test]
async fn threads_that_may_be_blocked_may_wait() {
    let (server, client) = server(vec![page(&["1"], None), page(&["2"], None)]);
    let called = client.clone();
    let jobs = tokio::task::spawn_blocking(move || called.catalogs().get_jobs().send_blocking()).await.unwrap();
    assert_eq!(jobs.unwrap().data.len(), 1);
    let items = tokio::task::spawn_blocking(move || client.catalogs().get_jobs().items().blocking().count());
    assert_eq!(items.await.unwrap(), 1);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_task_that_gives_its_thread_away_may_wait() {
    let (_server, client) = server(vec![page(&["1"], None)]);
    let spawned = tokio::spawn(async move {
        let in_the_task = block_on(async {});
        (in_the_task, tokio::task::block_in_place(|| client.catalogs().get_jobs().send_blocking()))
    });
    let (in_the_task, in_place) = spawned.await.unwrap();
    assert!(in_the_task.is_err());
    assert_eq!(in_place.unwrap().data.len(), 1);
}

#[test]
fn a_runtime_that_is_only_entered_is_none_that_stops() {
    let (_server, client) = server(vec![page(&["1"], None)]);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let _inside = runtime.enter();
    assert_eq!(client.catalogs().get_jobs().send_blocking().unwrap().data.len(), 1);
}

#[test]
fn without_a_runtime_an_async_call_is_an_error() {
    let (server, client) = server(Vec::new());
    let mut call = pin!(client.catalogs().get_jobs().send());
    let Poll::Ready(result) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("nothing wakes it")
    };
    let error = result.unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.to_string().contains("Tokio runtime"), "{error}");
    // The same by the transport itself, which another one may wrap.
    let transport = ReqwestTransport::new(&Limits::default()).unwrap();
    let mut sleep = transport.sleep(Duration::from_secs(9));
    assert!(sleep.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn inside_of_a_runtime_it_is_an_error_that_says_so() {
    let server = Server::start([]).await;
    let client = server.client();
    let error = client.catalogs().get_jobs().send_blocking().unwrap_err();
    assert!(matches!(error, Error::Request { .. }) && error.to_string().contains("await it instead"), "{error}");
    let mut items = client.catalogs().get_jobs().items().blocking();
    assert!(items.next().unwrap().is_err() && items.next().is_none());
    assert!(block_on(async {}).is_err());
    assert!(server.received().is_empty());
}
