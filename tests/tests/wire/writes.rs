//! What is sent: creates, updates, linkage, jobs, forms, reports.

use std::collections::BTreeMap;

use jsonapi_forge_tests::server::Reply;
use klaviyo_api::catalogs::BulkDeleteCatalogItems;
use klaviyo_api::mock::MockServer;
use klaviyo_api::profiles::GetProfilesRequest;
use klaviyo_api::resources::back_in_stock_subscription::{
    BackInStockSubscriptionChannel as Channel, NewBackInStockSubscription, NewBackInStockSubscriptionProfile,
};
use klaviyo_api::resources::campaign_values_report::{
    CampaignValuesReportField, CampaignValuesReportKey as Timeframe, CampaignValuesReportStatistics as Statistic,
    NewCampaignValuesReport, NewCampaignValuesReportFilter, NewCampaignValuesReportKey,
};
use klaviyo_api::resources::catalog_category::CatalogCategoryId;
use klaviyo_api::resources::catalog_item::{CatalogItemUpdate, NewCatalogItem};
use klaviyo_api::resources::catalog_item_bulk_delete_job::NewCatalogItemBulkDeleteJob;
use klaviyo_api::resources::catalog_variant::{CatalogVariantInventoryPolicy, NewCatalogVariant};
use klaviyo_api::resources::catalog_variant_bulk_create_job::NewCatalogVariantBulkCreateJob;
use klaviyo_api::resources::image::ImageUpdate;
use klaviyo_api::resources::profile::{
    NewProfile, NewProfileLocation, ProfileField, ProfileUpdate, ProfileUpdateMeta, ProfileUpdatePatchProperties,
};
use klaviyo_api::runtime::File;
use klaviyo_api::{Change, Error};
use serde_json::json;

use crate::{KEY, Outcome, assert_written, failed, only, start};

const DOCUMENT: &str = "application/vnd.api+json";

#[tokio::test]
async fn a_create_sends_nested_objects_and_null() -> Outcome {
    let created = r#"{"data": {"type": "profile", "id": "01H", "attributes": {"email": "ada@example.com"}}}"#;
    let (server, klaviyo) = start([Reply::json(201, created)])?;
    let profile = NewProfile::new()
        .email("ada@example.com")
        .first_name(Change::Null)
        .location(NewProfileLocation::new().city("London").latitude(51.5).longitude("0.1"));
    let response = klaviyo.profiles().create_profile(profile).fields_profile([ProfileField::Email]).send().await?;
    assert_eq!((response.status().as_u16(), response.data.id.as_str()), (201, "01H"));
    assert_written(
        &server,
        "POST /api/profiles?fields%5Bprofile%5D=email",
        DOCUMENT,
        &json!({ "data": { "type": "profile", "attributes": {
            "email": "ada@example.com", "first_name": null,
            "location": { "city": "London", "latitude": 51.5, "longitude": "0.1" },
        }}}),
    )
}

