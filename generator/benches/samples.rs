//! How fast recorded bodies are searched for mismatches, beside reading them as `serde_json::Value`.
//!
//! `cargo bench -p jsonapi-forge --bench samples`; the two take turns, and medians are printed.

use std::hint::black_box;
use std::time::{Duration, Instant};

use jsonapi_forge::compile::model;
use jsonapi_forge::name::Lock;
use jsonapi_forge::samples::{Checker, Memory};

/// A service with resources like those of shops: some text, numbers, times, a nested object and a list.
const SPEC: &str = include_str!("shop.yaml");

const ROUNDS: usize = 31;

fn main() {
    let model = model(SPEC, &Lock::default()).expect("the description has no errors");
    let memory = Memory::default();
    let mut checker = Checker::new(&model, &memory);
    let files = [("clean", page(|_| false)), ("1 in 10 disagrees", page(|item| item % 10 == 0))];
    println!("{:<20}{:>12}{:>14}{:>14}{:>9}", "bodies", "bytes", "samples MB/s", "Value MB/s", "ratio");
    for (name, body) in &files {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            ours.push(time(|| checker.check("list_products.200.json", black_box(body))));
            theirs.push(time(|| {
                let value: serde_json::Value = serde_json::from_str(black_box(body)).expect("the body is JSON");
                black_box(value);
            }));
        }
        let (ours, theirs) = (median(&mut ours), median(&mut theirs));
        let speed = |time: Duration| body.len() as f64 / time.as_secs_f64() / 1e6;
        println!(
            "{name:<20}{:>12}{:>14.0}{:>14.0}{:>9.2}",
            body.len(),
            speed(ours),
            speed(theirs),
            theirs.as_secs_f64() / ours.as_secs_f64()
        );
    }
    let report = checker.report();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let wrong = report.findings.iter().map(|finding| finding.count).sum::<usize>();
    assert_eq!(wrong, ROUNDS * ITEMS / 10 * 2, "each wrong item is wrong at two places");
}

fn time(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// How many resources a page has.
const ITEMS: usize = 5_000;

/// A page as servers send it, without space; items that are `wrong` have a null and an undeclared key.
fn page(wrong: impl Fn(usize) -> bool) -> String {
    let items: Vec<String> = (0..ITEMS).map(|item| product(item, wrong(item))).collect();
    format!(
        r#"{{"data":[{}],"links":{{"self":"https://shop.example/products","next":null}},"jsonapi":{{"version":"1.0"}}}}"#,
        items.join(",")
    )
}

fn product(item: usize, wrong: bool) -> String {
    let (title, extra) =
        if wrong { ("null".to_owned(), r#","colour":"red""#) } else { (format!("\"Product number {item}\""), "") };
    format!(
        r#"{{"type":"product","id":"{item}","attributes":{{"title":{title},"description":"A description of some length, as shops have it, with a \"quotation\" and a line\nbreak.","price":{}.5,"currency":"EUR","published":true,"created":"2026-01-02T03:04:05+00:00","updated":"2026-02-03T04:05:06+00:00","images":["https://shop.example/images/{item}/1.png","https://shop.example/images/{item}/2.png"],"size":{{"width":{},"height":20,"unit":"mm"}}{extra}}},"relationships":{{"variants":{{"data":[{{"type":"variant","id":"{item}-1"}},{{"type":"variant","id":"{item}-2"}}],"links":{{"self":"https://shop.example/products/{item}/relationships/variants","related":"https://shop.example/products/{item}/variants"}}}}}},"links":{{"self":"https://shop.example/products/{item}"}}}}"#,
        item % 100,
        item % 50
    )
}
