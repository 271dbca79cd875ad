//! What is sent.

use std::collections::{BTreeMap, HashSet};

use serde_json::json;

use crate::client::catalogs::{GetJobs, job_filter};
use crate::client::runtime::generated::{
    Batch, Call, Change, Draft, Encode, Error, Method, OneOrMany, OpenId, Reference, Style, Value,
};
use crate::client::runtime::{ChangeResult, Collection, LinkTo, RawOperation, Resource};
use crate::client::variants::{NewSize, NewVariant, Variant};
use crate::support::server::{Answer, Server};

#[test]
fn absent_null_and_a_value_are_three_things() {
    let new = || NewVariant::new("a");
    let attributes = |variant: NewVariant| variant.encode()["attributes"].clone();
    assert_eq!(attributes(new()), json!({"title": "a"}));
    assert_eq!(attributes(new().price(Change::Null)), json!({"title": "a", "price": null}));
    assert_eq!(attributes(new().price(3)), json!({"title": "a", "price": 3.0}));
    assert_eq!(attributes(new().price(2.5)), json!({"title": "a", "price": 2.5}));
    assert_eq!(attributes(new().tags(["x", "y"])), json!({"title": "a", "tags": ["x", "y"]}));
    let sized = new().size(NewSize::new().unit("cm"));
    assert_eq!(attributes(sized), json!({"title": "a", "size": {"unit": "cm"}}));
}

#[test]
fn relationships_name_resources() {
    let relationships = |variant: NewVariant| variant.encode()["relationships"].clone();
    let variant = |id: &str| json!({"type": "catalog-variant", "id": id});
    let new = || NewVariant::new("a");
    assert_eq!(relationships(new().predecessor("7")), json!({"predecessor": {"data": variant("7")}}));
    assert_eq!(relationships(new().predecessor(Change::Null)), json!({"predecessor": {"data": null}}));
    assert_eq!(relationships(new().successors(["8"])), json!({"successors": {"data": [variant("8")]}}));
}

#[tokio::test]
async fn bodies_are_documents() {
    let server = Server::start([Answer::new(201, r#"{"data":{"type":"catalog-variant","id":"9"}}"#)]).await;
    let made = server.client().catalogs().create_variant(NewVariant::new("a")).send().await.unwrap();
    assert_eq!((made.status().as_u16(), made.data.id.as_str()), (201, "9"));
    let request = server.only();
    assert_eq!(request.line, "POST /api/catalog-variants/");
    assert_eq!(request.header("content-type"), Some("application/vnd.api+json"));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body, json!({"data": {"type": "catalog-variant", "attributes": {"title": "a"}}}));
}

#[tokio::test]
async fn numbers_that_json_lacks_are_not_sent() {
    let server = Server::start([Answer::new(200, "{}")]).await;
    let client = server.client();
    let variant = || NewVariant::new("a").price(f64::NAN).tags(["x"]);
    let refused = |call: &str, message: &str| format!("{call}: the request cannot be built: {message}");
    let (create, get) =
        ("create_variant (POST /api/catalog-variants/)", "get_jobs (GET /api/catalog-variant-bulk-update-jobs/)");
    let error = client.catalogs().create_variant(variant()).send().await.unwrap_err();
    assert_eq!(error.to_string(), refused(create, "`/data/attributes/price`: NaN is no number of JSON"));
    let seen = job_filter::seen();
    let error = client.catalogs().get_jobs().filter(seen.equals(f64::INFINITY)).send().await.unwrap_err();
    assert_eq!(error.to_string(), refused(get, "the filter by `_kx.seen`: inf cannot be compared with"));
    let any = job_filter::seen().any([1.0, f64::NEG_INFINITY]).and(job_filter::name().has());
    assert!(matches!(client.catalogs().get_jobs().filter(any).send().await, Err(Error::Request { .. })));
    let call = Call::<GetJobs>::new(&client).arg_parameter::<f64>("limit", Style::FORM, f64::NAN);
    assert_eq!(call.send().await.unwrap_err().to_string(), refused(get, "`limit`: NaN is no number of JSON"));
    assert!(server.received().is_empty());
    // What a caller makes of one by other means is theirs, and null.
    assert_eq!(Value::from(f64::NAN), Value::Null);
}

#[test]
fn maps_are_made_from_pairs() {
    let fees: Change<BTreeMap<String, f64>> = [("late", 1.5), ("lost", 20.0)].into();
    assert_eq!(fees, Change::Value(BTreeMap::from([("late".to_owned(), 1.5), ("lost".to_owned(), 20.0)])));
}

/// A dot is not escaped in a path.
#[tokio::test]
async fn a_value_with_a_dot_is_refused_where_dots_separate() {
    let server = Server::start(Vec::<Answer>::new()).await;
    let call = |values: Vec<f64>, style| {
        server.client().request(Method::Get, "/x").arg_path_styled("size", style, &values).to_http_request()
    };
    let error = call(vec![1.5, 2.0], Style::LABEL.explode()).unwrap_err();
    assert!(error.to_string().contains("`size`: one of its values holds `.`"), "{error}");
    assert!(call(vec![1.5, 2.0], Style::LABEL).is_ok());
}

/// What names resources can be compared, and be the key of a map.
#[test]
fn names_of_resources_are_equal_where_they_name_the_same() {
    let link = LinkTo::<Collection<Resource<Variant>>>::new;
    assert!(HashSet::from([link("/a"), link("/a")]) == HashSet::from([link("/a")]) && link("/a") != link("/b"));
    let local = Reference::<Variant>::local;
    assert!(HashSet::from([local("a"), local("b"), local("a")]).len() == 2 && local("a") != Reference::from("a"));

    let mut batch = Batch::<RawOperation>::new();
    let mut add = || batch.arg_add::<Variant, _>(&[], Draft::<()>::arg_empty("catalog-variant"));
    let (first, second) = (add(), add());
    assert!(first == first.clone() && first != second);
    assert_eq!(HashSet::from([first.clone(), first, second]).len(), 2);

    assert_eq!(OneOrMany::from([1, 2]), OneOrMany::Many(vec![1, 2]));
    assert!(ChangeResult::default() == ChangeResult::default());
    let open = OpenId::<Variant>::new("book", "7");
    assert_eq!((open.kind(), open.as_str()), ("book", "7"));
}
