//! What is held while many requests are under way, and while one stream goes on and on.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use allocation_counter::measure;

use super::client::runtime::{
    Auth, BoxFuture, Client, HttpRequest, HttpResponse, Transport, TransportError, concurrently,
};
use super::server::Server;
use super::{CONCURRENT, bare, one_thread, ours};

/// The most bytes that are held while all requests wait for their answer.
pub fn concurrent(server: &Server) {
    let url = bare::first(&format!("{}/gate", server.url));
    let theirs = peak(|| {
        let client = bare::client();
        let url = url.clone();
        (0..CONCURRENT).map(move |_| {
            let (client, url) = (client.clone(), url.clone());
            async move { assert_eq!(bare::fetch(&client, &url).await.len(), 1) }
        })
    });
    let ours = peak(|| {
        let client = ours(server, "gate");
        (0..CONCURRENT).map(move |_| {
            let call = client.catalogs().get_jobs();
            async { assert_eq!(call.send().await.unwrap().data.len(), 1) }
        })
    });
    println!(
        "{CONCURRENT} concurrent calls: {:.1} KiB each, {:.2} of reqwest's {:.1} KiB",
        ours / 1024.0,
        ours / theirs,
        theirs / 1024.0
    );
}

/// The most bytes per future that are held while these run.
fn peak<F: Future<Output = ()>, I: Iterator<Item = F>>(futures: impl FnOnce() -> I) -> f64 {
    let info = measure(|| {
        let runtime = one_thread();
        let _inside = runtime.enter();
        let finished = runtime.block_on(concurrently(CONCURRENT, futures()).all());
        assert_eq!(finished.len(), CONCURRENT);
    });
    info.bytes_max as f64 / CONCURRENT as f64
}

/// What a stream keeps of each page that is behind it, against the text of its link.
pub fn pages() {
    const PAGES: usize = 10_000;
    let endless = Arc::new(Endless::default());
    let client = Client::builder(Auth::none()).pacing(false).transport(endless).build().unwrap();
    let mut pages = client.catalogs().get_jobs().pages().prefetch(false);
    let runtime = one_thread();
    let kept = measure(|| {
        for _ in 0..PAGES {
            runtime.block_on(pages.try_next()).unwrap().unwrap();
        }
    });
    let (kept, link) = (kept.bytes_current as f64 / PAGES as f64, pages.next_link().unwrap().len());
    println!("{PAGES} pages: {kept:.1} bytes kept of each, {:.2} of its link's text", kept / link as f64);
}

/// Always knows another page.
#[derive(Default)]
struct Endless {
    count: AtomicUsize,
}

impl Transport for Endless {
    fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let cursor = format!("bmV4dDo6aWQ6Ojp{number:020}");
        // A page that holds what the one before it held is an error, and so are many empty ones in a row.
        let job = format!(r#"{{"type":"catalog-variant-bulk-update-job","id":"{number}"}}"#);
        let next = format!("/api/jobs/?page%5Bcursor%5D={cursor}&page%5Bsize%5D=100");
        let body = format!(r#"{{"data":[{job}],"links":{{"next":"{next}"}}}}"#);
        Box::pin(async { Ok(HttpResponse::new(body.into())) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
