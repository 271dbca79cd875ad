//! The guide `docs/testing.md`: its blocks run here, as a user would write them.

use std::error::Error as StdError;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jsonapi_forge::compile::model;
use jsonapi_forge::name::Lock;
use jsonapi_forge::samples::check_folder;
use jsonapi_forge_tests::program::workspace;
use klaviyo_api::mock::{MockServer, Sample};
use klaviyo_api::resources::catalog_item::{CatalogItem, NewCatalogItem};
use klaviyo_api::resources::catalog_variant::CatalogVariant;
use klaviyo_api::runtime::testing::{Answer, InMemory, Recorder, Replayer};
use klaviyo_api::runtime::{
    BoxFuture, Collection, Document, Fake, HttpRequest, HttpResponse, Limits, Links, ReqwestTransport, Resource,
    ToMany, Transport, TransportError, TransportErrorKind,
};
use klaviyo_api::{Auth, Client, Error, Method};
use serde_json::json;

use crate::{KEY, Outcome, failed};

#[tokio::test]
async fn a_mock_server_serves_pages() -> Outcome {
    let server = MockServer::start()?;
    let route = server.catalogs().get_catalog_items().serve_pages(Sample::<CatalogItem>::series(5), 2);
    let mut items = server.new_client()?.catalogs().get_catalog_items().items();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!((count, route.count()), (5, 3));
    server.verify()?;
    Ok(())
}

#[tokio::test]
async fn fakes_are_the_same_for_the_same_seed() -> Outcome {
    let shoe = Resource::<CatalogItem>::fake(7);
    assert_eq!((&shoe, shoe.attributes.clone()), (&Resource::fake(7), CatalogItem::fake(7)));
    let server = MockServer::start()?;
    let _ = server.catalogs().get_catalog_items().serve_fakes(3);
    let page = server.new_client()?.catalogs().get_catalog_items().send().await?;
    assert_eq!((page.data.len(), page.mismatches().len()), (3, 0));
    Ok(())
}

/// An empty folder.
fn folder(name: &str) -> Result<PathBuf, std::io::Error> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(folder),
    }
}

fn recording(folder: &Path, base_url: &str, auth: Auth) -> Result<Client, Box<dyn StdError>> {
    let network = Arc::new(ReqwestTransport::new(&Limits::default())?);
    let recorder = Recorder::new(folder, network)?.redact_member("email");
    let klaviyo = Client::builder(auth).base_url(base_url).transport(Arc::new(recorder)).build()?;
    Ok(klaviyo)
}

async fn replayed(folder: &Path, base_url: &str) -> Outcome {
    let replayer = Replayer::open(folder)?;
    let any = Auth::private_key("any");
    let klaviyo = Client::builder(any).base_url(base_url).transport(Arc::new(replayer.clone())).build()?;
    let item = klaviyo.catalogs().get_catalog_item("I1").send().await?;
    assert_eq!(item.data.attributes.title.as_deref(), Some("Shoe"));
    assert_eq!(replayer.unused(), [""; 0]);

    let Error::Transport(error) = failed(klaviyo.catalogs().get_catalog_item("I2").send().await)? else {
        return Err("it was recorded".into());
    };
    assert_eq!((error.kind(), error.attempts().count()), (TransportErrorKind::Refused, 1));
    Ok(())
}

