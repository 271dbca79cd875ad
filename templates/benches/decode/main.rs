//! How fast a page of 100 resources is decoded, against serde's derive on the same structs.
//!
//! The ratio is that of the medians of interleaved runs; above 1 is faster than derive. At the end, what it costs to
//! follow a relationship to included resources.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that panics measures nothing")]
#![expect(unreachable_pub, reason = "nothing reaches into a benchmark")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use client::runtime::{Bytes, Operation, Payload};
use criterion::Criterion;

#[allow(dead_code, unused_imports, reason = "the benchmark does not use all of the client")]
#[path = "../../tests/runtime/client/mod.rs"]
mod client;
mod derived;

/// What the runtime reads a page as.
type Page = <client::catalogs::GetJobs as Operation>::Output;

/// How often each side is run for the ratio.
const ROUNDS: usize = 2_000;

fn main() {
    let clean = page(r#""done""#);
    let mismatch = page("7");
    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function("derive, clean", |bencher| bencher.iter(|| derived::read(&clean)));
    criterion.bench_function("runtime, clean", |bencher| bencher.iter(|| read(&clean)));
    criterion.bench_function("runtime, one mismatch", |bencher| bencher.iter(|| read(&mismatch)));
    criterion.final_summary();

    println!("speed against derive, clean: {:.2}", ratio(&clean, &clean));
    println!("speed against derive, one mismatch: {:.2}", ratio(&clean, &mismatch));
    for count in [1_000, 2_000, 4_000] {
        println!("{count} included resources, resolved: {:?} each", resolve_all(count) / count);
    }
}

/// The time to follow a relationship to so many included resources, in the median.
fn resolve_all(count: u32) -> Duration {
    let body = compound(count);
    let times = (0..20).map(|_| {
        let page = read(&body);
        time(|| page.resolve(&page.data[0].relationships.variants).filter(Result::is_ok).count())
    });
    median(times.collect())
}

/// A page with one job, whose variants are all included.
fn compound(count: u32) -> Bytes {
    let all = |part: &dyn Fn(u32) -> String| (0..count).map(part).collect::<Vec<_>>().join(",");
    let identifiers = all(&|number| format!(r#"{{"type":"catalog-variant","id":"{number}"}}"#));
    let included = all(&|number| {
        format!(
            r#"{{"type":"catalog-variant","id":"{number}","attributes":{{"title":"Shirt {number}","price":9.5,"published":true}},"links":{{"self":"https://shop.example/api/variants/{number}/"}}}}"#
        )
    });
    let job = r#""type":"catalog-variant-bulk-update-job","attributes":{"job_id":"1"}"#;
    format!(
        r#"{{"data":[{{{job},"relationships":{{"variants":{{"data":[{identifiers}]}}}}}}],"included":[{included}]}}"#
    )
    .into()
}

/// The speed of the runtime on `ours` against that of derive on `theirs`.
fn ratio(theirs: &Bytes, ours: &Bytes) -> f64 {
    let mut derive = Vec::with_capacity(ROUNDS);
    let mut runtime = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        derive.push(time(|| derived::read(theirs)));
        runtime.push(time(|| read(ours)));
    }
    median(derive).as_secs_f64() / median(runtime).as_secs_f64()
}

fn time<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(run());
    let elapsed = start.elapsed();
    drop(result);
    elapsed
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn read(body: &Bytes) -> Page {
    Page::read(body).unwrap().value
}

/// A page of 100 jobs; the first has this text as its id.
fn page(first: &str) -> Bytes {
    let jobs: Vec<String> = (0..100).map(|number| job(number, if number == 0 { first } else { r#""done""# })).collect();
    let text = format!(
        r#"{{"data":[{}],"links":{{"self":"https://shop.example/api/jobs/","next":null,"prev":null}}}}"#,
        jobs.join(",")
    );
    text.into()
}

fn job(number: usize, id: &str) -> String {
    let link = format!("https://shop.example/api/jobs/{number}/");
    let variant = |name| format!(r#"{{"type":"catalog-variant","id":"$custom:::$default:::{name}-{number}"}}"#);
    let error = format!(
        r#"{{"id":"{number}","code":"invalid","title":"Invalid input.","detail":"The price is \"negative\".","source":{{"pointer":"/data/attributes/price"}}}}"#
    );
    format!(
        r#"{{"type":"catalog-variant-bulk-update-job","attributes":{{"job_id":{id},"status":"processing","created_at":"2022-11-08T00:00:00+00:00","total_count":{number},"completed_count":9,"failed_count":1,"completed_at":"2022-11-08T01:00:00+00:00","expires_at":"2022-11-09T00:00:00+00:00","errors":[{error},{error}]}},"relationships":{{"variants":{{"data":[{},{}],"links":{{"self":"{link}relationships/variants/","related":"{link}variants/"}}}}}},"links":{{"self":"{link}"}}}}"#,
        variant("small"),
        variant("large"),
    )
}
