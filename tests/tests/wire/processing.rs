//! Requests that a service accepts and works on later, as JSON:API recommends for asynchronous processing.

use std::sync::Arc;
use std::time::Duration;

use weather_api::resources::export::{Export, ExportStatus, NewExport};
use weather_api::resources::station::Station;
use weather_api::runtime::testing::{Answer, InMemory};
use weather_api::runtime::{Document, Resource, Response};
use weather_api::{Auth, Client, Error};

use crate::{Outcome, failed};

const EXPORT: &str = r#"{"data":{"type":"export","id":"E","attributes":{"status":"running"}}}"#;
const STATION: &str =
    r#"{"data":{"type":"station","id":"S","attributes":{"name":"Feldberg","country":"DE","height":1490}}}"#;

/// A client, and the service that has these answers.
fn service<const N: usize>(answers: [Answer; N]) -> Result<(Client, InMemory), Error> {
    let service = InMemory::new(answers);
    let builder = Client::builder(Auth::key("any")).transport(Arc::new(service.clone())).follow_redirects(3);
    Ok((builder.build()?, service))
}

fn json(status: u16, text: &str) -> Answer {
    Answer::new(status).header("content-type", "application/vnd.api+json").body(text.to_owned())
}

fn accepted() -> Answer {
    json(202, EXPORT).header("content-location", "/exports/E")
}

#[tokio::test]
async fn a_303_leads_to_what_was_made() -> Outcome {
    let (weather, service) = service([
        accepted(),
        json(200, EXPORT).header("retry-after", "90"),
        json(200, EXPORT),
        json(200, EXPORT),
        Answer::new(303).header("location", "../stations/S"),
        json(200, STATION),
    ])?;
    let response = weather.readings().create_export(NewExport::new("2026-01-01")).send().await?;
    let job = response.content_location::<Document<Resource<Export>>>().ok_or("it was accepted")?;
    assert_eq!(job.href(), "/exports/E");
    let mut seen = Vec::new();
    let before = service.elapsed();
    let wait = weather.wait_for(&job).progress(|job| seen.push(job.data.attributes.status.clone()));
    let made: Response<Document<Resource<Station>>> = wait.await?;
    assert_eq!(made.data.attributes.name.as_deref(), Some("Feldberg"));
    assert_eq!(seen, vec![Some(ExportStatus::Running); 3]);
    // As long as the service asks for, and then a second and two.
    assert_eq!((service.elapsed() - before).as_secs(), 90 + 1 + 2);
    let asked: Vec<String> = service.requests().iter().map(|request| request.uri().path().to_owned()).collect();
    assert_eq!(asked, ["/exports", "/exports/E", "/exports/E", "/exports/E", "/exports/E", "/stations/S"]);
    Ok(())
}

#[tokio::test]
async fn what_fails_or_takes_too_long_is_an_error() -> Outcome {
    let pending = || json(200, EXPORT).header("retry-after", "7");
    let (weather, service) = service([accepted(), pending(), pending(), pending()])?;
    let response = weather.readings().create_export(NewExport::new("2026-01-01")).send().await?;
    let job = response.content_location::<Document<Resource<Export>>>().ok_or("it was accepted")?;
    let wait = weather.wait_for::<_, Document<Resource<Station>>>(&job).timeout(Duration::from_secs(10));
    assert!(matches!(failed(wait.send().await)?, Error::Timeout(_)));
    assert_eq!(service.requests().len(), 4);

    let (weather, _) = self::service([Answer::new(410)])?;
    let error = failed(weather.wait_for::<_, Document<Resource<Station>>>(&job).send().await)?;
    assert_eq!(error.api().map(|error| error.status.as_u16()), Some(410));

    // No credentials go to another host.
    let (weather, service) = self::service([Answer::new(303).header("location", "https://elsewhere.example/S")])?;
    let _ = failed(weather.wait_for::<_, Document<Resource<Station>>>(&job).send().await)?;
    assert_eq!(service.requests().len(), 1);
    Ok(())
}

/// A job whose status tells that it is over is asked for as the service says, too.
#[tokio::test]
async fn waiting_for_a_status_keeps_retry_after() -> Outcome {
    let done = EXPORT.replace("running", "complete");
    let (weather, service) = service([json(200, EXPORT).header("retry-after", "45"), json(200, done.as_str())])?;
    let _ = weather.readings().get_export("E").wait().await?;
    assert_eq!(service.elapsed().as_secs(), 45);
    Ok(())
}
