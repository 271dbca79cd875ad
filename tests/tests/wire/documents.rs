//! Relationships and what is included.

use jsonapi_forge_tests::server::Reply;
use klaviyo_api::profiles::GetProfileInclude;
use klaviyo_api::resources::list::List;
use klaviyo_api::resources::profile::Profile;
use klaviyo_api::resources::push_token::PushToken;
use klaviyo_api::runtime::{Document, ResolveError, Resource, Response, Sent};
use serde_json::{Value, json};

use crate::{Outcome, start};

/// The profile P1 with these relationships and included resources, as a client reads it.
async fn profile(
    relationships: Value,
    included: Value,
) -> Result<Response<Document<Resource<Profile>>>, Box<dyn std::error::Error>> {
    let body = json!({
        "data": { "type": "profile", "id": "P1", "attributes": { "email": "ada@example.com" }, "relationships": relationships },
        "included": included,
    });
    let (_server, klaviyo) = start([Reply::json(200, body.to_string())])?;
    Ok(klaviyo.profiles().get_profile("P1").include([GetProfileInclude::Lists]).send().await?)
}

#[tokio::test]
async fn a_to_many_tells_absent_null_empty_and_full_apart() -> Outcome {
    let document = profile(
        json!({
            "lists": { "links": { "self": "https://example.com/self", "related": "https://example.com/lists" } },
            "segments": { "data": null },
            "push-tokens": { "data": [], "meta": { "total": 0 } },
            "conversations": { "data": [{ "type": "conversation", "id": "C1" }] },
        }),
        json!([]),
    )
    .await?;
    let relationships = &document.data.relationships;
    assert!(matches!(relationships.lists.data, Sent::Absent) && !relationships.lists.is_sent());
    assert_eq!(relationships.lists.links.related(), Some("https://example.com/lists"));
    assert!(matches!(relationships.segments.data, Sent::Null) && relationships.segments.is_sent());
    assert!(matches!(&relationships.push_tokens.data, Sent::Data(none) if none.is_empty()));
    assert_eq!(relationships.push_tokens.meta, Some(json!({ "total": 0 })));
    let ids: Vec<&str> = relationships.conversations.ids().map(|id| id.as_str()).collect();
    assert_eq!(ids, ["C1"]);
    assert_eq!(document.resolve(&relationships.lists).count(), 0);
    assert!(document.included.is_empty());
    Ok(())
}

#[tokio::test]
async fn what_is_included_is_found() -> Outcome {
    let document = profile(
        json!({
            "lists": { "data": [{ "type": "list", "id": "L2" }, { "type": "list", "id": "L1" }] },
            "push-tokens": { "data": [{ "type": "push-token", "id": "T1" }] },
        }),
        json!([
            { "type": "list", "id": "L1", "attributes": { "name": "One" },
              "relationships": { "profiles": { "data": [{ "type": "profile", "id": "P1" }] } } },
            { "type": "push-token", "id": "T1", "relationships": { "profile": { "data": { "type": "profile", "id": "P1" } } } },
            { "type": "list", "id": "L2", "attributes": { "name": "Two" } },
            { "type": "novelty", "id": "N1", "attributes": { "colour": "blue" } },
        ]),
    )
    .await?;
    let mut names = Vec::new();
    for list in document.resolve(&document.data.relationships.lists) {
        names.push(list?.attributes.name.clone());
    }
    assert_eq!(names, [Some("Two".to_owned()), Some("One".to_owned())]);

    // Back from what is included to the primary data, both ways.
    let token = document.included.get::<PushToken>(&"T1".into()).ok_or("it is included")??;
    let owner = document.resolve(&token.relationships.profile).ok_or("it has an owner")??;
    assert_eq!(owner.attributes.email.as_deref(), Some("ada@example.com"));
    let list = document.included.of::<List>().next().ok_or("it is included")??;
    let member = document.resolve(&list.relationships.profiles).next().ok_or("it has a member")??;
    assert_eq!(member.id, document.data.id);

    let novelty = document.included.any("novelty", "N1").ok_or("it is included")?;
    assert_eq!((novelty.kind(), novelty.id()), ("novelty", "N1"));
    assert_eq!(document.included.len(), 4);
    Ok(())
}

#[tokio::test]
async fn what_is_not_included_is_told_from_what_is_broken() -> Outcome {
    let document = profile(
        json!({
            "lists": { "data": [{ "type": "list", "id": "L9" }, { "type": "list", "id": 9 }, { "type": "segment", "id": "S" }, 7] },
        }),
        json!([{ "type": "list", "id": "L1" }]),
    )
    .await?;
    let lists = &document.data.relationships.lists;
    let errors: Vec<ResolveError> = document.resolve(lists).filter_map(Result::err).collect();
    assert_eq!(
        errors,
        [
            ResolveError::NotIncluded { kind: "list".to_owned(), id: "L9".to_owned() },
            // A number is an id by its text.
            ResolveError::NotIncluded { kind: "list".to_owned(), id: "9".to_owned() },
            ResolveError::Broken(json!({ "type": "segment", "id": "S" })),
            ResolveError::Broken(json!(7)),
        ]
    );
    assert_eq!(lists.ids().map(|id| id.as_str()).collect::<Vec<_>>(), ["L9", "9"]);
    assert!(!document.is_clean());
    Ok(())
}
