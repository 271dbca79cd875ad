//! Statuses that say to go elsewhere, to wait, or to go away.

use std::time::{Duration, Instant};

use klaviyo_api::Error;
use klaviyo_api::mock::{Answer, MockServer};
use klaviyo_api::resources::catalog_item::NewCatalogItem;
use klaviyo_api::runtime::jiff::SignedDuration;
use klaviyo_api::runtime::{Failure, GaveUp, Method};

use super::{assert_all, assert_silent, count, drain, oauth, renewed, samples, start, story};
use crate::{Outcome, failed};

fn statuses(story: &[Failure]) -> Vec<u16> {
    let status = |failure: &Failure| match failure {
        Failure::Status(status) => status.as_u16(),
        _ => 0,
    };
    story.iter().map(status).collect()
}

#[tokio::test]
async fn redirects_to_another_origin_are_not_followed() -> Outcome {
    let other = MockServer::start()?;
    for status in [301, 302, 303, 307, 308] {
        let (_server, items, klaviyo) = start()?;
        let elsewhere = format!("{}/api/catalog-items", other.base_url());
        let items = items.always(Answer::new(status).header("location", elsewhere));
        let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
        assert_silent(&error);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!((count(&error), items.count()), (1, 1));
    }
    assert!(other.received().is_empty(), "{:?}", other.received());
    Ok(())
}

#[tokio::test]
async fn too_many_requests_are_waited_for() -> Outcome {
    let (server, items, klaviyo) = start()?;
    let too_many = Answer::too_many_requests;
    let items = items.serve_pages(samples(1), 1).sequence([too_many(), too_many().retry_after(Duration::from_secs(1))]);
    let begun = Instant::now();
    let page = klaviyo.catalogs().get_catalog_items().send().await?;
    assert!(begun.elapsed() >= Duration::from_secs(1), "what the service asks for is respected");
    assert_eq!((page.data.len(), page.attempts().count(), items.count()), (1, 3, 3));
    // It had no effect, so it is repeated whatever it is.
    let create = server.catalogs().create_catalog_item();
    let create = create
        .sequence([too_many(), Answer::new(503).retry_after(Duration::ZERO)])
        .always(Answer::error(409, "duplicate", "It exists."));
    let shoe = NewCatalogItem::builder()
        .description("For the left foot.")
        .external_id("SKU-1")
        .title("Shoe")
        .url("https://shop.example/1")
        .build();
    let error = failed(klaviyo.catalogs().create_catalog_item(shoe).send().await)?;
    assert_eq!((statuses(&story(&error).1), create.count()), (vec![429, 503], 3));
    assert!(error.api().is_some_and(|api| api.by_code("duplicate").is_some()), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_an_error_at_once() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    let items = items.always(Answer::too_many_requests().retry_after(Duration::from_secs(3_600)));
    let begun = Instant::now();
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    assert!(begun.elapsed() < Duration::from_secs(60));
    assert_eq!(error.api().and_then(|api| api.retry_after), Some(Duration::from_secs(3_600)));
    assert_eq!((story(&error).2, items.count()), (Some(GaveUp::Deadline), 1), "nobody waits in vain");
    Ok(())
}

/// An outage is not amplified: after 100 retries that led to nothing, calls are tried once.
#[tokio::test]
async fn an_outage_is_not_amplified() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    let items = items.always(Answer::new(503));
    let mut last = None;
    for _ in 0..60 {
        last = Some(failed(klaviyo.catalogs().get_catalog_items().send().await)?);
    }
    assert_eq!(items.count(), 160);
    let last = last.ok_or("there were calls")?;
    assert_eq!((count(&last), story(&last).2), (1, Some(GaveUp::Budget)));
    // It passes.
    let items = items.serve_pages(samples(3), 1);
    let (ids, error) = drain(&klaviyo).await;
    assert!(error.is_none(), "{error:?}");
    assert_all(&ids, 3);
    assert_eq!(items.count(), 163);
    Ok(())
}