/// The same folder is recorded into, answered from and compared with the OpenAPI document.
#[tokio::test]
async fn a_cassette_is_recorded_replayed_and_compared_with_the_document() -> Outcome {
    let folder = folder("cassette")?;
    let server = MockServer::start()?;
    server.catalogs().get_catalog_item().serve(Sample::filled("I1").attribute("title", "Shoe")?);
    let base_url = server.base_url().to_owned();
    let klaviyo = recording(&folder, &base_url, Auth::private_key(KEY))?;
    klaviyo.catalogs().get_catalog_item("I1").send().await?;
    drop(server);
    replayed(&folder, &base_url).await?;

    let spec = fs::read_to_string(workspace().join("spec/klaviyo/2026-07-15.yaml"))?;
    let model = model(&spec, &Lock::default()).map_err(|errors| format!("{errors:?}"))?;
    let report = check_folder(&model, &folder)?;
    assert_eq!((report.recordings, report.findings.len(), report.problems.len()), (1, 0, 0), "{report:?}");
    let text = fs::read_to_string(folder.join("0001-get-api-catalog-items-i1.json"))?;
    assert!(!text.contains(KEY) && text.contains(r#""authorization":"REDACTED""#), "{text}");
    // What the document does not say is found, as in any other recording.
    fs::write(folder.join("0001-get-api-catalog-items-i1.json"), text.replace("\"Shoe\"", "5"))?;
    let report = check_folder(&model, &folder)?;
    assert_eq!((report.findings.len(), report.problems.len()), (1, 0), "{report:?}");
    Ok(())
}

#[test]
fn a_folder_without_recordings_is_an_error() -> Outcome {
    let chosen = |folder: &Path| -> Result<Arc<dyn Transport>, Box<dyn StdError>> {
        let transport: Arc<dyn Transport> = match std::env::var_os("RECORD") {
            Some(_) => Arc::new(Recorder::new(folder, Arc::new(ReqwestTransport::new(&Limits::default())?))?),
            None => Arc::new(Replayer::open(folder)?),
        };
        Ok(transport)
    };
    let missing = folder("no-cassette")?;
    assert!(chosen(&missing).err().is_some_and(|error| error.to_string().contains("cannot be read")));
    Ok(())
}

#[tokio::test]
async fn what_is_read_is_made_up() -> Outcome {
    let shoe = Resource::<CatalogItem>::new("I1").set(|item| {
        item.attributes.title = Some("Shoe".to_owned());
        item.relationships.variants = ToMany::of(["V1", "V2"]);
    });
    let page: Collection<Resource<CatalogItem>> = Document::new(vec![shoe.clone()])
        .include(Sample::<CatalogVariant>::filled("V1").resource())
        .set(|page| page.links = Links::from([("next", "https://a.klaviyo.com/api/catalog-items?page[cursor]=b")]));
    let variants = &shoe.relationships.variants;
    assert_eq!((page.data.len(), variants.ids().count(), page.resolve(variants).count()), (1, 2, 2));

    let server = MockServer::start()?;
    server.catalogs().get_catalog_items().serve_pages([shoe.clone(), Resource::new("I2")], 1);
    let items: Vec<_> = server.new_client()?.catalogs().get_catalog_items().items().try_collect().await?;
    assert_eq!(items.first().map(|item| &item.attributes), Some(&shoe.attributes));
    assert_eq!(items.len(), 2);
    Ok(())
}

#[test]
fn what_is_sent_is_read_back() {
    let shoe = NewCatalogItem::builder()
        .description("For the left foot.")
        .external_id("SKU-1")
        .title("Shoe")
        .url("https://shop.example/1")
        .build()
        .price(49.5);
    assert_eq!(shoe.get("price"), Some(json!(49.5)));
    let more = shoe.with_undescribed("colour", "red");
    assert_eq!(more.to_json().pointer("/attributes/colour"), Some(&json!("red")));
    assert!(format!("{more:?}").starts_with('{'));
}

#[tokio::test]
async fn no_time_passes_in_memory() -> Outcome {
    let service = InMemory::new([Answer::new(429).header("retry-after", "60"), Answer::new(204)]);
    let klaviyo = Client::builder(Auth::private_key("any")).transport(Arc::new(service.clone())).build()?;
    klaviyo.request(Method::Get, "/api/anything").send().await?;
    assert!(service.elapsed() >= Duration::from_secs(60));
    Ok(())
}

struct OnPausedClock(InMemory, tokio::time::Instant);

impl Transport for OnPausedClock {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn now(&self) -> Duration {
        self.1.elapsed()
    }
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_passes_the_waits() -> Outcome {
    let service = InMemory::new([Answer::new(503).header("retry-after", "120"), Answer::new(204), Answer::hanging()]);
    let (before, start) = (std::time::Instant::now(), tokio::time::Instant::now());
    let transport = OnPausedClock(service, start);
    let klaviyo = Client::builder(Auth::private_key("any")).transport(Arc::new(transport)).build()?;
    klaviyo.request(Method::Get, "/api/anything").send().await?;
    assert!((120..125).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    let error = failed(klaviyo.request(Method::Post, "/api/anything").send().await)?;
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert!((180..186).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    assert!(before.elapsed() < Duration::from_secs(30), "{:?}", before.elapsed());
    Ok(())
}

/// The lines of a text without their indentation.
fn lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_start())).collect()
}

/// Asserts that each of the `count` blocks of Rust in a guide is in `here`.
pub(crate) fn assert_blocks(guide: &str, here: &str, count: usize) -> Outcome {
    let guide = fs::read_to_string(workspace().join("docs").join(guide))?;
    let here = lines(here);
    let blocks: Vec<&str> = guide.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), count);
    for block in blocks {
        assert!(here.contains(&lines(block)), "this does not run here:\n{block}");
    }
    Ok(())
}

#[test]
fn the_blocks_of_the_guide_run_here() -> Outcome {
    assert_blocks("testing.md", include_str!("testing.rs"), 9)
}
