//! Secret texts of bodies (`format: password`): sent, and never printed.

use serde_json::json;

use crate::client::catalogs::{GetJobs, GetVariant};
use crate::client::runtime::generated::{
    AnyDraft, AnyIdentifier, Draft, Encode, Method, OneOrMany, Part, Password, Printable, Style,
};
use crate::client::runtime::{Call, Collection, Document, File, Form, LinkTo, Resource};
use crate::client::variants::Variant;
use crate::support::server::{Answer, Server};

#[test]
fn what_holds_a_secret_prints_without_it() {
    let door = || Part::<()>::arg_empty().arg_set::<Password>("pin", "4711");
    assert_eq!(format!("{:?}", door()), r#"{"pin":".."}"#);
    assert_eq!(format!("{:#?}", door()), "{\n  \"pin\": \"..\"\n}");
    let house = Draft::<()>::arg_empty("house").arg_set::<Part<()>>("door", door());
    let printed = format!("{house:?}");
    assert!(printed.contains("door") && !printed.contains("4711"), "{printed}");
}

#[test]
fn what_holds_no_secret_prints_as_ever() {
    let plain = json!({"a": [1, "b"], "c": {}});
    assert_eq!(format!("{:?}", Printable(&plain)), plain.to_string());
}

#[test]
fn what_is_sent_can_be_read_before() {
    let door = || Part::<()>::arg_empty().arg_set::<Password>("pin", "4711");
    let house = || {
        let house = Draft::<()>::arg_empty("house").arg_set::<Part<()>>("door", door()).arg_set::<String>("name", "Z");
        house.arg_to_one::<AnyIdentifier>("owner", AnyIdentifier::new("person", "1"))
    };
    assert_eq!(house().get("name"), Some(json!("Z")));
    assert_eq!(house().get("door"), Some(json!({"pin": "4711"})));
    assert_eq!(house().get("owner"), Some(json!({"data": {"type": "person", "id": "1"}})));
    assert_eq!((house().get("nothing"), door().get("pin")), (None, Some(json!("4711"))));
    assert_eq!(door().to_json(), json!({"pin": "4711"}));
    let more = house().with_undescribed("anonymous_id", "a").with_undescribed("name", json!([1]));
    let expected = json!({
        "type": "house",
        "attributes": {"door": {"pin": "4711"}, "name": [1], "anonymous_id": "a"},
        "relationships": {"owner": {"data": {"type": "person", "id": "1"}}},
    });
    assert_eq!(more.to_json(), expected);
    assert!(more == more.clone() && more != house());
    assert!(door().with_undescribed("pin", 1) != door());
}

#[test]
fn what_is_sent_stands_in_types_of_serde() {
    let door = || Part::<()>::arg_empty().arg_set::<Password>("pin", "4711");
    let house = || Draft::<()>::arg_empty("house").arg_set::<Part<()>>("door", door());
    for (written, expected) in [
        (serde_json::to_value(house()), house().to_json()),
        (serde_json::to_value(AnyDraft::from(house())), house().to_json()),
        (serde_json::to_value(door()), json!({"pin": "4711"})),
        (serde_json::to_value(OneOrMany::One(door())), json!({"pin": "4711"})),
        (serde_json::to_value(OneOrMany::Many(vec![door()])), json!([{"pin": "4711"}])),
    ] {
        assert_eq!(written.unwrap(), expected);
    }
    // An object reads back; its members are plain then.
    let read: Part<()> = serde_json::from_value(json!({"pin": "4711"})).unwrap();
    assert_eq!(read.to_json(), door().to_json());
    assert!(serde_json::from_value::<Part<()>>(json!([1])).is_err());
    // What could not be sent is not written either.
    let price = house().arg_set::<f64>("price", f64::NAN);
    let error = serde_json::to_value(price).unwrap_err();
    assert_eq!(error.to_string(), "`/attributes/price`: NaN is no number of JSON");
}

#[tokio::test]
async fn a_secret_in_a_path_is_not_printed() {
    let client = crate::support::canned("{}").build().unwrap();
    let call = client.catalogs().get_variant("1");
    assert!(format!("{call:?}").contains('1'));
    let secret = Call::<GetVariant>::new(&client).arg_path(&Password::from("open sesame"));
    let shown = format!("{secret:?}");
    assert!(!shown.contains("sesame") && shown.contains(".."), "{shown}");
}

/// Links of the service lead to the same path: pages after the first are no different.
#[tokio::test]
async fn a_secret_in_the_path_of_a_link_is_not_printed() {
    let list = r#"{"data":[{"type":"job","id":"1"}],"links":{"next":"/doors/open%20sesame/1?page=2"}}"#;
    let server = Server::start([Answer::new(200, list), Answer::new(404, "{}")]).await;
    let client = server.client();
    let mut pages = Call::<GetJobs>::new(&client)
        .arg_header::<Password>("x-pin", Style::SIMPLE, Password::from("open sesame"))
        .pages();
    pages.try_next().await.unwrap();
    let error = pages.try_next().await.unwrap_err();
    assert!(error.to_string().starts_with("get_jobs (GET /doors/../1): "), "{error}");
    assert!(!format!("{error} {error:?} {pages:?}").contains("sesame"), "{error:?} {pages:?}");
}

/// Query, header fields, cookies and bodies of all kinds: no value of them that may be secret is printed.
#[tokio::test]
async fn no_secret_of_a_request_is_printed() {
    let client = crate::support::canned("{}").build().unwrap();
    let raw = || client.request(Method::Post, "/a/b?token=hunter22&page=hunter22&hunter22");
    let secret = || Password::from("hunter22");
    let call = || Call::<GetVariant>::new(&client).arg_path(&Password::from("1"));
    let link = LinkTo::<Document<Resource<Variant>>>::new("/a?token=hunter22");
    let form = Form::new().text("password", "hunter22").file("f", File::new("f.bin", "hunter22"));
    let printed = [
        format!("{:?}", raw()),
        format!("{:?}", raw().header("x-api-key", "hunter22").header("authorization", "Bearer hunter22")),
        format!("{:?}", raw().json(json!({"password": "hunter22"}))),
        format!("{:?}", raw().body("hunter22")),
        format!("{:?} {form:?}", raw().form(form.clone())),
        format!("{:?}", call().arg_parameter::<Password>("password", Style::FORM, secret())),
        format!("{:?}", call().arg_header::<Password>("x-secret", Style::SIMPLE, secret())),
        format!("{:?}", call().arg_cookie::<Password>("session", Style::FORM, secret())),
        format!("{:?}", client.follow(&link)),
        format!("{:?}", client.follow(&LinkTo::<Collection<Resource<Variant>>>::new("/a?token=hunter22")).pages()),
        // Secret by their names alone.
        format!("{:?}", Part::<()>::arg_empty().arg_set::<String>("Client_Secret", "hunter22")),
        format!("{:#?}", Draft::<()>::arg_empty("user").with_undescribed("password", json!({"is": ["hunter22"]}))),
    ];
    for text in &printed {
        assert!(!text.contains("hunter22"), "{text}");
    }
    let [first, ..] = &printed;
    assert!(first.contains(r#""/a/b?token=REDACTED&page=REDACTED&REDACTED""#), "{first}");
    // Null is no secret, and other members are there.
    let plain = json!({"password": null, "name": "Ada"});
    assert_eq!(format!("{:?}", Printable(&plain)), plain.to_string());
}

#[tokio::test]
async fn a_secret_is_sent_wherever_it_stands() {
    let server = Server::start([Answer::new(200, "{}")]).await;
    let secret = Password::from("open sesame").encode();
    let value = json!({"user": "ada", "keys": [secret, {"door": secret}], "plain": {"a": [1, null]}});
    let printed = format!("{:?}", Printable(&value));
    assert!(!printed.contains("sesame") && printed.contains("ada"), "{printed}");

    server.client().request(Method::Post, "/doors").json(value).send().await.unwrap();
    let sent = json!({"user": "ada", "keys": ["open sesame", {"door": "open sesame"}], "plain": {"a": [1, null]}});
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&server.only().body).unwrap(), sent);
}
