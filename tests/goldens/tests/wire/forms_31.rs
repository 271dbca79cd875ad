//! Forms of OpenAPI 3.1: tuples, and parts without a type.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_forms_31::books::{PlaceScanSecond, RecordEither};
use jsonapi_forge_goldens::case_forms_31::{Auth, Client, File};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::forms::{part, parts};
use crate::{Outcome, only};

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

#[tokio::test]
async fn the_elements_of_a_tuple_are_parts_unless_one_is_an_object() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.books().place((1.5, 2.0)).scan((3.0, PlaceScanSecond::new().title("q"))).send().await?;
    let expected = [
        part("name=\"at\"", "1.5"),
        part("name=\"at\"", "2"),
        part("name=\"scan\"\r\nContent-Type: application/json", r#"[3.0,{"title":"q"}]"#),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(parts(&only(&server)?)?, expected.concat());
    Ok(())
}

#[tokio::test]
async fn parts_without_a_type_are_files() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?
        .books()
        .scan(File::new("a", "cover"))
        .pages_([File::new("1", "one"), File::new("2", "two")])
        .icon(File::new("b.png", "icon"))
        .facts(json!({"a": 1}))
        .sheet(File::new("c", "sheet"))
        .encoded("aWNvbg==")
        .send()
        .await?;
    let expected = [
        part("name=\"cover\"; filename=\"a\"\r\nContent-Type: application/octet-stream", "cover"),
        part("name=\"pages\"; filename=\"1\"\r\nContent-Type: application/octet-stream", "one"),
        part("name=\"pages\"; filename=\"2\"\r\nContent-Type: application/octet-stream", "two"),
        part("name=\"icon\"; filename=\"b.png\"\r\nContent-Type: image/png", "icon"),
        part("name=\"facts\"\r\nContent-Type: application/json", r#"{"a":1}"#),
        part("name=\"sheet\"; filename=\"c\"\r\nContent-Type: application/octet-stream", "sheet"),
        part("name=\"encoded\"\r\nContent-Type: image/png", "aWNvbg=="),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(parts(&only(&server)?)?, expected.concat());
    Ok(())
}

#[tokio::test]
async fn what_the_client_does_not_write_is_given_as_it_is_sent() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?
        .books()
        .record()
        .entry("<entry/>")
        .packed(File::new("a.cbor", "cbor"))
        .either(RecordEither::new().title("q"))
        .note("title: q")
        .send()
        .await?;
    let expected = [
        part("name=\"entry\"\r\nContent-Type: application/xml", "<entry/>"),
        part("name=\"packed\"; filename=\"a.cbor\"\r\nContent-Type: application/cbor", "cbor"),
        part("name=\"either\"\r\nContent-Type: application/json", r#"{"title":"q"}"#),
        part("name=\"note\"\r\nContent-Type: application/yaml", "title: q"),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(parts(&only(&server)?)?, expected.concat());
    Ok(())
}
