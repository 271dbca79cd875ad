//! Clocks that differ: dates in headers that are long past, or far ahead.

use std::time::{Duration, Instant};

use klaviyo_api::mock::{Answer, MockServer};
use klaviyo_api::runtime::jiff::SignedDuration;
use klaviyo_api::runtime::{GaveUp, Method};

use super::{assert_all, count, drain, oauth, renewed, samples, start, story};
use crate::{Outcome, failed};

#[tokio::test]
async fn a_past_retry_date_waits_as_long_as_without_one() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    let past = Answer::too_many_requests().header("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT");
    let items = items.serve_pages(samples(1), 1).once(past);
    let begun = Instant::now();
    let page = klaviyo.catalogs().get_catalog_items().send().await?;
    assert_eq!((page.attempts().count(), items.count()), (2, 2));
    assert!(begun.elapsed() < Duration::from_secs(60));
    Ok(())
}

#[tokio::test]
async fn a_retry_date_far_ahead_is_not_waited_for() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    let items = items.always(Answer::new(503).header("retry-after", "Wed, 31 Dec 2199 23:59:59 GMT"));
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    assert!(error.api().and_then(|api| api.retry_after).is_some_and(|wait| wait > Duration::from_secs(86_400)));
    assert_eq!((story(&error).2, count(&error), items.count()), (Some(GaveUp::Deadline), 1, 1));
    Ok(())
}

#[tokio::test]
async fn a_retry_time_beyond_every_clock_is_not_waited_for() -> Outcome {
    for never in ["99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"] {
        let (_server, items, klaviyo) = start()?;
        let items = items.always(Answer::new(503).header("retry-after", never));
        let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
        assert_eq!((story(&error).2, count(&error), items.count()), (Some(GaveUp::Deadline), 1, 1), "{never}");
    }
    Ok(())
}

#[tokio::test]
async fn a_retry_time_that_is_none_waits_as_long_as_without_one() -> Outcome {
    for nonsense in ["", "soon", "-1", "1e9", "31/12/1999"] {
        let (_server, items, klaviyo) = start()?;
        let items = items.serve_pages(samples(1), 1).once(Answer::new(503).header("retry-after", nonsense));
        let page = klaviyo.catalogs().get_catalog_items().send().await?;
        assert_eq!((page.attempts().count(), items.count()), (2, 2), "{nonsense}: it waits as it would without");
    }
    Ok(())
}

#[tokio::test]
async fn a_token_that_has_expired_by_our_clock_is_renewed_before_it_is_sent() -> Outcome {
    let server = MockServer::start()?;
    let items = server.catalogs().get_catalog_items().serve_pages(samples(3), 1);
    let renewals = server.request(Method::Post, "/oauth/token").always(renewed("second"));
    let klaviyo = oauth(&server, "first", SignedDuration::from_hours(-24 * 365)).build()?;
    let (ids, error) = drain(&klaviyo).await;
    assert!(error.is_none(), "{error:?}");
    assert_all(&ids, 3);
    assert_eq!((items.count(), renewals.count()), (3, 1));
    assert!(items.received().iter().all(|request| request.header("authorization") == Some("Bearer second")));
    Ok(())
}

#[tokio::test]
async fn a_token_that_the_service_calls_expired_is_renewed_once() -> Outcome {
    let server = MockServer::start()?;
    let items = server.catalogs().get_catalog_items().serve_pages(samples(3), 1);
    let renewals = server.request(Method::Post, "/oauth/token").always(renewed("second"));
    items.clone().answer_with(|request| {
        let has_expired = request.header("authorization") == Some("Bearer first");
        has_expired.then(|| Answer::error(401, "not_authenticated", "The token has expired."))
    });
    let klaviyo = oauth(&server, "first", SignedDuration::from_hours(24 * 365)).build()?;
    let (ids, error) = drain(&klaviyo).await;
    assert!(error.is_none(), "{error:?}");
    assert_all(&ids, 3);
    assert_eq!((items.count(), renewals.count()), (4, 1));
    Ok(())
}
