//! How a response differs from its document, by kind.

use crate::client::catalogs::{GetJobs, GetVariant};
use crate::client::runtime::{Decoding, Error, MismatchKind};
use crate::support::{canned, places, respond};

/// Checks kind and pointer of the mismatches in a document with this variant.
async fn check(variant: &str, expected: &[(MismatchKind, &str)]) {
    let body = format!(r#"{{"data":{variant}}}"#);
    let response = respond::<GetVariant>(body).await.unwrap();
    assert_eq!(places(&response.mismatches()), expected, "{variant}");
}

#[tokio::test]
async fn attributes_that_differ_are_reported() {
    use MismatchKind::{Missing, Null, Undeclared, UnknownValue, WrongType};
    let attributes = |attributes: &str| format!(r#"{{"type":"catalog-variant","id":"1","attributes":{attributes}}}"#);
    check(&attributes(r#"{"title":"a","price":3,"inventory_policy":1.0}"#), &[]).await;
    check(&attributes(r#"{"title":"a","price":null,"anything":null}"#), &[]).await;
    check(&attributes(r#"{"title":7}"#), &[(WrongType, "/data/attributes/title")]).await;
    check(&attributes(r#"{"title":null}"#), &[(Null, "/data/attributes/title")]).await;
    check(&attributes("{}"), &[(Missing, "/data/attributes/title")]).await;
    check(&attributes(r#"{"title":"a","a/b~c":{"title":7}}"#), &[(Undeclared, "/data/attributes/a~1b~0c")]).await;
    check(&attributes(r#"{"title":"a","inventory_policy":7}"#), &[(UnknownValue, "/data/attributes/inventory_policy")])
        .await;
    check(
        &attributes(r#"{"title":"a","inventory_policy":1.5,"labels":{"x":1},"published":"no"}"#),
        &[
            (WrongType, "/data/attributes/inventory_policy"),
            (WrongType, "/data/attributes/labels/x"),
            (WrongType, "/data/attributes/published"),
        ],
    )
    .await;
    check(
        &attributes(r#"{"title":"a","place":{"kind":"hall","name":1,"height":"x","within":{"kind":4}}}"#),
        &[
            (UnknownValue, "/data/attributes/place/kind"),
            (WrongType, "/data/attributes/place/name"),
            (WrongType, "/data/attributes/place/height"),
            (WrongType, "/data/attributes/place/within/kind"),
        ],
    )
    .await;
}

#[tokio::test]
async fn resources_and_relationships_that_differ_are_reported() {
    use MismatchKind::{Missing, Null, Undeclared, UnknownValue, WrongType};
    check(
        r#"{"type":"catalog-item","id":1,"attributes":null,"extra":{},"links":7,"meta":7}"#,
        &[
            (UnknownValue, "/data/type"),
            (WrongType, "/data/id"),
            (Null, "/data/attributes"),
            (Undeclared, "/data/extra"),
            (WrongType, "/data/links"),
        ],
    )
    .await;
    check("{}", &[(Missing, "/data/type"), (Missing, "/data/id"), (Missing, "/data/attributes")]).await;
    let relationships = |relationships: &str| {
        format!(r#"{{"type":"catalog-variant","id":"1","attributes":{{"title":""}},"relationships":{relationships}}}"#)
    };
    let links = "/data/relationships/predecessor/links";
    check(&relationships(r#"{"predecessor":{"data":null,"links":"x"}}"#), &[(WrongType, links)]).await;
    check(&relationships(r#"{"maker":{"data":{"type":"any","id":"1","meta":1},"links":{}}}"#), &[]).await;
    check(
        &relationships(r#"{"predecessor":{"data":{"type":"x","id":7,"y":1},"z":1},"other":{},"maker":{"data":[]}}"#),
        &[
            (UnknownValue, "/data/relationships/predecessor/data/type"),
            (WrongType, "/data/relationships/predecessor/data/id"),
            (Undeclared, "/data/relationships/predecessor/data/y"),
            (Undeclared, "/data/relationships/predecessor/z"),
            (Undeclared, "/data/relationships/other"),
            (WrongType, "/data/relationships/maker/data"),
        ],
    )
    .await;
}

#[tokio::test]
async fn documents_that_differ_are_reported() {
    use MismatchKind::{Missing, Undeclared, UnknownValue, WrongType};
    let job = r#"{"type":"catalog-variant-bulk-update-job","attributes":{"job_id":"","status":"queued","created_at":"","total_count":1}}"#;
    let body = format!(
        r#"{{"data":[{job},7],"links":{{"next":null}},"meta":{{}},"jsonapi":{{}},"other":1,
            "included":[{{"type":"catalog-variant","id":"1","attributes":{{"title":4}}}},
                        {{"type":"left-out","attributes":{{"x":1}}}},5,
                        {{"type":"invented","id":"1"}},{{"id":"1"}},{{"type":3}}]}}"#
    );
    let mismatches = respond::<GetJobs>(body).await.unwrap().mismatches();
    let expected = [
        (WrongType, "/data/1"),
        (Undeclared, "/other"),
        (WrongType, "/included/0/attributes/title"),
        (WrongType, "/included/2"),
        (UnknownValue, "/included/3/type"),
        (Missing, "/included/4/type"),
        (WrongType, "/included/5/type"),
    ];
    assert_eq!(places(&mismatches), expected);
    assert_eq!(mismatches[2].to_string(), "`/included/0/attributes/title`: expected a string, found `4`");

    let response = respond::<GetJobs>("{}").await.unwrap();
    assert_eq!(places(&response.mismatches()), [(Missing, "/data")]);
    assert!(respond::<GetJobs>("").await.is_err());
}

#[tokio::test]
async fn what_has_no_value_in_rust_costs_one_value() {
    let body = r#"{"data":{"type":"catalog-variant","id":"1","attributes":{"title":"a\ud800","price":1e999,
        "published":true,"anything":{"a":["\udc00",1e400,"b"]},"custom_metadata":{"x":"\ud800","y":1}}},
        "links":{"self":"\ud800"},"meta":{"cursor":"\ud800"}}"#;
    let response = respond::<GetVariant>(body).await.unwrap();
    let places: Vec<_> = response.mismatches().into_iter().map(|one| one.pointer).collect();
    let attributes = |name: &str| format!("/data/attributes/{name}");
    let expected = ["title", "price", "anything/a/0", "anything/a/1", "custom_metadata/x"];
    assert_eq!(places, expected.map(attributes));
    let variant = &response.data.attributes;
    assert!(variant.title.is_none() && variant.price.is_none() && variant.published == Some(true));
    assert_eq!(variant.anything.as_ref().unwrap().to_string(), r#"{"a":[null,null,"b"]}"#);
    assert_eq!(variant.custom_metadata.as_ref().unwrap()["y"], 1);
    assert_eq!(response.json().unwrap()["data"]["attributes"]["published"], true);
    assert_eq!(response.text_at("/data/attributes/price"), Some("1e999"));
    assert_eq!(response.text_at("/data/attributes/anything/a/2"), Some("\"b\""));
    assert_eq!((response.text_at("data"), response.text_at("/none")), (None, None));
}

#[tokio::test]
async fn fields_that_were_not_asked_for_are_not_missed() {
    let body = r#"{"data":{"type":"catalog-variant","id":"1"},
                   "included":[{"type":"catalog-variant-bulk-update-job","attributes":{}}]}"#;
    let client = canned(body).build().unwrap();
    let whole = client.catalogs().get_variant("1").send().await.unwrap();
    assert_eq!(whole.mismatches().len(), 5);
    let call = client.catalogs().get_variant("1").fields_variant(["price"]);
    let sparse = call.send().await.unwrap();
    assert_eq!(sparse.mismatches().len(), 4);
}

#[tokio::test]
async fn strict_clients_fail_on_wrong_types_only() {
    let title = |title: &str| {
        format!(r#"{{"data":{{"type":"catalog-variant","id":"1","attributes":{{"title":{title},"x":1}}}}}}"#)
    };
    let strict = |body: String| canned(body).decoding(Decoding::Strict).build().unwrap();

    let client = strict(title("7"));
    let error = client.catalogs().get_variant("1").send().await.unwrap_err();
    let Error::Mismatch { mismatch, raw, .. } = &error else { panic!("{error:?}") };
    assert_eq!(mismatch.pointer, "/data/attributes/title");
    assert!(!raw.is_empty());

    let client = strict(title("null"));
    assert!(client.catalogs().get_variant("1").send().await.is_ok());
}
