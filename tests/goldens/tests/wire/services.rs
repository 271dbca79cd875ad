//! Habits of other servers, over sockets.

use jsonapi_forge_goldens::case_dialects as dialects;
use jsonapi_forge_goldens::case_dialects::resources::extended::NewExtended;
use jsonapi_forge_goldens::case_filters as filters;
use jsonapi_forge_goldens::case_filters::books::ListBooksFilter;
use jsonapi_forge_goldens::case_frameworks as frameworks;
use jsonapi_forge_goldens::case_frameworks::posts::{
    ListCommentsFilterAnd, ListCommentsFilterNotText, ListMoviesFilterRecord,
};
use jsonapi_forge_goldens::case_habits as habits;
use jsonapi_forge_goldens::case_habits::resources::crews::NewCrews;
use jsonapi_forge_goldens::case_habits::resources::robots::NewRobots;
use jsonapi_forge_goldens::case_habits::resources::teams::NewTeams;
use jsonapi_forge_goldens::case_habits::resources::workers::NewWorkers;
use jsonapi_forge_goldens::case_habits::runtime::Reference;
use jsonapi_forge_goldens::case_services::pages::{ListAfterCursor, ListBeside};
use jsonapi_forge_goldens::case_services::resources::book::{BookId, BookUpdate, NewBook};
use jsonapi_forge_goldens::case_services::resources::place::NewPlace;
use jsonapi_forge_goldens::case_services::resources::run::{NewRun, RunUpdate};
use jsonapi_forge_goldens::case_services::runtime::AnyIdentifier;
use jsonapi_forge_goldens::case_services::types::{
    AddItemsLinkageMeta, CreateRunDocumentMeta, ListPetsData, UpdateRunDocumentMeta,
};
use jsonapi_forge_goldens::case_services::{Auth, Call, Client, Error};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::{Value, json};

use crate::{Outcome, body};

fn client(server: &Server) -> Result<Client, Error> {
    Client::builder(Auth::none()).base_url(server.url()).build()
}

#[tokio::test]
async fn names_of_schemas_tell_types_apart() -> Outcome {
    let pets = json!({ "data": [
        { "type": "dogs", "id": "1", "attributes": { "tricks": 3 } },
        { "type": "cats", "id": "2", "attributes": { "lives": 9 } },
    ] });
    let server = Server::start([Reply::json(200, pets.to_string())])?;
    let pets = client(&server)?.types().list_pets().send().await?;
    assert!(pets.is_clean() && pets.mismatches().is_empty());
    let [ListPetsData::Dogs(dog), ListPetsData::Cats(cat)] = pets.data.as_slice() else {
        return Err(format!("{:?}", pets.data).into());
    };
    assert_eq!((dog.attributes.tricks, cat.attributes.lives), (Some(3), Some(9)));
    Ok(())
}

#[tokio::test]
async fn what_is_sent_has_the_type_of_the_answer() -> Outcome {
    let answer = json!({ "data": { "type": "book", "id": "1" } });
    let server = Server::start([Reply::json(201, answer.to_string()), Reply::empty(204)])?;
    let client = client(&server)?;
    client.types().create_book(NewBook::new().title("Emma")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "book", "attributes": { "title": "Emma" } } }));
    client.types().update_book("1", BookUpdate::new().title("Ema")).send().await?;
    // A change has the id of the path, also where the document describes none.
    assert_eq!(body(&server)?, json!({ "data": { "type": "book", "id": "1", "attributes": { "title": "Ema" } } }));
    Ok(())
}

#[tokio::test]
async fn meta_is_sent_beside_data() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let client = client(&server)?;
    let run = NewRun::new("nightly").shelf("2").wait(3);
    client.types().create_run(run).document_meta(CreateRunDocumentMeta::new().dry_run(true)).send().await?;
    let attributes = json!({ "name": "nightly", "shelf": "2", "wait": 3 });
    assert_eq!(
        body(&server)?,
        json!({ "data": { "type": "run", "attributes": attributes }, "meta": { "dryRun": true } })
    );

    // Where the document requires it, it is an argument.
    client.types().update_run("1", RunUpdate::new().name("weekly"), UpdateRunDocumentMeta::new(7)).send().await?;
    let data = json!({ "type": "run", "id": "1", "attributes": { "name": "weekly" } });
    assert_eq!(body(&server)?, json!({ "data": data, "meta": { "version": 7 } }));
    Ok(())
}

#[tokio::test]
async fn what_is_only_read_is_not_sent() -> Outcome {
    let answer = json!({ "data": { "type": "place", "id": "1", "attributes": { "name": "Bath", "visits": 2 } } });
    let server = Server::start([Reply::json(201, answer.to_string())])?;
    let created = client(&server)?.types().create_place(NewPlace::new("Bath")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "place", "attributes": { "name": "Bath" } } }));
    assert_eq!((created.data.id.as_str(), created.data.attributes.visits), ("1", Some(2)));
    Ok(())
}

