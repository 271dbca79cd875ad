//! The program of `tests/bench/program/daily`, against the mock server and against recordings.

#[path = "../../bench/program/daily/mod.rs"]
mod daily;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use daily::keep::Cache;
use daily::save::{Form, profile, save};
use daily::{links, report};
use jsonapi_forge_tests::server::{Reply, Server};
use klaviyo_api::mock::{Answer, MockServer, Sample};
use klaviyo_api::resources::catalog_item::CatalogItem;
use klaviyo_api::resources::profile::Profile;
use klaviyo_api::runtime::testing::{Recorder, Replayer};
use klaviyo_api::runtime::{Limits, ReqwestTransport, Resource, RetryPolicy, Transport};
use klaviyo_api::{Auth, Client};
use serde_json::json;

use crate::{KEY, Outcome, failed};

/// A folder for a file or a cassette, without what an earlier run left there.
fn folder(name: &str) -> Result<PathBuf, std::io::Error> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("program").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

#[tokio::test]
async fn what_is_kept_is_compared_with_what_is_read_later() -> Outcome {
    let server = MockServer::start()?;
    let items: Vec<Resource<CatalogItem>> = (1..=4).map(Resource::fake).collect();
    let route = server.catalogs().get_catalog_items().serve_pages(items.clone(), 2);
    let klaviyo = server.new_client()?;
    let file = folder("keep")?.join("cache.json");
    let before = Cache { read_at: Some("2026-11-30T10:00:00Z".parse()?), ..Cache::read(&klaviyo, None).await? };
    before.save(&file)?;
    let before = Cache::load(&file)?;
    assert_eq!((&before.items, route.count()), (&items, 2));

    let mut later = items;
    let renamed = later.get_mut(2).ok_or("there are four")?;
    renamed.attributes.title = Some("Boot".to_owned());
    let id = renamed.id.to_string();
    let _ = server.catalogs().get_catalog_items().serve_pages(later, 2);
    assert_eq!(Cache::read(&klaviyo, None).await?.changed(&before), [id]);
    Ok(())
}

#[tokio::test]
async fn what_a_form_has_is_saved() -> Outcome {
    let form = || Form { email: Some("ada@mail.example"), phone: None, tier: "gold" };
    assert_eq!(
        profile(form()).to_json(),
        json!({"type": "profile", "attributes": {
            "email": "ada@mail.example", "properties": {"tier": "gold"}, "anonymous_id": 7,
        }})
    );
    let server = MockServer::start()?;
    let _ = server.profiles().create_profile().serve(Sample::<Profile>::filled("P1"));
    let klaviyo = server.new_client()?;
    assert_eq!(save(&klaviyo, form()).await?, Ok("P1".to_owned()));

    let taken = json!({"code": "duplicate", "detail": "It is taken.", "source": {"pointer": "/data/attributes/email"}});
    let _ = server.profiles().create_profile().always(Answer::errors(409, [taken]));
    assert_eq!(save(&klaviyo, form()).await?, Err(vec!["email: `duplicate`: It is taken.".to_owned()]));
    Ok(())
}

/// The links are recorded once, and followed in the recording without a network.
#[tokio::test]
async fn links_are_followed_in_a_recording() -> Outcome {
    let server = Server::start_with(|url| {
        let item = json!({"type": "catalog-item", "id": "I1", "attributes": {"title": "Shoe"},
            "links": {"self": format!("{url}/api/catalog-items/I1")},
            "relationships": {"variants": {"links": {"related": format!("{url}/api/catalog-items/I1/variants")}}}});
        let variants = json!({"data": [{"type": "catalog-variant", "id": "V1", "attributes": {"title": "Left"}}]});
        let one = json!({"data": item}).to_string();
        [Reply::json(200, one.clone()), Reply::json(200, variants.to_string()), Reply::json(200, one)]
    })?;
    let cassette = folder("links")?;
    let recorder = Recorder::new(&cassette, Arc::new(ReqwestTransport::new(&Limits::default())?))?;
    walk(&server.url(), Arc::new(recorder)).await?;
    let url = server.url();
    drop(server);
    let replayer = Replayer::open(&cassette)?;
    walk(&url, Arc::new(replayer.clone())).await?;
    assert_eq!(replayer.unused(), [""; 0]);
    Ok(())
}

async fn walk(url: &str, transport: Arc<dyn Transport>) -> Outcome {
    let klaviyo = Client::builder(Auth::private_key(KEY)).base_url(url).transport(transport).build()?;
    let item = klaviyo.catalogs().get_catalog_item("I1").await?.into_inner().data;
    assert_eq!(links::variants(&klaviyo, &item).await?, ["Left"]);
    assert_eq!(links::again(&klaviyo, &item).await?, Some(item));
    Ok(())
}

#[tokio::test]
async fn an_error_is_a_line_of_a_log() -> Outcome {
    let server = MockServer::start()?;
    let page = "<html><head><title>502 Bad Gateway</title></head></html>";
    let _ = server.catalogs().get_catalog_item().always(Answer::of("text/html", 502, page));
    let klaviyo =
        Client::builder(Auth::private_key(KEY)).base_url(server.base_url()).retry(RetryPolicy::none()).build()?;
    let line = report::line(&failed(klaviyo.catalogs().get_catalog_item("I1").await)?);
    let call = "get_catalog_item (GET /api/catalog-items/I1)";
    assert_eq!(line, format!("{call}: the service answered with status 502 Bad Gateway: `502 Bad Gateway`"));

    let nobody = { Server::start([])?.url() };
    let klaviyo = Client::builder(Auth::private_key(KEY)).base_url(nobody).retry(RetryPolicy::none()).build()?;
    let line = report::line(&failed(klaviyo.catalogs().get_catalog_item("I1").await)?);
    assert!(line.starts_with(&format!("{call}: no response: ")) && line.matches("refused").count() == 1, "{line}");
    Ok(())
}
