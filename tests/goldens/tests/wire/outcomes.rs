//! Successes that are told apart by their status, over sockets.

use jsonapi_forge_goldens::case_outcomes::books::{
    CreateBookOutput, ExportMultiStatusData, ExportOutput, ListBooksOutput,
};
use jsonapi_forge_goldens::case_outcomes::resources::book::{BookUpdate, NewBook};
use jsonapi_forge_goldens::case_outcomes::runtime::{DocumentOr, MismatchKind};
use jsonapi_forge_goldens::case_outcomes::{Auth, Client, Decoding, Error};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::{Value, json};

use crate::Outcome;

fn client(server: &Server) -> Result<Client, Error> {
    Client::builder(Auth::none()).base_url(server.url()).build()
}

fn book() -> Value {
    json!({ "type": "book", "id": "5", "attributes": { "title": "Emma" } })
}

fn job() -> Value {
    json!({ "type": "job", "id": "5", "attributes": { "status": "queued" } })
}

fn reply(status: u16, data: &Value) -> Reply {
    Reply::json(status, json!({ "data": data }).to_string())
}

#[tokio::test]
async fn each_status_has_its_document() -> Outcome {
    let replies = [reply(201, &book()), reply(202, &job()), Reply::empty(204)];
    let server = Server::start(replies)?;
    let client = client(&server)?;
    let create = || client.books().create_book(NewBook::new("Emma")).send();

    let created = create().await?;
    assert!(created.is_clean() && created.mismatches().is_empty());
    let CreateBookOutput::Created(document) = created.into_inner() else { return Err("not created".into()) };
    assert_eq!(document.data.attributes.title.as_deref(), Some("Emma"));

    let accepted = create().await?;
    assert!(accepted.is_clean() && accepted.mismatches().is_empty());
    let CreateBookOutput::Accepted(document) = accepted.into_inner() else { return Err("not accepted".into()) };
    assert_eq!(document.data.id, "5");

    let same = create().await?;
    assert!(same.is_clean() && matches!(*same, CreateBookOutput::NoContent));
    Ok(())
}

#[tokio::test]
async fn a_document_of_another_status_is_not_misread() -> Outcome {
    // A job with the status of a book: its type is reported, as in any document.
    let server = Server::start([reply(201, &job())])?;
    // Awaited without `send`, which is the same.
    let response = client(&server)?.books().create_book(NewBook::new("Emma")).await?;
    let kinds: Vec<MismatchKind> = response.mismatches().iter().map(|mismatch| mismatch.kind).collect();
    assert!(kinds.contains(&MismatchKind::UnknownValue), "{kinds:?}");
    Ok(())
}

#[tokio::test]
async fn a_status_that_is_not_described_is_kept_and_reported() -> Outcome {
    let server = Server::start([reply(200, &book())])?;
    let response = client(&server)?.books().create_book(NewBook::new("Emma")).send().await?;
    assert!(!response.is_clean());
    let mismatches = response.mismatches();
    let [mismatch] = mismatches.as_slice() else { return Err(format!("{mismatches:?}").into()) };
    assert_eq!(mismatch.kind, MismatchKind::UndeclaredStatus);
    assert_eq!(mismatch.to_string(), "``: expected status 201 or 202 or 204, found `200`");
    let CreateBookOutput::Unknown(body) = &*response else { return Err("it was read".into()) };
    assert_eq!(serde_json::from_slice::<Value>(body)?, json!({ "data": book() }));
    Ok(())
}

#[tokio::test]
async fn a_status_without_a_body_is_read_as_nothing() -> Outcome {
    let server = Server::start([reply(204, &Value::Null), reply(202, &job()), reply(200, &job())])?;
    let client = client(&server)?;
    let update = || client.books().update_book("5", BookUpdate::new().title("Emma")).send();
    assert!(update().await?.is_none());

    // 202 is not described, so the document is read, and both are reported.
    let response = update().await?;
    let kinds: Vec<MismatchKind> = response.mismatches().iter().map(|mismatch| mismatch.kind).collect();
    assert_eq!(kinds, [MismatchKind::UndeclaredStatus, MismatchKind::UnknownValue, MismatchKind::Undeclared]);
    assert!(!response.is_clean());

    // For a deletion a 200 is not described.
    let response = client.books().delete_book("5").send().await?;
    let expected = response.mismatches().first().map(|mismatch| mismatch.expected.clone());
    assert_eq!(expected.as_deref(), Some("status 202 or 204"));
    assert!(!response.is_clean());
    Ok(())
}

#[tokio::test]
async fn any_status_of_a_described_range_will_do() -> Outcome {
    let server = Server::start([reply(203, &book())])?;
    let strict = Client::builder(Auth::none()).base_url(server.url()).decoding(Decoding::Strict).build()?;
    let response = strict.books().get_book("5").send().await?;
    assert!(response.is_clean() && response.mismatches().is_empty());
    Ok(())
}

