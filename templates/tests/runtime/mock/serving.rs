//! Resources and answers that are served.

use serde_json::json;

use crate::client::jobs::Job;
use crate::client::runtime::mock::{Answer, MockServer, Sample};
use crate::client::runtime::{Call, Document, Error, File, Identifier, Method, Operation, OperationInfo};
use crate::client::variants::{NewVariant, Variant};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_resource_is_served_with_what_is_included() -> Outcome {
    let server = MockServer::start()?;
    let shoe = Sample::<Variant>::new("V1").attribute("title", "Shoe")?.relate_one("predecessor", "V0")?;
    server.catalogs().get_variant().serve(shoe).include([Sample::<Variant>::filled("V0")]);
    let found = server.new_client()?.catalogs().get_variant("V1").send().await?;
    assert!(found.is_clean(), "{:?}", found.mismatches());
    assert_eq!(found.data.attributes.title.as_deref(), Some("Shoe"));
    let predecessor = found.resolve(&found.data.relationships.predecessor).ok_or("it is included")??;
    assert_eq!(predecessor.attributes.title.as_deref(), Some("title"));
    Ok(server.verify()?)
}

#[tokio::test]
async fn arguments_decide_on_the_resource() -> Outcome {
    let server = MockServer::start()?;
    let get_variant = server.catalogs().get_variant();
    get_variant.clone().for_path(["V/1"]).serve(Sample::filled("V/1"));
    get_variant.clone().for_path(["V2"]).always(Answer::error(410, "gone", "It is sold."));
    get_variant.clone().serve(Sample::filled("any"));
    let client = server.new_client()?;
    assert_eq!(client.catalogs().get_variant("V/1").send().await?.data.id.as_str(), "V/1");
    let gone = client.catalogs().get_variant("V2").send().await.unwrap_err();
    assert_eq!(
        gone.to_string(),
        "get_variant (GET /api/catalog-variants/V2/): the service answered with status 410 Gone: `gone`: It is sold."
    );
    assert_eq!(client.catalogs().get_variant("V3").send().await?.data.id.as_str(), "any");
    assert_eq!((get_variant.count(), server.received().len()), (1, 3));
    Ok(())
}

#[tokio::test]
async fn an_answer_may_have_no_body() -> Outcome {
    let server = MockServer::start()?;
    let create = server.catalogs().create_variant().serve(Sample::filled("V1"));
    let upload = server.catalogs().upload_image().always(Answer::no_content());
    let client = server.new_client()?;
    let created = client.catalogs().create_variant(NewVariant::new("Shoe")).send().await?;
    assert_eq!((created.status().as_u16(), created.data.id.as_str()), (201, "V1"));
    let file = File::new("shoe.png", vec![7_u8; 300_000]);
    assert_eq!(client.catalogs().upload_image(file).send().await?.status().as_u16(), 204);
    let [posted] = &create.received()[..] else { return Err("one request".into()) };
    assert_eq!(posted.json()?["data"]["attributes"]["title"], "Shoe");
    let [uploaded] = &upload.received()[..] else { return Err("one request".into()) };
    assert!(uploaded.body().len() > 300_000, "requests of many packets are read to their end");
    Ok(())
}

#[tokio::test]
async fn answers_of_a_sequence_come_before_what_is_served() -> Outcome {
    let server = MockServer::start()?;
    let route = server.catalogs().get_variant().serve(Sample::filled("V1"));
    let route = route.once(Answer::error(409, "busy", "Not now.")).sequence([Answer::new(404), Answer::new(410)]);
    let client = server.new_client()?;
    let mut found = Vec::new();
    for _ in 0..4 {
        let answer = client.catalogs().get_variant("V1").send().await;
        found.push(
            answer.map_or_else(|error| error.status(), |found| Some(found.status())).map(|status| status.as_u16()),
        );
    }
    assert_eq!(found, [Some(409), Some(404), Some(410), Some(200)]);
    assert_eq!(route.count(), 4);
    let _late = route.once(Answer::new(500));
    let unmet = server.verify().unwrap_err();
    assert!(unmet.to_string().contains("1 answers of GET /api/catalog-variants/{id}/ were not asked for"), "{unmet}");
    Ok(())
}

#[tokio::test]
async fn a_function_decides_on_the_answer() -> Outcome {
    let server = MockServer::start()?;
    let route = server.catalogs().get_variant().serve(Sample::filled("V1"));
    let _ = route.answer_with(|request| (request.argument("id") == Some("V2")).then(|| Answer::new(404)));
    let client = server.new_client()?;
    assert!(client.catalogs().get_variant("V1").send().await.is_ok());
    let error = client.catalogs().get_variant("V2").send().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    Ok(())
}

/// An operation that brings what is related to a variant.
enum RelatedJobs {}

impl Operation for RelatedJobs {
    type Output = Document<Vec<Identifier<Variant>>>;