#[tokio::test]
async fn links_to_any_type_may_have_meta() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let shelf = AnyIdentifier::new("shelf", "2");
    let book: BookId = "3".into();
    let items = [shelf.clone().into(), book.into(), (shelf, AddItemsLinkageMeta::new().before("3")).into()];
    let items: [jsonapi_forge_goldens::case_services::runtime::WithMeta<AnyIdentifier, AddItemsLinkageMeta>; 3] = items;
    client(&server)?.types().add_items("1", items).send().await?;
    let expected = json!({ "data": [
        { "type": "shelf", "id": "2" },
        { "type": "book", "id": "3" },
        { "type": "shelf", "id": "2", "meta": { "before": "3" } },
    ] });
    assert_eq!(body(&server)?, expected);
    Ok(())
}

fn page(ids: &[&str], rest: (&str, &Value)) -> Reply {
    let data: Vec<Value> = ids.iter().map(|id| json!({ "type": "book", "id": id })).collect();
    let (member, value) = rest;
    let document = json!({ "data": data, member: value });
    Reply::json(200, document.to_string())
}

#[tokio::test]
async fn cursors_are_followed_to_the_last_page() -> Outcome {
    let server = Server::start([
        page(&["1", "2"], ("pagination", &json!({ "cursor": "c" }))),
        page(&["3"], ("pagination", &json!({}))),
        page(&["1", "2"], ("meta", &json!({ "has_more": true, "after_cursor": "c" }))),
        page(&["3"], ("meta", &json!({ "has_more": false, "after_cursor": "d" }))),
    ])?;
    let client = client(&server)?;
    let (beside, after): (Call<ListBeside>, Call<ListAfterCursor>) =
        (client.pages().list_beside(), client.pages().list_after_cursor());
    let (mut beside, mut after) = (beside.items(), after.items());
    let mut ids = Vec::new();
    while let Some(book) = beside.try_next().await? {
        ids.push(book.id.to_string());
    }
    while let Some(book) = after.try_next().await? {
        ids.push(book.id.to_string());
    }
    assert_eq!(ids, ["1", "2", "3", "1", "2", "3"]);
    let lines: Vec<String> = server.seen().iter().map(|request| request.line.clone()).collect();
    assert_eq!(lines.get(1).map(String::as_str), Some("GET /beside?after=c"));
    assert_eq!(lines.get(3).map(String::as_str), Some("GET /after-cursor?page%5Bafter%5D=c"));
    Ok(())
}

#[tokio::test]
async fn offsets_are_counted_to_the_total() -> Outcome {
    let total = json!({ "totalItems": 3 });
    let server = Server::start([page(&["1", "2"], ("meta", &total)), page(&["3"], ("meta", &total))])?;
    let mut items = client(&server)?.pages().list_start().items();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 3);
    assert_eq!(server.seen().last().map(|request| request.line.clone()).as_deref(), Some("GET /start?start=2"));
    Ok(())
}

#[tokio::test]
async fn a_count_that_is_more_than_a_page_has_is_the_total() -> Outcome {
    let counted = |ids: &[&str], count: usize, next: Value| {
        let data: Vec<Value> = ids.iter().map(|id| json!({ "type": "book", "id": id })).collect();
        let meta = json!({ "pagination": { "page": 1, "pages": 2, "count": count } });
        Reply::json(200, json!({ "data": data, "links": { "next": next }, "meta": meta }).to_string())
    };
    let next = json!("/either?page%5Bnumber%5D=2");
    for (counts, total) in [([3, 3], Some(3)), ([2, 1], None)] {
        let server =
            Server::start([counted(&["1", "2"], counts[0], next.clone()), counted(&["3"], counts[1], Value::Null)])?;
        let mut pages = client(&server)?.pages().list_either().page_size(2).pages();
        let mut found = Vec::new();
        while let Some(page) = pages.try_next().await? {
            assert_eq!((pages.total(), pages.total_pages()), (total, Some(2)));
            found.extend(page.data.iter().map(|book| book.id.to_string()));
        }
        assert_eq!(found, ["1", "2", "3"]);
        let lines: Vec<String> = server.seen().iter().map(|request| request.line.clone()).collect();
        assert_eq!(lines, ["GET /either?page%5Bsize%5D=2", "GET /either?page%5Bnumber%5D=2"]);
    }
    Ok(())
}

