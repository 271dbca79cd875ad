//! The recorded responses of golden cases.

use std::path::Path;

use serde_json::Value;

use crate::cases::cases;
use crate::golden;

/// A recorded response of an operation of a golden case.
pub struct RecordedResponse {
    /// The case.
    pub case: String,
    /// The id of the operation.
    pub operation: String,
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Value,
}

/// Returns the responses of the golden cases that are JSON.
pub fn recorded() -> Vec<RecordedResponse> {
    cases().iter().flat_map(|case| of_case(&case.name, &case.folder)).collect()
}

fn of_case(case: &str, folder: &Path) -> Vec<RecordedResponse> {
    let of_file = |(path, body): (String, String)| {
        let mut parts = path.strip_suffix(".json")?.split('.');
        let (operation, status) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?);
        let body = serde_json::from_str(&body).ok()?;
        Some(RecordedResponse { case: case.to_owned(), operation, status, body })
    };
    golden::read(&folder.join("responses")).into_iter().filter_map(of_file).collect()
}
