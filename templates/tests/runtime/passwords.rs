//! Secret texts of bodies (`format: password`): sent, and never printed.

use serde_json::json;

use crate::client::runtime::generated::{Draft, Encode, Method, Part, Password, Printable};
use crate::support::server::{Answer, Server};

#[test]
fn what_holds_a_secret_prints_without_it() {
    let door = || Part::<()>::arg_empty().arg_set::<Password>("pin", "4711");
    assert_eq!(format!("{:?}", door()), r#"{"pin": ..}"#);
    let house = Draft::<()>::arg_empty("house").arg_set::<Part<()>>("door", door());
    let printed = format!("{house:?}");
    assert!(printed.contains("door") && !printed.contains("4711"), "{printed}");
}

#[test]
fn what_holds_no_secret_prints_as_ever() {
    let plain = json!({"a": [1, "b"], "c": {}});
    assert_eq!(format!("{:?}", Printable(&plain)), format!("{plain:?}"));
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
