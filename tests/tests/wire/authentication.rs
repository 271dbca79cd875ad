//! Credentials: where they go, and where they are never seen.

use std::error::Error as StdError;
use std::iter;

use jsonapi_forge_tests::server::{Reply, Server};
use klaviyo_api::resources::subscription::{NewSubscription, NewSubscriptionProfile};
use klaviyo_api::{Auth, Client, Error, PublicClient, RetryPolicy};
use serde_json::{Value, json};

use crate::{KEY, Outcome, client, failed, only, start};

#[tokio::test]
async fn a_public_endpoint_carries_no_credentials() -> Outcome {
    let (server, klaviyo) = start([Reply::empty(202)])?;
    let subscription = NewSubscription::builder()
        .profile(NewSubscriptionProfile::new().email("ada@example.com"))
        .list("L1")
        .build()
        .custom_source("Footer");
    let accepted = klaviyo.client().create_client_subscription("a b/c", subscription).send().await?;
    assert_eq!(accepted.status().as_u16(), 202);
    let request = only(&server)?;
    assert_eq!(
        request.head(),
        "POST /client/subscriptions?company_id=a%20b%2Fc\naccept: */*\ncontent-type: application/vnd.api+json\n\
         revision: 2026-07-15\nuser-agent: klaviyo-api/0.1.0"
    );
    assert_eq!(
        serde_json::from_slice::<Value>(&request.body)?,
        json!({ "data": {
            "type": "subscription",
            "attributes": {
                "profile": { "data": { "type": "profile", "attributes": { "email": "ada@example.com" } } },
                "custom_source": "Footer",
            },
            "relationships": { "list": { "data": { "type": "list", "id": "L1" } } },
        }})
    );
    Ok(())
}

#[tokio::test]
async fn each_kind_of_credentials_has_its_header() -> Outcome {
    let prefixed = format!(" Klaviyo-API-Key {KEY}\n");
    let kinds = [
        (Auth::private_key(KEY), Some(format!("Klaviyo-API-Key {KEY}"))),
        (Auth::private_key(prefixed), Some(format!("Klaviyo-API-Key {KEY}"))),
        (Auth::bearer(KEY), Some(format!("Bearer {KEY}"))),
        (Auth::none(), None),
    ];
    for (auth, expected) in kinds {
        let server = Server::start([Reply::json(200, r#"{"data": []}"#)])?;
        let klaviyo = Client::builder(auth).base_url(server.url()).user_agent("shop/1").build()?;
        klaviyo.profiles().get_profiles().send().await?;
        let request = only(&server)?;
        assert_eq!(request.header("authorization"), expected.as_deref());
        assert_eq!(request.header("user-agent"), Some("shop/1"));
    }
    Ok(())
}

#[tokio::test]
async fn a_key_is_never_shown() -> Outcome {
    let auth = Auth::private_key(KEY);
    let builder = Client::builder(auth.clone()).retry(RetryPolicy::none());
    let mut shown = vec![format!("{auth:?} {builder:?}")];
    let nobody = { Server::start([])?.url() };
    let server =
        Server::start([Reply::of("text/html", 401, "<h1>No</h1>"), Reply::of("text/html", 200, "<h1>No</h1>")])?;
    let klaviyo = client(&server)?;
    let unreachable = builder.base_url(nobody).build()?;
    shown.push(format!("{klaviyo:?} {:?} {:?}", klaviyo.profiles(), klaviyo.profiles().get_profiles()));
    for (klaviyo, kind) in [(&klaviyo, "Api"), (&klaviyo, "Decode"), (&unreachable, "Transport")] {
        let error = failed(klaviyo.profiles().get_profiles().send().await)?;
        assert!(format!("{error:?}").starts_with(kind), "{error:?}");
        shown.extend(chain(&error));
    }
    for auth in [format!("{KEY}\u{7}"), format!("{KEY}\n{KEY}")] {
        shown.extend(chain(&failed(Client::builder(Auth::private_key(auth)).build())?));
    }
    for text in shown {
        assert!(!text.contains(KEY), "{text}");
    }
    Ok(())
}

/// All that an error and its causes show.
fn chain(error: &Error) -> Vec<String> {
    let causes = iter::successors(Some(error as &dyn StdError), |error: &&dyn StdError| (*error).source());
    causes.map(|cause| format!("{cause} {cause:?}")).collect()
}

#[tokio::test]
async fn a_redirect_is_not_followed() -> Outcome {
    let other = Server::start([Reply::json(200, r#"{"data": []}"#)])?;
    let (server, klaviyo) = start([Reply::empty(302).header("location", &other.url())])?;
    let error = failed(klaviyo.profiles().get_profiles().send().await)?;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    assert_eq!((server.seen().len(), other.seen().len()), (1, 0));
    Ok(())
}

#[tokio::test]
async fn a_client_without_credentials_calls_what_is_public() -> Outcome {
    let server = Server::start([Reply::empty(202)])?;
    let klaviyo = PublicClient::builder().base_url(server.url()).build()?;
    let subscription =
        NewSubscription::builder().profile(NewSubscriptionProfile::new().email("ada@example.com")).list("L1").build();
    klaviyo.client().create_client_subscription("Xy12Z3", subscription).send().await?;
    let head = only(&server)?.head();
    assert!(head.starts_with("POST /client/subscriptions?company_id=Xy12Z3\n"), "{head}");
    assert!(!head.contains("authorization"), "{head}");
    Ok(())
}
