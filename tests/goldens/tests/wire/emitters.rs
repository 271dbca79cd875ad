//! What generators of OpenAPI documents write where a hand would write less.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_emitters::books::{ListBooksInclude, ListBooksSort};
use jsonapi_forge_goldens::case_emitters::readers::{ListReadersFields, ListReadersObject};
use jsonapi_forge_goldens::case_emitters::resources::books::NewBooks;
use jsonapi_forge_goldens::case_emitters::resources::readers::ReadersUpdate;
use jsonapi_forge_goldens::case_emitters::shelves::{ListShelvesName, ListShelvesObject, ListShelvesSortRecord};
use jsonapi_forge_goldens::case_emitters::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::{Value, json};

use crate::{Outcome, body};

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

fn reply(body: &Value) -> Reply {
    Reply::of("application/vnd.api+json", 200, body.to_string())
}

fn lines(server: &Server) -> Vec<String> {
    server.seen().into_iter().map(|request| request.line).collect()
}

#[tokio::test]
async fn a_total_that_counts_pages_ends_no_list_early() -> Outcome {
    let page = |current: u32| {
        let data: Vec<Value> = (0..3).map(|id| json!({ "type": "shelves", "id": format!("{current}{id}") })).collect();
        reply(&json!({ "data": data, "meta": { "page": { "current": current, "total": 2 } } }))
    };
    let server = Server::start([page(1), page(2)])?;
    let shelves: Vec<_> = client(&server)?.shelves().list_shelves().items().try_collect().await?;
    assert_eq!(shelves.len(), 6);
    assert_eq!(lines(&server), ["GET /shelves", "GET /shelves?page%5Bnumber%5D=2"]);
    Ok(())
}

#[tokio::test]
async fn links_that_are_one_of_several_objects_are_followed() -> Outcome {
    let first = json!({ "data": [{ "type": "loans", "id": "1" }], "links": { "next": "/shelves/1/loans?page=2" }, "meta": { "total": 1 } });
    let last = json!({ "data": [{ "type": "loans", "id": "2" }], "links": {}, "meta": { "total": 1 } });
    let server = Server::start([reply(&first), reply(&last)])?;
    let loans: Vec<_> = client(&server)?.shelves().list_loans("1").items().try_collect().await?;
    assert_eq!(loans.len(), 2);
    assert_eq!(lines(&server), ["GET /shelves/1/loans", "GET /shelves/1/loans?page=2"]);
    Ok(())
}

#[tokio::test]
async fn an_alternative_that_is_the_only_one_is_what_it_refers_to() -> Outcome {
    let book = json!({ "type": "books", "id": "1", "attributes": { "title": "Emma", "pages": 0 } });
    let server = Server::start([reply(&json!({ "data": [book], "meta": { "total": 1, "next_cursor": null } }))])?;
    let call = client(&server)?.books().list_books().include([ListBooksInclude::Owner]).sort(ListBooksSort::Title);
    let response = call.page_size(50).send().await?;
    let titles: Vec<_> = response.data.iter().map(|book| book.attributes.title.as_deref()).collect();
    assert_eq!(titles, [Some("Emma")]);
    assert_eq!(lines(&server), ["GET /books?include=owner&sort=title&page%5Bsize%5D=50"]);
    let refusal = client(&server)?.books().list_books().page_size(51).send().await.err();
    assert!(refusal.is_some_and(|error| error.to_string().contains("must be from 1 to 50")));
    Ok(())
}

#[tokio::test]
async fn what_is_only_read_is_not_sent() -> Outcome {
    let server = Server::start([reply(&json!({ "data": { "type": "books", "id": "1" } }))])?;
    client(&server)?.books().create_book(NewBooks::new("9")).send().await?;
    assert_eq!(
        body(&server)?,
        json!({ "data": {
            "type": "books",
            "attributes": {},
            "relationships": { "owner": { "data": { "type": "people", "id": "9" } } },
        } })
    );
    Ok(())
}