#[tokio::test]
async fn each_media_type_is_read_as_its_body() -> Outcome {
    let replies = [
        Reply::of("text/csv", 200, "a,b"),
        Reply::json(202, r#"{"percent": 7}"#),
        reply(207, &json!([book(), job()])),
        Reply::empty(208),
    ];
    let server = Server::start(replies)?;
    let client = client(&server)?;
    let mut found = Vec::new();
    for _ in 0..4 {
        let response = client.books().export().send().await?;
        assert!(response.mismatches().is_empty());
        found.push(match response.into_inner() {
            ExportOutput::Ok(csv) => String::from_utf8(csv.to_vec())?,
            ExportOutput::Accepted(progress) => format!("{:?}", progress.as_ref().as_ref().and_then(|it| it.percent)),
            ExportOutput::MultiStatus(document) => {
                document.data.iter().map(ExportMultiStatusData::kind).collect::<Vec<_>>().join(" ")
            }
            ExportOutput::AnyOther => "other".to_owned(),
            other => return Err(format!("{other:?}").into()),
        });
    }
    assert_eq!(found, ["a,b", "Some(7)", "book job", "other"]);
    let accept = server.seen().first().and_then(|request| request.header("accept").map(str::to_owned));
    assert_eq!(accept.as_deref(), Some("text/csv, application/json, application/vnd.api+json"));
    Ok(())
}

#[tokio::test]
async fn a_list_has_pages_whatever_else_may_come() -> Outcome {
    let first = json!({ "data": [book()], "links": { "next": "/books?page%5Bcursor%5D=b" } });
    let last = json!({ "data": [book()], "links": { "next": null } });
    let replies = [Reply::json(200, first.to_string()), Reply::json(200, last.to_string()), reply(202, &job())];
    let server = Server::start(replies)?;
    let client = client(&server)?;
    let mut items = client.books().list_books().items();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    let response = client.books().list_books().send().await?;
    assert!(matches!(*response, ListBooksOutput::Accepted(_)));

    // What is not a page does not pass for the last one.
    let server = Server::start([reply(202, &job())])?;
    let mut items = self::client(&server)?.books().list_books().items();
    assert!(items.try_next().await.is_err());
    Ok(())
}

#[tokio::test]
async fn a_document_or_another_object_is_told_by_its_data() -> Outcome {
    let progress = || Reply::json(200, r#"{"percent": 7, "errors": ["no paint"]}"#);
    let server = Server::start([reply(200, &book()), progress()])?;
    let client = client(&server)?;
    for _ in 0..2 {
        match client.books().book_cover("1").send().await?.into_inner() {
            DocumentOr::Document(book) => println!("{:?}", book.data.attributes.title),
            DocumentOr::Other(progress) => println!("{:?}", progress.and_then(|it| it.percent)),
        }
    }
    let server = Server::start([
        reply(200, &book()),
        progress(),
        Reply::json(200, "[7]"),
        reply(200, &Value::Null),
        Reply::json(200, ""),
    ])?;
    let client = self::client(&server)?;
    let get = || client.books().book_cover("1").send();
    let document = get().await?;
    assert!(document.is_clean() && document.mismatches().is_empty() && document.other().is_none());
    assert_eq!(serde_json::to_value(&*document)?, json!({ "data": book() }));
    assert_eq!(document.document().and_then(|it| it.data.attributes.title.as_deref()), Some("Emma"));
    let progress = get().await?;
    assert!(progress.is_clean() && progress.mismatches().is_empty() && progress.document().is_none());
    assert_eq!(serde_json::to_value(&*progress)?, json!({ "percent": 7, "errors": ["no paint"] }));
    assert_eq!(progress.other().and_then(|it| it.percent), Some(7));
    // Neither of them is reported, and no document without its resource is handed out.
    let neither = get().await?;
    assert!(!neither.is_clean() && neither.document().is_none() && neither.other().is_none());
    assert_eq!(neither.mismatches().first().map(|one| one.kind), Some(MismatchKind::WrongType));
    assert!(matches!(get().await, Err(Error::Absent { .. })));
    assert!(get().await.is_err());
    Ok(())
}

#[tokio::test]
async fn what_comes_instead_of_a_page_ends_no_list() -> Outcome {
    let first = json!({ "data": [book()], "links": { "next": "/books/search?page%5Bcursor%5D=b" } });
    let server = Server::start([Reply::json(200, first.to_string()), Reply::json(200, r#"{"message": "busy"}"#)])?;
    let mut items = client(&server)?.books().search_books().items();
    assert!(items.try_next().await?.is_some());
    assert!(items.try_next().await.is_err());
    Ok(())
}

#[tokio::test]
async fn errors_beside_the_primary_data_are_kept() -> Outcome {
    let partial = json!({ "data": [book()], "errors": [{ "code": "locked", "source": { "pointer": "/data/1" } }] });
    let failed = json!({ "errors": [{ "code": "closed" }] });
    let whole = json!({ "data": [book()] });
    let server = Server::start([&partial, &whole, &failed].map(|body| Reply::json(207, body.to_string())))?;
    let client = client(&server)?;
    let update = || client.books().update_books([BookUpdate::new().id("5").title("Emma")]).send();
    let some = update().await?;
    assert!(some.is_clean() && some.mismatches().is_empty(), "they are described");
    let errors = some.errors();
    let [error] = errors.as_slice() else { return Err(format!("{errors:?}").into()) };
    let pointer = error.source.as_ref().and_then(|source| source.pointer.as_deref());
    assert_eq!((error.code.as_deref(), pointer), (Some("locked"), Some("/data/1")));
    assert_eq!(serde_json::to_value(&*some)?, partial);
    let all = update().await?;
    assert!(all.is_clean() && all.errors().is_empty());
    let Err(error) = update().await else { return Err("nothing is changed".into()) };
    assert_eq!(error.api().and_then(|one| one.errors.first()?.code.clone()).as_deref(), Some("closed"));

    // Where they are not described they are kept, and reported.
    let body = json!({ "data": book(), "errors": [{ "code": "odd" }] });
    let server = Server::start([Reply::json(200, body.to_string())])?;
    let odd = self::client(&server)?.books().get_book("5").send().await?;
    assert_eq!(odd.errors().first().and_then(|error| error.code.clone()).as_deref(), Some("odd"));
    assert_eq!(odd.mismatches().first().map(|one| one.kind), Some(MismatchKind::Undeclared));
    assert!(!odd.is_clean());
    Ok(())
}