#[tokio::test]
async fn what_comes_once_per_page_loses_nothing() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    let items = items.serve_pages(samples(24), 3);
    let faults = [
        Answer::too_many_requests(),
        Answer::new(500),
        Answer::new(502),
        Answer::new(503),
        Answer::new(504),
        Answer::reset(),
        Answer::hang_up(),
        Answer::document(200, "{\"data\": []}").cut_off_after(5),
    ];
    let seen = std::sync::Mutex::new(Vec::new());
    items.clone().answer_with(move |request| {
        let mut seen = seen.lock().ok()?;
        let page = request.query("page[cursor]").unwrap_or_default().to_owned();
        let fault = if seen.contains(&page) { None } else { faults.get(seen.len()).cloned() };
        seen.push(page);
        seen.dedup();
        fault
    });
    let (ids, error) = drain(&klaviyo).await;
    assert!(error.is_none(), "{error:?}");
    assert_all(&ids, 24);
    assert_eq!(items.count(), 16, "each of eight pages failed once");
    Ok(())
}

#[tokio::test]
async fn a_token_that_is_revoked_during_a_stream_ends_it_with_an_error() -> Outcome {
    let (server, items, klaviyo) = start()?;
    let items = items.serve_pages(samples(6), 2);
    items.clone().answer_with(|request| {
        let revoked = request.query("page[cursor]") == Some("after-2");
        revoked.then(|| Answer::error(401, "not_authenticated", "The key was revoked."))
    });
    let (ids, error) = drain(&klaviyo).await;
    let error = error.ok_or("the key is refused")?;
    assert_silent(&error);
    assert_all(&ids, 2);
    assert_eq!((error.status().map(|status| status.as_u16()), count(&error), items.count()), (Some(401), 1, 2));
    // With another key it goes on where it was.
    items.clone().answer_with(|_| None);
    let link = format!("{}/api/catalog-items?page%5Bcursor%5D=after-2", server.base_url());
    let mut rest = super::builder(server.base_url()).build()?.catalogs().get_catalog_items().items().resume(link);
    let mut all = ids;
    while let Some(item) = rest.try_next().await? {
        all.push(item.id.to_string());
    }
    assert_all(&all, 6);
    assert!(matches!(error, Error::Api(_)));
    Ok(())
}

#[tokio::test]
async fn a_revoked_token_that_can_be_renewed_loses_no_item() -> Outcome {
    let server = MockServer::start()?;
    let items = server.catalogs().get_catalog_items().serve_pages(samples(6), 2);
    let renewals = server.request(Method::Post, "/oauth/token").always(renewed("second"));
    items.clone().answer_with(|request| {
        let is_revoked =
            request.query("page[cursor]").is_some() && request.header("authorization") == Some("Bearer first");
        is_revoked.then(|| Answer::error(401, "not_authenticated", "The token was revoked."))
    });
    let klaviyo = oauth(&server, "first", SignedDuration::from_secs(3_600)).build()?;
    let (ids, error) = drain(&klaviyo).await;
    assert!(error.is_none(), "{error:?}");
    assert_all(&ids, 6);
    assert_eq!((items.count(), renewals.count()), (4, 1), "one page was refused, once");
    // The app's secret went to the token endpoint and nowhere else.
    let secret = |request: &klaviyo_api::mock::Received| {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        request.headers().iter().any(|(_, value)| value.contains(crate::KEY)) || body.contains(crate::KEY)
    };
    assert!(items.received().iter().all(|request| !secret(request)));
    assert!(renewals.received().iter().all(secret));
    // A token that is refused again is not renewed again.
    renewals.clone().always(renewed("third"));
    items.clone().always(Answer::new(401)).answer_with(|_| None);
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    assert_eq!((error.status().map(|status| status.as_u16()), items.count(), renewals.count()), (Some(401), 6, 2));
    // A token that is given once more is not sent once more.
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    assert_eq!((error.status().map(|status| status.as_u16()), items.count(), renewals.count()), (Some(401), 7, 3));
    // Nor does a token endpoint that refuses tell anybody the secret.
    renewals.always(Answer::of("application/json", 400, r#"{"error": "invalid_grant"}"#));
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    assert_silent(&error);
    Ok(())
}