#[tokio::test]
async fn filters_in_filters_have_positions() -> Outcome {
    let empty = || Reply::json(200, r#"{"data": []}"#);
    let server = Server::start([empty(), empty()])?;
    let client = frameworks::Client::builder(frameworks::Auth::none()).base_url(server.url()).build()?;
    let text = |text: &str| ListCommentsFilterAnd::new().text(ListCommentsFilterNotText::new().eq(text));
    let request =
        client.posts().list_comments("1").filter_and(vec![text("a"), ListCommentsFilterAnd::new().not(text("b"))]);
    assert!(request.filter_text_in(["c", "d"]).send().await?.is_clean());
    client
        .posts()
        .list_movies()
        .filter(vec![ListMoviesFilterRecord::builder().name("year").op("gt").build().val(1999)])
        .send()
        .await?;
    let lines: Vec<String> = server.seen().iter().map(|request| request.line.clone()).collect();
    let decoded: Vec<String> = lines.iter().map(|line| line.replace("%5B", "[").replace("%5D", "]")).collect();
    assert_eq!(
        decoded,
        [
            "GET /posts/1/comments?filter[and][0][text][eq]=a&filter[and][1][not][text][eq]=b&filter[text][in]=c,d",
            "GET /movies?filter=[%7B%22name%22%3A%22year%22%2C%22op%22%3A%22gt%22%2C%22val%22%3A1999%7D]",
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_body_is_one_resource_or_a_list() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204), Reply::empty(204)])?;
    let client = dialects::Client::builder(dialects::Auth::none()).base_url(server.url()).build()?;
    let resource = |title: &str| NewExtended::new().title(title);
    let sent = |title: &str| json!({ "type": "extended", "attributes": { "title": title } });
    client.wrappings().send_one_or_many(resource("a")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": sent("a") }));
    client.wrappings().send_one_or_many([resource("a"), resource("b")]).send().await?;
    assert_eq!(body(&server)?, json!({ "data": [sent("a"), sent("b")] }));
    client.wrappings().send_one_or_many(vec![resource("a")]).send().await?;
    assert_eq!(body(&server)?, json!({ "data": [sent("a")] }));
    Ok(())
}

#[tokio::test]
async fn filters_are_written_as_the_configuration_says() -> Outcome {
    let server = Server::start([Reply::json(200, r#"{"data": []}"#)])?;
    let client = filters::Client::builder(filters::Auth::none()).base_url(server.url()).build()?;
    let filter = ListBooksFilter::title().any(["Emma", "a (b), c"]).or(ListBooksFilter::subtitle().equals_null());
    let request = client.books().list_books().filter(filter).filter(ListBooksFilter::pages_().greater_or_equal(300));
    request.send().await?;
    let line = server.seen().first().map(|request| request.line.clone()).unwrap_or_default();
    let decoded = [("%28", "("), ("%29", ")"), ("%2C", ","), ("%25", "%")]
        .iter()
        .fold(line, |line, (encoded, plain)| line.replace(encoded, plain));
    assert_eq!(
        decoded,
        "GET /books?filter=and(or(in(title,(Emma,a%20%28b%29%2C%20c)),eq(subtitle,null)),ge(pages,300))"
    );
    Ok(())
}

#[tokio::test]
async fn resources_are_sent_with_those_that_are_created_with_them() -> Outcome {
    let answer = Reply::json(201, r#"{"data": {"type": "teams", "id": "1"}}"#);
    let server = Server::start([answer.clone(), answer, Reply::empty(204)])?;
    let client = habits::Client::builder(habits::Auth::none()).base_url(server.url()).build()?;
    let member = NewWorkers::new("Ann").lid("a");
    let team = NewTeams::new().members([Reference::local("a")]);
    client.teams().create_team(team.clone()).included([member]).included([NewRobots::new().model("R2")]).send().await?;
    client.teams().create_team(NewCrews::new("Argo")).send().await?;
    client.teams().create_crew(NewCrews::new("Argo"), [team]).send().await?;
    let wrong = client.teams().create_team(NewWorkers::new("Ann")).send().await;
    assert!(matches!(wrong, Err(Error::Request { .. })), "{wrong:?}");
    let sent: Vec<Value> =
        server.seen().iter().map(|seen| serde_json::from_slice(&seen.body)).collect::<Result<_, _>>()?;
    let team = json!({
        "type": "teams",
        "attributes": {},
        "relationships": { "members": { "data": [{ "type": "workers", "lid": "a" }] } },
    });
    let crew = json!({ "type": "crews", "attributes": { "ship": "Argo" } });
    let included = json!([
        { "type": "workers", "lid": "a", "attributes": { "name": "Ann" } },
        { "type": "robots", "attributes": { "model": "R2" } },
    ]);
    assert_eq!(
        sent,
        [
            json!({ "data": team, "included": included }),
            json!({ "data": crew }),
            json!({ "data": crew, "included": [team] }),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_body_under_a_range_of_media_types_is_sent_in_one() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let client = dialects::Client::builder(dialects::Auth::none()).base_url(server.url()).build()?;
    client.wrappings().put_picture("png").send().await?;
    client.wrappings().put_picture("png").header("content-type", "image/png").send().await?;
    let seen = server.seen();
    let sent: Vec<_> = seen.iter().map(|request| request.header("content-type")).collect();
    assert_eq!(sent, [Some("application/octet-stream"), Some("image/png")]);
    Ok(())
}