#[tokio::test]
async fn an_update_tells_null_from_absent() -> Outcome {
    let (server, klaviyo) = start([Reply::json(200, r#"{"data": {"type": "profile", "id": "01H"}}"#)])?;
    let unset = ProfileUpdatePatchProperties::new().unset("tier");
    let update = ProfileUpdate::new()
        .title(Change::Null)
        .first_name("Ada")
        .meta(ProfileUpdateMeta::new().patch_properties(unset));
    klaviyo.profiles().update_profile("01H", update).send().await?;
    assert_written(
        &server,
        "PATCH /api/profiles/01H",
        DOCUMENT,
        &json!({ "data": {
            "type": "profile", "id": "01H",
            "attributes": { "title": null, "first_name": "Ada" },
            "meta": { "patch_properties": { "unset": "tier" } },
        }}),
    )
}

#[tokio::test]
async fn an_update_of_nothing_is_sent_as_such() -> Outcome {
    let (server, klaviyo) = start([Reply::json(200, r#"{"data": {"type": "image", "id": "1"}}"#)])?;
    klaviyo.images().update_image("1", ImageUpdate::new()).send().await?;
    assert_written(
        &server,
        "PATCH /api/images/1",
        DOCUMENT,
        &json!({ "data": { "type": "image", "id": "1", "attributes": {} } }),
    )
}

#[tokio::test]
async fn a_new_resource_is_sent_with_relationships() -> Outcome {
    let (server, klaviyo) = start([Reply::json(201, r#"{"data": {"type": "catalog-item", "id": "I1"}}"#)])?;
    let item = NewCatalogItem::builder()
        .description("A shoe")
        .external_id("SKU-1")
        .title("Shoe")
        .url("https://example.com/1")
        .build()
        .price(9.5)
        .images(["https://example.com/1.png"])
        .published(true)
        .categories(["C1", "C2"]);
    klaviyo.catalogs().create_catalog_item(item).send().await?;
    assert_written(
        &server,
        "POST /api/catalog-items",
        DOCUMENT,
        &json!({ "data": {
            "type": "catalog-item",
            "attributes": {
                "external_id": "SKU-1", "title": "Shoe", "description": "A shoe", "url": "https://example.com/1",
                "price": 9.5, "images": ["https://example.com/1.png"], "published": true,
            },
            "relationships": { "categories": { "data": [
                { "type": "catalog-category", "id": "C1" }, { "type": "catalog-category", "id": "C2" },
            ]}},
        }}),
    )
}

#[tokio::test]
async fn relationships_can_be_emptied() -> Outcome {
    let (server, klaviyo) = start([Reply::json(200, r#"{"data": {"type": "catalog-item", "id": "I1"}}"#)])?;
    let none: [CatalogCategoryId; 0] = [];
    klaviyo.catalogs().update_catalog_item("I1", CatalogItemUpdate::new().categories(none)).send().await?;
    assert_written(
        &server,
        "PATCH /api/catalog-items/I1",
        DOCUMENT,
        &json!({ "data": {
            "type": "catalog-item", "id": "I1", "attributes": {},
            "relationships": { "categories": { "data": [] } },
        }}),
    )
}

#[tokio::test]
async fn linkage_is_added_removed_and_replaced() -> Outcome {
    let (server, klaviyo) = start([Reply::empty(204), Reply::empty(204), Reply::empty(204)])?;
    let catalogs = klaviyo.catalogs();
    let item = "$custom:::$default:::1";
    catalogs.add_categories_to_catalog_item(item, ["C1"]).send().await?;
    catalogs.remove_categories_from_catalog_item(item, ["C1", "C2"]).send().await?;
    let gone = catalogs.update_categories_for_catalog_item(item, Vec::<CatalogCategoryId>::new()).send().await?;
    assert_eq!(gone.status().as_u16(), 204);
    let one = |id| json!({ "type": "catalog-category", "id": id });
    let expected = [("POST", vec![one("C1")]), ("DELETE", vec![one("C1"), one("C2")]), ("PATCH", vec![])];
    let requests = server.seen();
    assert_eq!(requests.len(), expected.len());
    for (request, (method, identifiers)) in requests.iter().zip(expected) {
        let path = "/api/catalog-items/%24custom%3A%3A%3A%24default%3A%3A%3A1/relationships/categories";
        assert_eq!(request.line, format!("{method} {path}"));
        assert_eq!(request.header("content-type"), Some(DOCUMENT));
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&request.body)?, json!({ "data": identifiers }));
    }
    Ok(())
}

#[tokio::test]
async fn a_delete_has_no_body() -> Outcome {
    let (server, klaviyo) = start([Reply::empty(204)])?;
    klaviyo.catalogs().delete_catalog_item("I1").send().await?;
    let request = only(&server)?;
    assert_eq!(
        request.head(),
        format!(
            "DELETE /api/catalog-items/I1\naccept: */*\nauthorization: Klaviyo-API-Key {KEY}\n\
             revision: 2026-07-15\nuser-agent: klaviyo-api/0.1.0"
        )
    );
    assert_eq!((request.text().as_str(), request.header("content-type")), ("", None));
    Ok(())
}

#[tokio::test]
async fn a_job_embeds_whole_resources() -> Outcome {
    let job = r#"{"data": {"type": "catalog-variant-bulk-create-job", "id": "J1",
        "attributes": {"status": "queued", "created_at": "2024-02-03T04:05:06+00:00", "total_count": 1}}}"#;
    let (server, klaviyo) = start([Reply::json(202, job)])?;
    let variant = NewCatalogVariant::builder()
        .description("A red one")
        .external_id("V1")
        .inventory_quantity(3.0)
        .price(9.5)
        .sku("SKU-V1")
        .title("Red")
        .url("https://example.com/v1")
        .item("I1")
        .build()
        .inventory_policy(CatalogVariantInventoryPolicy::Value1);
    let job =
        klaviyo.catalogs().bulk_create_catalog_variants(NewCatalogVariantBulkCreateJob::new([variant])).send().await?;
    assert_eq!(job.data.attributes.require_total_count()?, 1);
    let variant = json!({
        "type": "catalog-variant",
        "attributes": {
            "external_id": "V1", "title": "Red", "description": "A red one", "sku": "SKU-V1",
            "inventory_quantity": 3.0, "price": 9.5, "url": "https://example.com/v1", "inventory_policy": 1,
        },
        "relationships": { "item": { "data": { "type": "catalog-item", "id": "I1" } } },
    });
    assert_written(
        &server,
        "POST /api/catalog-variant-bulk-create-jobs",
        DOCUMENT,
        &json!({ "data": {
            "type": "catalog-variant-bulk-create-job", "attributes": { "variants": { "data": [variant] } },
        }}),
    )
}

#[tokio::test]
async fn an_embedded_resource_can_be_optional() -> Outcome {
    let (server, klaviyo) = start([Reply::empty(202)])?;
    let profile = NewBackInStockSubscriptionProfile::new().email("ada@example.com").id("P1");
    let subscription = NewBackInStockSubscription::new([Channel::Email], "V1").profile(profile);
    klaviyo.catalogs().create_back_in_stock_subscription(subscription).send().await?;
    assert_written(
        &server,
        "POST /api/back-in-stock-subscriptions",
        "*/*",
        &json!({ "data": {
            "type": "back-in-stock-subscription",
            "attributes": {
                "channels": ["EMAIL"],
                "profile": { "data": { "type": "profile", "id": "P1", "attributes": { "email": "ada@example.com" } } },
            },
            "relationships": { "variant": { "data": { "type": "catalog-variant", "id": "V1" } } },
        }}),
    )
}

#[tokio::test]
async fn more_than_fit_are_not_sent() -> Outcome {
    let (server, klaviyo) = start([Reply::json(202, r#"{"data": {}}"#)])?;
    let job = |count| NewCatalogItemBulkDeleteJob::new((0..count).map(|number| format!("I{number}")));
    let most = BulkDeleteCatalogItems::MAX_ITEMS;
    let error = failed(klaviyo.catalogs().bulk_delete_catalog_items(job(most + 1)).send().await)?;
    assert_eq!(
        error.to_string(),
        "bulk_delete_catalog_items (POST /api/catalog-item-bulk-delete-jobs): the request cannot be built: \
         `/data/attributes/items/data` has 101 elements, and may have 100 at most"
    );
    assert_eq!(server.seen().len(), 0);
    klaviyo.catalogs().bulk_delete_catalog_items(job(most)).send().await?;
    assert_eq!(server.seen().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_job_embeds_identifiers() -> Outcome {
    let (server, klaviyo) = start([Reply::json(202, r#"{"data": {}}"#)])?;
    klaviyo.catalogs().bulk_delete_catalog_items(NewCatalogItemBulkDeleteJob::new(["I1", "I2"])).send().await?;
    assert_written(
        &server,
        "POST /api/catalog-item-bulk-delete-jobs",
        DOCUMENT,
        &json!({ "data": {
            "type": "catalog-item-bulk-delete-job",
            "attributes": { "items": { "data": [
                { "type": "catalog-item", "id": "I1" }, { "type": "catalog-item", "id": "I2" },
            ]}},
        }}),
    )
}

#[tokio::test]
async fn a_file_is_uploaded_in_a_form() -> Outcome {
    let (server, klaviyo) = start([Reply::json(201, r#"{"data": {"type": "image", "id": "1"}}"#)])?;
    let file = File::new("a \"b\".png", &b"\x89PNG\r\n--\xff"[..]).content_type("image/png");
    let image = klaviyo.images().upload_image_from_file(file).name("Spring").hidden(true).send().await?;
    assert_eq!(image.data.id.as_str(), "1");
    let request = only(&server)?;
    assert_eq!(request.line, "POST /api/image-upload");
    let content_type = request.header("content-type").ok_or("there is a media type")?;
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").ok_or("it is a form")?;
    let part = |name: &str, text: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let mut expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    )
    .into_bytes();
    expected.extend_from_slice(b"\x89PNG\r\n--\xff\r\n");
    expected.extend_from_slice(part("name", "Spring").as_bytes());
    expected.extend_from_slice(part("hidden", "true").as_bytes());
    expected.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    assert_eq!(request.text(), String::from_utf8_lossy(&expected));
    assert_eq!(request.body, expected);
    Ok(())
}

#[tokio::test]
async fn a_report_is_asked_for_and_read() -> Outcome {
    let answer = json!({ "data": {
        "type": "campaign-values-report", "id": "R1",
        "attributes": { "results": [{ "groupings": { "campaign_id": "C1" }, "statistics": { "opens": 123 } }] },
    }});
    let (server, klaviyo) = start([Reply::json(200, answer.to_string())])?;
    let report = NewCampaignValuesReport::builder()
        .conversion_metric_id("M1")
        .statistics([Statistic::Opens, Statistic::OpenRate])
        .timeframe(NewCampaignValuesReportKey::new(Timeframe::Last30Days))
        .build()
        .filter(NewCampaignValuesReportFilter::campaign_id().equals("C1"));
    let report = klaviyo
        .reporting()
        .query_campaign_values(report)
        .fields_campaign_values_report([CampaignValuesReportField::Results])
        .send()
        .await?;
    let [result] = report.data.attributes.require_results()? else {
        return Err(format!("{report:?}").into());
    };
    assert_eq!(result.statistics.as_ref().and_then(|figures| figures.get("opens")), Some(&json!(123)));
    assert_written(
        &server,
        "POST /api/campaign-values-reports?fields%5Bcampaign-values-report%5D=results",
        DOCUMENT,
        &json!({ "data": { "type": "campaign-values-report", "attributes": {
            "statistics": ["opens", "open_rate"], "timeframe": { "key": "last_30_days" },
            "conversion_metric_id": "M1", "filter": "equals(campaign_id,\"C1\")",
        }}}),
    )
}

#[derive(serde::Serialize)]
struct Loyalty {
    tier: &'static str,
    points: u32,
}

fn loyal_profile(loyalty: &Loyalty) -> NewProfile {
    NewProfile::new().email("ada@mail.example").properties(loyalty)
}

#[tokio::test]
async fn free_form_objects_are_what_serde_writes() -> Outcome {
    let sent = |profile: NewProfile| profile.get("properties");
    let gold = json!({"tier": "gold", "points": 5});
    assert_eq!(sent(loyal_profile(&Loyalty { tier: "gold", points: 5 })), Some(gold.clone()));
    assert_eq!(sent(NewProfile::new().properties(gold.clone())), Some(gold.clone()));
    assert_eq!(sent(NewProfile::new().properties(BTreeMap::from([("points", 5)]))), Some(json!({"points": 5})));
    assert_eq!(sent(NewProfile::new().properties(Change::Null)), Some(json!(null)));
    let read = klaviyo_api::resources::profile::Profile::default().properties;
    assert_eq!(sent(NewProfile::new().properties(read)), Some(json!(null)));
    let more = NewProfile::new().with_undescribed("anonymous_id", 5).with_undescribed("loyalty", &gold);
    assert_eq!((more.get("anonymous_id"), more.get("loyalty")), (Some(json!(5)), Some(gold)));

    // What is not an object, or what serde does not write, is not sent.
    let (server, klaviyo) = start([])?;
    let keyed = BTreeMap::from([((1, 2), "a pair is no name")]);
    for (profile, reason) in [
        (NewProfile::new().properties("gold"), "`/data/attributes/properties`: expected an object, found text"),
        (
            NewProfile::new().properties(keyed),
            "`/data/attributes/properties`: serde does not write it: key must be a string",
        ),
    ] {
        let error = failed(klaviyo.profiles().create_profile(profile).send().await)?;
        assert!(matches!(error, Error::Request { .. }) && error.to_string().contains(reason), "{error}");
    }
    assert_eq!(server.seen().len(), 0);
    Ok(())
}

fn shirt() -> NewCatalogItem {
    NewCatalogItem::builder().external_id("SKU-1").title("Shirt").description("..").url("..").build().price(9.99)
}

fn new_profile(email: Option<&str>, phone: Option<String>) -> NewProfile {
    NewProfile::new().maybe(email, NewProfile::email).maybe(phone, NewProfile::phone_number)
}

#[test]
fn what_is_sent_stands_in_types_of_serde() -> Outcome {
    #[derive(serde::Serialize)]
    struct Queued {
        profile: NewProfile,
        location: NewProfileLocation,
    }

    let location = || NewProfileLocation::new().city("Ulm");
    let queued =
        Queued { profile: NewProfile::new().email("ada@mail.example").location(location()), location: location() };
    let written = serde_json::to_value(&queued)?;
    assert_eq!(written.get("profile"), Some(&queued.profile.to_json()));
    assert_eq!(written.get("location"), Some(&json!({ "city": "Ulm" })));
    assert_eq!(serde_json::from_value::<NewProfileLocation>(json!({ "city": "Ulm" }))?, location());
    Ok(())
}

#[tokio::test]
async fn what_may_not_be_there_needs_no_branch() -> Outcome {
    assert_eq!(new_profile(Some("ada@mail.example"), None), NewProfile::new().email("ada@mail.example"));
    assert_eq!(new_profile(None, None), NewProfile::new());
    assert_eq!(shirt().get("price"), Some(json!(9.99)));
    let city = |city: Option<&str>| NewProfileLocation::new().maybe(city, NewProfileLocation::city).to_json();
    assert_eq!((city(Some("London")), city(None)), (json!({"city": "London"}), json!({})));
    let server = MockServer::start()?;
    let route = server.profiles().get_profiles().serve_fakes(1);
    let klaviyo = server.new_client()?;
    for size in [Some(10), None] {
        klaviyo.profiles().get_profiles().maybe(size, GetProfilesRequest::page_size).send().await?;
    }
    let sizes: Vec<_> = route.received().iter().map(|one| one.query("page[size]").map(str::to_owned)).collect();
    assert_eq!(sizes, [Some("10".to_owned()), None]);
    Ok(())
}
