//! The mock server of the vendored client, as its users would write tests with it.

use std::time::Duration;

use klaviyo_api::catalogs::{GetCatalogItemInclude, GetCatalogItemsFilter};
use klaviyo_api::mock::{Answer, MockServer, Sample};
use klaviyo_api::resources::catalog_item::{CatalogItem, NewCatalogItem};
use klaviyo_api::resources::catalog_variant::CatalogVariant;
use klaviyo_api::resources::profile::Profile;
use klaviyo_api::resources::subscription::{NewSubscription, NewSubscriptionProfile};
use klaviyo_api::{Client, Decoding, Error};
use serde_json::json;

use crate::{Outcome, failed};

/// A server and a client to which every mismatch of a type is an error.
fn start() -> Result<(MockServer, Client), Box<dyn std::error::Error>> {
    let server = MockServer::start()?;
    let client = server.builder().decoding(Decoding::Strict).build()?;
    Ok((server, client))
}

#[tokio::test]
async fn resources_are_served_in_pages() -> Outcome {
    let (server, klaviyo) = start()?;
    let route = server.catalogs().get_catalog_items().serve_pages(Sample::<CatalogItem>::series(7), 3);
    let published = GetCatalogItemsFilter::published().equals(true);
    let mut items = klaviyo.catalogs().get_catalog_items().filter(published).page_size(100).items();
    let mut ids = Vec::new();
    while let Some(item) = items.try_next().await? {
        assert!(item.page().is_clean(), "{:?}", item.page().mismatches());
        ids.push(item.id.to_string());
    }
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7"]);
    let received = route.received();
    assert_eq!(received.len(), 3);
    for request in &received {
        assert_eq!(request.query("filter"), Some("equals(published,true)"));
        assert_eq!(request.query("page[size]"), Some("100"));
        assert_eq!(request.header("revision"), Some("2026-07-15"));
    }
    Ok(server.verify()?)
}

#[tokio::test]
async fn a_resource_is_served_with_what_is_related() -> Outcome {
    let (server, klaviyo) = start()?;
    let shoe = Sample::<CatalogItem>::new("I1").attribute("title", "Shoe")?.relate_many("variants", ["V1", "V2"])?;
    let sizes = [Sample::<CatalogVariant>::filled("V1"), Sample::filled("V2").attribute("title", "Size 37")?];
    server.catalogs().get_catalog_item().for_path(["I1"]).serve(shoe).include(sizes);
    let include = [GetCatalogItemInclude::Variants];
    let item = klaviyo.catalogs().get_catalog_item("I1").include(include).send().await?;
    let variants: Vec<_> = item.resolve(&item.data.relationships.variants).collect::<Result<_, _>>()?;
    assert_eq!(
        variants.iter().map(|variant| variant.attributes.title.as_deref()).collect::<Vec<_>>(),
        [Some("Rain jacket, medium"), Some("Size 37")]
    );
    let error = failed(klaviyo.catalogs().get_catalog_item("I2").send().await)?;
    assert!(error.api().is_some_and(|api| api.by_code("not_mocked").is_some()), "{error:?}");
    assert_eq!(server.unexpected().len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_mock_keeps_what_was_written() -> Outcome {
    let (server, klaviyo) = start()?;
    let create = server.catalogs().create_catalog_item().serve(Sample::filled("I1"));
    let subscribe = server.client().create_client_subscription().always(Answer::new(202));
    let shoe = NewCatalogItem::builder()
        .description("For the left foot.")
        .external_id("SKU-1")
        .title("Shoe")
        .url("https://shop.example/1")
        .build()
        .price(49.5);
    let created = klaviyo.catalogs().create_catalog_item(shoe).send().await?;
    assert_eq!(created.data.id.as_str(), "I1");
    let subscription =
        NewSubscription::builder().profile(NewSubscriptionProfile::new().email("ada@example.com")).list("L1").build();
    klaviyo.client().create_client_subscription("C1", subscription).send().await?;
    let [created] = &create.received()[..] else { return Err("one request".into()) };
    assert_eq!(created.json()?.pointer("/data/attributes/price"), Some(&json!(49.5)));
    assert!(created.header("authorization").is_some());
    let [subscribed] = &subscribe.received()[..] else { return Err("one request".into()) };
    assert_eq!((subscribed.query("company_id"), subscribed.header("authorization")), (Some("C1"), None));
    Ok(server.verify()?)
}

#[tokio::test]
async fn the_mock_answers_with_errors_and_broken_connections() -> Outcome {
    let (server, klaviyo) = start()?;
    let route = server.catalogs().get_catalog_items().always(Answer::error(403, "permission_denied", "No."));
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    assert!(error.api().is_some_and(|api| api.by_code("permission_denied").is_some()), "{error:?}");
    let route = route.always(Answer::document(200, r#"{"data": []}"#).cut_off_after(5));
    let error = failed(klaviyo.catalogs().get_catalog_items().send().await)?;
    assert!(matches!(error, Error::Incomplete { .. }), "{error:?}");
    route.always(Answer::new(200).after(Duration::from_secs(60)));
    let call = klaviyo.catalogs().get_catalog_items().timeout(Duration::from_millis(100));
    assert!(matches!(failed(call.send().await)?, Error::Timeout(_)));
    Ok(())
}

#[test]
fn every_resource_of_the_client_can_be_filled() {
    let profile = serde_json::Value::from(Sample::<Profile>::filled("P1"));
    assert_eq!(profile.pointer("/attributes/email"), Some(&json!("ada@mail.example")));
    assert_eq!(profile.pointer("/attributes/created"), Some(&json!("2026-01-02T03:04:05+00:00")));
    let misspelt = Sample::<Profile>::new("P1").attribute("fist_name", "Ada").map(|_| ());
    assert_eq!(
        misspelt.map_err(|error| error.to_string()),
        Err("a `profile` resource has no attribute `fist_name`; did you mean `first_name`?".to_owned())
    );
}
