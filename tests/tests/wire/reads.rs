//! What is asked for: paths, fieldsets, includes, sorting, filters, page sizes.

use jsonapi_forge_tests::server::Reply;
use klaviyo_api::campaigns::{GetCampaignsFilter, GetCampaignsFilterMessagesChannel as Channel, GetCampaignsSort};
use klaviyo_api::catalogs::{GetBulkUpdateVariantsJobInclude, GetBulkUpdateVariantsJobsFilter};
use klaviyo_api::images::GetImagesFilter;
use klaviyo_api::profiles::{GetProfileInclude, GetProfilesFilter, GetProfilesInclude, GetProfilesSort};
use klaviyo_api::resources::campaign::{CampaignSendStrategy, CampaignStatus};
use klaviyo_api::resources::catalog_variant::CatalogVariantField;
use klaviyo_api::resources::catalog_variant_bulk_update_job::CatalogVariantBulkUpdateJobStatus as JobStatus;
use klaviyo_api::resources::profile::{ProfileAdditionalField, ProfileField, ProfileLatitude};
use klaviyo_api::resources::push_token::PushTokenField;
use klaviyo_api::runtime::{Filter, Method};
use klaviyo_api::{Error, Sort};
use serde_json::json;

use crate::{Outcome, assert_read, failed, only, start};