    const INFO: &'static OperationInfo = &OperationInfo { id: "related", path: "/related", ..OperationInfo::GET };
}

#[tokio::test]
async fn identifiers_bytes_and_other_paths_are_served() -> Outcome {
    let server = MockServer::start()?;
    let _ = crate::client::runtime::mock::Route::<RelatedJobs>::new(&server).serve_all(["V1", "V2"]);
    let client = server.new_client()?;
    let related = Call::<RelatedJobs>::new(&client).send().await?;
    let ids: Vec<&str> = related.data.iter().map(|identifier| identifier.id.as_str()).collect();
    assert_eq!(ids, ["V1", "V2"]);
    let accounts = server.request(Method::Get, "/api/accounts/{id}");
    let accounts = accounts.always(Answer::document(200, json!({ "data": null }).to_string()).header("x-y", "1"));
    let account = client.request(Method::Get, "/api/accounts/5").send().await?;
    assert_eq!((account.json()?, account.headers().get("x-y").is_some()), (json!({ "data": null }), true));
    assert_eq!(accounts.received()[0].argument("id"), Some("5"));
    let csv = server.request(Method::Get, "/api/accounts/all").always(Answer::of("text/csv", 200, "a;b"));
    assert_eq!(client.request(Method::Get, "/api/accounts/all").send().await?.raw(), "a;b");
    assert_eq!((csv.count(), accounts.count()), (1, 1), "the path that says more is meant");
    Ok(())
}

#[tokio::test]
async fn an_argument_of_several_segments_has_its_name_wherever_it_begins() -> Outcome {
    let server = MockServer::start()?;
    let client = server.new_client()?;
    let cases = [
        ("/files/{path*}", "/files/a/b%20c", "a/b c"),
        ("/scans/v-{path*}", "/scans/v-a/b/c", "a/b/c"),
        ("/maps/{path*}.json/raw", "/maps/a.json/b.json/raw", "a.json/b"),
    ];
    for (template, path, argument) in cases {
        let route = server.request(Method::Get, template).always(Answer::no_content());
        client.request(Method::Get, path).send().await?;
        assert_eq!(route.received()[0].argument("path"), Some(argument), "{template}");
    }
    let other = client.request(Method::Get, "/scans/a/b").send().await;
    assert!(other.is_err(), "it has no `v-`");
    Ok(())
}

#[tokio::test]
async fn a_header_field_may_come_twice() -> Outcome {
    let answer = Answer::new(200).json(json!({})).header("Content-Type", "text/plain");
    let server = MockServer::start()?;
    let _ = server.request(Method::Get, "/").always(answer.header("link", "</a>").header("link", "</b>"));
    let response = server.new_client()?.request(Method::Get, "/").send().await?;
    let count = |name: &str| response.headers().get_all(name).iter().count();
    assert_eq!((count("link"), count("content-type")), (2, 1));
    assert_eq!(response.headers()["content-type"], "text/plain");
    Ok(())
}

#[tokio::test]
async fn a_recorded_document_is_served_as_it_is() -> Outcome {
    let server = MockServer::start()?;
    let text = r#"{"data": [{"type": "catalog-variant-bulk-update-job", "attributes": {"total_count": "many"}}]}"#;
    let _ = server.catalogs().get_jobs().always(Answer::document(200, text));
    let jobs = server.new_client()?.catalogs().get_jobs().send().await?;
    assert_eq!((jobs.data.len(), jobs.is_clean(), jobs.raw().len()), (1, false, text.len()));
    let _ = server.catalogs().get_jobs().serve_all(Sample::<Job>::series(3));
    assert_eq!(server.new_client()?.catalogs().get_jobs().send().await?.data.len(), 3);
    Ok(())
}

#[test]
fn a_server_that_is_dropped_is_gone() -> Outcome {
    let server = MockServer::start()?;
    let address = server.base_url().trim_start_matches("http://").to_owned();
    let idle = std::net::TcpStream::connect(&address)?;
    drop(server);
    assert!(std::net::TcpStream::connect(&address).is_err());
    idle.set_read_timeout(Some(std::time::Duration::from_secs(10)))?;
    assert_eq!(std::io::Read::read(&mut &idle, &mut [0; 1]).unwrap_or_default(), 0);
    Ok(())
}

#[tokio::test]
async fn errors_keep_their_kind() -> Outcome {
    let server = MockServer::start()?;
    let errors = [
        json!({ "status": "422", "code": "invalid", "source": { "pointer": "/data/attributes/title" } }),
        json!({ "status": "422", "code": "other" }),
    ];
    let _ = server.catalogs().create_variant().always(Answer::errors(422, errors));
    let error = server.new_client()?.catalogs().create_variant(NewVariant::new("")).send().await.unwrap_err();
    let Error::Api(error) = error else { return Err(format!("{error:?}").into()) };
    assert_eq!((error.errors.len(), error.by_pointer("/data/attributes/title").count()), (2, 1));
    Ok(())
}
