//! What a client costs on the network, against `reqwest` and serde's derive on the same structs and the
//! same server, in the same run.
//!
//! Each line at the end is a ratio of medians of interleaved runs, or of counted bytes.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark that panics measures nothing"
)]
#![expect(unreachable_pub, reason = "nothing reaches into a benchmark")]

mod bare;
#[allow(dead_code, unused_imports, reason = "the benchmark does not use all of the client")]
#[path = "../../tests/runtime/client/mod.rs"]
mod client;
#[path = "../decode/derived.rs"]
mod derived;
mod memory;
mod paging;
mod request;
mod server;

use std::time::{Duration, Instant};

use client::runtime::Client;
use tokio::runtime::{Builder, Runtime};

use server::Server;

/// How many requests are under way at once when memory is measured. Client and server are two
/// processes, so that each gets by with as many sockets.
pub const CONCURRENT: usize = 10_000;

fn main() {
    if std::env::args().any(|argument| argument == server::ARGUMENT) {
        return server::serve();
    }
    let server = Server::start();
    paging::throughput(&server);
    paging::latency(&server);
    request::overhead(&server);
    memory::concurrent(&server);
    memory::pages();
}

/// A client of a folder of the server, which has no rate limits.
fn ours(server: &Server, folder: &str) -> Client {
    let builder = Client::builder(client::private_key("secret")).base_url(format!("{}/{folder}", server.url));
    builder.pacing(false).build().unwrap()
}

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn two_threads() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// The medians of two that take turns.
fn medians(rounds: usize, mut theirs: impl FnMut(), mut ours: impl FnMut()) -> (Duration, Duration) {
    let mut times = (Vec::with_capacity(rounds), Vec::with_capacity(rounds));
    for _ in 0..rounds {
        times.0.push(time(&mut theirs));
        times.1.push(time(&mut ours));
    }
    (median(times.0), median(times.1))
}

fn time(run: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// How many times as fast as theirs ours is.
fn speed((theirs, ours): (Duration, Duration)) -> f64 {
    theirs.as_secs_f64() / ours.as_secs_f64()
}