#[tokio::test]
async fn a_sort_that_is_an_object_is_sent_as_one() -> Outcome {
    let server = Server::start([reply(&json!({ "data": [] }))])?;
    let sort = ListShelvesSortRecord::new().name(ListShelvesName::Desc);
    client(&server)?.shelves().list_shelves().sort(sort).include(true).filter_size(4.0).send().await?;
    assert_eq!(lines(&server), ["GET /shelves?sort%5Bname%5D=desc&include=true&filter%5Bsize%5D=4"]);
    Ok(())
}

#[tokio::test]
async fn any_media_type_is_asked_for_as_a_range() -> Outcome {
    let server = Server::start([Reply::of("text/plain", 200, "It is a truth")])?;
    let text = client(&server)?.books().get_text("1").send().await?;
    assert_eq!(text.as_ref(), b"It is a truth");
    let accept = server.seen().into_iter().next().and_then(|request| request.header("accept").map(str::to_owned));
    assert_eq!(accept.as_deref(), Some("*/*"));
    Ok(())
}

#[tokio::test]
async fn null_where_a_list_may_be_null_is_an_empty_page() -> Outcome {
    let first = json!({ "data": [{ "type": "people", "id": "1" }], "links": { "next": "/readers?page%5Bcursor%5D=b" }, "meta": { "page": { "cursor": "a" } } });
    let last = json!({ "data": null, "links": {}, "meta": { "page": { "cursor": "b" } } });
    let server = Server::start([reply(&first), reply(&last)])?;
    let readers: Vec<_> = client(&server)?.readers().list_readers().items().try_collect().await?;
    assert_eq!(readers.len(), 1);
    assert_eq!(lines(&server), ["GET /readers", "GET /readers?page%5Bcursor%5D=b"]);

    let server = Server::start([reply(&last)])?;
    let response = client(&server)?.readers().list_readers().fields([ListReadersFields::Name]).send().await?;
    assert!(response.data.is_empty() && response.is_clean() && response.mismatches().is_empty());
    assert_eq!(lines(&server), ["GET /readers?fields%5B%5D=name"]);
    Ok(())
}

#[tokio::test]
async fn a_document_without_a_resource_is_told_by_null() -> Outcome {
    let reader = json!({ "type": "readers", "id": 7, "relationships": { "guardian": { "data": null }, "friends": { "data": [] } } });
    let server = Server::start([reply(&json!({ "data": null })), reply(&json!({ "data": reader }))])?;
    let readers = client(&server)?;
    let none = readers.readers().get_reader(7).send().await?;
    assert!(none.data.is_none() && none.is_clean());
    let some = readers.readers().get_reader(7).send().await?;
    let related = some.data.as_ref().map(|reader| &reader.relationships);
    assert!(related.is_some_and(|related| related.guardian.id().is_none() && related.friends.ids().next().is_none()));
    assert!(some.is_clean() && some.mismatches().is_empty());
    assert_eq!(lines(&server), ["GET /readers/7", "GET /readers/7"]);
    Ok(())
}

#[tokio::test]
async fn an_id_that_is_a_number_is_given_once() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.readers().set_reader(7, ReadersUpdate::new().name("Emma")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "readers", "id": 7, "attributes": { "name": "Emma" } } }));
    assert_eq!(lines(&server), ["PATCH /readers/7"]);
    Ok(())
}

#[tokio::test]
async fn a_filter_that_is_a_value_or_an_object_keeps_its_name() -> Outcome {
    let empty = || reply(&json!({ "data": [] }));
    let server = Server::start([empty(), empty()])?;
    let shelves = client(&server)?;
    shelves.shelves().list_shelves().filter_name("A").send().await?;
    shelves.shelves().list_shelves().filter_name(ListShelvesObject::new().eq("A").ne("B")).send().await?;
    assert_eq!(
        lines(&server),
        ["GET /shelves?filter%5Bname%5D=A", "GET /shelves?filter%5Bname%5D%5Beq%5D=A&filter%5Bname%5D%5Bne%5D=B"]
    );
    let server = Server::start([empty(), empty()])?;
    let readers = client(&server)?;
    readers.readers().list_readers().filter_age(18).send().await?;
    readers.readers().list_readers().filter_age(ListReadersObject::new().gt(18)).send().await?;
    assert_eq!(lines(&server), ["GET /readers?filter%5Bage%5D=18", "GET /readers?filter%5Bage%5D%5Bgt%5D=18"]);
    Ok(())
}
