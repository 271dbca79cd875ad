//! The sample response the project started from: full of placeholders, and it must decode.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::client::catalogs::GetJobs;
use crate::client::jobs::JobStatus;
use crate::client::runtime::{Linkage, MismatchKind};
use crate::support::respond;

/// The sample; `None`, said aloud, in a checkout without it.
fn sample() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/seed/response.json");
    let sample = fs::read_to_string(&path);
    if sample.is_err() {
        eprintln!("SKIPPED: the sample response is not at {}", path.display());
    }
    sample.ok()
}

#[tokio::test]
async fn decodes_into_two_jobs() {
    let Some(sample) = sample() else { return };
    let page = respond::<GetJobs>(sample).await.unwrap();
    assert_eq!(page.data.len(), 2);
    assert!(!page.is_clean());

    let job = &page.data[0];
    assert_eq!(job.attributes.job_id.as_deref(), Some("ut sint in in"));
    assert_eq!(job.attributes.status, Some(JobStatus::Queued));
    assert_eq!(job.attributes.total_count, Some(-25_950_845));
    let created = job.attributes.created_at.as_ref().unwrap();
    assert_eq!(created.timestamp().unwrap().to_string(), "1947-12-14T22:43:42.093Z");

    let errors = job.attributes.errors.as_ref().unwrap();
    assert_eq!(errors.len(), 2);
    assert!(errors.iter().all(|error| error.id.is_none() && error.source.is_some()));

    let variants = &job.relationships.variants;
    assert!(variants.is_sent());
    assert_eq!(variants.linkages().len(), 2);
    assert!(variants.linkages().iter().all(|linkage| matches!(linkage, Linkage::Broken(_))));
    assert_eq!(variants.ids().count(), 0);
    assert!(page.links.next().is_some());
}

#[tokio::test]
async fn reports_every_placeholder() {
    let Some(sample) = sample() else { return };
    let page = respond::<GetJobs>(sample).await.unwrap();
    let mismatches = page.mismatches();
    let mut kinds = BTreeMap::new();
    for mismatch in &mismatches {
        *kinds.entry(format!("{:?}", mismatch.kind)).or_insert(0) += 1;
        match mismatch.kind {
            MismatchKind::Undeclared => assert!(mismatch.pointer.ends_with("/source/value")),
            MismatchKind::Missing => assert!(mismatch.pointer.ends_with("/source/pointer")),
            _ => assert!(mismatch.found.as_ref().unwrap().starts_with("{\"value\"")),
        }
    }
    let expected = [("Missing", 4), ("Undeclared", 4), ("WrongType", 24)];
    assert_eq!(kinds, expected.map(|(kind, count)| (kind.to_owned(), count)).into());
}
