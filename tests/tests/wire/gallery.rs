//! The guide `docs/gallery.md`: its blocks run here, and what it shows of documents is in them.

use std::fs;

use jsonapi_forge_tests::program::workspace;

use crate::Outcome;
use crate::testing::assert_blocks;

/// Klaviyo's catalog: filters that are expressions, and jobs.
mod catalog {
    use klaviyo_api_2022_10_17::catalogs::GetCatalogItemsFilter as ItemsFilter;
    use klaviyo_api_2022_10_17::mock::{MockServer, Sample};
    use klaviyo_api_2022_10_17::resources::catalog_item::CatalogItem;
    use klaviyo_api_2022_10_17::resources::catalog_item_bulk_create_job::{
        CatalogItemBulkCreateJob as Job, NewCatalogItemBulkCreateJob as NewJob,
    };
    use klaviyo_api_2022_10_17::{Client, Error};

    use crate::Outcome;

    async fn titles_in(klaviyo: &Client, category: &str) -> Result<Vec<String>, Error> {
        let filter = ItemsFilter::category().equals(category).and(ItemsFilter::published().equals(true));
        let mut items = klaviyo.catalogs().get_catalog_items().filter(filter).items();
        let mut titles = Vec::new();
        while let Some(item) = items.try_next().await? {
            titles.extend(item.attributes.title.clone());
        }
        Ok(titles)
    }

    async fn upload(klaviyo: &Client, shoes: NewJob) -> Result<Option<i64>, Box<dyn std::error::Error>> {
        let job = klaviyo.catalogs().spawn_create_items_job(shoes).send().await?;
        // The job of this revision has no `id` but an attribute, which the document requires.
        let id = job.data.attributes.require_job_id()?;
        let done = klaviyo.catalogs().get_create_items_job(id).wait().await?;
        Ok(done.data.attributes.failed_count)
    }

