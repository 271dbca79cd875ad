//! Streams whose links lead in a circle, away, or on and on.

use klaviyo_api::Error;
use klaviyo_api::mock::{Answer, MockServer};
use serde_json::json;

use super::{assert_all, assert_silent, drain, samples, start};
use crate::Outcome;

/// A page of one item, and this link to the next.
fn page(id: &str, next: &str) -> Answer {
    let item = json!({ "type": "catalog-item", "id": id });
    Answer::document(200, json!({ "data": [item], "links": { "next": next } }).to_string())
}

#[tokio::test]
async fn a_circle_of_pages_is_an_error() -> Outcome {
    let (_server, items, klaviyo) = start()?;
    let link = |cursor: &str| format!("/api/catalog-items?page%5Bcursor%5D={cursor}");
    let items = items.sequence([page("1", &link("b")), page("2", &link("c")), page("3", &link("b"))]);
    let (ids, error) = drain(&klaviyo).await;
    assert_all(&ids, 3);
    assert!(matches!(error, Some(Error::Pagination { .. })), "{error:?}");
    assert_eq!(items.count(), 3);
    Ok(())
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() -> Outcome {
    let other = MockServer::start()?;
    let port = other.base_url().rsplit(':').next().unwrap_or_default().to_owned();
    let links = [
        format!("{}/api/catalog-items", other.base_url()),
        format!("//127.0.0.1:{port}/api/catalog-items"),
        format!("http://localhost:{port}/api/catalog-items"),
        format!("http://127.0.0.1:{port}\\@example.com/"),
        "https://127.0.0.1/api/catalog-items".to_owned(),
    ];
    for link in links {
        let (_server, items, klaviyo) = start()?;
        let items = items.once(page("1", &link));
        let (ids, error) = drain(&klaviyo).await;
        assert_all(&ids, 1);
        let error = error.ok_or("the link leads away")?;
        assert_silent(&error);
        assert!(matches!(error, Error::Pagination { .. }), "{error:?}");
        assert_eq!(items.count(), 1);
    }
    assert!(other.received().is_empty(), "{:?}", other.received());
    Ok(())
}

#[tokio::test]
async fn ten_thousand_pages_lose_no_item() -> Outcome {
    let (server, items, klaviyo) = start()?;
    let items = items.serve_pages(samples(20_000), 2);
    let (ids, error) = drain(&klaviyo).await;
    assert!(error.is_none(), "{error:?}");
    assert_all(&ids, 20_000);
    assert_eq!(items.count(), 10_000);
    Ok(server.verify()?)
}
