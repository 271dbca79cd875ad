//! Values that are made up by a seed.

use std::collections::BTreeSet;

use serde_json::json;

use crate::client::runtime::mock::MockServer;
use crate::client::runtime::{Fake, Resource};
use crate::client::variants::{InventoryPolicy, Variant};

#[test]
fn a_seed_makes_one_value() {
    for seed in [0, 1, 7, u64::MAX] {
        assert_eq!(Resource::<Variant>::fake(seed), Resource::fake(seed));
        assert_eq!(Variant::fake(seed), Resource::<Variant>::fake(seed).attributes);
    }
    let made: Vec<Variant> = (0..50).map(Variant::fake).collect();
    let policies: BTreeSet<bool> =
        made.iter().map(|variant| variant.inventory_policy == Some(InventoryPolicy::Value0)).collect();
    assert_eq!(policies.len(), 2, "an enum has each of its values now and then");
    let titles: BTreeSet<&str> = made.iter().filter_map(|variant| variant.title.as_deref()).collect();
    assert!(titles.len() > 40 && titles.iter().all(|title| title.starts_with("title")), "{titles:?}");
    // The same on every machine, and in every release: a test may hold what it looks like.
    let ids: Vec<Resource<Variant>> = (0..2).map(Resource::fake).collect();
    let related = |variant: &Resource<Variant>| variant.relationships.predecessor.id().map(|id| id.as_str().to_owned());
    assert_eq!(ids.iter().map(|variant| variant.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert!(ids.iter().all(|variant| related(variant).is_some()));
}

#[tokio::test]
async fn what_is_made_up_is_as_described() {
    let server = MockServer::start().unwrap();
    let _ = server.catalogs().get_jobs().serve_fakes(100);
    let _ = server.catalogs().get_variant().serve_fake();
    let client = server.new_client().unwrap();
    let jobs = client.catalogs().get_jobs().send().await.unwrap();
    assert_eq!(jobs.data.len(), 100);
    assert_eq!(jobs.mismatches(), []);
    let variant = client.catalogs().get_variant("1").send().await.unwrap();
    assert_eq!(variant.mismatches(), []);
    assert_eq!(variant.data, Resource::fake(0));
    for seed in 0..100 {
        let body = json!({ "data": Resource::<Variant>::fake(seed) }).to_string();
        let _ = server.catalogs().get_variant().serve(Resource::fake(seed));
        let read = client.catalogs().get_variant("1").send().await.unwrap();
        assert_eq!(read.mismatches(), [], "{seed}: {body}");
    }
}
