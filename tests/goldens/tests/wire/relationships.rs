//! What is related: followed by type, and asked for at its own address.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_relationships::articles::GetArticleInclude as Include;
use jsonapi_forge_goldens::case_relationships::resources::article::NewArticle;
use jsonapi_forge_goldens::case_relationships::resources::{Article, Comment, CommentId, Person};
use jsonapi_forge_goldens::case_relationships::runtime::{AnyIdentifier, OneOrMany, ResolveError, Sent};
use jsonapi_forge_goldens::case_relationships::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::{Outcome, only};

const MEDIA_TYPE: &str = "application/vnd.api+json";

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

#[tokio::test]
async fn one_relationship_leads_to_resources_of_several_types() -> Outcome {
    let document = json!({
        "data": {
            "type": "article", "id": "1", "attributes": {},
            "relationships": {
                "subject": { "data": { "type": "person", "id": "9" } },
                "history": { "data": [
                    { "type": "comment", "id": "5" }, { "type": "article", "id": "1" }, { "type": "person", "id": "8" },
                ] },
            },
        },
        "included": [
            { "type": "person", "id": "9", "attributes": { "name": "Ada" } },
            { "type": "comment", "id": "5", "attributes": { "body": "First." } },
        ],
    });
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, document.to_string())])?;
    let call = client(&server)?.articles().get_article("1").include([Include::Subject]);
    let article = call.send().await?;
    assert_eq!(only(&server)?.line, "GET /articles/1?include=subject");

    let subject = article.resolve(&article.data.relationships.subject).ok_or("there is one")??;
    assert_eq!(subject.id_of::<Comment>(), None);
    assert_eq!(subject.decode::<Person>()?.attributes.name.as_deref(), Some("Ada"));
    let error = subject.decode::<Article>().expect_err("a person is no article");
    assert_eq!(error, ResolveError::OtherType { found: "person".to_owned(), expected: "article" });

    let history: Vec<_> = article.resolve(&article.data.relationships.history).collect();
    let comment = history.first().ok_or("it is first")?.clone()?;
    assert_eq!(comment.decode::<Comment>()?.attributes.body.as_deref(), Some("First."));
    let missing = history.last().ok_or("it is last")?.clone().expect_err("it was not included");
    assert_eq!(missing, ResolveError::NotIncluded { kind: "person".to_owned(), id: "8".to_owned() });
    Ok(())
}

#[tokio::test]
async fn a_related_resource_may_be_null() -> Outcome {
    let author = r#"{"data": {"type": "person", "id": "9", "attributes": {"name": "Ada"}}}"#;
    let replies = [author, r#"{"data": null}"#].map(|body| Reply::of(MEDIA_TYPE, 200, body));
    let server = Server::start(replies)?;
    let articles = client(&server)?;
    let author = articles.articles().get_article_author("1").send().await?;
    assert_eq!(author.data.as_ref().and_then(|author| author.attributes.name.as_deref()), Some("Ada"));
    let nobody = articles.articles().get_article_author("2").send().await?;
    assert!(nobody.data.is_none() && nobody.is_clean());
    let lines: Vec<String> = server.seen().into_iter().map(|request| request.line).collect();
    assert_eq!(lines, ["GET /articles/1/author", "GET /articles/2/author"]);
    Ok(())
}

#[tokio::test]
async fn a_relationship_is_read_as_identifiers() -> Outcome {
    let body = r#"{"data": [{"type": "comment", "id": "5"}, {"type": "comment", "id": "6"}]}"#;
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, body)])?;
    let comments = client(&server)?.articles().get_article_comment_ids("1").send().await?;
    let ids: Vec<CommentId> = comments.data.iter().map(|comment| comment.id.clone()).collect();
    assert_eq!(ids, [CommentId::from("5"), CommentId::from("6")]);
    assert_eq!(only(&server)?.line, "GET /articles/1/relationships/comments");
    Ok(())
}

#[tokio::test]
async fn a_relationship_may_hold_one_or_a_list() -> Outcome {
    let related = |witnesses: serde_json::Value| {
        json!({
            "data": {
                "type": "article", "id": "1", "attributes": {},
                "relationships": { "witnesses": { "data": witnesses }, "sources": { "data": null } },
            },
            "included": [{ "type": "person", "id": "9", "attributes": { "name": "Ada" } }],
        })
    };
    let person = |id: &str| json!({ "type": "person", "id": id });
    let bodies = [related(person("9")), related(json!([person("9"), person("8")]))];
    let server = Server::start(bodies.map(|body| Reply::of(MEDIA_TYPE, 201, body.to_string())))?;
    let client = client(&server)?;
    let one =
        client.articles().create_article(NewArticle::new().witnesses("9").sources(AnyIdentifier::new("comment", "5")));
    let one = one.send().await?;
    let many = NewArticle::new().witnesses(["9", "8"]).sources([AnyIdentifier::new("person", "9")]);
    let many = client.articles().create_article(many).send().await?;

    let sent: Vec<serde_json::Value> =
        server.seen().iter().map(|request| serde_json::from_slice(&request.body)).collect::<Result<_, _>>()?;
    let linkage = |body: usize, name: &str| {
        sent.get(body).and_then(|one| one.pointer(&format!("/data/relationships/{name}/data")))
    };
    assert_eq!(linkage(0, "witnesses"), Some(&person("9")));
    assert_eq!(linkage(0, "sources"), Some(&json!({ "type": "comment", "id": "5" })));
    assert_eq!(linkage(1, "witnesses"), Some(&json!([person("9"), person("8")])));
    assert_eq!(linkage(1, "sources"), Some(&json!([person("9")])));

    assert!(one.is_clean() && many.is_clean());
    let (one, many) = (&one.data.relationships.witnesses, &many.data.relationships.witnesses);
    assert!(matches!(one.data, Sent::Data(OneOrMany::One(_))));
    assert_eq!(one.ids().map(|id| id.as_str()).collect::<Vec<_>>(), ["9"]);
    assert!(matches!(many.data, Sent::Data(OneOrMany::Many(_))));
    assert_eq!(many.ids().map(|id| id.as_str()).collect::<Vec<_>>(), ["9", "8"]);
    Ok(())
}
