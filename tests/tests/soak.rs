//! Many streams at once against a server that fails a fifth of all requests and keeps the limits that the
//! description states: every item of every stream comes once and in order, no call is one too many, and
//! memory stays flat.
//!
//! A small one runs with the other tests. The full one, 64 streams of 200 pages:
//!
//! ```sh
//! JSONAPI_FORGE_SOAK=64x200 cargo test -p jsonapi-forge-tests --test soak -- --nocapture
//! ```

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use klaviyo_api::mock::{Answer, MockServer, Route, Sample};
use klaviyo_api::resources::catalog_item::CatalogItem;
use klaviyo_api::runtime::generated::{PagePlace, PageStart, Paging};
use klaviyo_api::runtime::{Call, Operation, OperationInfo, Paged, RetryPolicy};
use klaviyo_api::{Client, Collection, Error, Resource};

/// How many items are on a page.
const PAGE: usize = 10;

/// Of how many requests one fails.
const ONE_IN: usize = 5;

/// How much more memory may be in use at the end than after a quarter, in bytes. The streams' own lists of
/// what they fetched, and what the allocator keeps, are a few hundred kilobytes.
const FLAT: usize = 8 << 20;

type Outcome = Result<(), Box<dyn StdError>>;

/// An operation with limits that a few streams reach.
enum ListItems {}

impl Operation for ListItems {
    type Output = Collection<Resource<CatalogItem>>;

    const INFO: &'static OperationInfo = &OperationInfo {
        id: "list_items",
        path: "/api/items",
        accept: Some("application/vnd.api+json"),
        rate_limits: &[(150, 1), (20_000, 60)],
        paging: Some(&Paging { start: PageStart::Cursor(PagePlace::Query("page[cursor]")), ..Paging::LINKS }),
        ..OperationInfo::GET
    };
}

impl Paged for ListItems {
    type Item = Resource<CatalogItem>;
}

/// How much is asked for.
struct Size {
    streams: usize,
    pages: usize,
}

impl Size {
    /// From the environment: `64x200` is 64 streams of 200 pages.
    fn wanted() -> Result<Self, Box<dyn StdError>> {
        let Ok(text) = std::env::var("JSONAPI_FORGE_SOAK") else { return Ok(Self { streams: 8, pages: 20 }) };
        let (streams, pages) = text.split_once('x').ok_or("JSONAPI_FORGE_SOAK is `STREAMSxPAGES`")?;
        Ok(Self { streams: streams.parse()?, pages: pages.parse()? })
    }
}

