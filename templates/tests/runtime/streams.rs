//! Pages that are fetched ahead, in memory: what goes on while nobody polls, and what a drop leaves.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::client::runtime::{
    Auth, BoxFuture, Client, Error, HttpRequest, HttpResponse, Limits, ReqwestTransport, Transport, TransportError,
};

/// A service with so many pages of two jobs each, whose answers take some turns of the runtime.
#[derive(Default)]
struct Pages {
    last: usize,
    /// What fails when it is asked for the first time.
    fails: Mutex<Vec<usize>>,
    asked: AtomicUsize,
    answered: AtomicUsize,
    spawns: bool,
}

impl Transport for Pages {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            for _ in 0..5 {
                tokio::task::yield_now().await;
            }
            self.answered.fetch_add(1, Ordering::Relaxed);
            Ok(self.answer(request.uri().query()))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        if self.spawns { ReqwestTransport::new(&Limits::default()).unwrap().spawn(task) } else { task }
    }
}

impl Pages {
    fn answer(&self, query: Option<&str>) -> HttpResponse {
        let number: usize = query.map_or(1, |query| query.rsplit('=').next().unwrap().parse().unwrap());
        let mut fails = self.fails.lock().unwrap();
        if let Some(position) = fails.iter().position(|page| *page == number) {
            fails.remove(position);
            let mut response = HttpResponse::new("{}".into());
            *response.status_mut() = 400.try_into().unwrap();
            return response;
        }
        let job = |name: String| {
            format!(r#"{{"type":"catalog-variant-bulk-update-job","attributes":{{"job_id":"{name}"}}}}"#)
        };
        let jobs = [job(format!("{number}a")), job(format!("{number}b"))].join(",");
        let next = if number == self.last {
            "null".to_owned()
        } else {
            format!(r#""/api/jobs/?page%5Bcursor%5D={}""#, number + 1)
        };
        HttpResponse::new(format!(r#"{{"data":[{jobs}],"links":{{"next":{next}}}}}"#).into())
    }
}

fn start(pages: Pages) -> (Arc<Pages>, Client) {
    let pages = Arc::new(pages);
    let builder = Client::builder(Auth::none()).transport(Arc::clone(&pages) as Arc<dyn Transport>);
    // Ten thousand pages would take minutes at the pace that the operation allows.
    let client = builder.pacing(false).build().unwrap();
    (pages, client)
}

/// Lets others run.
async fn others() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_page_that_is_fetched_ahead_comes_while_nobody_polls() {
    for (spawns, prefetch, answered) in [(true, true, 2), (false, true, 1), (true, false, 1)] {
        let (service, client) = start(Pages { last: 3, spawns, ..Pages::default() });
        let mut pages = client.catalogs().get_jobs().pages().prefetch(prefetch);
        pages.try_next().await.unwrap().unwrap();
        others().await;
        assert_eq!(service.asked.load(Ordering::Relaxed), if prefetch { 2 } else { 1 });
        assert_eq!(service.answered.load(Ordering::Relaxed), answered);
        // It is there at once, and read.
        let polled = pin!(pages.next()).poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(matches!(polled, Poll::Ready(Some(Ok(_)))), answered == 2);
    }
}

#[tokio::test]
async fn dropping_a_stream_stops_what_is_under_way() {
    for spawns in [true, false] {
        let (service, client) = start(Pages { last: 3, spawns, ..Pages::default() });
        let mut items = client.catalogs().get_jobs().items();
        items.try_next().await.unwrap().unwrap();
        tokio::task::yield_now().await;
        drop(items);
        others().await;
        assert_eq!(service.asked.load(Ordering::Relaxed), 2);
        assert_eq!(service.answered.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test]
async fn dropped_futures_and_errors_lose_no_item() {
    for spawns in [true, false] {
        let fails = Mutex::new(vec![1, 3, 3, 6]);
        let (_, client) = start(Pages { last: 6, spawns, fails, ..Pages::default() });
        let mut items = client.catalogs().get_jobs().items();
        let (mut names, mut errors) = (Vec::new(), 0);
        loop {
            // Polled once and dropped.
            let polled = pin!(items.try_next()).poll(&mut Context::from_waker(Waker::noop()));
            match polled {
                Poll::Pending => tokio::task::yield_now().await,
                Poll::Ready(Ok(Some(job))) => names.push(job.attributes.job_id.clone().unwrap()),
                Poll::Ready(Ok(None)) => break,
                Poll::Ready(Err(_)) => {
                    assert!(items.try_next().await.unwrap().is_none(), "an error ends the items");
                    errors += 1;
                    items.retry();
                }
            }
        }
        assert_eq!(names.concat(), "1a1b2a2b3a3b4a4b5a5b6a6b");
        assert_eq!(errors, 4);
        items.retry();
        assert!(items.next().await.is_none(), "there is nothing to ask for again");
    }
}

#[tokio::test]
async fn a_bookmark_is_a_link_or_a_cursor() {
    let (_, client) = start(Pages { last: 3, fails: Mutex::new(vec![3]), ..Pages::default() });
    let mut pages = client.catalogs().get_jobs().pages();
    assert_eq!(pages.next_link().unwrap(), "https://shop.example/api/catalog-variant-bulk-update-jobs/");
    assert_eq!(pages.next_cursor(), None);
    pages.try_next().await.unwrap().unwrap();
    pages.try_next().await.unwrap().unwrap();
    let link = "https://shop.example/api/jobs/?page%5Bcursor%5D=3";
    assert_eq!(pages.next_link().as_deref(), Some(link));
    assert!(matches!(pages.try_next().await, Err(Error::Api(_))));
    assert!(pages.try_next().await.unwrap().is_none());
    // After the error they lead to the page that failed.
    assert_eq!(pages.next_link().as_deref(), Some(link));
    let cursor = pages.next_cursor().unwrap();
    assert_eq!(cursor, "3");
    let mut by_link = client.catalogs().get_jobs().items().resume(link);
    let mut by_cursor = client.catalogs().get_jobs().page_cursor(cursor).items();
    for items in [&mut by_link, &mut by_cursor] {
        let first = items.try_next().await.unwrap().unwrap();
        assert_eq!(first.attributes.job_id.as_deref(), Some("3a"));
        assert_eq!((items.next_link(), items.next_cursor()), (None, None));
    }
}

#[tokio::test]
async fn ten_thousand_pages_come_once_each() {
    const LAST: usize = 10_000;
    let (service, client) = start(Pages { last: LAST, ..Pages::default() });
    let mut items = client.catalogs().get_jobs().pacing(false).items();
    let mut count = 0;
    while let Some(job) = items.try_next().await.unwrap() {
        let half = if count % 2 == 0 { 'a' } else { 'b' };
        assert_eq!(job.attributes.job_id, Some(format!("{}{half}", count / 2 + 1)));
        count += 1;
    }
    assert_eq!(count, 2 * LAST);
    assert_eq!(service.asked.load(Ordering::Relaxed), LAST);
}

#[tokio::test]
async fn a_task_of_the_default_transport_runs_by_itself_and_stops_when_it_is_dropped() {
    let transport = ReqwestTransport::new(&Limits::default()).unwrap();
    let (done, wait) = tokio::sync::oneshot::channel();
    let task = transport.spawn(Box::pin(async { done.send(()).unwrap() }));
    wait.await.unwrap();
    task.await;
    let (alive, gone) = tokio::sync::oneshot::channel::<()>();
    let task = transport.spawn(Box::pin(async move {
        std::future::pending::<()>().await;
        drop(alive);
    }));
    others().await;
    drop(task);
    assert!(gone.await.is_err());
    let task = transport.spawn(Box::pin(async { panic!("it is told") }));
    assert!(tokio::spawn(task).await.unwrap_err().is_panic());
}
