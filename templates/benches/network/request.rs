//! What one call costs beyond what `reqwest` costs.

use std::hint::black_box;

use allocation_counter::measure;

use super::server::Server;
use super::{bare, medians, one_thread, ours};

/// Time and allocations of a call that brings one resource.
pub fn overhead(server: &Server) {
    let runtime = one_thread();
    let _inside = runtime.enter();
    let (ours, theirs) = (ours(server, "one"), bare::client());
    let url = bare::first(&format!("{}/one", server.url));
    let mut call_theirs = || runtime.block_on(async { drop(black_box(bare::fetch(&theirs, &url).await)) });
    let mut call_ours =
        || runtime.block_on(async { drop(black_box(ours.catalogs().get_jobs().send().await.unwrap())) });
    let times = medians(3_000, &mut call_theirs, &mut call_ours);
    let overhead = (times.1.as_secs_f64() - times.0.as_secs_f64()) * 1e6;
    println!(
        "a call: {overhead:+.1} µs beside reqwest's {:.1} µs, {:.2} of its time",
        times.0.as_secs_f64() * 1e6,
        times.1.as_secs_f64() / times.0.as_secs_f64()
    );
    let count = |call: &mut dyn FnMut()| {
        let mut counts: Vec<u64> = (0..101).map(|_| measure(&mut *call).count_total).collect();
        counts.sort();
        counts[counts.len() / 2]
    };
    let (theirs, ours) = (count(&mut call_theirs), count(&mut call_ours));
    println!("a call: {ours} allocations, {:.2} of reqwest's {theirs}", ours as f64 / theirs as f64);
}