#[tokio::test]
async fn a_list_is_asked_for_with_every_family() -> Outcome {
    let (server, klaviyo) = start([Reply::json(200, r#"{"data": []}"#)])?;
    let page = klaviyo
        .profiles()
        .get_profiles()
        .fields_profile([ProfileField::Email, ProfileField::LocationCity])
        .fields_profile([ProfileField::Email, ProfileField::Created])
        .fields_push_token([PushTokenField::Created])
        .additional_fields_profile([ProfileAdditionalField::Subscriptions])
        .include([GetProfilesInclude::PushTokens, GetProfilesInclude::Conversations])
        .sort(Sort::descending(GetProfilesSort::Updated))
        .filter(GetProfilesFilter::email().equals(r#"a+"b\c@example.com"#))
        .filter(GetProfilesFilter::created().greater_than("2024-02-03T04:05:06+01:00"))
        .page_cursor("bmV4dA==")
        .page_size(100)
        .send()
        .await?;
    assert!(page.data.is_empty() && page.is_clean());
    assert_read(
        &server,
        "GET /api/profiles?fields%5Bprofile%5D=email,location.city,created&fields%5Bpush-token%5D=created\
         &additional-fields%5Bprofile%5D=subscriptions&include=push-tokens,conversations&sort=-updated\
         &page%5Bcursor%5D=bmV4dA%3D%3D&page%5Bsize%5D=100\
         &filter=equals%28email%2C%22a%2B%5C%22b%5C%5Cc%40example.com%22%29\
         %2Cgreater-than%28created%2C2024-02-03T04%3A05%3A06%2B01%3A00%29",
    )
}

#[tokio::test]
async fn a_page_size_out_of_bounds_is_never_sent() -> Outcome {
    let (server, klaviyo) = start([])?;
    for size in [0, 101] {
        let error = failed(klaviyo.profiles().get_profiles().page_size(size).send().await)?;
        assert!(matches!(error, Error::Request { .. }), "{error:?}");
        let expected = format!(
            "get_profiles (GET /api/profiles): the request cannot be built: `page[size]` is {size}, but must be from 1 to 100"
        );
        assert_eq!(error.to_string(), expected);
        let error = failed(klaviyo.profiles().get_profiles().page_size(size).items().try_next().await)?;
        assert_eq!(error.to_string(), expected);
    }
    assert!(server.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_resource_is_read_with_all_it_has() -> Outcome {
    let body = json!({ "data": {
        "type": "profile", "id": "01H/Ü",
        "attributes": {
            "email": "ada@example.com", "title": null, "created": "2024-02-03T04:05:06+00:00",
            "location": { "latitude": 51.5, "longitude": "0.1", "city": "London" },
            "properties": { "tier": "gold" },
        },
        "links": { "self": "https://a.klaviyo.com/api/profiles/01H/" },
    }});
    let (server, klaviyo) = start([Reply::json(200, body.to_string())])?;
    let profile = klaviyo.profiles().get_profile("01H/Ü").include([GetProfileInclude::Lists]).send().await?;
    assert_read(&server, "GET /api/profiles/01H%2F%C3%9C?include=lists")?;
    assert_eq!(profile.data.id.as_str(), "01H/Ü");
    let attributes = &profile.data.attributes;
    assert_eq!(attributes.email.as_deref(), Some("ada@example.com"));
    assert_eq!(attributes.title, None);
    let created = attributes.created.as_ref().ok_or("there is a date")?;
    assert_eq!(created.timestamp()?.as_second(), 1_706_933_106);
    let location = attributes.location.as_ref().ok_or("there is a location")?;
    assert!(matches!(location.latitude, Some(ProfileLatitude::Number(51.5))));
    assert!(format!("{:?}", location.longitude).contains(r#"("0.1")"#), "{location:?}");
    assert_eq!(attributes.properties.as_ref().and_then(|own| own.get("tier")), Some(&json!("gold")));
    assert!(profile.is_clean() && profile.mismatches().is_empty());
    Ok(())
}

#[tokio::test]
async fn an_id_that_would_name_another_path_is_never_sent() -> Outcome {
    let (server, klaviyo) = start([])?;
    for id in ["", ".", ".."] {
        let error = failed(klaviyo.profiles().get_profile(id).send().await)?;
        assert!(matches!(error, Error::Request { .. }), "{error:?}");
    }
    assert!(server.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_filter_that_is_required_is_an_argument() -> Outcome {
    let body = json!({ "data": [{
        "type": "campaign", "id": "C1",
        "attributes": {
            "name": "Spring", "status": "Draft", "archived": false, "audiences": { "included": ["L1"], "excluded": [] },
            "send_options": { "use_smart_sending": true }, "send_strategy": { "method": "immediate" },
            "created_at": "2024-02-03T04:05:06+00:00", "updated_at": "2024-02-03T04:05:06+00:00",
        },
        "relationships": {},
        "links": { "self": "https://a.klaviyo.com/api/campaigns/C1/" },
    }]});
    let (server, klaviyo) = start([Reply::json(200, body.to_string())])?;
    let channel = GetCampaignsFilter::messages_channel().equals(Channel::Email);
    let page = klaviyo
        .campaigns()
        .get_campaigns(channel.and(GetCampaignsFilter::status().any([CampaignStatus::Draft, CampaignStatus::Sent])))
        .sort(GetCampaignsSort::Name)
        .send()
        .await?;
    assert_read(
        &server,
        "GET /api/campaigns?sort=name\
         &filter=equals%28messages.channel%2C%22email%22%29%2Cany%28status%2C%5B%22Draft%22%2C%22Sent%22%5D%29",
    )?;
    let [campaign] = page.data.as_slice() else { return Err(format!("{page:?}").into()) };
    let attributes = &campaign.attributes;
    assert_eq!((attributes.require_name()?, attributes.require_status()?), ("Spring", &CampaignStatus::Draft));
    assert!(matches!(attributes.require_send_strategy()?, CampaignSendStrategy::Immediate(_)));
    Ok(())
}

#[tokio::test]
async fn filters_write_every_type_of_literal() -> Outcome {
    let (server, klaviyo) = start([Reply::json(200, r#"{"data": []}"#)])?;
    let filter = GetImagesFilter::size()
        .less_or_equal(10)
        .and(GetImagesFilter::hidden().equals(false))
        .and(GetImagesFilter::name().starts_with("a,b)"))
        .and(GetImagesFilter::format().equals_list(["png", "gif"]))
        .and(Filter::raw("has(image)"));
    assert_eq!(
        filter.to_string(),
        r#"and(less-or-equal(size,10),equals(hidden,false),starts-with(name,"a,b)"),equals(format,["png","gif"]),has(image))"#
    );
    klaviyo.images().get_images().filter(filter).filter_raw("x(y)").send().await?;
    let line = only(&server)?.line;
    assert!(
        line.starts_with("GET /api/images?filter=less-or-equal%28size%2C10%29%2Cequals%28hidden%2Cfalse%29"),
        "{line}"
    );
    assert!(line.ends_with("%2Chas%28image%29%2Cx%28y%29"), "{line}");
    Ok(())
}

#[tokio::test]
async fn the_jobs_of_the_first_endpoint_are_read() -> Outcome {
    let (server, klaviyo) = start([Reply::json(200, r#"{"data": []}"#), Reply::json(200, r#"{"data": {}}"#)])?;
    let catalogs = klaviyo.catalogs();
    catalogs
        .get_bulk_update_variants_jobs()
        .filter(GetBulkUpdateVariantsJobsFilter::status().equals(JobStatus::Processing))
        .send()
        .await?;
    catalogs
        .get_bulk_update_variants_job("01H")
        .fields_catalog_variant([CatalogVariantField::Title])
        .include([GetBulkUpdateVariantsJobInclude::Variants])
        .send()
        .await?;
    let lines: Vec<String> = server.seen().into_iter().map(|request| request.line).collect();
    assert_eq!(
        lines,
        [
            "GET /api/catalog-variant-bulk-update-jobs?filter=equals%28status%2C%22processing%22%29",
            "GET /api/catalog-variant-bulk-update-jobs/01H?fields%5Bcatalog-variant%5D=title&include=variants",
        ]
    );
    Ok(())
}

#[tokio::test]
async fn undescribed_parameters_headers_and_paths_can_be_sent() -> Outcome {
    let (server, klaviyo) = start([Reply::json(200, r#"{"data": []}"#), Reply::of("text/plain", 200, "pong")])?;
    klaviyo
        .profiles()
        .get_profiles()
        .query("page[size]", 7)
        .query("new option", "ä&b")
        .header("revision", "2027-01-15.pre")
        .header("X-Trace", "t1")
        .send()
        .await?;
    let pong = klaviyo.request(Method::Put, "/api/ping?loud=1").header("accept", "text/plain").send().await?;
    assert_eq!(pong.as_ref(), b"pong");
    let requests = server.seen();
    let [list, ping] = requests.as_slice() else { return Err(format!("{requests:?}").into()) };
    assert_eq!(list.line, "GET /api/profiles?page%5Bsize%5D=7&new%20option=%C3%A4%26b");
    assert_eq!(list.header("revision"), Some("2027-01-15.pre"));
    assert_eq!(list.header("x-trace"), Some("t1"));
    assert_eq!(ping.line, "PUT /api/ping?loud=1");
    assert_eq!(ping.header("accept"), Some("text/plain"));
    assert_eq!(ping.header("revision"), Some("2026-07-15"));
    Ok(())
}
