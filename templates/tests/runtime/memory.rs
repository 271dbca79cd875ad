//! The memory that a response takes is bounded by its size, whatever a service makes it of.

use allocation_counter::measure;

use crate::client::catalogs::{GetJobs, GetVariant};
use crate::client::runtime::{Bytes, Operation, Payload};

/// How many bytes of memory a byte of a body may take while it is read: those of its elements, the body, and where its
/// values are in it.
const MOST: usize = 8 + 11;

/// What elements may take of any body.
const LEAST: usize = 256 << 20;

/// Returns a body of a megabyte, of so many of the same.
fn body(before: &str, one: &str, after: &str) -> String {
    let count = (1 << 20) / (one.len() + 1);
    format!("{before}{}{after}", vec![one; count].join(","))
}

/// Reads a body, and returns whether it was read.
fn read<O: Operation>(body: &Bytes) -> bool {
    O::Output::read(body).is_ok()
}

#[test]
fn reading_takes_memory_in_proportion_to_the_body() {
    let resource = r#"{"type":"catalog-variant","id":"1"}"#;
    let mut refused = Vec::new();
    for one in ["1", "{}", r#"{"a":1}"#, resource] {
        for (before, after) in [
            (r#"{"data":["#, "]}"),
            (r#"{"data":[],"included":["#, "]}"),
            (r#"{"data":[{"type":"catalog-variant","id":"1","attributes":{"x":["#, "]}}]}"),
            (r#"{"data":[{"type":"catalog-variant","id":"1","relationships":{"items":{"data":["#, "]}}}]}"),
            (r#"{"data":[],"links":{"next":["#, "]}}"),
            (r#"{"data":[],"meta":{"x":["#, "]}}"),
            (r#"{"errors":["#, "]}"),
        ] {
            let body = Bytes::from(body(before, one, after));
            for (name, read) in [("list", read::<GetJobs> as fn(&Bytes) -> bool), ("one", read::<GetVariant>)] {
                let mut is_read = true;
                let taken = measure(|| is_read = read(&body)).bytes_max as usize;
                let what = format!("{name}: {before}{one},..{after}");
                assert!(taken < MOST * body.len() + LEAST, "{what}: {taken}");
                if !is_read {
                    refused.push(what);
                }
            }
        }
    }
    // Half a million wrong elements are refused; resources that are as short as can be are read.
    assert_eq!(refused, [r#"list: {"data":[1,..]}"#]);
}
