//! Responses that are not what the document says: nothing is lost, and everything is told.

use jsonapi_forge_tests::server::{Reply, Server};
use klaviyo_api::resources::campaign::{CampaignSendStrategy, CampaignStatus};
use klaviyo_api::{Auth, Client, Decoding, Error, MismatchKind};
use serde_json::{Value, json};

use crate::{KEY, Outcome, failed, start};

/// A page where everything that can be wrong is.
fn hostile() -> Value {
    json!({
        "data": [
            { "type": "profile", "id": "P1", "attributes": {
                "email": 7, "first_name": ["Ada"], "created": false, "location": "London", "properties": null,
                "predictive_analytics": { "historic_clv": "93.1", "ranked_channel_affinity": ["email", 5, "telex"] },
                "whatsapp_bsuid": null,
            }},
            null,
            "P2",
            { "type": "profile", "id": 3, "attributes": { "email": "c@example.com" }, "relationships": {
                "lists": [], "conversation": { "data": null },
            }},
            { "type": "person", "id": "P4", "attributes": [] },
            {},
        ],
        "links": { "next": null, "prev": 5 },
        "jsonapi": { "version": "1.1" },
        "debug": true,
    })
}

#[tokio::test]
async fn a_page_is_never_lost() -> Outcome {
    let (_server, klaviyo) = start([Reply::json(200, hostile().to_string())])?;
    let page = klaviyo.profiles().get_profiles().send().await?;
    assert!(!page.is_clean());
    let ids: Vec<&str> = page.data.iter().map(|profile| profile.id.as_str()).collect();
    // What is no resource has its place, and is empty.
    assert_eq!(ids, ["P1", "", "", "3", "P4", ""]);
    let [first, _, _, fourth, ..] = page.data.as_slice() else { return Err(format!("{page:?}").into()) };
    let attributes = &first.attributes;
    assert_eq!(attributes.email.as_deref(), Some("7"));
    assert!(attributes.first_name.is_none() && attributes.created.is_none());
    assert!(attributes.location.is_none() && attributes.properties.is_none());
    let analytics = attributes.predictive_analytics.as_ref().ok_or("it is an object")?;
    let channels: Vec<&str> = analytics.ranked_channel_affinity.iter().flatten().map(|one| one.as_str()).collect();
    assert_eq!((analytics.historic_clv, channels), (None, vec!["email", "5", "telex"]));
    assert_eq!(fourth.attributes.email.as_deref(), Some("c@example.com"));
    assert!(!fourth.relationships.lists.is_sent());
    assert_eq!(page.json()?, hostile());
    Ok(())
}

#[tokio::test]
async fn all_that_differs_is_told() -> Outcome {
    let (_server, klaviyo) = start([Reply::json(200, hostile().to_string())])?;
    let page = klaviyo.profiles().get_profiles().send().await?;
    let mut found: Vec<(String, MismatchKind)> =
        page.mismatches().into_iter().map(|mismatch| (mismatch.pointer, mismatch.kind)).collect();
    found.sort_by(|left, right| left.0.cmp(&right.0));
    let found: Vec<(&str, MismatchKind)> = found.iter().map(|(pointer, kind)| (pointer.as_str(), *kind)).collect();
    use MismatchKind::{Missing, Null, Undeclared, UnknownValue, WrongType};
    let expected = [
        ("/data/0/attributes/created", WrongType),
        ("/data/0/attributes/email", WrongType),
        ("/data/0/attributes/first_name", WrongType),
        ("/data/0/attributes/location", WrongType),
        ("/data/0/attributes/predictive_analytics/historic_clv", WrongType),
        ("/data/0/attributes/predictive_analytics/ranked_channel_affinity/1", WrongType),
        ("/data/0/attributes/predictive_analytics/ranked_channel_affinity/2", UnknownValue),
        ("/data/0/attributes/whatsapp_bsuid", Undeclared),
        ("/data/1", Null),
        ("/data/2", WrongType),
        ("/data/3/id", WrongType),
        ("/data/3/relationships/conversation", Undeclared),
        ("/data/3/relationships/lists", WrongType),
        ("/data/4/attributes", WrongType),
        ("/data/4/type", UnknownValue),
        ("/data/5/type", Missing),
        ("/debug", Undeclared),
        ("/links/prev", WrongType),
    ];
    assert_eq!(found, expected);
    Ok(())
}

#[tokio::test]
async fn strict_clients_fail_instead() -> Outcome {
    let server = Server::start([Reply::json(200, hostile().to_string())])?;
    let builder = Client::builder(Auth::private_key(KEY)).base_url(server.url());
    let klaviyo = builder.decoding(Decoding::Strict).build()?;
    let error = failed(klaviyo.profiles().get_profiles().send().await)?;
    let Error::Mismatch { mismatch, .. } = &error else { return Err(format!("{error:?}").into()) };
    assert_eq!(mismatch.kind, MismatchKind::WrongType);
    assert!(mismatch.pointer.starts_with("/data/0/attributes/"), "{mismatch}");
    Ok(())
}

#[tokio::test]
async fn new_values_of_enums_and_unions_are_kept() -> Outcome {
    let body = json!({ "data": { "type": "campaign", "id": "C1", "attributes": {
        "status": "Teleported", "send_strategy": { "method": "by pigeon", "birds": 2 },
    }}});
    let (_server, klaviyo) = start([Reply::json(200, body.to_string())])?;
    let campaign = klaviyo.campaigns().get_campaign("C1").send().await?;
    let attributes = &campaign.data.attributes;
    assert_eq!(attributes.require_status()?, &CampaignStatus::Unknown("Teleported".to_owned()));
    assert_eq!(attributes.require_status()?.as_str(), "Teleported");
    let CampaignSendStrategy::Unknown(strategy) = attributes.require_send_strategy()? else {
        return Err(format!("{campaign:?}").into());
    };
    assert_eq!(strategy, &json!({ "method": "by pigeon", "birds": 2 }));
    let missing = failed(attributes.require_name())?;
    assert_eq!(missing.to_string(), "the `campaign` resource has no attribute `name`");
    Ok(())
}

#[tokio::test]
async fn data_of_another_kind_is_no_data() -> Outcome {
    for (data, count) in [("null", 0), ("[[]]", 1)] {
        let (_server, klaviyo) = start([Reply::json(200, format!("{{\"data\": {data}}}"))])?;
        let page = klaviyo.profiles().get_profiles().send().await?;
        assert_eq!((page.data.len(), page.is_clean()), (count, false), "{data}");
        assert!(!page.mismatches().is_empty(), "{data}");
    }
    for data in ["7", "\"x\"", "{}"] {
        let (_server, klaviyo) = start([Reply::json(200, format!("{{\"data\": {data}}}"))])?;
        let error = failed(klaviyo.profiles().get_profiles().send().await)?;
        assert!(matches!(error, Error::Absent { .. }), "{error:?}");
    }
    let (_server, klaviyo) = start([Reply::empty(204)])?;
    let page = klaviyo.profiles().get_profiles().send().await?;
    assert_eq!((page.status().as_u16(), page.data.len()), (204, 0));
    Ok(())
}