    #[tokio::test]
    async fn the_catalog_is_filtered_and_changed_by_a_job() -> Outcome {
        let server = MockServer::start()?;
        let klaviyo = server.new_client()?;
        let shoe = |id: &str| Sample::<CatalogItem>::new(id).attribute("title", id);
        let route = server.catalogs().get_catalog_items().serve_pages([shoe("A")?, shoe("B")?, shoe("C")?], 2);
        assert_eq!(titles_in(&klaviyo, "SHOES").await?, ["A", "B", "C"]);
        let received = route.received();
        let filter = received.first().and_then(|request| request.query("filter"));
        assert_eq!(filter, Some(r#"equals(category,"SHOES"),equals(published,true)"#));

        let job = |status: &str| {
            Sample::<Job>::new("J").attribute("status", status)?.attribute("job_id", "J")?.attribute("failed_count", 0)
        };
        let _ = server.catalogs().spawn_create_items_job().serve(job("queued")?);
        let _ = server.catalogs().get_create_items_job().serve(job("complete")?);
        assert_eq!(upload(&klaviyo, NewJob::new([])).await?, Some(0));
        Ok(())
    }
}

/// A museum: pages by number, a filter for each field, what is included, and bounds.
mod museum {
    use museum_api::mock::MockServer;
    use museum_api::resources::artist::Artist;
    use museum_api::resources::work::{NewWork, Work, WorkTechnique};
    use museum_api::runtime::{Resource, Sort, ToOne};
    use museum_api::works::{ListWorksInclude as Include, ListWorksSort};
    use museum_api::{Client, Error};

    use crate::Outcome;

    async fn prints(museum: &Client, artist: &str) -> Result<Vec<String>, Error> {
        let works = museum
            .works()
            .list_works()
            .filter_technique(vec![WorkTechnique::Print, WorkTechnique::Drawing])
            .filter_year_gte(1850)
            .include([Include::Artist])
            .sort([Sort::descending(ListWorksSort::Year)]);
        let mut works = works.items();
        let mut titles = Vec::new();
        while let Some(work) = works.try_next().await? {
            // The artist comes with the page that the work is on.
            let by = work.page().resolve(&work.relationships.artist).transpose();
            if let Ok(Some(by)) = by
                && by.attributes.name.as_deref() == Some(artist)
            {
                titles.extend(work.attributes.title.clone());
            }
        }
        Ok(titles)
    }

    #[tokio::test]
    async fn the_museum_is_paged_filtered_and_included() -> Outcome {
        let server = MockServer::start()?;
        let museum = server.new_client()?;
        let by = |id: &str, title: &str, artist: &str| {
            Resource::<Work>::new(id).set(|work| {
                work.attributes.title = Some(title.to_owned());
                work.relationships.artist = ToOne::of(artist);
            })
        };
        let named = |id: &str, name: &str| {
            Resource::<Artist>::new(id).set(|artist| artist.attributes.name = Some(name.to_owned()))
        };
        let works = [by("1", "A", "8"), by("2", "B", "9"), by("3", "C", "8")];
        let route = server.works().list_works().include([named("8", "Ada"), named("9", "Eve")]).serve_pages(works, 2);
        assert_eq!(prints(&museum, "Ada").await?, ["A", "C"]);
        let received = route.received();
        let asked = |name: &str| received.iter().map(|page| page.query(name)).collect::<Vec<_>>();
        assert_eq!(asked("filter[technique]"), [Some("print,drawing"); 2]);
        assert_eq!(asked("filter[year][gte]"), [Some("1850"); 2]);
        assert_eq!(asked("page[number]"), [None, Some("2")]);
        Ok(())
    }

    #[test]
    fn the_museum_checks_bounds_before_it_sends() -> Outcome {
        let museum = MockServer::start()?.new_client()?;
        let work = NewWork::builder().title("").technique(WorkTechnique::Print).artist("8").build().year(2189);
        let violations: Vec<String> =
            museum.works().create_work(work).validate().iter().map(ToString::to_string).collect();
        assert_eq!(
            violations,
            [
                "`/data/attributes/title`: expected at least 1 character, found 0 characters",
                "`/data/attributes/year`: expected at most 2100, found 2189",
            ]
        );
        Ok(())
    }
}

/// Weather stations: a document in OpenAPI 3.1.
mod weather {
    use museum_api::runtime::http::HeaderMap;
    use weather_api::mock::MockServer;
    use weather_api::resources::export::{Export, ExportStatus, NewExport};
    use weather_api::resources::station::{Station, StationSensor};
    use weather_api::runtime::Resource;
    use weather_api::webhook_payloads::{SIGNATURE, STATION_SILENT};
    use weather_api::{Client, Error};

    use crate::Outcome;

    fn sensor(station: &Station) -> String {
        match &station.sensor {
            Some(StationSensor::Thermometer(of)) => format!("a thermometer, {:?}", of.scale),
            Some(StationSensor::Gauge(of)) => format!("a gauge of {} cm²", of.area.unwrap_or_default()),
            Some(StationSensor::Unknown(other)) => format!("something new: {other}"),
            None => "no sensor".to_owned(),
            _ => "a sensor of a later document".to_owned(),
        }
    }

    async fn export(weather: &Client, from: &str) -> Result<Option<String>, Error> {
        let export = weather.readings().create_export(NewExport::new(from)).send().await?;
        let done = weather.readings().get_export(&export.data.id).wait().await?;
        Ok(done.data.attributes.file.clone())
    }

    fn silent(secret: &[u8], headers: &HeaderMap, body: &str) -> Result<String, Box<dyn std::error::Error>> {
        SIGNATURE.verify(secret, headers, body.as_bytes())?;
        let station = STATION_SILENT.decode(body.to_owned())?;
        Ok(station.data.attributes.require_name()?.to_owned())
    }

    #[test]
    fn the_weather_service_signs_its_webhooks() -> Outcome {
        let body = r#"{"data":{"type":"station","id":"7d5a1c1e-0d3b-4f5c-9c39-2f1a4c8f0b11","attributes":{"name":"Feldberg","country":"DE","height":1490}}}"#;
        let mut headers = HeaderMap::new();
        headers
            .insert("x-weather-signature", "69f3586cfcf0dc7c61346ec180e542f72c9f3901d763a4bc20ba9a7ee14cd739".parse()?);
        assert_eq!(silent(b"secret", &headers, body)?, "Feldberg");
        assert!(silent(b"other", &headers, body).is_err());
        Ok(())
    }

    #[tokio::test]
    async fn an_export_of_the_weather_service_is_waited_for() -> Outcome {
        let server = MockServer::start()?;
        let weather = server.new_client()?;
        let job = |status: ExportStatus, file: Option<&str>| {
            Resource::<Export>::new("E").set(|export| {
                export.attributes.status = Some(status);
                export.attributes.file = file.map(str::to_owned);
            })
        };
        let file = "https://files.weather.example/E.csv";
        let _ = server.readings().create_export().serve(job(ExportStatus::Queued, None));
        let _ = server.readings().get_export().serve(job(ExportStatus::Complete, Some(file)));
        assert_eq!(export(&weather, "2026-01-01").await?.as_deref(), Some(file));
        assert_eq!(sensor(&Station::default()), "no sensor");
        Ok(())
    }
}

#[test]
fn the_blocks_of_the_guide_run_here() -> Outcome {
    assert_blocks("gallery.md", include_str!("gallery.rs"), 7)
}

/// The lines of a text without their indentation.
fn lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_start())).collect()
}

#[test]
fn the_documents_of_the_guide_are_those_in_the_repository() -> Outcome {
    let read = |path: &str| fs::read_to_string(workspace().join(path));
    let guide = read("docs/gallery.md")?;
    let paths = ["spec/klaviyo/2022-10-17.yaml", "spec/museum/museum.yaml", "spec/weather/weather.yaml"];
    let documents = paths.map(|path| read(path).map(|text| lines(&text)));
    let documents = documents.into_iter().collect::<Result<Vec<_>, _>>()?;
    let blocks: Vec<&str> = guide.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 5);
    for block in blocks {
        assert!(documents.iter().any(|document| document.contains(&lines(block))), "no document has:\n{block}");
    }
    Ok(())
}
