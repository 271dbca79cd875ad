//! How fast pages come.

use std::time::Duration;

use super::server::Server;
use super::{bare, medians, one_thread, ours, speed, two_threads};

/// What a page and the work on it take, where they take time.
const MILLIS: u64 = 20;

/// Pages as fast as they come: `items()` against a loop that follows links.
pub fn throughput(server: &Server) {
    const PAGES: usize = 50;
    let folder = format!("pages-{PAGES}-after-0");
    for (name, runtime) in [("one thread", one_thread()), ("two threads", two_threads())] {
        let _inside = runtime.enter();
        let (ours, theirs) = (ours(server, &folder), bare::client());
        let first = bare::first(&format!("{}/{folder}", server.url));
        let times = medians(
            21,
            || runtime.block_on(async { assert_eq!(read_bare(&theirs, &first, || async {}).await, PAGES * 100) }),
            || {
                runtime.block_on(async {
                    let mut items = ours.catalogs().get_jobs().items();
                    let mut count = 0;
                    while let Some(_job) = items.try_next().await.unwrap() {
                        count += 1;
                    }
                    assert_eq!(count, PAGES * 100);
                });
            },
        );
        let per_second = |time: Duration| PAGES as f64 / time.as_secs_f64();
        println!(
            "items(), {name}: {:.0} pages a second, {:.2} of a loop over reqwest",
            per_second(times.1),
            speed(times)
        );
    }
}

/// Pages that take their time, and so does their reader: against a loop that does one after the other.
pub fn latency(server: &Server) {
    const PAGES: usize = 10;
    let folder = format!("pages-{PAGES}-after-{MILLIS}");
    let work = || tokio::time::sleep(Duration::from_millis(MILLIS));
    let block = || async { std::thread::sleep(Duration::from_millis(MILLIS)) };
    let (one, two) = (one_thread(), two_threads());
    for (name, runtime) in [("one thread", &one), ("two threads", &two)] {
        let _inside = runtime.enter();
        let (ours, theirs) = (ours(server, &folder), bare::client());
        let first = bare::first(&format!("{}/{folder}", server.url));
        let sequential = || {
            runtime.block_on(async { assert_eq!(read_bare(&theirs, &first, work).await, PAGES * 100) });
        };
        let pages = medians(5, sequential, || {
            runtime.block_on(async {
                let mut pages = ours.catalogs().get_jobs().pages();
                let mut count = 0;
                while let Some(page) = pages.try_next().await.unwrap() {
                    count += page.data.len();
                    work().await;
                }
                assert_eq!(count, PAGES * 100);
            });
        });
        println!("pages() that take {MILLIS} ms, and so does the work, {name}: {:.2} of a loop", speed(pages));
        let items = medians(5, sequential, || {
            runtime.block_on(async {
                let mut items = ours.catalogs().get_jobs().items();
                let mut count = 0;
                while let Some(_job) = items.try_next().await.unwrap() {
                    count += 1;
                    if count % 100 == 0 {
                        work().await;
                    }
                }
                assert_eq!(count, PAGES * 100);
            });
        });
        println!("items() of such pages, {name}: {:.2} of a loop", speed(items));
    }
    // A reader that never gives way: only another thread can fetch meanwhile.
    let ours = {
        let _inside = two.enter();
        ours(server, &folder)
    };
    let (theirs, first) = (bare::client(), bare::first(&format!("{}/{folder}", server.url)));
    let blocking = medians(
        5,
        || two.block_on(async { assert_eq!(read_bare(&theirs, &first, block).await, PAGES * 100) }),
        || {
            two.block_on(async {
                let mut pages = ours.catalogs().get_jobs().pages();
                while let Some(_page) = pages.try_next().await.unwrap() {
                    block().await;
                }
            });
        },
    );
    println!("pages() of such pages, work that blocks, two threads: {:.2} of a loop", speed(blocking));
}

/// A loop that follows links, with work on each page; how many resources there were.
async fn read_bare<F: Future<Output = ()>>(client: &reqwest::Client, first: &str, work: impl Fn() -> F) -> usize {
    let mut url = Some(first.to_owned());
    let mut count = 0;
    while let Some(from) = url {
        let page = bare::fetch(client, &from).await;
        count += page.len();
        work().await;
        url = page.next().map(str::to_owned);
    }
    count
}
