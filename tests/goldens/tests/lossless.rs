//! No value of a response is lost in silence: what an operation of a golden case made of a mutated response holds each
//! value, or tells of it among the mismatches.

use std::env;

use jsonapi_forge_goldens::lossless::lost;
use jsonapi_forge_goldens::{Reading, read};
use jsonapi_forge_tests::fuzz::mutate;
use jsonapi_forge_tests::random::Random;
use jsonapi_forge_tests::recorded::{RecordedResponse, recorded};
use serde_json::Value;

/// How many mutated responses are read, unless `JSONAPI_FORGE_RESPONSES` says another number.
const RESPONSES: u64 = 3_000;

#[test]
fn each_value_is_kept_or_told_of() {
    let responses = recorded();
    let count = env::var("JSONAPI_FORGE_RESPONSES").ok().and_then(|count| count.parse().ok()).unwrap_or(RESPONSES);
    let (mut read_at_all, mut failures) = (0_u64, Vec::new());
    for seed in 0..count {
        let mut random = Random::new(seed);
        let response = responses.get(random.below(responses.len())).expect("there are responses");
        let body = mutate::tree(&response.body, &mut random);
        let reading = reading(response, &body);
        read_at_all += u64::from(reading.wire.is_some());
        let lost = lost(&body, &reading);
        if !lost.is_empty() {
            failures.push(format!(
                "seed {seed}, {}/{}: {}\n{body}",
                response.case,
                response.operation,
                lost.join(", ")
            ));
        }
    }
    println!("{count} responses, {read_at_all} of them read, {} that lose values", failures.len());
    let shown: Vec<String> = failures.into_iter().take(20).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n\n"));
    assert!(read_at_all > count / 4, "only {read_at_all} of {count} responses were read");
}

/// A mutation that was taken for a loss once: of two elements that are told of, only one was left out.
#[test]
fn an_element_that_lost_its_id_is_kept() {
    let body = r#"{"data": [{"type": "author", "id": "", "version:id": 1}, {"type": "author", "id": "b", "version:id": 2}, 1]}"#;
    let reading = read("extensions", "get_authors", 200, body.into()).expect("the operation is of the case");
    let body = serde_json::from_str(body).expect("the body is JSON");
    assert_eq!(lost(&body, &reading), Vec::<String>::new());
}

fn reading(response: &RecordedResponse, body: &Value) -> Reading {
    read(&response.case, &response.operation, response.status, body.to_string().into_bytes())
        .expect("the responses are of operations")
}