/// What the server does instead of answering.
fn fault(number: usize) -> Answer {
    let page = || Answer::document(200, r#"{"data": [{"type": "catalog-item", "id": "never"}]}"#);
    match number % 9 {
        // After one that does not say for how long, the client waits for a whole window.
        0 if number.is_multiple_of(90) => Answer::too_many_requests(),
        0 | 1 => Answer::too_many_requests().retry_after(Duration::ZERO),
        2 => Answer::new(500),
        3 => Answer::new(502),
        4 => Answer::of("text/html", 503, "<h1>Service unavailable</h1>"),
        5 => Answer::reset(),
        6 => Answer::hang_up(),
        7 => page().cut_off_after(20),
        _ => page().header("content-length", "4096").cut_off_after(4096),
    }
}

/// A server that fails a fifth of all requests and is slow for a few others; and the number of the faults.
fn server(size: &Size) -> Result<(MockServer, Arc<AtomicUsize>), Box<dyn StdError>> {
    let server = MockServer::start()?;
    server.enforce_limits();
    let items = (0..size.pages * PAGE).map(|number| {
        let sample = Sample::<CatalogItem>::new(number.to_string());
        sample.attribute("title", format!("Item {number}"))
    });
    let route = Route::<ListItems>::new(&server).serve_pages(items.collect::<Result<Vec<_>, _>>()?, PAGE);
    let (requests, faults) = (AtomicUsize::new(0), Arc::<AtomicUsize>::default());
    let counted = Arc::clone(&faults);
    route.answer_with(move |_| {
        // Weyl's sequence: spread evenly, and no two streams see the same.
        let number = requests.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9) >> 7;
        match number % (2 * ONE_IN) {
            0 | 1 => Some(fault(counted.fetch_add(1, Ordering::Relaxed))),
            2 if number.is_multiple_of(7) => {
                let busy = Answer::document(503, r#"{"errors": [{"code": "busy"}]}"#);
                counted.fetch_add(1, Ordering::Relaxed);
                Some(busy.in_pieces(8, Duration::from_millis(2)))
            }
            _ => None,
        }
    });
    Ok((server, faults))
}

/// One stream; fails when an item is missing, comes twice or out of order.
async fn stream(klaviyo: Client, items: usize, done: Arc<AtomicUsize>) -> Result<(), String> {
    let mut stream = Call::<ListItems>::new(&klaviyo).items();
    let mut next = 0;
    loop {
        match stream.try_next().await {
            Ok(Some(item)) if *item.id.as_str() == next.to_string() => next += 1,
            Ok(Some(item)) => return Err(format!("item {} came in place of {next}", item.id)),
            Ok(None) if next == items => return Ok(()),
            Ok(None) => return Err(format!("{next} items of {items} came")),
            Err(error) => return Err(format!("after {next} items: {error}: {error:?}")),
        }
        done.fetch_add(1, Ordering::Relaxed);
    }
}

/// The memory of this process that is in use, in bytes, where the system tells.
fn memory() -> Option<usize> {
    let pages: usize = std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

#[tokio::test]
async fn every_item_comes_once() -> Outcome {
    let size = Size::wanted()?;
    let (server, faults) = server(&size)?;
    let policy = RetryPolicy::none().attempts(16).backoff(Duration::from_millis(1), Duration::from_millis(50));
    let klaviyo = server.builder().retry(policy).timeout(Duration::from_secs(600)).build()?;
    let (items, begun, done) = (size.pages * PAGE, Instant::now(), Arc::<AtomicUsize>::default());
    let streams: Vec<_> =
        (0..size.streams).map(|_| tokio::spawn(stream(klaviyo.clone(), items, Arc::clone(&done)))).collect();
    let mut quarter = None;
    while !streams.iter().all(tokio::task::JoinHandle::is_finished) {
        tokio::time::sleep(Duration::from_millis(20)).await;
        // What the server keeps of the requests is not the client's memory.
        server.forget();
        if quarter.is_none() && done.load(Ordering::Relaxed) * 4 >= items * size.streams {
            quarter = memory();
        }
    }
    let end = memory();
    for stream in streams {
        stream.await??;
    }
    let requests = Route::<ListItems>::new(&server).count();
    let faults = faults.load(Ordering::Relaxed);
    println!(
        "{} streams of {} pages: {requests} requests, {faults} of them failed, in {:.1?}; memory after a quarter {} KiB, \
         in the end {} KiB",
        size.streams,
        size.pages,
        begun.elapsed(),
        quarter.unwrap_or_default() >> 10,
        end.unwrap_or_default() >> 10,
    );
    assert_eq!(
        requests - faults,
        size.streams * size.pages,
        "no page was asked for twice without need, and no call was one too many"
    );
    assert!(faults * (ONE_IN + 1) >= requests, "a fifth of the requests failed");
    if let (Some(quarter), Some(end)) = (quarter, end) {
        assert!(end <= quarter + FLAT, "{quarter} bytes were in use after a quarter, {end} in the end");
    }
    Ok(server.verify()?)
}

/// What a stream that meets too much says, and that it goes on from there.
#[tokio::test]
async fn a_stream_that_failed_goes_on() -> Outcome {
    let size = Size { streams: 1, pages: 30 };
    let (server, _) = server(&size)?;
    let klaviyo = server.builder().retry(RetryPolicy::none()).build()?;
    let mut next = 0;
    let mut link: Option<String> = None;
    let mut failures = 0;
    loop {
        let mut pages = Call::<ListItems>::new(&klaviyo).pages().prefetch(false);
        if let Some(link) = &link {
            pages = pages.resume(link);
        }
        let end: Result<(), Error> = loop {
            let page = match pages.try_next().await {
                Ok(Some(page)) => page,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            for item in &page.data {
                assert_eq!(*item.id.as_str(), next.to_string());
                next += 1;
            }
            link = page.links.next().map(str::to_owned).or(link);
        };
        match end {
            Ok(()) => break,
            Err(error) if error.status().is_some() || matches!(error, Error::Transport(_)) => failures += 1,
            Err(error) => return Err(error.into()),
        }
    }
    assert_eq!(next, size.pages * PAGE);
    assert!(failures > 3, "{failures}");
    Ok(())
}
