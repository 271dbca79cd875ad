//! The families of query parameters, as frameworks describe them.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_families::posts::{
    ListDraftsEither, ListDraftsWithin, ListPostsInclude, ListPostsSort,
};
use jsonapi_forge_goldens::case_families::resources::post::PostField;
use jsonapi_forge_goldens::case_families::runtime::Sort;
use jsonapi_forge_goldens::case_families::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::{Outcome, only};

const MEDIA_TYPE: &str = "application/vnd.api+json";

fn server() -> Result<Server, Box<dyn StdError>> {
    Ok(Server::start([Reply::of(MEDIA_TYPE, 200, r#"{"data": []}"#)])?)
}

/// Returns the query of the only request, with its brackets unescaped.
fn query(server: &Server) -> Result<String, Box<dyn StdError>> {
    let line = only(server)?.line;
    let (_, query) = line.split_once('?').ok_or("there is no query")?;
    Ok(query.replace("%5B", "[").replace("%5D", "]"))
}

#[tokio::test]
async fn objects_are_sent_under_the_name_of_their_family() -> Outcome {
    let server = server()?;
    let client = Client::builder(Auth::none()).base_url(server.url()).build()?;
    let call = client.posts().list_posts().fields_post(["title"]).fields(json!({ "author": ["name", "age"] }));
    let call = call.filter([("state".to_owned(), "new".to_owned())].into()).filter_title(["a", "b"]);
    let call = call.sort([ListPostsSort::AuthorName, ListPostsSort::Id]).include([ListPostsInclude::AuthorPosts]);
    call.page_size(10).page_offset(20).send().await?;
    let mut sent: Vec<String> = query(&server)?.split('&').map(str::to_owned).collect();
    sent.sort();
    let expected = [
        "fields[author]=name,age", "fields[post]=title", "filter[state]=new", "filter[title]=a,b",
        "include=author.posts", "page[limit]=10", "page[offset]=20", "sort=author.name,id",
    ];
    assert_eq!(sent, expected);
    Ok(())
}

#[tokio::test]
async fn text_that_sorts_takes_several_keys() -> Outcome {
    let server = server()?;
    let client = Client::builder(Auth::none()).base_url(server.url()).build()?;
    let call = client.posts().list_drafts().sort([Sort::from("-added"), Sort::ascending("title".to_owned())]);
    let call = call.fields(json!({ "author": ["name", "age"] })).fields_post([PostField::Title]);
    let call = call.either(ListDraftsEither::new().shelves(vec!["3".to_owned(), "4".to_owned()]));
    call.within_(ListDraftsWithin::new().shelves(["1", "2"])).send().await?;
    let mut sent: Vec<String> = query(&server)?.split('&').map(str::to_owned).collect();
    sent.sort();
    let expected = [
        "either[shelves]=3", "either[shelves]=4", "fields[author]=name,age", "fields[post]=title", "sort=-added,title",
        "within[shelves]=1", "within[shelves]=2",
    ];
    assert_eq!(sent, expected);
    Ok(())
}

/// Links that may have any name may have `next`.
#[tokio::test]
async fn a_list_goes_on_by_links_of_any_name() -> Outcome {
    let page = |links: &str| format!(r#"{{"data": [{{"type": "post", "id": "1"}}], "links": {links}}}"#);
    let pages = [page(r#"{"next": "/drafts?page%5Bcursor%5D=2"}"#), page("{}")];
    let server = Server::start(pages.map(|body| Reply::of(MEDIA_TYPE, 200, body)))?;
    let client = Client::builder(Auth::none()).base_url(server.url()).build()?;
    let posts: Vec<_> = client.posts().list_drafts().sort(["-added"]).items().try_collect().await?;
    assert_eq!(posts.len(), 2);
    Ok(())
}
