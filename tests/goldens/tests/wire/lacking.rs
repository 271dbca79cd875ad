//! What a configuration adds to a document, over sockets.

use jsonapi_forge_goldens::case_lacking::resources::book::{BookField, NewBook};
use jsonapi_forge_goldens::case_lacking::{Auth, Client, runtime as rt};
use jsonapi_forge_tests::server::{Reply, Server};

use crate::{Outcome, body, only};

const MEDIA_TYPE: &str = "application/vnd.api+json";

fn client(server: &Server, auth: Auth) -> Result<Client, rt::Error> {
    Client::builder(auth).base_url(server.url()).build()
}

#[tokio::test]
async fn configured_parameters_page_through_a_list() -> Outcome {
    let page =
        |items: &str| Reply::of(MEDIA_TYPE, 200, format!("{{\"data\": [{items}], \"meta\": {{\"record_count\": 3}}}}"));
    let book = |id| format!("{{\"type\": \"book\", \"id\": \"{id}\", \"attributes\": {{\"title\": \"Emma\"}}}}");
    let server = Server::start([page(&[book(1), book(2)].join(",")), page(&book(3))])?;
    let client = client(&server, Auth::token("secret"))?;
    let call = client
        .books()
        .get_books()
        .include(["author"])
        .filter_q(rt::Map::from([("title_eq".to_owned(), "Emma".to_owned()), ("pages_gt".to_owned(), "3".to_owned())]));
    let mut books = call.fields_book([BookField::Title]).page_size(2).items();
    let mut ids = Vec::new();
    while let Some(book) = books.try_next().await? {
        ids.push(book.id.to_string());
    }
    assert_eq!(ids, ["1", "2", "3"]);
    let seen = server.seen();
    let query = "filter[q][title_eq]=Emma&filter[q][pages_gt]=3&include=author&fields[book]=title";
    let lines: Vec<String> = seen.iter().map(|one| one.line.replace("%5B", "[").replace("%5D", "]")).collect();
    assert!(lines.iter().all(|line| query.split('&').all(|pair| line.contains(pair))), "{lines:?}");
    assert!(lines.get(1).is_some_and(|line| line.contains("page[size]=2&page[number]=2")), "{lines:?}");
    assert_eq!(seen.first().and_then(|one| one.header("authorization")), Some("Bearer secret"));
    Ok(())
}

#[tokio::test]
async fn media_types_and_credentials_are_those_of_the_operation() -> Outcome {
    let reply = || Reply::of(MEDIA_TYPE, 201, r#"{"data": {"type": "book", "id": "1"}}"#);
    let server = Server::start([reply()])?;
    let auth = || Auth::key("k").and(Auth::app("a")).and(Auth::desk("user", "pass"));
    client(&server, auth())?.books().create_book(NewBook::new().id("1").title("Emma")).send().await?;
    let request = only(&server)?;
    assert_eq!(request.header("content-type"), Some(MEDIA_TYPE));
    assert_eq!(request.header("accept").map(|accept| accept.contains(MEDIA_TYPE)), Some(true));
    assert_eq!(request.header("authorization"), Some("Basic dXNlcjpwYXNz"));
    assert_eq!(request.header("x-key"), None);
    assert_eq!(body(&server)?.pointer("/data/type").and_then(|one| one.as_str()), Some("book"));

    let server =
        Server::start([Reply::of(MEDIA_TYPE, 200, r#"{"data": {"type": "book", "id": "1"}}"#), Reply::empty(204)])?;
    let client = client(&server, auth())?;
    client.books().get_book("1", 7).send().await?;
    client.books().get_status().send().await?;
    let seen = server.seen();
    let [book, status] = seen.as_slice() else { return Err(format!("{seen:?}").into()) };
    assert_eq!((book.header("x-key"), book.header("x-branch")), (Some("k"), Some("7")));
    assert!(book.line.ends_with("/books/1?app=a"), "{}", book.line);
    assert_eq!((status.header("x-key"), status.header("authorization")), (None, None));
    Ok(())
}
