//! What a program does without us: `reqwest`, and structs that are read by serde's derive.

use super::derived::{self, Document};

/// A client with the headers of ours, which chose how TLS is done and so must be there before.
pub fn client() -> reqwest::Client {
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("authorization", "Shop-API-Key secret".parse().unwrap());
    headers.insert("revision", "2022-10-17".parse().unwrap());
    headers.insert("accept", "application/json".parse().unwrap());
    reqwest::Client::builder().default_headers(headers).build().unwrap()
}

/// The URL of the first page.
pub fn first(base: &str) -> String {
    format!("{base}/api/catalog-variant-bulk-update-jobs/")
}

/// One page.
pub async fn fetch(client: &reqwest::Client, url: &str) -> Document {
    let response = client.get(url).send().await.unwrap().error_for_status().unwrap();
    derived::read(&response.bytes().await.unwrap())
}
