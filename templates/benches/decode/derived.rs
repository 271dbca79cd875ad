//! The same structs as the client's, read by serde's derive: strict.

use serde::Deserialize;

#[derive(Deserialize)]
#[expect(dead_code, reason = "only reading is measured")]
pub struct Document {
    data: Vec<Resource>,
    links: Option<PageLinks>,
    meta: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only reading is measured")]
struct PageLinks {
    #[serde(rename = "self")]
    this: Option<String>,
    first: Option<String>,
    last: Option<String>,
    prev: Option<String>,
    next: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only reading is measured")]
struct Resource {
    r#type: Kind,
    attributes: Job,
    relationships: Option<Relationships>,
    links: Option<ObjectLinks>,
    meta: Option<serde_json::Value>,
}

#[derive(Deserialize)]
enum Kind {
    #[serde(rename = "catalog-variant-bulk-update-job")]
    Job,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only reading is measured")]
struct ObjectLinks {
    #[serde(rename = "self")]
    this: Option<String>,
    related: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only reading is measured")]
struct Job {
    job_id: Option<String>,
    status: Option<Status>,
    created_at: Option<String>,
    total_count: Option<i64>,
    completed_count: Option<i64>,
    failed_count: Option<i64>,
    completed_at: Option<String>,
    expires_at: Option<String>,
    errors: Option<Vec<JobError>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Cancelled,
    Complete,
    Processing,
    Queued,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only reading is measured")]
struct JobError {
    id: Option<String>,
    code: Option<String>,
    title: Option<String>,
    detail: Option<String>,
    source: Option<JobErrorSource>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only reading is measured")]
struct JobErrorSource {
    pointer: Option<String>,
    parameter: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only reading is measured")]
struct Relationships {
    variants: Option<Relationship>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only reading is measured")]
struct Relationship {
    data: Option<Vec<Identifier>>,
    links: Option<ObjectLinks>,
    meta: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only reading is measured")]
struct Identifier {
    r#type: VariantKind,
    id: String,
    meta: Option<serde_json::Value>,
}

#[derive(Deserialize)]
enum VariantKind {
    #[serde(rename = "catalog-variant")]
    Variant,
}

impl Document {
    /// How many resources there are.
    #[allow(dead_code, reason = "not of use where only reading is measured")]
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// The link to the next page.
    #[allow(dead_code, reason = "not of use where only reading is measured")]
    pub fn next(&self) -> Option<&str> {
        self.links.as_ref()?.next.as_deref()
    }
}

/// Reads a page.
pub fn read(body: &[u8]) -> Document {
    // As in the client, the text is checked to be UTF-8 first.
    serde_json::from_str(str::from_utf8(body).unwrap()).unwrap()
}
