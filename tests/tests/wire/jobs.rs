//! Jobs are waited for, one and many.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jsonapi_forge_tests::server::{Reply, Server};
use klaviyo_api::Error;
use klaviyo_api::resources::catalog_item_bulk_create_job::CatalogItemBulkCreateJobField as Field;
use klaviyo_api::runtime::{JobState, concurrently};
use serde_json::json;

use crate::{Outcome, assert_read, client, failed, start};

/// A job as the service answers with it.
fn job(id: &str, status: &str, completed: u32) -> Reply {
    let attributes = json!({ "status": status, "total_count": 3, "completed_count": completed, "failed_count": 0 });
    let body = json!({ "data": { "type": "catalog-item-bulk-create-job", "id": id, "attributes": attributes } });
    Reply::json(200, body.to_string())
}

/// So short that nobody notices.
const PAUSE: Duration = Duration::from_millis(1);

#[tokio::test]
async fn a_job_is_waited_for() -> Outcome {
    let (server, klaviyo) =
        start([job("J", "queued", 0), job("J", "processing", 1), job("J", "processing", 2), job("J", "complete", 3)])?;
    let mut seen = Vec::new();
    let done = klaviyo
        .catalogs()
        .get_bulk_create_catalog_items_job("J")
        .wait()
        .backoff(PAUSE, 2 * PAUSE)
        .progress(|job| seen.push(job.progress().completed))
        .send()
        .await?;
    assert_eq!(done.data.progress().state, JobState::Done);
    assert_eq!(done.data.id.as_str(), "J");
    assert_eq!(seen, [Some(0), Some(1), Some(2), Some(3)]);
    let lines: Vec<String> = server.seen().into_iter().map(|request| request.line).collect();
    assert_eq!(lines, ["GET /api/catalog-item-bulk-create-jobs/J"; 4]);
    Ok(())
}

#[tokio::test]
async fn a_wait_that_is_too_long_ends_and_fields_that_tell_are_asked_for() -> Outcome {
    let (server, klaviyo) = start([job("J", "queued", 0)])?;
    let call = klaviyo.catalogs().get_bulk_create_catalog_items_job("J");
    let call = call.fields_catalog_item_bulk_create_job([Field::CreatedAt, Field::Status]);
    let error = failed(call.wait().timeout(Duration::ZERO).await)?;
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_read(
        &server,
        "GET /api/catalog-item-bulk-create-jobs/J?fields%5Bcatalog-item-bulk-create-job%5D=\
         created_at,status,total_count,completed_count,failed_count",
    )
}

#[tokio::test]
async fn many_jobs_are_waited_for_at_once() -> Outcome {
    // Each is over when it was asked for so many times as its id says.
    let mut asked: BTreeMap<String, u32> = BTreeMap::new();
    let server = Server::answer(move |request| {
        let id = request.line.rsplit('/').next().unwrap_or_default().to_owned();
        let count = asked.entry(id.clone()).or_default();
        *count += 1;
        job(&id, if id == count.to_string() { "complete" } else { "processing" }, *count)
    })?;
    let klaviyo = client(&server)?;
    let reports = AtomicUsize::new(0);
    let jobs = (1..=9).map(|id| {
        let count = |_: &_| {
            reports.fetch_add(1, Ordering::Relaxed);
        };
        let call = klaviyo.catalogs().get_bulk_create_catalog_items_job(id.to_string());
        call.wait().backoff(PAUSE, PAUSE).progress(count)
    });
    let mut over = BTreeSet::new();
    let mut results = concurrently(4, jobs);
    while let Some(job) = results.next().await {
        assert!(over.insert(job?.data.id.to_string()));
    }
    assert_eq!(over, (1..=9).map(|id| id.to_string()).collect());
    // 1 + 2 + .. + 9.
    assert_eq!(reports.load(Ordering::Relaxed), 45);
    assert_eq!(server.seen().len(), 45);
    Ok(())
}
