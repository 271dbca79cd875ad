//! Secret texts of bodies (`format: password`): sent, and never printed.

use serde_json::json;

use crate::client::catalogs::GetVariant;
use crate::client::runtime::Call;
use crate::client::runtime::generated::{AnyIdentifier, Draft, Encode, Method, Part, Password, Printable};
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

#[tokio::test]
async fn a_secret_in_a_path_is_not_printed() {
    let client = crate::support::canned("{}").build().unwrap();
    let call = client.catalogs().get_variant("1");
    assert!(format!("{call:?}").contains('1'));
    let secret = Call::<GetVariant>::new(&client).arg_path(&Password::from("open sesame"));
    let shown = format!("{secret:?}");
    assert!(!shown.contains("sesame") && shown.contains(".."), "{shown}");
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
